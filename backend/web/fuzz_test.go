package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// patient is how long an answer to anything may take. One that takes longer is asked for twice more: only what is slow
// every time is slow by itself, and not by what else this machine does.
const patient = time.Second

// survives sends what somebody made up: the answer is there, soon, and is no fault of ours.
func (h *house) survives(t *testing.T, a ask) {
	t.Helper()
	for range 3 {
		began := time.Now()
		got, err := h.try(a)
		if err != nil || got.status >= 500 {
			t.Fatalf("%s %s %q: %v %s", a.method, a.path, a.body, err, got.print())
		}
		if time.Since(began) < patient {
			return
		}
	}
	t.Errorf("%s %s %q: every answer takes longer than %s", a.method, a.path, a.body, patient)
}

// changing are the routes that take JSON, but those that would end the session of whoever tries them out.
func (h *house) changing() []Route {
	var routes []Route
	for _, r := range h.server.routes() {
		if r.changes() && !r.Upload && !strings.HasPrefix(r.Name, "access.sign_out") {
			routes = append(routes, r)
		}
	}
	return routes
}

// FuzzJSON sends any body to any JSON route.
func FuzzJSON(f *testing.F) {
	h := newHouse(f)
	routes := h.changing()
	h.proves(h.here, "hd", h.here.session["hd"])
	for i, r := range routes {
		f.Add(uint8(i), []byte(samples[r.Method+" "+r.Path].body))
	}
	for _, body := range hostile {
		f.Add(uint8(len(body)), []byte(body))
	}
	f.Fuzz(func(t *testing.T, n uint8, body []byte) {
		if len(body) >= formLimit {
			return // TestBodies sends those, and the server hangs up on them
		}
		a := request(routes[int(n)%len(routes)], things{})
		a.session, a.body = h.here.session["hd"], string(body)
		h.survives(t, a)
	})
}

// FuzzFields sends bodies that are right but for one value, about things that exist, so that what is made up comes past
// the door and into the rooms. The value is JSON where it can be read as such, else a text.
func FuzzFields(f *testing.F) {
	h := newHouse(f)
	type form struct {
		to     Route
		of     things
		fields map[string]any
		names  []string
	}
	var forms []form
	h.proves(h.here, "hd", h.here.session["hd"])
	for _, r := range h.changing() {
		made := form{to: r, of: things{}}
		if sample := samples[r.Method+" "+r.Path]; sample.of != nil {
			made.of = h.standing(r, h.here)
		}
		if err := json.Unmarshal([]byte(request(r, made.of).body), &made.fields); err != nil {
			f.Fatalf("%s %s: the sample is no object: %v", r.Method, r.Path, err)
		}
		for name := range made.fields {
			made.names = append(made.names, name)
		}
		if len(made.names) > 0 {
			forms = append(forms, made)
		}
	}
	values := []string{"", "\x00", "\u202eevil\u2066", "\xff\xfe", "null", "-1", "1e308", "9007199254740993", "[]", "{}",
		`"\ud800"`, `[null,{"a":[]}]`, "2026-02-30", "0000-00-00", "7zzzzzzzzzzzzzzzzzzzzzzzzz", "' OR 1=1 --", "<script>",
		"true", strings.Repeat("é", 5000), strings.Repeat(" ", 400), "e\u0301\u0301\u0301", "\u2028", "👩‍👩‍👧‍👦"}
	for i, value := range values {
		for n := range forms {
			f.Add(uint8(n), uint8(i), value)
		}
	}
	f.Fuzz(func(t *testing.T, n, field uint8, value string) {
		form := forms[int(n)%len(forms)]
		body := map[string]any{}
		for name, was := range form.fields {
			body[name] = was
		}
		var read any = value
		if raw := json.RawMessage(value); json.Valid(raw) {
			read = raw
		}
		body[form.names[int(field)%len(form.names)]] = read
		text, err := json.Marshal(body)
		if err != nil || len(text) >= formLimit {
			return
		}
		a := request(form.to, form.of)
		a.session, a.body = h.here.session["hd"], string(text)
		h.survives(t, a)
	})
}

// FuzzUpload sends any file to the two routes that read one, and then asks for what was read.
func FuzzUpload(f *testing.F) {
	h := newHouse(f)
	for _, file := range []string{pupilsFile, staffFile, "", "PK\x03\x04", "\xff\xfeU\x00P\x00N\x00", "\ufeffUPN;DOB\r\n;",
		"sep=,\n\"\"\"\n", pupilsFile + strings.Repeat(",", 3000), strings.ReplaceAll(pupilsFile, "Bell", "=cmd|' /C calc'!A0"),
		strings.ReplaceAll(pupilsFile, "Isla", "\u202eIsla\u0000")} {
		f.Add(true, []byte(file))
		f.Add(false, []byte(file))
	}
	f.Fuzz(func(t *testing.T, pupils bool, file []byte) {
		path := map[bool]string{true: "/api/imports/pupils?name=a.csv", false: "/api/imports/staff?name=a.csv"}[pupils]
		h.survives(t, ask{method: http.MethodPut, path: path, session: h.here.session["hd"], body: string(file)})
	})
}

// FuzzQuery does the same with what stands in an address.
func FuzzQuery(f *testing.F) {
	h := newHouse(f)
	f.Add("Quill", "RobinA", "1")
	f.Add("\x00", "\xff", "-1")
	f.Add("%", "\u202e", "99999999999999999999")
	f.Fuzz(func(t *testing.T, q, class, page string) {
		query := url.Values{"q": {q}, "class": {class}, "page": {page}, "open": {page}, "on": {class}, "lang": {q}}.Encode()
		if len(query) > 8000 {
			return
		}
		for _, r := range h.server.routes() {
			if r.Method == http.MethodGet && !strings.Contains(r.Path, "{") {
				h.survives(t, ask{path: r.Path + "?" + query, session: h.here.session["hd"]})
			}
		}
		for _, path := range []string{"/", "/help", "/s/hook-lane/help", "/desk"} {
			h.survives(t, ask{path: path + "?" + query})
		}
	})
}

// FuzzHeaders does the same with every header that is read.
func FuzzHeaders(f *testing.F) {
	h := newHouse(f)
	f.Add("As", string(h.here.staff["hd"].ID))
	f.Add("Accept", ",q=;,,")
	for _, name := range []string{"As", "Accept-Language", "Operation-Id", "Origin", "Sec-Fetch-Site", "Content-Type",
		"Content-Encoding", "If-None-Match", "Accept-Encoding", "Cookie", "X-Forwarded-For", "Range", "Accept"} {
		for _, value := range []string{"", ",;q=,,", "ur;q=0.1, x-\xff;q=9e99, *", "7zzzzzzzzzzzzzzzzzzzzzzzzz", `"`, "W/\"\xe9\"",
			"bytes=0-,-1", sessionCookie + "=;" + sessionCookie + "=a; lang=\xff", strings.Repeat("a,", 1500)} {
			f.Add(name, value)
		}
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		if len(value) > 3000 || !header(name) || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return // no client can send it as one header
		}
		switch http.CanonicalHeaderKey(name) {
		case "Host", "Content-Length", "Transfer-Encoding", "Connection", "Trailer", "Upgrade", "Expect":
			return // those are the client library's own
		}
		more := http.Header{http.CanonicalHeaderKey(name): {value}}
		for _, a := range []ask{{path: "/"}, {path: "/help"}, {path: "/api/me"}, {path: "/sw.js"}, {path: "/api/class?class=RobinA"},
			{method: http.MethodPost, path: "/api/desk/hand-in", body: `{"pupil":"` + string(h.here.pupils[0].ID) + `"}`}} {
			a.session, a.header = h.here.session["hd"], more
			h.survives(t, a)
		}
	})
}

// header reports whether text can name a header.
func header(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}
