package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// What can be wrong with sealed things and with their keys. None of these repeats anything that was read.
var (
	// ErrSeals says that a text is no file of keys.
	ErrSeals = errors.New("these are no keys of concerns, or they are damaged")
	// ErrNoSeal says that something was sealed under keys that are not here.
	ErrNoSeal = errors.New("it was sealed under keys that are not here")
	// ErrSealed says that something sealed was changed or cut off, or belongs elsewhere: to another school, another concern
	// or another place in it.
	ErrSealed = errors.New("what was sealed is damaged, or it belongs elsewhere")
	// ErrUnbound says that somebody wanted to seal or mark something without saying what it belongs to.
	ErrUnbound = errors.New("nothing is sealed or marked without saying what it belongs to")
)

// Seals are the keys under which concerns are sealed: two tink keysets (AES-256-GCM to wrap and seal, HMAC-SHA256 for
// marks), kept outside the database. The newest key of each is in use, every older one stays for what is older.
type Seals struct {
	wraps, prints *keyset.Handle

	wrap    tink.AEAD
	newest  []byte    // what begins everything that is wrapped under the newest key
	known   [][]byte  // what begins anything wrapped under any key here
	markers []prf.PRF // the newest first
}

// sealsText is what Text writes: tink's own form of two keysets.
type sealsText struct {
	Seal json.RawMessage `json:"seal"`
	Mark json.RawMessage `json:"mark"`
}

// NewSeals makes keys that never were.
func NewSeals() (*Seals, error) {
	wraps, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	prints, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return nil, err
	}
	return sealsOf(wraps, prints)
}

// ReadSeals reads what Text wrote. Its errors repeat nothing of what was read.
func ReadSeals(text []byte) (*Seals, error) {
	var two sealsText
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&two); err != nil {
		return nil, ErrSeals // the decoder's own error may repeat what it stumbled over
	}
	if _, err := in.Token(); err != io.EOF {
		return nil, ErrSeals
	}
	wraps, err := readKeyset(two.Seal)
	if err != nil {
		return nil, err
	}
	prints, err := readKeyset(two.Mark)
	if err != nil {
		return nil, err
	}
	return sealsOf(wraps, prints)
}

func readKeyset(text []byte) (*keyset.Handle, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(text)))
	if err != nil {
		return nil, ErrSeals
	}
	return handle, nil
}

// The only keys that there are: what tink knows besides would be read by nobody who looks at this file.
const (
	wrapType = "type.googleapis.com/google.crypto.tink.AesGcmKey"
	markType = "type.googleapis.com/google.crypto.tink.HmacPrfKey"
)

// proper reports whether a keyset holds keys of one type alone, all in use and each known by an id of its own, the newest
// last, as a renewal adds them.
func proper(set *tinkpb.Keyset, kind string, prefix tinkpb.OutputPrefixType) bool {
	ids := map[uint32]bool{}
	for _, key := range set.GetKey() {
		if key.GetKeyData().GetTypeUrl() != kind || key.GetOutputPrefixType() != prefix ||
			key.GetStatus() != tinkpb.KeyStatusType_ENABLED || ids[key.GetKeyId()] {
			return false
		}
		ids[key.GetKeyId()] = true
	}
	last := len(set.GetKey()) - 1
	return last >= 0 && set.GetKey()[last].GetKeyId() == set.GetPrimaryKeyId()
}

func sealsOf(wraps, prints *keyset.Handle) (*Seals, error) {
	first, second := insecurecleartextkeyset.KeysetMaterial(wraps), insecurecleartextkeyset.KeysetMaterial(prints)
	if !proper(first, wrapType, tinkpb.OutputPrefixType_TINK) || !proper(second, markType, tinkpb.OutputPrefixType_RAW) ||
		len(first.GetKey()) != len(second.GetKey()) { // they are renewed together
		return nil, ErrSeals
	}
	s := &Seals{wraps: wraps, prints: prints, newest: prefixOf(first.GetPrimaryKeyId())}
	for _, key := range first.GetKey() {
		s.known = append(s.known, prefixOf(key.GetKeyId()))
	}
	var err error
	if s.wrap, err = aead.New(wraps); err != nil {
		return nil, ErrSeals
	}
	set, err := prf.NewPRFSet(prints)
	if err != nil {
		return nil, ErrSeals
	}
	for _, key := range slices.Backward(second.GetKey()) {
		s.markers = append(s.markers, set.PRFs[key.GetKeyId()])
	}
	if _, err := s.markers[0].ComputePRF(nil, markLength); err != nil {
		return nil, ErrSeals
	}
	return s, nil
}

// prefixOf is what tink puts before everything that a key seals: a version and the key's id.
func prefixOf(id uint32) []byte { return binary.BigEndian.AppendUint32([]byte{1}, id) }

// Text is what ReadSeals reads: one line of JSON, and secret.
func (s *Seals) Text() ([]byte, error) {
	var two sealsText
	for handle, into := range map[*keyset.Handle]*json.RawMessage{s.wraps: &two.Seal, s.prints: &two.Mark} {
		var out bytes.Buffer
		if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&out)); err != nil {
			return nil, fmt.Errorf("the keys of concerns cannot be written: %w", err)
		}
		*into = out.Bytes()
	}
	text, err := json.Marshal(two)
	return append(text, '\n'), err
}

// Renewed are keys with a new one in use in each set, and every old one kept. The old Seals stay as they were.
func (s *Seals) Renewed() (*Seals, error) {
	wraps, err := renewed(s.wraps, aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	prints, err := renewed(s.prints, prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return nil, err
	}
	return sealsOf(wraps, prints)
}

func renewed(old *keyset.Handle, like *tinkpb.KeyTemplate) (*keyset.Handle, error) {
	set := keyset.NewManagerFromHandle(old)
	id, err := set.Add(like)
	if err != nil {
		return nil, err
	}
	if err := set.SetPrimary(id); err != nil {
		return nil, err
	}
	return set.Handle()
}

// Len is how many keys there are: one, and one more for every renewal.
func (s *Seals) Len() int { return len(s.known) }

// Fingerprint tells these keys from others by the newest of each set, and tells nothing else of them: 16 hexadecimal
// characters.
func (s *Seals) Fingerprint() string { return s.Fingerprints()[0] }

// Fingerprints are those of the newest keys and of every older pair, newest first: what each Seals was told by before it
// was renewed.
func (s *Seals) Fingerprints() (all []string) {
	wraps := insecurecleartextkeyset.KeysetMaterial(s.wraps).GetKey()
	prints := insecurecleartextkeyset.KeysetMaterial(s.prints).GetKey()
	for i := range slices.Backward(wraps) {
		sum := sha256.Sum256(parts("lollipop concern keys", string(wraps[i].GetKeyData().GetValue()),
			string(prints[i].GetKeyData().GetValue())))
		all = append(all, hex.EncodeToString(sum[:8]))
	}
	return all
}

// parts writes several texts as one from which each can be told: no two lists give the same.
func parts(list ...string) (out []byte) {
	for _, part := range list {
		out = binary.BigEndian.AppendUint64(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out
}

// String hides the secrets.
func (*Seals) String() string { return "(seals)" }

// GoString hides the secrets.
func (*Seals) GoString() string { return "(seals)" }

// LogValue hides the secrets.
func (*Seals) LogValue() slog.Value { return slog.StringValue("(seals)") }
