package translate_test

import (
	"encoding/json"
	"flag"
	"os"
	"testing"
	"testing/fstest"

	"lollipop/backend/phrase"
	"lollipop/backend/translate"
)

var update = flag.Bool("update", false, "write locales/golden.json anew")

const goldenFile = "../../locales/golden.json"

// golden is locales/golden.json: catalogues as the app loads them, and what each case must be said as, by Go and by the
// app alike. Sentences of its own, so that it holds the way of saying and no wording of the product.
type golden struct {
	Catalogues map[string]json.RawMessage `json:"catalogues"`
	Cases      []goldenCase               `json:"cases"`
}

type goldenCase struct {
	Why  string         `json:"why"`
	Lang string         `json:"lang"`
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
	// Count is left out where the phrase has no number.
	Count *int   `json:"count,omitempty"`
	Said  string `json:"said"`
}

var goldenFiles = fstest.MapFS{
	"languages.json": {Data: []byte(`[
		{"tag": "en", "name": "English", "dir": "ltr", "script": "Latn", "status": "complete"},
		{"tag": "pl", "name": "polski", "dir": "ltr", "script": "Latn", "status": "draft"},
		{"tag": "ar", "name": "العربية", "dir": "rtl", "script": "Arab", "status": "draft"},
		{"tag": "en-x-pseudo", "name": "Pseudo", "dir": "rtl", "script": "Latn", "status": "draft", "made_from": "en"}]`)},
	"en/test.json": {Data: []byte(`{
		"test.because": "{{.Name}} cannot have it: {{.Why}}",
		"test.greeting": "Good morning, {{.Name}}. {{.Name}}, the bell rang.",
		"test.phones": {"one": "{{.PluralCount}} phone is in class {{.Class}}.", "other": "{{.PluralCount}} phones are in class {{.Class}}."},
		"test.section": "Our policy, § {{.Section}}",
		"test.steps": {"one": "one step", "other": "{{.PluralCount}} steps"},
		"test.too_early": "not before {{.Time}}"
	}`)},
	"pl/test.json": {Data: []byte(`{
		"test.greeting": "Dzień dobry, {{.Name}}. {{.Name}}, był dzwonek.",
		"test.phones": {"few": "{{.PluralCount}} telefony są w klasie {{.Class}}.", "many": "{{.PluralCount}} telefonów jest w klasie {{.Class}}.", "one": "{{.PluralCount}} telefon jest w klasie {{.Class}}.", "other": "{{.PluralCount}} telefonu jest w klasie {{.Class}}."}
	}`)},
	"ar/test.json": {Data: []byte(`{
		"test.greeting": "صباح الخير يا {{.Name}}. {{.Name}}، رن الجرس.",
		"test.phones": {"few": "{{.PluralCount}} هواتف في الصف {{.Class}}.", "many": "{{.PluralCount}} هاتفًا في الصف {{.Class}}.", "one": "هاتف واحد في الصف {{.Class}}.", "other": "{{.PluralCount}} هاتف في الصف {{.Class}}.", "two": "هاتفان في الصف {{.Class}}.", "zero": "لا هواتف في الصف {{.Class}}."},
		"test.section": "سياستنا، § {{.Section}}"
	}`)},
}

func goldenCases() []goldenCase {
	n := func(n int) *int { return &n }
	cases := []goldenCase{
		{Why: "a placeholder may stand twice", Lang: "en", Key: "test.greeting", Args: map[string]any{"Name": "Amina"}},
		{Why: "a name written right to left is isolated in English", Lang: "en", Key: "test.greeting",
			Args: map[string]any{"Name": "آمنة"}},
		{Why: "a name may have both directions", Lang: "pl", Key: "test.greeting", Args: map[string]any{"Name": "Kuba כץ"}},
		{Why: "a name with accents is not isolated", Lang: "en", Key: "test.greeting", Args: map[string]any{"Name": "Łukasz"}},
		{Why: "a name is isolated in Arabic", Lang: "ar", Key: "test.greeting", Args: map[string]any{"Name": "Kuba"}},
		{Why: "a section number is isolated in Arabic", Lang: "ar", Key: "test.section", Args: map[string]any{"Section": "9.3"}},
		{Why: "a number as an argument is isolated in Arabic", Lang: "ar", Key: "test.section", Args: map[string]any{"Section": 9}},
		{Why: "a number as an argument", Lang: "en", Key: "test.section", Args: map[string]any{"Section": 9}},
		{Why: "signs that turn the sentence round are taken out", Lang: "en", Key: "test.greeting",
			Args: map[string]any{"Name": "Ku\u202eba\u2066\u200f"}},
		{Why: "an astral letter written right to left", Lang: "en", Key: "test.greeting", Args: map[string]any{"Name": "𞤀𞤣𞤤𞤢𞤥"}},
		{Why: "an empty argument stays empty", Lang: "ar", Key: "test.greeting", Args: map[string]any{"Name": ""}},
		{Why: "an argument is not a template", Lang: "en", Key: "test.greeting",
			Args: map[string]any{"Name": "{{.Class}} $& $1 <b>&amp;"}},
		{Why: "a missing argument is seen", Lang: "en", Key: "test.greeting"},
		{Why: "an argument too many is not", Lang: "en", Key: "test.too_early", Args: map[string]any{"Time": "15:15", "Name": "Kuba"}},
		{Why: "a phrase in a phrase is said first and is not isolated", Lang: "en", Key: "test.because", Args: map[string]any{
			"Name": "Kuba", "Why": map[string]any{"key": "test.too_early", "args": map[string]any{"Time": "15:15"}}}},
		{Why: "a phrase in a phrase, in the pseudo-locale", Lang: "en-x-pseudo", Key: "test.because", Args: map[string]any{
			"Name": "Kuba", "Why": map[string]any{"key": "test.too_early", "args": map[string]any{"Time": "15:15"}}}},
		{Why: "a phrase with a number in a phrase", Lang: "pl", Key: "test.because", Args: map[string]any{
			"Name": "Kuba", "Why": map[string]any{"key": "test.phones", "count": 5, "args": map[string]any{"Class": "Wren"}}}},
		{Why: "not translated yet: the English sentence, with its own direction", Lang: "ar", Key: "test.too_early",
			Args: map[string]any{"Time": "15:15"}},
		{Why: "not translated yet, with a name written right to left", Lang: "ar", Key: "test.too_early",
			Args: map[string]any{"Time": "الظهر"}},
		{Why: "not translated yet, with a translated phrase in it", Lang: "ar", Key: "test.because", Args: map[string]any{
			"Name": "Kuba", "Why": map[string]any{"key": "test.phones", "count": 2}}},
		{Why: "not translated yet, with a phrase in it that is not either", Lang: "ar", Key: "test.because", Args: map[string]any{
			"Name": "آمنة", "Why": map[string]any{"key": "test.too_early", "args": map[string]any{"Time": "15:15"}}}},
		{Why: "a translated phrase with English in it", Lang: "ar", Key: "test.greeting", Args: map[string]any{
			"Name": map[string]any{"key": "test.too_early", "args": map[string]any{"Time": "15:15"}}}},
		{Why: "not translated yet: English plural forms in Arabic", Lang: "ar", Key: "test.steps", Count: n(2)},
		{Why: "not translated yet: English plural forms in Polish", Lang: "pl", Key: "test.steps", Count: n(3)},
		{Why: "not translated yet: one, in Arabic", Lang: "ar", Key: "test.steps", Count: n(1)},
		{Why: "not translated yet", Lang: "pl", Key: "test.section", Args: map[string]any{"Section": "9.3"}},
		{Why: "a language that is not there is English", Lang: "xx", Key: "test.phones", Count: n(2), Args: map[string]any{"Class": "Wren"}},
		{Why: "a key that is not there is said as itself", Lang: "ar", Key: "test.nothing", Args: map[string]any{"Name": "Kuba"}},
		{Why: "a plural without its number is seen", Lang: "en", Key: "test.phones", Args: map[string]any{"Class": "Wren"}},
		{Why: "a number where the sentence has none changes nothing", Lang: "pl", Key: "test.greeting", Count: n(1),
			Args: map[string]any{"Name": "Amina"}},
		{Why: "no separators between thousands", Lang: "en", Key: "test.phones", Count: n(12345), Args: map[string]any{"Class": "Wren"}},
	}
	for _, lang := range []string{"en", "pl", "ar", "en-x-pseudo"} {
		for _, count := range []int{0, 1, 2, 5, 21, 22, 100} {
			cases = append(cases, goldenCase{Why: "plural", Lang: lang, Key: "test.phones", Count: n(count),
				Args: map[string]any{"Class": "4A"}})
		}
	}
	return cases
}

// phraseOf reads a case's arguments as the app does: text, a number, or {key, args, count} for a phrase.
func phraseOf(key string, args map[string]any, count *int) phrase.Phrase {
	p := phrase.Phrase{Key: key, Args: phrase.Args{}, Count: count}
	for name, arg := range args {
		if nested, ok := arg.(map[string]any); ok {
			inner, _ := nested["args"].(map[string]any)
			var n *int
			if number, ok := nested["count"].(int); ok {
				n = &number
			}
			arg = phraseOf(nested["key"].(string), inner, n)
		}
		p.Args[name] = arg
	}
	return p
}

func TestGolden(t *testing.T) {
	translator, err := translate.Load(goldenFiles)
	if err != nil {
		t.Fatal(err)
	}
	made := golden{Catalogues: map[string]json.RawMessage{}, Cases: goldenCases()}
	for _, lang := range translator.Languages() {
		body, _, _ := translator.StaffCatalogue(lang.Tag) // keys that no table names
		made.Catalogues[lang.Tag] = body
	}
	for i, c := range made.Cases {
		made.Cases[i].Said = translator.Say(c.Lang, phraseOf(c.Key, c.Args, c.Count))
	}
	raw, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	if *update {
		if err := os.WriteFile(goldenFile, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(kept) == string(raw) {
		return
	}
	var was golden
	if err := json.Unmarshal(kept, &was); err != nil {
		t.Fatal(err)
	}
	for i, c := range made.Cases {
		if i >= len(was.Cases) || was.Cases[i].Said != c.Said {
			t.Errorf("%s: %s: %s is said %q", c.Lang, c.Why, c.Key, c.Said)
		}
	}
	t.Error("locales/golden.json is another; if the change is meant: go test ./backend/translate -run Golden -update")
}
