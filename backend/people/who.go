package people

import (
	"slices"

	"lollipop/backend/id"
)

// Role is what a member of staff, or a governor, is at a school. One person may hold several.
type Role string

// The roles that the product knows. Head is the policy's approver, whatever the school calls that person: Headteacher
// (AR) or Executive Headteacher (BG), who has a Head of School beside them.
const (
	Head             Role = "head"
	HeadOfSchool     Role = "head_of_school"
	DeputyHead       Role = "deputy_head"
	SafeguardingLead Role = "dsl"
	DeputyLead       Role = "deputy_dsl"
	OnlineSafetyLead Role = "osl"
	Office           Role = "office"
	Teacher          Role = "teacher"
	Assistant        Role = "assistant"
	SENCO            Role = "senco"
	Technician       Role = "technician"
	SiteManager      Role = "site_manager"
	ChairOfGovernors Role = "chair_of_governors"
	Governor         Role = "governor"
	Administrator    Role = "administrator"
)

// Leadership are the roles of the leadership team, who alone may search a device (BG 9.3/11) or approve its use in a
// lesson (AR 9.3/5, BG 9.3/7).
var Leadership = []Role{Head, HeadOfSchool, DeputyHead}

// Who is the person who acts, as the session's check found them at this request: never older than the request.
type Who struct {
	School id.School
	Person id.Person
	// Kind is StaffKind, ParentKind for an adult of a family, or PupilKind. Only staff have roles, so that every verb that
	// asks for one is closed to families.
	Kind Kind
	// Name is what colleagues call them, with a title: "Mrs Hall". For screens only, never for logs.
	Name  string
	Roles []Role
	// Classes are the registration groups that they teach or assist.
	Classes []string
}

// Is reports whether the person holds one of the roles.
func (w Who) Is(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(w.Roles, r) })
}
