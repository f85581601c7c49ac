package house_test

import (
	"fmt"
	"slices"
	"testing"

	"lollipop/backend/house"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// The families of the demo are found by what they are, each may be asked, and none needs the office's own yes.
func TestTheFamilies(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	cast, err := house.Families(t.Context(), s, house.FirstDay)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range cast {
		names := []string{}
		for _, child := range one.Children {
			names = append(names, fmt.Sprintf("%s %s", child.Preferred, child.Class))
		}
		got = append(got, fmt.Sprintf("%s %s (%s): %v, %d oldest", one.Kin, one.Adult.Called(), one.Adult.Language, names,
			len(one.Oldest())))
		families, err := s.People().FamiliesOf(t.Context(), one.School, one.Adult.ID)
		if err != nil {
			t.Fatal(err)
		}
		if asked := people.ChildrenOf(people.ForAUP, one.Adult.ID, families, house.FirstDay); len(asked) != len(one.Children) {
			t.Errorf("%s: asked about %d children, not %d", one.Adult.Called(), len(asked), len(one.Children))
		}
		for _, f := range families {
			for _, around := range f.Contacts {
				if f.Marks(around.Adult.ID).NoContact {
					t.Errorf("%s: a no-contact mark stands in the family", one.Adult.Called())
				}
			}
		}
	}
	want := []string{
		"urdu Hafsa Hussain (ur): [Hafsa Otter Bilal Snowdon], 1 oldest",
		"polish Hanna Nowak (pl): [Jakub Robin Zuzia Badger Łukasz Beech Wojciech Everest], 2 oldest",
		"three Alfie Smith (en): [Toby Squirrel Noah Kestrel Elsie Oak], 1 oldest",
		"foster_carer Elsie Evans (en): [George Snowdon], 1 oldest",
		"stepfather Jacob Thompson (en): [Arthur Oak], 1 oldest",
		"both_schools Elena Dumitru (ro): [Luca Oak], 1 oldest",
		"both_schools Elena Dumitru (en): [Matei Squirrel Matei Oak Ionuț Everest], 2 oldest",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the families are %q", got)
	}
	again, err := house.Families(t.Context(), s, house.FirstDay)
	if err != nil || len(again) != len(cast) || again[0].Adult.ID != cast[0].Adult.ID {
		t.Errorf("another look finds others: %v", err)
	}
}
