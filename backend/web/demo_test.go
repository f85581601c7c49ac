package web

import (
	"net/http"
	"strings"
	"testing"
)

// The demo hands out ways in, so it answers to this machine's names alone: not to a name that a foreign page has pointed
// at this machine, whatever else the page sends.
func TestTheDemoAnswersToItsOwnNameAlone(t *testing.T) {
	h := newHouse(t)
	port := h.url[strings.LastIndex(h.url, ":"):]
	for host, want := range map[string]int{
		"127.0.0.1" + port: 200, "localhost" + port: 200, "[::1]" + port: 200, "LOCALHOST": 200, "127.0.0.1": 200, "lollipop.test": 200,
		"evil.test": 403, "evil.test" + port: 403, "localhost.evil.test": 403, "192.168.1.9" + port: 403, "[fe80::1]": 403,
	} {
		for _, path := range []string{"/demo", "/", "/help", "/api/me", "/api/demo/clock", "/openapi.json"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = host
			r.Header.Set("X-Forwarded-Host", "localhost")
			got, err := h.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			got.Body.Close()
			if got.StatusCode != want {
				t.Errorf("%s at %s: %d, want %d", path, host, got.StatusCode, want)
			}
		}
	}
	// A school's own server stands behind whatever names its proxy has; it hands out nothing.
	served := h.server
	demo := served.Demo
	served.Demo = nil
	defer func() { served.Demo = demo }()
	app, err := New(served)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/api/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "lollipop.school.example"
	got, err := app.fiber.Test(r)
	if err != nil {
		t.Fatal(err)
	}
	got.Body.Close()
	if got.StatusCode != http.StatusOK {
		t.Errorf("a school's server behind a proxy: %d", got.StatusCode)
	}
}
