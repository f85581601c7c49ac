package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

func dateOf(text string) clock.Date { return clock.Date(text) }

func addLink(t *testing.T, s *store.Store, p storetest.Place, hash access.Hash, staff id.Staff) error {
	t.Helper()
	act := p.Act("access.issue")
	link := access.Link{Hash: hash, Purpose: access.ForPassphrase, School: p.School.ID, Person: id.Person(staff), Made: act.At,
		Ends: act.At.Add(access.LinkLasts)}
	_, err := s.Access().AddLink(t.Context(), act, link, func(access.Member, access.Given) ([]event.Event, error) {
		return []event.Event{act.Did(access.LinkIssued, string(staff), nil)}, nil
	})
	return err
}

// Of twenty who use one link at once exactly one gets in; the others see that it is used.
func TestALinkWorksOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, who := t.Context(), p.Staff[0].ID
		if err := addLink(t, s, p, "first", who); err != nil {
			t.Fatal(err)
		}
		if err := addLink(t, s, p, "second", who); err != nil {
			t.Fatal(err)
		}
		if _, _, found, err := s.Access().Link(ctx, "first"); err != nil || found {
			t.Errorf("the earlier link still stands: %v, %v", found, err)
		}
		if err := addLink(t, s, p, "third", "nobody"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a link for nobody: %v", err)
		}
		var in atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				act := p.Act("access.use_link")
				err := s.Access().UseLink(ctx, act, "second", func(l access.Link, m access.Member) (access.Use, error) {
					if !l.Used.IsZero() {
						return access.Use{}, errBad
					}
					return access.Use{Passphrase: "kept", EndOthers: true, Session: session(p, string(act.Op))}, nil
				})
				if err == nil {
					in.Add(1)
				} else if err != errBad {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Errorf("%d got in", in.Load())
		}
		l, m, found, err := s.Access().Link(ctx, "second")
		if err != nil || !found || !l.Used.Equal(storetest.At) || m.Passphrase != "kept" || m.SchoolName != p.School.Name ||
			!m.Staff.Equal(p.Staff[0]) {
			t.Errorf("%+v, %+v, %v, %v", l, m, found, err)
		}
		if err := s.Access().UseLink(ctx, p.Act("x"), "none", nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("no link: %v", err)
		}
	})
}

// Sessions begin, are seen, and end: alone, everywhere, when they are stale; and a sign-in finds who has not left.
func TestSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, a := t.Context(), s.Access()
		begin := func(name string, since time.Time, replaces access.Hash) {
			x := session(p, name)
			x.Since = since
			if err := a.Begin(ctx, p.Act("access.sign_in"), access.Beginning{Session: x, Replaces: replaces,
				Over: []access.Over{{Kind: people.StaffKind, Since: storetest.At.Add(-access.SessionLasts)}}}); err != nil {
				t.Fatal(err)
			}
		}
		there := func(name access.Hash) bool {
			_, _, found, err := a.Session(ctx, name)
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		begin("old", storetest.At.Add(-access.SessionLasts-time.Second), "")
		begin("one", storetest.At, "")
		begin("two", storetest.At, "one")
		begin("three", storetest.At, "")
		if there("old") || there("one") || !there("two") || !there("three") {
			t.Error("stale and replaced sessions stand, or others do not")
		}
		for _, to := range []time.Duration{time.Hour, time.Minute} { // the second is earlier, and changes nothing
			if err := a.Touch(ctx, "two", storetest.At.Add(to)); err != nil {
				t.Fatal(err)
			}
		}
		x, now, _, err := a.Session(ctx, "two")
		if err != nil || !x.Seen.Equal(storetest.At.Add(time.Hour)) || len(x.Seats) != 1 || x.Seats[0] != session(p,
			"").Seats[0] ||
			len(now) != 1 || !now[0].Staff.Equal(p.Staff[0]) {
			t.Errorf("%+v, %+v, %v", x, now, err)
		}
		if err := a.End(ctx, p.Act("access.sign_out"), "two", "", "", nil); err != nil || there("two") || !there("three") {
			t.Errorf("signed out of one: %v", err)
		}
		begin("four", storetest.At, "")
		if err := a.End(ctx, p.Act("access.sign_out"), "", p.School.ID, id.Person(p.Staff[0].ID),
			nil); err != nil || there("three") || there("four") {
			t.Errorf("signed out everywhere: %v", err)
		}

		login := func(slug, email string) bool {
			_, found, err := a.Login(ctx, slug, email, "2026-11-23")
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		change(t, s, p, func(state people.State) people.Changes {
			for i := range state.Staff {
				if state.Staff[i].ID == p.Staff[1].ID {
					state.Staff[i].LeftOn = "2026-11-23"
				}
				if state.Staff[i].ID == p.Staff[2].ID {
					state.Staff[i].Email = ""
				}
			}
			return people.Changes{Staff: state.Staff}
		})
		if !login("hook-lane", p.Staff[0].Email) || login("hook-lane", p.Staff[1].Email) || login("hook-lane", "") ||
			login("hook-lane", "nobody@x.example") || login("nowhere", p.Staff[0].Email) {
			t.Error("who is found at sign-in")
		}
	})
}

// A passphrase that was made anew is kept only over the one that was checked.
func TestARehashMeetsWhatWasChecked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx := t.Context()
		if err := addLink(t, s, p, "link", p.Staff[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Access().UseLink(ctx, p.Act("x"), "link", func(access.Link, access.Member) (access.Use, error) {
			return access.Use{Passphrase: "a", Session: session(p, "s")}, nil
		}); err != nil {
			t.Fatal(err)
		}
		for i, c := range []struct{ was, to, want string }{{"z", "b", "a"}, {"a", "b", "b"}, {"a", "c", "b"}, {"b", "",
			"b"}} {
			err := s.Access().Begin(ctx, p.Act("x"), access.Beginning{Session: session(p, string(rune('a'+i))), Was: c.was,
				Rehashed: c.to})
			m, _, err2 := s.Access().Login(ctx, "hook-lane", p.Staff[0].Email, "2026-11-23")
			if err != nil || err2 != nil || m.Passphrase != c.want {
				t.Errorf("%+v: %q, %v, %v", c, m.Passphrase, err, err2)
			}
		}

		// Chosen, it is kept over what was checked or refused, and ends every other session.
		late := s.Access().Begin(ctx, p.Act("x"), access.Beginning{Session: session(p, "late"), Was: "a", Rehashed: "c",
			Chosen: true})
		if !fault.Is(late, fault.Conflict) {
			t.Errorf("chosen too late: %v", late)
		}
		if err := s.Access().Begin(ctx, p.Act("x"), access.Beginning{Session: session(p, "new"), Replaces: "a", Was: "b",
			Rehashed: "c", Chosen: true}); err != nil {
			t.Fatal(err)
		}
		for hash, there := range map[access.Hash]bool{"s": false, "a": false, "b": false, "late": false, "new": true} {
			if _, _, found, err := s.Access().Session(ctx, hash); err != nil || found != there {
				t.Errorf("session %s: %v, %v", hash, found, err)
			}
		}
	})
}

// Counters of guesses add up across processes, are cleared, never fall below zero and are forgotten.
func TestGuesses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, a, at := t.Context(), s.Access(), storetest.At
		save := func(forget time.Time, changes ...access.GuessChange) map[access.Hash]int {
			t.Helper()
			now, err := a.SaveGuesses(ctx, changes, forget)
			if err != nil {
				t.Fatal(err)
			}
			counts := map[access.Hash]int{}
			for _, g := range now {
				counts[g.Key] = g.Failures
			}
			return counts
		}
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				save(time.Time{}, access.GuessChange{Key: "a", Add: 2, Last: at}, access.GuessChange{Key: "b", Add: 1, Last: at})
			})
		}
		wg.Wait()
		if now := save(time.Time{}, access.GuessChange{Key: "a", Add: 1,
			Last: at.Add(-time.Hour)}); now["a"] != 21 || len(now) != 1 {
			t.Errorf("%v", now)
		}
		if got, err := a.Guesses(ctx, []access.Hash{"a", "b", "c"}); err != nil || len(got) != 2 || !got[0].Last.Equal(at) {
			t.Errorf("%+v, %v", got, err)
		}
		if now := save(time.Time{}, access.GuessChange{Key: "a", Cleared: true, Add: 3, Last: at},
			access.GuessChange{Key: "b", Add: -99, Last: at}); now["a"] != 3 || now["b"] != 0 {
			t.Errorf("cleared %v", now)
		}
		save(at.Add(time.Minute), access.GuessChange{Key: "c", Add: 1, Last: at.Add(time.Hour)})
		if got, err := a.Guesses(ctx, []access.Hash{"a", "b", "c"}); err != nil || len(got) != 1 || got[0].Key != "c" {
			t.Errorf("forgotten: %+v, %v", got, err)
		}
	})
}

// A fact is kept in place of an earlier one, and one that nobody set is not known.
func TestFacts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		if _, known, err := s.Fact(ctx, store.Demo); err != nil || known {
			t.Errorf("a fresh database: %v, %v", known, err)
		}
		for _, value := range []string{"one", "two"} {
			if err := s.SetFact(ctx, store.Demo, value); err != nil {
				t.Fatal(err)
			}
		}
		if value, known, err := s.Fact(ctx, store.Demo); err != nil || !known || value != "two" {
			t.Errorf("%q, %v, %v", value, known, err)
		}
	})
}
