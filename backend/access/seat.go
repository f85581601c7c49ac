package access

import (
	"slices"
	"strings"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// How long families' and pupils' sessions last. A family's telephone is its own; a class's tablet is the next child's.
const (
	FamilyIdle  = 90 * 24 * time.Hour
	FamilyLasts = 400 * 24 * time.Hour // for each seat, from its own letter
	PupilLasts  = time.Hour
	mostSeats   = 20
)

// Seat is one person's place in a session, as it is kept: ids, a time and a digest.
type Seat struct {
	School   id.School
	Person   id.Person
	Standing Hash
	// Since is when this person came in on this device; zero for a session's first seat, which came with it.
	Since time.Time
}

// Session is one device's sign-in, as it is kept. A session of staff or of a pupil has one seat; a family's telephone
// may have several, one for each letter.
type Session struct {
	Hash Hash
	// Kind is people.StaffKind (also where it is empty), people.ParentKind, people.PupilKind or BellKind.
	Kind people.Kind
	// Since is when it began, Seen when it was last used (to within TouchEvery).
	Since, Seen time.Time
	// Proved is when its person last proved their second factor here, and Renewed when that was last of use; zero where they
	// never did. Told is when they said that they have read what became of their factors.
	Proved, Renewed, Told time.Time
	Seats                 []Seat
}

// Member is somebody behind a seat, a link or a letter, as they are now: a member of staff, an adult or a pupil. The
// zero Member is somebody who is gone.
type Member struct {
	Staff people.Staff
	Adult people.Adult
	// Families are the adult's.
	Families []people.Family
	Pupil    people.Pupil
	// SchoolName is for the page behind a link.
	SchoolName string
	// Passphrase is the Hasher's string of staff; empty until they have chosen one.
	Passphrase string
}

// Standing is a digest of what a session rests on: who it is, and of staff their roles and the e-mail address they sign
// in with. A session keeps the standing of its people from when they signed in; when it is another now, the session is
// over. So no other room has to remember to end sessions when it changes a role. Leaving has a date and is asked at
// every request; so is who an adult's children are.
func (m Member) Standing() Hash {
	switch {
	case m.Adult.ID != "":
		return digest("standing", string(m.Adult.School), string(m.Adult.ID))
	case m.Pupil.ID != "":
		return digest("standing", string(m.Pupil.School), string(m.Pupil.ID))
	}
	roles := make([]string, len(m.Staff.Roles))
	for i, role := range m.Staff.Roles {
		roles[i] = string(role)
	}
	slices.Sort(roles)
	return digest("standing", string(m.Staff.School), string(m.Staff.ID), m.Staff.Email, strings.Join(roles, ","))
}

// Seated is one person whom a session lets in, as they are now.
type Seated struct {
	people.Who
	Since time.Time
	// Adult is an adult of a family, and Children those on the roll whom no order bars from them.
	Adult    people.Adult
	Children []people.Pupil
	// Pupil is a pupil who signed in themselves.
	Pupil people.Pupil
	// Language is what the school's system says the family speaks: a tag, which we may not speak, or empty.
	Language string
}

// Presence is who is at a device.
type Presence struct {
	// Who is the first of them; of staff and of pupils the only one.
	Who people.Who
	// Kind is people.StaffKind, people.ParentKind or people.PupilKind.
	Kind people.Kind
	// Seats are all who are present, in the order in which they came.
	Seats []Seated
	// Proved is when the one member of staff proved their second factor on this device; zero where that no longer counts.
	Proved time.Time
	// since, renewed and told are the session's.
	since, renewed, told time.Time
}

// At finds the seat of that person.
func (p Presence) At(person id.Person) (Seated, bool) {
	at := slices.IndexFunc(p.Seats, func(s Seated) bool { return s.Person == person })
	if at < 0 {
		return Seated{}, false
	}
	return p.Seats[at], true
}

// Same are the seats of one person at however many schools: those that are certainly the same adult.
func (p Presence) Same(who id.Person) []Seated {
	me, there := p.At(who)
	var same []Seated
	for _, s := range p.Seats {
		if there && (s.Person == who || people.Certain(s.Adult, me.Adult)) {
			same = append(same, s)
		}
	}
	return same
}

// each gives the act at every school that a device has a seat at, by its first person there: what ends a session stands
// in the record of each.
func (p Presence) each(act event.Act, do func(event.Act) error) error {
	told := map[id.School]bool{}
	for _, s := range p.Seats {
		if told[s.School] {
			continue
		}
		told[s.School] = true
		act.School, act.Actor = s.School, s.Person
		if err := do(act); err != nil {
			return err
		}
	}
	return nil
}

// lasts is how long a session of that kind may be idle, and how long each of its seats lasts.
func lasts(kind people.Kind) (idle, whole time.Duration) {
	switch kind {
	case people.ParentKind, BellKind:
		return FamilyIdle, FamilyLasts
	case people.PupilKind:
		return PupilLasts, PupilLasts
	}
	return SessionIdle, SessionLasts
}

// Over are the sessions of one kind that are over for good at that moment and may be deleted.
type Over struct {
	Kind people.Kind
	// Since and Seen: whatever began or was seen before.
	Since, Seen time.Time
}

func over(now time.Time) []Over {
	var all []Over
	for _, kind := range []people.Kind{people.StaffKind, people.ParentKind, people.PupilKind, BellKind} {
		idle, whole := lasts(kind)
		all = append(all, Over{Kind: kind, Since: now.Add(-whole), Seen: now.Add(-idle)})
	}
	return all
}

// Present says who a session lets in at this moment: those of its people who are still who they were when they signed
// in. It is nobody when the session was idle or is over. Staff who left or whose roles or address changed are out; so
// are pupils who left, and adults whose record is merged into another or who have no child at that school whom they may
// hear of, or on whose device somebody sits from whom their child is kept.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func Present(s Session, now []Member, at time.Time, today clock.Date) (Presence, clause.Ruling) {
	nobody := clause.Deny(loginsHolder, phrase.Say("access.session.over", nil))
	kind := s.Kind
	if kind == "" {
		kind = people.StaffKind
	}
	idle, whole := lasts(kind)
	// Seen may seem to come from the next moment. What is further ahead was written by a clock that has been set back since:
	// until that had caught up, nobody would be idle.
	if at.Sub(s.Seen).Abs() >= idle || len(now) != len(s.Seats) {
		return Presence{}, nobody
	}
	p := Presence{Kind: kind, Proved: s.proved(at), since: s.Since, renewed: s.Renewed, told: s.Told}
	var kept []people.Adult
	beside := func(person id.Person) bool {
		return slices.ContainsFunc(s.Seats, func(seat Seat) bool { return seat.Person == person })
	}
	for i, m := range now {
		seat := s.Seats[i]
		if seat.Since.IsZero() {
			seat.Since = s.Since
		}
		seated, here := m.seated(kind, today)
		if here && at.Sub(seat.Since) < whole && m.Standing() == seat.Standing {
			seated.Since = seat.Since
			p.Seats = append(p.Seats, seated)
		}
		if kind == people.ParentKind && m.keptFrom(beside, today) {
			kept = append(kept, m.Adult)
		}
	}
	p.Seats = slices.DeleteFunc(p.Seats, func(s Seated) bool {
		return slices.ContainsFunc(kept, func(a people.Adult) bool { return a.ID == s.Adult.ID || people.Certain(a, s.Adult) })
	})
	if len(p.Seats) == 0 {
		return Presence{}, nobody
	}
	p.Who = p.Seats[0].Who
	return p, clause.Allow(loginsHolder)
}

// keptFrom reports whether a child of this adult's is kept by an order from one of those people. What a device shows of
// the one must then not be seen by the other: it has their number, and signs in their name.
func (m Member) keptFrom(those func(id.Person) bool, today clock.Date) bool {
	return slices.ContainsFunc(m.around(today), func(f people.Family) bool {
		return slices.ContainsFunc(f.Contacts, func(a people.Around) bool {
			return those(id.Person(a.Adult.ID)) && f.Marks(a.Adult.ID).NoContact
		})
	})
}

// around are the families of the children whom a device shows to this adult.
func (m Member) around(today clock.Date) []people.Family {
	children := people.ChildrenOf(people.ForSignIn, m.Adult.ID, m.Families, today)
	var families []people.Family
	for _, f := range m.Families {
		if slices.ContainsFunc(children, func(p people.Pupil) bool { return p.ID == f.Pupil.ID }) {
			families = append(families, f)
		}
	}
	return families
}

// seated is the person behind a seat of a session of that kind, where they may still sit.
func (m Member) seated(kind people.Kind, today clock.Date) (Seated, bool) {
	switch kind {
	case people.ParentKind:
		children := people.ChildrenOf(people.ForSignIn, m.Adult.ID, m.Families, today)
		return Seated{Who: m.Adult.Who(), Adult: m.Adult, Children: children, Language: m.Adult.Language},
			m.Adult.ID != "" && m.Adult.MergedInto == "" && len(children) > 0
	case people.PupilKind:
		return Seated{Who: m.Pupil.Who(), Pupil: m.Pupil, Language: m.Pupil.FirstLanguage},
			m.Pupil.ID != "" && !m.Pupil.Left(today)
	}
	return Seated{Who: m.Staff.Who()}, m.Staff.ID != "" && !m.Staff.Left(today)
}

// kept is a seat as a new session keeps it.
func (s Seated) kept() Seat {
	m := Member{Adult: s.Adult, Pupil: s.Pupil}
	return Seat{School: s.School, Person: s.Person, Standing: m.Standing(), Since: s.Since}
}

// joined are the seats of a family's device after somebody came in: those who were there, then those who come, nobody
// twice.
func joined(there Presence, come []Seat) []Seat {
	var seats []Seat
	if there.Kind == people.ParentKind {
		for _, s := range there.Seats {
			again := func(c Seat) bool { return c.School == s.School && c.Person == s.Person }
			if !slices.ContainsFunc(come, again) {
				seats = append(seats, s.kept())
			}
		}
	}
	seats = append(seats, come...)
	return seats[max(0, len(seats)-mostSeats):]
}
