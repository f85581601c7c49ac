package store_test

import (
	"context"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

var accessCanaries = map[string]canary{
	"AccessStore.Login": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		m, found, err := s.Access().Login(ctx, p.School.Slug, p.Staff[0].Email, "2026-11-23")
		if !found {
			return nil, err
		}
		foreign, found, err := s.Access().Login(ctx, p.School.Slug, "Joan@beaver-road.example", "2026-11-23")
		if found {
			return foreign, err
		}
		return m, err
	},
	"AccessStore.Link": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		l, m, _, err := s.Access().Link(ctx, "link")
		return []any{l, m}, err
	},
	"AccessStore.Session": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		x, m, _, err := s.Access().Session(ctx, "session")
		return []any{x, m}, err
	},
	"AccessStore.AddLink": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var seen []any
		_, err := s.Access().AddLink(ctx, act, access.Link{Hash: "next", Purpose: access.ForPassphrase, School: p.School.ID,
			Person: id.Person(p.Staff[0].ID), Made: act.At, Ends: act.At}, func(m access.Member, g access.Given) ([]event.Event, error) {
			seen = []any{m, g}
			return nil, nil
		})
		return seen, err
	},
	"AccessStore.Colleagues": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		all, err := s.Access().Colleagues(ctx, p.School.ID)
		if len(all) != len(p.Staff) {
			return twin, err
		}
		return all, err
	},
	"AccessStore.UseLink": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var seen []any
		err := s.Access().UseLink(ctx, act, "link", func(l access.Link, m access.Member) (access.Use, error) {
			seen = []any{l, m}
			return access.Use{Passphrase: "new", EndOthers: true, Session: session(p, "session two")}, nil
		})
		foreign := s.Access().UseLink(ctx, p.Act("canary"), "link"+twin, func(l access.Link, m access.Member) (access.Use,
			error) {
			seen = append(seen, l, m)
			return access.Use{}, nil
		})
		if !fault.Is(foreign, fault.NotFound) {
			return twin, foreign
		}
		return seen, err
	},
	"AccessStore.Begin": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "begun", s.Access().Begin(ctx, p.Act("canary"), access.Beginning{Session: session(p, "session three"),
			Replaces: "session two",
			Over:     []access.Over{{Kind: people.StaffKind, Since: storetest.At.Add(-time.Hour)}}, Was: "new", Rehashed: "newer"})
	},
	"AccessStore.Code": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		var all []any
		for _, hash := range []access.Hash{"letter", "hand over", "class"} {
			o, found, err := s.Access().Code(ctx, hash)
			if err != nil || !found {
				return nil, err
			}
			all = append(all, o)
		}
		return all, nil
	},
	"AccessStore.LetterBook": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		b, err := s.Access().LetterBook(ctx, p.School.ID, access.Over{Kind: people.ParentKind})
		if len(b.Last) != 1 || len(b.Devices) != 1 {
			return twin, err
		}
		return b, err
	},
	"AccessStore.Missed": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "missed", s.Access().Missed(ctx, p.Act("canary"), "letter", nil)
	},
	"AccessStore.KeepCode": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "kept", s.Access().KeepCode(ctx, p.Act("canary"), access.KeptCode{Hash: "another class",
			Purpose: access.ForClass, School: p.School.ID, Class: "Wren"}, storetest.At.Add(time.Hour*24*365), nil)
	},
	"AccessStore.UseCode": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		foreign := s.Access().UseCode(ctx, act, "letter"+twin, act.At, nil)
		if !fault.Is(foreign, fault.NotFound) {
			return twin, foreign
		}
		var seen access.Opened
		return &seen, s.Access().UseCode(ctx, act, "letter", act.At, func(o access.Opened) (access.Use, error) {
			seen = o
			return access.Use{Once: true, Over: []access.Over{{Kind: people.PupilKind, Since: act.At}},
				Session: access.Session{Hash: "by letter", Kind: people.ParentKind, Since: act.At, Seen: act.At,
					Seats: []access.Seat{{School: p.School.ID, Person: id.Person(p.Adults[0].ID)}}}}, nil
		})
	},
	"AccessStore.PrintLetters": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		_, state, err := s.Access().PrintLetters(ctx, act, act.At, func(people.State) ([]access.Letter, []event.Event,
			error) {
			return []access.Letter{letter(p, "second letter", act)}, nil, nil
		})
		return state, err
	},
	"AccessStore.EndLetter": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		check := func(access.Opened) ([]event.Event, error) { return nil, nil }
		foreign := s.Access().EndLetter(ctx, act, "letter"+twin, access.NotMine, act.At, check)
		if !fault.Is(foreign, fault.NotFound) {
			return twin, foreign
		}
		return "ended", s.Access().EndLetter(ctx, act, "second letter", access.NotMine, act.At, check)
	},
	"AccessStore.Revoke": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "revoked", s.Access().Revoke(ctx, p.Act("canary"), p.Adults[0].ID, storetest.At, nil)
	},
	"AccessStore.Touch": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "touched", s.Access().Touch(ctx, "session three", storetest.At.Add(time.Minute))
	},
	"AccessStore.End": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "ended", s.Access().End(ctx, p.Act("canary"), "", p.School.ID, id.Person(p.Staff[0].ID), nil)
	},
	"AccessStore.Held": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Access().Held(ctx, p.School.ID, id.Person(p.Staff[0].ID))
	},
	"AccessStore.FactorNews": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Access().FactorNews(ctx, p.School.ID, id.Person(p.Staff[0].ID))
	},
	"AccessStore.ChangeFactors": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		var seen access.Held
		who := id.Person(p.Staff[0].ID)
		err := s.Access().ChangeFactors(ctx, p.Act("canary"), "", who, func(h access.Held) (access.FactorChange, error) {
			seen = h
			return access.FactorChange{Remove: []id.Factor{"factor"}, Codes: []access.Hash{}, At: storetest.At, EndOthers: true,
				Proves: true, Settles: true, News: access.FactorNews{What: "reset", At: storetest.At}}, nil
		})
		return seen, err
	},
	"AccessStore.Awaited": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		c, _, err := s.Access().Awaited(ctx, "session", access.AskApp)
		return c, err
	},
	"AccessStore.Await": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "awaits", s.Access().Await(ctx, access.Challenge{Session: "session", What: access.AskProof,
			Kept: []byte("other"), Ends: storetest.At})
	},
	"AccessStore.Take": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		c, _, err := s.Access().Take(ctx, "session", access.AskProof)
		return c, err
	},
	"AccessStore.Renew": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "renewed", s.Access().Renew(ctx, "session", storetest.At.Add(time.Minute))
	},
	"AccessStore.ReadNews": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "read", s.Access().ReadNews(ctx, "session", p.School.ID, id.Person(p.Staff[0].ID), storetest.At)
	},
}
