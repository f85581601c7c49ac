package store

import (
	"cmp"
	"context"
	"slices"
	"time"

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

// Asked for in an order, SQLite would read all of the school's adults in it.
var mergedRecords = prepared(`SELECT id, merged_into FROM adults WHERE school_id = ? AND merged_into <> ''`)

func (t *tx) merges() (m merges, err error) {
	var merged []people.Adult
	err = t.rows(mergedRecords, func(scan func(...any) error) error {
		var a people.Adult
		err := scan(&a.ID, &a.MergedInto)
		merged = append(merged, a)
		return err
	}, string(t.school))
	if err != nil {
		return m, err
	}
	slices.SortFunc(merged, func(a, b people.Adult) int { return cmp.Compare(a.ID, b.ID) })
	m = merges{heads: people.HeadsOf(merged), records: map[id.Adult][]string{}}
	for _, a := range merged {
		head := m.heads.Of(a.ID)
		m.records[head] = append(m.records[head], string(a.ID))
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
		if n.ReadAt = at; !n.RingsOn() {
			n.RingAt = time.Time{}
		}
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
			// As Read does: a ring that was still to come says nothing new.
			if !was.RingsOn() &&
				(was.ReadAt.IsZero() != now.ReadAt.IsZero() || was.ToldAt.IsZero() != now.ToldAt.IsZero()) {
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
