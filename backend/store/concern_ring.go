package store

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/concern"
	"lollipop/backend/courier"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Rungs implements concern.RingStore.
func (c ConcernStore) Rungs(ctx context.Context, school id.School) (rungs map[id.Person]concern.Rung, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		rungs = map[id.Person]concern.Rung{}
		list, err := all(t, "person", toRung)
		for _, r := range list {
			rungs[r.Person] = r
		}
		return err
	})
	return rungs, err
}

var (
	// Of two who saw the same ringing before, the second finds another.
	ringReader = prepared(`INSERT INTO concern_rings (school_id, person, at, times, seen_at) VALUES (?, ?, ?, 1, NULL)
		ON CONFLICT (school_id, person) DO UPDATE SET at = excluded.at, times = concern_rings.times + 1
		WHERE concern_rings.at IS NOT DISTINCT FROM ?`)
	readerLooked = prepared(`INSERT INTO concern_rings (school_id, person, at, times, seen_at) VALUES (?, ?, NULL, 0, ?)
		ON CONFLICT (school_id, person) DO UPDATE SET times = 0, seen_at = excluded.seen_at`)
	// A session of staff, and a bell that it left, last by another clock than this one: whoever sends asks whether they do.
	staffDevices = prepared(`SELECT DISTINCT d.id, d.host FROM seats JOIN sessions ON sessions.hash = seats.session
		JOIN subscriptions d ON d.session = sessions.hash
		WHERE seats.school = ? AND seats.person = ? AND sessions.kind IN (?, ?) AND d.seen > ? ORDER BY d.id`)
)

// Ring implements concern.RingStore. What it sends says what every push says, and to a push service no more: one topic
// at random, and a batch that no notice has.
func (c ConcernStore) Ring(ctx context.Context, school id.School, person id.Person, before concern.Rung, now,
	expires time.Time,
) error {
	now = exact(now)
	return c.s.beside(ctx, Timeout, school, func(t *tx) error {
		rung, err := t.exec(ringReader, string(school), string(person), now, stamp(before.At))
		if err != nil || rung == 0 {
			return err
		}
		var pushes [][]any
		batch := string(id.New[id.Batch]())
		err = t.rows(staffDevices, func(scan func(...any) error) error {
			var device, host string
			var topic [24]byte
			rand.Read(topic[:]) // never fails
			if err := scan(&device, &host); err != nil {
				return err
			}
			pushes = append(pushes, []any{string(id.New[id.Push]()), host, device, string(school), string(person), batch,
				base64.RawURLEncoding.EncodeToString(topic[:]), true, now, exact(expires), 0, now, false, nil, ""})
			return nil
		}, string(school), string(person), string(people.StaffKind), string(access.BellKind),
			now.Add(-courier.Lasts))
		if err != nil {
			return err
		}
		return addPushes.write(t, pushes)
	})
}

// Saw implements concern.RingStore.
func (c ConcernStore) Saw(ctx context.Context, school id.School, person id.Person, at time.Time) error {
	return c.s.direct(ctx, school, func(t *tx) error {
		_, err := t.exec(readerLooked, string(school), string(person), exact(at))
		return err
	})
}
