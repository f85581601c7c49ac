package web

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/id"
)

// raw speaks to the server on a socket of its own: what is sent, byte for byte.
type raw struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func (h *house) dial(t *testing.T) *raw {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return &raw{t, conn, bufio.NewReader(conn)}
}

// send writes, as far as the server listens: it may hang up on a body that it does not want.
func (r *raw) send(parts ...string) { _, _ = io.WriteString(r.conn, strings.Join(parts, "")) }

// next reads an answer; the zero status is the end of the connection.
func (r *raw) next() (status int, header http.Header, body string) {
	r.t.Helper()
	response, err := http.ReadResponse(r.in, nil)
	if err != nil {
		var timeout net.Error
		if errors.As(err, &timeout) && timeout.Timeout() {
			r.t.Fatal("the server neither answers nor hangs up")
		}
		return 0, nil, ""
	}
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(text)
}

// head is the head of a request as our own page sends it, up to what says how long the body is.
func head(method, path string, session access.Token, more ...string) string {
	kind := "application/json"
	if strings.HasPrefix(path, "/api/imports/pupils") || strings.HasPrefix(path, "/api/imports/staff") {
		kind = "application/octet-stream"
	}
	lines := []string{method + " " + path + " HTTP/1.1", "Host: lollipop.test", "Origin: " + origin,
		"Sec-Fetch-Site: same-origin",
		"Content-Type: " + kind, "Operation-Id: " + string(id.New[id.Op]())}
	if session != "" {
		lines = append(lines, "Cookie: "+sessionCookie+"="+string(session))
	}
	return strings.Join(append(lines, more...), "\r\n") + "\r\n"
}

// hidden is a body made of whole requests: each would move the demo's clock to another year if it were ever executed.
func hidden(size int) string {
	one := head("POST", "/api/demo/clock", "") + "Content-Length: 29\r\n\r\n" + `{"at":"1999-01-01T00:00:00Z"}`
	return strings.Repeat(one, size/len(one)+1)[:size]
}

func chunked(body string) string {
	var out strings.Builder
	for len(body) > 0 {
		n := min(len(body), 8000)
		fmt.Fprintf(&out, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return out.String() + "0\r\n\r\n"
}

// A body that is too large for its route is not read, the connection ends, and what was in the body is never taken for
// requests.
func TestBodiesAreBoundedAndNothingHidesInThem(t *testing.T) {
	h := newHouse(t)
	session := h.here.session["hd"]
	for name, row := range map[string]struct {
		head string
		size int
		want int
	}{
		"a form of anybody's":        {head("POST", "/api/sign-in", ""), formLimit + 1, 413},
		"a form, signed in":          {head("POST", "/api/desk/hand-in", session), formLimit + 1, 413},
		"a large form":               {head("POST", "/api/desk/hand-in", session), 3 << 20, 413},
		"a reading route":            {head("GET", "/api/desk", session), formLimit + 1, 413},
		"the mapping of an import":   {head("PUT", "/api/imports/x/mapping", session), formLimit + 1, 413},
		"an import under no method":  {head("POST", "/api/imports/pupils", session), formLimit + 1, 413},
		"an import, written anew":    {head("PUT", "/api/imports/%70upils", session), formLimit + 1, 413},
		"an import with a tail":      {head("PUT", "/api/imports/pupils/", session), formLimit + 1, 413},
		"nothing there":              {head("POST", "/api/nothing", ""), formLimit + 1, 413},
		"nothing there at all":       {head("PUT", "/nothing", session), formLimit + 1, 413},
		"the first page":             {head("GET", "/", ""), formLimit + 1, 413},
		"a file":                     {head("GET", "/assets/main-4f2a.js", ""), formLimit + 1, 413},
		"the help page, posted":      {head("POST", "/help", ""), formLimit + 1, 413},
		"health":                     {head("GET", "/healthz", ""), formLimit + 1, 413},
		"an upload of nobody's":      {head("PUT", "/api/imports/pupils", ""), strangerLimit + 1, 413},
		"an upload, token made up":   {head("PUT", "/api/imports/staff", access.NewToken()), strangerLimit + 1, 413},
		"an upload of a teacher's":   {head("PUT", "/api/imports/pupils", h.here.session["tea"]), strangerLimit + 1, 413},
		"an upload of a leaver's":    {head("PUT", "/api/imports/pupils", h.here.session["lft"]), strangerLimit + 1, 413},
		"an upload past every limit": {head("PUT", "/api/imports/pupils?name=a.csv", session), uploadLimit + 1, 413},
	} {
		for _, how := range []string{"length", "chunked"} {
			if how == "chunked" && row.size > uploadLimit {
				continue // 40 MiB over a socket prove what 1 MiB proves
			}
			c := h.dial(t)
			body := hidden(row.size)
			if how == "length" {
				c.send(row.head, fmt.Sprintf("Content-Length: %d\r\n\r\n", row.size))
				c.send(body[:min(len(body), 4<<20)])
			} else {
				c.send(row.head, "Transfer-Encoding: chunked\r\n\r\n", chunked(body))
			}
			status, header, text := c.next()
			if status != row.want && status != 0 { // 0: it hung up before the answer could be read
				t.Errorf("%s, %s: %d %s", name, how, status, text)
			}
			if status != 0 && header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s, %s: the answer has no headers of ours: %v", name, how, header)
			}
			if status, _, text := c.next(); status != 0 {
				t.Errorf("%s, %s: a second answer: %d %s", name, how, status, text)
			}
		}
	}
	if now := h.clock.Now(); now.Year() != 2026 {
		t.Errorf("a hidden request was executed: the clock reads %s", now)
	}
}

// What the routes take, they take; and the connection lives on.
func TestBodiesWithinTheLimits(t *testing.T) {
	h := newHouse(t)
	form := `{"school":"` + strings.Repeat("x", formLimit-200) + `","email":"a","passphrase":"b"}`
	for name, row := range map[string]struct {
		head, body string
		want       int
	}{
		"a form just within": {head("POST", "/api/sign-in", ""), form, 401},
		"an upload of an office's, 2 MB": {head("PUT", "/api/imports/pupils?name=a.csv", h.here.session["ofc"]),
			pupilsFile + strings.Repeat(",", 2<<20), 200},
		"a small upload of nobody's": {head("PUT", "/api/imports/pupils", ""), strings.Repeat("x", 300_000), 401},
		"a small upload of a teacher's": {head("PUT", "/api/imports/pupils", h.here.session["tea"]),
			strings.Repeat("x", 300_000), 404},
	} {
		for _, how := range []string{"length", "chunked"} {
			c := h.dial(t)
			if how == "length" {
				c.send(row.head, fmt.Sprintf("Content-Length: %d\r\n\r\n", len(row.body)), row.body)
			} else {
				c.send(row.head, "Transfer-Encoding: chunked\r\n\r\n", chunked(row.body))
			}
			if status, _, text := c.next(); status != row.want && !(row.want == 200 && status == 422) {
				t.Errorf("%s, %s: %d %.300s", name, how, status, text)
			}
			c.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
			if status, _, _ := c.next(); status != 200 {
				t.Errorf("%s, %s: the connection did not live on: %d", name, how, status)
			}
		}
	}
}

// Where two readers could differ about where a request ends, there is one answer and then the end.
func TestRequestsThatCouldBeReadInTwoWays(t *testing.T) {
	h := newHouse(t)
	inner := head("POST", "/api/demo/clock", "") + "Content-Length: 29\r\n\r\n" + `{"at":"1999-01-01T00:00:00Z"}`
	start := head("POST", "/api/sign-out", "")
	for name, request := range map[string]string{
		"length and chunks":          start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
		"chunks and length":          start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + inner,
		"chunks by another name":     start + "Content-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\n{}" + inner,
		"chunks behind a space":      start + "Content-Length: 2\r\nTransfer-Encoding : chunked\r\n\r\n{}" + inner,
		"two lengths":                start + "Content-Length: 2\r\nContent-Length: 0\r\n\r\n{}" + inner,
		"a length with a sign":       start + "Content-Length: +2\r\n\r\n{}" + inner,
		"a length below nothing":     start + "Content-Length: -2\r\n\r\n{}" + inner,
		"a length that wraps around": start + "Content-Length: 18446744073709551618\r\n\r\n{}" + inner,
		"a chunk that wraps around": start + "Transfer-Encoding: chunked\r\n\r\n10000000000000002\r\n{}\r\n0\r\n\r\n" +
			inner,
		"a chunk without its end":   start + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}" + inner,
		"a header on a second line": start + "X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}" + inner,
		"a bare line feed in a header": start + "X: a\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n" +
			inner,
	} {
		c := h.dial(t)
		c.send(request)
		if err := c.conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		answers := 0
		for status, _, _ := c.next(); status != 0; status, _, _ = c.next() {
			answers++
			if status >= 500 {
				t.Errorf("%s: %d", name, status)
			}
		}
		if answers > 1 {
			t.Errorf("%s: %d answers, and so a request inside a request", name, answers)
		}
	}
	if now := h.clock.Now(); now.Year() != 2026 {
		t.Errorf("a hidden request was executed: the clock reads %s", now)
	}
}

// Four large files are in memory at once and no more: the fifth is told to come again, and gets its turn when one of
// the others gave up.
func TestLargeUploadsTakeTurns(t *testing.T) {
	h := newHouse(t)
	begin := func() *raw {
		c := h.dial(t)
		c.send(head("PUT", "/api/imports/pupils?name=a.csv", h.here.session["ofc"]),
			fmt.Sprintf("Content-Length: %d\r\n\r\n", strangerLimit+10), strings.Repeat("x", 10))
		return c
	}
	taken := func() int {
		h.server.uploads.mu.Lock()
		defer h.server.uploads.mu.Unlock()
		n := 0
		for _, turn := range h.server.uploads.turns {
			if !turn.full {
				n++
			}
		}
		return n
	}
	var waiting []*raw
	for n := range uploadsAtOnce {
		waiting = append(waiting, begin())
		until(t, "the turn is taken", func() bool { return taken() == n+1 })
	}
	status, header, text := begin().next()
	if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" ||
		!strings.Contains(text, `"kind":"unavailable"`) {
		t.Errorf("the fifth: %d %v %s", status, header, text)
	}
	small := h.dial(t) // what is no large file waits for nobody
	small.send(head("PUT", "/api/imports/pupils?name=a.csv", h.here.session["ofc"]),
		fmt.Sprintf("Content-Length: %d\r\n\r\n", len(pupilsFile)), pupilsFile)
	if status, _, text := small.next(); status != http.StatusOK {
		t.Errorf("a small file: %d %s", status, text)
	}
	waiting[0].conn.Close()
	until(t, "the turn is given back", func() bool { return taken() == uploadsAtOnce-1 })
	last := begin()
	last.send(strings.Repeat("x", strangerLimit))
	if status, _, text := last.next(); status != http.StatusUnprocessableEntity {
		t.Errorf("in its turn: %d %s", status, text)
	}
	until(t, "the turn is given back by the handler", func() bool { return taken() == uploadsAtOnce-1 })
}

// until waits for something that another goroutine does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("in ten seconds it did not come to pass that %s", what)
		}
	}
}

// A body that unfolds is not unfolded.
func TestCompressedBodiesAreRefused(t *testing.T) {
	h := newHouse(t)
	bomb, err := os.ReadFile("testdata/zeros.gz")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		method, path, kind string
		session            access.Token
	}{{"POST", "/api/sign-in", "application/json", ""}, {"PUT", "/api/imports/pupils", "application/octet-stream",
		h.here.session["ofc"]},
		{"GET", "/api/desk", "", h.here.session["ofc"]}, {"POST", "/nothing", "", ""}} {
		got := h.do(ask{method: row.method, path: row.path, body: string(bomb), session: row.session, header: http.Header{
			"Content-Encoding": {"gzip"}, "Content-Type": {row.kind}}})
		if got.status != http.StatusUnsupportedMediaType {
			t.Errorf("%s %s: %s", row.method, row.path, got.print())
		}
	}
}
