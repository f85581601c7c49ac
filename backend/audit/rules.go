package audit

import (
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/event"
	"lollipop/backend/phrase"
)

// lawful is the clause that both keeps and ends a record.
const lawful clause.Key = "data.lawful"

// DidErase says that retention emptied records; its body is Erased.
const DidErase event.Kind = "audit.erased"

// Erased is the body of DidErase.
type Erased struct {
	Rule  string `json:"rule"`
	Chain Chain  `json:"chain"`
	// Spans are the positions, each from and to, both included.
	Spans [][2]int64 `json:"spans"`
}

func (e Erased) covers(position int64) bool {
	return slices.ContainsFunc(e.Spans, func(s [2]int64) bool { return s[0] <= position && position <= s[1] })
}

// spans writes sorted positions as spans.
func spans(positions []int64) [][2]int64 {
	var out [][2]int64
	for _, p := range positions {
		if n := len(out); n > 0 && out[n-1][1]+1 == p {
			out[n-1][1] = p
		} else {
			out = append(out, [2]int64{p, p})
		}
	}
	return out
}

// Rule is one of retention: records of these kinds keep their words that long.
type Rule struct {
	Name  string
	Chain Chain
	Kinds []event.Kind
	Keep  time.Duration
}

// Day is a day of retention.
const Day = 24 * time.Hour

// Least is the shortest time that any record keeps its words, whatever a rule says: long enough for a parent's
// complaint
// about last month.
const Least = 28 * Day

// DeskDetail is the default for hand-ins: their detail stands for one term.
var DeskDetail = Rule{
	Name: "desk_detail_one_term", Chain: Daily, Keep: 120 * Day,
	Kinds: []event.Kind{"custody.handed_in", "custody.collected", "custody.undone", "custody.uncollected",
		"custody.class_checked"},
}

// Due rules on a retention rule: what it may empty at now, and up to when. A record is kept no longer than it is needed
// and not a day less; the records of an erasure and of a new key are never emptied, or nobody could tell it from
// tampering.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func Due(r Rule, now time.Time) (before time.Time, ruling clause.Ruling) {
	switch {
	case r.Name == "" || len(r.Kinds) == 0:
		return time.Time{}, clause.Deny(lawful, phrase.Say("audit.erase.no_rule", nil))
	case slices.ContainsFunc(r.Kinds, func(k event.Kind) bool { return k == DidErase || k == rotations[ChainOf(k)] }):
		return time.Time{}, clause.Deny(lawful, phrase.Say("audit.erase.never", nil))
	case slices.ContainsFunc(r.Kinds, func(k event.Kind) bool { return ChainOf(k) != r.Chain }):
		return time.Time{}, clause.Deny(lawful, phrase.Say("audit.erase.no_rule", nil))
	case r.Keep < Least:
		days := int(Least / Day)
		return time.Time{}, clause.Deny(lawful, phrase.Many("audit.erase.too_soon", days, nil))
	}
	return now.Add(-r.Keep), clause.Allow(lawful)
}
