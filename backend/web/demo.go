package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/school"
)

// DemoClock is the demo's clock.
type DemoClock struct {
	At time.Time `json:"at"`
}

func (s *Server) demoClock(context.Context, *nothing) (DemoClock, error) {
	return DemoClock{At: s.Clock.Now()}, nil
}

func (s *Server) moveDemoClock(_ context.Context, in *body[DemoClock]) (DemoClock, error) {
	s.Demo.Clock.Set(in.Body.At)
	return DemoClock{At: s.Clock.Now()}, nil
}

// demo is the page of people to be. Each visit makes their one-time links anew.
func (p *pages) demo(c *fiber.Ctx) error {
	s, lang := p.server, p.server.language(c)
	people, err := s.Demo.People(c.UserContext())
	if err != nil {
		return err
	}
	view := p.view(c, lang)
	view.Title, view.Simple, view.People = s.say(lang.Tag, "web.demo.title"), true, people
	view.Clock = s.Clock.Now().In(school.London).Format("2006-01-02 15:04")
	return p.render(c, "demo", view)
}
