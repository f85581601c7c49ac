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
	"lollipop/backend/people"
)

func unknownCode() error { return fault.New(fault.NotFound, "access.letter.unknown", nil) }

// seated reads who is behind each seat of a session, as they are now.
func (t *tx) seated(s access.Session) ([]access.Member, error) {
	var now []access.Member
	for _, seat := range s.Seats {
		there, err := t.in(seat.School)
		if err != nil {
			return nil, err
		}
		var m access.Member
		switch s.Kind {
		case people.ParentKind:
			m, err = there.adultMember(id.Adult(seat.Person))
		case people.PupilKind:
			m, err = there.pupilMember(id.Pupil(seat.Person))
		default:
			m, err = there.staffMember(id.Staff(seat.Person))
		}
		if err != nil && !errors.Is(err, errMissing) {
			return nil, err
		}
		now = append(now, m)
	}
	return now, nil
}

// adultMember is an adult with their families; errMissing where the school has none with that id.
func (t *tx) adultMember(adult id.Adult) (m access.Member, err error) {
	row, err := t.adult(string(adult))
	if err != nil {
		return m, err
	}
	m.Adult = toAdult(row)
	m.Families, err = t.familiesOf(row.ID)
	return m, err
}

func (t *tx) pupilMember(pupil id.Pupil) (m access.Member, err error) {
	row, err := t.pupil(string(pupil))
	if err == nil {
		m.Pupil = toPupil(row)
	}
	return m, err
}

// opened reads a code with what stands behind it, its rows locked where lock says so; errMissing where there is none.
func (t *tx) opened(hash access.Hash, lock bool) (o access.Opened, err error) {
	db := t.gorm()
	if lock { // whoever comes second waits here, and then sees that it is used
		db = db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	var rows []codeRow
	if err := db.Where("hash = ?", string(hash)).Find(&rows).Error; err != nil {
		return o, err
	}
	if len(rows) == 0 {
		return o, errMissing
	}
	o.KeptCode = toCode(rows[0])
	there, err := t.in(o.School)
	if err != nil {
		return o, err
	}
	switch o.Purpose {
	case access.ForLetter:
		err = there.openLetter(&o)
	case access.ForHandOver:
		var seats []codeSeatRow
		err = t.gorm().Where("code = ?", string(hash)).Order("n").Find(&seats).Error
		for _, s := range seats {
			o.Seats = append(o.Seats, access.Seat{School: id.School(s.School), Person: id.Person(s.Person),
				Since: s.Since.UTC()})
		}
		if err == nil {
			o.Members, err = t.seated(access.Session{Kind: people.ParentKind, Seats: o.Seats})
		}
	case access.ForClass:
		err = there.openClass(&o)
	}
	return o, err
}

func (t *tx) openLetter(o *access.Opened) error {
	row, err := first[letterRow](t, "hash = ?", string(o.Hash))
	if err != nil {
		return err
	}
	o.Letter = toLetter(row)
	adult, err := t.adultMember(o.Letter.Adult)
	if err != nil && !errors.Is(err, errMissing) {
		return err
	}
	o.Members = []access.Member{adult}
	child, err := t.pupilMember(o.Letter.Child)
	o.Child = child.Pupil
	if errors.Is(err, errMissing) {
		return nil
	}
	return err
}

func (t *tx) openClass(o *access.Opened) error {
	row, err := first[classCodeRow](t, "hash = ?", string(o.Hash))
	if err != nil {
		return err
	}
	var pupils []pupilRow
	err = t.gorm().Where("class = ?", row.Class).Order("sort_name, id").Find(&pupils).Error
	o.Class, o.Pupils = row.Class, each(pupils, toPupil)
	return err
}

// Code implements access.CodeStore.
func (a AccessStore) Code(ctx context.Context, hash access.Hash) (o access.Opened, found bool, err error) {
	err = a.s.read(ctx, "", func(t *tx) error {
		o, err = t.opened(hash, false)
		found = err == nil
		if errors.Is(err, errMissing) {
			o = access.Opened{}
			return nil
		}
		return err
	})
	return o, found, err
}

// ours is the opened code of an act's school, locked.
func (t *tx) ours(hash access.Hash) (access.Opened, error) {
	o, err := t.opened(hash, true)
	if errors.Is(err, errMissing) || err == nil && o.School != t.school {
		return access.Opened{}, unknownCode()
	}
	if err == nil {
		_, err = t.in(t.school) // a hand-over's seats may have led to other schools
	}
	return o, err
}

// UseCode implements access.CodeStore.
func (a AccessStore) UseCode(ctx context.Context, act event.Act, hash access.Hash, at time.Time,
	change func(access.Opened) (access.Use, error),
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		o, err := t.ours(hash)
		if err != nil {
			return outcome{}, err
		}
		use, err := change(o)
		if err != nil {
			return outcome{}, err
		}
		if use.Once {
			err = t.gorm().Model(&codeRow{}).Where("hash = ?", string(hash)).Update("used", at.UTC()).Error
		}
		if err == nil && use.Once && o.Purpose == access.ForLetter {
			err = t.gorm().Model(&letterRow{}).Where("hash = ?", string(hash)).Update("used", at.UTC()).Error
		}
		if err == nil {
			err = t.clear(use.Over)
		}
		if err == nil {
			err = t.follow(use)
		}
		return outcome{wrote: []written{{events: use.Events}}}, err
	}})
}

// follow begins a code's session. Where it has the seats of the one that it replaces, that one is still there: else
// somebody whom the office has signed out since would come in again beside the newcomer.
func (t *tx) follow(use access.Use) error {
	if use.Joins {
		gone := t.gorm().Where("hash = ?", string(use.Replaces)).Delete(&sessionRow{})
		if gone.Error != nil {
			return gone.Error
		}
		if gone.RowsAffected == 0 {
			return fault.New(fault.Unavailable, "web.unavailable", nil)
		}
		// The telephone rings on for those who were signed in on it, whoever comes beside them.
		if err := t.moveDevices(string(use.Replaces), string(use.Session.Hash)); err != nil {
			return err
		}
	}
	return t.begin(use.Session, use.Replaces)
}

// KeepCode implements access.CodeStore.
func (a AccessStore) KeepCode(ctx context.Context, act event.Act, code access.KeptCode, stale time.Time,
	events []event.Event,
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		if err := t.forgetCodes(stale); err != nil {
			return outcome{}, err
		}
		if err := t.stillIn(code); err != nil {
			return outcome{}, err
		}
		row := fromCode(code)
		if err := t.gorm().Create(&row).Error; err != nil {
			return outcome{}, err
		}
		seats := make([]codeSeatRow, len(code.Seats))
		for i, s := range code.Seats {
			seats[i] = codeSeatRow{Code: row.Hash, N: int64(i), School: string(s.School), Person: string(s.Person),
				Since: s.Since.UTC()}
		}
		err := put(t, seats)
		if err == nil && code.Purpose == access.ForClass {
			err = put(t, []classCodeRow{{SchoolID: SchoolID(t.school), Hash: row.Hash, Class: code.Class}})
		}
		return outcome{wrote: []written{{events: events}}}, err
	}})
}

// stillIn reports it as a fault where whoever hands over is signed in nowhere by now.
func (t *tx) stillIn(code access.KeptCode) error {
	if code.Purpose != access.ForHandOver {
		return nil
	}
	var seats int64
	err := t.gorm().Model(&seatRow{}).Where("school = ? AND person = ?", string(code.School), string(code.Person)).
		Count(&seats).Error
	if err == nil && seats == 0 {
		err = fault.New(fault.SignedOut, "access.session.over", nil)
	}
	return err
}

// forgetCodes deletes the school's codes that ended long ago: letters' records stay.
func (t *tx) forgetCodes(stale time.Time) error {
	old := t.gorm().Model(&codeRow{}).Select("hash").Where("school = ? AND ends < ?", string(t.school), stale.UTC())
	if err := t.gorm().Where("hash IN (?)", old).Delete(&classCodeRow{}).Error; err != nil {
		return err
	}
	return t.gorm().Where("school = ? AND ends < ?", string(t.school), stale.UTC()).Delete(&codeRow{}).Error
}
