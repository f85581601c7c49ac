package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// How far ahead a clock that is right can have put things. What is further ahead was written by one that has been set
// back since, and counts as now: nothing may wait thirteen hours for a mistake of ours.
const (
	// aheadLease is longer than any sending takes, with its time-outs.
	aheadLease = 5 * time.Minute
	// aheadTry is the longest wait between two tries.
	aheadTry = courier.MostAhead
)

// laneCounts is how far a lane is counted: whoever sends takes fewer at a time.
const laneCounts = 1000

// ready are the ways of being due: by its time, by a lease and by a try that are too far ahead. Each is a range of an
// index, however many wait beside it.
func ready(db *gorm.DB, host string, now time.Time) []*gorm.DB {
	const waits = "host = ? AND done_at IS NULL"
	return []*gorm.DB{
		db.Where(waits+" AND due <= ?", host, now),
		db.Where(waits+" AND leased AND due > ?", host, now.Add(aheadLease)),
		db.Where(waits+" AND NOT leased AND due > ?", host, now.Add(aheadTry)),
	}
}

// Lanes implements courier.Store.
func (c CourierStore) Lanes(ctx context.Context, now time.Time) (lanes []courier.Lane, err error) {
	now = exact(now)
	err = c.s.read(ctx, "", func(t *tx) error {
		lanes = nil
		if err := t.store.engine.byIndex(t); err != nil {
			return err
		}
		var hosts []string
		// From one host to the next by the index: a hundred thousand may wait for the same.
		err := t.gorm().Raw(`WITH RECURSIVE h (host) AS (
				SELECT MIN(host) FROM pushes WHERE done_at IS NULL
				UNION ALL
				SELECT (SELECT MIN(p.host) FROM pushes p WHERE p.done_at IS NULL AND p.host > h.host) FROM h
				WHERE h.host IS NOT NULL
			) SELECT host FROM h WHERE host IS NOT NULL`).Scan(&hosts).Error
		for _, host := range hosts {
			if err != nil {
				return err
			}
			var lane courier.Lane
			if lane, err = t.lane(host, now); err == nil && lane.Host != "" {
				lanes = append(lanes, lane)
			}
		}
		return err
	})
	return lanes, err
}

func (t *tx) lane(host string, now time.Time) (courier.Lane, error) {
	lane := courier.Lane{Host: host}
	for _, some := range ready(t.gorm(), host, now) {
		var n int64
		err := t.gorm().Table("(?) AS counted", some.Model(&pushRow{}).Select("id").Limit(laneCounts-lane.Due)).
			Count(&n).Error
		if lane.Due += int(n); err != nil || lane.Due == laneCounts {
			return lane, err
		}
	}
	if lane.Due > 0 {
		return lane, nil
	}
	next, err := nextDue(t, host)
	lane.Next = next
	return lane, err
}

func nextDue(t *tx, host string) (time.Time, error) {
	var rows []pushRow
	err := t.gorm().Select("due").Where("host = ? AND done_at IS NULL", host).Order("due").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	return rows[0].Due.UTC(), nil
}

// Claim implements courier.Store.
func (c CourierStore) Claim(ctx context.Context, host string, now, until time.Time, n int,
) (claimed []courier.Push, err error) {
	now, until = exact(now), exact(until)
	for len(claimed) < n {
		var alive []courier.Push
		var over []courier.Sent
		wanted := n - len(claimed)
		err := c.s.beside(ctx, Timeout, "", func(t *tx) error {
			if err := t.store.engine.byIndex(t); err != nil {
				return err
			}
			taken, err := t.take(host, now, until, wanted)
			if err == nil {
				alive, over, err = t.sort(now, taken)
			}
			return err
		})
		if err == nil { // in a transaction of its own: deliveries are locked before pushes
			err = c.Done(ctx, now, over)
		}
		if err != nil {
			return claimed, err
		}
		claimed = append(claimed, alive...)
		if len(alive)+len(over) < wanted {
			break
		}
	}
	return claimed, nil
}

// skipLocked locks the rows that it finds, and passes over those that somebody else has in hand.
var skipLocked = clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked}

// take leases up to n pushes that are due.
func (t *tx) take(host string, now, until time.Time, n int) (taken []pushRow, err error) {
	for _, urgent := range []bool{true, false} {
		for _, some := range ready(t.gorm(), host, now) {
			if len(taken) == n {
				break
			}
			var rows []pushRow
			err := some.Clauses(skipLocked).Where("urgent = ?", urgent).Order("due").Limit(n - len(taken)).Find(&rows).Error
			if err != nil {
				return nil, err
			}
			taken = append(taken, rows...)
		}
	}
	for some := range slices.Chunk(taken, 500) {
		ids := make([]string, len(some))
		for i, row := range some {
			ids[i] = row.ID
		}
		err := t.gorm().Model(&pushRow{}).Where("id IN ?", ids).Updates(map[string]any{"due": until, "leased": true}).Error
		if err != nil {
			return nil, err
		}
	}
	return taken, nil
}

// seat is somebody's place at a school.
type seat struct{ school, person string }

// sort parts pushes that can be sent from those that are over.
func (t *tx) sort(now time.Time, taken []pushRow) (alive []courier.Push, over []courier.Sent, err error) {
	devices, sits, seats, err := t.seatedOn(now, taken)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range taken {
		p := toPush(row)
		device, there := devices[row.Device]
		end := courier.Result("")
		switch {
		case !there, !sits[device.Row.Session][seat{row.School, row.Person}]:
			end = courier.SignedOut
		case !row.Expires.After(now):
			end = courier.Late
		}
		if end != "" {
			over = append(over, courier.Sent{Push: p.ID, School: p.School, Batch: p.Batch,
				Device: id.Subscription(row.Device), Result: end, Done: true})
			continue
		}
		p.Device, p.Seats = toSubscription(device.Row), seats[device.Row.Session]
		if device.Kind != string(people.ParentKind) {
			p.Seats, p.Staff = max(p.Seats, courier.Asked), true
		}
		alive = append(alive, p)
	}
	slices.SortStableFunc(alive, func(a, b courier.Push) int {
		return cmp.Compare(map[bool]int{true: 0, false: 1}[a.Urgent], map[bool]int{true: 0, false: 1}[b.Urgent])
	})
	return alive, over, nil
}

// seatedDevice is a device with the kind of session that it belongs to.
type seatedDevice struct {
	Row  subscriptionRow `gorm:"embedded"`
	Kind string
}

// seatedOn reads the devices of pushes that can still be rung, and who sits in their sessions.
func (t *tx) seatedOn(now time.Time, taken []pushRow) (devices map[string]seatedDevice,
	sits map[string]map[seat]bool, seats map[string]int, err error,
) {
	devices, sits, seats = map[string]seatedDevice{}, map[string]map[seat]bool{}, map[string]int{}
	for some := range slices.Chunk(taken, 500) {
		ids := make([]string, len(some))
		for i, row := range some {
			ids[i] = row.Device
		}
		var rows []seatedDevice
		err := t.gorm().Raw(`SELECT d.*, sessions.kind FROM subscriptions d JOIN sessions ON sessions.hash = d.session
			WHERE d.id IN ? AND d.seen > ?
			AND (sessions.kind = 'parent' AND sessions.seen > ? OR sessions.kind IN (?, ?))`, ids,
			now.Add(-courier.Lasts), now.Add(-access.FamilyIdle), string(people.StaffKind), string(access.BellKind)).Scan(&rows).Error
		if err != nil {
			return nil, nil, nil, err
		}
		var sessions []string
		for _, row := range rows {
			devices[row.Row.ID] = row
			sessions = append(sessions, row.Row.Session)
		}
		var found []seatRow
		err = t.gorm().Raw(`SELECT seats.session, seats.school, seats.person FROM seats
			JOIN sessions ON sessions.hash = seats.session
			WHERE seats.session IN ? AND COALESCE(seats.since, sessions.since) > ?`, sessions,
			now.Add(-access.FamilyLasts)).Scan(&found).Error
		if err != nil {
			return nil, nil, nil, err
		}
		for _, row := range found {
			if sits[row.Session] == nil {
				sits[row.Session] = map[seat]bool{}
			}
			if one := (seat{row.School, row.Person}); !sits[row.Session][one] {
				sits[row.Session][one] = true
				seats[row.Session]++
			}
		}
	}
	return devices, sits, seats, nil
}
