package people_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"lollipop/backend/people"
)

func TestFold(t *testing.T) {
	for name, want := range map[string]string{
		"Łukasz": "lukasz", "Søren": "soren", "Groß": "gross", "Conceição": "conceicao", "O'Brien": "o brien",
		"O’Brien": "o brien", "Al-Hassan": "al hassan", "Hughes-Ward": "hughes ward", "  José  ": "jose",
		"Jose\u0301": "jose", "Đặng": "dang", "İbrahim": "ibrahim", "محمد": "محمد", "ਹਰਪ੍ਰੀਤ": "ਹਰਪ੍ਰੀਤ", "--": "",
		"": "",
	} {
		if got := people.Fold(name); got != want {
			t.Errorf("Fold(%q) = %q, not %q", name, got, want)
		}
	}
	if got := people.SearchText("O'Brien", "Mary Ann", "Mary Ann"); got != " ann brien mary maryann o obrien" {
		t.Errorf("SearchText = %q", got)
	}
	if got := people.SearchParts("  NOW, Kub "); !slices.Equal(got, []string{"now", "kub"}) {
		t.Errorf("SearchParts = %q", got)
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Łukasz O'Brien", "İ", "ǅ", "\u0301a", "ẞ", "a\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		once := people.Fold(name)
		if again := people.Fold(once); again != once {
			t.Fatalf("Fold(%q) = %q, and folded again %q", name, once, again)
		}
		if !utf8.ValidString(once) || strings.HasPrefix(once, " ") || strings.HasSuffix(once, " ") ||
			strings.Contains(once, "  ") {
			t.Fatalf("Fold(%q) = %q", name, once)
		}
	})
}
