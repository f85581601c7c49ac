package store_test

import (
	"sync"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/concern"
	"lollipop/backend/courier"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// rung is when a member of staff was rung.
func (x told) rung(staff int) concern.Rung {
	x.Helper()
	all, err := x.s.Concerns().Rungs(x.Context(), x.School.ID)
	x.must(err)
	return all[x.person(staff)]
}

func (x told) person(staff int) id.Person { return id.Person(x.Staff[staff].ID) }

// A reader's own telephones are rung, each once, and nobody else's; what a push service is given says nothing.
func TestReadersAreRung(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x, y := tell(t, s, "hook-lane"), tell(t, s, "beaver-road") // with the same ids
		x.staffDevice("one", "a.example", 2)
		x.deviceOf(access.BellKind, "two", "b.example", 2) // where nobody is signed in any more
		x.staffDevice("another's", "a.example", 3)
		x.device("a parent's", "a.example", 0)
		y.staffDevice("elsewhere", "a.example", 2)
		ring := func(staff int, before concern.Rung, at time.Time) {
			t.Helper()
			x.must(s.Concerns().Ring(t.Context(), x.School.ID, x.person(staff), before, at, at.Add(time.Hour)))
		}
		ring(2, concern.Rung{}, in(0))
		a, b := x.claim("a.example", in(0)), x.claim("b.example", in(0))
		if len(a) != 1 || len(b) != 1 || x.count("pushes") != 2 {
			t.Fatalf("%+v %+v, %d pushes", a, b, x.count("pushes"))
		}
		one, two := a[0], b[0]
		if one.Person != x.person(2) || one.School != x.School.ID || !one.Urgent || one.Batch != two.Batch || one.Batch == "" ||
			one.Topic == two.Topic || len(one.Topic) != 32 || !one.Expires.Equal(in(time.Hour)) || !one.Made.Equal(in(0)) {
			t.Errorf("%+v %+v", one, two)
		}
		if one.Seats < courier.Asked || two.Seats < courier.Asked {
			t.Error("whether a member of staff still sits there is not asked")
		}
		if got := x.rung(2); got != (concern.Rung{Person: x.person(2), At: in(0), Times: 1}) {
			t.Errorf("after the first: %+v", got)
		}
		// Who saw what was before somebody else rang rings nobody.
		ring(2, concern.Rung{}, in(time.Minute))
		ring(2, concern.Rung{At: in(time.Second)}, in(time.Minute))
		if n := x.count("pushes"); n != 2 || !x.rung(2).At.Equal(in(0)) {
			t.Errorf("%d pushes, %+v", n, x.rung(2))
		}
		ring(2, x.rung(2), in(time.Minute))
		if got := x.rung(2); got.Times != 2 || !got.At.Equal(in(time.Minute)) || x.count("pushes") != 4 {
			t.Errorf("after the second: %+v, %d pushes", got, x.count("pushes"))
		}
		x.must(s.Concerns().Saw(t.Context(), x.School.ID, x.person(2), in(time.Hour)))
		if got := x.rung(2); got != (concern.Rung{Person: x.person(2), At: in(time.Minute), SeenAt: in(time.Hour)}) {
			t.Errorf("after they looked: %+v", got)
		}
		// Without a device, and before they were ever rung.
		x.must(s.Concerns().Saw(t.Context(), x.School.ID, x.person(0), in(0)))
		ring(0, x.rung(0), in(time.Minute))
		if got := x.rung(0); got.Times != 1 || !got.At.Equal(in(time.Minute)) || !got.SeenAt.Equal(in(0)) ||
			x.count("pushes") != 4 {
			t.Errorf("without a device: %+v", got)
		}
		if got := y.rung(2); got.Times != 0 || y.count("concern_rings") != 2 {
			t.Errorf("at the other school: %+v", got)
		}
	})
}

// Whoever signed out is rung there no more, even where the push waits already.
func TestAReaderWhoSignedOutIsNotRung(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.staffDevice("one", "a.example", 2)
		ring := func(before concern.Rung, at time.Time) {
			x.must(s.Concerns().Ring(t.Context(), x.School.ID, x.person(2), before, at, at.Add(time.Hour)))
		}
		ring(concern.Rung{}, in(0))
		x.must(s.Access().End(t.Context(), x.Act("access.sign_out"), "", x.School.ID, x.person(2), nil))
		if got := x.claim("a.example", in(0)); len(got) != 0 || x.count("pushes WHERE result = 'signed_out'") != 1 {
			t.Errorf("%+v", got)
		}
		ring(x.rung(2), in(time.Minute))
		if n := x.count("pushes"); n != 1 {
			t.Errorf("%d pushes", n)
		}
	})
}

// Of eight who find the same and ring at once, in two processes where the engine has two, one rings.
func TestOfTwoWhoRingOneDoes(t *testing.T) {
	for _, kind := range storetest.Kinds[1:] {
		t.Run(kind.Name, func(t *testing.T) {
			s := kind.Open(t)
			other := storetest.Reopen(t, s.AsIs())
			x := tell(t, s, "hook-lane")
			x.staffDevice("one", "a.example", 2)
			for round, before := range []concern.Rung{{}, {At: in(0)}} {
				var all sync.WaitGroup
				for i := range 8 {
					all.Go(func() {
						at := in(time.Duration(round) * time.Minute)
						err := []*store.Store{s, other}[i%2].Concerns().Ring(t.Context(), x.School.ID, x.person(2), before, at,
							at.Add(time.Hour))
						if err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if n := x.count("pushes"); n != round+1 || x.rung(2).Times != round+1 {
					t.Errorf("round %d: %d pushes, %+v", round, n, x.rung(2))
				}
			}
		})
	}
}
