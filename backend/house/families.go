package house

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
)

// Kin is what an adult of the demo is worth being for.
type Kin string

// The families to be, in the order in which the demo lists them.
const (
	ReadsUrdu   Kin = "urdu"
	ReadsPolish Kin = "polish"
	HasThree    Kin = "three"
	FosterCarer Kin = "foster_carer"
	Stepfather  Kin = "stepfather"
	BothSchools Kin = "both_schools"
)

// Relative is an adult of a furnished school who is asked to sign, as the demo and the tests know one: by what they are.
type Relative struct {
	Kin    Kin
	School id.School
	Adult  people.Adult
	// Children are theirs on the roll of this school, whom they are asked about.
	Children []people.Pupil
}

// Oldest are the children of the two oldest years, whose own document there is.
func (r Relative) Oldest() []people.Pupil {
	return slices.DeleteFunc(slices.Clone(r.Children), func(p people.Pupil) bool { return p.Year.Band() != people.UpperKS2 })
}

// relative is an adult with what tells them from others.
type relative struct {
	Relative
	relationships map[string]bool
	// barred: somebody of the family may have no contact, and then the office has to say yes to each letter.
	barred bool
}

// Families finds families to be at the furnished schools, one of each kind; the one with children at both schools
// stands twice, once for each. Among several it is the one whose name comes first, so that it is always the same.
func Families(ctx context.Context, s *store.Store, today clock.Date) ([]Relative, error) {
	at := map[id.School][]relative{}
	var all []relative
	for _, there := range Schools {
		found, err := relatives(ctx, s, there, today)
		if err != nil {
			return nil, err
		}
		at[there] = found
		all = append(all, found...)
	}
	taken := map[id.Adult]bool{}
	var cast []Relative
	take := func(kin Kin, among []relative, fits func(relative) bool) error {
		found := slices.IndexFunc(among, func(r relative) bool { return !r.barred && !taken[r.Adult.ID] && fits(r) })
		if found < 0 {
			return fmt.Errorf("house: no family is %s", kin)
		}
		one := among[found].Relative
		one.Kin, taken[one.Adult.ID] = kin, true
		cast = append(cast, one)
		return nil
	}
	reads := func(language string) func(relative) bool {
		return func(r relative) bool {
			return r.Adult.Language == language && (r.is(people.Mother) || r.is(people.Father)) && len(r.Oldest()) > 0
		}
	}
	for _, one := range []struct {
		kin  Kin
		fits func(relative) bool
	}{
		{ReadsUrdu, func(r relative) bool { return reads("ur")(r) && r.is(people.Mother) }},
		{ReadsPolish, reads("pl")},
		{HasThree, func(r relative) bool { return len(r.Children) == 3 && len(r.Oldest()) > 0 && distinct(r.Children) }},
		{FosterCarer, func(r relative) bool { return r.is(people.FosterCarer) && len(r.Oldest()) > 0 }},
		{Stepfather, func(r relative) bool { return r.is(people.StepFather) && len(r.Oldest()) > 0 }},
	} {
		if err := take(one.kin, all, one.fits); err != nil {
			return nil, err
		}
	}
	for _, mine := range at[Schools[0]] {
		same := func(other relative) bool { return people.Certain(mine.Adult, other.Adult) }
		if mine.barred || taken[mine.Adult.ID] || !slices.ContainsFunc(at[Schools[1]], same) {
			continue
		}
		mine.Kin = BothSchools
		cast = append(cast, mine.Relative)
		return cast, take(BothSchools, at[Schools[1]], same)
	}
	return nil, fmt.Errorf("house: no family is %s", BothSchools)
}

func (r relative) is(relationship string) bool { return r.relationships[relationship] }

func distinct(children []people.Pupil) bool {
	names := map[string]bool{}
	for _, child := range children {
		names[child.Preferred] = true
	}
	return len(names) == len(children)
}

// relatives are the adults of a school who are asked about a child, by name.
func relatives(ctx context.Context, s *store.Store, at id.School, today clock.Date) ([]relative, error) {
	state, err := s.People().State(ctx, at)
	if err != nil {
		return nil, err
	}
	byAdult := map[id.Adult]*relative{}
	for _, pupil := range state.Pupils {
		if pupil.Left(today) {
			continue
		}
		family := state.FamilyOf(pupil)
		answers := people.WhoIsAsked(people.ForAUP, family)
		barred := slices.ContainsFunc(answers, func(a people.Answer) bool { return a.Marks.NoContact })
		for _, answer := range answers {
			if !answer.Ruling.OK() {
				continue
			}
			r := byAdult[answer.Adult.ID]
			if r == nil {
				r = &relative{Relative: Relative{School: at, Adult: answer.Adult}, relationships: map[string]bool{}}
				byAdult[answer.Adult.ID] = r
			}
			r.Children = append(r.Children, pupil)
			r.barred = r.barred || barred
			for _, around := range family.Contacts {
				if around.Adult.ID == answer.Adult.ID {
					r.relationships[around.Contact.Relationship] = true
				}
			}
		}
	}
	all := make([]relative, 0, len(byAdult))
	for _, r := range byAdult {
		slices.SortFunc(r.Children, func(a, b people.Pupil) int {
			return cmp.Or(cmp.Compare(a.Year.Order(), b.Year.Order()), cmp.Compare(a.ID, b.ID))
		})
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b relative) int {
		return cmp.Or(cmp.Compare(people.FullName(a.Adult), people.FullName(b.Adult)), cmp.Compare(a.Adult.ID, b.Adult.ID))
	})
	return all, nil
}
