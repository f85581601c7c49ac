package concern_test

import (
	"testing"
	"time"

	"lollipop/backend/concern"
)

// What nobody has read, and nobody else is to be given, rings its reader again on each school day until they have looked
// that day, and no more once it is read.
func TestWhatNobodyReadsRingsEachMorning(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	rings := &counted{RingStore: a.Rings}
	a.Rings = rings
	a.clock.Set(time.Date(2026, 11, 26, 20, 0, 0, 0, time.UTC)) // a Thursday evening
	a.tell(concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.TheHead}, Story: "She shouts."})
	for _, row := range []struct{ day, hour, minute, want int }{
		{26, 20, 0, 1}, {26, 23, 0, 1}, {27, 8, 44, 1}, {27, 8, 45, 2}, {27, 15, 0, 2}, {28, 10, 0, 2}, {29, 10, 0, 2}, {30, 8, 46, 3},
		{30, 20, 0, 3},
	} {
		a.clock.Set(time.Date(2026, 11, row.day, row.hour, row.minute, 0, 0, time.UTC))
		a.round()
		if got := rings.times[staffed("chair")]; got != row.want {
			t.Errorf("on the %d at %d:%02d the chair was rung %d times, not %d", row.day, row.hour, row.minute, got, row.want)
		}
	}
	if len(a.list("chair")) != 1 { // and does not open it
		t.Fatal("the chair has nothing")
	}
	for _, row := range []struct{ day, hour, want int }{{30, 21, 3}, {31, 10, 4}} { // the 31st is 1 December
		a.clock.Set(time.Date(2026, 11, row.day, row.hour, 0, 0, 0, time.UTC))
		a.round()
		if got := rings.times[staffed("chair")]; got != row.want {
			t.Errorf("after they looked, on the %d: %d times, not %d", row.day, got, row.want)
		}
	}
	a.read("chair")
	a.clock.Set(time.Date(2026, 12, 2, 10, 0, 0, 0, time.UTC))
	a.round()
	if got := rings.times[staffed("chair")]; got != 4 || len(rings.times) != 1 {
		t.Errorf("after it was read %d times, %v", got, rings.times)
	}
}
