package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"lollipop/backend/fault"
	"lollipop/backend/store"
)

// Heard is what a person is told: "" for a yes, else the fault's kind, its words, and the clause that it rests on.
func Heard(err error) string {
	var f *fault.Fault
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &f):
		return "error " + err.Error()
	}
	return strings.TrimSpace(string(f.Kind) + " " + f.Say.Key + " " + string(f.Clause))
}

// Want fails the test when a person hears something else.
func Want(t testing.TB, what string, err error, expected string) {
	t.Helper()
	if got := Heard(err); got != expected {
		t.Errorf("%s: heard %q, want %q", what, got, expected)
	}
}

// Failing is what furnishing needs of a test: rapid's checks and examples have it too.
type Failing interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// Aloud is the Failing of an example: it ends one that cannot be told.
type Aloud struct{}

// Helper implements Failing.
func (Aloud) Helper() {}

// Fatal implements Failing.
func (Aloud) Fatal(all ...any) { panic(fmt.Sprint(all...)) }

// Fatalf implements Failing.
func (Aloud) Fatalf(as string, a ...any) { panic(fmt.Sprintf(as, a...)) }

// ForExample is an empty database of that name, which is gone when it is closed.
func ForExample(name string) *store.Store {
	s, err := store.Open(context.Background(), store.Config{DSN: "memory:" + name, ChainKey: Key})
	if err == nil {
		err = s.Migrate(context.Background())
	}
	if err != nil {
		Aloud{}.Fatal(err)
	}
	return s
}
