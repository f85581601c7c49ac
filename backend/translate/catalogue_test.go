package translate_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/translate"
)

// staffRooms are the folders of the app that only staff open: their sentences come with them. Everything else of the
// app's runs on families' telephones too.
var staffRooms = []string{"rooms/custody/", "rooms/deliveries/", "rooms/intake/", "rooms/people/", "rooms/school/",
	"rooms/letters/", "rooms/calls/", "rooms/aup-office/", "rooms/class-code/", "rooms/access/OneTimeLink.",
	"rooms/access/FirstRun.", "rooms/access/Passphrase.", "rooms/bell/", "rooms/factor/", "rooms/reading/"}

// printed is a catalogue as the app reads it.
type printed struct {
	Lang, Dir         string
	Messages, English map[string]any
}

func (p printed) keys() []string {
	return slices.Sorted(maps.Keys(mergedKeys(p.Messages, p.English)))
}

func mergedKeys(all ...map[string]any) map[string]bool {
	keys := map[string]bool{}
	for _, one := range all {
		for key := range one {
			keys[key] = true
		}
	}
	return keys
}

func readPrinted(t *testing.T, read func(string) ([]byte, string, bool), tag string) (p printed, hash string) {
	t.Helper()
	body, hash, ok := read(tag)
	if err := json.Unmarshal(body, &p); err != nil || !ok || len(hash) != 16 {
		t.Fatalf("%s: %v, %v, hash %q", tag, ok, err, hash)
	}
	return p, hash
}

func TestCataloguesForTheApp(t *testing.T) {
	translator, again := product(t), product(t)
	english := translator.Translated(translate.English)
	hashes := map[string]bool{}
	for _, lang := range translator.Languages() {
		families, hash := readPrinted(t, translator.Catalogue, lang.Tag)
		staffs, staffHash := readPrinted(t, translator.StaffCatalogue, lang.Tag)
		tells, tellHash := readPrinted(t, translator.TellCatalogue, lang.Tag)
		if hashes[hash] || hashes[staffHash] || hashes[tellHash] {
			t.Errorf("%s: a hash stands twice", lang.Tag)
		}
		hashes[hash], hashes[staffHash], hashes[tellHash] = true, true, true
		own := translator.Translated(lang.Tag)
		for _, p := range []printed{families, staffs, tells} {
			if p.Lang != lang.Tag || p.Dir != lang.Dir {
				t.Errorf("%s: it says %s, %s", lang.Tag, p.Lang, p.Dir)
			}
			for key := range p.Messages {
				if _, ok := own[key]; !ok {
					t.Errorf("%s: %q is not its own", lang.Tag, key)
				}
			}
			for key := range p.English {
				if _, ok := own[key]; ok {
					t.Errorf("%s: English stands in for %q, which is translated", lang.Tag, key)
				}
			}
		}
		all := mergedKeys(families.Messages, families.English, staffs.Messages, staffs.English)
		if len(all) != len(families.keys())+len(staffs.keys()) {
			t.Errorf("%s: a key is in both catalogues", lang.Tag)
		}
		maps.Copy(all, mergedKeys(tells.Messages, tells.English))
		for _, key := range appSays(t, translator) {
			if !all[key] {
				t.Errorf("%s: the app says %q, and its catalogues lack it", lang.Tag, key)
			}
		}
		for key := range all {
			if _, ok := english[key]; !ok || strings.HasPrefix(key, "access.") || strings.HasPrefix(key, "school.switch.") {
				t.Errorf("%s: %q is nothing that the app says", lang.Tag, key)
			}
		}
		if _, second := readPrinted(t, again.Catalogue, lang.Tag); second != hash {
			t.Errorf("%s: the same sentences have two hashes", lang.Tag)
		}
	}
	for _, read := range []func(string) ([]byte, string, bool){translator.Catalogue, translator.StaffCatalogue,
		translator.TellCatalogue} {
		if _, _, ok := read("xx"); ok {
			t.Error("there is a catalogue of no language")
		}
	}
}

// tellingRoom is what the form behind "Tell someone" is made of, besides parts of everybody's.
const tellingRoom = "rooms/tell/"

// TestTheFormCarriesWhatItSays: the form opens with its own catalogue alone, so what it and the parts in it say is there;
// and it is small, for whoever needs it on a slow network.
func TestTheFormCarriesWhatItSays(t *testing.T) {
	translator := product(t)
	tells, _ := readPrinted(t, translator.TellCatalogue, translate.English)
	carried := mergedKeys(tells.Messages)
	app := filepath.Join(root, "pwa/src") + string(filepath.Separator)
	parts := []string{tellingRoom, "rooms/family/Languages.", "parts/button/", "parts/card/", "parts/dialog/", "parts/field/",
		"parts/icon/", "parts/problem/", "parts/read-aloud/", "parts/zebra/", "App.", "i18n/dates."}
	within := func(path string) bool {
		return slices.ContainsFunc(parts, func(room string) bool {
			return strings.HasPrefix(filepath.ToSlash(strings.TrimPrefix(path, app)), room)
		})
	}
	whole, begun := wordsWhere(t, keyLike, within), slices.Collect(maps.Keys(wordsWhere(t, appFamily, within)))
	for key := range translator.Translated(translate.English) {
		says := whole[key] || slices.ContainsFunc(begun, func(p string) bool { return strings.HasPrefix(key, p) })
		if says && !carried[key] && !strings.HasPrefix(key, "pwa.not_here.") {
			t.Errorf("%q is said in the form: name it in tellingSays", key)
		}
	}
	if carried["pwa.sign_in.title"] || carried["family.home.hello"] {
		t.Error("the form carries what it does not say")
	}
}

// TestFamiliesCarryWhatTheyRead: a key that is said outside staff's rooms is in everybody's catalogue, and a sentence of
// a staff room alone is not.
func TestFamiliesCarryWhatTheyRead(t *testing.T) {
	translator := product(t)
	families, _ := readPrinted(t, translator.Catalogue, translate.English)
	carried := mergedKeys(families.Messages)
	app := filepath.Join(root, "pwa/src") + string(filepath.Separator)
	outside := func(path string) bool {
		return !slices.ContainsFunc(append([]string{tellingRoom}, staffRooms...), func(room string) bool {
			return strings.HasPrefix(filepath.ToSlash(strings.TrimPrefix(path, app)), room)
		})
	}
	whole, begun := wordsWhere(t, keyLike, outside), slices.Collect(maps.Keys(wordsWhere(t, appFamily, outside)))
	for key := range translator.Translated(translate.English) {
		says := whole[key] || slices.ContainsFunc(begun, func(p string) bool { return strings.HasPrefix(key, p) })
		if says && !carried[key] {
			t.Errorf("%q is said outside staff's rooms: name it in familiesSay", key)
		}
	}
	for _, key := range []string{"pwa.take.title", "pwa.hold.about", "pwa.policy.title", "access.letter.wrong"} {
		if carried[key] {
			t.Errorf("families carry %q", key)
		}
	}
}

func wordsWhere(t *testing.T, like *regexp.Regexp, where func(path string) bool) map[string]bool {
	t.Helper()
	return wordsIn(t, like, filepath.Join(root, "pwa/src"), where, ".ts", ".tsx")
}
