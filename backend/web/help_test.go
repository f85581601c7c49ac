package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// The page behind "Tell someone" needs no script, no session and no cookie, and has the numbers.
func TestHelpIsThereForAnybody(t *testing.T) {
	h := newHouse(t)
	for _, row := range []struct{ path, lang, dir, accept string }{
		{"/help", "en", "ltr", ""}, {"/help?lang=en-x-pseudo", "en-x-pseudo", "rtl", "en"}, {"/help?lang=xx", "en", "ltr",
			""},
		{"/help", "en-x-pseudo", "rtl", "en-x-pseudo"}, {"/s/hook-lane/help", "en", "ltr", ""},
		{"/s/hook-lane/help?kept", "en", "ltr", ""}, {"/s/beaver-road/help?kept&lang=ur", "ur", "rtl", "pl"},
		{"/s/beaver-road/help?lang=en-x-pseudo", "en-x-pseudo", "rtl", ""}, {"/help?lang=%22%3E%3Cscript%3E", "en", "ltr",
			""},
	} {
		got := h.do(ask{path: row.path, header: http.Header{"Accept-Language": {row.accept}}})
		if got.status != http.StatusOK || got.header.Get("Content-Language") != row.lang {
			t.Fatalf("%s: %s", row.path, got.print())
		}
		checkPage(t, row.path, got)
		if !strings.Contains(got.body, `<html lang="`+row.lang+`" dir="`+row.dir+`">`) {
			t.Errorf("%s: not in %s, %s: %.200s", row.path, row.lang, row.dir, got.body)
		}
		wanted := []string{`href="tel:999"`, "<bdi>999</bdi>", `href="tel:08001111"`, "<bdi>0800 1111</bdi>",
			`href="/away?lang=` + row.lang + `"`, h.server.say(row.lang, "help.title"), h.server.say(row.lang,
				"help.no_secret"), h.server.say(row.lang, "help.traces"), "<title>" + h.server.say(row.lang, "web.name") + "<"}
		if strings.HasPrefix(row.path, "/s/") {
			wanted = append(wanted, `href="tel:01632960123"`, "<bdi>01632 960123</bdi>", "School of ",
				h.server.say(row.lang, "help.reads.night"))
		}
		if kept := strings.Contains(row.path, "kept"); kept || !strings.HasPrefix(row.path, "/s/") { // opens by itself
			wanted = append(wanted, `href="https://www.ceop.police.uk/Safety-Centre/"`, h.server.say(row.lang, "help.ceop_not"))
		}
		for _, text := range wanted {
			if !strings.Contains(got.body, text) {
				t.Errorf("%s: without %q", row.path, text)
			}
		}
		for _, text := range []string{"<script", "<iframe", "<img", "Set-Cookie"} {
			if strings.Contains(got.print(), text) {
				t.Errorf("%s: with %s", row.path, text)
			}
		}
		for _, line := range strings.Split(got.body,
			"<p>")[1:] { // in the pseudo-locale a plain sentence was never in the catalogue
			text, _, _ := strings.Cut(line, "</p>")
			if row.lang == "en-x-pseudo" && !strings.ContainsAny(text, "[<") {
				t.Errorf("%s: not from the catalogue: %s", row.path, text)
			}
		}
	}
	for _, path := range []string{"/s/nowhere/help", "/s/nowhere/help/back", "/s/nowhere/help/ceop", "/s/nowhere/poster"} {
		if got := h.do(ask{path: path}); got.status != http.StatusNotFound {
			t.Error(got.print())
		}
	}
}

// Whoever is signed in on the device, and whatever language they chose in the app, these pages are nobody's.
func TestHelpReadsNoCookie(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/help", "/help/ceop", "/away", "/s/hook-lane/help", "/s/hook-lane/help?kept",
		"/s/hook-lane/help?for=ks2", "/s/hook-lane/help/back", "/s/hook-lane/help/ceop", "/s/hook-lane/poster"} {
		stranger := operation.ReplaceAllString(h.do(ask{path: path}).print(), "")
		for _, kind := range []string{"hd", "par", "pup"} {
			header := http.Header{"Cookie": {sessionCookie + "=" + string(h.here.session[kind]) + "; " + languageCookie + "=ur"}}
			if got := operation.ReplaceAllString(h.do(ask{path: path, header: header}).print(), ""); got != stranger {
				t.Errorf("%s: %s gets another page: %s", path, kind, got)
			}
		}
		if strings.Contains(stranger, "Vary: Accept-Language, Cookie") {
			t.Errorf("%s: it says that it depends on a cookie", path)
		}
	}
}

// operation is what differs between two renderings of a form, and the hour in the head.
var operation = regexp.MustCompile(`name="op" value="[0-9a-z]{26}"|Date: \[?[^\n]*`)

var wayToHelp = regexp.MustCompile(`<a [^>]*href="(?:/s/hook-lane)?/help\?lang=en"[^>]*>(.*?)</a>`)

// Every screen's first page leads to help before any script has run.
func TestEveryScreenLeadsToHelp(t *testing.T) {
	h := newHouse(t)
	for pattern, path := range pagesTable {
		got := h.do(ask{path: path})
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") || nobodys(path) || pattern == "/demo" {
			continue
		}
		found := wayToHelp.FindStringSubmatch(got.body)
		if found == nil || !strings.Contains(found[1], h.server.say("en", "help.button")) ||
			!strings.Contains(got.body, "<noscript>") {
			t.Errorf("%s: %s", pattern, got.body)
		}
	}
}

// The page that "leave quickly" leads to has nothing of the product's, and a browser may keep it.
func TestAwayIsHomework(t *testing.T) {
	h := newHouse(t)
	for _, lang := range h.server.Languages.All() {
		got := h.do(ask{path: "/away?lang=" + lang.Tag})
		checkPage(t, "/away", got)
		body := styleTag.ReplaceAllString(got.body, "")
		if got.status != http.StatusOK || got.header.Get("Cache-Control") != "public, max-age=86400" ||
			!strings.Contains(body, "<title>"+h.server.say(lang.Tag, "help.away.title")+"</title>") ||
			!strings.Contains(body, "7 × 8 = 56") || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %s", lang.Tag, got.print())
		}
		for _, text := range []string{"Lollipop", "lollipop", "help", "icon.svg", "999", h.server.say(lang.Tag, "web.name"),
			h.server.say(lang.Tag, "help.title")} {
			if strings.Contains(body, text) {
				t.Errorf("%s: it says %q", lang.Tag, text)
			}
		}
	}
}

// A school's poster is public: the address of its page as a code, three sentences and the numbers, for every band and in
// every language.
func TestPosters(t *testing.T) {
	h := newHouse(t)
	code, err := qrCode(origin + "/s/hook-lane/help")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, lang := range h.server.Languages.All() {
		for _, band := range []string{"eyfs", "ks1", "ks2", "adult"} {
			got := h.do(ask{path: "/s/hook-lane/poster?for=" + band + "&lang=" + lang.Tag})
			checkPage(t, "/poster", got)
			says := map[string]string{"eyfs": "young", "ks1": "young"}[band]
			if says == "" {
				says = band
			}
			for _, text := range []string{code.Path, origin + "/s/hook-lane/help", "<bdi>999</bdi>", "<bdi>0800 1111</bdi>",
				h.server.say(lang.Tag, "help.poster."+says+".1"), h.server.say(lang.Tag, "help.poster."+says+".3"),
				"01632 960123"} {
				if got.status != http.StatusOK || !strings.Contains(got.body, text) {
					t.Errorf("%s in %s: without %.80q", band, lang.Tag, text)
				}
			}
			seen[got.body] = true
		}
	}
	if len(seen) != 4*len(h.server.Languages.All()) {
		t.Errorf("%d posters", len(seen))
	}
}
