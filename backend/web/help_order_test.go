package web

import (
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// before reports whether both stand on the page, the first above the second.
func before(body, first, second string) bool {
	i, j := strings.Index(body, first), strings.Index(body, second)
	return i >= 0 && j >= 0 && i < j
}

// Whoever reads no English finds their language before anything that they would have to read, and before they have
// written what another page would lose.
func TestHelpHasItsLanguagesFirst(t *testing.T) {
	h := newHouse(t)
	ur := `hreflang="ur"`
	for _, path := range []string{"/help", "/help/ceop", "/s/hook-lane/help", "/s/hook-lane/help?kept",
		"/s/hook-lane/help?for=ks2", "/s/hook-lane/help/back", "/s/hook-lane/help/ceop"} {
		if got := h.do(ask{path: path}); strings.Count(got.body, ur) != 1 || !before(got.body, ur, "<h1") {
			t.Errorf("%s: %s", path, got.body)
		}
	}
	written := h.fill(t, "/s/hook-lane/help?for=ks2", url.Values{"name": {"Somebody"}})
	if written.status != http.StatusUnprocessableEntity || strings.Contains(written.body, ur) || !strings.Contains(written.body, "Somebody") {
		t.Errorf("a form with something in it: %s", written.print())
	}
}

// Whoever says that there is danger now reads 999 before the five words.
func TestToldInDangerTheNumberComesFirst(t *testing.T) {
	h := newHouse(t)
	const number, words = `href="tel:999"`, `<ol class="receipt">`
	for _, danger := range []string{"", "1"} {
		answers := url.Values{"story": {"It is happening."}}
		if danger != "" {
			answers.Set("danger", danger)
		}
		got := h.fill(t, "/s/hook-lane/help?for=ks1", answers)
		if strings.Count(got.body, number) != 1 || before(got.body, number, words) != (danger != "") {
			t.Errorf("danger %q: %s", danger, got.print())
		}
	}
}

// An address mistyped from a poster says so, in the reader's language, and is the help page all the same.
func TestASchoolThatNobodyKnowsHasHelpAllTheSame(t *testing.T) {
	h := newHouse(t)
	for i, lang := range []string{"en", "pl", "ur", "en-x-easy", "en", "ur"} {
		path := "/s/hook-lame/help"
		if i > 3 {
			path = "/s/hook-lame/page"
		}
		got := h.do(ask{path: path + "?lang=" + lang})
		checkPage(t, lang, got)
		if got.status != http.StatusNotFound || got.header.Get("Content-Language") != lang {
			t.Fatal(got.print())
		}
		for _, text := range []string{html.EscapeString(h.server.say(lang, "help.unknown")), `href="tel:999"`, `href="tel:08001111"`,
			`href="/s/hook-lane/help?lang=` + lang + `"`, `href="` + path + `?lang=ur"`,
			h.server.say(lang, "help.ceop_not")} {
			if !strings.Contains(got.body, text) {
				t.Errorf("%s: without %q: %s", lang, text, got.body)
			}
		}
	}
}

// A door that is closed does not say when somebody reads what nobody can write there.
func TestAClosedDoorPromisesNoReading(t *testing.T) {
	h := newHouse(t)
	reads := h.server.say("en", "help.reads.title")
	if got := h.do(ask{path: "/s/hook-lane/help"}); !strings.Contains(got.body, reads) {
		t.Error(got.print())
	}
	hd := h.here.staff["hd"].Who()
	if err := h.server.Concerns.SetDoor(t.Context(), hd, h.act(h.here, "hd", "concern.door"), false); err != nil {
		t.Fatal(err)
	}
	if got := h.do(ask{path: "/s/hook-lane/help"}); strings.Contains(got.body, reads) {
		t.Error(got.print())
	}
}

// Where nobody has read anything yet that is said once.
func TestThatNobodyHasReadIsSaidOnce(t *testing.T) {
	h := newHouse(t)
	words := wordsOf(h.fill(t, "/s/hook-lane/help?for=ks1", url.Values{"story": {"It was unkind."}}).body)
	got := h.fill(t, "/s/hook-lane/help/back", url.Values{"receipt": {words}})
	if !strings.Contains(got.body, h.server.say("en", "concern.status.told")) || strings.Count(got.body, "Nobody has read") != 1 {
		t.Error(got.print())
	}
}

// Whoever goes from a plain page to the form with pictures, or from there to the plain pages, stays in their language.
func TestTheFormWithPicturesIsInTheAddressesLanguage(t *testing.T) {
	h := newHouse(t)
	plain := h.do(ask{path: "/s/hook-lane/help?lang=ur"})
	if !strings.Contains(plain.body, `href="/s/hook-lane/page?lang=ur"`) {
		t.Error(plain.print())
	}
	for _, row := range []struct{ path, saved, want string }{
		{"/s/hook-lane/page?lang=ur", "", "ur"}, {"/s/hook-lane/page?lang=ur", "pl", "ur"},
		{"/s/hook-lane/page?lang=xx", "pl", "pl"}, {"/s/hook-lane/page", "pl", "pl"},
	} {
		header := http.Header{"Accept-Language": {"en"}}
		if row.saved != "" {
			header.Set("Cookie", languageCookie+"="+row.saved)
		}
		if got := h.do(ask{path: row.path, header: header}); !strings.Contains(got.body, `<html lang="`+row.want+`"`) {
			t.Errorf("%s with %q: %.300s", row.path, row.saved, got.body)
		}
	}
}
