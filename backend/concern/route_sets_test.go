package concern

import (
	"slices"
	"testing"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Every set of people whom the form can name, in every box, under both policies, at schools of every shape: whoever it is
// about is not on the path, nobody is on it twice, and it ends in nobody only where everybody who answers for the school
// is named.
func TestEverySetOfAboutsInEveryBox(t *testing.T) {
	shapes := [][]people.Staff{hookLane, beaverRoad,
		{{ID: "one", Roles: []people.Role{people.Head, people.SafeguardingLead, people.ChairOfGovernors}}},
		{{ID: "head", Roles: []people.Role{people.Head}}, {ID: "teacher", Roles: []people.Role{people.Teacher}}},
		{{ID: "a", Forename: "Jo", Surname: "Hall", Roles: []people.Role{people.Head}},
			{ID: "b", Forename: "jo", Surname: "Hall", Roles: []people.Role{people.SafeguardingLead}},
			{ID: "gov", Roles: []people.Role{people.Governor}}},
		nil,
	}
	for _, preset := range []string{"anthony-roper", "beaver-green"} {
		p := policy(t, preset)
		for _, staff := range shapes {
			for set := range 1 << len(abouts) {
				var about []About
				for i, who := range abouts {
					if set>>i&1 == 1 {
						about = append(about, who)
					}
				}
				never := keptFrom(about, staff, today)
				someone := slices.ContainsFunc(holders(lastResort, staff, nil, today), func(p id.Person) bool { return !slices.Contains(never, p) })
				for _, chosen := range append([]Box{""}, Boxes...) {
					h := Head{About: about, KeptFrom: never}
					h.Box = boxOf(chosen, h)
					path := Route(p, h, staff, today)
					for i, person := range path.Readers {
						if slices.Contains(never, person) || slices.Contains(path.Readers[:i], person) {
							t.Fatalf("%s, %v, %s: %s is on the path %v", preset, about, h.Box, person, path.Readers)
						}
					}
					if someone && len(path.Readers) == 0 {
						t.Fatalf("%s, %v, %s: nobody reads it", preset, about, h.Box)
					}
					if h.aboutStaff() && !path.Outside {
						t.Fatalf("%s, %v, %s: about somebody who works here, and nobody says to whom outside", preset, about, h.Box)
					}
				}
			}
		}
	}
}
