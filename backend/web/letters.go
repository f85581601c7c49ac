package web

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"rsc.io/qr"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Addressees is a page of the adults who are asked to sign.
type Addressees struct {
	Items   []Addressee `json:"items"`
	Total   int         `json:"total"`
	Page    int         `json:"page"`
	Size    int         `json:"size"`
	Classes []string    `json:"classes"`
}

// Addressee is one of them, with their way in.
type Addressee struct {
	Adult        string           `json:"adult"`
	Name         string           `json:"name"`
	Language     string           `json:"language"`
	Relationship string           `json:"relationship"`
	Children     []AddresseeChild `json:"children"`
	SignedIn     bool             `json:"signed_in"`
	Last         *LastLetter      `json:"last,omitempty"`
	NeedsYes     bool             `json:"needs_yes" doc:"A no-contact mark stands in the family"`
}

// AddresseeChild is a child whom they are asked about.
type AddresseeChild struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Class string `json:"class"`
}

// LastLetter is how somebody's newest letter stands.
type LastLetter struct {
	At    time.Time  `json:"at"`
	Ends  time.Time  `json:"ends"`
	Used  *time.Time `json:"used,omitempty"`
	State string     `json:"state" enum:"waiting,used,ended,guessed"`
}

type lettersQuery struct {
	Class   string `query:"class"`
	Year    string `query:"year"`
	Missing bool   `query:"missing" doc:"Only those who are not signed in anywhere"`
	Q       string `query:"q" doc:"Parts of a name"`
	Page    int    `query:"page" default:"1"`
}

const lettersPage = 100

func (s *Server) letters(ctx context.Context, in *lettersQuery) (Addressees, error) {
	k := of(ctx)
	page := max(in.Page, 1)
	found, err := s.Access.Letters(ctx, k.who, access.LetterQuery{Class: in.Class, Year: people.Year(in.Year),
		Missing: in.Missing, Text: in.Q, Page: page, Size: lettersPage})
	if err != nil {
		return Addressees{}, err
	}
	classes, err := s.People.Classes(ctx, k.who)
	if err != nil {
		return Addressees{}, err
	}
	list := Addressees{Items: make([]Addressee, len(found.Lines)), Total: found.Total, Page: page, Size: lettersPage,
		Classes: make([]string, len(classes))}
	for i, c := range classes {
		list.Classes[i] = c.Name
	}
	for i, line := range found.Lines {
		list.Items[i] = addressee(line)
	}
	return list, nil
}

func addressee(line access.LetterLine) Addressee {
	a := Addressee{Adult: string(line.Adult.ID), Name: line.Adult.Called(), Language: line.Adult.Language,
		Relationship: line.Relationship, SignedIn: line.SignedIn, NeedsYes: line.NeedsYes}
	for _, child := range line.Children {
		a.Children = append(a.Children, AddresseeChild{ID: string(child.ID), Name: child.Called(), Class: child.Class})
	}
	if line.Last.ID != "" {
		a.Last = &LastLetter{At: line.Last.At, Ends: line.Last.Ends, State: string(line.State)}
		if !line.Last.Used.IsZero() {
			a.Last.Used = &line.Last.Used
		}
	}
	return a
}

// LetterOrder is what the office prints.
type LetterOrder struct {
	Adults []string `json:"adults" minItems:"1" maxItems:"1000"`
	Yes    []string `json:"yes" doc:"Of these the office has looked at the family: a no-contact mark stands in it"`
}

// PrintedLetters are letters, each with a code that is nowhere else.
type PrintedLetters struct {
	Letters []PrintedLetter `json:"letters"`
	Refused []NoLetter      `json:"refused"`
}

// PrintedLetter is one adult's. The language is one of ours; English where the family's is not.
type PrintedLetter struct {
	Adult    string    `json:"adult"`
	Name     string    `json:"name"`
	Language string    `json:"language"`
	Dir      string    `json:"dir" enum:"ltr,rtl"`
	Children []string  `json:"children"`
	Child    string    `json:"child" doc:"Whose birthday is asked"`
	Code     string    `json:"code"`
	URL      string    `json:"url"`
	QR       QRCode    `json:"qr"`
	Ends     time.Time `json:"ends"`
}

// QRCode is a picture as SVG path data, a unit a module, its quiet margin included.
type QRCode struct {
	Size int    `json:"size"`
	Path string `json:"path"`
}

// NoLetter is somebody who gets none, and why.
type NoLetter struct {
	Adult string `json:"adult"`
	Name  string `json:"name"`
	Title string `json:"title"`
}

func (s *Server) printLetters(ctx context.Context, in *body[LetterOrder]) (PrintedLetters, error) {
	k := of(ctx)
	var order access.Order
	var err error
	if order.Adults, err = all[id.Adult](in.Body.Adults); err != nil {
		return PrintedLetters{}, err
	}
	if order.Yes, err = all[id.Adult](in.Body.Yes); err != nil {
		return PrintedLetters{}, err
	}
	made, refused, err := s.Access.Print(ctx, k.act, k.who, order)
	if err != nil {
		return PrintedLetters{}, err
	}
	out := PrintedLetters{Letters: make([]PrintedLetter, len(made)), Refused: make([]NoLetter, len(refused))}
	for i, p := range made {
		if out.Letters[i], err = s.printedLetter(p); err != nil {
			return PrintedLetters{}, err
		}
	}
	for i, r := range refused {
		out.Refused[i] = NoLetter{Adult: string(r.Adult.ID), Name: r.Adult.Called(),
			Title: s.Languages.Say(k.lang.Tag, s.withTerms(ctx, r.Why.Say))}
	}
	return out, nil
}

func (s *Server) printedLetter(p access.Printed) (PrintedLetter, error) {
	lang := s.Languages.Choose(p.Addressee.Adult.Language, "", "")
	letter := PrintedLetter{Adult: string(p.Letter.Adult), Name: p.Addressee.Adult.Called(), Language: lang.Tag,
		Dir: lang.Dir, Child: p.Asked.Preferred, Code: p.Code.Shown(), URL: s.Origin + "/l/" + p.Code.Shown(), Ends: p.Ends}
	for _, child := range p.Children {
		letter.Children = append(letter.Children, child.Called())
	}
	var err error
	letter.QR, err = qrCode(letter.URL)
	return letter, err
}

// quiet is the margin that a reader needs around a code.
const quiet = 4

// qrCode draws runs of dark modules, row by row. Level M still reads with a crease through it.
func qrCode(text string) (QRCode, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QRCode{}, fmt.Errorf("web: a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return QRCode{Size: code.Size + 2*quiet, Path: path.String()}, nil
}

// all reads a list of ids; one that cannot be is nobody's.
func all[T ~string](texts []string) ([]T, error) {
	list := make([]T, len(texts))
	for i, text := range texts {
		var err error
		if list[i], err = thing[T](text); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Server) revoke(ctx context.Context, in *bodyOn[nothingMore]) (nothingMore, error) {
	k := of(ctx)
	adult, err := thing[id.Adult](in.ID)
	if err != nil {
		return nothingMore{}, err
	}
	return nothingMore{}, s.Access.Revoke(ctx, k.act, k.who, adult)
}

// TypedCode is a code as somebody typed it, or as an address brought it.
type TypedCode struct {
	Code string `json:"code" maxLength:"64"`
}

// try is a code on the device that asks.
func (k *call) try(code string) access.Try {
	from, _ := netip.ParseAddr(k.net)
	return access.Try{Code: code, From: from, Before: k.token}
}

// LetterLook is what whoever holds a letter may read before they say when the child was born. Language is what somebody
// reads it in whose browser asks for none that we have: the family's, else English.
type LetterLook struct {
	School   SchoolName `json:"school"`
	Child    string     `json:"child" doc:"Whose birthday is asked, by first name"`
	Language string     `json:"language"`
	Ends     time.Time  `json:"ends"`
}

func (s *Server) lookAtLetter(ctx context.Context, in *body[TypedCode]) (LetterLook, error) {
	o, err := s.Access.LookAtLetter(ctx, of(ctx).try(in.Body.Code))
	if err != nil {
		return LetterLook{}, err
	}
	place, err := s.Schools.School(ctx, o.School)
	if err != nil {
		return LetterLook{}, err
	}
	lang := s.Languages.Choose(o.Members[0].Adult.Language, "", "")
	return LetterLook{School: *schoolName(place), Child: o.Child.Preferred, Language: lang.Tag, Ends: o.Ends}, nil
}

// LetterUse is a code with the child's birthday.
type LetterUse struct {
	Code  string `json:"code" maxLength:"64"`
	Day   int    `json:"day"`
	Month int    `json:"month"`
}

func (s *Server) useLetter(ctx context.Context, in *body[LetterUse]) (Me, error) {
	k := of(ctx)
	entry, err := s.Access.UseLetter(ctx, k.act, k.try(in.Body.Code), in.Body.Day, in.Body.Month)
	return s.entered(ctx, entry, err)
}

// letterNotMine ends the letter and asks the office to ring whom it was for. The second is an operation that follows
// from the first: a request that is sent again does what is left to do.
func (s *Server) letterNotMine(ctx context.Context, in *body[TypedCode]) (nothingMore, error) {
	k := of(ctx)
	o, act, err := s.Access.NotMine(ctx, k.act, k.try(in.Body.Code))
	if err != nil {
		return nothingMore{}, err
	}
	return nothingMore{}, s.Calls.NotMine(ctx, act, o.Letter.Adult, o.Letter.Child, o.Members[0].Adult.Language)
}
