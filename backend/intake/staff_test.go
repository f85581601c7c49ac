package intake_test

import (
	"slices"
	"testing"

	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

func TestBothStaffExports(t *testing.T) {
	for name, want := range map[string]struct {
		staff, teachers, assistants int
		roles                       map[string][]people.Role // by surname and forename
	}{
		"hook-lane": {38, 14, 14, map[string][]people.Role{
			"Mia Hall":         {people.Head, people.SafeguardingLead},
			"Freya Wilson":     {people.DeputyHead, people.OnlineSafetyLead},
			"Mia Taylor":       {people.Office},
			"Freya O'Brien":    {people.Technician},
			"Lily Brown":       {people.ChairOfGovernors},
			"Ava Johnson":      {people.Governor},
			"Ava Taylor":       {people.SiteManager},
			"Zuzanna Kowalski": {people.Assistant}}},
		"beaver-road": {41, 15, 15, map[string][]people.Role{
			"Ivy Johnson": {people.Head},
			"Daisy Green": {people.HeadOfSchool, people.SafeguardingLead},
			"Jacob White": {people.DeputyLead, people.SENCO},
			"Henry Smith": {people.Teacher},
			"Ava Johnson": {people.Governor},
			"Lily Hall":   {people.ChairOfGovernors}}},
	} {
		table := export(t, name+"-staff")
		p := plan(intake.StaffFile, people.State{}, table, "first")
		if len(p.New) != want.staff || len(p.Problems) != 0 {
			t.Errorf("%s: %d new, problems %v", name, len(p.New), p.Problems)
		}
		state, o := agree(t, people.State{}, p)
		if len(o.Events) != want.staff+1 { // each has roles now, and the import was applied
			t.Errorf("%s: %d events", name, len(o.Events))
		}
		teachers, assistants := 0, 0
		for _, s := range state.Staff {
			if roles, named := want.roles[s.Forename+" "+s.Surname]; named && !slices.Equal(roles, s.Roles) {
				t.Errorf("%s: %s is %v", name, s.Called(), s.Roles)
			}
			if s.Who().Is(people.Teacher) && len(s.Classes) == 1 {
				teachers++
			}
			if s.Who().Is(people.Assistant) && len(s.Classes) == 1 {
				assistants++
			}
		}
		if teachers != want.teachers || assistants != want.assistants {
			t.Errorf("%s: %d teachers and %d assistants with a class", name, teachers, assistants)
		}
		again := plan(intake.StaffFile, state, table, "second")
		if len(again.New)+len(again.Changed)+len(again.Leaving) != 0 || again.Unchanged != want.staff {
			t.Errorf("%s again: %+v", name, again.Changed)
		}
	}
}

func TestStaffMistakes(t *testing.T) {
	good := export(t, "hook-lane-staff")
	for name, c := range map[string]struct {
		row           int
		header, value string
		key           string
		weight        intake.Weight
		staff         int
	}{
		"a name turned round":  {5, "Forename", "\u202eadA", "intake.turned", intake.Stops, 37},
		"a title turned round": {5, "Title", "Ms\u2069", "intake.turned", intake.LeftOut, 38},
		"a class turned round": {5, "Registration Group", "\u202bOak", "intake.turned", intake.LeftOut, 38},
		"unknown role":         {5, "Role", "Office;Lollipop lady", "intake.role", intake.LeftOut, 38},
		"empty surname":        {5, "Surname", "", "intake.empty", intake.Stops, 37},
		"bad e-mail":           {5, "Email", "mtaylor4", "intake.bad_email", intake.LeftOut, 38},
		"no e-mail":            {5, "Email", "", "intake.staff_no_email", intake.Notes, 38},
		"no role":              {5, "Role", "", "intake.no_role", intake.Notes, 38},
		"a code twice":         {5, "Staff Code", "S003", "intake.staff_twice", intake.Stops, 37},
		"an address twice": {5, "Email", "ewright3@hook-lane.sch.example", "intake.staff_twice", intake.Stops,
			37},
	} {
		p := plan(intake.StaffFile, people.State{}, set(t, good, c.row, c.header, c.value), "first")
		if len(p.Problems) != 1 || p.People != c.staff {
			t.Errorf("%s: %d staff, %v", name, p.People, p.Problems)
			continue
		}
		if q := p.Problems[0]; q.Row != c.row || q.Header != c.header || q.Value != c.value || q.Why.Key != c.key ||
			q.Weight != c.weight {
			t.Errorf("%s: %+v", name, q)
		}
	}
}

func TestRolesInACell(t *testing.T) {
	table := tableOf(t, "First name;Last name;E-mail;Job title;Class",
		`Ivy;Johnson;ij@school.example;"Executive Headteacher, Designated Safeguarding Lead/SENCO";`,
		`Henry;Smith;hs@school.example;class TEACHER / Class Teacher;"Acorn; Robin"`)
	state, _ := agree(t, people.State{}, plan(intake.StaffFile, people.State{}, table, "first"))
	for _, s := range state.Staff {
		switch s.Forename {
		case "Ivy":
			if !slices.Equal(s.Roles, []people.Role{people.Head, people.SafeguardingLead, people.SENCO}) {
				t.Errorf("Ivy is %v", s.Roles)
			}
		case "Henry":
			if !slices.Equal(s.Roles, []people.Role{people.Teacher}) || !slices.Equal(s.Classes, []string{"Acorn",
				"Robin"}) {
				t.Errorf("Henry is %v of %v", s.Roles, s.Classes)
			}
		}
	}
}

// TestTheFirstAdministratorStays: who set the school up is in no file, or is in it by e-mail alone.
func TestTheFirstAdministratorStays(t *testing.T) {
	table := export(t, "hook-lane-staff")
	first := people.Staff{ID: "first", School: hookLane, Forename: "Freya", Surname: "O'Brien",
		Email: "fobrien6@hook-lane.sch.example", Roles: []people.Role{people.Administrator}}
	state, o := agree(t, people.State{Staff: []people.Staff{first}},
		plan(intake.StaffFile, people.State{Staff: []people.Staff{first}}, table, "first"))
	if len(state.Staff) != 38 || o.Counts.Changed != 1 {
		t.Errorf("%d staff, %+v", len(state.Staff), o.Counts)
	}
	at := slices.IndexFunc(state.Staff, func(s people.Staff) bool { return s.ID == "first" })
	if got := state.Staff[at]; !slices.Equal(got.Roles, []people.Role{people.Technician, people.Administrator}) ||
		got.Code != "S006" {
		t.Errorf("the first administrator is now %+v", got)
	}
	first.Email = "me@trust.example"
	p := plan(intake.StaffFile, people.State{Staff: []people.Staff{first}}, table, "first")
	if len(p.Leaving) != 0 || len(p.New) != 38 {
		t.Errorf("leaving: %v", p.Leaving)
	}
}

// Policy: issued_phones.provided (BG 9.5/1)
func TestIssuedNumbersAreKept(t *testing.T) {
	header := "Staff Code,Forename,Surname,Email,Role,Work Mobile"
	table := tableOf(t, header, "S1,Henry,Smith,hs@school.example,Class Teacher,07700 900333")
	state, _ := agree(t, people.State{}, plan(intake.StaffFile, people.State{}, table, "first"))
	if state.Staff[0].IssuedPhone != "+447700900333" || state.Staff[0].Email != "hs@school.example" {
		t.Errorf("issued: %+v", state.Staff[0])
	}
	without := tableOf(t, "Staff Code,Forename,Surname,Email,Role", "S1,Henry,Smith,hs@school.example,Class Teacher")
	if p := plan(intake.StaffFile, state, without, "second"); len(p.Changed) != 0 {
		t.Errorf("a file without the column took the number away: %+v", p.Changed)
	}
}

func TestNobodyLeavesByTheirOwnHand(t *testing.T) {
	table := export(t, "hook-lane-staff")
	state, _ := agree(t, people.State{}, plan(intake.StaffFile, people.State{}, table, "first"))
	p := plan(intake.StaffFile, state, without(table, func(r intake.Row) bool { return r.Number == 5 }), "second")
	mine := act("apply")
	mine.Actor = p.Leaving[0].Person
	_, err := p.Agree(intake.Import{Seen: p.Seen}, state, mine, intake.Agreement{Leavers: []id.Person{mine.Actor}}, today)
	want(t, "oneself", err, "invalid intake.leaver_oneself")
	// somebody named twice leaves once
	_, o := agree(t, state, p, p.Leaving[0].Person, p.Leaving[0].Person)
	if o.Counts.Left != 1 || len(o.Changes.Staff) != 1 {
		t.Errorf("left %d, written %d", o.Counts.Left, len(o.Changes.Staff))
	}
}

func TestStaffWhoLeaveAndChange(t *testing.T) {
	table := export(t, "hook-lane-staff")
	state, _ := agree(t, people.State{}, plan(intake.StaffFile, people.State{}, table, "first"))
	fewer := set(t, without(table, func(r intake.Row) bool { return r.Cells[0] == "S005" }), 5, "Role",
		"Office; Deputy DSL")
	p := plan(intake.StaffFile, state, fewer, "second")
	if len(p.Leaving) != 1 || p.Leaving[0].Name != "Mr Wiśniewska" || len(p.Changed) != 1 || p.Unchanged != 36 {
		t.Fatalf("leaving %v, changed %v, unchanged %d", p.Leaving, p.Changed, p.Unchanged)
	}
	after, o := agree(t, state, p, p.Leaving[0].Person)
	kinds := map[string]int{}
	for _, e := range o.Events {
		kinds[string(e.Kind)]++
	}
	if kinds["people.left"] != 1 || kinds["people.roles_changed"] != 2 { // the leaver's rights change as well
		t.Errorf("events: %v", kinds)
	}
	for _, s := range after.Staff {
		if s.Left(today) != (id.Person(s.ID) == p.Leaving[0].Person) {
			t.Errorf("%s left: %v", s.Called(), s.Left(today))
		}
	}
	taken := plan(intake.StaffFile, after, set(t, table, 6, "Email", "mtaylor4@hook-lane.sch.example"), "third")
	if !slices.ContainsFunc(taken.Problems, func(q intake.Problem) bool {
		return q.Row == 6 && q.Header == "Email" &&
			q.Weight == intake.Stops
	}) {
		t.Errorf("two people with one address: %v", taken.Problems)
	}
}

// An administrator looks after accounts and reads no concern: by no file do they appoint who does, themselves, somebody who
// is nobody, or whoever has left, nor do they dismiss one. The head does; and until there is a head, whoever brings the
// first list.
func TestAnAdministratorAppointsNobody(t *testing.T) {
	header := "Staff Code,Forename,Surname,Email,Role"
	first := tableOf(t, header, "S1,Mia,Hall,mh@school.example,Headteacher", "S2,Ada,Stone,as@school.example,Designated Safeguarding Lead",
		"S3,Ian,Wood,iw@school.example,ICT Technician", "S4,Eve,Pike,ep@school.example,Deputy DSL; Class Teacher")
	admin := as("admin", people.Administrator)
	if !intake.MayAppoint(admin, nil, today).OK() {
		t.Fatal("nobody can bring the first list")
	}
	state, _ := agree(t, people.State{}, plan(intake.StaffFile, people.State{}, first, "first"))
	for i := range state.Staff {
		if state.Staff[i].Code == "S4" {
			state.Staff[i].LeftOn = "2026-09-01"
		}
	}
	if intake.MayAppoint(admin, state.Staff, today).OK() || !intake.MayAppoint(headmistress, state.Staff, today).OK() {
		t.Fatal("the administrator appoints, or the head does not")
	}
	second := tableOf(t, header, "S1,Mia,Hall,mh@school.example,Class Teacher", "S2,Ada,Stone,as@school.example,Class Teacher; DSL",
		"S3,Ian,Wood,iw@school.example,ICT Technician; DSL; Chair of Governors", "S4,Eve,Pike,ep@school.example,",
		"S5,Nora,Body,nb@school.example,Deputy DSL")
	draft := intake.Draft{School: hookLane, Import: "second", Today: today, NoReaders: true}
	p := intake.MakePlan(intake.StaffFile, state, second, intake.GuessMapping(intake.StaffFile, second.Headers), draft)
	after, _ := agree(t, state, p)
	for _, s := range after.Staff {
		want := map[string][]people.Role{"S1": {people.Teacher, people.Head}, "S2": {people.Teacher, people.SafeguardingLead},
			"S3": {people.Technician}, "S4": {}, "S5": {}}[s.Code]
		if !slices.Equal(s.Roles, want) {
			t.Errorf("%s is %v, not %v", s.Code, s.Roles, want)
		}
	}
	said := 0
	for _, q := range p.Problems {
		if q.Why.Key == "intake.appoint" && q.Weight == intake.LeftOut {
			said++
		}
	}
	if said != 3 { // the head, the technician, the new one
		t.Errorf("said of %d rows: %+v", said, p.Problems)
	}
	draft.NoReaders = false
	after, _ = agree(t, state, intake.MakePlan(intake.StaffFile, state, second, intake.GuessMapping(intake.StaffFile, second.Headers), draft))
	if !slices.ContainsFunc(after.Staff, func(s people.Staff) bool { return s.Code == "S3" && slices.Contains(s.Roles, people.ChairOfGovernors) }) {
		t.Error("the head appoints nobody either")
	}
}
