package audit_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clause"
	"lollipop/backend/custody"
	"lollipop/backend/event"
)

// The record ends when its rule says so and not before, and what says that it ended never does.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func TestDue(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
	rule := func(alter func(*audit.Rule)) audit.Rule {
		r := audit.DeskDetail
		alter(&r)
		return r
	}
	for name, c := range map[string]struct {
		rule audit.Rule
		say  string
	}{
		"one term":        {audit.DeskDetail, ""},
		"the least":       {rule(func(r *audit.Rule) { r.Keep = audit.Least }), ""},
		"a day too soon":  {rule(func(r *audit.Rule) { r.Keep = audit.Least - audit.Day }), "audit.erase.too_soon"},
		"at once":         {rule(func(r *audit.Rule) { r.Keep = 0 }), "audit.erase.too_soon"},
		"without a name":  {rule(func(r *audit.Rule) { r.Name = "" }), "audit.erase.no_rule"},
		"of nothing":      {rule(func(r *audit.Rule) { r.Kinds = nil }), "audit.erase.no_rule"},
		"of two chains":   {rule(func(r *audit.Rule) { r.Kinds = []event.Kind{"concern.told"} }), "audit.erase.no_rule"},
		"of the erasures": {rule(func(r *audit.Rule) { r.Kinds = []event.Kind{audit.DidErase} }), "audit.erase.never"},
	} {
		before, ruling := audit.Due(c.rule, now)
		if ruling.Clause != clause.Key("data.lawful") {
			t.Errorf("%s rests on %q", name, ruling.Clause)
		}
		if ruling.OK() != (c.say == "") || ruling.Why.Key != c.say {
			t.Errorf("%s: %v %q, want %q", name, ruling.Verdict, ruling.Why.Key, c.say)
		}
		if want := now.Add(-c.rule.Keep); ruling.OK() && !before.Equal(want) {
			t.Errorf("%s: up to %v, want %v", name, before, want)
		}
		if !ruling.OK() && !before.IsZero() {
			t.Errorf("%s is refused and gives %v", name, before)
		}
	}
}

func TestChainOf(t *testing.T) {
	for kind, want := range map[event.Kind]audit.Chain{
		"custody.handed_in": audit.Daily, "concern.told": audit.Concerns, "concerned.x": audit.Daily,
		audit.DidErase: audit.Daily,
	} {
		if got := audit.ChainOf(kind); got != want {
			t.Errorf("%s stands in %q, want %q", kind, got, want)
		}
	}
}

// What a device's ordinary days leave behind is all of it the desk's detail.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func TestADevicesDaysAreKeptForOneTerm(t *testing.T) {
	for _, kind := range []event.Kind{custody.DidHandIn, custody.DidCollect, custody.DidUndo, custody.DidRemain,
		custody.DidCheckClass} {
		if !slices.Contains(audit.DeskDetail.Kinds, kind) {
			t.Errorf("%s is kept for ever", kind)
		}
	}
}
