package courier

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
)

// Dispatcher sends what waits. One runs in each process; several share one store.
//
// It looks for lanes on which something waits, claims of each as much as the lane can start at once, sends it, and
// writes down what came of it. Nothing in it waits for a lane: a push under way is a goroutine, a lane that stands still
// is a timer.
type Dispatcher struct {
	Store  Store
	Sender Sender
	// Clock is what pushes expire by. Wall is the sender's, the machine's: Clock unless set. The two differ where a demo's
	// day is moved.
	Clock, Wall clock.Clock
	// Message is the bland sentence in a language, ready to be sent.
	Message func(language string, staff bool) []byte
	// Sits reports whether a person still sits in a device's session. It is asked where several do, and of what waited long.
	Sits func(ctx context.Context, session string, school id.School, person id.Person) (bool, error)
	Log  *slog.Logger
	// Every is how long it goes without a look, where nothing is due before: a second unless set.
	Every time.Duration
	// Chance gives random numbers in [0, 1): math/rand's unless set.
	Chance func() float64

	once   sync.Once
	wake   chan struct{}
	counts counts
}

const (
	// lookGap is how soon after a look there is another, however often it is woken.
	lookGap = 20 * time.Millisecond
	// lookLasts, claimLasts and doneLasts are how long the database may take.
	lookLasts, claimLasts, doneLasts = 5 * time.Second, 5 * time.Second, 10 * time.Second
	// sendLasts is longer than a sender takes. Lease is longer than a claim, a look at the seats and a sending together.
	sendLasts = 15 * time.Second
	lease     = 30 * time.Second
	// endsIn is how long what is under way may take when it is to stop, flushedIn how long writing results may take then.
	endsIn, flushedIn = 2 * time.Second, 5 * time.Second
	// sweepEvery is how often old things are thrown away, old how long a push that is over is kept.
	sweepEvery = time.Hour
	old        = 30 * 24 * time.Hour
)

// Wake has it look at once: something may be due. It never waits, and may be called before Run.
func (d *Dispatcher) Wake() {
	d.prepare()
	select {
	case d.wake <- struct{}{}:
	default: // it will look anyway
	}
}

func (d *Dispatcher) prepare() {
	d.once.Do(func() {
		d.wake = make(chan struct{}, 1)
		if d.Log == nil {
			d.Log = slog.New(slog.DiscardHandler)
		}
		if d.Every <= 0 {
			d.Every = time.Second
		}
		if d.Wall == nil {
			d.Wall = d.Clock
		}
		if d.Chance == nil {
			d.Chance = rand.Float64
		}
	})
}

// Counts are the results since the start, by lane.
func (d *Dispatcher) Counts() map[string]map[Result]int64 { return d.counts.copy() }

// Run works until the context ends. It then claims nothing more, gives what is under way a moment to end, writes down
// every result that it has, and returns. What had no answer yet is sent again when its lease is over.
func (d *Dispatcher) Run(ctx context.Context) {
	d.prepare()
	sending, stopSending := context.WithCancel(context.WithoutCancel(ctx))
	writing, stopWriting := context.WithCancel(context.WithoutCancel(ctx))
	defer stopSending()
	defer stopWriting()
	r := &round{Dispatcher: d, claiming: ctx, sending: sending, lanes: map[string]*lane{}, held: map[id.Push]bool{}}
	r.results = newResults(d, r.release)
	var writer, sweeper sync.WaitGroup
	writer.Go(func() { r.results.run(writing) })
	sweeper.Go(func() { d.sweep(ctx) })

	for ctx.Err() == nil {
		rest(ctx, r.look(ctx), d.wake)
	}
	r.stop()
	grace := time.AfterFunc(endsIn, stopSending)
	r.tasks.Wait()
	grace.Stop()
	last := time.AfterFunc(flushedIn, stopWriting)
	r.results.close()
	writer.Wait()
	last.Stop()
	sweeper.Wait()
}

// rest waits that long, or until it is woken; a short while in any case.
func rest(ctx context.Context, long time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(lookGap)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return
	case <-timer.C:
	}
	timer.Reset(max(long-lookGap, 0))
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// sweep throws away what is old, at once and then every hour.
func (d *Dispatcher) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		now := d.Clock.Now()
		if err := d.Store.Sweep(ctx, now.Add(-Lasts), now.Add(-old)); err != nil && ctx.Err() == nil {
			d.Log.Warn("old devices and pushes could not be thrown away", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// counts are results by lane.
type counts struct {
	mu sync.Mutex
	by map[string]map[Result]int64
}

// mostCounted bounds how many lanes are counted apart; what is more is counted under elsewhere.
const (
	mostCounted = 1000
	elsewhere   = "elsewhere"
)

func (c *counts) add(host string, r Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]map[Result]int64{}
	}
	if c.by[host] == nil && len(c.by) >= mostCounted {
		host = elsewhere
	}
	if c.by[host] == nil {
		c.by[host] = map[Result]int64{}
	}
	c.by[host][r]++
}

func (c *counts) copy() map[string]map[Result]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make(map[string]map[Result]int64, len(c.by))
	for host, results := range c.by {
		all[host] = make(map[Result]int64, len(results))
		for result, n := range results {
			all[host][result] = n
		}
	}
	return all
}
