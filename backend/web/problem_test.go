package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clause"
	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// Every kind of fault has its status and its title in the reader's language, and no cause in it.
func TestEveryFaultIsSaidInTheReadersLanguage(t *testing.T) {
	h := newHouse(t)
	secret := errors.New("pq: secret detail of Quillfeather")
	for name, row := range map[string]struct {
		err    error
		status int
		kind   string
		key    string
		retry  string
	}{
		"invalid":    {fault.New(fault.Invalid, "web.date", nil).In("from"), 422, "invalid", "web.date", ""},
		"signed out": {fault.New(fault.SignedOut, "web.signed_out", nil), 401, "signed_out", "web.signed_out", ""},
		"denied": {fault.New(fault.Denied, "custody.release.not_to_child", nil), 403, "denied",
			"custody.release.not_to_child", ""},
		"not found": {fault.New(fault.NotFound, "people.not_found", nil), 404, "not_found", "web.not_found", ""},
		"not yours": {fault.New(fault.Denied, "people.not_yours", nil), 404, "not_found", "web.not_found", ""},
		"conflict":  {fault.New(fault.Conflict, "web.operation_reused", nil), 409, "conflict", "web.operation_reused", ""},
		"not yet":   {fault.New(fault.NotYet, "custody.held", nil), 409, "not_yet", "custody.held", ""},
		"unavailable": {fault.New(fault.Unavailable, "web.unavailable", nil).Because(secret), 503, "unavailable",
			"web.unavailable", "2"},
		"slow down": {fault.New(fault.TooMany, "web.unavailable", nil).Because(access.Slow{Until: monday.Add(90*time.Second +
			1)}), 429,
			"too_many", "web.unavailable", "91"},
		"late":       {fmt.Errorf("reading: %w", context.DeadlineExceeded), 503, "unavailable", "web.unavailable", "2"},
		"unexpected": {secret, 500, "internal", "web.internal", ""},
	} {
		for _, how := range []struct {
			lang   string
			header http.Header
		}{{"en", nil}, {"en-x-pseudo", http.Header{"Accept-Language": {"en-x-pseudo"}}},
			{"en", http.Header{"Accept-Language": {"tlh, *;q=0.5"}}}} {
			h.faults.with(func() error { return row.err })
			got := h.do(ask{path: "/api/policy", session: h.here.session["hd"], header: how.header})
			h.faults.with(nil)
			p := got.problem(t)
			if got.status != row.status || p.Status != row.status || p.Kind != row.kind ||
				got.header.Get("Retry-After") != row.retry {
				t.Errorf("%s: %s", name, got.print())
			}
			want := h.server.say(how.lang, row.key)
			if row.kind == "internal" { // it has the number under which the log has the cause
				number := numbered.FindString(p.Title)
				want += " " + h.server.Languages.Say(how.lang, phrase.Say("web.number", phrase.Args{"Number": number}))
				if number == "" || !strings.Contains(h.log.String(), "number="+number+" error=\"pq: secret detail") {
					t.Errorf("the log has nothing under %q: %s", number, h.log.String())
				}
			}
			if p.Title != want {
				t.Errorf("%s in %s: %q, not %q", name, how.lang, p.Title, want)
			}
			if strings.Contains(got.body, "secret") {
				t.Errorf("%s: the cause is in the answer: %s", name, got.body)
			}
		}
	}
	if !strings.Contains(h.log.String(), "secret detail") {
		t.Error("the log does not know the cause")
	}
	cookie := h.do(ask{path: "/api/today", header: http.Header{"Cookie": {"lang=en-x-pseudo"}, "Accept-Language": {"en"}}})
	if cookie.problem(t).Title != h.server.say("en-x-pseudo", "web.signed_out") {
		t.Errorf("the saved choice does not win: %s", cookie.body)
	}
}

var numbered = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}`)

// A refusal by the policy quotes it: the section, and the sentence with the school's own name.
func TestRefusalsQuoteThePolicy(t *testing.T) {
	h := newHouse(t)
	for _, p := range []*place{h.here, h.there} {
		of := aConfiscation(h, p)
		got := h.do(ask{method: "POST", path: "/api/confiscations/" + of["id"] + "/release", body: `{"child":true}`,
			session: p.session["ofc"]})
		why := got.problem(t).Why
		if got.status != http.StatusForbidden || why == nil {
			t.Fatal(got.print())
		}
		if why.Key != "phones.release" || why.Section != "9.3" || why.Sentence == "" || strings.Contains(why.Sentence, "{{") {
			t.Errorf("%s: %+v", p.school.Slug, why)
		}
	}
	named := clause.Key("")
	for _, c := range h.here.school.Policy.Index() {
		if strings.Contains(c.Sentence, "{{.School}}") {
			named = c.Key
			break
		}
	}
	h.faults.with(func() error { return fault.Of(clause.Deny(named, phrase.Say("custody.held", nil))) })
	asked := h.server.why(context.WithValue(t.Context(), callKey{}, &call{who: h.here.who("hd"), server: h.server}), named)
	h.faults.with(nil)
	if asked != nil {
		t.Errorf("why is said although the school cannot be read: %+v", asked)
	}
	said := whyAt(h.here.school, named)
	if said == nil || !strings.Contains(said.Sentence, h.here.school.Name) {
		t.Errorf("%s: %+v", named, said)
	}
}

// "Not yet" says from when.
func TestNotYetSaysFromWhen(t *testing.T) {
	h := newHouse(t)
	h.clock.Set(time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC))
	of := aConfiscation(h, h.here)
	got := h.do(ask{method: "POST", path: "/api/confiscations/" + of["id"] + "/release",
		body:    `{"adult":"` + of["adult"] + `"}`,
		session: h.here.session["ofc"]})
	if p := got.problem(t); got.status != http.StatusConflict || p.Kind != "not_yet" || p.From != "2026-11-23T15:15:00Z" {
		t.Error(got.print())
	}
}

// A panic is a 500 of ours, the process lives, and the next request is answered.
func TestAPanicIsAProblem(t *testing.T) {
	h := newHouse(t)
	h.faults.with(func() error { panic("index of Quillfeather out of range") })
	for _, a := range []ask{{path: "/api/policy", session: h.here.session["hd"]}, {path: "/s/hook-lane/help"},
		{path: "/", session: h.here.session["hd"], header: http.Header{"Accept": {"text/html"}}}} {
		got := h.do(a)
		if got.status != http.StatusInternalServerError || strings.Contains(got.body, "range") ||
			got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s", a.path, got.print())
		}
	}
	h.faults.with(nil)
	if got := h.do(ask{path: "/api/policy", session: h.here.session["hd"]}); got.status != http.StatusOK {
		t.Error(got.print())
	}
}

// huma checks the shape of requests in English of its own. Each thing that it can say is said in our words, and none of
// its own words reaches anybody.
func TestShapesAreSaidInOurWords(t *testing.T) {
	want := map[string]string{
		"MsgUnexpectedProperty": "web.shape.unknown", "MsgExpectedOneOf": "web.shape.choice",
		"MsgExpectedRequiredProperty": "web.shape.missing", "MsgExpectedDependentRequiredProperty": "web.shape.missing",
		"MsgExpectedMinLength": "web.shape.length", "MsgExpectedMaxLength": "web.shape.length",
		"MsgExpectedMinItems": "web.shape.length",
		"MsgExpectedMaxItems": "web.shape.length", "MsgExpectedMinProperties": "web.shape.length",
		"MsgExpectedMaxProperties": "web.shape.length",
	}
	wrongKind := regexp.MustCompile(`^Msg(Expected(RFC|Regexp|Match|NotMatch|PropertyName|Boolean|Number|Integer|` +
		`String|Base64|Array|Object|` +
		`Minimum|Maximum|Exclusive|BePattern)|ExpectedDuration|ExpectedNumberBe)`)
	messages := humaMessages(t)
	if len(messages) < 40 {
		t.Fatalf("only %d messages found", len(messages))
	}
	for name, message := range messages {
		key := want[name]
		if key == "" {
			if !wrongKind.MatchString(name) {
				t.Errorf("%s %q is new: say what it is in our words", name, message)
			}
			key = "web.shape.type"
		}
		if got := shapeKey(message); got != key {
			t.Errorf("%s %q: %s, not %s", name, message, got, key)
		}
	}
	for message, key := range map[string]string{"required query parameter is missing": "web.shape.missing",
		"request body is required": "web.shape.missing", "unknown query parameter": "web.shape.unknown",
		"invalid integer":              "web.shape.type",
		"unexpected end of JSON input": "web.shape.type"} {
		if got := shapeKey(message); got != key {
			t.Errorf("%q: %s", message, got)
		}
	}
	h := newHouse(t)
	got := h.do(ask{method: "POST", path: "/api/class-check", session: h.here.session["hd"],
		body: `{"exceptions":[{"found":"x"}],"more":1,"class":"` + strings.Repeat("x", 100) +
			`"}`, header: http.Header{"Accept-Language": {"en-x-pseudo"}}})
	if got.status != http.StatusUnprocessableEntity {
		t.Fatal(got.print())
	}
	fields := map[string]string{}
	for _, part := range got.problem(t).Parts {
		fields[part.Field] = part.Title
	}
	for field, key := range map[string]string{"exceptions[0].found": "web.shape.choice",
		"exceptions[0]": "web.shape.missing", "more": "web.shape.unknown",
		"class": "web.shape.length"} {
		if fields[field] != h.server.say("en-x-pseudo", key) {
			t.Errorf("%s: %q", field, fields[field])
		}
	}
}

// humaMessages are the constants of huma's package validation, by name, read from its source.
func humaMessages(t *testing.T) map[string]string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/danielgtaylor/huma/v2/validation").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	messages := map[string]string{}
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Msg") && len(spec.Values) == 1 {
				if text, ok := spec.Values[0].(*ast.BasicLit); ok {
					messages[spec.Names[0].Name], err = strconv.Unquote(text.Value)
				}
			}
			return err == nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return messages
}

// A browser that finds nothing gets a page, a program a problem.
func TestNothingThereIsSaidToWhoeverAsked(t *testing.T) {
	h := newHouse(t)
	html := http.Header{"Accept": {"text/html,application/xhtml+xml,*/*;q=0.8"}, "Accept-Language": {"en-x-pseudo"}}
	for _, path := range []string{"/nothing", "/s/nowhere/help/ceop", "/assets/none.js", "/locales/tlh.1.json", "/help/",
		"/HELP"} {
		got := h.do(ask{path: path, header: html})
		if got.status != http.StatusNotFound || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") ||
			!strings.Contains(got.body, `dir="rtl"`) || !strings.Contains(got.body,
			h.server.say("en-x-pseudo", "web.not_found")) ||
			!strings.Contains(got.body, `href="/help?lang=en-x-pseudo"`) || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s", path, got.print())
		}
		if got := h.do(ask{path: path}); got.status != http.StatusNotFound || got.problem(t).Kind != "not_found" {
			t.Errorf("%s for a program: %s", path, got.print())
		}
	}
	if got := h.do(ask{path: "/api/nothing", header: html}); got.problem(t).Kind != "not_found" {
		t.Errorf("the API: %s", got.print())
	}
	// To somebody who may not, a route is as absent as one that does not exist.
	absent := h.do(ask{path: "/api/nothing", session: h.here.session["tea"]})
	if hidden := h.do(ask{path: "/api/staff", session: h.here.session["tea"]}); hidden.print() != absent.print() {
		t.Errorf("what is forbidden differs from what does not exist:\n%s\n%s", hidden.print(), absent.print())
	}
}

// What went wrong behind a page is a page, with the status that says what it is.
func TestPagesThatFail(t *testing.T) {
	h := newHouse(t)
	for _, row := range []struct {
		err    error
		status int
		key    string
	}{{context.DeadlineExceeded, 503, "web.unavailable"}, {errors.New("disk"), 500, "web.internal"},
		{fault.New(fault.Unavailable, "web.unavailable", nil), 503, "web.unavailable"}} {
		h.faults.with(func() error { return row.err })
		got := h.do(ask{path: "/s/hook-lane/help", header: http.Header{"Accept": {"text/html"}}})
		if got.status != row.status || !strings.Contains(got.body, h.server.say("en", row.key)) ||
			strings.Contains(got.body, "disk") {
			t.Errorf("%v: %s", row.err, got.print())
		}
	}
}

// What is not ready says so to whoever asks, and the cause to the log.
func TestReadiness(t *testing.T) {
	h := newHouse(t)
	if got := h.do(ask{path: "/readyz"}); got.status != http.StatusOK {
		t.Error(got.print())
	}
	h.faults.with(func() error { return errors.New("schema of yesterday") })
	if got := h.do(ask{path: "/readyz"}); got.status != http.StatusServiceUnavailable ||
		strings.Contains(got.body, "schema") {
		t.Error(got.print())
	}
	if !strings.Contains(h.log.String(), "schema of yesterday") {
		t.Error("the log does not say why")
	}
	if got := h.do(ask{path: "/healthz"}); got.status != http.StatusOK {
		t.Error(got.print())
	}
}

// Every problem is the shape that the description promises.
func TestProblemsHaveTheDescribedShape(t *testing.T) {
	raw, err := json.Marshal(Problem{Status: 1, Kind: "k", Title: "t", Field: "f", Parts: []Part{{"f", "t"}},
		Why: &Why{"k", "s", "s"}, From: "f",
		headers: http.Header{"Retry-After": {"1"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"status":1,"kind":"k","title":"t","field":"f","parts":[{"field":"f","title":"t"}],` +
		`"why":{"key":"k","section":"s","sentence":"s"},"from":"f"}`
	if string(raw) != want {
		t.Errorf("%s", raw)
	}
}
