package translate

import (
	"fmt"
	"io/fs"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// book is one language. What it needs is made when it is first asked for, and kept.
type book struct {
	lang    Language
	english *book
	// own is what the language has itself, by key: empty where it cannot be read.
	own func() (map[string]Entry, error)
	// plurals says which form a count wants. Each language has one of its own: a bundle of all would let go-i18n's
	// matcher choose among them, and it gives a Ukrainian reader Russian.
	plurals func() (*i18n.Localizer, error)
	// families, staff and telling are what the app loads, forFamilies and the others their keys: English's book knows them.
	families, staff, telling          func() printed
	forFamilies, forStaff, forTelling func() []string
}

func newBook(files fs.FS, lang Language) *book {
	b := &book{lang: lang}
	b.own = sync.OnceValues(func() (map[string]Entry, error) {
		if lang.MadeFrom == "" {
			return readLanguage(files, lang.Tag)
		}
		english, err := b.english.own()
		return Pseudo(english), err
	})
	b.plurals = sync.OnceValues(func() (*i18n.Localizer, error) {
		tag, err := language.Parse(lang.Tag)
		if err != nil {
			return nil, fmt.Errorf("locales: %s: not a language tag: %w", lang.Tag, err)
		}
		bundle := i18n.NewBundle(tag)
		if err := bundle.AddMessages(tag); err != nil { // none: it looks whether it knows the language's forms
			return nil, fmt.Errorf("locales: %s: go-i18n: %w", lang.Tag, err)
		}
		return i18n.NewLocalizer(bundle, lang.Tag), nil
	})
	b.forFamilies, b.forStaff, b.forTelling = b.keysOf(forFamilies), b.keysOf(forStaff), b.keysOf(forTelling)
	b.families = sync.OnceValue(func() printed { return b.print(b.english.forFamilies()) })
	b.staff = sync.OnceValue(func() printed { return b.print(b.english.forStaff()) })
	b.telling = sync.OnceValue(func() printed { return b.print(b.english.forTelling()) })
	return b
}

// check reads it, and makes what the first page asks for. What is made from another language is no file of its own.
func (b *book) check() error {
	if _, err := b.plurals(); err != nil || b.lang.MadeFrom != "" {
		return err
	}
	if _, err := b.own(); err != nil {
		return err
	}
	b.families()
	return nil
}

// entry is what the language has itself under a key.
func (b *book) entry(key string) (Entry, bool) {
	own, _ := b.own()
	e, ok := own[key]
	return e, ok
}
