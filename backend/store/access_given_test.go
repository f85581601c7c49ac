package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Who is on the list, and what each can come in by.
func TestColleagues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		list := func() string {
			t.Helper()
			all, err := s.Access().Colleagues(t.Context(), p.School.ID)
			if err != nil || len(all) != len(p.Staff) {
				t.Fatal(len(all), err)
			}
			come := ""
			for _, c := range all {
				if c.Passphrase || c.Factor {
					come += fmt.Sprintf("%s %t %t;", c.Staff.ID, c.Passphrase, c.Factor)
				}
			}
			return come
		}
		if got := list(); got != "" {
			t.Errorf("before anybody came in: %s", got)
		}
		who := p.Staff[1].ID
		if err := addLink(t, s, p, "link", who); err != nil {
			t.Fatal(err)
		}
		uses(t, s, p, "link", storetest.At)
		if got, want := list(), fmt.Sprintf("%s true false;", who); got != want {
			t.Errorf("%s, and not %s", got, want)
		}
		proves(t, s, p, who, access.FactorChange{Keep: []access.Factor{{ID: "one", Kind: access.ByApp, Kept: []byte("k"), Made: storetest.At},
			{ID: "two", Kind: access.ByPasskey, Kept: []byte("k"), Made: storetest.At}}})
		if got, want := list(), fmt.Sprintf("%s true true;", who); got != want {
			t.Errorf("%s, and not %s", got, want)
		}
		if all, err := s.Access().Colleagues(t.Context(), "nowhere"); err != nil || len(all) != 0 {
			t.Errorf("at no school: %v %v", all, err)
		}
	})
}

// uses has somebody choose a passphrase by a link, at that time by the machine's clock.
func uses(t *testing.T, s *store.Store, p storetest.Place, hash access.Hash, at time.Time) {
	t.Helper()
	err := s.Access().UseLink(t.Context(), p.Act("test.use"), hash, func(access.Link, access.Member) (access.Use, error) {
		begun := session(p, "of "+string(hash))
		begun.Since = at
		return access.Use{Passphrase: "kept", Session: begun}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func proves(t *testing.T, s *store.Store, p storetest.Place, who id.Staff, c access.FactorChange) {
	t.Helper()
	err := s.Access().ChangeFactors(t.Context(), p.Act("test.proves"), "", id.Person(who),
		func(access.Held) (access.FactorChange, error) { return c, nil })
	if err != nil {
		t.Fatal(err)
	}
}

// What somebody was given and has proved since is the same to whoever gives a link and to whoever takes a factor away.
func TestWhatWasGiven(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		who, other, at := p.Staff[0].ID, p.Staff[1].ID, storetest.At
		given := func(who id.Staff) access.Given {
			t.Helper()
			var byLink, byFactor access.Given
			refused := fault.New(fault.Denied, "test", nil)
			_, err := s.Access().AddLink(t.Context(), p.Act("test.link"), access.Link{Hash: "never", School: p.School.ID,
				Person: id.Person(who)}, func(_ access.Member, g access.Given) ([]event.Event, error) {
				byLink = g
				return nil, refused
			})
			if !fault.Is(err, fault.Denied) {
				t.Fatal(err)
			}
			err = s.Access().ChangeFactors(t.Context(), p.Act("test.factor"), "", id.Person(who),
				func(h access.Held) (access.FactorChange, error) {
					byFactor = h.Given
					return access.FactorChange{}, refused
				})
			if !fault.Is(err, fault.Denied) || byLink != byFactor {
				t.Fatalf("%+v, and to the other %+v: %v", byLink, byFactor, err)
			}
			return byLink
		}
		if got := given(who); got != (access.Given{}) {
			t.Errorf("nothing was given: %+v", got)
		}
		if err := addLink(t, s, p, "used", who); err != nil {
			t.Fatal(err)
		}
		uses(t, s, p, "used", at.Add(time.Minute))
		if got := given(who); got.Link.Hash != "used" || !got.Link.Used.Equal(at.Add(time.Minute)) || !got.Proved.IsZero() {
			t.Errorf("%+v", got)
		}
		proves(t, s, p, who, access.FactorChange{Keep: []access.Factor{
			{ID: "old", Kind: access.ByApp, Kept: []byte("k"), Made: at, Last: at.Add(3 * time.Minute)},
			{ID: "new", Kind: access.ByPasskey, Kept: []byte("k"), Made: at.Add(2 * time.Minute)}},
			Codes: []access.Hash{"a", "b"}, News: access.FactorNews{What: "added", At: at}})
		if got := given(who); !got.Proved.Equal(at.Add(3*time.Minute)) || got.News.What != "added" {
			t.Errorf("%+v", got)
		}
		proves(t, s, p, who, access.FactorChange{Uses: "a", At: at.Add(4 * time.Minute)})
		if got := given(who); !got.Proved.Equal(at.Add(4 * time.Minute)) {
			t.Errorf("%+v", got)
		}
		if got := given(other); got != (access.Given{}) {
			t.Errorf("another's is theirs: %+v", got)
		}
		later := access.Link{Hash: "newer", Purpose: access.ForPassphrase, School: p.School.ID, Person: id.Person(who),
			Made: at.Add(time.Hour), Ends: at.Add(2 * time.Hour)}
		demo := later
		demo.Hash, demo.Purpose, demo.Made = "demo", access.ForDemo, at.Add(3*time.Hour)
		for _, link := range []access.Link{later, demo} {
			_, err := s.Access().AddLink(t.Context(), p.Act("test.add"), link,
				func(access.Member, access.Given) ([]event.Event, error) { return nil, nil })
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := given(who); got.Link.Hash != "newer" || !got.Link.Used.IsZero() || !got.Link.Ends.Equal(later.Ends) {
			t.Errorf("%+v", got)
		}
	})
}

// Whoever asks for a link and for a reset at once, in two processes, is asked one after the other: the second sees what the
// first one did.
func TestALinkAndAResetAtOnce(t *testing.T) {
	for _, kind := range storetest.Kinds[1:] {
		t.Run(kind.Name, func(t *testing.T) {
			s := kind.Open(t)
			p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
			other := storetest.Reopen(t, s.AsIs())
			for round := range 12 {
				who := p.Staff[round%len(p.Staff)].ID
				proves(t, s, p, who, access.FactorChange{News: access.FactorNews{What: "added", At: storetest.At}})
				if linked, reset := linkAndReset(t, s, other, p, who, round); linked == reset {
					t.Errorf("round %d: linked %t, reset %t", round, linked, reset)
				}
			}
		})
	}
}

// linkAndReset asks for a link in one process and for a reset in the other, each to be refused where the other was done.
func linkAndReset(t *testing.T, s, other *store.Store, p storetest.Place, who id.Staff, round int) (linked, reset bool) {
	begun, refused := storetest.At.Add(time.Duration(round)*time.Hour), fault.New(fault.Denied, "test", nil)
	link := access.Link{Hash: access.Hash(fmt.Sprint("link ", round)), Purpose: access.ForPassphrase, School: p.School.ID,
		Person: id.Person(who), Made: begun, Ends: begun.Add(access.LinkLasts)}
	var all sync.WaitGroup
	all.Go(func() {
		_, err := s.Access().AddLink(t.Context(), p.Act("test.link"), link,
			func(_ access.Member, g access.Given) ([]event.Event, error) {
				if g.News.What == "reset" {
					return nil, refused
				}
				return nil, nil
			})
		if linked = err == nil; err != nil && !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
	})
	all.Go(func() {
		err := other.Access().ChangeFactors(t.Context(), p.Act("test.reset"), "", id.Person(who),
			func(h access.Held) (access.FactorChange, error) {
				if h.Given.Link.Made.Equal(begun) {
					return access.FactorChange{}, refused
				}
				return access.FactorChange{News: access.FactorNews{What: "reset", At: begun}}, nil
			})
		if reset = err == nil; err != nil && !fault.Is(err, fault.Denied) {
			t.Error(err)
		}
	})
	all.Wait()
	return linked, reset
}
