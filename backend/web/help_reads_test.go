package web

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// calendarOf is a year with all that a calendar can have, at a school from 8:45 to 15:15.
func calendarOf() school.Calendar {
	return school.Calendar{Starts: "08:45", Ends: "15:15",
		Terms: []school.Term{{First: "2026-09-02", Last: "2026-10-23"}, {First: "2026-11-02", Last: "2026-12-18"},
			{First: "2027-01-04", Last: "2027-03-24"}},
		BankHolidays: []clock.Date{"2027-01-01"}, Inset: []clock.Date{"2026-11-27"}, Closed: []clock.Date{"2026-12-01"},
		HalfDays: []school.HalfDay{{Date: "2026-12-18", Ends: "13:00"}}}
}

// What the page says about when it is read is right to the minute, in every language that families read.
func TestWhenSchoolReads(t *testing.T) {
	h := newHouse(t)
	schools := &dated{Schools: h.server.Schools}
	h.server.Schools = schools
	on := func(key string, args phrase.Args) phrase.Phrase { return phrase.Say("help.reads."+key, args) }
	at := func(time string) phrase.Args { return phrase.Args{"Time": time} }
	date := func(time, day string, n, month int) phrase.Args {
		return phrase.Args{"Time": time, "Date": phrase.Say("help.on_date", phrase.Args{"On": phrase.Say("help.on."+day, nil),
			"Day": n, "Month": phrase.Say("pwa.month."+map[int]string{1: "1", 11: "11", 9: "9"}[month], nil)})}
	}
	weekday := func(time, day string) phrase.Args {
		return phrase.Args{"Time": time, "On": phrase.Say("help.on."+day, nil)}
	}
	closed, unknown := on("closed_today", nil), on("unknown", nil)
	calendar := calendarOf()
	snow := calendarOf()
	snow.Closed = append(snow.Closed, "2026-11-23")
	for name, row := range map[string]struct {
		c    school.Calendar
		now  string
		want []phrase.Phrase
	}{
		"as the bell goes":                  {calendar, "2026-11-23T08:45:00Z", []phrase.Phrase{on("now", at("15:15"))}},
		"a minute before":                   {calendar, "2026-11-23T08:44:59Z", []phrase.Phrase{on("today", at("08:45"))}},
		"the last minute":                   {calendar, "2026-11-23T15:14:59Z", []phrase.Phrase{on("now", at("15:15"))}},
		"the end":                           {calendar, "2026-11-23T15:15:00Z", []phrase.Phrase{on("tomorrow", at("08:45"))}},
		"night":                             {calendar, "2026-11-24T02:30:00Z", []phrase.Phrase{on("today", at("08:45"))}},
		"a minute before midnight":          {calendar, "2026-11-23T23:59:00Z", []phrase.Phrase{on("tomorrow", at("08:45"))}},
		"Friday after school":               {calendar, "2026-11-20T15:15:00Z", []phrase.Phrase{on("weekday", weekday("08:45", "1"))}},
		"Saturday":                          {calendar, "2026-11-21T12:00:00Z", []phrase.Phrase{closed, on("weekday", weekday("08:45", "1"))}},
		"Sunday":                            {calendar, "2026-11-22T12:00:00Z", []phrase.Phrase{closed, on("tomorrow", at("08:45"))}},
		"the evening before half-term":      {calendar, "2026-10-23T19:00:00Z", []phrase.Phrase{on("after_holiday", date("08:45", "1", 2, 11))}},
		"half-term":                         {calendar, "2026-10-28T12:00:00Z", []phrase.Phrase{closed, on("after_holiday", date("08:45", "1", 2, 11))}},
		"the last Sunday of it":             {calendar, "2026-11-01T12:00:00Z", []phrase.Phrase{closed, on("tomorrow", at("08:45"))}},
		"Christmas":                         {calendar, "2026-12-25T12:00:00Z", []phrase.Phrase{closed, on("after_holiday", date("08:45", "1", 4, 1))}},
		"the night the clocks go back":      {calendar, "2026-10-25T01:30:00Z", []phrase.Phrase{closed, on("after_holiday", date("08:45", "1", 2, 11))}},
		"in summer time":                    {calendar, "2026-09-07T07:44:59Z", []phrase.Phrase{on("today", at("08:45"))}},
		"in summer time, the bell":          {calendar, "2026-09-07T07:45:00Z", []phrase.Phrase{on("now", at("15:15"))}},
		"in summer time, an hour to UTC":    {calendar, "2026-09-07T23:30:00Z", []phrase.Phrase{on("today", at("08:45"))}},
		"closed by snow":                    {snow, "2026-11-23T10:00:00Z", []phrase.Phrase{closed, on("tomorrow", at("08:45"))}},
		"the evening before it":             {calendar, "2026-11-30T18:00:00Z", []phrase.Phrase{on("weekday", weekday("08:45", "3"))}},
		"a day on which staff alone come":   {calendar, "2026-11-27T10:00:00Z", []phrase.Phrase{closed, on("weekday", weekday("08:45", "1"))}},
		"a half day, before its end":        {calendar, "2026-12-18T12:59:00Z", []phrase.Phrase{on("now", at("13:00"))}},
		"a half day, after its end":         {calendar, "2026-12-18T13:00:00Z", []phrase.Phrase{on("after_holiday", date("08:45", "1", 4, 1))}},
		"before the year that is known":     {calendar, "2026-08-20T10:00:00Z", []phrase.Phrase{on("date", date("08:45", "3", 2, 9))}},
		"after the last day that is known":  {calendar, "2027-03-24T16:00:00Z", []phrase.Phrase{unknown}},
		"long after":                        {calendar, "2027-06-01T10:00:00Z", []phrase.Phrase{unknown}},
		"a calendar that nobody has filled": {school.Calendar{Starts: "08:45", Ends: "15:15"}, "2026-11-23T10:00:00Z", []phrase.Phrase{unknown}},
	} {
		now, err := time.Parse(time.RFC3339, row.now)
		if err != nil {
			t.Fatal(err)
		}
		h.clock.Set(now)
		schools.set(row.c)
		for _, lang := range []string{"en", "pl", "ur", "en-x-easy"} {
			got := h.do(ask{path: "/s/hook-lane/help?lang=" + lang})
			_, part, _ := strings.Cut(got.body, "<h2>"+h.server.say(lang, "help.reads.title")+"</h2>")
			part, _, _ = strings.Cut(part, "</section>")
			want := ""
			for _, line := range append(row.want, phrase.Say("help.reads.night", nil), phrase.Say("help.no_secret", nil)) {
				want += "<p>" + h.server.Languages.Say(lang, line) + "</p>"
			}
			if part != want {
				t.Errorf("%s, in %s:\n%s\nand not\n%s", name, lang, part, want)
			}
		}
	}
}

// dated are schools whose calendar a test sets.
type dated struct {
	Schools
	mu sync.Mutex
	c  school.Calendar
}

func (d *dated) set(c school.Calendar) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.c = c
}

func (d *dated) School(ctx context.Context, wanted id.School) (school.School, error) {
	found, err := d.Schools.School(ctx, wanted)
	d.mu.Lock()
	defer d.mu.Unlock()
	found.Calendar = d.c
	return found, err
}
