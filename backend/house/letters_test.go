package house_test

import (
	"fmt"
	"slices"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/house"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// Who of the two schools' data gets a letter: foster carers and stepfathers do, with or without parental responsibility;
// "Duty" of social care and a father whom a court bars do not, and where one stands in the family the office says yes.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func TestWhoGetsALetterInTheHouse(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	var got []string
	for _, at := range house.Schools {
		state, err := s.People().State(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		list := access.Addressees(state, house.FirstDay)
		count := map[string]int{"all": len(list)}
		// asked reports whether a letter to that adult speaks of that child, and whether it needs a yes.
		asked := func(a people.Adult, child people.Pupil) (bool, bool) {
			i := slices.IndexFunc(list, func(l access.Addressee) bool { return l.Adult.ID == a.ID })
			return i >= 0 && slices.Contains(list[i].Children, child), i >= 0 && list[i].NeedsYes
		}
		for _, f := range state.Families() {
			if f.Pupil.Left(house.FirstDay) {
				continue
			}
			barred := slices.ContainsFunc(f.Contacts, func(a people.Around) bool { return a.Contact.CourtOrder != "" })
			for _, around := range f.Contacts {
				gets, yes := asked(around.Adult, f.Pupil)
				c, who := around.Contact, ""
				switch {
				case c.CourtOrder != "":
					who = "barred"
				case c.Relationship == people.SocialWorker, around.Adult.Forename == "Duty":
					who = "duty"
				case c.Relationship == people.FosterCarer, c.Relationship == people.StepFather:
					who = c.Relationship
				}
				if who == "" {
					continue
				}
				count[who]++
				if gets != (who == people.FosterCarer || who == people.StepFather) {
					t.Errorf("%s of %s: a letter is %v", who, f.Pupil.Called(), gets)
				}
				if gets && barred && !yes {
					t.Errorf("%s of %s: printed without the office's yes", who, f.Pupil.Called())
				}
			}
		}
		got = append(got, fmt.Sprint(count))
	}
	if want := []string{"map[all:415 barred:7 duty:4 foster_carer:4 stepfather:6]",
		"map[all:566 barred:3 duty:9 foster_carer:9 stepfather:7]"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
