package access_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// governed is a house with a chair, Ms Stone; the governors Ms Ash and Ms Birch; Ms Cedar, who teaches and governs; and
// Ms Drum, a governor who has left.
func governed(t *testing.T) *house {
	h := proving(t)
	for _, s := range []people.Staff{
		{Surname: "Stone", Roles: []people.Role{people.ChairOfGovernors}},
		{Surname: "Ash", Roles: []people.Role{people.Governor}},
		{Surname: "Birch", Roles: []people.Role{people.Governor}},
		{Surname: "Cedar", Roles: []people.Role{people.Governor, people.Teacher}, Classes: []string{"Robin"}},
		{Surname: "Drum", Roles: []people.Role{people.Governor}, LeftOn: "2026-11-20"},
	} {
		s.ID, s.School, s.Title, s.Forename = id.Named[id.Staff](s.Surname), hookLane, "Ms", "A"
		s.Email = strings.ToLower(s.Surname) + "@hook-lane.sch.example"
		h.keep(s)
	}
	return h
}

func (h *house) governors(by string) (string, error) {
	list, err := h.Governors(h.t.Context(), h.who(by))
	lines := []string{}
	for _, g := range list {
		lines = append(lines, g.Name+" "+string(g.State))
	}
	return strings.Join(lines, ", "), err
}

// linked gives a governor a link, as the chair does.
func (h *house) linked(by, to string) (access.Token, error) {
	token, _, err := h.IssueGovernor(h.t.Context(), h.act(by), h.who(by), person(to))
	return token, err
}

func (h *house) resets(by, to string) error {
	return h.ResetGovernor(h.t.Context(), h.act(by), h.who(by), person(to))
}

func (h *house) signsOut(by, to string) error {
	return h.SignGovernorOut(h.t.Context(), h.act(by), h.who(by), person(to))
}

// The chair sees who governs, and how far each can come in: of whoever works here too no more than the name.
func TestTheChairSeesHowGovernorsComeIn(t *testing.T) {
	h := governed(t)
	if got, err := h.governors("Stone"); err != nil || got != "Ms Ash never, Ms Birch never, Ms Cedar works_here" {
		t.Errorf("%q %v", got, err)
	}
	h.enter("Birch")
	h.app(h.enter("Ash").Token)
	h.app(h.enter("Cedar").Token)
	if got, err := h.governors("Stone"); err != nil || got != "Ms Ash two_steps, Ms Birch one_step, Ms Cedar works_here" {
		t.Errorf("%q %v", got, err)
	}
	for _, by := range []string{"Hall", "Taylor", "Brown", "Ash"} {
		if got, err := h.governors(by); got != "" || !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %q %v", by, got, err)
		}
	}
}

// A link, a reset and signing out are the chair's to give to governors: recorded under the chair's name, and to nobody who
// is anything else at the school. Nobody else gives them.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func TestTheChairHelpsGovernorsAndNobodyElse(t *testing.T) {
	h := governed(t)
	token, err := h.linked("Stone", "Ash")
	if err != nil {
		t.Fatal(err)
	}
	entry, err := h.UseLink(t.Context(), token, passphrase, "")
	if err != nil {
		t.Fatal(err)
	}
	h.later(time.Minute)
	h.app(entry.Token)
	said := len(h.store.events)
	if err := h.signsOut("Stone", "Ash"); err != nil || h.in(entry.Token) {
		t.Fatal(err, h.in(entry.Token))
	}
	in := h.signsIn("ash")
	if err := h.resets("Stone", "Ash"); err != nil || h.in(in) {
		t.Fatal(err, h.in(in))
	}
	var got []string
	for _, e := range h.store.events[said:] {
		if e.Actor == person("Stone") && e.Subject == string(person("Ash")) {
			got = append(got, string(e.Kind))
		}
	}
	if fmt.Sprint(got) != "[access.signed_out access.factors_reset]" {
		t.Error(got)
	}

	here := h.enter("Birch").Token
	for _, c := range []struct {
		by, to string
		kind   fault.Kind
		key    string
	}{
		{"Stone", "Stone", fault.NotFound, "access.person_unknown"},
		{"Stone", "Hall", fault.NotFound, "access.person_unknown"},
		{"Stone", "Brown", fault.NotFound, "access.person_unknown"},
		{"Stone", "Drum", fault.NotFound, "access.person_unknown"},
		{"Stone", "Nobody", fault.NotFound, "access.person_unknown"},
		{"Stone", "Cedar", fault.Denied, "access.issue.at_machine"},
		{"Hall", "Birch", fault.NotFound, "access.person_unknown"},
		{"Taylor", "Birch", fault.NotFound, "access.person_unknown"},
		{"Ash", "Birch", fault.NotFound, "access.person_unknown"},
	} {
		before := len(h.store.events)
		_, err := h.linked(c.by, c.to)
		is(t, err, c.kind, c.key)
		is(t, h.resets(c.by, c.to), c.kind, c.key)
		is(t, h.signsOut(c.by, c.to), c.kind, c.key)
		if n := len(h.store.events) - before; n != 0 || !h.in(here) {
			t.Errorf("%s to %s: %d events, signed in %t", c.by, c.to, n, h.in(here))
		}
	}
	// Nor by the ways in which the head, the office and an administrator help others.
	for _, by := range []string{"Hall", "Taylor"} {
		_, _, err := h.Issue(t.Context(), h.act(by), h.who(by), person("Birch"))
		is(t, err, fault.Denied, "access.issue.governor")
		is(t, h.ResetFactors(t.Context(), h.act(by), h.who(by), person("Birch")), fault.Denied, "access.issue.governor")
	}
}

// A chair could come in as a governor, and read what is told about the chair, by a link and a reset together. So one of the
// two stays the governor's own, in whichever order they are asked for and however long the chair waits.
func TestTheChairGivesALinkOrAResetButNotBoth(t *testing.T) {
	h := governed(t)
	enter := func(token access.Token) access.Token {
		t.Helper()
		h.later(time.Minute)
		entry, err := h.UseLink(t.Context(), token, passphrase, "")
		if err != nil {
			t.Fatal(err)
		}
		h.later(time.Minute)
		return entry.Token
	}
	h.app(enter(h.machineLink("Ash")))
	h.later(time.Hour)

	// A reset first: then no link, until another second step is set up with the passphrase that only the governor has.
	if err := h.resets("Stone", "Ash"); err != nil {
		t.Fatal(err)
	}
	h.later(30 * 24 * time.Hour)
	_, err := h.linked("Stone", "Ash")
	is(t, err, fault.Denied, "access.issue.after_reset")
	secret, _ := h.app(h.signsIn("ash"))
	h.later(time.Minute)

	// A link first: then no reset while it works, though the governor proves themselves in between.
	link, err := h.linked("Stone", "Ash")
	if err != nil {
		t.Fatal(err)
	}
	h.later(time.Minute)
	if err := h.Prove(t.Context(), h.signsIn("ash"), h.shows(secret), office); err != nil {
		t.Fatal(err)
	}
	is(t, h.resets("Stone", "Ash"), fault.Denied, "access.factor.after_link")
	// Nor once it was used, by whoever used it, however much later.
	in := enter(link)
	h.later(20 * 24 * time.Hour)
	is(t, h.resets("Stone", "Ash"), fault.Denied, "access.factor.after_link")
	in = h.signsIn("ash")
	if err := h.Prove(t.Context(), in, h.shows(secret), office); err != nil {
		t.Fatal(err)
	}
	h.later(time.Minute)
	// What nobody opened in time stands in no way.
	if _, err := h.linked("Stone", "Ash"); err != nil {
		t.Fatal(err)
	}
	is(t, h.resets("Stone", "Ash"), fault.Denied, "access.factor.after_link")
	h.later(access.LinkLasts)
	if err := h.resets("Stone", "Ash"); err != nil {
		t.Fatal(err)
	}
	// Whoever has lost both is helped at the machine.
	enter(h.machineLink("Ash"))
}

// A recovery code proves who it is as an app does.
func TestACodeOnPaperProvesAGovernorAfterALink(t *testing.T) {
	h := governed(t)
	token, err := h.linked("Stone", "Ash")
	if err != nil {
		t.Fatal(err)
	}
	entry, err := h.UseLink(t.Context(), token, passphrase, "")
	if err != nil {
		t.Fatal(err)
	}
	h.later(time.Second)
	_, codes := h.app(entry.Token)
	h.later(time.Hour)
	if token, err = h.linked("Stone", "Ash"); err != nil {
		t.Fatal(err)
	}
	if entry, err = h.UseLink(t.Context(), token, passphrase, ""); err != nil {
		t.Fatal(err)
	}
	is(t, h.resets("Stone", "Ash"), fault.Denied, "access.factor.after_link")
	h.later(time.Minute)
	if err := h.Prove(t.Context(), entry.Token, codes[0].Shown(), office); err != nil {
		t.Fatal(err)
	}
	if err := h.resets("Stone", "Ash"); err != nil {
		t.Error(err)
	}
}

// machineLink is a link that whoever runs the machine makes.
func (h *house) machineLink(surname string) access.Token {
	h.t.Helper()
	token, _, err := h.IssueAtMachine(h.t.Context(), h.act(""), person(surname), access.ForPassphrase)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}
