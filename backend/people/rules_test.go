package people_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/clause"
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

// Parents and pupils act without a role, so every verb of the staff's is closed to them.
func TestFamiliesHaveNoRole(t *testing.T) {
	parent := people.Adult{ID: "anna", School: "s", Forename: "Anna", Surname: "Nowak"}.Who()
	pupil := people.Pupil{ID: "kuba", School: "s", Preferred: "Kuba", Surname: "Nowak", Class: "Robin"}.Who()
	staff := people.Staff{ID: "t", School: "s", Roles: []people.Role{people.Office}}.Who()
	if parent.Kind != people.ParentKind || pupil.Kind != people.PupilKind || staff.Kind != people.StaffKind ||
		parent.Name != "Anna Nowak" || pupil.Person != "kuba" {
		t.Errorf("%+v %+v %+v", parent, pupil, staff)
	}
	for _, who := range []people.Who{parent, pupil} {
		if people.MaySeeFamilies(who).OK() || people.MaySeeClass(who, "Robin").OK() || people.MayKeepRecords(who).OK() {
			t.Errorf("%s may what staff may", who.Kind)
		}
	}
	if !people.MaySeeFamilies(staff).OK() {
		t.Error("the office may not")
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

func TestTheOfficesWordStandsForWhatItSaw(t *testing.T) {
	c := people.Contact{Relationship: people.Father, ParentalResponsibility: true}
	c.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}}
	if got := c.Marks(); !got.MayBeTold || got.MayCollect || got.NoContact {
		t.Fatalf("the office said told and not collect: %+v", got)
	}
	c.ParentalResponsibility, c.SameAddress = false, true // a file's facts change, the word stands
	if got := c.Marks(); !got.MayBeTold || got.MayCollect {
		t.Errorf("a file overwrote the office: %+v", got)
	}
	c.CourtOrder = "No contact" // but nobody has decided about this order
	if got := c.Marks(); got != (people.Marks{NoContact: true}) {
		t.Errorf("a new court order holds from the day it is known: %+v", got)
	}
	c.Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}, CourtOrder: "No contact"}
	if got := c.Marks(); !got.MayBeTold || got.NoContact {
		t.Errorf("the office decided about this order: %+v", got)
	}
	c.GoneSince = "2026-11-23"
	if got := c.Marks(); got.MayBeTold || got.MayCollect {
		t.Errorf("dropped by the file, and still told: %+v", got)
	}
	both := people.Contact{Corrected: &people.Correction{Marks: people.Marks{MayBeTold: true, MayCollect: true,
		NoContact: true}}}
	if got := both.Marks(); got != (people.Marks{NoContact: true}) {
		t.Errorf("no contact beats the others: %+v", got)
	}
}

func TestCourtOrders(t *testing.T) {
	for text, want := range map[string]people.Order{"": people.NoOrder, " ": people.NoOrder, "None": people.NoOrder,
		"N": people.NoOrder, "N/A": people.NoOrder, "No contact": people.OrderNoContact,
		"NO-CONTACT": people.OrderNoContact,
		"Yes":        people.OrderUnknown, "Prohibited steps": people.OrderUnknown,
		"no overnight contact": people.OrderUnknown,
		"?":                    people.OrderUnknown, "***": people.OrderUnknown, "-": people.NoOrder} {
		if got := people.ReadCourtOrder(text); got != want {
			t.Errorf("ReadCourtOrder(%q) = %q", text, got)
		}
	}
}

func TestAppointed(t *testing.T) {
	head := people.Staff{ID: "1", Roles: []people.Role{people.Head, people.SafeguardingLead}}
	deputy := people.Staff{ID: "2", Roles: []people.Role{people.DeputyHead, people.OnlineSafetyLead}}
	second := people.Staff{ID: "3", Roles: []people.Role{people.DeputyLead}}
	gone := people.Staff{ID: "4", Roles: []people.Role{people.DeputyLead}, LeftOn: "2026-09-01"}
	staff := []people.Staff{gone, head, deputy, second}
	ar := []people.Role{people.SafeguardingLead, people.DeputyLead, people.OnlineSafetyLead}
	bg := ar[:2]
	// Policy: roles.lead (AR 4/1, BG 4/1), roles.dsl.contact (AR 4.2/1, BG 4.2/1)
	for name, row := range map[string]struct {
		roles         []people.Role
		lead, contact id.Staff
		members       int
	}{"AR": {ar, "1", "2", 3}, "BG": {bg, "1", "1", 2}} {
		team := people.Appointed(row.roles, staff, today)
		if team.Lead.ID != row.lead || team.Contact.ID != row.contact || len(team.Members) != row.members ||
			len(team.Vacant) != 0 {
			t.Errorf("%s: lead %s, contact %s, %d members, vacant %v", name, team.Lead.ID, team.Contact.ID,
				len(team.Members), team.Vacant)
		}
	}
	if team := people.Appointed(ar, staff[:3], today); len(team.Vacant) != 1 || team.Vacant[0] != people.DeputyLead {
		t.Errorf("the deputy left, and vacant is %v", team.Vacant)
	}
	// Policy: roles.dsl.deputies (BG 4.2/2)
	for _, row := range []struct {
		staff people.Staff
		roles []people.Role
		key   clause.Key
		ok    bool
	}{{second, bg, "roles.dsl.deputies", true}, {head, bg, "roles.lead", true}, {deputy, ar, "roles.lead", true},
		{deputy, bg, "roles.lead", false}} {
		if got := people.InTeam(row.staff.Who(), row.roles); got.OK() != row.ok || got.Clause != row.key {
			t.Errorf("%s with %v: %v by %s", row.staff.ID, row.roles, got.OK(), got.Clause)
		}
	}
}

// Policy: scope.people (AR 2/4, BG 2/4)
func TestInScope(t *testing.T) {
	for kind, as := range map[people.Kind]people.Kind{people.PupilKind: people.PupilKind,
		people.ParentKind: people.ParentKind,
		people.StaffKind:  people.StaffKind, people.LeadershipKind: people.StaffKind,
		people.GovernorKind:   people.StaffKind,
		people.ContractorKind: people.StaffKind, people.VisitorKind: people.StaffKind,
		people.VolunteerKind: people.StaffKind} {
		if got, ruling := people.InScope(kind); got != as || !ruling.OK() || ruling.Clause != "scope.people" {
			t.Errorf("%s counts as %q: %v", kind, got, ruling.OK())
		}
	}
	if _, ruling := people.InScope("passer-by"); ruling.OK() {
		t.Error("the policy speaks of everybody")
	}
	for _, row := range []struct {
		roles []people.Role
		kind  people.Kind
	}{{[]people.Role{people.Head}, people.LeadershipKind}, {[]people.Role{people.ChairOfGovernors},
		people.GovernorKind},
		{[]people.Role{people.Teacher}, people.StaffKind}, {nil, people.StaffKind}} {
		if got := people.KindOf(people.Staff{Roles: row.roles}); got != row.kind {
			t.Errorf("%v is %s", row.roles, got)
		}
	}
}

// Policy: social.staff.contact_approval (AR 8.2/21, BG 8.2/19)
func TestPrivateContact(t *testing.T) {
	yes := people.Approval{Staff: "s", Pupil: "p", From: "2026-11-23", Until: "2026-12-18", At: time.Now()}
	for _, row := range []struct {
		name  string
		staff id.Staff
		pupil id.Pupil
		on    clock.Date
		ok    bool
	}{
		{"that day", "s", "p", "2026-11-23", true},
		{"the last day", "s", "p", "2026-12-18", true},
		{"before it was given", "s", "p", "2026-11-22", false},
		{"after it ran out", "s", "p", "2026-12-19", false},
		{"another family", "s", "q", "2026-11-23", false},
		{"another colleague", "t", "p", "2026-11-23", false},
	} {
		got := people.PrivateContact([]people.Approval{yes}, row.staff, row.pupil, row.on)
		if got.OK() != row.ok || got.Clause != "social.staff.contact_approval" {
			t.Errorf("%s: %v by %s", row.name, got.OK(), got.Clause)
		}
	}
	head := people.Who{School: hookLane, Person: "h", Roles: []people.Role{people.Head}}
	lead := people.Who{School: hookLane, Person: "l", Roles: []people.Role{people.SafeguardingLead,
		people.HeadOfSchool}}
	if !people.MayApproveContact(head, "s").OK() || people.MayApproveContact(head, "h").OK() ||
		people.MayApproveContact(lead, "s").OK() {
		t.Error("the head approves, and nobody else, and never for themselves")
	}
}

func TestPermissions(t *testing.T) {
	for role, want := range map[people.Role][2]bool{ // families, records
		people.Office: {true, true}, people.Head: {true, true}, people.Administrator: {true, true},
		people.HeadOfSchool: {true, false}, people.SafeguardingLead: {true, false}, people.DeputyLead: {true, false},
		people.DeputyHead: {true, false}, people.OnlineSafetyLead: {}, people.Teacher: {}, people.Assistant: {}, people.SENCO: {},
		people.Technician: {}, people.SiteManager: {}, people.ChairOfGovernors: {}, people.Governor: {}, "": {},
	} {
		who := people.Who{School: hookLane, Person: "x", Roles: []people.Role{role}, Classes: []string{"Robin"}}
		if got := people.MaySeeFamilies(who).OK(); got != want[0] {
			t.Errorf("%s sees families: %v", role, got)
		}
		if got := people.MayKeepRecords(who).OK(); got != want[1] {
			t.Errorf("%s keeps the records: %v", role, got)
		}
		own := want[0] || role == people.Teacher || role == people.Assistant
		if got := people.MaySeeClass(who, "Robin").OK(); got != own {
			t.Errorf("%s sees their class: %v", role, got)
		}
		if got := people.MaySeeClass(who, "Wren").OK(); got != want[0] {
			t.Errorf("%s sees another class: %v", role, got)
		}
	}
	if people.MayKeepRecords(people.Who{Roles: []people.Role{people.Head}}).OK() {
		t.Error("a role without a person keeps the records")
	}
}

func TestCertain(t *testing.T) {
	amina := people.Adult{Forename: "Amina", Surname: "Ahmed", Mobile: "+447700900001", Email: "a@post.example"}
	for _, row := range []struct {
		name string
		b    people.Adult
		same bool
	}{
		{"name and mobile", people.Adult{Forename: "AMINA", Surname: "Ahmed", Mobile: "+447700900001"}, true},
		{"name and e-mail", people.Adult{Forename: "Amina", Surname: "Ahmed", Email: "a@post.example"}, true},
		{"name alone", people.Adult{Forename: "Amina", Surname: "Ahmed"}, false},
		{"name, other mobile and e-mail", people.Adult{Forename: "Amina", Surname: "Ahmed", Mobile: "+447700900002",
			Email: "b@post.example"}, false},
		{"mobile alone", people.Adult{Forename: "Tariq", Surname: "Ahmed", Mobile: "+447700900001"}, false},
	} {
		if got := people.Certain(amina, row.b); got != row.same {
			t.Errorf("%s: %v", row.name, got)
		}
	}
	duty := people.Adult{Forename: "Duty", Surname: "Social Worker", Mobile: "+447700900003",
		Email: "duty@council.example"}
	if people.Certain(duty, duty) {
		t.Error("the name of an office matched")
	}
	if people.IsRoleName("Amina", "Ahmed") || !people.IsRoleName("duty", "Team") {
		t.Error("names of offices are told by their words")
	}
}
