package store

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"lollipop/backend/fault"
)

// factRow is what this database is, as a whole.
type factRow struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// TableName implements model.
func (factRow) TableName() string { return "facts" }

// Demo is the fact that the demo furnished this database: it refuses every other one.
const Demo = "demo"

// Fact returns what is known under a name, and whether anything is.
func (s *Store) Fact(ctx context.Context, name string) (value string, known bool, err error) {
	err = s.read(ctx, "", func(t *tx) error {
		row, err := first[factRow](t, "name = ?", name)
		if errors.Is(err, errMissing) {
			return nil
		}
		value, known = row.Value, err == nil
		return err
	})
	return value, known, err
}

// SetFact keeps a fact in place of an earlier one.
func (s *Store) SetFact(ctx context.Context, name, value string) error {
	return s.direct(ctx, "", func(t *tx) error { return put(t, []factRow{{Name: name, Value: value}}) })
}

// taken is the fault for an address that another school has.
func taken(err error) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return fault.New(fault.Conflict, "school.slug_taken", nil).Because(err)
	}
	return err
}
