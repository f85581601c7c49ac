package store_test

import (
	"testing"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// A ringing is accepted where one device's service took it, and failed where all have failed.
func TestWhatBecomesOfARinging(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		y := tell(t, s, "beaver-road") // with the same batches
		for _, z := range []told{x, y} {
			z.device("one", "a.example", 0)
			z.device("two", "b.example", 0)
			z.device("three", "b.example", 1)
		}
		mine, yours := x.tells("phone", 0, 1), y.tells("phone", 0, 1)
		x.ring(storetest.At, 1)
		y.ring(storetest.At, 1)
		by := func(host string) map[string]courier.Push {
			all := map[string]courier.Push{}
			for _, p := range x.claim(host, storetest.At) {
				all[string(p.School)+string(p.Person)] = p
			}
			return all
		}
		a, b := by("a.example"), by("b.example")
		of := func(z told, adult int) string { return string(z.School.ID) + string(z.Adults[adult].ID) }
		if len(a) != 2 || len(b) != 4 {
			t.Fatalf("%d and %d pushes", len(a), len(b))
		}
		done := func(p courier.Push, r courier.Result) courier.Sent {
			return courier.Sent{Push: p.ID, School: p.School, Batch: p.Batch, Device: p.Device.ID, Result: r, Done: true,
				Forget: r == courier.Gone}
		}
		x.must(s.Courier().Done(t.Context(), in(time.Second), []courier.Sent{done(a[of(x, 0)], courier.Gone),
			done(a[of(y, 0)], courier.Took), done(b[of(y, 1)], courier.NotUs)}))
		want := func(z told, list []notice.Notice, states ...string) {
			t.Helper()
			for i, n := range list {
				if got := z.push(n); got != states[i] {
					t.Errorf("%s %d is %q, want %q", z.School.Slug, i, got, states[i])
				}
			}
		}
		want(x, mine, "handed", "handed")
		want(y, yours, "accepted", "failed not_us")
		if n := len(x.kept("one" + string(x.School.ID))); n != 0 {
			t.Errorf("a device that is gone is kept %d times", n)
		}
		storetest.Want(t, "an address whose service has said that it is gone",
			s.Courier().Keep(t.Context(), a[of(x, 0)].Device, ""), "invalid courier.wrong.endpoint")
		x.must(s.Courier().Done(t.Context(), in(time.Minute), []courier.Sent{done(b[of(x, 0)], courier.TooLarge),
			done(b[of(y, 0)], courier.Silent), done(b[of(x, 1)], courier.Took)}))
		want(x, mine, "failed too_large", "accepted")
		want(y, yours, "accepted", "failed not_us")
		// What was settled meanwhile stays as it is.
		x.must(s.Courier().Done(t.Context(), in(time.Hour), []courier.Sent{done(b[of(x, 1)], courier.Silent),
			{Push: b[of(x, 0)].ID, School: x.School.ID, Batch: b[of(x, 0)].Batch, Again: in(time.Hour)}}))
		want(x, mine, "failed too_large", "accepted")
		if line := x.line(mine[1].ID); !line.Push.At.Equal(in(time.Minute)) || x.count("pushes WHERE done_at IS NULL") != 0 {
			t.Errorf("%+v", line.Push)
		}
	})
}
