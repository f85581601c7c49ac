package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"lollipop/backend/store"
)

// server is the one PostgreSQL of this test process, started by the first test that asks.
var server = sync.OnceValues(startPostgres)

// cluster is a running PostgreSQL with three roles: super (initdb's), lollipop_owner who owns the tables and migrates,
// and lollipop_app, who owns nothing and whom row-level security holds.
type cluster struct{ folder string }

const template = "lollipop_template"

func (c cluster) dsn(role, database string) string {
	return "postgres://" + role + "@/" + database + "?host=" + c.folder + "&sslmode=disable"
}

// postgresConfig gives a database of the test's own: an empty one that its end removes, or a migrated one with nothing
// in
// it. Making a database takes PostgreSQL longer than most tests do, so a migrated one is emptied and used again.
func postgresConfig(t testing.TB, migrated bool) store.Config {
	t.Helper()
	c, err := server()
	if err != nil {
		t.Fatal(err) // never skipped: half of the promise would go untested in silence
	}
	database := name()
	if migrated {
		select {
		case database = <-emptied:
		default:
			err = c.super("postgres", "CREATE DATABASE "+database+" TEMPLATE "+template+" OWNER lollipop_owner")
		}
		t.Cleanup(func() {
			if err := c.empty(database); err != nil {
				t.Error(err)
				return
			}
			select {
			case emptied <- database:
			default: // enough of them
			}
		})
	} else {
		err = c.super("postgres", "CREATE DATABASE "+database+" TEMPLATE template0 OWNER lollipop_owner")
		t.Cleanup(func() {
			if err := c.super("postgres", "DROP DATABASE "+database+" WITH (FORCE)"); err != nil {
				t.Error(err)
			}
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return store.Config{DSN: c.dsn("lollipop_app", database), OwnerDSN: c.dsn("lollipop_owner", database), ChainKey: Key}
}

// emptied are migrated databases that are free.
var emptied = make(chan string, 8)

// empty deletes every row but goose's, past row-level security and foreign keys.
func (c cluster) empty(database string) error {
	return c.super(database, `DO $$
		DECLARE t text;
		BEGIN
			SET LOCAL session_replication_role = replica;
			FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version' LOOP
				EXECUTE format('DELETE FROM %I', t);
			END LOOP;
		END $$`)
}

func (c cluster) super(database string, statements ...string) error {
	db, err := sql.Open("pgx", c.dsn("super", database))
	if err != nil {
		return err
	}
	defer db.Close()
	for _, st := range statements {
		if _, err := db.Exec(st); err != nil {
			return fmt.Errorf("%s: %w", st, err)
		}
	}
	return nil
}

// startPostgres makes a cluster in a folder of its own and prepares the template. It stops with this process: a shell
// beside it waits for the end of a pipe, which comes however the process ends, then stops the server and clears up.
func startPostgres() (cluster, error) {
	bin, err := binaries()
	if err != nil {
		return cluster{}, err
	}
	folder, err := os.MkdirTemp("", "lollipop-pg")
	if err != nil {
		return cluster{}, err
	}
	c := cluster{folder}
	as, err := serverUser(folder)
	if err != nil {
		return c, err
	}
	run := func(args ...string) error {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.SysProcAttr, cmd.Dir = as, folder
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", filepath.Base(args[0]), err, out)
		}
		return nil
	}
	data := filepath.Join(folder, "data")
	if err := run(filepath.Join(bin, "initdb"), "-N", "-A", "trust", "-U", "super", "-E", "UTF8", "--locale=C", "-D",
		data); err != nil {
		return c, err
	}
	// fsync off: these tests kill no machine. Sockets in the folder: no port to fight over.
	options := "-F -c listen_addresses= -c unix_socket_directories=" + folder +
		" -c max_connections=200 -c full_page_writes=off -c shared_buffers=32MB -c autovacuum=off"
	if pipe, err = guardian(as, folder, filepath.Join(bin, "pg_ctl"), data); err != nil {
		return c, err
	}
	if err := run(filepath.Join(bin, "pg_ctl"), "-D", data, "-w", "-t", "60", "-l", filepath.Join(folder, "log"), "-o",
		options, "start"); err != nil {
		return c, err
	}
	err = c.super("postgres", "CREATE ROLE lollipop_owner LOGIN", "CREATE ROLE lollipop_app LOGIN",
		"CREATE DATABASE "+template+" OWNER lollipop_owner")
	if err != nil {
		return c, err
	}
	return c, c.migrateTemplate()
}

func (c cluster) migrateTemplate() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := store.Open(ctx, store.Config{DSN: c.dsn("lollipop_app", template), OwnerDSN: c.dsn("lollipop_owner",
		template),
		ChainKey: Key})
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}

// binaries is the newest PostgreSQL on this machine.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errors.New("PostgreSQL is missing and half of these tests need it: apt-get install postgresql")
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// serverUser is whom the server runs as: PostgreSQL refuses root, so then it is postgres, or else nobody.
func serverUser(folder string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setsid: true} // a Ctrl-C is for the tests; the server ends in order
	if os.Getuid() != 0 {
		return attr, nil
	}
	who, err := user.Lookup("postgres")
	if err != nil {
		if who, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(who.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(folder, int(uid), int(gid))
}

// pipe is held open as long as this process lives.
//
//lint:ignore U1000 nobody reads it: it is there to be open
var pipe io.WriteCloser

// guardian stops the server and clears up once the pipe that it returns is closed.
func guardian(as *syscall.SysProcAttr, folder, pgctl, data string) (leash io.WriteCloser, err error) {
	const script = `cat; "$1" -D "$2" -m immediate -w stop; cd /; rm -rf "$3"`
	cmd := exec.Command("/bin/sh", "-c", script, "sh", pgctl, data, folder)
	cmd.SysProcAttr, cmd.Dir = as, folder
	if leash, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	return leash, cmd.Start()
}
