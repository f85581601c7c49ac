package store

import (
	"context"
	"errors"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// hereOrOwed is whoever is on the roll that day, or has left while the school still has something of theirs: a leaver's
// phone must be found at the desk to go home.
const hereOrOwed = `(left_on = '' OR left_on > ? OR id IN
	(SELECT pupil FROM devices WHERE devices.school_id = ? AND state IN ('handed_in', 'confiscated')))`

// What the office's screen reads: of a child the columns of one index, and a device of each who has one.
var (
	rosterPupils = prepared(`SELECT id, preferred, surname, class, year FROM pupils
		WHERE school_id = ? AND ` + hereOrOwed + ` ORDER BY class, sort_name, id`)
	rosterClass = prepared(`SELECT id, preferred, surname, class, year FROM pupils
		WHERE school_id = ? AND class = ? AND ` + hereOrOwed + ` ORDER BY class, sort_name, id`)
	rosterDevices = prepared(`SELECT ` + deviceColumns + ` FROM devices WHERE school_id = ? ORDER BY made, id`)
	rosterOfClass = prepared(`SELECT ` + deviceColumns + ` FROM devices WHERE school_id = ? AND pupil IN
		(SELECT id FROM pupils WHERE school_id = ? AND class = ?) ORDER BY made, id`)
	rosterKeeps = prepared(`SELECT pupil FROM exceptions
		WHERE school_id = ? AND from_day <= ? AND till_day >= ? AND ended_at IS NULL`)
)

// Roster implements custody.Store.
func (c CustodyStore) Roster(ctx context.Context, school id.School, class string, today clock.Date,
) (children []custody.Child, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		children = nil
		at := map[id.Pupil]int{}
		pupils, devices := rosterPupils, rosterDevices
		pupilArgs, deviceArgs := []any{string(school), string(today), string(school)}, []any{string(school)}
		if class != "" {
			pupils, devices = rosterClass, rosterOfClass
			pupilArgs = []any{string(school), class, string(today), string(school)}
			deviceArgs = []any{string(school), string(school), class}
		}
		err := t.rows(pupils, func(scan func(...any) error) error {
			var p people.Pupil
			err := scan(&p.ID, &p.Preferred, &p.Surname, &p.Class, &p.Year)
			at[p.ID] = len(children)
			children = append(children, custody.Child{ID: p.ID, Name: p.Called(), Class: p.Class, Year: yearCode(p.Year)})
			return err
		}, pupilArgs...)
		if err != nil {
			return err
		}
		err = t.rows(devices, func(scan func(...any) error) error {
			var r deviceRow
			err := scan(r.into()...)
			if i, here := at[id.Pupil(r.Pupil)]; here {
				children[i].Devices = append(children[i].Devices, toDevice(r))
			}
			return err
		}, deviceArgs...)
		if err != nil {
			return err
		}
		return t.rows(rosterKeeps, func(scan func(...any) error) error {
			var pupil id.Pupil
			err := scan(&pupil)
			if i, here := at[pupil]; here {
				children[i].Keeps = true
			}
			return err
		}, string(school), string(today), string(today))
	})
	return children, err
}

// yearCode is a year group as the desk writes it: "N", "R", "1" … "6".
func yearCode(y people.Year) string {
	switch y {
	case people.Nursery:
		return "N"
	case people.Reception:
		return "R"
	}
	return string(y)
}

// Confiscations implements custody.Store.
func (c CustodyStore) Confiscations(ctx context.Context, school id.School, open bool, since time.Time,
) (records []custody.Record, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		q := t.gorm().Order("at DESC, id")
		if open {
			q = q.Where("released_at IS NULL AND police_at IS NULL")
		} else {
			q = q.Where("released_at >= ? OR police_at >= ?", since.UTC(), since.UTC())
		}
		var rows []confiscationRow
		if err := q.Find(&rows).Error; err != nil {
			return err
		}
		records, err = t.records(rows, nil)
		return err
	})
	return records, err
}

// Confiscation implements custody.Store.
func (c CustodyStore) Confiscation(ctx context.Context, school id.School, wanted id.Confiscation,
) (record custody.Record, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		row, err := first[confiscationRow](t, "id = ?", string(wanted))
		if errors.Is(err, errMissing) {
			return noChild()
		}
		if err != nil {
			return err
		}
		var log []contactLogRow
		err = t.gorm().Where("confiscation = ?", string(wanted)).Order("at DESC, op, n").Find(&log).Error
		if err != nil {
			return err
		}
		records, err := t.records([]confiscationRow{row}, log)
		if err == nil {
			record = records[0]
		}
		return err
	})
	return record, err
}

// records adds to confiscations the names that their screens need, and to the one that log is of its contacts.
func (t *tx) records(rows []confiscationRow, log []contactLogRow) ([]custody.Record, error) {
	records := make([]custody.Record, len(rows))
	pupils, devices := map[string]pupilRow{}, map[string]deviceRow{}
	var pupilIDs, deviceIDs, persons []string
	for i, row := range rows {
		records[i] = custody.Record{Confiscation: toConfiscation(row), Names: map[id.Person]string{}}
		pupilIDs, deviceIDs = append(pupilIDs, row.Pupil), append(deviceIDs, row.Device)
		persons = append(persons, row.ByPerson, row.TellBy, row.ReleasedBy, row.ReleasedTo, row.PoliceBy)
	}
	for _, row := range log {
		records[0].Contacts = append(records[0].Contacts, toContactLog(row))
		persons = append(persons, row.ByPerson, row.Adult)
	}
	if err := byID(t, pupilIDs, func(r pupilRow) { pupils[r.ID] = r }); err != nil {
		return nil, err
	}
	if err := byID(t, deviceIDs, func(r deviceRow) { devices[r.ID] = r }); err != nil {
		return nil, err
	}
	names, err := t.names(persons)
	if err != nil {
		return nil, err
	}
	for i := range records {
		r := &records[i]
		pupil, device := pupils[string(r.Pupil)], devices[string(r.Device)]
		r.PupilName, r.Class = toPupil(pupil).Called(), pupil.Class
		r.DeviceName = device.Label
		if device.Label != "" && device.Colour != "" {
			r.DeviceName += ", "
		}
		r.DeviceName += device.Colour
		appear := []id.Person{r.By, r.TellBy, r.ReleasedBy, id.Person(r.ReleasedTo), r.PoliceBy}
		for _, k := range r.Contacts {
			appear = append(appear, k.By, id.Person(k.Adult))
		}
		for _, person := range appear {
			if name, known := names[person]; known {
				r.Names[person] = name
			}
		}
	}
	return records, nil
}

// byID reads the rows with those ids.
func byID[R model](t *tx, ids []string, found func(R)) error {
	for len(ids) > 0 {
		some := ids[:min(200, len(ids))]
		ids = ids[len(some):]
		var rows []R
		if err := t.gorm().Where("id IN ?", some).Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			found(row)
		}
	}
	return nil
}

// names are what staff and adults are called.
func (t *tx) names(persons []string) (map[id.Person]string, error) {
	names := map[id.Person]string{}
	err := byID(t, persons, func(r staffRow) {
		names[id.Person(r.ID)] = people.Staff{Title: r.Title, Forename: r.Forename, Surname: r.Surname}.Called()
	})
	if err != nil {
		return nil, err
	}
	return names, byID(t, persons, func(r adultRow) { names[id.Person(r.ID)] = toAdult(r).Called() })
}

// calledIn fills names: of each thing, the places of names and whose they are.
func calledIn[T any](t *tx, things []T, places func(*T) map[*string]id.Person) error {
	var persons []string
	for i := range things {
		for _, person := range places(&things[i]) {
			persons = append(persons, string(person))
		}
	}
	names, err := t.names(persons)
	for i := range things {
		for place, person := range places(&things[i]) {
			*place = names[person]
		}
	}
	return err
}

var (
	whoseConfiscation = prepared(`SELECT pupil FROM confiscations WHERE school_id = ? AND id = ?`)
	staffCalled       = prepared(`SELECT title, forename, surname FROM staff WHERE school_id = ? AND id = ?`)
)

// Whose implements custody.Store.
func (c CustodyStore) Whose(ctx context.Context, school id.School, wanted id.Confiscation) (pupil id.Pupil, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		found, err := t.one(whoseConfiscation, []any{&pupil}, string(school), string(wanted))
		if err == nil && !found {
			err = noChild()
		}
		return err
	})
	return pupil, err
}

// Called implements custody.Store.
func (c CustodyStore) Called(ctx context.Context, school id.School, staff id.Staff) (name string, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		var s people.Staff
		_, err := t.one(staffCalled, []any{&s.Title, &s.Forename, &s.Surname}, string(school), string(staff))
		name = s.Called()
		return err
	})
	return name, err
}

// HasClass implements custody.PermissionStore.
func (c CustodyStore) HasClass(ctx context.Context, school id.School, class string, today clock.Date) (has bool, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		var n int64
		err := t.gorm().Model(&pupilRow{}).Where("class = ?", class).Where(onRoll, string(today)).Count(&n).Error
		has = n > 0
		return err
	})
	return has, err
}

// Colleague implements custody.Store.
func (c CustodyStore) Colleague(ctx context.Context, school id.School, staff id.Staff, today clock.Date) (works bool,
	err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		var n int64
		err := t.gorm().Model(&staffRow{}).Where("id = ? AND (left_on = '' OR left_on > ?)", string(staff),
			string(today)).Count(&n).Error
		works = n > 0
		return err
	})
	return works, err
}
