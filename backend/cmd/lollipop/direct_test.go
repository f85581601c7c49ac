package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/clock"
)

// through has everything that follows the environment go through a proxy that lets nothing through, as a school's
// filter does, and counts what comes to it. Go reads HTTP_PROXY once for a process: the transport is told itself.
func through(t *testing.T) *atomic.Int64 {
	t.Helper()
	var asked atomic.Int64
	filter := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.Error(w, "blocked", http.StatusForbidden)
	}))
	t.Cleanup(filter.Close)
	at, err := url.Parse(filter.URL)
	must(t, err)
	usual := http.DefaultTransport
	http.DefaultTransport = &http.Transport{Proxy: http.ProxyURL(at), DisableKeepAlives: true}
	t.Cleanup(func() { http.DefaultTransport = usual })
	return &asked
}

// Where the machine's way out is a proxy, the watchdog still asks this machine: a server that is well is not killed for
// what the proxy says of it.
func TestTheWatchdogAsksNoProxy(t *testing.T) {
	well := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer well.Close()
	asked := through(t)
	if !healthy(t.Context(), direct(reachIn), strings.TrimPrefix(well.URL, "http://")) || asked.Load() > 0 {
		t.Errorf("not well, and a proxy was asked %d times", asked.Load())
	}
}

// Whatever stands where the figures should be, the doctor asks neither a proxy nor whom it sends us on to.
func TestTheDoctorAsksForFiguresHereAlone(t *testing.T) {
	asked := through(t)
	var strange atomic.Int64
	stranger := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strange.Add(1) }))
	defer stranger.Close()
	taken := httptest.NewServer(http.RedirectHandler(stranger.URL, http.StatusFound))
	defer taken.Close()
	f := figuresPort(&globals{ctx: t.Context(), config: Config{Metrics: strings.TrimPrefix(taken.URL, "http://")}})
	if !strings.Contains(f.todo, "something else") || asked.Load()+strange.Load() > 0 {
		t.Errorf("%+v; the proxy was asked %d times, a stranger %d", f, asked.Load(), strange.Load())
	}
}

// A certificate that lasts six days is as it should be, until nobody has renewed it.
func TestTheDoctorKnowsShortCertificates(t *testing.T) {
	for left, well := range map[time.Duration]bool{4 * 24 * time.Hour: true, 24 * time.Hour: false} {
		until := clock.System{}.Now().Add(left)
		answer := &http.Response{TLS: &tls.ConnectionState{PeerCertificates: []*x509.Certificate{{NotAfter: until,
			NotBefore: until.Add(-6 * 24 * time.Hour)}}}}
		if f := certificate(answer); (f.todo == "") != well {
			t.Errorf("%s are left of six days: %+v", left, f)
		}
	}
}

// An address of IPv6 on this machine is this machine.
func TestTheDoctorKnowsThisMachineByEveryAddress(t *testing.T) {
	for listen, here := range map[string]bool{"127.0.0.1:8080": true, "localhost:8080": true, "[::1]:8080": true,
		"[::]:8080": false, ":8080": false, "0.0.0.0:8080": false, "[2001:db8::1]:8080": false} {
		f := address(&globals{config: Config{Listen: listen, Origin: "http://127.0.0.1:8080"}})
		if (f.todo == "") != here {
			t.Errorf("%s: %+v", listen, f)
		}
	}
}
