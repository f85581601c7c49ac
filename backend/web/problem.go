package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

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
	Key    string `json:"key,omitempty" doc:"Of a refusal that the app does something about: which it is"`

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
	if f.Say.Key == "access.factor.needed" || f.Say.Key == "access.factor.none" {
		p.Key = f.Say.Key
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
	"access.class_code.unknown", "access.class_code.nobody", "access.seat.unknown", "concern.receipt.unknown"}

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
	case f.Kind == fault.TooMany && !f.From.IsZero():
		wait := max(time.Second, f.From.Sub(s.Access.Wall.Now())+time.Second-1)
		return http.Header{"Retry-After": {strconv.Itoa(int(wait / time.Second))}}
	case f.Kind == fault.Unavailable, f.Say.Key == "concern.receipt.slow":
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
