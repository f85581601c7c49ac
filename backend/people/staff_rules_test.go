package people_test

import (
	"testing"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

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
