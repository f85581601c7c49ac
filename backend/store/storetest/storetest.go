// Package storetest gives tests a real database: SQLite in memory, SQLite in a file as a school runs it, and PostgreSQL
// under the roles that production has. Nothing is mocked, so what a room's test proves, it proves of the database.
//
// It is imported by tests alone.
package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"

	"lollipop/backend/audit"
	"lollipop/backend/store"
)

// Key is the chain's key in tests, never renewed.
var Key = audit.Keys{[]byte("thirty-two bytes for tests alone")}

// Each runs fn as a subtest on every kind of database, each time on a fresh one at the newest schema.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, kind := range Kinds {
		t.Run(kind.Name, func(t *testing.T) { fn(t, kind.Open(t)) })
	}
}

// Kind is one kind of database.
type Kind struct {
	Name string
	// Config gives the way to a fresh, empty database that the end of the test removes.
	Config func(t testing.TB) store.Config
}

// Kinds are all of them.
var Kinds = []Kind{
	{"memory", func(testing.TB) store.Config { return store.Config{DSN: "memory:" + name(), ChainKey: Key} }},
	{"file", func(t testing.TB) store.Config {
		return store.Config{DSN: "sqlite:" + filepath.Join(t.TempDir(), "lollipop.db"), ChainKey: Key}
	}},
	{"postgres", func(t testing.TB) store.Config { return postgresConfig(t, false) }},
}

// Open opens a fresh database at the newest schema and closes it at the end of the test.
func (k Kind) Open(t testing.TB) *store.Store {
	t.Helper()
	if k.Name == "postgres" { // a copy of one that is migrated already: faster than migrating each
		return Reopen(t, postgresConfig(t, true))
	}
	s := Reopen(t, k.Config(t))
	if err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// Reopen opens a database as it is, once more, and closes that at the end of the test.
func Reopen(t testing.TB, config store.Config) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Memory is a fresh database in memory: what a room's own tests use where the engine does not matter.
func Memory(t testing.TB) *store.Store {
	t.Helper()
	return Kinds[0].Open(t)
}

// name is one that no other database of this machine has.
func name() string {
	var raw [8]byte
	rand.Read(raw[:])
	return fmt.Sprintf("t%x", raw)
}
