package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// fillNotices gives a school two notices of one adult, one that was rung and one that will be, and a device.
func fillNotices(t *testing.T, s *store.Store, p storetest.Place) {
	t.Helper()
	device := subscription(tag(p, "device"), "push.example", tag(p, "family"))
	err := s.Courier().Keep(t.Context(), device, "")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Notices().Follow(t.Context(), p.School.ID, 100, func(e event.Event, _ notice.Facts) (c notice.Changes,
		err error,
	) {
		if e.Kind != "test.filled" {
			return c, nil
		}
		c.New = []notice.Notice{{ID: "notice", School: p.School.ID, Event: "event", Kind: notice.Confiscated,
			Subject: tag(p, "subject"), Adult: p.Adults[1].ID, Pupils: []id.Pupil{p.Pupils[1].ID}, At: e.At, RingAt: e.At,
			Answer: notice.Answer(tag(p, "answer"))}}
		due := c.New[0]
		due.ID, due.Event, due.RingAt = "due", "another event", e.At.Add(time.Hour)
		c.New = append(c.New, due)
		return c, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	rung, _, err := s.Notices().Ring(t.Context(), p.School.ID, storetest.At, 10, func(r notice.Ringing) notice.Rang {
		return notice.Rang{Batch: id.Batch(tag(p, "batch")), Urgent: p.School.Slug != "hook-lane", Expires: storetest.At}
	})
	if err != nil || rung != 1 {
		t.Fatal(rung, err)
	}
}

var noticeCanaries = map[string]canary{
	"NoticeStore.Follow": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		var seen []any
		did, _, err := s.Notices().Follow(ctx, p.School.ID, 1000, func(e event.Event, f notice.Facts) (c notice.Changes,
			err error,
		) {
			open, err := f.Open("")
			if err != nil {
				return c, err
			}
			about, err := f.About("subject", notice.Confiscated)
			if err != nil {
				return c, err
			}
			ledger, err := f.Ledger()
			if err != nil {
				return c, err
			}
			devices, err := f.Devices(p.Adults[1].ID)
			seen = append(seen, e, open, about, ledger.People, devices)
			for _, n := range open {
				n.TakenBack = true
				c.Changed = append(c.Changed, n)
			}
			return c, err
		})
		return fmt.Sprintf("%d %+v", did, seen), err
	},
	"NoticeStore.Behind": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		n, err := s.Notices().Behind(ctx, p.School.ID)
		return fmt.Sprintf("%d behind", n), err
	},
	"NoticeStore.Hasten": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "hastened", s.Notices().Hasten(ctx, p.School.ID, storetest.At.Add(-time.Hour), storetest.At.Add(time.Hour))
	},
	"NoticeStore.Ring": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		var seen []notice.Ringing
		_, _, err := s.Notices().Ring(ctx, p.School.ID, storetest.At.Add(2*time.Hour), 10,
			func(r notice.Ringing) notice.Rang {
				seen = append(seen, r)
				return notice.Rang{Batch: r.Last}
			})
		if len(seen) != 1 || seen[0].Devices != 1 || seen[0].LastUrgent {
			return twin, err
		}
		return seen, err
	},
	"NoticeStore.Of": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		list, more, err := s.Notices().Of(ctx, p.School.ID, p.Adults[1].ID, "", 10)
		if len(list) != 2 || more {
			return twin, err
		}
		return list, err
	},
	"NoticeStore.Unread": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Notices().Unread(ctx, p.School.ID, p.Adults[1].ID)
	},
	"NoticeStore.Notice": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Notices().Notice(ctx, p.School.ID, p.Adults[1].ID, "notice")
	},
	"NoticeStore.Read": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "read", s.Notices().Read(ctx, p.School.ID, p.Adults[1].ID, "notice", storetest.At)
	},
	"NoticeStore.Change": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return s.Notices().Change(ctx, act, "", "notice", func(n *notice.Notice) ([]event.Event, error) {
			n.ToldAt, n.ToldBy, n.ToldHow = act.At, act.Actor, notice.Spoke
			return []event.Event{act.Did("canary", "notice", nil)}, nil
		})
	},
	"NoticeStore.Happened": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "happened", s.Notices().Happened(ctx, act, act.Did("canary", "x", nil))
	},
	"NoticeStore.Listen": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		var heard []event.Event
		_, err := s.Notices().Listen(ctx, p.School.ID, "canary", 1000, func(e event.Event) error {
			heard = append(heard, e)
			return nil
		})
		return heard, err
	},
	"NoticeStore.Deliveries": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		none, err := s.Notices().Deliveries(ctx, p.School.ID, notice.Query{Text: twin})
		if err != nil || none.Total > 0 {
			return twin, err
		}
		page, err := s.Notices().Deliveries(ctx, p.School.ID, notice.Query{Text: "nowak", Size: 10})
		if page.Total != 2 {
			return twin, err
		}
		return page, err
	},
	"NoticeStore.Figures": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Notices().Figures(ctx, p.School.ID, storetest.At)
	},
}
