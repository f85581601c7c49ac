package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lollipop/backend/access"
)

// Every kind of answer carries the same protection, and says what may be kept of it.
func TestHeadersOnEveryAnswer(t *testing.T) {
	h := newHouse(t)
	_, hash, _ := h.server.Languages.Catalogue("en")
	html := http.Header{"Accept": {"text/html"}}
	hd := h.here.session["hd"]
	const forever, asked = "public, max-age=31536000, immutable", "no-cache"
	for name, row := range map[string]struct {
		ask   ask
		cache string
		page  bool
	}{
		"the first page":        {ask{path: "/"}, "no-store", true},
		"the first page, known": {ask{path: "/desk", session: hd}, "no-store", true},
		"the help page":         {ask{path: "/help"}, asked, true},
		"a school's help page":  {ask{path: "/s/hook-lane/help"}, "no-store", true},
		"the same to be kept":   {ask{path: "/s/hook-lane/help?kept"}, asked, true},
		"the demo":              {ask{path: "/demo"}, "no-store", true},
		"a page that is not":    {ask{path: "/nothing", header: html}, "no-store", true},
		"a hashed file":         {ask{path: "/assets/main-4f2a.js"}, forever, false},
		"the worker":            {ask{path: "/sw.js"}, asked, false},
		"the icon":              {ask{path: "/icon.svg"}, asked, false},
		"the manifest":          {ask{path: "/manifest.webmanifest"}, asked, false},
		"a language":            {ask{path: "/locales/en." + hash + ".json"}, forever, false},
		"a language, older":     {ask{path: "/locales/en.0123456789abcdef.json"}, "no-store", false},
		"the API, signed out":   {ask{path: "/api/me"}, "no-store", false},
		"the API, signed in":    {ask{path: "/api/desk", session: hd}, "no-store", false},
		"a change": {ask{method: "POST", path: "/api/demo/clock", body: `{"at":"2026-11-23T15:30:00Z"}`},
			"no-store", false},
		"a problem at the door": {ask{path: "/api/desk"}, "no-store", false},
		"a problem of shape": {ask{method: "POST", path: "/api/desk/hand-in", body: "{}", session: hd}, "no-store",
			false},
		"a problem of a room": {ask{path: "/api/pupils/7zzzzzzzzzzzzzzzzzzzzzzzzz", session: hd}, "no-store", false},
		"a foreign change": {ask{method: "POST", path: "/api/sign-in", body: "{}",
			header: http.Header{"Origin": {"null"}}}, "no-store", false},
		"nothing there":           {ask{path: "/api/nothing"}, "no-store", false},
		"another method":          {ask{method: "DELETE", path: "/api/desk"}, "no-store", false},
		"another method, of page": {ask{method: "POST", path: "/"}, "no-store", false},
		"health":                  {ask{path: "/healthz"}, "no-store", false},
		"readiness":               {ask{path: "/readyz"}, "no-store", false},
		"the description":         {ask{path: "/openapi.json"}, "no-store", false},
		"compressed": {ask{method: "POST", path: "/api/sign-in",
			header: http.Header{"Content-Encoding": {"br"}}}, "no-store", false},
	} {
		got := h.do(row.ask)
		want := map[string]string{
			"Cache-Control": row.cache, "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
			"Cross-Origin-Resource-Policy": "same-origin", "Server": "", "X-Powered-By": "", "Access-Control-Allow-Origin": "",
			"Link": "",
		}
		if !row.page {
			want["Content-Security-Policy"] = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
		}
		if name == "the worker" { // it fetches the help page, to keep it
			want["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
				"frame-ancestors 'none'"
		}
		for header, value := range want {
			if values := got.header.Values(header); strings.Join(values, "|") != value {
				t.Errorf("%s: %s: %q, not %q", name, header, values, value)
			}
		}
		for _, feature := range []string{"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} {
			if !strings.Contains(got.header.Get("Permissions-Policy"), feature) {
				t.Errorf("%s: Permissions-Policy without %s", name, feature)
			}
		}
		if kind := got.header.Get("Content-Type"); kind == "" {
			t.Errorf("%s: no Content-Type", name)
		}
		if row.page {
			checkPage(t, name, got)
		}
	}
}

var (
	bootTag   = regexp.MustCompile(`(?s)<script type="application/json" id="boot">(.*?)</script>`)
	styleTag  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	scriptTag = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)
	address   = regexp.MustCompile(`(?i)\b(?:href|src|action|content|srcset|data|poster)="([^"]*)"`)
	// plainPages are those behind "Tell someone", which read no cookie.
	plainPages = regexp.MustCompile(`<a href="/away\?|<main class="(?:away|poster)`)
	handler    = regexp.MustCompile(`(?i)\s(on[a-z]+|style)=`)
)

// checkPage reads a page as a browser does: its policy names its one inline style by the digest of what is between the
// tags, lets no inline script run, and nothing in it comes from anywhere else.
func checkPage(t *testing.T, name string, a answer) {
	t.Helper()
	policy := map[string]string{}
	for part := range strings.SplitSeq(a.header.Get("Content-Security-Policy"), "; ") {
		directive, value, _ := strings.Cut(part, " ")
		policy[directive] = value
	}
	styles := styleTag.FindAllStringSubmatch(a.body, -1)
	if len(styles) != 1 {
		t.Fatalf("%s: %d inline styles", name, len(styles))
	}
	sum := sha256.Sum256([]byte(styles[0][1]))
	want := map[string]string{"default-src": "'none'", "script-src": "'self'", "base-uri": "'none'",
		"frame-ancestors": "'none'",
		"style-src": "'self' 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'", "form-action": "'self'", "connect-src": "'self'",
		"require-trusted-types-for": "'script'", "trusted-types": "lollipop", "worker-src": "'self'",
		"img-src": "'self' data:"}
	for directive, value := range want {
		if policy[directive] != value {
			t.Errorf("%s: %s: %q, not %q", name, directive, policy[directive], value)
		}
	}
	for _, script := range scriptTag.FindAllStringSubmatch(a.body, -1) {
		if !strings.Contains(script[1], `type="application/json"`) && (script[2] != "" ||
			!strings.Contains(script[1], `src="/`)) {
			t.Errorf("%s: an inline script: %s", name, script[0])
		}
	}
	if found := handler.FindString(styleTag.ReplaceAllString(scriptTag.ReplaceAllString(a.body, ""), "")); found != "" {
		t.Errorf("%s: an inline handler or style:%s", name, found)
	}
	for _, found := range address.FindAllStringSubmatch(a.body, -1) {
		if strings.Contains(found[1], "//") && found[1] != "https://www.ceop.police.uk/Safety-Centre/" ||
			strings.HasPrefix(found[1], "javascript:") {
			t.Errorf("%s: leads elsewhere: %s", name, found[1])
		}
	}
	if !strings.HasPrefix(a.body, "<!doctype html>") || !strings.Contains(a.body, `<meta charset="utf-8">`) {
		t.Errorf("%s: begins with %.40q", name, a.body)
	}
	for _, header := range []string{"Accept-Language", "Cookie"} { // the shell alone is the same for everybody
		want := !plainPages.MatchString(a.body) || header == "Accept-Language"
		if strings.Contains(a.header.Get("Vary"), header) != (want && !strings.HasPrefix(name, "/shell/")) {
			t.Errorf("%s: Vary is %q: %s", name, a.header.Get("Vary"), header)
		}
	}
}

// The session's cookie is for this host alone, over TLS alone, out of reach of scripts and of other sites' forms.
func TestTheSessionsCookie(t *testing.T) {
	h := newHouse(t)
	check := func(a answer) *http.Cookie {
		t.Helper()
		if len(a.header.Values("Set-Cookie")) != 1 {
			t.Fatal(a.print())
		}
		c, err := http.ParseSetCookie(a.header.Get("Set-Cookie"))
		if err != nil {
			t.Fatal(err)
		}
		if c.Name != "__Host-session" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" ||
			c.Domain != "" {
			t.Errorf("%s", a.header.Get("Set-Cookie"))
		}
		return c
	}
	entered := check(h.do(ask{method: "POST", path: "/api/links/" + string(h.link(h.here, "ofc", access.ForDemo)),
		body: "{}"}))
	if entered.MaxAge != 0 || !entered.Expires.IsZero() {
		t.Errorf("it outlives the browser: %v", entered)
	}
	left := check(h.do(ask{method: "POST", path: "/api/sign-out", body: "{}", session: access.Token(entered.Value)}))
	if left.Value != "" || left.MaxAge >= 0 {
		t.Errorf("it stays: %v", left)
	}
	for path, session := range map[string]access.Token{"/api/me": "", "/": h.here.session["hd"],
		"/help": h.here.session["hd"], "/api/desk": h.here.session["hd"]} {
		if got := h.do(ask{path: path, session: session}); len(got.header.Values("Set-Cookie")) != 0 {
			t.Errorf("%s sets a cookie: %v", path, got.header)
		}
	}
}

// What the first page holds of data can break out of nothing.
func TestHostileNamesStayInTheFirstPage(t *testing.T) {
	h := newHouse(t)
	evil := h.here.staff["hd"]
	evil.Surname = `</script><script>alert(1)</script><!-- "'&` + "\u2028"
	h.roll(h.here, peopleChanges(evil))
	got := h.do(ask{path: "/", session: h.here.session["hd"]})
	checkPage(t, "hostile", got)
	boots := bootTag.FindAllStringSubmatch(got.body, -1)
	if len(boots) != 1 || len(scriptTag.FindAllString(got.body, -1)) != 2 {
		t.Fatalf("not one boot: %s", got.body)
	}
	var b boot
	if err := json.Unmarshal([]byte(boots[0][1]), &b); err != nil {
		t.Fatal(err)
	}
	if b.Me == nil || b.Me.Person == nil || b.Me.Person.Name != "Ms "+evil.Surname || !b.Me.SignedIn {
		t.Errorf("%+v", b.Me)
	}
	if want := fmt.Sprintf("/locales/en.%s.json", hashOf(h, "en")); b.Catalogue != want || b.Lang != "en" ||
		b.Dir != "ltr" {
		t.Errorf("%+v", b)
	}
	if !strings.Contains(boots[0][1], `{"tag":"en","name":"English","dir":"ltr"}`) {
		t.Errorf("the app cannot read the languages: %s", boots[0][1])
	}
	if out := h.do(ask{path: "/"}); strings.Contains(out.body, "person") ||
		!strings.Contains(out.body, `"signed_in":false`) {
		t.Errorf("signed out: %s", out.body)
	}
	if !strings.Contains(got.body, `href="/s/hook-lane/help?lang=en"`) {
		t.Error("no way to the school's own help")
	}
}

func hashOf(h *house, tag string) string {
	_, hash, _ := h.server.Languages.Catalogue(tag)
	return hash
}
