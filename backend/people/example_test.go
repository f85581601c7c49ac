package people_test

import (
	"fmt"

	"lollipop/backend/people"
)

// Kuba's mother and father stand around him; a court order came for his father. Who may collect his phone?
func Example() {
	family := people.Family{Pupil: people.Pupil{Preferred: "Kuba", Surname: "Nowak"}, Contacts: []people.Around{
		{Adult: people.Adult{ID: "ewa", Forename: "Ewa", Surname: "Nowak"},
			Contact: people.Contact{Adult: "ewa", Relationship: people.Mother, ParentalResponsibility: true}},
		{Adult: people.Adult{ID: "jan", Forename: "Jan", Surname: "Nowak"},
			Contact: people.Contact{Adult: "jan", Relationship: people.Father, ParentalResponsibility: true,
				CourtOrder: "Prohibited steps"}},
	}}
	for _, answer := range people.WhoIsAsked(people.ForCollection, family) {
		fmt.Printf("%s: %v %q\n", answer.Adult.Called(), answer.Ruling.OK(), answer.Ruling.Why.Key)
	}
	// Output:
	// Ewa Nowak: true ""
	// Jan Nowak: false "people.asked.no_contact"
}
