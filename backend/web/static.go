package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// file is one file of the built app, with the compressed forms that the build made. Each form is read when it is first
// asked for, and kept: nearly every browser asks for one of the three, and for a few of the files.
type file struct {
	kind  string
	plain func() []byte            // nil where there are only packed ones
	coded map[string]func() []byte // by content coding: "br", "gzip"
	tag   func() string            // says what plain holds
}

var kinds = map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".json": "application/json", ".webmanifest": "application/manifest+json", ".png": "image/png", ".ico": "image/x-icon",
	".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8"}

// readFiles looks which files the built app has.
func readFiles(app fs.FS) (map[string]*file, error) {
	files := map[string]*file{}
	err := fs.WalkDir(app, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path.Base(name), ".git") {
			return err
		}
		base, coding := name, ""
		switch path.Ext(name) {
		case ".br":
			base, coding = strings.TrimSuffix(name, ".br"), "br"
		case ".gz":
			base, coding = strings.TrimSuffix(name, ".gz"), "gzip"
		}
		f := files[base]
		if f == nil {
			f = &file{kind: cmp.Or(kinds[path.Ext(base)], "application/octet-stream"),
				coded: map[string]func() []byte{}, tag: func() string { return "" }}
			files[base] = f
		}
		read := sync.OnceValue(func() []byte {
			raw, err := fs.ReadFile(app, name)
			if err != nil {
				panic(err) // it is part of this program
			}
			return raw
		})
		if coding != "" {
			f.coded[coding] = read
			return nil
		}
		f.plain = read
		f.tag = sync.OnceValue(func() string {
			whole, err := fs.ReadFile(app, name) // and not plain, which would be kept
			if err != nil {
				panic(err)
			}
			return tagOf(whole)
		})
		return nil
	})
	return files, err
}

// fileOf is a file that is not one of the build's.
func fileOf(kind string, plain []byte) *file {
	tag := tagOf(plain)
	return &file{kind: kind, plain: func() []byte { return plain }, tag: func() string { return tag }}
}

func tagOf(plain []byte) string {
	sum := sha256.Sum256(plain)
	return hex.EncodeToString(sum[:8])
}

// serve answers with the file in a coding that the browser takes. An address that holds the content's own hash may be
// kept for ever; any other is asked for each time, and answered with 304 while it stays the same.
func (f *file) serve(c *fiber.Ctx, forever bool) error {
	c.Set("Content-Type", f.kind)
	c.Set("Vary", "Accept-Encoding")
	if forever {
		c.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		c.Set("Cache-Control", "no-cache")
	}
	form, tag := f.plain, f.tag()
	for _, coding := range []string{"br", "gzip"} {
		if coded, ok := f.coded[coding]; ok && accepts(c.Get("Accept-Encoding"), coding) {
			form, tag = coded, tag+"-"+coding
			c.Set("Content-Encoding", coding)
			break
		}
	}
	tag = `"` + tag + `"`
	c.Set("ETag", tag)
	if matches(c.Get("If-None-Match"), tag) {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(form())
}

// accepts reports whether a client that sends that Accept-Encoding takes a coding: it names it, or everything, and not
// with a weight of zero. (fiber's own reading takes a missing header for "everything".)
func accepts(header, coding string) bool {
	everything := false
	for wish := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(wish, ";")
		_, q, _ := strings.Cut(strings.ReplaceAll(weight, " ", ""), "q=")
		number, err := strconv.ParseFloat(cmp.Or(q, "1"), 64)
		yes := err == nil && number > 0
		switch strings.ToLower(strings.TrimSpace(name)) {
		case coding:
			return yes
		case "*":
			everything = yes
		}
	}
	return everything
}

// matches reports whether an If-None-Match names that tag.
func matches(header, tag string) bool {
	for known := range strings.SplitSeq(header, ",") {
		if known = strings.TrimPrefix(strings.TrimSpace(known), "W/"); known == tag || known == "*" {
			return true
		}
	}
	return false
}
