package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// names are the endpoints' last parts of a session's subscriptions.
func (x told) kept(session string) (names []string) {
	x.Helper()
	list, err := x.s.Courier().Of(x.Context(), session)
	x.must(err)
	for _, s := range list {
		names = append(names, s.Endpoint[strings.LastIndex(s.Endpoint, "/")+1:])
	}
	return names
}

// A session keeps its newest three devices; whose device it was before does not matter.
func TestKeepingDevices(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("mine", "a.example", 0)
		x.device("yours", "a.example", 1)
		mine, yours := "mine"+string(x.School.ID), "yours"+string(x.School.ID)
		keep := func(name, session string, seen time.Duration, replaces id.Subscription) {
			t.Helper()
			sub := subscription(name, "a.example", session)
			sub.Since, sub.Seen = in(seen), in(seen)
			x.must(s.Courier().Keep(t.Context(), sub, replaces))
		}
		for i := range 4 {
			keep(fmt.Sprint(i), mine, time.Duration(i)*time.Hour, "")
		}
		if got := x.kept(mine); !slices.Equal(got, []string{"3", "2", "1"}) {
			t.Errorf("kept %v", got)
		}
		keep("old clock", mine, -time.Hour, "") // the newest, by a clock that was set back
		if got := x.kept(mine); !slices.Equal(got, []string{"3", "2", "old clock"}) {
			t.Errorf("kept %v", got)
		}
		keep("3", mine, 9*time.Hour, "")
		list, err := s.Courier().Of(t.Context(), mine)
		if err != nil || len(list) != 3 || !list[0].Since.Equal(in(3*time.Hour)) || !list[0].Seen.Equal(in(9*time.Hour)) {
			t.Errorf("%+v, %v", list, err)
		}
		want := subscription("3", "a.example", mine)
		want.Since, want.Seen = list[0].Since, list[0].Seen
		if got := fmt.Sprint(list[0]); got != fmt.Sprint(want) {
			t.Errorf("kept as %s, want %v", got, want)
		}
		keep("3", yours, 10*time.Hour, id.Named[id.Subscription](yours))
		if got := x.kept(mine); !slices.Equal(got, []string{"2", "old clock"}) {
			t.Errorf("after it was handed on: %v", got)
		}
		if got := x.kept(yours); !slices.Equal(got, []string{"3"}) {
			t.Errorf("whoever has it now: %v", got)
		}
		x.must(s.Courier().Forget(t.Context(), mine, id.Named[id.Subscription]("3"))) // another's
		x.must(s.Courier().Forget(t.Context(), mine, id.Named[id.Subscription]("2")))
		x.must(s.Courier().Forget(t.Context(), mine, "nothing"))
		if a, b := x.kept(mine), x.kept(yours); len(a) != 1 || len(b) != 1 {
			t.Errorf("after forgetting: %v, %v", a, b)
		}
		storetest.Want(t, "without a session",
			s.Courier().Keep(t.Context(), subscription("x", "a.example", "nobody"), ""), "signed_out access.session.over")
		keys, err := s.Courier().Keys(t.Context())
		if err != nil || len(keys) != 1 || keys["our key"] != 2 {
			t.Errorf("keys %v, %v", keys, err)
		}
	})
}

// Old devices, those whose session is gone, and old pushes are swept; the rest stays.
func TestSweeping(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("mine", "a.example", 0)
		x.device("yours", "a.example", 1)
		x.device("theirs", "a.example", 2)
		x.tells("phone", 0, 2)
		x.ring(storetest.At, 1)
		got := x.claim("a.example", storetest.At)
		x.answer(in(time.Hour), courier.Took, got[0])
		x.must(s.Access().End(t.Context(), x.Act("test.end"), access.Hash("yours"+string(x.School.ID)), "", "", nil))
		again := subscription("mine"+string(x.School.ID), "a.example", "mine"+string(x.School.ID))
		again.Seen = in(time.Hour)
		x.must(s.Courier().Keep(t.Context(), again, ""))
		x.must(s.Courier().Sweep(t.Context(), in(time.Minute), in(time.Hour)))
		if n := x.count("pushes"); n != 2 {
			t.Errorf("%d pushes: one is too young, one is not over", n)
		}
		if n := x.count("subscriptions"); n != 1 || len(x.kept("mine"+string(x.School.ID))) != 1 {
			t.Errorf("%d devices", n)
		}
		x.must(s.Courier().Sweep(t.Context(), in(time.Minute), in(2*time.Hour)))
		if n := x.count("pushes WHERE done_at IS NULL"); n != 1 || x.count("pushes") != 1 {
			t.Errorf("%d pushes wait", n)
		}
	})
}

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

// A second person who signs in on a telephone silences nobody; where one comes instead, the first is rung no more.
func TestADeviceFollowsItsSession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		for _, c := range []struct {
			name  string
			joins bool
			kept  int
		}{{"joins", true, 1}, {"comes instead", false, 0}} {
			x.device(c.name, "a.example", 0)
			was, is := c.name+string(x.School.ID), c.name+" later"
			act := x.Act("test.print")
			l := letter(x.Place, c.name+" letter", act)
			l.Adult = x.Adults[1].ID
			_, _, err := s.Access().PrintLetters(t.Context(), act, act.At, func(people.State) ([]access.Letter, []event.Event,
				error,
			) {
				return []access.Letter{l}, nil, nil
			})
			x.must(err)
			seats := []access.Seat{{School: x.School.ID, Person: id.Person(x.Adults[1].ID), Since: storetest.At}}
			if c.joins {
				seats = append(seats, access.Seat{School: x.School.ID, Person: id.Person(x.Adults[0].ID), Since: storetest.At})
			}
			act = x.Act("test.use")
			x.must(s.Access().UseCode(t.Context(), act, l.Hash, act.At, func(access.Opened) (access.Use, error) {
				return access.Use{Once: true, Joins: c.joins, Replaces: access.Hash(was), Session: access.Session{
					Hash: access.Hash(is), Kind: people.ParentKind, Since: act.At, Seen: act.At, Seats: seats}}, nil
			}))
			if got := x.kept(is); len(got) != c.kept {
				t.Errorf("%s: %d devices follow", c.name, len(got))
			}
			x.tells(c.name, 0)
			if rung, _ := x.ring(in(time.Hour), 1); len(rung) != 1 || (rung[0].Devices > 0) != c.joins {
				t.Errorf("%s: %+v", c.name, rung)
			}
			x.must(s.Access().End(t.Context(), x.Act("test.end"), access.Hash(is), "", "", nil))
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

// Two processes follow and ring one school at once: each notice once, each device one push for a ringing.
func TestTwoProcessesTellOnce(t *testing.T) {
	config := storetest.Kinds[2].Config(t)
	s := storetest.Reopen(t, config)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := tell(t, s, "hook-lane")
	x.device("one", "a.example", 0)
	x.device("two", "b.example", 0)
	x.device("three", "a.example", 1)
	const events = 60
	stores := []*store.Store{s, storetest.Reopen(t, config)}
	var all sync.WaitGroup
	stop := make(chan struct{})
	for _, s := range stores {
		all.Go(func() {
			for over := false; !over; {
				select {
				case <-stop:
					over = true // one look more, after the last event
				default:
				}
				for more := true; more; {
					var err error
					_, more, err = s.Notices().Follow(t.Context(), x.School.ID, 7, func(e event.Event, _ notice.Facts) (notice.Changes,
						error,
					) {
						if !strings.HasPrefix(e.Subject, "phone") {
							return notice.Changes{}, nil
						}
						a, b := x.notice(e, 0), x.notice(e, 1)
						a.ID, b.ID = id.New[id.Notice](), id.New[id.Notice]()
						return notice.Changes{New: []notice.Notice{a, b}}, nil
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
				_, _, err := s.Notices().Ring(t.Context(), x.School.ID, in(time.Minute), 10, func(r notice.Ringing) notice.Rang {
					return notice.Rang{Batch: id.New[id.Batch](), Expires: in(time.Hour)}
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	// Meanwhile things happen, one adult reads, and services answer.
	all.Go(func() {
		defer close(stop)
		for i := range events {
			x.happen(fmt.Sprint("phone ", i))
			if i%5 == 0 {
				for _, n := range x.box(0) {
					if n.ReadAt.IsZero() {
						x.must(s.Notices().Read(t.Context(), x.School.ID, n.Adult, n.ID, in(2*time.Minute)))
					}
				}
				x.answer(in(time.Minute), courier.Took, x.claim("a.example", in(time.Minute))...)
			}
		}
	})
	all.Wait()
	if a, b := len(x.box(0)), len(x.box(1)); a != events || b != events {
		t.Errorf("%d and %d notices of %d events", a, b, events)
	}
	if n := x.count("(SELECT 1 AS one FROM pushes GROUP BY batch, device HAVING COUNT(*) > 1) AS double"); n != 0 {
		t.Errorf("%d ringings rang a device twice", n)
	}
	if n := x.count("deliveries d WHERE channel = 'push' AND state = 'waiting'"); n != 0 {
		t.Errorf("%d notices were never rung", n)
	}
	if n := x.count(`deliveries d WHERE channel = 'push' AND state = 'handed' AND NOT EXISTS
		(SELECT 1 FROM pushes p WHERE p.batch = d.batch AND p.done_at IS NULL)`); n != 0 {
		t.Errorf("%d deliveries hang on nothing", n)
	}
	if n := x.count(`notices n WHERE read_at IS NULL AND ring_at IS NOT NULL`); n != 0 {
		t.Errorf("%d notices still ring", n)
	}
}

// Whoever follows hears of what happened, once it is committed, and of nothing that did not happen.
func TestTheFollowerHears(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			config := kind.Config(t)
			var mu sync.Mutex
			heard := 0
			config.Changed = func(id.School) { mu.Lock(); heard++; mu.Unlock() }
			s := storetest.Reopen(t, config)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			x := tell(t, s, "hook-lane")
			want := func(what string, n int) {
				t.Helper()
				mu.Lock()
				defer mu.Unlock()
				if heard != n {
					t.Errorf("%s: heard %d times, want %d", what, heard, n)
				}
				heard = 0
			}
			want("founded and furnished", 2)
			act := x.Act("test.happen")
			x.must(s.Notices().Happened(t.Context(), act, act.Did("test.happened", "x", nil)))
			want("something happened", 1)
			x.must(s.Notices().Happened(t.Context(), act, act.Did("test.happened", "x", nil)))
			want("a replay", 0)
			n := x.tells("phone", 0)[0]
			want("following is nothing that happens; what was followed is", 1)
			_, err := s.Notices().Change(t.Context(), x.Act("test.change"), "", n.ID,
				func(*notice.Notice) ([]event.Event, error) { return nil, errors.New("refused") })
			if err == nil {
				t.Error("it was not refused")
			}
			want("refused", 0)
		})
	}
}
