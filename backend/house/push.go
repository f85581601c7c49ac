package house

import (
	"context"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
)

// PushHosts are the push services that a PushService stands for unless it is told others.
var PushHosts = []string{"fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com",
	"wns2-par02p.notify.windows.com"}

// PushService stands for the push services of this world, on a port of this machine: it hands out subscriptions, looks at
// every push as strictly as they do, opens it as the device would, and keeps what it got. It can be told to misbehave.
type PushService struct {
	// Clock is the service's: it dates replies, and says which signatures are over. It is the machine's until it is moved.
	Clock *clock.Movable

	server *http.Server
	at     netip.AddrPort
	hosts  []string
	pem    []byte
	closed chan struct{}

	mu       sync.Mutex
	devices  map[string]*PushTarget
	scripts  map[string][]Says
	arrivals []Arrival
	instead  http.Handler
	known    map[string]bool // tokens whose signature was looked at
}

// PushTarget is a device that subscribed.
type PushTarget struct {
	Endpoint     string
	P256dh, Auth []byte
	// Key is the public key of ours that it subscribed under, unpadded base64url; empty lets any in.
	Key     string
	private *ecdh.PrivateKey
}

type connKey struct{}

// NewPushService starts one that stands for those hosts (PushHosts where none is named). It runs until Close.
func NewPushService(hosts ...string) (*PushService, error) {
	if len(hosts) == 0 {
		hosts = PushHosts
	}
	s := &PushService{Clock: clock.NewMovable(clock.System{}.Now()), hosts: hosts, closed: make(chan struct{}),
		devices: map[string]*PushTarget{}, scripts: map[string][]Says{}, known: map[string]bool{}}
	identity, err := s.certify()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.at = listener.Addr().(*net.TCPAddr).AddrPort()
	s.server = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{identity}, MinVersion: tls.VersionTLS12},
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connKey{}, c)
		}}
	go func() { _ = s.server.ServeTLS(listener, "", "") }() // ends with Close
	return s, nil
}

// certify makes a certificate for the hosts, that nobody else trusts.
func (s *PushService) certify() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	now := clock.System{}.Now()
	form := &x509.Certificate{SerialNumber: big.NewInt(now.UnixMicro()), Subject: pkix.Name{CommonName: "push house"},
		DNSNames: s.hosts, NotBefore: now.Add(-48 * time.Hour), NotAfter: now.Add(48 * time.Hour), IsCA: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	s.pem = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// Close ends it, and every connection to it.
func (s *PushService) Close() error {
	close(s.closed)
	return s.server.Close()
}

// Instead has another answer everything from now on: a measurement wants one that does nothing.
func (s *PushService) Instead(other http.Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.instead = other
}

// Address is where it listens.
func (s *PushService) Address() netip.AddrPort { return s.at }

// Roots are what a sender trusts to believe it; PEM is the same as text, for another process.
func (s *PushService) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.pem)
	return pool
}

// PEM is the certificate.
func (s *PushService) PEM() []byte { return s.pem }

// Resolve leads every host to this service: push.Config has a place for it.
func (s *PushService) Resolve(context.Context, string) ([]netip.AddrPort, error) {
	return []netip.AddrPort{s.at}, nil
}

// Subscribe is a new device at one of the hosts, subscribed under our public key.
func (s *PushService) Subscribe(host, key string) (PushTarget, error) {
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return PushTarget{}, err
	}
	auth := make([]byte, 16)
	rand.Read(auth) // never fails: crypto/rand ends the process rather than return an error
	return s.Adopt(host, key, private, auth)
}

// Adopt is a new device whose keys somebody else made, as a browser's test does.
func (s *PushService) Adopt(host, key string, private *ecdh.PrivateKey, auth []byte) (PushTarget, error) {
	if !slices.Contains(s.hosts, host) || private == nil || len(auth) != 16 {
		return PushTarget{}, errors.New("house: no such push service, or no keys")
	}
	d := &PushTarget{Endpoint: "https://" + host + "/send/" + id.New[string](), P256dh: private.PublicKey().Bytes(),
		Auth: auth, Key: key, private: private}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.devices[d.Endpoint] = d
	return *d, nil
}

// Device is the one with that endpoint.
func (s *PushService) Device(endpoint string) (PushTarget, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.devices[endpoint]; d != nil {
		return *d, nil
	}
	return PushTarget{}, errors.New("house: no such device")
}

// Script says what is answered to a device (its endpoint) or to everything for a host, one after the other; nothing makes
// it behave again. What a device is told comes before what its host is.
func (s *PushService) Script(who string, says ...Says) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.scripts[who] = slices.Clone(says)
}

// Arrivals are the pushes that came for a device, oldest first; for all where endpoint is empty.
func (s *PushService) Arrivals(endpoint string) []Arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.arrivals), func(a Arrival) bool {
		return endpoint != "" && a.Endpoint != endpoint
	})
}

// Empty forgets what came.
func (s *PushService) Empty() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arrivals = nil
}

// Shown are the pushes that a device shows which was away until now: of those that were taken, the newest of each topic
// (RFC 8030, 5.4), and of those the newest of each tag, in the order in which they came.
func (s *PushService) Shown(endpoint string) []Arrival {
	var shown []Arrival
	for _, a := range s.Arrivals(endpoint) {
		if a.Status != http.StatusCreated {
			continue
		}
		tag := tagOf(a.Plain)
		shown = slices.DeleteFunc(shown, func(old Arrival) bool {
			return a.Topic != "" && old.Topic == a.Topic || tag != "" && tagOf(old.Plain) == tag
		})
		shown = append(shown, a)
	}
	return shown
}
