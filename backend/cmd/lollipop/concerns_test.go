package main

import (
	"strings"
	"sync"
	"testing"

	"lollipop/backend/vault"
)

// sealsSetting are keys of concerns for those whose keys stand in the environment, the same for all of this process.
var sealsSetting = sync.OnceValue(func() string {
	keys, err := vault.NewSeals()
	if err != nil {
		panic(err)
	}
	text, err := keys.Text()
	if err != nil {
		panic(err)
	}
	return "LOLLIPOP_CONCERN_KEYS=" + strings.TrimSpace(string(text))
})

// someSeals are keys of concerns for a database that a test has put together itself.
func someSeals(t testing.TB) *vault.Seals {
	t.Helper()
	keys, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}
