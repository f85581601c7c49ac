package concern

import (
	"slices"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Here is who is one human on the school's list.

// recordsOf are all the records that the people have on the school's list: somebody who is on it twice, or who left and
// came back under a new one, is one human. Namesakes are taken for one, which keeps something from one too many.
func recordsOf(some []id.Person, staff []people.Staff) []id.Person {
	all := slices.Clone(some)
	for _, s := range staff {
		if slices.Contains(some, id.Person(s.ID)) && s.Forename != "" && s.Surname != "" {
			for _, other := range staff {
				if !slices.Contains(all, id.Person(other.ID)) && fullName(s) == fullName(other) {
					all = append(all, id.Person(other.ID))
				}
			}
		}
	}
	return all
}

func fullName(s people.Staff) string { return people.Fold(s.Forename + " " + s.Surname) }

// humans counts them as exclusion does: two records of one name are one, who is kept from what is about either.
func humans(some []id.Person, staff []people.Staff) (n int) {
	var met []id.Person
	for _, person := range some {
		if !slices.Contains(met, person) {
			met = append(met, recordsOf([]id.Person{person}, staff)...)
			n++
		}
	}
	return n
}
