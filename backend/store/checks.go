package store

import (
	"context"
	"errors"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// ChangeCheck implements custody.CheckStore.
func (c CustodyStore) ChangeCheck(ctx context.Context, act event.Act, class string, on clock.Date,
	change func(*custody.Check) ([]event.Event, error),
) (now custody.Check, err error) {
	read := func(t *tx) (custody.Check, error) {
		row, err := first[checkRow](t, "on_day = ? AND class = ?", string(on), class)
		if errors.Is(err, errMissing) {
			return custody.Check{School: t.school, Class: class, On: on}, nil
		}
		if err != nil {
			return custody.Check{}, err
		}
		return toCheck(row)
	}
	err = c.s.change(ctx, work{act: act,
		do: func(t *tx) (outcome, error) {
			if _, err := first[pupilRow](t, "class = ? AND "+onRoll, class, string(on)); err != nil {
				if errors.Is(err, errMissing) {
					err = noChild()
				}
				return outcome{}, err
			}
			if now, err = read(t); err != nil {
				return outcome{}, err
			}
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			row, err := fromCheck(now)
			if err == nil {
				err = put(t, []checkRow{row})
			}
			return outcome{wrote: []written{{events: events, rows: []evidence{evident(row, checkID(row))}}}}, err
		},
		again: func(t *tx, _ []string) error {
			now, err = read(t)
			return err
		},
	})
	return now, err
}

// Checks implements custody.CheckStore.
func (c CustodyStore) Checks(ctx context.Context, school id.School, on clock.Date) (checks []custody.Check, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		checks = nil
		var rows []checkRow
		if err := t.gorm().Where("on_day = ?", string(on)).Order("class").Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			check, err := toCheck(row)
			if err != nil {
				return err
			}
			checks = append(checks, check)
		}
		return calledIn(t, checks, func(c *custody.Check) map[*string]id.Person {
			return map[*string]id.Person{&c.ByName: c.By}
		})
	})
	return checks, err
}

// checkedPupils are the children who stand in a class check with something out of order.
func (t *tx) checkedPupils() (map[id.Pupil]bool, error) {
	var rows []checkRow
	if err := t.gorm().Where("exceptions NOT IN ('', '{}', 'null')").Find(&rows).Error; err != nil {
		return nil, err
	}
	checked := map[id.Pupil]bool{}
	for _, row := range rows {
		check, err := toCheck(row)
		if err != nil {
			return nil, err
		}
		for pupil := range check.Exceptions {
			checked[pupil] = true
		}
	}
	return checked, nil
}
