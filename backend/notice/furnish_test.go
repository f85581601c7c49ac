package notice_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// heard is what a person is told.
var heard = storetest.Heard

// house is a school with named people over a real database, and the rooms that a notice begins and ends in.
type house struct {
	school.School
	*notice.Service
	custody *custody.Service
	calls   *calls.Service
	db      *store.Store
	staff   map[string]people.Who
	now     time.Time
}

// open is a fresh house on a fresh database in memory.
func open(t *testing.T, name string) *house {
	t.Helper()
	return furnish(t, storetest.Memory(t), name)
}

// furnish founds a school. Amina Hussain is the mother of Yusuf (Year 4) and Maryam (Year 6); Karim, their father, has
// a no-contact order; Daniel, their stepfather, may be told but not collect. Ewa is the mother of Kuba (Year 6).
func furnish(t storetest.Failing, db *store.Store, name string) *house {
	t.Helper()
	h := &house{School: schools[name], db: db, staff: map[string]people.Who{}, now: at(8, 0),
		custody: &custody.Service{Schools: db.Schools(), Store: db.Custody(), Checks: db.Custody()},
		calls:   &calls.Service{Store: db.Calls()},
		Service: &notice.Service{Store: db.Notices(), Schools: db.Schools(), People: db.People(), Kept: db.Custody()}}
	h.Slug = "house-" + strings.ToLower(name)
	h.ID, h.Name, h.Phone = id.Named[id.School](h.Slug), "The school of "+h.Slug, "01632 960123"
	var all people.Changes
	child := func(forename, surname, upn string, year people.Year) {
		all.Pupils = append(all.Pupils, people.Pupil{ID: h.pupil(forename), School: h.ID, UPN: upn, Surname: surname,
			Forename: forename, Preferred: forename, DOB: "2016-05-04", Year: year, Class: "Willow", SEN: people.SENNone})
	}
	child("Yusuf", "Hussain", "A820200121001", people.Year4)
	child("Maryam", "Hussain", "B820200121002", people.Year6)
	child("Kuba", "Nowak", "C820200121003", people.Year6)
	beside := func(forename, surname, relationship string, change func(*people.Contact), pupils ...string) {
		all.Adults = append(all.Adults, people.Adult{ID: h.adult(forename), School: h.ID, Forename: forename,
			Surname: surname, Mobile: "+447700900123", Language: "ur", LanguageCode: "URD"})
		for i, pupil := range pupils {
			c := people.Contact{School: h.ID, Pupil: h.pupil(pupil), Adult: h.adult(forename), Relationship: relationship,
				Priority: i + 1, ParentalResponsibility: true}
			change(&c)
			all.Contacts = append(all.Contacts, c)
		}
	}
	plain := func(*people.Contact) {}
	beside("Amina", "Hussain", people.Mother, plain, "Yusuf", "Maryam")
	beside("Karim", "Hussain", people.Father, func(c *people.Contact) { c.CourtOrder = "No contact" }, "Yusuf", "Maryam")
	beside("Daniel", "Reed", people.StepFather, func(c *people.Contact) {
		c.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}, By: "office", At: at(7, 0)}
	}, "Yusuf", "Maryam")
	beside("Ewa", "Nowak", people.Mother, plain, "Kuba")
	staff := func(as, title, forename, surname string, roles ...people.Role) {
		s := people.Staff{ID: id.Named[id.Staff](h.Slug + "/" + forename), School: h.ID, Code: "S-" + forename, Title: title,
			Forename: forename, Surname: surname, Email: strings.ToLower(forename) + "@" + h.Slug + ".example", Roles: roles}
		all.Staff, h.staff[as] = append(all.Staff, s), s.Who()
	}
	staff("office", "Mrs", "Joan", "Pell", people.Office)
	staff("teacher", "Mr", "Idris", "Vale", people.Teacher)
	staff("dsl", "Ms", "Clare", "Finch", people.SafeguardingLead)
	staff("head", "Dr", "Ruth", "Okoro", people.Head)
	ctx, act := context.Background(), h.act(h.who("head"))
	if err := db.Schools().Found(ctx, act, h.School, act.Did("test.founded", string(h.ID), nil)); err != nil {
		t.Fatal(err)
	}
	h.roll(t, "test.enrolled", func(people.State) people.Changes { return all })
	return h
}

// roll changes the school's people, with an event of that kind.
func (h *house) roll(t storetest.Failing, kind event.Kind, change func(people.State) people.Changes) {
	t.Helper()
	act := h.act(h.who("office"))
	err := h.db.People().ChangeRoll(context.Background(), act,
		func(s people.State) (people.Changes, []event.Event, error) {
			return change(s), []event.Event{act.Did(kind, string(h.ID), nil)}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
}

// bar puts an order beside every contact of an adult.
func (h *house) bar(t storetest.Failing, name, order string) {
	t.Helper()
	h.roll(t, people.NoContactCame, func(s people.State) (c people.Changes) {
		for _, contact := range s.Contacts {
			if contact.Adult == h.adult(name) {
				contact.CourtOrder = order
				c.Contacts = append(c.Contacts, contact)
			}
		}
		return c
	})
}

func (h *house) pupil(name string) id.Pupil { return id.Named[id.Pupil](h.Slug + "/" + name) }
func (h *house) adult(name string) id.Adult { return id.Named[id.Adult](h.Slug + "/" + name) }

// who of the house does it: by their post on the staff, or their forename in a family.
func (h *house) who(name string) people.Who {
	if who, known := h.staff[name]; known {
		return who
	}
	return people.Adult{ID: h.adult(name), School: h.ID, Forename: name}.Who()
}

// act is something new that somebody does now.
func (h *house) act(who people.Who) event.Act {
	return event.Act{School: who.School, Actor: who.Person, At: h.now, Op: id.New[id.Op](), Command: "test",
		Hash: event.HashOf([]byte("test"))}
}

// clock sets the house's clock on that Monday.
func (h *house) clock(hour, minute int) { h.now = at(hour, minute) }

// round does what the product does beside the front door.
func (h *house) round(t storetest.Failing) {
	t.Helper()
	ctx := context.Background()
	for more := true; more; {
		var err error
		if more, err = h.Follow(ctx, h.ID, h.now); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.db.Notices().Listen(ctx, h.ID, "answers", 1000, func(e event.Event) error {
		if e.Kind != notice.DidAnswer {
			return nil
		}
		var said notice.Answered
		if err := json.Unmarshal(e.Body, &said); err != nil {
			return err
		}
		act := event.Act{School: e.School, Actor: e.Actor, At: e.At, Op: id.Op(e.ID), Command: "test"}
		if said.Answer == notice.CallMe {
			return h.calls.CallMe(ctx, act, said.Adult, said.Language, said.Pupils)
		}
		if said.Kind != notice.Confiscated {
			return nil
		}
		return h.custody.AnswerByApp(ctx, h.ID, act, id.Confiscation(said.Subject), said.Adult)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// take confiscates a child's phone.
func (h *house) take(t storetest.Failing, pupil string, ground school.Ground) id.Confiscation {
	t.Helper()
	who := h.who("teacher")
	c, err := h.custody.Confiscate(context.Background(), who, h.act(who), custody.Taking{Pupil: h.pupil(pupil),
		Another: true, Ground: ground, Stored: "office safe", Tell: custody.TellNow})
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

// box is an adult's inbox as words, newest first: what, whose, whether it is read or over.
func (h *house) box(t storetest.Failing, name string) string {
	t.Helper()
	box, err := h.Inbox(context.Background(), h.who(name), "", 50, h.now)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, item := range box.Items {
		one := string(item.Kind)
		for _, child := range item.Children {
			one += " " + child.Preferred
		}
		if !item.ReadAt.IsZero() {
			one += " read"
		}
		if !item.OverAt.IsZero() {
			one += " over"
		}
		said = append(said, one)
	}
	return fmt.Sprintf("%d new: %s", box.Unread, strings.Join(said, ", "))
}

// newest is the id of an adult's newest notice.
func (h *house) newest(t storetest.Failing, name string) id.Notice {
	t.Helper()
	box, err := h.Inbox(context.Background(), h.who(name), "", 1, h.now)
	if err != nil || len(box.Items) != 1 {
		t.Fatal(name, "has no notice:", err)
	}
	return box.Items[0].ID
}

// kinds are how often each event happened.
func (h *house) kinds(t storetest.Failing) map[event.Kind]int {
	t.Helper()
	records, err := h.db.Audit().Records(context.Background(), h.ID, audit.Daily, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[event.Kind]int{}
	for _, r := range records {
		seen[r.Event.Kind]++
	}
	return seen
}

// publish makes a document of one sentence the school's.
func (h *house) publish(t storetest.Failing, d aup.Document, says string) {
	t.Helper()
	who := h.who("head")
	act := h.act(who)
	text := aup.Text{Title: "Promises", Intro: "Please read.", Statements: []aup.Statement{{Key: "kind", Symbol: "heart",
		Text: says}}}
	_, err := h.db.AUP().ChangeLibrary(context.Background(), act, func(l *aup.Library) ([]event.Event, error) {
		v := aup.Version{School: h.ID, Document: d, ID: aup.VersionID(d, text), Number: 1, Text: text, At: act.At,
			By: act.Actor}
		if current, ok := l.Current(d); ok {
			v.Number = current.Number + 1
		}
		l.Versions = append(l.Versions, v)
		return []event.Event{act.Did(aup.DidPublish, string(d), map[string]any{"document": d, "version": v.ID,
			"number": v.Number})}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
