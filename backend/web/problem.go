package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"lollipop/backend/access"
	"lollipop/backend/clause"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Problem is every answer that is not the one asked for, said in the reader's language: what is wrong and what to do.
// Nothing has changed when it comes.
type Problem struct {
	Status int    `json:"status" doc:"The HTTP status"`
	Kind   string `json:"kind" enum:"invalid,signed_out,denied,not_found,conflict,not_yet,too_many,unavailable,internal"`
	Title  string `json:"title" doc:"What is wrong and what to do, in the reader's language"`
	Field  string `json:"field,omitempty" doc:"The part of the request at fault"`
	Parts  []Part `json:"parts,omitempty"`
	Why    *Why   `json:"why,omitempty"`
	From   string `json:"from,omitempty" format:"date-time" doc:"When the answer becomes yes by itself"`

	headers http.Header
}

// Part is one of several things wrong with a request.
type Part struct {
	Field string `json:"field"`
	Title string `json:"title"`
}

// Why is the school's own sentence that a refusal rests on.
type Why struct {
	Key      string `json:"key"`
	Section  string `json:"section"`
	Sentence string `json:"sentence"`
}

// Error, GetStatus, GetHeaders and ContentType make a Problem the error that huma writes.
func (p *Problem) Error() string             { return p.Kind + " " + strconv.Itoa(p.Status) }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) GetHeaders() http.Header   { return p.headers }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

var statuses = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.SignedOut: http.StatusUnauthorized,
	fault.Denied: http.StatusForbidden, fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
	fault.NotYet: http.StatusConflict, fault.TooMany: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// problemOf turns what a room returned into what the person reads. What is no fault of ours to name is "internal", and
// its cause goes to the log alone.
func (s *Server) problemOf(ctx context.Context, err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		return ready
	}
	lang := "en"
	if k := of(ctx); k != nil {
		lang = k.lang.Tag
	}
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
	case errors.Is(err, context.DeadlineExceeded):
		f = fault.New(fault.Unavailable, "web.unavailable", nil)
	default:
		number := newNumber()
		if s.Log != nil && err != nil {
			s.Log.Error("failed", "number", number, "error", err.Error())
		}
		return &Problem{Status: http.StatusInternalServerError, Kind: "internal", Title: s.say(lang, "web.internal") + " " +
			s.Languages.Say(lang, phrase.Say("web.number", phrase.Args{"Number": number}))}
	}
	if k := of(ctx); k != nil {
		k.why = f.Say.Key
	}
	if unseen(f) {
		return &Problem{Status: http.StatusNotFound, Kind: string(fault.NotFound), Title: s.say(lang, "web.not_found")}
	}
	p := &Problem{Status: statuses[f.Kind], Kind: string(f.Kind), Field: f.Field,
		Title: s.Languages.Say(lang, s.withTerms(ctx, f.Say)), headers: s.retryAfter(f)}
	if f.Kind == fault.Unavailable && f.Cause != nil { // without one nothing is wrong: it is asked to come again
		s.note(err)
	}
	for _, part := range f.Parts {
		p.Parts = append(p.Parts, Part{Field: part.Field, Title: s.Languages.Say(lang, s.withTerms(ctx, part.Say))})
	}
	if !f.From.IsZero() {
		p.From = f.From.UTC().Format(time.RFC3339)
	}
	p.Why = s.why(ctx, f.Clause)
	return p
}

// unseen reports whether a fault means that, to this person, there is nothing: it is not there, it is another school's,
// or it is not theirs to see. Those get one answer, to the byte. A link or a code that does not work has its own:
// whoever asks about one has it in hand.
func unseen(f *fault.Fault) bool {
	return f.Kind == fault.NotFound && !slices.Contains(inHand, f.Say.Key) ||
		f.Kind == fault.Denied && f.Say.Key == "people.not_yours"
}

var inHand = []string{"access.link.unknown", "access.letter.unknown", "access.hand_over.unknown",
	"access.class_code.unknown", "access.class_code.nobody", "access.seat.unknown"}

// retryAfter says when trying again makes sense, in whole seconds.
func (s *Server) retryAfter(f *fault.Fault) http.Header {
	var slow access.Slow
	switch {
	case errors.As(f, &slow):
		if s.Meter != nil {
			s.Meter.Slowed()
		}
		wait := max(time.Second, slow.Until.Sub(s.Access.Wall.Now())+time.Second-1)
		return http.Header{"Retry-After": {strconv.Itoa(int(wait / time.Second))}}
	case f.Kind == fault.Unavailable:
		return http.Header{"Retry-After": {"2"}}
	}
	return nil
}

// newNumber is under what a mistake of ours stands in the log, and what a person reads out who asks for help with it. It
// says nothing of either.
func newNumber() string {
	random := strings.ToUpper(string(id.New[id.Op]()))
	return random[:4] + "-" + random[4:8]
}

func (s *Server) note(err error) {
	if s.Log != nil && err != nil {
		s.Log.Error("failed", "error", err.Error())
	}
}

func (s *Server) say(lang, key string) string { return s.Languages.Say(lang, phrase.Say(key, nil)) }

// why finds the school's own sentence for a clause; nil where the school has none, or nobody's school is known.
func (s *Server) why(ctx context.Context, key clause.Key) *Why {
	k := of(ctx)
	if key == "" || k == nil || k.who.School == "" {
		return nil
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return nil
	}
	return whyAt(place, key)
}

func whyAt(place school.School, key clause.Key) *Why {
	found := place.Policy.Clauses(key)
	if len(found) == 0 {
		return nil
	}
	return &Why{Key: string(key), Section: found[0].Section, Sentence: place.Quote(found[0])}
}

// withTerms adds the school's own words ("pupil" or "learner") to what a phrase can use.
func (s *Server) withTerms(ctx context.Context, p phrase.Phrase) phrase.Phrase {
	k := of(ctx)
	if k == nil || k.who.School == "" {
		return p
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return p
	}
	args := school.TermArgs(place.Policy)
	for name, value := range p.Args {
		args[name] = value
	}
	p.Args = args
	return p
}

// ruling is a ruling as a screen reads it.
func (s *Server) ruling(ctx context.Context, r clause.Ruling) Ruling {
	said := Ruling{Verdict: "denied", Why: s.why(ctx, r.Clause)}
	switch r.Verdict {
	case clause.Allowed:
		said.Verdict = "allowed"
	case clause.NotYet:
		said.Verdict = "not_yet"
	case clause.Denied:
	}
	if !r.Why.Empty() {
		said.Title = s.Languages.Say(of(ctx).lang.Tag, s.withTerms(ctx, r.Why))
	}
	if !r.From.IsZero() {
		said.From = r.From.UTC().Format(time.RFC3339)
	}
	return said
}

// speak teaches huma our kind of error, once for the process: huma holds these in globals. Which server it is, and in
// which language, stands in the request's own context.
var speak sync.Once

func teach() {
	huma.DefaultArrayNullable = false
	huma.NewErrorWithContext = func(h huma.Context, status int, _ string, errs ...error) huma.StatusError {
		if h == nil || of(h.Context()) == nil {
			return huma.NewError(status, "")
		}
		ctx := h.Context()
		s := of(ctx).server
		for _, err := range errs {
			var f *fault.Fault
			if errors.As(err, &f) {
				return s.problemOf(ctx, err)
			}
		}
		if status >= http.StatusInternalServerError {
			return s.problemOf(ctx, errors.Join(errs...))
		}
		return s.malformed(ctx, status, errs)
	}
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError {
		return &Problem{Status: status, Kind: "internal"}
	}
}

// malformed says which parts of a request have the wrong shape. huma's own English stays inside.
func (s *Server) malformed(ctx context.Context, status int, errs []error) *Problem {
	lang := of(ctx).lang.Tag
	p := &Problem{Status: status, Kind: string(fault.Invalid), Title: s.say(lang, keyOf(status))}
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			p.Parts = append(p.Parts, Part{Field: strings.TrimPrefix(detail.Location, "body."),
				Title: s.say(lang, shapeKey(detail.Message))})
		}
	}
	return p
}

// keyOf is what we say of a request that never reached a room.
func keyOf(status int) string {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "web.not_found"
	case http.StatusRequestEntityTooLarge:
		return "web.too_large"
	case http.StatusUnsupportedMediaType:
		return "web.content_type"
	case http.StatusRequestTimeout:
		return "web.unavailable"
	}
	return "web.malformed"
}

// shapes are our phrases for huma's messages, by how these begin. What is in none of them has the wrong type.
var shapes = []struct{ begins, key string }{
	{"expected required property", "web.shape.missing"},
	{"expected property ", "web.shape.missing"}, // one that another one asks for
	{"required", "web.shape.missing"},
	{"request body is required", "web.shape.missing"},
	{"unexpected property", "web.shape.unknown"},
	{"unknown query parameter", "web.shape.unknown"},
	{"expected value to be one of", "web.shape.choice"},
	{"expected length", "web.shape.length"},
	{"expected array length", "web.shape.length"},
	{"expected object with at", "web.shape.length"},
}

func shapeKey(message string) string {
	for _, shape := range shapes {
		if strings.HasPrefix(message, shape.begins) {
			return shape.key
		}
	}
	return "web.shape.type"
}

// writeProblem answers from a middleware, where no handler has run.
func writeProblem(h huma.Context, p *Problem) {
	for name, values := range p.headers {
		for _, value := range values {
			h.AppendHeader(name, value)
		}
	}
	h.SetHeader("Content-Type", p.ContentType(""))
	h.SetStatus(p.Status)
	_ = p.encode(h.BodyWriter()) // the connection is gone, or it is not
}

// encode writes a problem as huma does, so that nobody can tell by the bytes where a no was said.
func (p *Problem) encode(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(p)
}

// fiberError answers what never reached a route: 404, 405, 413, and a panic; and what went wrong behind a page.
func (s *Server) fiberError(c *fiber.Ctx, err error) error {
	full := s.uploads.end(&c.Request().Header)
	secure(c)
	lang := s.language(c)
	p := &Problem{}
	var f *fiber.Error
	if errors.As(err, &f) {
		status, key := f.Code, keyOf(f.Code)
		if full && status == http.StatusRequestEntityTooLarge { // not too large: there was no turn for it just now
			status, key = http.StatusServiceUnavailable, "web.unavailable"
			c.Set("Retry-After", "5")
		}
		p = &Problem{Status: status, Kind: string(fault.Invalid), Title: s.say(lang.Tag, key)}
		switch status {
		case http.StatusNotFound, http.StatusMethodNotAllowed:
			p.Status, p.Kind = http.StatusNotFound, string(fault.NotFound)
		case http.StatusServiceUnavailable, http.StatusRequestTimeout:
			p.Kind = string(fault.Unavailable)
		}
	} else {
		p = s.problemOf(context.WithValue(c.UserContext(), callKey{}, &call{lang: lang, server: s}), err)
	}
	for name, values := range p.headers {
		c.Set(name, strings.Join(values, ", "))
	}
	if wantsPage(c) && s.pages != nil {
		return s.pages.sorry(c, lang, p.Status, p.Title)
	}
	c.Status(p.Status).Set("Content-Type", p.ContentType(""))
	c.Response().ResetBody()
	return p.encode(c.Response().BodyWriter())
}

func wantsPage(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodGet && strings.Contains(c.Get("Accept"), "text/html") &&
		!strings.HasPrefix(c.Path(), "/api/")
}
