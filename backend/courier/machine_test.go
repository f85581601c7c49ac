package courier_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"lollipop/backend/courier"
	"lollipop/backend/id"
)

// step is one thing that happens while pushes wait.
type step struct {
	what  string
	after time.Duration
	// moves is how far the clock is off from then on.
	moves time.Duration
}

// script is what the services do, and what happens meanwhile.
type script struct {
	// lanes are the answers of each service, one after the other, and its last for ever after.
	lanes [][]courier.Answer
	takes []time.Duration
	// waits are how many pushes wait on each lane, lasts how long.
	waits []int
	lasts []time.Duration
	steps []step
}

var outcomes = []courier.Result{courier.Took, courier.Took, courier.Gone, courier.NotUs, courier.TooLarge,
	courier.Refused,
	courier.Slow, courier.Broken, courier.Silent, courier.NotAllowed}

func drawScript(rt *rapid.T, interrupted bool) script {
	s := script{}
	for range rapid.IntRange(1, 5).Draw(rt, "lanes") {
		var answers []courier.Answer
		for range rapid.IntRange(1, 12).Draw(rt, "answers") {
			a := courier.Answer{Result: rapid.SampledFrom(outcomes).Draw(rt, "result")}
			if a.Result == courier.Slow && rapid.Bool().Draw(rt, "asks") {
				a.Wait = time.Duration(rapid.IntRange(1, 4000).Draw(rt, "wait")) * time.Second
			}
			answers = append(answers, a)
		}
		s.lanes = append(s.lanes, answers)
		s.takes = append(s.takes, time.Duration(rapid.IntRange(1, 11_000).Draw(rt, "takes"))*time.Millisecond)
		s.waits = append(s.waits, rapid.IntRange(1, 40).Draw(rt, "waits"))
		s.lasts = append(s.lasts, time.Duration(rapid.IntRange(10, 7200).Draw(rt, "lasts"))*time.Second)
	}
	if interrupted {
		kinds := []string{"away", "back", "stop", "clock", "second"}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			s.steps = append(s.steps, step{rapid.SampledFrom(kinds).Draw(rt, "what"),
				time.Duration(rapid.IntRange(1, 60_000).Draw(rt, "after")) * time.Millisecond,
				time.Duration(rapid.IntRange(-13*3600, 13*3600).Draw(rt, "moves")) * time.Second})
		}
	}
	return s
}

// play runs a script to its end, and says what is wrong with what came of it.
func (s script) play(t *testing.T) (wrong []string) {
	synctest.Test(t, func(t *testing.T) {
		given := make([]int, len(s.lanes))
		w := open(func(host string, _ int) (courier.Answer, time.Duration) {
			var lane int
			_, _ = fmt.Sscanf(host, "lane%d.example", &lane)
			a := s.lanes[lane][min(given[lane], len(s.lanes[lane])-1)]
			given[lane]++
			return a, s.takes[lane]
		})
		lanes := make([][]id.Push, len(s.lanes))
		for i, n := range s.waits {
			lanes[i] = w.wait(fmt.Sprintf("lane%d.example", i), n, s.lasts[i])
		}
		w.Every = 10 * time.Second
		w.start(t)
		for _, step := range s.steps {
			time.Sleep(step.after)
			switch step.what {
			case "away", "back":
				w.set(step.what == "away")
			case "stop":
				w.stop()
				w.start(t)
			case "second":
				w.run(t, w.second())
			case "clock":
				w.clock.Set(time.Now().Add(step.moves))
			}
		}
		w.set(false)
		w.clock.Set(time.Now())
		time.Sleep(2*time.Hour + 13*time.Hour + time.Hour) // all has ended by then, under whatever clock it began
		w.stop()
		wrong = s.judge(w, lanes)
	})
	return wrong
}

// judge holds every push to the plain words: it is over, with one outcome, that of the last thing that its service
// said; it was sent, unless its end came first; and never after its end, nor again once it was over.
func (s script) judge(w *world, lanes [][]id.Push) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if len(w.twice) > 0 && len(s.steps) == 0 {
		say("second outcomes: %v", w.twice)
	}
	for i, all := range lanes {
		for _, p := range all {
			r, heard := w.pushes[p], w.heard[w.pushes[p].Topic]
			if !r.over {
				say("%s is not over after %v", p, heard)
				continue
			}
			final := func(h courier.Result) bool { return !h.Again() && h != courier.NotUs }
			ends := slices.IndexFunc(heard, final)
			switch {
			case r.result == courier.Late || r.result == courier.SignedOut: // its end came first, or that of its device
				if ends >= 0 && len(s.steps) == 0 {
					say("%s is %s, though it heard %v", p, r.result, heard)
				}
			case len(heard) == 0:
				say("%s is %s, and was never sent", p, r.result)
			case !slices.Contains(heard, r.result):
				say("%s is %s, and heard %v", p, r.result, heard)
			case r.result.Again():
				say("%s ended as %s", p, r.result)
			case len(s.steps) > 0:
			case heard[len(heard)-1] != r.result:
				say("%s is %s, and heard %v", p, r.result, heard)
			case ends >= 0 && ends != len(heard)-1:
				say("%s went on after %v", p, heard)
			}
			if len(s.steps) > 0 {
				continue
			}
			if at := w.sent(r.Topic); len(at) > 0 && at[len(at)-1] > s.lasts[i] {
				say("%s was sent after its end: %v", p, at)
			}
			if gone := w.devices[r.Device.ID].ID == ""; gone != (r.result == courier.Gone) {
				say("%s is %s, forgotten is %v", p, r.result, gone)
			}
		}
	}
	return wrong
}

// Whatever services say in whatever order, each push ends in exactly one outcome, which is what its service said last.
func TestWhateverServicesSay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		if wrong := drawScript(rt, false).play(t); len(wrong) > 0 {
			rt.Fatalf("%v", wrong)
		}
	})
}

// Whatever happens meanwhile as well: a database that is away, a second process, a stop, a clock that jumps.
func TestWhateverHappensMeanwhile(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		if wrong := drawScript(rt, true).play(t); len(wrong) > 0 {
			rt.Fatalf("%v", wrong)
		}
	})
}
