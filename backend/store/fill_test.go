package store_test

import (
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

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
		Made:   act.At, Ends: act.At.Add(access.LinkLasts)}, func(access.Member, access.Given) ([]event.Event, error) {
		return []event.Event{act.Did("test.linked", string(who), nil)}, nil
	})
	must(err)
	act = p.Act("test.use_link")
	must(s.Access().UseLink(ctx, act, hash, func(access.Link, access.Member) (access.Use, error) {
		return access.Use{Passphrase: tag(p, "argon"), Session: session(p, "session"),
			Events: []event.Event{act.Did("test.in", string(who), nil)}}, nil
	}))
	fillFactors(t, s, p)
	act = p.Act("test.print")
	_, _, err = s.Access().PrintLetters(ctx, act, act.At, func(people.State) ([]access.Letter, []event.Event, error) {
		return []access.Letter{letter(p, "letter", act)}, []event.Event{act.Did("test.printed", "x", nil)}, nil
	})
	must(err)
	family := access.Seat{School: p.School.ID, Person: id.Person(p.Adults[1].ID), Since: storetest.At}
	must(s.Access().Begin(ctx, p.Act("test.begin"), access.Beginning{Session: access.Session{Hash: access.Hash(tag(p,
		"family")), Kind: people.ParentKind, Since: storetest.At, Seen: storetest.At, Seats: []access.Seat{family}}}))
	fillNotices(t, s, p)
	fillConcerns(t, s, p)
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
