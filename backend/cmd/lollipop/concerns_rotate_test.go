package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/vault"
)

func init() {
	for _, set := range os.Environ() {
		if at, is := strings.CutPrefix(set, diesAt); is {
			resealing = func(step string) {
				if "concerns "+step == at {
					_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
					select {} // nothing more is done until it comes
				}
			}
		}
	}
}

// Wherever a renewal is killed, everything can be read and the server serves; the same command ends it, with one new key.
func TestARenewalOfConcernKeysIsEndedWhereverItWasKilled(t *testing.T) {
	home := t.TempDir()
	well(t, in(home), "migrate")
	school := aToldSchool(t, in(home))
	school.tells(in(home), "one", "words")
	card := cardIn(t, well(t, in(home), "concerns", "card"))
	old := sealsIn(t, in(home))
	words := map[string]string{"one": "words"}
	binary, err := os.Executable()
	must(t, err)
	for _, step := range []string{"file", "begun", "wrapped", "done"} {
		t.Run(step, func(t *testing.T) {
			school.t = t
			environ := in(folderOf(t, home))
			cmd := exec.Command(binary, "concerns", "rotate")
			cmd.Env = append(slices.Clone(environ), asProgram, diesAt+"concerns "+step)
			out, err := cmd.CombinedOutput()
			if err == nil || cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("it lives: %v\n%s", err, out)
			}
			if keys := sealsIn(t, environ); keys.Len() != 2 || keys.Fingerprints()[1] != old.Fingerprint() {
				t.Fatalf("%d keys", keys.Len())
			}
			must(t, school.reads(environ, words))
			start(t, environ, "Lollipop is at", "serve").stop()
			ill := step != "done"
			if got := ask(t, environ, "doctor"); strings.Contains(got.out, "FIX   concern keys") != ill {
				t.Errorf("the doctor: %s", got.out)
			}
			if got := ask(t, environ, "concerns", "keys"); (got.code == 1) != ill {
				t.Errorf("the keys: %+v", got)
			}
			if ill {
				well(t, environ, "concerns", "rotate")
			}
			keys := sealsIn(t, environ)
			if keys.Len() != 2 {
				t.Errorf("%d keys", keys.Len())
			}
			must(t, school.reads(environ, words))
			within(t, environ, func(s *store.Store) {
				said, err := s.Seals(t.Context())
				must(t, err)
				if said.Renewing || said.Key != keys.Fingerprint() {
					t.Errorf("the database says %s, renewing %v", said.Key, said.Renewing)
				}
				back, err := recovered(said, card[0], card[1])
				if err != nil || back.Fingerprint() != keys.Fingerprint() {
					t.Errorf("the card opens older keys: %v", err)
				}
				if n, err := wrappedAnew(t.Context(), s, keys); err != nil || n != 0 {
					t.Errorf("left under the old key: %d, %v", n, err)
				}
			})
			if left, _ := filepath.Glob(filepath.Join(folderIn(environ), ".concern-*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if out := well(t, environ, "audit", "verify"); strings.Count(out, "ok  ") != 1 {
				t.Errorf("the record: %s", out)
			}
		})
	}
}

// A renewal is for a database that nobody uses and whose keys are here; else it changes nothing. What was sealed under the
// old keys alone is not opened by other ones, and nobody serves with those.
func TestOtherKeysOfConcernsAreRefused(t *testing.T) {
	environ := in(t.TempDir())
	if got := ask(t, environ, "concerns", "rotate"); got.code != 1 || !strings.Contains(got.errs, "lollipop migrate") {
		t.Errorf("without a database: %+v", got)
	}
	well(t, environ, "migrate")
	school := aToldSchool(t, environ)
	school.tells(environ, "one", "words")
	right, err := os.ReadFile(sealsPath(environ))
	must(t, err)
	release, err := using(Config{Data: folderIn(environ)})
	must(t, err)
	if got := ask(t, environ, "concerns", "rotate"); got.code != 1 || !strings.Contains(got.errs, "stop that first") {
		t.Errorf("beside a server: %+v", got)
	}
	release()
	other := well(t, nil, "concerns", "new-keys")
	if other == well(t, nil, "concerns", "new-keys") {
		t.Error("new keys are always the same")
	}
	for name, wrong := range map[string]string{"others": other, "damaged": string(right[:len(right)/2]), "empty": ""} {
		must(t, os.WriteFile(sealsPath(environ), []byte(wrong), 0o600))
		for _, args := range [][]string{{"serve"}, {"concerns", "rotate"}, {"concerns", "card"}, {"concerns", "recover"},
			{"concerns", "recover", "--lost"}, {"concerns"}} {
			got := ask(t, environ, args...)
			if got.code != 1 || !strings.Contains(got.errs, "put") || strings.Contains(got.errs, wrong) && wrong != "" {
				t.Errorf("%s, %v: %+v", name, args, got)
			}
			if now, err := os.ReadFile(sealsPath(environ)); err != nil || string(now) != wrong {
				t.Fatalf("%s, %v: the file was written: %v", name, args, err)
			}
		}
		if got := ask(t, environ, "doctor"); !strings.Contains(got.out, "FIX   concern keys") {
			t.Errorf("%s: the doctor: %s", name, got.out)
		}
	}
	must(t, errors.Join(os.WriteFile(sealsPath(environ), right, 0o600), os.Chmod(sealsPath(environ), 0o644)))
	if got := ask(t, environ, "doctor"); !strings.Contains(got.out, "others on this machine can read it: chmod 600") {
		t.Errorf("a file for all to read: %s", got.out)
	}
	must(t, school.reads(environ, map[string]string{"one": "words"}))
	if got := ask(t, append(slices.Clone(environ), "LOLLIPOP_CONCERN_KEYS="+other), "serve"); got.code != 1 ||
		!strings.Contains(got.errs, "not those") {
		t.Errorf("others in the environment: %+v", got)
	}
}

// On PostgreSQL with the keys in the environment of several machines: none makes any for itself; the administrator gives
// new ones to all, and one machine wraps everything anew.
func TestKeysOfConcernsInTheEnvironmentAreRenewed(t *testing.T) {
	chain := strings.Repeat("cd", 32)
	config := postgresKind(t).Config(t)
	machine := func(more ...string) []string {
		return append(in(t.TempDir(), "LOLLIPOP_DATABASE="+config.DSN, "LOLLIPOP_DATABASE_OWNER="+config.OwnerDSN,
			"LOLLIPOP_CHAIN_KEY="+chain), more...)
	}
	well(t, machine(), "migrate")
	if got := ask(t, machine(), "serve"); got.code != 1 || !strings.Contains(got.errs, "concerns new-keys") {
		t.Errorf("no keys: %+v", got)
	}
	setting := func(text string) string { return "LOLLIPOP_CONCERN_KEYS=" + strings.TrimSpace(text) }
	old := setting(well(t, nil, "concerns", "new-keys"))
	school := aToldSchool(t, machine(old))
	school.tells(machine(old), "one", "words")
	if got := ask(t, machine(old), "concerns", "rotate"); got.code != 1 || !strings.Contains(got.errs, "--print") {
		t.Errorf("what nothing here can write: %+v", got)
	}
	if out := well(t, machine(old), "concerns", "rotate", "--given"); !strings.Contains(out, "in use already") {
		t.Errorf("the same keys: %s", out)
	}
	newer := setting(well(t, machine(old), "concerns", "rotate", "--print"))
	if out := well(t, machine(newer), "concerns", "rotate", "--given"); !strings.Contains(out, "wrapped anew: 3") {
		t.Errorf("%s", out)
	}
	must(t, school.reads(machine(newer), map[string]string{"one": "words"}))
	if err := school.reads(machine(old), map[string]string{"one": "words"}); !errors.Is(err, vault.ErrNoSeal) {
		t.Errorf("under the old keys: %v", err)
	}
	if got := ask(t, machine(old), "serve"); got.code != 1 || !strings.Contains(got.errs, "not those") {
		t.Errorf("a machine that was forgotten: %+v", got)
	}
}

// Two machines that start at once without a word of each other do not each seal under keys of their own: one makes them,
// and the other says so and leaves nothing behind.
func TestTwoMachinesDoNotEachMakeKeys(t *testing.T) {
	config := postgresKind(t).Config(t)
	environs := [][]string{}
	for range 4 {
		environs = append(environs, in(t.TempDir(), "LOLLIPOP_DATABASE="+config.DSN))
	}
	s, err := store.Open(t.Context(), config)
	must(t, err)
	defer s.Close()
	must(t, s.Migrate(t.Context()))
	var all sync.WaitGroup
	errs := make([]error, len(environs))
	for i, environ := range environs {
		c, err := readConfig(environ)
		must(t, err)
		all.Go(func() { _, errs[i] = settledSeals(t.Context(), c, s) })
	}
	all.Wait()
	won := 0
	for i, err := range errs {
		_, missing := os.Stat(sealsPath(environs[i]))
		switch {
		case err == nil && missing == nil:
			won++
		case !errors.Is(err, errNoSeals) || missing == nil:
			t.Errorf("%v, and its file: %v", err, missing)
		}
	}
	if won != 1 {
		t.Errorf("%d have made keys", won)
	}
}

// What backup keys has kept brings the file back with the others, and an older one, from before there were any, does not
// stop anything.
func TestTheKeysFileBringsConcernKeysBack(t *testing.T) {
	home, away := in(t.TempDir()), t.TempDir()
	well(t, home, "migrate")
	school := aToldSchool(t, home)
	school.tells(home, "one", "words")
	public, secret := newKey(t)
	at := func(name string) string { return filepath.Join(away, name) }
	well(t, home, "backup", at("b"), "--to", public)
	well(t, home, "backup", "keys", at("k"), "--to", public)
	well(t, home, "restore", at("b"), "--identity", secret, "--keys", at("k"), "--verify")
	fresh := in(filepath.Join(t.TempDir(), "data"))
	if out := well(t, fresh, "restore", at("b"), "--identity", secret, "--keys", at("k")); strings.Contains(out, "FIX") {
		t.Errorf("%s", out)
	}
	must(t, school.reads(fresh, map[string]string{"one": "words"}))

	// A backup from before a renewal, beside the newer keys: it is read, and the renewal is to be ended.
	well(t, home, "concerns", "rotate")
	well(t, home, "backup", "keys", at("k2"), "--to", public)
	older := in(filepath.Join(t.TempDir(), "data"))
	well(t, older, "restore", at("b"), "--identity", secret, "--keys", at("k2"))
	start(t, older, "Lollipop is at", "serve").stop()
	must(t, school.reads(older, map[string]string{"one": "words"}))
	if got := ask(t, older, "doctor"); !strings.Contains(got.out, "lollipop concerns rotate ends that") {
		t.Errorf("%s", got.out)
	}
	well(t, older, "concerns", "rotate")
	if sealsIn(t, older).Fingerprint() != sealsIn(t, home).Fingerprint() {
		t.Error("it was renewed twice")
	}
	// And the other way round: a backup from after it, beside the older keys, is restored, and nobody serves it.
	well(t, home, "backup", at("b2"), "--to", public)
	behind := in(filepath.Join(t.TempDir(), "data"))
	if out := well(t, behind, "restore", at("b2"), "--identity", secret, "--keys", at("k")); !strings.Contains(out, "FIX") {
		t.Errorf("%s", out)
	}
	if got := ask(t, behind, "serve"); got.code != 1 || !strings.Contains(got.errs, "not those") {
		t.Errorf("%+v", got)
	}
	moved := filepath.Join(t.TempDir(), "moved.db")
	if out := well(t, home, "move", "--to", "sqlite:"+moved); !strings.Contains(out, "concern.keys") {
		t.Errorf("%s", out)
	}
	must(t, school.reads(append(slices.Clone(home), "LOLLIPOP_DATABASE=sqlite:"+moved), map[string]string{"one": "words"}))
}
