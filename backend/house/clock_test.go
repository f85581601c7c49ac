package house_test

import (
	"testing"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

func TestTheFirstMorning(t *testing.T) {
	for today, want := range map[clock.Date]clock.Date{
		"2026-08-01": "2026-11-23", // never before the week that was prepared
		"2026-11-21": "2026-11-23",
		"2026-11-24": "2026-11-24",
		"2026-11-27": "2026-11-27",
		"2026-11-28": "2026-11-30",
		"2026-12-19": "2027-01-05", // Christmas, and the INSET day after it
		"2031-05-05": "2026-11-23", // no dates that far
	} {
		if got, err := house.FirstMorning(today); got != want || err != nil {
			t.Errorf("on %s it opens on %s (%v), not %s", today, got, err, want)
		}
	}
}

// Each start opens on the school day after all that happened, over a weekend as well.
func TestTheNextStartIsTheNextMorning(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	players, err := house.Cast(t.Context(), s, house.BeaverRoad)
	if err != nil {
		t.Fatal(err)
	}
	rooms := custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()}
	for _, step := range []struct{ acts, opens clock.Date }{
		{"2026-11-23", "2026-11-24"}, {"2026-11-27", "2026-11-30"},
	} {
		who := players.Teacher.Who()
		act := event.Act{School: who.School, Actor: who.Person, At: step.acts.At(9, 0, school.London),
			Op: id.New[id.Op](), Command: "custody.check_class"}
		if _, err := rooms.CheckClass(t.Context(), who, act, who.Classes[0], nil); err != nil {
			t.Fatal(err)
		}
		movable, err := house.Clock(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if got := movable.Now().In(school.London).Format("2006-01-02 15:04"); got != string(step.opens)+" 08:35" {
			t.Errorf("after %s it opens at %s", step.acts, got)
		}
	}
}
