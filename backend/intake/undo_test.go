package intake_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

// applied is the import as it stands after an outcome.
func applied(o intake.Outcome) intake.Import {
	return intake.Import{ID: "i", School: hookLane, State: intake.Applied, Done: o.Done, Counts: o.Counts}
}

func TestUndoGivesBackWhatWas(t *testing.T) {
	state, good := imported(t, "hook-lane")
	table := set(t, set(t, good, 16, "Registration Group", "Wren"), 4, "Contact Mobile", "07700 900111")
	table = without(table, func(r intake.Row) bool { return r.Cells[0] == "K886234526018" || r.Number == 10 })
	table.Rows = append(table.Rows, intake.Row{Number: 588, Cells: slices.Clone(good.Rows[0].Cells)})
	for header, value := range map[string]string{"UPN": "J88623452600A", "Legal Forename": "Kuba",
		"Legal Surname":      "Nowak",
		"Preferred Forename": "Kuba", "Contact Forename": "Anna", "Contact Surname": "Nowak",
		"Contact Mobile": "07700 900222",
		"Contact Email":  "anna.nowak@post.example"} {
		table = set(t, table, 588, header, value)
	}
	p := plan(intake.PupilFile, state, table, "second")
	after, o := agree(t, state, p, p.Leaving[0].Person)
	if o.Counts.New != 1 || o.Counts.Left != 1 || len(after.Pupils) != 319 {
		t.Fatalf("applied: %+v", o.Counts)
	}
	back, err := intake.TakeBack(applied(o), after, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := written(after, back); got.Digest() != state.Digest() {
		t.Error("after the undo the school is not what it was")
	}
	first, made := agree(t, people.State{}, plan(intake.PupilFile, people.State{}, good, "first"))
	none, err := intake.TakeBack(applied(made), first, nil)
	if err != nil {
		t.Fatal(err)
	}
	if left := written(first, none); len(left.Pupils)+len(left.Adults)+len(left.Contacts) != 0 {
		t.Errorf("%d pupils, %d adults, %d contacts are left of the first import", len(left.Pupils),
			len(left.Adults), len(left.Contacts))
	}
}

func TestUndoIsRefusedForAReason(t *testing.T) {
	table := export(t, "hook-lane-pupils")
	state, o := agree(t, people.State{}, plan(intake.PupilFile, people.State{}, table, "first"))
	poppy := state.Pupils[slices.IndexFunc(state.Pupils, func(p people.Pupil) bool { return p.UPN == "A886234526039" })]
	mother := state.Adults[slices.IndexFunc(state.Adults,
		func(a people.Adult) bool { return a.Email == "florence.davies64@post.example" })]
	other := state.Adults[slices.IndexFunc(state.Adults,
		func(a people.Adult) bool { return a.Email == "ana.ionescu22@post.example" })]
	change := func(with func(people.State) (people.Changes, []event.Event, error)) people.State {
		c, _, err := with(state)
		if err != nil {
			t.Fatal(err)
		}
		return written(state, c)
	}
	for name, c := range map[string]struct {
		state   people.State
		hanging []intake.Hanging
		key     string
		of      string
	}{
		"a device since": {state, []intake.Hanging{{Person: id.Person(poppy.ID), What: intake.HangDevice}},
			"intake.undo.hangs_device", "Poppy Davies"},
		"a sign-in since": {state, []intake.Hanging{{Person: id.Person(mother.ID), What: intake.HangAccount}},
			"intake.undo.hangs_account", "Florence Davies"},
		"a record since": {state, []intake.Hanging{{Person: id.Person(mother.ID), What: intake.HangRecord}},
			"intake.undo.hangs_record", "Florence Davies"},
		"marks corrected since": {change(func(s people.State) (people.Changes, []event.Event, error) {
			return people.Correct(s, people.ContactKey{Pupil: poppy.ID, Adult: mother.ID}, people.Correction{},
				act("c"))
		}), nil, "intake.undo.changed_since", "Florence Davies"},
		"merged since": {change(func(s people.State) (people.Changes, []event.Event, error) {
			return people.MergeAdults(s, mother.ID, other.ID, act("m"))
		}), nil, "intake.undo.changed_since", "Ana Ionescu"},
		"a sibling since": {written(state, people.Changes{Pupils: []people.Pupil{{ID: "new", UPN: "V88623452600Z"}},
			Contacts: []people.Contact{{Pupil: "new", Adult: mother.ID}}}), nil, "intake.undo.bound_since",
			"Florence Davies"},
	} {
		_, err := intake.TakeBack(applied(o), c.state, c.hanging)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.Conflict || f.Say.Key != "intake.undo.refused" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !slices.ContainsFunc(f.Parts, func(p *fault.Fault) bool {
			return p.Say.Key == c.key &&
				p.Say.Args["Name"] == c.of
		}) {
			t.Errorf("%s: not said of %s: %v", name, c.of, f.Parts[0].Say)
		}
		if strings.Contains(f.Error(), c.of) {
			t.Errorf("%s: the log would read a name", name)
		}
	}
	if _, err := intake.TakeBack(intake.Import{State: intake.Read}, state, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("an import that was never applied: %v", err)
	}
}

// TestMergedRecordsSurviveTheNextFile: what the office merged stays merged, the kept record keeps its name, and
// un-merging gives back both.
func TestMergedRecordsSurviveTheNextFile(t *testing.T) {
	table := tableOf(t,
		"UPN,Surname,Forename,DOB,Year,Class,Contact Forename,Contact Surname,Relationship,Mobile,Email,PR,Same Address",
		"P886234526013,Nowak,Kuba,06/09/2017,4,Rowan,Anna,Nowak,Mother,07700 900001,,Y,Y",
		"U886234526035,Nowak,Ola,02/04/2020,Year 2,Otter,Ania,Nowak,Mother,07700 900002,,Y,Y")
	state, _ := agree(t, people.State{}, plan(intake.PupilFile, people.State{}, table, "first"))
	if len(state.Adults) != 2 {
		t.Fatalf("%d adults", len(state.Adults))
	}
	anna := slices.IndexFunc(state.Adults, func(a people.Adult) bool { return a.Forename == "Anna" })
	keep, merged := state.Adults[anna].ID, state.Adults[1-anna].ID
	c, events, err := people.MergeAdults(state, keep, merged, act("merge"))
	if err != nil || len(events) != 1 || events[0].Kind != people.Merged || events[0].Subject != string(keep) {
		t.Fatal(err, events)
	}
	together := written(state, c)
	p := plan(intake.PupilFile, together, table, "second")
	if len(p.Changed)+len(p.New)+len(p.SamePerson) != 0 || p.Unchanged != 2 {
		t.Errorf("the next file: %+v, same %v", p.Changed, p.SamePerson)
	}
	ola := together.Pupils[slices.IndexFunc(together.Pupils, func(p people.Pupil) bool { return p.Forename == "Ola" })]
	if f := together.FamilyOf(ola); f.Contacts[0].Adult.ID != keep || f.Contacts[0].Contact.Adult != merged {
		t.Errorf("Ola's mother is %+v", f.Contacts[0])
	}
	// a third child comes, by the name and number that were merged
	third := tableOf(t, strings.Join(table.Headers, ","), strings.Join(table.Rows[0].Cells, ","),
		strings.Join(table.Rows[1].Cells, ","),
		"J88623452600A,Nowak,Tomek,02/04/2022,R,Robin,Ania,Nowak,Mother,07700 900002,,Y,Y")
	grown, _ := agree(t, together, plan(intake.PupilFile, together, third, "third"))
	if len(grown.Adults) != 2 {
		t.Errorf("a third child made a third mother: %d", len(grown.Adults))
	}
	c, events, err = people.UnmergeAdult(grown, merged, act("unmerge"))
	if err != nil || events[0].Kind != people.Unmerged {
		t.Fatal(err, events)
	}
	apart := written(grown, c)
	if f := apart.FamilyOf(ola); f.Contacts[0].Adult.ID != merged || len(people.SameNames(apart.Adults,
		apart.Apart)) != 0 {
		t.Errorf("un-merged: %+v", f.Contacts[0])
	}
}
