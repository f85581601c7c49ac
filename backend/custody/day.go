package custody

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Day is the head's view of one day: what is here, what should not be any more, and what is kept.
type Day struct {
	// Held is how many devices are handed in.
	Held        int
	Uncollected []Late
	Kept        []Record
	// Classes and Checks: where the school checks in class, its classes and today's checks.
	Classes []string
	Checks  []Check
}

// Late is a device that should have gone home.
type Late struct {
	Child  Child
	Device Device
}

// Today returns the day as it stands, for leadership and the safeguarding leads.
func (s *Service) Today(ctx context.Context, who people.Who, now time.Time) (Day, error) {
	if !who.Is(people.Leadership...) && !who.Is(people.SafeguardingLead, people.DeputyLead) {
		return Day{}, notYours()
	}
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return Day{}, err
	}
	children, err := s.Store.Roster(ctx, who.School, "", today(now))
	if err != nil {
		return Day{}, err
	}
	var d Day
	for _, child := range children {
		for _, device := range child.Devices {
			if device.State == HandedIn {
				d.Held++
			}
			if Uncollected(device, place.Calendar, now) {
				d.Uncollected = append(d.Uncollected, Late{Child: child, Device: device})
			}
		}
		if n := len(d.Classes); place.Policy.Phones.Mode == school.ClassCheck && (n == 0 || d.Classes[n-1] != child.Class) &&
			!slices.Contains(d.Classes, child.Class) {
			d.Classes = append(d.Classes, child.Class)
		}
	}
	if d.Kept, err = s.List(ctx, who, true, now); err != nil {
		return Day{}, err
	}
	if place.Policy.Phones.Mode == school.ClassCheck {
		d.Checks, err = s.Checks.Checks(ctx, who.School, today(now))
	}
	return d, err
}
