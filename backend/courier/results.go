package courier

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
)

const (
	// together is how many results are written at once, at most; gathered how long the first of them waits for others.
	together = 256
	gathered = 25 * time.Millisecond
	// firstRetry is how soon writing is tried again where the database is away; it doubles up to mostRetry.
	firstRetry, mostRetry = 100 * time.Millisecond, 2 * time.Second
)

// results are what came of pushes and is not written down yet. As many wait as are held, which the lanes bound.
type results struct {
	store   Store
	clock   clock.Clock
	log     *slog.Logger
	release func([]Sent)

	mu      sync.Mutex
	waiting []Sent
	// some: there are any; full: there are as many as are written at once; over: there will be no more.
	some, full, over chan struct{}
}

func newResults(d *Dispatcher, release func([]Sent)) *results {
	return &results{store: d.Store, clock: d.Clock, log: d.Log, release: release, some: make(chan struct{}, 1),
		full: make(chan struct{}, 1), over: make(chan struct{})}
}

// add takes a result. It never waits.
func (w *results) add(s Sent) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting = append(w.waiting, s)
	signal(w.some)
	if len(w.waiting) >= together {
		signal(w.full)
	}
}

func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// close says that there will be no more.
func (w *results) close() { close(w.over) }

// run writes results until there will be no more, and the last ones as long as the context lasts.
func (w *results) run(ctx context.Context) {
	for {
		select {
		case <-w.some:
			w.gather()
		case <-w.over:
		}
		for group := w.take(); len(group) > 0; group = w.take() {
			w.write(ctx, group)
			if len(group) < together {
				break // what has come meanwhile may have company
			}
		}
		if w.ended() {
			return
		}
	}
}

// gather waits until a first result had time to get company.
func (w *results) gather() {
	timer := time.NewTimer(gathered)
	defer timer.Stop()
	select {
	case <-w.full:
	case <-w.over:
	case <-timer.C:
	}
}

// take removes what is written next.
func (w *results) take() []Sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := min(len(w.waiting), together)
	group := w.waiting[:n:n]
	w.waiting = w.waiting[n:]
	if len(w.waiting) == 0 {
		w.waiting = nil
	}
	return group
}

func (w *results) ended() bool {
	select {
	case <-w.over:
	default:
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.waiting) == 0
}

// write writes a group down. Where the database is away it tries until the context ends; what it refuses otherwise it is
// given one by one, and what it refuses alone is sent again when its lease is over.
func (w *results) write(ctx context.Context, group []Sent) {
	defer w.release(group)
	err := w.tryFor(ctx, group)
	if err == nil || away(err) {
		return
	}
	for i := range group {
		if err := w.tryFor(ctx, group[i:i+1]); err != nil && !away(err) {
			w.log.Error("a result cannot be written", "result", string(group[i].Result), "error", err.Error())
		}
	}
}

// tryFor writes a group, again and again while the database is away.
func (w *results) tryFor(ctx context.Context, group []Sent) error {
	for wait := firstRetry; ; wait = min(2*wait, mostRetry) {
		asking, cancel := context.WithTimeout(ctx, doneLasts)
		err := w.store.Done(asking, w.clock.Now(), group)
		cancel()
		if err == nil || !away(err) {
			return err
		}
		if wait == firstRetry {
			w.log.Warn("results wait for the database", "results", len(group), "error", err.Error())
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			w.log.Error("results were not written: they are sent again", "results", len(group))
			return err
		}
	}
}

// away reports whether the database could not do it just now.
func away(err error) bool {
	return fault.Is(err, fault.Unavailable) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
