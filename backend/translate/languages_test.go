package translate_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"lollipop/backend/translate"
)

// TestEveryLanguageFits holds each translation to English and to its own language's plural rules.
func TestEveryLanguageFits(t *testing.T) {
	translator := product(t)
	for _, lang := range translator.Languages() {
		for _, problem := range problems(translator, lang) {
			t.Errorf("locales/%s: %s", lang.Tag, problem)
		}
	}
}

func TestProblemsAreFound(t *testing.T) {
	translator, err := translate.Load(fstest.MapFS{
		"languages.json": {Data: []byte(`[{"tag": "en", "name": "English", "dir": "ltr", "script": "Latn", "status": "complete"},
			{"tag": "pl", "name": "polski", "dir": "ltr", "script": "Latn", "status": "complete"}]`)},
		"en/a.json": {Data: []byte(`{"a.greet": "Hello {{.Name}}", "a.missing": "Here",
			"a.phones": {"one": "one phone", "other": "{{.PluralCount}} phones"}, "a.plain": "Phones"}`)},
		"pl/a.json": {Data: []byte(`{"a.extra": "Tylko tu", "a.greet": "Dzień dobry {{.Imie}}",
			"a.phones": {"one": "telefon", "two": "telefony", "other": "{{.PluralCount}} telefonu"},
			"a.plain": {"few": "Telefony", "many": "Telefonów", "one": "Telefon", "other": "Telefonu"}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	pl, _ := translator.Language("pl")
	got := problems(translator, pl)
	for _, want := range []string{`"a.extra" is not in English`, `"a.greet" (other) has places for [Imie], English for [Name]`,
		`"a.missing" is missing`, `"a.phones" has no form for "few"`, `"a.phones" has no form for "many"`,
		`"a.phones" has a form for "two", which the language has not`, `"a.plain": plural in one language, not in the other`} {
		if !slices.Contains(got, want) {
			t.Errorf("not found: %s", want)
		}
	}
	if len(got) != 7 {
		t.Errorf("%d problems: %q", len(got), got)
	}
}

func problems(translator *translate.Translator, lang translate.Language) (found []string) {
	english, own := translator.Translated(translate.English), translator.Translated(lang.Tag)
	wanted := pluralForms(lang.Tag)
	for key, entry := range own {
		original, ok := english[key]
		if !ok {
			found = append(found, fmt.Sprintf("%q is not in English", key))
			continue
		}
		if (original.Plurals != nil) != (entry.Plurals != nil) {
			found = append(found, fmt.Sprintf("%q: plural in one language, not in the other", key))
			continue
		}
		for form, sentence := range entry.Forms() {
			got, want := translate.Placeholders(sentence), translate.Placeholders(original.Other)
			if form != "other" { // "one phone" needs no number
				want = slices.DeleteFunc(want, func(n string) bool { return n == "PluralCount" })
				got = slices.DeleteFunc(got, func(n string) bool { return n == "PluralCount" })
			}
			if !slices.Equal(sameChild(got), sameChild(want)) {
				found = append(found, fmt.Sprintf("%q (%s) has places for %v, English for %v", key, form, got, want))
			}
			if entry.Plurals != nil && !slices.Contains(wanted, form) {
				found = append(found, fmt.Sprintf("%q has a form for %q, which the language has not", key, form))
			}
		}
		for _, form := range wanted {
			if entry.Plurals != nil && entry.Plurals[form] == "" {
				found = append(found, fmt.Sprintf("%q has no form for %q", key, form))
			}
		}
	}
	if lang.Status == "complete" {
		for key := range english {
			if _, ok := own[key]; !ok {
				found = append(found, fmt.Sprintf("%q is missing", key))
			}
		}
	}
	return found
}

// pluralForms asks go-i18n which forms whole numbers take in a language; "other" is always among them.
func pluralForms(tag string) []string {
	parsed := language.MustParse(tag)
	bundle := i18n.NewBundle(parsed)
	bundle.MustAddMessages(parsed, &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many",
		Other: "other"})
	localizer := i18n.NewLocalizer(bundle, tag)
	found := []string{"other"}
	for n := range 211 {
		found = append(found, localizer.MustLocalize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n}))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// sameChild: one form of a sentence speaks of a {{.Child}}, another of {{.Children}}; both are always given.
func sameChild(names []string) []string {
	same := slices.Clone(names)
	for i, name := range same {
		if name == "Children" {
			same[i] = "Child"
		}
	}
	slices.Sort(same)
	return slices.Compact(same)
}
