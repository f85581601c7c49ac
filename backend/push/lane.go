package push

import (
	"context"
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
	host   string
	line   *line
	inside int    // who is sending; of Sender.mu
	used   uint64 // when, in turns; of Sender.mu

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
			return nil, errClosed
		}
		if len(s.lanes) >= mostLanes && !s.closeOldest() {
			return nil, errBusy
		}
		connect := func(ctx context.Context) (*http.ClientConn, error) {
			return s.connections.NewClientConn(ctx, "https", host+":443")
		}
		l = &lane{host: host, line: &line{connect: connect}, signatures: map[string]signature{}}
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
	oldest.line.close()
	delete(s.lanes, oldest.host)
	return true
}

// transport makes connections, and keeps none: lines do.
func (s *Sender) transport() *http.Transport {
	var two http.Protocols
	two.SetHTTP2(true)
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            s.dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: s.config.Roots},
		TLSHandshakeTimeout:    connectWithin,
		DisableCompression:     true,
		IdleConnTimeout:        30 * time.Second,
		MaxResponseHeaderBytes: 16 << 10,
		ForceAttemptHTTP2:      true,
		Protocols:              &two,
		HTTP2: &http.HTTP2Config{
			// A connection that died without a word is found before what was sent on it is given up.
			SendPingTimeout:  6 * time.Second,
			PingTimeout:      3 * time.Second,
			WriteByteTimeout: connectWithin,
		},
	}
}
