package access

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// atDesk is a member of staff at their own session.
type atDesk struct {
	session Session
	Member
	now time.Time
}

func (d atDesk) person() id.Person { return id.Person(d.Staff.ID) }

// desk is who sits there by that token. Fault SignedOut where nobody of the staff does.
func (s *Service) desk(ctx context.Context, token Token) (atDesk, error) {
	if s.Factors == nil || s.Seals == nil {
		return atDesk{}, fault.New(fault.Unavailable, "access.factor.keyless", nil)
	}
	kept, members, found, err := s.Store.Session(ctx, token.Hash())
	if err != nil {
		return atDesk{}, err
	}
	now := s.Wall.Now()
	if found {
		_, ruling := Present(kept, members, now, s.today())
		found = ruling.OK()
	}
	if !found || kept.Kind != people.StaffKind && kept.Kind != "" || len(members) != 1 {
		return atDesk{}, fault.New(fault.SignedOut, "access.session.over", nil)
	}
	return atDesk{session: kept, Member: members[0], now: now}, nil
}

func (s *Service) held(ctx context.Context, d atDesk) (Held, error) {
	return s.Factors.Held(ctx, d.Staff.School, d.person())
}

// OwnFactors is what the person of that session has to prove themselves by.
func (s *Service) OwnFactors(ctx context.Context, token Token) (FactorView, error) {
	d, err := s.desk(ctx, token)
	if err != nil {
		return FactorView{}, err
	}
	held, err := s.held(ctx, d)
	if err != nil {
		return FactorView{}, err
	}
	view := FactorView{Factors: held.Factors, Passkeys: s.Passkeys != nil, Proved: !d.session.proved(d.now).IsZero(),
		Asks: len(held.Factors) == 0 && !s.cameIn(d)}
	for _, c := range held.Codes {
		if c.Used.IsZero() {
			view.CodesLeft++
		}
	}
	return view, nil
}

// cameIn reports whether nobody has to say their passphrase again: they came in just now, or by a link of the demo, behind
// which there is none.
func (s *Service) cameIn(d atDesk) bool {
	return d.session.fresh(d.now) || s.Demo && d.Passphrase == ""
}

// mayChange says whether the person there may change what they have: by a proof of what they have; or, for the first, by
// coming in a moment ago or by the passphrase. An open screen is not enough.
func (s *Service) mayChange(ctx context.Context, d atDesk, held Held, asked Asked) error {
	switch {
	case len(held.Factors) > 0 && d.session.proved(d.now).IsZero():
		return held.unproved()
	case len(held.Factors) > 0 || s.cameIn(d):
		return nil
	case d.Passphrase == "":
		return fault.New(fault.Denied, "access.passphrase.none", nil)
	case strings.TrimSpace(asked.Passphrase) == "":
		return fault.New(fault.Invalid, "access.factor.passphrase", nil).In("passphrase")
	}
	return s.knows(ctx, d.Member, asked.Passphrase, asked.From, "passphrase")
}

// knows says whether that is the member's passphrase; tries are counted as those of coming in are. Faults: TooMany, which
// carries Slow as its cause; Invalid at that field; Unavailable.
func (s *Service) knows(ctx context.Context, m Member, passphrase string, from netip.Addr, field string) error {
	counted, err := s.Guard.try(ctx, string(m.Staff.School), string(m.Staff.ID), from)
	if err != nil {
		return err
	}
	ok, _, err := s.Hasher.Verify(ctx, strings.TrimSpace(passphrase), m.Passphrase)
	if err != nil {
		s.Guard.undone(counted)
		return fault.New(fault.Unavailable, "access.busy", nil).Because(err)
	}
	if !ok {
		return fault.New(fault.Invalid, "access.passphrase.not_yours", nil).In(field)
	}
	s.Guard.succeeded(counted)
	return nil
}
