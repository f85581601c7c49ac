package web

import (
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/id"
)

// Every route that changes anything is refused where the browser does not say, or says otherwise, that the request came
// from our own page, and where the body is of a kind that a foreign form can send.
func TestChangesComeFromOurOwnPages(t *testing.T) {
	h := newHouse(t)
	not := func(name, value string) http.Header { return http.Header{name: {value}} }
	both := func(site, origin string) http.Header {
		return http.Header{"Sec-Fetch-Site": {site}, "Origin": {origin}}
	}
	refused := map[string]struct {
		header http.Header
		status int
	}{
		"no proof":               {both("", ""), 403},
		"cross-site":             {not("Sec-Fetch-Site", "cross-site"), 403},
		"same-site":              {not("Sec-Fetch-Site", "same-site"), 403},
		"typed in":               {not("Sec-Fetch-Site", "none"), 403},
		"foreign origin alone":   {both("", "http://evil.test"), 403},
		"foreign origin beside":  {not("Origin", "http://evil.test"), 403},
		"null":                   {both("", "null"), 403},
		"null beside":            {not("Origin", "null"), 403},
		"another scheme":         {both("", "https://lollipop.test"), 403},
		"another port":           {both("", "http://lollipop.test:8080"), 403},
		"a longer host":          {both("", "http://lollipop.test.evil.test"), 403},
		"our name as a user":     {both("", "http://lollipop.test@evil.test"), 403},
		"our origin with a path": {both("", "http://lollipop.test/x"), 403},
		"two origins":            {both("", "http://lollipop.test http://evil.test"), 403},
		"text":                   {not("Content-Type", "text/plain"), 422},
		"a form":                 {not("Content-Type", "application/x-www-form-urlencoded"), 422},
		"a form with files":      {not("Content-Type", "multipart/form-data; boundary=x"), 422},
		"no kind":                {not("Content-Type", ""), 422},
		"text that hides JSON":   {not("Content-Type", "text/plain; application/json"), 422},
		"JSON of another kind":   {not("Content-Type", "application/json-patch+json"), 422},
		"compressed":             {not("Content-Encoding", "gzip"), 415},
		"compressed twice":       {not("Content-Encoding", "br, gzip"), 415},
		"no operation id":        {not("Operation-Id", ""), 422},
		"a short operation id":   {not("Operation-Id", "1"), 422},
		"a shouted operation id": {not("Operation-Id", strings.ToUpper(string(id.New[id.Op]()))), 422},
		"two in an operation id": {not("Operation-Id", strings.Repeat(string(id.New[id.Op]()), 2)), 422},
	}
	for _, r := range h.server.routes() {
		if !r.changes() {
			continue
		}
		of := things{}
		if samples[r.Method+" "+r.Path].of != nil {
			of = h.standing(r, h.here)
		}
		before := h.happened(h.here)
		for name, row := range refused {
			a := request(r, of)
			if a.session, a.header = h.here.session["hd"], row.header; !r.May.allows(h.here.who("hd")) {
				a.session = h.here.session["par"]
			}
			got := h.do(a)
			if got.status != row.status {
				t.Errorf("%s %s, %s: %d %s", r.Method, r.Path, name, got.status, got.body)
			}
			if got.problem(t).Title == "" {
				t.Errorf("%s %s, %s: says nothing", r.Method, r.Path, name)
			}
		}
		if after := h.happened(h.here); after != before {
			t.Errorf("%s %s: one of the refused changes was made: %d events, and %d before", r.Method, r.Path, after, before)
		}
	}
	office := ask{method: "POST", path: "/api/desk/hand-in", session: h.here.session["ofc"],
		body: `{"pupil":"` + aPupil(h, h.here)["pupil"] + `"}`}
	before := h.happened(h.here)
	if got := h.do(office); got.status != http.StatusOK || h.happened(h.here) == before {
		t.Errorf("a change from our own page leaves no trace: %s", got.print())
	}
}

// happened is how many things the school's records say have happened, in both its chains.
func (h *house) happened(p *place) (events int64) {
	h.t.Helper()
	heads, err := h.server.Audit.Heads(h.t.Context(), p.school.ID)
	for _, head := range made(h, heads, err) {
		events += head.Position
	}
	return events
}

// A header that names another method changes nothing.
func TestTheMethodIsTheMethod(t *testing.T) {
	h := newHouse(t)
	for _, name := range []string{"X-Http-Method-Override", "X-Http-Method", "X-Method-Override"} {
		got := h.do(ask{path: "/api/desk", session: h.here.session["hd"], header: http.Header{name: {"POST"}}})
		if got.status != http.StatusOK {
			t.Errorf("%s: %d", name, got.status)
		}
		got = h.do(ask{method: "POST", path: "/api/desk", body: "{}", session: h.here.session["hd"],
			header: http.Header{name: {"GET"}}})
		if got.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, got.status)
		}
	}
	for _, method := range []string{"DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"} {
		got := h.do(ask{method: method, path: "/api/desk", session: h.here.session["hd"], header: http.Header{
			"Origin": {"http://evil.test"}, "Access-Control-Request-Method": {"POST"}}})
		if got.status != http.StatusNotFound || got.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %d %v", method, got.status, got.header)
		}
	}
}

// On one's own machine the address may be written in more than one way; elsewhere it may not.
func TestLocalhostIsOneMachine(t *testing.T) {
	s := &Server{Origin: "http://127.0.0.1:8080"}
	for origin, want := range map[string]bool{"http://localhost:8080": true, "http://[::1]:8080": true,
		"http://127.0.0.1:8080": true,
		"http://localhost:8081": false, "https://localhost:8080": false, "http://localhost.evil.test:8080": false,
		"": false} {
		if s.ours(origin) != want {
			t.Errorf("%q: %v", origin, !want)
		}
	}
	if s.Origin = "https://lollipop.test"; s.ours("https://localhost") {
		t.Error("a page of the visitor's own machine is taken for ours")
	}
}

// One operation happens once: a retry is answered as the first time, and its id is good for nothing else.
func TestOperationsHappenOnce(t *testing.T) {
	h := newHouse(t)
	op, pupil := string(id.New[id.Op]()), aPupil(h, h.here)["pupil"]
	handIn := ask{method: "POST", path: "/api/desk/hand-in", body: `{"pupil":"` + pupil + `"}`,
		session: h.here.session["ofc"], op: op}
	first := h.do(handIn)
	if first.status != http.StatusOK {
		t.Fatal(first.print())
	}
	if again := h.do(handIn); again.print() != first.print() {
		t.Errorf("the retry: %s", again.print())
	}
	other := handIn
	other.body = `{"pupil":"` + aPupil(h, h.here)["pupil"] + `"}`
	elsewhere := handIn
	elsewhere.session = h.here.session["hd"]
	third := handIn
	third.path = "/api/confiscations"
	third.body = `{"pupil":"` + pupil + `","ground":"breach","stored":"safe","tell_parents":"yes"}`
	for name, a := range map[string]ask{"another body": other, "another person": elsewhere, "another verb": third} {
		got := h.do(a)
		if got.status != http.StatusConflict || got.problem(t).Title != h.server.say("en", "web.operation_reused") {
			t.Errorf("%s: %s", name, got.print())
		}
	}
	// The other school's operations are its own: the same id there is another.
	there := ask{method: "POST", path: "/api/confiscations", session: h.there.session["hd"], op: op,
		body: `{"pupil":"` + aPupil(h, h.there)["pupil"] + `","ground":"breach","stored":"safe"}`}
	if got := h.do(there); got.status != http.StatusOK {
		t.Errorf("at the other school: %s", got.print())
	}
	desk := h.do(ask{path: "/api/desk", session: h.here.session["ofc"]})
	if !strings.Contains(desk.body, `"held":1,`) {
		t.Errorf("not one device: %.200s", desk.body)
	}
}

// Every changing route answers a retry with what it answered first, and does nothing twice.
func TestEveryChangeCanBeRetried(t *testing.T) {
	h := newHouse(t)
	for _, p := range []*place{h.here, h.there} {
		for _, r := range h.server.routes() {
			if !r.changes() || strings.HasPrefix(r.Name, "access.") || strings.HasPrefix(r.Name, "demo.") {
				continue // signing in again is another sign-in; a link is shown once
			}
			of := things{}
			if make := samples[r.Method+" "+r.Path].of; make != nil {
				of = make(h, p)
			}
			a := request(r, of)
			a.session, a.op = p.session["hd"], string(id.New[id.Op]())
			first := h.do(a)
			if again := h.do(a); again.print() != first.print() {
				t.Errorf("%s %s at %s:\n%s\nand then\n%s", r.Method, r.Path, p.school.Slug, first.print(), again.print())
			}
		}
	}
}
