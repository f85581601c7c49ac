package house_test

import (
	"slices"
	"testing"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
	"lollipop/backend/vault"
)

// Both schools were told something in the week before, and those read it who should: the head of Hook Lane nothing of what
// is about her.
func TestSomethingWasTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		seals, err := vault.NewSeals()
		if err != nil {
			t.Fatal(err)
		}
		if err := house.Tell(t.Context(), s, seals); err == nil {
			t.Fatal("it was told before there was a school")
		}
		furnish(t, s)
		for range 2 { // once, however often it is asked for
			if err := house.Tell(t.Context(), s, seals); err != nil {
				t.Fatal(err)
			}
		}
		now := clock.NewFrozen(house.FirstDay.At(8, 35, school.London))
		rooms := concern.Service{Store: s.Concerns(), Rings: s.Concerns(), Schools: s.Schools(), Staff: s.People(), Vault: seals, Clock: now}
		boxes := func(who people.Who, finished bool) (all []string) {
			t.Helper()
			list, err := rooms.List(t.Context(), who, finished)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range list {
				all = append(all, string(c.Box)+" "+c.Language+" "+string(c.Status))
			}
			slices.Sort(all)
			return all
		}
		for _, want := range []struct {
			at       id.School
			role     people.Role
			finished bool
			boxes    []string
		}{
			{house.HookLane, people.SafeguardingLead, false, []string{"welfare en told", "welfare pl read"}},
			{house.HookLane, people.SafeguardingLead, true, []string{"welfare en finished"}},
			{house.HookLane, people.DeputyLead, false, []string{"welfare pl read"}},
			{house.HookLane, people.ChairOfGovernors, false, []string{"conduct en told"}},
			{house.HookLane, people.Teacher, false, nil},
			{house.BeaverRoad, people.SafeguardingLead, false, []string{"welfare en told", "welfare ur told"}},
			{house.BeaverRoad, people.Head, false, []string{"complaint en told"}},
		} {
			staff, err := s.People().StaffList(t.Context(), want.at)
			if err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(staff, func(a, b people.Staff) int { return slices.Compare([]byte(a.Code), []byte(b.Code)) })
			one := staff[slices.IndexFunc(staff, func(m people.Staff) bool { return slices.Contains(m.Roles, want.role) })]
			if got := boxes(one.Who(), want.finished); !slices.Equal(got, want.boxes) {
				t.Errorf("%s at %s reads %q, not %q", want.role, want.at, got, want.boxes)
			}
		}
		for _, at := range house.Schools {
			if door, err := rooms.Door(t.Context(), at, now.Now()); err != nil || !door.Open {
				t.Errorf("%s: %+v, %v", at, door, err)
			}
		}
	})
}
