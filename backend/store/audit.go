package store

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Audit is the store of the audit room.
func (s *Store) Audit() AuditStore { return AuditStore{s} }

// AuditStore implements audit.Store.
type AuditStore struct{ s *Store }

var _ audit.Store = AuditStore{}

// vouched reads rows of state in their canonical form, table by table: each room's file adds its own.
var vouched = map[string]func(t *tx, ids []string) (map[string][]byte, error){}

// Records implements audit.Store.
func (a AuditStore) Records(ctx context.Context, school id.School, chain audit.Chain, after int64, limit int,
) (records []audit.Record, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		var rows []eventRow
		err := t.gorm().Where("chain = ? AND position > ?", string(chain), after).Order("position").Limit(limit).
			Find(&rows).Error
		for _, row := range rows {
			records = append(records, toRecord(row))
		}
		return err
	})
	return records, err
}

// Head implements audit.Store.
func (a AuditStore) Head(ctx context.Context, school id.School, chain audit.Chain) (audit.Head, error) {
	head := audit.Head{School: school, Chain: chain}
	err := a.s.read(ctx, school, func(t *tx) error {
		var rows []chainRow
		if err := t.gorm().Where("chain = ?", string(chain)).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
			return err
		}
		head.Position, head.Link = rows[0].Position, rows[0].Link
		var last []eventRow
		err := t.gorm().Select("at").Where("chain = ? AND position = ?", string(chain), head.Position).Limit(1).
			Find(&last).Error
		if len(last) > 0 {
			head.At = last[0].At.UTC()
		}
		return err
	})
	return head, err
}

// HeadBefore implements audit.Store.
func (a AuditStore) HeadBefore(ctx context.Context, school id.School, chain audit.Chain, before time.Time,
) (audit.Head, error) {
	head := audit.Head{School: school, Chain: chain}
	err := a.s.read(ctx, school, func(t *tx) error {
		var rows []eventRow
		err := t.gorm().Select("position", "at", "link").Where("chain = ? AND at < ?", string(chain), before.UTC()).
			Order("position DESC").Limit(1).Find(&rows).Error
		if len(rows) > 0 {
			head.Position, head.At, head.Link = rows[0].Position, rows[0].At.UTC(), rows[0].Link
		}
		return err
	})
	return head, err
}

// States implements audit.Store.
func (a AuditStore) States(ctx context.Context, school id.School, table string, ids []string,
) (states map[string][]byte, err error) {
	of, known := vouched[table]
	if !known || len(ids) == 0 {
		return nil, nil
	}
	err = a.s.read(ctx, school, func(t *tx) error {
		states, err = of(t, ids)
		return err
	})
	return states, err
}

// Erase implements audit.Store.
func (a AuditStore) Erase(ctx context.Context, act event.Act, rule audit.Rule, before time.Time, limit int,
	did func([]int64) event.Event,
) (erased int, err error) {
	kinds := make([]string, len(rule.Kinds))
	for i, kind := range rule.Kinds {
		kinds[i] = string(kind)
	}
	err = a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		erased = 0
		var positions []int64
		err := t.gorm().Model(&eventRow{}).
			Where("chain = ? AND kind IN ? AND at < ? AND erased_by = ''", string(rule.Chain), kinds, before.UTC()).
			Order("position").Limit(limit).Pluck("position", &positions).Error
		if err != nil || len(positions) == 0 {
			return outcome{}, err
		}
		for some := range slices.Chunk(positions, 100) {
			err := t.gorm().Model(&eventRow{}).Where("chain = ? AND position IN ?", string(rule.Chain), some).
				Updates(map[string]any{"body": nil, "salt": nil, "erased_by": rule.Name}).Error
			if err != nil {
				return outcome{}, err
			}
		}
		erased = len(positions)
		return outcome{wrote: []written{{events: []event.Event{did(positions)}}}}, nil
	}})
	return erased, err
}
