package store

import (
	"context"
	"errors"
	"strings"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// People is the store of the people room.
func (s *Store) People() PeopleStore { return PeopleStore{s} }

// PeopleStore implements people.Roll.
type PeopleStore struct{ s *Store }

var _ people.Roll = PeopleStore{}

func init() {
	vouched["pupils"] = vouch("id", func(r pupilRow) string { return r.ID })
	vouched["adults"] = vouch("id", func(r adultRow) string { return r.ID })
	vouched["staff"] = vouch("id", func(r staffRow) string { return r.ID })
	vouched["contacts"] = vouch("pupil || '/' || adult", contactID)
}

func noPerson() error { return fault.New(fault.NotFound, "people.not_found", nil) }

// orNoPerson gives errMissing the room's words.
func orNoPerson(err error) error {
	if errors.Is(err, errMissing) {
		return noPerson()
	}
	return err
}

// State implements people.Roll.
func (p PeopleStore) State(ctx context.Context, school id.School) (state people.State, err error) {
	err = p.s.read(ctx, school, func(t *tx) error {
		state, err = t.state()
		return err
	})
	return state, err
}

// state is everybody, as the transaction sees them.
func (t *tx) state() (state people.State, err error) {
	if state.Pupils, err = all(t, "id", toPupil); err != nil {
		return state, err
	}
	if state.Adults, err = all(t, "id", toAdult); err != nil {
		return state, err
	}
	if state.Contacts, err = all(t, "pupil, adult", toContact); err != nil {
		return state, err
	}
	var staff []staffRow
	if err = t.gorm().Order("id").Find(&staff).Error; err != nil {
		return state, err
	}
	if state.Staff, err = toStaffs(staff); err != nil {
		return state, err
	}
	state.Apart, err = all(t, "a, b", func(r apartRow) people.Pair {
		return people.Pair{A: id.Adult(r.A),
			B: id.Adult(r.B)}
	})
	return state, err
}

// all reads a school's rows of one table in an order that the code gives.
func all[R model, T any](t *tx, order string, to func(R) T) ([]T, error) {
	var rows []R
	if err := t.gorm().Order(order).Find(&rows).Error; err != nil {
		return nil, err
	}
	things := make([]T, len(rows))
	for i, row := range rows {
		things[i] = to(row)
	}
	return things, nil
}

func toStaffs(rows []staffRow) ([]people.Staff, error) {
	staff := make([]people.Staff, len(rows))
	var err error
	for i, row := range rows {
		if staff[i], err = toStaff(row); err != nil {
			return nil, err
		}
	}
	return staff, nil
}

// onRoll is the condition for a pupil, or a member of staff, who has not left on the day given as its argument.
const onRoll = "(left_on = '' OR left_on > ?)"

// familiesWhere are the pupils who have a name, or whose contact has one, that every part of the text begins a part of.
// A merged record's contact answers to both its names.
func familiesWhere(q people.Query) (string, []any) {
	where, args := []string{onRoll}, []any{string(q.Today)}
	if q.Class != "" {
		where, args = append(where, "class = ?"), append(args, q.Class)
	}
	parts := people.SearchParts(q.Text)
	if len(parts) == 0 {
		return strings.Join(where, " AND "), args
	}
	// Parts hold letters, digits and marks only (people.Fold), so that none means something to LIKE.
	matches := func(column string) string {
		one := make([]string, len(parts))
		for i, part := range parts {
			one[i] = column + " LIKE ?"
			args = append(args, "% "+part+"%")
		}
		return strings.Join(one, " AND ")
	}
	own := matches("search_text")
	adult := matches("a.search_text")
	kept := matches("k.search_text")
	where = append(where, "("+own+` OR EXISTS (SELECT 1 FROM contacts c
		JOIN adults a ON a.school_id = c.school_id AND a.id = c.adult
		LEFT JOIN adults k ON k.school_id = a.school_id AND k.id = a.merged_into
		WHERE c.school_id = pupils.school_id AND c.pupil = pupils.id AND (`+adult+" OR "+kept+")))")
	return strings.Join(where, " AND "), args
}

// Families implements people.Roll.
func (p PeopleStore) Families(ctx context.Context, school id.School, q people.Query) (page people.FamilyPage,
	err error) {
	size := min(max(q.Size, 1), 100)
	where, args := familiesWhere(q)
	err = p.s.read(ctx, school, func(t *tx) error {
		page = people.FamilyPage{}
		var total int64
		if err := t.gorm().Model(&pupilRow{}).Where(where, args...).Count(&total).Error; err != nil {
			return err
		}
		page.Total = int(total)
		var rows []pupilRow
		err := t.gorm().Where(where, args...).Order("sort_name, id").Offset((max(q.Page, 1) - 1) * size).Limit(size).
			Find(&rows).Error
		if err != nil {
			return err
		}
		page.Families, err = t.families(rows)
		return err
	})
	return page, err
}

// ClassList implements people.Roll.
func (p PeopleStore) ClassList(ctx context.Context, school id.School, class string, today clock.Date,
) (pupils []people.Pupil, err error) {
	err = p.s.read(ctx, school, func(t *tx) error {
		var rows []pupilRow
		err := t.gorm().Where("class = ?", class).Where(onRoll, string(today)).Order("sort_name, id").Find(&rows).Error
		pupils = make([]people.Pupil, len(rows))
		for i, row := range rows {
			pupils[i] = toPupil(row)
		}
		return err
	})
	return pupils, err
}

// Classes implements people.Roll.
func (p PeopleStore) Classes(ctx context.Context, school id.School, today clock.Date) (classes []people.Class,
	err error) {
	err = p.s.read(ctx, school, func(t *tx) error {
		var rows []struct {
			Class, Year string
			Pupils      int
		}
		err := t.gorm().Model(&pupilRow{}).Select("class, year, COUNT(*) AS pupils").Where(onRoll, string(today)).
			Group("class, year").Order("class, year").Find(&rows).Error
		at := map[string]int{}
		classes = nil
		for _, row := range rows {
			year := people.Year(row.Year)
			i, known := at[row.Class]
			if !known {
				i = len(classes)
				at[row.Class] = i
				classes = append(classes, people.Class{Name: row.Class, Year: year})
			}
			classes[i].Pupils += row.Pupils
			if year.Order() < classes[i].Year.Order() {
				classes[i].Year = year
			}
		}
		return err
	})
	sortClasses(classes)
	return classes, err
}
