//go:build drill || bench

package storetest

import (
	"database/sql"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/store"
)

// Cluster is a PostgreSQL of one drill's own, on a port of loopback. Unlike the one of the tests it waits for the
// disk, and the drill may stop it, kill it and copy it. It goes with the drill, and with the process in any case.
type Cluster struct {
	Port   int
	folder string
	data   string
	bin    string
	as     *syscall.SysProcAttr
	leash  io.WriteCloser
}

// NewCluster makes one, with the product's two roles and an empty database, lollipop.
func NewCluster(t testing.TB) *Cluster {
	t.Helper()
	c := newCluster(t)
	c.run(t, "initdb", "-N", "-A", "trust", "-U", "super", "-E", "UTF8", "--locale=C", "-D", c.data)
	c.Start(t)
	c.Super(t, "postgres", "CREATE ROLE lollipop_owner LOGIN", "CREATE ROLE lollipop_app LOGIN",
		"CREATE DATABASE lollipop OWNER lollipop_owner")
	return c
}

func newCluster(t testing.TB) *Cluster {
	t.Helper()
	c := &Cluster{}
	var err error
	if c.bin, err = binaries(); err != nil {
		t.Fatal(err)
	}
	if real, err := filepath.EvalSymlinks(filepath.Join(c.bin, "initdb")); err == nil { // the rest stands beside it
		c.bin = filepath.Dir(real)
	}
	if c.folder, err = os.MkdirTemp("", "lollipop-drill"); err != nil {
		t.Fatal(err)
	}
	c.data = filepath.Join(c.folder, "data")
	if c.as, err = serverUser(c.folder); err != nil {
		t.Fatal(err)
	}
	if c.leash, err = guardian(c.as, c.folder, filepath.Join(c.bin, "pg_ctl"), c.data); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Stop(t)
		c.leash.Close()
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.Port = l.Addr().(*net.TCPAddr).Port
	l.Close()
	return c
}

func (c *Cluster) try(args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, args[0]), args[1:]...)
	cmd.SysProcAttr, cmd.Dir = c.as, c.folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", args[0], err, out)
	}
	return nil
}

func (c *Cluster) run(t testing.TB, args ...string) {
	t.Helper()
	if err := c.try(args...); err != nil {
		log, _ := os.ReadFile(filepath.Join(c.folder, "log"))
		t.Fatalf("%v\n%s", err, log[max(0, len(log)-2000):])
	}
}

// Start starts it and waits until it answers: after a kill, until what it had promised is there again.
func (c *Cluster) Start(t testing.TB) {
	t.Helper()
	options := fmt.Sprintf("-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories=%s -c max_connections=200 "+
		"-c shared_buffers=64MB -c fsync=on -c synchronous_commit=on -c wal_level=replica -c hot_standby=on", c.Port, c.folder)
	c.run(t, "pg_ctl", "-D", c.data, "-w", "-t", "60", "-l", filepath.Join(c.folder, "log"), "-o", options, "start")
}

// Stop ends it in the middle of whatever it does: every session is cut off, nothing is written down any more.
func (c *Cluster) Stop(testing.TB) {
	_ = c.try("pg_ctl", "-D", c.data, "-m", "immediate", "-w", "stop")
}

// Kill ends each of its processes as the end of its machine would.
func (c *Cluster) Kill(t testing.TB) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(c.data, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	_ = syscall.Kill(pid, syscall.SIGKILL)
	for _, child := range strings.Fields(string(children)) {
		if n, err := strconv.Atoi(child); err == nil {
			_ = syscall.Kill(n, syscall.SIGKILL)
		}
	}
}

// Super runs statements as the superuser.
func (c *Cluster) Super(t testing.TB, database string, statements ...string) {
	t.Helper()
	db := c.Hand(t, database)
	defer db.Close()
	for _, st := range statements {
		if _, err := db.Exec(st); err != nil {
			t.Fatalf("%s: %v", st, err)
		}
	}
}

// Hand is a way in as the superuser.
func (c *Cluster) Hand(t testing.TB, database string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", c.dsn("super", database))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func (c *Cluster) dsn(role, database string) string {
	return fmt.Sprintf("postgres://%s@127.0.0.1:%d/%s?sslmode=disable", role, c.Port, database)
}

// Config is the product's way to the database lollipop.
func (c *Cluster) Config() store.Config { return c.ConfigOf("lollipop") }

// ConfigOf is the product's way to a database.
func (c *Cluster) ConfigOf(database string) store.Config {
	return store.Config{DSN: c.dsn("lollipop_app", database), OwnerDSN: c.dsn("lollipop_owner", database), ChainKey: Key}
}

// Standby makes a copy that follows, and returns once nothing is acknowledged that it has not on its disk as well.
func (c *Cluster) Standby(t testing.TB) *Cluster {
	t.Helper()
	s := newCluster(t)
	s.run(t, "pg_basebackup", "-h", "127.0.0.1", "-p", strconv.Itoa(c.Port), "-U", "super", "-D", s.data, "-R", "-X", "stream",
		"-c", "fast")
	s.Start(t)
	c.Super(t, "postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
	db := c.Hand(t, "postgres")
	defer db.Close()
	for end := time.Now().Add(30 * time.Second); ; { //lollipop:clock a drill waits by the machine
		var n int
		err := db.QueryRow("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'").Scan(&n)
		if err == nil && n == 1 {
			return s
		}
		if time.Now().After(end) { //lollipop:clock the same
			t.Fatalf("the standby never followed: %v", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Promote makes a standby the server.
func (c *Cluster) Promote(t testing.TB) {
	t.Helper()
	c.run(t, "pg_ctl", "-D", c.data, "-w", "-t", "60", "promote")
}

// Either is the product's way to whichever of two that may be written to.
func (c *Cluster) Either(other *Cluster) store.Config {
	config := c.Config()
	hosts := fmt.Sprintf("@127.0.0.1:%d,127.0.0.1:%d/", c.Port, other.Port)
	for _, dsn := range []*string{&config.DSN, &config.OwnerDSN} {
		*dsn = strings.Replace(*dsn, fmt.Sprintf("@127.0.0.1:%d/", c.Port), hosts, 1) + "&target_session_attrs=read-write"
	}
	return config
}
