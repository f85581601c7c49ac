package intake_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

func TestReimportChangesWhatChanged(t *testing.T) {
	state, good := imported(t, "hook-lane")
	table := set(t, good, 16, "Registration Group", "Wren")
	table = set(t, table, 16, "Contact Mobile", "07700 900111")
	table = set(t, table, 4, "Contact Relationship", "Great aunt")
	p := plan(intake.PupilFile, state, table, "second")
	if p.Unchanged != 316 || len(p.New) != 0 || len(p.Leaving) != 0 {
		t.Errorf("unchanged %d, new %d, leaving %d", p.Unchanged, len(p.New), len(p.Leaving))
	}
	got := map[string]bool{}
	for _, c := range p.Changed {
		for _, f := range c.Fields {
			got[fmt.Sprintf("%d %s %s %s: %s → %s", c.Row, c.What, c.Name, f.Field, f.Old, f.New)] = true
		}
	}
	for _, want := range []string{"16 pupil Elena Ionescu class: Robin → Wren",
		"16 adult Ana Ionescu contact_mobile: +447700900424 → +447700900111",
		"4 contact Beatriz Conceição contact_relationship: mother → Great aunt"} {
		if !got[want] {
			t.Errorf("not changed: %s; changed: %v", want, got)
		}
	}
	if len(got) != 3 {
		t.Errorf("changed: %v", got)
	}
	after, _ := agree(t, state, p)
	if again := plan(intake.PupilFile, after, table, "third"); len(again.Changed) != 0 || again.Unchanged != 318 {
		t.Errorf("the same again: %v", again.Changed)
	}
	if len(after.Adults) != len(state.Adults) || len(after.Contacts) != len(state.Contacts) {
		t.Error("a change made somebody new")
	}
}

// TestOneSiblingsNewNumberIsAsked: two rows about one adult give two numbers; what stood stands, and it is said.
func TestOneSiblingsNewNumberIsAsked(t *testing.T) {
	state, good := imported(t, "hook-lane") // Florence Davies stands in row 6 for Poppy, and in row 529 for Jacob
	p := plan(intake.PupilFile, state, set(t, good, 6, "Contact Mobile", "07700 900111"), "second")
	if len(p.Changed) != 0 || !slices.ContainsFunc(p.Problems, func(q intake.Problem) bool {
		return q.Row == 529 && q.Header == "Contact Mobile" && q.Why.Key == "intake.two_values" &&
			q.Weight == intake.Notes
	}) {
		t.Errorf("changed %v, said %v", p.Changed, p.Problems)
	}
	table := set(t, set(t, good, 6, "Contact Mobile", "07700 900111"), 529, "Contact Mobile", "07700 900111")
	if p = plan(intake.PupilFile, state, table, "second"); len(p.Changed) != 1 ||
		p.Changed[0].What != intake.AdultChanged {
		t.Errorf("both rows give the new number, and changed is %v", p.Changed)
	}
}

// TestABadCellLeavesWhatStood: what cannot be read does not wipe out what was known.
func TestABadCellLeavesWhatStood(t *testing.T) {
	state, good := imported(t, "hook-lane")
	table := set(t, set(t, set(t, good, 6, "Contact Mobile", "see office"), 6, "SEN Status", "?"), 6,
		"Parental Responsibility", "?")
	p := plan(intake.PupilFile, state, table, "second")
	if len(p.Changed) != 0 || !p.NeedsGoodRowsOnly {
		t.Errorf("changed: %v", p.Changed)
	}
	short := intake.Table{Headers: good.Headers[:7]} // no column of contacts at all
	for _, row := range good.Rows {
		short.Rows = append(short.Rows, intake.Row{Number: row.Number, Cells: row.Cells[:7]})
	}
	if p = plan(intake.PupilFile, state, short, "second"); len(p.Changed) != 0 || p.Unchanged != 318 ||
		p.Contacts != 0 {
		t.Errorf("a file without the other columns changes %v", p.Changed)
	}
}

func TestLeavers(t *testing.T) {
	state, good := imported(t, "hook-lane")
	table := without(good, func(r intake.Row) bool {
		return r.Cells[0] == "A886234526039" ||
			r.Cells[0] == "K886234526018"
	})
	p := plan(intake.PupilFile, state, table, "second")
	if len(p.Leaving) != 2 || p.Leaving[0].Name != "Jack Evans" || p.Leaving[1].Name != "Poppy Davies" ||
		p.Leaving[0].Class != "Robin" {
		t.Fatalf("leaving: %+v", p.Leaving)
	}
	kept, _ := agree(t, state, p)
	if kept.Digest() != state.Digest() {
		t.Error("a leaver who is not confirmed changed something")
	}
	poppy := p.Leaving[1].Person
	after, o := agree(t, state, p, poppy)
	if len(after.Pupils) != 318 || o.Counts.Left != 1 {
		t.Errorf("%d pupils, %d left: somebody was deleted", len(after.Pupils), o.Counts.Left)
	}
	for _, pupil := range after.Pupils {
		if left := pupil.Left(today); left != (id.Person(pupil.ID) == poppy) {
			t.Errorf("%s left: %v", pupil.Called(), left)
		}
	}
	if o.Events[0].Kind != people.Left || o.Events[0].Subject != string(poppy) {
		t.Errorf("the first event is %+v", o.Events[0])
	}
	_, err := p.Agree(intake.Import{Seen: p.Seen}, state, act("apply"),
		intake.Agreement{Leavers: []id.Person{id.Person(state.Pupils[0].ID)}}, today)
	if err == nil {
		t.Error("somebody left whom nobody proposed")
	}
	back := plan(intake.PupilFile, after, good, "third")
	if len(back.Changed) != 1 || back.Changed[0].Fields[0] != (intake.FieldChange{Field: intake.FLeaving,
		Old: string(today), New: ""}) || len(back.New) != 0 {
		t.Errorf("back again: %+v", back.Changed)
	}
	gone := plan(intake.PupilFile, state, set(t, good, 6, "Date of Leaving", "20/11/2026"), "fourth")
	if len(gone.Changed) != 1 || gone.Changed[0].Fields[0].New != "2026-11-21" || len(gone.Leaving) != 0 {
		t.Errorf("a leaving date in the file: %+v", gone.Changed)
	}
}

func TestAStaleOrForeignPlanIsRefused(t *testing.T) {
	state, good := imported(t, "hook-lane")
	p := plan(intake.PupilFile, state, good, "second")
	changed := state
	changed.Pupils = slices.Clone(state.Pupils)
	changed.Pupils[0].Class = "Wren"
	if _, err := p.Agree(intake.Import{Seen: p.Seen}, changed, act("apply"), intake.Agreement{}, today); err == nil {
		t.Error("a plan was applied to another state")
	}
	if _, err := p.Agree(intake.Import{Seen: p.Seen}, state, act("apply"), intake.Agreement{Seen: "older"},
		today); err == nil {
		t.Error("a person agreed to a preview, and another one was applied")
	}
}

func TestATemporaryUPNIsReplacedAndAStrangersIsNot(t *testing.T) {
	good := export(t, "hook-lane-pupils")
	state, _ := agree(t, people.State{}, plan(intake.PupilFile, people.State{}, set(t, good, 6, "UPN",
		"J88623452600A"), "first"))
	p := plan(intake.PupilFile, state, good, "second")
	if len(p.New) != 0 || len(p.Leaving) != 0 || len(p.Changed) != 1 ||
		p.Changed[0].Fields[0] != (intake.FieldChange{Field: intake.FUPN, Old: "J88623452600A", New: "A886234526039"}) {
		t.Errorf("new %v, leaving %v, changed %+v", p.New, p.Leaving, p.Changed)
	}
	state, _ = imported(t, "hook-lane")
	table := good
	for header, value := range map[string]string{"Legal Surname": "Nowak", "Legal Forename": "Kuba",
		"DOB": "01/02/2022"} {
		table = set(t, table, 6, header, value)
	}
	p = plan(intake.PupilFile, state, table, "second")
	if len(p.Changed) != 0 || len(p.New) != 0 || p.People != 317 ||
		!slices.ContainsFunc(p.Problems, func(q intake.Problem) bool {
			return q.Row == 6 &&
				q.Why.Key == "intake.upn_of_another"
		}) {
		t.Errorf("another child under a known UPN: changed %v, %v", p.Changed, p.Problems)
	}
}

func TestTheOfficesCorrectionStands(t *testing.T) {
	state, good := imported(t, "hook-lane")
	ana := slices.IndexFunc(state.Adults, func(a people.Adult) bool { return a.Email == "ana.ionescu22@post.example" })
	at := slices.IndexFunc(state.Contacts, func(c people.Contact) bool { return c.Adult == state.Adults[ana].ID })
	key := state.Contacts[at].Key()
	changes, events, err := people.Correct(state, key, people.Correction{Marks: people.Marks{MayBeTold: true}},
		act("correct"))
	if err != nil || len(events) != 1 || events[0].Kind != people.MarksCorrected {
		t.Fatal(err, events)
	}
	state = written(state, changes)
	p := plan(intake.PupilFile, state, good, "second")
	if len(p.Changed) != 0 || len(p.Disagree) != 1 {
		t.Fatalf("changed %v, disagree %v", p.Changed, p.Disagree)
	}
	d := p.Disagree[0]
	if d.Row != 16 || d.Name != "Ana Ionescu" || d.Of != "Elena Ionescu" || !d.File.MayCollect ||
		d.Corrected.MayCollect ||
		d.Holds != d.Corrected {
		t.Errorf("disagreement: %+v", d)
	}
	after, o := agree(t, state, plan(intake.PupilFile, state, set(t, good, 16, "Court Order", "No contact"), "third"))
	c := after.Contacts[slices.IndexFunc(after.Contacts, func(c people.Contact) bool { return c.Key() == key })]
	if c.Corrected == nil || !c.Corrected.MayBeTold {
		t.Error("the office's correction was overwritten")
	}
	if !c.Marks().NoContact {
		t.Error("a court order came, and the office has not decided about it")
	}
	if !slices.ContainsFunc(o.Events, func(e event.Event) bool {
		return e.Kind == people.NoContactCame &&
			e.Subject == string(key.Adult)
	}) {
		t.Error("nobody hears of the court order")
	}
}

func TestUnknownCourtOrderIsAskedUntilTheOfficeDecides(t *testing.T) {
	good := set(t, export(t, "hook-lane-pupils"), 6, "Court Order", "Prohibited steps")
	state, _ := agree(t, people.State{}, plan(intake.PupilFile, people.State{}, good, "first"))
	asked := func(s people.State) bool {
		return slices.ContainsFunc(plan(intake.PupilFile, s, good, "again").Problems, func(q intake.Problem) bool {
			return q.Row == 6 && q.Why.Key == "intake.court_order" && q.Weight == intake.Asks
		})
	}
	at := slices.IndexFunc(state.Contacts, func(c people.Contact) bool {
		return c.CourtOrder != "" &&
			c.CourtOrder != "No contact"
	})
	if !asked(state) || !state.Contacts[at].Marks().NoContact {
		t.Fatal("an unknown order is not asked about, or does not hold")
	}
	changes, _, err := people.Correct(state, state.Contacts[at].Key(),
		people.Correction{Marks: people.Marks{MayBeTold: true}}, act("c"))
	if err != nil {
		t.Fatal(err)
	}
	if state = written(state, changes); asked(state) || state.Contacts[at].Marks().NoContact {
		t.Error("the office has decided, and is asked again")
	}
}

func TestContactsWhomTheFileDrops(t *testing.T) {
	state, good := imported(t, "hook-lane")
	table := without(good, func(r intake.Row) bool { return r.Number == 5 }) // Tiago's father
	p := plan(intake.PupilFile, state, table, "second")
	if len(p.Changed) != 1 || p.Changed[0].What != intake.ContactGone || p.Changed[0].Name != "Tiago Conceição" {
		t.Fatalf("changed: %+v", p.Changed)
	}
	after, _ := agree(t, state, p)
	if len(after.Contacts) != len(state.Contacts) {
		t.Error("a contact was deleted")
	}
	at := slices.IndexFunc(after.Contacts, func(c people.Contact) bool { return c.GoneSince != "" })
	if after.Contacts[at].GoneSince != today || after.Contacts[at].Marks() != (people.Marks{}) {
		t.Errorf("dropped, and still told: %+v", after.Contacts[at])
	}
	back, _ := agree(t, after, plan(intake.PupilFile, after, good, "third"))
	if back.Digest() != state.Digest() {
		t.Error("back in the file, and not as before")
	}
	// a row that could not be read is no reason to think the contact gone
	p = plan(intake.PupilFile, state, set(t, good, 5, "Contact Surname", "C0nceição"), "fourth")
	if len(p.Changed) != 0 {
		t.Errorf("a name that cannot be read might be anybody's: %+v", p.Changed)
	}
	p = plan(intake.PupilFile, state, set(t, good, 5, "DOB", "30/02/2022"), "fourth")
	if len(p.Changed) != 0 {
		t.Errorf("a row that was stopped took a contact away: %+v", p.Changed)
	}
}

func TestSiblingsShareTheirParentsAndNamesakesDoNot(t *testing.T) {
	state, _ := imported(t, "hook-lane")
	jacob := map[id.Adult]int{}
	for _, c := range state.Contacts {
		for _, a := range state.Adults {
			if a.ID == c.Adult && a.Email == "jacob.green82@post.example" {
				jacob[a.ID]++
			}
		}
	}
	if len(jacob) != 1 || slices.Collect(maps.Values(jacob))[0] != 3 {
		t.Errorf("the father of three is %v", jacob)
	}
	upns := strings.Split("E886234526005 B886234526003 U886234525005", " ")
	for _, pupil := range state.Pupils {
		if !slices.Contains(upns, pupil.UPN) {
			continue
		}
		for _, a := range people.WhoIsAsked(people.ForCollection, state.FamilyOf(pupil)) {
			if a.Adult.Called() == "Jacob Green" && (a.Ruling.OK() || !a.Marks.NoContact) {
				t.Errorf("%s: the father without contact may collect", pupil.Called())
			}
		}
	}
}
