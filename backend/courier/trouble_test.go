package courier_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
)

// Stopped at any moment, no result that was received is lost, and it ends within seconds: what has no answer is left to
// its lease.
func TestStoppingLosesNoResult(t *testing.T) {
	for _, at := range []time.Duration{0, time.Millisecond, 21 * time.Millisecond, 50 * time.Millisecond,
		100 * time.Millisecond,
		333 * time.Millisecond} {
		t.Run(at.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := open(func(host string, _ int) (courier.Answer, time.Duration) {
					if host == "silent.example" {
						return courier.Answer{Result: courier.Silent}, time.Hour
					}
					return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
				})
				w.wait(healthy, 5000, time.Hour)
				silent := w.wait("silent.example", 5000, time.Hour)
				w.start(t)
				time.Sleep(at)
				before := time.Now()
				w.stop()
				if took := time.Since(before); took > 3*time.Second {
					t.Errorf("it took %v", took)
				}
				if heard, kept := len(w.heard), w.results(healthy)[courier.Took]; heard != kept || kept == 5000 {
					t.Errorf("%d were taken, %d are written", heard, kept)
				}
				for _, p := range silent {
					if r := w.row(p); r.over || r.Attempts != 0 {
						t.Fatalf("we hung up, and a silence was written: %+v", r)
					}
				}
			})
		})
	}
}

// Stopped while the database is away, it gives up after a few seconds; what was sent is sent again.
func TestStoppingWithoutADatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.wait(healthy, 50, time.Hour)
		w.start(t)
		time.Sleep(30 * time.Millisecond)
		w.set(true)
		before := time.Now()
		w.stop()
		if took := time.Since(before); took < 4*time.Second || took > 10*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// Without a database for ten seconds nothing that was received is lost, nothing is sent twice, and it goes on.
func TestTheDatabaseIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		all := w.wait(healthy, 5000, time.Hour)
		w.start(t)
		for range 3 {
			time.Sleep(150 * time.Millisecond)
			w.set(true)
			time.Sleep(10 * time.Second)
			w.set(false)
		}
		time.Sleep(time.Minute)
		w.stop()
		if got := w.results(healthy); got[courier.Took] != 5000 || len(w.twice) != 0 {
			t.Fatalf("%v, twice %v", got, w.twice)
		}
		w.sentOnce(t, all)
	})
}

// A database that is away for longer than a lease: what is not written down is held, and not sent a second time.
func TestTheDatabaseIsAwayForLongerThanALease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		all := w.wait(healthy, 500, 24*time.Hour)
		w.start(t)
		time.Sleep(90 * time.Millisecond)
		w.set(true)
		time.Sleep(time.Hour)
		w.set(false)
		time.Sleep(time.Minute)
		w.stop()
		if got := w.results(healthy); got[courier.Took] != 500 || len(w.twice) != 0 {
			t.Fatalf("%v, twice %v", got, w.twice)
		}
		w.sentOnce(t, all)
	})
}

// A result that the database refuses keeps none of the others from being written.
func TestOneResultThatCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		all := w.wait(healthy, 200, time.Minute)
		w.broken[all[3]] = errors.New("no such row")
		w.start(t)
		time.Sleep(2 * time.Minute)
		if got := w.results(healthy); got[courier.Took] != 199 || got[courier.Late] != 1 {
			t.Errorf("%v", got)
		}
	})
}

// A clock that jumps, to and fro, while pushes and lanes wait: nothing stands still for longer than a minute, nothing
// is sent after its end, and nobody is forgotten.
func TestTheClockIsMoved(t *testing.T) {
	const jump = 13 * time.Hour
	for what, jumps := range map[string][]time.Duration{"forward": {jump}, "back": {-jump}, "forward and back": {jump,
		-jump},
		"back and forward": {-jump, jump}} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ill := true
				w := open(func(host string, _ int) (courier.Answer, time.Duration) {
					if ill && host != healthy {
						return courier.Answer{Result: courier.Result(host)}, 20 * time.Millisecond
					}
					return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
				})
				hosts := []string{string(courier.Broken), string(courier.Silent), string(courier.Slow)}
				for _, host := range hosts {
					w.wait(host, 20, 24*time.Hour)
				}
				w.start(t)
				time.Sleep(30 * time.Second)
				for _, by := range jumps {
					w.clock.Move(by)
					w.wait(healthy, 20, time.Hour)
					w.Wake()
					time.Sleep(time.Second)
					if got := w.results(healthy); got[""] != 0 || got[courier.Late] != 0 {
						t.Errorf("after %v: %v", by, got)
					}
					time.Sleep(30 * time.Second)
				}
				w.safely(func() { ill = false })
				time.Sleep(10 * time.Minute)
				for _, host := range hosts {
					if got := w.results(host); got[courier.Took] != 20 {
						t.Errorf("%s: %v", host, got)
					}
				}
				if w.left() != 60+20*len(jumps) {
					t.Errorf("%d devices are left", w.left())
				}
			})
		})
	}
}

// Where the school's day is moved and the machine's clock is not, as in a demo, the sender is told the end by its own
// clock.
func TestTheSenderHasItsOwnClock(t *testing.T) {
	for _, moved := range []time.Duration{-50 * 24 * time.Hour, 50 * 24 * time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			w := open(always(courier.Took, 20*time.Millisecond))
			w.Wall = clock.System{}
			w.clock.Move(moved)
			w.wait(healthy, 1, time.Hour)
			w.start(t)
			time.Sleep(time.Second)
			w.stop()
			room := &courier.Service{Store: w.memory, Sender: w.services, Clock: w.clock, Wall: w.Wall, Message: w.Message}
			if trial, err := room.Try(t.Context(), "session", w.parcels[0].Endpoint, false); err != nil || trial.Advice != "ok" {
				t.Errorf("%+v, %v", trial, err)
			}
			if got := w.parcels[0].Expires.Sub(begin); got < time.Hour-time.Second || got > time.Hour {
				t.Errorf("it is told %v", got)
			}
			if got := w.parcels[1].Expires.Sub(begin); got < 2*time.Minute || got > 2*time.Minute+5*time.Second {
				t.Errorf("a trial is told %v", got)
			}
		})
	}
}
