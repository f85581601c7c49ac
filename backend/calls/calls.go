// Package calls is the office's call list: families who want the school to ring them, each with their language, and
// what came of it.
//
// What a family wrote stands on this list and nowhere else: no event and no log has a word of it. Whoever asks for the
// same thing again while it waits is not put on the list twice; what they wrote is added.
package calls

import (
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// About is what the call is about.
type About string

// What a family can ask a call about. Questions about a policy, declining one, letters that reached somebody else, and
// "please call me" under a message from school come from their own rooms.
const (
	Name       About = "name"
	Number     About = "number"
	Language   About = "language"
	Children   About = "children"
	Other      About = "other"
	Question   About = "aup_question"
	Declined   About = "declined"
	NotMyChild About = "not_my_child"
	Message    About = "message"
)

// Outcome is what came of a call.
type Outcome string

// The outcomes. NoAnswer leaves the family on the list.
const (
	Reached  Outcome = "reached"
	NoAnswer Outcome = "no_answer"
	Settled  Outcome = "settled"
)

// What happened. Bodies hold codes and ids, never what was written.
const (
	DidAsk    event.Kind = "calls.asked"
	DidTry    event.Kind = "calls.tried"
	DidSettle event.Kind = "calls.settled"
)

// WordsLength is the most characters that a family writes at once, Kept the most that an entry keeps: of several times,
// the last.
const (
	WordsLength = 500
	Kept        = 4 * WordsLength
)

// Entry is one call that the office owes.
type Entry struct {
	ID     id.Call
	School id.School
	Adult  id.Adult
	About  About
	// Document and Statements are what a question is about; Document is empty for none.
	Document   string
	Statements []string
	// Language is the reader's when they asked, so that the office can find an interpreter first.
	Language string
	Words    string
	Pupils   []id.Pupil
	// At is since when the family waits, Again when they last asked.
	At, Again time.Time
	// TriedAt is when nobody answered last, and TriedBy who rang; zero for never.
	TriedAt time.Time
	TriedBy id.Person
	// DoneAt, DoneBy and Outcome are of the call that ended it; zero while it waits.
	DoneAt  time.Time
	DoneBy  id.Person
	Outcome Outcome
}

// Open reports whether the family still waits.
func (e Entry) Open() bool { return e.DoneAt.IsZero() }

// Line is an entry with what the office needs to ring.
type Line struct {
	Entry
	AdultName, Mobile string
	PupilNames        []string
	// Reason is why the family declined, by its code; empty for every other call.
	Reason string
	// ByName is who settled it, or who rang last while it waits.
	ByName string
}
