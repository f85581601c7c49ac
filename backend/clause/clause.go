// Package clause names the sentences of a school's policy and what resting on one means.
//
// Section numbers differ from school to school, so rules cite a Key ("phones.release") and each school's policy maps the
// key to its own sentences. That is how a screen that refuses something can say "Our policy, §9.3" and show the words.
package clause

import (
	"time"

	"lollipop/backend/phrase"
)

// Key is the name of a rule that the schools' policies share, such as "phones.release". One key may stand for several
// sentences of one school.
type Key string

// Status is what the product does about a sentence.
type Status string

const (
	// Executed: a rule in code enforces it, and a test proves the rule.
	Executed Status = "executed"
	// Evidenced: the product keeps the record that shows that people did it.
	Evidenced Status = "evidenced"
	// Shown: the product puts it before the people whom it concerns.
	Shown Status = "shown"
	// Outside: the product can do nothing about it, and says so.
	Outside Status = "outside"
)

// Clause is one sentence of one school's policy.
type Clause struct {
	// ID is the school's own place: "AR 9.3/9" is the ninth sentence of §9.3.
	ID string `json:"id"`
	// Key is the shared name of what it asks.
	Key Key `json:"key"`
	// Section is the school's section number, "9.3".
	Section string `json:"section"`
	// Sentence is the school's own words, the school's name being the placeholder {{.School}}.
	Sentence string `json:"sentence"`
	// Status is what the product does about it.
	Status Status `json:"status"`
	// Room is the package that carries it.
	Room string `json:"room"`
	// What says in a line how.
	What string `json:"what"`
	// Reading says where the product reads into the sentence what it does not say; empty where it says it plainly.
	Reading string `json:"reading,omitempty"`
}

// Verdict is the answer of a rule.
type Verdict int

const (
	// Denied: no, and waiting changes nothing.
	Denied Verdict = iota
	// NotYet: something has to happen first; the ruling says what.
	NotYet
	// Allowed: yes.
	Allowed
)

// Ruling is what a rule says of one thing at one moment, with the clause that it rests on. The zero Ruling denies.
type Ruling struct {
	Verdict Verdict
	// Clause is the sentence of the policy that decides; empty where the law or plain sense does.
	Clause Key
	// Why is said to the person who is refused; empty when allowed.
	Why phrase.Phrase
	// From is when the answer becomes yes by itself; zero when time alone changes nothing.
	From time.Time
}

// Allow is a yes that rests on key.
func Allow(key Key) Ruling { return Ruling{Verdict: Allowed, Clause: key} }

// Deny is a no that rests on key.
func Deny(key Key, why phrase.Phrase) Ruling { return Ruling{Verdict: Denied, Clause: key, Why: why} }

// Wait is a not-yet that rests on key; from is zero where time alone does not end it.
func Wait(key Key, why phrase.Phrase, from time.Time) Ruling {
	return Ruling{Verdict: NotYet, Clause: key, Why: why, From: from}
}

// OK reports whether the ruling is a yes.
func (r Ruling) OK() bool { return r.Verdict == Allowed }
