package translate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// serverSays are the beginnings of keys that the server alone says, in problems and on its own pages: every telephone
// would carry them for nothing.
var serverSays = []string{"access.", "audit.", "aup.", "calls.", "courier.wrong.", "custody.", "help.",
	"notice.told_already", "notice.wrong.", "people.", "school.decode.", "school.document.", "school.fault.",
	"school.practice.", "school.switch.", "school.value.", "web."}

// familiesSay are the keys that a family's or a child's telephone carries, and whoever is not signed in: whole, or the
// beginning where it ends in a dot. All others of the app's are staff's, and come with staff's rooms.
var familiesSay = []string{"courier.", "family.", "letter.", "notice.", "pupil.", "offline.", "pwa.again.", "pwa.back",
	"pwa.cancel", "pwa.choose", "pwa.close", "pwa.date.", "pwa.demo.", "pwa.lang.", "pwa.link.", "pwa.loading",
	"pwa.month.", "pwa.nav.", "pwa.not_here.", "pwa.print", "pwa.problem.", "pwa.read_aloud.", "pwa.sign_in.", "pwa.skip",
	"pwa.tell_someone", "pwa.tongue.", "pwa.try_again", "pwa.undo_in", "pwa.weekday.", "pwa.who.", "pwa.why.",
	"pwa.year.", "school.term."}

// tellingSays are the keys that the form behind "Tell someone" needs: all of them, so that it opens with these alone, in
// any language and without a network. Nobody else's first page carries them.
var tellingSays = []string{"concern.about.", "concern.box.", "concern.feel.", "concern.form.", "concern.kind.",
	"concern.naming.", "concern.only_words", "concern.only_words.", "concern.reply.", "concern.status.",
	"family.bar.language", "pwa.back", "pwa.close", "pwa.date.", "pwa.loading", "pwa.month.", "pwa.print", "pwa.problem.", "pwa.read_aloud.", "pwa.skip",
	"pwa.tell_someone", "pwa.try_again", "pwa.weekday.", "school.term.", "tell."}

// forTelling reports whether the key is in the catalogue of the form.
func forTelling(key string) bool { return among(tellingSays, key) }

// forFamilies reports whether the key is in the catalogue that everybody loads.
func forFamilies(key string) bool { return among(familiesSay, key) && !among(serverSays, key) }

// forStaff reports whether the key is in the catalogue that comes with staff's rooms.
func forStaff(key string) bool {
	return !among(serverSays, key) && !forFamilies(key) && !strings.HasPrefix(key, "tell.")
}

func among(table []string, key string) bool {
	return slices.ContainsFunc(table, func(entry string) bool {
		return key == entry || strings.HasSuffix(entry, ".") && strings.HasPrefix(key, entry)
	})
}

// printed is a catalogue as the app loads it, and the first 16 hexadecimal characters of its SHA-256.
type printed struct {
	body []byte
	hash string
}

// keysOf are the keys that English has and that belong in a catalogue, sorted.
func (b *book) keysOf(belongs func(key string) bool) func() []string {
	return sync.OnceValue(func() (keys []string) {
		english, _ := b.own()
		for key := range english {
			if belongs(key) {
				keys = append(keys, key)
			}
		}
		slices.Sort(keys)
		return keys
	})
}

// print makes the catalogue of the keys that belong in it: {"lang", "dir", "messages", "english"}. Its keys are sorted,
// so the same sentences always have the same hash.
func (b *book) print(keys []string) printed {
	english, _ := b.english.own()
	var messages, standIns []byte
	for _, key := range keys {
		if own, ok := b.entry(key); ok {
			messages = own.appendTo(append(appendText(append(messages, ','), key), ':'))
		} else {
			standIns = english[key].appendTo(append(appendText(append(standIns, ','), key), ':'))
		}
	}
	body := slices.Concat([]byte(`{"lang":`), appendText(nil, b.lang.Tag),
		[]byte(`,"dir":`), appendText(nil, b.lang.Dir), []byte(`,"messages":{`), bytes.TrimPrefix(messages, []byte(",")), []byte("}"))
	if len(standIns) > 0 {
		body = slices.Concat(body, []byte(`,"english":{`), standIns[1:], []byte("}"))
	}
	body = append(body, '}')
	sum := sha256.Sum256(body)
	return printed{body: body, hash: hex.EncodeToString(sum[:8])}
}

// appendTo is the sentence as JSON, or an object of one for each plural form.
func (e Entry) appendTo(out []byte) []byte {
	if e.Plurals == nil {
		return appendText(out, e.Other)
	}
	out = append(out, '{')
	for i, form := range slices.Sorted(maps.Keys(e.Plurals)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendText(append(appendText(out, form), ':'), e.Plurals[form])
	}
	return append(out, '}')
}

// appendText is encoding/json's way of writing a string, without its detours where nothing in it needs any.
func appendText(out []byte, text string) []byte {
	if !strings.ContainsFunc(text, escaped) {
		return append(append(append(out, '"'), text...), '"')
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string
	}
	return append(out, quoted...)
}

// Catalogue returns what everybody's app loads for a language, as JSON, and its hash, for its address
// /locales/<tag>.<hash>.json: {"lang", "dir", "messages": {key: sentence or {plural form: sentence}}, "english": the
// same for what the language lacks}. In it is what a family and a child may read, and whoever is not signed in. The
// bytes are shared: do not change them.
func (t *Translator) Catalogue(tag string) (body []byte, hash string, ok bool) {
	b, ok := t.books[tag]
	if !ok {
		return nil, "", false
	}
	p := b.families()
	return p.body, p.hash, true
}

// StaffCatalogue returns the rest of the app's sentences in the same form, at /locales/<tag>.staff.<hash>.json: it is
// loaded where a member of staff is signed in.
func (t *Translator) StaffCatalogue(tag string) (body []byte, hash string, ok bool) {
	b, ok := t.books[tag]
	if !ok {
		return nil, "", false
	}
	p := b.staff()
	return p.body, p.hash, true
}

// TellCatalogue returns what the form behind "Tell someone" says, and no more, in the same form, at
// /locales/<tag>.tell.<hash>.json.
func (t *Translator) TellCatalogue(tag string) (body []byte, hash string, ok bool) {
	b, ok := t.books[tag]
	if !ok {
		return nil, "", false
	}
	p := b.telling()
	return p.body, p.hash, true
}

// escaped reports whether encoding/json may write another character in a rune's place.
func escaped(r rune) bool {
	return r < ' ' || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' ||
		r == utf8.RuneError
}
