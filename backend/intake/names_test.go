package intake_test

import (
	"slices"
	"testing"

	"lollipop/backend/intake"
	"lollipop/backend/people"
)

// What shapes letters belongs to names, however it is written; only what turns the writing round does not.
func TestNamesOfEveryWritingAreTaken(t *testing.T) {
	good := export(t, "hook-lane-pupils")
	for writing, name := range map[string]string{
		"Arabic":                          "محمد",
		"Arabic with vowels":              "مُحَمَّد",
		"Persian with a non-joiner":       "علی\u200cرضا",
		"Urdu with a right-to-left mark":  "زینب\u200f",
		"Hebrew with a left-to-right one": "נועה\u200e",
		"Sinhala with a joiner":           "ශ්\u200dරී",
		"Malayalam with a joiner":         "അനില്\u200d",
		"Hindi with a joiner":             "क्\u200dष",
		"Tamil":                           "அருண்",
		"Chinese":                         "小明",
		"Vietnamese in marks":             "Nguye\u0302\u0303n",
		"a soft hyphen":                   "Anne\u00adMarie",
		"a family of joiners":             "Ann 👩‍👧",
	} {
		p := plan(intake.PupilFile, people.State{}, set(t, good, 6, "Legal Forename", name), "first")
		if p.People != 318 || p.NeedsGoodRowsOnly {
			t.Errorf("%s: %q is refused: %v", writing, name, p.Problems)
		}
	}
}

func TestATitleThatTurnsTheNameIsLeftOut(t *testing.T) {
	titled := export(t, "hook-lane-pupils")
	titled.Headers = slices.Clone(titled.Headers)
	titled.Headers[slices.Index(titled.Headers, "Contact Language")] = "Contact Title"
	for _, row := range titled.Rows {
		row.Cells[slices.Index(titled.Headers, "Contact Title")] = "Mr"
	}
	for title, want := range map[string]bool{"Mr": false, "Dr\u200f": false, "rM\u202e": true} {
		p := plan(intake.PupilFile, people.State{}, set(t, titled, 6, "Contact Title", title), "first")
		said := slices.ContainsFunc(p.Problems, func(q intake.Problem) bool {
			return q.Row == 6 && q.Header == "Contact Title" && q.Why.Key == "intake.turned"
		})
		if said != want || p.Contacts != 586 {
			t.Errorf("%q: said %v, %d contacts: %v", title, said, p.Contacts, p.Problems)
		}
	}
}
