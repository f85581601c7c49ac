package web

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write openapi.json anew")

// The app's types are made from openapi.json, so it must be what the server says of itself.
func TestTheDescriptionIsCheckedIn(t *testing.T) {
	app, err := New(&Server{Demo: &Demo{}})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := app.Describe()
	if err != nil {
		t.Fatal(err)
	}
	var now bytes.Buffer
	if err := json.Indent(&now, raw, "", " "); err != nil {
		t.Fatal(err)
	}
	now.WriteByte('\n')
	if *update {
		if err := os.WriteFile("openapi.json", now.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, now.Bytes()) {
		t.Error("openapi.json is not what the routes say: go test ./backend/web -run Description -update, and npm run types in pwa")
	}
}
