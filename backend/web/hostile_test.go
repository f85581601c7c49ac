package web

import (
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/store/storetest"
)

// deep is JSON n levels deep.
func deep(open, close string, n int) string {
	return strings.Repeat(open, n) + strings.Repeat(close, n)
}

// hostile are bodies that break readers of JSON, or what reads after them.
var hostile = map[string]string{
	"nothing":                  "",
	"null":                     "null",
	"a number":                 "1e999999",
	"a list":                   "[]",
	"half":                     `{"pupil":`,
	"two":                      `{}{}`,
	"deep lists":               deep("[", "]", 10_000),
	"deep objects":             deep(`{"a":`, "}", 9_000),
	"deep in a field":          `{"pupil":` + deep("[", "]", 10_000) + `}`,
	"broken UTF-8":             "{\"pupil\":\"\xff\xfe\xc0\x80\",\"class\":\"\xed\xa0\x80\"}",
	"broken UTF-8 in a name":   "{\"\xff\":1}",
	"half a surrogate":         `{"pupil":"\ud800","class":"\udc00x","reason":"\ud83d"}`,
	"NUL":                      `{"pupil":"a\u0000b","class":"\u0000","reason":"\u0000"}`,
	"a bare NUL":               "{\"pupil\":\"\x00\"}",
	"other control characters": `{"class":"\u0001\u001b[2J\u007f\u0085","reason":"\u2028\u2029"}`,
	"bidi":                     `{"class":"\u202e\u2066\u200f","reason":"\u202eevil","stored":"\u2067","pupil":"\u202e"}`,
	"a mark order":             "\ufeff{}",
	"a huge number":            `{"pupil":1` + strings.Repeat("0", 5000) + `}`,
	"numbers past the machine": `{"page":99999999999999999999999,"lift":1e400,"adult":-0}`,
	"a key twice":              `{"pupil":"a","pupil":"b","lift":true,"lift":false,"Pupil":"c"}`,
	"a key many times":         "{" + strings.Repeat(`"x":1,`, 9000) + `"x":1}`,
	"a long name":              `{"` + strings.Repeat("x", 60_000) + `":1}`,
	"a long text":              `{"pupil":"` + strings.Repeat("💥", 15_000) + `"}`,
	"a prototype":              `{"__proto__":{"x":1},"constructor":null}`,
	"wrong kinds": `{"pupil":{},"device":[],"lift":"yes","adult":true,"reason":5,"exceptions":{},` +
		`"columns":[],"leavers":"x"}`,
	"lists of wrong kinds": `{"exceptions":[null,1,"x",[],{"found":1}],"leavers":[null,{}],` +
		`"columns":{"surname":null}}`,
	"SQL": `{"pupil":"' OR 1=1 --","class":"'; DROP TABLE pupils; --",` +
		`"email":"\" OR \"\"=\"","school":"%"}`,
	"a template": `{"reason":"{{.School}} {{call .Say}}","class":"${7*7}","stored":"<script>"}`,
}

// filled is a sample with that text in each of its values, so that hostile text reaches each field.
func filled(body, text string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	parts := strings.Split(body, `"`)
	for i := 3; i < len(parts); i += 4 { // the values of an object of texts: name at 1, value at 3 …
		parts[i] = quoted
	}
	return strings.Join(parts, `"`)
}

// Whatever is sent, the answer is no fault of ours, and says in our words what is wrong; the next request is answered.
func TestHostileBodies(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name == "file" {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			h := houseOn(t, kind.Open(t))
			for _, r := range h.server.routes() {
				if !r.changes() {
					continue
				}
				bodies := map[string]string{}
				for name, body := range hostile {
					bodies[name] = body
				}
				sample := samples[r.Method+" "+r.Path].body
				for _, text := range []string{"\xff\xfe", "\u202e", "\u0001", "'", strings.Repeat("é", 3000),
					"7zzzzzzzzzzzzzzzzzzzzzzzzz"} {
					bodies["sample with "+text[:min(len(text), 8)]] = filled(sample, text)
				}
				for name, body := range bodies {
					of := things{}
					if samples[r.Method+" "+r.Path].of != nil && strings.Contains(r.Path, "{") && kind.Name == "memory" {
						of = h.standing(r, h.here)
					}
					a := request(r, of)
					a.session, a.body = h.here.session["hd"], body
					if r.Name == "access.sign_out" || r.Name == "access.sign_out_everywhere" {
						a.session = ""
					}
					got := h.do(a)
					if got.status >= 500 || got.status == 0 {
						t.Errorf("%s %s, %s: %s", r.Method, r.Path, name, got.print())
					}
					if strings.Contains(got.body, "expected") || strings.Contains(got.body, "json:") ||
						strings.Contains(got.body, "SQL") {
						t.Errorf("%s %s, %s: words that are not ours: %s", r.Method, r.Path, name, got.body)
					}
				}
			}
			if got := h.do(ask{path: "/readyz"}); got.status != http.StatusOK {
				t.Error(got.print())
			}
		})
	}
}

// The same of addresses.
func TestHostileAddresses(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name == "file" {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			h := houseOn(t, kind.Open(t))
			texts := []string{"%00", "%ff%fe", "%", "%zz", "%2e%2e%2f", "..%5c", "%0d%0aX-Evil:1", "\u202e", "'",
				"%27%20OR%201=1", "%252f",
				strings.Repeat("x", 5000), "-1", "99999999999999999999", "1e9", "%25", "%5f", "{id}", ";", "a;b", "+"}
			for _, r := range h.server.routes() {
				for _, text := range texts {
					path := placeholder.ReplaceAllString(r.Path, strings.ReplaceAll(text, "$", ""))
					if path == r.Path || r.changes() {
						path += "?q=" + text + "&class=" + text + "&page=" + text + "&open=" + text + "&name=" + text
					}
					h.answersAddress(t, r.Method, path)
				}
			}
			for _, prefix := range []string{"/", "/s/", "/assets/", "/locales/", "/link/", "/pupils/", "/help?lang=", "/?lang=",
				"/s/hook-lane/help?lang="} {
				for _, text := range texts {
					h.answersAddress(t, "GET", prefix+text)
				}
			}
		})
	}
}

func (h *house) answersAddress(t *testing.T, method, path string) {
	t.Helper()
	c := h.dial(t)
	defer c.conn.Close()
	c.send(head(method, path, h.here.session["ofc"]), "Content-Length: 2\r\nConnection: close\r\n\r\n{}")
	status, header, body := c.next()
	if status == 0 || status >= 500 || header.Get("X-Evil") != "" {
		t.Errorf("%s %.80s: %d %.300s", method, path, status, body)
	}
}
