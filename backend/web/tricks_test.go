package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/id"
)

// trick is one way in which a foreign page, a form, or somebody with a keyboard tries to have a change made: what is
// sent in place of what our own page sends. An empty value takes a header away.
type trick struct {
	header http.Header
	status int
}

func sent(pairs ...string) http.Header {
	header := http.Header{}
	for i := 0; i+1 < len(pairs); i += 2 {
		header[pairs[i]] = append(header[pairs[i]], pairs[i+1])
	}
	return header
}

// from is a request that says whence it comes, and nothing else of it.
func from(origin string) trick { return trick{sent("Sec-Fetch-Site", "", "Origin", origin), 403} }

// beside is one whose browser vouches for it, with that origin.
func beside(origin string) trick { return trick{sent("Origin", origin), 403} }

func typed(as ...string) trick { return trick{http.Header{"Content-Type": as}, 422} }

// originTricks and kindTricks are tried on every changing route.
var originTricks = map[string]trick{
	"nothing said":                {sent("Sec-Fetch-Site", "", "Origin", ""), 403},
	"a referrer alone":            {sent("Sec-Fetch-Site", "", "Origin", "", "Referer", origin+"/desk"), 403},
	"a foreign page":              from("https://evil.test"),
	"null":                        from("null"),
	"null, vouched for":           beside("null"),
	"a foreign page, vouched for": beside("https://evil.test"),
	"a subdomain of ours":         from("http://www.lollipop.test"),
	"ours as a subdomain":         from("http://lollipop.test.evil.test"),
	"ours as an end":              from("http://evillollipop.test"),
	"ours with more":              from("http://lollipop.tests"),
	"ours with less":              from("http://lollipop.tes"),
	"our parent":                  from("http://test"),
	"ours with a dot":             from("http://lollipop.test."),
	"a letter of another script":  from("http://l\u043ellipop.test"),
	"another scheme":              from("https://lollipop.test"),
	"no scheme":                   from("lollipop.test"),
	"another port":                from("http://lollipop.test:8080"),
	"the scheme's own port":       from("http://lollipop.test:80"),
	"a name before":               from("http://lollipop.test@evil.test"),
	"a name of ours before":       from("http://me@lollipop.test"),
	"a path":                      from("http://lollipop.test/"),
	"a question":                  from("http://lollipop.test?"),
	"a mark":                      from("http://lollipop.test#x"),
	"an escaped dot":              from("http://lollipop%2etest"),
	"two in one":                  from(origin + " https://evil.test"),
	"two with a comma":            from(origin + ", https://evil.test"),
	"a file":                      from("file://"),
	"an extension":                from("chrome-extension://lollipop.test"),
	"cross-site from ours":        {sent("Sec-Fetch-Site", "cross-site"), 403},
	"same-site from ours":         {sent("Sec-Fetch-Site", "same-site"), 403},
	"typed in, from ours":         {sent("Sec-Fetch-Site", "none"), 403},
	"a word that no browser says": {sent("Sec-Fetch-Site", "same-origin, cross-site"), 403},
	"two origins, ours first":     {http.Header{"Origin": {origin, "https://evil.test"}}, 400},
	"two origins, ours last":      {http.Header{"Origin": {"https://evil.test", origin}}, 400},
	"two sites":                   {http.Header{"Sec-Fetch-Site": {"same-origin", "cross-site"}}, 400},
	"a proxy's word": {sent("Sec-Fetch-Site", "", "Origin", "https://evil.test", "X-Forwarded-Host", "evil.test"),
		403},
}

var kindTricks = map[string]trick{
	"no kind":                  typed(""),
	"text":                     typed("text/plain"),
	"text with a charset":      typed("text/plain; charset=utf-8"),
	"a form":                   typed("application/x-www-form-urlencoded"),
	"a form with files":        typed("multipart/form-data; boundary=x"),
	"JSON as a boundary":       typed(`multipart/form-data; boundary="application/json"`),
	"text that hides JSON":     typed("text/plain; application/json"),
	"JSON with a comma":        typed("application/json, text/plain"),
	"text with a comma":        typed("text/plain, application/json"),
	"nearly JSON":              typed("application/jsonx"),
	"JSON of another kind":     typed("application/ld+json"),
	"JSON as text":             typed("text/json"),
	"in seven bits":            typed("application/json; charset=utf-7"),
	"in sixteen bits":          typed("application/json; charset=utf-16"),
	"in sixteen bits, a file":  typed("application/octet-stream; charset=utf-16le"),
	"in two charsets":          typed("application/json; charset=utf-8; charset=utf-7"),
	"with a word of its own":   typed("application/json; x=y"),
	"two kinds, ours first":    {http.Header{"Content-Type": {"application/json", "text/plain"}}, 400},
	"two kinds, ours last":     {http.Header{"Content-Type": {"text/plain", "application/json"}}, 400},
	"packed":                   {sent("Content-Encoding", "gzip"), 415},
	"packed twice":             {sent("Content-Encoding", "br, gzip"), 415},
	"no operation":             {sent("Operation-Id", ""), 422},
	"a short operation":        {sent("Operation-Id", "1"), 422},
	"a shouted operation":      {sent("Operation-Id", strings.ToUpper(string(id.New[id.Op]()))), 422},
	"two in one operation":     {sent("Operation-Id", strings.Repeat(string(id.New[id.Op]()), 2)), 422},
	"two operations":           {http.Header{"Operation-Id": {string(id.New[id.Op]()), string(id.New[id.Op]())}}, 400},
	"two people who would act": {http.Header{"As": {"a", "b"}}, 400},
}

// snapshot is everything that a trick could change: the whole database, and the demo's clock.
func (h *house) snapshot() (unchanged func() error) {
	h.t.Helper()
	before, err := h.store.Tally(h.t.Context())
	made(h, before, err)
	at := h.clock.Now()
	return func() error {
		after, err := h.store.Tally(h.t.Context())
		if err = made(h, before.Same(after), err); err != nil {
			return err
		}
		if now := h.clock.Now(); !now.Equal(at) {
			return fmt.Errorf("the clock reads %s", now)
		}
		return nil
	}
}

// onEveryChange calls try for each changing route with a request that would succeed as it stands, and fails where
// anything changed by what try did.
func (h *house) onEveryChange(t *testing.T, try func(name string, r Route, good ask)) {
	t.Helper()
	routes, good := []Route{}, map[string]ask{}
	for _, r := range h.server.routes() {
		if !r.changes() {
			continue
		}
		of := things{}
		if samples[r.Method+" "+r.Path].of != nil {
			of = h.standing(r, h.here)
		}
		a := request(r, of)
		switch {
		case r.May.allows(h.here.who("hd")):
			a.session = h.here.session["hd"]
		case r.May.allows(h.here.who("chr")):
			a.session = h.here.session["chr"]
		default:
			a.session = h.here.session["par"]
		}
		routes, good[r.Name] = append(routes, r), a
	}
	if len(routes) < 50 {
		t.Errorf("%d routes are tried: where are the others?", len(routes))
	}
	for _, short := range []string{"hd", "chr"} {
		h.proves(h.here, short, h.here.session[short]) // some want it
	}
	all := h.snapshot()
	for _, r := range routes {
		try(r.Method+" "+r.Path, r, good[r.Name])
	}
	changed := all()
	if changed == nil {
		return
	}
	for _, r := range routes { // once more, to see which it was
		unchanged := h.snapshot()
		try(r.Method+" "+r.Path, r, good[r.Name])
		if err := unchanged(); err != nil {
			t.Errorf("%s %s: a trick changed something: %v", r.Method, r.Path, err)
		}
	}
	t.Errorf("a trick changed something: %v", changed)
}

// No change is made for a page that is not ours, nor from a body that a foreign form can send, on any route.
func TestNoTrickOfOriginOrKindChangesAnything(t *testing.T) {
	h := newHouse(t)
	h.onEveryChange(t, func(name string, r Route, good ask) {
		for _, tricks := range []map[string]trick{originTricks, kindTricks} {
			for what, trick := range tricks {
				a := good
				a.header = good.header.Clone()
				for header, values := range trick.header {
					a.header[header] = values
				}
				if r.Upload && strings.HasPrefix(what, "two kinds") {
					a.header = http.Header{"Content-Type": {"application/octet-stream", "text/plain"}}
				}
				if got := h.do(a); got.status != trick.status || got.problem(t).Title == "" {
					t.Errorf("%s, %s: %.300s", name, what, got.print())
				}
			}
		}
	})
}

// The log says which guard refused: whoever runs the server sees that somebody tries.
func TestTheLogSaysWhichGuardRefused(t *testing.T) {
	h := newHouse(t)
	hd, tea := h.here.session["hd"], h.here.session["tea"]
	for why, a := range map[string]ask{
		"web.other_origin": {method: "POST", path: "/api/sign-out", body: "{}", session: hd, header: sent("Origin", "null")},
		"web.content_type": {method: "POST", path: "/api/sign-out", body: "{}", session: hd,
			header: sent("Content-Type", "text/plain")},
		"web.signed_out":        {path: "/api/desk"},
		"web.not_found":         {path: "/api/desk", session: tea},
		"web.operation_missing": {method: "POST", path: "/api/desk/hand-in", body: "{}", session: hd, op: "x"},
		"access.sign_in.wrong": {method: "POST", path: "/api/sign-in",
			body: `{"school":"hook-lane","email":"a@b.example","passphrase":"wrong wrong wrong"}`},
	} {
		before := len(h.log.String())
		got := h.do(a)
		if line := h.log.String()[before:]; got.status < 400 || !strings.Contains(line, " why="+why+" ") &&
			!strings.Contains(line, " why="+why+"\n") {
			t.Errorf("%s: %d, and the log says %q", why, got.status, line)
		}
	}
	before := len(h.log.String())
	h.rawly(t, "QUILLFEATHER / HTTP/1.1\r\nHost: lollipop.test\r\n\r\n")
	if line := h.log.String()[before:]; !strings.Contains(line, "method=unknown") || strings.Contains(line, "QUILL") {
		t.Errorf("an odd method: %q", line)
	}
}

// What a browser can say of our own page in more than one way is taken: else the tricks above prove nothing.
func TestOurOwnPageIsHeard(t *testing.T) {
	h := newHouse(t)
	for name, header := range map[string]http.Header{
		"as it is":           nil,
		"an old browser":     sent("Sec-Fetch-Site", ""),
		"one without Origin": sent("Origin", ""),
		"with a charset":     sent("Content-Type", "application/json; charset=utf-8"),
		"in quotes":          sent("Content-Type", `application/json;charset="UTF-8"`),
		"a host in capitals": sent("Origin", "http://LOLLIPOP.TEST"),
		"a cookie in quotes": sent("Cookie", sessionCookie+`="`+string(h.here.session["ofc"])+`"`),
		"with a cookie of others": sent("Cookie", "a=b; "+sessionCookie+"="+string(h.here.session["ofc"])+
			"; Path=/x; $Domain=y"),
	} {
		got := h.do(ask{method: "POST", path: "/api/desk/hand-in", session: h.here.session["ofc"], header: header,
			body: `{"pupil":"` + aPupil(h, h.here)["pupil"] + `"}`})
		if got.status != http.StatusOK {
			t.Errorf("%s: %s", name, got.print())
		}
	}
}

// The method is the method: whatever a header, the address or a form says of another, it changes nothing, and the
// answer is the one without it.
func TestNoTrickOfMethodChangesAnything(t *testing.T) {
	h := newHouse(t)
	h.onEveryChange(t, func(name string, r Route, good ask) {
		for _, method := range []string{"GET", "HEAD", "OPTIONS", "PATCH", "DELETE"} {
			plain := good
			plain.method, plain.body = method, ""
			want := h.do(plain)
			if method != "GET" && want.status != http.StatusNotFound {
				t.Errorf("%s as %s: %s", name, method, want.print())
			}
			path, query := good.path, "?"
			if strings.Contains(path, "?") {
				query = "&"
			}
			for what, a := range map[string]ask{
				"with a body":          {path: path, body: good.body},
				"X-HTTP-Method":        {path: path, body: good.body, header: sent("X-Http-Method", r.Method)},
				"X-Method-Override":    {path: path, body: good.body, header: sent("X-Method-Override", r.Method)},
				"X-HTTP-Method-Overri": {path: path, body: good.body, header: sent("X-Http-Method-Override", r.Method)},
				"in the address":       {path: path + query + "_method=" + r.Method, body: good.body},
				"in a form": {path: path, body: "_method=" + r.Method,
					header: sent("Content-Type", "application/x-www-form-urlencoded")},
			} {
				a.method, a.session = method, good.session
				header := sent("Accept-Language", "en", "Sec-Fetch-Site", "same-origin", "Origin", origin, "Content-Type",
					"application/json", "Operation-Id", string(id.New[id.Op]()))
				for key, values := range a.header {
					header[key] = values
				}
				a.header = header
				got := h.do(a)
				if got.status != want.status || got.body != want.body {
					t.Errorf("%s as %s, %s: %.300s\nand without: %.300s", name, method, what, got.print(), want.print())
				}
			}
		}
	})
}
