package access_test

import (
	"fmt"

	"lollipop/backend/access"
	"lollipop/backend/people"
)

// Who may hand whom a link to choose a passphrase: downwards only, because whoever hands it out could open it.
func ExampleMayIssue() {
	secretary := people.Who{School: "s", Person: "taylor", Roles: []people.Role{people.Office}}
	teacher := access.Member{Staff: people.Staff{School: "s", ID: "brown", Surname: "Brown",
		Email: "brown@hook-lane.sch.example", Roles: []people.Role{people.Teacher}}, Passphrase: "kept"}
	head := teacher
	head.Staff.ID, head.Staff.Roles = "hall", []people.Role{people.Head}

	fmt.Println(access.MayIssue(secretary, teacher, "2026-11-23").OK())
	refused := access.MayIssue(secretary, head, "2026-11-23")
	fmt.Println(refused.OK(), refused.Clause, refused.Why.Key)
	// Output:
	// true
	// false passwords.staff access.issue.not_yours
}

// A token is given out once; what is kept of it opens nothing, and printing it shows nothing.
func ExampleToken() {
	token := access.NewToken()
	fmt.Println(token, len(string(token)), len(token.Hash()))
	// Output:
	// (token) 43 64
}
