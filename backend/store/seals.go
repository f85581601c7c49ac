package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ErrSealsMoved says that what a database says of its concerns' keys was changed by somebody else meanwhile.
var ErrSealsMoved = errors.New("what the database says of the keys of concerns was changed by another program just now: " +
	"try again")

// sealsFact is the fact in which a database says under which keys its concerns are sealed.
const sealsFact = "concern_keys"

// Seals is what a database says of the keys of its concerns, which are outside it. It guards against mistakes and proves
// nothing: whoever can write to the database can write it too. The zero value is a database in which none were in use yet.
type Seals struct {
	// Key is the fingerprint of the newest keys in use.
	Key string `json:"key,omitempty"`
	// Since is when they came into use.
	Since time.Time `json:"since,omitzero"`
	// Renewing says that their renewal is not finished.
	Renewing bool `json:"renewing,omitempty"`
	// Card is the public half of the recovery card; empty while none was made.
	Card string `json:"card,omitempty"`
	// CardMark is a mark of the card under the keys: whoever can write to the database alone puts no card of theirs in its
	// place, to which the keys would be locked next.
	CardMark []byte `json:"card_mark,omitempty"`
	// Printed is when the card was made.
	Printed time.Time `json:"printed,omitzero"`
	// Locked are the keys as they were written last, locked to the card: so every backup has them, and the card opens them.
	Locked []byte `json:"locked,omitempty"`
}

// Seals says under which keys concerns are sealed.
func (s *Store) Seals(ctx context.Context) (Seals, error) {
	text, known, err := s.Fact(ctx, sealsFact)
	if err != nil || !known {
		return Seals{}, err
	}
	return readSealsFact(text)
}

// SetSeals keeps that in place of what was read before, or says ErrSealsMoved where somebody else has changed it since.
func (s *Store) SetSeals(ctx context.Context, was, now Seals) error {
	text, err := json.Marshal(now)
	if err != nil {
		return err
	}
	moved := false
	err = s.direct(ctx, "", func(t *tx) error {
		if err := t.store.engine.alone(t, sealsFact); err != nil {
			return err
		}
		row, err := first[factRow](t, "name = ?", sealsFact)
		if err != nil && !errors.Is(err, errMissing) {
			return err
		}
		var found Seals
		if err == nil {
			if found, err = readSealsFact(row.Value); err != nil {
				return err
			}
		}
		if moved = !found.same(was); moved {
			return nil
		}
		return put(t, []factRow{{Name: sealsFact, Value: string(text)}})
	})
	if err == nil && moved {
		err = ErrSealsMoved
	}
	return err
}

func (s Seals) same(other Seals) bool {
	one, err := json.Marshal(s)
	two, failed := json.Marshal(other)
	return err == nil && failed == nil && string(one) == string(two)
}

func readSealsFact(text string) (s Seals, err error) {
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("store: the fact %s cannot be read: %w", sealsFact, err)
	}
	return s, nil
}
