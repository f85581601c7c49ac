package web

import (
	"bytes"
	"context"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
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

// uploads are the routes that take files, and the large bodies under way. The whole body is in memory before any
// handler runs, so who may send one is asked when the request's head has come, and at most so many come at once.
type uploads struct {
	may map[string]May // by path

	mu sync.Mutex
	// turns are by the request's head, whose address stays the same from its coming to its answer.
	turns map[*fasthttp.RequestHeader]turn
}

// turn is a large body's place among those under way, or the note that there was none for it.
type turn struct {
	until time.Time // when the connection is cut, or the handler, at the latest
	full  bool
}

// received is asked as soon as a request's head has come: a body that is larger than its route takes is not read at
// all. fasthttp answers it with 413 and closes the connection, so that the rest is never taken for the next request.
func (s *Server) received(head *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(head.RequestURI()), "?")
	may, ok := s.uploads.may[path]
	switch {
	case string(head.Method()) == fiber.MethodPost && plainForm.MatchString(path):
		return fasthttp.RequestConfig{MaxRequestBodySize: plainFormLimit}
	case !ok || string(head.Method()) != fiber.MethodPut:
		return fasthttp.RequestConfig{MaxRequestBodySize: formLimit}
	case head.ContentLength() >= 0 && head.ContentLength() <= strangerLimit,
		!s.mayUpload(head, may), !s.uploads.begin(head):
		return fasthttp.RequestConfig{MaxRequestBodySize: strangerLimit}
	}
	return fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit, ReadTimeout: uploadTime}
}

// mayUpload asks for the session behind a request's head; the gate asks again when the body has come.
func (s *Server) mayUpload(head *fasthttp.RequestHeader, may May) bool {
	token, ok := sessionOf(head)
	if !ok {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	in, err := s.Access.Check(ctx, token)
	return err == nil && may.allows(in.Who)
}

// begin takes a turn, or notes that all are taken.
func (u *uploads) begin(head *fasthttp.RequestHeader) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	now, taken := time.Now(), 0 //lollipop:clock a connection's time is no school's
	for head, t := range u.turns {
		if now.After(t.until) { // the body never came, and its connection is gone
			delete(u.turns, head)
		} else if !t.full {
			taken++
		}
	}
	if u.turns == nil {
		u.turns = map[*fasthttp.RequestHeader]turn{}
	}
	u.turns[head] = turn{until: now.Add(uploadTime), full: taken >= uploadsAtOnce}
	return taken < uploadsAtOnce
}

// keep gives a request's turn the handler's time too.
func (u *uploads) keep(head *fasthttp.RequestHeader) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if t, ok := u.turns[head]; ok {
		t.until = time.Now().Add(uploadTime) //lollipop:clock a connection's time is no school's
		u.turns[head] = t
	}
}

// end gives a request's turn back, and reports whether it was told that there is none.
func (u *uploads) end(head *fasthttp.RequestHeader) (full bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	full = u.turns[head].full
	delete(u.turns, head)
	return full
}

// ambiguous reports whether a request's head could be read by a proxy before us, or by one behind, as of another
// length: two lengths or a length beside chunks, a space before a colon, a header on two lines, a bare line feed (RFC
// 9112, sections 2.2, 5.1, 5.2 and 6.3); or as saying two things where we go by one.
func ambiguous(head []byte) bool {
	lengths, said := 0, [len(singular)]bool{}
	for line := range bytes.SplitSeq(head, []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		name, _, _ := bytes.Cut(line, []byte(":"))
		if line[len(line)-1] != '\r' || line[0] == ' ' || line[0] == '\t' || bytes.ContainsAny(name, " \t") {
			return true
		}
		if bytes.EqualFold(name, []byte("Content-Length")) || bytes.EqualFold(name, []byte("Transfer-Encoding")) {
			lengths++
		}
		for i, one := range singular {
			if bytes.EqualFold(name, []byte(one)) {
				if said[i] {
					return true
				}
				said[i] = true
			}
		}
	}
	return lengths > 1
}

// singular are the headers that a change is judged by: each says one thing.
var singular = [...]string{"Host", "Origin", "Sec-Fetch-Site", "Content-Type", "Operation-Id", "As"}

// readable refuses, and hangs up on, what could be read in two ways; and bodies that come compressed: 64 KiB can unfold
// to gigabytes, past every limit on what is sent.
func readable(c *fiber.Ctx) error {
	switch {
	case ambiguous(c.Request().Header.RawHeaders()):
		c.Context().SetConnectionClose()
		return fiber.ErrBadRequest
	case c.Get("Content-Encoding") != "":
		return fiber.ErrUnsupportedMediaType
	}
	return c.Next()
}

// anyMethod answers a method that fiber does not know as one that no route has. Fiber's own answer would come before
// everything else, and so without the headers and in words that are not ours.
func (s *Server) anyMethod(app *fiber.App) fasthttp.RequestHandler {
	known := app.Server().Handler
	return func(ctx *fasthttp.RequestCtx) {
		if slices.Contains(app.Config().RequestMethods, string(ctx.Method())) {
			known(ctx)
			return
		}
		c := app.AcquireCtx(ctx)
		defer app.ReleaseCtx(c)
		if err := s.fiberError(c, fiber.ErrMethodNotAllowed); err != nil {
			s.note(err)
		}
		if s.Log != nil { // its name is whoever's who sent it
			s.Log.Info("request", "method", "unknown", "status", fiber.StatusNotFound)
		}
	}
}

// remote is the address that a request came from. A proxy on this machine, or one that is named in Proxies, says whom
// it speaks for in X-Forwarded-For; each proxy adds to its end, so it is read from there, and what stands before the
// first address that is no proxy of ours is the client's own invention.
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
