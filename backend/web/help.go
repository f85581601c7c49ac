package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	_ "embed"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/concern"
	"lollipop/backend/phrase"
)

// Here are the pages behind "Tell someone": they need no script and no session, and read no cookie.

//go:embed help.html
var helpText string

// mostSchools is how many schools the help page without one lists: a server of more is no town's, and a child who looks
// for theirs in a long list finds the poster sooner.
const mostSchools = 5

// helpPage is what the pages behind "Tell someone" have beside what every page has.
type helpPage struct {
	// Base is the help page itself, BackTo the page for whoever comes back, CEOP the page about it; each in this language.
	Base, BackTo, CEOP string
	// App is the same form with pictures and a voice, in the app.
	App     string
	Tongues []tongue
	// Reads says when the school reads what is told.
	Reads []string
	// Open says that something can be told here now; Kept that this copy is for when there is no network; Unknown that the
	// address names no school that we have.
	Open, Kept, Unknown bool
	// Doors are the forms, Schools the schools, to choose from.
	Doors, Schools []door
	Tables         []timesTable
	// Address is the help page as one types it.
	Address string
	tellPage
	posterPage
}

// tongue is a language to read the same page in.
type tongue struct {
	Language
	Href string
}

// door is something to choose.
type door struct {
	Href, Label string
	Here        bool
}

// nobodys reports whether a page at that address reads no cookie: whoever is signed in on the device, it is nobody's.
func nobodys(path string) bool {
	if path == "/help" || path == "/away" || strings.HasPrefix(path, "/help/") {
		return true
	}
	rest, ok := strings.CutPrefix(path, "/s/")
	_, page, _ := strings.Cut(rest, "/")
	return ok && (page == "help" || page == "poster" || strings.HasPrefix(page, "help/"))
}

// wish is the language that an address asks for. It is read from the request's first line: of a request that was refused
// before its body came, fasthttp has nothing else.
func wish(c *fiber.Ctx) string {
	_, query, _ := strings.Cut(c.OriginalURL(), "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return ""
	}
	return values.Get("lang")
}

// mountHelp serves them.
func (p *pages) mountHelp(app *fiber.App) {
	app.Get("/away", p.away)
	app.Get("/help", p.help)
	app.Get("/help/ceop", p.ceop)
	app.Get("/s/:school/help", p.help)
	app.Get("/s/:school/help/ceop", p.ceop)
	app.Get("/s/:school/poster", p.poster)
	app.Post("/s/:school/help", p.tell)
	app.Get("/s/:school/help/back", p.comeBack)
	app.Post("/s/:school/help/back", p.cameBack)
}

// In is that address in the page's language.
func (v page) In(path string) string {
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	return path + joint + "lang=" + v.Lang.Tag
}

// helpView is a page of them, with the school of its address. Its title is the product's name and nothing else: what
// stands in a tab, a history and a list of windows tells nobody what was read.
func (p *pages) helpView(c *fiber.Ctx) (page, error) {
	s := p.server
	view := p.view(c, p.askedLanguage(c))
	view.Simple, view.Help.Base = true, "/help"
	for _, lang := range view.Languages {
		href := c.Path() + "?lang=" + lang.Tag
		if band := c.Query("for"); bandOf(band) != "" {
			href += "&for=" + band
		}
		view.Help.Tongues = append(view.Help.Tongues, tongue{lang, href})
	}
	if slug := c.Params("school"); slug != "" {
		ctx, cancel := context.WithTimeout(c.UserContext(), patience)
		defer cancel()
		place, err := s.schoolAt(ctx, slug)
		if err != nil {
			return view, err
		}
		view.School, view.Number = &place, strings.ReplaceAll(place.Phone, " ", "")
		view.Help.Base = "/s/" + slug + "/help"
		view.Help.CEOP, view.Help.BackTo = view.In(view.Help.Base+"/ceop"), view.In(view.Help.Base+"/back")
		view.Help.App = view.In("/s/" + slug + "/page")
		view.Help.Address = s.Origin + view.Help.Base
	}
	view.Help.Base = view.In(view.Help.Base)
	return view, nil
}

// renderHelp sends one. It depends on what the browser reads, and on no cookie.
func (p *pages) renderHelp(c *fiber.Ctx, name string, view page) error {
	err := p.render(c, name, view)
	c.Set("Vary", "Accept-Language")
	return err
}

// help is the page behind "Tell someone": numbers and people, when the school reads what is told, and the way to tell
// it, in the reader's language. A school's page may be kept on the device ("kept"): that one says nothing that will not
// be true tomorrow.
func (p *pages) help(c *fiber.Ctx) error {
	view, err := p.helpView(c)
	if errors.Is(err, fiber.ErrNotFound) { // mistyped from a poster: whoever needs help finds it here all the same
		view.Help.Base, view.Help.Unknown, err = view.In("/help"), true, nil
		c.Status(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	s := p.server
	if view.School == nil {
		c.Set("Cache-Control", "no-cache")
		view.Help.Schools = p.schools(c, view)
		return p.renderHelp(c, "help", view)
	}
	if c.Context().QueryArgs().Has("kept") {
		c.Set("Cache-Control", "no-cache")
		view.Help.Kept, view.Help.CEOP = true, ""
		view.Help.Reads = []string{view.Say("help.reads.when_open")}
		return p.renderHelp(c, "help", view)
	}
	for _, line := range readingTimes(view.School.Calendar, s.Clock.Now()) {
		view.Help.Reads = append(view.Help.Reads, view.SayAll(line))
	}
	return p.tellingAt(c, view)
}

// schools are the few that this server has; none where there are more, or where they cannot be asked just now: the
// numbers are there in any case.
func (p *pages) schools(c *fiber.Ctx, view page) []door {
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	all, err := p.server.Schools.IDs(ctx)
	if err != nil || len(all) > mostSchools {
		p.server.note(err)
		return nil
	}
	doors := make([]door, 0, len(all))
	for _, one := range all {
		place, err := p.server.Schools.School(ctx, one)
		if err != nil {
			p.server.note(err)
			return nil
		}
		doors = append(doors, door{Href: view.In("/s/" + place.Slug + "/help"), Label: place.Name})
	}
	slices.SortFunc(doors, func(a, b door) int { return strings.Compare(a.Label, b.Label) })
	return doors
}

// ceop says what CEOP is for and what it is not for, and leads to its own page.
//
// Policy: procedure.exploitation.ceop_button (AR 11.2/5, BG 11.3/5)
func (p *pages) ceop(c *fiber.Ctx) error {
	view, err := p.helpView(c)
	if err != nil {
		return err
	}
	c.Set("Cache-Control", "no-cache")
	return p.renderHelp(c, "help-ceop", view)
}

// timesTable is one of the page that looks like homework.
type timesTable struct {
	Name string
	Rows []string
}

// away is where "leave quickly" leads: a page that looks like homework and has nothing of the product's, the same for
// everybody.
func (p *pages) away(c *fiber.Ctx) error {
	view := p.view(c, p.server.language(c))
	view.Title = view.Say("help.away.title")
	for _, n := range []int{2, 3, 4, 5, 6, 7, 8, 9} {
		table := timesTable{Name: view.SayAll(phrase.Say("help.away.table", phrase.Args{"N": n}))}
		for i := 1; i <= 12; i++ {
			table.Rows = append(table.Rows, strconv.Itoa(i)+" × "+strconv.Itoa(n)+" = "+strconv.Itoa(i*n))
		}
		view.Help.Tables = append(view.Help.Tables, table)
	}
	c.Set("Cache-Control", "public, max-age=86400")
	return p.renderHelp(c, "away", view)
}

// schoolsHelp is the address of a school's page.
var schoolsHelp = regexp.MustCompile(`^/s/[a-z0-9-]+/help`)

// tooLarge is the page for a story that was too long to be read at all: what is too long, how long it may be, and the
// numbers, since whoever writes so much has something to tell.
func (p *pages) tooLarge(c *fiber.Ctx, lang Language, status int) error {
	view := p.view(c, lang)
	view.Simple, view.Text = true, view.Say("help.too_large")
	view.More = view.SayAll(phrase.Say("help.too_large_text", phrase.Args{"Most": concern.WordsLength}))
	view.Help.Base = view.In("/help")
	if base := schoolsHelp.FindString(c.Path()); base != "" {
		view.Help.Base = view.In(base)
	}
	c.Status(status)
	return p.renderHelp(c, "help-too-large", view)
}
