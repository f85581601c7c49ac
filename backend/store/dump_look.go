package store

import (
	"context"
	"fmt"
)

// Sound looks whether the database is sound in itself.
func (s *Store) Sound(ctx context.Context) error {
	return s.look(ctx, func(t *tx) error {
		for wrong, question := range s.engine.examinations() {
			err := t.each(question, nil, func(scan func(...any) error) error {
				var what string
				if err := scan(&what); err != nil {
					return err
				}
				return fmt.Errorf("%s: %s", wrong, what)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Others is how many other programs use the database under the same role just now; on SQLite, which does not know, 0.
func (s *Store) Others(ctx context.Context) (n int64, err error) {
	err = s.look(ctx, func(t *tx) error {
		n, err = t.number(s.engine.others())
		return err
	})
	return n, err
}

// look is read for as long as it takes, and of no school.
func (s *Store) look(ctx context.Context, fn func(*tx) error) error {
	begun, err := s.engine.begin(ctx, "", true)
	if err == nil {
		defer begun.Rollback() // a read has nothing to keep
		err = fn(&tx{ctx: ctx, sql: begun, store: s})
	}
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}
