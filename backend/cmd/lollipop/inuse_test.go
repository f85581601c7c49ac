package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whoever comes first, and however strict their mask: who comes next can hold the lock as well.
func TestTheLockIsForEveryUser(t *testing.T) {
	c := Config{Database: "sqlite:" + filepath.Join(t.TempDir(), "x.db")}
	usual := syscall.Umask(0o077)
	release, err := using(c)
	syscall.Umask(usual)
	must(t, err)
	defer release()
	if info, err := os.Stat(file(c) + ".lock"); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info, err)
	}
}

// Nobody takes a database away from under whoever is at it.
func TestADemoInUseIsNotReset(t *testing.T) {
	folder := t.TempDir()
	furnished(t, folder)
	c, err := readConfig(in(folder))
	must(t, err)
	release, err := using(c)
	must(t, err)
	before, err := os.Stat(file(c))
	must(t, err)
	_, err = demoCommand{Reset: true}.furnished(t.Context(), c)
	after, err2 := os.Stat(file(c))
	must(t, err2)
	if err == nil || !strings.Contains(err.Error(), "stop that first") || !os.SameFile(before, after) {
		t.Errorf("it is another: %v", err)
	}
	release()
	if _, err := (demoCommand{Reset: true}).furnished(t.Context(), c); err != nil {
		t.Errorf("and then: %v", err)
	}
}
