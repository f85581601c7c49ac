package custody

import (
	"time"

	"lollipop/backend/id"
)

// ConsentOf is who agreed to a search.
type ConsentOf string

// Who may agree: the learner, or a parent or carer (BG 9.3/11).
const (
	ConsentOfChild  ConsentOf = "child"
	ConsentOfParent ConsentOf = "parent"
)

// SearchOutcome is how a search of a device ended.
type SearchOutcome string

// The outcomes of a search. CouldBeIndecent stops it at once: nobody looks further, and only the police do the rest.
const (
	NothingFound    SearchOutcome = "nothing_found"
	BreachFound     SearchOutcome = "breach_found"
	CouldBeIndecent SearchOutcome = "could_be_indecent"
)

// Search is one search of a confiscated device: who, with whose agreement, before whom, and how it ended. What was seen
// is not described.
type Search struct {
	Confiscation id.Confiscation
	At           time.Time
	By           id.Person
	Consent      ConsentOf
	// Parent is the adult who agreed, when it was one.
	Parent id.Adult
	// How the agreement was given.
	How     How
	Witness id.Staff
	Outcome SearchOutcome
}
