package access

import (
	"context"
	"net/netip"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/people"
)

// Proved is asked at every request for what needs a proof, of somebody who may otherwise have it. A proof that counts is
// renewed by it. Fault Denied: "access.factor.needed" where they have a factor and are to confirm, "access.factor.none"
// where they have to set one up first.
func (s *Service) Proved(ctx context.Context, in Presence, token Token) error {
	if s.Factors == nil {
		return fault.New(fault.Unavailable, "access.factor.keyless", nil)
	}
	now := s.Wall.Now()
	if in.Proved.IsZero() {
		held, err := s.Factors.Held(ctx, in.Who.School, in.Who.Person)
		if err != nil {
			return err
		}
		return held.unproved()
	}
	if now.Sub(in.renewed) >= renewEvery {
		// As with Touch: what cannot be written down just now keeps nobody waiting; at worst they confirm the sooner.
		soon, cancel := context.WithTimeout(ctx, touchPatience)
		defer cancel()
		_ = s.Factors.Renew(soon, token.Hash(), now)
	}
	return nil
}

// countProof counts a try at somebody's second factor, before it is looked at.
func (s *Service) countProof(ctx context.Context, d atDesk, from netip.Addr) (try, error) {
	return s.Guard.count(ctx, meter{digest("guess", "factor", string(d.Staff.School), string(d.Staff.ID)), FactorPace},
		networkMeter("factor network", from, NetworkPace))
}

// Prove proves the session by an authenticator's six digits or by a recovery code; each works once. Faults: SignedOut;
// Denied ("access.factor.none"); Invalid at "code" ("access.factor.wrong", "access.factor.used"); TooMany, which carries
// Slow as its cause.
func (s *Service) Prove(ctx context.Context, token Token, code string, from netip.Addr) error {
	d, err := s.desk(ctx, token)
	if err != nil {
		return err
	}
	held, err := s.held(ctx, d)
	if err != nil {
		return err
	}
	if len(held.Factors) == 0 {
		return held.unproved()
	}
	counted, err := s.countProof(ctx, d, from)
	if err != nil {
		return err
	}
	change, err := s.proof(d, held, code)
	if err != nil {
		return err
	}
	if err = s.prove(ctx, d, change); err == nil {
		s.Guard.succeeded(counted)
	} else if !fault.Is(err, fault.Invalid) {
		s.Guard.undone(counted)
	}
	return err
}

// proof says what a code that is right changes; it is held against what the person has at that moment, so that of two who
// use one at once, one does.
type proof func(Held) (FactorChange, string, error)

func (s *Service) proof(d atDesk, held Held, text string) (proof, error) {
	wrong := fault.New(fault.Invalid, "access.factor.wrong", nil).In("code")
	digits, ok := sixDigits(text)
	app, has := held.app()
	if ok && has {
		secret, err := s.Seals.Kept(app.Kept, boundTo(d, app.ID)...)
		if err != nil {
			return nil, unreadable()
		}
		step, right := s.Authenticator.Step(string(secret), digits, d.now)
		if !right {
			return nil, wrong
		}
		return func(held Held) (FactorChange, string, error) { return held.byStep(app, step, d.now) }, nil
	}
	code, readable := ReadCode(text, RecoveryLength)
	if !readable {
		return nil, wrong
	}
	return func(held Held) (FactorChange, string, error) {
		for _, key := range s.Keys {
			hash := key.recovery(d.person(), code)
			for _, c := range held.Codes {
				if c.Hash == hash && c.Used.IsZero() {
					return FactorChange{Uses: hash}, "recovery", nil
				}
			}
		}
		return FactorChange{}, "", wrong
	}, nil
}

// byStep is a proof by that authenticator, where no code of that step or a later one was taken before.
func (h Held) byStep(app Factor, step int64, now time.Time) (FactorChange, string, error) {
	for _, f := range h.Factors {
		switch {
		case f.ID != app.ID:
		case f.Step >= step:
			return FactorChange{}, "", fault.New(fault.Invalid, "access.factor.used", nil).In("code")
		default:
			f.Step, f.Last = step, now
			return FactorChange{Keep: []Factor{f}}, string(ByApp), nil
		}
	}
	return FactorChange{}, "", fault.New(fault.Invalid, "access.factor.wrong", nil).In("code")
}

func (s *Service) prove(ctx context.Context, d atDesk, by proof) error {
	act := s.own("access.prove", d.Staff.School, d.person(), d.session.Hash)
	return s.Factors.ChangeFactors(ctx, act, d.session.Hash, d.person(), func(held Held) (FactorChange, error) {
		change, how, err := by(held)
		if err != nil {
			return FactorChange{}, err
		}
		change.At, change.Proves = d.now, true
		change.Events = []event.Event{act.Did(FactorProved, string(d.person()), map[string]string{"how": how})}
		return change, nil
	})
}

// News says what became of the factors of whoever is there since they last came in, as they are to be told on their next
// screen. The zero FactorNews is nothing to tell.
func (s *Service) News(ctx context.Context, in Presence) (FactorNews, error) {
	if s.Factors == nil || in.Kind != people.StaffKind {
		return FactorNews{}, nil
	}
	n, err := s.Factors.FactorNews(ctx, in.Who.School, in.Who.Person)
	if err != nil || !n.told(in.since, in.told, s.Wall.Now()) {
		return FactorNews{}, err
	}
	return n, nil
}

// ReadNews says that the person of that session has read it.
func (s *Service) ReadNews(ctx context.Context, in Presence, token Token) error {
	if n, err := s.News(ctx, in); err != nil || n.What == "" {
		return err
	}
	return s.Factors.ReadNews(ctx, token.Hash(), in.Who.School, in.Who.Person, s.Wall.Now())
}
