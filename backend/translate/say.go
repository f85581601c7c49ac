package translate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
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
	// translated is what the language has itself; entries has English for the rest.
	translated, entries map[string]Entry
	localizer           *i18n.Localizer
	catalogue           []byte
	hash                string
}

// serverSays are the beginnings of keys that the server alone says, in problems and on the policy page: every telephone
// would carry them for nothing.
var serverSays = []string{"access.", "audit.", "custody.", "people.", "school.decode.", "school.document.", "school.fault.",
	"school.practice.", "school.switch.", "school.value."}

// forApp reports whether the app's catalogue holds the key.
func forApp(key string) bool {
	return !slices.ContainsFunc(serverSays, func(begins string) bool { return strings.HasPrefix(key, begins) })
}

func bind(lang Language, translated, english map[string]Entry) (*book, error) {
	tag, err := language.Parse(lang.Tag)
	if err != nil {
		return nil, fmt.Errorf("not a language tag: %w", err)
	}
	entries := maps.Clone(english)
	maps.Copy(entries, translated)
	bundle := i18n.NewBundle(tag)
	messages := make([]*i18n.Message, 0, len(entries))
	printed := make(map[string]any, len(entries))
	for key, entry := range entries {
		messages = append(messages, &i18n.Message{ID: key, Zero: entry.Forms["zero"], One: entry.Forms["one"],
			Two: entry.Forms["two"], Few: entry.Forms["few"], Many: entry.Forms["many"], Other: entry.Forms["other"]})
		switch {
		case !forApp(key):
		case entry.Plural:
			printed[key] = entry.Forms
		default:
			printed[key] = entry.Forms["other"]
		}
	}
	if err := bundle.AddMessages(tag, messages...); err != nil {
		return nil, fmt.Errorf("go-i18n: %w", err)
	}
	// encoding/json sorts the keys of maps, so the same sentences always have the same hash.
	body, err := json.Marshal(map[string]any{"lang": lang.Tag, "dir": lang.Dir, "messages": printed})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body)
	return &book{lang: lang, translated: translated, entries: entries, localizer: i18n.NewLocalizer(bundle, lang.Tag),
		catalogue: body, hash: hex.EncodeToString(sum[:8])}, nil
}

// Say implements phrase.Sayer. How a sentence is made, here and in the app:
//
//  1. A language that is not there is English. The sentence of the key in the language's catalogue, which holds English
//     where a sentence is not translated yet; a key that English lacks is said as itself.
//  2. With a Count, the plural form that the language wants for it, "other" where that form is missing; without one,
//     "other".
//  3. {{.PluralCount}} becomes the count's digits (0-9, no separators), as they are.
//  4. An argument that is a phrase is said first, by these rules, in the reader's language, and put in as it is.
//  5. Any other argument is written out (numbers as digits) without the characters that steer direction (U+200E,
//     U+200F, U+061C, U+202A-U+202E, U+2066-U+2069): a name must not turn the sentence round. It is then put between U+2068 and
//     U+2069 if the language is written right to left or the argument has a letter that is (U+0590-U+08FF,
//     U+FB1D-U+FDFF, U+FE70-U+FEFF, U+10800-U+10FFF, U+1E800-U+1EFFF). The empty argument stays empty.
//  6. A placeholder without an argument stays as it is written, {{.Name}}, so that the mistake is seen.
func (t *Translator) Say(lang string, p phrase.Phrase) string {
	if p.Empty() {
		return ""
	}
	b := t.books[lang]
	if b == nil {
		b = t.books[English]
	}
	entry, ok := b.entries[p.Key]
	if !ok {
		return p.Key
	}
	data := map[string]any{}
	for _, sentence := range entry.Forms {
		for _, name := range Placeholders(sentence) {
			data[name] = "{{." + name + "}}"
		}
	}
	for name, arg := range p.Args {
		if nested, ok := asPhrase(arg); ok {
			data[name] = t.Say(lang, nested)
			continue
		}
		data[name] = isolate(b.lang.Dir, written(arg))
	}
	config := &i18n.LocalizeConfig{MessageID: p.Key, TemplateData: data}
	if p.Count != nil {
		data["PluralCount"] = strconv.Itoa(*p.Count)
		config.PluralCount = *p.Count
	}
	// An error here means that the form is missing: the text is then that of "other", which every entry has.
	said, _ := b.localizer.Localize(config)
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

const first, pop = '\u2068', '\u2069'

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
	return r == '\u200e' || r == '\u200f' || r == '\u061c' || r >= '\u202a' && r <= '\u202e' ||
		r >= '\u2066' && r <= '\u2069'
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
