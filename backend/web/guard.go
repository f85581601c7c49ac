package web

import (
	"bytes"
	"context"
	"mime"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// call is what the front door knows of one request.
type call struct {
	// in is who is at the device, who the one of them who acts.
	in       access.Presence
	who      people.Who
	signedIn bool
	token    access.Token
	act      event.Act
	lang     Language
	net      string
	now      time.Time
	http     huma.Context
	server   *Server
	// why is the key of what a refusal says, for the log: which of the guards it was, and nobody's name.
	why string
}

type callKey struct{}

// of returns the request's call; every route has one.
func of(ctx context.Context) *call { c, _ := ctx.Value(callKey{}).(*call); return c }

// The cookies. __Host- binds the session to this very host, and works on plain http for localhost only.
const (
	sessionCookie  = "__Host-session"
	languageCookie = "lang"
)

// gate is the door of one route: the reader's language, the same-origin proof, the session, who may, the operation.
func (s *Server) gate(r Route) func(huma.Context, func(huma.Context)) {
	return func(h huma.Context, next func(huma.Context)) {
		c := humafiber.Unwrap(h)
		limit := patience
		if r.Upload {
			limit = uploadTime
		}
		ctx, cancel := context.WithTimeout(h.Context(), limit)
		defer cancel()
		if r.Upload {
			s.uploads.keep(&c.Request().Header)
			defer s.uploads.end(&c.Request().Header)
		}
		k := &call{now: s.Clock.Now(), lang: s.language(c), server: s}
		if !r.Blind {
			k.net = s.remote(c)
		}
		c.Locals(callKey{}, k)
		ctx = context.WithValue(ctx, callKey{}, k)
		h = huma.WithContext(h, ctx)
		k.http = h
		leave, ok := s.crowd.enter(k.among(r, c))
		if !ok {
			writeProblem(h, s.problemOf(ctx, comeAgain()))
			return
		}
		defer leave()
		if err := s.admit(ctx, r, c, k); err != nil {
			writeProblem(h, s.problemOf(ctx, err))
			return
		}
		next(h)
	}
}

// among is the name by which a request is one of a crowd: its session's, else its network's; of a blind one the school's.
func (k *call) among(r Route, c *fiber.Ctx) string {
	if r.Blind {
		return "tell " + c.Params("school")
	}
	if token, ok := sessionOf(&c.Request().Header); ok {
		return string(token)
	}
	return k.net
}

// admit says no to a request that may not pass the door.
func (s *Server) admit(ctx context.Context, r Route, c *fiber.Ctx, k *call) error {
	if r.Blind {
		return s.admitBlind(ctx, r, c, k)
	}
	if r.changes() {
		if err := s.sameOrigin(c, r); err != nil {
			return err
		}
	}
	if err := storable(c, r); err != nil {
		return err
	}
	if token, ok := sessionOf(&c.Request().Header); ok {
		in, err := s.Access.Check(ctx, token)
		switch {
		case err == nil:
			k.in, k.who, k.signedIn, k.token = in, in.Who, true, token
			k.lang = s.languageOf(c, k.seat().Language)
		case !fault.Is(err, fault.SignedOut):
			return err
		}
	}
	if r.May.needsSession() && !k.signedIn {
		return fault.New(fault.SignedOut, "web.signed_out", nil)
	}
	if !r.May.allows(k.who) {
		return fault.New(fault.NotFound, "web.not_found", nil)
	}
	if r.Proved { // after who may: to everybody else there is nothing here
		if err := s.Access.Proved(ctx, k.in, k.token); err != nil {
			return err
		}
	}
	if err := k.choose(c.Get("As"), r); err != nil {
		return err
	}
	k.lang = s.languageOf(c, k.seat().Language)
	if !r.changes() {
		return nil
	}
	op, ok := id.Parse[id.Op](c.Get("Operation-Id"))
	if !ok {
		return fault.New(fault.Invalid, "web.operation_missing", nil).In("Operation-Id")
	}
	k.act = event.Act{School: k.who.School, Actor: k.who.Person, At: k.now, Op: op, Command: r.Name,
		Hash: event.HashOf([]byte(r.Name), []byte(c.OriginalURL()), c.Request().Body())}
	return nil
}

// choose says which of a family's people acts: the one whom the header As names; without it the only one, or for what
// changes nothing the first. What concerns the device as a whole asks nobody.
func (k *call) choose(as string, r Route) error {
	if k.in.Kind != people.ParentKind || r.May.anybody || r.Device {
		return nil
	}
	if as != "" {
		seat, here := k.in.At(id.Person(as))
		if !here {
			return fault.New(fault.NotFound, "access.seat.unknown", nil)
		}
		k.who = seat.Who
		return nil
	}
	if r.changes() && len(k.in.Seats) > 1 {
		return fault.New(fault.Invalid, "access.seat.who", nil).In("As")
	}
	return nil
}

// seat is the seat of the one who acts.
func (k *call) seat() access.Seated {
	seat, _ := k.in.At(k.who.Person)
	return seat
}

// sameOrigin is the proof that a change comes from our own pages: the browser says so itself (whatever it says of it
// has to be right, and it has to say something), and the body is JSON, or the raw file of an upload, which no foreign
// form can send unasked.
func (s *Server) sameOrigin(c *fiber.Ctx, r Route) error {
	if err := s.ourPage(c); err != nil {
		return err
	}
	want := "application/json"
	if r.Upload {
		want = "application/octet-stream"
	}
	kind, more, err := mime.ParseMediaType(c.Get("Content-Type"))
	if known := strings.EqualFold(more["charset"], "utf-8"); err != nil || kind != want || len(more) > 1 ||
		len(more) == 1 && !known {
		return fault.New(fault.Invalid, "web.content_type", nil)
	}
	return nil
}

// ourPage is the half of the proof that every change needs: the browser says that it comes from our own page.
func (s *Server) ourPage(c *fiber.Ctx) error {
	site, origin := c.Get("Sec-Fetch-Site"), c.Get("Origin")
	if site == "" && origin == "" || site != "" && site != "same-origin" || origin != "" && !s.ours(origin) {
		if site == "same-origin" && s.Log != nil { // a browser on our page: whoever runs the server named another address
			s.Log.Warn("a browser knows this server by another address than LOLLIPOP_ORIGIN", "origin",
				origin[:min(len(origin), 100)])
		}
		return fault.New(fault.Denied, "web.other_origin", nil)
	}
	return nil
}

// sessionOf is the token in a request's cookie. No browser sends two of that name: where there are two, one was
// planted, and neither is taken.
func sessionOf(head *fasthttp.RequestHeader) (access.Token, bool) {
	value, many := "", 0
	for name, held := range head.Cookies() {
		if string(name) == sessionCookie {
			value, many = string(held), many+1
		}
	}
	if many != 1 {
		return "", false
	}
	return access.ParseToken(value)
}

// ours reports whether a page of that origin is ours. On one's own machine, localhost and 127.0.0.1 are one.
func (s *Server) ours(origin string) bool {
	sent, err := url.Parse(origin)
	if err != nil || sent.Host == "" || !strings.EqualFold(origin, sent.Scheme+"://"+sent.Host) {
		return false // it is no origin, or has something beside it
	}
	ours, err := url.Parse(s.Origin)
	if err != nil || sent.Scheme != ours.Scheme || sent.Port() != saidPort(ours) {
		return false
	}
	return strings.EqualFold(sent.Hostname(), ours.Hostname()) || loopback(sent.Hostname()) && loopback(ours.Hostname())
}

// saidPort is the port as a browser says it: the one that everybody takes is left out.
func saidPort(at *url.URL) string {
	if port := at.Port(); at.Scheme+":"+port != "https:443" && at.Scheme+":"+port != "http:80" {
		return port
	}
	return ""
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// storable refuses text that no database keeps the same: NUL, and in an address bytes that are no UTF-8. (In JSON, such
// bytes have become U+FFFD by the time that a room sees them; a file is the sheet hall's to read.)
func storable(c *fiber.Ctx, r Route) error {
	address, err := url.PathUnescape(strings.ReplaceAll(c.OriginalURL(), "+", " "))
	if err != nil || !utf8.ValidString(address) || strings.ContainsRune(address, 0) ||
		!r.Upload && bytes.Contains(c.Request().Body(), []byte(`\u0000`)) {
		return fault.New(fault.Invalid, "web.malformed", nil)
	}
	if r.changes() && !r.Upload {
		return onlyWords(c)
	}
	return nil
}

// setSession gives the browser the session, or takes it away where the token is empty.
func (k *call) setSession(token access.Token) {
	cookie := sessionCookie + "=" + string(token) + "; Path=/; Secure; HttpOnly; SameSite=Lax"
	if token == "" {
		cookie += "; Max-Age=0"
	}
	k.http.AppendHeader("Set-Cookie", cookie)
}

// language is the reader's: saved choice, else the browser's wishes, else English.
func (s *Server) language(c *fiber.Ctx) Language { return s.languageOf(c, "") }

// languageOf puts the family's language, as the school has it, before English. Where nobody is known the browser says it
// alone, or the address.
func (s *Server) languageOf(c *fiber.Ctx, family string) Language {
	if blindAddress(c.Path()) {
		return s.Languages.Choose(wish(c), c.Get("Accept-Language"), "")
	}
	return s.Languages.Choose(c.Cookies(languageCookie), c.Get("Accept-Language"), family)
}
