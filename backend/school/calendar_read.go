package school

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/phrase"
)

// DecodeCalendar reads a calendar as json.Marshal wrote it and checks it. Anything wrong is a fault Invalid whose
// Field is the place ("terms.2.first"); further ones are its Parts.
func DecodeCalendar(raw []byte) (Calendar, error) { return decodeCalendar("", raw) }

func decodeCalendar(place string, raw []byte) (Calendar, error) {
	var c Calendar
	if err := decode(place, raw, &c); err != nil {
		return Calendar{}, err
	}
	return c, c.check(place)
}

// KentCalendar is the county's calendar with a school's own hours: its term dates as Kent's schools publish them, and
// INSET and half days that are examples, for a school to replace by its own.
func KentCalendar(starts, ends TimeOfDay) (Calendar, error) {
	raw, err := readFile(presets, "presets", "kent.calendar.json")
	if err != nil {
		return Calendar{}, err
	}
	c, err := decodeCalendar("kent.calendar.json", raw)
	if err != nil {
		return Calendar{}, err
	}
	c.Starts, c.Ends = starts, ends
	return c, c.Check()
}

// Check finds what no school could live by: a day that ends before it starts, terms that overlap, an INSET day on a
// Sunday. The fault's Field is the place, further ones are its Parts.
func (c Calendar) Check() error { return c.check("") }

func (c Calendar) check(place string) error {
	d := &decoder{place: place}
	wrong := func(key, path string, value any) {
		d.faults = append(d.faults, d.fault(path, key, phrase.Args{"Value": fmt.Sprint(value)}))
	}
	_, _, startOK := c.Starts.clockFace()
	_, _, endOK := c.Ends.clockFace()
	switch {
	case !startOK:
		wrong("unknown_value", "starts", c.Starts)
	case !endOK:
		wrong("unknown_value", "ends", c.Ends)
	case c.Ends <= c.Starts: // both are hh:mm, so they compare as text
		wrong("ends_first", "ends", c.Ends)
	}
	if len(c.Terms) == 0 {
		wrong("no_term", "terms", "")
	}
	for i, t := range c.Terms {
		at := "terms." + strconv.Itoa(i)
		if t.Last < t.First {
			wrong("ends_first", at+".last", t.Last)
		}
		if i > 0 && t.First <= c.Terms[i-1].Last {
			wrong("overlaps", at+".first", t.First)
		}
	}
	c.checkDays(wrong)
	return d.err()
}

// checkDays holds the special days against the terms: each is a weekday in one of them, and no day is two things.
func (c Calendar) checkDays(wrong func(key, path string, value any)) {
	seen := map[clock.Date]bool{}
	day := func(path string, date clock.Date) {
		inTerm := slices.ContainsFunc(c.Terms, func(t Term) bool { return t.First <= date && date <= t.Last })
		weekend := date.Weekday() == time.Saturday || date.Weekday() == time.Sunday
		switch {
		case !inTerm || weekend || slices.Contains(c.BankHolidays, date):
			wrong("no_school_day", path, date)
		case seen[date]:
			wrong("duplicate", path, date)
		}
		seen[date] = true
	}
	for i, date := range c.Inset {
		day("inset."+strconv.Itoa(i), date)
	}
	for i, date := range c.Closed {
		day("closed."+strconv.Itoa(i), date)
	}
	for i, half := range c.HalfDays {
		at := "half_days." + strconv.Itoa(i)
		day(at+".date", half.Date)
		if half.Ends <= c.Starts || half.Ends > c.Ends {
			wrong("ends_first", at+".ends", half.Ends)
		}
	}
}
