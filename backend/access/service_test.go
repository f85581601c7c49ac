package access_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
)

// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func TestALinkBringsItsPersonIn(t *testing.T) {
	h := furnish(t)
	token, ends, err := h.Issue(t.Context(), h.act("Taylor"), h.who("Taylor"), person("Brown"))
	if err != nil || !ends.Equal(monday.Add(14*24*time.Hour)) {
		t.Fatal(ends, err)
	}
	seen, err := h.Look(t.Context(), token)
	if err != nil || seen.Name != "Ms Brown" || seen.School != "Hook Lane Primary School" ||
		seen.Purpose != access.ForPassphrase {
		t.Fatalf("%+v, %v", seen, err)
	}
	for with, key := range map[string]string{"short": "access.passphrase.short",
		"Hook Lane Brown 1": "access.passphrase.common"} {
		_, err := h.UseLink(t.Context(), token, with, "")
		is(t, err, fault.Invalid, key)
	}
	entry, err := h.UseLink(t.Context(), token, " "+passphrase+" ", "")
	if err != nil || entry.Who.Person != person("Brown") || !h.in(entry.Token) {
		t.Fatalf("%+v, %v", entry.Who, err)
	}
	in, err := h.Check(t.Context(), entry.Token)
	who := in.Who
	if err != nil || who.Name != "Ms Brown" || who.Classes[0] != "Robin" || who.School != hookLane {
		t.Errorf("%+v, %v", who, err)
	}
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Errorf("signing in with it: %v", err)
	}
	var kinds []event.Kind
	for _, e := range h.store.events {
		kinds = append(kinds, e.Kind)
		for _, secret := range []string{string(token), string(entry.Token), "Brown", "brown", "kettle"} {
			if strings.Contains(string(e.Body), secret) {
				t.Errorf("%s says %s", e.Kind, e.Body)
			}
		}
	}
	if got := fmt.Sprint(kinds); got != "[access.link_issued access.passphrase_set access.signed_in access.signed_in]" {
		t.Error(got)
	}
}

func TestNothingKeptOpensAnything(t *testing.T) {
	h := furnish(t)
	token, _, err := h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Brown"))
	if err != nil {
		t.Fatal(err)
	}
	entry := h.enter("Taylor")
	given := h.store.given.String()
	for _, secret := range []string{string(token), string(entry.Token), "kettle"} {
		if strings.Contains(given, secret) {
			t.Error("a secret is kept as it is")
		}
	}
}

func TestIssueIsRefusedByRule(t *testing.T) {
	h := furnish(t)
	_, _, err := h.Issue(t.Context(), h.act("Taylor"), h.who("Taylor"), person("Hall"))
	is(t, err, fault.Denied, "access.issue.not_yours")
	var f *fault.Fault
	if errors.As(err, &f); f.Clause != "passwords.staff" {
		t.Errorf("without its clause: %v", f.Clause)
	}
	_, _, err = h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Nobody"))
	is(t, err, fault.NotFound, "access.person_unknown")
	_, _, err = h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Fox"))
	is(t, err, fault.Denied, "access.issue.left")
	_, _, err = h.IssueAtMachine(t.Context(), h.act("Hall"), person("Brown"), access.ForPassphrase)
	is(t, err, fault.Denied, "access.issue.machine_only")
	if strings.Contains(h.store.given.String(), string(access.LinkIssued)) {
		t.Error("a link was kept")
	}
}

func TestARepeatedIssueGivesNoDeadToken(t *testing.T) {
	h := furnish(t)
	act := h.act("Hall")
	first, _, err := h.Issue(t.Context(), act, h.who("Hall"), person("Brown"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Issue(t.Context(), act, h.who("Hall"), person("Brown"))
	is(t, err, fault.Conflict, "access.issue.repeated")
	if _, err := h.Look(t.Context(), first); err != nil {
		t.Errorf("the first link: %v", err)
	}
	second, _, err := h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Brown"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Look(t.Context(), first)
	is(t, err, fault.NotFound, "access.link.unknown")
	if _, err := h.Look(t.Context(), second); err != nil {
		t.Errorf("the newest link: %v", err)
	}
}

func TestLinksStop(t *testing.T) {
	h := furnish(t)
	_, err := h.UseLink(t.Context(), access.NewToken(), passphrase, "")
	is(t, err, fault.NotFound, "access.link.unknown")
	token, ends, err := h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Brown"))
	if err != nil {
		t.Fatal(err)
	}
	h.wall.Set(ends)
	_, err = h.UseLink(t.Context(), token, passphrase, "")
	is(t, err, fault.Denied, "access.link.ended")
	h.wall.Set(ends.Add(-time.Second))
	if _, err = h.UseLink(t.Context(), token, passphrase, ""); err != nil {
		t.Error(err)
	}
	_, err = h.UseLink(t.Context(), token, passphrase, "")
	is(t, err, fault.Conflict, "access.link.used")
	_, err = h.Look(t.Context(), token)
	is(t, err, fault.Conflict, "access.link.used")
}

func TestOfManyWhoUseOneLinkOneGetsIn(t *testing.T) {
	h := furnish(t)
	token, _, err := h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Brown"))
	if err != nil {
		t.Fatal(err)
	}
	var in atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := h.UseLink(t.Context(), token, passphrase, ""); err == nil {
				in.Add(1)
			} else {
				is(t, err, fault.Conflict, "access.link.used")
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d got in", in.Load())
	}
}

func TestDemoLinksWorkInTheDemoAlone(t *testing.T) {
	h := furnish(t)
	_, _, err := h.IssueAtMachine(t.Context(), h.act(""), person("Hall"), access.ForDemo)
	is(t, err, fault.Denied, "access.issue.machine_only")
	h.Demo = true
	token, _, err := h.IssueAtMachine(t.Context(), h.act(""), person("Hall"), access.ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	h.Demo = false
	_, err = h.UseLink(t.Context(), token, "", "")
	is(t, err, fault.NotFound, "access.link.unknown")
	h.Demo = true
	entry, err := h.UseLink(t.Context(), token, "", "")
	if err != nil || !h.in(entry.Token) {
		t.Fatal(err)
	}
	_, err = h.UseLink(t.Context(), token, "", "")
	is(t, err, fault.Conflict, "access.link.used")
	h.clock.Set(monday.Add(7 * time.Hour)) // 15:35, from the demo's own page
	if !h.in(entry.Token) {
		t.Error("moving the demo's clock signed the head out")
	}
}
