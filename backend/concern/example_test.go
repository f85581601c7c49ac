package concern_test

import (
	"fmt"

	"lollipop/backend/concern"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// At one school the head is the safeguarding lead, at the other the Head of School is. What is told about that person
// goes to the chair of governors at the one and to the Executive Headteacher at the other, and never to them.
func Example() {
	for _, one := range []struct {
		preset string
		lead   []people.Role
	}{
		{"anthony-roper", []people.Role{people.Head, people.SafeguardingLead}},
		{"beaver-green", []people.Role{people.HeadOfSchool, people.SafeguardingLead}},
	} {
		policy, err := school.Preset(one.preset)
		if err != nil {
			fmt.Println(err)
			return
		}
		staff := []people.Staff{{ID: "the lead", Roles: one.lead}, {ID: "the executive head", Roles: []people.Role{people.Head}},
			{ID: "the chair", Roles: []people.Role{people.ChairOfGovernors}}}
		if one.preset == "anthony-roper" {
			staff = append(staff[:1], staff[2]) // there is one head
		}
		told := concern.Head{Box: concern.Conduct, About: []concern.About{concern.TheLead}, KeptFrom: []id.Person{"the lead"}}
		fmt.Println(concern.Route(policy, told, staff, "2026-11-23").Readers)
	}
	// Output:
	// [the chair]
	// [the executive head the chair]
}
