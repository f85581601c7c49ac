package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Each lane says how many are due, or when the next is.
func TestLanes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		if lanes, err := s.Courier().Lanes(t.Context(), storetest.At); err != nil || len(lanes) != 0 {
			t.Fatalf("%v, %v", lanes, err)
		}
		x.device("one", "a.example", 0)
		x.device("two", "b.example", 0)
		x.device("three", "b.example", 1)
		x.tells("phone", 0, 1)
		x.ring(storetest.At, 1)
		say := func(at time.Time) string {
			t.Helper()
			lanes, err := s.Courier().Lanes(t.Context(), at)
			x.must(err)
			var all []string
			for _, l := range lanes {
				line := fmt.Sprint(l.Host, " ", l.Due)
				if !l.Next.IsZero() {
					line += fmt.Sprint(" ", l.Next.Sub(storetest.At))
				}
				all = append(all, line)
			}
			slices.Sort(all)
			return strings.Join(all, ", ")
		}
		want := func(what string, at time.Time, lanes string) {
			t.Helper()
			if got := say(at); got != lanes {
				t.Errorf("%s: %s, want %s", what, got, lanes)
			}
		}
		want("at once", storetest.At, "a.example 1, b.example 2")
		a := x.claim("a.example", storetest.At)
		want("claimed", storetest.At, "a.example 0 1m0s, b.example 2")
		want("the lease is over", in(time.Minute), "a.example 1, b.example 2")
		want("the clock was set back by an hour", in(-time.Hour), "a.example 1, b.example 0 0s")
		again := courier.Sent{Push: a[0].ID, School: a[0].School, Batch: a[0].Batch, Result: courier.Slow,
			Again: in(3 * time.Hour)}
		x.must(s.Courier().Done(t.Context(), storetest.At, []courier.Sent{again}))
		want("asked to wait", storetest.At, "a.example 0 3h0m0s, b.example 2")
		want("the clock was set back by thirteen hours", in(-13*time.Hour), "a.example 1, b.example 2")
		x.answer(storetest.At, courier.Took, a...)
		want("over", storetest.At, "b.example 2")
	})
}

// A push goes to one at a time, the urgent first, and again when a lease is over or a service asked to wait.
func TestClaiming(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("one", "a.example", 0)
		x.device("two", "a.example", 1, 2)
		x.tells("phone", 0)
		x.ring(storetest.At, 1)
		x.tells("urgent", 1)
		_, _, err := s.Notices().Ring(t.Context(), x.School.ID, in(time.Minute), 10, func(r notice.Ringing) notice.Rang {
			return notice.Rang{Batch: "urgent", Urgent: true, Expires: in(2 * time.Hour)}
		})
		x.must(err)
		claim := func(at time.Duration, n int) (list []string) {
			t.Helper()
			got, err := s.Courier().Claim(t.Context(), "a.example", in(at), in(at+30*time.Second), n)
			x.must(err)
			for _, p := range got {
				list = append(list, fmt.Sprintf("%v %d %d", p.Urgent, p.Attempts, p.Seats))
			}
			return list
		}
		want := func(what string, got []string, want ...string) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
		first, err := s.Courier().Claim(t.Context(), "a.example", in(time.Minute), in(90*time.Second), 1)
		if err != nil || len(first) != 1 || !first[0].Urgent {
			t.Fatalf("%+v, %v", first, err)
		}
		p := first[0]
		if p.School != x.School.ID || p.Person != id.Person(x.Adults[1].ID) || p.Batch != "urgent" ||
			!p.Made.Equal(in(time.Minute)) || !p.Expires.Equal(in(2*time.Hour)) || p.Device.Language != "ur" ||
			string(p.Device.P256dh) != "public" || string(p.Device.Auth) != "secret" || p.Device.Key != "our key" {
			t.Errorf("%+v", p)
		}
		want("the rest", claim(time.Minute, 10), "false 0 1")
		want("all are in hand", claim(time.Minute, 10))
		want("leases are over", claim(2*time.Minute, 10), "true 0 2", "false 0 1")
		want("a clock set back a little", claim(0, 10))
		want("a clock set back by more than a lease", claim(-10*time.Minute, 10), "true 0 2", "false 0 1")
		again := courier.Sent{Push: p.ID, School: p.School, Batch: p.Batch, Result: courier.Broken,
			Again: in(5 * time.Minute)}
		x.must(s.Courier().Done(t.Context(), in(0), []courier.Sent{again}))
		want("it was put off", claim(4*time.Minute, 10), "false 0 1")
		want("the second try", claim(5*time.Minute, 1), "true 1 2")
		want("after its end", claim(3*time.Hour, 10))
		if n := x.count("pushes WHERE result = 'late'"); n != 2 {
			t.Errorf("%d are late", n)
		}
	})
}

// What has nobody to ring any more is over, and makes room for what has.
func TestWhoSignedOutIsNotRung(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		for adult, name := range []string{"ended", "handed on", "forgotten", "stays"} {
			x.device(name, "a.example", adult)
		}
		list := x.tells("phone", 0, 1, 2, 3)
		x.ring(storetest.At, 1)
		name := func(of string) string { return of + string(x.School.ID) }
		x.must(s.Access().End(t.Context(), x.Act("test.end"), access.Hash(name("ended")), "", "", nil))
		x.must(s.Courier().Keep(t.Context(), subscription(name("handed on"), "a.example", name("stays")), ""))
		x.must(s.Courier().Forget(t.Context(), name("forgotten"), id.Named[id.Subscription](name("forgotten"))))
		got, err := s.Courier().Claim(t.Context(), "a.example", storetest.At, in(time.Minute), 1)
		if err != nil || len(got) != 1 || got[0].Person != id.Person(x.Adults[3].ID) {
			t.Fatalf("claimed %+v, %v", got, err)
		}
		if more := x.claim("a.example", storetest.At); len(more) != 0 {
			t.Errorf("claimed more: %+v", more)
		}
		for i, n := range list[:3] {
			if state := x.push(n); state != "failed signed_out" {
				t.Errorf("%d is %q", i, state)
			}
		}
		if state := x.push(list[3]); state != "handed" {
			t.Errorf("the last is %q", state)
		}
	})
}

// Of many who claim at once each gets others, and each push goes once.
func TestEachPushIsHandedOutOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.wait("a.example", 200)
		var mu sync.Mutex
		seen := map[id.Push]int{}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for {
					got, err := s.Courier().Claim(t.Context(), "a.example", storetest.At, in(time.Minute), 7)
					if err != nil {
						t.Error(err)
					}
					if len(got) == 0 {
						return
					}
					mu.Lock()
					for _, p := range got {
						seen[p.ID]++
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		for push, times := range seen {
			if times != 1 {
				t.Errorf("%s was handed out %d times", push, times)
			}
		}
		if len(seen) != 200 {
			t.Errorf("%d of 200 were handed out", len(seen))
		}
	})
}

// wait puts so many pushes for one adult's devices on a lane.
func (x told) wait(host string, n int) {
	x.Helper()
	x.device("of "+host, host, 0)
	hand, done := x.s.Hand()
	defer done()
	begun, err := hand.Begin()
	x.must(err)
	query := `INSERT INTO pushes (id, host, device, school, person, batch, topic, urgent, made, expires, attempts, due,
		leased, result) VALUES ($1, $2, $3, $4, $5, $6, 't', $7, $8, $9, 0, $8, FALSE, '')`
	ready, err := begun.Prepare(query)
	x.must(err)
	for i := range n {
		_, err := ready.Exec(string(id.New[id.Push]()), host, string(id.Named[id.Subscription]("of "+host+
			string(x.School.ID))), string(x.School.ID), string(x.Adults[0].ID), fmt.Sprint("batch ", i), i%10 == 0,
			storetest.At, in(time.Hour))
		x.must(err)
	}
	x.must(begun.Commit())
}
