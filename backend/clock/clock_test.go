package clock

import (
	"testing"
	"time"
)

func TestParseDateKnowsTheCalendar(t *testing.T) {
	for text, want := range map[string]bool{"2026-11-23": true, "2024-02-29": true, "2026-02-29": false, "2026-02-30": false,
		"2026-13-01": false, "23/11/2026": false, "": false, "2026-1-2": false} {
		if _, ok := ParseDate(text); ok != want {
			t.Errorf("ParseDate(%q) = %v", text, ok)
		}
	}
}

func TestDatesInLondon(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 7, 1, 23, 30, 0, 0, time.UTC)
	if got := DateOf(late, london); got != "2026-07-02" {
		t.Errorf("23:30 UTC in July is %s in London", got)
	}
	if got := Date("2026-07-02").At(15, 15, london).UTC(); got.Hour() != 14 {
		t.Errorf("15:15 in July is %s", got)
	}
	if got := Date("2026-02-28").AddDays(1); got != "2026-03-01" {
		t.Errorf("the day after is %s", got)
	}
}

func TestMovableRunsOnAndFrozenStands(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
	frozen := NewFrozen(at)
	frozen.Move(time.Hour)
	if got := frozen.Now(); !got.Equal(at.Add(time.Hour)) {
		t.Errorf("frozen clock reads %s", got)
	}
	running := NewMovable(at)
	if got := running.Now(); got.Before(at) || got.Sub(at) > time.Minute {
		t.Errorf("running clock reads %s", got)
	}
}
