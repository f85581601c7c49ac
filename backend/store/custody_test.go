package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// many adds n pupils to the place.
func many(t *testing.T, s *store.Store, p *storetest.Place, n int) {
	t.Helper()
	change(t, s, *p, func(people.State) people.Changes {
		for range n {
			pupil := p.Pupils[0]
			pupil.ID = id.New[id.Pupil]()
			pupil.UPN = string(pupil.ID[:13])
			p.Pupils = append(p.Pupils, pupil)
		}
		return people.Changes{Pupils: p.Pupils}
	})
}

// change changes the school's people.
func change(t testing.TB, s *store.Store, p storetest.Place, make func(people.State) people.Changes) {
	t.Helper()
	act := p.Act("test.change")
	err := s.People().ChangeRoll(t.Context(), act, func(state people.State) (people.Changes, []event.Event, error) {
		return make(state), []event.Event{act.Did("test.changed", "x", nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// collect gives a child's first device back.
func collect(t testing.TB, s *store.Store, p storetest.Place, pupil int) {
	t.Helper()
	act := p.Act("custody.collect")
	_, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: p.Pupils[pupil].ID},
		func(shelf *custody.Shelf) ([]event.Event, error) {
			d := &shelf.Devices[0]
			d.State, d.Slot, d.Since = custody.WithChild, 0, act.At
			return []event.Event{act.Did(custody.DidCollect, string(d.ID), nil)}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
}

// Forty children at once get the slots 1 to 40, each one; what is given back is given out again, lowest first; and what
// fails takes none.
func TestSlotsAreTheLowestFree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		many(t, s, &p, 40)
		slots := make([]int, 40)
		var wg sync.WaitGroup
		for i := range slots {
			wg.Go(func() { slots[i] = handIn(t, s, p, 3+i).Devices[0].Slot })
			wg.Go(func() { // somebody's mistake beside each, after a slot was asked for and taken
				act := p.Act("custody.hand_in")
				_, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: p.Pupils[0].ID, Slot: true},
					func(shelf *custody.Shelf) ([]event.Event, error) {
						arrive(shelf, act).State = "nonsense" // the schema refuses it
						return []event.Event{act.Did(custody.DidHandIn, "x", nil)}, nil
					})
				if err == nil {
					t.Error("nonsense is kept")
				}
			})
		}
		wg.Wait()
		slices.Sort(slots)
		for i, slot := range slots {
			if slot != i+1 {
				t.Fatalf("slots %v", slots)
			}
		}
		back := []int{}
		for _, i := range []int{10, 3, 30} {
			collect(t, s, p, i)
		}
		for _, i := range []int{10, 3, 30} {
			back = append(back, handIn(t, s, p, i).Devices[0].Slot)
		}
		if !slices.IsSorted(back) {
			t.Errorf("slots given out again: %v, not the lowest first", back)
		}
		if next := handIn(t, s, p, 0).Devices[0].Slot; next != 41 {
			t.Errorf("the next child gets slot %d, want 41", next)
		}
	})
}

// A child who is not there, who is another school's, or who has left is the same: not found. A leaver whose phone the
// school still has can get it back.
func TestWhoseShelf(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		twin := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		many(t, s, &twin, 1)
		handIn(t, s, p, 1)
		change(t, s, p, func(state people.State) people.Changes {
			for i := range state.Pupils {
				if state.Pupils[i].Preferred != "Yusuf" {
					state.Pupils[i].LeftOn = "2026-11-23"
				}
			}
			return people.Changes{Pupils: state.Pupils}
		})
		try := func(pupil id.Pupil) error {
			act := p.Act("custody.tap")
			_, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: pupil}, func(*custody.Shelf) ([]event.Event,
				error) {
				return []event.Event{act.Did("test.seen", "x", nil)}, nil
			})
			return err
		}
		for name, pupil := range map[string]id.Pupil{"nobody": "nobody", "another school's": twin.Pupils[3].ID,
			"a leaver": p.Pupils[2].ID} {
			if err := try(pupil); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := errors.Join(try(p.Pupils[0].ID), try(p.Pupils[1].ID)); err != nil {
			t.Errorf("Yusuf, and Kuba who left his phone: %v", err)
		}
		collect(t, s, p, 1)
		if err := try(p.Pupils[1].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("Kuba, with his phone: %v", err)
		}
	})
}

// A shelf is read back as it was written, a replay answers with it as it is now, and an error leaves it.
func TestAShelfIsKeptWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		seize(t, s, p, 0)
		ask := custody.Ask{Pupil: p.Pupils[0].ID, Carers: true}
		look := func() custody.Shelf {
			var seen custody.Shelf
			_, err := s.Custody().Change(t.Context(), p.Act("test.look"), ask, func(shelf *custody.Shelf) ([]event.Event,
				error) {
				seen = *shelf
				return nil, errBad
			})
			if !errors.Is(err, errBad) {
				t.Fatal(err)
			}
			return seen
		}
		before := look()
		act := p.Act("custody.release")
		act.At = storetest.At.Add(7*time.Hour + 123456*time.Microsecond)
		alter := func(shelf *custody.Shelf) ([]event.Event, error) {
			c, d := &shelf.Confiscations[0], &shelf.Devices[0]
			c.Held, c.Secret, c.HoldReason = true, true, "r"
			c.Tell, c.TellReason, c.TellBy, c.TellAt = custody.NotYet, "because", act.Actor, act.At
			c.ReleasedTo, c.ReleasedBy, c.ReleasedAt = p.Adults[0].ID, act.Actor, act.At
			c.Searched, c.Deleted, c.Indecent, c.ContactAt, c.Stored = act.At, act.At, true, act.At, "moved"
			d.State, d.Open, d.Condition, d.Since = custody.WithChild, "", "scratched", act.At
			return []event.Event{act.Did(custody.DidRelease, string(c.ID), nil)}, nil
		}
		now, err := s.Custody().Change(t.Context(), act, ask, alter)
		if err != nil {
			t.Fatal(err)
		}
		seen := look()
		if !slices.Equal(seen.Devices, now.Devices) || !slices.Equal(seen.Confiscations, now.Confiscations) {
			t.Errorf("written %+v, read %+v", now, seen)
		}
		if slices.Equal(seen.Confiscations, before.Confiscations) {
			t.Error("nothing was written")
		}
		handIn(t, s, p, 0)
		again, err := s.Custody().Change(t.Context(), act, ask, func(*custody.Shelf) ([]event.Event, error) {
			t.Error("a replay ran")
			return nil, nil
		})
		if err != nil || again.Devices[0].State != custody.HandedIn || again.Confiscations[0] != now.Confiscations[0] {
			t.Errorf("a replay answers %+v, %v", again, err)
		}
	})
}

// What the confiscations' screens read: open or closed since, newest first, with the names of whoever appears, and the
// log of contacts newest first.
func TestConfiscationsAsTheyAreRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx := t.Context()
		seize(t, s, p, 2)
		act := p.Act("custody.contact")
		act.At, act.Actor = storetest.At.Add(time.Hour), id.Person(p.Staff[2].ID)
		_, err := s.Custody().Change(ctx, act, custody.Ask{Pupil: p.Pupils[2].ID},
			func(shelf *custody.Shelf) ([]event.Event, error) {
				shelf.Contacts = []custody.Contact{
					{Confiscation: "seized", Adult: p.Adults[3].ID, How: custody.InPerson, Outcome: custody.NoAnswer, At: act.At,
						By: act.Actor},
					{Confiscation: "seized", Adult: p.Adults[2].ID, How: custody.ByPhone, Outcome: custody.Spoke, At: act.At,
						By: act.Actor}}
				return []event.Event{act.Did(custody.DidContact, "seized", nil)}, nil
			})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.Custody().Confiscation(ctx, p.School.ID, "seized")
		if err != nil || r.PupilName != "Maisie O'Brien" || r.Class != "Wren" || r.DeviceName != "cracked, blue" ||
			r.Kind != "phone" {
			t.Fatalf("%+v, %v", r, err)
		}
		var log []id.Adult
		for _, k := range r.Contacts {
			log = append(log, k.Adult)
		}
		if want := []id.Adult{p.Adults[3].ID, p.Adults[2].ID, p.Adults[2].ID}; !slices.Equal(log, want) {
			t.Errorf("contacts %v, want %v", log, want)
		}
		for person, name := range map[id.Person]string{id.Person(p.Staff[0].ID): "Mrs Pell",
			id.Person(p.Staff[2].ID):  "Ms Finch",
			id.Person(p.Adults[2].ID): "Rachel O'Brien", id.Person(p.Adults[3].ID): "Lee Marsh"} {
			if r.Names[person] != name {
				t.Errorf("%s is called %q", name, r.Names[person])
			}
		}
		if _, err := s.Custody().Confiscation(ctx, p.School.ID, "none"); !fault.Is(err, fault.NotFound) {
			t.Errorf("none: %v", err)
		}
		count := func(open bool, since time.Time) int {
			list, err := s.Custody().Confiscations(ctx, p.School.ID, open, since)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if open, closed := count(true, time.Time{}), count(false, storetest.At); open != 1 || closed != 0 {
			t.Errorf("%d open, %d closed", open, closed)
		}
		act = p.Act("custody.police")
		_, err = s.Custody().Change(ctx, act, custody.Ask{Pupil: p.Pupils[2].ID}, func(shelf *custody.Shelf) ([]event.Event,
			error) {
			c, d := &shelf.Confiscations[0], &shelf.Devices[0]
			c.PoliceAt, c.PoliceBy, c.PoliceOfficer, c.PoliceReference = act.At, act.Actor, "PC 4417", "46/1"
			d.State, d.Open = custody.WithPolice, ""
			return []event.Event{act.Did(custody.DidGiveToPolice, "seized", nil)}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if open, closed, later := count(true, time.Time{}), count(false, storetest.At), count(false,
			storetest.At.Add(time.Second)); open != 0 ||
			closed != 1 || later != 0 {
			t.Errorf("with the police: %d open, %d closed, %d closed since", open, closed, later)
		}
	})
}

// The desk's list: everybody on the roll, by class and name, with what they bring and whether they may keep it; the
// adults of a child once each, a merged one under the stricter marks.
func TestRosterAndCarers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx := t.Context()
		handIn(t, s, p, 1)
		except := func(op id.Op, pupil int, from, till string, ended time.Time) {
			act := p.Act("test.except")
			err := s.Custody().SaveException(ctx, act, custody.Exception{ID: op, School: p.School.ID, Pupil: p.Pupils[pupil].ID,
				From: dateOf(from), Till: dateOf(till), At: act.At, EndedAt: ended}, act.Did("test.excepted", "x", nil))
			if err != nil {
				t.Fatal(err)
			}
		}
		except("a", 0, "2026-11-23", "2026-11-23", time.Time{})
		except("b", 1, "2026-11-24", "2026-12-23", time.Time{})
		except("c", 2, "2026-11-01", "2026-12-23", storetest.At)
		all, err := s.Custody().Roster(ctx, p.School.ID, "", "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range all {
			line := c.Class + " " + c.Year + " " + c.Name
			if c.Keeps {
				line += " keeps"
			}
			for _, d := range c.Devices {
				line += " " + string(d.State)
			}
			got = append(got, line)
		}
		want := []string{"Robin 4 Yusuf Ahmed keeps", "Robin 4 Kuba Nowak handed_in", "Wren 6 Maisie O'Brien"}
		if !slices.Equal(got, want) {
			t.Errorf("the desk reads %q", got)
		}
		if wren, err := s.Custody().Roster(ctx, p.School.ID, "Wren", "2026-11-23"); err != nil || len(wren) != 1 {
			t.Errorf("Wren: %v, %v", wren, err)
		}

		carers, err := s.Custody().Carers(ctx, p.School.ID, p.Pupils[2].ID)
		if err != nil || len(carers) != 2 || carers[0].Name != "Rachel O'Brien" || !carers[0].MayCollect ||
			!carers[0].MayBeTold ||
			!carers[1].NoContact || carers[1].MayCollect {
			t.Fatalf("%+v, %v", carers, err)
		}
		change(t, s, p, func(state people.State) people.Changes { // the two records are one adult after all
			for i, a := range state.Adults {
				if a.ID == p.Adults[3].ID {
					state.Adults[i].MergedInto = p.Adults[2].ID
				}
			}
			return people.Changes{Adults: state.Adults}
		})
		carers, err = s.Custody().Carers(ctx, p.School.ID, p.Pupils[2].ID)
		if err != nil || len(carers) != 1 || carers[0].ID != p.Adults[2].ID || !carers[0].NoContact || carers[0].MayCollect {
			t.Errorf("merged: %+v, %v", carers, err)
		}
		if none, err := s.Custody().Carers(ctx, p.School.ID, "nobody"); err != nil || len(none) != 0 {
			t.Errorf("nobody's: %v, %v", none, err)
		}
		for staff, want := range map[id.Staff]bool{p.Staff[0].ID: true, "nobody": false} {
			if works, err := s.Custody().Colleague(ctx, p.School.ID, staff, "2026-11-23"); err != nil || works != want {
				t.Errorf("%s works here: %v, %v", staff, works, err)
			}
		}
	})
}

// A class check is one row a day, done again it is replaced; leave that names nobody of the school is not found.
func TestChecksAndLeave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		ctx := t.Context()
		check := func(class string, found map[id.Pupil]custody.Found) (was, now custody.Check, err error) {
			act := p.Act("custody.check")
			now, err = s.Custody().ChangeCheck(ctx, act, class, "2026-11-23", func(c *custody.Check) ([]event.Event, error) {
				was = *c
				c.At, c.By, c.Exceptions = act.At, act.Actor, found
				return []event.Event{act.Did(custody.DidCheckClass, class, nil)}, nil
			})
			return was, now, err
		}
		was, _, err := check("Robin", map[id.Pupil]custody.Found{p.Pupils[0].ID: custody.NotOff})
		if err != nil || !was.At.IsZero() || was.Class != "Robin" || was.On != "2026-11-23" || was.School != p.School.ID {
			t.Fatalf("the first: %+v, %v", was, err)
		}
		was, now, err := check("Robin", nil)
		if err != nil || was.Exceptions[p.Pupils[0].ID] != custody.NotOff || len(now.Exceptions) != 0 {
			t.Errorf("again: %+v, %+v, %v", was, now, err)
		}
		if _, _, err := check("Owl", nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such class: %v", err)
		}
		if list, err := s.Custody().Checks(ctx, p.School.ID,
			"2026-11-23"); err != nil || len(list) != 1 || !list[0].At.Equal(storetest.At) {
			t.Errorf("%+v, %v", list, err)
		}
		act := p.Act("test.leave")
		err = s.Custody().SaveStaffLeave(ctx, act, custody.StaffLeave{ID: "x", School: p.School.ID, Staff: "nobody",
			At: act.At},
			act.Did("test.left", "x", nil))
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("leave for nobody: %v", err)
		}
		act = p.Act("test.except")
		err = s.Custody().SaveException(ctx, act, custody.Exception{ID: "x", School: p.School.ID, Pupil: "nobody",
			At: act.At},
			act.Did("test.excepted", "x", nil))
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("an exception for nobody: %v", err)
		}
		gapFree(t, s, p.School.ID, 2+2)
	})
}
