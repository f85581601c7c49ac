package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"lollipop/backend/fault"
)

// Here is what is answered where no room was reached: a request of the wrong shape, an address that is none, a panic.

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
		if p.Status == http.StatusRequestEntityTooLarge && nobodys(c.Path()) {
			return s.pages.tooLarge(c, lang, p.Status)
		}
		return s.pages.sorry(c, lang, p.Status, p.Title)
	}
	c.Status(p.Status).Set("Content-Type", p.ContentType(""))
	c.Response().ResetBody()
	return p.encode(c.Response().BodyWriter())
}

func wantsPage(c *fiber.Ctx) bool {
	return (c.Method() == fiber.MethodGet || nobodys(c.Path())) && strings.Contains(c.Get("Accept"), "text/html") &&
		!strings.HasPrefix(c.Path(), "/api/")
}
