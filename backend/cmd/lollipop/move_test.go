package main

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	must(t, err)
	return db
}

// superuser is PostgreSQL's, in the database of that address.
func superuser(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", strings.Replace(dsn, "lollipop_app@", "super@", 1))
	must(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// nobodyIn waits until nobody is connected to it: a connection that was closed is there for a moment still.
func nobodyIn(t *testing.T, super *sql.DB) {
	t.Helper()
	for n := 1; n > 0; {
		must(t, super.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
			AND usename = 'lollipop_app'`).Scan(&n))
	}
}

// A school goes over to PostgreSQL and back again: everything is the same there, and what it came from stays as it was.
func TestMoveToPostgreSQLAndBack(t *testing.T) {
	home := t.TempDir()
	furnished(t, home)
	was := tally(t, home)
	key, err := os.ReadFile(filepath.Join(home, chainKeyFile))
	must(t, err)
	before, err := os.ReadFile(filepath.Join(home, "lollipop.db"))
	must(t, err)
	there := postgresKind(t).Config(t)
	owner := filepath.Join(t.TempDir(), "owner")
	must(t, os.WriteFile(owner, []byte(there.OwnerDSN+"\n"), 0o600))

	if got := ask(t, in(home), "move", "--to", there.DSN); got.code != 1 || !strings.Contains(got.errs, "--owner") {
		t.Errorf("without the owner: %+v", got)
	}
	said := well(t, in(home), "move", "--to", there.DSN, "--owner-file", owner)
	if !strings.Contains(said, "schools: 2") || !strings.Contains(said, "LOLLIPOP_DATABASE_OWNER") {
		t.Errorf("move says %s", said)
	}
	if after, err := os.ReadFile(filepath.Join(home, "lollipop.db")); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file that it came from is another: %v", err)
	}
	environ := in(home, "LOLLIPOP_DATABASE="+there.DSN)
	if err := was.Same(holding(t, environ)); err != nil {
		t.Error(err)
	}
	well(t, environ, "audit", "verify")
	if got := ask(t, in(home), "move", "--to", there.DSN); got.code != 1 || !strings.Contains(got.errs, "not empty") {
		t.Errorf("once more: %+v", got)
	}

	back := filepath.Join(t.TempDir(), "back.db")
	nobodyIn(t, superuser(t, there.DSN))
	if got := ask(t, environ, "move", "--to", "sqlite:"+filepath.Join(home, "lollipop.db")); got.code != 1 ||
		!strings.Contains(got.errs, "not empty") {
		t.Errorf("over the old file: %+v", got)
	}
	well(t, environ, "move", "--to", "sqlite:"+back)
	again := in(t.TempDir(), "LOLLIPOP_DATABASE=sqlite:"+back, "LOLLIPOP_CHAIN_KEY="+strings.TrimSpace(string(key)))
	if err := was.Same(holding(t, again)); err != nil {
		t.Error(err)
	}
	well(t, again, "audit", "verify")
	if info, err := os.Stat(back); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestMoveSaysWhatIsWrongAndChangesNothing(t *testing.T) {
	home, away := t.TempDir(), t.TempDir()
	elsewhere(t, home)
	path := "sqlite:" + filepath.Join(away, "x.db")
	environ := in(home)
	refused := func(name, says string, environ []string, args ...string) {
		t.Helper()
		got := ask(t, environ, append([]string{"move"}, args...)...)
		if got.code != 1 || !strings.Contains(got.errs, says) || strings.Contains(got.errs, "hush") {
			t.Errorf("%s: %+v", name, got)
		}
		if left := strings.TrimSuffix(names(t, away), "x.db.lock"); left != "" {
			t.Fatalf("%s: left %s", name, left)
		}
	}
	refused("nowhere", "--to", environ)
	refused("a word", "LOLLIPOP_DATABASE", environ, "--to", "mysql://hush@x")
	refused("an owner for SQLite", "LOLLIPOP_DATABASE_OWNER", environ, "--to", path, "--owner", "postgres://o:hush@x/y")
	refused("where it is", "already", environ, "--to", "sqlite:"+filepath.Join(home, "lollipop.db"))
	refused("a server that is not there", "PostgreSQL", environ, "--to",
		"postgres://lollipop:hush@/x?host="+away+"&connect_timeout=2")
	refused("no key", chainKeyFile, in(t.TempDir()), "--to", path)
	wrong := append(in(home), "LOLLIPOP_CHAIN_KEY="+hex.EncodeToString(storetest.Key[0]))
	refused("another key", "does not hold", wrong, "--to", path)

	usual := lingers
	config := postgresKind(t).Config(t)
	config.ChainKey = storetest.Key
	other := storetest.Reopen(t, config)
	must(t, other.Migrate(t.Context()))
	lingers = 0
	t.Cleanup(func() { lingers = usual })
	refused("others are connected", "others are connected", environ, "--to", config.DSN)

	// Nobody moves a database that is served, or restores over it; nobody serves one that is being moved.
	s := start(t, in(home, "LOLLIPOP_LISTEN=127.0.0.1:0"), "Lollipop is at", "serve")
	refused("a server runs", "stop that first", environ, "--to", path)
	if got := ask(t, environ, "restore", "x", "--identity", "x"); got.code != 1 {
		t.Errorf("restore: %+v", got)
	}
	well(t, environ, "audit", "verify") // beside it, as ever
	s.stop()
	c, err := readConfig(environ)
	must(t, err)
	release, err := claim(c)
	must(t, err)
	public, _ := newKey(t)
	for _, args := range [][]string{{"serve"}, {"audit", "verify"}, {"backup", "-", "--to", public}, {"push", "keys"},
		{"doctor"}} {
		if got := ask(t, environ, args...); got.code != 1 || !strings.Contains(got.out+got.errs, "moved just now") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	release()
	open(t, home, func(s *store.Store) { must(t, s.MigrateTo(t.Context(), 9)) })
	refused("an older schema", "lollipop migrate", environ, "--to", path)
	well(t, environ, "migrate")
	well(t, environ, "move", "--to", path)
}

// readyPostgres is a migrated database without a school and without anybody in it, and its superuser.
func readyPostgres(t *testing.T) (store.Config, *sql.DB) {
	t.Helper()
	config := postgresKind(t).Config(t)
	config.ChainKey = storetest.Key
	prepared := storetest.Reopen(t, config)
	must(t, prepared.Migrate(t.Context()))
	must(t, prepared.Close())
	super := superuser(t, config.DSN)
	nobodyIn(t, super)
	return config, super
}

// What is kept is never called lost: where PostgreSQL has everything, and only the look at it afterwards fails, that is
// what is said.
func TestMoveSaysThatItIsThereThoughNobodyCouldLook(t *testing.T) {
	home := t.TempDir()
	elsewhere(t, home)
	config, super := readyPostgres(t)
	_, err := super.Exec(`CREATE FUNCTION shut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
		'BEGIN REVOKE SELECT ON events FROM lollipop_app; RETURN NULL; END';
		CREATE CONSTRAINT TRIGGER shut AFTER INSERT ON schools DEFERRABLE INITIALLY DEFERRED
		FOR EACH ROW EXECUTE FUNCTION shut()`) // with the commit
	must(t, err)
	got := ask(t, in(home), "move", "--to", config.DSN)
	if got.code != 1 || strings.Contains(got.errs, "nothing was moved") ||
		!strings.Contains(got.errs, "everything is in") {
		t.Errorf("%+v", got)
	}
	var schools int
	if must(t, super.QueryRow("SELECT count(*) FROM schools").Scan(&schools)); schools == 0 {
		t.Error("and nothing is there")
	}
}

// What is written while a database is copied would be lost: then nothing is kept there.
func TestMoveKnowsThatTheDatabaseChanged(t *testing.T) {
	home := t.TempDir()
	elsewhere(t, home)
	config, super := readyPostgres(t)
	// Whoever writes profiles there waits, and by then the dump has begun.
	hold, err := super.BeginTx(t.Context(), nil)
	must(t, err)
	defer hold.Rollback()
	if _, err := hold.Exec("LOCK TABLE school_profiles IN EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	said := make(chan answer)
	go func() { said <- ask(t, in(home), "move", "--to", config.DSN) }()
	for waiting := 0; waiting == 0; {
		must(t, super.QueryRow("SELECT count(*) FROM pg_locks WHERE NOT granted").Scan(&waiting))
		select {
		case got := <-said:
			t.Fatalf("it did not wait: %+v", got)
		default:
		}
	}
	open(t, home, func(s *store.Store) { must(t, s.SetFact(t.Context(), "written", "meanwhile")) })
	must(t, hold.Rollback())
	if got := <-said; got.code != 1 || !strings.Contains(got.errs, "changed while it was copied") {
		t.Errorf("%+v", got)
	}
	if now := holding(t, in(home, "LOLLIPOP_DATABASE="+config.DSN)); now.Rows() != 0 {
		t.Errorf("%d rows were kept", now.Rows())
	}
}
