package people_test

import (
	"context"
	"slices"
	"testing"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

func TestTwoRecordsAreMergedAndUnmerged(t *testing.T) {
	ctx, p := context.Background(), open(t)
	p.imported(t, intake.PupilFile, export(t, "hook-lane-pupils"), intake.Agreement{})
	same, err := p.SamePersonList(ctx, secretary)
	if err != nil || len(same) != 61 || len(same[0].Adults) < 2 || len(same[0].Adults[0].Children) == 0 {
		t.Fatalf("%d names: %v", len(same), err)
	}
	a, b := same[0].Adults[0].Adult.ID, same[0].Adults[1].Adult.ID
	merge := p.act(secretary, "people.merge")
	if err = p.Merge(ctx, secretary, merge, a, b); err != nil {
		t.Fatal(err)
	}
	if err = p.Merge(ctx, secretary, merge, a, b); err != nil {
		t.Errorf("a retry: %v", err)
	}
	want(t, "merged twice", p.Merge(ctx, secretary, p.act(secretary, "people.merge"), a, b),
		"conflict people.merge.already")
	child := same[0].Adults[1].Children[0]
	f, err := p.Pupil(ctx, secretary, child.ID)
	if err != nil || !slices.ContainsFunc(f.Contacts, func(x people.Around) bool {
		return x.Contact.Adult == b &&
			x.Adult.ID == a
	}) {
		t.Errorf("%s: %+v, %v", child.Called(), f.Contacts, err)
	}
	if err = p.Unmerge(ctx, secretary, p.act(secretary, "people.unmerge"), b); err != nil {
		t.Fatal(err)
	}
	want(t, "un-merged twice", p.Unmerge(ctx, secretary, p.act(secretary, "people.unmerge"), b),
		"conflict people.merge.not_merged")
	if got := p.kinds(t); !slices.Equal(got, []event.Kind{people.Merged, people.Unmerged}) {
		t.Errorf("events: %v", got)
	}
}

func TestMergesThatMakeNoSense(t *testing.T) {
	anna, ania := people.Adult{ID: "anna", Forename: "Anna"}, people.Adult{ID: "ania", Forename: "Ania"}
	apart := people.State{Adults: []people.Adult{anna, ania}}
	ania.MergedInto = anna.ID
	together := people.State{Adults: []people.Adult{anna, ania}}
	act := event.Act{School: hookLane, Actor: office, At: at, Op: "m"}
	for name, err := range map[string]error{
		"oneself":  only(people.MergeAdults(apart, "anna", "anna", act)),
		"nobody":   only(people.MergeAdults(apart, "anna", "x", act)),
		"twice":    only(people.MergeAdults(together, "anna", "ania", act)),
		"a circle": only(people.MergeAdults(together, "ania", "anna", act)),
		"no merge": only(people.UnmergeAdult(apart, "ania", act)),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func only(_ people.Changes, _ []event.Event, err error) error { return err }

func TestNamesOfOfficesAreNeverMerged(t *testing.T) {
	duty := func(a id.Adult) people.Adult { return people.Adult{ID: a, Forename: "Duty", Surname: "Social Worker"} }
	state := people.State{Adults: []people.Adult{duty("a"), duty("b")}}
	act := event.Act{School: hookLane, Actor: office, At: at, Op: "m"}
	if _, _, err := people.MergeAdults(state, "a", "b", act); !fault.Is(err, fault.Invalid) {
		t.Errorf("two social workers became one: %v", err)
	}
}

func TestWhoIsKeptApartIsNotAskedAbout(t *testing.T) {
	ctx, p, table := context.Background(), open(t), export(t, "hook-lane-pupils")
	p.imported(t, intake.PupilFile, table, intake.Agreement{})
	before, err := p.SamePersonList(ctx, secretary)
	if err != nil {
		t.Fatal(err)
	}
	pair := before[slices.IndexFunc(before, func(s people.SamePerson) bool { return len(s.Adults) == 2 })]
	a, b := pair.Adults[0].Adult.ID, pair.Adults[1].Adult.ID
	for _, said := range [][2]id.Adult{{b, a}, {a, b}} { // the second time changes nothing
		if err := p.KeepApart(ctx, secretary, p.act(secretary, "people.apart"), said[0], said[1]); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.kinds(t); !slices.Equal(got, []event.Kind{people.KeptApart}) {
		t.Errorf("events: %v", got)
	}
	if after, err := p.SamePersonList(ctx, secretary); err != nil || len(after) != len(before)-1 {
		t.Errorf("%d names were doubtful, now %d: %v", len(before), len(after), err)
	}
	next, err := p.intake.PreviewPupils(ctx, secretary, p.act(secretary, "intake.read"), "next.csv", table)
	if err != nil || len(next.Plan.SamePerson) != len(before)-1 {
		t.Errorf("the next file asks about %d: %v", len(next.Plan.SamePerson), err)
	}
}
