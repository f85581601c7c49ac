package access_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
)

const better = "lantern walnut ferry"

// changes asks for another passphrase.
func (h *house) changes(token access.Token, now, next string) (access.Entry, error) {
	return h.ChangePassphrase(h.t.Context(), token, access.Another{Now: now, Next: next, From: office})
}

// member is a colleague with the passphrase of the tests, signed in on two devices.
func (h *house) member(name, surname string) (first, second access.Token) {
	h.t.Helper()
	link, _, err := h.Issue(h.t.Context(), h.act("Taylor"), h.who("Taylor"), person(name))
	if err == nil {
		_, err = h.UseLink(h.t.Context(), link, passphrase, "")
	}
	if err != nil {
		h.t.Fatal(err)
	}
	for _, token := range []*access.Token{&first, &second} {
		in, err := h.signIn(surname, passphrase)
		if err != nil {
			h.t.Fatal(err)
		}
		*token = in.Token
	}
	return first, second
}

// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func TestAPassphraseIsChangedByWhoKnowsIt(t *testing.T) {
	h := furnish(t)
	here, elsewhere := h.member("Brown", "brown")
	said := len(h.store.events)
	for _, c := range []struct {
		now, next, key, at string
	}{
		{"not it at all", better, "access.passphrase.not_yours", "now"},
		{"", better, "access.passphrase.not_yours", "now"},
		{passphrase, " " + passphrase, "access.passphrase.same", "passphrase"},
		{passphrase, "short", "access.passphrase.short", "passphrase"},
		{passphrase, "Hook Lane Brown 1", "access.passphrase.common", "passphrase"},
	} {
		_, err := h.changes(here, c.now, c.next)
		is(t, err, fault.Invalid, c.key)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Field != c.at {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if len(h.store.events) != said || !h.in(here) || !h.in(elsewhere) {
		t.Error("what was refused changed something")
	}
	in, err := h.changes(here, passphrase, " "+better+" ")
	if err != nil || in.Who.Person != person("Brown") || !h.in(in.Token) {
		t.Fatal(in.Who, err)
	}
	if in.Token == here || h.in(here) || h.in(elsewhere) {
		t.Error("a session outlives the passphrase that it was begun with")
	}
	if got := h.store.events[said:]; len(got) != 1 || got[0].Kind != access.PassphraseSet || got[0].Actor != person("Brown") {
		t.Errorf("%v", got)
	}
	if _, err := h.signIn("brown", passphrase); !fault.Is(err, fault.SignedOut) {
		t.Errorf("the old one: %v", err)
	}
	if _, err := h.signIn("brown", better); err != nil {
		t.Errorf("the new one: %v", err)
	}
	_, err = h.changes(here, better, passphrase)
	is(t, err, fault.SignedOut, "access.session.over")
}

// Whoever came by a link of the demo has none, and whoever has somebody's device guesses no faster than at the door.
func TestAPassphraseIsNotGuessedByChangingIt(t *testing.T) {
	h := furnish(t)
	h.Demo = true
	link, _, err := h.IssueAtMachine(t.Context(), event.Act{School: hookLane, At: monday, Op: "demo", Command: "demo"},
		person("Brown"), access.ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	in, err := h.UseLink(t.Context(), link, "", "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.changes(in.Token, "", better)
	is(t, err, fault.Denied, "access.passphrase.none")

	here, _ := h.member("Brown", "brown")
	verified := 0
	for range 50 {
		if _, err = h.changes(here, "guess", better); fault.Is(err, fault.TooMany) {
			break
		}
		verified++
	}
	if !fault.Is(err, fault.TooMany) || verified > 20 {
		t.Errorf("%d guesses, then %v", verified, err)
	}
	if _, err := h.changes(here, passphrase, better); !fault.Is(err, fault.TooMany) {
		t.Errorf("the right one, too early: %v", err)
	}
	if _, err := h.signIn("brown", passphrase); err != nil {
		t.Errorf("its owner at the door: %v", err)
	}
}

func TestOfManyChangesOfAPassphraseOneHappens(t *testing.T) {
	h := furnish(t)
	first, second := h.member("Brown", "brown")
	var done, lost atomic.Int64
	var all sync.WaitGroup
	for _, token := range []access.Token{first, second} {
		all.Go(func() {
			switch _, err := h.changes(token, passphrase, better+" "+string(token[:4])); {
			case err == nil:
				done.Add(1)
			case fault.Is(err, fault.Conflict) || fault.Is(err, fault.SignedOut):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 || lost.Load() != 1 {
		t.Errorf("%d happened, %d were too late", done.Load(), lost.Load())
	}
}
