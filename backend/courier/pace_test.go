package courier

import (
	"fmt"
	"testing"
	"time"
)

// A lane widens while a service answers, narrows once for all that failed together, and probes where nothing answers.
func TestPace(t *testing.T) {
	type want struct {
		width, failures int
		still           time.Duration
		asked           bool
	}
	many := func(n int, a Answer) (all []Answer) {
		for range n {
			all = append(all, a)
		}
		return all
	}
	took, silent := Answer{Result: Took}, Answer{Result: Silent}
	for what, row := range map[string]struct {
		from    pace
		answers []Answer
		// together: all of them were sent before the first was answered.
		together bool
		want     want
	}{
		"a round of answers doubles it": {pace{width: 4}, many(4, took), true, want{8, 0, 0, false}},
		"it has an end":                 {pace{width: 64}, many(500, took), false, want{100, 0, 0, false}},
		"gone is an answer":             {pace{width: 4}, many(1, Answer{Result: Gone}), true, want{5, 0, 0, false}},
		"a wrong signature too":         {pace{width: 4}, many(1, Answer{Result: NotUs}), true, want{5, 0, 0, false}},
		"what was not sent says nothing": {pace{width: 4, failures: 2}, many(3, Answer{Result: NotAllowed}), true,
			want{4, 2, 0, false}},
		"nor what is late": {pace{width: 4, failures: 2}, many(3, Answer{Result: Late}), true, want{4, 2,
			0, false}},
		"a failure halves it": {pace{width: 100}, many(1, Answer{Result: Broken}), true, want{50, 1,
			500 * time.Millisecond, false}},
		"seven at once are one":     {pace{width: 100}, many(7, silent), true, want{50, 1, 0, false}},
		"eight silences are a wall": {pace{width: 100}, many(8, silent), true, want{1, 1, 0, false}},
		"broken is not silent": {pace{width: 100}, many(20, Answer{Result: Broken}), true, want{50, 1, 0,
			false}},
		"one after the other": {pace{width: 100}, many(3, silent), false, want{12, 3, 2 * time.Second,
			false}},
		"not below one": {pace{width: 4}, many(7, silent), false, want{1, 7, 30 * time.Second, false}},
		"it stands still a minute at most": {pace{width: 1, failures: 40}, many(1, silent), false, want{1, 41,
			30 * time.Second, false}},
		"an answer ends that": {pace{width: 1, failures: 40, silent: 40}, many(1, took), false, want{2, 0,
			0, false}},
		"the service says when": {pace{width: 8}, []Answer{{Result: Slow, Wait: 40 * time.Second}}, true,
			want{4, 1, 40 * time.Second, true}},
		"all of them say it": {pace{width: 8}, many(8, Answer{Result: Slow, Wait: time.Minute}), true,
			want{4, 1, time.Minute, true}},
		"it says next week": {pace{width: 8}, []Answer{{Result: Slow, Wait: 200 * time.Hour}}, true,
			want{4, 1, time.Hour, true}},
		"broken, and says when": {pace{width: 8}, []Answer{{Result: Broken, Wait: time.Minute}}, true, want{4,
			1, time.Minute, true}},
		"slow, and does not say": {pace{width: 8}, many(1, Answer{Result: Slow}), true, want{4, 1,
			500 * time.Millisecond, false}},
		"silence cannot ask for anything": {pace{width: 8}, []Answer{{Result: Silent, Wait: time.Hour}}, true, want{4,
			1, 500 * time.Millisecond, false}},
		"a probe that is answered, doubles": {pace{width: 1, failures: 3, silent: 9}, many(7, took), false, want{8, 0, 0,
			false}},
	} {
		p, got := row.from, want{}
		for _, a := range row.answers {
			of := p.round
			if row.together {
				of = row.from.round
			}
			p, got.still, got.asked = p.after(a, of, 0.5)
		}
		if got.width, got.failures = p.width, p.failures; got != row.want {
			t.Errorf("%s: %+v, not %+v", what, got, row.want)
		}
	}
}

// What is remembered of who tries has a bound: past it nobody is let through unremembered, and ten seconds later all of
// it is forgotten.
func TestWhatIsRememberedOfTrialsHasABound(t *testing.T) {
	var tried trials
	now := time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
	for i := range mostTrials {
		if !tried.begin(fmt.Sprint(i), now) {
			t.Fatalf("session %d may not try", i)
		}
	}
	if tried.begin("one more", now.Add(9*time.Second)) || len(tried.last) != mostTrials {
		t.Errorf("%d are remembered", len(tried.last))
	}
	if !tried.begin("one more", now.Add(10*time.Second)) || len(tried.last) != 1 {
		t.Errorf("ten seconds later %d are remembered", len(tried.last))
	}
}

// Lanes are counted apart as far as there is room; no result goes uncounted.
func TestCountsHaveABound(t *testing.T) {
	var c counts
	for i := range mostCounted + 10 {
		c.add(fmt.Sprint(i), Took)
	}
	c.add("0", Gone)
	if all := c.copy(); len(all) != mostCounted+1 || all[elsewhere][Took] != 10 || all["0"][Gone] != 1 ||
		all["0"][Took] != 1 {
		t.Errorf("%d lanes, elsewhere %v, the first %v", len(all), all[elsewhere], all["0"])
	}
}
