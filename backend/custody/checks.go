package custody

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// checkRoles say in class that devices are secured and off.
var checkRoles = append([]people.Role{people.Teacher, people.Assistant, people.SENCO, people.Office},
	people.Leadership...)

// CheckClass records that a class's devices are secured and switched off, but for the exceptions. Doing it again the
// same day replaces the exceptions: a phone that was found on and is off by ten is off.
//
// Policy: phones.hand_in (BG 9.3/2)
func (s *Service) CheckClass(ctx context.Context, who people.Who, act event.Act, class string,
	exceptions map[id.Pupil]Found) (Check, error) {
	if !who.Is(checkRoles...) {
		return Check{}, notYours()
	}
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return Check{}, err
	}
	if err := fault.Of(InClass(place.Policy.Phones)); err != nil {
		return Check{}, err
	}
	date := today(act.At)
	children, err := s.Store.Roster(ctx, who.School, class, date)
	if err != nil {
		return Check{}, err
	}
	inClass := map[id.Pupil]bool{}
	for _, child := range children {
		inClass[child.ID] = true
	}
	for pupil, found := range exceptions {
		if !inClass[pupil] {
			return Check{}, fault.New(fault.Invalid, "custody.class_check.not_in_class", nil).In("exceptions")
		}
		if found != NotOff && found != NotPutAway && found != InUse {
			return Check{}, fault.New(fault.Invalid, "custody.class_check.found", nil).In("exceptions")
		}
	}
	return s.Checks.ChangeCheck(ctx, act, class, date, func(c *Check) ([]event.Event, error) {
		c.At, c.By, c.Exceptions = act.At, act.Actor, exceptions
		return one(act.Did(DidCheckClass, class+" "+string(date), map[string]any{"exceptions": exceptions})), nil
	})
}

// ChecksToday returns the classes that were checked today.
func (s *Service) ChecksToday(ctx context.Context, who people.Who, now time.Time) ([]Check, error) {
	if !who.Is(checkRoles...) {
		return nil, notYours()
	}
	return s.Checks.Checks(ctx, who.School, today(now))
}
