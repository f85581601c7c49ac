package access_test

import (
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/vault"
)

// Whoever lost everything is let in again by a colleague who may give them a link, and at the machine; nothing of theirs
// is lost but the factors.
func TestLosingEveryDevice(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	h.app(here)
	reset := func(by string, to string) error {
		return h.ResetFactors(t.Context(), h.act(by), h.who(by), person(to))
	}
	is(t, reset("Brown", "Brown"), fault.Denied, "access.issue.self")
	is(t, reset("Taylor", "Hall"), fault.Denied, "access.issue.not_yours")
	is(t, reset("Taylor", "Nobody"), fault.NotFound, "access.person_unknown")
	if !h.in(here) {
		t.Fatal("what was refused ended a session")
	}
	said := len(h.store.events)
	if err := reset("Taylor", "Brown"); err != nil || h.in(here) {
		t.Fatal(err, h.in(here))
	}
	if got := h.store.events[said:]; len(got) != 1 || got[0].Kind != access.FactorsReset || got[0].Actor != person("Taylor") ||
		got[0].Subject != string(person("Brown")) {
		t.Errorf("%v", got)
	}
	h.later(time.Second)
	again := h.signsIn("brown")
	is(t, h.proved(again), fault.Denied, "access.factor.none")
	is(t, reset("Taylor", "Brown"), fault.Conflict, "access.factor.nothing")
	if _, codes := h.app(again); len(codes) != access.RecoveryCodes {
		t.Error("no new codes")
	}
	is(t, h.ResetFactorsAtMachine(t.Context(), h.act("Taylor"), person("Brown")), fault.Denied, "access.issue.machine_only")
	if err := h.ResetFactorsAtMachine(t.Context(), h.act(""), person("Brown")); err != nil || h.in(again) {
		t.Error(err)
	}
}

// Where the keys are lost that factors are sealed under, a code on paper still proves, and a new app takes the place of
// the one that nobody can check.
func TestFactorsAfterTheirKeysAreLost(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	secret, codes := h.app(here)
	h.later(access.ProofIdle)
	seals, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	h.Seals = seals
	is(t, h.Prove(t.Context(), here, h.shows(secret), office), fault.Conflict, "access.factor.unreadable")
	if err := h.Prove(t.Context(), here, codes[0].Shown(), office); err != nil {
		t.Fatal(err)
	}
	secret, _ = h.app(here)
	h.later(time.Minute)
	if err := h.Prove(t.Context(), here, h.shows(secret), office); err != nil {
		t.Error(err)
	}
}
