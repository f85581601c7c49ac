package clock

import (
	"testing"
	"time"
)

// A date that can be read stays what it is: as a moment of its day in London, and over a day forward and back.
func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2026-11-23", "2024-02-29", "2026-02-30", "2026-03-29", "0000-01-01", "9999-12-31", "2026-1-1"} {
		f.Add(text, uint8(1), uint8(30))
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, hour, minute uint8) {
		date, ok := ParseDate(text)
		if !ok {
			return
		}
		if string(date) != text {
			t.Errorf("%q was read as %q", text, date)
		}
		if got := DateOf(date.At(int(hour%24), int(minute%60), london), london); got != date {
			t.Errorf("%02d:%02d on %s is on %s", hour%24, minute%60, date, got)
		}
		if date > "0000-01-01" && date < "9999-12-31" && date.AddDays(1).AddDays(-1) != date {
			t.Errorf("the day before the one after %s is another", date)
		}
	})
}
