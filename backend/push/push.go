// Package push is the hall of the push services: it seals a parcel for a device (RFC 8291), signs for us (VAPID, RFC
// 8292) and posts it over HTTP/2. It implements courier.Sender.
//
// The address of a device comes from a browser, so from anybody. It is held against the list of the four services that
// browsers use before it is kept and again before it is posted to, and what its name resolves to is looked at once more
// when the connection is made: nothing here can be made to reach a machine of the school's own network. No proxy, no
// redirect, nothing read beyond four kilobytes. An address is a secret (whoever has it and our key can ring the device):
// no error says more of it than its host.
//
// Policy: email.encrypted (AR 7.8/3, BG 7.8/4)
package push

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
)

const (
	// connectWithin is how long a connection may take to be made, sendWithin a whole sending.
	connectWithin, sendWithin = 5 * time.Second, 10 * time.Second
	// longest is how long a service keeps a push: what they take at most.
	longest = 28 * 24 * time.Hour
	// mostReply is how much of a reply is read.
	mostReply = 4 << 10
)

// Config is what a Sender needs.
type Config struct {
	Keys Keys
	// Subject is whom a push service can write to about us, as ValidSubject gives it. Without one nothing is sent.
	Subject string
	// Clock is the machine's: push services compare it with theirs.
	Clock clock.Clock

	// What follows is for tests and for a test build, where a push service of one's own stands for the real ones. It is
	// never set in a server that a school runs.

	// Hosts are allowed besides the push services'.
	Hosts []string
	// Roots are trusted in place of the machine's.
	Roots *x509.CertPool
	// Resolve says where a host is, in place of the DNS.
	Resolve func(ctx context.Context, host string) ([]netip.AddrPort, error)
	// Excused are the addresses at which the look at an address looks away.
	Excused []netip.AddrPort
	// Within is how long a sending may take; 0 is ten seconds.
	Within time.Duration
}

// String hides the keys.
func (Config) String() string { return "push.Config" }

// GoString hides the keys.
func (Config) GoString() string { return "push.Config" }

// LogValue hides the keys.
func (Config) LogValue() slog.Value { return slog.StringValue("push.Config") }

// Sender posts parcels. Several goroutines may use one.
type Sender struct {
	config      Config
	connections *http.Transport
	pairs       map[string]Pair
	hosts       map[string]bool
	signed      atomic.Int64

	mu      sync.Mutex // of what follows
	lanes   map[string]*lane
	turn    uint64
	stopped bool
}

var _ courier.Sender = (*Sender)(nil)

// New returns a sender. It connects to nobody before something is sent.
func New(c Config) *Sender {
	s := &Sender{config: c, pairs: map[string]Pair{}, hosts: map[string]bool{}, lanes: map[string]*lane{}}
	for _, pair := range c.Keys {
		s.pairs[pair.Public] = pair
	}
	for _, host := range c.Hosts {
		s.hosts[host] = true
	}
	if s.config.Within <= 0 {
		s.config.Within = sendWithin
	}
	s.connections = s.transport()
	return s
}

// String hides the keys.
func (*Sender) String() string { return "push.Sender" }

// GoString hides the keys.
func (*Sender) GoString() string { return "push.Sender" }

// LogValue hides the keys.
func (*Sender) LogValue() slog.Value { return slog.StringValue("push.Sender") }

// Key implements courier.Sender; empty where there is none.
func (s *Sender) Key() string {
	if len(s.config.Keys) == 0 {
		return ""
	}
	return s.config.Keys[0].Public
}

// Known implements courier.Sender.
func (s *Sender) Known(key string) bool {
	_, known := s.pairs[key]
	return known
}

// Close ends every connection. What is sent afterwards is answered Silent.
func (s *Sender) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	for host, l := range s.lanes {
		l.line.close()
		delete(s.lanes, host)
	}
}

// Send implements courier.Sender.
func (s *Sender) Send(ctx context.Context, p courier.Parcel) courier.Answer {
	to, err := s.address(p.Endpoint)
	if err != nil {
		return courier.Answer{Result: courier.NotAllowed, Cause: err}
	}
	host := to.Host
	now := s.config.Clock.Now()
	left := p.Expires.Sub(now)
	if left <= 0 {
		return answer(courier.Late, host, errors.New("it was over before it was sent"))
	}
	pair, known := s.pairs[p.Key]
	switch {
	case !known:
		return answer(courier.NotUs, host, errors.New("the device subscribed under a key that is not ours any more"))
	case s.config.Subject == "":
		return answer(courier.NotUs, host, errors.New("no subject is set that the service could write to"))
	case !validTopic(p.Topic):
		return answer(courier.Refused, host, errors.New("the topic is not one"))
	}
	sealed, err := seal(p.P256dh, p.Auth, p.Payload)
	if errors.Is(err, errTooLarge) {
		return answer(courier.TooLarge, host, err)
	} else if err != nil {
		return answer(courier.Refused, host, err)
	}
	l, err := s.enter(host)
	if err != nil {
		return answer(courier.Silent, host, err)
	}
	defer s.leave(l)
	signature, err := s.authorization(l, pair, now)
	if err != nil {
		return answer(courier.NotUs, host, err)
	}
	request := letter(p, to, signature, min(left, longest), sealed)
	ctx, cancel := context.WithTimeout(ctx, s.config.Within)
	defer cancel()
	return s.post(request.WithContext(ctx), l, pair, signature)
}

// post sends the request and reads what is said to it.
func (s *Sender) post(request *http.Request, l *lane, pair Pair, signature string) courier.Answer {
	reply, err := l.carry(request)
	if err != nil && unsent(err) {
		if request.Body, err = request.GetBody(); err == nil {
			reply, err = l.carry(request)
		}
	}
	if err != nil {
		return answer(courier.Silent, l.host, cause(err, request.URL))
	}
	defer reply.Body.Close()
	now := s.config.Clock.Now()
	said := read(reply, l.host, now)
	if said.Result == courier.NotUs {
		l.forget(pair, signature)
	}
	// What a service says beside its status is of no use; it is read so that the stream can end by itself.
	if reply.Body != http.NoBody {
		n, err := io.Copy(io.Discard, io.LimitReader(reply.Body, mostReply+1))
		if said.Result == courier.Took && (n > mostReply || err != nil) {
			said.Result, said.Cause = courier.Broken, fmt.Errorf("push: %s: the reply is huge or broken off", l.host)
		}
	}
	return said
}

// carry takes the request to the service when there is room on its line. It follows no redirect: only a Client would.
func (l *lane) carry(request *http.Request) (*http.Response, error) {
	conn, err := l.line.reserve(request.Context())
	if err != nil {
		return nil, err
	}
	reply, err := conn.RoundTrip(request)
	if err == nil {
		l.line.answered(conn)
	}
	return reply, err
}

// letter is the request that carries a sealed parcel.
func letter(p courier.Parcel, to *url.URL, signature string, left time.Duration, sealed []byte) *http.Request {
	urgency := normal
	if p.Urgent {
		urgency = high
	}
	request := &http.Request{
		Method: http.MethodPost, URL: to, Host: to.Host, Proto: "HTTP/2.0", ProtoMajor: 2,
		Header: http.Header{
			"Authorization":    {signature},
			"Content-Encoding": encoding,
			"Content-Type":     kind,
			"Ttl":              {strconv.FormatInt(int64(left/time.Second), 10)},
			"Urgency":          urgency,
			"User-Agent":       agent,
		},
		Body:          io.NopCloser(bytes.NewReader(sealed)),
		GetBody:       func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(sealed)), nil },
		ContentLength: int64(len(sealed)),
	}
	if p.Topic != "" {
		request.Header["Topic"] = []string{p.Topic}
	}
	return request
}

// Values of headers that are the same in every request.
var (
	high, normal = []string{"high"}, []string{"normal"}
	encoding     = []string{"aes128gcm"}
	kind         = []string{"application/octet-stream"}
	agent        = []string{"Lollipop"}
)

// validTopic reports whether services take it (RFC 8030, 5.4); none is fine.
func validTopic(topic string) bool {
	for _, c := range []byte(topic) {
		if !urlSafe(c) {
			return false
		}
	}
	return len(topic) <= 32
}

func urlSafe(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}
