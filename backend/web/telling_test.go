package web

import (
	"net/http"
	"strings"
	"testing"
)

// The form behind "Tell someone" is a page of nobody's: the same for whoever is signed in, under the product's name alone,
// and kept by nothing on the way.
func TestTheFormIsNobodys(t *testing.T) {
	h := newHouse(t)
	nobodys := h.do(ask{path: "/s/hook-lane/page"})
	for _, want := range []string{"<title>" + h.server.say("en", "web.name") + "</title>", `href="tel:999"`,
		`href="tel:08001111"`, `"school":{"id":"` + string(h.here.school.ID) + `","slug":"hook-lane"`, "/locales/en.tell."} {
		if !strings.Contains(nobodys.body, want) {
			t.Errorf("without %s: %s", want, nobodys.body)
		}
	}
	if got := nobodys.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("it may be kept: %q", got)
	}
	for _, short := range everybody {
		got := h.do(ask{path: "/s/hook-lane/page?practice", session: h.here.session[short]})
		if got.status != http.StatusOK || got.body != nobodys.body || len(got.header["Set-Cookie"]) > 0 {
			t.Errorf("as %s it is another page: %s", short, got.print())
		}
	}
	if got := h.do(ask{path: "/s/nowhere/page"}); got.status != http.StatusNotFound {
		t.Error(got.print())
	}
	worker := h.do(ask{path: "/sw.js"}).body
	for _, lang := range h.server.Languages.All() {
		got := h.do(ask{path: "/s/hook-lane/page", header: http.Header{"Accept-Language": {lang.Tag}}})
		address := `"catalogue":"/locales/` + lang.Tag + `.tell.`
		_, hash, _ := h.server.Languages.TellCatalogue(lang.Tag)
		if !strings.Contains(got.body, address+hash+`.json"`) {
			t.Errorf("%s: %s", lang.Tag, got.body)
		}
		if !strings.Contains(worker, `"`+lang.Tag+`":"/locales/`+lang.Tag+`.tell.`+hash+`.json"`) {
			t.Errorf("the worker does not keep what the form says in %s", lang.Tag)
		}
		if words := h.do(ask{path: "/locales/" + lang.Tag + ".tell." + hash + ".json"}); words.status != http.StatusOK ||
			!strings.Contains(words.header.Get("Cache-Control"), "immutable") {
			t.Error(words.print())
		}
	}
}
