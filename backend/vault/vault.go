// Package vault locks what leaves the machine: compressed (zstd), then encrypted to public keys (age). Whoever makes a
// locked file cannot open it again; the secret halves are kept elsewhere. The tools age and zstd open one without us:
// age -d -i key.txt FILE | zstd -d.
package vault

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// To is whom a file is locked to: at least one public key.
type To []age.Recipient

// With are the secret keys that may open a file.
type With []age.Identity

// What can be wrong with a locked file.
var (
	// ErrNobody says that no public key was named.
	ErrNobody = errors.New("nobody is named who could open it again")
	// ErrOthers says that it was locked to other keys.
	ErrOthers = errors.New("no key given opens it: it was locked to others")
	// ErrForeign says that it is no locked file at all.
	ErrForeign = errors.New("it is no file that was locked by this program, or its beginning is damaged")
	// ErrDamaged says that it was cut off or changed.
	ErrDamaged = errors.New("it is damaged or was cut off")
)

// NewKey makes a pair: a file's text with the secret key, which stays away from the server, and the public key in it.
func NewKey(made time.Time) (file, public string, err error) {
	pair, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	public = pair.Recipient().String()
	return fmt.Sprintf("# made: %s\n# public key: %s\n%s\n", made.UTC().Format(time.RFC3339), public, pair), public, nil
}

// ReadTo reads public keys, one a line; # begins a comment. A secret key among them is an error: it must not lie where
// backups are made.
func ReadTo(text string) (To, error) {
	var to To
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(strings.ToUpper(line), "AGE-SECRET-KEY-") { // and it is not repeated
			return nil, fmt.Errorf("line %d is a secret key: keep it away from the server, and name its public half", n)
		}
		some, err := age.ParseRecipients(strings.NewReader(line))
		if err != nil {
			return nil, fmt.Errorf("line %d is no public key of age (age1…)", n)
		}
		to = append(to, some...)
	}
	return to, lines.Err()
}

// ReadWith reads the secret keys of a key file.
func ReadWith(text string) (With, error) {
	with, err := age.ParseIdentities(strings.NewReader(text))
	if err != nil { // which would repeat the line
		return nil, errors.New("it holds no secret key of age (AGE-SECRET-KEY-…)")
	}
	return with, nil
}

// Lock returns a writer whose content goes to that one, locked. Nothing is whole before Close, which leaves the other
// open. It needs about 20 MB whatever passes through.
func Lock(w io.Writer, to To) (io.WriteCloser, error) {
	if len(to) == 0 {
		return nil, ErrNobody
	}
	locked, err := age.Encrypt(w, to...)
	if err != nil {
		return nil, err
	}
	packed, err := zstd.NewWriter(locked, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, err
	}
	return &locker{packed, locked}, nil
}

type locker struct {
	io.WriteCloser
	locked io.Closer
}

// Close ends both layers.
func (l *locker) Close() error {
	return errors.Join(l.WriteCloser.Close(), l.locked.Close())
}

// Unlock returns a reader of what was locked. Each piece is authenticated before it is given, the end as well: whoever
// reads to io.EOF has read all of it.
func Unlock(r io.Reader, with With) (io.ReadCloser, error) {
	open, err := age.Decrypt(r, with...)
	var others *age.NoIdentityMatchError
	if errors.As(err, &others) {
		return nil, ErrOthers
	}
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrForeign, err)
	}
	unpacked, err := zstd.NewReader(loud{open}, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		return nil, err
	}
	return unlocker{unpacked.IOReadCloser()}, nil
}

// loud gives age's errors other names than io's: zstd takes io.ErrUnexpectedEOF between two frames for the end, and so
// a file that is cut off there for a whole one.
type loud struct{ io.Reader }

// Read implements io.Reader.
func (l loud) Read(into []byte) (int, error) {
	n, err := l.Reader.Read(into)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("age: %w", err)
	}
	return n, err
}

type unlocker struct{ io.ReadCloser }

// Read gives what is wrong inside one name.
func (u unlocker) Read(into []byte) (int, error) {
	n, err := u.ReadCloser.Read(into)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return n, err
}

// lockBytes is Lock for what is small.
func lockBytes(plain []byte, to To) ([]byte, error) {
	var out bytes.Buffer
	locked, err := Lock(&out, to)
	if err != nil {
		return nil, err
	}
	_, err = locked.Write(plain)
	if err := errors.Join(err, locked.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// unlockBytes is Unlock for what is small, and no more of it than most bytes.
func unlockBytes(locked []byte, with With, most int64) ([]byte, error) {
	open, err := Unlock(bytes.NewReader(locked), with)
	if err != nil {
		return nil, err
	}
	defer open.Close()
	plain, err := io.ReadAll(io.LimitReader(open, most+1))
	if err == nil && int64(len(plain)) > most {
		err = ErrForeign
	}
	return plain, err
}
