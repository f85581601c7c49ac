package house

import (
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"lollipop/backend/id"
)

// Says is what the service says to a push in place of 201. The zero Says is 201.
type Says struct {
	Status int `json:"status,omitempty"`
	// After is the header Retry-After, Location the one of that name.
	After    string `json:"after,omitempty"`
	Location string `json:"location,omitempty"`
	// DelayMS is how long it thinks, in milliseconds.
	DelayMS int `json:"delay_ms,omitempty"`
	// Silent never answers, Reset breaks the connection, Huge answers without end.
	Silent bool `json:"silent,omitempty"`
	Reset  bool `json:"reset,omitempty"`
	Huge   bool `json:"huge,omitempty"`
	// Times is how often it says so; 0 is from now on.
	Times int `json:"times,omitempty"`
}

// Arrival is a push that came.
type Arrival struct {
	Endpoint string      `json:"endpoint"`
	Host     string      `json:"host"`
	Topic    string      `json:"topic"`
	Urgency  string      `json:"urgency"`
	TTL      string      `json:"ttl"`
	Subject  string      `json:"subject"`
	Key      string      `json:"key"`
	Header   http.Header `json:"header"`
	// Length is how many bytes came, Plain what was in them; empty where it cannot be opened.
	Length int    `json:"length"`
	Plain  string `json:"plain"`
	// Status is what was answered, 0 for nothing; Why says what was wrong with it.
	Status int    `json:"status"`
	Why    string `json:"why,omitempty"`
	Proto  string `json:"proto"`
	// From is the other end of the connection that it came on.
	From string    `json:"from"`
	At   time.Time `json:"at"`
}

// next is what is said now.
func (s *PushService) next(endpoint, host string) Says {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, who := range []string{endpoint, host} {
		if script := s.scripts[who]; len(script) > 0 {
			says := script[0]
			if script[0].Times--; says.Times == 1 {
				s.scripts[who] = script[1:]
			} else if says.Times == 0 {
				script[0].Times = 0
			}
			return says
		}
	}
	return Says{}
}

// tagOf is a declarative push's tag: a device shows one notification of each.
func tagOf(plain string) string {
	var push struct{ Notification struct{ Tag string } }
	if json.Unmarshal([]byte(plain), &push) != nil {
		return ""
	}
	return push.Notification.Tag
}

// ServeHTTP is the push service.
func (s *PushService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	a := Arrival{Endpoint: "https://" + host + r.URL.Path, Host: host, Topic: r.Header.Get("Topic"),
		Urgency: r.Header.Get("Urgency"), TTL: r.Header.Get("Ttl"), Header: r.Header.Clone(), Proto: r.Proto,
		From: r.RemoteAddr, At: s.Clock.Now()}
	s.mu.Lock()
	device, instead := s.devices[a.Endpoint], s.instead
	s.mu.Unlock()
	if instead != nil {
		instead.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4096))
	a.Length = len(body)
	says := s.next(a.Endpoint, host)
	switch {
	case err != nil:
		a.Status, a.Why = http.StatusRequestEntityTooLarge, "the body is longer than 4,096 bytes"
	default:
		a.Status, a.Why = s.look(r, &a, device, body)
	}
	if says.Status != 0 && (says.Status != http.StatusCreated || a.Status == 0) {
		a.Status = says.Status
	}
	if says.Silent || says.Reset {
		a.Status = 0
	}
	s.mu.Lock()
	s.arrivals = append(s.arrivals, a)
	s.mu.Unlock()
	s.say(w, r, says, a)
}

// say answers.
func (s *PushService) say(w http.ResponseWriter, r *http.Request, says Says, a Arrival) {
	if says.DelayMS > 0 {
		timer := time.NewTimer(time.Duration(says.DelayMS) * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return
		}
	}
	if says.Silent {
		select {
		case <-r.Context().Done():
		case <-s.closed:
		}
		panic(http.ErrAbortHandler)
	}
	if says.Reset {
		if conn, ok := r.Context().Value(connKey{}).(*tls.Conn); ok {
			if raw, ok := conn.NetConn().(*net.TCPConn); ok {
				_ = raw.SetLinger(0) // what is broken off is broken off
				_ = raw.Close()
			}
		}
		panic(http.ErrAbortHandler)
	}
	head := w.Header()
	head.Set("Date", s.Clock.Now().Format(http.TimeFormat))
	if says.After != "" {
		head.Set("Retry-After", says.After)
	}
	if says.Location != "" {
		head.Set("Location", says.Location)
	}
	if a.Status == http.StatusCreated {
		head.Set("Location", "https://"+a.Host+"/message/"+id.New[string]())
	}
	w.WriteHeader(a.Status)
	for chunk := make([]byte, 64<<10); says.Huge; {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

func unpadded(text string) []byte {
	b, _ := base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
	return b
}
