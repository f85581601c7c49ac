// Package school is what one school is: its name, its calendar, and its online safety policy as data.
//
// Two schools of one county differ in some fifty small switches of their policies, so there is one engine and one
// typed Policy per school. Nothing in code asks which school it is: a rule asks a switch ("phones.release") and gives
// the clause that it rests on, and the policy finds the school's own sentence for it. Every sentence of both policies
// stands in the preset's index with what the product does about it, built or not yet.
//
// The room executes what a policy says of itself: that it is reviewed each year (review.annual), which guidance it
// rests on (aims.statutory_basis), and that practice follows national guidance (roles.leaders.national_practice). See
// Check.
package school

import (
	"time"
	_ "time/tzdata" // the school day is London's on a machine without time zones too

	"lollipop/backend/id"
)

// London is the place of every school day.
var London = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	place, err := time.LoadLocation(name)
	if err != nil { // embedded above: a build without it is broken
		panic("school: " + err.Error())
	}
	return place
}

// School is one school.
type School struct {
	ID id.School
	// Slug stands in public addresses: "hook-lane".
	Slug string
	// Name is what people call it: "Hook Lane Primary School". It fills {{.School}} in the policy's sentences.
	Name string
	// Phone is the telephone number that stands on every screen that a family sees.
	Phone    string
	Policy   Policy
	Calendar Calendar
}
