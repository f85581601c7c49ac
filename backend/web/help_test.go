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
			`href="https://www.ceop.police.uk/Safety-Centre/"`, h.server.say(row.lang, "help.title"), h.server.say(row.lang,
				"help.ceop_not")}
		if strings.HasPrefix(row.path, "/s/") {
			wanted = append(wanted, `href="tel:01632960123"`, "<bdi>01632 960123</bdi>", "School of ")
		}
		for _, text := range wanted {
			if !strings.Contains(got.body, text) {
				t.Errorf("%s: without %q", row.path, text)
			}
		}
		for _, text := range []string{"<script", "<form", "<input", "<iframe", "<img"} {
			if strings.Contains(got.body, text) {
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
	if got := h.do(ask{path: "/s/nowhere/help"}); got.status != http.StatusNotFound {
		t.Error(got.print())
	}
}

var wayToHelp = regexp.MustCompile(`<a [^>]*href="/help"[^>]*>(.*?)</a>`)

// Every screen's first page leads to help before any script has run.
func TestEveryScreenLeadsToHelp(t *testing.T) {
	h := newHouse(t)
	for pattern, path := range pagesTable {
		got := h.do(ask{path: path})
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") || strings.HasSuffix(pattern, "/help") ||
			pattern == "/demo" {
			continue
		}
		found := wayToHelp.FindStringSubmatch(got.body)
		if found == nil || !strings.Contains(found[1], h.server.say("en", "help.button")) ||
			!strings.Contains(got.body, "<noscript>") {
			t.Errorf("%s: %s", pattern, got.body)
		}
	}
}
