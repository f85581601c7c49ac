package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/id"
)

// class is a kind of answer, and the best that it can score: 100, and 10 for its policy, 5 for Referrer-Policy, 5 for
// frame-ancestors, 10 for Cross-Origin-Resource-Policy; where scripts are asked for, 5 more for their digests, and where
// a session's cookie is set, 5 more for the cookie. The last 5 of the table's 145 are the browsers' own list.
type class struct {
	kind string // what Content-Type begins with
	best int
}

const bestOfAll, withScripts, withCookie = 130, 135, 135

var (
	aFirstPage  = class{"text/html; charset=utf-8", withScripts}
	aPlainPage  = class{"text/html; charset=utf-8", bestOfAll}
	aScript     = class{"text/javascript", bestOfAll}
	aPicture    = class{"image/", bestOfAll}
	aManifest   = class{"application/manifest+json", bestOfAll}
	aJSON       = class{"application/json", bestOfAll}
	aPlainText  = class{"text/plain", bestOfAll}
	description = class{"application/", bestOfAll}
)

// classes says of which class an address outside the API is. One that is not here fails the test.
var classes = map[string]class{
	"/": aFirstPage, "/sign-in": aFirstPage, "/link/:token": aFirstPage, "/first-run/:token": aFirstPage,
	"/passphrase": aFirstPage,
	"/factor":     aFirstPage,
	"/desk":       aFirstPage, "/class-check": aFirstPage, "/class": aFirstPage, "/confiscations": aFirstPage,
	"/confiscations/:id": aFirstPage, "/import": aFirstPage, "/import/:id": aFirstPage, "/families": aFirstPage,
	"/pupils/:id": aFirstPage, "/same-person": aFirstPage, "/today": aFirstPage, "/policy": aFirstPage,
	"/staff": aFirstPage, "/exceptions": aFirstPage, "/uses": aFirstPage, "/staff-leave": aFirstPage,
	"/class-code": aFirstPage, "/promises": aFirstPage, "/class-codes": aFirstPage, "/l/:code": aFirstPage,
	"/letter": aFirstPage, "/hand-over": aFirstPage, "/home": aFirstPage, "/sitting/:seat": aFirstPage,
	"/signed": aFirstPage, "/signed/:id": aFirstPage, "/another-phone": aFirstPage, "/details": aFirstPage,
	"/letters": aFirstPage, "/read/:school/:edition": aFirstPage, "/signatures": aFirstPage, "/forms": aFirstPage,
	"/documents": aFirstPage, "/documents/:document": aFirstPage, "/calls": aFirstPage, "/messages": aFirstPage,
	"/messages/:seat/:id": aFirstPage, "/ringing": aFirstPage, "/deliveries": aFirstPage, "/reading": aFirstPage,
	"/reading/:id":   aFirstPage,
	"/letters/print": aFirstPage, "/deliveries/print": aFirstPage, // sheets: drawn by the app, printed by the browser
	"/shell/:tag": aFirstPage, "/help": aPlainPage, "/s/:school/help": aPlainPage, "/s/:school/page": aFirstPage,
	"/help/ceop": aPlainPage, "/away": aPlainPage, "/s/:school/help/ceop": aPlainPage, "/s/:school/help/back": aPlainPage,
	"/s/:school/poster": aPlainPage, "/demo": aPlainPage,
	"/assets/*": aScript, "/sw.js": aScript, "/manifest.webmanifest": aManifest, "/icon.svg": aPicture,
	"/icon-180.png": aPicture, "/icon-192.png": aPicture, "/icon-512.png": aPicture, "/icon-maskable.png": aPicture,
	"/badge-96.png": aPicture, "/locales/:file": aJSON, "/s/:school/documents.json": aJSON,
	"/s/:school/documents/:file": aJSON, "/healthz": aPlainText, "/readyz": aPlainText,
	"/openapi.json": description, "/openapi.yaml": description, "/openapi-3.0.json": description,
	"/openapi-3.0.yaml": description,
}

// plainForms are the pages that take a form without a script.
var plainForms = map[string]bool{"/s/:school/help": true, "/s/:school/help/back": true}

// watch scores an answer, and fails where it is not the best of its class.
func (h *house) watch(t *testing.T, what string, got answer, best int) {
	t.Helper()
	host := strings.TrimPrefix(h.url, "http://")
	if s := observe(scanned{got, host}); s.total != best {
		t.Errorf("%s: %d points, and the best is %d: %v\n%.400s", what, s.total, best, s.marks, got.print())
	}
}

// foreign is what a scanner's or a stranger's browser sends.
func foreign(more ...string) http.Header {
	header := http.Header{"Origin": {"https://evil.test"}}
	for i := 0; i+1 < len(more); i += 2 {
		header.Set(more[i], more[i+1])
	}
	return header
}

// Every address outside the API, in every language, scores the best that its class can, whatever it is asked by.
func TestEveryPageAndFileIsAtItsBest(t *testing.T) {
	h := newHouse(t)
	app, err := New(h.server)
	if err != nil {
		t.Fatal(err)
	}
	api := map[string]bool{}
	for _, r := range h.server.routes() {
		api[placeholder.ReplaceAllString(r.Path, ":$1")] = true
	}
	served := map[string]bool{}
	for _, route := range app.fiber.GetRoutes(true) {
		if served[route.Path] = true; classes[route.Path] == (class{}) && !api[route.Path] {
			t.Errorf("%s: nobody has said of which class it is", route.Path)
		}
	}
	for pattern, class := range classes {
		if !served[pattern] {
			t.Errorf("%s: it has a class and is not served", pattern)
		}
		path := pagesTable[pattern]
		if pattern == "/s/:school/documents/:file" {
			path = h.edition(t)
		}
		languages := []string{"en"}
		if strings.HasPrefix(class.kind, "text/html") {
			languages = nil
			for _, l := range h.server.Languages.All() {
				languages = append(languages, l.Tag)
			}
		}
		for _, lang := range languages {
			for _, session := range []access.Token{"", h.here.session["hd"], h.here.session["par"]} {
				if session != "" && class.kind != aFirstPage.kind {
					continue
				}
				got := h.do(ask{path: path, session: session, header: foreign("Accept-Language", lang, "Accept", "text/html")})
				h.watch(t, fmt.Sprintf("%s in %s", pattern, lang), got, class.best)
				if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), class.kind) {
					t.Errorf("%s in %s: %.300s", pattern, lang, got.print())
				}
				if tag := got.header.Get("ETag"); tag != "" {
					again := h.do(ask{path: path, header: foreign("If-None-Match", tag, "Accept-Language", lang)})
					h.watch(t, pattern+", again", again, bestOfAll)
					if again.status != http.StatusNotModified || again.body != "" {
						t.Errorf("%s, again: %.300s", pattern, again.print())
					}
				}
			}
		}
		for _, method := range []string{"HEAD", "OPTIONS", "POST", "TRACE", "PROPFIND"} {
			got := h.do(ask{method: method, path: path, header: foreign("Access-Control-Request-Method", "POST")})
			h.watch(t, method+" "+pattern, got, bestOfAll)
			want := http.StatusNotFound
			if method == "POST" && plainForms[pattern] { // not from our own page
				want = http.StatusForbidden
			}
			if method != "HEAD" && got.status != want {
				t.Errorf("%s %s: %d", method, pattern, got.status)
			}
		}
	}
}

// edition is the address of a document that the school has published.
func (h *house) edition(t *testing.T) string {
	t.Helper()
	got := h.do(ask{path: "/s/hook-lane/documents.json"})
	_, rest, found := strings.Cut(got.body, `"edition":"`)
	if !found {
		t.Fatal(got.print())
	}
	digest, _, _ := strings.Cut(rest, `"`)
	return "/s/hook-lane/documents/" + digest + ".json"
}

// Every class of answer that the API and the server behind it can give scores its best: each has a row by name.
func TestEveryAnswerIsAtItsBest(t *testing.T) {
	h := newHouse(t)
	hd, ofc, page := h.here.session["hd"], h.here.session["ofc"], foreign("Accept", "text/html")
	link := ask{method: "POST", path: "/api/links/" + string(h.link(h.here, "ast", access.ForDemo)), body: "{}"}
	used := ask{method: "POST", path: "/api/desk/hand-in", session: ofc, op: string(id.New[id.Op]()),
		body: `{"pupil":"` + aPupil(h, h.here)["pupil"] + `"}`}
	reused := used
	reused.body = `{"pupil":"` + aPupil(h, h.here)["pupil"] + `"}`
	kept := aConfiscation(h, h.here)["id"]
	broken := func() error { return fmt.Errorf("the database is away") }
	rows := []struct {
		name string
		ask  ask
		want int
		best int
		with func() error
	}{
		{"200, signed out", ask{path: "/api/me", header: foreign()}, 200, bestOfAll, nil},
		{"200, signed in", ask{path: "/api/desk", session: hd, header: foreign()}, 200, bestOfAll, nil},
		{"200, a change", used, 200, bestOfAll, nil},
		{"200, a session begins", link, 200, withCookie, nil},
		{"200, a session ends", ask{method: "POST", path: "/api/sign-out", body: "{}", session: h.session(h.here, "tea")},
			200, withCookie, nil},
		{"401", ask{path: "/api/desk", header: foreign()}, 401, bestOfAll, nil},
		{"403, another origin", ask{method: "POST", path: "/api/sign-in", body: "{}", header: foreign()}, 403, bestOfAll,
			nil},
		{"403, by the policy", ask{method: "POST", path: "/api/confiscations/" + kept + "/release", body: `{"child":true}`,
			session: ofc}, 403, bestOfAll, nil},
		{"403, another name", ask{path: "/api/demo/clock", header: http.Header{"Host": {"evil.test"}}}, 403, bestOfAll, nil},
		{"404 in the API", ask{path: "/api/nothing", header: foreign()}, 404, bestOfAll, nil},
		{"404 of a thing", ask{path: "/api/pupils/7zzzzzzzzzzzzzzzzzzzzzzzzz", session: hd}, 404, bestOfAll, nil},
		{"404, a page", ask{path: "/nothing", header: page}, 404, bestOfAll, nil},
		{"404, a file", ask{path: "/assets/nothing.js", header: foreign()}, 404, bestOfAll, nil},
		{"404, what a scanner asks for", ask{path: "/robots.txt", header: foreign()}, 404, bestOfAll, nil},
		{"404, leave for other sites", ask{path: "/crossdomain.xml", header: foreign()}, 404, bestOfAll, nil},
		{"404, leave for others still", ask{path: "/clientaccesspolicy.xml", header: foreign()}, 404, bestOfAll, nil},
		{"405, said as 404", ask{method: "DELETE", path: "/api/desk", header: foreign()}, 404, bestOfAll, nil},
		{"405, before a change", ask{method: "OPTIONS", path: "/api/desk/hand-in", header: foreign(
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "operation-id")}, 404, bestOfAll, nil},
		{"405, the head alone", ask{method: "HEAD", path: "/api/me", header: foreign()}, 404, bestOfAll, nil},
		{"409", reused, 409, bestOfAll, nil},
		{"415", ask{method: "POST", path: "/api/sign-in", body: "{}", header: http.Header{"Content-Encoding": {"br"}}}, 415,
			bestOfAll, nil},
		{"422", ask{method: "POST", path: "/api/desk/hand-in", body: "[]", session: ofc}, 422, bestOfAll, nil},
		{"500", ask{path: "/api/policy", session: hd}, 500, bestOfAll, broken},
		{"500, a panic", ask{path: "/api/policy", session: hd}, 500, bestOfAll, func() error { panic("broken") }},
		{"503", ask{path: "/readyz", header: foreign()}, 503, bestOfAll, broken},
		{"500, a page", ask{path: "/s/hook-lane/help", header: page}, 500, bestOfAll, broken},
		{"a style", ask{path: "/assets/main-77aa.css", header: foreign()}, 200, bestOfAll, nil},
		{"a file of no known kind", ask{path: "/assets/odd-11.xyz", header: foreign()}, 200, bestOfAll, nil},
		{"a packed file", ask{path: "/assets/main-4f2a.js", header: foreign("Accept-Encoding", "br")}, 200, bestOfAll, nil},
	}
	for _, row := range rows {
		h.faults.with(row.with)
		var got answer
		if row.ask.header.Get("Host") != "" { // net/http takes a Host from elsewhere
			got = h.rawly(t, "GET "+row.ask.path+" HTTP/1.1\r\nHost: evil.test\r\n\r\n")
		} else {
			got = h.do(row.ask)
		}
		h.faults.with(nil)
		h.watch(t, row.name, got, row.best)
		if got.status != row.want {
			t.Errorf("%s: %.300s", row.name, got.print())
		}
	}
	for name, row := range map[string]struct {
		sent string
		want []int
	}{
		"400, two lengths": {head("POST", "/api/sign-out", "") + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
			[]int{400}},
		"400, no request": {"GARBAGE\r\n\r\n", []int{400}},
		"413": {head("POST", "/api/sign-in", "") + fmt.Sprintf("Content-Length: %d\r\n\r\n", formLimit+1),
			[]int{413}},
		"431": {"GET / HTTP/1.1\r\nHost: lollipop.test\r\nX: " + strings.Repeat("x", 40<<10) + "\r\n\r\n", []int{431}},
	} {
		got := h.rawly(t, row.sent)
		h.watch(t, name, got, bestOfAll)
		if !slices.Contains(row.want, got.status) {
			t.Errorf("%s: %.300s", name, got.print())
		}
	}
}

// rawly sends those bytes and reads the one answer.
func (h *house) rawly(t *testing.T, sent string) answer {
	t.Helper()
	c := h.dial(t)
	c.send(sent)
	status, header, body := c.next()
	return answer{status, header, body}
}

// Whatever a route of the API answers, signed out, as the head and to a foreign page, scores its best.
func TestEveryRouteIsAtItsBest(t *testing.T) {
	h := newHouse(t)
	seen := map[int]bool{}
	for _, r := range h.server.routes() {
		for name, row := range map[string]struct {
			session access.Token
			header  http.Header
		}{"signed out": {"", nil}, "the head": {h.here.session["hd"], nil},
			"a foreign page": {h.here.session["hd"], foreign("Sec-Fetch-Site", "cross-site")}} {
			a := request(r, things{})
			if a.session = row.session; strings.HasPrefix(r.Name, "access.sign_out") && name == "the head" {
				a.session = h.session(h.here, "hd")
			}
			for header, values := range row.header {
				a.header[header] = values
			}
			got := h.do(a)
			seen[got.status] = true
			best := bestOfAll
			if got.header.Get("Set-Cookie") != "" {
				best = withCookie
			}
			h.watch(t, r.Method+" "+r.Path+", "+name, got, best)
		}
	}
	for _, status := range []int{200, 401, 403, 404} {
		if !seen[status] {
			t.Errorf("no route answered with %d: nothing was tried", status)
		}
	}
}
