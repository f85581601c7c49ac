package web

import (
	"os"
	"strings"
	"testing"
)

// The plain pages' drawings are the app's own: whoever knows a picture in one knows it in the other.
func TestTheDrawingsAreTheApps(t *testing.T) {
	raw, err := os.ReadFile("../../pwa/src/parts/symbol/shapes.ts")
	if err != nil {
		t.Fatal(err)
	}
	for name, strokes := range symbols {
		_, drawn, found := strings.Cut(string(raw), "\n  "+name+": [")
		drawn, _, _ = strings.Cut(drawn, "\n  ],")
		for _, one := range strokes {
			if found && one.Kind == "body" && !strings.Contains(drawn, one.D) {
				t.Errorf("%s is another drawing in the app: %s", name, one.D)
			}
		}
		if !found {
			t.Errorf("the app has no %s", name)
		}
	}
	for answer, name := range pictures {
		if symbols[name] == nil {
			t.Errorf("%s has no drawing %s", answer, name)
		}
	}
}
