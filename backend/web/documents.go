package web

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"lollipop/backend/aup"
	"lollipop/backend/fault"
)

// EditionStatement is a statement as it is read in one language, with its English.
type EditionStatement struct {
	Key     string `json:"key"`
	Symbol  string `json:"symbol"`
	Text    string `json:"text"`
	Lang    string `json:"lang" doc:"The edition's, or English where it has no translation"`
	Dir     string `json:"dir" enum:"ltr,rtl"`
	English string `json:"english"`
	Status  string `json:"status" enum:"original,draft,verified"`
	Fixed   bool   `json:"fixed"`
}

// PublicEdition is a document in one language as anybody may read it. Its address holds its digest: it never changes.
type PublicEdition struct {
	Document      string             `json:"document"`
	Version       string             `json:"version"`
	Number        int                `json:"number"`
	Edition       string             `json:"edition"`
	EditionNumber int                `json:"edition_number"`
	Language      string             `json:"language"`
	Dir           string             `json:"dir"`
	Status        string             `json:"status"`
	Verified      *VerifiedBy        `json:"verified,omitempty"`
	Title         string             `json:"title"`
	Intro         string             `json:"intro"`
	EnglishTitle  string             `json:"english_title"`
	EnglishIntro  string             `json:"english_intro"`
	Statements    []EditionStatement `json:"statements"`
}

// VerifiedBy is who checked a translation, and on which day.
type VerifiedBy struct {
	By string `json:"by"`
	At string `json:"at"`
}

// PublicDocuments are the documents that a school asks for now.
type PublicDocuments struct {
	Documents []PublicDocument `json:"documents"`
}

// PublicDocument is one of them with its newest editions.
type PublicDocument struct {
	Document string         `json:"document"`
	Version  string         `json:"version"`
	Number   int            `json:"number"`
	Title    string         `json:"title"`
	Editions []EditionBrief `json:"editions"`
}

// dirOf is the direction of a language that we speak; others are written from left to right.
func (s *Server) dirOf(tag string) string {
	for _, l := range s.Languages.All() {
		if l.Tag == tag {
			return l.Dir
		}
	}
	return "ltr"
}

// editionStatements are a version's statements as an edition says them.
func (s *Server) editionStatements(v aup.Version, e aup.Edition) []EditionStatement {
	all := make([]EditionStatement, 0, len(v.Statements))
	for i, statement := range v.Statements {
		if i >= len(e.Statements) { // an edition has as many as its version
			break
		}
		line := e.Statements[i]
		all = append(all, EditionStatement{Key: statement.Key, Symbol: statement.Symbol, Text: line.Text,
			Lang: line.Language, Dir: s.dirOf(line.Language), English: statement.Text, Status: string(line.Status),
			Fixed: statement.Fixed})
	}
	return all
}

func (s *Server) publicEdition(v aup.Version, e aup.Edition) PublicEdition {
	out := PublicEdition{Document: string(v.Document), Version: v.ID, Number: v.Number, Edition: e.ID,
		EditionNumber: e.Number, Language: e.Language, Dir: s.dirOf(e.Language), Status: string(e.Status),
		Title: e.Title.Text, Intro: e.Intro.Text, EnglishTitle: v.Title, EnglishIntro: v.Intro,
		Statements: s.editionStatements(v, e)}
	if e.VerifiedBy != "" {
		out.Verified = &VerifiedBy{e.VerifiedBy, string(e.VerifiedOn)}
	}
	return out
}

// libraryAt is the library of the school with the slug in the address; fiber's not found where there is none.
func (s *Server) libraryAt(c *fiber.Ctx) (aup.Library, error) {
	ctx := c.UserContext()
	at, ok, err := s.Schools.Find(ctx, strings.Clone(c.Params("school")))
	if err != nil || !ok {
		return aup.Library{}, orNotFound(err)
	}
	return s.AUP.Public(ctx, at)
}

// orNotFound makes nothing found of no error, and of a fault that says so.
func orNotFound(err error) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) && f.Kind == fault.NotFound {
		return fiber.ErrNotFound
	}
	return err
}

// documents lists what a school asks for: asked anew each time.
func (s *Server) documents(c *fiber.Ctx) error {
	l, err := s.libraryAt(c)
	if err != nil {
		return err
	}
	answer := PublicDocuments{Documents: []PublicDocument{}}
	for _, d := range aup.Documents {
		if v, ok := l.Current(d); ok {
			answer.Documents = append(answer.Documents, PublicDocument{string(d), v.ID, v.Number, v.Title,
				editionBriefs(l.Offered(v.ID))})
		}
	}
	c.Set("Cache-Control", "no-cache")
	return c.JSON(answer)
}

// document is one edition, for ever.
func (s *Server) document(c *fiber.Ctx) error {
	wanted, ok := strings.CutSuffix(strings.Clone(c.Params("file")), ".json")
	if !ok || !aup.IsDigest(wanted) {
		return fiber.ErrNotFound
	}
	l, err := s.libraryAt(c)
	if err != nil {
		return err
	}
	e, there := l.Edition(wanted)
	v, known := l.Version(e.Document, e.Version)
	if !there || !known {
		return fiber.ErrNotFound
	}
	c.Set("Cache-Control", "public, max-age=31536000, immutable")
	return c.JSON(s.publicEdition(v, e))
}
