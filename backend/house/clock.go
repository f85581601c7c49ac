package house

import (
	"context"
	"errors"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/school"
	"lollipop/backend/store"
)

// FirstDay is the earliest day on which the demo opens: a Monday in the middle of a term.
const FirstDay clock.Date = "2026-11-23"

// opensAt is ten minutes before the first bell of both schools: the phones are on their way.
const opensHour, opensMinute = 8, 35

// ErrNoMorning says that the schools' calendar has no school day left to open on.
var ErrNoMorning = errors.New("the demo's calendar has no school day left")

// FirstMorning is the day on which a house opens that is furnished on that day: the day itself or the next that is a
// school day, and none before FirstDay. When the calendar has run out it is FirstDay: the demo's clock is its own.
func FirstMorning(today clock.Date) (clock.Date, error) {
	for _, from := range []clock.Date{max(today, FirstDay), FirstDay} {
		if day, ok := schoolDay(from); ok {
			return day, nil
		}
	}
	return "", ErrNoMorning
}

// Clock is the demo's: 08:35 on the first school day after everything that happened in the furnished house, so that its
// record never runs backwards. It runs, and can be moved.
func Clock(ctx context.Context, s *store.Store) (*clock.Movable, error) {
	var last time.Time
	for _, there := range Schools {
		head, err := s.Audit().Head(ctx, there, audit.Daily)
		if err != nil {
			return nil, err
		}
		if head.At.After(last) {
			last = head.At
		}
	}
	day, ok := schoolDay(clock.DateOf(last, school.London).AddDays(1))
	if !ok {
		return nil, ErrNoMorning
	}
	return clock.NewMovable(day.At(opensHour, opensMinute, school.London)), nil
}

// schoolDay is the first day from that one on which both schools are open; they share their county's calendar.
func schoolDay(from clock.Date) (clock.Date, bool) {
	calendar, err := school.KentCalendar(plans[0].starts, plans[0].ends)
	if err != nil {
		return "", false
	}
	starts, ok := calendar.NextOpen(from.At(0, 0, school.London))
	return clock.DateOf(starts, school.London), ok
}

// daysBefore are the last n school days before that one, oldest first; fewer where the calendar has no more.
func daysBefore(calendar school.Calendar, day clock.Date, n int) []clock.Date {
	var days []clock.Date
	for len(days) < n && day > calendar.Terms[0].First {
		if day = day.AddDays(-1); calendar.Day(day).Open {
			days = append([]clock.Date{day}, days...)
		}
	}
	return days
}
