package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// follower is the name under which the notice room itself follows; beginning that of the row where those begin who have
// none of their own.
const (
	follower  = "notice"
	beginning = ""
)

// notices is the work that of several processes one does at a time for a school: following and ringing.
const noticesAlone = "notices"

// followTimeout is how long following may take: one event may be about everybody there is, and nobody waits for it.
const followTimeout = 3 * Timeout

// cursor is how far somebody has come in the school's daily chain.
func (t *tx) cursor(name string) (position int64, err error) {
	var rows []followerRow
	if err := t.gorm().Where("name = ? OR name = ?", name, beginning).Find(&rows).Error; err != nil {
		return 0, err
	}
	for _, row := range rows {
		if row.Name == name {
			return row.Position, nil
		}
		position = row.Position
	}
	return position, nil
}

var moveCursor = prepared(`INSERT INTO followers (school_id, name, position) VALUES (?, ?, ?)
	ON CONFLICT (school_id, name) DO UPDATE SET position = excluded.position
	WHERE followers.position < excluded.position`)

// after reads the events that follow the cursor, at most limit, and whether there are more.
func (t *tx) after(name string, limit int) (records []audit.Record, more bool, err error) {
	position, err := t.cursor(name)
	if err != nil {
		return nil, false, err
	}
	var rows []eventRow
	err = t.gorm().Where("chain = ? AND position > ?", string(audit.Daily), position).Order("position").Limit(limit + 1).
		Find(&rows).Error
	more = len(rows) > limit
	return each(rows[:min(limit, len(rows))], toRecord), more, err
}

// Listen implements notice.Store.
func (x NoticeStore) Listen(ctx context.Context, school id.School, name string, limit int,
	do func(event.Event) error,
) (more bool, err error) {
	if name == follower || name == beginning {
		return false, fmt.Errorf("store: nobody may listen as %q", name)
	}
	var records []audit.Record
	err = x.s.read(ctx, school, func(t *tx) error {
		records, more, err = t.after(name, limit)
		return err
	})
	if err != nil {
		return false, err
	}
	var came int64
	for _, r := range records {
		if r.ErasedBy == "" {
			if err = heard(do, r.Event); err != nil {
				over := &stumble{of: r.Event, err: err}
				if !x.s.tooOften(name, school, over) {
					break
				}
				if err = x.passOver(ctx, school, name, over); err != nil {
					break
				}
			}
		}
		came = r.Event.Position
	}
	if came > 0 {
		moved := x.s.beside(ctx, Timeout, school, func(t *tx) error {
			_, err := t.exec(moveCursor, string(school), name, came)
			return err
		})
		err = errors.Join(err, moved)
	}
	return more && err == nil, err
}

// Follow implements notice.Store.
func (x NoticeStore) Follow(ctx context.Context, school id.School, limit int, decide notice.Decide,
) (did int, more bool, err error) {
	waits := false
	err = x.s.read(ctx, school, func(t *tx) error { // most often there is nothing to do, and then nothing is locked
		records, _, err := t.after(follower, 1)
		waits = len(records) > 0
		return err
	})
	if err != nil || !waits {
		return 0, false, x.s.fault(err)
	}
	err = x.s.beside(ctx, followTimeout, school, func(t *tx) error {
		did, more = 0, false
		if err := errors.Join(t.store.engine.byIndex(t), t.store.engine.alone(t, noticesAlone)); err != nil {
			return err
		}
		records, further, err := t.after(follower, limit)
		if err != nil || len(records) == 0 {
			return err
		}
		facts := &facts{t: t}
		for i, r := range records {
			if r.ErasedBy != "" {
				continue
			}
			facts.seen = map[id.Notice]notice.Notice{}
			changes, err := decided(decide, r.Event, facts)
			if err == nil {
				err = t.conclude(r.Event, changes, facts.seen)
			}
			if err != nil {
				return &stumble{of: r.Event, before: i, err: err}
			}
		}
		did, more = len(records), further
		_, err = t.exec(moveCursor, string(school), follower, records[len(records)-1].Event.Position)
		return err
	})
	if over, ok := stumbled(err); ok && x.s.tooOften(follower, school, over) {
		if over.before > 0 {
			if did, _, err = x.Follow(ctx, school, over.before, decide); err != nil {
				return did, false, err
			}
		}
		return did, true, x.passOver(ctx, school, follower, over)
	}
	if err != nil {
		return 0, false, err
	}
	return did, more, nil
}

// decided lets a room decide; its panic is an error here, as in a change.
func decided(decide notice.Decide, e event.Event, facts notice.Facts) (c notice.Changes, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("store: following %s: panic: %v", e.Kind, r)
		}
	}()
	return decide(e, facts)
}

// conclude writes what follows from an event. Whoever reads or answers meanwhile is not undone: of a changed notice
// what the decision changed is written, and nothing else.
func (t *tx) conclude(e event.Event, c notice.Changes, seen map[id.Notice]notice.Notice) error {
	if err := t.addNotices(c.New); err != nil {
		return err
	}
	wanted := make(map[id.Notice]notice.Notice, len(c.Changed))
	ids := make([]string, 0, len(c.Changed))
	for _, n := range c.Changed {
		if _, twice := wanted[n.ID]; !twice {
			ids = append(ids, string(n.ID))
		}
		wanted[n.ID] = n
	}
	slices.Sort(ids)
	for some := range slices.Chunk(ids, 500) {
		var rows []noticeRow
		err := t.gorm().Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id IN ?", some).Order("id").
			Find(&rows).Error
		if err != nil {
			return err
		}
		if len(rows) != len(some) {
			return fmt.Errorf("store: %s changes a notice that is not there", e.Kind)
		}
		changes := make([]moved, len(rows))
		for i, row := range rows {
			current, err := toNotice(row)
			if err != nil {
				return err
			}
			before, known := seen[current.ID]
			if !known {
				before = current
			}
			changes[i] = moved{current, merge(current, before, wanted[current.ID])}
		}
		if err := t.move(e.At, changes); err != nil {
			return err
		}
	}
	return nil
}

// merge is the current notice with what differs between the one that was seen and the one that is wanted.
func merge(current, seen, wanted notice.Notice) notice.Notice {
	n := current
	differs := func(a, b time.Time) bool { return !exact(a).Equal(exact(b)) }
	meanwhile := differs(seen.ReadAt, current.ReadAt) || differs(seen.ToldAt, current.ToldAt) // and so it rings no more
	if differs(seen.RingAt, wanted.RingAt) && !meanwhile {
		n.RingAt = wanted.RingAt
	}
	if differs(seen.ReadAt, wanted.ReadAt) {
		n.ReadAt = wanted.ReadAt
	}
	if differs(seen.OverAt, wanted.OverAt) {
		n.OverAt = wanted.OverAt
	}
	if seen.Answer != wanted.Answer || differs(seen.AnsweredAt, wanted.AnsweredAt) {
		n.Answer, n.AnsweredAt = wanted.Answer, wanted.AnsweredAt
	}
	if differs(seen.ToldAt, wanted.ToldAt) {
		n.ToldAt, n.ToldBy, n.ToldHow = wanted.ToldAt, wanted.ToldBy, wanted.ToldHow
	}
	if seen.Urgent != wanted.Urgent {
		n.Urgent = wanted.Urgent
	}
	if seen.Bare != wanted.Bare {
		n.Bare = wanted.Bare
	}
	if seen.Rung != wanted.Rung {
		n.Rung = wanted.Rung
	}
	if seen.TakenBack != wanted.TakenBack {
		n.TakenBack = wanted.TakenBack
	}
	return n
}

var noticesOf = prepared(`SELECT adult FROM notices WHERE school_id = ? AND event = ?`)

// addNotices writes new notices with their ways; one for an event and an adult that has one already is left out.
func (t *tx) addNotices(list []notice.Notice) error {
	there, events := map[whose]bool{}, map[string]bool{}
	for _, n := range list {
		events[string(n.Event)] = true
	}
	err := sendMany(t, sortedKeys(events), func(e string) call {
		return call{st: noticesOf, args: []any{string(t.school), e}, row: func(scan func(...any) error) error {
			var adult id.Adult
			err := scan(&adult)
			there[whose{id.Event(e), adult}] = true
			return err
		}}
	})
	if err != nil {
		return err
	}
	fresh := make([]notice.Notice, 0, len(list))
	ways := make([]deliveryRow, 0, 2*len(list))
	for _, n := range list {
		if one := (whose{n.Event, n.Adult}); there[one] {
			continue
		} else {
			there[one] = true
		}
		if !rings(n) {
			n.RingAt = time.Time{}
		}
		fresh = append(fresh, n)
		ways = append(ways, way(n, notice.ByInbox, notice.Accepted, n.At))
		if rings(n) {
			ways = append(ways, way(n, notice.ByPush, notice.Waiting, n.At))
		}
	}
	if err := t.keepNotices(fresh); err != nil {
		return err
	}
	return t.keepDeliveries(ways)
}
