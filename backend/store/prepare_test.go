package store_test

import (
	"sync"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// The first change after a start prepares its statements on the one writer, while something beside it has the
// writer and is about to use statements as well: neither waits for the other until both are given up.
func TestTheFirstChangeWaitsForNobodyWhoWaitsForIt(t *testing.T) {
	for _, kind := range storetest.Kinds[:2] { // of one writer
		t.Run(kind.Name, func(t *testing.T) {
			s := kind.Open(t)
			p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
			s.Forget() // as after a start
			var change sync.WaitGroup
			err := s.Holding(t.Context(), p.School.ID, func() {
				waits := store.Waits(s)
				change.Go(func() {
					if err := handOver(s, p, 0); err != nil {
						t.Errorf("the first change: %v", err)
					}
				})
				waitFor(t, func() bool { return store.Waits(s) > waits })
			})
			change.Wait()
			if err != nil {
				t.Errorf("beside it: %v", err)
			}
		})
	}
}
