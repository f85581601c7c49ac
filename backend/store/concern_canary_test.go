package store_test

import (
	"context"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// keptConcern is a concern with one of everything, given to the first member of staff and kept from the second.
func keptConcern(p storetest.Place, name string) concern.Kept {
	return concern.Kept{ID: id.Concern(name), School: p.School.ID, Open: true, At: storetest.At, ToldAt: storetest.At,
		Step: 1, Due: storetest.At.Add(time.Hour), Receipt: []byte("words of " + name), Key: []byte(tag(p, "wrapped")),
		Head: []byte(tag(p, "head")), Marks: [][]byte{markOf(1)},
		Readers: []concern.Reader{{Person: id.Person(p.Staff[0].ID), How: concern.ByRoute, Since: storetest.At}},
		Entries: []concern.Sealed{{N: 1, At: storetest.At, Words: []byte(tag(p, "sealed"))}}}
}

// markOf is what stands for a member of staff; the same at every school of these tests.
func markOf(staff int) []byte { return []byte{byte(staff), 0xff, 0} }

// reader is a member of staff who wants to read.
func reader(p storetest.Place, staff int) concern.Viewer {
	return concern.Viewer{Person: id.Person(p.Staff[staff].ID), Marks: [][]byte{markOf(staff), {byte(staff), 'o', 'l', 'd'}},
		At: storetest.At}
}

// tellConcern keeps one.
func tellConcern(t testing.TB, s *store.Store, p storetest.Place, k concern.Kept) {
	t.Helper()
	act := p.Act("concern.tell")
	act.Actor = ""
	if err := s.Concerns().Add(t.Context(), act, k, act.Did(concern.DidTell, string(k.ID), nil)); err != nil {
		t.Fatal(err)
	}
}

// openDoor opens the school's button.
func openDoor(t testing.TB, s *store.Store, p storetest.Place) {
	t.Helper()
	act := p.Act("concern.door")
	err := s.Concerns().ChangeDoor(t.Context(), act, func(d *concern.Door) ([]event.Event, error) {
		d.Open, d.OpenedAt, d.By = true, act.At, act.Actor
		d.Public, d.DraftKey = []byte(tag(p, "public")), []byte(tag(p, "draft"))
		return []event.Event{act.Did(concern.DidOpenDoor, "x", nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// fillConcerns gives a school one of everything of the room.
func fillConcerns(t *testing.T, s *store.Store, p storetest.Place) {
	t.Helper()
	tellConcern(t, s, p, keptConcern(p, "concern"))
	done := keptConcern(p, "finished")
	done.Open = false
	tellConcern(t, s, p, done)
	openDoor(t, s, p)
	who := id.Person(p.Staff[0].ID)
	for _, err := range []error{
		s.Concerns().Ring(t.Context(), p.School.ID, who, concern.Rung{}, storetest.At, storetest.At.Add(time.Hour)),
		s.Concerns().Saw(t.Context(), p.School.ID, id.Person(p.Staff[1].ID), storetest.At),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

var concernCanaries = map[string]canary{
	"ConcernStore.Add": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act, k := p.Act("canary"), keptConcern(p, "next")
		return "added", s.Concerns().Add(ctx, act, k, act.Did("concern.canary", "x", nil))
	},
	"ConcernStore.ByReceipt": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Concerns().ByReceipt(ctx, p.School.ID, [][]byte{[]byte("words of concern")})
	},
	"ConcernStore.One": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Concerns().One(ctx, p.School.ID, "concern", reader(p, 0))
	},
	"ConcernStore.List": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		list, err := s.Concerns().List(ctx, p.School.ID, reader(p, 0), true, true)
		if len(list) != 1 || len(list[0].Readers) != 1 || len(list[0].Marks) != 1 || len(list[0].Entries) != 1 {
			return twin, err
		}
		return list, err
	},
	"ConcernStore.All": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		list, err := s.Concerns().All(ctx, p.School.ID, true)
		if len(list) != 1 {
			return twin, err
		}
		return list, err
	},
	"ConcernStore.Change": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var was concern.Kept
		err := s.Concerns().Change(ctx, act, "concern", reader(p, 0), func(k *concern.Kept) ([]event.Event, error) {
			was = *k
			k.ReadAt, k.Head = act.At, []byte("another")
			k.Readers = append(k.Readers, concern.Reader{Person: "more", How: concern.ByHand, Since: act.At})
			k.Marks = append(k.Marks, markOf(2))
			k.Entries = append(k.Entries, concern.Sealed{N: 2, At: act.At, Words: []byte("more")})
			return []event.Event{act.Did("concern.canary", "x", nil)}, nil
		})
		return was, err
	},
	"ConcernStore.Record": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "recorded", s.Concerns().Record(ctx, act, act.Did("concern.canary", "x", nil))
	},
	"ConcernStore.Door": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Concerns().Door(ctx, p.School.ID)
	},
	"ConcernStore.ChangeDoor": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var was concern.Door
		err := s.Concerns().ChangeDoor(ctx, act, func(d *concern.Door) ([]event.Event, error) {
			was, d.Open = *d, false
			return []event.Event{act.Did("concern.canary", "x", nil)}, nil
		})
		return was, err
	},
	"ConcernStore.Rungs": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		rungs, err := s.Concerns().Rungs(ctx, p.School.ID)
		if len(rungs) != 2 {
			return twin, err
		}
		return rungs, err
	},
	"ConcernStore.Ring": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		who := id.Person(p.Staff[0].ID)
		return "rung", s.Concerns().Ring(ctx, p.School.ID, who, concern.Rung{At: storetest.At}, in(time.Hour), in(2*time.Hour))
	},
	"ConcernStore.Saw": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "seen", s.Concerns().Saw(ctx, p.School.ID, id.Person(p.Staff[0].ID), in(time.Hour))
	},
}

// staffDevice signs a member of staff in on a device that can be rung at that host.
func (x told) staffDevice(name, host string, staff int) {
	x.Helper()
	x.deviceOf(people.StaffKind, name, host, staff)
}

func (x told) deviceOf(kind people.Kind, name, host string, staff int) {
	x.Helper()
	name += string(x.School.ID)
	x.must(x.s.Access().Begin(x.Context(), x.Act("test.begin"), access.Beginning{Session: access.Session{
		Hash: access.Hash(name), Kind: kind, Since: storetest.At, Seen: storetest.At,
		Seats: []access.Seat{{School: x.School.ID, Person: id.Person(x.Staff[staff].ID), Since: storetest.At}}}}))
	x.must(x.s.Courier().Keep(x.Context(), subscription(name, host, name), ""))
}
