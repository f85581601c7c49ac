package web

import (
	"bytes"
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"lollipop/backend/access"
)

// Limits on what is sent. Uploads are whole spreadsheets; everything else is a form. A limit of n refuses n bytes.
const (
	formLimit     = 64 << 10
	uploadLimit   = 40 << 20
	strangerLimit = 1 << 20 // of an upload by somebody who may not: enough that most hear why not
	uploadsAtOnce = 4       // bounds the memory that uploads take together
	patience      = 15 * time.Second
	uploadTime    = 2 * time.Minute
)

// uploads are the routes that take files, and the large bodies under way. The whole body is in memory before any handler
// runs, so who may send one is asked when the request's head has come, and at most so many come at once.
type uploads struct {
	may map[string]May // by path

	mu    sync.Mutex
	last  uint64
	until map[uint64]time.Time // when the connection is cut, or the handler, at the latest
}

// turnHeader carries the number of a large body's turn from the head to the handler; busy, where there was none.
const (
	turnHeader = "Lollipop-Turn"
	busy       = "busy"
)

// received is asked as soon as a request's head has come: a body that is larger than its route takes is not read at all.
// fasthttp answers it with 413 and closes the connection, so that the rest is never taken for the next request.
func (s *Server) received(head *fasthttp.RequestHeader) fasthttp.RequestConfig {
	head.Del(turnHeader) // ours alone to set
	path, _, _ := strings.Cut(string(head.RequestURI()), "?")
	may, ok := s.uploads.may[path]
	switch {
	case !ok || string(head.Method()) != fiber.MethodPut:
		return fasthttp.RequestConfig{MaxRequestBodySize: formLimit}
	case head.ContentLength() >= 0 && head.ContentLength() < strangerLimit || !s.mayUpload(head, may):
		return fasthttp.RequestConfig{MaxRequestBodySize: strangerLimit}
	}
	turn, ok := s.uploads.begin(time.Now().Add(uploadTime)) //lollipop:clock a connection's time is no school's
	if !ok {
		head.Set(turnHeader, busy)
		return fasthttp.RequestConfig{MaxRequestBodySize: strangerLimit}
	}
	head.Set(turnHeader, strconv.FormatUint(turn, 10))
	return fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit, ReadTimeout: uploadTime}
}

// mayUpload asks for the session behind a request's head; the gate asks again when the body has come.
func (s *Server) mayUpload(head *fasthttp.RequestHeader, may May) bool {
	token, ok := access.ParseToken(string(head.Cookie(sessionCookie)))
	if !ok {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	who, err := s.Access.Check(ctx, token)
	return err == nil && may.allows(who)
}

// begin takes a turn until that time; false where all are taken.
func (u *uploads) begin(until time.Time) (turn uint64, ok bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	now := time.Now() //lollipop:clock a connection's time is no school's
	for turn, end := range u.until {
		if now.After(end) { // the body never came, and its connection is gone
			delete(u.until, turn)
		}
	}
	if len(u.until) >= uploadsAtOnce {
		return 0, false
	}
	if u.until == nil {
		u.until = map[uint64]time.Time{}
	}
	u.last++
	u.until[u.last] = until
	return u.last, true
}

// end keeps a request's turn for as long as its handler may take, and returns what gives it back.
func (u *uploads) end(c *fiber.Ctx, longest time.Duration) func() {
	turn, err := strconv.ParseUint(c.Get(turnHeader), 10, 64)
	if err != nil {
		return func() {}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.until[turn] = time.Now().Add(longest) //lollipop:clock a connection's time is no school's
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.until, turn)
	}
}

// tooLarge is the answer to a body that was not read: too large, or no turn for it just now.
func tooLarge(c *fiber.Ctx) (status int, key string) {
	if c.Get(turnHeader) == busy {
		c.Set("Retry-After", "5")
		return http.StatusServiceUnavailable, "web.unavailable"
	}
	return http.StatusRequestEntityTooLarge, "web.too_large"
}

// remote is the address that a request came from. A proxy on this machine, or one that is named in Proxies, says whom it
// speaks for in X-Forwarded-For; each proxy adds to its end, so it is read from there, and what stands before the first
// address that is no proxy of ours is the client's own invention.
func (s *Server) remote(c *fiber.Ctx) string {
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	said := strings.Split(string(bytes.Join(c.Request().Header.PeekAll("X-Forwarded-For"), []byte(","))), ",")
	for peer = peer.Unmap(); s.proxy(peer) && len(said) > 0; {
		before, err := netip.ParseAddr(strings.TrimSpace(said[len(said)-1]))
		if err != nil {
			break
		}
		peer, said = before.Unmap(), said[:len(said)-1]
	}
	return peer.String()
}

func (s *Server) proxy(addr netip.Addr) bool {
	if addr.IsLoopback() {
		return true
	}
	for _, known := range s.Proxies {
		if known.Contains(addr) {
			return true
		}
	}
	return false
}
