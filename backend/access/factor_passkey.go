package access

import (
	"context"
	"encoding/hex"
	"net/netip"

	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// keyholder is what a passkey calls its owner: a digest, which tells nobody who it is.
func (d atDesk) keyholder() []byte {
	raw, _ := hex.DecodeString(string(digest("passkeys", string(d.Staff.School), string(d.Staff.ID))))
	return raw
}

// records are those of somebody's passkeys that open, in their order, with what they hold: what was sealed under keys that
// are lost proves nothing any more.
func (s *Service) records(d atDesk, all []Factor) (keys []Factor, records [][]byte) {
	for _, f := range all {
		if record, err := s.Seals.Kept(f.Kept, boundTo(d, f.ID)...); err == nil {
			keys, records = append(keys, f), append(records, record)
		}
	}
	return keys, records
}

// unreadable is how a factor is refused that was sealed under keys that are lost: a code on paper, or a reset, helps.
func unreadable() error { return fault.New(fault.Conflict, "access.factor.unreadable", nil) }

func noPasskeys() error { return fault.New(fault.Denied, "access.factor.no_passkeys", nil) }

// BeginPasskey asks the person's device for a new passkey: what it returns is what a browser is to be told, as JSON.
// Faults as BeginApp's; Denied ("access.factor.no_passkeys") where this server can take none; Conflict
// ("access.factor.enough") for who has MostPasskeys.
func (s *Service) BeginPasskey(ctx context.Context, token Token, asked Asked) ([]byte, error) {
	if s.Passkeys == nil {
		return nil, noPasskeys()
	}
	d, held, err := s.begin(ctx, token, asked)
	if err != nil {
		return nil, err
	}
	if len(held.passkeys()) >= MostPasskeys {
		return nil, fault.New(fault.Conflict, "access.factor.enough", nil)
	}
	_, have := s.records(d, held.passkeys())
	asks, state, err := s.Passkeys.Register(d.keyholder(), d.Staff.Called(), have)
	if err != nil {
		return nil, err
	}
	return asks, s.await(ctx, d, AskPasskey, state, ChallengeLasts)
}

// ConfirmPasskey adds the passkey that the device made, under that name. Otherwise as ConfirmApp; the fault for a wrong
// answer is Invalid ("access.factor.passkey_wrong"). A challenge is answered once, rightly or wrongly.
func (s *Service) ConfirmPasskey(ctx context.Context, token Token, answer []byte, name string) ([]Code, error) {
	if s.Passkeys == nil {
		return nil, noPasskeys()
	}
	name, err := factorName(name)
	if err != nil {
		return nil, err
	}
	d, err := s.desk(ctx, token)
	if err != nil {
		return nil, err
	}
	c, found, err := s.Factors.Take(ctx, d.session.Hash, AskPasskey)
	state, err := s.opened(d, c, found, err)
	if err != nil {
		return nil, err
	}
	record, ok := s.Passkeys.Registered(d.keyholder(), state, answer)
	if !ok {
		return nil, fault.New(fault.Invalid, "access.factor.passkey_wrong", nil)
	}
	return s.add(ctx, d, Factor{ID: id.New[id.Factor](), Kind: ByPasskey, Name: name, Made: d.now, Last: d.now}, record)
}

// AskProof asks the person's device for a proof by any of their passkeys. Faults: SignedOut; Denied
// ("access.factor.none", "access.factor.no_passkeys").
func (s *Service) AskProof(ctx context.Context, token Token) ([]byte, error) {
	if s.Passkeys == nil {
		return nil, noPasskeys()
	}
	d, err := s.desk(ctx, token)
	if err != nil {
		return nil, err
	}
	held, err := s.held(ctx, d)
	if err != nil {
		return nil, err
	}
	switch {
	case len(held.Factors) == 0:
		return nil, held.unproved()
	case len(held.passkeys()) == 0:
		return nil, noPasskeys()
	}
	_, have := s.records(d, held.passkeys())
	if len(have) == 0 {
		return nil, unreadable()
	}
	asks, state, err := s.Passkeys.Ask(d.keyholder(), have)
	if err != nil {
		return nil, err
	}
	return asks, s.await(ctx, d, AskProof, state, ChallengeLasts)
}

// ProveByPasskey proves the session by the answer to AskProof. Faults: SignedOut; Conflict ("access.factor.expired");
// Invalid ("access.factor.passkey_wrong"); TooMany.
func (s *Service) ProveByPasskey(ctx context.Context, token Token, answer []byte, from netip.Addr) error {
	if s.Passkeys == nil {
		return noPasskeys()
	}
	d, err := s.desk(ctx, token)
	if err != nil {
		return err
	}
	held, err := s.held(ctx, d)
	if err != nil {
		return err
	}
	keys, have := s.records(d, held.passkeys())
	counted, err := s.countProof(ctx, d, from)
	if err != nil {
		return err
	}
	c, found, err := s.Factors.Take(ctx, d.session.Hash, AskProof)
	state, err := s.opened(d, c, found, err)
	if err != nil {
		s.Guard.undone(counted)
		return err
	}
	which, record, ok := s.Passkeys.Answered(d.keyholder(), have, state, answer)
	if !ok {
		return fault.New(fault.Invalid, "access.factor.passkey_wrong", nil)
	}
	used := keys[which]
	if used.Kept, err = s.Seals.Keep(record, boundTo(d, used.ID)...); err != nil {
		s.Guard.undone(counted)
		return err
	}
	used.Last = d.now
	if err = s.prove(ctx, d, func(held Held) (FactorChange, string, error) { return held.byPasskey(used) }); err == nil {
		s.Guard.succeeded(counted)
	}
	return err
}

// byPasskey is a proof by that passkey, where its owner still has it.
func (h Held) byPasskey(used Factor) (FactorChange, string, error) {
	for _, f := range h.Factors {
		if f.ID == used.ID {
			return FactorChange{Keep: []Factor{used}}, string(ByPasskey), nil
		}
	}
	return FactorChange{}, "", fault.New(fault.Invalid, "access.factor.passkey_wrong", nil)
}
