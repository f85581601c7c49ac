package intake_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"lollipop/backend/clock"
	"lollipop/backend/intake"
)

// What a cell is read as, is read as itself: importing what was exported changes nothing.
func FuzzValues(f *testing.F) {
	for _, text := range []string{"4 Mar 2016", "04/03/2019 00:00", "2019-03-04T09:00", "29.02.2024", "+44 (0)7700 900123", "07700900123", "00",
		"0048 601 234 567", "a@b.example", "A@B.EXAMPLE", "a@@b", "\xff", "०७७००", "4\u00a0Mar\u00a02016"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if date, form, ok := intake.ReadDate(text); ok {
			if _, right := clock.ParseDate(string(date)); !right || !form {
				t.Errorf("%q was read as the date %q", text, date)
			}
			if again, _, _ := intake.ReadDate(string(date)); again != date {
				t.Errorf("the date %q is read as %q", date, again)
			}
			if at := date.At(12, 0, time.UTC); at.Year() < 1900 {
				t.Errorf("%q was read as the year %d", text, at.Year())
			}
		}
		if number, ok := intake.ReadMobile(text); ok && number != "" {
			if again, _ := intake.ReadMobile(number); again != number || number[0] != '+' || len(number) > 16 {
				t.Errorf("%q was read as the number %q, and that as %q", text, number, again)
			}
		}
		if address, ok := intake.ReadEmail(text); ok {
			if again, _ := intake.ReadEmail(address); again != address || !utf8.ValidString(address) {
				t.Errorf("%q was read as the address %q, and that as %q", text, address, again)
			}
		}
	})
}
