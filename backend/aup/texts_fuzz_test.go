package aup

import (
	"testing"
)

// A document or a translation that is taken is one that may be signed: every sentence reads as it is written.
func FuzzTexts(f *testing.F) {
	for _, file := range []string{"en/parents.json", "pl/parents.json", "ur/ks2_upper.json", "en-x-easy/ks2_upper.json"} {
		raw, err := shipped.ReadFile("documents/" + file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file[:2], raw)
	}
	f.Add("en", []byte(`{"document":"parents","title":"A","intro":"B","statements":[{"key":"a","text":"\u202ea"}]}`))
	f.Add("pl", []byte(`{}{}`))
	f.Fuzz(func(t *testing.T, language string, raw []byte) {
		for _, document := range Documents {
			texts := &Texts{proposed: map[Document]Text{ForParents: {}}, translations: map[Document][]Translation{}}
			if texts.add(language, document, raw) != nil {
				continue
			}
			for _, s := range texts.proposed[document].Statements {
				if language == English && !plain(s.Text) {
					t.Errorf("it says %q", s.Text)
				}
			}
			for _, translation := range texts.translations[document] {
				for _, s := range translation.Statements {
					if !plain(s.Text) || !plain(s.English) {
						t.Errorf("%q is translated by %q", s.English, s.Text)
					}
				}
			}
		}
	})
}
