package store

import "context"

var (
	keptFactors  = prepared(`SELECT staff, id, kept FROM factors WHERE school_id = ? ORDER BY id`)
	resealFactor = prepared(`UPDATE factors SET kept = ? WHERE school_id = ? AND id = ? AND kept = ?`)
)

// Reseal gives what is sealed in every second factor of every school to again, and keeps what it makes of it where it
// changed that. It says how many it kept. It may be stopped and done again; one that is used meanwhile is an error.
func (s *Store) Reseal(ctx context.Context, again func(school, staff, factor string, kept []byte) ([]byte, bool, error),
) (n int, err error) {
	schools, err := s.Schools().IDs(ctx)
	if err != nil {
		return 0, err
	}
	for _, school := range schools {
		var writes []call
		err := s.read(ctx, school, func(t *tx) error {
			writes = nil
			return t.rows(keptFactors, func(scan func(...any) error) error {
				var staff, factor string
				var kept []byte
				if err := scan(&staff, &factor, &kept); err != nil {
					return err
				}
				now, changed, err := again(string(school), staff, factor, kept)
				if err == nil && changed {
					writes = append(writes, call{st: resealFactor, args: []any{now, string(school), factor, kept}, hit: true})
				}
				return err
			}, string(school))
		})
		if err == nil && len(writes) > 0 {
			err = s.beside(ctx, Timeout, school, func(t *tx) error { return t.send(writes...) })
		}
		if err != nil {
			return n, err
		}
		n += len(writes)
	}
	return n, nil
}
