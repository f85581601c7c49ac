package house_test

import (
	"context"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// The office's view of both schools is not empty: some have signed, one on paper; some said no, and one has a question.
func TestTheOfficeHasSomethingToSee(t *testing.T) {
	s := storetest.Memory(t)
	opens, err := house.FirstMorning("2026-11-21")
	if err != nil {
		t.Fatal(err)
	}
	if err := house.Furnish(t.Context(), s, opens); err != nil {
		t.Fatal(err)
	}
	texts, err := aup.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	room := &aup.Service{Store: s.AUP(), Texts: texts,
		Ways: func(context.Context, people.Who) (map[id.Adult]aup.Where, error) { return nil, nil }}
	for _, at := range house.Schools {
		cast, err := house.Cast(t.Context(), s, at)
		if err != nil {
			t.Fatal(err)
		}
		now := opens.At(8, 35, school.London)
		seen, how := map[aup.Where]int{}, map[aup.How]int{}
		for page := 1; page < 20; page++ {
			p, err := room.Progress(t.Context(), cast.Office.Who(), aup.Query{Page: page, Size: 100}, now)
			if err != nil {
				t.Fatal(err)
			}
			for _, child := range p.Items {
				for _, adult := range child.Adults {
					seen[adult.Where]++
					how[adult.How]++
				}
			}
		}
		for _, where := range []aup.Where{aup.WhereSigned, aup.WhereDeclined, aup.WhereQuestion, aup.WhereNoLetter,
			aup.WhereNotAsked} {
			if seen[where] == 0 {
				t.Errorf("%s: nobody is %s", at, where)
			}
		}
		if how[aup.OnPaper] == 0 || how[aup.OwnDevice] == 0 {
			t.Errorf("%s: signed by %v", at, how)
		}
		lines, err := s.Calls().List(t.Context(), at, now)
		about := map[calls.About]int{}
		for _, line := range lines {
			about[line.About]++
		}
		if err != nil || about[calls.Question] != 1 || about[calls.Declined] == 0 {
			t.Errorf("%s: the list is about %v: %v", at, about, err)
		}
	}
}
