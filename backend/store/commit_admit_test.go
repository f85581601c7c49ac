package store_test

import (
	"sync"
	"testing"

	"gorm.io/gorm"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// A school at which more waits than can is answered at once, and its operation is kept when it comes again; the other
// school's come in as ever.
func TestAFloodIsAnsweredAtOnceAndIsItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		quiet := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		do := func(act event.Act) error {
			return s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				return nil, []event.Event{act.Did("test.done", "x", nil)}, nil
			}, nil)
		}
		gate, held := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		first := p.Act("test.first")
		wg.Go(func() {
			if err := s.Do(t.Context(), first, true, func(*gorm.DB) ([]string, []event.Event, error) {
				close(held)
				<-gate
				return nil, []event.Event{first.Did("test.done", "x", nil)}, nil
			}, nil); err != nil {
				t.Error(err)
			}
		})
		<-held
		most := store.Share(1)
		for range most {
			act := p.Act("test.flood")
			wg.Go(func() {
				if err := do(act); err != nil {
					t.Errorf("one that was let in: %v", err)
				}
			})
		}
		waitFor(t, func() bool { return s.Waiting(p.School.ID) == most })
		beyond := p.Act("test.beyond")
		for range 3 { // nothing moves: only an answer at once lets this go on
			if err := do(beyond); !fault.Is(err, fault.Unavailable) {
				t.Errorf("one beyond: %v", err)
			}
		}
		if n := s.Waiting(p.School.ID); n != most || s.Shed() != 3 {
			t.Errorf("%d wait, %d were not let in", n, s.Shed())
		}
		for range 9 {
			act := quiet.Act("test.quiet")
			wg.Go(func() {
				if err := do(act); err != nil {
					t.Errorf("the quiet school's: %v", err)
				}
			})
		}
		close(gate)
		wg.Wait()
		for range 2 {
			if err := do(beyond); err != nil {
				t.Errorf("the same operation again: %v", err)
			}
		}
		gapFree(t, s, p.School.ID, 2+1+most+1)
		gapFree(t, s, quiet.School.ID, 2+9)
	})
}

// However many schools have something waiting, each may have as much of it as the others, and some.
func TestSchoolsShareWhatMayWait(t *testing.T) {
	for _, c := range []struct{ schools, want int }{{0, 512}, {1, 512}, {4, 512}, {5, 409}, {20, 102}, {128, 16}, {1000, 16}} {
		if got := store.Share(c.schools); got != c.want {
			t.Errorf("of %d schools one may have %d waiting, not %d", c.schools, got, c.want)
		}
	}
}
