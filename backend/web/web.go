// Package web is the front door: Fiber and huma, one table of routes that says who may, and problem answers in the
// reader's language. Handlers decode, call one verb of a room, and encode.
package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/valyala/fasthttp"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/courier"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Schools finds schools for the front door.
type Schools interface {
	// School returns the school; NotFound when there is none with that id.
	School(ctx context.Context, school id.School) (school.School, error)
	// Find returns the id of the school with that slug, for the public pages; ok is false where there is none.
	Find(ctx context.Context, slug string) (found id.School, ok bool, err error)
	// IDs are all schools.
	IDs(ctx context.Context) ([]id.School, error)
}

// Language is a language that the product speaks.
type Language struct {
	Tag  string `json:"tag"`
	Name string `json:"name"`
	Dir  string `json:"dir"`
}

// Languages is the catalogue hall, as the front door needs it.
type Languages interface {
	phrase.Sayer
	// Choose picks a language: the saved choice, else the browser's wishes, else the family's language, else English.
	Choose(saved, acceptLanguage, family string) Language
	// All are the languages that a reader can choose.
	All() []Language
	// Catalogue is what everybody's app reads, and the hash of it that stands in its address.
	Catalogue(tag string) (body []byte, hash string, ok bool)
	// StaffCatalogue is what the app reads besides where staff are signed in.
	StaffCatalogue(tag string) (body []byte, hash string, ok bool)
	// TellCatalogue is what the form behind "Tell someone" reads, by itself.
	TellCatalogue(tag string) (body []byte, hash string, ok bool)
}

// Demo is what only the furnished demo has: a clock that can be moved, and people to be.
type Demo struct {
	Clock *clock.Movable
	// People returns a fresh one-time link for each person worth being.
	People func(ctx context.Context) ([]DemoPerson, error)
	// Families returns a letter that works for each family worth being, and the codes of classes.
	Families func(ctx context.Context) (DemoFamilies, error)
}

// DemoPerson is somebody of the furnished schools whom a visitor can be.
type DemoPerson struct {
	School, Name, Path string
	// Role is what they do there, to be said in the visitor's language.
	Role phrase.Phrase
}

// Meter counts what passes the door. It never waits.
type Meter interface {
	Began()
	// Answered ends what Began began. The route is a pattern of the table, never an address.
	Answered(method, route string, status int, took time.Duration)
	// Slowed is a guess at a passphrase, a code or a birthday that was told to wait.
	Slowed()
}

// Server is the front door with everything behind it.
type Server struct {
	Clock   clock.Clock
	Access  *access.Service
	People  *people.Service
	Intake  *intake.Service
	Custody *custody.Service
	// Permissions is leave to have or to use a device.
	Permissions *custody.Permissions
	// AUP is what families and children are asked to sign, Calls whom the office rings.
	AUP   *aup.Service
	Calls *calls.Service
	// Notices is who is told what, Courier which devices ring for it.
	Notices *notice.Service
	Courier *courier.Service
	// Concerns is what somebody told, and who reads it.
	Concerns *concern.Service
	// Reasons is why the head keeps to a policy that differs from guidance.
	Reasons *school.Reasons
	// ReadSheet reads an export, whatever its encoding and separator.
	ReadSheet func(raw []byte) (intake.Table, error)
	Audit     *audit.Service
	Schools   Schools
	Languages Languages
	// App is the built app, the folder dist; nil only where the API description is printed.
	App fs.FS
	// Origin is the address that browsers use, "https://lollipop.school.example": changes must come from there.
	Origin string
	// Ready reports whether the database answers.
	Ready func(ctx context.Context) error
	Demo  *Demo
	Log   *slog.Logger
	// Meter counts requests; nil for nobody.
	Meter Meter
	// Proxies are the networks of our own reverse proxies, whose X-Forwarded-For is believed. One on this machine always
	// is.
	Proxies []netip.Prefix

	pages   *pages
	uploads uploads
	crowd   crowd
	// tellings are what each school was told in this minute, returns how often somebody came back to it.
	tellings, returns tellings
	// patterns are those of every route.
	patterns map[string]bool
}

// App is the front door, built.
type App struct {
	fiber       *fiber.App
	description func() described
}

// Listen serves on that address until Shutdown.
func (a *App) Listen(address string) error { return a.fiber.Listen(address) }

// Serve is Listen on a listener that is open already.
func (a *App) Serve(l net.Listener) error { return a.fiber.Listener(l) }

// Shutdown takes no more requests and waits for those under way, no longer than patience.
func (a *App) Shutdown(patience time.Duration) error { return a.fiber.ShutdownWithTimeout(patience) }

// Describe returns the OpenAPI document as JSON.
func (a *App) Describe() ([]byte, error) { return a.description().api.OpenAPI().MarshalJSON() }

// New builds the application.
func New(s *Server) (*App, error) {
	app := fiber.New(fiber.Config{
		Immutable: true, CaseSensitive: true, StrictRouting: true, UnescapePath: true, DisableStartupMessage: true,
		BodyLimit: formLimit, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorHandler: s.fiberError, ServerHeader: "", ReadBufferSize: 16 << 10, DisablePreParseMultipartForm: true,
	})
	// Whoever keeps a connection open is told when it is the last answer on it.
	app.Server().CloseOnShutdown = true
	app.Server().HeaderReceived = s.received
	app.Server().Handler = s.anyMethod(app)
	app.Use(s.logged, recover.New(), headers, compressed(), readable)
	if s.Demo != nil {
		app.Use(s.ownName)
	}
	speak.Do(teach)
	s.uploads.may = map[string]May{}
	routes := s.routes()
	description := s.stand(app, routes)
	for _, r := range routes {
		if r.Upload {
			s.uploads.may[r.Path] = r.May
		}
	}
	if s.App != nil {
		if err := s.mountPages(app); err != nil {
			return nil, fmt.Errorf("web: the built app: %w", err)
		}
	}
	app.Use(func(c *fiber.Ctx) error { return fiber.ErrNotFound })
	s.patterns = map[string]bool{}
	for _, r := range app.GetRoutes() {
		s.patterns[r.Path] = true
	}
	return &App{app, description}, nil
}

// compressed packs what a browser on the school's wi-fi has to wait for: four hundred names quickly, and a page, which
// the reader sees nothing before, better. The app's own files and the catalogues come packed already, harder than is worth
// doing at each request. No answer holds a secret beside what somebody else could have put into it, so its length tells
// nothing.
func compressed() fiber.Handler {
	const page, gzipped = 5, 6 // one step above the library's own: an eighth less of a page, for a tenth of a millisecond
	after := func(*fasthttp.RequestCtx) {}
	quickly := fasthttp.CompressHandlerBrotliLevel(after, fasthttp.CompressBrotliBestSpeed, fasthttp.CompressBestSpeed)
	better := fasthttp.CompressHandlerBrotliLevel(after, page, gzipped)
	return func(c *fiber.Ctx) error {
		err := c.Next()
		switch {
		case err != nil:
		case strings.HasPrefix(c.Path(), "/api/"):
			quickly(c.Context())
		default:
			better(c.Context())
		}
		return err
	}
}

// openAPIPath is where the OpenAPI document is, without its form's ending.
const openAPIPath = "/openapi"

// describe is the frame of the OpenAPI document.
func (s *Server) describe() huma.Config {
	config := huma.DefaultConfig("Lollipop", "1")
	config.Info.Description = "The front door of a primary school's online safety."
	config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", nil
	config.OpenAPIPath = openAPIPath
	return config
}

// logged writes a line for a change and for what went wrong, with the operation's id, and tells the meter of all. Of
// what was read there is a line at the level of debugging alone. It has the route's pattern and never the address, since
// an address can hold a name or a code; and never who asked or from where.
func (s *Server) logged(c *fiber.Ctx) error {
	began := time.Now() //lollipop:clock how long the work took is no time of any school's day
	if s.Meter != nil {
		s.Meter.Began()
	}
	err := c.Next()
	status := c.Response().StatusCode()
	if err != nil {
		var f *fiber.Error
		if errors.As(err, &f) {
			status = f.Code
		} else {
			status = fiber.StatusInternalServerError
		}
	}
	took, route := time.Since(began), s.patternOf(c)
	if s.Meter != nil {
		if tellsOfConcerns(c.Path()) { // one word for looking, telling, reading and answering: what was done shows nowhere
			s.Meter.Answered(fiber.MethodGet, "concerns", status, took)
		} else {
			s.Meter.Answered(c.Method(), route, status, took)
		}
	}
	if s.Log == nil {
		return err
	}
	level := slog.LevelDebug
	if status >= fiber.StatusBadRequest || c.Method() != fiber.MethodGet {
		level = slog.LevelInfo
	}
	line := []slog.Attr{slog.String("method", c.Method()), slog.String("route", route), slog.Int("status", status)}
	if blindAddress(c.Path()) { // not how long it took either
		s.Log.LogAttrs(c.UserContext(), level, "request", line...)
		return err
	}
	line = append(line, slog.Int64("ms", took.Milliseconds()))
	if k, ok := c.Locals(callKey{}).(*call); ok && k.why != "" {
		line = append(line, slog.String("why", k.why))
	}
	if op, ok := id.Parse[id.Op](c.Get("Operation-Id")); ok {
		line = append(line, slog.String("op", string(op)))
	}
	s.Log.LogAttrs(c.UserContext(), level, "request", line...)
	return err
}

// patternOf is the pattern of the route that answered, "none" where none did: whatever a request asks for, one of a few
// words.
func (s *Server) patternOf(c *fiber.Ctx) string {
	route := c.Route().Path
	if !s.patterns[route] || route == "/" && c.Path() != "/" {
		return "none"
	}
	return route
}
