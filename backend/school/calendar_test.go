package school

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
)

func calendar(t testing.TB, starts, ends TimeOfDay) Calendar {
	t.Helper()
	c, err := KentCalendar(starts, ends)
	if err != nil {
		t.Fatalf("%v %v", err, err.(*fault.Fault).Parts)
	}
	return c
}

// at reads "2026-11-23 15:15" as London's time.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, London)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func TestDay(t *testing.T) {
	hookLane := calendar(t, "08:45", "15:15")
	for _, day := range []struct {
		date clock.Date
		open bool
		ends string
		why  string
	}{
		{"2026-11-23", true, "15:15", ""},
		{"2026-11-21", false, "", WhyWeekend},
		{"2026-11-22", false, "", WhyWeekend},
		{"2026-10-20", false, "", WhyHoliday}, // half-term
		{"2026-08-10", false, "", WhyHoliday}, // summer
		{"2026-08-31", false, "", WhyBankHoliday},
		{"2026-05-04", false, "", WhyBankHoliday}, // in term
		{"2026-12-25", false, "", WhyBankHoliday},
		{"2026-09-01", false, "", WhyInset},
		{"2026-12-18", true, "13:30", WhyHalfDay},
		{"2025-08-31", false, "", WhyUnknown},
		{"2027-07-23", false, "", WhyUnknown},
		{"2027-07-22", false, "", WhyInset}, // the last day that is known
	} {
		got := hookLane.Day(day.date)
		if got.Open != day.open || got.Why != day.why {
			t.Errorf("%s: %+v", day.date, got)
		}
		if day.open && (got.Starts.Format("15:04") != "08:45" || got.Ends.Format("15:04") != day.ends) {
			t.Errorf("%s goes from %s to %s", day.date, got.Starts, got.Ends)
		}
		if !day.open && (!got.Starts.IsZero() || !got.Ends.IsZero()) {
			t.Errorf("%s is closed and has hours", day.date)
		}
	}
	hookLane.Closed = []clock.Date{"2026-11-23"}
	if got := hookLane.Day("2026-11-23"); got.Open || got.Why != WhyClosed {
		t.Errorf("a snow day is %+v", got)
	}
	for date, ends := range map[clock.Date]string{"2027-07-23": "15:15", "2027-07-24": "", "2026-12-18": "13:30",
		"2026-12-25": "", "2026-11-21": ""} {
		got := hookLane.Expected(date)
		if got.Open != (ends != "") || got.Open && !got.Ends.Equal(at(t, string(date)+" "+ends)) {
			t.Errorf("expected of %s: %+v", date, got)
		}
	}
	if got := (Calendar{}).Expected("2026-11-23"); got.Open {
		t.Errorf("without hours: %+v", got)
	}
	if got := (Calendar{}).Day("2026-11-23"); got.Open || got.Why != WhyUnknown {
		t.Errorf("without a calendar the day is %+v", got)
	}
}

func TestEndOfIsLondons(t *testing.T) {
	hookLane, beaverRoad := calendar(t, "08:45", "15:15"), calendar(t, "08:40", "15:10")
	for _, moment := range []struct {
		school Calendar
		now    string
		utc    string
	}{
		{hookLane, "2026-11-23 11:10", "2026-11-23 15:15"}, // winter: London is UTC
		{hookLane, "2026-06-30 11:10", "2026-06-30 14:15"}, // summer: an hour ahead
		{beaverRoad, "2026-11-23 11:10", "2026-11-23 15:10"},
		{hookLane, "2026-11-23 16:00", "2026-11-23 15:15"}, // it has passed
		{hookLane, "2026-12-18 09:00", "2026-12-18 13:30"},
	} {
		if got := moment.school.EndOf(at(t, moment.now)).UTC().Format("2006-01-02 15:04"); got != moment.utc {
			t.Errorf("the day of %s ends %s", moment.now, got)
		}
	}
	if got := hookLane.EndOf(at(t, "2026-11-22 11:00")); !got.IsZero() {
		t.Errorf("Sunday ends at %s", got)
	}
	// 23:30 UTC on 29 June is 30 June in London.
	if got := hookLane.EndOf(time.Date(2026, 6, 29, 23, 30, 0, 0, time.UTC)); clock.DateOf(got, London) != "2026-06-30" {
		t.Errorf("late in the evening of UTC the day ends %s", got)
	}
}

func TestIsOpenAndNextOpen(t *testing.T) {
	c := calendar(t, "08:45", "15:15")
	for now, want := range map[string]bool{"2026-11-23 08:44": false, "2026-11-23 08:45": true, "2026-11-23 15:14": true,
		"2026-11-23 15:15": false, "2026-11-22 11:00": false, "2026-12-18 13:30": false} {
		if got := c.IsOpen(at(t, now)); got != want {
			t.Errorf("open at %s: %v", now, got)
		}
	}
	for now, want := range map[string]string{
		"2026-11-23 08:00": "2026-11-23 08:45",
		"2026-11-23 08:45": "2026-11-23 08:45",
		"2026-11-23 09:00": "2026-11-24 08:45",
		"2026-11-20 16:00": "2026-11-23 08:45", // over a weekend
		"2026-10-16 16:00": "2026-11-02 08:45", // over half-term, in which the clocks go back
		"2026-12-18 14:00": "2027-01-05 08:45", // over Christmas and an INSET day
		"2020-01-01 10:00": "2025-09-03 08:45", // before all terms
	} {
		got, ok := c.NextOpen(at(t, now))
		if !ok || !got.Equal(at(t, want)) {
			t.Errorf("after %s it opens %s, %v", now, got, ok)
		}
	}
	if _, ok := c.NextOpen(at(t, "2027-07-21 16:00")); ok {
		t.Error("the calendar knows a day after its end")
	}
	if _, ok := (Calendar{}).NextOpen(at(t, "2026-11-23 08:00")); ok {
		t.Error("no calendar knows a day")
	}
}

// What AfterMinutes promises, SchoolMinutes counts.
func TestAfterMinutes(t *testing.T) {
	c := calendar(t, "08:45", "15:15")
	for _, row := range []struct {
		from    string
		minutes int
		want    string
	}{
		{"2026-11-23 10:00", 60, "2026-11-23 11:00"},
		{"2026-11-23 14:45", 30, "2026-11-23 15:15"},
		{"2026-11-20 15:00", 60, "2026-11-23 09:30"}, // a Friday
		{"2026-11-23 22:00", 60, "2026-11-24 09:45"}, // at night
		{"2026-10-20 11:00", 60, "2026-11-02 09:45"}, // half-term
		{"2026-12-18 13:00", 60, "2027-01-05 09:15"}, // a half day, and the holidays
		{"2026-10-23 20:00", 1, "2026-11-02 08:46"},  // the night in which the clocks change lies between
		{"2020-01-01 08:00", 390, "2025-09-03 15:15"},
	} {
		got, ok := c.AfterMinutes(at(t, row.from), row.minutes)
		if !ok || !got.Equal(at(t, row.want)) {
			t.Errorf("%d minutes after %s: %s, %v", row.minutes, row.from, got.In(London).Format("2006-01-02 15:04"), ok)
		}
		if n := c.SchoolMinutes(at(t, row.from), got); n != row.minutes {
			t.Errorf("%d minutes after %s are %d", row.minutes, row.from, n)
		}
	}
	if _, ok := c.AfterMinutes(at(t, "2027-07-22 15:00"), 60); ok {
		t.Error("the calendar ends there")
	}
	if _, ok := (Calendar{}).AfterMinutes(at(t, "2026-11-23 10:00"), 1); ok {
		t.Error("there is no calendar")
	}
}

func TestSchoolMinutes(t *testing.T) {
	c := calendar(t, "08:45", "15:15") // 390 minutes a day
	for _, span := range []struct {
		from, to string
		want     int
	}{
		{"2026-11-23 09:00", "2026-11-23 10:00", 60},
		{"2026-11-23 08:00", "2026-11-23 09:00", 15},
		{"2026-11-23 15:00", "2026-11-23 18:00", 15},
		{"2026-11-23 15:00", "2026-11-24 09:00", 30},
		{"2026-11-20 15:00", "2026-11-23 09:00", 30},   // a weekend does not count
		{"2026-10-16 15:00", "2026-11-02 09:00", 30},   // nor half-term, though the clocks go back in it
		{"2027-03-25 15:00", "2027-04-12 09:00", 30},   // nor Easter, though they go forward
		{"2026-12-18 13:00", "2026-12-18 15:00", 30},   // a half day
		{"2026-12-18 13:00", "2027-01-05 08:46", 31},   // Christmas and an INSET day
		{"2026-11-23 00:00", "2026-11-28 00:00", 1950}, // five days
		{"2026-11-23 10:00", "2026-11-23 10:00", 0},
		{"2026-11-23 11:00", "2026-11-23 10:00", 0},
		{"2027-07-22 10:00", "2027-09-22 10:00", 0}, // past the end of the calendar
	} {
		if got := c.SchoolMinutes(at(t, span.from), at(t, span.to)); got != span.want {
			t.Errorf("%s to %s is %d minutes, not %d", span.from, span.to, got, span.want)
		}
	}
	// A school that opens on the days on which the clocks change still has 390 minutes: 01:00 is not its time.
	open := Calendar{Starts: "08:45", Ends: "15:15"}
	open.Terms = []Term{{"2026-03-27", "2026-03-31"}, {"2026-10-23", "2026-10-27"}}
	for from, to := range map[string]string{
		"2026-03-27 15:00": "2026-03-30 09:00", "2026-10-23 15:00": "2026-10-26 09:00",
	} {
		if got := open.SchoolMinutes(at(t, from), at(t, to)); got != 30 {
			t.Errorf("over the change of the clocks %s to %s is %d minutes", from, to, got)
		}
	}
	night := Calendar{Starts: "00:30", Ends: "03:30", Terms: []Term{{"2026-03-23", "2026-04-03"}}}
	if got := night.SchoolMinutes(at(t, "2026-03-30 00:00"), at(t, "2026-03-31 00:00")); got != 180 {
		t.Errorf("a night of three hours is %d minutes", got)
	}
	if got := (Calendar{}).SchoolMinutes(at(t, "2026-11-23 09:00"), at(t, "2026-11-23 10:00")); got != 0 {
		t.Errorf("without a calendar an hour is %d minutes", got)
	}
}

func TestCalendarRoundTrips(t *testing.T) {
	c := calendar(t, "08:40", "15:10")
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	again, err := DecodeCalendar(raw)
	if err != nil || !reflect.DeepEqual(c, again) {
		t.Errorf("%+v came back as %+v (%v)", c, again, err)
	}
}

func TestBrokenCalendarsNameThePlace(t *testing.T) {
	raw, err := presets.ReadFile("presets/kent.calendar.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range []struct{ name, old, new, key, at string }{
		{"30 February", `"first": "2026-01-05", "last": "2026-02-13"`, `"first": "2026-01-05", "last": "2026-02-30"`,
			"unknown_value", "terms.2.last"},
		{"term ends first", `"last": "2025-10-17"`, `"last": "2025-08-17"`, "ends_first", "terms.0.last"},
		{"terms overlap", `"first": "2025-11-03"`, `"first": "2025-10-17"`, "overlaps", "terms.1.first"},
		{"day ends first", `"ends": "15:15"`, `"ends": "08:15"`, "ends_first", "ends"},
		{"25 o'clock", `"starts": "08:45"`, `"starts": "25:45"`, "unknown_value", "starts"},
		{"no leading nought", `"starts": "08:45"`, `"starts": "8:45"`, "unknown_value", "starts"},
		{"INSET on a Sunday", `"2025-09-02"`, `"2025-09-07"`, "no_school_day", "inset.1"},
		{"INSET in the holidays", `"2025-09-02"`, `"2026-08-03"`, "no_school_day", "inset.1"},
		{"INSET twice", `"2025-09-02"`, `"2025-09-01"`, "duplicate", "inset.1"},
		{"INSET and half a day", `"2025-09-02"`, `"2025-12-19"`, "duplicate", "half_days.0.date"},
		{"half a day that is longer", `"2025-12-19", "ends": "13:30"`, `"2025-12-19", "ends": "16:30"`,
			"ends_first", "half_days.0.ends"},
		{"unknown source", `"kent_example"`, `"hearsay"`, "unknown_value", "source"},
		{"unknown field", `"closed": []`, `"closed": [], "snow": []`, "unknown_field", "snow"},
		{"missing list", `"closed": []`, `"source": "own"`, "missing", "closed"},
	} {
		t.Run(mistake.name, func(t *testing.T) {
			text := strings.Replace(string(raw), mistake.old, mistake.new, 1)
			if text == string(raw) {
				t.Fatalf("the calendar does not hold %q", mistake.old)
			}
			_, err := DecodeCalendar([]byte(text))
			if err == nil {
				t.Fatal("was accepted")
			}
			found := err.(*fault.Fault)
			for _, f := range append([]*fault.Fault{found}, found.Parts...) {
				if f.Say.Key == "school.decode."+mistake.key && f.Field == mistake.at {
					return
				}
			}
			t.Errorf("no %s at %q, but %v %v", mistake.key, mistake.at, found, found.Parts)
		})
	}
	if err := (Calendar{Starts: "08:45", Ends: "15:15"}).Check(); !fault.Is(err, fault.Invalid) {
		t.Errorf("a calendar without a term gives %v", err)
	}
	if _, err := KentCalendar("15:15", "08:45"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a day that ends before it starts gives %v", err)
	}
}

func FuzzDecodeCalendar(f *testing.F) {
	raw, err := presets.ReadFile("presets/kent.calendar.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := DecodeCalendar(raw)
		if err != nil {
			return
		}
		if first := c.Day(c.Terms[0].First); first.Why == WhyUnknown {
			t.Errorf("%q: the first day of the first term is unknown", raw)
		}
		if again, err := json.Marshal(c); err != nil {
			t.Error(err)
		} else if d, err := DecodeCalendar(again); err != nil || !reflect.DeepEqual(c, d) {
			t.Errorf("%q came back as %s (%v)", raw, again, err)
		}
	})
}
