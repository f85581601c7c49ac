// Package fault is the one error that crosses rooms: a kind for machines, a phrase for the person, a cause for the log.
package fault

import (
	"errors"
	"fmt"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/phrase"
)

// Kind is what sort of no it is.
type Kind string

const (
	// Invalid: what was sent cannot be used; Field says which part.
	Invalid Kind = "invalid"
	// SignedOut: nobody is signed in, or no longer.
	SignedOut Kind = "signed_out"
	// Denied: this person may not, or the policy says no.
	Denied Kind = "denied"
	// NotFound: it is not there, or it is not this person's to know that it is.
	NotFound Kind = "not_found"
	// Conflict: somebody else was first, or the operation id was used for something else.
	Conflict Kind = "conflict"
	// NotYet: the policy says yes later, or after something else.
	NotYet Kind = "not_yet"
	// TooMany: slow down.
	TooMany Kind = "too_many"
	// Unavailable: it could not be kept just now; nothing changed, try again.
	Unavailable Kind = "unavailable"
)

// Fault is an error with three faces. Rooms return it; only the front door knows what HTTP makes of it.
type Fault struct {
	Kind Kind
	// Say is for the person, in their language.
	Say phrase.Phrase
	// Clause is the policy's sentence that it rests on, if it is one.
	Clause clause.Key
	// Field is the part of the request at fault, as a JSON path ("rows.3.surname"); empty when it is the whole.
	Field string
	// Parts are further faults of the same request, each with its Field.
	Parts []*Fault
	// From is when a NotYet becomes a yes by itself; zero where time alone changes nothing.
	From time.Time
	// Cause is for the log, and never shown.
	Cause error
}

// Error is for logs. It holds no name and no narrative: keys and kinds only.
func (f *Fault) Error() string {
	text := string(f.Kind) + " " + f.Say.Key
	if f.Field != "" {
		text += " (" + f.Field + ")"
	}
	if f.Cause != nil {
		return fmt.Sprintf("%s: %v", text, f.Cause)
	}
	return text
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// New returns a fault that says the phrase with that key.
func New(kind Kind, key string, args phrase.Args) *Fault {
	return &Fault{Kind: kind, Say: phrase.Say(key, args)}
}

// In returns the fault laid at a part of the request.
func (f *Fault) In(field string) *Fault { f.Field = field; return f }

// Because returns the fault with the error that led to it.
func (f *Fault) Because(cause error) *Fault { f.Cause = cause; return f }

// Of turns a ruling into the fault that it means, or nil for a yes.
func Of(r clause.Ruling) error {
	switch r.Verdict {
	case clause.Allowed:
		return nil
	case clause.NotYet:
		return &Fault{Kind: NotYet, Say: r.Why, Clause: r.Clause, From: r.From}
	case clause.Denied:
	}
	return &Fault{Kind: Denied, Say: r.Why, Clause: r.Clause}
}

// Is reports whether err is, or wraps, a fault of that kind.
func Is(err error, kind Kind) bool {
	var f *Fault
	return errors.As(err, &f) && f.Kind == kind
}
