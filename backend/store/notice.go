package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
)

// Notices is the store of the notice room.
func (s *Store) Notices() NoticeStore { return NoticeStore{s} }

// NoticeStore implements notice.Store. What adults and the office say (an answer, a telling) is an event of the chain.
// The rows themselves are not vouched for: they follow from events that are, they are moved by reading and by ringing,
// which are no events, and whoever doubts one finds the event that it names.
//
// Locks are taken in one order: a school's followers, notices, deliveries, pushes. Ringing passes over notices that
// somebody has in hand; what push services answer takes deliveries first, then pushes.
type NoticeStore struct{ s *Store }

var _ notice.Store = NoticeStore{}

// merges are the school's merged records: which one stands for each, and whose records each standing one has.
type merges struct {
	heads   people.Heads
	records map[id.Adult][]string
}

func (t *tx) merges() (m merges, err error) {
	var rows []adultRow
	if err := t.gorm().Select("id", "merged_into").Where("merged_into <> ''").Order("id").Find(&rows).Error; err != nil {
		return m, err
	}
	m = merges{heads: people.HeadsOf(each(rows, toAdult)), records: map[id.Adult][]string{}}
	for _, row := range rows {
		head := m.heads.Of(id.Adult(row.ID))
		m.records[head] = append(m.records[head], row.ID)
	}
	return m, nil
}

// of are all records of an adult, by whichever of them.
func (m merges) of(adult id.Adult) []string {
	head := m.heads.Of(adult)
	return append([]string{string(head)}, m.records[head]...)
}

// theirs finds one notice of an adult, or of anybody where none is named; NotFound where it is taken back. It is locked
// where the transaction writes.
func (t *tx) theirs(adult id.Adult, wanted id.Notice) (n notice.Notice, err error) {
	db := t.gorm()
	if t.write {
		db = db.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	}
	db = db.Where("id = ? AND NOT taken_back", string(wanted))
	if adult != "" {
		m, err := t.merges()
		if err != nil {
			return n, err
		}
		db = db.Where("adult IN ?", m.of(adult))
	}
	var rows []noticeRow
	if err := db.Find(&rows).Error; err != nil {
		return n, err
	}
	if len(rows) == 0 {
		return n, noPerson()
	}
	return toNotice(rows[0])
}

// Of implements notice.Store.
func (x NoticeStore) Of(ctx context.Context, school id.School, adult id.Adult, before id.Notice, limit int,
) (list []notice.Notice, more bool, err error) {
	err = x.s.read(ctx, school, func(t *tx) error {
		m, err := t.merges()
		if err != nil {
			return err
		}
		db := t.gorm().Where("adult IN ? AND NOT taken_back", m.of(adult))
		if before != "" {
			last, err := first[noticeRow](t, "id = ? AND adult IN ?", string(before), m.of(adult))
			if err != nil {
				return orNoPerson(err)
			}
			db = db.Where("at < ? OR at = ? AND id < ?", last.At.UTC(), last.At.UTC(), last.ID)
		}
		var rows []noticeRow
		if err := db.Order("at DESC, id DESC").Limit(limit + 1).Find(&rows).Error; err != nil {
			return err
		}
		more = len(rows) > limit
		list, err = toNotices(rows[:min(limit, len(rows))])
		return err
	})
	return list, more, err
}

// Unread implements notice.Store.
func (x NoticeStore) Unread(ctx context.Context, school id.School, adult id.Adult) (list []notice.Notice, err error) {
	err = x.s.read(ctx, school, func(t *tx) error {
		m, err := t.merges()
		if err != nil {
			return err
		}
		var rows []noticeRow
		err = t.gorm().Where("adult IN ? AND read_at IS NULL AND over_at IS NULL AND NOT taken_back", m.of(adult)).
			Order("at DESC, id DESC").Find(&rows).Error
		if err == nil {
			list, err = toNotices(rows)
		}
		return err
	})
	return list, err
}

// Notice implements notice.Store.
func (x NoticeStore) Notice(ctx context.Context, school id.School, adult id.Adult, wanted id.Notice,
) (n notice.Notice, err error) {
	err = x.s.read(ctx, school, func(t *tx) error {
		n, err = t.theirs(adult, wanted)
		return err
	})
	return n, err
}

// Read implements notice.Store.
func (x NoticeStore) Read(ctx context.Context, school id.School, adult id.Adult, wanted id.Notice, at time.Time) error {
	return x.s.direct(ctx, school, func(t *tx) error {
		n, err := t.theirs(adult, wanted)
		if err != nil || !n.ReadAt.IsZero() {
			return err
		}
		was := n
		n.ReadAt, n.RingAt = at, time.Time{}
		return t.move(at, []moved{{was, n}})
	})
}

// Change implements notice.Store.
func (x NoticeStore) Change(ctx context.Context, act event.Act, adult id.Adult, wanted id.Notice,
	change func(*notice.Notice) ([]event.Event, error),
) (now notice.Notice, err error) {
	err = x.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			was, err := t.theirs(adult, wanted)
			if err != nil {
				return outcome{}, err
			}
			now = was
			now.Pupils = slices.Clone(was.Pupils)
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			if was.ReadAt.IsZero() && !now.ReadAt.IsZero() { // as Read does
				now.RingAt = time.Time{}
			}
			return outcome{made: []string{string(wanted)}, wrote: []written{{events: events}}},
				t.move(act.At, []moved{{was, now}})
		},
		again: func(t *tx, _ []string) error {
			now, err = t.theirs(adult, wanted)
			return err
		},
	})
	return now, err
}

// Happened implements notice.Store.
func (x NoticeStore) Happened(ctx context.Context, act event.Act, happened event.Event) error {
	return x.s.change(ctx, work{act: act, slow: true, do: func(*tx) (outcome, error) {
		return outcome{wrote: []written{{events: []event.Event{happened}}}}, nil
	}})
}

// moved is a notice before and after.
type moved struct{ was, now notice.Notice }

// rings reports whether a notice's ring has still to come. One that is over, taken back or told has none, whatever its
// time says.
func rings(n notice.Notice) bool {
	return !n.RingAt.IsZero() && n.OverAt.IsZero() && n.ToldAt.IsZero() && !n.TakenBack
}

// move writes notices that were changed (and are locked) and lets their deliveries follow.
func (t *tx) move(at time.Time, changes []moved) error {
	list := make([]notice.Notice, len(changes))
	for i := range changes {
		if !rings(changes[i].now) {
			changes[i].now.RingAt = time.Time{}
		}
		list[i] = changes[i].now
	}
	if err := t.keepNotices(list); err != nil {
		return err
	}
	pushed, err := t.pushDeliveries(list)
	if err != nil {
		return err
	}
	var deliveries []deliveryRow
	settled := map[string]bool{}
	for _, c := range changes {
		if !c.now.ToldAt.IsZero() && !c.now.ToldAt.Equal(c.was.ToldAt) {
			deliveries = append(deliveries, way(c.now, notice.ByOffice, notice.Accepted, c.now.ToldAt))
		}
		d, there := pushed[whose{c.now.Event, c.now.Adult}]
		if there && !c.now.Waits() && d.Batch != "" {
			settled[d.Batch] = true
		}
		if next, differs := follows(c.now, d, there, at); differs {
			deliveries = append(deliveries, next)
		}
	}
	if err := t.keepDeliveries(deliveries); err != nil {
		return err
	}
	return t.void(settled)
}

// follows is the push delivery of a notice as the notice now stands.
func follows(n notice.Notice, d deliveryRow, there bool, at time.Time) (next deliveryRow, differs bool) {
	state := notice.State(d.State)
	switch {
	case rings(n) && !there:
		return way(n, notice.ByPush, notice.Waiting, at), true
	case rings(n):
		next = d
		next.State, next.Result, next.At = string(notice.Waiting), "", at
		if state != notice.Handed && state != notice.Accepted { // no telephone rang for it
			next.Batch, next.Urgent, next.RungAt = "", false, nil
		}
		return next, state != notice.Waiting
	case !there:
		return d, false
	case state == notice.Waiting, state == notice.Handed && !n.Waits():
		d.State, d.At = string(notice.NotNeeded), at
		return d, true
	}
	return d, false
}

func way(n notice.Notice, by notice.Channel, state notice.State, at time.Time) deliveryRow {
	return deliveryRow{SchoolID: SchoolID(n.School), Event: string(n.Event), Person: string(n.Adult),
		Channel: string(by), State: string(state), At: at}
}

// whose names a notice by what it follows from and for whom.
type whose struct {
	event id.Event
	adult id.Adult
}

// pushDeliveries reads notices' deliveries by push as they will be until the commit: together with all others of their
// batches, so that of two who settle one batch the second sees what the first did.
func (t *tx) pushDeliveries(list []notice.Notice) (map[whose]deliveryRow, error) {
	found, batches := map[whose]deliveryRow{}, map[string]bool{}
	keep := func(rows []deliveryRow) {
		for _, row := range rows {
			found[whose{id.Event(row.Event), id.Adult(row.Person)}] = row
			if row.Batch != "" {
				batches[row.Batch] = true
			}
		}
	}
	for some := range slices.Chunk(list, 50) { // events times persons are looked up: fewer at once are fewer in all
		events, persons := make([]string, len(some)), make([]string, len(some))
		for i, n := range some {
			events[i], persons[i] = string(n.Event), string(n.Adult)
		}
		var rows []deliveryRow
		err := t.gorm().Where("event IN ? AND person IN ? AND channel = ?", events, persons, string(notice.ByPush)).
			Find(&rows).Error
		if err != nil {
			return nil, err
		}
		keep(rows)
	}
	held, err := t.holdBatches(batches)
	keep(held)
	return found, err
}

// holdBatches locks the deliveries of ringings and returns them.
func (t *tx) holdBatches(batches map[string]bool) (all []deliveryRow, err error) {
	for some := range slices.Chunk(sortedKeys(batches), 200) {
		var rows []deliveryRow
		err := t.gorm().Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Where("batch IN ? AND batch <> ''", some).Order("event, person").Find(&rows).Error
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// void takes back what has not been sent of those ringings that nothing waits for any more. What a sender has in hand is
// let go, and is too late for a second try.
func (t *tx) void(batches map[string]bool) error {
	for some := range slices.Chunk(sortedKeys(batches), 200) {
		var needed []string
		err := t.gorm().Raw(`SELECT DISTINCT d.batch FROM deliveries d
			JOIN notices n ON n.school_id = d.school_id AND n.event = d.event AND n.adult = d.person
			WHERE d.school_id = ? AND d.batch IN ? AND d.batch <> '' AND d.state IN ('handed', 'accepted')
			AND n.read_at IS NULL AND n.told_at IS NULL AND n.over_at IS NULL AND NOT n.taken_back`, string(t.school), some).
			Scan(&needed).Error
		if err != nil {
			return err
		}
		over := slices.DeleteFunc(slices.Clone(some), func(b string) bool { return slices.Contains(needed, b) })
		if len(over) == 0 {
			continue
		}
		const waits = "school = ? AND batch IN ? AND done_at IS NULL"
		err = errors.Join(
			t.gorm().Where(waits+" AND NOT leased", string(t.school), over).Delete(&pushRow{}).Error,
			t.gorm().Model(&pushRow{}).Where(waits, string(t.school), over).Update("expires", gorm.Expr("made")).Error)
		if err != nil {
			return err
		}
	}
	return nil
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
