package store

import (
	"context"

	"lollipop/backend/concern"
	"lollipop/backend/id"
)

// ByReceipt implements concern.Store.
func (c ConcernStore) ByReceipt(ctx context.Context, school id.School, receipts [][]byte) (k concern.Kept, err error) {
	if len(receipts) == 0 {
		return k, noConcern()
	}
	err = c.s.read(ctx, school, func(t *tx) error {
		all, err := t.concerns(t.gorm().Where("receipt IN ?", receipts).Order("at, id").Limit(1), true)
		if err == nil && len(all) == 0 {
			err = noConcern()
		}
		if err == nil {
			k = all[0]
		}
		return err
	})
	return k, err
}

// One implements concern.Store.
func (c ConcernStore) One(ctx context.Context, school id.School, which id.Concern, as concern.Viewer,
) (k concern.Kept, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		k, err = t.concern(which, as)
		return err
	})
	return k, err
}

// List implements concern.Store. Nobody has no list: a zero Person is a mistake of the caller's.
func (c ConcernStore) List(ctx context.Context, school id.School, v concern.Viewer, open, entries bool,
) (all []concern.Kept, err error) {
	if v.Person == "" {
		return nil, errUnmarked
	}
	err = c.s.read(ctx, school, func(t *tx) error {
		all, err = t.concerns(t.seenBy(v).Where("concerns.open = ?", open).Order("told_at DESC, id"), entries)
		return err
	})
	return all, err
}

// All implements concern.Store.
func (c ConcernStore) All(ctx context.Context, school id.School, open bool) (all []concern.Kept, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		all, err = t.concerns(t.gorm().Where("open = ?", open).Order("told_at, id"), false)
		return err
	})
	return all, err
}
