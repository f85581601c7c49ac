package translate

import (
	"strings"
	"testing"
)

// A catalogue that is taken has sentences only: each can be said in every form, and none leaves a brace behind.
func FuzzReadFile(f *testing.F) {
	for _, file := range []string{`{"web.a":"A"}`, `{"web.a":"A","web.b":{"one":"{{.PluralCount}} b","other":"{{.PluralCount}} bs"}}`,
		`{"web.a":" A"}`, `{"web.b":"B","web.a":"A"}`, `{"web.a":{"other":{}}}`, `{"web.a":"{{call}}"}`, `{`, `[]`,
		strings.Repeat(`{"web.a":`, 5000), "{\"web.a\":\"\xff\"}", `{"web.a":"A"}{"web.a":"B"}`} {
		f.Add([]byte(file))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		all := map[string]Entry{}
		if readFile(raw, "web", all) != nil {
			return
		}
		for key, entry := range all {
			if !strings.HasPrefix(key, "web.") || entry.Other == "" {
				t.Errorf("%q is %v", key, entry)
			}
			for _, sentence := range entry.Forms() {
				if strings.Contains(placeholder.ReplaceAllString(sentence, ""), "{{") {
					t.Errorf("%q says %q", key, sentence)
				}
			}
		}
	})
}
