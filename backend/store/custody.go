package store

import (
	"context"
	"fmt"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
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
	lockChild = prepared(`SELECT left_on FROM pupils WHERE school_id = ? AND id = ? {lock}`)

	shelfDevices = prepared(`SELECT ` + deviceColumns + ` FROM devices WHERE school_id = ? AND pupil = ?
		ORDER BY made, id`)
	shelfConfiscations = prepared(`SELECT ` + confiscationColumns + ` FROM confiscations
		WHERE school_id = ? AND pupil = ? ORDER BY at DESC, id`)

	// The lowest free slot: after 0 or after a taken one, wherever the next is not taken.
	freeSlot = prepared(`SELECT MIN(slot) + 1 FROM (
			SELECT 0 AS slot UNION ALL SELECT slot FROM devices WHERE school_id = ? AND slot IS NOT NULL
		) AS taken WHERE NOT EXISTS (SELECT 1 FROM devices AS next WHERE next.school_id = ? AND next.slot = taken.slot + 1)`)

	slotTaken = prepared(`SELECT slot FROM devices WHERE school_id = ? AND slot = ?`)

	insertDevice = prepared(`INSERT INTO devices (` + deviceColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	updateDevice = prepared(`UPDATE devices SET kind = ?, label = ?, colour = ?, state = ?, slot = ?, condition = ?,
		since = ?, by_person = ?, before = ?, before_slot = ?, open = ? WHERE school_id = ? AND id = ?`)

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
	err = c.s.change(ctx, work{act: act,
		do: func(t *tx) (outcome, error) {
			was, err := t.shelf(ask, act.At)
			if err != nil {
				return outcome{}, err
			}
			now := copyShelf(was)
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			rows, err := t.keepShelf(act, was, now)
			shelf = now
			return outcome{made: []string{string(ask.Pupil)}, wrote: []written{{events: events, rows: rows}}}, err
		},
		again: func(t *tx, _ []string) error {
			shelf, err = t.shelf(ask, act.At)
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

// shelf locks a child and reads what custody can change of them. Somebody who has left is gone, but not before the
// school has given back what it keeps of theirs.
func (t *tx) shelf(ask custody.Ask, now time.Time) (custody.Shelf, error) {
	s := custody.Shelf{School: t.school, Pupil: ask.Pupil}
	var leftOn string
	found, err := t.one(lockChild, []any{&leftOn}, string(t.school), string(ask.Pupil))
	if err != nil {
		return s, err
	}
	if !found {
		return s, noChild()
	}
	kept := false
	err = t.rows(shelfDevices, func(scan func(...any) error) error {
		var r deviceRow
		err := scan(r.into()...)
		d := toDevice(r)
		kept = kept || d.State == custody.HandedIn || d.State == custody.Confiscated
		s.Devices = append(s.Devices, d)
		return err
	}, string(t.school), string(ask.Pupil))
	if err != nil {
		return s, err
	}
	if leftOn != "" && leftOn <= string(clock.DateOf(now, school.London)) && !kept {
		return s, noChild()
	}
	err = t.rows(shelfConfiscations, func(scan func(...any) error) error {
		var r confiscationRow
		err := scan(r.into()...)
		s.Confiscations = append(s.Confiscations, toConfiscation(r))
		return err
	}, string(t.school), string(ask.Pupil))
	if err == nil && ask.Slot {
		_, err = t.one(freeSlot, []any{&s.Free}, string(t.school), string(t.school))
		if d := s.Device(ask.Back); err == nil && d != nil && d.BeforeSlot > 0 {
			var by int
			if found, err = t.one(slotTaken, []any{&by}, string(t.school), d.BeforeSlot); err == nil && !found {
				s.Free = d.BeforeSlot
			}
		}
	}
	if err == nil && ask.Carers {
		s.Carers, err = t.carers(ask.Pupil)
	}
	return s, err
}

// keepShelf writes what the change altered and returns the rows as they now stand.
func (t *tx) keepShelf(act event.Act, was, now custody.Shelf) (rows []evidence, err error) {
	had := map[id.Device]custody.Device{}
	for _, d := range was.Devices {
		had[d.ID] = d
	}
	// Devices that give up a slot go first: another of the child's may take it.
	for _, freeing := range []bool{true, false} {
		for i, d := range now.Devices {
			if before, known := had[d.ID]; known && before == d || (d.Slot == 0) != freeing {
				continue
			}
			_, known := had[d.ID]
			row := fromDevice(d, i)
			if err := t.keepDevice(row, known); err != nil {
				return nil, err
			}
			rows = append(rows, evident(row, row.ID))
		}
	}
	seized := map[id.Confiscation]custody.Confiscation{}
	for _, c := range was.Confiscations {
		seized[c.ID] = c
	}
	for _, c := range now.Confiscations {
		before, known := seized[c.ID]
		if known && before == c {
			continue
		}
		row := fromConfiscation(c)
		if err := t.keepConfiscation(row, known); err != nil {
			return nil, err
		}
		rows = append(rows, evident(row, row.ID))
	}
	for n, k := range now.Contacts {
		if _, err := t.exec(insertContact, string(t.school), string(k.Confiscation), string(act.Op), n, string(k.Adult),
			string(k.How), string(k.Outcome), k.At.UTC(), string(k.By)); err != nil {
			return nil, err
		}
	}
	for n, f := range now.Searches {
		if _, err := t.exec(insertSearch, string(t.school), string(f.Confiscation), string(act.Op), n, f.At.UTC(),
			string(f.By), string(f.Consent), string(f.Parent), string(f.How), string(f.Witness), string(f.Outcome)); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (t *tx) keepDevice(r deviceRow, known bool) error {
	if r.SchoolID != SchoolID(t.school) {
		return fmt.Errorf("%w: device %s", errOtherSchool, r.ID)
	}
	if !known {
		_, err := t.exec(insertDevice, string(r.SchoolID), r.ID, r.Pupil, r.Kind, r.Label, r.Colour, r.State, r.Slot,
			r.Condition, r.Since, r.ByPerson, r.Before, r.BeforeSlot, r.Open, r.Made)
		return err
	}
	return t.hit(t.exec(updateDevice, r.Kind, r.Label, r.Colour, r.State, r.Slot, r.Condition, r.Since, r.ByPerson, r.Before,
		r.BeforeSlot, r.Open, string(t.school), r.ID))
}

func (t *tx) keepConfiscation(r confiscationRow, known bool) error {
	if r.SchoolID != SchoolID(t.school) {
		return fmt.Errorf("%w: confiscation %s", errOtherSchool, r.ID)
	}
	if !known {
		_, err := t.exec(insertConfiscation, string(r.SchoolID), r.ID, r.Device, r.Pupil, r.Kind, r.Ground, r.Secret, r.Stored,
			r.At, r.ByPerson, r.Held, r.HoldReason, r.Tell, r.TellReason, r.TellBy, r.TellAt, r.ContactAt, r.ReleasedTo,
			r.ReleasedBy, r.ReleasedAt, r.PoliceOfficer, r.PoliceReference, r.PoliceBy, r.PoliceAt, r.Indecent, r.Searched,
			r.Deleted)
		return err
	}
	return t.hit(t.exec(updateConfiscation, r.Ground, r.Secret, r.Stored, r.Held, r.HoldReason, r.Tell, r.TellReason,
		r.TellBy, r.TellAt, r.ContactAt, r.ReleasedTo, r.ReleasedBy, r.ReleasedAt, r.PoliceOfficer, r.PoliceReference,
		r.PoliceBy, r.PoliceAt, r.Indecent, r.Searched, r.Deleted, string(t.school), r.ID))
}

// hit makes an update that met no row an error: a locked row cannot have gone.
func (t *tx) hit(changed int64, err error) error {
	if err == nil && changed != 1 {
		return errMissing
	}
	return err
}

// carers are the adults of a child by priority, each once: records that were merged are one adult under the stricter
// marks.
func (t *tx) carers(pupil id.Pupil) ([]custody.Carer, error) {
	families, err := t.families([]pupilRow{{ID: string(pupil)}})
	if err != nil {
		return nil, err
	}
	var carers []custody.Carer
	var marks []people.Marks
	at := map[id.Adult]int{}
	for _, around := range families[0].Contacts {
		i, known := at[around.Adult.ID]
		if !known {
			i = len(carers)
			at[around.Adult.ID] = i
			carers = append(carers, custody.Carer{ID: around.Adult.ID, Name: around.Adult.Called(),
				Relationship: around.Contact.Relationship})
			marks = append(marks, around.Contact.Marks())
		} else {
			marks[i] = marks[i].Stricter(around.Contact.Marks())
		}
	}
	for i, m := range marks {
		carers[i].MayBeTold, carers[i].MayCollect, carers[i].NoContact = m.MayBeTold, m.MayCollect, m.NoContact
	}
	return carers, nil
}
