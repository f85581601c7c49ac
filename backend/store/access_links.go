package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

func unknownLink() error { return fault.New(fault.NotFound, "access.link.unknown", nil) }

// Link implements access.Store.
func (a AccessStore) Link(ctx context.Context, hash access.Hash) (l access.Link, m access.Member, found bool,
	err error) {
	err = a.s.read(ctx, "", func(t *tx) error {
		row, err := first[linkRow](t, "hash = ?", string(hash))
		if err == nil {
			l = toLink(row)
			m, err = t.linked(l)
		}
		found = err == nil
		if errors.Is(err, errMissing) {
			l, m = access.Link{}, access.Member{}
			return nil
		}
		return err
	})
	return l, m, found, err
}

// linked is the member whom a link lets in: nobody for the first administrator's.
func (t *tx) linked(l access.Link) (access.Member, error) {
	if l.Purpose == access.ForFirstAdministrator {
		return access.Member{}, nil
	}
	there, err := t.in(l.School)
	if err != nil {
		return access.Member{}, err
	}
	return there.member("id = ?", string(l.Person))
}

// AddLink implements access.Store.
func (a AccessStore) AddLink(ctx context.Context, act event.Act, link access.Link,
	change func(access.Member, access.Given) ([]event.Event, error),
) (kept bool, err error) {
	err = a.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			err := t.holdStaff(link.Person)
			if err != nil {
				return outcome{}, err
			}
			m, err := t.member("id = ?", string(link.Person))
			if errors.Is(err, errMissing) || err == nil && link.School != t.school {
				return outcome{}, unknownPerson()
			}
			if err != nil {
				return outcome{}, err
			}
			given, err := t.given(string(link.Person))
			if err != nil {
				return outcome{}, err
			}
			events, err := change(m, given)
			if err != nil {
				return outcome{}, err
			}
			err = t.gorm().Where("school = ? AND person = ? AND purpose = ? AND used IS NULL", string(link.School),
				string(link.Person), string(link.Purpose)).Delete(&linkRow{}).Error
			if err != nil {
				return outcome{}, err
			}
			row := fromLink(link)
			kept = true
			return outcome{wrote: []written{{events: events}}}, t.gorm().Create(&row).Error
		},
		again: func(*tx, []string) error { kept = false; return nil },
	})
	return kept && err == nil, err
}

// UseLink implements access.Store.
func (a AccessStore) UseLink(ctx context.Context, act event.Act, hash access.Hash,
	change func(access.Link, access.Member) (access.Use, error),
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		var rows []linkRow
		// Whoever comes second waits here, and then sees that it is used.
		err := t.gorm().Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("hash = ?", string(hash)).
			Find(&rows).Error
		if err != nil {
			return outcome{}, err
		}
		if len(rows) == 0 || rows[0].School != string(t.school) {
			return outcome{}, unknownLink()
		}
		m, err := t.member("id = ?", rows[0].Person)
		if errors.Is(err, errMissing) {
			return outcome{}, unknownLink()
		}
		if err != nil {
			return outcome{}, err
		}
		use, err := change(toLink(rows[0]), m)
		if err != nil {
			return outcome{}, err
		}
		err = t.gorm().Model(&linkRow{}).Where("hash = ?", string(hash)).Update("used", use.Session.Since.UTC()).Error
		if err == nil && use.Passphrase != "" {
			err = t.keepPassphrase(string(m.Staff.ID), use.Passphrase, act.At)
		}
		if err == nil && use.EndOthers {
			err = t.endAll(t.school, id.Person(m.Staff.ID))
		}
		if err == nil {
			err = t.begin(use.Session, use.Replaces)
		}
		return outcome{wrote: []written{{events: use.Events}}}, err
	}})
}

func (t *tx) keepPassphrase(staff, kept string, at time.Time) error {
	return put(t, []passphraseRow{{SchoolID: SchoolID(t.school), Staff: staff, Kept: kept, SetAt: at.UTC()}})
}
