package push_test

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/push"
)

// narrow is a push service that takes so many requests at once, and a sender to it.
func narrow(t *testing.T, streams int, handler http.HandlerFunc) (*push.Sender, courier.Parcel, *atomic.Int64) {
	t.Helper()
	var lines atomic.Int64
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.Config.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: streams}
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			lines.Add(1)
		}
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	at := server.Listener.Addr().(*net.TCPAddr).AddrPort()
	keys := push.NewKeys()
	s := push.New(push.Config{Keys: keys, Subject: office, Clock: clock.System{}, Hosts: []string{"example.com"}, Roots: roots,
		Resolve: func(context.Context, string) ([]netip.AddrPort, error) { return []netip.AddrPort{at}, nil },
		Excused: []netip.AddrPort{at}})
	t.Cleanup(s.Close)
	return s, courier.Parcel{Endpoint: "https://example.com/x", P256dh: bytesOf(t, push.NewKeys()[0].Public), Auth: make([]byte, 16),
		Key: s.Key(), Expires: time.Now().Add(time.Hour)}, &lines
}

// burst sends so many at once, and returns how many were taken.
func burst(t *testing.T, s *push.Sender, p courier.Parcel, n int) int {
	t.Helper()
	var all sync.WaitGroup
	var took atomic.Int64
	for range n {
		all.Go(func() {
			if a := s.Send(t.Context(), p); a.Result == courier.Took {
				took.Add(1)
			} else {
				t.Logf("%+v", a)
			}
		})
	}
	all.Wait()
	return int(took.Load())
}

// However many wait, a service gets as many at once as it takes, on one connection, and none is forgotten. (A machine that
// is very busy may let a connection go and make another, after it.)
func TestAServiceGetsAsManyAsItTakes(t *testing.T) {
	for _, streams := range []int{20, 30, 100, 250} {
		var now, most atomic.Int64
		s, parcel, lines := narrow(t, streams, func(w http.ResponseWriter, _ *http.Request) {
			for n := now.Add(1); ; {
				if old := most.Load(); n <= old || most.CompareAndSwap(old, n) {
					break
				}
			}
			now.Add(-1)
			w.WriteHeader(http.StatusCreated)
		})
		for range 2 {
			if took := burst(t, s, parcel, 300); took != 300 || lines.Load() > 2 || most.Load() > int64(streams) {
				t.Errorf("%d at once: %d taken, %d connections, %d at once", streams, took, lines.Load(), most.Load())
			}
		}
	}
}

// A service that says goodbye, as they all do now and then, loses nothing: what it did not take goes on another line.
func TestAServiceThatSaysGoodbyeLosesNothing(t *testing.T) {
	var count atomic.Int64
	s, parcel, lines := narrow(t, 50, func(w http.ResponseWriter, _ *http.Request) {
		if count.Add(1)%40 == 0 {
			w.Header().Set("Connection", "close") // of HTTP/2 the server makes a GOAWAY
		}
		w.WriteHeader(http.StatusCreated)
	})
	taken := 0
	for range 20 {
		taken += burst(t, s, parcel, 60)
	}
	if taken != 1200 || lines.Load() < 2 {
		t.Errorf("%d of 1,200 were taken on %d connections", taken, lines.Load())
	}
}

// A service that breaks every line is tried anew each time, and nobody waits for ever.
func TestALineThatBreaksIsMadeAnew(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	s, parcel, lines := narrow(t, 50, func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(http.StatusCreated)
	})
	if took := burst(t, s, parcel, 200); took != 0 {
		t.Errorf("%d were taken", took)
	}
	broken.Store(false)
	if took := burst(t, s, parcel, 200); took != 200 || lines.Load() == 0 {
		t.Errorf("%d were taken afterwards", took)
	}
}

// Those who wait for a place go when nobody waits for them any more, and the others get their turns.
func TestWhoGivesUpWaitingTakesNoPlace(t *testing.T) {
	release := make(chan struct{})
	inside := make(chan struct{}, 100)
	s, parcel, _ := narrow(t, 20, func(w http.ResponseWriter, _ *http.Request) {
		inside <- struct{}{}
		<-release
		w.WriteHeader(http.StatusCreated)
	})
	patient := make(chan int)
	go func() { patient <- burst(t, s, parcel, 20) }()
	for range 20 { // until the service is full
		<-inside
	}
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan courier.Answer)
	for range 30 {
		go func() { gone <- s.Send(ctx, parcel) }()
	}
	cancel()
	for range 30 {
		if a := <-gone; a.Result != courier.Silent {
			t.Errorf("%+v", a)
		}
	}
	late := make(chan int)
	go func() { late <- burst(t, s, parcel, 40) }()
	close(release)
	if a, b := <-patient, <-late; a != 20 || b != 40 {
		t.Errorf("%d and %d were taken", a, b)
	}
}
