package main

import (
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/clock"
)

// diagnosis is what the doctor says in JSON.
type diagnosis struct {
	What, Is, ToDo string
	OK             bool
}

// diagnosed asks the doctor, and returns what is to be done by what it is about.
func diagnosed(t *testing.T, environ []string, args ...string) (ills map[string]string, all []diagnosis) {
	t.Helper()
	got := ask(t, environ, append([]string{"doctor", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(got.out), &all); err != nil || len(all) < 10 {
		t.Fatalf("%v: %+v", err, got)
	}
	ills = map[string]string{}
	for _, f := range all {
		if f.OK != (f.ToDo == "") || f.What == "" || f.Is == "" {
			t.Errorf("%+v", f)
		}
		if !f.OK {
			ills[f.What] = f.Is + ": " + f.ToDo
		}
	}
	if (got.code == 0) != (len(ills) == 0) || got.errs != "" {
		t.Errorf("it ended with %d: %+v", got.code, ills)
	}
	return ills, all
}

// Each ailment is made for real, found alone, and said with what to do.
func TestDoctorFindsEachAilment(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	elsewhere(t, folder)
	well(t, in(folder), "concerns", "card")
	must(t, noteBackup(Config{Data: folder}, clock.System{}.Now()))
	key, err := os.ReadFile(filepath.Join(folder, chainKeyFile))
	must(t, err)
	if ills, _ := diagnosed(t, in(folder), "--deep"); len(ills) > 0 {
		t.Fatalf("before there is an ailment: %v", ills)
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	keep := func(name, text string) { must(t, os.WriteFile(at(name), []byte(text), 0o600)) }
	change := func(query string) {
		db, err := sql.Open("sqlite", at("lollipop.db"))
		must(t, err)
		_, err = db.Exec(query)
		must(t, errors.Join(err, db.Close()))
	}
	other := strings.Repeat("ab", 32)
	taken := httptest.NewServer(http.NotFoundHandler())
	defer taken.Close()
	for _, row := range []struct {
		name       string
		make, heal func()
		more, args []string
		what, says string
	}{
		{name: "the key of another database", make: func() { keep(chainKeyFile, other) },
			heal: func() { keep(chainKeyFile, string(key)) }, what: "record", says: "not made under this key"},
		{name: "a key that is lost", make: func() { must(t, os.Rename(at(chainKeyFile), at("away"))) },
			heal: func() { must(t, os.Rename(at("away"), at(chainKeyFile))) }, what: "chain key", says: "backup"},
		{name: "a database that cannot be looked at", what: "database", says: "cannot be looked at",
			more: []string{"LOLLIPOP_DATABASE=sqlite:" + filepath.Join(at(chainKeyFile), "lollipop.db")}},
		{name: "two keys", more: []string{"LOLLIPOP_CHAIN_KEY=" + other}, what: "settings", says: "another key"},
		{name: "no backup", make: func() { must(t, os.Remove(at(backupLast))) },
			heal: func() { must(t, noteBackup(Config{Data: folder}, clock.System{}.Now())) }, what: "backup",
			says: "none is known of"},
		{name: "an old backup", make: func() { keep(backupLast, "2026-01-02T03:04:05Z\n") },
			heal: func() { must(t, noteBackup(Config{Data: folder}, clock.System{}.Now())) }, what: "backup",
			says: "2026-01-02"},
		{name: "a backup of tomorrow", make: func() { keep(backupLast, "2999-01-02T03:04:05Z\n") },
			heal: func() { must(t, noteBackup(Config{Data: folder}, clock.System{}.Now())) }, what: "backup",
			says: "yet to come"},
		{name: "a note that is none", make: func() { keep(backupLast, "yesterday") },
			heal: func() { must(t, noteBackup(Config{Data: folder}, clock.System{}.Now())) }, what: "backup",
			says: "anew"},
		{name: "proxies that cannot reach us", more: []string{"LOLLIPOP_PROXIES=10.0.0.0/24"}, what: "settings",
			says: "cannot reach"},
		{name: "figures that are open and nowhere", more: []string{"LOLLIPOP_METRICS_OPEN=true"}, what: "settings",
			says: "LOLLIPOP_METRICS_OPEN"},
		{name: "a port of somebody else's", more: []string{"LOLLIPOP_METRICS=" +
			strings.TrimPrefix(taken.URL, "http://")}, what: "metrics", says: "something else"},
		{name: "rows that point nowhere", make: func() {
			change(`PRAGMA foreign_keys = 0; CREATE TABLE loose (s TEXT REFERENCES schools (id));
				INSERT INTO loose VALUES ('none')`)
		}, heal: func() { change(`DROP TABLE loose`) }, args: []string{"--deep"}, what: "database",
			says: "point at something"},
		{name: "a newer program's schema", make: func() {
			change(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`)
		}, heal: func() { change(`DELETE FROM goose_db_version WHERE version_id = 9999`) }, what: "database",
			says: "newer Lollipop"},
		{name: "an event that was changed", make: func() { change(`UPDATE events SET subject = 'x'`) },
			args: []string{"--deep"}, what: "record", says: "broken"},
	} {
		if row.make != nil {
			row.make()
		}
		ills, _ := diagnosed(t, in(folder, row.more...), row.args...)
		if row.name == "a key that is lost" || row.name == "two keys" {
			if !strings.Contains(ills["record"], "key") { // each says the other as well
				t.Errorf("%s: %v", row.name, ills)
			}
			delete(ills, "record")
		}
		if len(ills) != 1 || !strings.Contains(ills[row.what], row.says) {
			t.Errorf("%s: %v", row.name, ills)
		}
		if row.heal != nil {
			row.heal()
		}
	}
}

// A damaged file is found by who looks deeply: a page in the middle of it is overwritten.
func TestDoctorReadsTheWholeFile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	elsewhere(t, folder)
	must(t, noteBackup(Config{Data: folder}, clock.System{}.Now()))
	path := filepath.Join(folder, "lollipop.db")
	db, err := sql.Open("sqlite", path)
	must(t, err)
	var root int64
	must(t, db.QueryRow(`SELECT rootpage FROM sqlite_master WHERE name = 'pushes'`).Scan(&root))
	_, err = db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	must(t, errors.Join(err, db.Close()))
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	_, err = file.WriteAt([]byte(strings.Repeat("\x7f", 64)), (root-1)*4096)
	must(t, errors.Join(err, file.Close()))
	if ills, _ := diagnosed(t, in(folder), "--deep"); !strings.Contains(ills["database"], "restore a backup") &&
		!strings.Contains(ills["database"], "cannot be asked") {
		t.Errorf("%v", ills)
	}
}

// A disk that is nearly full, of bytes or of files.
func TestDoctorFindsAFullDisk(t *testing.T) {
	t.Cleanup(func() { statfs = syscall.Statfs })
	for name, row := range map[string]struct {
		disk syscall.Statfs_t
		err  error
		says string
	}{
		"room":       {syscall.Statfs_t{Bavail: 1 << 20, Bsize: 4096, Files: 1 << 20, Ffree: 1 << 19}, nil, ""},
		"no inodes":  {syscall.Statfs_t{Bavail: 1 << 20, Bsize: 4096}, nil, ""}, // a file system without such a number
		"no bytes":   {syscall.Statfs_t{Bavail: 1 << 10, Bsize: 4096, Files: 1 << 20, Ffree: 1 << 19}, nil, "1 GiB"},
		"no files":   {syscall.Statfs_t{Bavail: 1 << 20, Bsize: 4096, Files: 1 << 20, Ffree: 999}, nil, "999 more files"},
		"no answers": {syscall.Statfs_t{}, errors.New("stale handle"), "stale"},
	} {
		statfs = func(_ string, into *syscall.Statfs_t) error { *into = row.disk; return row.err }
		if f := diskSpace("disk", t.TempDir()); (f.todo == "") != (row.says == "") || !strings.Contains(f.todo, row.says) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// The address that browsers use is asked as a browser asks: TLS, who answers, how long the certificate lasts, HSTS, the
// clock, and the way from http.
func TestDoctorAsksTheAddress(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	well(t, in(folder), "migrate")
	t.Cleanup(func() { reachTrusts, reachPlain = nil, "" })
	hsts, date, serves, ready, leads := "max-age=63072000", time.Time{}, "/assets/main.js", http.StatusOK, ""
	proxy := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Strict-Transport-Security", hsts)
		if !date.IsZero() {
			w.Header().Set("Date", date.UTC().Format(http.TimeFormat))
		}
		switch r.URL.Path {
		case "/readyz":
			w.WriteHeader(ready)
		case serves:
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer proxy.Close()
	old := httptest.NewTLSServer(http.NotFoundHandler())
	defer old.Close()
	roots := x509.NewCertPool()
	roots.AddCert(proxy.Certificate())
	port80 := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if leads != "" {
			http.Redirect(w, r, leads, http.StatusMovedPermanently)
		}
	}))
	defer port80.Close()
	_, port, err := net.SplitHostPort(strings.TrimPrefix(port80.URL, "http://"))
	must(t, err)
	looks := func(more ...string) map[string]string {
		t.Helper()
		ills, all := diagnosed(t, in(folder, append([]string{"LOLLIPOP_ORIGIN=" + proxy.URL,
			"LOLLIPOP_PUSH_SUBJECT=mailto:office@lollipop.org"}, more...)...))
		if len(all) < 13 {
			t.Errorf("nothing was reached: %+v", all)
		}
		return ills
	}
	reachTrusts, reachPlain, leads = roots, ":"+port, proxy.URL+"/"
	if ills := looks(); len(ills) > 0 {
		t.Fatalf("all is well, and it says %v", ills)
	}
	for _, row := range []struct {
		name       string
		make, heal func()
		what, says string
	}{
		{"no hsts", func() { hsts = "" }, func() { hsts = "max-age=63072000" }, "hsts", "Strict-Transport-Security"},
		{"another program", func() { serves = "/assets/index.js" }, func() { serves = "/assets/main.js" },
			"https", "not this program"},
		{"a server that is not ready", func() { ready = http.StatusServiceUnavailable }, func() { ready = http.StatusOK },
			"https", "not ready"},
		{"another time", func() { date = clock.System{}.Now().Add(-time.Hour) }, func() { date = time.Time{} },
			"proxy clock", "NTP"},
		{"plain http", func() { leads = "" }, func() { leads = proxy.URL }, "http", "send everybody on"},
		{"http that leads elsewhere", func() { leads = "https://elsewhere.example/" }, func() { leads = proxy.URL }, "http",
			"send everybody on"},
		{"a certificate of nobody", func() { reachTrusts = x509.NewCertPool() }, func() { reachTrusts = roots }, "https",
			"certificate"},
	} {
		row.make()
		if ills := looks(); len(ills) != 1 || !strings.Contains(ills[row.what], row.says) {
			t.Errorf("%s: %v", row.name, ills)
		}
		row.heal()
	}
	proxy.Close()
	if ills := looks(); len(ills) != 1 || !strings.Contains(ills["https"], "does not answer") {
		t.Errorf("nobody answers: %v", ills)
	}
	soon := &http.Response{TLS: &tls.ConnectionState{PeerCertificates: []*x509.Certificate{{
		NotAfter: clock.System{}.Now().Add(13 * 24 * time.Hour)}}}}
	if f := certificate(soon); !strings.Contains(f.todo, "renew") {
		t.Errorf("%+v", f)
	}
}
