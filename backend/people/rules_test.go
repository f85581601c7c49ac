package people_test

import (
	"slices"
	"testing"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// The family of the table: Kuba in Year 4, whose mother and stepfather he lives with, whose father may not have
// contact, and Amina, who is in care.
func TestWhoIsAsked(t *testing.T) {
	mother := people.Contact{Relationship: people.Mother, ParentalResponsibility: true, SameAddress: true}
	away := people.Contact{Relationship: people.Father, ParentalResponsibility: true}
	stepfather := people.Contact{Relationship: people.StepFather, SameAddress: true}
	foster := people.Contact{Relationship: people.FosterCarer, SameAddress: true}
	social := people.Contact{Relationship: people.SocialWorker, ParentalResponsibility: true}
	aunt := people.Contact{Relationship: people.Aunt}
	barred := people.Contact{Relationship: people.Father, ParentalResponsibility: true, CourtOrder: "No contact"}
	unread := people.Contact{Relationship: people.Mother, ParentalResponsibility: true, SameAddress: true,
		CourtOrder: "See file, 12/9"}
	told := aunt
	told.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}}
	// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), video.parent_consent (BG 7.9.1/1)
	// Policy: phones.parents_told (AR 9.3/10), phones.release (AR 9.3/9, BG 9.3/12)
	for _, row := range []struct {
		name                         string
		c                            people.Contact
		aup, consent, notice, collec bool
	}{
		{"mother at home", mother, true, true, true, true},
		{"father elsewhere", away, true, true, true, true},
		{"stepfather without responsibility", stepfather, true, false, true, true},
		{"foster carer", foster, true, false, true, true},
		{"social worker for a child in care", social, false, true, true, true},
		{"aunt elsewhere", aunt, false, false, false, false},
		{"aunt whom the office says may be told", told, false, false, true, false},
		{"father with a court order", barred, false, false, false, false},
		{"mother with an order that we cannot read", unread, false, false, false, false},
	} {
		for purpose, want := range map[people.Purpose]bool{people.ForAUP: row.aup, people.ForConsent: row.consent,
			people.ForNotice: row.notice, people.ForCollection: row.collec} {
			ruling := people.Asked(purpose, row.c, row.c.Marks())
			if ruling.OK() != want {
				t.Errorf("%s: %s is %v", row.name, purpose, ruling.OK())
			}
			if !want && ruling.Why.Empty() {
				t.Errorf("%s: %s is refused without a word", row.name, purpose)
			}
			if row.c.Marks().NoContact && ruling.Why.Key != "people.asked.no_contact" {
				t.Errorf("%s: %s is refused for %s, not for no contact", row.name, purpose, ruling.Why.Key)
			}
		}
	}
}

// A parent's children are those on the roll, whom no order bars from them and whom the school's system still names, or
// whom the office has kept.
func TestChildrenOf(t *testing.T) {
	const today = clock.Date("2026-11-23")
	mother := people.Contact{Relationship: people.Mother, ParentalResponsibility: true, SameAddress: true}
	with := func(change func(*people.Contact)) people.Contact { c := mother; change(&c); return c }
	gone := with(func(c *people.Contact) { c.GoneSince = "2026-11-20" })
	families := []people.Family{}
	add := func(name string, left clock.Date, contacts ...people.Contact) {
		f := people.Family{Pupil: people.Pupil{ID: id.Pupil(name), LeftOn: left}}
		for _, c := range contacts {
			f.Contacts = append(f.Contacts, people.Around{Contact: c, Adult: people.Adult{ID: "anna"}})
		}
		families = append(families, f)
	}
	add("here", "", mother)
	add("leaves tomorrow", "2026-11-24", mother)
	add("left", today, mother)
	add("barred", "", with(func(c *people.Contact) { c.CourtOrder = "No contact" }))
	add("barred on one of two records", "", mother, with(func(c *people.Contact) { c.CourtOrder = "?" }))
	add("gone", "", gone)
	add("gone from one of two records", "", gone, mother)
	add("gone, kept by the office", "", with(func(c *people.Contact) {
		c.GoneSince, c.Corrected = "2026-11-20", &people.Correction{Marks: people.Marks{MayBeTold: true},
			GoneSince: "2026-11-20"}
	}))
	add("gone after the office decided", "", with(func(c *people.Contact) {
		c.GoneSince, c.Corrected = "2026-11-20", &people.Correction{Marks: people.Marks{MayBeTold: true}}
	}))
	add("nephew", "", people.Contact{Relationship: people.Aunt})
	for purpose, want := range map[people.Purpose][]id.Pupil{
		people.ForAUP: {"here", "leaves tomorrow", "gone from one of two records", "gone, kept by the office"},
		people.ForSignIn: {"here", "leaves tomorrow", "gone from one of two records", "gone, kept by the office",
			"nephew"},
	} {
		var got []id.Pupil
		for _, child := range people.ChildrenOf(purpose, "anna", families, today) {
			got = append(got, child.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", purpose, got, want)
		}
	}
	if others := people.ChildrenOf(people.ForSignIn, "ben", families, today); len(others) > 0 {
		t.Errorf("somebody else's: %v", others)
	}
}

func TestMergedRecordsAreAskedOnceAndStrictly(t *testing.T) {
	anna, second := people.Adult{ID: "a", Forename: "Anna", Surname: "Nowak"}, people.Adult{ID: "c"}
	family := people.Family{Contacts: []people.Around{
		{Contact: people.Contact{Adult: "a", Relationship: people.Mother, ParentalResponsibility: true}, Adult: anna},
		{Contact: people.Contact{Adult: "c", Relationship: people.Aunt}, Adult: second},
		{Contact: people.Contact{Adult: "b", CourtOrder: "no contact"}, Adult: anna}, // merged into a
	}}
	answers := people.WhoIsAsked(people.ForConsent, family)
	if len(answers) != 2 || answers[0].Adult.ID != "a" || answers[1].Adult.ID != "c" {
		t.Fatalf("asked: %+v", answers)
	}
	if answers[0].Ruling.OK() || !family.Marks("a").NoContact {
		t.Error("one record forbids contact, and the other one was asked")
	}
	family.Contacts[2].Contact.CourtOrder = ""
	if got := people.WhoIsAsked(people.ForConsent, family)[0]; !got.Ruling.OK() || got.Marks.MayCollect {
		t.Errorf("responsibility by one record, collecting by only one of two: %+v", got)
	}
	if family.Marks("nobody") != (people.Marks{}) {
		t.Error("an adult of another family has marks")
	}
}
