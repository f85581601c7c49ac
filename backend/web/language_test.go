package web

import (
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/access"
)

// TestTheLanguageOfAReader: the saved choice, else the browser's, else the family's as the school has it, else English;
// on the first page and in every answer.
func TestTheLanguageOfAReader(t *testing.T) {
	h := newHouse(t)
	par, staff := h.here.session["par"], h.here.session["ofc"]
	for _, c := range []struct {
		why, cookie, accept string
		session             access.Token
		want                string
	}{
		{"the family's language, where nothing else is known", "", "", par, "ur"},
		{"the family's language, where the browser has none of ours", "", "fi, uk;q=0.9", par, "ur"},
		{"the browser's before the family's", "", "pl-PL,pl;q=0.9,en;q=0.5", par, "pl"},
		{"English of a browser is not easy English, and before the family's", "", "en-GB,en;q=0.9", par, "en"},
		{"the saved choice before all", "en-x-easy", "pl", par, "en-x-easy"},
		{"a saved choice that is gone", "xx", "", par, "ur"},
		{"nobody signed in", "", "", "", "en"},
		{"staff have no family's language", "", "", staff, "en"},
	} {
		header := http.Header{}
		if c.accept != "" {
			header.Set("Accept-Language", c.accept)
		}
		if c.cookie != "" {
			header.Set("Cookie", sessionCookie+"="+string(c.session)+"; "+languageCookie+"="+c.cookie)
		}
		dir := "ltr"
		if c.want == "ur" {
			dir = "rtl"
		}
		for _, path := range []string{"/", "/sign-in"} {
			page := h.do(ask{path: path, session: c.session, header: header})
			spoken := page.header.Get("Content-Language")
			if !strings.Contains(page.body, `<html lang="`+c.want+`" dir="`+dir+`"`) || spoken != c.want {
				t.Errorf("%s: %s is in %s: %.120s", c.why, path, spoken, page.body)
			}
		}
		if c.session == "" {
			continue
		}
		refused := h.do(ask{path: "/api/aup/signatures/nothing", session: c.session, header: header})
		own := h.server.say(c.want, "web.not_found")
		if refused.status != http.StatusNotFound || !strings.Contains(refused.body, own) {
			t.Errorf("%s: %d %s", c.why, refused.status, refused.body)
		}
	}
}
