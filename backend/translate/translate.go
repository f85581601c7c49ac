// Package translate is the hall of languages: it implements phrase.Sayer over the catalogues in locales/ with go-i18n,
// chooses the language of a request, makes the pseudo-locale, and gives the app its catalogue.
//
// How a sentence is made is written once, at Translator.Say; the app's runtime does the same, and locales/golden.json
// holds both to it.
package translate

import (
	"errors"
	"io/fs"

	"lollipop/backend/phrase"
	"lollipop/locales"
)

// English is the language that every sentence exists in and that every other falls back to.
const English = "en"

// Language is one that the product speaks.
type Language struct {
	// Tag is its BCP 47 tag, as in the address of its catalogue and in <html lang>: "en", "ur", "en-x-pseudo".
	Tag string `json:"tag"`
	// Name is what its speakers call it.
	Name string `json:"name"`
	// Dir is "ltr" or "rtl".
	Dir string `json:"dir"`
	// Script is its ISO 15924 code, "Latn".
	Script string `json:"script"`
	// Status is "complete" (every key, checked by somebody) or "draft".
	Status string `json:"status"`
	// MadeFrom is set for the pseudo-locale only: the language that its sentences are generated from.
	MadeFrom string `json:"made_from,omitempty"`
}

// Translator says phrases. It never changes, so it may be used by everybody at once. A language is read when it is
// first spoken: a server is up before it has read what nobody asked for yet.
type Translator struct {
	languages []Language
	books     map[string]*book
}

var _ phrase.Sayer = (*Translator)(nil)

// New returns the translator of the product's own catalogues. What it reads later cannot be wrong where Check found
// nothing.
func New() (*Translator, error) { return open(locales.Files) }

// Load returns the translator of the catalogues in files: languages.json and <tag>/<room>.json, read at once. It
// refuses what it cannot read in full, naming file and key: an unknown field, a key twice, a key of another room than
// its file's, a placeholder that is more than {{.Name}}, English missing.
func Load(files fs.FS) (*Translator, error) {
	t, err := open(files)
	if err == nil {
		err = t.Check()
	}
	return t, err
}

func open(files fs.FS) (*Translator, error) {
	languages, err := readLanguages(files)
	if err != nil {
		return nil, err
	}
	t := &Translator{languages: languages, books: map[string]*book{}}
	for _, lang := range languages {
		t.books[lang.Tag] = newBook(files, lang)
	}
	english := t.books[English]
	if english == nil {
		return nil, errors.New("locales: languages.json has no English")
	}
	for _, b := range t.books {
		b.english = english
	}
	return t, nil
}

// Check reads whatever was not read yet, and makes what a first visit loads: afterwards nobody waits for that. Its
// error is Load's.
func (t *Translator) Check() error {
	for _, lang := range t.languages {
		if err := t.books[lang.Tag].check(); err != nil {
			return err
		}
	}
	return nil
}

// Languages returns the languages in the order in which they are offered.
func (t *Translator) Languages() []Language { return append([]Language(nil), t.languages...) }

// Language returns the language with exactly that tag.
func (t *Translator) Language(tag string) (Language, bool) {
	b, ok := t.books[tag]
	if !ok {
		return Language{}, false
	}
	return b.lang, true
}
