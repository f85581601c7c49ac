package web

import (
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/people"

	"github.com/valyala/fasthttp"
)

func peopleChanges(staff ...people.Staff) people.Changes { return people.Changes{Staff: staff} }

// A file is sent in a coding that the browser takes, each under a tag of its own.
func TestFilesAreSentAsTheBrowserTakesThem(t *testing.T) {
	h := newHouse(t)
	tags := map[string]string{}
	for accept, want := range map[string]string{
		"-": "plain", "": "plain", "identity": "plain", "br": "brotli", "gzip": "gzip", "gzip, deflate, br, zstd": "brotli",
		"br;q=0, gzip": "gzip", "br;q=0,gzip;q=0.0": "plain", "*": "brotli", "*;q=0": "plain", "gzip;q=0, *": "brotli",
		"BR":  "brotli",
		"xbr": "plain", "br;q=x": "plain", "gzip;q=0.001": "gzip", "br ; q = 0": "plain",
	} {
		header := http.Header{"Accept-Encoding": {accept}}
		if accept == "-" { // net/http sends one of its own unless it is told not to
			header = nil
		}
		got := h.do(ask{path: "/assets/main-4f2a.js", header: header})
		coding := map[string]string{"plain": "", "brotli": "br", "gzip": "gzip"}[want]
		if got.body != want || got.header.Get("Content-Encoding") != coding || got.header.Get("Vary") != "Accept-Encoding" ||
			got.header.Get("Content-Type") != "text/javascript; charset=utf-8" {
			t.Errorf("%q: %s", accept, got.print())
		}
		if tag := got.header.Get("ETag"); tags[want] != "" && tags[want] != tag || tag == "" {
			t.Errorf("%q: %s beside %s", accept, tag, tags[want])
		}
		tags[want] = got.header.Get("ETag")
	}
	if tags["plain"] == tags["brotli"] || tags["gzip"] == tags["brotli"] || tags["plain"] == tags["gzip"] {
		t.Errorf("one tag for several codings: %v", tags)
	}
	for match, status := range map[string]int{tags["brotli"]: 304, "W/" + tags["brotli"]: 304,
		`"x", ` + tags["brotli"]: 304, "*": 304,
		tags["gzip"]: 200, `"x"`: 200} {
		got := h.do(ask{path: "/assets/main-4f2a.js", header: http.Header{"Accept-Encoding": {"br"},
			"If-None-Match": {match}}})
		if got.status != status || status == 304 && (got.body != "" || got.header.Get("ETag") != tags["brotli"] ||
			got.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || got.header.Get("Vary") == "") {
			t.Errorf("%s: %s", match, got.print())
		}
	}
	if got := h.do(ask{path: "/assets/odd-11.xyz"}); got.header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("of no known kind: %s", got.print())
	}
}

// HEAD answers what GET does, but for the body.
func TestHeadIsGetWithoutABody(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/", "/help", "/s/hook-lane/help", "/assets/main-4f2a.js", "/sw.js",
		"/locales/en.0.json", "/healthz", "/readyz", "/demo"} {
		get, head := h.do(ask{path: path}), h.do(ask{method: "HEAD", path: path})
		if head.status != http.StatusOK || head.body != "" || head.print() != strings.TrimSuffix(get.print(), get.body) {
			t.Errorf("%s:\n%s\n%s", path, get.print(), head.print())
		}
	}
}

// Nothing outside the built app's own folder for it can be reached by its addresses.
func TestNoWayOutOfTheFiles(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/assets/../shell.css", "/assets/..%2fshell.css", "/assets/%2e%2e/shell.css",
		"/assets/%2e%2e%2f.vite/manifest.json",
		"/assets/..%5cshell.css", "/assets//etc/passwd", "/assets/%2fetc%2fpasswd", "/assets/", "/assets/main-4f2a.js.br",
		"/assets/main-4f2a.js.gz",
		"/assets/main-4f2a.js%00", "/assets/./main-4f2a.js/", "/.vite/manifest.json", "/shell.css", "/.gitkeep",
		"/assets/..%252fshell.css",
		"/locales/../shell.css", "/locales/%2e%2e%2fen.json", "/locales/en.json", "/locales/languages.json", "/locales/en",
		"/locales/.json",
		"/locales/en.x.json%00", "/locales/EN.0.json", "/pages.html", "/openapi", "/docs", "/schemas/Me.json"} {
		c := h.dial(t)
		c.send(head("GET", path, ""), "\r\n")
		if status, _, body := c.next(); status != http.StatusNotFound && status != http.StatusUnprocessableEntity &&
			status != http.StatusBadRequest {
			t.Errorf("%s: %d %.200s", path, status, body)
		}
		c.conn.Close()
	}
}

// A catalogue under its own hash may be kept for ever; under another it is today's, and nobody keeps it. Staff's has an
// address of its own.
func TestCataloguesByTheirHash(t *testing.T) {
	h := newHouse(t)
	for _, tag := range []string{"en", "pl", "ur", "en-x-easy", "en-x-pseudo"} {
		_, staffs, _ := h.server.Languages.StaffCatalogue(tag)
		for _, c := range []struct{ address, hash, holds, not string }{
			{tag + ".", hashOf(h, tag), `"family.home.title"`, `"pwa.desk.title_in"`},
			{tag + ".staff.", staffs, `"pwa.desk.title_in"`, `"family.home.title"`},
		} {
			now := h.do(ask{path: "/locales/" + c.address + c.hash + ".json"})
			before := h.do(ask{path: "/locales/" + c.address + "0000000000000000.json"})
			if now.status != 200 || before.status != 200 || now.body != before.body ||
				!strings.Contains(now.body, c.holds) || strings.Contains(now.body, c.not) {
				t.Errorf("%s: %d, %d", c.address, now.status, before.status)
			}
			if now.header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
				before.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %s, %s", c.address, now.header.Get("Cache-Control"), before.header.Get("Cache-Control"))
			}
		}
	}
}

// What is made at each request is packed too, in a coding that the browser takes, and only then.
func TestAnswersArePacked(t *testing.T) {
	h := newHouse(t)
	_, hash, _ := h.server.Languages.Catalogue("en")
	for _, path := range []string{"/help", "/locales/en." + hash + ".json", "/api/policy"} {
		at := ask{path: path, session: h.here.session["hd"]}
		plain := h.do(at)
		if plain.header.Get("Content-Encoding") != "" {
			t.Errorf("%s comes as %s to who asked for nothing", path, plain.header.Get("Content-Encoding"))
		}
		for _, coding := range []string{"br", "gzip"} {
			at.header = http.Header{"Accept-Encoding": {coding}}
			got := h.do(at)
			if got.header.Get("Content-Encoding") != coding || len(got.body) > len(plain.body)*2/3 {
				t.Errorf("%s: %q, %d of %d bytes", path, got.header.Get("Content-Encoding"), len(got.body), len(plain.body))
			}
			if vary := strings.Join(got.header.Values("Vary"), ", "); !strings.Contains(vary, "Accept-Encoding") {
				t.Errorf("%s: Vary is %q", path, vary)
			}
		}
	}
}

// Every first visit waits for the catalogue, so it is as small as Brotli makes it, and the same each time.
func TestACatalogueIsPackedAsSmallAsItGets(t *testing.T) {
	h := newHouse(t)
	plain, hash, _ := h.server.Languages.Catalogue("en")
	least := fasthttp.AppendBrotliBytesLevel(nil, plain, fasthttp.CompressBrotliBestCompression)
	for range 2 {
		got := h.do(ask{path: "/locales/en." + hash + ".json", header: http.Header{"Accept-Encoding": {"gzip, br"}}})
		if got.header.Get("Content-Encoding") != "br" || got.body != string(least) {
			t.Errorf("%q, %d bytes; least are %d", got.header.Get("Content-Encoding"), len(got.body), len(least))
		}
	}
}
