package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// newKey is a key pair as the command makes it: the public key, and the file with the secret one.
func newKey(t *testing.T) (public, file string) {
	t.Helper()
	out := well(t, nil, "backup", "new-key")
	file = filepath.Join(t.TempDir(), "key.txt")
	if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`--to (age1\S+)`).FindStringSubmatch(out)[1], file
}

// tally is what a folder's database holds.
func tally(t *testing.T, folder string) (found store.Dumped) {
	t.Helper()
	open(t, folder, func(s *store.Store) {
		var err error
		if found, err = s.Tally(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	return found
}

// names are what lies in a folder.
func names(t *testing.T, folder string) string {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, one := range found {
		all = append(all, one.Name())
	}
	return strings.Join(all, " ")
}

func TestBackupSaysWhatItDoesNotDo(t *testing.T) {
	folder, away := t.TempDir(), t.TempDir()
	elsewhere(t, folder)
	public, secret := newKey(t)
	list := filepath.Join(t.TempDir(), "to.txt")
	if err := os.WriteFile(list, []byte("# the office's safe\n"+public+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	there := filepath.Join(folder, chainKeyFile)
	path := filepath.Join(away, "b")
	for name, row := range map[string]struct {
		args []string
		says string
	}{
		"to nobody":                 {[]string{path}, "--to"},
		"keys to nobody":            {[]string{"keys", path}, "--to"},
		"to a word":                 {[]string{path, "--to", "the-head"}, "age1"},
		"to a secret key's file":    {[]string{path, "--to-file", secret}, "secret"},
		"to a file that is not":     {[]string{path, "--to-file", path}, "--to-file"},
		"over a file":               {[]string{there, "--to", public}, "exists"},
		"keys over a file":          {[]string{"keys", there, "--to-file", list}, "exists"},
		"into a folder that is not": {[]string{filepath.Join(away, "x", "y"), "--to", public}, "no such file"},
	} {
		got := ask(t, in(folder), append([]string{"backup"}, row.args...)...)
		if got.code != 1 || !strings.Contains(got.errs, row.says) || strings.Contains(got.errs, "AGE-SECRET-KEY-1") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := ask(t, in(t.TempDir()), "backup", path, "--to", public); got.code != 1 ||
		!strings.Contains(got.errs, "lollipop migrate") {
		t.Errorf("no database: %+v", got)
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	var errs bytes.Buffer
	if code := runWith(t.Context(), built, []string{"backup", "-", "--to", public}, in(folder), full, &errs); code != 1 ||
		!strings.Contains(errs.String(), "no space left") {
		t.Errorf("a full disk: %d %s", code, errs.String())
	}
	if names(t, away) != "" || strings.Contains(names(t, folder), "backup") {
		t.Errorf("made all the same: %s; %s", names(t, away), names(t, folder))
	}
	// Whoever has half a backup from a pipe sees that it is half, with age alone.
	change := func(query string) {
		db := raw(t, filepath.Join(folder, "lollipop.db"))
		_, err := db.Exec(query)
		must(t, errors.Join(err, db.Close()))
	}
	change("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)")
	got := ask(t, in(folder), "backup", "-", "--to", public)
	change("DELETE FROM goose_db_version WHERE version_id = 9999")
	from, err := vault.Unlock(strings.NewReader(got.out), ring(t, secret))
	if err == nil {
		_, err = io.ReadAll(from)
	}
	if got.code != 1 || err == nil {
		t.Errorf("a backup that failed opens as a whole one: %+v", got)
	}
	if got := ask(t, in(folder), "audit", "verify"); got.code != 0 {
		t.Errorf("after all that: %+v", got)
	}
}

// A backup that goes to a pipe is the same, and nothing else is said there.
func TestABackupMayGoToAPipe(t *testing.T) {
	folder := t.TempDir()
	elsewhere(t, folder)
	public, secret := newKey(t)
	begun := time.Now().Truncate(time.Second)
	out := well(t, in(folder), "backup", "-", "--to", public)
	path := filepath.Join(t.TempDir(), "b")
	if err := os.WriteFile(path, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	well(t, in(folder), "restore", path, "--identity", secret, "--verify")
	noted, err := os.ReadFile(filepath.Join(folder, backupLast))
	if err != nil {
		t.Fatal(err)
	}
	if at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(noted))); err != nil || at.Before(begun) ||
		at.After(time.Now()) {
		t.Errorf("noted: %q, %v", noted, err)
	}
}

// A file that cannot grow any more, as on a full disk: nothing is left of what was begun.
func TestAFullDiskLeavesNothingBehind(t *testing.T) {
	folder, away, fresh := t.TempDir(), t.TempDir(), t.TempDir()
	furnished(t, folder)
	public, secret := newKey(t)
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	small := func(data string, args ...string) string { // files of 128 kB at the most
		t.Helper()
		cmd := exec.Command("/bin/sh", append([]string{"-c", `ulimit -f 256; exec "$0" "$@"`, binary}, args...)...)
		cmd.Env = append(in(data), asProgram)
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Errorf("lollipop %s went well: %s", args[0], out)
		}
		return string(out)
	}
	path := filepath.Join(away, "b")
	if said := small(folder, "backup", path, "--to", public); !strings.Contains(said, "file too large") ||
		names(t, away) != "" || strings.Contains(names(t, folder), "backup") {
		t.Errorf("backup: %s; left: %s; %s", said, names(t, away), names(t, folder))
	}
	well(t, in(folder), "backup", path, "--to", public)
	kept, err := os.ReadFile(filepath.Join(folder, chainKeyFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(fresh, chainKeyFile), kept, 0o600); err != nil {
		t.Fatal(err)
	}
	before := names(t, folder)
	for _, args := range [][]string{{"restore", path, "--identity", secret}, {"restore", path, "--identity", secret,
		"--verify"}} {
		if said := small(fresh, args...); !strings.Contains(said, "disk is full") && !strings.Contains(said, "disk I/O") {
			t.Errorf("%v: %s", args, said)
		}
		if got := names(t, fresh); got != chainKeyFile+" lollipop.db.lock" {
			t.Errorf("%v: left: %s", args, got)
		}
	}
	small(folder, "move", "--to", "sqlite:"+filepath.Join(away, "moved.db"))
	if got := names(t, away); got != "b moved.db.lock" || names(t, folder) != before {
		t.Errorf("move: left: %s; %s", got, names(t, folder))
	}
}

// The desk goes on while a backup is made, by a server in another process, and what is kept is of one moment.
func TestABackupWhileTheDeskIsBusy(t *testing.T) {
	folder := t.TempDir()
	furnished(t, folder)
	public, secret := newKey(t)
	p := launch(t, in(folder), greeted, "demo", "--port", "0")
	office := officeOf(t, p)
	free := without(t, office, p.address)
	var desk sync.WaitGroup
	begun := make(chan struct{})
	for n := range 2 {
		desk.Go(func() {
			b := &browser{cookie: office.cookie}
			for i := n; i < 40; i += 2 {
				status, body := b.do(t.Context(), p.address, "POST", "/api/desk/hand-in", string(id.New[id.Op]()),
					map[string]string{"pupil": free[i]})
				if status != http.StatusOK {
					t.Errorf("a hand-in while a backup is made: %d %s", status, body)
				}
				if i == 10 {
					close(begun)
				}
			}
		})
	}
	<-begun
	away := t.TempDir()
	for i := range 3 {
		path := filepath.Join(away, fmt.Sprint("b", i))
		well(t, in(folder), "backup", path, "--to", public)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
		well(t, in(folder), "restore", path, "--identity", secret, "--verify")
	}
	desk.Wait()
	if got := names(t, away); got != "b0 b1 b2" {
		t.Errorf("beside the backups: %s", got)
	}
	if got := names(t, folder); strings.Contains(got, "drill") || !strings.Contains(got, backupLast) {
		t.Errorf("in the data folder: %s", got)
	}
}

// without are children who have no phone at the office.
func without(t *testing.T, office *browser, address string) (free []string) {
	t.Helper()
	var desk struct {
		Pupils []struct {
			ID      string
			Devices []struct{ ID string }
		}
	}
	if status, body := office.do(t.Context(), address, "GET", "/api/desk", "", nil); status != http.StatusOK ||
		decode(body, &desk) != nil {
		t.Fatalf("no desk: %d %s", status, body)
	}
	for _, p := range desk.Pupils {
		if len(p.Devices) == 0 {
			free = append(free, p.ID)
		}
	}
	return free
}

// ring are the secret keys of a file.
func ring(t *testing.T, secret string) vault.With {
	t.Helper()
	text, err := os.ReadFile(secret)
	must(t, err)
	with, err := vault.ReadWith(string(text))
	must(t, err)
	return with
}

// relocked is a backup's content, changed, and locked again: by somebody who has the public key alone.
func relocked(t *testing.T, path, secret, public string, change func(string) string) string {
	t.Helper()
	to, err := vault.ReadTo(public)
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(t.TempDir(), "b")
	err = unlocked(path, ring(t, secret), func(r io.Reader) error {
		whole, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		return vault.Keep(made, func(w io.Writer) error {
			locked, err := vault.Lock(w, to)
			if err != nil {
				return err
			}
			if _, err := io.WriteString(locked, change(string(whole))); err != nil {
				return err
			}
			return locked.Close()
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}
