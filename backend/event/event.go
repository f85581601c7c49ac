// Package event is what happened: the one record from which audit, notices and live screens follow. A room makes it, the
// store writes it in the same transaction as the change itself.
package event

import (
	"crypto/sha256"
	"encoding/json"
	"time"

	"lollipop/backend/id"
)

// Kind is what happened, the room first and in the past: "custody.handed_in".
type Kind string

// Event is one thing that happened at one school.
type Event struct {
	ID     id.Event
	School id.School
	Kind   Kind
	At     time.Time
	// Actor is who did it; empty when the product did (the end of the day).
	Actor id.Person
	// Op is the operation that it was part of.
	Op id.Op
	// Subject is the id of what it happened to: a device, an import, a person.
	Subject string
	// Body holds what else a reader needs: ids, states, codes. Never a name, never a narrative.
	Body json.RawMessage
	// Position is the event's place in its school's chain, from 1 without a gap; 0 until the store has written it.
	Position int64
}

// Act is one thing that one person means to do: who, when, and the operation id under which it happens at most once.
type Act struct {
	School id.School
	Actor  id.Person
	At     time.Time
	Op     id.Op
	// Command names the verb, "custody.hand_in".
	Command string
	// Hash is the digest of what was asked, so that one operation id cannot mean two things.
	Hash [sha256.Size]byte
}

// Did returns the event that the act caused. Body is any value that encodes to JSON; nil for none.
func (a Act) Did(kind Kind, subject string, body any) Event {
	e := Event{ID: id.New[id.Event](), School: a.School, Kind: kind, At: a.At, Actor: a.Actor, Op: a.Op, Subject: subject}
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil { // a room that puts a channel into a body is a bug, not a fault of the person
			panic("event: " + string(kind) + ": " + err.Error())
		}
		e.Body = raw
	}
	return e
}

// Made is the id of the thing that the act makes: the same for the act's every retry, so that a replay finds what the
// first time made. What tells two things of one act apart.
func Made[T ~string](a Act, what string) T {
	return id.Named[T](string(a.School) + "/" + string(a.Op) + "/" + what)
}

// HashOf is the digest of a request: its parts, each with its length before it, so that no two requests share one.
func HashOf(parts ...[]byte) [sha256.Size]byte {
	h := sha256.New()
	for _, part := range parts {
		var size [8]byte
		for i, n := 0, uint64(len(part)); i < 8; i, n = i+1, n>>8 {
			size[i] = byte(n)
		}
		h.Write(size[:])
		h.Write(part)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
