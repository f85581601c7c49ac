//go:build drill

package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lollipop/backend/store"
)

// TestDrillBackup kills a backup, a restore and a move at ever later moments, as a power cut would, until one is let
// through. Before that there is nothing under the name that was asked for, or all of it; and the same command, asked
// again, does it, and clears away what the killed ones have left of a database.
func TestDrillBackup(t *testing.T) {
	home := t.TempDir()
	furnished(t, home)
	public, secret := newKey(t)
	was := tally(t, home)
	away := t.TempDir()
	good, keys := filepath.Join(away, "good"), filepath.Join(away, "keys")
	well(t, in(home), "backup", good, "--to", public)
	well(t, in(home), "backup", "keys", keys, "--to", public)
	same := func(what, path string) {
		t.Helper()
		if err := was.Same(holding(t, in(t.TempDir(), "LOLLIPOP_DATABASE=sqlite:"+path))); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	kills := 0
	// until kills the command at ever later moments; whole looks at what stands under its name.
	until := func(what string, environ []string, path string, whole func(), args ...string) {
		t.Helper()
		for late := time.Millisecond; ; late += late/4 + time.Millisecond {
			ended := killedAfter(t, late, environ, args...)
			_, err := os.Stat(path)
			switch {
			case err == nil:
				whole()
			case !errors.Is(err, fs.ErrNotExist) || ended:
				t.Errorf("%s: ended %v, and %v", what, ended, err)
			}
			if ended || err == nil {
				return
			}
			kills++
		}
	}
	made := filepath.Join(away, "made")
	until("backup", in(home), made, func() { well(t, in(home), "restore", made, "--identity", secret, "--verify") },
		"backup", made, "--to", public)

	fresh := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(fresh, "lollipop.db")
	until("restore", in(fresh), path, func() { same("restore", path) },
		"restore", good, "--identity", secret, "--keys", keys)
	if left := names(t, fresh); strings.Contains(left, "restore-") {
		t.Errorf("left: %s", left)
	}
	well(t, in(fresh), "audit", "verify")

	there := filepath.Join(t.TempDir(), "there.db")
	before, err := os.ReadFile(filepath.Join(home, "lollipop.db"))
	must(t, err)
	until("move", in(home), there, func() { same("move", there) }, "move", "--to", "sqlite:"+there)
	if after, err := os.ReadFile(filepath.Join(home, "lollipop.db")); err != nil || !bytes.Equal(after, before) {
		t.Errorf("what was moved is another: %v", err)
	}

	target := postgresKind(t).Config(t)
	environ := append(in(home), "LOLLIPOP_DATABASE="+target.DSN)
	for late := time.Millisecond; ; late += late/4 + time.Millisecond {
		ended := killedAfter(t, late, in(home), "move", "--to", target.DSN, "--owner", target.OwnerDSN)
		nobodyIn(t, superuser(t, target.DSN)) // the server has undone what the killed one began
		s, err := store.Open(t.Context(), store.Config{DSN: target.OwnerDSN})
		must(t, err)
		empty := s.Empty(t.Context())
		must(t, s.Close())
		if empty != nil {
			if err := was.Same(holding(t, environ)); err != nil {
				t.Errorf("half a move: %v", err)
			}
			break
		}
		if ended {
			t.Fatal("moved, and nothing is there")
		}
		kills++
	}
	measured("backup/kills", kills, "kills")
}

// killedAfter runs a command and kills it when it is that late; ended says that it was through before.
func killedAfter(t *testing.T, late time.Duration, environ []string, args ...string) (ended bool) {
	t.Helper()
	binary, err := os.Executable()
	must(t, err)
	cmd := exec.Command(binary, args...)
	cmd.Env = append(environ, asProgram)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, cmd.Start())
	timer := time.AfterFunc(late, func() { _ = cmd.Process.Kill() }) // it may be over already
	defer timer.Stop()
	err = cmd.Wait()
	if err != nil && cmd.ProcessState.Exited() { // by itself, and not well
		t.Fatalf("lollipop %s: %s", strings.Join(args, " "), said.String())
	}
	return err == nil
}
