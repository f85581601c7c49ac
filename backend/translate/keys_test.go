package translate_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"lollipop/backend/school"
	"lollipop/backend/translate"
)

const root = "../.."

// families are keys that are put together from a code, so that no source holds the whole key: the prefix, and why.
// Tests of their rooms hold the codes to the keys.
var families = map[string]string{
	"pwa.check.":       "what a class check found, by its code",
	"pwa.contact.":     "how somebody was spoken to and what came of it, by their codes",
	"pwa.first_run.":   "the form's fields, by their names in the request",
	"pwa.ground.":      "the policy's grounds, by its code",
	"pwa.kind.":        "the kinds of device, by the policy's code",
	"pwa.month.":       "the months, by number: a browser may lack a language's names",
	"pwa.relation.":    "what an adult is to a child, by its code",
	"pwa.role.":        "what somebody is at the school, by its code",
	"pwa.weekday.":     "the days of the week, by number",
	"school.calendar.": "where a calendar is from, by its code",
	"school.day.":      "why a day has no school, by its code",
	"school.decode.":   "mistakes in a policy's file, by what is wrong",
	"school.document.": "the guidance that a policy rests on, by its code",
	"school.fault.":    "what the policy check finds in a policy, by its code",
	"school.month.":    "the months, by number",
	"school.practice.": "what current guidance says otherwise, by its code",
	"school.severity.": "how grave a finding of the policy check is, by its code",
	"school.state.":    "whether a clause is built, by its code",
	"school.status.":   "what the product does about a clause, by its status",
	"school.switch.":   "the policy's switches, by their path",
	"school.term.":     "what a school calls its people, by the policy's code",
	"school.value.":    "the values of the policy's switches, by type and code",
}

// said is one place in Go that says a key: phrase.Say, phrase.Many, fault.New, or a Key in a literal.
type said struct {
	key, at, call string
	// args are the argument names where the source shows them; known is false where it does not.
	args  []string
	known bool
}

// TestEveryKeyInGoIsInEnglish reads every room and hall: a key that is said exists, its sentence gets exactly the
// arguments that it has places for, and it has plural forms if and only if a number is said with it.
func TestEveryKeyInGoIsInEnglish(t *testing.T) {
	english := product(t).Translated(translate.English)
	terms := school.TermArgs(school.Policy{}) // the front door gives these to every sentence
	for _, s := range saidInGo(t) {
		entry, ok := english[s.key]
		if !ok {
			t.Errorf("%s: %s says %q, which locales/en lacks", s.at, s.call, s.key)
			continue
		}
		if s.call == "phrase.Many" && !entry.Plural {
			t.Errorf("%s: phrase.Many says %q, which has no plural forms", s.at, s.key)
		}
		if (s.call == "phrase.Say" || s.call == "fault.New") && entry.Plural {
			t.Errorf("%s: %s says %q, which wants a number: phrase.Many", s.at, s.call, s.key)
		}
		want := slices.DeleteFunc(placesOf(entry), func(n string) bool { return terms[n] != nil && !slices.Contains(s.args, n) })
		if s.known && !slices.Equal(s.args, want) {
			t.Errorf("%s: %q is given %v, and its sentence has places for %v", s.at, s.key, s.args, want)
		}
	}
}

// TestNoOrphans: a sentence that nobody says is deleted. A key is said when its whole text stands in Go or in the app.
func TestNoOrphans(t *testing.T) {
	whole := wordsOf(t, filepath.Join(root, "backend"), ".go", ".html", ".tmpl")
	maps.Copy(whole, wordsOf(t, filepath.Join(root, "pwa/src"), ".ts", ".tsx", ".html"))
	english := product(t).Translated(translate.English)
	for _, key := range slices.Sorted(maps.Keys(english)) {
		family := slices.ContainsFunc(slices.Collect(maps.Keys(families)), func(p string) bool { return strings.HasPrefix(key, p) })
		if !whole[key] && !family {
			t.Errorf("nobody says %q", key)
		}
	}
	keys := slices.Collect(maps.Keys(english))
	for prefix, reason := range families {
		if reason == "" || !slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, prefix) }) {
			t.Errorf("the family %q has no reason, or no key", prefix)
		}
	}
}

// sentence is what looks like English for a person: a capital, a few words, a full stop.
var sentence = regexp.MustCompile(`^[A-Z][a-z’']+( [^ ]+){2,}[.?!]$`)

// TestNoSentenceStandsInARoom: rooms say keys. (Sentences of the policies are data, and not Go.)
func TestNoSentenceStandsInARoom(t *testing.T) {
	for _, room := range []string{"access", "audit", "custody", "people", "school"} {
		files := token.NewFileSet()
		walk(t, filepath.Join(root, "backend", room), func(path string) {
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return
			}
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Error(err)
				return
			}
			ast.Inspect(file, func(node ast.Node) bool {
				if literal, ok := node.(*ast.BasicLit); ok {
					if value, ok := text(literal); ok && sentence.MatchString(value) {
						t.Errorf("%s: %q belongs in locales/en", files.Position(literal.Pos()), value)
					}
				}
				return true
			})
		})
	}
	if !sentence.MatchString("This link is too old.") || sentence.MatchString("access.link.ended") {
		t.Error("the test does not know a sentence")
	}
}

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
		if original.Plural != entry.Plural {
			found = append(found, fmt.Sprintf("%q: plural in one language, not in the other", key))
			continue
		}
		for form, sentence := range entry.Forms {
			got, want := translate.Placeholders(sentence), translate.Placeholders(original.Forms["other"])
			if form != "other" { // "one phone" needs no number
				want = slices.DeleteFunc(want, func(n string) bool { return n == "PluralCount" })
				got = slices.DeleteFunc(got, func(n string) bool { return n == "PluralCount" })
			}
			if !slices.Equal(got, want) {
				found = append(found, fmt.Sprintf("%q (%s) has places for %v, English for %v", key, form, got, want))
			}
			if entry.Plural && !slices.Contains(wanted, form) {
				found = append(found, fmt.Sprintf("%q has a form for %q, which the language has not", key, form))
			}
		}
		for _, form := range wanted {
			if entry.Plural && entry.Forms[form] == "" {
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

func placesOf(entry translate.Entry) []string {
	return slices.DeleteFunc(translate.Placeholders(entry.Forms["other"]), func(n string) bool { return n == "PluralCount" })
}

func product(t *testing.T) *translate.Translator {
	t.Helper()
	translator, err := translate.New()
	if err != nil {
		t.Fatal(err)
	}
	return translator
}

func saidInGo(t *testing.T) (all []said) {
	files := token.NewFileSet()
	walk(t, filepath.Join(root, "backend"), func(path string) {
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			return
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if s, ok := saidAt(node); ok {
				s.at = files.Position(node.Pos()).String()
				all = append(all, s)
			}
			return true
		})
	})
	if len(all) == 0 {
		t.Fatal("no key was found in Go: the reader of sources is broken")
	}
	return all
}

func saidAt(node ast.Node) (said, bool) {
	switch node := node.(type) {
	case *ast.CallExpr:
		function, _ := node.Fun.(*ast.SelectorExpr)
		if function == nil {
			return said{}, false
		}
		in, _ := function.X.(*ast.Ident)
		if in == nil {
			return said{}, false
		}
		call := in.Name + "." + function.Sel.Name
		place, ok := map[string]int{"phrase.Say": 0, "phrase.Many": 0, "fault.New": 1}[call]
		if !ok || place >= len(node.Args) {
			return said{}, false
		}
		key, ok := text(node.Args[place])
		args, known := argNames(node.Args[len(node.Args)-1])
		return said{key: key, call: call, args: args, known: known}, ok
	case *ast.CompositeLit:
		if kind, ok := node.Type.(*ast.SelectorExpr); !ok || kind.Sel.Name != "Phrase" {
			return said{}, false
		}
		for _, element := range node.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok && fmt.Sprint(pair.Key) == "Key" {
				key, ok := text(pair.Value)
				return said{key: key, call: "phrase.Phrase"}, ok
			}
		}
	}
	return said{}, false
}

// argNames reads nil, or the keys of a literal of phrase.Args.
func argNames(node ast.Expr) (names []string, known bool) {
	if ident, ok := node.(*ast.Ident); ok && ident.Name == "nil" {
		return nil, true
	}
	literal, ok := node.(*ast.CompositeLit)
	if !ok {
		return nil, false
	}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return nil, false
		}
		name, ok := text(pair.Key)
		if !ok {
			return nil, false
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names, true
}

func text(node ast.Expr) (string, bool) {
	literal, ok := node.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(literal.Value)
	return value, err == nil
}

var keyLike = regexp.MustCompile(`[a-z][a-z0-9_]*(\.[a-z0-9_]+)+`)

// wordsOf are the texts in a folder's sources that look like keys; tests do not count as saying something.
func wordsOf(t *testing.T, folder string, endings ...string) map[string]bool {
	found := map[string]bool{}
	walk(t, folder, func(path string) {
		if !slices.Contains(endings, filepath.Ext(path)) || strings.HasSuffix(path, "_test.go") || strings.Contains(path, ".test.") {
			return
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		for _, word := range keyLike.FindAllString(string(raw), -1) {
			found[word] = true
		}
	})
	return found
}

func walk(t *testing.T, folder string, each func(path string)) {
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		each(path)
		return nil
	})
	if err != nil && !os.IsNotExist(err) { // the app's folder may not be there yet
		t.Error(err)
	}
}
