package store_test

import (
	"context"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// fillAUP gives a school one of everything of both rooms.
func fillAUP(t *testing.T, s *store.Store, p storetest.Place) {
	t.Helper()
	v, e := version(p, 1, "v")
	another := e
	another.ID = "edition"
	publishes(t, s, p, v, e, another)
	act := p.Act("test.sign")
	_, err := s.AUP().ChangeSitting(t.Context(), act, parent(p, 0), func(x *aup.Sitting) ([]event.Event, error) {
		x.Signatures = append(x.Signatures, signature(p, 0, "signature"))
		x.Declines = append(x.Declines, decline(p, 0, "decline"))
		x.Asking = []aup.Asking{{About: aup.AboutQuestion, Language: "ur", Words: tag(p, "Why?")}}
		return []event.Event{act.Did(aup.DidSign, "signature", nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	act = p.Act("test.call")
	if err := s.Calls().Add(t.Context(), act, callOf(p, 0, "call"), act.Did(calls.DidAsk, "x", nil)); err != nil {
		t.Fatal(err)
	}
}

var aupCanaries = map[string]canary{
	"AUPStore.Library": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		l, err := s.AUP().Library(ctx, p.School.ID)
		if len(l.Versions) != 1 || len(l.Editions) != 2 {
			return twin, err
		}
		return []any{l.Versions, l.Editions}, err
	},
	"AUPStore.ChangeLibrary": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return s.AUP().ChangeLibrary(ctx, act, func(l *aup.Library) ([]event.Event, error) {
			v, e := version(p, 2, "v2")
			l.Versions, l.Editions = append(l.Versions, v), append(l.Editions, e)
			l.Editions[0].Since = act.At.Add(time.Hour * 9)
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
	},
	"AUPStore.Sitting": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.AUP().Sitting(ctx, p.School.ID, parent(p, 0))
	},
	"AUPStore.ChangeSitting": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return s.AUP().ChangeSitting(ctx, act, parent(p, 0), func(x *aup.Sitting) ([]event.Event, error) {
			x.Signatures[0].WithdrawnAt = act.At
			x.Declines = append(x.Declines, decline(p, 0, "another"))
			x.Asking = []aup.Asking{{About: aup.AboutQuestion, Language: "ur", Words: "more"}}
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
	},
	"AUPStore.Proof": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.AUP().Proof(ctx, p.School.ID, "signature")
	},
	"AUPStore.Ledger": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		l, err := s.AUP().Ledger(ctx, p.School.ID)
		if len(l.Signatures) != 1 || len(l.Declines) != 1 || len(l.Questions) != 1 {
			return twin, err
		}
		return l, err
	},
}

var callsCanaries = map[string]canary{
	"CallsStore.Add": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act, e := p.Act("canary"), callOf(p, 0, "next")
		e.Words = "once more"
		return "added", s.Calls().Add(ctx, act, e, act.Did("canary", "x", nil))
	},
	"CallsStore.List": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		lines, err := s.Calls().List(ctx, p.School.ID, time.Time{})
		if len(lines) != 2 {
			return twin, err
		}
		return lines, err
	},
	"CallsStore.Change": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var was calls.Entry
		err := s.Calls().Change(ctx, act, "call", func(e *calls.Entry) ([]event.Event, error) {
			was, e.DoneAt, e.DoneBy, e.Outcome = *e, act.At, act.Actor, calls.Settled
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		return was, err
	},
}
