package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// raw asks the database itself.
type raw struct {
	t  *testing.T
	tx *sql.Tx
}

func (r raw) exec(query string, args ...any) (int64, error) {
	// A savepoint, since a refusal breaks PostgreSQL's transaction off.
	if _, err := r.tx.Exec("SAVEPOINT raw"); err != nil {
		r.t.Fatal(err)
	}
	result, err := r.tx.Exec(query, args...)
	if err != nil {
		r.tx.Exec("ROLLBACK TO SAVEPOINT raw")
		return 0, err
	}
	return result.RowsAffected()
}

func (r raw) count(query string) (n int) {
	r.t.Helper()
	if err := r.tx.QueryRow(query).Scan(&n); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// storeTables are the schools' tables.
func storeTables(t *testing.T, s *store.Store) map[string][]column {
	found := tables(t, s)
	for table := range store.WithoutSchool {
		delete(found, table)
	}
	return found
}

// twin is what every text of the second school carries, so that a single one of its rows in an answer for the first is
// seen.
const twin = "TWIN"

// tag marks a text of the second school.
func tag(p storetest.Place, text string) string {
	if p.School.Slug == "hook-lane" {
		return text
	}
	return text + twin
}

// fill gives a school one of everything, under the same ids in every school.
func fill(t *testing.T, s *store.Store, p storetest.Place) {
	t.Helper()
	ctx, who := t.Context(), id.Person(p.Staff[0].ID)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	act := p.Act("test.fill")
	must(s.People().ChangeRoll(ctx, act, func(state people.State) (people.Changes, []event.Event, error) {
		c := people.Changes{Pupils: state.Pupils, Adults: state.Adults, Staff: state.Staff, Contacts: state.Contacts}
		for i := range c.Pupils {
			c.Pupils[i].Surname = tag(p, c.Pupils[i].Surname)
		}
		for i := range c.Adults {
			c.Adults[i].Surname = tag(p, c.Adults[i].Surname)
		}
		for i := range c.Staff {
			c.Staff[i].Surname = tag(p, c.Staff[i].Surname)
		}
		for i := range c.Contacts {
			c.Contacts[i].Relationship = tag(p, c.Contacts[i].Relationship)
		}
		c.Apart = []people.Pair{pair(p)}
		c.Approvals = []people.Approval{{Op: "approval", School: p.School.ID, Staff: p.Staff[1].ID, Pupil: p.Pupils[0].ID,
			Reason: tag(p, "swimming club"), By: who, At: storetest.At, From: "2026-11-23"}}
		c.Declarations = []people.Declaration{{Op: "declaration", School: p.School.ID, Staff: p.Staff[1].ID,
			Kind:          people.Relative,
			DiscussedWith: p.Staff[2].ID, Outcome: tag(p, "noted"), On: "2026-11-23", By: who, At: storetest.At}}
		return c, []event.Event{act.Did("test.filled", tag(p, "all"), map[string]string{"of": tag(p, "school")})}, nil
	}))
	handIn(t, s, p, 1)
	seize(t, s, p, 0)
	fillAUP(t, s, p)
	act = p.Act("test.check")
	_, err := s.Custody().ChangeCheck(ctx, act, "Robin", "2026-11-23", func(c *custody.Check) ([]event.Event, error) {
		c.At, c.By, c.Exceptions = act.At, id.Person(tag(p,
			string(who))), map[id.Pupil]custody.Found{p.Pupils[0].ID: custody.InUse}
		return []event.Event{act.Did("test.checked", "Robin", nil)}, nil
	})
	must(err)
	act = p.Act("test.exception")
	must(s.Custody().SaveException(ctx, act, custody.Exception{ID: "exception", School: p.School.ID, Pupil: p.Pupils[2].ID,
		Reason: custody.Reason(tag(p,
			"medical")), From: "2026-11-01", Till: "2026-12-01", By: who, At: act.At}, act.Did("test.excepted", "x", nil)))
	act = p.Act("test.use")
	must(s.Custody().SaveUse(ctx, act, custody.Use{ID: "use", School: p.School.ID, Class: "Robin", Activity: tag(p,
		"filming"),
		On: "2026-11-24", AskedBy: who, AskedAt: act.At}, act.Did("test.asked", "x", nil)))
	act = p.Act("test.leave")
	must(s.Custody().SaveStaffLeave(ctx, act, custody.StaffLeave{ID: "leave", School: p.School.ID, Staff: p.Staff[1].ID,
		Reason: tag(p,
			"on call"), From: "2026-11-23", Till: "2026-11-30", By: who, At: act.At}, act.Did("test.left", "x", nil)))
	act = p.Act("test.reason")
	must(s.Schools().ChangeReason(ctx, act, "practice", func(r *school.Reason) ([]event.Event, error) {
		r.Why, r.By, r.At, r.PolicyVersion, r.VerifiedOn = tag(p, "we trust it"), who, act.At, 1, "2026-11-21"
		return []event.Event{act.Did(school.DidRecordReason, "practice", nil)}, nil
	}))
	act = p.Act("test.import")
	_, err = s.Intake().ChangeImport(ctx, act, "import", func(i *intake.Import, _ people.State,
		_ []intake.Hanging) (intake.Changes, []event.Event, error) {
		i.State, i.Kind, i.Name, i.At, i.By = intake.Read, intake.PupilFile, tag(p, "pupils.csv"), act.At, who
		return intake.Changes{Remember: &intake.Remember{Kind: intake.PupilFile, Headers: "a|b",
			Mapping: intake.Mapping{"upn": tag(p, "UPN")}}}, []event.Event{act.Did("test.read", "import", nil)}, nil
	})
	must(err)
	hash := access.Hash(tag(p, "link"))
	act = p.Act("test.link")
	_, err = s.Access().AddLink(ctx, act, access.Link{Hash: hash, Purpose: access.ForPassphrase, School: p.School.ID,
		Person: who,
		Made:   act.At, Ends: act.At.Add(access.LinkLasts)}, func(access.Member) ([]event.Event, error) {
		return []event.Event{act.Did("test.linked", string(who), nil)}, nil
	})
	must(err)
	act = p.Act("test.use_link")
	must(s.Access().UseLink(ctx, act, hash, func(access.Link, access.Member) (access.Use, error) {
		return access.Use{Passphrase: tag(p, "argon"), Session: session(p, "session"),
			Events: []event.Event{act.Did("test.in", string(who), nil)}}, nil
	}))
	act = p.Act("test.print")
	_, _, err = s.Access().PrintLetters(ctx, act, act.At, func(people.State) ([]access.Letter, []event.Event, error) {
		return []access.Letter{letter(p, "letter", act)}, []event.Event{act.Did("test.printed", "x", nil)}, nil
	})
	must(err)
	family := access.Seat{School: p.School.ID, Person: id.Person(p.Adults[1].ID), Since: storetest.At}
	must(s.Access().Begin(ctx, p.Act("test.begin"), access.Beginning{Session: access.Session{Hash: access.Hash(tag(p,
		"family")), Kind: people.ParentKind, Since: storetest.At, Seen: storetest.At, Seats: []access.Seat{family}}}))
	fillNotices(t, s, p)
	for purpose, name := range map[access.Purpose]string{access.ForHandOver: "hand over", access.ForClass: "class"} {
		code := access.KeptCode{Hash: access.Hash(tag(p, name)), Purpose: purpose, School: p.School.ID, Person: who,
			Made: storetest.At, Ends: storetest.At}
		if purpose == access.ForHandOver {
			code.Seats = []access.Seat{family}
		} else {
			code.Class = "Robin"
		}
		must(s.Access().KeepCode(ctx, p.Act("test.code"), code, time.Time{}, nil))
	}
}

// letter is a letter to the first adult, and its code.
func letter(p storetest.Place, name string, act event.Act) access.Letter {
	return access.Letter{ID: id.Letter(name), School: p.School.ID, Op: act.Op, Hash: access.Hash(tag(p, name)),
		Adult: p.Adults[0].ID, Child: p.Pupils[0].ID, At: act.At, By: act.Actor, Ends: act.At.Add(access.LetterLasts)}
}

func pair(p storetest.Place) people.Pair {
	a, b := p.Adults[0].ID, p.Adults[1].ID
	if a > b {
		a, b = b, a
	}
	return people.Pair{A: a, B: b}
}

func session(p storetest.Place, name string) access.Session {
	return access.Session{Hash: access.Hash(tag(p, name)), Since: storetest.At, Seen: storetest.At,
		Seats: []access.Seat{{School: p.School.ID, Person: id.Person(p.Staff[0].ID), Standing: access.Hash(tag(p,
			"standing"))}}}
}

// seize confiscates a child's phone and logs a contact and a search with it.
func seize(t testing.TB, s *store.Store, p storetest.Place, pupil int) {
	t.Helper()
	act := p.Act("test.seize")
	_, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: p.Pupils[pupil].ID},
		func(shelf *custody.Shelf) ([]event.Event, error) {
			c := custody.Confiscation{ID: "seized", School: shelf.School, Device: id.Device("phone"), Pupil: shelf.Pupil,
				Kind:   "phone",
				Ground: "breach", Stored: tag(p, "safe"), At: act.At, By: act.Actor, ContactAt: act.At}
			shelf.Devices = append(shelf.Devices, custody.Device{ID: c.Device, School: shelf.School, Pupil: shelf.Pupil,
				Kind:  "phone",
				Label: tag(p, "cracked"), Colour: "blue", State: custody.Confiscated, Since: act.At, By: act.Actor, Open: c.ID})
			shelf.Confiscations = append(shelf.Confiscations, c)
			shelf.Contacts = []custody.Contact{{Confiscation: c.ID, Adult: p.Adults[pupil].ID, How: custody.ByPhone,
				Outcome: custody.Spoke,
				At:      act.At, By: act.Actor}}
			shelf.Searches = []custody.Search{{Confiscation: c.ID, At: act.At, By: act.Actor, Consent: custody.ConsentOfParent,
				Parent: p.Adults[pupil].ID, How: custody.ByPhone, Witness: p.Staff[1].ID, Outcome: custody.NothingFound}}
			return []event.Event{act.Did(custody.DidConfiscate, string(c.ID), nil)}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
}

// canaries call every method of every store for the first school and return all that it answers. A method of a store
// without a line here fails the test.
var canaries = map[string]func(ctx context.Context, s *store.Store, p storetest.Place) (any, error){
	"SchoolStore.School": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		found, err := s.Schools().School(ctx, p.School.ID)
		return []any{found.ID, found.Name, found.Slug}, err
	},
	"SchoolStore.Change": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		now, err := s.Schools().Change(ctx, act, func(x *school.School) ([]event.Event, error) {
			x.Name += " renamed"
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		return now.Name, err
	},
	"SchoolStore.Find": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		found, _, err := s.Schools().Find(ctx, p.School.Slug)
		return found, err
	},
	"SchoolStore.Reasons": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Schools().Reasons(ctx, p.School.ID)
	},
	"SchoolStore.ChangeReason": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var was school.Reason
		err := s.Schools().ChangeReason(ctx, act, "practice", func(r *school.Reason) ([]event.Event, error) {
			was, r.Why = *r, "changed"
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		return was, err
	},
	"PeopleStore.State": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().State(ctx, p.School.ID)
	},
	"PeopleStore.Families": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		own, err := s.People().Families(ctx, p.School.ID, people.Query{Today: "2026-11-23", Page: 1, Size: 100})
		if err != nil {
			return nil, err
		}
		none, err := s.People().Families(ctx, p.School.ID, people.Query{Text: twin, Today: "2026-11-23", Page: 1, Size: 100})
		if err == nil && none.Total > 0 {
			return twin, nil
		}
		return own, err
	},
	"PeopleStore.Family": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().Family(ctx, p.School.ID, p.Pupils[0].ID)
	},
	"PeopleStore.FamiliesOf": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().FamiliesOf(ctx, p.School.ID, p.Adults[2].ID)
	},
	"PeopleStore.ClassList": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().ClassList(ctx, p.School.ID, "Robin", "2026-11-23")
	},
	"PeopleStore.Classes": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		classes, err := s.People().Classes(ctx, p.School.ID, "2026-11-23")
		if len(classes) != 2 || classes[0].Pupils != 2 || classes[1].Pupils != 1 {
			return twin, err
		}
		return classes, err
	},
	"PeopleStore.StaffList": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().StaffList(ctx, p.School.ID)
	},
	"PeopleStore.StaffRecords": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		a, d, err := s.People().StaffRecords(ctx, p.School.ID, p.Staff[1].ID)
		return []any{a, d}, err
	},
	"PeopleStore.ChangeRoll": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var seen people.State
		err := s.People().ChangeRoll(ctx, act, func(state people.State) (people.Changes, []event.Event, error) {
			seen = state
			return people.Changes{Contacts: state.Contacts[:1], Together: state.Apart,
					Gone: people.Keys{Contacts: []people.ContactKey{
						{Pupil: p.Contacts[3].Pupil, Adult: p.Contacts[3].Adult}}, Adults: []id.Adult{p.Adults[3].ID}}},
				[]event.Event{act.Did("canary", "x", nil)}, nil
		})
		return seen, err
	},
	"IntakeStore.Import": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Intake().Import(ctx, p.School.ID, "import")
	},
	"IntakeStore.ImportList": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Intake().ImportList(ctx, p.School.ID)
	},
	"IntakeStore.ChangeImport": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var hanging []intake.Hanging
		step := func(to intake.ImportState) func(i *intake.Import, state people.State, h []intake.Hanging) (intake.Changes,
			[]event.Event, error) {
			return func(i *intake.Import, state people.State, h []intake.Hanging) (intake.Changes, []event.Event, error) {
				i.State, hanging = to, h
				i.Done.Made = people.Keys{Pupils: []id.Pupil{p.Pupils[2].ID}}
				return intake.Changes{}, []event.Event{act.Did("canary", "x", nil)}, nil
			}
		}
		if _, err := s.Intake().ChangeImport(ctx, act, "import", step(intake.Applied)); err != nil {
			return nil, err
		}
		act = p.Act("canary")
		now, err := s.Intake().ChangeImport(ctx, act, "import", step(intake.Undone))
		if len(hanging) != 1 { // the exception of this school's Maisie, and not the other's
			return twin, err
		}
		return now, err
	},
	"IntakeStore.Remembered": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		m, _, err := s.Intake().Remembered(ctx, p.School.ID, intake.PupilFile, "a|b")
		return m, err
	},
	"CustodyStore.Change": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return s.Custody().Change(ctx, act, custody.Ask{Pupil: p.Pupils[0].ID, Slot: true, Carers: true},
			func(shelf *custody.Shelf) ([]event.Event, error) {
				shelf.Confiscations[0].Stored, shelf.Devices[0].Condition = "moved", "moved"
				shelf.Contacts = []custody.Contact{{Confiscation: "seized", Adult: "x", At: act.At}}
				return []event.Event{act.Did("canary", "x", nil)}, nil
			})
	},
	"CustodyStore.Roster": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		whole, err := s.Custody().Roster(ctx, p.School.ID, "", "2026-11-23")
		if err != nil || len(whole) != 3 {
			return twin, err
		}
		class, err := s.Custody().Roster(ctx, p.School.ID, "Robin", "2026-11-23")
		return []any{whole, class}, err
	},
	"CustodyStore.Confiscations": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		open, err := s.Custody().Confiscations(ctx, p.School.ID, true, time.Time{})
		if err != nil || len(open) != 1 {
			return twin, err
		}
		return open, err
	},
	"CustodyStore.Confiscation": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Confiscation(ctx, p.School.ID, "seized")
	},
	"CustodyStore.Device": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Device(ctx, p.School.ID, "phone")
	},
	"CustodyStore.Lying": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var lying []custody.Device
		err := s.Custody().Lying(ctx, act, func(devices []custody.Device) ([]event.Event, error) {
			lying = devices
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		if len(lying) != 1 {
			return twin, err
		}
		return lying, err
	},
	"CustodyStore.Carers": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Carers(ctx, p.School.ID, p.Pupils[2].ID)
	},
	"CustodyStore.Colleague": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Colleague(ctx, p.School.ID, p.Staff[0].ID, "2026-11-23")
	},
	"CustodyStore.Whose": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Whose(ctx, p.School.ID, "seized")
	},
	"CustodyStore.Called": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Called(ctx, p.School.ID, p.Staff[0].ID)
	},
	"CustodyStore.ChangeCheck": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var was custody.Check
		_, err := s.Custody().ChangeCheck(ctx, act, "Robin", "2026-11-23", func(c *custody.Check) ([]event.Event, error) {
			was, c.Exceptions = *c, nil
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		return was, err
	},
	"CustodyStore.Checks": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Checks(ctx, p.School.ID, "2026-11-23")
	},
	"CustodyStore.SaveException": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "saved", s.Custody().SaveException(ctx, act, custody.Exception{ID: "exception", School: p.School.ID,
			Pupil:   p.Pupils[2].ID,
			EndedAt: act.At, At: act.At}, act.Did("canary", "x", nil))
	},
	"CustodyStore.Exceptions": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Exceptions(ctx, p.School.ID)
	},
	"CustodyStore.SaveUse": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "saved", s.Custody().SaveUse(ctx, act, custody.Use{ID: "use", School: p.School.ID, On: "2026-11-25",
			AskedAt: act.At},
			act.Did("canary", "x", nil))
	},
	"CustodyStore.HasClass": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().HasClass(ctx, p.School.ID, "Everest", "2026-11-23")
	},
	"CustodyStore.Uses": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Uses(ctx, p.School.ID, "2026-11-23")
	},
	"CustodyStore.SaveStaffLeave": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "saved", s.Custody().SaveStaffLeave(ctx, act, custody.StaffLeave{ID: "leave", School: p.School.ID,
			Staff: p.Staff[1].ID,
			At:    act.At}, act.Did("canary", "x", nil))
	},
	"CustodyStore.StaffLeaves": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().StaffLeaves(ctx, p.School.ID)
	},
	"AccessStore.Login": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		m, found, err := s.Access().Login(ctx, p.School.Slug, p.Staff[0].Email, "2026-11-23")
		if !found {
			return nil, err
		}
		foreign, found, err := s.Access().Login(ctx, p.School.Slug, "Joan@beaver-road.example", "2026-11-23")
		if found {
			return foreign, err
		}
		return m, err
	},
	"AccessStore.Link": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		l, m, _, err := s.Access().Link(ctx, "link")
		return []any{l, m}, err
	},
	"AccessStore.Session": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		x, m, _, err := s.Access().Session(ctx, "session")
		return []any{x, m}, err
	},
	"AccessStore.AddLink": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var seen access.Member
		_, err := s.Access().AddLink(ctx, act, access.Link{Hash: "next", Purpose: access.ForPassphrase, School: p.School.ID,
			Person: id.Person(p.Staff[0].ID), Made: act.At, Ends: act.At}, func(m access.Member) ([]event.Event, error) {
			seen = m
			return nil, nil
		})
		return seen, err
	},
	"AccessStore.UseLink": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var seen []any
		err := s.Access().UseLink(ctx, act, "link", func(l access.Link, m access.Member) (access.Use, error) {
			seen = []any{l, m}
			return access.Use{Passphrase: "new", EndOthers: true, Session: session(p, "session two")}, nil
		})
		foreign := s.Access().UseLink(ctx, p.Act("canary"), "link"+twin, func(l access.Link, m access.Member) (access.Use,
			error) {
			seen = append(seen, l, m)
			return access.Use{}, nil
		})
		if !fault.Is(foreign, fault.NotFound) {
			return twin, foreign
		}
		return seen, err
	},
	"AccessStore.Begin": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "begun", s.Access().Begin(ctx, p.Act("canary"), access.Beginning{Session: session(p, "session three"),
			Replaces: "session two",
			Over:     []access.Over{{Kind: people.StaffKind, Since: storetest.At.Add(-time.Hour)}}, Was: "new", Rehashed: "newer"})
	},
	"AccessStore.Code": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		var all []any
		for _, hash := range []access.Hash{"letter", "hand over", "class"} {
			o, found, err := s.Access().Code(ctx, hash)
			if err != nil || !found {
				return nil, err
			}
			all = append(all, o)
		}
		return all, nil
	},
	"AccessStore.LetterBook": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		b, err := s.Access().LetterBook(ctx, p.School.ID, access.Over{Kind: people.ParentKind})
		if len(b.Last) != 1 || len(b.Devices) != 1 {
			return twin, err
		}
		return b, err
	},
	"AccessStore.Missed": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "missed", s.Access().Missed(ctx, p.Act("canary"), "letter", nil)
	},
	"AccessStore.KeepCode": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "kept", s.Access().KeepCode(ctx, p.Act("canary"), access.KeptCode{Hash: "another class",
			Purpose: access.ForClass, School: p.School.ID, Class: "Wren"}, storetest.At.Add(time.Hour*24*365), nil)
	},
	"AccessStore.UseCode": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		foreign := s.Access().UseCode(ctx, act, "letter"+twin, act.At, nil)
		if !fault.Is(foreign, fault.NotFound) {
			return twin, foreign
		}
		var seen access.Opened
		return &seen, s.Access().UseCode(ctx, act, "letter", act.At, func(o access.Opened) (access.Use, error) {
			seen = o
			return access.Use{Once: true, Over: []access.Over{{Kind: people.PupilKind, Since: act.At}},
				Session: access.Session{Hash: "by letter", Kind: people.ParentKind, Since: act.At, Seen: act.At,
					Seats: []access.Seat{{School: p.School.ID, Person: id.Person(p.Adults[0].ID)}}}}, nil
		})
	},
	"AccessStore.PrintLetters": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		_, state, err := s.Access().PrintLetters(ctx, act, act.At, func(people.State) ([]access.Letter, []event.Event,
			error) {
			return []access.Letter{letter(p, "second letter", act)}, nil, nil
		})
		return state, err
	},
	"AccessStore.EndLetter": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		check := func(access.Opened) ([]event.Event, error) { return nil, nil }
		foreign := s.Access().EndLetter(ctx, act, "letter"+twin, access.NotMine, act.At, check)
		if !fault.Is(foreign, fault.NotFound) {
			return twin, foreign
		}
		return "ended", s.Access().EndLetter(ctx, act, "second letter", access.NotMine, act.At, check)
	},
	"AccessStore.Revoke": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "revoked", s.Access().Revoke(ctx, p.Act("canary"), p.Adults[0].ID, storetest.At, nil)
	},
	"AccessStore.Touch": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "touched", s.Access().Touch(ctx, "session three", storetest.At.Add(time.Minute))
	},
	"AccessStore.End": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return "ended", s.Access().End(ctx, p.Act("canary"), "", p.School.ID, id.Person(p.Staff[0].ID), nil)
	},
	"AuditStore.Records": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		records, err := s.Audit().Records(ctx, p.School.ID, "daily", 0, 1000)
		for _, r := range records {
			if strings.Contains(string(r.Event.Body), twin) {
				return twin, err
			}
		}
		return records, err
	},
	"AuditStore.Head": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Audit().Head(ctx, p.School.ID, "daily")
	},
	"AuditStore.HeadBefore": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Audit().HeadBefore(ctx, p.School.ID, "daily", storetest.At.Add(time.Hour))
	},
	"AuditStore.States": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		all := map[string]string{}
		for _, table := range store.Vouched() {
			ids := []string{"phone", "seized", "exception", "use", "leave", "import", "practice", "2026-11-23/Robin",
				"parents/1", "edition", "signature", "decline", "call",
				string(p.Pupils[0].ID),
				string(p.Adults[0].ID), string(p.Staff[0].ID), string(p.Pupils[0].ID) + "/" + string(p.Adults[0].ID)}
			states, err := s.Audit().States(ctx, p.School.ID, table, ids)
			if err != nil || len(states) == 0 {
				return nil, fmt.Errorf("%s: %d states, %w", table, len(states), err)
			}
			for key, state := range states {
				all[table+key] = string(state)
			}
		}
		return all, nil
	},
	"AuditStore.Erase": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return s.Audit().Erase(ctx, act, audit.DeskDetail, storetest.At.Add(time.Hour), 100,
			func(positions []int64) event.Event {
				return act.Did(audit.DidErase, "x", positions)
			})
	},
}

// notOfASchool are the methods that are for no one school, each with its reason.
var notOfASchool = map[string]string{
	"SchoolStore.IDs":          "the directory itself",
	"SchoolStore.Found":        "furnishes both schools of this test",
	"AccessStore.AddFirstLink": "before there is a school; TestTheFirstSchool",
	"AccessStore.Found":        "before there is a school; TestTheFirstSchool",
	"AccessStore.Guesses":      "counters of no school; TestGuesses",
	"AccessStore.SaveGuesses":  "counters of no school; TestGuesses",
	"CourierStore.Keep":        "of a session; TestKeepingDevices",
	"CourierStore.Forget":      "of a session; TestKeepingDevices",
	"CourierStore.Of":          "of a session; TestKeepingDevices",
	"CourierStore.Keys":        "counts of no school; TestKeepingDevices",
	"CourierStore.Sweep":       "of no school; TestSweeping",
	"CourierStore.Lanes":       "of all schools; TestLanes",
	"CourierStore.Oldest":      "a time of no school, for the figures",
	"CourierStore.Claim":       "of all schools; TestClaiming",
	"CourierStore.Done":        "of all schools; TestWhatBecomesOfARinging",
}

// Two schools with the same ids: nothing that is asked for one returns a word of the other's or changes one of its
// rows.
func TestTheTwinIsNeverSeen(t *testing.T) {
	stores := []any{store.SchoolStore{}, store.PeopleStore{}, store.IntakeStore{}, store.CustodyStore{}, store.AccessStore{},
		store.AuditStore{}, store.AUPStore{}, store.CallsStore{}, store.NoticeStore{}, store.CourierStore{}}
	var methods []string
	for _, x := range stores {
		kind := reflect.TypeOf(x)
		for i := range kind.NumMethod() {
			name := kind.Name() + "." + kind.Method(i).Name
			methods = append(methods, name)
			if _, there := canaries[name]; there == (notOfASchool[name] != "") {
				t.Errorf("%s has no canary, or two homes", name)
			}
		}
	}
	if len(methods) != len(canaries)+len(notOfASchool) {
		t.Errorf("%d methods, %d canaries and %d without a school", len(methods), len(canaries), len(notOfASchool))
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ar := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		bg := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		fill(t, s, ar)
		fill(t, s, bg)
		before := dump(t, s, bg)
		for _, name := range inOrder(methods) {
			answer, err := canaries[name](t.Context(), s, ar)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			said := strings.ToLower(fmt.Sprintf("%+v", answer))
			if strings.Contains(said, strings.ToLower(twin)) || strings.Contains(said,
				string(bg.School.ID)) || strings.Contains(said, "beaver") {
				t.Errorf("%s answers with the twin: %s", name, said)
			}
			if said == "" || said == "[]" || said == "map[]" || said == "<nil>" || said == "0" {
				t.Errorf("%s answers nothing", name)
			}
			if now := dump(t, s, bg); now != before {
				t.Fatalf("%s changed the twin:\n%s", name, firstDifference(before, now))
			}
		}
	})
}

// inOrder puts what reads before what changes, and the access methods in the order of a day.
func inOrder(methods []string) []string {
	last := []string{"AccessStore.AddLink", "AccessStore.UseLink", "AccessStore.Begin", "AccessStore.Touch",
		"AccessStore.End", "AccessStore.Missed", "AccessStore.UseCode", "AccessStore.PrintLetters", "AccessStore.EndLetter",
		"AccessStore.Revoke", "AccessStore.KeepCode",
		"IntakeStore.ChangeImport", "PeopleStore.ChangeRoll", "CustodyStore.SaveException", "CustodyStore.SaveUse",
		"CustodyStore.SaveStaffLeave", "CustodyStore.Change", "CustodyStore.ChangeCheck", "SchoolStore.Change",
		"SchoolStore.ChangeReason", "AUPStore.ChangeLibrary", "AUPStore.ChangeSitting", "CallsStore.Add",
		"CallsStore.Change", "CustodyStore.Lying", "NoticeStore.Hasten", "NoticeStore.Ring", "NoticeStore.Read",
		"NoticeStore.Change", "NoticeStore.Happened", "NoticeStore.Follow", "NoticeStore.Listen", "AuditStore.Erase"}
	var ordered []string
	for _, m := range methods {
		if !slices.Contains(last, m) && notOfASchool[m] == "" {
			ordered = append(ordered, m)
		}
	}
	return append(ordered, last...)
}

// dump is every row of a school, in every table, as text: also those of the tables that call it otherwise.
func dump(t *testing.T, s *store.Store, p storetest.Place) string {
	t.Helper()
	hand, done := s.Hand()
	defer done()
	var out strings.Builder
	owner := map[string]string{"schools": "id", "links": "school", "seats": "school", "codes": "school",
		"code_seats": "school", "pushes": "school"}
	for _, table := range sorted(tables(t, s)) {
		column := owner[table]
		if _, free := store.WithoutSchool[table]; !free {
			column = "school_id"
		}
		if column == "" {
			continue
		}
		query := "SELECT * FROM " + table + " WHERE " + column + " = '" + string(p.School.ID) + "' ORDER BY 1, 2, 3"
		rows, err := hand.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%s:", table)
			for _, v := range values {
				fmt.Fprintf(&out, " %v", *v.(*any))
			}
			out.WriteByte('\n')
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func firstDifference(before, now string) string {
	a, b := strings.Split(before, "\n"), strings.Split(now, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\n" + b[i]
		}
	}
	return fmt.Sprintf("%d rows, now %d", len(a), len(b))
}
