package store

import (
	"context"
	"reflect"

	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// door is the school's button; its zero where it was never opened.
func (t *tx) door() (d concern.Door, err error) {
	var rows []concernDoorRow
	if err := t.gorm().Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return d, err
	}
	return toDoor(rows[0]), nil
}

// Door implements concern.Store.
func (c ConcernStore) Door(ctx context.Context, school id.School) (d concern.Door, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		d, err = t.door()
		return err
	})
	return d, err
}

// ChangeDoor implements concern.Store.
func (c ConcernStore) ChangeDoor(ctx context.Context, act event.Act,
	change func(*concern.Door) ([]event.Event, error),
) error {
	return c.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		if err := t.store.engine.alone(t, "concern door"); err != nil {
			return outcome{}, err
		}
		was, err := t.door()
		if err != nil {
			return outcome{}, err
		}
		now := was
		events, err := change(&now)
		if err != nil || len(events) == 0 && reflect.DeepEqual(was, now) {
			return outcome{}, err
		}
		now.School = t.school
		if err := put(t, []concernDoorRow{fromDoor(now)}); err != nil {
			return outcome{}, err
		}
		if now, err = t.door(); err != nil {
			return outcome{}, err
		}
		return outcome{wrote: []written{{events: events, rows: []evidence{doorEvidence(now)}}}}, nil
	}})
}
