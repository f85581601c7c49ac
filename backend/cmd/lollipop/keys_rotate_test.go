package main

import (
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// diesAt names the step of a renewal after which the program is killed, as a power cut would.
const diesAt = "TEST_DIES_AT="

func init() {
	for _, set := range os.Environ() {
		if at, is := strings.CutPrefix(set, diesAt); is {
			rotating = func(step string) {
				if step == at {
					_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
					select {} // nothing more is done until it comes
				}
			}
		}
	}
}

// folderOf is a copy of a data folder.
func folderOf(t *testing.T, from string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	must(t, os.CopyFS(folder, os.DirFS(from)))
	must(t, os.Chmod(folder, 0o700))
	return folder
}

// keysIn are the lines of chain.key.
func keysIn(t *testing.T, folder string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, chainKeyFile))
	must(t, err)
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// renewals are how many each school has had.
func renewals(t *testing.T, folder string) (counts []int) {
	t.Helper()
	open(t, folder, func(s *store.Store) {
		ids, err := s.Schools().IDs(t.Context())
		must(t, err)
		for _, at := range ids {
			n := 0
			records, err := s.Audit().Records(t.Context(), at, audit.Daily, 0, 100_000)
			must(t, err)
			for _, r := range records {
				if r.Event.Kind == audit.DidRotate {
					n++
				}
			}
			counts = append(counts, n)
		}
	})
	return counts
}

// Wherever a renewal is killed, the record can be looked at, nobody writes to it, and the same command ends what was
// begun: one new key, one renewal for each school, and a record that holds.
func TestARenewalIsEndedWhereverItWasKilled(t *testing.T) {
	home := t.TempDir()
	furnished(t, home)
	was := keysIn(t, home)[0]
	for step, begun := range map[string]bool{"file": true, "begun": true, "Hook Lane Primary School": true,
		"Beaver Road Primary School": true, "sealed": true, "done": false} {
		t.Run(step, func(t *testing.T) {
			folder := folderOf(t, home)
			environ := in(folder)
			binary, err := os.Executable()
			must(t, err)
			cmd := exec.Command(binary, "keys", "rotate")
			cmd.Env = append(slices.Clone(environ), asProgram, diesAt+step)
			out, err := cmd.CombinedOutput()
			if err == nil || cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("it lives: %v\n%s", err, out)
			}
			if keys := keysIn(t, folder); len(keys) != 2 || keys[1] != was || strings.HasSuffix(keys[0], " begun") != begun {
				t.Fatalf("%d keys, the first ends with %q", len(keys), keys[0][64:])
			}
			if out := well(t, environ, "audit", "verify"); strings.Count(out, "ok  ") != 2 {
				t.Errorf("the record: %s", out)
			}
			if begun {
				for _, args := range [][]string{{"serve"}, {"demo"}, {"move", "--to", "sqlite:" + folder + "/other.db"},
					{"import", "pupils", "../../house/data/hook-lane-pupils.csv", "--school", "hook-lane"}} {
					if got := ask(t, environ, args...); got.code != 1 || !strings.Contains(got.errs, "lollipop keys rotate") {
						t.Errorf("%v: %+v", args, got)
					}
				}
				well(t, environ, "migrate") // for a program that is newer
				if got := ask(t, environ, "doctor"); !strings.Contains(got.out, "FIX   chain key") {
					t.Errorf("the doctor: %s", got.out)
				}
				well(t, environ, "keys", "rotate")
			}
			keys := keysIn(t, folder)
			if len(keys) != 2 || len(keys[0]) != 64 || keys[1] != was {
				t.Errorf("%d keys, the first of %d characters", len(keys), len(keys[0]))
			}
			if info, err := os.Stat(filepath.Join(folder, chainKeyFile)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info.Mode(), err)
			}
			if left, _ := filepath.Glob(filepath.Join(folder, ".chain-*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if got := renewals(t, folder); !slices.Equal(got, []int{1, 1}) {
				t.Errorf("renewals: %v", got)
			}
			out2 := well(t, environ, "audit", "verify")
			if strings.Count(out2, "ok  ") != 2 || strings.Contains(out2, "not finished") {
				t.Errorf("the record: %s", out2)
			}
			deep := ask(t, environ, "doctor", "--deep").out
			if !strings.Contains(deep, "keys: 2") ||
				!strings.Contains(deep, "ok    record       agrees with the key, renewed 20") {
				t.Errorf("the doctor: %s", deep)
			}
			if step == "begun" { // once is enough
				start(t, environ, greeted, "demo", "--port", "0").stop()
			}
		})
	}
}

// A renewal is for a database that nobody uses and whose keys are whole; else it changes nothing.
func TestARenewalIsRefused(t *testing.T) {
	folder := t.TempDir()
	if got := ask(t, in(folder), "keys", "rotate"); got.code != 1 || !strings.Contains(got.errs, "lollipop migrate") {
		t.Errorf("without a database: %+v", got)
	}
	elsewhere(t, folder)
	before := keysIn(t, folder)
	other := strings.Repeat("ab", 32)
	path := filepath.Join(folder, chainKeyFile)
	refused := func(what, says string, environ []string, args ...string) {
		t.Helper()
		got := ask(t, environ, append([]string{"keys", "rotate"}, args...)...)
		if got.code != 1 || !strings.Contains(got.errs, says) {
			t.Errorf("%s: %+v", what, got)
		}
	}
	release, err := using(Config{Data: folder})
	must(t, err)
	refused("beside a server", "stop that first", in(folder))
	release()
	refused("keys of the environment", "LOLLIPOP_CHAIN_KEY", in(folder, "LOLLIPOP_CHAIN_KEY="+before[0]))
	refused("another key", "does not end under", in(folder, "LOLLIPOP_CHAIN_KEY="+other))
	refused("another key, given", "missing here", in(folder, "LOLLIPOP_CHAIN_KEY="+other), "--given")
	must(t, os.WriteFile(path, []byte(other+"\n"+before[0]+"\n"), 0o600))
	refused("a key that the record has not gone over to", "does not end under", in(folder))
	for _, wrong := range []string{other + "\n" + other, other + " begin", before[0] + "\n" + other + " begun",
		"\n" + other[1:], ""} {
		must(t, os.WriteFile(path, []byte(wrong+"\n"), 0o600))
		refused("keys that are none", "line ", in(folder))
		if kept, err := os.ReadFile(path); err != nil || string(kept) != wrong+"\n" {
			t.Errorf("it wrote keys: %v", err)
		}
	}
	must(t, os.WriteFile(path, []byte(before[0]+"\n"), 0o600))
	if n := renewals(t, folder); !slices.Equal(n, []int{0}) {
		t.Errorf("renewed: %v", n)
	}
}

// On PostgreSQL, with the keys in the environment of several machines: the administrator puts a new line first, and
// everybody goes over to it at once. A server that still has the old key is told so.
func TestTheKeyOfSeveralMachinesIsRenewed(t *testing.T) {
	config := postgresKind(t).Config(t)
	old, newer := hex.EncodeToString(config.ChainKey[0]), strings.Repeat("cd", 32)
	machine := func(keys string) []string {
		return in(t.TempDir(), "LOLLIPOP_DATABASE="+config.DSN, "LOLLIPOP_DATABASE_OWNER="+config.OwnerDSN,
			"LOLLIPOP_CHAIN_KEY="+keys)
	}
	well(t, machine(old), "migrate")
	s, err := store.Open(t.Context(), config)
	must(t, err)
	for slug, preset := range map[string]string{"hook-lane": "anthony-roper", "beaver-road": "beaver-green"} {
		storetest.Furnish(t, s, slug, preset)
	}
	usual := lingers
	lingers = 0
	t.Cleanup(func() { lingers = usual })
	if got := ask(t, machine(newer+"\n"+old), "keys", "rotate", "--given"); got.code != 1 ||
		!strings.Contains(got.errs, "stop every server") {
		t.Errorf("beside a server: %+v", got)
	}
	must(t, s.Close())
	lingers = usual
	out := well(t, machine(newer+"\n"+old), "keys", "rotate", "--given")
	if strings.Count(out, "daily chain goes on under the new key") != 2 {
		t.Errorf("%s", out)
	}
	// Once more there is nothing to do, and it stays renewed since when it was.
	config.ChainKey = audit.Keys{[]byte(strings.Repeat("\xcd", 32)), config.ChainKey[0]}
	s, err = store.Open(t.Context(), config)
	must(t, err)
	sealed, err := s.Sealed(t.Context())
	must(t, err)
	sealed.Since = storetest.At
	must(t, s.SetSealed(t.Context(), sealed))
	must(t, s.Close())
	if out := well(t, machine(newer+"\n"+old), "keys", "rotate", "--given"); strings.Contains(out, "goes on under") {
		t.Errorf("renewed twice: %s", out)
	}
	if out := well(t, machine(newer+"\n"+old), "audit", "verify"); strings.Count(out, "ok  ") != 2 {
		t.Errorf("%s", out)
	}
	for _, keys := range []string{old, old + "\n" + newer} {
		if got := ask(t, machine(keys), "serve"); got.code != 1 ||
			!strings.Contains(got.errs, "the newest one here is another") {
			t.Errorf("with other keys: %+v", got)
		}
		if got := ask(t, machine(keys), "audit", "verify"); got.code != 1 || !strings.Contains(got.out+got.errs, "another") &&
			!strings.Contains(got.out, "none of the newer keys here is the one") {
			t.Errorf("with other keys: %+v", got)
		}
	}
	moved := filepath.Join(t.TempDir(), "moved.db") // and goes on elsewhere
	well(t, machine(newer+"\n"+old), "move", "--to", "sqlite:"+moved)
	there := in(t.TempDir(), "LOLLIPOP_DATABASE=sqlite:"+moved, "LOLLIPOP_CHAIN_KEY="+newer+"\n"+old)
	if out := well(t, there, "audit", "verify"); strings.Count(out, "ok  ") != 2 {
		t.Errorf("moved: %s", out)
	}
	if out := well(t, machine(newer+"\n"+old), "keys"); !strings.Contains(out, "seals the record since "+storetest.At.UTC().Format(time.RFC3339)) ||
		strings.Count(out, "older") != 1 || strings.Contains(out, newer[:16]) {
		t.Errorf("the keys: %s", out)
	}
}
