package store_test

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// While a school works, a dump is of one moment: every operation with its event, every row as the record says.
func TestADumpUnderLoadIsOfOneMoment(t *testing.T) {
	for _, name := range []string{"file", "postgres"} {
		t.Run(name, func(t *testing.T) {
			s := kindNamed(t, name).Open(t)
			places := []storetest.Place{storetest.Furnish(t, s, "hook-lane", "anthony-roper"),
				storetest.Furnish(t, s, "beaver-road", "beaver-green")}
			ctx, stop := context.WithCancel(t.Context())
			moves := make(chan struct{})
			var office sync.WaitGroup
			defer office.Wait()
			defer stop()
			for _, p := range places {
				for pupil := range p.Pupils {
					office.Go(func() {
						for ctx.Err() == nil {
							if err := handOver(s, p, pupil); err != nil {
								t.Error(err)
								stop()
							}
							select {
							case moves <- struct{}{}:
							case <-ctx.Done():
							}
						}
					})
				}
			}
			for range 3 {
				for range 30 { // they are at it
					select {
					case <-moves:
					case <-ctx.Done():
					}
				}
				dumped := make(chan *bytes.Buffer, 1)
				go func() {
					var text bytes.Buffer
					if _, err := s.Dump(ctx, &text, storetest.At, "test"); err != nil {
						t.Error(err)
					}
					dumped <- &text
				}()
				var text *bytes.Buffer
				for text == nil { // and go on while it is made
					select {
					case <-moves:
					case text = <-dumped:
					}
				}
				copied := storetest.Memory(t)
				if _, err := copied.Load(t.Context(), text, nil); err != nil {
					t.Fatal(err)
				}
				consistent(t, copied, places)
			}
		})
	}
}

// handOver hands a child's phone in, or gives it back.
func handOver(s *store.Store, p storetest.Place, pupil int) error {
	act := p.Act("custody.desk")
	_, err := s.Custody().Change(context.Background(), act, custody.Ask{Pupil: p.Pupils[pupil].ID, Slot: true},
		func(shelf *custody.Shelf) ([]event.Event, error) {
			if len(shelf.Devices) > 0 && shelf.Devices[0].State == custody.HandedIn {
				d := &shelf.Devices[0]
				d.Before, d.BeforeSlot, d.State, d.Slot, d.Since, d.By = d.State, d.Slot, custody.WithChild, 0, act.At, act.Actor
				return []event.Event{act.Did(custody.DidCollect, string(d.ID), nil)}, nil
			}
			d := arrive(shelf, act)
			return []event.Event{act.Did(custody.DidHandIn, string(d.ID), map[string]int{"slot": d.Slot})}, nil
		})
	return err
}

func consistent(t *testing.T, s *store.Store, places []storetest.Place) {
	t.Helper()
	for _, p := range places {
		report, err := audit.NewService(s.Audit(), storetest.Key, clock.System{}).Verify(t.Context(), p.School.ID)
		if err != nil || report.Broken != nil || report.Rows == 0 {
			t.Errorf("%s: %+v, %v", p.School.Slug, report, err)
		}
	}
	hand, done := s.Hand()
	defer done()
	var alone, ops int
	err := hand.QueryRow(`SELECT count(*), (SELECT count(*) FROM operations) FROM
		(SELECT school_id, op FROM operations EXCEPT SELECT school_id, op FROM events) AS silent`).Scan(&alone, &ops)
	if err != nil || alone > 0 || ops < 30 {
		t.Errorf("%d of %d operations have no event, %v", alone, ops, err)
	}
}
