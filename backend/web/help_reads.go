package web

import (
	"strconv"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// readingTimes says when the school reads what is told now: while it is open, and otherwise from when on. Nobody reads at
// night, and where the calendar does not say when school is open again, that is said as well.
//
// Policy: roles.leaders.reporting_channels (AR 4.1/7, BG 4.1/6)
func readingTimes(c school.Calendar, now time.Time) []phrase.Phrase {
	today := clock.DateOf(now, school.London)
	day := c.Day(today)
	if c.IsOpen(now) {
		return []phrase.Phrase{phrase.Say("help.reads.now", phrase.Args{"Time": hour(day.Ends)})}
	}
	var lines []phrase.Phrase
	if !day.Open && day.Why != school.WhyUnknown {
		lines = append(lines, phrase.Say("help.reads.closed_today", nil))
	}
	next, known := c.NextOpen(now)
	if !known {
		return append(lines, phrase.Say("help.reads.unknown", nil))
	}
	date, key := clock.DateOf(next, school.London), "help.reads.date"
	switch {
	case date == today:
		key = "help.reads.today"
	case holidayBetween(c, today, date):
		key = "help.reads.after_holiday"
	case date == today.AddDays(1):
		key = "help.reads.tomorrow"
	case date <= today.AddDays(6):
		key = "help.reads.weekday"
	}
	return append(lines, phrase.Say(key, phrase.Args{"Time": hour(next), "On": onDay(date), "Date": onDate(date)}))
}

// holidayBetween reports whether a holiday lies between the two days, or is on the first.
func holidayBetween(c school.Calendar, from, until clock.Date) bool {
	for date := from; date < until; date = date.AddDays(1) {
		if c.Day(date).Why == school.WhyHoliday {
			return true
		}
	}
	return false
}

// hour is a time of the school's day, "08:45".
func hour(t time.Time) string { return t.In(school.London).Format("15:04") }

// onDay is "on Monday", onDate "on Monday 4 January".
func onDay(date clock.Date) phrase.Phrase {
	return phrase.Say("help.on."+strconv.Itoa(int(date.Weekday())), nil)
}

func onDate(date clock.Date) phrase.Phrase {
	parts := strings.Split(string(date), "-")
	month, _ := strconv.Atoi(parts[1])
	day, _ := strconv.Atoi(parts[2])
	return phrase.Say("help.on_date", phrase.Args{"On": onDay(date), "Day": day,
		"Month": phrase.Say("pwa.month."+strconv.Itoa(month), nil)})
}
