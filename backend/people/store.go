package people

import (
	"context"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Roll is what this room needs kept about the people of a school. Every method sees one school only; somebody of
// another school does not exist for it. Absent things are fault NotFound "people.not_found"; a database that cannot
// answer is fault Unavailable.
type Roll interface {
	// State returns everybody the school has, leavers and merged records included, each list ordered by id (contacts by
	// pupil, then adult), as of one moment.
	State(ctx context.Context, school id.School) (State, error)
	// Families returns one page of the pupils who match, with their contacts, ordered by folded surname, then folded
	// preferred forename, then id. A page past the last is empty, with the Total right.
	Families(ctx context.Context, school id.School, q Query) (FamilyPage, error)
	// Family returns one pupil, on the roll or not, with every contact.
	Family(ctx context.Context, school id.School, pupil id.Pupil) (Family, error)
	// FamiliesOf returns the families of every pupil, on the roll or not, one of whose contacts resolves to that adult;
	// ordered as Families. None for an adult who is merged into another, and for nobody.
	FamiliesOf(ctx context.Context, school id.School, adult id.Adult) ([]Family, error)
	// ClassList returns the pupils of a class who are on the roll that day, ordered as Families; none for no such
	// class.
	ClassList(ctx context.Context, school id.School, class string, today clock.Date) ([]Pupil, error)
	// Classes returns the classes that have a pupil on the roll that day, youngest year first, then by name. A class of
	// mixed years stands once, at its youngest.
	Classes(ctx context.Context, school id.School, today clock.Date) ([]Class, error)
	// StaffList returns all staff, leavers included, ordered by folded surname, then folded forename, then id.
	StaffList(ctx context.Context, school id.School) ([]Staff, error)
	// StaffRecords returns what is recorded about one member of staff, oldest first.
	StaffRecords(ctx context.Context, school id.School, staff id.Staff) ([]Approval, []Declaration, error)
	// ChangeRoll runs the change on the state in one transaction in which no other change of this school's people can
	// come between, and writes its Changes, the operation and the events together or not at all. A replay of the act
	// (same operation, actor, command and hash) does nothing and is no error. The change may be run again from the
	// start.
	ChangeRoll(ctx context.Context, act event.Act, change func(State) (Changes, []event.Event, error)) error
}

// Changes are what a change of a school's people writes. Records are written whole, by their key (Contact: pupil and
// adult; Approval and Declaration: operation); those with a new key are added. Nothing is removed but what Gone names.
type Changes struct {
	Pupils       []Pupil
	Adults       []Adult
	Contacts     []Contact
	Staff        []Staff
	Apart        []Pair
	Approvals    []Approval
	Declarations []Declaration
	// Together are pairs of Apart that are forgotten.
	Together []Pair
	// Gone are removed, contacts first: only an undo does that.
	Gone Keys
}

// Keys name records.
type Keys struct {
	Pupils   []id.Pupil
	Adults   []id.Adult
	Contacts []ContactKey
	Staff    []id.Staff
}

// ContactKey names a contact.
type ContactKey struct {
	Pupil id.Pupil
	Adult id.Adult
}

// Query asks for families.
type Query struct {
	// Text is what was typed. Its folded parts (Fold) must each begin a part of one person's names: of the pupil's
	// (legal or preferred), or of one of the contacts'. Stores search the column SearchText. Empty finds everybody.
	Text string
	// Class is a registration group, or empty for all.
	Class string
	// Today decides who is on the roll; leavers are not found.
	Today clock.Date
	// Page counts from 1; Size is how many pupils a page holds, 1 to 100.
	Page, Size int
}

// FamilyPage is one page of families.
type FamilyPage struct {
	Families []Family
	// Total is how many pupils match on all pages.
	Total int
}

// Family is a pupil and the adults around them.
type Family struct {
	Pupil Pupil
	// Contacts are in order of priority (0 last), then adult id. Several may resolve to one adult after a merge: People
	// says who they are.
	Contacts []Around
}

// Around is one contact of a pupil with the record that stands for the adult.
type Around struct {
	Contact Contact
	// Adult is the record to show and to reach: the one at the end of MergedInto, or Contact.Adult's own.
	Adult Adult
}

// Class is a registration group.
type Class struct {
	Name string
	Year Year
	// Pupils is how many are on the roll.
	Pupils int
}
