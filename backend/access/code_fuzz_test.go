package access

import (
	"strings"
	"testing"
)

// What is read as a code is one that could have been printed, and typing it as it is printed gives the same.
func FuzzReadCode(f *testing.F) {
	for _, text := range []string{"ABCDE-FGHJK", " abcde fghjk ", "OIL00-11111", "ſtaff-00000", "ABCDE‑FGHJK", "\xff", ""} {
		f.Add(text, 10)
	}
	f.Add("ABC-DEF", 6)
	f.Fuzz(func(t *testing.T, text string, length int) {
		code, ok := ReadCode(text, length)
		if !ok {
			return
		}
		if len(code) != length || strings.Trim(string(code), crockford) != "" {
			t.Errorf("%q was read as %q", text, string(code))
		}
		if again, ok := ReadCode(code.Shown(), length); !ok || again != code {
			t.Errorf("%q is printed as %q, which is read as %q", string(code), code.Shown(), string(again))
		}
	})
}
