package translate

import (
	"fmt"
	"maps"
	"reflect"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"

	"lollipop/backend/phrase"
)

// Say implements phrase.Sayer. How a sentence is made, here and in the app:
//
//  1. A language that is not there is English. A sentence that the language lacks is said in English: by English's
//     plural forms, and its arguments put in as in an English sentence. A key that English lacks is said as itself.
//  2. With a Count, the plural form that the language wants for it, "other" where that form is missing; without one,
//     "other".
//  3. {{.PluralCount}} becomes the count's digits (0-9, no separators), as they are.
//  4. An argument that is a phrase is said first, by these rules, in the reader's language, and put in as it is.
//  5. Any other argument is written out (numbers as digits) without the characters that steer direction (U+200E,
//     U+200F, U+061C, U+202A-U+202E, U+2066-U+2069): a name must not turn the sentence round. It is then put between U+2068 and
//     U+2069 if the sentence is written right to left or the argument has a letter that is (U+0590-U+08FF,
//     U+FB1D-U+FDFF, U+FE70-U+FEFF, U+10800-U+10FFF, U+1E800-U+1EFFF). The empty argument stays empty.
//  6. A placeholder without an argument stays as it is written, {{.Name}}, so that the mistake is seen.
//  7. Where the language is written right to left and English stands in, the sentence is put between U+2066 and U+2069,
//     so that its full stop stays at its end; a phrase in it with a letter that is written right to left is put between
//     U+2068 and U+2069.
func (t *Translator) Say(lang string, p phrase.Phrase) string {
	b := t.books[lang]
	if b == nil {
		b = t.books[English]
	}
	return t.say(b, p)
}

func (t *Translator) say(reader *book, p phrase.Phrase) string {
	if p.Empty() {
		return ""
	}
	speaker := reader
	entry, ok := speaker.entry(p.Key)
	if !ok {
		speaker = t.books[English]
		if entry, ok = speaker.entry(p.Key); !ok {
			return p.Key
		}
	}
	turned := speaker != reader && reader.lang.Dir == "rtl"
	said := fill(speaker.form(entry, p.Count), func(name string) (string, bool) {
		if name == "PluralCount" && p.Count != nil {
			return strconv.Itoa(*p.Count), true
		}
		arg, ok := p.Args[name]
		if !ok {
			return "", false
		}
		nested, ok := asPhrase(arg)
		switch {
		case !ok:
			return isolate(speaker.lang.Dir, written(arg)), true
		case turned:
			return enclose(t.say(reader, nested)), true
		default:
			return t.say(reader, nested), true
		}
	})
	if turned {
		return string(ltr) + said + string(pop)
	}
	return said
}

// form is the sentence that a count wants.
func (b *book) form(entry Entry, count *int) string {
	if count == nil || entry.Plurals == nil {
		return entry.Other
	}
	plurals, err := b.plurals()
	if err != nil {
		return entry.Other
	}
	of := entry.Plurals
	// An error here means that the form is missing: the text is then that of "other", which every entry has.
	form, _ := plurals.Localize(&i18n.LocalizeConfig{PluralCount: *count, TemplateParser: template.IdentityParser{},
		DefaultMessage: &i18n.Message{ID: "count", Zero: of["zero"], One: of["one"], Two: of["two"], Few: of["few"],
			Many: of["many"], Other: of["other"]}})
	return form
}

// fill puts in a sentence's places what is to stand there; a place that there is nothing for stays.
func fill(sentence string, with func(name string) (text string, ok bool)) string {
	before, rest, found := strings.Cut(sentence, "{{.")
	if !found {
		return sentence
	}
	var out strings.Builder
	for ; found; before, rest, found = strings.Cut(rest, "{{.") {
		name, after, _ := strings.Cut(rest, "}}")
		out.WriteString(before)
		if text, ok := with(name); ok {
			out.WriteString(text)
		} else {
			out.WriteString("{{." + name + "}}")
		}
		rest = after
	}
	out.WriteString(before)
	return out.String()
}

func asPhrase(arg any) (phrase.Phrase, bool) {
	switch arg := arg.(type) {
	case phrase.Phrase:
		return arg, true
	case *phrase.Phrase:
		if arg == nil {
			return phrase.Phrase{}, true
		}
		return *arg, true
	}
	return phrase.Phrase{}, false
}

// written is an argument as text. Named types of string and int (ids, dates, codes) are what they are made of.
func written(arg any) string {
	switch v := reflect.ValueOf(arg); v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Invalid:
		return ""
	default:
		return fmt.Sprint(arg)
	}
}

const ltr, first, pop = '\u2066', '\u2068', '\u2069'

// enclose isolates a phrase in a sentence of another direction.
func enclose(text string) string {
	if !strings.ContainsFunc(text, rightToLeft) {
		return text
	}
	return string(first) + text + string(pop)
}

func isolate(dir, text string) string {
	foreign := dir == "rtl"
	text = strings.Map(func(r rune) rune {
		if steers(r) {
			return -1
		}
		foreign = foreign || rightToLeft(r)
		return r
	}, text)
	if text == "" || !foreign {
		return text
	}
	return string(first) + text + string(pop)
}

func steers(r rune) bool {
	return r == '\u200e' || r == '\u200f' || r == '\u061c' || phrase.Turns(r)
}

func rightToLeft(r rune) bool {
	return r >= 0x590 && r <= 0x8ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff ||
		r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}

// Translated returns what a language has itself, by key: for tests, and for the sheets of translators.
func (t *Translator) Translated(tag string) map[string]Entry {
	if b := t.books[tag]; b != nil {
		own, _ := b.own()
		return maps.Clone(own)
	}
	return nil
}
