package school

import (
	"strconv"
	"time"

	"lollipop/backend/phrase"
)

// TermArgs are what the school calls its people, for any sentence that speaks of them: {{.Child}} and {{.Children}}
// (pupil, learners), {{.Organisation}} (school, setting) and {{.Approver}} (Headteacher, Executive Headteacher). Each
// is itself a phrase, said in the reader's language. A caller adds its own arguments to the map.
func TermArgs(p Policy) phrase.Args {
	one, many := 1, 2
	child := "school.term." + string(p.Terms.Child)
	return phrase.Args{
		"Child":        phrase.Phrase{Key: child, Count: &one},
		"Children":     phrase.Phrase{Key: child, Count: &many},
		"Organisation": phrase.Say("school.term."+string(p.Terms.Organisation), nil),
		"Approver":     phrase.Say("school.term."+string(p.Terms.Approver), nil),
	}
}

// phrase says a month and its year; month names come from the catalogue, as a browser lacks some languages'.
func (m Month) phrase() phrase.Phrase {
	at, err := time.Parse("2006-01", string(m))
	if err != nil {
		return phrase.Phrase{}
	}
	return phrase.Say("school.month_of_year", phrase.Args{
		"Month": phrase.Say("school.month."+strconv.Itoa(int(at.Month())), nil),
		"Year":  strconv.Itoa(at.Year()),
	})
}
