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

// Held implements access.FactorStore.
func (a AccessStore) Held(ctx context.Context, school id.School, person id.Person) (h access.Held, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		h, err = t.held(string(person))
		return err
	})
	return h, err
}

func (t *tx) held(staff string) (h access.Held, err error) {
	if h.Member, err = t.member("id = ?", staff); err != nil && !errors.Is(err, errMissing) {
		return h, err
	}
	var factors []factorRow
	var codes []recoveryRow
	err = t.gorm().Where("staff = ?", staff).Order("made, id").Find(&factors).Error
	if err == nil {
		err = t.gorm().Where("staff = ?", staff).Order("hash").Find(&codes).Error
	}
	if err == nil {
		h.News, err = t.factorNews(staff)
	}
	for _, r := range factors {
		h.Factors = append(h.Factors, toFactor(r))
	}
	for _, r := range codes {
		h.Codes = append(h.Codes, access.RecoveryCode{Hash: access.Hash(r.Hash), Used: moment(r.Used)})
	}
	return h, err
}

func (t *tx) factorNews(staff string) (access.FactorNews, error) {
	row, err := first[factorNewsRow](t, "staff = ?", staff)
	if errors.Is(err, errMissing) {
		return access.FactorNews{}, nil
	}
	return toFactorNews(row), err
}

// FactorNews implements access.FactorStore.
func (a AccessStore) FactorNews(ctx context.Context, school id.School, person id.Person) (n access.FactorNews, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		n, err = t.factorNews(string(person))
		return err
	})
	return n, err
}

// ChangeFactors implements access.FactorStore.
func (a AccessStore) ChangeFactors(ctx context.Context, act event.Act, session access.Hash, person id.Person,
	change func(access.Held) (access.FactorChange, error),
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		err := t.holdStaff(person)
		if err == nil && session != "" {
			err = t.stillSeated(session, person)
		}
		if err != nil {
			return outcome{}, err
		}
		held, err := t.held(string(person))
		if err == nil {
			held.Given, err = t.given(string(person))
		}
		if err != nil {
			return outcome{}, err
		}
		done, err := change(held)
		if err == nil {
			err = t.keepFactors(string(person), done)
		}
		if err == nil {
			err = t.proves(session, person, done)
		}
		return outcome{wrote: []written{{events: done.Events}}}, err
	}})
}

// stillSeated is fault SignedOut where the person sits in that session no more.
func (t *tx) stillSeated(session access.Hash, person id.Person) error {
	seat, err := first[seatRow](t, "session = ? AND school = ? AND person = ?", string(session), string(t.school),
		string(person))
	if errors.Is(err, errMissing) || err == nil && seat.Session == "" {
		return fault.New(fault.SignedOut, "access.session.over", nil)
	}
	return err
}

// keepFactors writes what a change says of factors, codes and news.
func (t *tx) keepFactors(staff string, c access.FactorChange) error {
	var err error
	if len(c.Remove) > 0 {
		gone := make([]string, len(c.Remove))
		for i, f := range c.Remove {
			gone[i] = string(f)
		}
		err = t.gorm().Where("staff = ? AND id IN ?", staff, gone).Delete(&factorRow{}).Error
	}
	rows := make([]factorRow, len(c.Keep))
	for i, f := range c.Keep {
		rows[i] = factorRow{SchoolID: SchoolID(t.school), ID: string(f.ID), Staff: staff, Kind: string(f.Kind),
			Name: f.Name, Kept: f.Kept, Step: f.Step, Made: f.Made.UTC(), Last: stamp(f.Last)}
	}
	if err == nil {
		err = put(t, rows)
	}
	if err == nil && c.Codes != nil {
		err = t.gorm().Where("staff = ?", staff).Delete(&recoveryRow{}).Error
	}
	codes := make([]recoveryRow, len(c.Codes))
	for i, hash := range c.Codes {
		codes[i] = recoveryRow{SchoolID: SchoolID(t.school), Staff: staff, Hash: string(hash)}
	}
	if err == nil {
		err = put(t, codes)
	}
	if err == nil && c.Uses != "" {
		err = t.gorm().Model(&recoveryRow{}).Where("staff = ? AND hash = ?", staff, string(c.Uses)).
			Update("used", c.At.UTC()).Error
	}
	if err == nil && c.News.What != "" {
		err = put(t, []factorNewsRow{{SchoolID: SchoolID(t.school), Staff: staff, What: c.News.What,
			At: c.News.At.UTC()}})
	}
	return err
}

// proves writes what a change says of the session that asks, and ends the person's others.
func (t *tx) proves(session access.Hash, person id.Person, c access.FactorChange) error {
	var err error
	if c.EndOthers {
		err = t.gorm().Where("hash <> ? AND hash IN (SELECT session FROM seats WHERE school = ? AND person = ?)",
			string(session), string(t.school), string(person)).Delete(&sessionRow{}).Error
	}
	if err == nil && c.Settles {
		err = t.gorm().Where("session = ?", string(session)).Delete(&challengeRow{}).Error
	}
	var at any
	if c.Proves {
		at = c.At.UTC()
	}
	if err == nil && (c.Proves || c.Unproves) {
		err = t.gorm().Model(&sessionRow{}).Where("hash = ?", string(session)).
			Updates(map[string]any{"proved": at, "renewed": at}).Error
	}
	return err
}

// Await implements access.FactorStore.
func (a AccessStore) Await(ctx context.Context, c access.Challenge) error {
	return a.s.direct(ctx, "", func(t *tx) error {
		// Held, so that it cannot end between the look and the row that refers to it.
		var sessions []sessionRow
		err := t.gorm().Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Where("hash = ?", string(c.Session)).
			Find(&sessions).Error
		if err != nil || len(sessions) == 0 {
			return err
		}
		return put(t, []challengeRow{{Session: string(c.Session), What: string(c.What), Kept: c.Kept, Ends: c.Ends.UTC()}})
	})
}

// Awaited implements access.FactorStore.
func (a AccessStore) Awaited(ctx context.Context, session access.Hash, what access.Asking) (c access.Challenge, found bool,
	err error,
) {
	err = a.s.read(ctx, "", func(t *tx) error {
		row, err := first[challengeRow](t, "session = ? AND what = ?", string(session), string(what))
		c, found = toChallenge(row), err == nil
		if errors.Is(err, errMissing) {
			return nil
		}
		return err
	})
	return c, found && err == nil, err
}

// Take implements access.FactorStore.
func (a AccessStore) Take(ctx context.Context, session access.Hash, what access.Asking) (c access.Challenge, found bool,
	err error,
) {
	err = a.s.direct(ctx, "", func(t *tx) error {
		row, err := first[challengeRow](t, "session = ? AND what = ?", string(session), string(what))
		if errors.Is(err, errMissing) {
			found = false
			return nil
		}
		if err != nil {
			return err
		}
		gone := t.gorm().Where("session = ? AND what = ?", string(session), string(what)).Delete(&challengeRow{})
		c, found = toChallenge(row), gone.RowsAffected == 1
		return gone.Error
	})
	return c, found && err == nil, err
}

// Renew implements access.FactorStore.
func (a AccessStore) Renew(ctx context.Context, session access.Hash, at time.Time) error {
	return a.s.direct(ctx, "", func(t *tx) error {
		return t.gorm().Model(&sessionRow{}).Where("hash = ? AND proved IS NOT NULL AND renewed < ?", string(session),
			at.UTC()).Update("renewed", at.UTC()).Error
	})
}

// ReadNews implements access.FactorStore.
func (a AccessStore) ReadNews(ctx context.Context, session access.Hash, school id.School, person id.Person, at time.Time,
) error {
	return a.s.direct(ctx, school, func(t *tx) error {
		err := t.gorm().Model(&sessionRow{}).Where("hash = ?", string(session)).Update("told", at.UTC()).Error
		if err != nil {
			return err
		}
		return t.gorm().Model(&factorNewsRow{}).Where("staff = ? AND read_at IS NULL", string(person)).
			Update("read_at", at.UTC()).Error
	})
}
