package school

import (
	"slices"
	"time"

	"lollipop/backend/clock"
)

// Calendar is when a school is open: its terms as spans (half-term is the gap between two of them), the days in a term
// on which children stay at home, and the hours of a day. The times are London's.
type Calendar struct {
	// Source says in a code where the dates come from, Owner whose they are, VerifiedOn when somebody last looked.
	Source     CalendarSource `json:"source"`
	Owner      Name           `json:"owner"`
	VerifiedOn clock.Date     `json:"verified_on"`
	// Starts and Ends are an ordinary day's, such as "08:45" and "15:15".
	Starts TimeOfDay `json:"starts"`
	Ends   TimeOfDay `json:"ends"`
	// Terms are in order and do not touch.
	Terms        []Term       `json:"terms"`
	BankHolidays []clock.Date `json:"bank_holidays"`
	// Inset are days in a term for staff alone.
	Inset    []clock.Date `json:"inset"`
	HalfDays []HalfDay    `json:"half_days"`
	// Closed are days in a term on which the school had to close: snow, no water.
	Closed []clock.Date `json:"closed"`
}

// Term is a span of days, both included.
type Term struct {
	First clock.Date `json:"first"`
	Last  clock.Date `json:"last"`
}

// HalfDay is a day that ends early.
type HalfDay struct {
	Date clock.Date `json:"date"`
	Ends TimeOfDay  `json:"ends"`
}

// TimeOfDay is an hour and minute of a London day, "08:45".
type TimeOfDay string

// CalendarSource is where a calendar's dates come from.
type CalendarSource string

const (
	// SourceKent: the county's dates as its schools publish them, with examples of what each school sets itself.
	SourceKent CalendarSource = "kent_example"
	// SourceOwn: the school entered them.
	SourceOwn CalendarSource = "own"
)

// Why a day is closed or short: each is said by the locale key "school.day." and the code.
const (
	WhyWeekend     = "weekend"
	WhyBankHoliday = "bank_holiday"
	WhyHoliday     = "holiday"
	WhyInset       = "inset"
	WhyClosed      = "closed"
	WhyHalfDay     = "half_day"
	// WhyUnknown: the calendar does not reach that date.
	WhyUnknown = "unknown"
)

// Day is one day of the calendar.
type Day struct {
	// Open is true where children come to school.
	Open bool
	// Starts and Ends are the school day in London; zero when it is closed.
	Starts, Ends time.Time
	// Why says in a code why it is closed or short; empty on an ordinary day.
	Why string
}

// Day is what the calendar says of that date.
func (c Calendar) Day(date clock.Date) Day {
	if why := c.closed(date); why != "" {
		return Day{Why: why}
	}
	day := Day{Open: true, Starts: c.Starts.On(date), Ends: c.Ends.On(date)}
	for _, half := range c.HalfDays {
		if half.Date == date {
			day.Ends, day.Why = half.Ends.On(date), WhyHalfDay
		}
	}
	return day
}

// Expected is Day, but for a weekday that the calendar does not reach: that is taken for an ordinary one. What waits for
// the end of a school day must not be let go at once because nobody has entered the new year's dates yet.
func (c Calendar) Expected(date clock.Date) Day {
	day := c.Day(date)
	if weekday := date.Weekday(); day.Why == WhyUnknown && weekday != time.Saturday && weekday != time.Sunday {
		day.Starts, day.Ends = c.Starts.On(date), c.Ends.On(date)
		day.Open = !day.Ends.IsZero()
	}
	return day
}

// closed is why there is no school on that date; empty when there is.
func (c Calendar) closed(date clock.Date) string {
	if len(c.Terms) == 0 || date < c.Terms[0].First || date > c.Terms[len(c.Terms)-1].Last {
		return WhyUnknown
	}
	if day := date.Weekday(); day == time.Saturday || day == time.Sunday {
		return WhyWeekend
	}
	if slices.Contains(c.BankHolidays, date) {
		return WhyBankHoliday
	}
	if !slices.ContainsFunc(c.Terms, func(t Term) bool { return t.First <= date && date <= t.Last }) {
		return WhyHoliday
	}
	switch {
	case slices.Contains(c.Inset, date):
		return WhyInset
	case slices.Contains(c.Closed, date):
		return WhyClosed
	}
	return ""
}

// EndOf is the end of the school day that now falls on, which may have passed. On a day without school it is the zero
// time: nothing has to be waited for.
func (c Calendar) EndOf(now time.Time) time.Time { return c.Day(clock.DateOf(now, London)).Ends }

// IsOpen reports whether the school day is on at that moment: from its start until just before its end.
func (c Calendar) IsOpen(now time.Time) bool {
	day := c.Day(clock.DateOf(now, London))
	return day.Open && !now.Before(day.Starts) && now.Before(day.Ends)
}

// NextOpen is when the next school day begins: today's start if it is still to come, else a later day's. It is false
// when the calendar knows none.
func (c Calendar) NextOpen(now time.Time) (time.Time, bool) {
	if len(c.Terms) == 0 {
		return time.Time{}, false
	}
	date := max(clock.DateOf(now, London), c.Terms[0].First)
	for ; date <= c.Terms[len(c.Terms)-1].Last; date = date.AddDays(1) {
		if day := c.Day(date); day.Open && !day.Starts.Before(now) {
			return day.Starts, true
		}
	}
	return time.Time{}, false
}

// SchoolMinutes is how many whole minutes of school day lie between two instants: nights, weekends, holidays and INSET
// days do not count. It is 0 where to is not after from.
func (c Calendar) SchoolMinutes(from, to time.Time) int {
	if len(c.Terms) == 0 || !to.After(from) {
		return 0
	}
	var total time.Duration
	date := max(clock.DateOf(from, London), c.Terms[0].First)
	last := min(clock.DateOf(to, London), c.Terms[len(c.Terms)-1].Last)
	for ; date <= last; date = date.AddDays(1) {
		day := c.Day(date)
		if !day.Open {
			continue
		}
		start, end := day.Starts, day.Ends
		if start.Before(from) {
			start = from
		}
		if end.After(to) {
			end = to
		}
		if end.After(start) {
			total += end.Sub(start)
		}
	}
	return int(total / time.Minute)
}

// AfterMinutes is the first instant by which so many whole minutes of school day have passed since from, as SchoolMinutes
// counts them: 60 minutes after Friday 15:00 are Monday 9:30, at a school from 8:45 to 15:15. It is false where the
// calendar does not reach so far.
func (c Calendar) AfterMinutes(from time.Time, minutes int) (time.Time, bool) {
	if len(c.Terms) == 0 {
		return time.Time{}, false
	}
	left := time.Duration(minutes) * time.Minute
	date := max(clock.DateOf(from, London), c.Terms[0].First)
	for ; date <= c.Terms[len(c.Terms)-1].Last; date = date.AddDays(1) {
		day := c.Day(date)
		start := day.Starts
		if start.Before(from) {
			start = from
		}
		if !day.Open || !day.Ends.After(start) {
			continue
		}
		if there := day.Ends.Sub(start); there < left {
			left -= there
			continue
		}
		return start.Add(left), true
	}
	return time.Time{}, false
}

// clockFace is the hour and minute, or false when it is no time of day.
func (t TimeOfDay) clockFace() (hour, minute int, ok bool) {
	face, err := time.Parse("15:04", string(t))
	if err != nil || len(t) != len("15:04") {
		return 0, 0, false
	}
	return face.Hour(), face.Minute(), true
}

// On is that time of a day in London, by clock.Date.At; zero where it is no time of day.
func (t TimeOfDay) On(date clock.Date) time.Time {
	hour, minute, ok := t.clockFace()
	if !ok {
		return time.Time{}
	}
	return date.At(hour, minute, London)
}
