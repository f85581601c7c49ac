package access_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/signin"
)

const passphrase = "trombone gravel kettle"

var (
	monday   = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
	office   = netip.MustParseAddr("192.0.2.7")
	hookLane = id.Named[id.School]("hook-lane")
)

// counting counts what is asked of a hasher, and can be too busy.
type counting struct {
	*signin.Hasher
	verified, hashed atomic.Int64
	busy             error
}

func (c *counting) Verify(ctx context.Context, passphrase, kept string) (bool, bool, error) {
	c.verified.Add(1)
	if c.busy != nil {
		return false, false, c.busy
	}
	return c.Hasher.Verify(ctx, passphrase, kept)
}

func (c *counting) Hash(ctx context.Context, passphrase string) (string, error) {
	c.hashed.Add(1)
	if c.busy != nil {
		return "", c.busy
	}
	return c.Hasher.Hash(ctx, passphrase)
}

// house is a service with Hook Lane in it: Ms Hall (head and DSL), Ms Taylor (office), Ms Brown (teacher), Mr Fox
// (left).
type house struct {
	*access.Service
	t           *testing.T
	store       *memory
	hasher      *counting
	clock, wall *clock.Movable
}

func furnish(t *testing.T) *house {
	cheap := signin.New(signin.Params{Memory: 64, Time: 1, Threads: 1})
	h := &house{t: t, store: newMemory(), hasher: &counting{Hasher: cheap}, clock: clock.NewFrozen(monday), wall: clock.NewFrozen(monday)}
	h.store.schools[hookLane] = [2]string{"hook-lane", "Hook Lane Primary School"}
	for _, s := range []people.Staff{
		{Surname: "Hall", Roles: []people.Role{people.Head, people.SafeguardingLead}},
		{Surname: "Taylor", Roles: []people.Role{people.Office}},
		{Surname: "Brown", Roles: []people.Role{people.Teacher}, Classes: []string{"Robin"}},
		{Surname: "Fox", Roles: []people.Role{people.Teacher}, LeftOn: "2026-11-20"},
	} {
		s.ID, s.School, s.Title = id.Named[id.Staff](s.Surname), hookLane, "Ms"
		s.Email = strings.ToLower(s.Surname) + "@hook-lane.sch.example"
		h.store.staff[s.ID] = s
	}
	h.Service = &access.Service{Store: h.store, Founding: h.store, Guard: access.NewGuard(h.store, h.wall), Hasher: h.hasher,
		Clock: h.clock, Wall: h.wall}
	return h
}

func person(surname string) id.Person { return id.Named[id.Person](surname) }

func (h *house) who(surname string) people.Who {
	return h.store.staff[id.Named[id.Staff](surname)].Who()
}

func (h *house) act(by string) event.Act {
	act := event.Act{School: hookLane, At: h.clock.Now(), Op: id.New[id.Op](), Command: "access.test"}
	if by != "" {
		act.Actor = person(by)
	}
	return act
}

// enter lets somebody choose the passphrase, by a link from the head.
func (h *house) enter(surname string) access.Entry {
	h.t.Helper()
	token, _, err := h.IssueAtMachine(h.t.Context(), h.act(""), person(surname), access.ForPassphrase)
	if err != nil {
		h.t.Fatal(err)
	}
	entry, err := h.UseLink(h.t.Context(), token, passphrase, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return entry
}

func (h *house) signIn(surname, with string) (access.Entry, error) {
	return h.SignIn(h.t.Context(), access.Attempt{School: "hook-lane", Email: surname + "@hook-lane.sch.example",
		Passphrase: with, From: office})
}

func (h *house) in(token access.Token) bool {
	h.t.Helper()
	_, err := h.Check(h.t.Context(), token)
	if err != nil && !fault.Is(err, fault.SignedOut) {
		h.t.Fatal(err)
	}
	return err == nil
}

func (h *house) kinds() (kinds []event.Kind) {
	for _, e := range h.store.events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func is(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind != kind || f.Say.Key != key {
		t.Errorf("got %v, want %s %s", err, kind, key)
	}
}

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
	who, err := h.Check(t.Context(), entry.Token)
	if err != nil || who.Name != "Ms Brown" || who.Classes[0] != "Robin" || who.School != hookLane {
		t.Errorf("%+v, %v", who, err)
	}
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Errorf("signing in with it: %v", err)
	}
	if got := fmt.Sprint(h.kinds()); got != "[access.link_issued access.passphrase_set access.signed_in access.signed_in]" {
		t.Error(got)
	}
	for _, e := range h.store.events {
		for _, secret := range []string{string(token), string(entry.Token), "Brown", "brown", "kettle"} {
			if strings.Contains(string(e.Body), secret) {
				t.Errorf("%s says %s", e.Kind, e.Body)
			}
		}
	}
}

func TestNothingKeptOpensAnything(t *testing.T) {
	h := furnish(t)
	token, _, err := h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Brown"))
	if err != nil {
		t.Fatal(err)
	}
	entry := h.enter("Taylor")
	dump := fmt.Sprintf("%#v", h.store)
	for _, secret := range []string{string(token), string(entry.Token), "kettle"} {
		if strings.Contains(dump, secret) {
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
	if len(h.store.links) != 0 {
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
	for range 20 {
		all.Go(func() {
			if _, err := h.UseLink(t.Context(), token, passphrase, ""); err == nil {
				in.Add(1)
			} else {
				is(t, err, fault.Conflict, "access.link.used")
			}
		})
	}
	all.Wait()
	if in.Load() != 1 || len(h.store.sessions) != 1 {
		t.Errorf("%d got in, with %d sessions", in.Load(), len(h.store.sessions))
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
