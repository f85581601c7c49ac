package store

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/school"
)

// Custody is the store of the custody room.
func (s *Store) Custody() CustodyStore { return CustodyStore{s} }

// CustodyStore implements custody.Store, custody.CheckStore and custody.PermissionStore. What a desk does hundreds of
// times in ten minutes is prepared SQL under group commit; the rest is GORM.
type CustodyStore struct{ s *Store }

var (
	_ custody.Store           = CustodyStore{}
	_ custody.CheckStore      = CustodyStore{}
	_ custody.PermissionStore = CustodyStore{}
	_ custody.Schools         = SchoolStore{}
)

func init() {
	vouched["devices"] = vouch("id", func(r deviceRow) string { return r.ID })
	vouched["confiscations"] = vouch("id", func(r confiscationRow) string { return r.ID })
	vouched["class_checks"] = vouch("on_day || '/' || class", checkID)
}

// noChild is the answer for a child who is not there, and for one who is another school's: the same.
func noChild() error { return fault.New(fault.NotFound, "web.not_found", nil) }

const deviceColumns = `school_id, id, pupil, kind, label, colour, state, slot, condition, since, by_person, before,
	before_slot, open, made`

const confiscationColumns = `school_id, id, device, pupil, kind, ground, secret, stored, at, by_person, held,
	hold_reason, tell, tell_reason, tell_by, tell_at, contact_at, released_to, released_by, released_at, police_officer,
	police_reference, police_by, police_at, indecent, searched, deleted`

var (
	lockChild = prepared(`SELECT left_on FROM pupils WHERE school_id = ? AND id = ? {lock}`).
			atOnce(`SELECT n, left_on FROM unnest($2::text[]) WITH ORDINALITY AS one (pupil, n), LATERAL
			(SELECT left_on FROM pupils WHERE school_id = $1 AND id = pupil FOR UPDATE) p`)

	shelfDevices = prepared(`SELECT ` + deviceColumns + ` FROM devices WHERE school_id = ? AND pupil = ?
		ORDER BY made, id`).
		atOnce(`SELECT n, d.* FROM unnest($2::text[]) WITH ORDINALITY AS one (child, n), LATERAL
			(SELECT ` + deviceColumns + ` FROM devices WHERE school_id = $1 AND pupil = child ORDER BY made, id OFFSET 0) d`)
	shelfConfiscations = prepared(`SELECT ` + confiscationColumns + ` FROM confiscations
		WHERE school_id = ? AND pupil = ? ORDER BY at DESC, id`).
		atOnce(`SELECT n, c.* FROM unnest($2::text[]) WITH ORDINALITY AS one (child, n), LATERAL
			(SELECT ` + confiscationColumns + ` FROM confiscations WHERE school_id = $1 AND pupil = child
			ORDER BY at DESC, id OFFSET 0) c`)

	// In one row: hundreds would cost more than all else that a tap reads.
	takenSlots = prepared(`SELECT COALESCE(string_agg(CAST(slot AS text), ','), '') FROM devices
		WHERE school_id = ? AND slot IS NOT NULL`)

	insertDevice = prepared(`INSERT INTO devices (` + deviceColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).
		atOnce(`INSERT INTO devices (` + deviceColumns + `) SELECT $1::text, * FROM unnest($2::text[], $3::text[],
			$4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::timestamptz[], $11::text[],
			$12::text[], $13::bigint[], $14::text[], $15::bigint[])`)
	updateDevice = prepared(`UPDATE devices SET kind = ?, label = ?, colour = ?, state = ?, slot = ?, condition = ?,
		since = ?, by_person = ?, before = ?, before_slot = ?, open = ? WHERE school_id = ? AND id = ?`).
		atOnce(`UPDATE devices d SET kind = n.kind, label = n.label, colour = n.colour, state = n.state, slot = n.slot,
			condition = n.condition, since = n.since, by_person = n.by_person, before = n.before,
			before_slot = n.before_slot, open = n.open
			FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::timestamptz[],
			$8::text[], $9::text[], $10::bigint[], $11::text[], $13::text[]) AS n (kind, label, colour, state, slot,
			condition, since, by_person, before, before_slot, open, id)
			WHERE d.school_id = $12 AND d.id = n.id`)

	insertConfiscation = prepared(`INSERT INTO confiscations (` + confiscationColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	updateConfiscation = prepared(`UPDATE confiscations SET ground = ?, secret = ?, stored = ?, held = ?, hold_reason = ?,
		tell = ?, tell_reason = ?, tell_by = ?, tell_at = ?, contact_at = ?, released_to = ?, released_by = ?,
		released_at = ?, police_officer = ?, police_reference = ?, police_by = ?, police_at = ?, indecent = ?, searched = ?,
		deleted = ? WHERE school_id = ? AND id = ?`)

	insertContact = prepared(`INSERT INTO contact_log (school_id, confiscation, op, n, adult, how, outcome, at, by_person)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	insertSearch = prepared(`INSERT INTO searches (school_id, confiscation, op, n, at, by_person, consent, parent, how,
		witness, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
)

// into are where the columns of deviceColumns go.
func (r *deviceRow) into() []any {
	return []any{&r.SchoolID, &r.ID, &r.Pupil, &r.Kind, &r.Label, &r.Colour, &r.State, &r.Slot, &r.Condition, &r.Since,
		&r.ByPerson, &r.Before, &r.BeforeSlot, &r.Open, &r.Made}
}

// into are where the columns of confiscationColumns go.
func (r *confiscationRow) into() []any {
	return []any{&r.SchoolID, &r.ID, &r.Device, &r.Pupil, &r.Kind, &r.Ground, &r.Secret, &r.Stored, &r.At, &r.ByPerson,
		&r.Held, &r.HoldReason, &r.Tell, &r.TellReason, &r.TellBy, &r.TellAt, &r.ContactAt, &r.ReleasedTo, &r.ReleasedBy,
		&r.ReleasedAt, &r.PoliceOfficer, &r.PoliceReference, &r.PoliceBy, &r.PoliceAt, &r.Indecent, &r.Searched, &r.Deleted}
}

// Change implements custody.Store.
func (c CustodyStore) Change(ctx context.Context, act event.Act, ask custody.Ask, change custody.Change,
) (shelf custody.Shelf, err error) {
	var read shelfRead
	err = c.s.change(ctx, work{act: act, about: string(ask.Pupil),
		reads: func(t *tx) []call {
			read = shelfRead{}
			return read.calls(t, ask)
		},
		do: func(t *tx) (outcome, error) {
			was, err := read.shelf(t, ask, act.At)
			if err != nil {
				return outcome{}, err
			}
			now := copyShelf(was)
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			done, rows, err := t.keepShelf(act, was, now)
			shelf = now
			done.made, done.wrote = []string{string(ask.Pupil)}, []written{{events: events, rows: rows}}
			return done, err
		},
		again: func(t *tx, _ []string) error {
			shelf, err = read.shelf(t, ask, act.At)
			return err
		},
	})
	return shelf, err
}

// copyShelf is a shelf that can be altered while the other stays.
func copyShelf(s custody.Shelf) custody.Shelf {
	s.Devices = append([]custody.Device(nil), s.Devices...)
	s.Confiscations = append([]custody.Confiscation(nil), s.Confiscations...)
	return s
}

// shelfRead is what is read of a child, who is locked by it.
type shelfRead struct {
	found         bool
	leftOn        string
	devices       []custody.Device
	confiscations []custody.Confiscation
	carers        carersRead
}

func (r *shelfRead) calls(t *tx, ask custody.Ask) []call {
	key := []any{string(t.school), string(ask.Pupil)}
	calls := []call{
		{st: lockChild, args: key, row: func(scan func(...any) error) error {
			r.found = true
			return scan(&r.leftOn)
		}},
		{st: shelfDevices, args: key, row: func(scan func(...any) error) error {
			var row deviceRow
			err := scan(row.into()...)
			r.devices = append(r.devices, toDevice(row))
			return err
		}},
		{st: shelfConfiscations, args: key, row: func(scan func(...any) error) error {
			var row confiscationRow
			err := scan(row.into()...)
			r.confiscations = append(r.confiscations, toConfiscation(row))
			return err
		}},
	}
	if ask.Carers {
		calls = append(calls, call{st: carersOfChild, args: key, row: r.carers.row})
	}
	if ask.Slot {
		calls = append(calls, t.readSlots()...)
	}
	return calls
}

// shelf is what was read as custody sees it. Somebody who has left is gone, but not before the school has given back
// what it keeps of theirs.
func (r *shelfRead) shelf(t *tx, ask custody.Ask, now time.Time) (s custody.Shelf, err error) {
	kept := slices.ContainsFunc(r.devices, func(d custody.Device) bool {
		return d.State == custody.HandedIn || d.State == custody.Confiscated
	})
	left := r.leftOn != "" && r.leftOn <= string(clock.DateOf(now, school.London))
	if !r.found || left && !kept {
		return s, noChild()
	}
	s = custody.Shelf{School: t.school, Pupil: ask.Pupil, Devices: r.devices, Confiscations: r.confiscations}
	if ask.Slot {
		s.Free = t.freeSlot()
		if d := s.Device(ask.Back); d != nil && d.BeforeSlot > 0 && t.vacant(d.BeforeSlot) {
			s.Free = d.BeforeSlot
		}
	}
	if ask.Carers {
		s.Carers, err = r.carers.carers(t, ask.Pupil)
	}
	return s, err
}
