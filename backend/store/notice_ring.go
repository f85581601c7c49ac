package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// aheadRing is how far ahead a ring can be: quiet hours put it off until the morning. What is further ahead was written
// by a clock that has been set back since, and rings now rather than in thirteen hours or in a year.
const aheadRing = 24 * time.Hour

// What happened later than now by more than aheadAt was written by such a clock too. Where it was to ring at once, which
// is within atOnce, it does.
const (
	aheadAt = 5 * time.Minute
	atOnce  = time.Minute
)

// Ring implements notice.Store.
func (x NoticeStore) Ring(ctx context.Context, school id.School, now time.Time, limit int,
	decide func(notice.Ringing) notice.Rang,
) (rang int, next time.Time, err error) {
	now = exact(now)
	err = x.s.read(ctx, school, func(t *tx) error { // most often nothing is due, and then nothing is locked
		if err := t.store.engine.byIndex(t); err != nil {
			return err
		}
		next, err = t.nextRing(now)
		return err
	})
	if err != nil || next.IsZero() || next.After(now) {
		return 0, next, err
	}
	err = x.s.beside(ctx, Timeout, school, func(t *tx) error {
		rang = 0
		if err := errors.Join(t.store.engine.byIndex(t), t.store.engine.alone(t, noticesAlone)); err != nil {
			return err
		}
		r := ringing{tx: t, now: now}
		all, err := r.due(limit)
		if err != nil {
			return err
		}
		rangs, err := asked(decide, all)
		if err != nil {
			return err
		}
		if err = r.keep(all, rangs); err != nil {
			return err
		}
		rang = len(all)
		next, err = t.nextRing(now)
		return err
	})
	if err != nil {
		return 0, time.Time{}, err
	}
	return rang, next, nil
}

// Hasten implements notice.Store.
func (x NoticeStore) Hasten(ctx context.Context, school id.School, after, now time.Time) error {
	return x.s.beside(ctx, Timeout, school, func(t *tx) error {
		if err := t.store.engine.alone(t, noticesAlone); err != nil {
			return err
		}
		return t.gorm().Model(&noticeRow{}).Where("ring_at > ?", exact(after)).Update("ring_at", exact(now)).Error
	})
}

// asked lets a room decide on everybody; its panic is an error here, as in a change.
func asked(decide func(notice.Ringing) notice.Rang, all []person) (rangs []notice.Rang, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: ringing: panic: %v", r)
		}
	}()
	for _, p := range all {
		rangs = append(rangs, decide(p.Ringing))
	}
	return rangs, nil
}

// nextRing is when a ring is due next: now where one is too far ahead, zero for none.
func (t *tx) nextRing(now time.Time) (time.Time, error) {
	var rows []noticeRow
	for _, order := range []string{"ring_at", "ring_at DESC"} {
		var row []noticeRow
		if err := t.gorm().Select("ring_at").Where("ring_at IS NOT NULL").Order(order).Limit(1).Find(&row).Error; err != nil {
			return time.Time{}, err
		}
		rows = append(rows, row...)
	}
	switch {
	case len(rows) == 0:
		return time.Time{}, nil
	case !rows[0].RingAt.After(now):
	case rows[1].RingAt.After(now.Add(aheadRing)):
		return now, nil
	default:
		ahead, err := t.ahead(now)
		if len(ahead) > 0 || err != nil {
			return now, err
		}
	}
	return rows[0].RingAt.UTC(), nil
}

// ahead are notices that a clock which has been set back since wrote, and that were to ring at once. There are none but
// then, and the index of what rings finds it.
func (t *tx) ahead(now time.Time) ([]noticeRow, error) {
	var rows []noticeRow
	err := t.gorm().Select("id", "adult", "at", "ring_at").Where("ring_at IS NOT NULL AND at > ?", now.Add(aheadAt)).
		Find(&rows).Error
	return slices.DeleteFunc(rows, func(row noticeRow) bool {
		wait := row.RingAt.Sub(row.At)
		return wait < 0 || wait > atOnce
	}), err
}
