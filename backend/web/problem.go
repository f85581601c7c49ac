package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"lollipop/backend/clause"
	"lollipop/backend/fault"
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

// Error, GetStatus and ContentType make a Problem the error that huma writes.
func (p *Problem) Error() string             { return p.Kind + " " + strconv.Itoa(p.Status) }
func (p *Problem) GetStatus() int            { return p.Status }
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
	if !errors.As(err, &f) {
		if errors.Is(err, context.DeadlineExceeded) {
			f = fault.New(fault.Unavailable, "web.unavailable", nil)
		} else {
			s.note(err)
			return &Problem{Status: http.StatusInternalServerError, Kind: "internal", Title: s.say(lang, "web.internal")}
		}
	}
	if f.Kind == fault.Unavailable {
		s.note(err)
	}
	p := &Problem{Status: statuses[f.Kind], Kind: string(f.Kind), Field: f.Field, Title: s.Languages.Say(lang, s.withTerms(ctx, f.Say))}
	for _, part := range f.Parts {
		p.Parts = append(p.Parts, Part{Field: part.Field, Title: s.Languages.Say(lang, s.withTerms(ctx, part.Say))})
	}
	p.Why = s.why(ctx, f.Clause)
	return p
}

func (s *Server) note(err error) {
	if s.Log != nil {
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

// speak teaches huma our kind of error. huma holds these in globals.
func (s *Server) speak() {
	huma.NewErrorWithContext = func(h huma.Context, status int, msg string, errs ...error) huma.StatusError {
		if h == nil {
			return huma.NewError(status, msg, errs...)
		}
		ctx := h.Context()
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
	huma.NewError = func(status int, msg string, _ ...error) huma.StatusError {
		return &Problem{Status: status, Kind: "internal", Title: msg}
	}
}

// malformed says which parts of a request have the wrong shape. huma's own English stays inside.
func (s *Server) malformed(ctx context.Context, status int, errs []error) *Problem {
	lang := "en"
	if k := of(ctx); k != nil {
		lang = k.lang.Tag
	}
	p := &Problem{Status: status, Kind: string(fault.Invalid), Title: s.say(lang, "web.malformed")}
	for _, err := range errs {
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			p.Parts = append(p.Parts, Part{Field: strings.TrimPrefix(detail.Location, "body."), Title: s.say(lang, shapeKey(detail.Message))})
		}
	}
	return p
}

// shapeKey is our phrase for one of huma's messages, by how it begins.
func shapeKey(message string) string {
	for _, k := range []struct{ begins, key string }{
		{"expected required property", "web.shape.missing"}, {"required", "web.shape.missing"},
		{"unexpected property", "web.shape.unknown"}, {"expected value to be one of", "web.shape.choice"},
		{"expected length", "web.shape.length"}, {"expected array length", "web.shape.length"},
	} {
		if strings.HasPrefix(message, k.begins) {
			return k.key
		}
	}
	return "web.shape.type"
}

// writeProblem answers from a middleware, where no handler has run.
func writeProblem(h huma.Context, p *Problem) {
	h.SetHeader("Content-Type", p.ContentType(""))
	h.SetStatus(p.Status)
	_ = json.NewEncoder(h.BodyWriter()).Encode(p) // the connection is gone, or it is not
}

// fiberError answers what never reached a route: 404, 405, 413, and a panic.
func (s *Server) fiberError(c *fiber.Ctx, err error) error {
	status, key := http.StatusInternalServerError, "web.internal"
	var f *fiber.Error
	if errors.As(err, &f) {
		status = f.Code
		switch status {
		case http.StatusNotFound, http.StatusMethodNotAllowed:
			status, key = http.StatusNotFound, "web.not_found"
		case http.StatusRequestEntityTooLarge:
			key = "web.too_large"
		default:
			key = "web.malformed"
		}
	} else {
		s.note(err)
	}
	kind := string(fault.Invalid)
	switch status {
	case http.StatusNotFound:
		kind = string(fault.NotFound)
	case http.StatusInternalServerError:
		kind = "internal"
	}
	lang := s.language(c)
	if wantsPage(c) && s.pages != nil {
		return s.pages.sorry(c, lang, status, s.say(lang.Tag, key))
	}
	c.Set("Content-Type", "application/problem+json")
	c.Set("Cache-Control", "no-store")
	body, err := json.Marshal(&Problem{Status: status, Kind: kind, Title: s.say(lang.Tag, key)})
	if err != nil {
		return err
	}
	return c.Status(status).Send(body)
}

func wantsPage(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodGet && strings.Contains(c.Get("Accept"), "text/html") && !strings.HasPrefix(c.Path(), "/api/")
}
