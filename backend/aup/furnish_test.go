package aup_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/event"
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

// monday is a school day in term, 08:00 in London.
var monday = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// presets are both schools' policies, by the names of the tests.
var presets = map[string]string{"AR": "anthony-roper", "BG": "beaver-green"}

// files are small documents: adults', lower and upper Key Stage 2's, and Key Stage 1's, one statement of each said in
// Polish, the parents' in Urdu and in easy words as well.
func files() fstest.MapFS {
	fs := fstest.MapFS{}
	for _, d := range []string{"parents", "ks1", "ks2_lower", "ks2_upper"} {
		fs["en/"+d+".json"] = &fstest.MapFile{Data: []byte(`{"document":"` + d + `","title":"Title of ` + d + `",
			"intro":"Intro.","statements":[{"key":"kind","symbol":"heart","text":"I am kind."},
			{"key":"ask","symbol":"ask","text":"I ask first."},
			{"key":"monitored","symbol":"eye","text":"School checks.","fixed":true}]}`)}
		fs["pl/"+d+".json"] = translation(d, "pl", "draft", "Jestem miły.")
	}
	fs["ur/parents.json"] = translation("parents", "ur", "draft", "میں مہربان ہوں۔")
	fs["en-x-easy/ks2_upper.json"] = translation("ks2_upper", "en-x-easy", "draft", "I am nice.")
	return fs
}

// translation is a file that translates the statement "kind".
func translation(document, language, status, kind string) *fstest.MapFile {
	file := map[string]any{"document": document, "language": language, "status": status,
		"title": map[string]string{"english": "Title of " + document, "text": "[" + language + "] " + document},
		"intro": map[string]string{"english": "Intro.", "text": "Wstęp."},
		"statements": []map[string]string{{"key": "kind", "english": "I am kind.", "text": kind},
			{"key": "ask", "english": "I ask, always.", "text": "Pytam."}}} // of another wording
	if status == "verified" {
		file["verified"] = map[string]string{"by": "M. Nowak", "on": "2026-11-20"}
	}
	raw, err := json.Marshal(file)
	if err != nil {
		panic(err)
	}
	return &fstest.MapFile{Data: raw}
}

func texts(t failing, fs fstest.MapFS) *aup.Texts {
	t.Helper()
	loaded, err := aup.Load(fs)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// house is a school with its families over a real database. Every id is the house's own.
type house struct {
	school.School
	*aup.Service
	db    *store.Store
	now   time.Time
	staff map[string]people.Who
}

func (h *house) pupil(name string) id.Pupil { return id.Named[id.Pupil](h.Slug + "/" + name) }
func (h *house) adult(name string) id.Adult { return id.Named[id.Adult](h.Slug + "/" + name) }

// parent is an adult of the house as one who acts.
func (h *house) parent(name string) people.Who {
	return people.Adult{ID: h.adult(name), School: h.ID, Forename: name}.Who()
}

// child is a pupil of the house as one who acts.
func (h *house) child(name string) people.Who {
	return people.Pupil{ID: h.pupil(name), School: h.ID, Preferred: name, Surname: "Kidling"}.Who()
}

// act is something new that somebody does; the house's clock moves on by a minute.
func (h *house) act(who people.Who, command string) event.Act {
	h.now = h.now.Add(time.Minute)
	return event.Act{School: who.School, Actor: who.Person, At: h.now, Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command))}
}

func open(t *testing.T, name string) *house {
	t.Helper()
	return furnish(t, storetest.Memory(t), name, "house-"+strings.ToLower(name))
}

// furnish founds a school. Amina is the mother of Yusuf (Year 4) and Maryam (Year 6); Karim, their father, has a
// no-contact order; Daniel is their stepfather, without parental responsibility. Zara (Year 5) is in care: Grace is her
// foster carer, Duty her social worker, who has parental responsibility. Ola is in Year 1, Ewa her mother.
func furnish(t failing, db *store.Store, name, slug string) *house {
	t.Helper()
	h := &house{School: storetest.School(t, slug, presets[name], "08:45", "15:15"), db: db, now: monday,
		staff: map[string]people.Who{}, Service: &aup.Service{Store: db.AUP(), Texts: texts(t, files())}}
	var all people.Changes
	child := func(forename, class string, year people.Year, upn string) {
		all.Pupils = append(all.Pupils, people.Pupil{ID: h.pupil(forename), School: h.ID, UPN: upn, Surname: "Kidling",
			Forename: forename, Preferred: forename, DOB: "2016-05-04", Year: year, Class: class, SEN: people.SENNone})
	}
	child("Yusuf", "Willow", people.Year4, "A820200121001")
	child("Maryam", "Everest", people.Year6, "B820200121002")
	child("Zara", "Everest", people.Year5, "C820200121003")
	child("Ola", "Robin", people.Year1, "D820200121004")
	for _, forename := range []string{"Amina", "Karim", "Daniel", "Grace", "Duty", "Ewa"} {
		all.Adults = append(all.Adults, people.Adult{ID: h.adult(forename), School: h.ID, Forename: forename,
			Surname: "Grown", Language: "ur"})
	}
	beside := func(pupil, forename, relationship string, priority int, responsible bool, order string) {
		all.Contacts = append(all.Contacts, people.Contact{School: h.ID, Pupil: h.pupil(pupil), Adult: h.adult(forename),
			Relationship: relationship, Priority: priority, ParentalResponsibility: responsible, CourtOrder: order})
	}
	for _, pupil := range []string{"Yusuf", "Maryam"} {
		beside(pupil, "Amina", people.Mother, 1, true, "")
		beside(pupil, "Karim", people.Father, 2, true, "No contact")
		beside(pupil, "Daniel", people.StepFather, 3, false, "")
	}
	beside("Zara", "Grace", people.FosterCarer, 1, false, "")
	beside("Zara", "Duty", people.SocialWorker, 2, true, "")
	beside("Ola", "Ewa", people.Mother, 1, true, "")
	staff := func(as, forename string, roles ...people.Role) {
		s := people.Staff{ID: id.Named[id.Staff](h.Slug + "/" + forename), School: h.ID, Forename: forename,
			Surname: "Staff", Email: strings.ToLower(forename) + "@" + slug + ".example", Roles: roles}
		all.Staff, h.staff[as] = append(all.Staff, s), s.Who()
	}
	staff("office", "Joan", people.Office)
	staff("teacher", "Idris", people.Teacher)
	staff("dsl", "Clare", people.SafeguardingLead)
	staff("head", "Ruth", people.Head)
	staff("second", "Helen", people.HeadOfSchool)
	staff("admin", "Ada", people.Administrator)
	ctx := context.Background()
	act := h.act(h.staff["head"], "test.found")
	if err := db.Schools().Found(ctx, act, h.School, act.Did("test.founded", string(h.ID), nil)); err != nil {
		t.Fatal(err)
	}
	h.roll(t, func(people.State) people.Changes { return all })
	return h
}

// roll changes the school's people.
func (h *house) roll(t failing, change func(people.State) people.Changes) {
	t.Helper()
	act := h.act(h.staff["head"], "test.roll")
	err := h.db.People().ChangeRoll(context.Background(), act, func(s people.State) (people.Changes, []event.Event,
		error) {
		return change(s), []event.Event{act.Did("test.rolled", string(h.ID), nil)}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// moves puts a child into another year, or takes them off the roll.
func (h *house) moves(t failing, pupil string, change func(*people.Pupil)) {
	t.Helper()
	h.roll(t, func(s people.State) people.Changes {
		at := slices.IndexFunc(s.Pupils, func(p people.Pupil) bool { return p.ID == h.pupil(pupil) })
		change(&s.Pupils[at])
		return people.Changes{Pupils: s.Pupils[at : at+1]}
	})
}

// bars marks an adult as one with whom there is no contact about a child, or takes that mark away.
func (h *house) bars(t failing, pupil, adult string, barred bool) {
	t.Helper()
	h.roll(t, func(s people.State) people.Changes {
		for _, c := range s.Contacts {
			if c.Pupil == h.pupil(pupil) && c.Adult == h.adult(adult) {
				c.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: !barred, NoContact: barred},
					CourtOrder: c.CourtOrder, By: "office", At: h.now}
				return people.Changes{Contacts: []people.Contact{c}}
			}
		}
		return people.Changes{}
	})
}

// wording is the fixtures' text, with "kind" said so.
func wording(kind string) aup.Wording {
	return aup.Wording{Title: "Title of it", Intro: "Intro.", Statements: []aup.Worded{{Key: "kind", Text: kind},
		{Key: "monitored", Text: "School checks."}, {Key: "ask", Text: "I ask first."}}}
}

// publishes makes that text the version of a document.
func (h *house) publishes(t failing, d aup.Document, w aup.Wording) aup.Version {
	t.Helper()
	l, err := h.Publish(context.Background(), h.staff["head"], h.act(h.staff["head"], "aup.publish"), d, w)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := l.Current(d)
	return v
}

// reads is the answer of somebody who read a document as it is asked now, in that language.
func (h *house) reads(t failing, d aup.Document, language string, pupil id.Pupil) aup.Answer {
	t.Helper()
	l, err := h.Public(context.Background(), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	v, ok := l.Current(d)
	e, there := l.Newest(v.ID, language)
	if !ok || !there {
		t.Fatalf("%s is not there in %q", d, language)
	}
	return aup.Answer{Document: d, Version: v.ID, Edition: e.ID, Pupil: pupil}
}

// today is the house's day.
func (h *house) today() clock.Date { return clock.DateOf(h.now, school.London) }

// due is what is due to somebody, in words: "parents new; ks2_upper changed Maryam Yusuf".
func (h *house) due(t failing, who people.Who) string {
	t.Helper()
	s, err := h.Home(context.Background(), who)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, item := range aup.Due(s, h.today()) {
		line := string(item.Version.Document) + " " + string(item.State)
		for _, child := range item.Children {
			line += " " + child.Preferred
		}
		all = append(all, line)
	}
	return strings.Join(all, "; ")
}

const nothingThere = "not_found people.not_found"
