package access

import (
	"math"
	"testing"
	"time"
)

// tries is how often somebody who never waits longer than they must is listened to in that time.
func tries(p Pace, lasts time.Duration) int {
	c, n, end := counter{}, 0, monday.Add(lasts)
	for now := monday; now.Before(end); {
		c.forgive(p, now)
		if until := p.Until(c.failures, c.last); now.Before(until) {
			now = until
			continue
		}
		c.count(now)
		n++
	}
	return n
}

// What the paces leave a guesser over a letter's life, a hand-over's and a class code's: printed, so that whoever
// changes a pace reads what it costs.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestTheOddsOfGuessing(t *testing.T) {
	const birthdays, live = 365.0, 2000.0 // every child of two large schools has two letters out at once
	in := func(length int) float64 { return math.Pow(32, float64(length)) }

	held := tries(LetterPace, LetterLasts)
	birthday := float64(held) / birthdays
	t.Logf("with the letter in hand: %d birthdays in 14 days, 1 in %.0f (%.1f %%); in the first day %d, in an hour %d",
		held, 1/birthday, 100*birthday, tries(LetterPace, 24*time.Hour), tries(LetterPace, time.Hour))
	if held < LetterPace.Free || birthday > 0.08 {
		t.Errorf("%d birthdays can be tried under one letter", held)
	}

	blind := tries(CodePace, LetterLasts)
	code := float64(blind) * live / in(LetterLength)
	t.Logf("without it, one network: %d codes in 14 days, 1 in %.1e meets one of %.0f letters; and a birthday: 1 in %.1e",
		blind, 1/code, live, 1/(code*birthday))
	t.Logf("a thousand networks together: 1 in %.0f meets a letter, 1 in %.0f gets in", 1/(1000*code),
		1/(1000*code*birthday))
	if 1000*code*birthday > 1e-5 {
		t.Errorf("a thousand networks get in at 1 in %.0f", 1/(1000*code*birthday))
	}

	quick := float64(tries(CodePace, HandOverLasts)) * 20 / in(ShortLength)
	t.Logf("a hand-over code, one network, 20 open at once: 1 in %.0f in a quarter of an hour", 1/quick)
	day := float64(tries(CodePace, 7*time.Hour)) * 14 / in(ShortLength)
	t.Logf("a class code, one network, 14 classes: 1 in %.0f in a school day", 1/day)
	if quick > 1e-5 || day > 1e-4 {
		t.Errorf("short codes are guessed at %.1e and %.1e", quick, day)
	}

	// Nobody is shut out for longer than a day, whatever others tried.
	if wait := LetterPace.Until(10_000, monday).Sub(monday); wait != 24*time.Hour {
		t.Errorf("after ten thousand guesses a parent waits %s", wait)
	}
}
