package access

import (
	"context"
	"net/netip"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// BeginApp makes the secret of an authenticator, which ConfirmApp takes up. Nothing of the person's changes yet. Faults:
// SignedOut; Denied ("access.factor.needed") where there is a factor and it was not proved; Invalid at "passphrase";
// TooMany.
func (s *Service) BeginApp(ctx context.Context, token Token, asked Asked) (SetUp, error) {
	d, _, err := s.begin(ctx, token, asked)
	if err != nil {
		return SetUp{}, err
	}
	made, err := s.Authenticator.New(d.Staff.Email)
	if err != nil {
		return SetUp{}, err
	}
	return made, s.await(ctx, d, AskApp, []byte(made.Secret), SetUpLasts)
}

// begin is who may add a factor there, and what they have.
func (s *Service) begin(ctx context.Context, token Token, asked Asked) (d atDesk, held Held, err error) {
	if d, err = s.desk(ctx, token); err == nil {
		held, err = s.held(ctx, d)
	}
	if err == nil {
		err = s.mayChange(ctx, d, held, asked)
	}
	return d, held, err
}

// await keeps what a session was asked, sealed for it alone.
func (s *Service) await(ctx context.Context, d atDesk, what Asking, plain []byte, lasts time.Duration) error {
	sealed, err := s.Seals.Keep(plain, "challenge", string(what), string(d.session.Hash))
	if err != nil {
		return err
	}
	return s.Factors.Await(ctx, Challenge{Session: d.session.Hash, What: what, Kept: sealed, Ends: d.now.Add(lasts)})
}

// opened is a challenge's content. Fault Conflict where there is none or it is over: begin again.
func (s *Service) opened(d atDesk, c Challenge, found bool, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	if !found || !d.now.Before(c.Ends) {
		return nil, fault.New(fault.Conflict, "access.factor.expired", nil)
	}
	return s.Seals.Kept(c.Kept, "challenge", string(c.What), string(c.Session))
}

// ConfirmApp adds the authenticator whose secret BeginApp gave, in place of an earlier one, for a code that it shows. It
// returns recovery codes where the person had none, given once. The session is proved by it, and every other of the
// person's ends. Faults: SignedOut; Conflict ("access.factor.expired"); Invalid at "code"; TooMany.
func (s *Service) ConfirmApp(ctx context.Context, token Token, code string, from netip.Addr) ([]Code, error) {
	d, err := s.desk(ctx, token)
	if err != nil {
		return nil, err
	}
	c, found, err := s.Factors.Awaited(ctx, d.session.Hash, AskApp)
	secret, err := s.opened(d, c, found, err)
	if err != nil {
		return nil, err
	}
	counted, err := s.countProof(ctx, d, from)
	if err != nil {
		return nil, err
	}
	digits, _ := sixDigits(code)
	step, ok := s.Authenticator.Step(string(secret), digits, d.now)
	if !ok {
		return nil, fault.New(fault.Invalid, "access.factor.wrong", nil).In("code")
	}
	s.Guard.succeeded(counted)
	return s.add(ctx, d, Factor{ID: id.New[id.Factor](), Kind: ByApp, Step: step, Made: d.now, Last: d.now}, secret)
}

// add keeps a new factor with the content that is sealed in it.
func (s *Service) add(ctx context.Context, d atDesk, f Factor, plain []byte) ([]Code, error) {
	sealed, err := s.Seals.Keep(plain, boundTo(d, f.ID)...)
	if err != nil {
		return nil, err
	}
	f.Kept = sealed
	fresh := s.newCodes()
	var given []Code
	act := s.own("access.add_factor", d.Staff.School, d.person(), digest("factor", string(f.ID)))
	err = s.Factors.ChangeFactors(ctx, act, d.session.Hash, d.person(), func(held Held) (FactorChange, error) {
		change := FactorChange{Keep: []Factor{f}, At: d.now, Proves: true, EndOthers: true, Settles: true,
			News: FactorNews{What: "added", At: d.now}, Events: []event.Event{
				act.Did(FactorAdded, string(d.person()), map[string]FactorKind{"kind": f.Kind})}}
		if was, there := held.app(); there && f.Kind == ByApp {
			change.Remove = []id.Factor{was.ID}
		}
		if f.Kind == ByPasskey && len(held.passkeys()) >= MostPasskeys {
			return FactorChange{}, fault.New(fault.Conflict, "access.factor.enough", nil)
		}
		given = nil
		if len(held.Codes) == 0 {
			given = fresh
			change.Codes = s.kept(act.Actor, fresh)
			change.Events = append(change.Events, act.Did(CodesMade, string(d.person()), nil))
		}
		return change, nil
	})
	if err != nil {
		return nil, err
	}
	return given, nil
}

// boundTo is what a factor's content is sealed to.
func boundTo(d atDesk, factor id.Factor) []string {
	return FactorBound(string(d.Staff.School), string(d.Staff.ID), string(factor))
}

// FactorBound are the parts to which what is kept of a factor is sealed: whoever renews the keys seals it to them again.
func FactorBound(school, staff, factor string) []string {
	return []string{"factor", school, staff, factor}
}
