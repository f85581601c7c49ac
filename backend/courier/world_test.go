package courier_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/id"
)

// world is a dispatcher over the memory and the services.
type world struct {
	*memory
	*services
	clock *clock.Movable
	*courier.Dispatcher
	stop func()
}

// open makes one; start begins it, and its end is the test's.
func open(answer func(string, int) (courier.Answer, time.Duration)) *world {
	c := clock.NewMovable(time.Now())
	m, s := newMemory(c), newServices(answer)
	return &world{memory: m, services: s, clock: c, Dispatcher: &courier.Dispatcher{Store: m, Sender: s, Clock: c,
		Message: func(string, bool) []byte { return []byte("bland") },
		Sits:    func(context.Context, string, id.School, id.Person) (bool, error) { return true, nil }}}
}

func (w *world) start(t *testing.T) {
	t.Helper()
	w.stop = w.run(t, w.Dispatcher)
}

// run runs a dispatcher until it is stopped, or the test ends.
func (w *world) run(t *testing.T, d *courier.Dispatcher) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() { d.Run(ctx); close(over) }()
	stop = sync.OnceFunc(func() { cancel(); <-over })
	t.Cleanup(stop)
	return stop
}

// second is another process over the same store and services.
func (w *world) second() *courier.Dispatcher {
	return &courier.Dispatcher{Store: w.memory, Sender: w.services, Clock: w.clock, Message: w.Message, Sits: w.Sits,
		Every: w.Every}
}

// safely does something between two calls of the dispatcher.
func (w *world) safely(do func()) {
	w.memory.mu.Lock()
	defer w.memory.mu.Unlock()
	w.services.mu.Lock()
	defer w.services.mu.Unlock()
	do()
}

// row is a push as it is.
func (w *world) row(p id.Push) (r row) { w.safely(func() { r = *w.pushes[p] }); return r }

// left is how many devices are left.
func (w *world) left() (n int) { w.safely(func() { n = len(w.devices) }); return n }

// calls is how often the store was asked.
func (w *world) calls(name string) (n int) { w.safely(func() { n = w.asked[name] }); return n }

// widest is how many pushes a lane had under way at most.
func (w *world) widest(host string) (n int) { w.safely(func() { n = w.most[host] }); return n }

// sentOnce fails where a service was given one of these pushes twice, or not at all.
func (w *world) sentOnce(t *testing.T, all []id.Push) {
	t.Helper()
	for _, p := range all {
		if n := len(w.sent(w.row(p).Topic)); n != 1 {
			t.Fatalf("sent %d times", n)
		}
	}
}
