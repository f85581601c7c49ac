package web

import (
	"net/netip"
	"strings"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// family is the one whose people are columns of the matrix: a child, their mother, their stepfather without parental
// responsibility, and their father, from whom a court barred contact after he had signed in.
type family struct {
	child  people.Pupil
	adults map[string]people.Adult
}

var home = netip.MustParseAddr("192.0.2.44")

func (h *house) furnishFamily(p *place, letter string) {
	h.t.Helper()
	at, name := p.school.ID, "Own"+letter
	child := p.pupils[0]
	child.ID, child.UPN, child.Forename, child.Preferred = id.Named[id.Pupil](name), "B82020010000"+letter, name, name
	child.DOB, child.Year = "2016-02-29", people.Year5
	p.family = family{child, map[string]people.Adult{}}
	changes := people.Changes{Pupils: []people.Pupil{child}}
	for short, c := range map[string]people.Contact{
		"par": {Relationship: people.Mother, ParentalResponsibility: true, SameAddress: true, Priority: 1},
		"stf": {Relationship: people.StepFather, SameAddress: true, Priority: 2},
		"bar": {Relationship: people.Father, ParentalResponsibility: true, Priority: 3},
	} {
		adult := people.Adult{ID: id.Named[id.Adult](name + short), School: at, Forename: name + short, Surname: p.canary,
			Mobile: "+447700900200", Email: short + strings.ToLower(letter) + "@family.example", Language: "ur",
			LanguageCode: "URD"}
		c.School, c.Pupil, c.Adult = at, child.ID, adult.ID
		p.family.adults[short] = adult
		changes.Adults, changes.Contacts = append(changes.Adults, adult), append(changes.Contacts, c)
	}
	h.roll(p, changes)
	for _, short := range []string{"par", "stf", "bar", "pup"} {
		p.session[short] = h.comeIn(p, nil, short)
	}
	h.bar(p)
	h.publish(p)
}

// bar is the court's order.
func (h *house) bar(p *place) {
	h.roll(p, people.Changes{Contacts: []people.Contact{{School: p.school.ID, Pupil: p.family.child.ID,
		Adult: p.family.adults["bar"].ID, Relationship: people.Father, ParentalResponsibility: true, Priority: 3,
		CourtOrder: "No contact"}}})
}

// comeIn is a new session of somebody of the matrix.
func (h *house) comeIn(p, other *place, short string) access.Token {
	h.t.Helper()
	switch short {
	case "par", "stf", "bar":
		return h.useLetter(h.print(p, p.family.adults[short].ID), "29/2", "")
	case "pup":
		return h.pupilSession(p, p.family.child.ID)
	case "oth":
		return h.comeIn(other, p, "par")
	}
	return h.session(p, short)
}

// print is a letter's code, with the office's yes.
func (h *house) print(p *place, adult id.Adult) access.Code {
	h.t.Helper()
	letters, refused, err := h.server.Access.Print(h.t.Context(), h.act(p, "ofc", "access.print"), p.who("ofc"),
		access.Order{Adults: []id.Adult{adult}, Yes: []id.Adult{adult}})
	if err != nil || len(letters) != 1 {
		h.t.Fatalf("no letter: %v, %v, %v", letters, refused, err)
	}
	return letters[0].Code
}

// useLetter is the session that a letter and a birthday give, on a device that had another before.
func (h *house) useLetter(code access.Code, birthday string, before access.Token) access.Token {
	h.t.Helper()
	day, month := 4, 5 // the birthday of everybody else
	if birthday == "29/2" {
		day, month = 29, 2
	}
	entry, err := h.server.Access.UseLetter(h.t.Context(), event.Act{Op: id.New[id.Op](), Command: "access.use_letter"},
		access.Try{Code: string(code), From: home, Before: before}, day, month)
	if err != nil {
		h.t.Fatal(err)
	}
	return entry.Token
}

func (h *house) pupilSession(p *place, pupil id.Pupil) access.Token {
	h.t.Helper()
	code, _, err := h.server.Access.ClassCode(h.t.Context(), h.act(p, "hd", "access.class_code"), p.who("hd"),
		p.family.child.Class, h.clock.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	entry, err := h.server.Access.UseClass(h.t.Context(), event.Act{Op: id.New[id.Op](), Command: "access.use_class"},
		access.Try{Code: string(code), From: home}, pupil)
	if err != nil {
		h.t.Fatal(err)
	}
	return entry.Token
}

// ownNames takes out of a text the names that somebody of the matrix may read of their own.
func (p *place) ownNames(other *place, short string) *strings.Replacer {
	switch short {
	case "par", "stf", "bar":
		return strings.NewReplacer(p.family.adults[short].Called(), "", p.family.child.Called(), "")
	case "pup":
		return strings.NewReplacer(p.family.child.Called(), "")
	case "oth":
		return other.ownNames(p, "par")
	case "out":
		return strings.NewReplacer()
	}
	return strings.NewReplacer(p.staff[short].Who().Name, "")
}
