package audit_test

import (
	"testing"

	"lollipop/backend/audit"
)

// A printed head that can be read is printed again as the same.
func FuzzParseCode(f *testing.F) {
	for _, text := range []string{"118:9f3a-0000-1111-2222-3333", "1:9F3A000011112222 3333", "0:", ":", "-1:9f3a0000111122223333",
		"99999999999999999999:9f3a0000111122223333", "1:9f3a00001111222233zz"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		head, ok := audit.ParseCode(text)
		if !ok {
			return
		}
		again, ok := audit.ParseCode(head.Code())
		if !ok || again.Position != head.Position || string(again.Link) != string(head.Link) {
			t.Errorf("%q is printed as %q, which is another", text, head.Code())
		}
	})
}
