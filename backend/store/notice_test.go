package store_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// A notice is one for an event and an adult; it has its inbox at once, and a push that waits where it is to ring.
func TestANewNotice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.happen("phone")
		x.follow(func(e event.Event, _ notice.Facts) (notice.Changes, error) {
			if e.Subject != "phone" {
				return notice.Changes{}, nil
			}
			silent, again := x.notice(e, 1), x.notice(e, 0)
			silent.RingAt, again.ID = time.Time{}, "again"
			return notice.Changes{New: []notice.Notice{x.notice(e, 0), silent, again}}, nil
		})
		box := x.box(0)
		if len(box) != 1 || box[0].Subject != "phone" || !slices.Equal(box[0].Pupils, []id.Pupil{x.Pupils[0].ID}) ||
			!box[0].RingAt.Equal(storetest.At) {
			t.Fatalf("the inbox is %+v", box)
		}
		if got := x.push(box[0]); got != "waiting" {
			t.Errorf("the push is %q", got)
		}
		if box := x.box(1); len(box) != 1 || x.push(box[0]) != "" {
			t.Errorf("one that rings nobody: %+v", box)
		}
		if n := x.count("deliveries WHERE channel = 'inbox' AND state = 'accepted'"); n != 2 {
			t.Errorf("%d inboxes", n)
		}
	})
}

// What is over, taken back or read rings no more, and what no service was given is not sent. A reminder waits again.
func TestANoticeThatIsOverRingsNoMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		ends := map[string]func(*notice.Notice){
			"over":  func(n *notice.Notice) { n.OverAt = in(time.Minute) },
			"taken": func(n *notice.Notice) { n.TakenBack = true },
		}
		for name, end := range ends {
			n := x.tells(name, 0)[0]
			x.change(name+" ends", n.ID, end)
			if got := x.push(n); name == "over" && got != "not_needed" {
				t.Errorf("%s: the push is %q", name, got)
			}
			if rung, next := x.ring(in(time.Hour), 0); len(rung) != 0 || !next.IsZero() {
				t.Errorf("%s: rings for %v, next %v", name, rung, next)
			}
		}
		x.device("one", "push.example", 0)
		x.device("two", "push.example", 0)
		first, second := x.tells("first", 0)[0], x.tells("second", 0)[0]
		x.ring(in(time.Minute), 1)
		if n := x.count("pushes WHERE done_at IS NULL"); n != 2 {
			t.Fatalf("%d pushes for two devices", n)
		}
		x.change("first is over", first.ID, ends["over"])
		if n := x.count("pushes WHERE done_at IS NULL"); n != 2 || x.push(first) != "not_needed" ||
			x.push(second) != "handed" {
			t.Errorf("%d pushes, %s, %s", n, x.push(first), x.push(second))
		}
		_, err := s.Courier().Claim(t.Context(), "push.example", in(time.Minute), in(2*time.Minute), 1)
		x.must(err)
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, second.ID, in(time.Minute)))
		if n := x.count("pushes WHERE done_at IS NULL"); n != 1 || x.push(second) != "not_needed" {
			t.Errorf("%d pushes after the last was read, %s", n, x.push(second))
		}
		// What was in somebody's hand was taken all the same; a second try would be too late.
		if got := x.claim("push.example", in(3*time.Minute)); len(got) != 0 {
			t.Errorf("sent again: %v", got)
		}
		third := x.tells("third", 0)[0]
		x.ring(in(4*time.Minute), 2)
		held := x.claim("push.example", in(4*time.Minute))
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, third.ID, in(4*time.Minute)))
		x.answer(in(5*time.Minute), courier.Took, held...)
		if got := x.push(third); got != "accepted" {
			t.Errorf("a service took it: %s", got)
		}
		x.change("ask again", third.ID, func(n *notice.Notice) { n.RingAt = in(24 * time.Hour) })
		if got := x.push(third); got != "waiting" {
			t.Errorf("a reminder: %s", got)
		}
		rung, _ := x.ring(in(24*time.Hour), 3)
		if len(rung) != 1 || rung[0].Last != batch(x.Adults[0].ID, 2) || rung[0].Fresh || rung[0].Notices[0].Rung != 1 ||
			x.push(third) != "handed" || x.line(third.ID).Rung != 2 {
			t.Errorf("it rings again: %+v, %s", rung, x.push(third))
		}
	})
}

// A decision that takes long undoes nothing that its adult does meanwhile.
func TestWhatIsReadMeanwhileStaysRead(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	x := tell(t, s, "hook-lane")
	n := x.tells("phone", 0)[0]
	x.change("reminder", n.ID, func(n *notice.Notice) {
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, n.ID, in(time.Minute)))
		n.RingAt, n.Urgent = in(time.Hour), true
	})
	line := x.line(n.ID)
	if !line.ReadAt.Equal(in(time.Minute)) || !line.RingAt.IsZero() || !line.Urgent || x.push(n) != "not_needed" {
		t.Errorf("%+v %s", line, x.push(n))
	}
}

// What was to ring at once rings at once, whatever the clock does meanwhile: set back by thirteen hours, it is not silent
// for thirteen hours. What waits for the morning goes on waiting.
func TestAClockThatIsSetBackSilencesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("one", "a.example", 0)
		x.tells("first", 0)
		back := in(-13 * time.Hour)
		rung, next := x.ring(back, 1)
		if len(rung) != 1 || rung[0].Devices != 1 || !next.IsZero() || x.count("pushes") != 1 {
			t.Errorf("%v, next %v", rung, next)
		}
		x.tells("second", 2)
		later := 0
		for range 3 {
			_, _, err := s.Notices().Ring(t.Context(), x.School.ID, back, 10, func(notice.Ringing) notice.Rang {
				later++
				return notice.Rang{Later: in(-3 * time.Hour)}
			})
			x.must(err)
		}
		if later != 1 {
			t.Errorf("what was put off until the morning was asked about %d times", later)
		}
	})
}

const nobody = id.School("no school")

// A day begins once for an operation.
func TestADayBeginsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		act := x.Act("notice.begin")
		for range 2 {
			x.must(s.Notices().Happened(t.Context(), act, act.Did(notice.DidBegin, "2026-11-23", nil)))
		}
		began := 0
		x.follow(func(e event.Event, _ notice.Facts) (notice.Changes, error) {
			if e.Kind == notice.DidBegin {
				began++
			}
			return notice.Changes{}, nil
		})
		if began != 1 {
			t.Errorf("it began %d times", began)
		}
	})
}
