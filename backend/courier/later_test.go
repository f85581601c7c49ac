package courier_test

import (
	"testing"
	"testing/synctest"
	"time"

	"lollipop/backend/courier"
)

// A service that says "later" gets nothing until then, in seconds or to a date: the sender makes a duration of both. An
// hour is the most that its lane stands still, six that one push waits.
func TestASlowServiceIsLeftAlone(t *testing.T) {
	for asks, until := range map[time.Duration]time.Duration{30 * time.Second: 30 * time.Second,
		20 * time.Minute: 20 * time.Minute, 48 * time.Hour: time.Hour} {
		t.Run(asks.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				first := true
				w := open(func(string, int) (courier.Answer, time.Duration) {
					if first {
						first = false
						return courier.Answer{Result: courier.Slow, Status: 429, Wait: asks}, 10 * time.Millisecond
					}
					return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
				})
				one := w.wait("slow.example", 1, 48*time.Hour)[0]
				w.start(t)
				time.Sleep(time.Second)
				rest := w.wait("slow.example", 100, 48*time.Hour)
				w.Wake()
				time.Sleep(until - time.Second)
				for _, p := range rest {
					if at := w.sent(w.row(p).Topic); len(at) != 0 {
						t.Fatalf("sent after %v", at)
					}
				}
				time.Sleep(2 * time.Second)
				if got := w.results("slow.example"); got[courier.Took] < 100 {
					t.Errorf("after it: %v", got)
				}
				time.Sleep(7 * time.Hour)
				at := w.sent(w.row(one).Topic)
				if floor := min(asks, 6*time.Hour); len(at) != 2 || at[1] < floor || at[1] > floor+15*time.Minute {
					t.Errorf("the one that was refused was sent after %v", at)
				}
			})
		})
	}
}

// What was under way when a service said "later" ends as it ends, and gives its lane no reason to go on before.
func TestLaterIsNotTalkedOver(t *testing.T) {
	for _, result := range []courier.Result{courier.Took, courier.Silent, courier.Broken, courier.Refused} {
		t.Run(string(result), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				answers := 0
				w := open(func(string, int) (courier.Answer, time.Duration) {
					switch answers++; answers {
					case 1:
						return courier.Answer{Result: courier.Slow, Status: 429, Wait: time.Minute}, 10 * time.Millisecond
					case 2, 3, 4:
						return courier.Answer{Result: result}, 5 * time.Second
					}
					return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
				})
				w.wait("slow.example", 100, time.Hour)
				w.start(t)
				time.Sleep(59 * time.Second)
				w.safely(func() {
					if answers != 4 {
						t.Errorf("within the minute %d were sent", answers)
					}
				})
				time.Sleep(5 * time.Minute)
				if got := w.results("slow.example"); got[courier.Took]+got[courier.Refused] != 100 {
					t.Errorf("after it: %v", got)
				}
			})
		})
	}
}

// Nor does a failure of what was sent between.
func TestLaterIsLongerThanAPauseOfOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := 0
		w := open(func(string, int) (courier.Answer, time.Duration) {
			switch answers++; answers {
			case 1, 2, 3: // together: it stands still for half a second
				return courier.Answer{Result: courier.Broken}, 10 * time.Millisecond
			case 4: // of the same beginning
				return courier.Answer{Result: courier.Slow, Wait: time.Minute}, 2 * time.Second
			case 5: // begun before that answer, and ended after it
				return courier.Answer{Result: courier.Broken}, 3 * time.Second
			}
			return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
		})
		w.Chance = func() float64 { return 0.5 }
		w.wait("slow.example", 100, time.Hour)
		w.start(t)
		time.Sleep(61 * time.Second)
		w.stop()
		if answers != 5 {
			t.Errorf("within the minute %d were sent", answers)
		}
	})
}

// What is broken or silent is tried again less and less often until the push expires, and never after it. It says so.
func TestWhatFailsIsTriedUntilItExpires(t *testing.T) {
	for _, result := range []courier.Result{courier.Broken, courier.Silent, courier.Slow} {
		t.Run(string(result), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := open(always(result, 300*time.Millisecond))
				all := w.wait("ill.example", 20, 2*time.Hour)
				w.start(t)
				time.Sleep(3 * time.Hour)
				if got := w.results("ill.example"); got[courier.Late] != 20 || w.left() != 20 {
					t.Fatalf("%v, %d devices are left", got, w.left())
				}
				for _, p := range all {
					at := w.sent(w.row(p).Topic)
					if n := len(at); n < 3 || n > 60 || at[n-1] > 2*time.Hour {
						t.Errorf("sent %d times: %v", n, at)
					}
				}
				if w.widest("ill.example") > 4 {
					t.Errorf("%d at once", w.widest("ill.example"))
				}
			})
		})
	}
}

// A device is forgotten when its service says that it is gone, and for nothing else. A refused signature is made anew
// once, a minute later.
func TestWhatIsOverAndWhatIsForgotten(t *testing.T) {
	for result, want := range map[courier.Result]struct {
		times  int
		forget bool
	}{courier.Took: {1, false}, courier.Gone: {1, true}, courier.NotUs: {2, false}, courier.TooLarge: {1, false},
		courier.Refused: {1, false}, courier.NotAllowed: {1, false}} {
		t.Run(string(result), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := open(always(result, 20*time.Millisecond))
				all := w.wait("any.example", 10, time.Hour)
				w.start(t)
				time.Sleep(30 * time.Second)
				if got := w.results("any.example"); result != courier.NotUs && got[result] != 10 {
					t.Errorf("at once: %v", got)
				}
				time.Sleep(40 * time.Second)
				if got := w.results("any.example"); got[result] != 10 {
					t.Errorf("after a minute: %v", got)
				}
				for _, p := range all {
					if n := len(w.sent(w.row(p).Topic)); n != want.times {
						t.Errorf("sent %d times", n)
					}
				}
				if n := w.left(); want.forget != (n == 0) {
					t.Errorf("%d devices are left", n)
				}
			})
		})
	}
}
