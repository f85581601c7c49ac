package store

import (
	"context"

	"lollipop/backend/id"
)

// Forget is what a start begins without.
func (s *Store) Forget() { s.forget() }

// Holding has the writer while fn runs, and then uses a statement.
func (s *Store) Holding(ctx context.Context, school id.School, fn func()) error {
	return s.direct(ctx, school, func(t *tx) error {
		fn()
		var position int64
		var link []byte
		_, err := t.one(selectChain, []any{&position, &link}, string(school), "daily")
		return err
	})
}
