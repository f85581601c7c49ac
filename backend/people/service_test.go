package people_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/sheet"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// want fails a test in which a person is told something else.
var want = storetest.Want

// The school, the day and the secretary of these tests.
var (
	hookLane = id.Named[id.School]("hook-lane")
	today    = clock.Date("2026-11-23")
	at       = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
	office   = id.Named[id.Person]("Mia Taylor")
)

// place is a school on a real database in memory, with the people who act in these tests.
type place struct {
	*people.Service
	intake *intake.Service
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
	p.Service = people.NewService(p.db.People(), p.clock, school.London)
	p.intake = intake.NewService(p.db.People(), p.db.Intake(), p.clock, school.London)
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

// export reads one of the two schools' exports.
func export(t *testing.T, name string) intake.Table {
	t.Helper()
	data, err := os.ReadFile("../house/data/" + name + ".csv") // not by importing house, which imports everything
	if err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// imported reads and applies a file.
func (p *place) imported(t *testing.T, kind intake.ImportKind, table intake.Table, a intake.Agreement) intake.Import {
	t.Helper()
	read, who := p.intake.PreviewPupils, secretary
	if kind == intake.StaffFile { // it gives roles, so it is not the office's
		read, who = p.intake.PreviewStaff, headmistress
	}
	preview, err := read(context.Background(), who, p.act(who, "intake.read"), "export.csv", table)
	if err != nil {
		t.Fatal(err)
	}
	done, err := p.intake.Apply(context.Background(), who, p.act(who, "intake.apply"), preview.Import.ID, a)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// kinds are this room's events of the school, in order.
func (p *place) kinds(t *testing.T) []event.Kind {
	t.Helper()
	records, err := p.db.Audit().Records(context.Background(), p.id, audit.Daily, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []event.Kind
	for _, r := range records {
		if strings.HasPrefix(string(r.Event.Kind), "people.") {
			kinds = append(kinds, r.Event.Kind)
		}
	}
	return kinds
}

// family finds the one pupil of that name with their adults.
func (p *place) family(t *testing.T, name string) people.Family {
	t.Helper()
	page, err := p.Families(context.Background(), secretary, people.Query{Text: name, Size: 100})
	found := slices.DeleteFunc(page.Families, func(f people.Family) bool { return f.Pupil.Called() != name })
	if err != nil || len(found) != 1 {
		t.Fatalf("%q finds %d families: %v", name, len(found), err)
	}
	return found[0]
}
