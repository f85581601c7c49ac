package storetest

import (
	"testing"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
)

// At is when a test's day begins: a Monday in term, 08:35 in London.
var At = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)

// Place is a furnished school. But for School.ID the ids are the same in every school, so that whatever is asked of one
// by id alone finds the other's if anything lets it.
type Place struct {
	School   school.School
	Pupils   []people.Pupil // Yusuf (Robin, 4), Kuba (Robin, 4), Maisie (Wren, 6)
	Adults   []people.Adult // Amina, Yusuf's mother; Tomasz, Kuba's father; Rachel, Maisie's mother; Lee, her father
	Contacts []people.Contact
	Staff    []people.Staff // Office, Teacher, SafeguardingLead, Head
}

// Act is something that somebody does at the place: a new operation each time, at the day's beginning.
func (p Place) Act(command string) event.Act {
	return event.Act{School: p.School.ID, Actor: id.Person(p.Staff[0].ID), At: At, Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command))}
}

// School is one under that preset ("anthony-roper", "beaver-green"), whose day starts and ends at those times; its
// address names it. Nobody has founded it yet.
func School(t Failing, slug, preset string, starts, ends school.TimeOfDay) school.School {
	t.Helper()
	policy, err := school.Preset(preset)
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := school.KentCalendar(starts, ends)
	if err != nil {
		t.Fatal(err)
	}
	return school.School{ID: id.Named[id.School](slug), Slug: slug, Name: "School of " + slug, Phone: "01632 960123",
		Policy: policy, Calendar: calendar}
}

// Furnish founds a school with that address and preset and a few people.
func Furnish(t testing.TB, s *store.Store, slug, preset string) Place {
	t.Helper()
	p := Place{School: School(t, slug, preset, "08:45", "15:15")}
	at := p.School.ID
	pupil := func(preferred, surname, upn, class string, year people.Year) {
		p.Pupils = append(p.Pupils, people.Pupil{ID: id.Named[id.Pupil](preferred), School: at, UPN: upn, Surname: surname,
			Forename: preferred, Preferred: preferred, DOB: "2017-05-04", Year: year, Class: class, FirstLanguage: "en",
			LanguageCode: "ENG", SEN: people.SENNone})
	}
	pupil("Yusuf", "Ahmed", "A820200121001", "Robin", people.Year4)
	pupil("Kuba", "Nowak", "B820200121002", "Robin", people.Year4)
	pupil("Maisie", "O'Brien", "C820200121003", "Wren", people.Year6)
	adult := func(child int, forename, surname, relationship, order string, priority int) {
		a := people.Adult{ID: id.Named[id.Adult](forename), School: at, Title: "", Forename: forename, Surname: surname,
			Mobile: "+447700900123", Language: "en", LanguageCode: "ENG"}
		p.Adults = append(p.Adults, a)
		p.Contacts = append(p.Contacts, people.Contact{School: at, Pupil: p.Pupils[child].ID, Adult: a.ID,
			Relationship: relationship, Priority: priority, ParentalResponsibility: true,
			SameAddress: order == "", CourtOrder: order})
	}
	adult(0, "Amina", "Ahmed", "mother", "", 1)
	adult(1, "Tomasz", "Nowak", "father", "", 1)
	adult(2, "Rachel", "O'Brien", "mother", "", 1)
	adult(2, "Lee", "Marsh", "father", "No contact", 2)
	staff := func(title, forename, surname string, classes []string, roles ...people.Role) {
		p.Staff = append(p.Staff, people.Staff{ID: id.Named[id.Staff](forename), School: at, Code: "S-" + forename,
			Title:    title,
			Forename: forename, Surname: surname, Email: forename + "@" + slug + ".example", Roles: roles, Classes: classes})
	}
	staff("Mrs", "Joan", "Pell", nil, people.Office)
	staff("Mr", "Idris", "Vale", []string{"Robin"}, people.Teacher)
	staff("Ms", "Clare", "Finch", nil, people.SafeguardingLead)
	staff("Dr", "Ruth", "Okoro", nil, people.Head)

	act := p.Act("test.found")
	if err := s.Schools().Found(t.Context(), act, p.School, act.Did("test.founded", string(at), nil)); err != nil {
		t.Fatal(err)
	}
	act = p.Act("test.furnish")
	err := s.People().ChangeRoll(t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
		return people.Changes{Pupils: p.Pupils, Adults: p.Adults, Contacts: p.Contacts, Staff: p.Staff},
			[]event.Event{act.Did("test.furnished", string(at), nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
