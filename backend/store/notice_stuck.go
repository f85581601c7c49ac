package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// stuckTries is how often an event is tried that cannot be followed by a mistake of ours. Then it is passed over, with a
// line in the log: one event must not silence a school for ever. A database that is away is no mistake and is waited for.
const stuckTries = 5

// stuck remembers at which events followers stand still.
type stuck struct {
	mu sync.Mutex
	at map[string]standstill // by school and follower
}

type standstill struct {
	position int64
	tries    int
}

// stumble is an event that could not be followed, and how many before it could.
type stumble struct {
	of     event.Event
	before int
	err    error
}

func (s *stumble) Error() string { return s.err.Error() }
func (s *stumble) Unwrap() error { return s.err }

// tooOften counts a try, and reports whether the event is to be passed over.
func (s *Store) tooOften(name string, school id.School, over *stumble) bool {
	if fault.Is(s.fault(over.err), fault.Unavailable) {
		return false
	}
	s.stuck.mu.Lock()
	defer s.stuck.mu.Unlock()
	if s.stuck.at == nil {
		s.stuck.at = map[string]standstill{}
	}
	key := string(school) + " " + name
	still := s.stuck.at[key]
	if still.position != over.of.Position {
		still = standstill{position: over.of.Position}
	}
	still.tries++
	s.stuck.at[key] = still
	return still.tries >= stuckTries
}

// passOver moves a follower past an event, and says so.
func (x NoticeStore) passOver(ctx context.Context, school id.School, name string, over *stumble) error {
	err := x.s.direct(ctx, school, func(t *tx) error {
		_, err := t.exec(moveCursor, string(school), name, over.of.Position)
		return err
	})
	if err == nil {
		x.s.log.ErrorContext(ctx, "an event cannot be followed and is passed over: nobody is told of it", "school", school,
			"follower", name, "event", over.of.ID, "kind", over.of.Kind, "position", over.of.Position, "error", over.err)
	}
	return err
}

// heard lets a listener do its work on an event; its panic is an error here, as in a change.
func heard(do func(event.Event) error, e event.Event) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: listening to %s: panic: %v", e.Kind, r)
		}
	}()
	return do(e)
}

// stumbled is the event that an error is about, if it is about one.
func stumbled(err error) (over *stumble, ok bool) { return over, errors.As(err, &over) }
