package web

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// This file scores an answer as the MDN HTTP Observatory does ("Tests and scoring", its table of modifiers as of
// version 1.5): a base of 100, what is missing taken away, and what is better than asked added where the rest is at
// least 90. The table's best is 145: a policy 10, cookies 5, Referrer-Policy 5, HSTS by the browsers' own list 5,
// digests of scripts 5, frame-ancestors 5, Cross-Origin-Resource-Policy 10. Two of the tests are of a whole site: plain
// HTTP that leads to HTTPS is the proxy's, so that a redirection loses only where we send one elsewhere; and nobody but
// the owner of a name can put it on the browsers' list, so that it is never counted.
type scored struct {
	// marks are the modifiers by test.
	marks map[string]int
	total int
}

// scanned is one answer with what a scanner knows beside it.
type scanned struct {
	answer
	host string // of our own address
}

// observe scores an answer.
func observe(a scanned) scored {
	s := scored{marks: map[string]int{
		"content-security-policy":      policyMark(a.header.Values("Content-Security-Policy")),
		"cookies":                      cookieMark(a.header),
		"cross-origin-sharing":         sharingMark(a.header),
		"redirection":                  redirectionMark(a),
		"referrer-policy":              referrerMark(a.header.Values("Referrer-Policy")),
		"strict-transport-security":    transportMark(a.header.Values("Strict-Transport-Security")),
		"subresource-integrity":        integrityMark(a),
		"x-content-type-options":       oneOf(a.header.Values("X-Content-Type-Options"), 0, -5, -5, "nosniff"),
		"x-frame-options":              frameMark(a.header),
		"cross-origin-resource-policy": resourceMark(a.header.Values("Cross-Origin-Resource-Policy")),
	}}
	bonus, loss := 0, 0
	for _, mark := range s.marks {
		bonus, loss = bonus+max(mark, 0), loss+min(mark, 0)
	}
	if s.total = max(100+loss, 0); s.total >= 90 {
		s.total += bonus
	}
	return s
}

// oneOf is good where the one value is among those, bad where it is another or there are several, none without it.
func oneOf(values []string, good, bad, none int, known ...string) int {
	switch {
	case len(values) == 0:
		return none
	case len(values) == 1 && slices.Contains(known, strings.ToLower(strings.TrimSpace(values[0]))):
		return good
	}
	return bad
}

// directives are a policy's by name. A name twice is no policy.
func directives(values []string) (all map[string][]string, ok bool) {
	all = map[string][]string{}
	for part := range strings.SplitSeq(strings.Join(values, ";"), ";") {
		words := strings.Fields(strings.ToLower(part))
		if len(words) == 0 {
			continue
		}
		if _, twice := all[words[0]]; twice {
			return nil, false
		}
		all[words[0]] = words[1:]
	}
	return all, len(all) > 0
}

var (
	broad     = []string{"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
	unguarded = append([]string{"'unsafe-inline'", "data:"}, broad...)
)

func anyOf(sources, bad []string) bool {
	return slices.ContainsFunc(sources, func(source string) bool { return slices.Contains(bad, source) })
}

func policyMark(values []string) int {
	all, ok := directives(values)
	if !ok {
		return -25
	}
	of := func(name string) []string {
		if sources, there := all[name]; there {
			return sources
		}
		if sources, there := all["default-src"]; there && strings.HasSuffix(name, "-src") {
			return sources
		}
		return []string{"*"}
	}
	plain := func(names ...string) bool {
		for _, name := range names {
			for _, source := range of(name) {
				if strings.HasPrefix(source, "http:") || strings.HasPrefix(source, "ftp:") {
					return true
				}
			}
		}
		return false
	}
	style := slices.Clone(of("style-src"))
	if slices.ContainsFunc(style, func(source string) bool { return strings.HasPrefix(source, "'sha") }) {
		style = slices.DeleteFunc(style, func(source string) bool { return source == "'unsafe-inline'" })
	}
	form := of("form-action")
	closed := len(form) == 1 && (form[0] == "'none'" || form[0] == "'self'")
	switch {
	case anyOf(of("script-src"), unguarded) || anyOf(of("object-src"), broad),
		plain("script-src", "object-src", "connect-src", "style-src", "font-src", "frame-src", "worker-src"):
		return -20
	case slices.Contains(of("script-src"), "'unsafe-eval'") || slices.Contains(style, "'unsafe-eval'"),
		plain("img-src", "media-src"):
		return -10
	case anyOf(style, unguarded):
		return 0
	case slices.Equal(all["default-src"], []string{"'none'"}) && closed:
		return 10
	}
	return 5
}

// cookieMark takes every cookie of ours but the language's for a session: nothing else is kept in one.
func cookieMark(header http.Header) int {
	lines, worst := header.Values("Set-Cookie"), 5
	if len(lines) == 0 {
		return 0
	}
	protected := transportMark(header.Values("Strict-Transport-Security")) >= 0
	for _, line := range lines {
		c, err := http.ParseSetCookie(line)
		session := err != nil || c.Name != languageCookie
		switch {
		case err != nil, !c.Secure && session && !protected:
			worst = min(worst, -40)
		case session && !c.HttpOnly:
			worst = min(worst, -30)
		case !c.Secure && !protected, c.SameSite == http.SameSiteNoneMode:
			worst = min(worst, -20)
		case !c.Secure && session:
			worst = min(worst, -10)
		case !c.Secure:
			worst = min(worst, -5)
		case c.SameSite != http.SameSiteLaxMode && c.SameSite != http.SameSiteStrictMode:
			worst = min(worst, 0)
		}
	}
	return worst
}

// sharingMark is of an answer to a question with a foreign Origin.
func sharingMark(header http.Header) int {
	allowed := header.Get("Access-Control-Allow-Origin")
	if allowed != "" && allowed != "*" && strings.EqualFold(header.Get("Access-Control-Allow-Credentials"), "true") {
		return -50
	}
	return 0
}

func redirectionMark(a scanned) int {
	to := a.header.Get("Location")
	if to == "" {
		return 0
	}
	u, err := url.Parse(to)
	switch {
	case err != nil || u.Scheme == "http":
		return -20
	case u.Host != "" && u.Host != a.host:
		return -5
	}
	return 0
}

func referrerMark(values []string) int {
	return oneOf(values, 5, -5, 0, "no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
}

// halfYear is the least time, in seconds, for which a browser has to remember.
const halfYear = 15768000

func transportMark(values []string) int {
	if len(values) != 1 {
		return -20
	}
	for part := range strings.SplitSeq(values[0], ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if strings.EqualFold(name, "max-age") {
			switch age, err := strconv.Atoi(strings.Trim(value, `"`)); {
			case err != nil:
				return -20
			case age < halfYear:
				return -10
			}
			return 0
		}
	}
	return -20
}

func frameMark(header http.Header) int {
	if all, ok := directives(header.Values("Content-Security-Policy")); ok {
		if who, there := all["frame-ancestors"]; there && !anyOf(who, broad) {
			return 5
		}
	}
	return oneOf(header.Values("X-Frame-Options"), 0, -20, -20, "deny", "sameorigin")
}

func resourceMark(values []string) int {
	if oneOf(values, 1, 0, 0, "cross-origin") == 1 {
		return 0
	}
	return oneOf(values, 10, -5, 0, "same-origin", "same-site")
}

var attribute = regexp.MustCompile(`\b(src|integrity)="([^"]*)"`)

func integrityMark(a scanned) int {
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		return 0
	}
	worst, checked := 5, false
	for _, tag := range scriptTag.FindAllStringSubmatch(a.body, -1) {
		said := map[string]string{}
		for _, found := range attribute.FindAllStringSubmatch(tag[1], -1) {
			said[found[1]] = html.UnescapeString(found[2])
		}
		src, digest := said["src"], said["integrity"] != ""
		ours := strings.HasPrefix(src, "/") && !strings.HasPrefix(src, "//")
		secure := ours || strings.HasPrefix(src, "https://")
		switch {
		case src == "" || ours && digest:
		case ours:
			worst = min(worst, 0)
		case secure && !digest:
			worst = min(worst, -5)
		case !secure && digest:
			worst = min(worst, -20)
		case !secure:
			worst = min(worst, -50)
		}
		checked = checked || src != ""
	}
	if !checked {
		return 0
	}
	return worst
}

// The scorer knows good from bad, test by test, as the published table has it.
func TestTheObservatoryScoresAsPublished(t *testing.T) {
	strict := http.Header{"Content-Security-Policy": {"default-src 'none'; form-action 'none'; frame-ancestors 'none'"},
		"Strict-Transport-Security": {"max-age=63072000"}, "X-Content-Type-Options": {"nosniff"},
		"Referrer-Policy": {"same-origin"}, "Cross-Origin-Resource-Policy": {"same-origin"}}
	for name, row := range map[string]struct {
		change http.Header
		body   string
		total  int
	}{
		"all is well":               {nil, "", 130},
		"a page with a digest":      {nil, `<script src="/a.js" integrity="sha384-x"></script>`, 135},
		"a page without":            {nil, `<script src="/a.js"></script>`, 130},
		"a page with half":          {nil, `<script src="/a" integrity="x"></script><script src="/b"></script>`, 130},
		"a foreign script":          {nil, `<script src="https://a.test/a.js"></script>`, 125},
		"over no TLS":               {nil, `<script src="http://a.test/a.js"></script>`, 50},
		"a good cookie":             {http.Header{"Set-Cookie": {"a=1; Secure; HttpOnly; SameSite=Lax"}}, "", 135},
		"a cookie for scripts":      {http.Header{"Set-Cookie": {"a=1; Secure; SameSite=Lax"}}, "", 70},
		"a cookie for any site":     {http.Header{"Set-Cookie": {"a=1; Secure; HttpOnly; SameSite=None"}}, "", 80},
		"a cookie on plain HTTP":    {http.Header{"Set-Cookie": {"a=1; HttpOnly; SameSite=Lax"}}, "", 120},
		"no policy":                 {http.Header{"Content-Security-Policy": nil}, "", 55},
		"a policy twice":            {http.Header{"Content-Security-Policy": {"img-src *; img-src *"}}, "", 55},
		"forms go anywhere":         {http.Header{"Content-Security-Policy": {"default-src 'none'"}}, "", 80},
		"inline scripts":            {policy("default-src 'self' 'unsafe-inline'"), "", 80},
		"eval":                      {policy("default-src 'none'; script-src 'self' 'unsafe-eval'"), "", 110},
		"pictures over no TLS":      {policy("default-src 'none'; img-src http://a.test"), "", 110},
		"inline style":              {policy("default-src 'none'; style-src 'unsafe-inline'"), "", 120},
		"a default of self":         {policy("default-src 'self'"), "", 125},
		"no HSTS":                   {http.Header{"Strict-Transport-Security": nil}, "", 80},
		"short HSTS":                {http.Header{"Strict-Transport-Security": {"max-age=3600"}}, "", 120},
		"HSTS that says nothing":    {http.Header{"Strict-Transport-Security": {"includeSubDomains"}}, "", 80},
		"sniffing":                  {http.Header{"X-Content-Type-Options": nil}, "", 125},
		"two answers on sniffing":   {http.Header{"X-Content-Type-Options": {"nosniff", "nosniff"}}, "", 125},
		"the address is told":       {http.Header{"Referrer-Policy": {"unsafe-url"}}, "", 120},
		"nothing on the address":    {http.Header{"Referrer-Policy": nil}, "", 125},
		"anybody embeds":            {http.Header{"Cross-Origin-Resource-Policy": {"cross-origin"}}, "", 120},
		"a word that nobody knows":  {http.Header{"Cross-Origin-Resource-Policy": {"all"}}, "", 115},
		"shared with whoever asks":  {http.Header{"Access-Control-Allow-Origin": {"https://a.test"}}, "", 130},
		"shared with their cookies": {shared(), "", 50},
		"sent elsewhere":            {http.Header{"Location": {"https://a.test/"}}, "", 125},
		"sent to plain HTTP":        {http.Header{"Location": {"http://lollipop.test/"}}, "", 80},
		"sent along":                {http.Header{"Location": {"/help"}}, "", 130},
	} {
		header := strict.Clone()
		for name, values := range row.change {
			header[name] = values
		}
		if row.body != "" {
			header.Set("Content-Type", "text/html; charset=utf-8")
		}
		if got := observe(scanned{answer{200, header, row.body}, "lollipop.test"}); got.total != row.total {
			t.Errorf("%s: %d, not %d: %v", name, got.total, row.total, got.marks)
		}
	}
}

// policy is that one, with the rest that our scoring row has.
func policy(text string) http.Header {
	return http.Header{"Content-Security-Policy": {text + "; form-action 'none'; frame-ancestors 'none'"}}
}

func shared() http.Header {
	return http.Header{"Access-Control-Allow-Origin": {"https://a.test"}, "Access-Control-Allow-Credentials": {"true"}}
}
