package school

import (
	"cmp"
	"slices"

	"lollipop/backend/clause"
)

// rooms are the rooms that a clause may belong to, true where the room is built. A sentence of a room that is not is
// said to be "not yet": the policy page promises nothing that the product does not do.
var rooms = map[string]bool{
	"school": true, "people": true, "access": true, "custody": true, "audit": true,
	"aup": false, "consent": false, "concern": false, "guidance": false, "notice": false,
}

// later are executed clauses of the built rooms that cannot be executed yet, and what each waits for. clause_test holds
// the table: a key leaves it as soon as a rule cites it.
var later = map[clause.Key]string{
	"access.record":             "aup",      // the register is derived from signatures
	"aup.sign_before_access":    "aup",      // there is nothing to sign
	"education.precedes_access": "guidance", // the class talk is logged there
	"education.transition":      "aup",      // a signature lapses at a change of band
	"email.children.gate":       "aup",      // signature and talk
	"platform.current_members":  "aup",      // the register again
	"platform.leavers":          "aup",      // leaving opens a task in the register
	"platform.visitors":         "aup",      // an invitation with an end date in the register
	"review.governor_report":    "concern",  // it counts concerns
	"roles.dsl.trends":          "concern",  // it counts concerns
}

// unused are executed clauses whose rule stands and is proven, and which nobody can use yet: no screen reaches it, or what
// it decides about is not there. A rule is not enforcement, so the policy page says "not yet" of them.
var unused = map[clause.Key]string{
	"data.lawful":                   "concern", // erasing by rule is there, and nothing runs it yet; nothing is sealed yet
	"roles.dsl.contact":             "concern", // there are no concerns to receive
	"roles.dsl.deputies":            "concern", // nor to share
	"roles.lead":                    "concern", // nor to route
	"scope.people":                  "aup",     // there is no policy to owe
	"social.staff.contact_approval": "concern", // the approval has no screen: it goes with the declaration to the lead
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
// the policy page, which quotes every sentence. Records of what people did (evidenced) have no screen yet.
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
	}
	return NotYet
}

// WaitsFor is the room that an executed clause waits for, to have a rule or to have one that somebody uses; empty when it
// waits for none.
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
