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

// house is a service with Hook Lane in it: Ms Hall (head and DSL), Ms Taylor (office), Ms Brown (teacher), Mr Fox (left).
type house struct {
	*access.Service
	t           *testing.T
	store       *memory
	hasher      *counting
	clock, wall *clock.Movable
}

func furnish(t *testing.T) *house {
	h := &house{t: t, store: newMemory(), hasher: &counting{Hasher: signin.New(signin.Params{Memory: 64, Time: 1, Threads: 1})},
		clock: clock.NewFrozen(monday), wall: clock.NewFrozen(monday)}
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
	if err != nil || seen.Name != "Ms Brown" || seen.School != "Hook Lane Primary School" || seen.Purpose != access.ForPassphrase {
		t.Fatalf("%+v, %v", seen, err)
	}
	for with, key := range map[string]string{"short": "access.passphrase.short", "Hook Lane Brown 1": "access.passphrase.common"} {
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
	if dump := fmt.Sprintf("%#v", h.store); strings.Contains(dump, string(token)) || strings.Contains(dump, string(entry.Token)) ||
		strings.Contains(dump, "kettle") {
		t.Error("a secret is kept as it is")
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

// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestEveryWrongSignInIsTheSame(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	h.enter("Taylor")
	fox := h.store.staff[id.Named[id.Staff]("Fox")]
	h.store.kept[fox.ID] = h.store.kept[id.Named[id.Staff]("Brown")]
	for why, a := range map[string]access.Attempt{
		"a wrong passphrase":     {School: "hook-lane", Email: "brown@hook-lane.sch.example", Passphrase: passphrase + "s"},
		"another's school":       {School: "beaver-road", Email: "brown@hook-lane.sch.example", Passphrase: passphrase},
		"nobody's address":       {School: "hook-lane", Email: "nobody@hook-lane.sch.example", Passphrase: passphrase},
		"no passphrase yet":      {School: "hook-lane", Email: "hall@hook-lane.sch.example", Passphrase: passphrase},
		"no passphrase, nothing": {School: "hook-lane", Email: "hall@hook-lane.sch.example"},
		"somebody who left":      {School: "hook-lane", Email: fox.Email, Passphrase: passphrase},
		"nothing at all":         {},
	} {
		before := h.hasher.verified.Load()
		a.From = office
		_, err := h.SignIn(t.Context(), a)
		is(t, err, fault.SignedOut, "access.sign_in.wrong")
		if did := h.hasher.verified.Load() - before; did != 1 {
			t.Errorf("%s: %d passphrases were verified, not one", why, did)
		}
	}
	entry, err := h.SignIn(t.Context(), access.Attempt{School: " Hook-Lane ", Email: " Brown@Hook-Lane.sch.example ",
		Passphrase: passphrase + " ", From: office})
	if err != nil || entry.Who.Name != "Ms Brown" {
		t.Errorf("with capitals and spaces around: %v", err)
	}
}

// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestSessionsEnd(t *testing.T) {
	brown := id.Named[id.Staff]("Brown")
	change := func(do func(*people.Staff)) func(*house, access.Entry) {
		return func(h *house, _ access.Entry) {
			staff := h.store.staff[brown]
			do(&staff)
			h.store.staff[brown] = staff
		}
	}
	for why, end := range map[string]func(*house, access.Entry){
		"half an hour idle": func(h *house, _ access.Entry) { h.wall.Move(30 * time.Minute) },
		"twelve hours in use": func(h *house, e access.Entry) {
			for range 12*4 - 1 {
				h.wall.Move(15 * time.Minute)
				if !h.in(e.Token) {
					h.t.Errorf("out after %s in use", h.wall.Now().Sub(monday))
				}
			}
			h.wall.Move(15 * time.Minute)
		},
		"another role":    change(func(s *people.Staff) { s.Roles = []people.Role{people.Assistant} }),
		"another address": change(func(s *people.Staff) { s.Email = "b@hook-lane.sch.example" }),
		"leaving":         change(func(s *people.Staff) { s.LeftOn = "2026-11-23" }),
		"leaving tomorrow": func(h *house, e access.Entry) {
			change(func(s *people.Staff) { s.LeftOn = "2026-11-24" })(h, e)
			h.clock.Move(24 * time.Hour)
		},
		"being taken out":  func(h *house, _ access.Entry) { delete(h.store.staff, brown) },
		"a new passphrase": func(h *house, _ access.Entry) { h.enter("Brown") },
		"signing out": func(h *house, e access.Entry) {
			if err := h.SignOut(h.t.Context(), h.act("Brown"), e.Who, e.Token); err != nil {
				h.t.Error(err)
			}
		},
		"signing in again on this device": func(h *house, e access.Entry) {
			again, err := h.SignIn(h.t.Context(), access.Attempt{School: "hook-lane", Email: "brown@hook-lane.sch.example",
				Passphrase: passphrase, From: office, Before: e.Token})
			if err != nil || again.Token == e.Token || !h.in(again.Token) {
				h.t.Error("the new session: ", err)
			}
		},
		"another using this device": func(h *house, e access.Entry) {
			token, _, err := h.IssueAtMachine(h.t.Context(), h.act(""), person("Hall"), access.ForPassphrase)
			if err != nil {
				h.t.Fatal(err)
			}
			if _, err := h.UseLink(h.t.Context(), token, passphrase, e.Token); err != nil {
				h.t.Error(err)
			}
		},
	} {
		h := furnish(t)
		entry := h.enter("Brown")
		if !h.in(entry.Token) {
			t.Fatal("not in at all")
		}
		end(h, entry)
		if h.in(entry.Token) {
			t.Errorf("%s does not end the session", why)
		}
	}
}

func TestSignOutEverywhere(t *testing.T) {
	h := furnish(t)
	first, taylor := h.enter("Brown"), h.enter("Taylor")
	second, err := h.signIn("brown", passphrase)
	if err != nil || !h.in(first.Token) || !h.in(second.Token) {
		t.Fatal("one session ended another: ", err)
	}
	if err := h.SignOutEverywhere(t.Context(), h.act("Brown"), first.Who); err != nil {
		t.Fatal(err)
	}
	if h.in(first.Token) || h.in(second.Token) || !h.in(taylor.Token) {
		t.Errorf("in: %v, %v; Ms Taylor: %v", h.in(first.Token), h.in(second.Token), h.in(taylor.Token))
	}
	last := h.store.events[len(h.store.events)-1]
	if last.Kind != access.SignedOut || last.Subject != string(person("Brown")) || string(last.Body) != `{"everywhere":true}` {
		t.Errorf("%+v", last)
	}
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	h := furnish(t)
	entry := h.enter("Brown")
	for range 240 { // four minutes of a request each second
		h.wall.Move(time.Second)
		if !h.in(entry.Token) {
			t.Fatal("out")
		}
	}
	if h.store.touches != 4 {
		t.Errorf("written %d times", h.store.touches)
	}
	h.store.failing = errors.New("disk full")
	h.wall.Move(2 * time.Minute)
	if !h.in(entry.Token) {
		t.Error("a full disk stops reading")
	}
}

func TestAnOldPassphraseIsHashedAnew(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	brown := id.Named[id.Staff]("Brown")
	old := h.store.kept[brown]
	h.hasher.Hasher = signin.New(signin.Params{Memory: 128, Time: 1, Threads: 1})
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Fatal(err)
	}
	renewed := h.store.kept[brown]
	if renewed == old || !strings.Contains(renewed, "m=128,") {
		t.Errorf("kept as %s", renewed)
	}
	if _, err := h.signIn("brown", passphrase); err != nil || h.store.kept[brown] != renewed {
		t.Errorf("the next time: %v", err)
	}
}

func TestABusyMachineChangesNothing(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	token, _, err := h.Issue(t.Context(), h.act("Hall"), h.who("Hall"), person("Taylor"))
	if err != nil {
		t.Fatal(err)
	}
	h.hasher.busy = context.DeadlineExceeded
	for range 50 {
		_, err := h.signIn("brown", passphrase)
		is(t, err, fault.Unavailable, "access.busy")
	}
	_, err = h.UseLink(t.Context(), token, passphrase, "")
	is(t, err, fault.Unavailable, "access.busy")
	h.hasher.busy = nil
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Errorf("fifty busy answers counted as guesses: %v", err)
	}
	if _, err := h.UseLink(t.Context(), token, passphrase, ""); err != nil {
		t.Error(err)
	}
}
