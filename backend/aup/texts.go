package aup

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"lollipop/backend/clock"
	"lollipop/backend/phrase"
)

//go:embed documents
var shipped embed.FS

// Texts are what the product brings: a proposal for each document, and its translations. Schools publish versions of
// them; what they publish is theirs.
type Texts struct {
	proposed     map[Document]Text
	translations map[Document][]Translation
}

// Translation is a document in another language: each sentence beside the English that it translates. It applies only
// where a version says exactly that.
type Translation struct {
	Document Document `json:"document"`
	Language string   `json:"language"`
	// Status holds for every sentence that has none of its own.
	Status     Status     `json:"status"`
	Verified   *Checked   `json:"verified,omitempty"`
	Title      Sentence   `json:"title"`
	Intro      Sentence   `json:"intro"`
	Statements []Sentence `json:"statements"`
}

// Checked is by whom, and when, a translation was read sentence by sentence.
type Checked struct {
	By string     `json:"by"`
	On clock.Date `json:"on"`
}

// Sentence is a translated sentence.
type Sentence struct {
	Key     string `json:"key,omitempty"`
	English string `json:"english"`
	Text    string `json:"text"`
	Status  Status `json:"status,omitempty"`
}

// proposal is a document's file.
type proposal struct {
	Document Document `json:"document"`
	Text
}

// Symbols are the pictures that a statement can have beside it; the app draws each.
var Symbols = strings.Fields(`phone tablet lock key eye talk ask heart stop shield help home school clock photo camera
	link download play people child hands book moon star warning message search tick cross-out`)

// Shipped are the product's own texts.
func Shipped() (*Texts, error) {
	files, err := fs.Sub(shipped, "documents")
	if err != nil {
		return nil, err
	}
	return Load(files)
}

// Load reads en/<document>.json and <language>/<document>.json, strictly: a field that is not known, a key twice, a
// sentence that is empty, a translation of what is not there are errors.
func Load(files fs.FS) (*Texts, error) {
	t := &Texts{proposed: map[Document]Text{}, translations: map[Document][]Translation{}}
	folders, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	// English first: a translation is of something.
	slices.SortStableFunc(folders, func(a, b fs.DirEntry) int {
		return map[bool]int{true: 0, false: 1}[a.Name() == English] - map[bool]int{true: 0, false: 1}[b.Name() == English]
	})
	for _, folder := range folders {
		names, err := fs.Glob(files, folder.Name()+"/*.json")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			raw, err := fs.ReadFile(files, name)
			if err == nil {
				err = t.add(folder.Name(), Document(strings.TrimSuffix(path.Base(name), ".json")), raw)
			}
			if err != nil {
				return nil, fmt.Errorf("aup: %s: %w", name, err)
			}
		}
	}
	return t, nil
}

func (t *Texts) add(language string, document Document, raw []byte) error {
	if !slices.Contains(Documents, document) {
		return errors.New("there is no such document")
	}
	if language == English {
		var p proposal
		if err := strict(raw, &p); err != nil {
			return err
		}
		if p.Document != document {
			return fmt.Errorf("it says that it is %q", p.Document)
		}
		t.proposed[document] = p.Text
		return p.check()
	}
	var tr Translation
	if err := strict(raw, &tr); err != nil {
		return err
	}
	if tr.Document != document || tr.Language != language {
		return fmt.Errorf("it says that it is %q in %q", tr.Document, tr.Language)
	}
	if _, there := t.proposed[document]; !there {
		return errors.New("there is no English text of it")
	}
	if err := tr.check(); err != nil {
		return err
	}
	t.translations[document] = append(t.translations[document], tr)
	return nil
}

func (p proposal) check() error {
	keys, fixed := map[string]bool{}, false
	if !plain(p.Title) || !plain(p.Intro) {
		return errors.New("it has no title or no intro")
	}
	for i, s := range p.Statements {
		if s.Key == "" || keys[s.Key] || ownKey.MatchString(s.Key) || !plain(s.Text) || !slices.Contains(Symbols, s.Symbol) {
			return fmt.Errorf("statement %d (%q) has no text, an unknown symbol, a school's key, or its key stands twice", i+1,
				s.Key)
		}
		keys[s.Key], fixed = true, fixed || s.Fixed
	}
	if !fixed {
		return errors.New("it does not say that use is monitored")
	}
	return nil
}

func (tr Translation) check() error {
	if tr.Status != Draft && tr.Status != Verified || tr.Status == Verified && tr.Verified == nil {
		return errors.New("it is neither a draft nor verified by somebody")
	}
	if tr.Verified != nil {
		if _, ok := clock.ParseDate(string(tr.Verified.On)); !ok || !plain(tr.Verified.By) {
			return errors.New("it does not say who verified it on which day")
		}
	}
	keys := map[string]bool{}
	for i, s := range slices.Concat([]Sentence{tr.Title, tr.Intro}, tr.Statements) {
		if !plain(s.English) || !plain(s.Text) || s.Status != "" && s.Status != Draft && s.Status != Verified {
			return fmt.Errorf("sentence %d (%q) has no English, no text, or an unknown status", i+1, s.Key)
		}
		if i > 1 && (s.Key == "" || keys[s.Key]) {
			return fmt.Errorf("the key of sentence %d is missing, or stands twice", i+1)
		}
		keys[s.Key] = true
	}
	return nil
}

// plain reports whether text says something and holds no space at its ends, no control character, and none that turns
// the writing's direction round: what is signed reads as it is written.
func plain(text string) bool {
	return text != "" && strings.TrimSpace(text) == text && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || phrase.Turns(r)
	})
}

// strict decodes one JSON document without unknown fields and with nothing after it.
func strict(raw []byte, into any) error {
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		return err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the document")
	}
	return nil
}

// Proposed is the product's own text of a document; ok is false where it has none.
func (t *Texts) Proposed(document Document) (text Text, ok bool) {
	text, ok = t.proposed[document]
	text.Statements = slices.Clone(text.Statements)
	return text, ok
}

// Shipped are the documents that the product has a text of, in their order.
func (t *Texts) Shipped() []Document {
	return slices.DeleteFunc(slices.Clone(Documents), func(d Document) bool { _, there := t.proposed[d]; return !there })
}

// Editions are a version in every language that translates a sentence of it, English first, each with its ID; Number
// and Since are the caller's. A sentence that the school worded anew stands in English until somebody translates it.
func (t *Texts) Editions(v Version, since time.Time) []Edition {
	all := []Edition{edition(v, Translation{Language: English, Status: Original})}
	for _, tr := range t.translations[v.Document] {
		e := edition(v, tr)
		if slices.ContainsFunc(e.Statements, func(l Line) bool { return l.Status != Original }) {
			all = append(all, e)
		}
	}
	for i := range all {
		all[i].Since = since
	}
	return all
}

func edition(v Version, tr Translation) Edition {
	sentences := map[string]Sentence{}
	for _, s := range tr.Statements {
		sentences[s.Key] = s
	}
	status := Verified
	line := func(key, english string, s Sentence) Line {
		if s.English != english {
			return Line{Key: key, Text: english, Language: English, Status: Original}
		}
		l := Line{Key: key, Text: s.Text, Language: tr.Language, Status: s.Status}
		if l.Status == "" {
			l.Status = tr.Status
		}
		if l.Status == Draft {
			status = Draft
		}
		return l
	}
	e := Edition{School: v.School, Document: v.Document, Version: v.ID, Language: tr.Language,
		Title: line("", v.Title, tr.Title), Intro: line("", v.Intro, tr.Intro)}
	for _, s := range v.Statements {
		e.Statements = append(e.Statements, line(s.Key, s.Text, sentences[s.Key]))
	}
	e.Status = status
	if tr.Language == English {
		e.Status = Original
	} else if tr.Verified != nil && status == Verified {
		e.VerifiedBy, e.VerifiedOn = tr.Verified.By, tr.Verified.On
	}
	e.ID = EditionID(e)
	return e
}
