package notice

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// The most events that are followed, and people who are rung, in one transaction: a school's other changes wait for it.
const (
	followAtOnce = 100
	ringAtOnce   = 200
)

// Begin says once on every school day, from the end of the quiet hours, that it began. The product does it, not a person:
// its operation has a name that no request can send (id.Parse), so that nobody can be there first. done: it has been said,
// now or before, and need not be asked again that day.
func (s *Service) Begin(ctx context.Context, at id.School, now time.Time) (done bool, err error) {
	place, err := s.Schools.School(ctx, at)
	if err != nil {
		return false, err
	}
	today := clock.DateOf(now, school.London)
	if !place.Calendar.Expected(today).Open || now.Before(place.Policy.Notices.QuietUntil.On(today)) {
		return false, nil
	}
	act := event.Act{School: at, At: now, Op: id.Op("notice.begin/" + today), Command: "notice.begin",
		Hash: event.HashOf([]byte("notice.begin"), []byte(today))}
	err = s.Store.Happened(ctx, act, act.Did(DidBegin, string(today), nil))
	return err == nil, err
}

// Follow decides what follows from the events that nobody has followed yet. more: there are further ones.
func (s *Service) Follow(ctx context.Context, at id.School, now time.Time) (more bool, err error) {
	_, more, err = s.Store.Follow(ctx, at, followAtOnce, DecideAt(now))
	return more, err
}

// RingDue rings whom something is due for, and says when the next is; zero for nobody.
func (s *Service) RingDue(ctx context.Context, at id.School, now time.Time) (next time.Time, err error) {
	place, err := s.Schools.School(ctx, at)
	if err != nil {
		return time.Time{}, err
	}
	_, next, err = s.Store.Ring(ctx, at, now, ringAtOnce, func(r Ringing) Rang {
		return Ring(r, place.Policy.Notices, now)
	})
	quiet, longest := Quiet(place.Policy.Notices, now, false), now.Add(time.Minute)
	if err == nil && next.After(longest) && quiet.Equal(now) {
		// Quiet hours alone put off, and there are none now: a clock did that which has been set back since.
		return now, s.Store.Hasten(ctx, at, longest, now)
	}
	return next, err
}
