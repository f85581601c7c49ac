package store

import (
	"cmp"
	"context"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// What is asked at every request is plain SQL: GORM takes three times as long over it. Nobody has to be kept from seeing in
// the time that it takes whether somebody is there, as in member: whoever has a session is.
var (
	sessionSeats = prepared(`SELECT sessions.kind, sessions.since, sessions.seen, sessions.proved, sessions.renewed,
		sessions.told, seats.n, seats.school, seats.person, seats.standing, seats.since FROM sessions LEFT JOIN seats ON seats.session = sessions.hash
		WHERE sessions.hash = ? ORDER BY seats.n`)
	seatedStaff = prepared(`SELECT school_id, id, code, title, forename, surname, email, issued_phone, roles, classes,
		left_on,
		COALESCE((SELECT name FROM school_profiles WHERE school_profiles.school_id = staff.school_id), ''),
		COALESCE((SELECT kept FROM passphrases WHERE passphrases.school_id = staff.school_id
			AND passphrases.staff = staff.id), '')
		FROM staff WHERE school_id = ? AND id = ?`)
)

// staffMember is the member of staff in a seat, as they are now; errMissing where the school has none with that id.
func (t *tx) staffMember(staff id.Staff) (m access.Member, err error) {
	var r staffRow
	found, err := t.one(seatedStaff, []any{&r.SchoolID, &r.ID, &r.Code, &r.Title, &r.Forename, &r.Surname, &r.Email,
		&r.IssuedPhone, &r.Roles, &r.Classes, &r.LeftOn, &m.SchoolName, &m.Passphrase}, string(t.school), string(staff))
	if err == nil && !found {
		err = errMissing
	}
	if err == nil {
		m.Staff, err = toStaff(r)
	}
	if err != nil {
		return access.Member{}, err
	}
	return m, nil
}

// Session implements access.Store.
func (a AccessStore) Session(ctx context.Context, hash access.Hash,
) (s access.Session, now []access.Member, found bool, err error) {
	err = a.s.read(ctx, "", func(t *tx) error {
		s, now, found = access.Session{}, nil, false
		row, seats := sessionRow{Hash: string(hash)}, []seatRow(nil)
		err := t.rows(sessionSeats, func(scan func(...any) error) error {
			found = true
			var n *int64 // NULL where nobody is seated any more
			var school, person, standing *string
			var since *time.Time
			err := scan(&row.Kind, &row.Since, &row.Seen, &row.Proved, &row.Renewed, &row.Told, &n, &school, &person, &standing,
				&since)
			if err == nil && n != nil {
				seats = append(seats, seatRow{Session: row.Hash, N: *n, School: *school, Person: *person, Standing: *standing,
					Since: since})
			}
			return err
		}, string(hash))
		if err != nil || !found {
			return err
		}
		s = toSession(row, seats)
		now, err = t.seated(s)
		return err
	})
	return s, now, found && err == nil, err
}

// begin keeps a session in place of another; without a hash there is none to keep.
func (t *tx) begin(s access.Session, replaces access.Hash) error {
	if replaces != "" {
		if err := t.end(string(replaces)); err != nil {
			return err
		}
	}
	if s.Hash == "" {
		return nil
	}
	row := sessionRow{Hash: string(s.Hash), Kind: string(cmp.Or(s.Kind, people.StaffKind)), Since: s.Since.UTC(),
		Seen: s.Seen.UTC()}
	if err := t.gorm().Create(&row).Error; err != nil {
		return err
	}
	seats := make([]seatRow, len(s.Seats))
	for i, seat := range s.Seats {
		seats[i] = seatRow{Session: row.Hash, N: int64(i), School: string(seat.School), Person: string(seat.Person),
			Standing: string(seat.Standing), Since: stamp(seat.Since)}
	}
	return put(t, seats)
}

// clear deletes the sessions that are over for good.
func (t *tx) clear(all []access.Over) error {
	for _, over := range all {
		err := t.gorm().Where("kind = ? AND (since < ? OR seen < ?)", string(over.Kind), over.Since.UTC(), over.Seen.UTC()).
			Delete(&sessionRow{}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// end deletes sessions; their seats go with them.
func (t *tx) end(hashes ...string) error {
	return t.gorm().Where("hash IN ?", hashes).Delete(&sessionRow{}).Error
}

// endAll deletes every session in which somebody has a seat.
func (t *tx) endAll(school id.School, person id.Person) error {
	return t.gorm().Where("hash IN (SELECT session FROM seats WHERE school = ? AND person = ?)", string(school),
		string(person)).Delete(&sessionRow{}).Error
}

// Begin implements access.Store.
func (a AccessStore) Begin(ctx context.Context, act event.Act, begin access.Beginning) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		if err := t.clear(begin.Over); err != nil {
			return outcome{}, err
		}
		if begin.Rehashed != "" && len(begin.Session.Seats) > 0 {
			if err := t.rehash(begin, begin.Session.Seats[0].Person, act.At); err != nil {
				return outcome{}, err
			}
		}
		return outcome{wrote: []written{{events: begin.Events}}}, t.begin(begin.Session, begin.Replaces)
	}})
}

// rehash keeps another string of a passphrase for the one that it was.
func (t *tx) rehash(begin access.Beginning, person id.Person, at time.Time) error {
	set := map[string]any{"kept": begin.Rehashed}
	if begin.Chosen {
		set["set_at"] = at.UTC()
	}
	done := t.gorm().Model(&passphraseRow{}).Where("staff = ? AND kept = ?", string(person), begin.Was).Updates(set)
	switch {
	case done.Error != nil || !begin.Chosen:
		return done.Error
	case done.RowsAffected != 1:
		return fault.New(fault.Conflict, "access.passphrase.meanwhile", nil)
	}
	return t.endAll(t.school, person)
}

// Touch implements access.Store.
func (a AccessStore) Touch(ctx context.Context, hash access.Hash, at time.Time) error {
	return a.s.direct(ctx, "", func(t *tx) error {
		return t.gorm().Model(&sessionRow{}).Where("hash = ? AND seen < ?", string(hash), at.UTC()).
			Update("seen", at.UTC()).Error
	})
}

// End implements access.Store.
func (a AccessStore) End(ctx context.Context, act event.Act, hash access.Hash, school id.School, person id.Person,
	events []event.Event,
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		err := error(nil)
		if hash != "" {
			err = t.end(string(hash))
		} else {
			err = t.expel(school, person)
		}
		return outcome{wrote: []written{{events: events}}}, err
	}})
}
