package access

import (
	"cmp"
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// The events of letters and codes. Subjects are the adult; bodies hold ids and codes of states, never a name.
const (
	LetterPrinted event.Kind = "access.letter_printed"  // body {letter, child, ends, despite_no_contact}
	LetterMissed  event.Kind = "access.letter_missed"   // body {letter}: a wrong birthday
	LetterNotMine event.Kind = "access.letter_not_mine" // body {letter, child}
	Revoked       event.Kind = "access.revoked"         // body nil
	HandOverMade  event.Kind = "access.hand_over_made"  // body {ends}
	ClassCodeMade event.Kind = "access.class_code_made" // subject the member of staff; body {ends}
)

// Letter is one printed letter: an adult's way in.
type Letter struct {
	ID     id.Letter
	School id.School
	// Op is the operation that printed it; its code follows from it.
	Op    id.Op
	Hash  Hash
	Adult id.Adult
	// Child is whose birthday it asks.
	Child id.Pupil
	At    time.Time
	By    id.Person
	Ends  time.Time
	// Despite: a no-contact mark stood in the family, and the office said yes.
	Despite bool
	// Used and Ended are zero while it is neither. Why says what ended it.
	Used, Ended time.Time
	Why         Why
	// Misses is how often a wrong birthday was given.
	Misses int
}

// Why is what ended a letter before its time.
type Why string

// The ends of a letter.
const (
	PrintedAnew Why = "printed_anew"
	WasRevoked  Why = "revoked"
	NotMine     Why = "not_mine"
)

// LetterState is how far an adult's way in has come.
type LetterState string

// The states of a letter, and of an adult beyond their last letter.
const (
	LetterWaiting LetterState = "waiting"
	LetterUsed    LetterState = "used"
	LetterEnded   LetterState = "ended"
	// LetterGuessed: wrong birthdays were given, so many that the next has to wait.
	LetterGuessed LetterState = "guessed"
)

// State is how a letter stands at that moment.
func (l Letter) State(now time.Time) LetterState {
	switch {
	case !l.Used.IsZero():
		return LetterUsed
	case !l.Ended.IsZero(), !now.Before(l.Ends):
		return LetterEnded
	case l.Misses >= LetterPace.Free:
		return LetterGuessed
	}
	return LetterWaiting
}

// good reports whether a letter still lets its adult in, as they and the child are now. A mark that came since it was
// printed ends it: of one's own, for a letter that names the child; of anybody else beside the child, until the office
// has said yes, since that person may be who has it, and knows the birthday.
func (l Letter) good(m Member, child people.Pupil, today clock.Date) bool {
	if _, here := m.seated(people.ParentKind, today); !here || child.ID == "" {
		return false
	}
	for _, f := range m.Families {
		if f.Pupil.ID == child.ID && f.Marks(m.Adult.ID).NoContact {
			return false
		}
	}
	return l.Despite || !slices.ContainsFunc(m.around(today), marked)
}

// marked reports whether a no-contact mark stands beside the child.
func marked(f people.Family) bool {
	return slices.ContainsFunc(f.Contacts, func(a people.Around) bool { return a.Contact.Marks().NoContact })
}

// Book is a school's people with their letters.
type Book struct {
	State people.State
	// Last is each adult's newest letter.
	Last map[id.Adult]Letter
	// Devices are the sessions that last, each with those who have a seat in it.
	Devices [][]id.Adult
	// SignedIn are those of them whom a device lets in: the service's to fill.
	SignedIn map[id.Adult]bool
}

// Addressee is an adult who is asked to sign and gets a letter: everybody who cares for a child on the roll, with or
// without parental responsibility, unless contact is barred.
type Addressee struct {
	Adult people.Adult
	// Relationship is what they are to the first of Children.
	Relationship string
	// Children are those they are asked about, youngest last.
	Children []people.Pupil
	// NeedsYes: a no-contact mark stands beside one of those children. The letter names the child and the school, so the
	// office looks at the family before it is printed.
	NeedsYes bool
}

// Child is whose birthday the letter asks: the youngest, whom everybody who lives with the family knows.
func (a Addressee) Child() people.Pupil {
	youngest := a.Children[0]
	for _, child := range a.Children[1:] {
		if cmp.Or(cmp.Compare(child.DOB, youngest.DOB), cmp.Compare(youngest.ID, child.ID)) > 0 {
			youngest = child
		}
	}
	return youngest
}

// Addressees are everybody who gets a letter, by folded surname, forename, then id.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func Addressees(state people.State, today clock.Date) []Addressee {
	found := map[id.Adult]*Addressee{}
	for _, f := range state.Families() {
		if f.Pupil.Left(today) || f.Pupil.DOB == "" {
			continue
		}
		barred := marked(f)
		for _, answer := range people.WhoIsAsked(people.ForAUP, f) {
			adult := answer.Adult
			if !answer.Ruling.OK() || people.IsRoleName(adult.Forename, adult.Surname) {
				continue
			}
			a := found[adult.ID]
			if a == nil {
				a = &Addressee{Adult: adult, Relationship: relationship(f, adult.ID)}
				found[adult.ID] = a
			}
			a.Children, a.NeedsYes = append(a.Children, f.Pupil), a.NeedsYes || barred
		}
	}
	list := make([]Addressee, 0, len(found))
	for _, a := range found {
		list = append(list, *a)
	}
	slices.SortFunc(list, func(a, b Addressee) int {
		return cmp.Or(cmp.Compare(people.Fold(a.Adult.Surname), people.Fold(b.Adult.Surname)),
			cmp.Compare(people.Fold(a.Adult.Forename), people.Fold(b.Adult.Forename)), cmp.Compare(a.Adult.ID, b.Adult.ID))
	})
	return list
}

func relationship(f people.Family, adult id.Adult) string {
	for _, around := range f.Contacts {
		if around.Adult.ID == adult && !around.Contact.Gone() {
			return around.Contact.Relationship
		}
	}
	return ""
}

// Refusal is somebody for whom no letter is printed, and why.
type Refusal struct {
	Adult people.Adult
	Why   *fault.Fault
}

// Order is what the office asks to be printed: Yes names those of Adults whose families it has looked at.
type Order struct{ Adults, Yes []id.Adult }

// Plan sorts an order into those who get a letter and those who do not, each once, in the order's order. An id of
// nobody at the school is a fault of the whole.
func (o Order) Plan(state people.State, today clock.Date) (write []Addressee, refused []Refusal, err error) {
	asked, known, seen := map[id.Adult]Addressee{}, map[id.Adult]people.Adult{}, map[id.Adult]bool{}
	for _, a := range Addressees(state, today) {
		asked[a.Adult.ID] = a
	}
	for _, a := range state.Adults {
		known[a.ID] = a
	}
	for _, wanted := range o.Adults {
		adult, there := known[wanted]
		if !there {
			return nil, nil, people.Absent()
		}
		if seen[wanted] {
			continue
		}
		seen[wanted] = true
		a, gets := asked[wanted]
		why := ""
		switch {
		case gets && a.NeedsYes && !slices.Contains(o.Yes, wanted):
			why = "access.letter.needs_yes"
		case gets:
			write = append(write, a)
			continue
		case adult.MergedInto != "":
			why = "access.letter.merged"
		case people.IsRoleName(adult.Forename, adult.Surname):
			why = "access.letter.role_name"
		case barredEverywhere(state, wanted, today):
			why = "access.letter.no_contact"
		default:
			why = "access.letter.not_asked"
		}
		refused = append(refused, Refusal{Adult: adult, Why: fault.New(fault.Denied, why, nil)})
	}
	return write, refused, nil
}

// barredEverywhere reports whether a no-contact mark is what stands between an adult and every child of theirs.
func barredEverywhere(state people.State, adult id.Adult, today clock.Date) bool {
	barred := false
	for _, f := range state.Families() {
		if f.Pupil.Left(today) {
			continue
		}
		for _, around := range f.Contacts {
			if around.Adult.ID == adult {
				if !around.Contact.Marks().NoContact {
					return false
				}
				barred = true
			}
		}
	}
	return barred
}
