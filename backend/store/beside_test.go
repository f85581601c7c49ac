package store_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// However much there is to ring, claim and write down, whoever does something at a desk waits for the one of it that is
// under way, and for nothing that waits as they do.
func TestADeskWaitsForNoFanOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		const others = 50
		x := tell(t, s, "hook-lane")
		x.device("hers", "a.example", 0)
		x.tells("phone", 0)
		ringing, release := make(chan struct{}), make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() {
			var once sync.Once
			_, _, err := s.Notices().Ring(t.Context(), x.School.ID, in(time.Minute), 10, func(notice.Ringing) notice.Rang {
				once.Do(func() { close(ringing) })
				<-release
				return notice.Rang{Batch: id.New[id.Batch](), Expires: in(time.Hour)}
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-ringing
		var claims, before atomic.Int64
		tapped := make(chan struct{})
		all.Go(func() {
			defer close(tapped)
			act := x.Act("test.tap")
			err := s.People().ChangeRoll(t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
				before.Store(claims.Load())
				return people.Changes{}, []event.Event{act.Did("test.tapped", "", nil)}, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
		for waits := false; !waits; { // for the one writer; where there are more, it has done it
			select {
			case <-tapped:
				waits = true
			case <-time.After(time.Millisecond):
				waits = store.Waits(s) > 0
			}
		}
		var began sync.WaitGroup
		began.Add(others)
		for range others {
			all.Go(func() {
				began.Done()
				if _, err := s.Courier().Claim(t.Context(), "b.example", storetest.At, in(time.Minute), 1); err != nil {
					t.Error(err)
				}
				claims.Add(1)
			})
		}
		began.Wait()
		close(release)
		all.Wait()
		if n := before.Load(); n > 0 && !s.Postgres() {
			t.Errorf("it waited for %d others", n)
		}
	})
}
