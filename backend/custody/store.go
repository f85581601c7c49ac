package custody

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// Schools knows the school's own policy and calendar.
type Schools interface {
	// School returns the school; NotFound when there is none with that id.
	School(ctx context.Context, school id.School) (school.School, error)
}

// Ask says which child's shelf a change needs, and what has to be read with it: the desk's hot path reads no more than
// it uses.
type Ask struct {
	Pupil  id.Pupil
	Slot   bool
	Carers bool
	// Back is a device that may be put back where it lay: Shelf.Free is then its slot before its last move, if nobody
	// else has that.
	Back id.Device
}

// Change alters a shelf and says what happened. It is pure and short: it may run again on a fresh shelf when two
// tablets take the same slot, and an error leaves everything as it was.
type Change func(*Shelf) ([]event.Event, error)

// Store keeps devices and confiscations. Every method is of one school and sees no other.
type Store interface {
	// Change locks the child's shelf, runs change on it, and writes what it altered together with its events, the
	// operation, and the contacts and searches it appended: all or nothing. NotFound when the child is not at the school,
	// or has left and the school has nothing of theirs. The same operation again changes nothing and returns the shelf as it is now; the same operation id
	// for something else is a Conflict. The returned shelf is as written.
	Change(ctx context.Context, act event.Act, ask Ask, change Change) (Shelf, error)
	// Lying runs change on every device of the school that is handed in, by slot, as one transaction sees them in which no
	// desk does anything, and writes the events that it returns with the operation: all or nothing. A replay of the act
	// does nothing.
	Lying(ctx context.Context, act event.Act, change func([]Device) ([]event.Event, error)) error
	// Device returns one; NotFound when the school has none with that id.
	Device(ctx context.Context, school id.School, device id.Device) (Device, error)
	// Roster returns every child at the school with their devices (those that are with the child too), by class and name,
	// and leavers of whom the school still has something;
	// class limits it to one registration group, empty means all.
	Roster(ctx context.Context, school id.School, class string, today clock.Date) ([]Child, error)
	// Confiscations returns the school's, newest first: the open ones, or those closed since the given time.
	Confiscations(ctx context.Context, school id.School, open bool, since time.Time) ([]Record, error)
	// Confiscation returns one with its contacts; NotFound when the school has none with that id.
	Confiscation(ctx context.Context, school id.School, confiscation id.Confiscation) (Record, error)
	// Whose returns the child whose device a confiscation keeps or kept; NotFound when the school has none with that id.
	Whose(ctx context.Context, school id.School, confiscation id.Confiscation) (id.Pupil, error)
	// Called returns what colleagues call a member of staff; empty for somebody whom the school does not know.
	Called(ctx context.Context, school id.School, staff id.Staff) (string, error)
	// Carers returns the adults of a child, by priority; none for a child who is not the school's.
	Carers(ctx context.Context, school id.School, pupil id.Pupil) ([]Carer, error)
	// Colleague reports whether somebody with that id works at the school on that day.
	Colleague(ctx context.Context, school id.School, staff id.Staff, today clock.Date) (bool, error)
}

// CheckStore keeps the class checks.
type CheckStore interface {
	// ChangeCheck runs change on the class's check of that day (a fresh one when there is none) and writes it with its
	// events: all or nothing. NotFound when the school has no such class.
	ChangeCheck(ctx context.Context, act event.Act, class string, on clock.Date,
		change func(*Check) ([]event.Event, error)) (Check, error)
	// Checks returns all checks of that day, by class, each with the name of who checked.
	Checks(ctx context.Context, school id.School, on clock.Date) ([]Check, error)
}

// Child is a line of the desk: a child, what they bring, and whether they may keep it.
type Child struct {
	ID    id.Pupil
	Name  string
	Class string
	// Year is the year group's code: "N", "R", "1" … "6".
	Year    string
	Devices []Device
	// Keeps says that an approved exception stands today. The reason is not the desk's.
	Keeps bool
}

// Record is a confiscation with the names that a screen needs.
type Record struct {
	Confiscation
	PupilName  string
	Class      string
	Names      map[id.Person]string // of staff and adults who appear in it
	Contacts   []Contact            // newest first; only when one record is asked for
	DeviceName string               // label and colour, if any
}

// PermissionStore keeps leave to have or to use a device. Saving writes the whole record by its id together with the
// event and the operation, or nothing; NotFound where it names a pupil or a member of staff whom the school has not.
type PermissionStore interface {
	SaveException(ctx context.Context, act event.Act, e Exception, happened event.Event) error
	// Exceptions returns all of the school's, newest first.
	Exceptions(ctx context.Context, school id.School) ([]Exception, error)
	SaveUse(ctx context.Context, act event.Act, u Use, happened event.Event) error
	// Uses returns those from that day on, soonest first.
	Uses(ctx context.Context, school id.School, from clock.Date) ([]Use, error)
	SaveStaffLeave(ctx context.Context, act event.Act, leave StaffLeave, happened event.Event) error
	// HasClass reports whether the class has a child on the roll that day.
	HasClass(ctx context.Context, school id.School, class string, today clock.Date) (bool, error)
	// StaffLeaves returns all of the school's, newest first.
	StaffLeaves(ctx context.Context, school id.School) ([]StaffLeave, error)
}
