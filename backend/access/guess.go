package access

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// mostCounters bounds the memory that guessers can take: some 10 MB.
const mostCounters = 50_000

// Slow is the cause of a fault TooMany: when the next try is listened to.
type Slow struct{ Until time.Time }

// Error implements error.
func (Slow) Error() string { return "access: slowed down" }

// Guard slows guessing down. It counts in memory and writes what changed once a second, so that guesses, however many,
// cost the database one short transaction a second. Every try is counted before its passphrase is looked at, and
// discounted when it was right: a thousand tries at once are a thousand, not one.
type Guard struct {
	store GuessStore
	clock clock.Clock

	mu       sync.Mutex
	counters map[Hash]*counter
}

type counter struct {
	failures int
	// last is when it was last tried; since, from when on the next failure is being forgiven. The two differ, else
	// somebody who fails more often than failures are forgiven would never be forgiven any.
	last, since time.Time
	// add and cleared are what the store has not heard of.
	add     int
	cleared bool
	dirty   bool
}

// NewGuard returns a guard over the store's counters. Run must run beside it.
func NewGuard(store GuessStore, c clock.Clock) *Guard {
	return &Guard{store: store, clock: c, counters: map[Hash]*counter{}}
}

// meter is one counter that an attempt is counted on, and its pace.
type meter struct {
	key  Hash
	pace Pace
}

// try is one attempt at coming in, counted. The first meter is of what was guessed at and starts anew when it was
// right; the others are of who guesses and lose this one alone.
type try []meter

func networkMeter(what string, from netip.Addr, p Pace) meter {
	return meter{digest("guess", what, Network(from)), p}
}

// Network is the part of an address that one household, school or attacker shares: 24 bits of IPv4, 56 of IPv6.
func Network(addr netip.Addr) string {
	if addr = addr.Unmap().WithZone(""); !addr.IsValid() {
		return "unknown"
	}
	bits := 24
	if addr.Is6() {
		bits = 56
	}
	prefix, _ := addr.Prefix(bits) // the bits fit the address
	return prefix.String()
}

// try counts an attempt to sign in by passphrase.
func (g *Guard) try(ctx context.Context, slug, email string, from netip.Addr) (try, error) {
	return g.count(ctx, meter{digest("guess", "account", slug, email), AccountPace},
		networkMeter("network", from, NetworkPace))
}

// count counts an attempt, or refuses it with fault TooMany (cause Slow) without counting it.
func (g *Guard) count(ctx context.Context, meters ...meter) (try, error) {
	keys := make([]Hash, len(meters))
	for i, m := range meters {
		keys[i] = m.key
	}
	if err := g.load(ctx, keys...); err != nil {
		return nil, err
	}
	now := g.clock.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	until := now
	for _, m := range meters {
		c := g.counters[m.key]
		if c == nil { // no room even after making some
			return nil, tooMany(now, now.Add(time.Second))
		}
		c.back(now)
		c.forgive(m.pace, now)
		if other := m.pace.Until(c.failures, c.last); other.After(until) {
			until = other
		}
	}
	if now.Before(until) {
		return nil, tooMany(now, until)
	}
	for _, m := range meters {
		g.counters[m.key].count(now)
	}
	return meters, nil
}

// waiting says how long, in the unit that a person would use.
func waiting(seconds int) phrase.Phrase {
	switch {
	case seconds > 2*60*60:
		return phrase.Many("access.sign_in.slow_down_hours", (seconds+60*60-1)/(60*60), nil)
	case seconds > 2*60:
		return phrase.Many("access.sign_in.slow_down_minutes", (seconds+59)/60, nil)
	}
	return phrase.Many("access.sign_in.slow_down", seconds, nil)
}

func tooMany(now, until time.Time) error {
	seconds := int((until.Sub(now) + time.Second - 1) / time.Second)
	f := &fault.Fault{Kind: fault.TooMany, Say: waiting(seconds)}
	return f.Because(Slow{Until: until})
}

// back counts what was counted ahead of now as of now: the clock was set back, and nobody waits until it has caught up.
func (c *counter) back(now time.Time) {
	if c.last.After(now) {
		c.last = now
	}
	if c.since.After(now) {
		c.since = now
	}
}

func (c *counter) forgive(p Pace, now time.Time) {
	n := p.forgiven(c.failures, c.since, now)
	if n == 0 {
		return
	}
	c.failures, c.add, c.dirty = c.failures-n, c.add-n, true
	c.since = c.since.Add(time.Duration(n) * p.Forgive)
}

func (c *counter) count(now time.Time) {
	if c.failures == 0 {
		c.since = now
	}
	c.failures, c.add, c.last, c.dirty = c.failures+1, c.add+1, now, true
}

// succeeded takes the try back: the account starts anew; the network only loses this one, else an attacker with one
// right passphrase could wash the counter.
func (g *Guard) succeeded(t try) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, m := range t {
		if c := g.counters[m.key]; i > 0 {
			g.uncount(m.key)
		} else if c != nil {
			c.failures, c.add, c.cleared, c.dirty = 0, 0, true, true
		}
	}
}

// undone takes back a try that was never looked at, because the machine could not, or that was no guess.
func (g *Guard) undone(t try) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, m := range t {
		g.uncount(m.key)
	}
}

func (g *Guard) uncount(key Hash) {
	if c := g.counters[key]; c != nil && c.failures > 0 {
		c.failures, c.add, c.dirty = c.failures-1, c.add-1, true
	}
}

// load reads counters that this process has not seen yet.
func (g *Guard) load(ctx context.Context, keys ...Hash) error {
	g.mu.Lock()
	var missing []Hash
	for _, key := range keys {
		if g.counters[key] == nil {
			missing = append(missing, key)
		}
	}
	g.mu.Unlock()
	if len(missing) == 0 {
		return nil
	}
	known, err := g.store.Guesses(ctx, missing)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.counters)+len(missing) > mostCounters {
		g.makeRoom(len(missing))
	}
	for _, key := range missing {
		if g.counters[key] == nil && len(g.counters) < mostCounters {
			g.counters[key] = &counter{}
		}
	}
	for _, guess := range known {
		if c := g.counters[guess.Key]; c != nil && !c.dirty && c.failures == 0 {
			c.failures, c.last, c.since = guess.Failures, guess.Last, guess.Last
		}
	}
	return nil
}

// makeRoom forgets counters that the store knows as well as we do.
func (g *Guard) makeRoom(n int) {
	n += mostCounters / 10
	for key, c := range g.counters {
		if n == 0 {
			return
		}
		if !c.dirty {
			delete(g.counters, key)
			n--
		}
	}
}

// Flush writes what changed since the last time, and hears what other processes counted of the same keys. So of several
// processes each lets at most its own next try through unknowing.
func (g *Guard) Flush(ctx context.Context) error {
	g.mu.Lock()
	var changes []GuessChange
	for key, c := range g.counters {
		if c.dirty {
			changes = append(changes, GuessChange{Key: key, Cleared: c.cleared, Add: c.add, Last: c.last})
			c.add, c.cleared, c.dirty = 0, false, false
		}
	}
	g.mu.Unlock()
	if len(changes) == 0 {
		return nil
	}
	// Past this, the slowest pace has forgiven any count that was reached at that pace, or what it counts is over.
	known, err := g.store.SaveGuesses(ctx, changes, g.clock.Now().Add(-LetterLasts-24*time.Hour))
	g.mu.Lock()
	defer g.mu.Unlock()
	if err != nil {
		for _, change := range changes {
			if c := g.counters[change.Key]; c != nil {
				if !c.cleared { // cleared since: what came before no longer matters
					c.add, c.cleared = c.add+change.Add, change.Cleared
				}
				c.dirty = true
			}
		}
		return err
	}
	for _, guess := range known {
		if c := g.counters[guess.Key]; c != nil && !c.cleared {
			c.failures = max(0, guess.Failures+c.add)
			if guess.Last.After(c.last) {
				c.last = guess.Last
			}
		}
	}
	return nil
}

// Run flushes at every tick until ctx ends, and once more then. The ticker is the caller's; failed hears of what could
// not be written, which is tried again at the next tick.
func (g *Guard) Run(ctx context.Context, ticks <-chan time.Time, failed func(error)) {
	flush := func() { // the end of ctx does not break off a write that has begun
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err := g.Flush(limited); err != nil {
			failed(err)
		}
	}
	for {
		select {
		case <-ticks:
			flush()
		case <-ctx.Done():
			flush()
			return
		}
	}
}
