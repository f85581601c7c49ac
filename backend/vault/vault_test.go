package vault_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lollipop/backend/vault"
)

// pair is a new key, as To and With.
func pair(t *testing.T) (vault.To, vault.With) {
	t.Helper()
	file, public, err := vault.NewKey(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	to, err := vault.ReadTo("# the head's\n\n  " + public + "\n")
	if err != nil || len(to) != 1 {
		t.Fatalf("%d public keys, %v", len(to), err)
	}
	with, err := vault.ReadWith(file)
	if err != nil || len(with) != 1 {
		t.Fatalf("%d secret keys, %v", len(with), err)
	}
	return to, with
}

func lock(t *testing.T, text []byte, to vault.To) []byte {
	t.Helper()
	var locked bytes.Buffer
	w, err := vault.Lock(&locked, to)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return locked.Bytes()
}

func unlock(locked []byte, with vault.With) ([]byte, error) {
	r, err := vault.Unlock(bytes.NewReader(locked), with)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func TestWhatIsLockedIsOpenedByEachOfItsKeys(t *testing.T) {
	head, headKey := pair(t)
	trust, trustKey := pair(t)
	_, stranger := pair(t)
	text := bytes.Repeat([]byte("Yusuf's phone lies in slot 12.\n"), 20_000)
	locked := lock(t, text, append(head, trust...))
	if len(locked) > len(text)/10 || bytes.Contains(locked, []byte("slot")) {
		t.Errorf("%d bytes became %d", len(text), len(locked))
	}
	for name, with := range map[string]vault.With{"the head": headKey, "the trust": trustKey,
		"one of several": append(stranger, trustKey...)} {
		if got, err := unlock(locked, with); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s reads %d bytes, %v", name, len(got), err)
		}
	}
	if _, err := unlock(locked, stranger); !errors.Is(err, vault.ErrOthers) {
		t.Errorf("a stranger hears %v", err)
	}
	if _, err := unlock([]byte("PK\x03\x04 a workbook"), headKey); !errors.Is(err, vault.ErrForeign) {
		t.Errorf("a foreign file: %v", err)
	}
	if _, err := vault.Lock(io.Discard, nil); !errors.Is(err, vault.ErrNobody) {
		t.Errorf("to nobody: %v", err)
	}
}

// Wherever a locked file is cut or changed, whoever reads it to the end is told, and is never given other words.
func TestACutOrChangedFileIsKnown(t *testing.T) {
	to, with := pair(t)
	var text []byte
	for i := range 40_000 { // several of age's pieces, hardly to be made smaller
		text = append(text, byte(i*i>>3), byte(i*7919>>5), byte(i*i*i>>9), byte(i>>1^i*31))
	}
	locked := lock(t, text, to)
	step := len(locked)/97 + 1
	for at := 0; at < len(locked); at += step {
		changed := bytes.Clone(locked)
		changed[at] ^= 0x20
		for name, bad := range map[string][]byte{"cut": locked[:at], "changed": changed} {
			got, err := unlock(bad, with)
			if err == nil || !bytes.HasPrefix(text, got) {
				t.Errorf("%s at %d of %d: %d bytes, %v", name, at, len(locked), len(got), err)
			}
		}
	}
	for at := range 300 { // one of these is the end of age's head, after which nothing looks like nothing at all
		if got, err := unlock(locked[:at], with); err == nil {
			t.Errorf("cut at %d: %d bytes, and no error", at, len(got))
		}
	}
	for name, bad := range map[string][]byte{"one byte short": locked[:len(locked)-1],
		"one byte more": append(bytes.Clone(locked), 'x'), "twice": append(bytes.Clone(locked), locked...)} {
		if _, err := unlock(bad, with); !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASecretKeyIsRefusedWherePublicOnesBelong(t *testing.T) {
	file, public, err := vault.NewKey(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(file, public) {
		t.Error("the key's file does not say its public half")
	}
	_, secret, _ := strings.Cut(file, "AGE-SECRET-KEY-")
	for name, text := range map[string]string{"a whole key file": file, "half a key": public[:20], "words": "the head"} {
		to, err := vault.ReadTo(text)
		if err == nil || strings.Contains(err.Error(), strings.TrimSpace(secret)) {
			t.Errorf("%s: %d keys, %v", name, len(to), err)
		}
	}
	for name, text := range map[string]string{"nothing": "", "a public key": public, "cut": file[:len(file)-9]} {
		if _, err := vault.ReadWith(text); err == nil || strings.Contains(err.Error(), "AGE-SECRET-KEY-1") {
			t.Errorf("%s as a secret key: %v", name, err)
		}
	}
}

func TestAFileIsKeptWholeOrNotAtAll(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "b.lollipop")
	hello := func(w io.Writer) error { _, err := io.WriteString(w, "hello"); return err }
	alone := func(names ...string) {
		t.Helper()
		found, err := os.ReadDir(folder)
		if err != nil || len(found) != len(names) {
			t.Fatalf("in the folder: %v, %v; want %v", found, err, names)
		}
	}
	full := errors.New("no space left on device")
	if err := vault.Keep(path, func(w io.Writer) error { return errors.Join(hello(w), full) }); !errors.Is(err, full) {
		t.Errorf("a full disk: %v", err)
	}
	alone()
	if err := vault.Keep(path, hello); err != nil {
		t.Fatal(err)
	}
	alone("b.lollipop")
	got, err := os.ReadFile(path)
	info, err2 := os.Stat(path)
	if err := errors.Join(err, err2); err != nil || string(got) != "hello" || info.Mode().Perm() != 0o600 {
		t.Errorf("%q, %v, %v", got, info.Mode(), err)
	}
	never := func(io.Writer) error { t.Error("it began over a file that is there"); return nil }
	if err := vault.Keep(path, never); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another: %v", err)
	}
	// Somebody else is first while this one writes.
	second := filepath.Join(folder, "second")
	err = vault.Keep(second, func(w io.Writer) error {
		return errors.Join(hello(w), os.WriteFile(second, []byte("theirs"), 0o600))
	})
	if got, _ := os.ReadFile(second); !errors.Is(err, fs.ErrExist) || string(got) != "theirs" {
		t.Errorf("a race for the name: %v, %q", err, got)
	}
	alone("b.lollipop", "second")
	if err := vault.Keep(filepath.Join(folder, "none", "x"), hello); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}

// A network drive may not know what it is to put a folder on the disk; that is no reason to say that there is no
// backup.
func TestAFolderThatCannotBeSynced(t *testing.T) {
	if folder, err := os.Open("/proc/self"); err != nil || !errors.Is(folder.Sync(), syscall.EINVAL) {
		t.Fatalf("the kernel's own folder can be synced: %v", err)
	}
	if err := vault.SyncFolder("/proc/self"); err != nil {
		t.Error(err)
	}
	if err := vault.SyncFolder(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("one that is not there: %v", err)
	}
}

// A memory stick's file system may have no links. The file is not written a second time there, which could end halfway:
// it is the same one, and gets its name at the end.
func TestAFolderWithoutLinks(t *testing.T) {
	vault.WithoutLinks(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "b")
	var written os.FileInfo
	hello := func(w io.Writer) error {
		var err error
		written, err = w.(*os.File).Stat()
		_, failed := io.WriteString(w, "hello")
		return errors.Join(err, failed)
	}
	for _, want := range []error{nil, fs.ErrExist} {
		err := vault.Keep(path, hello)
		info, _ := os.Stat(path)
		if got, _ := os.ReadFile(path); !errors.Is(err, want) || string(got) != "hello" || !os.SameFile(info, written) {
			t.Errorf("%v, %q; want %v", err, got, want)
		}
	}
	late := func(w io.Writer) error { return errors.Join(hello(w), os.WriteFile(path+"2", []byte("theirs"), 0o600)) }
	err := vault.Keep(path+"2", late)
	if got, _ := os.ReadFile(path + "2"); !errors.Is(err, fs.ErrExist) || string(got) != "theirs" {
		t.Errorf("a race for the name: %v, %q", err, got)
	}
	if found, err := os.ReadDir(folder); err != nil || len(found) != 2 {
		t.Errorf("in the folder: %v, %v", found, err)
	}
}
