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

	"lollipop/backend/school"
	"lollipop/backend/translate"
)

const root = "../.."

// families are keys that are put together from a code, so that no source holds the whole key: the prefix, and why.
// Tests of their rooms hold the codes to the keys.
var families = map[string]string{
	"help.for.":        "who fills in the form behind \"Tell someone\", by its code",
	"help.on.":         "on which weekday, by number",
	"help.poster.":     "the sentences of a poster, by band and number",
	"concern.about.":   "whom a concern is about, by its code",
	"concern.box.":     "what a concern is, by its code",
	"concern.feel.":    "how whoever tells feels, by its code",
	"concern.form.":    "which form a concern was told with, by its code",
	"concern.kind.":    "what happened, by its code",
	"concern.naming.":  "whether whoever tells says who they are, by its code",
	"concern.reply.":   "what a reader can choose to answer, by its code",
	"concern.status.":  "how far a concern has come, by its code",
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

// appFamily is how the app says a key that ends in a code: sayCode("pwa.kind.", code), or `pwa.month.${number}`.
var appFamily = regexp.MustCompile("(?:sayCode\\(\\s*\"|`)((?:[a-z][a-z0-9_]*\\.){2}[a-z0-9_.]*)(?:\"|\\$\\{)")

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
		if s.call == "phrase.Many" && entry.Plurals == nil {
			t.Errorf("%s: phrase.Many says %q, which has no plural forms", s.at, s.key)
		}
		if (s.call == "phrase.Say" || s.call == "fault.New") && entry.Plurals != nil {
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
	whole := wordsOf(t, keyLike, filepath.Join(root, "backend"), ".go", ".html", ".tmpl")
	maps.Copy(whole, wordsOf(t, keyLike, filepath.Join(root, "pwa/src"), ".ts", ".tsx", ".html"))
	prefixes := slices.Collect(maps.Keys(families))
	prefixes = slices.AppendSeq(prefixes, maps.Keys(wordsOf(t, appFamily, filepath.Join(root, "pwa/src"), ".ts", ".tsx")))
	english := product(t).Translated(translate.English)
	keys := slices.Sorted(maps.Keys(english))
	for _, key := range keys {
		if !whole[key] && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("nobody says %q", key)
		}
	}
	for prefix, reason := range families {
		if reason == "" || !slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, prefix) }) {
			t.Errorf("the family %q has no reason, or no key", prefix)
		}
	}
}

// appSays are the keys that the app's source names, whole or by their family.
func appSays(t *testing.T, translator *translate.Translator) (keys []string) {
	t.Helper()
	app := filepath.Join(root, "pwa/src")
	whole := wordsOf(t, keyLike, app, ".ts", ".tsx")
	prefixes := slices.Collect(maps.Keys(wordsOf(t, appFamily, app, ".ts", ".tsx")))
	for _, key := range slices.Sorted(maps.Keys(translator.Translated(translate.English))) {
		if whole[key] || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			keys = append(keys, key)
		}
	}
	return keys
}

// sentence is what looks like English for a person: a capital, a few words, a full stop.
var sentence = regexp.MustCompile(`^[A-Z][a-z’']+( [^ ]+){2,}[.?!]$`)

// TestNoSentenceStandsInARoom: rooms say keys. (Sentences of the policies are data, and not Go.)
func TestNoSentenceStandsInARoom(t *testing.T) {
	for _, room := range []string{"access", "audit", "aup", "calls", "courier", "custody", "intake", "notice", "people",
		"school"} {
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

func placesOf(entry translate.Entry) []string {
	return slices.DeleteFunc(translate.Placeholders(entry.Other), func(n string) bool { return n == "PluralCount" })
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

var keyLike = regexp.MustCompile(`[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+`)

// wordsOf are the texts in a folder's sources that look as said (the last group of the pattern, if it has one); tests do not count as saying something.
func wordsOf(t *testing.T, like *regexp.Regexp, folder string, endings ...string) map[string]bool {
	return wordsIn(t, like, folder, func(string) bool { return true }, endings...)
}

func wordsIn(t *testing.T, like *regexp.Regexp, folder string, where func(path string) bool, endings ...string) map[string]bool {
	found := map[string]bool{}
	walk(t, folder, func(path string) {
		if !slices.Contains(endings, filepath.Ext(path)) || strings.HasSuffix(path, "_test.go") ||
			strings.Contains(path, ".test.") || strings.HasSuffix(path, "examples.tsx") || !where(path) {
			return
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		for _, match := range like.FindAllStringSubmatch(string(raw), -1) {
			found[match[len(match)-1]] = true
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
