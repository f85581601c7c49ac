package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/event"
)

// What can be wrong between a database and the keys of its record.
var (
	// ErrOtherKey says that the newest key here is not the one that seals this database's record.
	ErrOtherKey = errors.New("the record's key was renewed, and the newest one here is another: give this program the " +
		"keys that belong to this database, newest first")
	// ErrKeyBegun says that the record's key is being renewed, or that a renewal was interrupted.
	ErrKeyBegun = errors.New("the renewal of the record's key was begun and is not finished: lollipop keys rotate " +
		"finishes it")
	// ErrOccupied says that others have the database open.
	ErrOccupied = errors.New("others are using the database: stop every server and command of it first")
	// ErrAlone says that somebody else has the database alone.
	ErrAlone = errors.New("the key of the database's record is being renewed just now: wait until that is done")
)

// errKeyless says that whoever opened the database only to look would write.
var errKeyless = errors.New("store: opened without a key, and so for looking alone")

// sealedFact is the fact in which a database says which key seals its record.
const sealedFact = "chain_key"

// Sealed is which key seals a database's record. It guards against mistakes and proves nothing: whoever can write to
// the database can write it too. The zero value is a record whose key was never renewed.
type Sealed struct {
	Key   string    // its fingerprint
	Since time.Time // when it was renewed last; zero while that is not finished
}

// By is nil where that key may seal; else ErrOtherKey or ErrKeyBegun.
func (s Sealed) By(key []byte) error {
	switch {
	case s.Key == "":
		return nil
	case s.Key != audit.Fingerprint(key):
		return ErrOtherKey
	case s.Since.IsZero():
		return ErrKeyBegun
	}
	return nil
}

func (s Sealed) text() string {
	if s.Since.IsZero() {
		return s.Key
	}
	return s.Key + " " + s.Since.UTC().Format(time.RFC3339)
}

// readSealed reads what text writes; a time that cannot be read is none.
func readSealed(text string) Sealed {
	key, since, _ := strings.Cut(text, " ")
	at, err := time.Parse(time.RFC3339, since)
	if err != nil {
		at = time.Time{}
	}
	return Sealed{Key: key, Since: at}
}

// Sealed says which key seals the record.
func (s *Store) Sealed(ctx context.Context) (Sealed, error) {
	text, _, err := s.Fact(ctx, sealedFact)
	return readSealed(text), err
}

// SetSealed keeps which key seals the record from now on.
func (s *Store) SetSealed(ctx context.Context, sealed Sealed) error {
	return s.SetFact(ctx, sealedFact, sealed.text())
}

// Rotate implements audit.Store.
func (a AuditStore) Rotate(ctx context.Context, act event.Act, did func(audit.Chain) event.Event) (heads []audit.Head,
	err error,
) {
	var over []audit.Chain
	err = a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		over = nil
		var wrote []written
		for _, chain := range audit.Chains {
			under, err := t.under(chain)
			if err != nil {
				return outcome{}, err
			}
			if under > 0 {
				over = append(over, chain)
				wrote = append(wrote, written{events: []event.Event{did(chain)}})
			}
		}
		return outcome{wrote: wrote}, nil
	}})
	for _, chain := range over {
		var head audit.Head
		if err == nil {
			head, err = a.Head(ctx, act.School, chain)
			heads = append(heads, head)
		}
	}
	return heads, err
}

// under is the key under which a chain goes on, its index; 0, the newest, where it has not begun.
func (t *tx) under(chain audit.Chain) (int, error) {
	var ends []chainRow
	if err := t.gorm().Where("chain = ?", string(chain)).Limit(1).Find(&ends).Error; err != nil || len(ends) == 0 {
		return 0, err
	}
	head := audit.Head{Position: ends[0].Position, Link: ends[0].Link}
	if head.Position == 0 {
		return 0, nil
	}
	var rows []eventRow
	err := t.gorm().Where("chain = ? AND position > ?", string(chain), head.Position-2).Order("position").Limit(2).
		Find(&rows).Error
	if err != nil {
		return 0, err
	}
	under := t.store.config.ChainKey.After(head, each(rows, toRecord))
	if under < 0 {
		return 0, fmt.Errorf("%w: %s chain", audit.ErrKey, chain)
	}
	return under, nil
}

// sealAfter seals one record, whose link before that is: by the newest key, but for a rotation, which the old key
// seals.
func (t *tx) sealAfter(r *audit.Record, link []byte) error {
	keys := t.store.config.ChainKey
	if r.Event.Kind != audit.RotationOf(r.Chain) {
		r.Seal(keys.Newest(), link)
		return nil
	}
	under, err := t.under(r.Chain)
	if err != nil {
		return err
	}
	return r.Rotate(keys[under], keys.Newest(), link)
}

// asked is what is kept of what was asked. A request can be so short (a word or two of a list) that its plain digest
// would tell it to whoever tries them all; without the key, which is outside the database, nobody can try.
func (t *tx) asked(act event.Act) []byte { return askedUnder(t.store.config.ChainKey.Newest(), act) }

func askedUnder(key []byte, act event.Act) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("lollipop operation\x00"))
	mac.Write([]byte(act.Op))
	mac.Write(act.Hash[:])
	return mac.Sum(nil)
}

// wasAsked reports whether that was asked under the operation, under whichever key that was kept.
func (t *tx) wasAsked(act event.Act, hash []byte) bool {
	return slices.ContainsFunc(t.store.config.ChainKey,
		func(key []byte) bool { return hmac.Equal(hash, askedUnder(key, act)) })
}
