package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Two at once, in two processes where the engine has two: every entry has a number of its own and none is lost.
func TestTwoChangeAConcernAtOnce(t *testing.T) {
	for _, kind := range storetest.Kinds[1:] {
		t.Run(kind.Name, func(t *testing.T) {
			s := kind.Open(t)
			p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
			tellConcern(t, s, p, keptConcern(p, "one"))
			other := storetest.Reopen(t, s.AsIs())
			var all sync.WaitGroup
			for i := range 12 {
				all.Go(func() {
					one := []*store.Store{s, other}[i%2]
					err := changeConcern(t, one, p, p.Act("concern.note"), "one", reader(p, 0), func(k *concern.Kept) {
						entry(k, fmt.Sprint(i), in(0))
						k.Readers = append(k.Readers, concern.Reader{Person: id.Person(fmt.Sprint("reader ", i)), How: concern.ByHand,
							Since: in(0)})
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			k, err := s.Concerns().One(t.Context(), p.School.ID, "one", concern.Viewer{})
			if err != nil || len(k.Entries) != 13 || len(k.Readers) != 13 {
				t.Fatalf("%d entries, %d readers, %v", len(k.Entries), len(k.Readers), err)
			}
			for i, e := range k.Entries {
				if e.N != i+1 {
					t.Errorf("entry %d is called %d", i+1, e.N)
				}
			}
		})
	}
}

// Somebody answers while a colleague, in another process, keeps it from them: whoever waits for the other sees the mark.
func TestAMarkIsSeenByWhoeverWaitedForIt(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	tellConcern(t, s, p, keptConcern(p, "one"))
	other := storetest.Reopen(t, s.AsIs())
	answer := make(chan error, 1)
	err := changeConcern(t, s, p, p.Act("concern.keep"), "one", concern.Viewer{At: in(0)}, func(k *concern.Kept) {
		k.Marks = append(k.Marks, markOf(0))
		go func() {
			answer <- changeConcern(t, other, p, p.Act("concern.reply"), "one", reader(p, 0), func(*concern.Kept) {
				t.Error("whoever it is kept from answered")
			})
		}()
		untilSomebodyWaits(t, s, answer)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-answer; !fault.Is(err, fault.NotFound) {
		t.Errorf("the other: %v", err)
	}
}

// untilSomebodyWaits returns once another stands before a lock of PostgreSQL's, or has its answer without.
func untilSomebodyWaits(t *testing.T, s *store.Store, answer <-chan error) {
	t.Helper()
	hand, done := s.Hand()
	defer done()
	for waits := 0; waits == 0 && len(answer) == 0; {
		err := hand.QueryRow(`SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
			AND wait_event_type = 'Lock'`).Scan(&waits)
		if err != nil {
			t.Error(err)
			return
		}
	}
}

// What is recorded and changes no concern stands in the concern chain, once; whoever watches is woken.
func TestLookingIsRecorded(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			woken := 0
			config := kind.Open(t).AsIs()
			if kind.Name == "memory" {
				config = kind.Config(t)
			}
			config.Changed = func(id.School) { woken++ }
			s := storetest.Reopen(t, config)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
			act := p.Act("concern.list")
			before, daily := woken, len(positions(t, s, p.School.ID))
			for range 2 { // the second is a replay
				if err := s.Concerns().Record(t.Context(), act, act.Did(concern.DidList, "reader", nil)); err != nil {
					t.Fatal(err)
				}
			}
			records, err := s.Audit().Records(t.Context(), p.School.ID, "concern", 0, 10)
			if err != nil || len(records) != 1 || records[0].Event.Kind != concern.DidList || woken != before+1 {
				t.Errorf("%+v, %v, woken %d times", records, err, woken-before)
			}
			gapFree(t, s, p.School.ID, daily) // and nowhere else does anything betray it
		})
	}
}

// The button: nothing while it was never opened; of two who open it at once the keys of one stand.
func TestTheDoor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		if d, err := s.Concerns().Door(t.Context(), p.School.ID); err != nil || !reflect.DeepEqual(d, concern.Door{}) {
			t.Fatalf("before: %+v, %v", d, err)
		}
		var all sync.WaitGroup
		made := make([]string, 6)
		for i := range made {
			all.Go(func() {
				act := p.Act("concern.door")
				err := s.Concerns().ChangeDoor(t.Context(), act, func(d *concern.Door) ([]event.Event, error) {
					if len(d.Public) == 0 {
						d.Public, d.DraftKey = []byte{byte(i)}, []byte{byte(i), 1}
					}
					d.Open, d.OpenedAt, d.By = true, act.At, act.Actor
					made[i] = string(d.Public)
					return []event.Event{act.Did(concern.DidOpenDoor, "x", nil)}, nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		d, err := s.Concerns().Door(t.Context(), p.School.ID)
		want := concern.Door{School: p.School.ID, Open: true, OpenedAt: storetest.At, By: id.Person(p.Staff[0].ID),
			Public: d.Public, DraftKey: append(slices.Clone(d.Public), 1)}
		if err != nil || len(d.Public) != 1 || !reflect.DeepEqual(d, want) || slices.Contains(made, "") ||
			len(slices.Compact(slices.Sorted(slices.Values(made)))) != 1 {
			t.Errorf("%+v, %v; they made %q", d, err, made)
		}
	})
}

// Two processes open a button at once that never was: the second finds the keys of the first, and keeps them. What a device
// sealed to keys that another opening replaced would never be read.
func TestTheKeysOfADoorStand(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	other := storetest.Reopen(t, s.AsIs())
	answer := make(chan error, 1)
	kept := map[string]string{}
	open := func(s *store.Store, key string, meanwhile func()) error {
		act := p.Act("concern.door")
		return s.Concerns().ChangeDoor(t.Context(), act, func(d *concern.Door) ([]event.Event, error) {
			if len(d.Public) == 0 {
				d.Public, d.DraftKey = []byte(key), []byte(key)
			}
			d.Open = true
			meanwhile()
			kept[key] = string(d.Public) // the other's is written by then, or waits for this one's end
			return []event.Event{act.Did(concern.DidOpenDoor, "x", nil)}, nil
		})
	}
	err := open(s, "first", func() {
		go func() { answer <- open(other, "second", func() {}) }()
		untilSomebodyWaits(t, s, answer)
	})
	if err := errors.Join(err, <-answer); err != nil {
		t.Fatal(err)
	}
	d, err := s.Concerns().Door(t.Context(), p.School.ID)
	if err != nil || string(d.Public) != "first" || kept["second"] != "first" {
		t.Errorf("%+v, %v; they kept %v", d, err, kept)
	}
}

// A policy that was kept before it said how long what is told may stay unread gets the defaults.
func TestAnOlderPolicySaysHowLongToWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		now := func() school.Concerns {
			t.Helper()
			place, err := s.Schools().School(t.Context(), p.School.ID)
			if err != nil {
				t.Fatal(err)
			}
			return place.Policy.Concerns
		}
		was := now()
		for _, err := range []error{s.MigrateTo(t.Context(), 12), s.Migrate(t.Context())} {
			if err != nil {
				t.Fatal(err)
			}
		}
		hand, done := s.Hand()
		defer done()
		var policy string
		if err := hand.QueryRow("SELECT policy FROM school_profiles").Scan(&policy); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.ReplaceAll(policy, " ", ""), `"concerns":{`) || now() != was ||
			was != (school.Concerns{ReadWithin: 60, NextAfter: 30}) {
			t.Errorf("%+v became %+v; kept is %s", was, now(), policy)
		}
	})
}
