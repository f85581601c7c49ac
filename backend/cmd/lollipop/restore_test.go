package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

func decode(raw []byte, into any) error { return json.Unmarshal(raw, into) }

// inPostgres is an environment with an empty PostgreSQL database and a folder for the keys.
func inPostgres(t *testing.T, folder string) []string {
	t.Helper()
	config := postgresKind(t).Config(t)
	return in(folder, "LOLLIPOP_DATABASE="+config.DSN, "LOLLIPOP_DATABASE_OWNER="+config.OwnerDSN)
}

func postgresKind(t *testing.T) storetest.Kind {
	t.Helper()
	for _, kind := range storetest.Kinds {
		if kind.Name == "postgres" {
			return kind
		}
	}
	t.Fatal("no PostgreSQL")
	return storetest.Kind{}
}

// holding is what an environment's database holds.
func holding(t *testing.T, environ []string) store.Dumped {
	t.Helper()
	c, err := readConfig(environ)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Config{DSN: dsn(c)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := s.Tally(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Two schools go from SQLite into PostgreSQL on a machine that has nothing, and from there into SQLite on another: row
// for row the same, and the record holds under the key that came with it.
func TestTwoSchoolsAreRestoredOnTheOtherEngineAndBack(t *testing.T) {
	home, away := t.TempDir(), t.TempDir()
	furnished(t, home)
	public, secret := newKey(t)
	was := tally(t, home)
	environ := in(home)
	for i, next := range [][]string{inPostgres(t, t.TempDir()), in(filepath.Join(t.TempDir(), "data"))} {
		backup, keys := filepath.Join(away, fmt.Sprint("b", i)), filepath.Join(away, fmt.Sprint("k", i))
		said := well(t, environ, "backup", backup, "--to", public)
		if !strings.Contains(said, "schools: 2") {
			t.Errorf("backup says %s", said)
		}
		well(t, environ, "backup", "keys", keys, "--to", public)
		said = well(t, next, "restore", backup, "--identity", secret, "--keys", keys)
		if !strings.Contains(said, "schools: 2") || strings.Contains(said, "@") {
			t.Errorf("restore says %s", said)
		}
		now := holding(t, next)
		if err := was.Same(now); err != nil || now.Rows() != was.Rows() || was.Rows() < 4000 {
			t.Errorf("after %d: %v, %d rows of %d", i, err, now.Rows(), was.Rows())
		}
		if out := well(t, next, "audit", "verify"); strings.Count(out, "ok  ") != 2 {
			t.Errorf("the record: %s", out)
		}
		got := ask(t, next, "restore", backup, "--identity", secret)
		if got.code != 1 || !strings.Contains(got.errs, "not empty") {
			t.Errorf("over it: %+v", got)
		}
		environ = next
	}
	for _, file := range []string{chainKeyFile, pushKeysFile} {
		old, err := os.ReadFile(filepath.Join(home, file))
		if err != nil && file == pushKeysFile { // made by the first start, and the demo here was only furnished
			continue
		}
		folder := strings.TrimPrefix(environ[0], "LOLLIPOP_DATA=")
		if now, err2 := os.ReadFile(filepath.Join(folder, file)); err != nil || err2 != nil || !bytes.Equal(now, old) {
			t.Errorf("%s: %v, %v", file, err, err2)
		}
	}
}

// Whatever is wrong is said, and nothing is changed: the good backup is restored afterwards, in the same place.
func TestRestoreSaysWhatIsWrongAndChangesNothing(t *testing.T) {
	home, fresh, away := t.TempDir(), t.TempDir(), t.TempDir()
	elsewhere(t, home)
	public, secret := newKey(t)
	_, stranger := newKey(t)
	backup, keys := filepath.Join(away, "b"), filepath.Join(away, "k")
	well(t, in(home), "backup", backup, "--to", public)
	well(t, in(home), "backup", "keys", keys, "--to", public)
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, content []byte) string {
		path := filepath.Join(away, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	flipped := func(at int) []byte {
		some := bytes.Clone(whole)
		some[at] ^= 1
		return some
	}
	newer := func(text string) string { return strings.Replace(text, `"schema":`, `"schema":9`, 1) }
	opening := func(path string) []string { return []string{path, "--identity", secret, "--keys", keys} }
	type try struct {
		args []string
		says string
	}
	tries := map[string]try{
		"another's key":         {[]string{backup, "--identity", stranger, "--keys", keys}, "locked to others"},
		"no key file":           {[]string{backup, "--identity", filepath.Join(away, "x")}, "--identity"},
		"a public key":          {[]string{backup, "--identity", file("public", []byte(public))}, "no secret key"},
		"no such backup":        {[]string{filepath.Join(away, "x"), "--identity", secret, "--keys", keys}, "no such file"},
		"no chain key":          {[]string{backup, "--identity", secret}, "--keys"},
		"the keys' file":        {[]string{keys, "--identity", secret, "--keys", keys}, "no whole dump"},
		"the backup as keys":    {[]string{backup, "--identity", secret, "--keys", backup}, "holds no keys"},
		"a workbook":            {opening(file("w", []byte("PK\x03\x04"))), "locked by this program"},
		"an empty file":         {opening(file("e", nil)), "locked by this program"},
		"one of a newer schema": {opening(relocked(t, backup, secret, public, newer)), "newer Lollipop"},
		"a row that is altered": {opening(relocked(t, backup, secret, public, func(text string) string {
			return strings.Replace(text, "st-elsewhere", "st-nowhere-1", 1)
		})), "not the rows"},
	}
	for at := 0; at < len(whole); at += len(whole)/12 + 1 {
		tries[fmt.Sprint("cut at ", at)] = try{opening(file(fmt.Sprint("cut", at), whole[:at])), ""}
		tries[fmt.Sprint("changed at ", at)] = try{opening(file(fmt.Sprint("changed", at), flipped(at))), ""}
	}
	before := names(t, fresh)
	for name, row := range tries {
		for _, more := range [][]string{nil, {"--verify"}} {
			got := ask(t, in(fresh), append(append([]string{"restore"}, row.args...), more...)...)
			if got.code != 1 || !strings.Contains(got.out+got.errs, row.says) || strings.Contains(got.errs, "AGE-SECRET-KEY-1") {
				t.Errorf("%s %v: %+v", name, more, got)
			}
			if left := strings.TrimSuffix(names(t, fresh), "lollipop.db.lock"); left != before {
				t.Fatalf("%s %v: left %q", name, more, left)
			}
		}
	}
	// A key that is there and is another: neither is put away for the other.
	other := t.TempDir()
	well(t, in(other), "migrate")
	if got := ask(t, in(other), "restore", backup, "--identity", secret, "--keys", keys); got.code != 1 ||
		!strings.Contains(got.errs, "another than the one in --keys") {
		t.Errorf("another key here: %+v", got)
	}
	if got := ask(t, in(other), "restore", backup, "--identity", secret); got.code != 1 ||
		!strings.Contains(got.errs, "does not hold") || !strings.Contains(got.errs, "chain.key") {
		t.Errorf("a record under another key: %+v", got)
	}
	// A file that is no database of ours stands where it would go.
	for name, content := range map[string][]byte{"words": []byte("dear diary, ..."), "a database": foreign(t)} {
		taken := t.TempDir()
		path := filepath.Join(taken, "lollipop.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		got := ask(t, in(taken), "restore", backup, "--identity", secret, "--keys", keys)
		now, err := os.ReadFile(path)
		must(t, err)
		if name == "a database" { // which is now SQLite's of another mode, and has what it had
			now, content = nil, nil
			db := raw(t, path)
			_, err = db.Exec("INSERT INTO diary VALUES ('today', '')")
			must(t, db.Close())
		}
		if got.code != 1 || err != nil || !bytes.Equal(now, content) {
			t.Errorf("over %s of somebody's: %+v", name, got)
		}
	}
	well(t, in(fresh), "restore", backup, "--identity", secret, "--keys", keys)
	if err := tally(t, home).Same(tally(t, fresh)); err != nil {
		t.Error(err)
	}
}

// foreign is a SQLite database of another program's.
func foreign(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db := raw(t, path)
	if _, err := db.Exec("CREATE TABLE diary (day TEXT, words TEXT)"); err != nil {
		t.Fatal(err)
	}
	must(t, db.Close())
	content, err := os.ReadFile(path)
	must(t, err)
	return content
}

// backedUp is a data folder with a school, its backup, and the key that opens that.
func backedUp(t *testing.T) (home, backup, secret string) {
	t.Helper()
	home, backup = t.TempDir(), filepath.Join(t.TempDir(), "b")
	elsewhere(t, home)
	public, secret := newKey(t)
	well(t, in(home), "backup", backup, "--to", public)
	return home, backup, secret
}

// The drill looks at everything; without the chain's key it says what it could not look at, and does not pass.
func TestTheDrillNeedsTheKeyToPass(t *testing.T) {
	home, backup, secret := backedUp(t)
	fresh := filepath.Join(t.TempDir(), "none")
	got := ask(t, in(fresh), "restore", backup, "--identity", secret, "--verify")
	if got.code != 1 || !strings.Contains(got.out, "FIX") || !strings.Contains(got.out, "ok ") {
		t.Errorf("without a key: %+v", got)
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("the drill made a data folder")
	}
	key, err := os.ReadFile(filepath.Join(home, chainKeyFile))
	must(t, err)
	drill := []string{"restore", backup, "--identity", secret, "--verify"}
	out := well(t, in(fresh, "LOLLIPOP_CHAIN_KEY="+strings.TrimSpace(string(key))), drill...)
	if strings.Contains(out, "FIX") {
		t.Errorf("with one: %s", out)
	}
	wrong := hex.EncodeToString(storetest.Key[0])
	if got := ask(t, in(fresh, "LOLLIPOP_CHAIN_KEY="+wrong), drill...); got.code != 1 ||
		!strings.Contains(got.errs, "does not hold") {
		t.Errorf("with another: %+v", got)
	}
}

// A backup that an older program made, or that was made before migrating, is restored and then brought up to date.
func TestAnOlderBackupIsRestoredAndMigrated(t *testing.T) {
	home := t.TempDir()
	elsewhere(t, home)
	open(t, home, func(s *store.Store) {
		if err := s.MigrateTo(t.Context(), 9); err != nil {
			t.Fatal(err)
		}
	})
	public, secret := newKey(t)
	backup := filepath.Join(t.TempDir(), "b")
	well(t, in(home), "backup", backup, "--to", public)
	key, err := os.ReadFile(filepath.Join(home, chainKeyFile))
	must(t, err)
	for _, environ := range [][]string{in(t.TempDir()), inPostgres(t, t.TempDir())} {
		environ = append(environ, "LOLLIPOP_CHAIN_KEY="+strings.TrimSpace(string(key)))
		said := well(t, environ, "restore", backup, "--identity", secret)
		if now := holding(t, environ); now.Head.Schema != store.Newest || !strings.Contains(said, "schema 9") {
			t.Errorf("schema %d: %s", now.Head.Schema, said)
		}
		well(t, environ, "audit", "verify")
	}
}
