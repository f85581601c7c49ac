package notice

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Watch looks after every school: at once after something happened there, when something of its notices is due, and in
// any case every so often, so that what another process left undone is done.
type Watch struct {
	// Schools lists them all.
	Schools func(ctx context.Context) ([]id.School, error)
	// Round does what there is to do at one school and says when it is to be looked at again, by Clock; zero for no
	// particular time. It may be called for a school by several processes at once, here by one at a time.
	Round func(ctx context.Context, school id.School) (next time.Time, err error)
	Clock clock.Clock
	// Every is the longest that a school is left alone.
	Every time.Duration
	Log   *slog.Logger

	mu    sync.Mutex
	woken map[id.School]bool
	bell  chan struct{}
}

// shortly is how long the watch rests between two looks at its agenda: as long as a clock that jumps can make it wait.
const shortly = time.Second

// apart is how far two looks are apart at least: a class that hands its phones in wakes its school with each of them, and a
// round after each would take from the desk what it writes down.
const apart = 100 * time.Millisecond

// again is when a round that failed is done once more.
const again = 2 * time.Second

// rounds is how many schools are looked after at a time.
const rounds = 4

// init makes the bell, once.
func (w *Watch) init() chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.bell == nil {
		w.bell, w.woken = make(chan struct{}, 1), map[id.School]bool{}
	}
	return w.bell
}

// Wake asks for a round at a school, soon. It never waits.
func (w *Watch) Wake(school id.School) {
	bell := w.init()
	w.mu.Lock()
	w.woken[school] = true
	w.mu.Unlock()
	select {
	case bell <- struct{}{}:
	default: // it rings already
	}
}

// visit is when a school was looked after last, and is to be next.
type visit struct{ last, next time.Time }

// Run watches until the context ends, and then until the rounds under way have ended.
func (w *Watch) Run(ctx context.Context) {
	bell, book := w.init(), map[id.School]visit{}
	for ctx.Err() == nil {
		w.look(ctx, book)
		w.rest(ctx, apart, nil)
		w.rest(ctx, shortly-apart, bell)
	}
}

// rest waits so long, or until the bell rings or the context ends.
func (w *Watch) rest(ctx context.Context, long time.Duration, bell <-chan struct{}) {
	over := time.NewTimer(long)
	defer over.Stop()
	select {
	case <-ctx.Done():
	case <-bell:
	case <-over.C:
	}
}

// look does the rounds that are due.
func (w *Watch) look(ctx context.Context, book map[id.School]visit) {
	schools, err := w.Schools(ctx)
	if err != nil {
		w.say(ctx, "", err)
		return // which is tried again in a moment
	}
	w.mu.Lock()
	woken := w.woken
	w.woken = map[id.School]bool{}
	w.mu.Unlock()
	now := w.Clock.Now()
	var all sync.WaitGroup
	var mu sync.Mutex // the book's: rounds write in it while the next schools are looked up
	turn := make(chan struct{}, rounds)
	for _, school := range schools {
		mu.Lock()
		v, known := book[school]
		mu.Unlock()
		late := now.Sub(v.last).Abs() >= w.Every // a clock that was set back is one that says nothing
		if known && !woken[school] && !late && (v.next.IsZero() || now.Before(v.next)) {
			continue
		}
		turn <- struct{}{}
		all.Go(func() {
			defer func() { <-turn }()
			next, err := w.round(ctx, school)
			if err != nil {
				w.say(ctx, school, err)
				next = now.Add(again)
			}
			mu.Lock()
			defer mu.Unlock()
			book[school] = visit{now, next}
		})
	}
	all.Wait()
}

// round does one; its panic is an error here: one school's mistake ends neither the others' rounds nor the server.
func (w *Watch) round(ctx context.Context, school id.School) (next time.Time, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("notice: a round: panic: %v", r)
		}
	}()
	return w.Round(ctx, school)
}

// say writes down that a round failed. The next one does it again.
func (w *Watch) say(ctx context.Context, school id.School, err error) {
	if ctx.Err() != nil || w.Log == nil {
		return
	}
	if fault.Is(err, fault.Unavailable) {
		w.Log.Info("a round of notices could not be done just now", "school", school, "cause", err)
		return
	}
	w.Log.Error("a round of notices", "school", school, "error", err)
}
