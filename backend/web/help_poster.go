package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/concern"
)

// posterPage is what a poster has.
type posterPage struct {
	For     string
	Picture []stroke
	Says    []string
	QR      QRCode
}

// bandOf is the form with that name, or nothing.
func bandOf(text string) concern.Form {
	for _, one := range concern.Forms {
		if text == string(one) {
			return one
		}
	}
	return ""
}

// poster is a page for a wall, on A4: the school's public address to be scanned, three sentences and the numbers, for each
// band and language. It holds nothing but what is public.
//
// Policy: roles.children.seek_help (AR 4.5/6, BG 4.5/6)
func (p *pages) poster(c *fiber.Ctx) error {
	view, err := p.helpView(c)
	if err != nil {
		return err
	}
	band := bandOf(c.Query("for"))
	if band == "" {
		band = concern.ForKS2
	}
	says, picture := string(band), "talk"
	switch band {
	case concern.ForEYFS, concern.ForKS1:
		says, picture = "young", "child"
	case concern.ForKS2:
	case concern.ForAdults:
		picture = "people"
	}
	view.Help.For, view.Help.Picture = string(band), symbols[picture]
	for n := 1; n <= 3; n++ {
		view.Help.Says = append(view.Help.Says, view.Say("help.poster."+says+"."+strconv.Itoa(n)))
	}
	if view.Help.QR, err = qrCode(view.Help.Address); err != nil {
		return err
	}
	view.Help.Doors = view.bands("/s/"+view.School.Slug+"/poster", band)
	c.Set("Cache-Control", "no-cache")
	return p.renderHelp(c, "poster", view)
}

// bands are the four forms at that address.
func (v page) bands(path string, here concern.Form) []door {
	doors := make([]door, len(concern.Forms))
	for i, band := range concern.Forms {
		doors[i] = door{Href: v.In(path + "?for=" + string(band)), Label: v.Say("help.for." + string(band)), Here: band == here}
	}
	return doors
}
