package notice_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// watched is a watch over two schools, in a bubble of time, and how often each was looked after.
type watched struct {
	*notice.Watch
	clock *clock.Movable
	did   map[id.School]int
	turn  chan struct{} // held by who reads or writes what follows
	next  time.Time
	fail  error
	panic string
}

// set reads, or changes, how rounds go.
func (w *watched) set(how func()) {
	w.turn <- struct{}{}
	defer func() { <-w.turn }()
	how()
}

// soon is when somebody who waits for a notice has it.
const soon = 150 * time.Millisecond

const hook, road id.School = "hook-lane", "beaver-road"

func watching(t *testing.T, do func(*watched)) {
	synctest.Test(t, func(t *testing.T) {
		w := &watched{clock: clock.NewMovable(time.Date(2026, 11, 23, 11, 10, 0, 0, time.UTC)), did: map[id.School]int{},
			turn: make(chan struct{}, 1)}
		w.Watch = &notice.Watch{Clock: w.clock, Every: time.Minute,
			Schools: func(context.Context) ([]id.School, error) { return []id.School{hook, road}, nil },
			Round: func(_ context.Context, school id.School) (time.Time, error) {
				w.turn <- struct{}{}
				defer func() { <-w.turn }()
				w.did[school]++
				if !w.clock.Now().Before(w.next) {
					w.next = time.Time{} // done
				}
				if w.panic != "" && school == hook {
					panic(w.panic)
				}
				return w.next, w.fail
			}}
		ctx, cancel := context.WithCancel(t.Context())
		go w.Run(ctx)
		synctest.Wait()
		do(w)
		cancel()
		synctest.Wait()
	})
}

func (w *watched) after(t *testing.T, wait time.Duration, what string, hooks, roads int) {
	t.Helper()
	<-time.After(wait)
	synctest.Wait()
	w.set(func() {
		if w.did[hook] != hooks || w.did[road] != roads {
			t.Errorf("%s: %d and %d rounds, not %d and %d", what, w.did[hook], w.did[road], hooks, roads)
		}
	})
}

func TestASchoolIsLookedAfterAtOnceWhereSomethingHappened(t *testing.T) {
	watching(t, func(w *watched) {
		w.after(t, 0, "at the start", 1, 1)
		w.Wake(road)
		w.after(t, soon, "after something happened", 1, 2)
		w.after(t, 58*time.Second, "while nothing does", 1, 2)
		w.after(t, 4*time.Second, "after a while", 2, 3)
	})
}

// A class that hands its phones in wakes its school with each of them.
func TestWhatHappensTogetherIsLookedAfterTogether(t *testing.T) {
	watching(t, func(w *watched) {
		for range 300 {
			w.Wake(road)
			<-time.After(time.Millisecond)
		}
		w.after(t, soon, "after a rush of 300 ms", 1, 4)
	})
}

func TestWhatIsDueIsDoneThen(t *testing.T) {
	watching(t, func(w *watched) {
		w.set(func() { w.next = w.clock.Now().Add(20 * time.Second) })
		w.Wake(hook)
		w.after(t, time.Second, "before it is due", 2, 1)
		w.after(t, 20*time.Second, "when it is due", 3, 1)
	})
}

// Rounds of some schools end while others are begun: of a thousand, none is lost and the book stays whole.
func TestManySchoolsAreLookedAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		schools := make([]id.School, 1000)
		for i := range schools {
			schools[i] = id.New[id.School]()
		}
		var did atomic.Int64
		w := &notice.Watch{Clock: clock.System{}, Every: time.Minute,
			Schools: func(context.Context) ([]id.School, error) { return schools, nil },
			Round: func(context.Context, id.School) (time.Time, error) {
				did.Add(1)
				return time.Time{}, nil
			}}
		ctx, cancel := context.WithCancel(t.Context())
		go w.Run(ctx)
		<-time.After(10 * time.Second)
		cancel()
		synctest.Wait()
		if did.Load() != 1000 {
			t.Errorf("%d rounds at 1000 schools", did.Load())
		}
	})
}

// However the clock is set, nothing waits longer than the watch rests.
func TestAClockThatIsMovedDelaysNothing(t *testing.T) {
	for _, by := range []time.Duration{13 * time.Hour, -13 * time.Hour} {
		watching(t, func(w *watched) {
			w.set(func() { w.next = w.clock.Now().Add(20 * time.Second) })
			w.Wake(hook)
			w.after(t, time.Second, "before the clock is moved", 2, 1)
			w.clock.Move(by)
			w.after(t, 2*time.Second, "after it was moved by "+by.String(), 3, 2)
		})
	}
}

func TestARoundThatFailsIsDoneAgain(t *testing.T) {
	watching(t, func(w *watched) {
		w.set(func() { w.fail = errors.New("the database is away") })
		w.Wake(hook)
		w.after(t, soon, "failed", 2, 1)
		w.set(func() { w.fail = nil })
		w.after(t, 4*time.Second, "again soon", 3, 1)
	})
}

// One school's mistake ends neither the others' rounds nor the server.
func TestARoundThatPanicsIsDoneAgain(t *testing.T) {
	watching(t, func(w *watched) {
		w.set(func() { w.panic = "a mistake" })
		w.Wake(hook)
		w.Wake(road)
		w.after(t, soon, "a panic", 2, 2)
		w.set(func() { w.panic = "" })
		w.after(t, 4*time.Second, "again soon", 3, 2)
	})
}
