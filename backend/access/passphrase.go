package access

import (
	"context"
	"net/netip"
	"strings"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Another is what somebody types who wants another passphrase.
type Another struct {
	// Now is the one that they have, Next the one that they want.
	Now, Next string
	// From is the address that the request came from.
	From netip.Addr
}

// ChangePassphrase gives somebody on the staff another passphrase for the one that they have. Every session of theirs
// ends, and this device goes on under a new one. Tries are counted as those of coming in are. Faults: SignedOut; Denied
// ("access.passphrase.none") for who came by a link and has none; TooMany, which carries Slow as its cause; Invalid at
// "now" or at "passphrase"; Conflict when it was changed meanwhile.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func (s *Service) ChangePassphrase(ctx context.Context, token Token, a Another) (Entry, error) {
	kept, members, found, err := s.Store.Session(ctx, token.Hash())
	if err != nil {
		return Entry{}, err
	}
	if !found || kept.Kind != people.StaffKind || len(members) != 1 {
		return Entry{}, fault.New(fault.SignedOut, "access.session.over", nil)
	}
	m := members[0]
	if m.Passphrase == "" {
		return Entry{}, fault.New(fault.Denied, "access.passphrase.none", nil)
	}
	counted, err := s.Guard.try(ctx, string(m.Staff.School), string(m.Staff.ID), a.From)
	if err != nil {
		return Entry{}, err
	}
	ok, _, err := s.Hasher.Verify(ctx, strings.TrimSpace(a.Now), m.Passphrase)
	if err != nil {
		s.Guard.undone(counted)
		return Entry{}, fault.New(fault.Unavailable, "access.busy", nil).Because(err)
	}
	if !ok {
		return Entry{}, fault.New(fault.Invalid, "access.passphrase.not_yours", nil).In("now")
	}
	s.Guard.succeeded(counted)
	if strings.TrimSpace(a.Next) == strings.TrimSpace(a.Now) {
		return Entry{}, fault.New(fault.Invalid, "access.passphrase.same", nil).In("passphrase")
	}
	next, err := s.choose(ctx, a.Next, m.SchoolName, m.Staff.Forename, m.Staff.Surname, m.Staff.Email)
	if err != nil {
		return Entry{}, err
	}
	session, person := NewToken(), id.Person(m.Staff.ID)
	act := s.own("access.change_passphrase", m.Staff.School, person, session.Hash())
	err = s.Store.Begin(ctx, act, Beginning{Session: s.session(session, m), Replaces: token.Hash(), Was: m.Passphrase,
		Rehashed: next, Chosen: true, Events: []event.Event{act.Did(PassphraseSet, string(person), nil)}})
	if err != nil {
		return Entry{}, err
	}
	return s.entry(session, m.Staff), nil
}
