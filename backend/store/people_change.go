package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

func sortClasses(classes []people.Class) {
	slices.SortFunc(classes, func(a, b people.Class) int {
		return cmp.Or(cmp.Compare(a.Year.Order(), b.Year.Order()), strings.Compare(a.Name, b.Name))
	})
}

// StaffList implements people.Roll.
func (p PeopleStore) StaffList(ctx context.Context, school id.School) (staff []people.Staff, err error) {
	err = p.s.read(ctx, school, func(t *tx) error {
		var rows []staffRow
		if err := t.gorm().Order("sort_name, id").Find(&rows).Error; err != nil {
			return err
		}
		staff, err = toStaffs(rows)
		return err
	})
	return staff, err
}

// StaffRecords implements people.Roll.
func (p PeopleStore) StaffRecords(ctx context.Context, school id.School, staff id.Staff,
) (approvals []people.Approval, declarations []people.Declaration, err error) {
	err = p.s.read(ctx, school, func(t *tx) error {
		approvals, declarations = nil, nil
		if _, err := first[staffRow](t, "id = ?", string(staff)); err != nil {
			return orNoPerson(err)
		}
		var given []approvalRow
		if err := t.gorm().Where("staff = ?", string(staff)).Order("at, op").Find(&given).Error; err != nil {
			return err
		}
		for _, row := range given {
			approvals = append(approvals, toApproval(row))
		}
		var told []declarationRow
		if err := t.gorm().Where("staff = ?", string(staff)).Order("at, op").Find(&told).Error; err != nil {
			return err
		}
		for _, row := range told {
			declarations = append(declarations, toDeclaration(row))
		}
		return nil
	})
	return approvals, declarations, err
}

// ChangeRoll implements people.Roll.
func (p PeopleStore) ChangeRoll(ctx context.Context, act event.Act,
	change func(people.State) (people.Changes, []event.Event, error),
) error {
	return p.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		if err := t.store.engine.alone(t, "people"); err != nil {
			return outcome{}, err
		}
		state, err := t.state()
		if err != nil {
			return outcome{}, err
		}
		changes, events, err := change(state)
		if err != nil {
			return outcome{}, err
		}
		rows, err := t.apply(changes)
		return outcome{wrote: []written{{events: events, rows: rows}}}, err
	}})
}

// apply writes the changes, what others point at first, and returns the rows as they now stand.
func (t *tx) apply(c people.Changes) (rows []evidence, err error) {
	pupils, adults, contacts := each(c.Pupils, fromPupil), each(c.Adults, fromAdult), each(c.Contacts, fromContact)
	staff := make([]staffRow, len(c.Staff))
	for i, s := range c.Staff {
		if staff[i], err = fromStaff(s); err != nil {
			return nil, err
		}
	}
	school := SchoolID(t.school)
	steps := []func() error{
		// Whoever goes or leaves makes room for a number or an address that somebody else has now.
		func() error { return t.remove(c.Gone) },
		func() error { return put(t, leaversFirst(pupils, func(r pupilRow) bool { return r.LeftOn != "" })) },
		func() error { return t.rejoined(c.Adults) },
		func() error { return put(t, adults) },
		func() error { return put(t, contacts) },
		func() error { return put(t, leaversFirst(staff, func(r staffRow) bool { return r.LeftOn != "" })) },
		func() error {
			return put(t, each(c.Apart, func(p people.Pair) apartRow { return apartRow{school, string(p.A), string(p.B)} }))
		},
		func() error { return put(t, each(c.Approvals, fromApproval)) },
		func() error { return put(t, each(c.Declarations, fromDeclaration)) },
		func() error { return t.together(c.Together) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for _, gone := range c.Gone.Contacts {
		rows = append(rows, evidence{table: "contacts", id: string(gone.Pupil) + "/" + string(gone.Adult)})
	}
	rows = append(rows, goneRows("pupils", c.Gone.Pupils)...)
	rows = append(rows, goneRows("adults", c.Gone.Adults)...)
	rows = append(rows, goneRows("staff", c.Gone.Staff)...)
	for _, r := range pupils {
		rows = append(rows, evident(r, r.ID))
	}
	for _, r := range adults {
		rows = append(rows, evident(r, r.ID))
	}
	for _, r := range contacts {
		rows = append(rows, evident(r, contactID(r)))
	}
	for _, r := range staff {
		rows = append(rows, evident(r, r.ID))
	}
	return rows, nil
}

// rejoined ends the sessions of both records where one is merged into another, or parted from it: who is who has
// changed, and with it whose children a telephone shows.
func (t *tx) rejoined(adults []people.Adult) error {
	into := map[string]id.Adult{}
	for some := range slices.Chunk(adults, 200) {
		ids := make([]string, len(some))
		for i, a := range some {
			ids[i], into[string(a.ID)] = string(a.ID), a.MergedInto
		}
		var before []adultRow
		if err := t.gorm().Where("id IN ?", ids).Find(&before).Error; err != nil {
			return err
		}
		for _, row := range before {
			was, is := id.Adult(row.MergedInto), into[row.ID]
			if was == is {
				continue
			}
			for _, adult := range []id.Adult{id.Adult(row.ID), was, is} {
				if err := t.expel(t.school, id.Person(adult)); adult != "" && err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func goneRows[T ~string](table string, ids []T) []evidence {
	rows := make([]evidence, len(ids))
	for i, gone := range ids {
		rows[i] = evidence{table: table, id: string(gone)}
	}
	return rows
}

// each converts a list.
func each[T, R any](things []T, from func(T) R) []R {
	rows := make([]R, len(things))
	for i, thing := range things {
		rows[i] = from(thing)
	}
	return rows
}

func leaversFirst[R any](rows []R, left func(R) bool) []R {
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b R) int {
		return cmp.Compare(map[bool]int{true: 0, false: 1}[left(a)], map[bool]int{true: 0, false: 1}[left(b)])
	})
	return sorted
}

func (t *tx) remove(gone people.Keys) error {
	for _, c := range gone.Contacts {
		err := t.gorm().Where("pupil = ? AND adult = ?", string(c.Pupil), string(c.Adult)).Delete(&contactRow{}).Error
		if err != nil {
			return err
		}
	}
	for some := range slices.Chunk(gone.Pupils, 200) {
		if err := t.gorm().Where("id IN ?", some).Delete(&pupilRow{}).Error; err != nil {
			return err
		}
	}
	for some := range slices.Chunk(gone.Adults, 200) {
		if err := t.gorm().Where("id IN ?", some).Delete(&adultRow{}).Error; err != nil {
			return err
		}
	}
	for some := range slices.Chunk(gone.Staff, 200) {
		if err := t.gorm().Where("id IN ?", some).Delete(&staffRow{}).Error; err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) together(pairs []people.Pair) error {
	for _, p := range pairs {
		if err := t.gorm().Where("a = ? AND b = ?", string(p.A), string(p.B)).Delete(&apartRow{}).Error; err != nil {
			return err
		}
	}
	return nil
}
