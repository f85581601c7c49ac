package calls

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Store keeps the list. Every method is of one school and sees no other.
type Store interface {
	// Add puts an entry on the list, with the event and the operation; where one of the same adult, about the same thing
	// and document, waits already, that one is kept, joined (Join) with it. A replay of the act adds nothing. NotFound
	// where the school has no such adult.
	Add(ctx context.Context, act event.Act, e Entry, happened event.Event) error
	// List returns what waits, since the longest, and then what was done since that time, newest first, with the names and
	// numbers that stand now; a call about a no has its reason, the last that was given. A merged record's entry is its
	// head's.
	List(ctx context.Context, school id.School, done time.Time) ([]Line, error)
	// Change runs change on one entry and writes it with the events, the operation; NotFound where there is none.
	Change(ctx context.Context, act event.Act, entry id.Call, change func(*Entry) ([]event.Event, error)) error
}
