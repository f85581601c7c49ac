package custody

import (
	"context"
	"errors"
	"strings"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Release lets a confiscated device go home with a named adult. Of two people who do it at once one succeeds, and the
// other is told who did and when.
//
// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func (s *Service) Release(ctx context.Context, who people.Who, act event.Act, c id.Confiscation,
	adult id.Adult,
) (Confiscation, error) {
	return s.change(ctx, who, act, c, func(
		place school.School, _ bool, shelf *Shelf, c *Confiscation,
	) (event.Event, error) {
		if !c.ReleasedAt.IsZero() {
			return event.Event{}, &releasedBefore{by: c.ReleasedBy, at: c.ReleasedAt}
		}
		if err := errOr(fault.Of(Release(place.Policy.Phones, place.Calendar, *c, act.At)),
			fault.Of(MayCollect(shelf.Carer(adult)))); err != nil {
			return event.Event{}, err
		}
		c.ReleasedTo, c.ReleasedBy, c.ReleasedAt = adult, act.Actor, act.At
		if d := shelf.Device(c.Device); d != nil {
			d.State, d.Since, d.By, d.Open, d.Before = WithChild, act.At, act.Actor, "", ""
		}
		return act.Did(DidRelease, string(c.ID), map[string]any{"device": c.Device, "adult": adult}), nil
	})
}

// ReleaseToChild is what the office taps when the child asks for it: always refused, with the school's own sentence.
//
// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func (s *Service) ReleaseToChild(ctx context.Context, who people.Who, c id.Confiscation, now time.Time) error {
	if _, err := s.Read(ctx, who, c, now); err != nil {
		return err
	}
	return fault.Of(ReleaseToChild())
}

// GiveToPolice hands the device to a police officer, with their reference. Nothing can be done with it after that.
//
// Policy: phones.to_police (AR 9.3/11, BG 9.3/13)
func (s *Service) GiveToPolice(ctx context.Context, who people.Who, act event.Act, c id.Confiscation, officer,
	reference string) (Confiscation, error) {
	if err := errOr(missing("officer", officer), tooLong("officer", officer, MarkLength),
		missing("reference", reference), tooLong("reference", reference, MarkLength)); err != nil {
		return Confiscation{}, err
	}
	return s.change(ctx, who, act, c, func(
		_ school.School, team bool, shelf *Shelf, c *Confiscation,
	) (event.Event, error) {
		if err := fault.Of(GiveToPolice(*c, who, team)); err != nil {
			return event.Event{}, err
		}
		c.PoliceOfficer, c.PoliceReference = strings.TrimSpace(officer), strings.TrimSpace(reference)
		c.PoliceBy, c.PoliceAt = act.Actor, act.At
		if d := shelf.Device(c.Device); d != nil {
			d.State, d.Since, d.By, d.Open, d.Before = WithPolice, act.At, act.Actor, "", ""
		}
		return act.Did(DidGiveToPolice, string(c.ID), map[string]any{"device": c.Device}), nil
	})
}

// releasedBefore is what the second of two people meets: somebody else released the device.
type releasedBefore struct {
	by id.Person
	at time.Time
}

func (r *releasedBefore) Error() string { return "custody: released before" }

// named turns "somebody released it before you" into a fault that says who and when.
func (s *Service) named(ctx context.Context, at id.School, err error) error {
	var before *releasedBefore
	if !errors.As(err, &before) {
		return err
	}
	name, err := s.Store.Called(ctx, at, id.Staff(before.by))
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "custody.release.already", phrase.Args{"Who": name, "Time": clockTime(before.at)})
}
