package web

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// opening is what stands on the first page before any script has run: what the app's own screen of that address begins
// with, in the same place, so that the app takes over without anything moving.
type opening struct {
	// Who is the person over a family's screens, where there is one alone.
	Who string
	// Bar says that the line with the person and the language stands over the heading.
	Bar bool
	// Beside says that the language stands beside the heading: children's screens.
	Beside bool
	// Over is the school's name over the heading.
	Over, Heading, Lead string
	// Name is a name within the heading, which After ends: it stands in an element of its own, as the app has it.
	Name, After string
	// Schools are the schools of whoever is here, to ring.
	Schools []SchoolName
	// Places are the screens in a family's bar.
	Places []inBar
	// Doors are the ways in for families.
	Doors bool
	// Clock is the demo's, in its bar.
	Clock string
	// Staff is a signed-in member of staff.
	Staff string
	// Telling says that it is the form behind "Tell someone", which begins with the numbers.
	Telling bool
}

// screen is a screen's heading and its first sentence, as keys.
type screen struct{ heading, lead string }

// open are the screens that nobody needs to be signed in for; at every other address the sign-in stands.
var open = map[string]screen{
	"/l/:code":               {"letter.page.title", ""},
	"/letter":                {"letter.page.title", "letter.page.where"},
	"/hand-over":             {"family.hand_over.title", "family.hand_over.step_open"},
	"/class-code":            {"pupil.code.title", "pupil.code.about"},
	"/link/:token":           {"pwa.link_page.title", ""},
	"/first-run/:token":      {"pwa.first_run.title", "pwa.first_run.about"},
	"/read/:school/:edition": {"offline.documents", ""},
	"/sign-in":               {"pwa.sign_in.title", ""},
}

// ofFamily are the headings of a family's screens.
var ofFamily = map[string]string{
	"/": "family.home.hello", "/home": "family.home.hello", "/sitting/:seat": "family.sitting.title",
	"/signed": "family.signed.title", "/signed/:id": "family.receipt.title", "/another-phone": "family.phone.title",
	"/details": "family.details.title", "/messages": "notice.inbox.title", "/ringing": "courier.title",
}

// inBar is a screen in the bar: its address, its name, its picture.
type inBar struct {
	Href, Label, Picture string
	Here                 bool
}

// familyPlaces are a family's screens with what belongs to them, two a side of the coin.
var familyPlaces = []struct{ href, key, picture, also string }{
	{"/home", "family.nav.home", "M4 11l8-7 8 7v9h-6v-6h-4v6H4z", "/ /sitting/:seat"},
	{"/messages", "notice.nav.title", "M3.5 5.5h17v13h-17zM4 6.5l8 6.5 8-6.5", "/messages/:seat/:id"},
	{"/signed", "family.nav.signed", "M6 3h9l4 4v14H6zM9 12h7M9 16h5", "/signed/:id"},
	{"/details", "family.nav.details", "M12 11.5a4 4 0 100-8 4 4 0 000 8zM4.5 20.5c0-4 3-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
		"/another-phone /ringing"},
}

// opening says what the screen at that address begins with for whoever is here.
func (p *pages) opening(path, seat string, lang Language, me Me) opening {
	say := func(key string, args map[string]any) string {
		if key == "" {
			key = "web.opening"
		}
		return p.server.Languages.Say(lang.Tag, phrase.Say(key, args))
	}
	at, anybody := open[path]
	o := opening{Heading: say(at.heading, nil), Lead: say(at.lead, nil)}
	switch {
	case !me.SignedIn && !anybody:
		at = open["/sign-in"]
		o.Heading, o.Doors = say(at.heading, nil), true
	case anybody && path == "/class-code":
		o.Beside = true
	case anybody:
		o.Doors = path == "/sign-in"
	case me.Kind == "family" && len(me.People) > 1:
		o.Heading, o.Lead = say("family.who.title", nil), say("family.who.about", nil)
	case me.Kind == "family" && ofFamily[path] != "":
		o.Bar, o.Who = true, me.People[0].Name
		const name = "\ufffc"
		before, after, named := strings.Cut(say(ofFamily[path], map[string]any{"Name": name}), name)
		o.Heading = strings.TrimSuffix(before, "\u2068")
		if named {
			o.Name, o.After = o.Who, strings.TrimPrefix(after, "\u2069")
		}
		for _, one := range me.People[0].Seats {
			o.Schools = append(o.Schools, one.School)
			if one.ID == seat {
				o.Over = one.School.Name
			}
		}
	case me.Kind == "pupil" && (path == "/" || path == "/promises"):
		o.Beside, o.Heading = true, say("pupil.hello.title", map[string]any{"Name": me.Pupil.Name})
		o.Over, o.Schools = me.School.Name, []SchoolName{*me.School}
	default:
		o.Heading = ""
	}
	if me.Kind == "family" {
		for _, one := range familyPlaces {
			o.Places = append(o.Places, inBar{one.href, say(one.key, nil), one.picture,
				path == one.href || slices.Contains(strings.Fields(one.also), path)})
		}
	}
	if me.Demo && me.SignedIn {
		at := me.Now.In(school.London)
		o.Clock = say("pwa.demo.bar", map[string]any{"Day": at.Format(time.DateOnly), "Time": at.Format("15:04")})
	}
	if me.Kind == "staff" {
		o.Staff, o.Over = me.Person.Name, me.School.Name
	}
	return o
}

// askedLanguage is the one that the address asks for, else the reader's: whoever comes from the plain pages reads on in the
// language that they chose there.
func (p *pages) askedLanguage(c *fiber.Ctx) Language {
	lang := p.server.language(c)
	if asked := wish(c); asked != "" {
		return p.server.Languages.Choose(asked, lang.Tag, "")
	}
	return lang
}

// telling is the first page of the form behind "Tell someone". It asks for no session: whoever is signed in on the
// device, the page is nobody's, and its title says nothing but the product's name.
func (p *pages) telling(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	place, err := p.server.schoolAt(ctx, c.Params("school"))
	if errors.Is(err, fiber.ErrNotFound) {
		return p.help(c)
	}
	if err != nil {
		return err
	}
	lang := p.askedLanguage(c)
	b, view := p.boot(lang, false), p.view(c, lang)
	_, hash, _ := p.server.Languages.TellCatalogue(lang.Tag)
	b.Catalogue = "/locales/" + lang.Tag + ".tell." + hash + ".json"
	b.School = &SchoolName{ID: string(place.ID), Slug: place.Slug, Name: place.Name, Phone: place.Phone}
	view.HelpPath = "/s/" + place.Slug + "/help"
	view.Style, view.Boot = p.shellStyle, b
	view.Opening = opening{Over: place.Name, Heading: view.Say("tell.title"), Beside: true, Telling: true}
	c.Set("Cache-Control", "no-store")
	return p.render(c, "first", view)
}

// Number is the school's number as a link has it.
func (s SchoolName) Number() string { return strings.ReplaceAll(s.Phone, " ", "") }

// first is the app's first page: the screen's beginning in the reader's language with its style inline, who is signed
// in, and the way to help, before any script has run.
func (p *pages) first(c *fiber.Ctx) error {
	s := p.server
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	k := &call{now: s.Clock.Now(), server: s}
	family := ""
	if token, ok := sessionOf(&c.Request().Header); ok {
		if in, err := s.Access.Check(ctx, token); err == nil {
			k.in, k.who, k.signedIn = in, in.Who, true
			family = in.Seats[0].Language
		}
	}
	k.lang = s.languageOf(c, family)
	ctx = context.WithValue(ctx, callKey{}, k)
	me, err := s.me(ctx, &nothing{})
	if err != nil {
		return err
	}
	b, view := p.boot(k.lang, false), p.view(c, k.lang)
	b.Me = &me
	if me.School != nil {
		view.HelpPath = "/s/" + me.School.Slug + "/help"
	}
	view.Style, view.Boot = p.shellStyle, b
	view.Opening = p.opening(c.Route().Path, c.Params("seat"), k.lang, me)
	return p.render(c, "first", view)
}
