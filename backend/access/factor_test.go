package access_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/store/storetest"
)

// A first factor wants somebody who came in a moment ago, or their passphrase; an open screen is not enough.
func TestTheFirstFactorAsksWhoIsThere(t *testing.T) {
	h := proving(t)
	here, elsewhere := h.member("Brown", "brown")
	h.later(access.FreshSession - time.Second)
	view, err := h.OwnFactors(t.Context(), here)
	if err != nil || view.Asks || view.Proved || len(view.Factors) != 0 {
		t.Errorf("%+v %v", view, err)
	}
	if _, err := h.BeginApp(t.Context(), here, access.Asked{From: office}); err != nil {
		t.Errorf("a moment after coming in: %v", err)
	}
	h.later(time.Second)
	if view, err = h.OwnFactors(t.Context(), here); err != nil || !view.Asks {
		t.Errorf("%+v %v", view, err)
	}
	_, err = h.BeginApp(t.Context(), here, access.Asked{From: office})
	is(t, err, fault.Invalid, "access.factor.passphrase")
	_, err = h.BeginApp(t.Context(), here, access.Asked{Passphrase: better, From: office})
	is(t, err, fault.Invalid, "access.passphrase.not_yours")
	is(t, h.proved(here), fault.Denied, "access.factor.none")

	made, err := h.BeginApp(t.Context(), here, access.Asked{Passphrase: " " + passphrase, From: office})
	if err != nil || !strings.HasPrefix(made.Address, "otpauth://totp/Lollipop:brown@hook-lane.sch.example?") ||
		!strings.Contains(made.Address, made.Secret) {
		t.Fatalf("%+v %v", made, err)
	}
	_, err = h.ConfirmApp(t.Context(), here, "12 34", office)
	is(t, err, fault.Invalid, "access.factor.wrong")
	_, err = h.ConfirmApp(t.Context(), elsewhere, h.shows(made.Secret), office)
	is(t, err, fault.Conflict, "access.factor.expired")
	said := len(h.store.events)
	codes, err := h.ConfirmApp(t.Context(), here, h.shows(made.Secret), office)
	if err != nil || len(codes) != access.RecoveryCodes {
		t.Fatal(len(codes), err)
	}
	if err := h.proved(here); err != nil {
		t.Errorf("whoever set it up has proved it: %v", err)
	}
	if h.in(elsewhere) {
		t.Error("the other session goes on")
	}
	if kinds := h.kinds(said); kinds != "[access.factor_added access.recovery_made]" {
		t.Error(kinds)
	}
	_, err = h.ConfirmApp(t.Context(), here, h.shows(made.Secret), office)
	is(t, err, fault.Conflict, "access.factor.expired") // one challenge, one factor
}

// What was begun has to be ended in time, by the session that began it.
func TestSettingUpEnds(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	made, err := h.BeginApp(t.Context(), here, access.Asked{From: office})
	if err != nil {
		t.Fatal(err)
	}
	h.later(access.SetUpLasts)
	_, err = h.ConfirmApp(t.Context(), here, h.shows(made.Secret), office)
	is(t, err, fault.Conflict, "access.factor.expired")
}

// A proof counts for five minutes from when it was last of use, and for thirty in all.
func TestAProofRunsOut(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	secret, _ := h.app(here)
	h.later(access.ProofIdle - time.Second)
	if err := h.proved(here); err != nil {
		t.Fatal(err)
	}
	h.later(access.ProofIdle - time.Second) // what it was of use for has renewed it
	if err := h.proved(here); err != nil {
		t.Fatal(err)
	}
	h.later(access.ProofIdle)
	is(t, h.proved(here), fault.Denied, "access.factor.needed")
	if err := h.Prove(t.Context(), here, h.shows(secret), office); err != nil {
		t.Fatal(err)
	}
	for range 9 {
		if err := h.proved(here); err != nil {
			t.Fatal(err)
		}
		h.later(access.ProofLasts / 10)
	}
	if err := h.proved(here); err != nil {
		t.Fatal(err)
	}
	h.later(access.ProofLasts / 10)
	is(t, h.proved(here), fault.Denied, "access.factor.needed")
	if in, err := h.Check(t.Context(), here); err != nil || !in.Proved.IsZero() {
		t.Errorf("%v %v", in.Proved, err)
	}
	// A clock that was set back since makes no proof longer.
	if err := h.Prove(t.Context(), here, h.shows(secret), office); err != nil {
		t.Fatal(err)
	}
	h.later(-time.Minute)
	is(t, h.proved(here), fault.Denied, "access.factor.needed")
}

// One step of drift each way; no code twice, none of a step before one that was taken.
func TestACodeOfAnAppWorksOnce(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	secret, _ := h.app(here)
	prove := func(at time.Duration) error {
		return h.Prove(t.Context(), here, h.showsAt(secret, h.wall.Now().Add(at)), office)
	}
	is(t, prove(0), fault.Invalid, "access.factor.used") // it was typed to set it up
	is(t, prove(-30*time.Second), fault.Invalid, "access.factor.used")
	if err := prove(30 * time.Second); err != nil {
		t.Errorf("a telephone that is ahead: %v", err)
	}
	h.later(2 * time.Minute)
	if err := prove(-30 * time.Second); err != nil {
		t.Errorf("a telephone that is behind: %v", err)
	}
	is(t, prove(-60*time.Second), fault.Invalid, "access.factor.wrong")
	is(t, prove(60*time.Second), fault.Invalid, "access.factor.wrong")
	for _, typed := range []string{"", "12345", "1234567", "١٢٣٤٥٦", "abcdef", secret} {
		h.later(time.Minute) // else it is too early for the next
		is(t, h.Prove(t.Context(), here, typed, office), fault.Invalid, "access.factor.wrong")
	}
}

func TestOfManyWhoUseOneCodeOneIsProved(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	secret, codes := h.app(here)
	h.later(time.Minute)
	for name, code := range map[string]string{"app": h.shows(secret), "recovery": codes[0].Shown()} {
		var done, lost atomic.Int64
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				switch err := h.Prove(t.Context(), here, code, office); {
				case err == nil:
					done.Add(1)
				case fault.Is(err, fault.Invalid):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if done.Load() != 1 || lost.Load() != 2 {
			t.Errorf("%s: %d proved, %d were too late", name, done.Load(), lost.Load())
		}
	}
}

// A recovery code proves once, however it is typed; new ones end the old ones, and nobody else's open anything.
func TestRecoveryCodes(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	_, codes := h.app(here)
	if err := h.Prove(t.Context(), here, strings.ToLower(" "+codes[0].Shown()+" "), office); err != nil {
		t.Fatal(err)
	}
	is(t, h.Prove(t.Context(), here, codes[0].Shown(), office), fault.Invalid, "access.factor.wrong")
	view, err := h.OwnFactors(t.Context(), here)
	if err != nil || view.CodesLeft != access.RecoveryCodes-1 {
		t.Errorf("%+v %v", view, err)
	}
	h.later(time.Minute)
	fresh, err := h.NewRecoveryCodes(t.Context(), here)
	if err != nil || len(fresh) != access.RecoveryCodes {
		t.Fatal(err)
	}
	is(t, h.Prove(t.Context(), here, codes[1].Shown(), office), fault.Invalid, "access.factor.wrong")
	h.Keys = access.NewCodeKeys(append([][]byte{[]byte(strings.Repeat("n", 32))}, storetest.Key...)...)
	if err := h.Prove(t.Context(), here, fresh[1].Shown(), office); err != nil {
		t.Errorf("after the key was renewed: %v", err)
	}
	seen := map[access.Code]bool{}
	for _, c := range append(codes, fresh...) {
		if seen[c] || len(c) != access.RecoveryLength {
			t.Errorf("%q twice, or too short", string(c))
		}
		seen[c] = true
	}
}

// Whoever guesses waits longer each time, whichever session they guess in, and is never locked out.
func TestGuessingASecondFactorGetsSlowerAndNeverLocks(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	secret, codes := h.app(here)
	looked := 0
	var err error
	for range 50 {
		if err = h.Prove(t.Context(), here, "000000", office); fault.Is(err, fault.TooMany) {
			break
		}
		looked++
	}
	if looked == 0 || looked > access.FactorPace.Free+1 || !fault.Is(err, fault.TooMany) {
		t.Errorf("%d guesses, then %v", looked, err)
	}
	for _, right := range []string{h.showsAt(secret, h.wall.Now().Add(30*time.Second)), codes[0].Shown()} {
		if err := h.Prove(t.Context(), here, right, office); !fault.Is(err, fault.TooMany) {
			t.Errorf("the right one, too early: %v", err)
		}
	}
	h.later(access.FactorPace.Most)
	if err := h.Prove(t.Context(), here, h.shows(secret), office); err != nil {
		t.Errorf("the right one, in time: %v", err)
	}
}

// Families and pupils have none, and neither does a session that is over.
func TestOnlyStaffHaveFactors(t *testing.T) {
	h := proving(t)
	_, err := h.OwnFactors(t.Context(), access.NewToken())
	is(t, err, fault.SignedOut, "access.session.over")
	here, _ := h.member("Brown", "brown")
	made, err := h.BeginApp(t.Context(), here, access.Asked{From: office})
	if err != nil {
		t.Fatal(err)
	}
	fox := h.staff("Brown")
	fox.LeftOn = "2026-11-23"
	h.keep(fox)
	_, err = h.ConfirmApp(t.Context(), here, h.shows(made.Secret), office)
	is(t, err, fault.SignedOut, "access.session.over")
}

// Neither secret nor code is kept in the clear, and a factor opens in its owner's row alone.
func TestWhatIsKeptOfAFactorOpensNothing(t *testing.T) {
	h := proving(t)
	here, _ := h.member("Brown", "brown")
	secret, codes := h.app(here)
	held, err := h.store.Held(t.Context(), hookLane, person("Brown"))
	if err != nil || len(held.Factors) != 1 || len(held.Codes) != access.RecoveryCodes {
		t.Fatal(held, err)
	}
	kept := fmt.Sprintf("%s %v %s", held.Factors[0].Kept, held.Codes, h.store.given.String())
	for _, code := range codes {
		if strings.Contains(kept, string(code)) {
			t.Error("a recovery code is kept")
		}
	}
	if strings.Contains(kept, secret) {
		t.Error("the secret is kept")
	}
	f := held.Factors[0]
	bound := []string{"factor", string(hookLane), string(person("Brown")), string(f.ID)}
	if plain, err := h.Seals.Kept(f.Kept, bound...); err != nil || string(plain) != secret {
		t.Error(err)
	}
	bound[2] = string(person("Hall"))
	if _, err := h.Seals.Kept(f.Kept, bound...); err == nil {
		t.Error("it opens as another's")
	}
}

// kinds are the events since.
func (h *house) kinds(since int) string {
	kinds := []event.Kind{}
	for _, e := range h.store.events[since:] {
		kinds = append(kinds, e.Kind)
	}
	return fmt.Sprint(kinds)
}

func (h *house) signsIn(surname string) access.Token {
	h.t.Helper()
	in, err := h.signIn(surname, passphrase)
	if err != nil {
		h.t.Fatal(err)
	}
	return in.Token
}
