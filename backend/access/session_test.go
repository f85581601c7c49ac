package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/people"
	"lollipop/backend/signin"
)

// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestEveryWrongSignInIsTheSame(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	h.enter("Taylor")
	fox := h.staff("Fox")
	fox.LeftOn = ""
	h.keep(fox)
	h.enter("Fox")
	fox.LeftOn = "2026-11-20"
	h.keep(fox)
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
	change := func(do func(*people.Staff)) func(*house, access.Entry) {
		return func(h *house, _ access.Entry) {
			brown := h.staff("Brown")
			do(&brown)
			h.keep(brown)
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
		"a new passphrase": func(h *house, _ access.Entry) { h.enter("Brown") },
		"signing out": func(h *house, e access.Entry) {
			if err := h.SignOut(h.t.Context(), h.act("Brown"), e.Presence, e.Token); err != nil {
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
	if err := h.SignOutEverywhere(t.Context(), h.act("Brown"), first.Presence); err != nil {
		t.Fatal(err)
	}
	if h.in(first.Token) || h.in(second.Token) || !h.in(taylor.Token) {
		t.Errorf("in: %v, %v; Ms Taylor: %v", h.in(first.Token), h.in(second.Token), h.in(taylor.Token))
	}
	last := h.store.events[len(h.store.events)-1]
	if last.Kind != access.SignedOut || last.Subject != string(person("Brown")) ||
		string(last.Body) != `{"everywhere":true}` {
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
	h.store.full = errors.New("disk full")
	h.wall.Move(2 * time.Minute)
	if !h.in(entry.Token) {
		t.Error("a full disk stops reading")
	}
}

func TestAnOldPassphraseIsHashedAnew(t *testing.T) {
	h := furnish(t)
	h.enter("Brown")
	old := h.kept("Brown")
	h.hasher.Hasher = signin.New(signin.Params{Memory: 128, Time: 1, Threads: 1})
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Fatal(err)
	}
	renewed := h.kept("Brown")
	if renewed == old || !strings.Contains(renewed, "m=128,") {
		t.Errorf("kept as %s", renewed)
	}
	if _, err := h.signIn("brown", passphrase); err != nil || h.kept("Brown") != renewed {
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

// stuck is a store whose writer somebody else has, for as long as anybody waits.
type stuck struct{ access.Store }

func (stuck) Touch(ctx context.Context, _ access.Hash, _ time.Time) error {
	<-ctx.Done()
	return ctx.Err()
}

// While a long import has the writer, people go on reading: nobody waits for a session's "last seen".
func TestReadingDoesNotWaitForTheWriter(t *testing.T) {
	h := furnish(t)
	token := h.enter("Brown").Token
	h.wall.Move(2 * access.TouchEvery)
	h.Store = stuck{h.Store}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // as long as a change may take
	defer cancel()
	who, err := h.Check(ctx, token)
	if err != nil || who.Who.Name != "Ms Brown" || ctx.Err() != nil {
		t.Errorf("%v %v, after %v", who, err, ctx.Err())
	}
}
