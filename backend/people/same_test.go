package people_test

import (
	"testing"

	"lollipop/backend/people"
)

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
