package web

import (
	"slices"

	"lollipop/backend/people"
)

// May is who may use a route. The rooms decide again, by the policy; this is the first door, and its default is no.
type May struct {
	name string
	// anybody needs no session; everyone is anybody who is signed in, of whatever kind.
	anybody, everyone bool
	kinds             []people.Kind
	roles             []people.Role
}

// Who may, in the words of the table.
var (
	anybody  = May{name: "anybody", anybody: true}
	signedIn = May{name: "signed in", everyone: true}

	// Families and pupils have no role: what is not said to be theirs is not.
	staffOnly = kind("anybody on the staff", people.StaffKind)
	families  = kind("parents and carers", people.ParentKind)
	signers   = kind("parents, carers and pupils", people.ParentKind, people.PupilKind)

	office  = may("the office and leadership", people.Office)
	keepers = may("whoever keeps devices: office, leadership, safeguarding leads", people.Office,
		people.SafeguardingLead, people.DeputyLead, people.OnlineSafetyLead)
	takers = may("staff who work with children", people.Office, people.SafeguardingLead, people.DeputyLead,
		people.OnlineSafetyLead, people.Teacher, people.Assistant, people.SENCO)
	checkers = may("class staff, the office and leadership", people.Teacher, people.Assistant, people.SENCO, people.Office)
	leaders  = may("leadership")
	heads    = may("leadership and safeguarding leads", people.SafeguardingLead, people.DeputyLead)
	readers  = staffOnly // the policy is theirs to read, whatever they do

	// registrars change the people, familiars read about them: whoever has to reach a child's parents.
	registrars = only("the office, the head and the administrator", people.Office, people.Head, people.Administrator)
	chair      = only("the chair of governors", people.ChairOfGovernors)
	personnel  = only("the head and the administrator: a staff file gives roles", people.Head, people.Administrator)
	familiars  = only("the office, heads, the administrator and safeguarding leads", people.Office, people.Head,
		people.HeadOfSchool, people.DeputyHead, people.Administrator, people.SafeguardingLead, people.DeputyLead)
)

var (
	// followers see how far the families are with what they sign; callers ring them.
	followers = may("the office, leadership and safeguarding leads", people.Office, people.SafeguardingLead,
		people.DeputyLead)
	callers = only("the office, the head, the administrator and safeguarding leads", people.Office, people.Head,
		people.Administrator, people.SafeguardingLead, people.DeputyLead)
	approver = only("the policy's approver", people.Head)
	// observers see how messages arrive, by kind and by nobody's name.
	observers = may("the office, leadership and the administrator", people.Office, people.Administrator)
	// tellable are those whose devices can be rung: never a class's tablet.
	tellable = kind("families and staff", people.ParentKind, people.StaffKind)
)

// may is those roles and the leadership team.
func may(name string, roles ...people.Role) May {
	return only(name, append(roles, people.Leadership...)...)
}

// only is those roles and nobody else.
func only(name string, roles ...people.Role) May { return May{name: name, roles: roles} }

// kind is those kinds of person and nobody else.
func kind(name string, kinds ...people.Kind) May { return May{name: name, kinds: kinds} }

func (m May) needsSession() bool { return !m.anybody }

func (m May) allows(who people.Who) bool {
	return m.anybody || who.Person != "" && (m.everyone || slices.Contains(m.kinds, who.Kind)) || who.Is(m.roles...)
}
