package school

import (
	"context"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Schools finds a school as it now is.
type Schools interface {
	// School returns the school; NotFound when there is none with that id.
	School(ctx context.Context, school id.School) (School, error)
}

// ReasonStore keeps the head's reasons: one for each finding of a school.
type ReasonStore interface {
	// Reasons returns all that are given, by their codes, with ByName; those that were taken back are left out.
	Reasons(ctx context.Context, school id.School) ([]Reason, error)
	// ChangeReason runs change on what there is for that finding (School and Code alone where there is nothing yet) and
	// keeps what it made of it, with the events, once for one operation. School and Code stay.
	ChangeReason(ctx context.Context, act event.Act, code string, change func(*Reason) ([]event.Event, error)) error
}
