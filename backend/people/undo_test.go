package people_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// applied is the import as it stands after an outcome.
func applied(o people.Outcome) people.Import {
	return people.Import{ID: "i", School: hookLane, State: people.Applied, Done: o.Done, Counts: o.Counts}
}

func TestUndoGivesBackWhatWas(t *testing.T) {
	state, good := imported(t, "hook-lane")
	table := set(t, set(t, good, 16, "Registration Group", "Wren"), 4, "Contact Mobile", "07700 900111")
	table = without(table, func(r people.Row) bool { return r.Cells[0] == "K886234526018" || r.Number == 10 })
	table.Rows = append(table.Rows, people.Row{Number: 588, Cells: slices.Clone(good.Rows[0].Cells)})
	for header, value := range map[string]string{"UPN": "J88623452600A", "Legal Forename": "Kuba",
		"Legal Surname":      "Nowak",
		"Preferred Forename": "Kuba", "Contact Forename": "Anna", "Contact Surname": "Nowak",
		"Contact Mobile": "07700 900222",
		"Contact Email":  "anna.nowak@post.example"} {
		table = set(t, table, 588, header, value)
	}
	p := plan(people.PupilFile, state, table, "second")
	after, o := agree(t, state, p, p.Leaving[0].Person)
	if o.Counts.New != 1 || o.Counts.Left != 1 || len(after.Pupils) != 319 {
		t.Fatalf("applied: %+v", o.Counts)
	}
	back, err := people.TakeBack(applied(o), after, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := written(after, back); got.Digest() != state.Digest() {
		t.Error("after the undo the school is not what it was")
	}
	first, made := agree(t, people.State{}, plan(people.PupilFile, people.State{}, good, "first"))
	none, err := people.TakeBack(applied(made), first, nil)
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
	state, o := agree(t, people.State{}, plan(people.PupilFile, people.State{}, table, "first"))
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
		hanging []people.Hanging
		key     string
		of      string
	}{
		"a device since": {state, []people.Hanging{{Person: id.Person(poppy.ID), What: people.HangDevice}},
			"people.undo.hangs_device", "Poppy Davies"},
		"a sign-in since": {state, []people.Hanging{{Person: id.Person(mother.ID), What: people.HangAccount}},
			"people.undo.hangs_account", "Florence Davies"},
		"a record since": {state, []people.Hanging{{Person: id.Person(mother.ID), What: people.HangRecord}},
			"people.undo.hangs_record", "Florence Davies"},
		"marks corrected since": {change(func(s people.State) (people.Changes, []event.Event, error) {
			return people.Correct(s, people.ContactKey{Pupil: poppy.ID, Adult: mother.ID}, people.Correction{},
				act("c"))
		}), nil, "people.undo.changed_since", "Florence Davies"},
		"merged since": {change(func(s people.State) (people.Changes, []event.Event, error) {
			return people.MergeAdults(s, mother.ID, other.ID, act("m"))
		}), nil, "people.undo.changed_since", "Ana Ionescu"},
		"a sibling since": {written(state, people.Changes{Pupils: []people.Pupil{{ID: "new", UPN: "V88623452600Z"}},
			Contacts: []people.Contact{{Pupil: "new", Adult: mother.ID}}}), nil, "people.undo.bound_since",
			"Florence Davies"},
	} {
		_, err := people.TakeBack(applied(o), c.state, c.hanging)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.Conflict || f.Say.Key != "people.undo.refused" {
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
	if _, err := people.TakeBack(people.Import{State: people.Read}, state, nil); !fault.Is(err, fault.Conflict) {
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
	state, _ := agree(t, people.State{}, plan(people.PupilFile, people.State{}, table, "first"))
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
	p := plan(people.PupilFile, together, table, "second")
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
	grown, _ := agree(t, together, plan(people.PupilFile, together, third, "third"))
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
	for name, err := range map[string]error{
		"oneself":  only(people.MergeAdults(state, keep, keep, act("m"))),
		"nobody":   only(people.MergeAdults(state, keep, "x", act("m"))),
		"twice":    only(people.MergeAdults(together, keep, merged, act("m"))),
		"a circle": only(people.MergeAdults(together, merged, keep, act("m"))),
		"no merge": only(people.UnmergeAdult(state, merged, act("m"))),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func only(_ people.Changes, _ []event.Event, err error) error { return err }

func TestNamesOfOfficesAreNeverMerged(t *testing.T) {
	state, _ := imported(t, "hook-lane")
	var duty []id.Adult
	for _, a := range state.Adults {
		if a.Forename == "Duty" {
			duty = append(duty, a.ID)
		}
	}
	if _, _, err := people.MergeAdults(state, duty[0], duty[1], act("m")); !fault.Is(err, fault.Invalid) {
		t.Errorf("two social workers became one: %v", err)
	}
}

func TestKeepApart(t *testing.T) {
	state, table := imported(t, "hook-lane")
	before := people.SameNames(state.Adults, state.Apart)
	pair := before[slices.IndexFunc(before, func(n people.Namesakes) bool { return len(n.Adults) == 2 })]
	c, events, err := people.KeepAdultsApart(state, pair.Adults[1], pair.Adults[0], act("apart"))
	if err != nil || events[0].Kind != people.KeptApart {
		t.Fatal(err)
	}
	state = written(state, c)
	if after := people.SameNames(state.Adults, state.Apart); len(after) != len(before)-1 {
		t.Errorf("%d names were doubtful, now %d", len(before), len(after))
	}
	if p := plan(people.PupilFile, state, table, "second"); len(p.SamePerson) != len(before)-1 {
		t.Errorf("the next file asks about %d", len(p.SamePerson))
	}
	if c, events, err = people.KeepAdultsApart(state, pair.Adults[0], pair.Adults[1], act("apart")); err != nil ||
		len(events)+len(c.Apart) != 0 {
		t.Errorf("said twice: %v %v %v", c, events, err)
	}
}
