package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// AUP is the store of the aup room.
func (s *Store) AUP() AUPStore { return AUPStore{s} }

// AUPStore implements aup.Store.
type AUPStore struct{ s *Store }

var _ aup.Store = AUPStore{}

// library is every version and edition, and the policy that they are asked by, as the transaction sees them.
func (t *tx) library() (aup.Library, error) {
	l := aup.Library{School: t.school}
	place, err := t.theSchool()
	if err != nil {
		return l, err
	}
	l.Policy = place.Policy.AUP
	var versions []versionRow
	if err := t.gorm().Order("document, number").Find(&versions).Error; err != nil {
		return l, err
	}
	for _, row := range versions {
		v, err := toVersion(row)
		if err != nil {
			return l, err
		}
		l.Versions = append(l.Versions, v)
	}
	var editions []editionRow
	if err := t.gorm().Order("document, version, language, number").Find(&editions).Error; err != nil {
		return l, err
	}
	for _, row := range editions {
		e, err := toEdition(row)
		if err != nil {
			return l, err
		}
		l.Editions = append(l.Editions, e)
	}
	return l, calledIn(t, l.Versions, func(v *aup.Version) map[*string]id.Person {
		return map[*string]id.Person{&v.ByName: v.By}
	})
}

// Library implements aup.Store.
func (a AUPStore) Library(ctx context.Context, school id.School) (l aup.Library, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		l, err = t.library()
		return err
	})
	return l, err
}

// ChangeLibrary implements aup.Store.
func (a AUPStore) ChangeLibrary(ctx context.Context, act event.Act,
	change func(*aup.Library) ([]event.Event, error),
) (now aup.Library, err error) {
	err = a.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			if err := t.store.engine.alone(t, "aup"); err != nil {
				return outcome{}, err
			}
			if now, err = t.library(); err != nil {
				return outcome{}, err
			}
			versions, editions := len(now.Versions), slices.Clone(now.Editions)
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			rows, err := t.keepLibrary(now, versions, editions)
			return outcome{wrote: []written{{events: events, rows: rows}}}, err
		},
		again: func(t *tx, _ []string) error {
			now, err = t.library()
			return err
		},
	})
	return now, err
}

// keepLibrary writes the versions from that place on, and the editions that are new or newest again.
func (t *tx) keepLibrary(l aup.Library, from int, was []aup.Edition) (rows []evidence, err error) {
	var versions []versionRow
	for _, v := range l.Versions[from:] {
		row, err := fromVersion(v)
		if err != nil {
			return nil, err
		}
		versions, rows = append(versions, row), append(rows, evident(row, versionKey(row)))
	}
	var editions []editionRow
	for i, e := range l.Editions {
		if i < len(was) && e.Since.Equal(was[i].Since) {
			continue
		}
		row, err := fromEdition(e)
		if err != nil {
			return nil, err
		}
		editions, rows = append(editions, row), append(rows, evident(row, row.ID))
	}
	if err := put(t, versions); err != nil {
		return nil, err
	}
	return rows, put(t, editions)
}

// Proof implements aup.Store.
func (a AUPStore) Proof(ctx context.Context, school id.School, signature id.Signature) (p aup.Proof, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		row, err := first[eventRow](t, "subject = ? AND kind = ?", string(signature), string(aup.DidSign))
		if errors.Is(err, errMissing) {
			return fault.New(fault.NotFound, "people.not_found", nil)
		}
		p = aup.Proof{Position: row.Position, Link: row.Link}
		return err
	})
	return p, err
}

// Ledger implements aup.Store.
func (a AUPStore) Ledger(ctx context.Context, school id.School) (l aup.Ledger, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		l, err = t.ledger()
		return err
	})
	return l, err
}

// ledger is everybody's answers, as the transaction sees them.
func (t *tx) ledger() (l aup.Ledger, err error) {
	if l.Library, err = t.library(); err != nil {
		return l, err
	}
	if l.People, err = t.state(); err != nil {
		return l, err
	}
	if l.Signatures, err = all(t, "at, id", toSignature); err != nil {
		return l, err
	}
	if l.Declines, err = all(t, "at, id", toDecline); err != nil {
		return l, err
	}
	waiting, err := t.questions(nil)
	if err != nil {
		return l, err
	}
	heads := people.HeadsOf(l.People.Adults)
	l.Questions = map[id.Adult]time.Time{}
	for adult, at := range waiting {
		head := heads.Of(adult)
		if first, there := l.Questions[head]; !there || at.Before(first) {
			l.Questions[head] = at
		}
	}
	return l, nil
}
