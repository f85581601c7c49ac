package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// file is one file of the built app, with the compressed forms that the build made.
type file struct {
	kind  string
	plain []byte
	coded map[string][]byte // by content coding: "br", "gzip"
	tag   string
}

var kinds = map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
	".json": "application/json", ".webmanifest": "application/manifest+json", ".png": "image/png", ".ico": "image/x-icon",
	".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8"}

// readFiles takes the whole built app into memory: it is small, and embedded anyway.
func readFiles(app fs.FS) (map[string]*file, error) {
	files := map[string]*file{}
	err := fs.WalkDir(app, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path.Base(name), ".git") {
			return err
		}
		raw, err := fs.ReadFile(app, name)
		if err != nil {
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
			f = &file{kind: kinds[path.Ext(base)], coded: map[string][]byte{}}
			files[base] = f
		}
		if coding != "" {
			f.coded[coding] = raw
			return nil
		}
		sum := sha256.Sum256(raw)
		f.plain, f.tag = raw, hex.EncodeToString(sum[:8])
		return nil
	})
	return files, err
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
	bytes, tag := f.plain, `"`+f.tag+`"`
	if accepts := c.Get("Accept-Encoding"); accepts != "" { // fiber takes a missing header for "everything"
		for _, coding := range []string{"br", "gzip"} {
			if coded, ok := f.coded[coding]; ok && strings.Contains(accepts, coding) {
				bytes, tag = coded, `"`+f.tag+"-"+coding+`"`
				c.Set("Content-Encoding", coding)
				break
			}
		}
	}
	c.Set("ETag", tag)
	if c.Get("If-None-Match") == tag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	return c.Send(bytes)
}
