package vault

import (
	"os"
	"syscall"
	"testing"
)

// WithoutLinks makes every folder one that knows no links.
func WithoutLinks(t *testing.T) {
	link = func(string, string) error { return syscall.EPERM }
	t.Cleanup(func() { link = os.Link })
}

// DraftInfo is what a school's drafts are bound to.
func DraftInfo(school string) string { return draftInfo + school }

// OpenDraftWith opens a draft with a secret key that is at hand.
func OpenDraftWith(school string, secret, sealed []byte) ([]byte, error) {
	return openDraft(school, secret, sealed)
}
