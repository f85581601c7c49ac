package clock

import "time"

// Date is a day of the calendar, without a time and without a place, written "2026-11-23". As text it sorts by time.
// The empty Date is no date.
type Date string

// ParseDate reads an ISO date; "2026-02-30" is none.
func ParseDate(text string) (Date, bool) {
	if len(text) != len(time.DateOnly) {
		return "", false
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", false
	}
	return Date(text), true
}

// DateOf is the day that t falls on in that place.
func DateOf(t time.Time, in *time.Location) Date { return Date(t.In(in).Format(time.DateOnly)) }

// At is that day's hour and minute in that place. On the night the clocks go forward, a time that does not exist is the
// one an hour later; on the night they go back, the first of the two.
func (d Date) At(hour, minute int, in *time.Location) time.Time {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, in)
}

// AddDays is the date n days later.
func (d Date) AddDays(n int) Date {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return ""
	}
	return Date(day.AddDate(0, 0, n).Format(time.DateOnly))
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	day, _ := time.Parse(time.DateOnly, string(d))
	return day.Weekday()
}
