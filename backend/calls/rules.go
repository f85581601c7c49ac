package calls

import (
	"slices"
	"strings"
	"unicode/utf8"

	"lollipop/backend/clause"
	"lollipop/backend/fault"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// MayCall rules who sees the list and rings: whoever keeps the records, and the safeguarding leads.
func MayCall(who people.Who) clause.Ruling {
	return people.Permit(who, people.Office, people.Head, people.Administrator, people.SafeguardingLead,
		people.DeputyLead)
}

// asks are what a family itself can ask a call about.
var asks = []About{Name, Number, Language, Children, Other}

// checked refuses what cannot stand on the list.
func checked(e Entry) (Entry, error) {
	e.Words = strings.TrimSpace(e.Words)
	odd := func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	switch {
	case !slices.Contains(asks, e.About):
		return e, fault.New(fault.Invalid, "calls.about", nil).In("about")
	case e.Language == "" || len(e.Language) > 35 || strings.ContainsFunc(e.Language, odd):
		return e, fault.New(fault.Invalid, "calls.language", nil).In("language")
	case utf8.RuneCountInString(e.Words) > WordsLength:
		return e, fault.New(fault.Invalid, "calls.too_long", phrase.Args{"Most": WordsLength}).In("words")
	}
	return e, nil
}

// Join is an entry that waits, with what its family now asks again: since the first time, in today's language, with
// everything that was written as far as it is kept.
func Join(waiting, again Entry) Entry {
	waiting.Again, waiting.Language = again.At, again.Language
	for _, statement := range again.Statements {
		if !slices.Contains(waiting.Statements, statement) {
			waiting.Statements = append(slices.Clone(waiting.Statements), statement)
		}
	}
	for _, pupil := range again.Pupils {
		if !slices.Contains(waiting.Pupils, pupil) {
			waiting.Pupils = append(slices.Clone(waiting.Pupils), pupil)
		}
	}
	switch {
	case again.Words == "" || again.Words == waiting.Words:
	case waiting.Words == "":
		waiting.Words = again.Words
	default:
		all := []rune(waiting.Words + "\n" + again.Words)
		waiting.Words = string(all[max(0, len(all)-Kept):])
	}
	return waiting
}

// Settle is an entry after a call. Nobody answered: the family stays on the list.
func Settle(e Entry, outcome Outcome) (done bool, err error) {
	switch outcome {
	case NoAnswer:
		return false, nil
	case Reached, Settled:
		return true, nil
	}
	return false, fault.New(fault.Invalid, "calls.outcome", nil).In("outcome")
}
