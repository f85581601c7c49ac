package aup

import (
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Library is every version and every edition that a school has, oldest first, and how its policy asks for them.
type Library struct {
	School   id.School
	Policy   school.AUP
	Versions []Version
	Editions []Edition
}

// Current is the version of a document that is asked now; ok is false where the school has published none.
func (l Library) Current(d Document) (current Version, ok bool) {
	for _, v := range l.Versions {
		if v.Document == d && v.Number > current.Number {
			current, ok = v, true
		}
	}
	return current, ok
}

// Version is the newest version with that digest.
func (l Library) Version(d Document, wanted string) (found Version, ok bool) {
	for _, v := range l.Versions {
		if v.Document == d && v.ID == wanted && v.Number > found.Number {
			found, ok = v, true
		}
	}
	return found, ok
}

// ReplacedAt is when a version ceased to be the one that is asked; zero while it is.
func (l Library) ReplacedAt(d Document, version string) time.Time {
	was, _ := l.Version(d, version)
	next := Version{}
	for _, v := range l.Versions {
		if v.Document == d && v.Number > was.Number && (next.Number == 0 || v.Number < next.Number) {
			next = v
		}
	}
	return next.At
}

// Edition is the edition with that digest.
func (l Library) Edition(wanted string) (Edition, bool) {
	at := slices.IndexFunc(l.Editions, func(e Edition) bool { return e.ID == wanted })
	if at < 0 {
		return Edition{}, false
	}
	return l.Editions[at], true
}

// Newest is the newest edition of a version in a language.
func (l Library) Newest(version, language string) (newest Edition, ok bool) {
	for _, e := range l.Editions {
		if e.Version == version && e.Language == language && (!ok || e.Since.After(newest.Since)) {
			newest, ok = e, true
		}
	}
	return newest, ok
}

// Offered are the newest editions of a version, one a language, English first and the others by their tags.
func (l Library) Offered(version string) []Edition {
	var tags []string
	for _, e := range l.Editions {
		if e.Version == version && e.Language != English && !slices.Contains(tags, e.Language) {
			tags = append(tags, e.Language)
		}
	}
	slices.Sort(tags)
	var offered []Edition
	for _, tag := range slices.Concat([]string{English}, tags) {
		if e, ok := l.Newest(version, tag); ok {
			offered = append(offered, e)
		}
	}
	return offered
}

// Sitting is all that is known of one person who signs, at one moment: what one transaction sees. A change adds to
// Signatures, Declines and Asking, and withdraws; nothing else of it is written.
type Sitting struct {
	Signer Signer
	Library
	// Families are those of every pupil beside whom the adult stands; a pupil's is their own.
	Families []people.Family
	// Signatures and Declines are the signer's, by whichever of their records, oldest first.
	Signatures []Signature
	Declines   []Decline
	// QuestionAt is since when a question of theirs waits on the call list; zero for none.
	QuestionAt time.Time
	// Asking goes to the call list with the change.
	Asking []Asking
	// Made are the signatures that the operation is about: a replay finds those of the first time.
	Made []id.Signature
}

// Children are those whom the signer signs for: a pupil themselves; an adult each child on the roll for whom they are
// asked at this moment.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), roles.children.read_aups (AR 4.5/3, BG 4.5/3)
func (s Sitting) Children(today clock.Date) []people.Pupil {
	switch s.Signer.Kind {
	case people.ParentKind:
		return people.ChildrenOf(people.ForAUP, id.Adult(s.Signer.Person), s.Families, today)
	case people.PupilKind:
		for _, f := range s.Families {
			if id.Person(f.Pupil.ID) == s.Signer.Person && !f.Pupil.Left(today) {
				return []people.Pupil{f.Pupil}
			}
		}
	}
	return nil
}

// child is a pupil of the signer's families, on the roll or not.
func (s Sitting) child(wanted id.Pupil) people.Pupil {
	for _, f := range s.Families {
		if f.Pupil.ID == wanted {
			return f.Pupil
		}
	}
	return people.Pupil{}
}

// Subject is the child whom a signature is about: the one signed for, or the pupil who signs; none for an adult's own.
func (s Sitting) Subject(g Signature) people.Pupil {
	if s.Signer.Kind == people.PupilKind {
		return s.child(id.Pupil(s.Signer.Person))
	}
	return s.child(g.Pupil)
}

// May see says whether somebody still reads what they signed: not about a child from whom an order bars them since.
func (s Sitting) maySee(g Signature) bool {
	if g.Pupil == "" {
		return true
	}
	for _, f := range s.Families {
		if f.Pupil.ID == g.Pupil {
			return !f.Marks(id.Adult(s.Signer.Person)).NoContact
		}
	}
	return false
}

// signed finds the signer's newest signature of a document for that child (empty for themselves) that is not taken
// back; of which version does not matter.
func (s Sitting) signed(d Document, pupil id.Pupil) (newest Signature, ok bool) {
	for _, g := range s.Signatures {
		if g.Document == d && g.Pupil == pupil && g.WithdrawnAt.IsZero() && (!ok || g.At.After(newest.At)) {
			newest, ok = g, true
		}
	}
	return newest, ok
}

// standing finds the signer's signature of one version.
func (s Sitting) standing(d Document, version string, pupil id.Pupil) (Signature, bool) {
	for _, g := range s.Signatures {
		if g.Document == d && g.Version == version && g.Pupil == pupil && g.WithdrawnAt.IsZero() {
			return g, true
		}
	}
	return Signature{}, false
}

// declined reports whether the signer's last word on a version, for that child, was no.
func (s Sitting) declined(d Document, version string, pupil id.Pupil) bool {
	last := lastDecline(s.Declines, d, version, pupil)
	if last.ID == "" {
		return false
	}
	for _, g := range s.Signatures {
		if g.Document == d && g.Version == version && g.Pupil == pupil && !g.At.Before(last.At) {
			return false // signed since; taken back or not, that was the later word
		}
	}
	return true
}

func lastDecline(declines []Decline, d Document, version string, pupil id.Pupil) (last Decline) {
	for _, n := range declines {
		if n.Document == d && n.Version == version && n.Pupil == pupil && !n.At.Before(last.At) {
			last = n
		}
	}
	return last
}

// day is the school's day of a moment.
func day(at time.Time) clock.Date { return clock.DateOf(at, school.London) }
