package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// changeConcern changes one as that viewer.
func changeConcern(t testing.TB, s *store.Store, p storetest.Place, act event.Act, which id.Concern, as concern.Viewer,
	change func(*concern.Kept),
) error {
	t.Helper()
	return s.Concerns().Change(t.Context(), act, which, as, func(k *concern.Kept) ([]event.Event, error) {
		change(k)
		return []event.Event{act.Did(concern.DidNote, string(which), nil)}, nil
	})
}

// entry appends a sealed piece.
func entry(k *concern.Kept, words string, at time.Time) {
	k.Entries = append(k.Entries, concern.Sealed{N: len(k.Entries) + 1, At: at, Words: []byte(words)})
}

// What is kept comes back by every way that leads to it, and an operation is done once.
func TestConcernsComeBackAsTheyWereKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		full := keptConcern(p, "full")
		full.ReadAt, full.Alarm = in(time.Minute), true
		full.Marks = [][]byte{markOf(1), markOf(2), markOf(1)}
		full.Readers = append(full.Readers, concern.Reader{Person: "b", How: concern.ByGlass, Since: in(time.Minute),
			Until: in(time.Hour), ReadAt: in(2 * time.Minute)})
		entry(&full, "second", in(time.Second))
		act := p.Act("concern.tell")
		for range 2 { // the second is a replay
			if err := s.Concerns().Add(t.Context(), act, full, act.Did(concern.DidTell, "full", nil)); err != nil {
				t.Fatal(err)
			}
		}
		full.Marks = full.Marks[:2]
		bare := concern.Kept{ID: "bare", School: p.School.ID, At: in(-time.Hour), ToldAt: in(-time.Hour), Open: true,
			Key: []byte("k"), Head: []byte("h")}
		tellConcern(t, s, p, bare)
		nobody := concern.Viewer{}
		is := func(what string, got, want concern.Kept, err error) {
			t.Helper()
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s:\n got %+v, %v\nwant %+v", what, got, err, want)
			}
		}
		got, err := s.Concerns().ByReceipt(t.Context(), p.School.ID, [][]byte{[]byte("none"), full.Receipt})
		is("by its words", got, full, err)
		got, err = s.Concerns().One(t.Context(), p.School.ID, "full", nobody)
		is("by its id", got, full, err)
		got, err = s.Concerns().One(t.Context(), p.School.ID, "bare", nobody)
		is("a bare one", got, bare, err)
		list, err := s.Concerns().List(t.Context(), p.School.ID, reader(p, 0), true, true)
		if len(list) != 1 {
			t.Fatalf("%d in the list, %v", len(list), err)
		}
		is("in the list", list[0], full, err)
		full.Entries = nil
		list, err = s.Concerns().List(t.Context(), p.School.ID, reader(p, 0), true, false)
		is("in the list, without entries", list[0], full, err)
		open, err := s.Concerns().All(t.Context(), p.School.ID, true)
		if len(open) != 2 {
			t.Fatalf("%d open, %v", len(open), err)
		}
		is("longest told first", open[0], bare, err)
		is("then the other", open[1], full, err)

		for name, receipts := range map[string][][]byte{"no words": nil, "others": {[]byte("none")}} {
			if _, err := s.Concerns().ByReceipt(t.Context(), p.School.ID, receipts); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		twice := keptConcern(p, "twice")
		twice.Receipt = full.Receipt
		act = p.Act("concern.tell")
		storetest.Want(t, "words that somebody has",
			s.Concerns().Add(t.Context(), act, twice, act.Did(concern.DidTell, "x", nil)), "conflict concern.receipt.taken")
		twice.School, twice.Receipt = "another", nil
		if err := s.Concerns().Add(t.Context(), act, twice, act.Did(concern.DidTell, "x", nil)); !errors.Is(err,
			store.ErrOther) {
			t.Errorf("another school's: %v", err)
		}
	})
}

// A change keeps what may change and nothing else, all or nothing, once for an operation.
func TestChangingAConcern(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		want := keptConcern(p, "one")
		tellConcern(t, s, p, want)
		tellConcern(t, s, p, keptConcern(p, "other"))
		now := func() concern.Kept {
			t.Helper()
			k, err := s.Concerns().One(t.Context(), p.School.ID, "one", concern.Viewer{})
			if err != nil {
				t.Fatal(err)
			}
			return k
		}
		act, times := p.Act("concern.note"), 0
		for range 2 { // the second is a replay
			err := changeConcern(t, s, p, act, "one", reader(p, 0), func(k *concern.Kept) {
				times++
				k.Open, k.ToldAt, k.ReadAt, k.Step, k.Due, k.Alarm = false, in(time.Minute), in(time.Hour), 2, time.Time{}, true
				k.Head, k.Marks = []byte("new head"), [][]byte{markOf(2), markOf(2)}
				k.Readers[0].ReadAt = in(time.Hour)
				k.Readers = append(k.Readers, concern.Reader{Person: "more", How: concern.ByHand, Since: in(time.Hour)})
				k.At, k.Receipt, k.Key, k.Entries[0].Words = in(time.Hour), nil, []byte("x"), []byte("rewritten")
				entry(k, "more", in(time.Hour))
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		want.Open, want.ToldAt, want.ReadAt, want.Step, want.Due, want.Alarm = false, in(time.Minute), in(time.Hour), 2,
			time.Time{}, true
		want.Head, want.Marks = []byte("new head"), [][]byte{markOf(1), markOf(2)}
		want.Readers[0].ReadAt = in(time.Hour)
		want.Readers = append(want.Readers, concern.Reader{Person: "more", How: concern.ByHand, Since: in(time.Hour)})
		entry(&want, "more", in(time.Hour))
		if got := now(); !reflect.DeepEqual(got, want) || times != 1 {
			t.Errorf("changed %d times:\n got %+v\nwant %+v", times, got, want)
		}
		for name, change := range map[string]func(*concern.Kept){
			"an entry taken away":   func(k *concern.Kept) { k.Entries = k.Entries[:1] },
			"an entry out of order": func(k *concern.Kept) { entry(k, "x", in(0)); k.Entries[2].N = 4 },
			"another's id":          func(k *concern.Kept) { k.ID = "other" },
			"another school's":      func(k *concern.Kept) { k.School = "elsewhere" },
		} {
			if err := changeConcern(t, s, p, p.Act("concern.note"), "one", reader(p, 0), change); err == nil {
				t.Errorf("%s is kept", name)
			}
		}
		for name, events := range map[string]int{"refused": 1, "unsaid": 0} {
			act := p.Act("concern.note")
			err := s.Concerns().Change(t.Context(), act, "one", reader(p, 0), func(k *concern.Kept) ([]event.Event, error) {
				entry(k, "never", in(0))
				if events > 0 {
					return []event.Event{act.Did(concern.DidNote, "one", nil)}, errBad
				}
				return nil, nil
			})
			if !errors.Is(err, errBad) && !errors.Is(err, store.ErrUnsaid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := now(); !reflect.DeepEqual(got, want) {
			t.Errorf("what was refused changed it: %+v", got)
		}
		act = p.Act("concern.pass") // nothing to do, and so nothing said
		if err := s.Concerns().Change(t.Context(), act, "one", concern.Viewer{}, func(*concern.Kept) ([]event.Event, error) {
			return nil, nil
		}); err != nil {
			t.Error(err)
		}
	})
}

// Whoever is not given it, whose hour is over, and from whom a mark keeps it finds what is not there: in the list, by its
// id, and where they would change it. A mark beats any row that calls them a reader, whichever key it was made under.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func TestWhoMayReadAConcern(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		person := func(staff int) id.Person { return id.Person(p.Staff[staff].ID) }
		k := keptConcern(p, "one")
		k.Marks = [][]byte{{1, 'o', 'l', 'd'}}
		k.Readers = []concern.Reader{{Person: person(0), How: concern.ByRoute, Since: in(0)},
			{Person: person(1), How: concern.ByRoute, Since: in(0)}, // a mark under an older key keeps it from them
			{Person: person(2), How: concern.ByGlass, Since: in(0), Until: in(time.Hour)}}
		tellConcern(t, s, p, k)
		tellConcern(t, s, p, func() concern.Kept {
			other := keptConcern(p, "other")
			other.Readers = nil
			return other
		}())
		at := func(v concern.Viewer, at time.Time) concern.Viewer { v.At = at; return v }
		absent, err := s.Concerns().One(t.Context(), p.School.ID, "nothing", reader(p, 0))
		if absent.ID != "" || !fault.Is(err, fault.NotFound) {
			t.Fatal(absent, err)
		}
		nothing := fmt.Sprintf("%#v", err)
		for name, c := range map[string]struct {
			as    concern.Viewer
			which id.Concern
			reads bool
		}{
			"the reader":              {reader(p, 0), "one", true},
			"kept out by an old mark": {reader(p, 1), "one", false},
			"within the hour":         {at(reader(p, 2), in(time.Hour-time.Microsecond)), "one", true},
			"after the hour":          {at(reader(p, 2), in(time.Hour)), "one", false},
			"never a reader":          {reader(p, 3), "one", false},
			"another concern":         {reader(p, 0), "other", false},
			"the product":             {concern.Viewer{At: in(0)}, "one", true},
			"nobody, but marked":      {concern.Viewer{At: in(0), Marks: reader(p, 1).Marks}, "one", false},
		} {
			got, err := s.Concerns().One(t.Context(), p.School.ID, c.which, c.as)
			if (err == nil) != c.reads || (got.ID == c.which) != c.reads || !c.reads && fmt.Sprintf("%#v", err) != nothing {
				t.Errorf("%s by its id: %+v, %v", name, got, err)
			}
			called := false
			err = changeConcern(t, s, p, p.Act("concern.note"), c.which, c.as, func(*concern.Kept) { called = true })
			if called != c.reads || (err == nil) != c.reads || !c.reads && fmt.Sprintf("%#v", err) != nothing {
				t.Errorf("%s changes it: %v, called %v", name, err, called)
			}
			if c.as.Person == "" {
				continue
			}
			list, err := s.Concerns().List(t.Context(), p.School.ID, c.as, true, true)
			if listed := slices.ContainsFunc(list, func(k concern.Kept) bool { return k.ID == c.which }); listed != c.reads ||
				err != nil {
				t.Errorf("%s in the list: %v, %v", name, listed, err)
			}
			if list, err = s.Concerns().List(t.Context(), p.School.ID, c.as, false, true); len(list) != 0 || err != nil {
				t.Errorf("%s: %d finished ones, %v", name, len(list), err)
			}
		}
		// Whoever does not say which marks are theirs reads nothing at all, rather than everything.
		careless := concern.Viewer{Person: person(1), At: in(0)}
		if got, err := s.Concerns().One(t.Context(), p.School.ID, "one", careless); err == nil || fault.Is(err,
			fault.NotFound) || got.ID != "" {
			t.Errorf("without marks: %+v, %v", got, err)
		}
		for name, v := range map[string]concern.Viewer{"without marks": careless, "nobody": {At: in(0), Marks: [][]byte{{9}}},
			"at no time": {Person: person(1), Marks: [][]byte{{9}}}} {
			if list, err := s.Concerns().List(t.Context(), p.School.ID, v, true, false); err == nil || len(list) != 0 {
				t.Errorf("%s lists %d, %v", name, len(list), err)
			}
		}
		// From now on it is kept from the reader, too: the row still says that they are one.
		if err := changeConcern(t, s, p, p.Act("concern.keep"), "one", concern.Viewer{At: in(0)}, func(k *concern.Kept) {
			k.Marks = append(k.Marks, markOf(0))
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Concerns().One(t.Context(), p.School.ID, "one", reader(p, 0)); !fault.Is(err, fault.NotFound) {
			t.Errorf("after it was kept from them: %v", err)
		}
	})
}
