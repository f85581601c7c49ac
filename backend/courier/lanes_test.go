package courier_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"lollipop/backend/courier"
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
