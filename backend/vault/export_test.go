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
