package custody_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// heard is what a person is told, want fails a test in which it is something else.
var heard, want = storetest.Heard, storetest.Want

// failing is what furnishing needs of a test.
type failing = storetest.Failing

// both are the columns, in order.
var both = []string{"AR", "BG"}

// house is a school with named people over a real database, and the verbs that are proven on it. Every id is the
// house's own: asked of another house, it must not be there.
type house struct {
	school.School
	*custody.Service
	leave custody.Permissions
	db    *store.Store
	name  string // "AR" or "BG"
	staff map[string]people.Who
}

// who of the house does it.
func (h *house) who(name string) people.Who {
	who, known := h.staff[name]
	if !known {
		panic("nobody at the house is the " + name)
	}
	return who
}

func (h *house) pupil(name string) id.Pupil { return id.Named[id.Pupil](h.Slug + "/" + name) }
func (h *house) adult(name string) id.Adult { return id.Named[id.Adult](h.Slug + "/" + name) }

// act is something new that somebody does; body is what was asked.
func (h *house) act(who people.Who, when time.Time, command string, body ...any) event.Act {
	return event.Act{School: who.School, Actor: who.Person, At: when, Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(fmt.Sprint(body...)))}
}

// open is a fresh house on a fresh database in memory.
func open(t *testing.T, name string) *house {
	t.Helper()
	return furnish(t, storetest.Memory(t), name, "house-"+strings.ToLower(name))
}

// furnish founds a school. Amina Hussain is the mother of Yusuf (Year 4, Willow) and Maryam (Year 6, Everest); Karim,
// their father, has a no-contact order; Daniel, their stepfather, may be told but not collect. Kuba Nowak is at the BG
// school alone, Ewa his mother.
func furnish(t failing, db *store.Store, name, slug string) *house {
	t.Helper()
	h := &house{School: schools[name], db: db, name: name, staff: map[string]people.Who{},
		Service: &custody.Service{Schools: db.Schools(), Store: db.Custody(), Checks: db.Custody()},
		leave:   custody.Permissions{Schools: db.Schools(), Store: db.Custody()}}
	h.ID, h.Slug, h.Name, h.Phone = id.Named[id.School](slug), slug, "The school of "+slug, "01632 960123"

	var all people.Changes
	child := func(forename, surname, upn, class string, year people.Year) {
		all.Pupils = append(all.Pupils, people.Pupil{ID: h.pupil(forename), School: h.ID, UPN: upn, Surname: surname,
			Forename: forename, Preferred: forename, DOB: "2016-05-04", Year: year, Class: class, SEN: people.SENNone})
	}
	child("Yusuf", "Hussain", "A820200121001", "Willow", people.Year4)
	child("Maryam", "Hussain", "B820200121002", "Everest", people.Year6)
	if name == "BG" {
		child("Kuba", "Nowak", "C820200121003", "Everest", people.Year6)
	}
	adult := func(forename, surname string) {
		all.Adults = append(all.Adults, people.Adult{ID: h.adult(forename), School: h.ID, Forename: forename,
			Surname: surname})
	}
	beside := func(pupil, forename, relationship string, priority int, change func(*people.Contact)) {
		c := people.Contact{School: h.ID, Pupil: h.pupil(pupil), Adult: h.adult(forename), Relationship: relationship,
			Priority: priority, ParentalResponsibility: true}
		change(&c)
		all.Contacts = append(all.Contacts, c)
	}
	plain := func(*people.Contact) {}
	adult("Amina", "Hussain")
	adult("Karim", "Hussain")
	adult("Daniel", "Reed")
	for _, pupil := range []string{"Yusuf", "Maryam"} {
		beside(pupil, "Amina", "mother", 1, plain)
		beside(pupil, "Karim", "father", 2, func(c *people.Contact) { c.CourtOrder = "No contact" })
		beside(pupil, "Daniel", "stepfather", 3, func(c *people.Contact) {
			c.ParentalResponsibility = false
			c.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}, By: "office", At: at(8, 0)}
		})
	}
	if name == "BG" {
		adult("Ewa", "Nowak")
		beside("Kuba", "Ewa", "mother", 1, plain)
	}
	staff := func(as, title, forename, surname string, classes []string, roles ...people.Role) {
		s := people.Staff{ID: id.Named[id.Staff](h.Slug + "/" + forename), School: h.ID, Code: "S-" + forename, Title: title,
			Forename: forename, Surname: surname, Email: strings.ToLower(forename) + "@" + slug + ".example", Roles: roles,
			Classes: classes}
		all.Staff, h.staff[as] = append(all.Staff, s), s.Who()
	}
	second := people.DeputyHead
	if name == "BG" {
		second = people.HeadOfSchool // beside the Executive Headteacher, who is the policy's head
	}
	staff("office", "Mrs", "Joan", "Pell", nil, people.Office)
	staff("teacher", "Mr", "Idris", "Vale", []string{"Everest"}, people.Teacher)
	staff("neighbour", "Miss", "Lucy", "Barnes", []string{"Willow"}, people.Teacher)
	staff("dsl", "Ms", "Clare", "Finch", nil, people.SafeguardingLead)
	staff("deputy", "Mr", "Tom", "Reyes", nil, people.DeputyLead)
	staff("head", "Dr", "Ruth", "Okoro", nil, people.Head)
	staff("second", "Mrs", "Helen", "Marsh", nil, second)

	ctx := context.Background()
	act := h.act(h.who("head"), at(7, 0), "test.found")
	if err := db.Schools().Found(ctx, act, h.School, act.Did("test.founded", string(h.ID), nil)); err != nil {
		t.Fatal(err)
	}
	h.enrol(t, all)
	return h
}

// enrol adds people to the school.
func (h *house) enrol(t failing, all people.Changes) {
	t.Helper()
	act := h.act(h.who("head"), at(7, 0), "test.enrol")
	err := h.db.People().ChangeRoll(context.Background(), act, func(people.State) (people.Changes, []event.Event, error) {
		return all, []event.Event{act.Did("test.enrolled", string(h.ID), nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// leaves takes a child off the roll from that day on.
func (h *house) leaves(t failing, pupil string, on clock.Date) {
	t.Helper()
	act := h.act(h.who("head"), at(7, 0), "test.leaves", pupil)
	err := h.db.People().ChangeRoll(context.Background(), act, func(s people.State) (people.Changes, []event.Event, error) {
		for _, p := range s.Pupils {
			if p.ID == h.pupil(pupil) {
				p.LeftOn = on
				return people.Changes{Pupils: []people.Pupil{p}}, []event.Event{act.Did("test.left", string(p.ID), nil)}, nil
			}
		}
		return people.Changes{}, nil, errors.New("nobody of that name")
	})
	if err != nil {
		t.Fatal(err)
	}
}

// said are the arguments of what a person is told.
func said(err error) map[string]any {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return nil
	}
	return f.Say.Args
}

const notThere = "not_found web.not_found"

// must is the value of something that has to succeed.
func must[T any](value T, err error) func(t failing) T {
	return func(t failing) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// events are the kinds of custody's events in the school's chain, in order.
func (h *house) events(t failing) []event.Kind {
	t.Helper()
	var kinds []event.Kind
	for after := int64(0); ; {
		records, err := h.db.Audit().Records(context.Background(), h.ID, audit.Daily, after, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if strings.HasPrefix(string(r.Event.Kind), "custody.") {
				kinds = append(kinds, r.Event.Kind)
			}
			after = r.Event.Position
		}
		if len(records) < 1000 {
			return kinds
		}
	}
}

// verify walks the school's chain and compares every row that it vouches for.
func (h *house) verify(t failing) {
	t.Helper()
	report, err := audit.NewService(h.db.Audit(), storetest.Key, clock.System{}).Verify(context.Background(), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	if report.Broken != nil {
		t.Fatalf("the chain of %s is broken: %+v", h.Slug, *report.Broken)
	}
}

// everything is all that custody keeps of the school, as text, and where its chain of events ends: what must not change
// when somebody is refused.
func (h *house) everything(t failing) string {
	t.Helper()
	ctx, rooms := context.Background(), h.db.Custody()
	all := []any{must(rooms.Roster(ctx, h.ID, "", monday))(t), must(rooms.Checks(ctx, h.ID, monday))(t),
		must(rooms.Exceptions(ctx, h.ID))(t), must(rooms.Uses(ctx, h.ID, ""))(t), must(rooms.StaffLeaves(ctx, h.ID))(t),
		must(h.db.Audit().Head(ctx, h.ID, audit.Daily))(t)}
	for _, isOpen := range []bool{true, false} {
		for _, r := range must(rooms.Confiscations(ctx, h.ID, isOpen, time.Time{}))(t) {
			all = append(all, must(rooms.Confiscation(ctx, h.ID, r.ID))(t))
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// arrive hands a phone in and returns it as it now lies.
func (h *house) arrive(t failing, pupil, label string, when time.Time) custody.Device {
	t.Helper()
	who := h.who("office")
	shelf := must(h.HandIn(context.Background(), who, h.act(who, when, "custody.hand_in"),
		custody.Arriving{Pupil: h.pupil(pupil), Label: label}))(t)
	i := slices.IndexFunc(shelf.Devices, func(d custody.Device) bool {
		return d.Label == label && d.State == custody.HandedIn && d.Since.Equal(when)
	})
	return shelf.Devices[i]
}

// take has the teacher of Everest confiscate a child's phone on that ground.
func (h *house) take(t failing, pupil string, ground school.Ground, when time.Time) custody.Confiscation {
	t.Helper()
	who := h.who("teacher")
	taking := custody.Taking{Pupil: h.pupil(pupil), Ground: ground, Stored: "office safe"}
	if h.Policy.Phones.ParentsTold == school.ToldByDecision {
		taking.Tell = custody.TellNow
	}
	return must(h.Confiscate(context.Background(), who, h.act(who, when, "custody.confiscate"), taking))(t)
}

// hidden is the ground that sets the safeguarding hold at that school.
func (h *house) hidden() school.Ground {
	return map[string]school.Ground{"AR": school.ChildProtection, "BG": school.Imagery}[h.name]
}

// at is that time of the Monday: "15:15".
func clockFace(t *testing.T, text string) time.Time {
	t.Helper()
	face, err := time.Parse("15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at(face.Hour(), face.Minute())
}

// bodies are what the events of the school's chain say.
func (h *house) bodies(t failing) []string {
	t.Helper()
	var bodies []string
	for _, r := range must(h.db.Audit().Records(context.Background(), h.ID, audit.Daily, 0, 1000))(t) {
		bodies = append(bodies, string(r.Event.Body))
	}
	return bodies
}
