package push

import (
	"crypto/tls"
	"errors"
	"net/http"
	"sync"
	"time"
)

// mostLanes is how many push services are spoken to at once; browsers use four companies', of which one has some dozens
// of hosts. A hundred of them may be silent and none of the others notices.
const mostLanes = 256

var errBusy = errors.New("too many push services at once")

// lane is one push service: a connection of its own, which nobody else's silence can hold, and our signatures for it.
type lane struct {
	host      string
	transport *http.Transport
	inside    int    // who is sending; of Sender.mu
	used      uint64 // when, in turns; of Sender.mu

	mu         sync.Mutex
	signatures map[string]signature // by our public key
}

// enter finds a host's lane, or opens it; leave must follow.
func (s *Sender) enter(host string) (*lane, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lanes[host]
	if l == nil {
		if s.stopped {
			return nil, errors.New("the sender is closed")
		}
		if len(s.lanes) >= mostLanes && !s.closeOldest() {
			return nil, errBusy
		}
		l = &lane{host: host, transport: s.transport(), signatures: map[string]signature{}}
		s.lanes[host] = l
	}
	s.turn++
	l.inside, l.used = l.inside+1, s.turn
	return l, nil
}

// leave says that nothing more is sent by whoever entered.
func (s *Sender) leave(l *lane) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.inside--
	if s.stopped && l.inside == 0 {
		l.transport.CloseIdleConnections()
	}
}

// closeOldest makes room: the lane that was not used for longest goes, if there is one in which nothing is sent.
func (s *Sender) closeOldest() bool {
	var oldest *lane
	for _, l := range s.lanes {
		if l.inside == 0 && (oldest == nil || l.used < oldest.used) {
			oldest = l
		}
	}
	if oldest == nil {
		return false
	}
	oldest.transport.CloseIdleConnections()
	delete(s.lanes, oldest.host)
	return true
}

// transport is one HTTP/2 connection to one push service. What is too much for it at once waits: a burst to a new host
// would otherwise open a connection for each request.
func (s *Sender) transport() *http.Transport {
	var two http.Protocols
	two.SetHTTP2(true)
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            s.dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: s.config.Roots},
		TLSHandshakeTimeout:    connectWithin,
		DisableCompression:     true,
		MaxConnsPerHost:        1,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 16 << 10,
		ForceAttemptHTTP2:      true,
		Protocols:              &two,
		HTTP2: &http.HTTP2Config{
			StrictMaxConcurrentRequests: true,
			// A connection that died without a word is found before what was sent on it is given up.
			SendPingTimeout:  6 * time.Second,
			PingTimeout:      3 * time.Second,
			WriteByteTimeout: connectWithin,
		},
	}
}
