package vault_test

import (
	"encoding/json"
	"os"
	"testing"

	"lollipop/backend/vault"
)

// What the app sealed by code of its own (pwa/src/rooms/tell/seal.ts) is opened by Go's crypto/hpke. The file was made by
// that code, under the public half of testdata/draft.json, in Node.
func TestADraftThatTheAppSealed(t *testing.T) {
	text, err := os.ReadFile("testdata/draft_app.json")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		School, Plaintext string
		Private, Sealed   []byte
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	if got, err := vault.OpenDraftWith(v.School, v.Private, v.Sealed); err != nil || string(got) != v.Plaintext {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := vault.OpenDraftWith("another", v.Private, v.Sealed); err == nil {
		t.Errorf("another school opens it: %q", got)
	}
}
