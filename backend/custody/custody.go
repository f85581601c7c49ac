// Package custody keeps the children's phones: who handed one in, which ones the school keeps, and who may take one
// home.
//
// It executes §9.3 of both schools' policies. A phone is with its child until it is handed in at the office (or, where
// the school has a class check instead, until somebody finds it in use); a phone that is handed in may be collected at
// any time; one that is confiscated waits for the condition that the policy names, and for a grown-up.
//
//	with the child ──hand in──▶ handed in ──collect──▶ with the child
//	      │                         │
//	      └───────confiscate────────┴──▶ confiscated ──release──▶ with the child (through an adult)
//	                                         └──────to the police──▶ with the police (final)
//
// No serial number, photo or content of a device is ever kept: only what tells it from the one beside it.
package custody

import (
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// State is where a device is, as far as the school knows.
type State string

// The states of a device.
const (
	WithChild   State = "with_child"
	HandedIn    State = "handed_in"
	Confiscated State = "confiscated"
	WithPolice  State = "with_police"
)

// What happened, as events. Bodies hold ids and codes; a ground that sets a hold is in none of them.
const (
	DidHandIn       event.Kind = "custody.handed_in"
	DidCollect      event.Kind = "custody.collected"
	DidUndo         event.Kind = "custody.undone"
	DidConfiscate   event.Kind = "custody.confiscated"
	DidContact      event.Kind = "custody.contact_logged"
	DidDecideTell   event.Kind = "custody.tell_decided"
	DidSetHold      event.Kind = "custody.hold_set"
	DidLiftHold     event.Kind = "custody.hold_lifted"
	DidRelease      event.Kind = "custody.released"
	DidGiveToPolice event.Kind = "custody.given_to_police"
	DidSearch       event.Kind = "custody.searched"
	DidDelete       event.Kind = "custody.content_deleted"
	DidCheckClass   event.Kind = "custody.class_checked"
	// DidRemain: the school day is over and a device is still handed in. Subject: the device; body {pupil, on}.
	DidRemain event.Kind = "custody.uncollected"
)

// Device is one thing that a child brings, as it is now.
type Device struct {
	ID     id.Device
	School id.School
	Pupil  id.Pupil
	// Kind is one of the policy's kinds in scope.
	Kind school.DeviceKind
	// Label and Colour tell it from the next one ("cracked case", "blue"); at most MarkLength characters each.
	Label, Colour string
	State         State
	// Slot is its numbered place in the office while it is handed in; 0 otherwise.
	Slot int
	// Condition is what the desk saw at hand-in, if anything was worth noting.
	Condition string
	// Since is when the present state began, By who brought it about.
	Since time.Time
	By    id.Person
	// Before is the state before the last desk move, and BeforeSlot its slot: what Undo goes back to. Empty when the last
	// change was no desk move, or was itself an undo.
	Before     State
	BeforeSlot int
	// Open is the confiscation that keeps it; empty when none does.
	Open id.Confiscation
}

// MarkLength is the most characters that a label, colour, condition or place may have.
const MarkLength = 60

// ReasonLength is the most characters of a reason that a person writes.
const ReasonLength = 400

// Decision is what was decided about telling the parents.
type Decision string

// The decisions about telling. None: nobody has decided yet.
const (
	Undecided Decision = ""
	TellNow   Decision = "yes"
	NotYet    Decision = "not_yet"
)

// Confiscation is one time that the school kept a device, from taking it to letting it go.
type Confiscation struct {
	ID     id.Confiscation
	School id.School
	Device id.Device
	Pupil  id.Pupil
	Kind   school.DeviceKind
	Ground school.Ground
	// Secret says that Ground sets the safeguarding hold: only the safeguarding team may ever read it.
	Secret bool
	// Stored is where the device lies.
	Stored string
	At     time.Time
	By     id.Person
	// Held is the safeguarding hold: nothing is released and the system tells no parent while it stands.
	Held       bool
	HoldReason string
	// Tell is the decision on telling the parents, with its reason where it is "not yet".
	Tell       Decision
	TellReason string
	TellBy     id.Person
	TellAt     time.Time
	// ContactAt is when somebody at school first spoke to an adult who may be told, or one answered in the app that they
	// come; zero until then. A message that was only delivered is never contact.
	ContactAt time.Time
	// Released: to whom, by whom and when. Zero while the school has it.
	ReleasedTo id.Adult
	ReleasedBy id.Person
	ReleasedAt time.Time
	// Police: the officer and the reference, when it was given to the police. That is final.
	PoliceOfficer, PoliceReference string
	PoliceBy                       id.Person
	PoliceAt                       time.Time
	// Indecent says that a search stopped because of what could be an indecent image: nothing may be deleted.
	Indecent bool
	// Searched and Deleted are when that was last done; zero when it was not.
	Searched, Deleted time.Time
}

// Closed reports whether the school no longer has the device.
func (c Confiscation) Closed() bool { return !c.ReleasedAt.IsZero() || !c.PoliceAt.IsZero() }

// Carer is an adult of the child, with the marks that decide what they may do.
type Carer struct {
	ID           id.Adult
	Name         string
	Relationship string
	MayCollect   bool
	MayBeTold    bool
	NoContact    bool
}

// Contact is one attempt to reach an adult about a confiscation.
type Contact struct {
	Confiscation id.Confiscation
	Adult        id.Adult
	How          How
	Outcome      Outcome
	At           time.Time
	By           id.Person
}

// How an adult was contacted.
type How string

// The ways of contact: the office's two, and the parent's own answer in the app.
const (
	ByPhone  How = "phone"
	InPerson How = "in_person"
	ByApp    How = "app"
)

// Outcome of an attempt. Only Spoke is contact, and WillCome: what the parent answered themselves.
type Outcome string

// The outcomes of an attempt.
const (
	Spoke    Outcome = "spoke"
	NoAnswer Outcome = "no_answer"
	WillCome Outcome = "will_come"
)

// Shelf is everything of one child that custody can change, as one transaction sees it: the unit that is locked. The
// change function alters it in place; what is altered or added is written.
type Shelf struct {
	School id.School
	Pupil  id.Pupil
	// Devices are the child's, oldest first.
	Devices []Device
	// Confiscations are the child's, newest first, closed ones too.
	Confiscations []Confiscation
	// Free is the lowest free slot of the school, or the one to go back to (Ask.Back); filled only when asked for.
	Free int
	// Carers are the child's adults; filled only when asked for.
	Carers []Carer
	// Contacts and Searches are appended by the change and written with it; they are never read here.
	Contacts []Contact
	Searches []Search
}

// Device returns the child's device with that id, to be changed in place; nil when it is not the child's.
func (s *Shelf) Device(wanted id.Device) *Device {
	for i := range s.Devices {
		if s.Devices[i].ID == wanted {
			return &s.Devices[i]
		}
	}
	return nil
}

// Confiscation returns the child's confiscation with that id, to be changed in place; nil when there is none.
func (s *Shelf) Confiscation(wanted id.Confiscation) *Confiscation {
	for i := range s.Confiscations {
		if s.Confiscations[i].ID == wanted {
			return &s.Confiscations[i]
		}
	}
	return nil
}

// Carer returns the child's adult with that id, or nil.
func (s *Shelf) Carer(wanted id.Adult) *Carer {
	for i := range s.Carers {
		if s.Carers[i].ID == wanted {
			return &s.Carers[i]
		}
	}
	return nil
}

// Found is what a class check found out of order with a child's device.
type Found string

// What a class check can find.
const (
	NotOff     Found = "not_off"
	NotPutAway Found = "not_put_away"
	InUse      Found = "in_use"
)

// Check is one class's "secured and off" on one day: everybody, but for the exceptions.
type Check struct {
	School id.School
	Class  string
	On     clock.Date
	At     time.Time
	By     id.Person
	// ByName is what colleagues call them; filled when checks are read.
	ByName     string
	Exceptions map[id.Pupil]Found
}
