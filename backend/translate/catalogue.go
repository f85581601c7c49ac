package translate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
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

// forFamilies reports whether the key is in the catalogue that everybody loads.
func forFamilies(key string) bool { return among(familiesSay, key) && !among(serverSays, key) }

// forStaff reports whether the key is in the catalogue that comes with staff's rooms.
func forStaff(key string) bool { return !among(serverSays, key) && !forFamilies(key) }

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

// catalogue is what stands in it.
type catalogue struct {
	Lang string `json:"lang"`
	Dir  string `json:"dir"`
	// Messages are the language's own sentences, English those that English stands in for: a sentence, or one by plural
	// form.
	Messages map[string]any `json:"messages"`
	English  map[string]any `json:"english,omitempty"`
}

// print makes the catalogue of the keys that belong in it.
func (b *book) print(english map[string]Entry, belongs func(key string) bool) (printed, error) {
	c := catalogue{Lang: b.lang.Tag, Dir: b.lang.Dir, Messages: map[string]any{}, English: map[string]any{}}
	for key, standIn := range english {
		if !belongs(key) {
			continue
		}
		if own, ok := b.translated[key]; ok {
			c.Messages[key] = own.printed()
		} else {
			c.English[key] = standIn.printed()
		}
	}
	// encoding/json sorts the keys of maps, so the same sentences always have the same hash.
	body, err := json.Marshal(c)
	sum := sha256.Sum256(body)
	return printed{body: body, hash: hex.EncodeToString(sum[:8])}, err
}

func (e Entry) printed() any {
	if e.Plural {
		return e.Forms
	}
	return e.Forms["other"]
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
	return b.families.body, b.families.hash, true
}

// StaffCatalogue returns the rest of the app's sentences in the same form, at /locales/<tag>.staff.<hash>.json: it is
// loaded where a member of staff is signed in.
func (t *Translator) StaffCatalogue(tag string) (body []byte, hash string, ok bool) {
	b, ok := t.books[tag]
	if !ok {
		return nil, "", false
	}
	return b.staff.body, b.staff.hash, true
}
