package store

import (
	"slices"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// moved is a notice before and after.
type moved struct{ was, now notice.Notice }

// rings reports whether a notice's ring has still to come. One that is over or taken back has none, whatever its time
// says. One that was read or told may have: it is asked about again until it is done.
func rings(n notice.Notice) bool { return !n.RingAt.IsZero() && n.OverAt.IsZero() && !n.TakenBack }

// wants reports whether a notice still wants the ringing of that time: nobody has read or told it since.
func wants(n notice.Notice, rungAt *time.Time) bool {
	rung := moment(rungAt)
	return n.OverAt.IsZero() && !n.TakenBack && (n.ReadAt.IsZero() || exact(n.ReadAt).Before(rung)) &&
		(n.ToldAt.IsZero() || exact(n.ToldAt).Before(rung))
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
		if there && d.Batch != "" && !wants(c.now, d.RungAt) {
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
	case state == notice.Waiting, state == notice.Handed && !wants(n, d.RungAt):
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

const deliveryColumns = `d.event, d.person, d.channel, d.state, d.result, d.at, d.batch, d.urgent, d.rung_at`

// into are where the columns of deliveryColumns go.
func (r *deliveryRow) into() []any {
	return []any{&r.Event, &r.Person, &r.Channel, &r.State, &r.Result, &r.At, &r.Batch, &r.Urgent, &r.RungAt}
}

var (
	pushDelivery = prepared(`SELECT ` + deliveryColumns + ` FROM deliveries d
		WHERE d.school_id = ? AND d.event = ? AND d.person = ? AND d.channel = 'push'`)
	// Without an order of its own: SQLite would take the key for it, and read the whole school.
	batchDeliveries = prepared(`SELECT ` + deliveryColumns + ` FROM deliveries d
		WHERE d.school_id = ? AND d.batch = ? AND d.batch <> '' {lock}`)
)

// pushDeliveries reads notices' deliveries by push as they will be until the commit: together with all others of their
// batches, so that of two who settle one batch the second sees what the first did.
func (t *tx) pushDeliveries(list []notice.Notice) (map[whose]deliveryRow, error) {
	found, batches := map[whose]deliveryRow{}, map[string]bool{}
	keep := func(scan func(...any) error) error {
		var row deliveryRow
		err := scan(row.into()...)
		found[whose{id.Event(row.Event), id.Adult(row.Person)}] = row
		if row.Batch != "" {
			batches[row.Batch] = true
		}
		return err
	}
	err := sendMany(t, list, func(n notice.Notice) call {
		return call{st: pushDelivery, args: []any{string(t.school), string(n.Event), string(n.Adult)}, row: keep}
	})
	if err == nil {
		err = t.holdBatches(sortedKeys(batches), keep)
	}
	return found, err
}

// holdBatches locks the deliveries of ringings. They come in the order of their names, so that two transactions cannot
// wait for each other.
func (t *tx) holdBatches(batches []string, row func(scan func(...any) error) error) error {
	return sendMany(t, batches, func(batch string) call {
		return call{st: batchDeliveries, args: []any{string(t.school), batch}, row: row}
	})
}

// unread takes rows for their locks alone.
func unread(func(...any) error) error { return nil }

var (
	batchWanted = prepared(`SELECT d.batch FROM deliveries d
		JOIN notices n ON n.school_id = d.school_id AND n.event = d.event AND n.adult = d.person
		WHERE d.school_id = ? AND d.batch = ? AND d.batch <> '' AND d.state IN ('handed', 'accepted')
		AND (n.read_at IS NULL OR n.read_at < d.rung_at) AND (n.told_at IS NULL OR n.told_at < d.rung_at)
		AND n.over_at IS NULL AND NOT n.taken_back LIMIT 1`)
	dropPushes = prepared(`DELETE FROM pushes WHERE school = ? AND batch = ? AND NOT leased AND ` + isOpen)
	endPushes  = prepared(`UPDATE pushes SET expires = made WHERE school = ? AND batch = ? AND ` + isOpen)
)

// void takes back what has not been sent of those ringings that nothing waits for any more. What a sender has in hand
// goes, and is too late for a second try.
func (t *tx) void(batches map[string]bool) error {
	wanted := map[string]bool{}
	err := sendMany(t, sortedKeys(batches), func(batch string) call {
		return call{st: batchWanted, args: []any{string(t.school), batch}, row: func(scan func(...any) error) error {
			var found string
			err := scan(&found)
			wanted[found] = true
			return err
		}}
	})
	if err != nil {
		return err
	}
	over := slices.DeleteFunc(sortedKeys(batches), func(batch string) bool { return wanted[batch] })
	for _, st := range []*statement{dropPushes, endPushes} {
		err := sendMany(t, over, func(batch string) call { return call{st: st, args: []any{string(t.school), batch}} })
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
