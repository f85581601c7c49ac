package concern

import (
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// The pace at which receipts can be tried at one school, by everybody together: nobody who comes back to what they told
// is known by an address or a device, so there is nothing else to count by.
const (
	// freeTries may come at once.
	freeTries = 30
	// tryEvery is when the next is free again.
	tryEvery = 2 * time.Second
	// mostSchools bounds the memory. Only schools that exist are counted.
	mostSchools = 10_000
)

// Guesses slows down the guessing of receipts. It counts in this process alone: several processes are guessed at as
// often as there are of them, which the odds bear (guess_test.go prints them). Every try is counted before it is looked
// up, and given back when it was right, so that a thousand at once are a thousand and not one.
type Guesses struct {
	clock clock.Clock

	mu sync.Mutex
	// full is when a school will again have all its tries: what lies between now and then is what was used.
	full map[id.School]time.Time
}

// NewGuesses returns a counter that has heard of nobody.
func NewGuesses(c clock.Clock) *Guesses { return &Guesses{clock: c, full: map[id.School]time.Time{}} }

// Try counts a try at that school, or refuses it with fault TooMany ("concern.receipt.slow"), uncounted. A refusal lasts two
// seconds at most.
func (g *Guesses) Try(school id.School) error {
	now := g.clock.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	full, known := g.full[school]
	if !known && len(g.full) >= mostSchools {
		if g.forget(now); len(g.full) >= mostSchools {
			return tooManyGuesses()
		}
	}
	const most = freeTries * tryEvery
	switch ahead := full.Sub(now); {
	case ahead < 0:
		full = now
	case ahead > most: // the clock was set back
		full = now.Add(most)
	}
	next := full.Add(tryEvery)
	if next.Sub(now) > most {
		g.full[school] = full
		return tooManyGuesses()
	}
	g.full[school] = next
	return nil
}

func tooManyGuesses() error { return fault.New(fault.TooMany, "concern.receipt.slow", nil) }

// Hit says that a try was right: it is given back.
func (g *Guesses) Hit(school id.School) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if full, ok := g.full[school]; ok {
		g.full[school] = full.Add(-tryEvery)
	}
}

// forget drops the schools that have all their tries. The lock is held.
func (g *Guesses) forget(now time.Time) {
	for school, full := range g.full {
		if !full.After(now) {
			delete(g.full, school)
		}
	}
}
