package intake_test

import (
	"fmt"

	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

// A file comes from the school's information system, is looked at, agreed to, and answers who is asked about Kuba.
func Example() {
	table := intake.Table{
		Headers: []string{"UPN", "Legal Surname", "Legal Forename", "DOB", "Year Group", "Reg Group", "Contact Forename",
			"Contact Surname", "Relationship", "Priority", "Parental Responsibility", "Court Order", "Contact Mobile",
			"Same Address"},
		Rows: []intake.Row{
			{Number: 2, Cells: []string{"P886234526013", "Nowak", "Kuba", "06/09/2017", "Year 4", "Willow", "Ewa", "Nowak",
				"Mother", "1", "Yes", "", "07700 900001", "Y"}},
			{Number: 3, Cells: []string{"P886234526013", "Nowak", "Kuba", "06/09/2017", "Year 4", "Willow", "Jan", "Nowak",
				"Father", "2", "Yes", "Prohibited steps", "07700 900002", "N"}},
			{Number: 4, Cells: []string{"B886234526013", "Nowak", "Ola", "06/09/2019", "Year 2", "Otter", "Ewa", "Nowak",
				"Mother", "1", "Yes", "", "07700 900001", "Y"}},
		},
	}
	mapping := intake.GuessMapping(intake.PupilFile, table.Headers)
	draft := intake.Draft{School: "hook-lane", Import: "first", Today: "2026-11-23"}
	plan := intake.MakePlan(intake.PupilFile, people.State{}, table, mapping, draft)
	fmt.Println(len(plan.New), "pupil,", plan.Contacts, "contacts; good rows only:", plan.NeedsGoodRowsOnly)
	for _, p := range plan.Problems {
		fmt.Printf("row %d, %s %q: %s\n", p.Row, p.Header, p.Value, p.Why.Key)
	}

	imp := intake.Import{ID: "first", State: intake.Read, Seen: plan.Seen}
	agreed, err := plan.Agree(imp, people.State{}, act("apply"), intake.Agreement{GoodRowsOnly: true}, draft.Today)
	if err != nil {
		fmt.Println(err)
		return
	}
	school := people.State{Pupils: agreed.Changes.Pupils, Adults: agreed.Changes.Adults, Contacts: agreed.Changes.Contacts}
	for _, answer := range people.WhoIsAsked(people.ForCollection, school.FamilyOf(school.Pupils[0])) {
		fmt.Printf("%s may collect: %v %q\n", answer.Adult.Called(), answer.Ruling.OK(), answer.Ruling.Why.Key)
	}
	fmt.Println(id.Pupil(plan.New[0].Person) == school.Pupils[0].ID)
	// Output:
	// 1 pupil, 2 contacts; good rows only: true
	// row 3, Court Order "Prohibited steps": intake.court_order
	// row 4, UPN "B886234526013": intake.upn_letter
	// Ewa Nowak may collect: true ""
	// Jan Nowak may collect: false "people.asked.no_contact"
	// true
}
