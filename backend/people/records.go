package people

import (
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// The events of this room. Bodies hold ids, counts and codes, never a name.
const (
	// Left: somebody is no longer at the school; their sessions end. Subject: the person.
	Left event.Kind = "people.left"
	// RolesChanged: a member of staff came, or holds other roles or classes; their sessions end. Subject: the staff.
	RolesChanged event.Kind = "people.roles_changed"
	// MarksCorrected: the office decided about a contact. Subject: the adult; body {pupil, marks}.
	MarksCorrected event.Kind = "people.marks_corrected"
	// NoContactCame: a file brought a court order to a contact. Subject: the adult; body {pupil}.
	NoContactCame event.Kind = "people.no_contact_came"
	// Merged and Unmerged: the sessions of both records end. Subject: the kept adult; body {merged}.
	Merged   event.Kind = "people.merged"
	Unmerged event.Kind = "people.unmerged"
	// KeptApart: the office says that two records are two people. Subject: one adult; body {other}.
	KeptApart event.Kind = "people.kept_apart"
	// ContactApproved: the head allowed an exception beforehand. Subject: the staff; body {pupil, until}.
	ContactApproved event.Kind = "people.contact_approved"
	// RelationshipDeclared: somebody told the lead of a relationship. Subject: the staff; body {kind, outcome}.
	RelationshipDeclared event.Kind = "people.relationship_declared"
)

// Approval is the head's yes, given beforehand, to one member of staff's contact with one child's family by a personal
// account.
//
// Policy: social.staff.contact_approval (AR 8.2/21, BG 8.2/19)
type Approval struct {
	// Op is the operation that recorded it, and its key within the school.
	Op     id.Op
	School id.School
	Staff  id.Staff
	Pupil  id.Pupil
	Reason string
	By     id.Person
	At     time.Time
	// From is the day on which it was given, and the first on which it holds; Until the last, empty without an end.
	From, Until clock.Date
}

// RelationshipKind is what sort of tie a declaration is about.
type RelationshipKind string

// The kinds of tie.
const (
	OwnChild   RelationshipKind = "own_child"
	Relative   RelationshipKind = "relative"
	FriendTie  RelationshipKind = "friend"
	FormerTie  RelationshipKind = "former"
	AnotherTie RelationshipKind = "other"
)

// Declaration is the record that a tie that existed before was discussed with the safeguarding lead, and what came of
// it.
// Policy: social.staff.prior_relationships (AR 8.2/19, BG 8.2/17)
// Policy: phones.staff.prior_relationships (AR 9.2/9, BG 9.2/9)
type Declaration struct {
	// Op is the operation that recorded it, and its key within the school.
	Op     id.Op
	School id.School
	Staff  id.Staff
	// Pupil is whose family it is about; empty where it is nobody's now on the roll.
	Pupil id.Pupil
	Kind  RelationshipKind
	// DiscussedWith is the lead, a deputy or the head.
	DiscussedWith id.Staff
	Outcome       string
	On            clock.Date
	By            id.Person
	At            time.Time
}
