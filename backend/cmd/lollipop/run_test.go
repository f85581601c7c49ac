package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// built is the least that the server takes for the built app, so that these tests need no npm.
var built = fstest.MapFS{
	"dist/.vite/manifest.json": {Data: []byte(`{"src/main.tsx":{"file":"assets/main.js","isEntry":true}}`)},
	"dist/assets/main.js":      {Data: []byte(`"use strict";`)},
	"dist/shell.css":           {Data: []byte(`body{margin:0}`)},
	"dist/plain.css":           {Data: []byte(`body{margin:0}`)},
}

// answer is what a command said, and how it ended.
type answer struct {
	out, errs string
	code      int
}

// in is an environment with a data folder.
func in(folder string, more ...string) []string {
	return append([]string{"LOLLIPOP_DATA=" + folder, "LOLLIPOP_LISTEN=127.0.0.1:0"}, more...)
}

func ask(t *testing.T, environ []string, args ...string) answer {
	t.Helper()
	var out, errs bytes.Buffer
	code := runWith(t.Context(), built, args, environ, &out, &errs)
	return answer{out.String(), errs.String(), code}
}

// well asks and fails the test where that did not go well.
func well(t *testing.T, environ []string, args ...string) string {
	t.Helper()
	got := ask(t, environ, args...)
	if got.code != 0 {
		t.Fatalf("lollipop %s: %d\n%s%s", strings.Join(args, " "), got.code, got.out, got.errs)
	}
	return got.out
}

// server is a command that runs on until it is stopped.
type server struct {
	t      *testing.T
	cancel context.CancelFunc
	lines  *bytes.Buffer
	ended  chan answer
}

// start runs a command until its output has said that.
func start(t *testing.T, environ []string, until string, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &server{t: t, cancel: cancel, lines: &bytes.Buffer{}, ended: make(chan answer, 1)}
	r, w := io.Pipe()
	var errs bytes.Buffer
	go func() {
		code := runWith(ctx, built, args, environ, w, &errs)
		w.Close()
		s.ended <- answer{errs: errs.String(), code: code}
	}()
	piece := make([]byte, 4096)
	for !strings.Contains(s.lines.String(), until) {
		n, err := r.Read(piece)
		s.lines.Write(piece[:n])
		if err != nil {
			t.Fatalf("lollipop %s never said %q: %+v\n%s", strings.Join(args, " "), until, <-s.ended, s.lines)
		}
	}
	go io.Copy(io.Discard, r)
	t.Cleanup(func() { cancel() })
	return s
}

// stop asks it to stop and fails the test where it does not end well.
func (s *server) stop() {
	s.t.Helper()
	s.cancel()
	select {
	case got := <-s.ended:
		if got.code != 0 {
			s.t.Errorf("it ended with %d: %s", got.code, got.errs)
		}
	case <-time.After(20 * time.Second):
		s.t.Fatal("it did not stop")
	}
}

// address is the first http address that the server printed.
func (s *server) address() string {
	s.t.Helper()
	_, rest, ok := strings.Cut(s.lines.String(), "http://")
	if !ok {
		s.t.Fatalf("no address in %s", s.lines)
	}
	return "http://" + strings.TrimRight(strings.Fields(rest)[0], ".")
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestAskedWrongly(t *testing.T) {
	folder := t.TempDir()
	for name, row := range map[string]struct {
		args []string
		says string
	}{
		"nothing":             {nil, "expected one of"},
		"no such command":     {[]string{"frobnicate"}, "frobnicate"},
		"import what":         {[]string{"import"}, "pupils"},
		"import no file":      {[]string{"import", "pupils", "--school", "x"}, "file"},
		"import no school":    {[]string{"import", "staff", "x.csv"}, "--school"},
		"audit what":          {[]string{"audit"}, "verify"},
		"serve with a word":   {[]string{"serve", "now"}, "now"},
		"serve with a flag":   {[]string{"serve", "--port", "80"}, "--port"},
		"migrate with a word": {[]string{"migrate", "up"}, "up"},
		"demo's port":         {[]string{"demo", "--port", "eighty"}, "--port"},
		"doctor with a word":  {[]string{"doctor", "who"}, "who"},
		"openapi with a flag": {[]string{"openapi", "--yaml"}, "--yaml"},
	} {
		if got := ask(t, in(folder), row.args...); got.code != 2 || !strings.Contains(got.errs, row.says) ||
			got.out != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := ask(t, []string{"LOLLIPOP_LISTEN=here", "LOLLIPOP_LOG=xml"}, "doctor"); got.code != 2 ||
		strings.Count(got.errs, "\n") != 2 {
		t.Errorf("two mistakes in the environment: %+v", got)
	}
	if made, err := os.ReadDir(folder); err != nil || len(made) > 0 {
		t.Errorf("a wrong question made %v (%v)", made, err)
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	out := well(t, nil, "--help")
	for _, command := range []string{"serve", "migrate", "import pupils", "import staff", "audit verify", "backup", "restore", "move", "demo",
		"doctor", "keys rotate", "openapi"} {
		if !strings.Contains(out, command) {
			t.Errorf("%s is not in the help", command)
		}
	}
}

func TestOpenapiPrintsWhatIsCheckedIn(t *testing.T) {
	out := well(t, nil, "openapi")
	kept, err := os.ReadFile("../../web/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if out != string(kept) || !json.Valid([]byte(out)) {
		t.Error("lollipop openapi says something else than backend/web/openapi.json")
	}
}

func TestMigrateMakesDatabaseAndKeyOnce(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	well(t, in(folder), "migrate")
	path := filepath.Join(folder, chainKeyFile)
	first, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || len(first) != 65 {
		t.Errorf("%v, %v", info, err)
	}
	well(t, in(folder), "migrate")
	if again, err := os.ReadFile(path); err != nil || !bytes.Equal(first, again) {
		t.Errorf("another key: %v", err)
	}
}

// A key that is lost is never replaced where there is a record under it.
func TestALostKeyIsSaid(t *testing.T) {
	folder := t.TempDir()
	furnished(t, folder)
	path := filepath.Join(folder, chainKeyFile)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"migrate"}, {"serve"}, {"audit", "verify"}, {"demo"}} {
		if got := ask(t, in(folder), args...); got.code != 1 || !strings.Contains(got.errs, chainKeyFile) {
			t.Errorf("%v: %+v", args, got)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a new key was made")
	}
	if err := os.WriteFile(path, []byte("not a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, in(folder), "audit", "verify"); got.code != 1 || !strings.Contains(got.errs, "64 hexadecimal") {
		t.Errorf("%+v", got)
	}
}

func TestServe(t *testing.T) {
	folder := t.TempDir()
	if got := ask(t, in(folder), "serve"); got.code != 1 || !strings.Contains(got.errs, "lollipop migrate") {
		t.Fatalf("before migrate: %+v", got)
	}
	well(t, in(folder), "migrate")
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	if got := ask(t, in(folder, "LOLLIPOP_LISTEN="+busy.Addr().String()), "serve"); got.code != 1 ||
		!strings.Contains(got.errs, "LOLLIPOP_LISTEN") {
		t.Errorf("a busy port: %+v", got)
	}
	// A free port, known beforehand: serve prints its origin, which is somebody else's address behind a proxy.
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	environ := in(folder, "LOLLIPOP_LISTEN="+address, "LOLLIPOP_ORIGIN=http://"+address)
	s := start(t, environ, "/first-run/", "serve")
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/help": "999"} {
		if code, body := get(t, "http://"+address+path); code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d %.200s", path, code, body)
		}
	}
	if code, _ := get(t, "http://"+address+"/demo"); code != http.StatusNotFound {
		t.Errorf("/demo outside the demo: %d", code)
	}
	s.stop()
	if _, err := net.Dial("tcp", address); err == nil {
		t.Error("it still listens")
	}
}

// A school that has lost its key for good is served under another one; whoever starts it with the wrong one is told.
func TestServeSaysThatTheRecordIsUnderAnotherKey(t *testing.T) {
	folder := t.TempDir()
	elsewhere(t, folder)
	start(t, in(folder, "LOLLIPOP_LISTEN=127.0.0.1:0", "LOLLIPOP_CHAIN_KEY="+strings.Repeat("ab", 32)),
		"WRONG: the record was not made under this key", "serve").stop()
}

func TestServeWithoutTheBuiltApp(t *testing.T) {
	folder := t.TempDir()
	well(t, in(folder), "migrate")
	var out, errs bytes.Buffer
	code := runWith(t.Context(), fstest.MapFS{"dist/.gitkeep": {}}, []string{"serve"}, in(folder), &out, &errs)
	if code != 1 || !strings.Contains(errs.String(), "scripts/build") || out.String() != "" {
		t.Errorf("%d %s %s", code, out.String(), errs.String())
	}
}

func TestServeRefusesTheDemo(t *testing.T) {
	folder := t.TempDir()
	furnished(t, folder)
	if got := ask(t, in(folder), "serve"); got.code != 1 || !strings.Contains(got.errs, "demo") || got.out != "" {
		t.Errorf("%+v", got)
	}
}
