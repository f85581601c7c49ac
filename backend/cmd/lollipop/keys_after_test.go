package main

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// What was kept before the key was renewed is restored after it: the record then goes over to the newest key, and so it
// does where an older keys' file is beside the newer keys. Newer keys than those here are not passed over.
func TestABackupFromBeforeTheRenewalIsRestored(t *testing.T) {
	home, away := t.TempDir(), t.TempDir()
	elsewhere(t, home)
	public, secret := newKey(t)
	at := func(name string) string { return filepath.Join(away, name) }
	well(t, in(home), "backup", at("b0"), "--to", public)
	well(t, in(home), "backup", "keys", at("k0"), "--to", public)
	one := strings.Join(keysIn(t, home), "\n")
	well(t, in(home), "keys", "rotate")
	well(t, in(home), "backup", at("b1"), "--to", public)
	well(t, in(home), "backup", "keys", at("k1"), "--to", public)
	both := strings.Join(keysIn(t, home), "\n")

	out := well(t, in(home), "restore", at("b0"), "--identity", secret, "--keys", at("k0"), "--verify")
	if !strings.Contains(out, "before the record's key was renewed") {
		t.Errorf("the drill: %s", out)
	}
	for i, next := range [][]string{in(filepath.Join(t.TempDir(), "data")), inPostgres(t, t.TempDir())} {
		folder := strings.TrimPrefix(next[0], "LOLLIPOP_DATA=")
		out := well(t, next, "restore", at("b0"), "--identity", secret, "--keys", at("k1"))
		if !strings.Contains(out, "before the record's key was renewed") || strings.Join(keysIn(t, folder), "\n") != both {
			t.Errorf("%d: %s", i, out)
		}
		if out := well(t, next, "audit", "verify"); strings.Count(out, "ok  ") != 1 {
			t.Errorf("%d: %s", i, out)
		}
		start(t, next, "Lollipop is at", "serve").stop()
	}
	fresh := filepath.Join(t.TempDir(), "data")
	out = well(t, in(fresh), "restore", at("b1"), "--identity", secret, "--keys", at("k1"))
	if strings.Contains(out, "before the record's key") {
		t.Errorf("one from after it: %s", out)
	}
	start(t, in(fresh), "Lollipop is at", "serve").stop()
	got := ask(t, in(t.TempDir(), "LOLLIPOP_CHAIN_KEY="+one), "restore", at("b1"), "--identity", secret, "--keys",
		at("k1"))
	if got.code != 1 || !strings.Contains(got.errs, "another than the one in --keys") {
		t.Errorf("older keys here: %+v", got)
	}
}

// Who has the old key and a copy of the database could work out families' sessions and open letters: those are ended
// where that is asked for, and new letters open.
func TestALeakedKeyOpensNoFamily(t *testing.T) {
	folder := t.TempDir()
	well(t, in(folder), "migrate")
	var place storetest.Place
	open(t, folder, func(s *store.Store) { place = storetest.Furnish(t, s, "hook-lane", "anthony-roper") })
	config, err := readConfig(in(folder))
	must(t, err)
	within := func(do func(*access.Service)) {
		t.Helper()
		key, err := readChainKey(config)
		must(t, err)
		p, err := compose(t.Context(), config, key)
		must(t, err)
		defer p.close()
		do(p.access)
	}
	who := operator(place.School.ID)
	act := func(command string) event.Act {
		return event.Act{School: who.School, Actor: who.Person, At: clock.System{}.Now(), Op: id.New[id.Op](),
			Command: command}
	}
	print := func(a *access.Service, adult int) access.Try {
		t.Helper()
		whose := []id.Adult{place.Adults[adult].ID}
		made, refused, err := a.Print(t.Context(), act("access.print"), who, access.Order{Adults: whose, Yes: whose})
		if err != nil || len(made) != 1 {
			t.Fatalf("no letter: %v, %v", refused, err)
		}
		return access.Try{Code: string(made[0].Code), From: netip.MustParseAddr("198.51.100.9")}
	}
	var in1 access.Entry
	var waits access.Try
	within(func(a *access.Service) {
		in1, err = a.UseLetter(t.Context(), act("access.use_letter"), print(a, 0), 4, 5)
		must(t, err)
		waits = print(a, 1)
	})
	if out := well(t, in(folder), "keys", "rotate"); strings.Contains(out, "signed out") {
		t.Errorf("%s", out)
	}
	within(func(a *access.Service) { // the key alone was renewed
		if _, err := a.Check(t.Context(), in1.Token); err != nil {
			t.Errorf("the session: %v", err)
		}
		if _, err := a.LookAtLetter(t.Context(), waits); err != nil {
			t.Errorf("the letter: %v", err)
		}
	})
	if out := well(t, in(folder), "keys", "rotate", "--leaked"); !strings.Contains(out, "letters are ended: 2.") {
		t.Errorf("%s", out)
	}
	within(func(a *access.Service) {
		if _, err := a.Check(t.Context(), in1.Token); !fault.Is(err, fault.SignedOut) {
			t.Errorf("the session: %v", err)
		}
		if _, err := a.LookAtLetter(t.Context(), waits); !fault.Is(err, fault.Denied) {
			t.Errorf("the letter: %v", err)
		}
		if _, err := a.LookAtLetter(t.Context(), print(a, 1)); err != nil {
			t.Errorf("a new letter: %v", err)
		}
	})
	if keys := keysIn(t, folder); len(keys) != 3 {
		t.Errorf("keys: %d", len(keys))
	}
	if out := well(t, in(folder), "audit", "verify"); !strings.Contains(out, "ok  ") {
		t.Errorf("the record: %s", out)
	}
}

// A record whose keys are lost for good goes on with another, where that is said: it holds no more, and works.
func TestARecordWhoseKeyIsLostGoesOn(t *testing.T) {
	folder := t.TempDir()
	elsewhere(t, folder)
	well(t, in(folder), "keys", "rotate")
	must(t, os.WriteFile(filepath.Join(folder, chainKeyFile), []byte(strings.Repeat("ef", 32)+"\n"), 0o600))
	if got := ask(t, in(folder), "serve"); got.code != 1 || !strings.Contains(got.errs, "another") {
		t.Errorf("with any key: %+v", got)
	}
	well(t, in(folder), "keys", "rotate", "--lost")
	start(t, in(folder), "Lollipop is at", "serve").stop()
	if got := ask(t, in(folder), "audit", "verify"); got.code != 1 || !strings.Contains(got.out, "BROKEN") {
		t.Errorf("the record: %+v", got)
	}
}

// The file says the same however often it is read and written, and its older keys are told from other ones.
func TestTheFileOfKeys(t *testing.T) {
	lines := make([]string, 3)
	for i := range lines {
		lines[i] = strings.Repeat(fmt.Sprint("a", i), 32)
	}
	for _, text := range []string{lines[0], lines[0] + " begun", strings.Join(lines, "\n"), lines[0] + " begun\n" + lines[1],
		lines[0] + "\r\n" + lines[1] + "\r\n"} {
		keys, err := parseChainKeys(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if again := strings.TrimSpace(keys.text()); again != strings.TrimSpace(strings.ReplaceAll(text, "\r", "")) {
			t.Errorf("%q is written as %q", text, again)
		}
	}
	all, err := parseChainKeys(strings.Join(lines, "\n"))
	must(t, err)
	for n, want := range map[string]bool{"012": true, "12": true, "2": true, "0": false, "01": false, "02": false,
		"0120": false} {
		var some audit.Keys
		for _, i := range n {
			some = append(some, all.Keys[i-'0'])
		}
		if got := all.extends(some); got != want {
			t.Errorf("those of %s are its older ones: %v", n, got)
		}
	}
}
