package web

import (
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/id"
)

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
	// Whoever runs the server may name the port that a browser leaves out.
	for origin, port := range map[string]string{"https://lollipop.test": ":443", "http://lollipop.test": ":80"} {
		if s.Origin = origin + port; !s.ours(origin) || s.ours(origin+":8443") || s.ours("ftp://lollipop.test") {
			t.Errorf("%s is not ours under LOLLIPOP_ORIGIN=%s", origin, s.Origin)
		}
	}
	if s.Origin = "https://lollipop.test:80"; s.ours("https://lollipop.test") {
		t.Error("a port of its own is left out")
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
