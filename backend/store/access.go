package store

import (
	"context"
	"errors"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Access is the store of the access room.
func (s *Store) Access() AccessStore { return AccessStore{s} }

// AccessStore implements access.Store, access.CodeStore, access.FoundingStore, access.GuessStore and access.FactorStore.
type AccessStore struct{ s *Store }

var (
	_ access.Store         = AccessStore{}
	_ access.FoundingStore = AccessStore{}
	_ access.GuessStore    = AccessStore{}
	_ access.CodeStore     = AccessStore{}
	_ access.FactorStore   = AccessStore{}
)

func unknownPerson() error { return fault.New(fault.NotFound, "access.person_unknown", nil) }

// member reads a member of staff of the transaction's school as they are now; errMissing where there is none. It makes
// the same statements whether there is one or not, so that the time that it takes says nothing.
func (t *tx) member(where string, args ...any) (access.Member, error) {
	row, err := first[staffRow](t, where, args...)
	absent := errors.Is(err, errMissing)
	if err != nil && !absent {
		return access.Member{}, err
	}
	m := access.Member{}
	kept, err := first[passphraseRow](t, "staff = ?", row.ID)
	if err != nil && !errors.Is(err, errMissing) {
		return m, err
	}
	profile, err := first[profileRow](t, "1 = 1")
	if err != nil && !errors.Is(err, errMissing) {
		return m, err
	}
	if absent {
		return m, errMissing
	}
	m.SchoolName, m.Passphrase = profile.Name, kept.Kept
	m.Staff, err = toStaff(row)
	return m, err
}

// nowhere is a school that does not exist, to look for somebody in who is not there.
var nowhere = id.Named[id.School]("lollipop: no school has this id")

// Login implements access.Store.
func (a AccessStore) Login(ctx context.Context, slug, email string, today clock.Date,
) (m access.Member, found bool, err error) {
	err = a.s.read(ctx, "", func(t *tx) error {
		at := nowhere
		switch row, err := first[schoolRow](t, "slug = ?", slug); {
		case err == nil:
			at = id.School(row.ID)
		case !errors.Is(err, errMissing):
			return err
		}
		t, err := t.in(at)
		if err != nil {
			return err
		}
		m, err = t.member("email = ? AND email <> '' AND "+onRoll, email, string(today))
		found = err == nil
		if errors.Is(err, errMissing) {
			return nil
		}
		return err
	})
	return m, found, err
}
