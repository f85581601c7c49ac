package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"lollipop/backend/courier"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// Courier is the store of the courier room.
func (s *Store) Courier() CourierStore { return CourierStore{s} }

// CourierStore implements courier.Store. Nothing of it is in a school's chain: a device is nobody's business but its
// holder's, and what became of a push stands in the school's deliveries.
type CourierStore struct{ s *Store }

var _ courier.Store = CourierStore{}

// devices is how many subscriptions a session keeps: a browser makes a new one now and then and tells nobody.
const devices = 3

// Keep implements courier.Store. The session is held meanwhile, so that one that ends in somebody's joining takes the
// subscription along.
func (c CourierStore) Keep(ctx context.Context, s courier.Subscription, replaces id.Subscription) error {
	return c.s.direct(ctx, "", func(t *tx) error {
		var session []sessionRow
		err := t.gorm().Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Where("hash = ?", s.Session).
			Find(&session).Error
		if err == nil && len(session) == 0 {
			err = fault.New(fault.SignedOut, "access.session.over", nil)
		}
		if err != nil {
			return err
		}
		row := fromSubscription(s)
		if err := t.alive(row.ID); err != nil {
			return err
		}
		was, err := first[subscriptionRow](t, "id = ?", row.ID)
		switch {
		case errors.Is(err, errMissing):
		case err != nil:
			return err
		case was.Session == row.Session && was.Since.Before(row.Since):
			row.Since = was.Since
		case was.Session != row.Session && !(bytes.Equal(was.P256dh, row.P256dh) && bytes.Equal(was.Auth, row.Auth)):
			there, err := t.holds(was.Session)
			if err == nil && there {
				err = fault.New(fault.Invalid, "courier.wrong.endpoint", nil).In("endpoint")
			}
			if err != nil {
				return err
			}
		}
		if replaces != "" && replaces != s.ID {
			err := t.gorm().Where("id = ? AND session = ?", string(replaces), row.Session).Delete(&subscriptionRow{}).Error
			if err != nil {
				return err
			}
		}
		if err := put(t, []subscriptionRow{row}); err != nil {
			return err
		}
		var others []string
		err = t.gorm().Model(&subscriptionRow{}).Where("session = ? AND id <> ?", row.Session, row.ID).
			Order("seen DESC, id").Pluck("id", &others).Error
		if err != nil || len(others) < devices {
			return err
		}
		return t.gorm().Where("id IN ?", others[devices-1:]).Delete(&subscriptionRow{}).Error
	})
}

// alive refuses a device that its push service has said is gone: a browser may hold on to its address, and would be
// subscribed under it in vain each day. It has to make another.
func (t *tx) alive(device string) error {
	var n int64
	err := t.gorm().Model(&pushRow{}).Where("device = ? AND result = 'gone'", device).Limit(1).Count(&n).Error
	if err == nil && n > 0 {
		err = fault.New(fault.Invalid, "courier.wrong.endpoint", nil).In("endpoint")
	}
	return err
}

// holds reports whether a session is there.
func (t *tx) holds(session string) (bool, error) {
	var n int64
	err := t.gorm().Model(&sessionRow{}).Where("hash = ?", session).Count(&n).Error
	return n > 0, err
}

// Forget implements courier.Store.
func (c CourierStore) Forget(ctx context.Context, session string, device id.Subscription) error {
	return c.s.direct(ctx, "", func(t *tx) error {
		return t.gorm().Where("id = ? AND session = ?", string(device), session).Delete(&subscriptionRow{}).Error
	})
}

// Of implements courier.Store.
func (c CourierStore) Of(ctx context.Context, session string) (list []courier.Subscription, err error) {
	err = c.s.read(ctx, "", func(t *tx) error {
		var rows []subscriptionRow
		err := t.gorm().Where("session = ?", session).Order("seen DESC, id").Find(&rows).Error
		list = each(rows, toSubscription)
		return err
	})
	return list, err
}

// moveDevices lets the devices of a session follow it into the one that has its seats too.
func (t *tx) moveDevices(from, to string) error {
	return t.gorm().Model(&subscriptionRow{}).Where("session = ?", from).Update("session", to).Error
}

// Sweep implements courier.Store.
func (c CourierStore) Sweep(ctx context.Context, stale, old time.Time) error {
	return c.s.beside(ctx, Timeout, "", func(t *tx) error {
		return errors.Join(
			t.gorm().Where("seen < ? OR NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.hash = subscriptions.session)",
				exact(stale)).Delete(&subscriptionRow{}).Error,
			t.gorm().Where("done_at < ?", exact(old)).Delete(&pushRow{}).Error)
	})
}

// Keys implements courier.Store.
func (c CourierStore) Keys(ctx context.Context) (keys map[string]int, err error) {
	err = c.s.read(ctx, "", func(t *tx) error {
		var rows []struct {
			Vapid string
			N     int
		}
		err := t.gorm().Model(&subscriptionRow{}).Select("vapid, COUNT(*) AS n").Group("vapid").Find(&rows).Error
		keys = map[string]int{}
		for _, row := range rows {
			keys[row.Vapid] = row.N
		}
		return err
	})
	return keys, err
}

// Done implements courier.Store.
func (c CourierStore) Done(ctx context.Context, now time.Time, sent []courier.Sent) error {
	if len(sent) == 0 {
		return nil
	}
	over := map[string]map[string]bool{} // by school, the batches of which something is over
	for _, s := range sent {
		if over[string(s.School)] == nil {
			over[string(s.School)] = map[string]bool{}
		}
		if s.Done {
			over[string(s.School)][string(s.Batch)] = true
		}
	}
	schools := make([]string, 0, len(over))
	for school := range over {
		schools = append(schools, school)
	}
	slices.Sort(schools) // always in the same order, so that two transactions cannot wait for each other
	return c.s.beside(ctx, Timeout, "", func(t *tx) error {
		if err := t.store.engine.byIndex(t); err != nil {
			return err
		}
		for _, school := range schools {
			there, err := t.in(id.School(school))
			if err == nil {
				err = there.holdBatches(sortedKeys(over[school]), unread)
			}
			if err != nil {
				return err
			}
		}
		if err := t.settle(exact(now), sent); err != nil {
			return err
		}
		for _, school := range schools {
			there, err := t.in(id.School(school))
			if err == nil {
				err = there.carried(exact(now), sortedKeys(over[school]))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// isOpen is that a push is not over, said as no index has it. When PostgreSQL counts, next to nothing waits: to find one
// push by its id it would read through all that wait.
const isOpen = `CASE WHEN done_at IS NULL THEN TRUE ELSE FALSE END`

var (
	endPush = prepared(`UPDATE pushes SET done_at = ?, leased = FALSE, result = ? WHERE id = ? AND ` + isOpen)
	putOff  = prepared(`UPDATE pushes SET due = ?, leased = FALSE, result = ?, attempts = attempts + 1
		WHERE id = ? AND ` + isOpen)
	forgetDevice = prepared(`DELETE FROM subscriptions WHERE id = ?`)
)

// settle writes what became of pushes.
func (t *tx) settle(now time.Time, sent []courier.Sent) error {
	sent = slices.SortedStableFunc(slices.Values(sent), func(a, b courier.Sent) int { return cmp.Compare(a.Push, b.Push) })
	err := sendMany(t, sent, func(s courier.Sent) call {
		if s.Done {
			return call{st: endPush, args: []any{now, string(s.Result), string(s.Push)}}
		}
		return call{st: putOff, args: []any{exact(s.Again), string(s.Result), string(s.Push)}}
	})
	if err != nil {
		return err
	}
	gone := map[string]bool{}
	for _, s := range sent {
		if s.Forget {
			gone[string(s.Device)] = true
		}
	}
	return sendMany(t, sortedKeys(gone), func(device string) call {
		return call{st: forgetDevice, args: []any{device}}
	})
}

var (
	acceptBatch = prepared(`UPDATE deliveries SET state = 'accepted', result = '', at = ? WHERE school_id = ?
		AND batch = ? AND batch <> '' AND state IN ('handed', 'not_needed')`)
	failBatch = prepared(`UPDATE deliveries SET state = 'failed', result = ?, at = ? WHERE school_id = ?
		AND batch = ? AND batch <> '' AND state = 'handed'`)
	batchResults = prepared(`SELECT done_at, result FROM pushes WHERE school = ? AND batch = ?`)
)

// carried lets the deliveries of ringings follow what became of their pushes. One that was settled while a service had
// it in hand is accepted all the same: that is what happened.
func (t *tx) carried(now time.Time, batches []string) error {
	states, err := t.batchStates(batches)
	if err != nil {
		return err
	}
	over := slices.DeleteFunc(batches, func(batch string) bool {
		state := states[id.Batch(batch)].state
		return state != notice.Accepted && state != notice.Failed
	})
	return sendMany(t, over, func(batch string) call {
		state := states[id.Batch(batch)]
		if state.state == notice.Accepted {
			return call{st: acceptBatch, args: []any{now, string(t.school), batch}}
		}
		return call{st: failBatch, args: []any{string(state.result), now, string(t.school), batch}}
	})
}

// batchState is where a ringing stands; zero where none of its pushes is known any more.
type batchState struct {
	state  notice.State
	result courier.Result
}

// telling are results in the order in which they say most of why a ringing failed: first what somebody here can mend.
var telling = []courier.Result{courier.NotUs, courier.NotAllowed, courier.TooLarge, courier.Refused, courier.Broken,
	courier.Slow, courier.Silent, courier.Late, courier.Gone, courier.SignedOut}

func (t *tx) batchStates(batches []string) (map[id.Batch]batchState, error) {
	states := map[id.Batch]batchState{}
	return states, sendMany(t, batches, func(name string) call {
		batch := id.Batch(name)
		return call{st: batchResults, args: []any{string(t.school), name}, row: func(scan func(...any) error) error {
			var done *time.Time
			var result courier.Result
			if err := scan(&done, &result); err != nil {
				return err
			}
			was := states[batch]
			switch {
			case was.state == notice.Accepted, done != nil && result == courier.Took:
				states[batch] = batchState{notice.Accepted, ""}
			case was.state == notice.Handed, done == nil:
				states[batch] = batchState{notice.Handed, ""}
			case was.state == "" || slices.Index(telling, result) < slices.Index(telling, was.result):
				states[batch] = batchState{notice.Failed, result}
			}
			return nil
		}}
	})
}
