package store

import (
	"cmp"
	"context"
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Access is the store of the access room.
func (s *Store) Access() AccessStore { return AccessStore{s} }

// AccessStore implements access.Store, access.CodeStore, access.FoundingStore and access.GuessStore.
type AccessStore struct{ s *Store }

var (
	_ access.Store         = AccessStore{}
	_ access.FoundingStore = AccessStore{}
	_ access.GuessStore    = AccessStore{}
	_ access.CodeStore     = AccessStore{}
)

func unknownLink() error   { return fault.New(fault.NotFound, "access.link.unknown", nil) }
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

// What is asked at every request is plain SQL: GORM takes three times as long over it. Nobody has to be kept from seeing in
// the time that it takes whether somebody is there, as in member: whoever has a session is.
var (
	sessionSeats = prepared(`SELECT sessions.kind, sessions.since, sessions.seen, seats.n, seats.school, seats.person,
		seats.standing, seats.since FROM sessions LEFT JOIN seats ON seats.session = sessions.hash
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
			err := scan(&row.Kind, &row.Since, &row.Seen, &n, &school, &person, &standing, &since)
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

// AddLink implements access.Store.
func (a AccessStore) AddLink(ctx context.Context, act event.Act, link access.Link,
	change func(access.Member) ([]event.Event, error),
) (kept bool, err error) {
	err = a.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			m, err := t.member("id = ?", string(link.Person))
			if errors.Is(err, errMissing) || err == nil && link.School != t.school {
				return outcome{}, unknownPerson()
			}
			if err != nil {
				return outcome{}, err
			}
			events, err := change(m)
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
		err = t.gorm().Model(&linkRow{}).Where("hash = ?", string(hash)).Update("used", act.At.UTC()).Error
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
		if err := t.begin(begin.Session, begin.Replaces); err != nil {
			return outcome{}, err
		}
		if begin.Rehashed != "" && len(begin.Session.Seats) > 0 {
			err := t.gorm().Model(&passphraseRow{}).
				Where("staff = ? AND kept = ?", string(begin.Session.Seats[0].Person), begin.Was).
				Update("kept", begin.Rehashed).Error
			if err != nil {
				return outcome{}, err
			}
		}
		return outcome{wrote: []written{{events: begin.Events}}}, nil
	}})
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
