package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// keptRooms are the rooms of the app that open without a network, by where their screens lie.
var keptRooms = []string{"src/rooms/access/SignIn.", "src/rooms/family/", "src/rooms/aup/", "src/rooms/pupil/",
	"src/rooms/offline/", "src/rooms/update/", "src/rooms/notice/", "src/rooms/courier/", "src/rooms/tell/", "src/keep/",
	"../locales/receipt."}

// build is what the service worker is told of this build: sw.js begins with it. A changed one is a new worker.
type build struct {
	// ID changes with anything that a reader could see.
	ID string `json:"id"`
	// Assets are the files that a screen without a network needs.
	Assets []string `json:"assets"`
	// Catalogues are the addresses of each language's sentences.
	Catalogues map[string]string `json:"catalogues"`
	// Tells are those of what the form behind "Tell someone" says.
	Tells map[string]string `json:"tells"`
}

// buildOf describes the built app for the worker.
func (s *Server) buildOf(manifest map[string]manifestEntry, files map[string]*file) build {
	b := build{Assets: []string{}, Catalogues: map[string]string{}, Tells: map[string]string{}}
	need := map[string]bool{}
	var take func(name string)
	take = func(name string) {
		entry, ok := manifest[name]
		if !ok || need["/"+entry.File] {
			return
		}
		need["/"+entry.File] = true
		for _, style := range entry.CSS {
			need["/"+style] = true
		}
		for _, other := range entry.Imports {
			take(other)
		}
	}
	for name, entry := range manifest {
		begins := func(room string) bool { return strings.HasPrefix(name, room) }
		if entry.IsEntry || slices.ContainsFunc(keptRooms, begins) {
			take(name)
		}
	}
	b.Assets = slices.Sorted(maps.Keys(need))
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(sum, "%s %s\n", name, files[name].tag())
	}
	_, _ = io.WriteString(sum, pagesText+helpText+tellText) // a hash takes everything
	for _, lang := range s.Languages.All() {
		_, hash, _ := s.Languages.Catalogue(lang.Tag)
		_, tells, _ := s.Languages.TellCatalogue(lang.Tag)
		b.Catalogues[lang.Tag] = "/locales/" + lang.Tag + "." + hash + ".json"
		b.Tells[lang.Tag] = "/locales/" + lang.Tag + ".tell." + tells + ".json"
		fmt.Fprintln(sum, lang.Tag, lang.Dir, lang.Name, hash, tells)
	}
	b.ID = hex.EncodeToString(sum.Sum(nil)[:8])
	return b
}

// workerFile is sw.js with what it has to know of this build in front.
func workerFile(script *file, of build) *file {
	told, err := json.Marshal(of)
	if err != nil {
		panic(err) // texts
	}
	return fileOf(script.kind, slices.Concat([]byte("self.lollipop="), told, []byte(";\n"), script.plain()))
}

// shell is the app's first page with nobody in it: the service worker keeps it for when there is no network. It reads
// no cookie, so that whoever asks gets the same.
func (p *pages) shell(c *fiber.Ctx) error {
	all := p.server.Languages.All()
	at := slices.IndexFunc(all, func(one Language) bool { return one.Tag == c.Params("tag") })
	if at < 0 {
		return fiber.ErrNotFound
	}
	view := p.view(c, all[at])
	view.Style, view.Boot = p.shellStyle, p.boot(all[at], true)
	if err := p.render(c, "first", view); err != nil {
		return err
	}
	tag := `W/"` + p.build().ID + `"`
	c.Set("Cache-Control", "no-cache")
	c.Set("ETag", tag)
	c.Response().Header.Del("Vary")
	if matches(c.Get("If-None-Match"), strings.TrimPrefix(tag, "W/")) {
		c.Response().ResetBody()
		return c.SendStatus(fiber.StatusNotModified)
	}
	return nil
}
