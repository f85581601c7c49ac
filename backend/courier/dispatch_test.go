package courier_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/id"
)

// What does not wait for anything is sent at once when it is woken, and written down 25 ms later. Idle, it looks once a
// second.
func TestWakingAndResting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.Wake() // before it runs
		w.start(t)
		time.Sleep(100*time.Second + 500*time.Millisecond)
		if n := w.calls("lanes"); n < 100 || n > 102 {
			t.Errorf("idle for 100 s, it looked %d times", n)
		}
		one := w.wait(healthy, 1, time.Hour)[0]
		w.Wake()
		w.Wake()
		time.Sleep(46 * time.Millisecond)
		if r := w.row(one); r.result != courier.Took {
			t.Errorf("after 46 ms: %q", r.result)
		}
		other := w.wait(healthy, 1, time.Hour)[0] // by another process: nobody wakes this one
		time.Sleep(1100 * time.Millisecond)
		if r := w.row(other); r.result != courier.Took {
			t.Errorf("after a second: %q", r.result)
		}
		before := w.calls("lanes")
		for range 1000 {
			w.Wake()
			time.Sleep(time.Millisecond)
		}
		if n := w.calls("lanes") - before; n > 60 {
			t.Errorf("woken a thousand times in a second, it looked %d times", n)
		}
	})
}

// What comes to wait while its lane is claiming is seen when that is done.
func TestWhatComesWhileClaiming(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.slow = 100 * time.Millisecond
		w.start(t)
		time.Sleep(500 * time.Millisecond)
		for range 20 {
			w.wait(healthy, 1, time.Hour)
			w.Wake()
			time.Sleep(50 * time.Millisecond)
		}
		time.Sleep(300 * time.Millisecond)
		if got := w.results(healthy); got[courier.Took] != 20 {
			t.Errorf("%v", got)
		}
	})
}

// Where several people share a device it rings for those who still sit there. A question that cannot be answered leaves
// the push for later.
func TestOnlyWhoStillSitsIsRung(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		away, asked := true, 0
		w.Sits = func(_ context.Context, session string, _ id.School, person id.Person) (bool, error) {
			if person == "slow" {
				time.Sleep(2 * time.Second)
				return true, nil
			}
			w.services.mu.Lock()
			defer w.services.mu.Unlock()
			if asked++; session != "session" || away {
				return false, errors.New("the database is away")
			}
			return person == "sits", nil
		}
		all := w.wait("shared.example", 3, time.Hour)
		w.pushes[all[0]].Seats, w.pushes[all[0]].Person = 2, "sits"
		w.pushes[all[1]].Seats, w.pushes[all[1]].Person = 2, "left"
		w.start(t)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if got := w.results("shared.example"); got[courier.Took] != 1 {
			t.Errorf("while it cannot be asked: %v", got)
		}
		w.safely(func() { away = false })
		time.Sleep(time.Minute)
		late := w.wait("elsewhere.example", 1, time.Minute)[0]
		w.safely(func() {
			w.pushes[late].Seats, w.pushes[late].Person = 2, "slow"
			w.pushes[late].Expires = w.clock.Now().Add(time.Second)
		})
		w.Wake()
		time.Sleep(10 * time.Second)
		w.stop()
		if r := w.row(late); r.result != courier.Late || len(w.sent(r.Topic)) != 0 {
			t.Errorf("what ended while it was asked is %q", r.result)
		}
		if w.row(all[0]).result != courier.Took || w.row(all[1]).result != courier.SignedOut ||
			len(w.sent(w.row(all[1]).Topic)) != 0 || asked != 4 || w.left() != 4 {
			t.Errorf("who sits: %q, who left: %q, asked %d times", w.row(all[0]).result, w.row(all[1]).result, asked)
		}
	})
}

// What waited long is asked about although one person alone has the device: their child's last day may have passed.
func TestWhatWaitedLongIsAskedAbout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.Sits = func(context.Context, string, id.School, id.Person) (bool, error) { return false, nil }
		all := w.wait("a.example", 2, 3*time.Hour)
		w.pushes[all[1]].Made = w.clock.Now().Add(-time.Hour)
		w.start(t)
		time.Sleep(10 * time.Second)
		w.stop()
		if got := w.results("a.example"); got[courier.Took] != 1 || w.row(all[1]).result != courier.SignedOut {
			t.Errorf("%v; the old one is %q", got, w.row(all[1]).result)
		}
	})
}

// A mistake of ours that one push meets ends that push, and neither the server nor what else waits.
func TestAPanicEndsOnePush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.Sits = func(context.Context, string, id.School, id.Person) (bool, error) { panic("a mistake") }
		all := w.wait("a.example", 3, time.Hour)
		w.pushes[all[1]].Seats = 2
		w.start(t)
		time.Sleep(10 * time.Second)
		w.stop()
		if got := w.results("a.example"); got[courier.Took] != 2 || w.row(all[1]).result != courier.Refused {
			t.Errorf("%v; the one is %q", got, w.row(all[1]).result)
		}
	})
}

// Two processes share the work: nothing is sent twice, and neither takes more than it can send.
func TestTwoProcesses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 200*time.Millisecond))
		other := w.second()
		all := w.wait("shared.example", 2000, time.Hour)
		w.start(t)
		stop := w.run(t, other)
		time.Sleep(10 * time.Second)
		stop()
		w.sentOnce(t, all)
		if a, b := w.Counts()["shared.example"][courier.Took], other.Counts()["shared.example"][courier.Took]; a < 500 ||
			b < 500 || a+b != 2000 {
			t.Errorf("they sent %d and %d", a, b)
		}
	})
}

// Old devices and pushes are thrown away at once and every hour.
func TestSweeping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.start(t)
		time.Sleep(5*time.Hour + time.Minute)
		w.stop()
		if len(w.swept) != 6 || w.swept[1].Sub(w.swept[0]) != time.Hour {
			t.Errorf("swept at %v", w.swept)
		}
	})
}

// The log says lanes, results and numbers: no address, which is a secret, no person and no school.
func TestTheLogIsOfLanesAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		answers := 0
		w := open(took(func(string, int) (courier.Answer, time.Duration) {
			if answers++; answers%20 < 2 {
				return courier.Answer{Result: courier.Gone}, 30 * time.Millisecond
			}
			return courier.Answer{Result: courier.Broken, Status: 503}, 20 * time.Millisecond
		}))
		w.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		for _, p := range append(w.wait("ill.example", 50, time.Hour), w.wait(healthy, 50, time.Hour)...) {
			w.pushes[p].Person, w.pushes[p].School, w.pushes[p].Batch = "canary", "canary", "canary"
			w.pushes[p].Device.Auth = []byte("canary")
		}
		w.start(t)
		time.Sleep(time.Second)
		w.set(true)
		w.wait(healthy, 50, time.Hour)
		time.Sleep(5 * time.Second)
		w.set(false)
		time.Sleep(time.Minute)
		w.stop()
		text := log.String()
		if !strings.Contains(text, "lane=ill.example") || !strings.Contains(text, "result=broken") {
			t.Errorf("the log says nothing of the lane:\n%s", text)
		}
		if secret := regexp.MustCompile(`canary|ill\.example/|https|push \d|session`).FindString(text); secret != "" {
			t.Errorf("the log says %q", secret)
		}
		if n := strings.Count(text, "\n"); n > 40 {
			t.Errorf("%d lines:\n%s", n, text)
		}
	})
}
