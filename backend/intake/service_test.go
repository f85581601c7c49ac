package intake_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// want fails a test in which a person is told something else.
var want = storetest.Want

// place is a school on a real database in memory, with the people who act in these tests.
type place struct {
	*intake.Service
	people *people.Service
	db     *store.Store
	id     id.School
	clock  *clock.Movable
}

// twin is another school in the same database: nothing of it may ever be seen, and it sees nothing.
var twin = people.Who{School: id.Named[id.School]("beaver-road"), Person: "t", Roles: []people.Role{people.Office,
	people.Head}}

func open(t *testing.T) *place {
	t.Helper()
	p := &place{db: storetest.Memory(t), id: hookLane, clock: clock.NewFrozen(at)}
	p.Service = intake.NewService(p.db.People(), p.db.Intake(), p.clock, school.London)
	p.people = people.NewService(p.db.People(), p.clock, school.London)
	for _, slug := range []string{"hook-lane", "beaver-road"} {
		founded := storetest.School(t, slug, "anthony-roper", "08:45", "15:15")
		act := p.act(people.Who{School: founded.ID, Person: "founder"}, "school.found")
		if err := p.db.Schools().Found(t.Context(), act, founded); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// act is something new that somebody does.
func (p *place) act(who people.Who, command string) event.Act {
	return event.Act{School: who.School, Actor: who.Person, At: p.clock.Now(), Op: id.New[id.Op](), Command: command}
}

// as is somebody of Hook Lane with these roles.
func as(name string, roles ...people.Role) people.Who {
	return people.Who{School: hookLane, Person: id.Named[id.Person](name), Name: name, Roles: roles}
}

var (
	secretary    = people.Who{School: hookLane, Person: office, Name: "Ms Taylor", Roles: []people.Role{people.Office}}
	headmistress = people.Who{School: hookLane, Person: "h1", Name: "Ms Hall", Roles: []people.Role{people.Head}}
	teacher      = people.Who{School: hookLane, Person: "t1", Roles: []people.Role{people.Teacher},
		Classes: []string{"Robin"}}
)

// imported reads and applies a file.
func (p *place) imported(t *testing.T, kind intake.ImportKind, table intake.Table, a intake.Agreement) intake.Import {
	t.Helper()
	read, who := p.PreviewPupils, secretary
	if kind == intake.StaffFile { // it gives roles, so it is not the office's
		read, who = p.PreviewStaff, headmistress
	}
	preview, err := read(context.Background(), who, p.act(who, "intake.read"), "export.csv", table)
	if err != nil {
		t.Fatal(err)
	}
	done, err := p.Apply(context.Background(), who, p.act(who, "intake.apply"), preview.Import.ID, a)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// kinds are the events of the school's people and of their files, in order.
func (p *place) kinds(t *testing.T) []event.Kind {
	t.Helper()
	records, err := p.db.Audit().Records(context.Background(), p.id, audit.Daily, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []event.Kind
	for _, r := range records {
		if room, _, _ := strings.Cut(string(r.Event.Kind), "."); room == "intake" || room == "people" {
			kinds = append(kinds, r.Event.Kind)
		}
	}
	return kinds
}

func TestAnImportFromPreviewToUndo(t *testing.T) {
	ctx, p, table := context.Background(), open(t), export(t, "hook-lane-pupils")
	act := p.act(secretary, "intake.read")
	preview, err := p.PreviewPupils(ctx, secretary, act, `C:\Users\office\pupils.csv`, table)
	if err != nil {
		t.Fatal(err)
	}
	if preview.Import.Name != "pupils.csv" || len(preview.Plan.New) != 318 || preview.Import.State != intake.Read {
		t.Fatalf("preview: %+v", preview.Import)
	}
	again, err := p.PreviewPupils(ctx, secretary, act, "pupils.csv", table)
	if err != nil || again.Import.ID != preview.Import.ID {
		t.Errorf("read again by the same operation: %v, %v", again.Import.ID, err)
	}
	if page, _ := p.people.Families(ctx, secretary, people.Query{}); page.Total != 0 {
		t.Error("a preview changed something")
	}
	imp, apply := preview.Import.ID, p.act(secretary, "intake.apply")
	done, err := p.Apply(ctx, secretary, apply, imp, intake.Agreement{Seen: preview.Plan.Seen})
	if err != nil || done.State != intake.Applied || done.Counts.New != 318 || len(done.Table.Rows) != 0 {
		t.Fatalf("applied: %v, %+v", err, done.Counts)
	}
	if done, err = p.Apply(ctx, secretary, apply, imp, intake.Agreement{Seen: preview.Plan.Seen}); err != nil ||
		done.State != intake.Applied {
		t.Errorf("a retry: %v", err)
	}
	_, err = p.Apply(ctx, secretary, p.act(secretary, "intake.apply"), imp, intake.Agreement{})
	want(t, "applied twice", err, "conflict intake.not_open")
	if page, _ := p.people.Families(ctx, secretary, people.Query{Size: 1000}); page.Total != 318 || len(page.Families) != 100 {
		t.Errorf("%d families, %d on a page", page.Total, len(page.Families))
	}
	list, err := p.ImportList(ctx, secretary)
	if err != nil || len(list) != 1 || list[0].Counts.New != 318 {
		t.Errorf("imports: %v %v", list, err)
	}
	undo := p.act(secretary, "intake.undo")
	if done, err = p.Undo(ctx, secretary, undo, imp); err != nil || done.State != intake.Undone {
		t.Fatalf("undone: %v", err)
	}
	if done, err = p.Undo(ctx, secretary, undo, imp); err != nil || done.State != intake.Undone {
		t.Errorf("a retry of the undo: %v", err)
	}
	_, err = p.Undo(ctx, secretary, p.act(secretary, "intake.undo"), imp)
	want(t, "undone twice", err, "conflict intake.not_applied")
	if page, _ := p.people.Families(ctx, secretary, people.Query{}); page.Total != 0 {
		t.Errorf("%d families are left", page.Total)
	}
	if got := p.kinds(t); !slices.Equal(got, []event.Kind{intake.ImportRead, intake.ImportApplied,
		intake.ImportUndone}) {
		t.Errorf("events: %v", got)
	}
}

func TestApplyIsRefusedWhole(t *testing.T) {
	ctx, p := context.Background(), open(t)
	table := set(t, export(t, "hook-lane-pupils"), 6, "UPN", "B886234526039")
	preview, err := p.PreviewPupils(ctx, secretary, p.act(secretary, "intake.read"), "pupils.csv", table)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Apply(ctx, secretary, p.act(secretary, "intake.apply"), preview.Import.ID, intake.Agreement{})
	want(t, "not agreed", err, "invalid intake.has_problems")
	other := export(t, "hook-lane-staff")
	p.imported(t, intake.StaffFile, other, intake.Agreement{})
	_, err = p.Apply(ctx, secretary, p.act(secretary, "intake.apply"), preview.Import.ID,
		intake.Agreement{GoodRowsOnly: true})
	want(t, "the school changed meanwhile", err, "conflict intake.state_changed")
	now, err := p.Preview(ctx, secretary, preview.Import.ID)
	if err != nil || now.Plan.Seen == preview.Plan.Seen {
		t.Fatal(err)
	}
	done, err := p.Apply(ctx, secretary, p.act(secretary, "intake.apply"), preview.Import.ID,
		intake.Agreement{GoodRowsOnly: true, Seen: now.Plan.Seen})
	if err != nil || done.Counts.New != 317 {
		t.Errorf("looked again, agreed: %v, %+v", err, done.Counts)
	}
}

func TestAMappingIsCorrectedAndRemembered(t *testing.T) {
	ctx, p := context.Background(), open(t)
	table := tableOf(t, "Number,Nachname,Forename,DOB,Year,Class", "P886234526013,Brown,Isla,06/09/2021,R,Robin")
	preview, err := p.PreviewPupils(ctx, secretary, p.act(secretary, "intake.read"), "pupils.csv", table)
	if err != nil || !slices.Equal(preview.Plan.Missing, []intake.Field{intake.FUPN, intake.FSurname}) {
		t.Fatalf("missing %v: %v", preview.Plan.Missing, err)
	}
	imp := preview.Import.ID
	_, err = p.Apply(ctx, secretary, p.act(secretary, "intake.apply"), imp, intake.Agreement{})
	want(t, "columns missing", err, "invalid intake.columns_missing")
	m := preview.Import.Mapping
	m[intake.FUPN], m[intake.FSurname] = "Number", "Number"
	_, err = p.SetMapping(ctx, secretary, p.act(secretary, "intake.map"), imp, m)
	want(t, "one column twice", err, "invalid intake.mapping.twice")
	m[intake.FSurname] = "Vorname"
	_, err = p.SetMapping(ctx, secretary, p.act(secretary, "intake.map"), imp, m)
	want(t, "a column that is not there", err, "invalid intake.mapping.unknown")
	m[intake.FSurname] = "Nachname"
	preview, err = p.SetMapping(ctx, secretary, p.act(secretary, "intake.map"), imp, m)
	if err != nil || len(preview.Plan.New) != 1 || preview.Plan.New[0].Name != "Isla Brown" {
		t.Fatalf("%v: %+v", err, preview.Plan)
	}
	// the next file has the same headers in another order and in other letters
	next := tableOf(t, "class,NACHNAME,forename,dob,year,number", "Robin,Evans,Jack,13/04/2022,R,K886234526018")
	preview, err = p.PreviewPupils(ctx, secretary, p.act(secretary, "intake.read"), "next.csv", next)
	if err != nil || len(preview.Plan.Missing) != 0 || preview.Plan.New[0].Name != "Jack Evans" {
		t.Errorf("the school forgot what it was told: %v %+v", err, preview.Plan)
	}
}

// The administrator's own file makes no reader of them, whoever looked at it before, and by taking the head's back nobody is
// appointed again.
func TestAnAdministratorsFileMakesNoReader(t *testing.T) {
	ctx, p := context.Background(), open(t)
	header, admin := "Staff Code,Forename,Surname,Email,Role", as("admin", people.Administrator)
	p.imported(t, intake.StaffFile, tableOf(t, header, "S1,Mia,Hall,mh@school.example,Headteacher",
		"S3,Ian,Wood,iw@school.example,ICT Technician; DSL"), intake.Agreement{})
	dismissed := p.imported(t, intake.StaffFile, tableOf(t, header, "S1,Mia,Hall,mh@school.example,Headteacher",
		"S3,Ian,Wood,iw@school.example,ICT Technician"), intake.Agreement{})
	_, err := p.Undo(ctx, admin, p.act(admin, "intake.undo"), dismissed.ID)
	want(t, "taken back", err, "denied intake.undo.appoint")
	own := tableOf(t, header, "S1,Mia,Hall,mh@school.example,Headteacher", "S3,Ian,Wood,iw@school.example,ICT Technician; DSL")
	preview, err := p.PreviewStaff(ctx, headmistress, p.act(headmistress, "intake.read"), "staff.csv", own)
	if err != nil || len(preview.Plan.Problems) != 0 {
		t.Fatal(preview.Plan.Problems, err)
	}
	_, err = p.Apply(ctx, admin, p.act(admin, "intake.apply"), preview.Import.ID, intake.Agreement{Seen: preview.Plan.Seen})
	want(t, "what the head looked at", err, "invalid intake.has_problems")
	if _, err = p.Apply(ctx, admin, p.act(admin, "intake.apply"), preview.Import.ID,
		intake.Agreement{GoodRowsOnly: true, Seen: preview.Plan.Seen}); err != nil {
		t.Fatal(err)
	}
	staff, err := p.people.StaffList(ctx, headmistress)
	for _, s := range staff {
		if err != nil || slices.Contains(s.Roles, people.SafeguardingLead) {
			t.Errorf("%s is %v, %v", s.Called(), s.Roles, err)
		}
	}
	if _, err = p.Undo(ctx, headmistress, p.act(headmistress, "intake.undo"), dismissed.ID); err != nil {
		t.Errorf("the head takes it back: %v", err)
	}
}

func TestNobodyElseImports(t *testing.T) {
	ctx, p := context.Background(), open(t)
	table := export(t, "hook-lane-pupils")
	imp := p.imported(t, intake.PupilFile, table, intake.Agreement{}).ID
	for _, who := range []people.Who{teacher, as("g", people.ChairOfGovernors), as("tech", people.Technician), {}} {
		calls := map[string]error{}
		_, calls["preview"] = p.PreviewPupils(ctx, who, p.act(who, "x"), "a", table)
		_, calls["staff"] = p.PreviewStaff(ctx, who, p.act(who, "x"), "a", table)
		_, calls["look"] = p.Preview(ctx, who, imp)
		_, calls["list"] = p.ImportList(ctx, who)
		_, calls["map"] = p.SetMapping(ctx, who, p.act(who, "x"), imp, nil)
		_, calls["apply"] = p.Apply(ctx, who, p.act(who, "x"), imp, intake.Agreement{})
		_, calls["undo"] = p.Undo(ctx, who, p.act(who, "x"), imp)
		for what, err := range calls {
			want(t, string(who.Person)+": "+what, err, "denied people.not_yours")
		}
	}
	// a staff file gives roles: the secretary neither brings one in nor sees one
	staff := export(t, "hook-lane-staff")
	_, err := p.PreviewStaff(ctx, secretary, p.act(secretary, "x"), "a", staff)
	want(t, "the secretary brings staff", err, "denied people.not_yours")
	theirs := p.imported(t, intake.StaffFile, staff, intake.Agreement{}).ID
	_, err = p.Preview(ctx, secretary, theirs)
	want(t, "the secretary looks at a staff file", err, "denied people.not_yours")
	_, err = p.Undo(ctx, secretary, p.act(secretary, "x"), theirs)
	want(t, "the secretary undoes a staff file", err, "not_found people.not_found")
	if list, err := p.ImportList(ctx, secretary); err != nil || len(list) != 1 || list[0].ID != imp {
		t.Errorf("the secretary's list: %v, %v", list, err)
	}
	// the same rights at another school reach nothing here, and an act in somebody else's name is nobody's
	_, err = p.Preview(ctx, twin, imp)
	want(t, "the twin looks", err, "not_found people.not_found")
	_, err = p.Undo(ctx, twin, p.act(twin, "x"), imp)
	want(t, "the twin undoes", err, "not_found people.not_found")
	_, err = p.Undo(ctx, secretary, p.act(twin, "x"), imp)
	want(t, "in another's name", err, "not_found people.not_found")
}

func TestAnUndoIsRefusedOnceSomebodyWasMerged(t *testing.T) {
	ctx, p := context.Background(), open(t)
	imp := p.imported(t, intake.PupilFile, export(t, "hook-lane-pupils"), intake.Agreement{})
	same, err := p.people.SamePersonList(ctx, secretary)
	if err != nil || len(same) != 61 {
		t.Fatalf("%d names: %v", len(same), err)
	}
	a, b := same[0].Adults[0].Adult.ID, same[0].Adults[1].Adult.ID
	if err = p.people.Merge(ctx, secretary, p.act(secretary, "people.merge"), a, b); err != nil {
		t.Fatal(err)
	}
	_, err = p.Undo(ctx, secretary, p.act(secretary, "intake.undo"), imp.ID)
	want(t, "undo", err, "conflict intake.undo.refused")
}
