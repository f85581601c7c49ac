package house_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

func furnish(t *testing.T, s *store.Store) {
	t.Helper()
	if err := house.Furnish(t.Context(), s, house.FirstDay); err != nil {
		t.Fatal(err)
	}
}

func desk(t *testing.T, s *store.Store, at id.School, now time.Time) []custody.Child {
	t.Helper()
	rooms := custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()}
	players, err := house.Cast(t.Context(), s, at)
	if err != nil {
		t.Fatal(err)
	}
	roll, err := rooms.Desk(t.Context(), players.Office.Who(), now)
	if err != nil {
		t.Fatal(err)
	}
	return roll
}

func TestTheHouseIsFurnished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		furnish(t, s)
		movable, err := house.Clock(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		now := movable.Now()
		if got := now.In(school.London).Format("2006-01-02 15:04"); got != "2026-11-23 08:35" {
			t.Errorf("it opens at %s", got)
		}
		for _, want := range []struct {
			at                              id.School
			pupils, known, late, kept, keep int
			mode                            school.PhonesMode
		}{
			{house.HookLane, 318, 94, 1, 1, 3, school.HandIn},
			{house.BeaverRoad, 431, 2, 0, 1, 3, school.ClassCheck},
		} {
			place, err := s.Schools().School(t.Context(), want.at)
			if err != nil {
				t.Fatal(err)
			}
			pupils, known, late, kept, keep := 0, 0, 0, 0, 0
			for _, child := range desk(t, s, want.at, now) {
				pupils++
				if child.Keeps {
					keep++
				}
				for _, d := range child.Devices {
					known++
					if custody.Uncollected(d, place.Calendar, now) {
						late++
					}
					if d.State == custody.Confiscated {
						kept++
					}
				}
			}
			got := []int{pupils, known, late, kept, keep}
			if w := []int{want.pupils, want.known, want.late, want.kept, want.keep}; !slices.Equal(got, w) ||
				place.Policy.Phones.Mode != want.mode {
				t.Errorf("%s: pupils, devices, uncollected, kept, exceptions are %v, not %v", place.Name, got, w)
			}
		}
	})
}

// A decision is owed at both schools, each by its own rule.
// Policy: phones.parents_told (AR 9.3/10)
func TestADecisionIsOwed(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	rooms := custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()}
	for _, at := range house.Schools {
		players, err := house.Cast(t.Context(), s, at)
		if err != nil {
			t.Fatal(err)
		}
		place, err := s.Schools().School(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		open, err := rooms.List(t.Context(), players.Head.Who(), true, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if len(open) != 1 || !custody.Owed(place.Policy.Phones, open[0].Confiscation) || open[0].Held {
			t.Errorf("%s: open are %+v", place.Name, open)
		}
		ended, err := rooms.List(t.Context(), players.Head.Who(), false, time.Time{})
		if err != nil || len(ended) != 1 || ended[0].ReleasedTo == "" || ended[0].ContactAt.IsZero() {
			t.Errorf("%s: ended are %+v, %v", place.Name, ended, err)
		}
	}
}

func TestTheCast(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	hook, err := house.Cast(t.Context(), s, house.HookLane)
	if err != nil {
		t.Fatal(err)
	}
	beaver, err := house.Cast(t.Context(), s, house.BeaverRoad)
	if err != nil {
		t.Fatal(err)
	}
	if hook.Head.ID != hook.DSL.ID || hook.Head.Called() != "Ms Hall" {
		t.Errorf("Hook Lane's head is %s, its lead %s", hook.Head.Called(), hook.DSL.Called())
	}
	if who := beaver.DSL.Who(); beaver.Head.ID == beaver.DSL.ID || !who.Is(people.HeadOfSchool) {
		t.Errorf("Beaver Road's lead is %v", who.Roles)
	}
	for _, p := range []house.Players{hook, beaver} {
		if len(p.Teacher.Classes) != 1 || p.Office.Email == "" || p.Deputy.ID == p.DSL.ID || p.Chair.ID == p.Head.ID {
			t.Errorf("%+v", p)
		}
	}
}

// The record of the furnished week holds, and runs forward only.
func TestTheRecordHolds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		furnish(t, s)
		service := audit.NewService(s.Audit(), storetest.Key, clock.System{})
		for _, at := range house.Schools {
			report, err := service.Verify(t.Context(), at)
			if err != nil || report.Broken != nil || report.Rows == 0 {
				t.Fatalf("%+v, %v", report, err)
			}
			records, err := s.Audit().Records(t.Context(), at, audit.Daily, 0, 10000)
			if err != nil {
				t.Fatal(err)
			}
			opens := house.FirstDay.At(0, 0, school.London)
			for _, r := range records {
				if !r.Event.At.Before(opens) {
					t.Fatalf("%s happened on the day the house opens", r.Event.Kind)
				}
			}
		}
	})
}
