package translate_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"lollipop/backend/phrase"
	"lollipop/backend/translate"
)

func TestLoadRefuses(t *testing.T) {
	const languages = `[{"tag": "en", "name": "English", "dir": "ltr", "script": "Latn", "status": "complete"}]`
	for name, files := range map[string]map[string]string{
		"a key twice":             {"en/a.json": `{"a.b": "B", "a.b": "C"}`},
		"keys out of order":       {"en/a.json": `{"a.c": "C", "a.b": "B"}`},
		"another room's key":      {"en/a.json": `{"b.c": "C"}`},
		"a capital in a key":      {"en/a.json": `{"a.Big": "C"}`},
		"template logic":          {"en/a.json": `{"a.b": "{{if .X}}B{{end}}"}`},
		"a small placeholder":     {"en/a.json": `{"a.b": "{{.name}}"}`},
		"an open brace":           {"en/a.json": `{"a.b": "{{.Name"}`},
		"an empty sentence":       {"en/a.json": `{"a.b": ""}`},
		"a space at the end":      {"en/a.json": `{"a.b": "B "}`},
		"no other":                {"en/a.json": `{"a.b": {"one": "B"}}`},
		"an unknown plural form":  {"en/a.json": `{"a.b": {"some": "B", "other": "C"}}`},
		"a number":                {"en/a.json": `{"a.b": 3}`},
		"a list":                  {"en/a.json": `["a.b"]`},
		"half a file":             {"en/a.json": `{"a.b": "B"`},
		"no English":              {"languages.json": `[]`, "en/a.json": `{"a.b": "B"}`},
		"no folder of a language": {"languages.json": languages[:len(languages)-1] + `, {"tag": "pl", "name": "polski", "dir": "ltr", "script": "Latn", "status": "draft"}]`, "en/a.json": `{}`},
		"an unknown field":        {"languages.json": strings.Replace(languages, `"dir"`, `"direction"`, 1), "en/a.json": `{}`},
		"an unknown direction":    {"languages.json": strings.Replace(languages, "ltr", "up", 1), "en/a.json": `{}`},
		"an unknown status":       {"languages.json": strings.Replace(languages, "complete", "done", 1), "en/a.json": `{}`},
		"no tag of a language":    {"languages.json": strings.Replace(languages, `"en"`, `"!"`, 1), "en/a.json": `{}`},
	} {
		all := fstest.MapFS{"languages.json": {Data: []byte(languages)}}
		for path, text := range files {
			all[path] = &fstest.MapFile{Data: []byte(text)}
		}
		if _, err := translate.Load(all); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestPseudo(t *testing.T) {
	english := map[string]translate.Entry{
		"a.b": {Other: "Release the phone to {{.Name}} at {{.Time}}, please."},
		"a.c": {Other: "{{.PluralCount}} phones", Plurals: map[string]string{"one": "One phone", "other": "{{.PluralCount}} phones"}},
	}
	made := translate.Pseudo(english)
	got := made["a.b"].Other
	if !strings.HasPrefix(got, "[") || !strings.HasSuffix(got, "]") {
		t.Errorf("%q has no brackets", got)
	}
	if strings.Join(translate.Placeholders(got), " ") != "Name Time" {
		t.Errorf("%q lost a placeholder", got)
	}
	for _, letter := range strings.NewReplacer("{{.Name}}", "", "{{.Time}}", "").Replace(got) {
		if letter < utf8.RuneSelf && strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", letter) {
			t.Errorf("%q has a plain %q", got, letter)
		}
	}
	bare := strings.NewReplacer("{{.Name}}", "", "{{.Time}}", "")
	before := utf8.RuneCountInString(bare.Replace(english["a.b"].Other))
	if after := utf8.RuneCountInString(bare.Replace(got)); after*100 < before*130 || after*100 > before*140 {
		t.Errorf("%d characters became %d", before, after)
	}
	if c := made["a.c"]; len(c.Plurals) != 2 || c.Plurals["one"] == c.Other {
		t.Errorf("the plural became %v", c)
	}
}

func TestSayNothing(t *testing.T) {
	if got := product(t).Say("en", phrase.Phrase{}); got != "" {
		t.Errorf("the zero phrase is said %q", got)
	}
}

func TestNegotiate(t *testing.T) {
	files := fstest.MapFS{"languages.json": {Data: []byte(`[
		{"tag": "en", "name": "English", "dir": "ltr", "script": "Latn", "status": "complete"},
		{"tag": "en-x-easy", "name": "Easy", "dir": "ltr", "script": "Latn", "status": "draft"},
		{"tag": "ru", "name": "русский", "dir": "ltr", "script": "Cyrl", "status": "draft"},
		{"tag": "pt", "name": "português", "dir": "ltr", "script": "Latn", "status": "draft"},
		{"tag": "pa", "name": "ਪੰਜਾਬੀ", "dir": "ltr", "script": "Guru", "status": "draft"},
		{"tag": "ar", "name": "العربية", "dir": "rtl", "script": "Arab", "status": "draft"},
		{"tag": "ur", "name": "اردو", "dir": "rtl", "script": "Arab", "status": "draft"}]`)}}
	for _, tag := range []string{"en", "en-x-easy", "ru", "pt", "pa", "ar", "ur"} {
		files[tag+"/a.json"] = &fstest.MapFile{Data: []byte(`{"a.b": "B"}`)}
	}
	translator, err := translate.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ why, saved, accept, given, want string }{
		{"nothing is known", "", "", "", "en"},
		{"the saved choice comes first", "ur", "pt", "pa", "ur"},
		{"a saved choice that is gone", "xx", "pt", "pa", "pt"},
		{"the family's language where nobody chose and the browser says nothing", "", "", "ur", "ur"},
		{"the family's language where the browser has none of ours", "", "fi,sv;q=0.5", "ur", "ur"},
		{"the family's language by base and script", "", "", "pt-BR", "pt"},
		{"a family's language that we do not have, Pashto, is not Urdu and not Arabic", "", "", "ps", "en"},
		{"a browser in Pashto is not Urdu and not Arabic", "", "ps-AF,ps;q=0.9", "", "en"},
		{"a Ukrainian family does not get Russian", "", "", "uk", "en"},
		{"a family's Panjabi in Arabic script is not Gurmukhi", "", "", "pa-Arab", "en"},
		{"a family's easy English, by name", "", "", "en-x-easy", "en-x-easy"},
		{"a browser in English before the family's language", "", "en-GB,en;q=0.9", "ur", "en"},
		{"American English is not easy English", "", "en-US", "en-x-easy", "en"},
		{"a choice that is gone, then the family's", "xx", "", "ur", "ur"},
		{"the browser before the family", "", "pt-BR,pt;q=0.9,en;q=0.8", "ur", "pt"},
		{"Ukrainian does not get Russian", "", "uk-UA,uk;q=0.9", "", "en"},
		{"the weights decide, not the order", "", "en;q=0.2, ur;q=0.9, pt;q=0.5", "", "ur"},
		{"another script of the same language is another", "", "pa-Arab,pa-PK;q=0.9", "", "en"},
		{"the usual script, said", "", "pa-Guru-IN", "", "pa"},
		{"easy English only by name", "", "en-GB", "", "en"},
		{"easy English by name, in any case", "EN-X-Easy", "", "", "en-x-easy"},
		{"q=0 is a no", "", "ur;q=0, pt;q=0.1", "", "pt"},
		{"a star is no wish", "", "*, ur;q=0.1", "", "ur"},
		{"nonsense", "../..", ";;,q=,=;q=x,ur;q=NaN,\x00", "%%", "en"},
		{"an undetermined language", "und", "und-Cyrl", "", "en"},
		{"a header without end", "", strings.Repeat("fi,", 50_000) + "ur", "pt", "pt"},
	} {
		if got := translator.Negotiate(c.saved, c.accept, c.given); got.Tag != c.want {
			t.Errorf("%s: %s, want %s", c.why, got.Tag, c.want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	translator, err := translate.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("en", "pt-BR,pt;q=0.9", "ur")
	f.Fuzz(func(t *testing.T, saved, accept, given string) {
		if _, ok := translator.Language(translator.Negotiate(saved, accept, given).Tag); !ok {
			t.Error("a language that is not there")
		}
	})
}
