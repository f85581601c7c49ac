package audit

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Store reads the chain. Every method is of one school and sees no other.
type Store interface {
	// Records returns up to limit records of the chain after that position, in order; fewer than limit only at the end.
	Records(ctx context.Context, school id.School, chain Chain, after int64, limit int) ([]Record, error)
	// Head returns the end of the chain as the database keeps it; Position 0 where there is none.
	Head(ctx context.Context, school id.School, chain Chain) (Head, error)
	// HeadBefore returns the head as of the last record that happened before that time; Position 0 where there is none.
	HeadBefore(ctx context.Context, school id.School, chain Chain, before time.Time) (Head, error)
	// States returns the rows of a table that records vouch for as they are now, in their canonical form, by id. A row
	// that is gone, and a table that nobody knows, is left out.
	States(ctx context.Context, school id.School, table string, ids []string) (map[string][]byte, error)
	// Erase empties the bodies and salts of up to limit records of those kinds that happened before that time and are
	// not emptied yet, notes the rule on each, and keeps the event that did makes of their positions (sorted): all in one
	// transaction. It returns how many; with 0 there was nothing to do and did was not asked. Digests and links stay.
	Erase(ctx context.Context, act event.Act, rule Rule, before time.Time, limit int,
		did func(positions []int64) event.Event) (int, error)
	// Rotate lets the school's chains go over to the newest key: at the end of each that holds anything and goes on under
	// an older one it puts the event that did makes, a rotation (Record.Rotate), all in one transaction. It returns where
	// they end then. ErrKey where the end of one was sealed by no key that the store has: then nothing is kept.
	Rotate(ctx context.Context, act event.Act, did func(Chain) event.Event) ([]Head, error)
}
