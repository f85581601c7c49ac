package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"gorm.io/gorm"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// tap is what somebody at the desk does with a child's device.
type tap struct {
	act    event.Act
	pupil  int
	change custody.Change
	shelf  custody.Shelf
	err    error
}

// arrives is a hand-in.
func arrives(p storetest.Place, pupil int) *tap {
	x := &tap{act: p.Act("custody.hand_in"), pupil: pupil}
	x.change = func(shelf *custody.Shelf) ([]event.Event, error) {
		if len(shelf.Devices) > 0 && shelf.Devices[0].State == custody.HandedIn {
			return nil, fault.New(fault.Conflict, "custody.hand_in.already", nil)
		}
		return []event.Event{x.act.Did(custody.DidHandIn, string(arrive(shelf, x.act).ID), nil)}, nil
	}
	return x
}

// leaves is a collection.
func leaves(p storetest.Place, pupil int) *tap {
	x := &tap{act: p.Act("custody.collect"), pupil: pupil}
	x.change = func(shelf *custody.Shelf) ([]event.Event, error) {
		if len(shelf.Devices) == 0 {
			return nil, errBad
		}
		d := &shelf.Devices[0]
		d.State, d.Slot = custody.WithChild, 0
		return []event.Event{x.act.Did(custody.DidCollect, string(d.ID), nil)}, nil
	}
	return x
}

// atOnce does them all while another work holds the school, so that they share what comes next. It returns how many
// transactions that took.
func atOnce(t *testing.T, s *store.Store, p storetest.Place, taps ...*tap) int64 {
	t.Helper()
	gate, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	first := p.Act("test.first")
	wg.Go(func() {
		if err := s.Do(t.Context(), first, true, func(*gorm.DB) ([]string, []event.Event, error) {
			close(held)
			<-gate
			return nil, []event.Event{first.Did("test.first", "x", nil)}, nil
		}, nil); err != nil {
			t.Error(err)
		}
	})
	<-held
	before := s.Batches()
	for i, x := range taps {
		wg.Go(func() {
			x.shelf, x.err = s.Custody().Change(t.Context(), x.act, custody.Ask{Pupil: p.Pupils[x.pupil].ID, Slot: true}, x.change)
		})
		waitFor(t, func() bool { return s.Waiting(p.School.ID) == i+1 }) // in this order
	}
	close(gate)
	wg.Wait()
	return s.Batches() - before
}

// sound is a school whose record vouches for all that it has, with so many events.
func sound(t *testing.T, s *store.Store, p storetest.Place, events int) {
	t.Helper()
	gapFree(t, s, p.School.ID, events)
	report, err := audit.NewService(s.Audit(), storetest.Key, clock.System{}).Verify(t.Context(), p.School.ID)
	if err != nil || report.Broken != nil {
		t.Errorf("the record: %+v, %v", report, err)
	}
}

// Of the desk's taps that wait together each sees what those before it did, whoever's child it is, and they share one
// transaction.
func TestTapsThatWaitTogetherFollowOneAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		many(t, s, &p, 8)
		handIn(t, s, p, 3) // slot 1
		handIn(t, s, p, 4) // slot 2
		before := len(positions(t, s, p.School.ID))
		twice := arrives(p, 6)
		again := &tap{act: twice.act, pupil: 6, change: twice.change}
		taps := []*tap{leaves(p, 3), arrives(p, 5), twice, again, arrives(p, 5), leaves(p, 6), arrives(p, 7)}
		if n := atOnce(t, s, p, taps...); n != 1 {
			t.Errorf("%d transactions", n)
		}
		for i, want := range []int{0, 1, 3, 0, 0, 0, 0} {
			x := taps[i]
			switch i {
			case 3: // what it is now: a replay may come before or after the child has left
				if x.err != nil || len(x.shelf.Devices) != 1 {
					t.Errorf("the operation again: %+v, %v", x.shelf, x.err)
				}
			case 4:
				if !fault.Is(x.err, fault.Conflict) {
					t.Errorf("the second hand-in of one child: %v", x.err)
				}
			case 6:
				if x.err != nil || x.shelf.Devices[0].Slot < 3 {
					t.Errorf("the last: %+v, %v", x.shelf, x.err)
				}
			default:
				if x.err != nil || x.shelf.Devices[0].Slot != want {
					t.Errorf("%d has slot %+v, %v; want %d", i, x.shelf, x.err, want)
				}
			}
		}
		sound(t, s, p, before+1+5) // the one that held them; two of seven wrote nothing
		children, err := s.Custody().Roster(t.Context(), p.School.ID, "", "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		var slots []int
		for _, c := range children {
			for _, d := range c.Devices {
				if d.Slot > 0 {
					slots = append(slots, d.Slot)
				}
			}
		}
		slices.Sort(slots)
		if len(slots) != 3 || len(slices.Compact(slots)) != 3 {
			t.Errorf("slots %v are taken", slots)
		}
	})
}

// What the database refuses of one tap is refused to that one alone.
func TestATapThatTheDatabaseRefusesFailsAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		many(t, s, &p, 6)
		before := len(positions(t, s, p.School.ID))
		unlawful := arrives(p, 2)
		unlawful.change = func(shelf *custody.Shelf) ([]event.Event, error) {
			arrive(shelf, unlawful.act).State = "lost"
			return []event.Event{unlawful.act.Did("test.lost", "x", nil)}, nil
		}
		panics := arrives(p, 3)
		panics.change = func(*custody.Shelf) ([]event.Event, error) { panic("a mistake in a room") }
		taps := []*tap{arrives(p, 4), unlawful, arrives(p, 5), panics, arrives(p, 6)}
		atOnce(t, s, p, taps...)
		for i, x := range taps {
			switch x {
			case unlawful:
				if !errors.Is(x.err, gorm.ErrCheckConstraintViolated) {
					t.Errorf("the unlawful one: %v", x.err)
				}
			case panics:
				if x.err == nil {
					t.Error("the one that panics is kept")
				}
			default:
				if x.err != nil {
					t.Errorf("%d: %v", i, x.err)
				}
			}
		}
		sound(t, s, p, before+1+3)
	})
}

// A row that somebody took away past the product between the look and the write is missed, though the commit goes with
// the write.
func TestARowThatIsGoneIsMissedBeforeTheCommit(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	many(t, s, &p, 4)
	handIn(t, s, p, 3)
	before := len(positions(t, s, p.School.ID))
	hand, done := s.Hand()
	defer done()
	gone := leaves(p, 3)
	collect := gone.change
	gone.change = func(shelf *custody.Shelf) ([]event.Event, error) {
		if _, err := hand.Exec("DELETE FROM devices"); err != nil {
			return nil, err
		}
		return collect(shelf)
	}
	other := arrives(p, 4)
	atOnce(t, s, p, gone, other)
	if !errors.Is(gone.err, errBad) || other.err != nil {
		t.Errorf("what is gone: %v; the other: %v", gone.err, other.err)
	}
	gapFree(t, s, p.School.ID, before+2)
}
