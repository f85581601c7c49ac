package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/id"
)

// asProgram makes this test's own binary the program, so that a test has a process to kill.
const asProgram = "LOLLIPOP_TEST_IS_THE_PROGRAM=1"

func TestMain(m *testing.M) {
	environ := os.Environ()
	if i := slices.Index(environ, asProgram); i >= 0 {
		environ = pushHere(slices.Delete(environ, i, i+1))
		os.Exit(runWith(untilTold(), built, os.Args[1:], environ, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// process is the program in a process of its own.
type process struct {
	cmd     *exec.Cmd
	address string
	links   []string // those that it printed, each with the person's line
	// firstRun is the way in for the first administrator.
	firstRun string
}

// launch starts the program and waits until its output has said that.
func launch(t *testing.T, environ []string, until string, args ...string) *process {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, args...)
	cmd.Env = append(environ, asProgram)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd}
	t.Cleanup(p.kill)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		if _, rest, ok := strings.Cut(line, " at http://"); ok && p.address == "" {
			p.address = "http://" + strings.TrimRight(strings.Fields(rest)[0], ".")
		}
		if strings.Contains(line, "/first-run/") {
			p.firstRun = strings.TrimSpace(line)
		}
		if strings.Contains(line, "/link/") {
			p.links = append(p.links, line)
		}
		if strings.Contains(line, until) {
			go io.Copy(io.Discard, out)
			return p
		}
	}
	p.kill()
	t.Fatalf("lollipop %s never said %q: %s", strings.Join(args, " "), until, errs.String())
	return nil
}

// kill ends it as a power cut would: nothing of it runs again.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may be over already
	_ = p.cmd.Wait()
}

// browser is one that may be signed in.
type browser struct {
	cookie *http.Cookie
	origin string // the address that it knows the server by, where that is not the one that it is sent to
}

// do asks once; 0 when no answer came.
func (b *browser) do(ctx context.Context, address, method, path, op string, body any) (status int, answer []byte) {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0, nil
	}
	ask, err := http.NewRequestWithContext(ctx, method, address+path, bytes.NewReader(raw))
	if err != nil {
		return 0, nil
	}
	ask.Header.Set("Content-Type", "application/json")
	ask.Header.Set("Origin", cmp.Or(b.origin, address))
	ask.Header.Set("Operation-Id", op)
	if b.cookie != nil {
		ask.AddCookie(b.cookie)
	}
	got, err := http.DefaultClient.Do(ask)
	if err != nil {
		return 0, nil
	}
	defer got.Body.Close()
	for _, cookie := range got.Cookies() {
		b.cookie = cookie
	}
	if answer, err = io.ReadAll(got.Body); err != nil {
		return 0, nil
	}
	return got.StatusCode, answer
}

// officeOf signs in at a demo as the secretary of Hook Lane, who stands first.
func officeOf(t *testing.T, p *process) *browser {
	t.Helper()
	for _, line := range p.links {
		if !strings.Contains(line, "office secretary") {
			continue
		}
		office := &browser{}
		_, token, _ := strings.Cut(line, "/link/")
		if status, body := office.do(t.Context(), p.address, "POST", "/api/links/"+token, string(id.New[id.Op]()),
			struct{}{}); status != http.StatusOK {
			t.Fatalf("the office cannot come in: %d %s", status, body)
		}
		return office
	}
	t.Fatal("the demo has no secretary")
	return nil
}
