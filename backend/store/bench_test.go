package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// BenchmarkDesk is a school of 400 whose office taps with 32 hands: in, out, in, out. One operation is one tap, durable
// on the file and on PostgreSQL (whose test cluster does not wait for the disk).
func BenchmarkDesk(b *testing.B) {
	for _, kind := range storetest.Kinds {
		b.Run(kind.Name, func(b *testing.B) {
			s := kind.Open(b)
			p := storetest.Furnish(b, s, "hook-lane", "anthony-roper")
			act := p.Act("bench")
			var pupils []people.Pupil
			for i := range 400 {
				pupil := p.Pupils[0]
				pupil.ID, pupil.UPN = id.New[id.Pupil](), fmt.Sprintf("A%012d", i)
				pupils = append(pupils, pupil)
			}
			err := s.People().ChangeRoll(b.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
				return people.Changes{Pupils: pupils}, []event.Event{act.Did("bench.filled", "x", nil)}, nil
			})
			if err != nil {
				b.Fatal(err)
			}
			var next atomic.Int64
			began := s.Batches()
			b.SetParallelism(16) // of two processors
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					pupil := pupils[next.Add(1)%int64(len(pupils))]
					act := p.Act("custody.tap")
					_, err := s.Custody().Change(b.Context(), act, custody.Ask{Pupil: pupil.ID, Slot: true},
						func(shelf *custody.Shelf) ([]event.Event, error) {
							if len(shelf.Devices) > 0 && shelf.Devices[0].State == custody.HandedIn {
								d := &shelf.Devices[0]
								d.State, d.Slot, d.Since = custody.WithChild, 0, act.At
								return []event.Event{act.Did(custody.DidCollect, string(d.ID), nil)}, nil
							}
							d := arrive(shelf, act)
							return []event.Event{act.Did(custody.DidHandIn, string(d.ID), map[string]int{"slot": d.Slot})}, nil
						})
					if err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "taps/s")
			b.ReportMetric(float64(b.N)/float64(s.Batches()-began), "taps/transaction")
		})
	}
}
