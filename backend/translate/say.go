package translate

import (
	"fmt"
	"maps"
	"reflect"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"lollipop/backend/phrase"
)

// book is one language, ready to speak. Each has a bundle of its own: a bundle of all would let go-i18n's matcher
// choose among them, and it gives a Ukrainian reader Russian.
type book struct {
	lang Language
	// translated is what the language has itself.
	translated      map[string]Entry
	localizer       *i18n.Localizer
	families, staff printed
}

func bind(lang Language, translated, english map[string]Entry) (*book, error) {
	tag, err := language.Parse(lang.Tag)
	if err != nil {
		return nil, fmt.Errorf("not a language tag: %w", err)
	}
	bundle := i18n.NewBundle(tag)
	messages := make([]*i18n.Message, 0, len(translated))
	for key, entry := range translated {
		messages = append(messages, &i18n.Message{ID: key, Zero: entry.Forms["zero"], One: entry.Forms["one"],
			Two: entry.Forms["two"], Few: entry.Forms["few"], Many: entry.Forms["many"], Other: entry.Forms["other"]})
	}
	if err := bundle.AddMessages(tag, messages...); err != nil {
		return nil, fmt.Errorf("go-i18n: %w", err)
	}
	b := &book{lang: lang, translated: translated, localizer: i18n.NewLocalizer(bundle, lang.Tag)}
	if b.families, err = b.print(english, forFamilies); err != nil {
		return nil, err
	}
	b.staff, err = b.print(english, forStaff)
	return b, err
}

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
	entry, ok := speaker.translated[p.Key]
	if !ok {
		speaker = t.books[English]
		if entry, ok = speaker.translated[p.Key]; !ok {
			return p.Key
		}
	}
	turned := speaker != reader && reader.lang.Dir == "rtl"
	data := map[string]any{}
	for _, sentence := range entry.Forms {
		for _, name := range Placeholders(sentence) {
			data[name] = "{{." + name + "}}"
		}
	}
	for name, arg := range p.Args {
		nested, ok := asPhrase(arg)
		switch {
		case !ok:
			data[name] = isolate(speaker.lang.Dir, written(arg))
		case turned:
			data[name] = enclose(t.say(reader, nested))
		default:
			data[name] = t.say(reader, nested)
		}
	}
	config := &i18n.LocalizeConfig{MessageID: p.Key, TemplateData: data}
	if p.Count != nil {
		data["PluralCount"] = strconv.Itoa(*p.Count)
		config.PluralCount = *p.Count
	}
	// An error here means that the form is missing: the text is then that of "other", which every entry has.
	said, _ := speaker.localizer.Localize(config)
	if turned {
		return string(ltr) + said + string(pop)
	}
	return said
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
		return maps.Clone(b.translated)
	}
	return nil
}
