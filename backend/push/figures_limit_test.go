//go:build bench

package push_test

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"lollipop/backend/push"
)

// bare speaks as much HTTP/2 as it takes to post to one address.
type bare struct {
	conn    *tls.Conn
	head    []byte
	streams chan struct{} // how many may be open
	mu      sync.Mutex
	next    uint32
	waiting map[uint32]chan struct{}
	window  int // what the service still takes
	wider   *sync.Cond
}

func dialBare(t *testing.T, b *bench) *bare {
	t.Helper()
	raw, err := net.Dial("tcp", b.at.String())
	if err != nil {
		t.Fatal(err)
	}
	conn := tls.Client(push.Gather(raw), &tls.Config{RootCAs: b.roots, ServerName: fcm, NextProtos: []string{"h2"}})
	t.Cleanup(func() { _ = conn.Close() })
	authorization, err := b.sender.Authorize(fcm, b.keys[0])
	if err != nil {
		t.Fatal(err)
	}
	h := &bare{conn: conn, next: 1, waiting: map[uint32]chan struct{}{}, window: 65535, streams: make(chan struct{}, 100)}
	h.wider = sync.NewCond(&h.mu)
	path := strings.TrimPrefix(b.parcel.Endpoint, "https://"+fcm)
	for _, pair := range [][2]string{{":method", "POST"}, {":scheme", "https"}, {":authority", fcm}, {":path", path},
		{"authorization", authorization}, {"content-encoding", "aes128gcm"}, {"ttl", "3600"}, {"topic", b.parcel.Topic},
		{"urgency", "high"}, {"content-length", fmt.Sprint(push.SealedBytes)}} {
		h.head = append(h.head, 0) // a literal that is not remembered (RFC 7541, 6.2.2)
		for _, text := range pair {
			h.head = append(number(h.head, len(text)), text...)
		}
	}
	if _, err := conn.Write([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00")); err != nil {
		t.Fatal(err)
	}
	go h.read()
	return h
}

// number is an integer with a prefix of seven bits (RFC 7541, 5.1).
func number(to []byte, n int) []byte {
	if n < 127 {
		return append(to, byte(n))
	}
	to = append(to, 127)
	for n -= 127; n >= 128; n >>= 7 {
		to = append(to, byte(n&127|128))
	}
	return append(to, byte(n))
}

func frame(to []byte, kind, flags byte, stream uint32, payload []byte) []byte {
	n := len(payload)
	to = append(to, byte(n>>16), byte(n>>8), byte(n), kind, flags)
	return append(binary.BigEndian.AppendUint32(to, stream), payload...)
}

func (h *bare) send(body []byte) {
	h.streams <- struct{}{}
	over := make(chan struct{})
	h.mu.Lock()
	for h.window < len(body) {
		h.wider.Wait()
	}
	h.window -= len(body)
	id := h.next
	h.next += 2
	h.waiting[id] = over
	out := frame(make([]byte, 0, 18+len(h.head)+len(body)), 1, 4, id, h.head)
	out = frame(out, 0, 1, id, body)
	_, err := h.conn.Write(out)
	h.mu.Unlock()
	if err != nil {
		panic(err)
	}
	<-over
	<-h.streams
}

func (h *bare) read() {
	in := bufio.NewReaderSize(h.conn, 16<<10)
	var head [9]byte
	var payload [16 << 10]byte
	for {
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return
		}
		n := int(head[0])<<16 | int(head[1])<<8 | int(head[2])
		if _, err := io.ReadFull(in, payload[:n]); err != nil {
			return
		}
		stream := binary.BigEndian.Uint32(head[5:])
		h.mu.Lock()
		switch kind, flags := head[3], head[4]; {
		case kind == 8 && stream == 0: // WINDOW_UPDATE
			h.window += int(binary.BigEndian.Uint32(payload[:4]))
			h.wider.Broadcast()
		case kind == 4 && flags == 0: // SETTINGS
			_, _ = h.conn.Write(frame(nil, kind, 1, 0, nil))
		case kind == 6 && flags == 0: // PING
			_, _ = h.conn.Write(frame(nil, kind, 1, 0, payload[:n]))
		case kind <= 1 && flags&1 != 0: // HEADERS or DATA, the last
			close(h.waiting[stream])
			delete(h.waiting, stream)
		case kind == 3, kind == 7: // RST_STREAM, GOAWAY
			panic(fmt.Sprintf("the service breaks off: %d %x", kind, payload[:n]))
		}
		h.mu.Unlock()
	}
}
