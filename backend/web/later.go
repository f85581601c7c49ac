package web

import (
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
)

// handlers are what huma made of routes, by method and path. It is the adapter of an API that stands in front of
// nothing.
type handlers map[string]func(huma.Context)

// Handle implements huma.Adapter.
func (h handlers) Handle(op *huma.Operation, handle func(huma.Context)) {
	h[op.Method+" "+op.Path] = handle
}

// ServeHTTP implements huma.Adapter.
func (handlers) ServeHTTP(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }

// described is an API with its handlers.
type described struct {
	api huma.API
	handlers
}

func (s *Server) describing(config huma.Config, routes ...Route) described {
	at := handlers{}
	api := huma.NewAPI(config, at)
	for _, r := range routes {
		r.register(api, r)
	}
	return described{api, at}
}

// stand puts the routes where the app finds them, and returns their description. What huma makes of a route's types
// takes longer than to open the database, all of them together: each route is an API of its own, made when it is first
// asked, and the one of all of them when somebody asks for the description.
func (s *Server) stand(app *fiber.App, routes []Route) (description func() described) {
	bare := s.describe()
	bare.OpenAPIPath = ""
	door := humafiber.New(app, bare).Adapter()
	later := func(method, path string, made func() described) {
		door.Handle(&huma.Operation{Method: method, Path: path}, func(h huma.Context) {
			made().handlers[method+" "+path](h)
		})
	}
	description = sync.OnceValue(func() described { return s.describing(s.describe(), routes...) })
	for _, form := range []string{".json", "-3.0.json", ".yaml", "-3.0.yaml"} {
		later(http.MethodGet, openAPIPath+form, description)
	}
	for _, r := range routes {
		later(r.Method, r.Path, sync.OnceValue(func() described {
			alone := s.describe()
			alone.OpenAPIPath = ""
			return s.describing(alone, r)
		}))
	}
	return description
}
