package translate_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/translate"
)

// familiesRead are the keys that a family or a child may read on a screen or on paper: whole, or by their beginning.
var familiesRead = []string{"access.busy", "access.class_code.", "access.hand_over.", "access.letter.", "access.seat.",
	"access.session.", "access.sign_in.slow_down", "aup.", "calls.", "concern.", "courier.", "family.", "help.", "letter.",
	"notice.", "offline.", "pupil.", "pwa.again.", "pwa.back", "pwa.cancel", "pwa.choose", "pwa.close", "pwa.date.", "pwa.lang.",
	"pwa.link.", "pwa.loading", "pwa.month.", "pwa.not_here.", "pwa.print", "pwa.problem.", "pwa.read_aloud.", "pwa.sign_in.", "pwa.skip",
	"pwa.tell_someone", "pwa.tongue.", "pwa.try_again", "pwa.undo_in", "pwa.weekday.", "pwa.who.", "pwa.why.",
	"pwa.year.", "school.term.", "tell.", "web."}

// staffRead are keys among them that only staff read.
var staffRead = []string{"access.letter.merged", "access.letter.needs_yes", "access.letter.no_contact",
	"access.letter.not_asked", "access.letter.role_name", "aup.paper.", "aup.publish.", "calls.done_already",
	"calls.outcome", "concern.door.readers", "concern.finish.parents", "concern.hand.kept_from",
	"concern.keep_from.role", "concern.keep_from.who", "notice.told_already", "notice.wrong.kind", "notice.wrong.told_how", "web.demo.", "web.other_name"}

// familiesSpeak are the languages that are whole for families. English is whole for everybody.
var familiesSpeak = []string{"pl", "ur", "en-x-easy"}

// TestFamiliesReadTheirOwnLanguage: what a family may read is there in each of their languages; TestEveryLanguageFits
// holds its placeholders and plural forms to English's.
func TestFamiliesReadTheirOwnLanguage(t *testing.T) {
	translator := product(t)
	for _, tag := range familiesSpeak {
		own := translator.Translated(tag)
		for _, key := range slices.Sorted(maps.Keys(translator.Translated(translate.English))) {
			if _, ok := own[key]; !ok && begins(familiesRead, key) && !begins(staffRead, key) {
				t.Errorf("locales/%s lacks %q, which families read", tag, key)
			}
		}
	}
}

func begins(table []string, key string) bool {
	return slices.ContainsFunc(table, func(entry string) bool { return strings.HasPrefix(key, entry) })
}

var (
	places     = regexp.MustCompile(`\{\{\.[A-Za-z]+\}\}`)
	latinWords = regexp.MustCompile(`[A-Za-z][A-Za-z-]*`)
)

// TestUrduIsWrittenInItsOwnLetters: Arabic's ي ك ى ة look like Urdu's ی ک ہ and are others, for who searches, for a
// voice that reads and for fonts. Latin letters stand for names alone, and a sentence ends as Urdu's do.
func TestUrduIsWrittenInItsOwnLetters(t *testing.T) {
	latin := map[string]bool{"CEOP": true, "Safety": true, "Centre": true, "Childline": true, "Lollipop": true,
		"JavaScript": true, "Report": true, "Remove": true, "IWF": true, "bullying": true, "hook-lane": true}
	for key, entry := range product(t).Translated("ur") {
		for form, sentence := range entry.Forms() {
			if strings.ContainsAny(sentence, "\u064a\u0643\u0649\u0629\u06c0") {
				t.Errorf("%s (%s) has a letter of Arabic: %s", key, form, sentence)
			}
			bare := places.ReplaceAllString(sentence, "")
			if strings.ContainsAny(bare, "?,;") || strings.HasSuffix(bare, ".") {
				t.Errorf("%s (%s) is pointed as English is: %s", key, form, sentence)
			}
			for _, word := range latinWords.FindAllString(bare, -1) {
				if !latin[word] {
					t.Errorf("%s (%s) has %q in it", key, form, word)
				}
			}
		}
	}
}

// TestDatesInPolish: a month in a date is in the genitive.
func TestDatesInPolish(t *testing.T) {
	pl := product(t).Translated("pl")
	for key, want := range map[string]string{"pwa.month.1": "stycznia", "pwa.month.2": "lutego", "pwa.month.11": "listopada"} {
		if got := pl[key].Other; got != want {
			t.Errorf("%s is %q", key, got)
		}
	}
}
