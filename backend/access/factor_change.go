package access

import (
	"context"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// atProof is who sits at a session that is proved.
func (s *Service) atProof(ctx context.Context, token Token) (atDesk, error) {
	d, err := s.desk(ctx, token)
	if err != nil || !d.session.proved(d.now).IsZero() {
		return d, err
	}
	held, err := s.held(ctx, d)
	if err != nil {
		return atDesk{}, err
	}
	return atDesk{}, held.unproved()
}

// RemoveFactor takes one of their factors away, for a session that is proved; with the last one the recovery codes go too.
// Faults: SignedOut, NotFound, Denied ("access.factor.needed").
func (s *Service) RemoveFactor(ctx context.Context, token Token, factor id.Factor) error {
	d, err := s.atProof(ctx, token)
	if err != nil {
		return err
	}
	act := s.own("access.remove_factor", d.Staff.School, d.person(), digest("factor", string(factor)))
	return s.Factors.ChangeFactors(ctx, act, d.session.Hash, d.person(), func(held Held) (FactorChange, error) {
		for _, f := range held.Factors {
			if f.ID != factor {
				continue
			}
			change := FactorChange{Remove: []id.Factor{factor}, At: d.now, EndOthers: true,
				News: FactorNews{What: "removed", At: d.now}, Events: []event.Event{
					act.Did(FactorRemoved, string(d.person()), map[string]FactorKind{"kind": f.Kind})}}
			if len(held.Factors) == 1 {
				change.Codes, change.Unproves = []Hash{}, true
			}
			return change, nil
		}
		return FactorChange{}, fault.New(fault.NotFound, "access.factor.unknown", nil)
	})
}

// NewRecoveryCodes makes eight codes in place of all earlier ones, for a session that is proved. They are given once.
func (s *Service) NewRecoveryCodes(ctx context.Context, token Token) ([]Code, error) {
	d, err := s.atProof(ctx, token)
	if err != nil {
		return nil, err
	}
	codes := s.newCodes()
	act := s.own("access.make_recovery_codes", d.Staff.School, d.person(), d.session.Hash)
	err = s.Factors.ChangeFactors(ctx, act, d.session.Hash, d.person(), func(Held) (FactorChange, error) {
		return FactorChange{Codes: s.kept(act.Actor, codes), At: d.now, EndOthers: true,
			News:   FactorNews{What: "codes", At: d.now},
			Events: []event.Event{act.Did(CodesMade, string(d.person()), nil)}}, nil
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// newCodes are recovery codes that nobody has had before: 50 random bits each.
func (s *Service) newCodes() []Code {
	codes := make([]Code, RecoveryCodes)
	for i := range codes {
		codes[i] = s.Keys.newest().code(forRecovery, id.New[id.Op](), "", RecoveryLength)
	}
	return codes
}

// kept is what is kept of somebody's recovery codes.
func (s *Service) kept(person id.Person, codes []Code) []Hash {
	hashes := make([]Hash, len(codes))
	for i, c := range codes {
		hashes[i] = s.Keys.newest().recovery(person, c)
	}
	return hashes
}

// recovery is what is kept of a recovery code of that person.
func (k CodeKey) recovery(person id.Person, c Code) Hash {
	return k.hash(forRecovery, Code(string(person)+" "+string(c)))
}
