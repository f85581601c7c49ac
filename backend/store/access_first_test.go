package store_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Before there is a school there is one link; of ten who found the first school with it, one does.
func TestTheFirstSchool(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, a := t.Context(), s.Access()
		link := func(hash access.Hash) access.Link {
			return access.Link{Hash: hash, Purpose: access.ForFirstAdministrator, Made: storetest.At,
				Ends: storetest.At.Add(time.Hour)}
		}
		for _, hash := range []access.Hash{"first", "second"} {
			if err := a.AddFirstLink(ctx, link(hash)); err != nil {
				t.Fatal(err)
			}
		}
		place := storetest.School(t, "beaver-road", "beaver-green", "08:40", "15:10")
		found := func(hash access.Hash, at time.Time) (school.School, error) {
			x := place
			x.ID = id.New[id.School]()
			staff := people.Staff{ID: id.New[id.Staff](), School: x.ID, Surname: "Vale", Email: "vale@b.example",
				Roles: []people.Role{people.Administrator}}
			act := event.Act{School: x.ID, Actor: id.Person(staff.ID), At: at, Op: id.New[id.Op](), Command: "access.found"}
			seat := access.Session{Hash: access.Hash(staff.ID), Since: at, Seen: at, Seats: []access.Seat{{School: x.ID,
				Person: id.Person(staff.ID), Standing: "s"}}}
			return x, a.Found(ctx, act, hash, access.Founding{School: x, Preset: "beaver-green", Administrator: staff,
				Passphrase: "kept"}, seat,
				[]event.Event{act.Did(access.Founded, string(x.ID), nil)})
		}
		for name, err := range map[string]error{
			"a link that was replaced": second(found("first", storetest.At)),
			"no link":                  second(found("none", storetest.At)),
			"a link past its end":      second(found("second", storetest.At.Add(time.Hour))),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		var founded atomic.Pointer[school.School]
		var wins atomic.Int64
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				x, err := found("second", storetest.At)
				if err == nil {
					wins.Add(1)
					founded.Store(&x)
				} else if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if wins.Load() != 1 {
			t.Fatalf("%d schools were founded", wins.Load())
		}
		got, err := s.Schools().School(ctx, founded.Load().ID)
		if err != nil || got.Name != place.Name || got.Policy.Phones.Mode != school.ClassCheck ||
			!slices.Equal(got.Calendar.Terms, place.Calendar.Terms) {
			t.Errorf("%s %s, %v", got.Name, got.Policy.Phones.Mode, err)
		}
		if ids, err := s.Schools().IDs(ctx); err != nil || len(ids) != 1 {
			t.Errorf("%v, %v", ids, err)
		}
		if m, ok, err := a.Login(ctx, "beaver-road", "vale@b.example",
			"2026-11-23"); err != nil || !ok || m.Passphrase != "kept" {
			t.Errorf("the administrator: %+v, %v", m, err)
		}
		if err := a.AddFirstLink(ctx, link("third")); !fault.Is(err, fault.Conflict) {
			t.Errorf("a first link when there is a school: %v", err)
		}
		gapFree(t, s, founded.Load().ID, 1)
	})
}

func second[A, B any](_ A, b B) B { return b }
