package store

import (
	"context"
	"errors"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
)

func schoolExists() error { return fault.New(fault.Conflict, "access.first_run.exists", nil) }

// founding lets one founding through at a time, of whatever school, and says whether there is a school already.
func (t *tx) founding() error {
	nobody := *t
	nobody.school = "" // one lock for all
	if err := t.store.engine.alone(&nobody, "founding"); err != nil {
		return err
	}
	var schools int64
	if err := t.gorm().Model(&schoolRow{}).Count(&schools).Error; err != nil {
		return err
	}
	if schools > 0 {
		return schoolExists()
	}
	return nil
}

// AddFirstLink implements access.FoundingStore.
func (a AccessStore) AddFirstLink(ctx context.Context, link access.Link) error {
	return a.s.direct(ctx, "", func(t *tx) error {
		if err := t.founding(); err != nil {
			return err
		}
		err := t.gorm().Where("purpose = ?", string(access.ForFirstAdministrator)).Delete(&linkRow{}).Error
		if err != nil {
			return err
		}
		row := fromLink(link)
		return t.gorm().Create(&row).Error
	})
}

// Found implements access.FoundingStore.
func (a AccessStore) Found(ctx context.Context, act event.Act, hash access.Hash, founding access.Founding,
	session access.Session, events []event.Event,
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		if err := t.founding(); err != nil {
			return outcome{}, err
		}
		link, err := first[linkRow](t, "hash = ? AND purpose = ?", string(hash), string(access.ForFirstAdministrator))
		if err != nil || link.Used != nil || !act.At.Before(link.Ends) {
			if err == nil || errors.Is(err, errMissing) {
				err = unknownLink()
			}
			return outcome{}, err
		}
		staff, err := fromStaff(founding.Administrator)
		if err != nil {
			return outcome{}, err
		}
		for _, step := range []func() error{
			func() error { return t.found(founding.School, act.At) },
			func() error { return put(t, []staffRow{staff}) },
			func() error { return t.keepPassphrase(staff.ID, founding.Passphrase, act.At) },
			func() error {
				return t.gorm().Model(&linkRow{}).Where("hash = ?", string(hash)).Update("used", act.At.UTC()).Error
			},
			func() error { return t.begin(session, "") },
		} {
			if err := step(); err != nil {
				return outcome{}, err
			}
		}
		return outcome{made: []string{string(founding.School.ID)}, wrote: []written{{events: events,
			rows: []evidence{evident(staff, staff.ID)}}}}, nil
	}})
}

// Guesses implements access.GuessStore.
func (a AccessStore) Guesses(ctx context.Context, keys []access.Hash) (guesses []access.Guess, err error) {
	err = a.s.read(ctx, "", func(t *tx) error {
		guesses, err = t.guesses(keys)
		return err
	})
	return guesses, err
}

func (t *tx) guesses(keys []access.Hash) ([]access.Guess, error) {
	var guesses []access.Guess
	for len(keys) > 0 {
		some := keys[:min(500, len(keys))]
		keys = keys[len(some):]
		var rows []guessRow
		if err := t.gorm().Where("hash IN ?", some).Order("hash").Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, row := range rows {
			guesses = append(guesses, toGuess(row))
		}
	}
	return guesses, nil
}

// SaveGuesses implements access.GuessStore.
func (a AccessStore) SaveGuesses(ctx context.Context, changes []access.GuessChange, forget time.Time,
) (guesses []access.Guess, err error) {
	err = a.s.direct(ctx, "", func(t *tx) error {
		if err := t.store.engine.alone(t, "guesses"); err != nil { // of no school: one for all
			return err
		}
		now := map[access.Hash]guessRow{}
		var keys []access.Hash
		for _, c := range changes {
			keys = append(keys, c.Key)
		}
		known, err := t.guesses(keys)
		if err != nil {
			return err
		}
		for _, g := range known {
			now[g.Key] = guessRow{Hash: string(g.Key), Failures: int64(g.Failures), Last: g.Last}
		}
		for _, c := range changes {
			row := now[c.Key]
			if c.Cleared {
				row.Failures = 0
			}
			row.Hash, row.Failures = string(c.Key), max(0, row.Failures+int64(c.Add))
			if last := c.Last.UTC(); last.After(row.Last) {
				row.Last = last
			}
			now[c.Key] = row
		}
		rows := make([]guessRow, 0, len(now))
		for _, row := range now {
			rows = append(rows, row)
		}
		if err := put(t, rows); err != nil {
			return err
		}
		if err := t.gorm().Where("last < ?", forget.UTC()).Delete(&guessRow{}).Error; err != nil {
			return err
		}
		guesses, err = t.guesses(keys)
		return err
	})
	return guesses, err
}
