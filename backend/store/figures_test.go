package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/event"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Of every change whoever counts hears what became of it: kept, refused by a rule, or failed with the database. And
// what is committed and not followed is behind until it is.
func TestChangesAreMeasured(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			var mu sync.Mutex
			var all store.Batch
			config := kind.Config(t)
			config.Measured = func(b store.Batch) {
				mu.Lock()
				defer mu.Unlock()
				all.Kept, all.Refused, all.Failed = all.Kept+b.Kept, all.Refused+b.Refused, all.Failed+b.Failed
				if b.Waited < 0 || b.Took <= 0 || b.Took > time.Hour {
					t.Errorf("%+v", b)
				}
			}
			s := storetest.Reopen(t, config)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
			do := func(spoil string, err error) {
				t.Helper()
				act := p.Act("test.measured")
				got := s.Do(t.Context(), act, false, func(db *gorm.DB) ([]string, []event.Event, error) {
					if spoil != "" {
						return nil, []event.Event{{School: "another"}}, nil // which ends the whole transaction
					}
					return nil, []event.Event{act.Did("test.done", "subject", nil)}, err
				}, func([]string) {})
				if (got == nil) != (spoil == "" && err == nil) {
					t.Errorf("%q, %v: %v", spoil, err, got)
				}
			}
			heard := func() store.Batch {
				mu.Lock()
				defer mu.Unlock()
				return all
			}
			before := heard()
			do("", nil)
			do("", nil)
			do("", errors.New("a rule says no"))
			do("spoil", nil)
			after := heard()
			if after.Kept != before.Kept+2 || after.Refused != before.Refused+1 || after.Failed != before.Failed+1 {
				t.Errorf("from %+v to %+v", before, after)
			}
			behind, err := s.Notices().Behind(t.Context(), p.School.ID)
			if events := int64(len(positions(t, s, p.School.ID))); err != nil || behind != events || events < 2 {
				t.Errorf("%d of %d events are behind (%v)", behind, events, err)
			}
			f, err := s.Figures(t.Context())
			if err != nil || f.Database <= 0 || f.Schema != store.Newest || f.Write.OpenConnections == 0 ||
				(f.Log > 0) != (kind.Name == "file") || (f.Read == nil) != (kind.Name == "postgres") {
				t.Errorf("%+v, %v", f, err)
			}
		})
	}
}
