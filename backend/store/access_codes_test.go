package store_test

import (
	"errors"
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
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

func printLetter(t *testing.T, s *store.Store, p storetest.Place, act event.Act, name string) []access.Letter {
	t.Helper()
	made, state, err := s.Access().PrintLetters(t.Context(), act, act.At, func(people.State) ([]access.Letter, []event.Event,
		error) {
		return []access.Letter{letter(p, name, act)}, []event.Event{act.Did(access.LetterPrinted, name, nil)}, nil
	})
	if err != nil || len(state.Adults) != len(p.Adults) {
		t.Fatalf("%d adults, %v", len(state.Adults), err)
	}
	return made
}

// Of twenty who use one letter at once one does; the record beside the code says so; a replay does nothing.
func TestACodeWorksOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, a, act := t.Context(), s.Access(), p.Act("access.print")
		first := printLetter(t, s, p, act, "first")
		if again := printLetter(t, s, p, act, "another"); len(again) != 1 || again[0] != first[0] {
			t.Errorf("a replay of the printing: %+v", again)
		}
		printLetter(t, s, p, p.Act("access.print"), "second")
		o, found, err := a.Code(ctx, "first")
		if err != nil || !found || o.Letter.Why != access.PrintedAnew || !o.Letter.Ended.Equal(storetest.At) ||
			o.Members[0].Adult != p.Adults[0] || len(o.Members[0].Families) != 1 || o.Child != p.Pupils[0] {
			t.Errorf("%+v, %v", o, err)
		}
		if err := a.Missed(ctx, p.Act("x"), "second", nil); err != nil {
			t.Error(err)
		}
		var in atomic.Int64
		var wg sync.WaitGroup
		late := storetest.At.Add(time.Minute)
		use := func(act event.Act) error {
			return a.UseCode(ctx, act, "second", late, func(o access.Opened) (access.Use, error) {
				if !o.Used.IsZero() {
					return access.Use{}, errBad
				}
				seat := access.Seat{School: p.School.ID, Person: id.Person(p.Adults[0].ID), Since: storetest.At}
				return access.Use{Once: true, Session: access.Session{Hash: access.Hash(act.Op), Kind: people.ParentKind,
					Since: late, Seen: late, Seats: []access.Seat{seat}}}, nil
			})
		}
		won := make(chan event.Act, 20)
		for range 20 {
			wg.Go(func() {
				act := p.Act("access.use_letter")
				if err := use(act); err == nil {
					in.Add(1)
					won <- act
				} else if !errors.Is(err, errBad) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Fatalf("%d got in", in.Load())
		}
		winner := <-won
		if err := use(winner); err != nil {
			t.Errorf("the winner again: %v", err)
		}
		o, _, err = a.Code(ctx, "second")
		if err != nil || !o.Used.Equal(late) || !o.Letter.Used.Equal(late) || o.Letter.Misses != 1 {
			t.Errorf("%+v, %v", o.Letter, err)
		}
		x, now, found, err := a.Session(ctx, access.Hash(winner.Op))
		if err != nil || !found || x.Kind != people.ParentKind || !x.Seats[0].Since.Equal(storetest.At) ||
			now[0].Adult.ID != p.Adults[0].ID || len(now[0].Families) != 1 {
			t.Errorf("%+v, %+v, %v", x, now, err)
		}
		if err := a.UseCode(ctx, p.Act("x"), "none", late, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("no code: %v", err)
		}
		printLetter(t, s, p, p.Act("access.print"), "third") // what was used stays used
		if o, _, err := a.Code(ctx, "second"); err != nil || !o.Letter.Ended.IsZero() {
			t.Errorf("%+v, %v", o.Letter, err)
		}
	})
}

// Hand-over codes know their seats and class codes their class; what ended long ago is forgotten, the letters' records
// stay. Revoking ends sessions, letters and hand-overs of that adult, and of nobody else.
func TestCodesEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, a := t.Context(), s.Access()
		keep := func(name string, purpose access.Purpose, adult int, stale time.Time) {
			t.Helper()
			code := access.KeptCode{Hash: access.Hash(name), Purpose: purpose, School: p.School.ID, Class: "Robin",
				Person: id.Person(p.Adults[adult].ID), Made: storetest.At, Ends: storetest.At.Add(time.Hour)}
			if purpose == access.ForHandOver {
				code.Seats = []access.Seat{{School: p.School.ID, Person: id.Person(p.Adults[adult].ID), Since: storetest.At}}
			}
			if err := a.KeepCode(ctx, p.Act("x"), code, stale, nil); err != nil {
				t.Fatal(err)
			}
		}
		there := func(name string) access.Opened {
			t.Helper()
			o, _, err := a.Code(ctx, access.Hash(name))
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		printLetter(t, s, p, p.Act("x"), "letter")
		for i := range 2 {
			seat := access.Seat{School: p.School.ID, Person: id.Person(p.Adults[i].ID)}
			err := a.Begin(ctx, p.Act("x"), access.Beginning{Session: access.Session{Hash: access.Hash(p.Adults[i].Forename),
				Kind: people.ParentKind, Since: storetest.At, Seen: storetest.At, Seats: []access.Seat{seat}}})
			if err != nil {
				t.Fatal(err)
			}
		}
		keep("class", access.ForClass, 0, time.Time{})
		keep("hers", access.ForHandOver, 0, time.Time{})
		keep("his", access.ForHandOver, 1, time.Time{})
		if o := there("hers"); len(o.Seats) != 1 || o.Members[0].Adult.ID != p.Adults[0].ID || !o.Seats[0].Since.Equal(
			storetest.At) {
			t.Errorf("%+v", o)
		}
		if o := there("class"); o.Class != "Robin" || len(o.Pupils) != 2 {
			t.Errorf("%+v", o)
		}
		if err := a.Revoke(ctx, p.Act("x"), p.Adults[0].ID, storetest.At, nil); err != nil {
			t.Fatal(err)
		}
		if err := a.Revoke(ctx, p.Act("x"), "nobody", storetest.At, nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody: %v", err)
		}
		_, _, hers, err := a.Session(ctx, "Amina")
		_, _, his, err2 := a.Session(ctx, "Tomasz")
		if err != nil || err2 != nil || hers || !his || there("hers").Hash != "" || there("his").Hash == "" ||
			there("letter").Letter.Why != access.WasRevoked {
			t.Errorf("after revoking: %v %v %+v", hers, his, there("letter").Letter)
		}
		book, err := a.LetterBook(ctx, p.School.ID, access.Over{Kind: people.ParentKind})
		if err != nil || len(book.Devices) != 1 || !slices.Equal(book.Devices[0], []id.Adult{p.Adults[1].ID}) ||
			book.Last[p.Adults[0].ID].ID != "letter" {
			t.Errorf("%+v, %v", book.Devices, err)
		}
		keep("new", access.ForClass, 0, storetest.At.Add(access.LetterLasts+time.Hour))
		for name, want := range map[string]bool{"class": false, "his": false, "letter": false, "new": true} {
			if got := there(name).Hash != ""; got != want {
				t.Errorf("%s stands: %v", name, got)
			}
		}
		if book, err := a.LetterBook(ctx, p.School.ID, access.Over{}); err != nil || len(book.Last) != 1 {
			t.Errorf("the letter's record is gone: %v", err)
		}
	})
}
