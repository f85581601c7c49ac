package translate

import (
	"strings"
	"testing"
	"testing/fstest"

	"lollipop/backend/phrase"
)

// The server starts without having read every language: that the program's own can be read is held here.
func TestTheProductsCataloguesCanBeRead(t *testing.T) {
	translator, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if err := translator.Check(); err != nil {
		t.Error(err)
	}
}

func TestALanguageIsReadWhenItIsSpoken(t *testing.T) {
	files := fstest.MapFS{"languages.json": {Data: []byte(`[
		{"tag": "en", "name": "English", "dir": "ltr", "script": "Latn", "status": "complete"},
		{"tag": "pl", "name": "polski", "dir": "ltr", "script": "Latn", "status": "draft"}]`)},
		"en/a.json": {Data: []byte(`{"a.b": "Yes"}`)}, "pl/a.json": {Data: []byte(`{"a.b": `)}}
	translator, err := open(files)
	if err != nil {
		t.Fatalf("it does not open: %v", err)
	}
	for _, lang := range []string{"en", "pl"} {
		if got := translator.Say(lang, phrase.Say("a.b", nil)); got != "Yes" {
			t.Errorf("%s says %q", lang, got)
		}
	}
	if err := translator.Check(); err == nil || !strings.Contains(err.Error(), "pl/a.json") {
		t.Errorf("half a file is found as %v", err)
	}
}
