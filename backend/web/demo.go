package web

import (
	"context"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/fault"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// ownName answers to this machine's own names alone, and to that of the address that browsers use. The demo hands out
// ways in to whoever asks, so a foreign page must not read it by a name of its own that it has pointed at this machine.
// What a page can choose, such as a forwarding header, says nothing here.
func (s *Server) ownName(c *fiber.Ctx) error {
	name := string(c.Request().Host())
	if host, _, err := net.SplitHostPort(name); err == nil {
		name = host
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if ours, err := url.Parse(s.Origin); loopback(name) || err == nil && name != "" && name == ours.Hostname() {
		return c.Next()
	}
	return fault.New(fault.Denied, "web.other_name", nil)
}

// DemoFamily is an adult of a family whom a visitor can be, by a letter as at a real school.
type DemoFamily struct {
	School, Name string
	// About is what they are worth being for, Birthday what the letter asks, both to be said in the visitor's language.
	About, Birthday phrase.Phrase
	// Path opens the letter, Code is what stands on it; both are empty where the office has printed another since.
	Path, Code string
}

// DemoClass is a class whose children come in by a code.
type DemoClass struct{ School, Class, Code string }

// DemoFamilies are the ways in that are not staff's.
type DemoFamilies struct {
	Families []DemoFamily
	Classes  []DemoClass
}

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
	families, err := s.Demo.Families(c.UserContext())
	if err != nil {
		return err
	}
	view := p.view(c, lang)
	view.Families = families
	view.Title, view.Simple, view.People = s.say(lang.Tag, "web.demo.title"), true, people
	view.Clock = s.Clock.Now().In(school.London).Format("2006-01-02 15:04")
	return p.render(c, "demo", view)
}
