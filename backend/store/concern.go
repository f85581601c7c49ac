package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"gorm.io/gorm"

	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Concerns is the store of the concern room.
func (s *Store) Concerns() ConcernStore { return ConcernStore{s} }

// ConcernStore implements concern.Store and concern.RingStore.
type ConcernStore struct{ s *Store }

var (
	_ concern.Store     = ConcernStore{}
	_ concern.RingStore = ConcernStore{}
)

// noConcern is the one answer about a concern that is not there, and about one that is not this viewer's to know of.
func noConcern() error { return fault.New(fault.NotFound, "web.not_found", nil) }

// errUnmarked says that somebody would read without saying by which marks things are kept from them.
var errUnmarked = errors.New("store: a reader of concerns without marks")

// seenBy are the concerns that exist for a viewer: those that they were given and that no mark keeps from them, whatever
// else a row says. Everything that reads for somebody begins here, so that no list can forget it. Nobody (a zero Person)
// sees all of the school's, but for those of a mark that they name.
func (t *tx) seenBy(v concern.Viewer) *gorm.DB {
	query := t.gorm()
	if v.Person != "" {
		if len(v.Marks) == 0 || v.At.IsZero() {
			_ = query.AddError(errUnmarked)
			return query
		}
		query = query.Where(`concerns.id IN (SELECT r.concern FROM concern_readers r WHERE r.school_id = ? AND r.person = ?
			AND (r.until IS NULL OR r.until > ?))`, string(t.school), string(v.Person), exact(v.At))
	}
	if len(v.Marks) == 0 {
		return query
	}
	return query.Where(`NOT EXISTS (SELECT 1 FROM concern_marks m WHERE m.school_id = concerns.school_id
		AND m.concern = concerns.id AND m.mark IN ?)`, v.Marks)
}

// concerns reads what the query finds with its readers and marks, and with its entries where asked.
func (t *tx) concerns(query *gorm.DB, entries bool) ([]concern.Kept, error) {
	var rows []concernRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, err
	}
	all := each(rows, toConcern)
	at := make(map[string]*concern.Kept, len(all))
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = string(all[i].ID)
		at[ids[i]] = &all[i]
	}
	err := ofConcerns(t, ids, "since, person", func(r concernReaderRow) {
		at[r.Concern].Readers = append(at[r.Concern].Readers, toReader(r))
	})
	if err == nil {
		err = ofConcerns(t, ids, "mark", func(r concernMarkRow) {
			at[r.Concern].Marks = append(at[r.Concern].Marks, r.Mark)
		})
	}
	if err == nil && entries {
		err = ofConcerns(t, ids, "n", func(r concernEntryRow) {
			at[r.Concern].Entries = append(at[r.Concern].Entries, concern.Sealed{N: int(r.N), At: r.At.UTC(), Words: r.Words})
		})
	}
	return all, err
}

// ofConcerns reads the rows of one table that belong to concerns.
func ofConcerns[R model](t *tx, ids []string, order string, found func(R)) error {
	for some := range slices.Chunk(ids, 200) {
		var rows []R
		if err := t.gorm().Where("concern IN ?", some).Order(order).Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			found(row)
		}
	}
	return nil
}

// concern is one of them, with its entries; noConcern where it is not there for that viewer.
func (t *tx) concern(which id.Concern, v concern.Viewer) (concern.Kept, error) {
	all, err := t.concerns(t.seenBy(v).Where("concerns.id = ?", string(which)).Limit(1), true)
	if err == nil && len(all) == 0 {
		err = noConcern()
	}
	if err != nil {
		return concern.Kept{}, err
	}
	return all[0], nil
}

// Add implements concern.Store. Five words that somebody has already are Conflict ("concern.receipt.taken").
func (c ConcernStore) Add(ctx context.Context, act event.Act, k concern.Kept, happened ...event.Event) error {
	return c.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		switch {
		case k.School != t.school:
			return outcome{}, errOtherSchool
		case k.Receipt != nil:
			if err := t.free(k.Receipt); err != nil {
				return outcome{}, err
			}
		}
		if err := t.gorm().Create(new(fromConcern(k))).Error; err != nil {
			return outcome{}, err
		}
		if err := t.keepConcern(concern.Kept{}, k); err != nil {
			return outcome{}, err
		}
		return t.wroteConcern(k.ID, happened)
	}})
}

// free reports as a fault that somebody has those words.
func (t *tx) free(receipt []byte) error {
	var rows []concernRow
	err := t.gorm().Select("id").Where("receipt = ?", receipt).Limit(1).Find(&rows).Error
	if err == nil && len(rows) > 0 {
		err = fault.New(fault.Conflict, "concern.receipt.taken", nil)
	}
	return err
}

// wroteConcern is the outcome of what was done to a concern, which the chain vouches for as it now stands.
func (t *tx) wroteConcern(which id.Concern, events []event.Event) (outcome, error) {
	now, err := t.concern(which, concern.Viewer{})
	return outcome{made: []string{string(which)},
		wrote: []written{{events: events, rows: []evidence{concernEvidence(now)}}}}, err
}

// keepConcern writes the readers of a concern, and the marks and entries that it has more than before.
func (t *tx) keepConcern(was, now concern.Kept) error {
	readers := map[id.Person]concernReaderRow{}
	for _, r := range now.Readers {
		readers[r.Person] = fromReader(t.school, now.ID, r)
	}
	var rows []concernReaderRow
	for _, person := range slices.Sorted(maps.Keys(readers)) {
		rows = append(rows, readers[person])
	}
	marks := map[string]bool{}
	for _, mark := range now.Marks {
		marks[string(mark)] = true
	}
	for _, mark := range was.Marks {
		delete(marks, string(mark))
	}
	var marked []concernMarkRow
	for _, mark := range sortedKeys(marks) {
		marked = append(marked, concernMarkRow{SchoolID: SchoolID(t.school), Concern: string(now.ID), Mark: []byte(mark)})
	}
	var entries []concernEntryRow
	for i, e := range now.Entries {
		switch {
		case e.N != i+1:
			return fmt.Errorf("store: entry %d of a concern calls itself %d", i+1, e.N)
		case i >= len(was.Entries):
			entries = append(entries, concernEntryRow{SchoolID: SchoolID(t.school), Concern: string(now.ID), N: int64(e.N),
				At: exact(e.At), Words: bytesOf(e.Words)})
		}
	}
	if len(now.Entries) < len(was.Entries) {
		return errors.New("store: an entry of a concern was taken away")
	}
	return errors.Join(put(t, rows), put(t, marked), put(t, entries))
}

var (
	lockConcern   = prepared(`SELECT id FROM concerns WHERE school_id = ? AND id = ? {lock}`)
	updateConcern = prepared(`UPDATE concerns SET open = ?, told_at = ?, read_at = ?, step = ?, due = ?, alarm = ?, head = ?
		WHERE school_id = ? AND id = ?`)
)

// Change implements concern.Store.
func (c ConcernStore) Change(ctx context.Context, act event.Act, which id.Concern, as concern.Viewer,
	change func(*concern.Kept) ([]event.Event, error),
) error {
	return c.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		// The lock is a statement of its own: only what is asked after it sees the marks that whoever had it before left.
		if err := t.send(call{st: lockConcern, args: []any{string(t.school), string(which)}, row: unread}); err != nil {
			return outcome{}, err
		}
		was, err := t.concern(which, as)
		if err != nil {
			return outcome{}, err
		}
		now := was
		now.Readers, now.Marks, now.Entries = slices.Clone(was.Readers), slices.Clone(was.Marks), slices.Clone(was.Entries)
		events, err := change(&now)
		if err != nil || len(events) == 0 && reflect.DeepEqual(was, now) {
			return outcome{}, err
		}
		if now.ID != was.ID || now.School != was.School {
			return outcome{}, errOtherSchool
		}
		row := fromConcern(now)
		err = t.send(call{st: updateConcern, args: []any{row.Open, row.ToldAt, row.ReadAt, row.Step, row.Due, row.Alarm,
			row.Head, string(t.school), row.ID}, hit: true})
		if err != nil {
			return outcome{}, err
		}
		if err := t.keepConcern(was, now); err != nil {
			return outcome{}, err
		}
		return t.wroteConcern(which, events)
	}})
}

// Record implements concern.Store.
func (c ConcernStore) Record(ctx context.Context, act event.Act, happened ...event.Event) error {
	return c.s.change(ctx, work{act: act, slow: true, do: func(*tx) (outcome, error) {
		return outcome{wrote: []written{{events: happened}}}, nil
	}})
}
