package web

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"sync"

	_ "embed"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

//go:embed pages.html
var pagesText string

// pages are the pages that Go renders: the app's first one, the help page, and the sorry page.
type pages struct {
	server     *Server
	files      map[string]*file
	templates  *template.Template
	shellStyle style  // inline in the app's first page
	plainStyle style  // inline in the plain pages
	script     part   // the app's entry
	styles     []part // its stylesheets
	// build is made when it is first asked for: it takes what every language says.
	build func() build
	// packed are catalogues in Brotli, by the digest of what they hold.
	packed sync.Map
}

// part is a file that the first page asks for, with the digest that a browser compares with what it gets
// (Subresource Integrity): a cache or a proxy that changes the app is not obeyed.
type part struct{ Path, Integrity string }

// style is the one inline style of a page, and the policy that lets it in.
type style struct {
	CSS    template.CSS
	policy string
}

// style is that stylesheet of the build, for a page to have inline.
func (p *pages) style(name string) (style, error) {
	f := p.files[name]
	if f == nil {
		return style{}, fmt.Errorf("it has no %s", name)
	}
	text := string(f.plain())
	return style{template.CSS(text), pagePolicy(text)}, nil //nolint:gosec // our own build's file, embedded
}

// part is that file of the build; one that is not there has no digest.
func (p *pages) part(name string) part {
	f := p.files[name]
	if f == nil {
		return part{Path: "/" + name}
	}
	sum := sha512.Sum384(f.plain())
	return part{"/" + name, "sha384-" + base64.StdEncoding.EncodeToString(sum[:])}
}

// manifestEntry is a line of the build's manifest.
type manifestEntry struct {
	File    string   `json:"file"`
	IsEntry bool     `json:"isEntry"`
	CSS     []string `json:"css"`
	Imports []string `json:"imports"`
}

// mountPages serves the app and the plain pages.
func (s *Server) mountPages(app *fiber.App) error {
	p := &pages{server: s}
	var err error
	if p.files, err = readFiles(s.App); err != nil {
		return err
	}
	raw, err := fs.ReadFile(s.App, ".vite/manifest.json")
	if err != nil {
		return errors.New("it is not there: build it first (scripts/build)")
	}
	var manifest map[string]manifestEntry
	if err := json.Unmarshal(raw, &manifest); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	for _, entry := range manifest {
		if entry.IsEntry {
			p.script = p.part(entry.File)
			for _, name := range entry.CSS {
				p.styles = append(p.styles, p.part(name))
			}
		}
	}
	if p.script.Path == "" {
		return errors.New("it has no entry")
	}
	if p.shellStyle, err = p.style("shell.css"); err != nil {
		return err
	}
	if p.plainStyle, err = p.style("plain.css"); err != nil {
		return err
	}
	if p.templates, err = template.New("pages").Parse(pagesText + helpText + tellText); err != nil {
		return err
	}
	p.build = sync.OnceValue(func() build { return s.buildOf(manifest, p.files) })
	s.pages = p
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok") })
	app.Get("/readyz", s.ready)
	app.Get("/assets/*", p.asset)
	app.Get("/locales/:file", p.catalogue)
	if script := p.files["sw.js"]; script != nil {
		worker := sync.OnceValue(func() *file { return workerFile(script, p.build()) })
		app.Get("/sw.js", func(c *fiber.Ctx) error {
			c.Set("Content-Security-Policy", workerPolicy)
			return worker().serve(c, false)
		})
	}
	for _, name := range icons {
		if f := p.files[name]; f != nil {
			app.Get("/"+name, func(c *fiber.Ctx) error { return f.serve(c, false) })
		}
	}
	app.Get("/shell/:tag", p.shell)
	p.mountHelp(app)
	app.Get("/s/:school/page", p.telling)
	app.Get("/s/:school/documents.json", s.documents)
	app.Get("/s/:school/documents/:file", s.document)
	if s.Demo != nil {
		app.Get("/demo", p.demo)
	}
	for _, path := range appPaths {
		app.Get(path, p.first)
	}
	return nil
}

// icons are the files that a browser asks for by fixed names: the app's pictures, and what it is as a home-screen app.
var icons = []string{"icon.svg", "icon-180.png", "icon-192.png", "icon-512.png", "icon-maskable.png", "badge-96.png",
	"manifest.webmanifest"}

// appPaths are the app's own screens: each opens the same first page, in the reader's language.
var appPaths = []string{
	"/", "/sign-in", "/link/:token", "/first-run/:token", "/passphrase", "/factor", "/desk", "/class-check", "/class", "/confiscations",
	"/confiscations/:id", "/import", "/import/:id", "/families", "/pupils/:id", "/same-person", "/today", "/policy",
	"/staff", "/exceptions", "/uses", "/staff-leave", "/class-code", "/promises", "/class-codes", "/l/:code", "/letter",
	"/hand-over", "/home", "/sitting/:seat", "/signed", "/signed/:id", "/another-phone", "/details", "/letters",
	"/read/:school/:edition", "/letters/print", "/signatures", "/forms", "/documents", "/documents/:document", "/calls",
	"/messages", "/messages/:seat/:id", "/ringing", "/deliveries", "/deliveries/print", "/reading", "/reading/:id",
}

func (p *pages) asset(c *fiber.Ctx) error {
	f := p.files["assets/"+c.Params("*")]
	if f == nil || f.plain == nil {
		return fiber.ErrNotFound
	}
	return f.serve(c, true)
}

// catalogue serves a language's sentences under an address that holds their hash.
func (p *pages) catalogue(c *fiber.Ctx) error {
	name, ok := strings.CutSuffix(c.Params("file"), ".json")
	tag, hash, found := strings.Cut(name, ".")
	if !ok || !found {
		return fiber.ErrNotFound
	}
	read := p.server.Languages.Catalogue
	if staffs, ok := strings.CutPrefix(hash, "staff."); ok {
		read, hash = p.server.Languages.StaffCatalogue, staffs
	} else if tells, ok := strings.CutPrefix(hash, "tell."); ok {
		read, hash = p.server.Languages.TellCatalogue, tells
	}
	body, now, ok := read(tag)
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set("Content-Type", "application/json")
	if hash != now { // a page from before an update: give it today's words, and let nobody keep them under that address
		c.Set("Cache-Control", "no-store")
	} else {
		c.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	c.Set("Vary", "Accept-Encoding")
	if accepts(c.Get("Accept-Encoding"), "br") {
		c.Set("Content-Encoding", "br")
		return c.Send(p.pack(now, body))
	}
	return c.Send(body)
}

// pack returns a catalogue as small as Brotli makes it: every first visit waits for it, so it is packed once, when it is
// first asked for, harder than would be worth it at each request.
func (p *pages) pack(hash string, body []byte) []byte {
	if small, done := p.packed.Load(hash); done {
		return small.([]byte)
	}
	small := fasthttp.AppendBrotliBytesLevel(nil, body, fasthttp.CompressBrotliBestCompression)
	p.packed.Store(hash, small)
	return small
}

// page is what a template gets.
type page struct {
	Lang              Language
	Style             style
	Script            part
	Styles            []part
	Boot              any
	Title             string
	School            *school.School
	HelpPath          string
	Languages         []Language
	Say               func(key string) string
	SayAll            func(phrase.Phrase) string
	Path              string
	Text              string
	People            []DemoPerson
	Families          DemoFamilies
	Clock             string
	Simple            bool
	Number, Catalogue string
	Opening           opening
	Help              helpPage
	More              string
}

// boot is what the app needs before its first request.
type boot struct {
	Lang      string `json:"lang"`
	Dir       string `json:"dir"`
	Catalogue string `json:"catalogue"`
	// StaffCatalogue is where the rest of the sentences are, which staff's rooms need.
	StaffCatalogue string     `json:"staff_catalogue"`
	Languages      []Language `json:"languages"`
	Me             *Me        `json:"me,omitempty"`
	// School is the one of the address, where nobody is signed in for the page.
	School *SchoolName `json:"school,omitempty"`
	// Build is what the page was made by: the app compares it with what waits to take over.
	Build string `json:"build"`
	// Shell says that this is the page without anybody, from the device itself: the app has to ask who is signed in.
	Shell bool `json:"shell,omitempty"`
}

// boot is what every first page has in common.
func (p *pages) boot(lang Language, shell bool) boot {
	_, hash, _ := p.server.Languages.Catalogue(lang.Tag)
	_, staffs, _ := p.server.Languages.StaffCatalogue(lang.Tag)
	return boot{Lang: lang.Tag, Dir: lang.Dir, Catalogue: "/locales/" + lang.Tag + "." + hash + ".json",
		StaffCatalogue: "/locales/" + lang.Tag + ".staff." + staffs + ".json",
		Languages:      p.server.Languages.All(), Build: p.build().ID, Shell: shell}
}

// schoolAt is the school with that slug.
func (s *Server) schoolAt(ctx context.Context, slug string) (school.School, error) {
	found, ok, err := s.Schools.Find(ctx, slug)
	if err != nil {
		return school.School{}, err
	}
	if !ok {
		return school.School{}, fiber.ErrNotFound
	}
	return s.Schools.School(ctx, found)
}

// sorry is a page for what went wrong before any screen could say it.
func (p *pages) sorry(c *fiber.Ctx, lang Language, status int, text string) error {
	view := p.view(c, lang)
	view.Title, view.Text, view.Simple = text, text, true
	if nobodys(c.Path()) {
		view.Title = view.Say("web.name")
	}
	c.Status(status)
	return p.render(c, "sorry", view)
}

func (p *pages) view(c *fiber.Ctx, lang Language) page {
	s := p.server
	return page{Lang: lang, Style: p.plainStyle, Script: p.script, Styles: p.styles,
		Title: s.say(lang.Tag, "web.name"), HelpPath: "/help",
		Languages: s.Languages.All(), Path: c.Path(),
		Say:    func(key string) string { return s.Languages.Say(lang.Tag, phrase.Say(key, nil)) },
		SayAll: func(p phrase.Phrase) string { return s.Languages.Say(lang.Tag, p) }}
}

func (p *pages) render(c *fiber.Ctx, name string, view page) error {
	var out bytes.Buffer
	if err := p.templates.ExecuteTemplate(&out, name, view); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	c.Set("Content-Type", "text/html; charset=utf-8")
	c.Set("Content-Security-Policy", view.Style.policy)
	c.Set("Content-Language", view.Lang.Tag)
	c.Set("Vary", "Accept-Language, Cookie")
	return c.Send(out.Bytes())
}

func (s *Server) ready(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	if err := s.Ready(ctx); err != nil {
		s.note(err)
		return c.Status(fiber.StatusServiceUnavailable).SendString("not ready")
	}
	return c.SendString("ready")
}
