package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// fillFactors gives the first of the staff an authenticator, a code on paper, news of both, and a challenge of the
// session that fill began.
func fillFactors(t *testing.T, s *store.Store, p storetest.Place) {
	t.Helper()
	who, session := id.Person(p.Staff[0].ID), access.Hash(tag(p, "session"))
	act := p.Act("test.factor")
	err := s.Access().ChangeFactors(t.Context(), act, session, who, func(access.Held) (access.FactorChange, error) {
		return access.FactorChange{Keep: []access.Factor{{ID: "factor", Kind: access.ByApp, Name: tag(p, "telephone"),
			Kept: []byte(tag(p, "sealed")), Made: act.At}}, Codes: []access.Hash{access.Hash(tag(p, "paper"))}, At: act.At,
			Proves: true, News: access.FactorNews{What: tag(p, "added"), At: act.At},
			Events: []event.Event{act.Did(access.FactorAdded, string(who), nil)}}, nil
	})
	if err == nil {
		err = s.Access().Await(t.Context(), access.Challenge{Session: session, What: access.AskApp,
			Kept: []byte(tag(p, "asked")), Ends: act.At})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// What a change says is kept with what it rests on, and read back; a change that is refused keeps nothing.
func TestFactorsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, a, who := t.Context(), s.Access(), id.Person(p.Staff[0].ID)
		begin := func(name string) {
			if err := a.Begin(ctx, p.Act("test.begin"), access.Beginning{Session: session(p, name)}); err != nil {
				t.Fatal(err)
			}
		}
		begin("one")
		begin("two")
		change := func(session access.Hash, person id.Person, c access.FactorChange) error {
			return a.ChangeFactors(ctx, p.Act("test.change"), session, person, func(access.Held) (access.FactorChange, error) {
				return c, nil
			})
		}
		at := storetest.At.Add(time.Minute)
		app := access.Factor{ID: "app", Kind: access.ByApp, Kept: []byte{0, 1, 255}, Step: 7, Made: at, Last: at}
		key := access.Factor{ID: "key", Kind: access.ByPasskey, Name: "blue key", Kept: []byte("k"), Made: at.Add(time.Second)}
		first := access.FactorChange{Keep: []access.Factor{app, key}, Codes: []access.Hash{"a", "b"}, At: at, Proves: true,
			EndOthers: true, News: access.FactorNews{What: "added", At: at}}
		if err := change("gone", who, first); !fault.Is(err, fault.SignedOut) {
			t.Errorf("a session that is gone: %v", err)
		}
		if err := change("one", id.Person(p.Staff[1].ID), first); !fault.Is(err, fault.SignedOut) {
			t.Errorf("a session of somebody else's: %v", err)
		}
		if err := change("", "nobody", first); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody: %v", err)
		}
		if h, err := a.Held(ctx, p.School.ID, who); err != nil || len(h.Factors)+len(h.Codes) > 0 {
			t.Errorf("what was refused is kept: %+v %v", h, err)
		}
		if err := change("one", who, first); err != nil {
			t.Fatal(err)
		}
		h, err := a.Held(ctx, p.School.ID, who)
		if err != nil || len(h.Factors) != 2 || len(h.Codes) != 2 || h.News.What != "added" || !h.News.At.Equal(at) ||
			!h.Member.Staff.Equal(p.Staff[0]) {
			t.Fatalf("%+v %v", h, err)
		}
		if got := h.Factors[0]; got.Step != 7 || string(got.Kept) != string(app.Kept) || !got.Last.Equal(at) {
			t.Errorf("%+v", got)
		}
		one, _, found, err := a.Session(ctx, "one")
		if err != nil || !found || !one.Proved.Equal(at) || !one.Renewed.Equal(at) || !one.Told.IsZero() {
			t.Errorf("%+v %v %v", one, found, err)
		}
		if _, _, found, err := a.Session(ctx, "two"); err != nil || found {
			t.Errorf("the other session goes on: %v", err)
		}
		begin("three")
		later := at.Add(time.Minute)
		for _, hash := range []access.Hash{"one", "three"} {
			if err := a.Renew(ctx, hash, later); err != nil {
				t.Fatal(err)
			}
		}
		if one, _, _, err = a.Session(ctx, "one"); err != nil || !one.Renewed.Equal(later) || !one.Proved.Equal(at) {
			t.Errorf("%+v %v", one, err)
		}
		if three, _, _, err := a.Session(ctx, "three"); err != nil || !three.Proved.IsZero() || !three.Renewed.IsZero() {
			t.Errorf("what was never proved is renewed: %+v %v", three, err)
		}
		if err := a.ReadNews(ctx, "three", p.School.ID, who, later); err != nil {
			t.Fatal(err)
		}
		if n, err := a.FactorNews(ctx, p.School.ID, who); err != nil || !n.Read.Equal(later) {
			t.Errorf("%+v %v", n, err)
		}
		last := access.FactorChange{Remove: []id.Factor{"app"}, Uses: "a", At: later, Unproves: true,
			News: access.FactorNews{What: "removed", At: later}}
		if err := change("one", who, last); err != nil {
			t.Fatal(err)
		}
		h, err = a.Held(ctx, p.School.ID, who)
		if err != nil || len(h.Factors) != 1 || h.Factors[0].Name != "blue key" || !h.Codes[0].Used.Equal(later) ||
			!h.Codes[1].Used.IsZero() || !h.News.Read.IsZero() {
			t.Errorf("%+v %v", h, err)
		}
		if one, _, _, err = a.Session(ctx, "one"); err != nil || !one.Proved.IsZero() || !one.Renewed.IsZero() {
			t.Errorf("%+v %v", one, err)
		}
		if err := change("", who, access.FactorChange{EndOthers: true, Codes: []access.Hash{}}); err != nil {
			t.Fatal(err)
		}
		if _, _, found, err := a.Session(ctx, "one"); err != nil || found {
			t.Errorf("a reset leaves a session: %v", err)
		}
	})
}

// A session has one challenge, the newest; it is taken once, and ends with its session.
func TestChallenges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, a := t.Context(), s.Access()
		if err := a.Begin(ctx, p.Act("test.begin"), access.Beginning{Session: session(p, "one")}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []access.Challenge{
			{Session: "gone", What: access.AskProof, Kept: []byte("x"), Ends: storetest.At},
			{Session: "one", What: access.AskApp, Kept: []byte("first"), Ends: storetest.At},
			{Session: "one", What: access.AskProof, Kept: []byte("second"), Ends: storetest.At.Add(time.Minute)},
		} {
			if err := a.Await(ctx, c); err != nil {
				t.Fatal(err)
			}
		}
		if _, found, err := a.Awaited(ctx, "one", access.AskApp); err != nil || found {
			t.Errorf("the earlier one stands: %v", err)
		}
		c, found, err := a.Awaited(ctx, "one", access.AskProof)
		if err != nil || !found || string(c.Kept) != "second" || !c.Ends.Equal(storetest.At.Add(time.Minute)) {
			t.Errorf("%+v %v %v", c, found, err)
		}
		if _, found, err = a.Take(ctx, "one", access.AskApp); err != nil || found {
			t.Errorf("taken for something else: %v", err)
		}
		var taken atomic.Int64
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				c, found, err := a.Take(ctx, "one", access.AskProof)
				if err != nil || found && string(c.Kept) != "second" {
					t.Errorf("%+v %v %v", c, found, err)
				}
				if found {
					taken.Add(1)
				}
			})
		}
		if all.Wait(); taken.Load() != 1 {
			t.Errorf("%d took it", taken.Load())
		}
		if _, found, err = a.Take(ctx, "one", access.AskProof); err != nil || found {
			t.Errorf("taken twice: %v", err)
		}
		if err := a.Await(ctx, access.Challenge{Session: "one", What: access.AskApp, Ends: storetest.At, Kept: []byte("z")}); err != nil {
			t.Fatal(err)
		}
		if err := a.End(ctx, p.Act("test.end"), "one", p.School.ID, id.Person(p.Staff[0].ID), nil); err != nil {
			t.Fatal(err)
		}
		if _, found, err = a.Awaited(ctx, "one", access.AskApp); err != nil || found {
			t.Errorf("it outlives its session: %v", err)
		}
	})
}
