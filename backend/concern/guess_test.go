package concern_test

import (
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

const hook, beaver = id.School("hook"), id.School("beaver")

var nine = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// listened is how many wrong tries of so many at once are listened to.
func listened(g *concern.Guesses, at id.School, times int) (n int) {
	for range times {
		if g.Try(at) == nil {
			n++
		}
	}
	return n
}

func TestThirtyWrongTriesThenOneInTwoSeconds(t *testing.T) {
	now := clock.NewFrozen(nine)
	g := concern.NewGuesses(now)
	if n := listened(g, hook, 1000); n != concern.FreeTries {
		t.Errorf("%d at once", n)
	}
	if err := g.Try(hook); !fault.Is(err, fault.TooMany) {
		t.Errorf("beyond them: %v", err)
	}
	if n := listened(g, beaver, 5); n != 5 {
		t.Error("another school waits for this one")
	}
	for range 10 { // a child with the right words waits two seconds at most
		now.Set(now.Now().Add(concern.TryEvery))
		if n := listened(g, hook, 100); n != 1 {
			t.Errorf("after two seconds: %d", n)
		}
	}
	now.Set(now.Now().Add(time.Minute))
	if n := listened(g, hook, 1000); n != concern.FreeTries {
		t.Errorf("after a minute: %d", n)
	}
	now.Set(now.Now().AddDate(1, 0, 0))
	if n := listened(g, hook, 1000); n != concern.FreeTries {
		t.Errorf("nobody saves tries up: %d after a year", n)
	}
}

func TestRightTriesCostNothing(t *testing.T) {
	g := concern.NewGuesses(clock.NewFrozen(nine))
	for range 1000 {
		if err := g.Try(hook); err != nil {
			t.Fatal(err)
		}
		g.Hit(hook)
	}
	if n := listened(g, hook, 100); n != concern.FreeTries {
		t.Errorf("%d are left", n)
	}
	g.Hit(beaver) // without a try: nothing to give back
	if n := listened(g, beaver, 100); n != concern.FreeTries {
		t.Errorf("%d at a school that nobody tried", n)
	}
}

// Somebody who mistypes a word guesses nothing, and makes nobody wait.
func TestWordsThatAreNoneCostNothing(t *testing.T) {
	g := concern.NewGuesses(clock.NewFrozen(nine))
	s := &concern.Service{Words: words(t), Guesses: g}
	for range 100 {
		if _, err := s.Return(t.Context(), hook, "kitten rainbow lemom rocket drum", nine); !fault.Is(err, fault.NotFound) {
			t.Fatal(err)
		}
	}
	if n := listened(g, hook, 100); n != concern.FreeTries {
		t.Errorf("%d tries are left", n)
	}
}

func TestAClockThatIsSetBackLocksNobodyOut(t *testing.T) {
	now := clock.NewFrozen(nine)
	g := concern.NewGuesses(now)
	listened(g, hook, 100)
	now.Set(nine.AddDate(-1, 0, 0))
	if err := g.Try(hook); err == nil {
		t.Error("setting it back gave a try")
	}
	now.Set(now.Now().Add(concern.TryEvery))
	if err := g.Try(hook); err != nil {
		t.Errorf("two seconds after: %v", err)
	}
}

func TestGuessesTakeBoundedMemory(t *testing.T) {
	now := clock.NewFrozen(nine)
	g := concern.NewGuesses(now)
	for n := range concern.MostSchools {
		listened(g, id.School(fmt.Sprint(n)), 1)
	}
	if err := g.Try("one more"); !fault.Is(err, fault.TooMany) {
		t.Errorf("beyond the bound: %v", err)
	}
	if err := g.Try("0"); err != nil {
		t.Errorf("a school that is counted: %v", err)
	}
	now.Set(now.Now().Add(time.Minute))
	if err := g.Try("one more"); err != nil {
		t.Errorf("when others rest: %v", err)
	}
	if n := g.Counted(); n != 1 {
		t.Errorf("%d are counted still", n)
	}
}

func TestAThousandGuessesAtOnceAreAThousand(t *testing.T) {
	g := concern.NewGuesses(clock.NewFrozen(nine))
	var through atomic.Int64
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() { through.Add(int64(listened(g, hook, 10))) })
	}
	all.Wait()
	if n := through.Load(); n != concern.FreeTries {
		t.Errorf("%d were listened to", n)
	}
}

// What the pace leaves a guesser, printed, so that whoever changes it reads what it costs.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func TestTheOddsOfGuessingAReceipt(t *testing.T) {
	const live, processes = 500.0, 4.0
	now := clock.NewFrozen(nine)
	g := concern.NewGuesses(now)
	tries := 0
	for range 24 * 60 * 60 {
		tries += listened(g, hook, 10)
		now.Set(now.Now().Add(time.Second))
	}
	receipts := math.Pow(256, float64(len(concern.Receipt{})))
	years := (receipts + 1) / (live + 1) / float64(tries) / 365.25
	t.Logf("%.2e receipts; %d tries a day at one school; with %.0f live concerns the first hit is expected after %.0f years,"+
		" with %.0f processes after %.0f; within one school year 1 in %.0f", receipts, tries, live, years, processes,
		years/processes, receipts/live/(float64(tries)*365.25))
	if tries > 44_000 || years/processes < 25 {
		t.Errorf("%d tries a day: a hit is expected after %.0f years", tries, years)
	}
}
