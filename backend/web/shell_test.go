package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The page that the device keeps is the same for everybody: it holds nobody, sets nothing and depends on no cookie.
func TestShellHoldsNobody(t *testing.T) {
	h := newHouse(t)
	for _, lang := range h.server.Languages.All() {
		stranger := h.do(ask{path: "/shell/" + lang.Tag})
		if stranger.status != http.StatusOK || stranger.header.Get("Set-Cookie") != "" ||
			stranger.header.Get("Cache-Control") != "no-cache" || strings.Contains(stranger.header.Get("Vary"), "Cookie") {
			t.Fatalf("%s: %s", lang.Tag, stranger.print())
		}
		checkPage(t, "/shell/"+lang.Tag, stranger)
		if !strings.Contains(stranger.body, `<html lang="`+lang.Tag+`" dir="`+lang.Dir+`">`) ||
			!strings.Contains(stranger.body, `"shell":true`) || strings.Contains(stranger.body, `"me":`) {
			t.Errorf("%s: %s", lang.Tag, stranger.body)
		}
		for _, kind := range kindsOfPerson {
			got := h.do(ask{path: "/shell/" + lang.Tag, session: h.here.session[kind.short],
				header: http.Header{"Accept-Language": {"en-x-pseudo"}}})
			if got.body != stranger.body {
				t.Errorf("%s: %s gets another page", lang.Tag, kind.short)
			}
		}
		again := h.do(ask{path: "/shell/" + lang.Tag, header: http.Header{"If-None-Match": {stranger.header.Get("ETag")}}})
		if again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("%s: %s", lang.Tag, again.print())
		}
	}
	for _, tag := range []string{"xx", "EN", "en%2f", "..%2fsign-in"} {
		if got := h.do(ask{path: "/shell/" + tag}); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", tag, got.status)
		}
	}
}

// The worker is told what of the app a family needs without a network, with all that those pieces load, and no more;
// and any change of the build makes it another worker.
func TestWorkerKnowsItsBuild(t *testing.T) {
	h := newHouse(t)
	const manifest = `{
		"src/main.tsx": {"file": "assets/main.js", "isEntry": true, "css": ["assets/main.css"], "imports": ["_Screen.js"]},
		"_Screen.js": {"file": "assets/Screen.js"}, "_Card.js": {"file": "assets/Card.js", "css": ["assets/Card.css"]},
		"src/rooms/family/Home.tsx": {"file": "assets/Home.js", "imports": ["_Card.js", "src/main.tsx"]},
		"src/rooms/custody/desk/Desk.tsx": {"file": "assets/Desk.js", "imports": ["_Card.js"], "css": ["assets/Desk.css"]}}`
	told := func(name, text string) (b build) {
		t.Helper()
		app := builtApp()
		app[".vite/manifest.json"] = &fstest.MapFile{Data: []byte(manifest)}
		app[name] = &fstest.MapFile{Data: []byte(text)}
		h.server.App = app
		built, err := New(h.server)
		if err != nil {
			t.Fatal(err)
		}
		request := httptest.NewRequest(http.MethodGet, "/sw.js", nil)
		request.Host = "lollipop.test"
		got, err := built.fiber.Test(request)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		body, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		line, rest, _ := strings.Cut(string(body), ";\n")
		raw, ok := strings.CutPrefix(line, "self.lollipop=")
		if !ok || rest == "" || got.Header.Get("Content-Security-Policy") != workerPolicy {
			t.Fatalf("%v %s", got.Header, body)
		}
		if err := json.Unmarshal([]byte(raw), &b); err != nil {
			t.Fatal(err)
		}
		return b
	}
	first := told("sw.js", "self.x=1")
	want := []string{"/assets/Card.css", "/assets/Card.js", "/assets/Home.js", "/assets/Screen.js", "/assets/main.css",
		"/assets/main.js"}
	if !slices.Equal(first.Assets, want) {
		t.Errorf("kept: %v", first.Assets)
	}
	for _, lang := range h.server.Languages.All() {
		if got := h.do(ask{path: first.Catalogues[lang.Tag]}); got.header.Get("Cache-Control") == "no-store" ||
			got.status != http.StatusOK {
			t.Errorf("%s: %s", first.Catalogues[lang.Tag], got.print())
		}
	}
	if again := told("sw.js", "self.x=1"); again.ID != first.ID {
		t.Error("the same build under another id")
	}
	for name, text := range map[string]string{"sw.js": "self.x=2", "shell.css": "b{}", "plain.css": "p{}",
		"assets/odd-11.xyz": "!", "icon.svg": "<svg></svg>"} {
		if changed := told(name, text); changed.ID == first.ID {
			t.Errorf("another %s is the same build", name)
		}
	}
}
