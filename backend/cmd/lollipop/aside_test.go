package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A drill that was killed left a whole database that needs no key to be read. The next one removes it, and leaves alone
// what another is at.
func TestADrillRemovesWhatAKilledOneLeft(t *testing.T) {
	home, backup, secret := backedUp(t)
	before := names(t, home)
	for _, name := range []string{"killed", "underway"} {
		must(t, os.Mkdir(filepath.Join(home, drilling+name), 0o700))
		must(t, os.WriteFile(filepath.Join(home, drilling+name, "lollipop.db"), []byte("children"), 0o600))
	}
	underway := takes(filepath.Join(home, drilling+"underway"))
	if underway == nil {
		t.Fatal("a folder cannot be held")
	}
	well(t, in(home), "restore", backup, "--identity", secret, "--verify")
	if got := names(t, home); got != drilling+"underway "+before {
		t.Errorf("in the data folder: %s", got)
	}
	must(t, underway.Close())
	well(t, in(home), "restore", backup, "--identity", secret, "--verify")
	if got := names(t, home); got != before {
		t.Errorf("in the data folder: %s", got)
	}
}

// A drill beside a server ends before the disk is full: the school's day goes on there.
func TestADrillLeavesRoomForTheDay(t *testing.T) {
	home, backup, secret := backedUp(t)
	before := names(t, home)
	t.Cleanup(func() { statfs = syscall.Statfs })
	statfs = func(_ string, into *syscall.Statfs_t) error {
		*into = syscall.Statfs_t{Bsize: 1, Bavail: leastSpace + 1000} // less than there is to read
		return nil
	}
	got := ask(t, in(home), "restore", backup, "--identity", secret, "--verify")
	if got.code != 1 || !strings.Contains(got.errs, "room") || names(t, home) != before {
		t.Errorf("%+v; left: %s", got, names(t, home))
	}
	none := filepath.Join(t.TempDir(), "none") // where no server can be
	got = ask(t, in(none), "restore", backup, "--identity", secret, "--verify")
	if !strings.Contains(got.out, "can be restored") {
		t.Errorf("where no server is: %+v", got)
	}
}
