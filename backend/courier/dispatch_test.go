package courier_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/id"
)

const healthy = "healthy.example"

// took answers 201 after 20 ms on the healthy lane, and on the others as the rest does.
func took(rest func(string, int) (courier.Answer, time.Duration)) func(string, int) (courier.Answer, time.Duration) {
	return func(host string, before int) (courier.Answer, time.Duration) {
		if host == healthy {
			return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
		}
		return rest(host, before)
	}
}

// A hundred silent services delay a healthy one by under a second, from their first moment on, and hold few goroutines.
func TestSilentServicesDelayNoOther(t *testing.T) {
	for what, before := range map[string]time.Duration{"at once": 0, "while all are asked": 3 * time.Second,
		"when they are known": 40 * time.Second} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := open(took(always(courier.Silent, time.Hour)))
				for i := range 100 {
					w.wait(fmt.Sprintf("silent%d.example", i), 50, time.Hour)
				}
				w.start(t)
				time.Sleep(before)
				w.wait(healthy, 1000, time.Hour)
				w.Wake()
				time.Sleep(time.Second)
				if got := w.results(healthy); got[courier.Took] != 1000 {
					t.Fatalf("after a second: %v", got)
				}
				t.Logf("the last was taken after %v", w.last(healthy)-before)
				time.Sleep(90 * time.Minute)
				for i := range 100 {
					host := fmt.Sprintf("silent%d.example", i)
					if got := w.results(host); got[courier.Late] != 50 || w.widest(host) > 4 {
						t.Fatalf("%s: %v, %d at once", host, got, w.widest(host))
					}
				}
				if w.left() != 5000+1000 {
					t.Errorf("a silence forgot devices: %d are left", w.left())
				}
			})
		})
	}
}

// A thousand silent services, more than are asked at once, leave room for one that answers.
func TestAThousandSilentServicesDelayNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(took(always(courier.Silent, time.Hour)))
		for i := range 1000 {
			w.wait(fmt.Sprintf("silent%d.example", i), 20, 24*time.Hour)
		}
		w.start(t)
		time.Sleep(time.Minute)
		for i := range 10 {
			time.Sleep(1700 * time.Millisecond)
			w.wait(healthy, 100, time.Hour)
			w.Wake()
			time.Sleep(time.Second)
			if got := w.results(healthy); got[courier.Took] != 100*(i+1) {
				t.Fatalf("after a second: %v", got)
			}
		}
	})
}

// Services that are used to much and fall silent all at once delay no other, however much they have under way: each has
// its own beginning.
func TestServicesThatFallSilentDelayNoOther(t *testing.T) {
	for services, messages := range map[int]int{20: 1000, 40: 150} {
		t.Run(fmt.Sprint(services), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ill := false
				w := open(took(func(string, int) (courier.Answer, time.Duration) {
					if ill {
						return courier.Answer{Result: courier.Silent}, time.Hour
					}
					return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
				}))
				for i := range services {
					w.wait(fmt.Sprintf("wide%d.example", i), 3000, time.Hour)
				}
				w.start(t)
				time.Sleep(300 * time.Millisecond)
				w.safely(func() { ill = true })
				time.Sleep(100 * time.Millisecond)
				w.wait(healthy, messages, time.Hour)
				w.Wake()
				time.Sleep(time.Second)
				if got := w.results(healthy); got[courier.Took] != messages {
					t.Fatalf("after a second: %v", got)
				}
			})
		})
	}
}

// A service that answers in 20 ms gets 1,200 messages in a few hundred: a hundred at once at most. What came of them is
// written in groups.
func TestAHealthyServiceIsGivenAllItTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.wait(healthy, 1200, time.Hour)
		w.start(t)
		time.Sleep(10 * time.Second)
		w.stop()
		if got := w.results(healthy); got[courier.Took] != 1200 || w.widest(healthy) != 100 {
			t.Fatalf("%v, %d at once", got, w.widest(healthy))
		}
		if last := w.last(healthy); last > 450*time.Millisecond {
			t.Errorf("it took %v", last)
		} else {
			t.Logf("it took %v, %d claims, %d groups", last, w.calls("claim"), len(w.groups))
		}
		if n := w.calls("claim"); n > 150 {
			t.Errorf("%d claims", n)
		}
		for _, n := range w.groups {
			if n > 256 {
				t.Errorf("%d results at once", n)
			}
		}
		if n := len(w.groups); n > 40 {
			t.Errorf("%d groups", n)
		}
		if got := w.Counts()[healthy][courier.Took]; got != 1200 {
			t.Errorf("counted: %v", w.Counts())
		}
	})
}

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
		for _, p := range all {
			if n := len(w.sent(w.row(p).Topic)); n != 1 {
				t.Fatalf("sent %d times", n)
			}
		}
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
