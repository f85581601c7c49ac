package school

import (
	"cmp"
	"slices"

	"lollipop/backend/clause"
)

// rooms are the rooms that a clause may belong to, true where the room is built. A sentence of a room that is not is
// said to be "not yet": the policy page promises nothing that the product does not do.
var rooms = map[string]bool{
	"school": true, "people": true, "access": true, "custody": true, "audit": true, "aup": true,
	"consent": false, "concern": true, "procedure": false, "guidance": false, "notice": true,
}

// later are executed clauses of the built rooms that cannot be executed yet, and what each waits for. clause_test holds
// the table: a key leaves it as soon as a rule cites it.
var later = map[clause.Key]string{
	"access.record":                  "register",  // who may use what, since when: derived from signatures
	"aup.sign_before_access":         "register",  // there is no access to give or refuse yet
	"education.precedes_access":      "guidance",  // the class talk is logged there
	"email.children.gate":            "register",  // signature and talk
	"official_social.staff.sign_aup": "register",  // the staff's documents come with who owes them
	"phones.visitors.aup":            "visit",     // visitors sign when they come
	"platform.current_members":       "register",  // who is entitled to the platform
	"platform.leavers":               "register",  // leaving opens a task there
	"platform.visitors":              "register",  // an invitation with an end date
	"review.governor_report":         "procedure", // it counts concerns by what came of them
	"roles.dsl.trends":               "procedure", // the same
}

// unused are executed clauses whose rule stands and is proven, and which nobody can use yet, or not everybody whom they
// speak of: no screen reaches it, or what it decides about is not there. A rule is not enforcement, so the policy page
// says "not yet" of them.
var unused = map[clause.Key]string{
	"aup.age_suited":                      "documents", // of four bands, upper Key Stage 2 alone has its document
	"data.lawful":                         "procedure", // erasing by rule is there, and nothing runs it: retention begins as a case ends
	"education.transition":                "documents", // a signature lapses, and no other band has what to sign instead
	"education.vulnerable.differentiated": "documents", // the order of the editions is there, and no screen offers by it
	"email.staff.work_life_balance":       "duty",      // quiet hours hold for families; staff are rung for what somebody tells alone, which cannot wait
	"monitoring.users_informed":           "register",  // families are told by theirs; staff and visitors have none yet
	"scope.people":                        "register",  // families and children owe theirs; staff and visitors none yet
	"social.staff.contact_approval":       "duty",      // the approval has no screen: it goes with the lead's declaration
}

// kept are evidenced clauses whose record somebody reads on a screen.
var kept = map[clause.Key]bool{
	"roles.parents.read_aups":   true, // who signed what, in which language, and who did not: for the office, by class
	"concerns.welfare.recorded": true, // the entries of a concern, for its readers
	"roles.dsl.records":         true, // the same
}

// State is what the product does about a sentence as it stands today.
type State string

const (
	// Done: it does what the sentence's status says.
	Done State = "done"
	// NotYet: it will, and does not.
	NotYet State = "not_yet"
	// Never: it cannot; the sentence's status is outside.
	Never State = "never"
)

// StateOf says honestly whether what the index promises for a sentence is built. What is shown by this room is shown on
// the policy page, which quotes every sentence. A record of what people did (evidenced) counts once somebody can read
// it.
func StateOf(c clause.Clause) State {
	switch c.Status {
	case clause.Outside:
		return Never
	case clause.Executed:
		if rooms[c.Room] && WaitsFor(c.Key) == "" {
			return Done
		}
	case clause.Shown:
		if c.Room == "school" {
			return Done
		}
	case clause.Evidenced:
		if rooms[c.Room] && kept[c.Key] {
			return Done
		}
	}
	return NotYet
}

// WaitsFor is what an executed clause waits for, to have a rule or to have one that everybody uses whom it speaks of:
// mostly a room; empty when it waits for nothing.
func WaitsFor(key clause.Key) string { return cmp.Or(later[key], unused[key]) }

// Later are the executed clauses of the built rooms that wait for another room, and for which.
func Later() map[clause.Key]string {
	table := make(map[clause.Key]string, len(later))
	for key, room := range later {
		table[key] = room
	}
	return table
}

// BuiltRooms are the rooms whose executed clauses have rules.
func BuiltRooms() []string {
	var built []string
	for room, done := range rooms {
		if done {
			built = append(built, room)
		}
	}
	slices.Sort(built)
	return built
}
