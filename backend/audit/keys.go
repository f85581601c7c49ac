package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"

	"lollipop/backend/event"
)

// Keys are the keys of the record, newest first. The newest seals; the others verify what was sealed before they were
// renewed. An index among them is called "under".
type Keys [][]byte

// ErrKey says that a record was sealed by none of the keys that are here.
var ErrKey = errors.New("audit: none of the keys here sealed the end of the record")

// LeastKey is the length of the shortest key, in bytes.
const LeastKey = 32

// Newest is the key that seals; nil where there is none, as for whoever only looks at a database.
func (k Keys) Newest() []byte {
	if len(k) == 0 {
		return nil
	}
	return k[0]
}

// String hides the secrets.
func (Keys) String() string { return "(keys)" }

// GoString hides the secrets.
func (Keys) GoString() string { return "(keys)" }

// LogValue hides the secrets.
func (Keys) LogValue() slog.Value { return slog.StringValue("(keys)") }

// Fingerprint tells a key from others, and tells nothing else of it: 16 hexadecimal characters. Empty for no key.
func Fingerprint(key []byte) string {
	if len(key) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("lollipop fingerprint"))
	return hex.EncodeToString(mac.Sum(nil)[:8])
}

// rotations are what says, in each chain, that it goes over to a newer key. The body is Rotated.
var rotations = map[Chain]event.Kind{Daily: DidRotate, Concerns: "concern.key_rotated"}

// DidRotate says that the record's key was renewed: its own record is the last that the old key seals. That of the
// other chain is RotationOf(Concerns).
const DidRotate event.Kind = "audit.key_rotated"

// RotationOf is the kind of event with which a chain goes over to a newer key.
func RotationOf(chain Chain) event.Kind { return rotations[chain] }

// Rotated is the body of a rotation.
type Rotated struct {
	// Seal is the new key's, over the link before this record and over the record without its body. So whoever has the old
	// key alone can neither make a rotation nor, once there is one, write anew what stands before it.
	Seal []byte `json:"seal"`
}

// rotates reports whether the record is a rotation of its chain.
func (r Record) rotates() bool { return r.Event.Kind == rotations[r.Chain] }

// takeover is what a newer key says of a rotation; before is the link before it.
func (r Record) takeover(newer, before []byte) []byte {
	r.Event.Body = nil
	sum := event.HashOf([]byte("rotation"), r.digest())
	return link(newer, before, sum[:])
}

// Rotate seals a rotation: its body is what the new key says of it, and its link is the old key's.
func (r *Record) Rotate(old, newer, before []byte) error {
	body, err := json.Marshal(Rotated{Seal: r.takeover(newer, before)})
	if err != nil {
		return err
	}
	r.Event.Body = body
	r.Seal(old, before)
	return nil
}

// over is which newer key a rotation goes over to; false where it is none of them.
func (k Keys) over(r Record, under int, before []byte) (int, bool) {
	var body Rotated
	if json.Unmarshal(r.Event.Body, &body) != nil {
		return 0, false
	}
	for i, key := range k[:under] {
		if hmac.Equal(body.Seal, r.takeover(key, before)) {
			return i, true
		}
	}
	return 0, false
}

// seals is which key sealed a record; before is the link before it, and nil where it is the first of its chain.
func (k Keys) seals(r Record, before []byte) (int, bool) {
	for i, key := range k {
		start := before
		if before == nil {
			start = Start(key, r.Event.School, r.Chain)
		}
		if hmac.Equal(link(key, start, r.Digest), r.Link) {
			return i, true
		}
	}
	return 0, false
}

// After is the key under which a chain goes on that ends there; -1 where none of these sealed its last record. Last are
// the two last records, or the only one. It says nothing of what stands before them: Verify does.
func (k Keys) After(head Head, last []Record) int {
	if len(last) == 0 {
		return -1
	}
	r, before := last[len(last)-1], []byte(nil)
	if r.Event.Position != head.Position || !hmac.Equal(r.Link, head.Link) {
		return -1
	}
	switch {
	case head.Position == 1:
	case len(last) == 2 && last[0].Event.Position == head.Position-1:
		before = last[0].Link
	default:
		return -1
	}
	under, found := k.seals(r, before)
	if found && r.rotates() {
		if before == nil {
			before = Start(k[under], r.Event.School, r.Chain)
		}
		under, found = k.over(r, under, before)
	}
	if !found {
		return -1
	}
	return under
}
