package concern_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/concern"
	"lollipop/locales"
)

func words(t testing.TB) *concern.Words {
	t.Helper()
	w, err := concern.ReadWords(locales.Receipt)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func ExampleWords() {
	words, err := concern.ReadWords(locales.Receipt)
	if err != nil {
		fmt.Println(err)
		return
	}
	// A child was given five words in Polish and comes back by typing them without the signs.
	receipt, ok := words.Parse("1. Kotek 2. tecza 3. cytryna 4. rakieta 5. beben")
	fmt.Println(ok, words.Say("en", receipt), words.Pictures(receipt))
	_, ok = words.Parse("kotek tecza cytryna rakieta")
	fmt.Println(ok)
	// Output:
	// true [kitten rainbow lemon rocket drum] [🐱 🌈 🍋 🚀 🥁]
	// false
}

// The cases are the app's too: pwa/src/rooms/tell/words.test.ts reads the same file.
func TestReceiptsAreReadAsTheyAreTyped(t *testing.T) {
	file, err := os.ReadFile("testdata/receipts.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ What, Text, Receipt string }
	if err := json.Unmarshal(file, &cases); err != nil || len(cases) < 30 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	w := words(t)
	for _, c := range cases {
		got, ok := w.Parse(c.Text)
		if said := got.String(); ok != (c.Receipt != "") || ok && said != c.Receipt {
			t.Errorf("%s: %q is read as %s, %v; want %q", c.What, c.Text, said, ok, c.Receipt)
		}
	}
}

// Whatever is drawn comes back in every language, as pictures, in any case and run together.
func TestEveryWordComesBack(t *testing.T) {
	w := words(t)
	for n := range 256 {
		r := concern.Receipt{byte(n), byte(n + 1), byte(n * 7), byte(255 - n), byte(n)}
		for _, lang := range []string{"en", "pl", "ur", "en-x-easy", "ro"} {
			said := w.Say(lang, r)
			for _, text := range []string{strings.Join(said, " "), strings.ToUpper(strings.Join(said, ",")),
				strings.Join(said, "")} {
				if got, ok := w.Parse(text); !ok || got != r {
					t.Errorf("%s: %q is read as %v, %v; want %v", lang, text, got, ok, r)
				}
			}
		}
		if got, ok := w.Parse(strings.Join(w.Pictures(r), "")); !ok || got != r {
			t.Errorf("%v is read as %v, %v", w.Pictures(r), got, ok)
		}
		if got, ok := concern.ParseReceipt(r.String()); !ok || got != r {
			t.Errorf("%s is read as %v, %v", r, got, ok)
		}
	}
	if slices.Equal(w.Say("pl", concern.Receipt{}), w.Say("en", concern.Receipt{})) {
		t.Error("Polish is English")
	}
}

func TestReceiptsAreDrawnFromAll(t *testing.T) {
	w, seen := words(t), map[byte]bool{}
	for range 1000 {
		for _, n := range w.Draw() {
			seen[n] = true
		}
	}
	if len(seen) != 256 { // one of them stays away from 5,000 draws once in 1e6 runs
		t.Errorf("%d words were drawn", len(seen))
	}
}

// Words that differ by a letter are mistaken for one another. In the short words of Urdu a first letter that differs is
// far enough: those begin differently to the ear.
func TestNoTwoWordsAreAlike(t *testing.T) {
	w := words(t)
	for _, lang := range []string{"en", "pl", "ur"} {
		all := make([]string, 256)
		for n := range all {
			all[n] = strings.Join(concern.PiecesOf(w.Say(lang, concern.Receipt{byte(n)})[0]), "")
			if len([]rune(all[n])) > 13 || strings.Contains(w.Say(lang, concern.Receipt{byte(n)})[0], " ") {
				t.Errorf("%s: %q is long, or several words", lang, all[n])
			}
		}
		for i, one := range all {
			for _, other := range all[:i] {
				begins := lang == "ur" && []rune(one)[0] != []rune(other)[0]
				if !begins && oneApart([]rune(one), []rune(other)) {
					t.Errorf("%s: %q and %q are a letter apart", lang, one, other)
				}
			}
		}
	}
}

// oneApart reports whether one letter changed, added or left out makes a of b.
func oneApart(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || slices.Equal(a[i+1:], b[i+1:])
	}
	return len(b) == len(a)+1 && slices.Equal(a[i:], b[i+1:])
}

func TestListsThatCouldMisleadAreRefused(t *testing.T) {
	file := string(locales.Receipt)
	first := `"en": "kitten"`
	for what, wrong := range map[string]string{
		"nothing":                        "",
		"no list":                        "{}",
		"a list of none":                 "[]",
		"one too few":                    "[" + file[strings.Index(file, "},")+2:],
		"more after it":                  file + "[]",
		"a word twice":                   strings.Replace(file, first, `"en": "mouse"`, 1),
		"a word twice but for its case":  strings.Replace(file, first, `"en": "MOUSE"`, 1),
		"a word twice but for an accent": strings.Replace(file, first, `"en": "mousé"`, 1),
		"a word of another language":     strings.Replace(file, first, `"en": "mysz"`, 1),
		"no word":                        strings.Replace(file, first, `"en": "12"`, 1),
		"an empty word":                  strings.Replace(file, first, `"en": ""`, 1),
		"a language that one has alone":  strings.Replace(file, first, first+`, "ro": "pisică"`, 1),
		"another language in its place":  strings.Replace(file, `"pl": "kotek"`, `"ro": "pisică"`, 1),
		"a picture twice":                strings.Replace(file, `"🐱"`, `"🐭"`, 1),
		"a picture of two":               strings.Replace(file, `"🐱"`, `"🐱🐱"`, 1),
		"a letter for a picture":         strings.Replace(file, `"🐱"`, `"k"`, 1),
		"a number":                       strings.Replace(file, first, `"en": 1`, 1),
	} {
		if wrong == file {
			t.Fatalf("%s: the file is as it was", what)
		}
		if _, err := concern.ReadWords([]byte(wrong)); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
}

// Run together, words may be read in two ways: then they are none, until the spaces say which were meant.
func TestWhatCanBeReadInTwoWaysIsNoReceipt(t *testing.T) {
	file := strings.NewReplacer(`"en": "kitten"`, `"en": "sunm"`, `"en": "mouse"`, `"en": "oon"`).Replace(string(locales.Receipt))
	w, err := concern.ReadWords([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if r, ok := w.Parse("sunmooneggeggegg"); ok {
		t.Errorf("it is read as %v", w.Say("en", r))
	}
	for _, text := range []string{"sun moon egg egg egg", "sunm oon egg egg egg"} {
		if r, ok := w.Parse(text); !ok || strings.Join(w.Say("en", r), " ") != text {
			t.Errorf("%q is read as %v, %v", text, w.Say("en", r), ok)
		}
	}
}

// What is read as a receipt can be said and read again, and nothing that somebody types takes long or breaks.
func FuzzParseReceipt(f *testing.F) {
	w := words(f)
	for _, text := range []string{"kitten rainbow lemon rocket drum", "🐱🌈🍋🚀🥁", "3.41.7.255.0", "کتاب", "\xff\u200b",
		strings.Repeat("panda", 5), strings.Repeat("p", 1900)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := w.Parse(text)
		if !ok {
			if r != (concern.Receipt{}) {
				t.Errorf("%q is none, and is %v", text, r)
			}
			return
		}
		for _, lang := range []string{"en", "pl", "ur"} {
			if again, ok := w.Parse(strings.Join(w.Say(lang, r), " ")); !ok || again != r {
				t.Errorf("%q is %v, which in %s is read as %v", text, r, lang, again)
			}
		}
	})
}
