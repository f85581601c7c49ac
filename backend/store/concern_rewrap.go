package store

import (
	"context"

	"lollipop/backend/id"
)

// wrapped is a key that is kept wrapped: a concern's, or that of a school's button, which has no concern.
type wrapped struct {
	concern string
	key     []byte
}

var (
	keysOfConcerns = prepared(`SELECT id, data_key FROM concerns WHERE school_id = ? AND id > ? ORDER BY id LIMIT 500`)
	keyOfDoor      = prepared(`SELECT draft_key FROM concern_doors WHERE school_id = ?`)
	rewrapConcern  = prepared(`UPDATE concerns SET data_key = ? WHERE school_id = ? AND id = ? AND data_key = ?`)
	rewrapDoor     = prepared(`UPDATE concern_doors SET draft_key = ? WHERE school_id = ? AND draft_key = ?`)
)

// Rewrap gives every concern's data key in every school to again, and keeps what it makes of it where it changed that; so
// it does with the keys for what waits on devices, with an empty concern. It says how many it kept. It writes a few at a
// time, so it may be stopped and done again; the record does not speak of how a key is wrapped, and needs no event.
func (s *Store) Rewrap(ctx context.Context, again func(school, concern string, wrapped []byte) ([]byte, bool, error),
) (n int, err error) {
	schools, err := s.Schools().IDs(ctx)
	if err != nil {
		return 0, err
	}
	for _, school := range schools {
		for from, more := "", true; more; {
			var some []wrapped
			if some, err = s.wrappedKeys(ctx, school, from); err != nil {
				return n, err
			}
			if more = len(some) > 0 && some[len(some)-1].concern != ""; more {
				from = some[len(some)-1].concern
			}
			did, err := s.rewrap(ctx, school, some, again)
			if n += did; err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// wrappedKeys are the next ones of a school: first that of its button, then those of its concerns by their ids.
func (s *Store) wrappedKeys(ctx context.Context, school id.School, from string) (some []wrapped, err error) {
	err = s.read(ctx, school, func(t *tx) error {
		some = nil
		if from == "" {
			err := t.rows(keyOfDoor, func(scan func(...any) error) error {
				var w wrapped
				err := scan(&w.key)
				if len(w.key) > 0 {
					some = append(some, w)
				}
				return err
			}, string(school))
			if err != nil {
				return err
			}
		}
		return t.rows(keysOfConcerns, func(scan func(...any) error) error {
			var w wrapped
			err := scan(&w.concern, &w.key)
			some = append(some, w)
			return err
		}, string(school), from)
	})
	return some, err
}

// rewrap wraps some keys anew, and writes those that changed at once.
func (s *Store) rewrap(ctx context.Context, school id.School, some []wrapped,
	again func(school, concern string, wrapped []byte) ([]byte, bool, error),
) (n int, err error) {
	var writes []call
	for _, w := range some {
		now, changed, err := again(string(school), w.concern, w.key)
		switch {
		case err != nil:
			return 0, err
		case !changed:
		case w.concern == "":
			writes = append(writes, call{st: rewrapDoor, args: []any{now, string(school), w.key}, hit: true})
		default:
			writes = append(writes, call{st: rewrapConcern, args: []any{now, string(school), w.concern, w.key}, hit: true})
		}
	}
	if len(writes) == 0 {
		return 0, nil
	}
	err = s.beside(ctx, Timeout, school, func(t *tx) error { return t.send(writes...) })
	if err != nil {
		return 0, err
	}
	return len(writes), nil
}
