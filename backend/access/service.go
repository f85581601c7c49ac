package access

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// touchPatience is how long a request waits to write down that its session was used.
const touchPatience = 250 * time.Millisecond

// Service performs this room's verbs. Every field but Demo and those of the second factor is needed.
type Service struct {
	Store    Store
	Founding FoundingStore
	Guard    *Guard
	Hasher   Hasher
	// Clock is the product's: it dates events, says who has left, and ends letters and class codes. The demo can move it.
	Clock clock.Clock
	// Wall is the machine's: how long links, hand-over codes and sessions last. Moving the demo's clock on to 15:15 signs
	// nobody out.
	Wall clock.Clock
	// Codes keeps letters, hand-over codes and class codes; Keys are what they are made and kept under.
	Codes CodeStore
	Keys  CodeKeys
	// Factors keeps second factors, Seals seals what is secret of them. Authenticator and Passkeys are the two sorts: without
	// Passkeys (a server that browsers know by a number alone) there are none.
	Factors       FactorStore
	Seals         Sealer
	Authenticator Authenticator
	Passkeys      Passkeys
	// Demo allows links that let a person straight in.
	Demo bool
}

// Entry is somebody come in: the session's token for the cookie, and who it lets in.
type Entry struct {
	Token Token
	Presence
}

// entry is a member of staff come in just now.
func (s *Service) entry(token Token, staff people.Staff) Entry {
	who := staff.Who()
	return Entry{token, Presence{Who: who, Kind: people.StaffKind, Seats: []Seated{{Who: who}}, since: s.Wall.Now()}}
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Clock.Now(), school.London) }

// own is an act of this room's making: a sign-in repeated is another sign-in, so each has an operation of its own.
func (s *Service) own(command string, at id.School, actor id.Person, asked Hash) event.Act {
	return event.Act{School: at, Actor: actor, At: s.Clock.Now(), Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command), []byte(asked))}
}

// choose checks a new passphrase and hashes it, before any transaction begins.
func (s *Service) choose(ctx context.Context, passphrase string, about ...string) (string, error) {
	passphrase = strings.TrimSpace(passphrase)
	if err := goodPassphrase(passphrase, func() bool { return s.Hasher.Common(passphrase, about...) }); err != nil {
		return "", err
	}
	kept, err := s.Hasher.Hash(ctx, passphrase)
	if err != nil {
		return "", fault.New(fault.Unavailable, "access.busy", nil).Because(err)
	}
	return kept, nil
}

func (s *Service) session(token Token, m Member) Session {
	now := s.Wall.Now()
	return Session{Hash: token.Hash(), Kind: people.StaffKind, Since: now, Seen: now,
		Seats: []Seat{{School: m.Staff.School, Person: id.Person(m.Staff.ID), Standing: m.Standing()}}}
}

func hashOf(token Token) Hash {
	if token == "" {
		return ""
	}
	return token.Hash()
}

// Attempt is what somebody signs in with.
type Attempt struct {
	// School is its slug.
	School, Email, Passphrase string
	// From is the address that the request came from.
	From netip.Addr
	// Before is the token in the device's cookie, if it has one: that session ends.
	Before Token
}

// SignIn lets a member of staff in by passphrase, under a new session. An unknown school, an unknown person, one who
// has left or never chose a passphrase, and a wrong passphrase take the same work and get the same answer: SignedOut
// ("access.sign_in.wrong"). Fault TooMany carries Slow as its cause.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func (s *Service) SignIn(ctx context.Context, a Attempt) (Entry, error) {
	slug, email := strings.ToLower(strings.TrimSpace(a.School)), CleanEmail(a.Email)
	passphrase := strings.TrimSpace(a.Passphrase)
	counted, err := s.Guard.try(ctx, slug, email, a.From)
	if err != nil {
		return Entry{}, err
	}
	m, found, err := s.Store.Login(ctx, slug, email, s.today())
	if err != nil {
		s.Guard.undone(counted)
		return Entry{}, err
	}
	if !found {
		m = Member{}
	}
	ok, stale, err := s.Hasher.Verify(ctx, passphrase, m.Passphrase)
	if err != nil {
		s.Guard.undone(counted)
		return Entry{}, fault.New(fault.Unavailable, "access.busy", nil).Because(err)
	}
	if !ok || !found {
		return Entry{}, fault.New(fault.SignedOut, "access.sign_in.wrong", nil)
	}
	s.Guard.succeeded(counted)
	begin := Beginning{Replaces: hashOf(a.Before), Over: over(s.Wall.Now())}
	if stale {
		if begin.Rehashed, err = s.Hasher.Hash(ctx, passphrase); err == nil {
			begin.Was = m.Passphrase // else the old string serves until the next time
		}
	}
	token, person := NewToken(), id.Person(m.Staff.ID)
	act := s.own("access.sign_in", m.Staff.School, person, token.Hash())
	begin.Session = s.session(token, m)
	begin.Events = []event.Event{act.Did(SignedIn, string(person), map[string]string{"how": "passphrase"})}
	if err := s.Store.Begin(ctx, act, begin); err != nil {
		return Entry{}, err
	}
	return s.entry(token, m.Staff), nil
}

// Check says who a session's token lets in, from the database and as they are now; it is asked at every request. Fault
// SignedOut when nobody: unknown, over, idle, signed out elsewhere, left, or changed.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func (s *Service) Check(ctx context.Context, token Token) (Presence, error) {
	kept, in, err := s.present(ctx, token.Hash())
	if err == nil && kept.Kind == BellKind { // which no token has
		err = fault.New(fault.SignedOut, "access.session.over", nil)
	}
	if err != nil {
		return Presence{}, err
	}
	if now := s.Wall.Now(); now.Sub(kept.Seen) >= TouchEvery {
		// Not being able to write it down (a full disk, or a long import that has the writer) must neither stop reading nor
		// keep it waiting; the next request tries again, and at worst the session ends the sooner.
		soon, cancel := context.WithTimeout(ctx, touchPatience)
		defer cancel()
		_ = s.Store.Touch(soon, kept.Hash, now)
	}
	return in, nil
}

// Sits reports whether the session with that hash lets that person in at this moment: to ring a telephone that several
// people share. It is no use of the session, which goes on ageing.
func (s *Service) Sits(ctx context.Context, session Hash, person people.Who) (bool, error) {
	_, in, err := s.present(ctx, session)
	if fault.Is(err, fault.SignedOut) {
		return false, nil
	}
	seat, here := in.At(person.Person)
	return here && seat.School == person.School, err
}

// present is a session as it is kept, and whom it lets in.
func (s *Service) present(ctx context.Context, hash Hash) (Session, Presence, error) {
	kept, members, found, err := s.Store.Session(ctx, hash)
	if err != nil {
		return Session{}, Presence{}, err
	}
	if !found {
		return Session{}, Presence{}, fault.New(fault.SignedOut, "access.session.over", nil)
	}
	in, ruling := Present(kept, members, s.Wall.Now(), s.today())
	if !ruling.OK() {
		return Session{}, Presence{}, fault.New(fault.SignedOut, ruling.Why.Key, ruling.Why.Args)
	}
	return kept, in, nil
}

// SignOut ends this device's session, for everybody in it. A session that is not there is no fault.
func (s *Service) SignOut(ctx context.Context, act event.Act, in Presence, token Token) error {
	return in.each(act, func(act event.Act) error {
		gone := act.Did(SignedOut, string(act.Actor), map[string]bool{"everywhere": false})
		return s.Store.End(ctx, act, token.Hash(), act.School, act.Actor, []event.Event{gone})
	})
}

// SignOutEverywhere ends every session of everybody who is present on this device, this one too: a telephone that two
// parents share was in both their hands.
func (s *Service) SignOutEverywhere(ctx context.Context, act event.Act, in Presence) error {
	for _, seat := range in.Seats {
		one := act
		one.School, one.Actor = seat.School, seat.Person
		if len(in.Seats) > 1 { // of one school they would share the operation: each has their own, the same at every retry
			one.Op = event.Made[id.Op](one, string(seat.Person))
		}
		if err := s.EndSessionsOf(ctx, one, seat.School, seat.Person); err != nil {
			return err
		}
	}
	return nil
}

// EndSessionsOf ends every session of a person, because of something else that happened to them. A change of roles, of
// the address, leaving and merging end sessions by themselves. No route leads here directly.
func (s *Service) EndSessionsOf(ctx context.Context, act event.Act, at id.School, person id.Person) error {
	gone := act.Did(SignedOut, string(person), map[string]bool{"everywhere": true})
	return s.Store.End(ctx, act, "", at, person, []event.Event{gone})
}
