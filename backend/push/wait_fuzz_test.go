package push

import (
	"testing"
	"time"
)

// However long a push service asks us to wait, it is neither before now nor past what a push is kept for.
func FuzzWait(f *testing.F) {
	for _, after := range []string{"", "7", "-7", "4294967295", "4294967296", " 9 ", "Mon, 23 Nov 2026 11:10:00 GMT", "0x10", "1e3",
		"Fri, 31 Dec 9999 23:59:59 GMT", "Monday, 23-Nov-26 11:10:00 GMT"} {
		f.Add(after)
	}
	theirs := time.Date(2026, 11, 23, 11, 9, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, after string) {
		if got := wait(after, theirs); got < 0 || got > longest {
			t.Errorf("%q means waiting %s", after, got)
		}
	})
}
