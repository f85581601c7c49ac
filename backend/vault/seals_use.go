package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"slices"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

const (
	keyLength  = 32  // bytes of a concern's data key
	markLength = 32  // bytes of a mark
	padded     = 256 // sealed words are a multiple of this long, before they are sealed
	sealedForm = 1   // the first byte of what is sealed: how it is made
)

// bind is what a piece is bound to: what it is for, and to whom it belongs. An empty part would bind it to nobody.
func bind(purpose string, to ...string) ([]byte, error) {
	if len(to) == 0 || slices.Contains(to, "") {
		return nil, ErrUnbound
	}
	return parts(append([]string{"lollipop " + purpose}, to...)...), nil
}

// seal wraps something small under the newest key.
func (s *Seals) seal(plain []byte, purpose string, to ...string) ([]byte, error) {
	bound, err := bind(purpose, to...)
	if err != nil {
		return nil, err
	}
	return s.wrap.Encrypt(plain, bound)
}

// open gives what seal was given.
func (s *Seals) open(sealed []byte, purpose string, to ...string) ([]byte, error) {
	bound, err := bind(purpose, to...)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.known, func(key []byte) bool { return bytes.HasPrefix(sealed, key) }) {
		return nil, ErrNoSeal
	}
	plain, err := s.wrap.Decrypt(sealed, bound)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// again seals anew what the newest key does not seal yet; changed is false where it does.
func (s *Seals) again(sealed []byte, purpose string, to ...string) (anew []byte, changed bool, err error) {
	plain, err := s.open(sealed, purpose, to...)
	if err != nil || bytes.HasPrefix(sealed, s.newest) {
		return sealed, false, err
	}
	anew, err = s.seal(plain, purpose, to...)
	return anew, err == nil, err
}

// NewKey makes a concern's own data key, wrapped: it is random, and bound to that school and that concern.
func (s *Seals) NewKey(school, concern string) (wrapped []byte, err error) {
	key := make([]byte, keyLength)
	rand.Read(key) // it never fails: crypto/rand ends the program instead
	return s.seal(key, "concern key", school, concern)
}

// dataKey opens a wrapped data key.
func (s *Seals) dataKey(school, concern string, wrapped []byte) (*subtle.AESGCM, error) {
	key, err := s.open(wrapped, "concern key", school, concern)
	if err != nil {
		return nil, err
	}
	if len(key) != keyLength {
		return nil, ErrSealed
	}
	return subtle.NewAESGCM(key)
}

// Seal seals plain under the concern's key. It is bound to the school, the concern and what it is there ("head", "3"),
// so that pieces cannot be swapped, and padded to a multiple of 256 bytes, so that its length says little.
func (s *Seals) Seal(school, concern, what string, wrapped, plain []byte) ([]byte, error) {
	bound, err := bind("concern words", school, concern, what)
	if err != nil {
		return nil, err
	}
	key, err := s.dataKey(school, concern, wrapped)
	if err != nil {
		return nil, err
	}
	sealed, err := key.Encrypt(pad(plain), bound)
	if err != nil {
		return nil, err
	}
	return append([]byte{sealedForm}, sealed...), nil
}

// Open gives what Seal was given; ErrSealed where it was changed, or sealed as something else, ErrNoSeal where the
// wrapped key is under keys that are not here.
func (s *Seals) Open(school, concern, what string, wrapped, sealed []byte) ([]byte, error) {
	bound, err := bind("concern words", school, concern, what)
	if err != nil {
		return nil, err
	}
	key, err := s.dataKey(school, concern, wrapped)
	if err != nil {
		return nil, err
	}
	if len(sealed) == 0 || sealed[0] != sealedForm {
		return nil, ErrSealed
	}
	plain, err := key.Decrypt(sealed[1:], bound)
	if err != nil {
		return nil, ErrSealed
	}
	return unpad(plain)
}

// pad puts a length before, and zeros behind.
func pad(plain []byte) []byte {
	whole := binary.BigEndian.AppendUint32(make([]byte, 0, len(plain)+4+padded), uint32(len(plain)))
	whole = append(whole, plain...)
	return append(whole, make([]byte, (padded-len(whole)%padded)%padded)...)
}

// unpad takes both away.
func unpad(whole []byte) ([]byte, error) {
	if len(whole) < 4 || len(whole)%padded != 0 {
		return nil, ErrSealed
	}
	length, rest := binary.BigEndian.Uint32(whole), whole[4:]
	if uint64(length) > uint64(len(rest)) {
		return nil, ErrSealed
	}
	return rest[:length], nil
}

// Rewrap wraps a concern's data key under the newest key; changed is false where it is already. The words stay as they
// are.
func (s *Seals) Rewrap(school, concern string, wrapped []byte) (anew []byte, changed bool, err error) {
	return s.again(wrapped, "concern key", school, concern)
}

// Marks are keyed digests (32 bytes) of those parts together: the one under the newest key first, which is written, then
// one under each older key, so that what is older is found. Nobody without the keys can make or try one. Without parts
// there is none.
func (s *Seals) Marks(of ...string) [][]byte {
	text, err := bind("mark", of...)
	if err != nil {
		return nil
	}
	all := make([][]byte, 0, len(s.markers))
	for _, marker := range s.markers {
		mark, err := marker.ComputePRF(text, markLength)
		if err != nil { // sealsOf has tried it: a mark of that length cannot fail
			panic("vault: a mark cannot be made")
		}
		all = append(all, mark)
	}
	return all
}

// Keep seals something small that belongs to no concern (the secret of a second factor), bound to those parts.
func (s *Seals) Keep(plain []byte, bound ...string) ([]byte, error) {
	return s.seal(plain, "kept", bound...)
}

// Kept gives what Keep was given.
func (s *Seals) Kept(sealed []byte, bound ...string) ([]byte, error) {
	return s.open(sealed, "kept", bound...)
}

// Rekeep seals what Keep sealed under the newest key; changed is false where it is already.
func (s *Seals) Rekeep(sealed []byte, bound ...string) (anew []byte, changed bool, err error) {
	return s.again(sealed, "kept", bound...)
}
