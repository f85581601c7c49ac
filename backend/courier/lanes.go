package courier

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"lollipop/backend/id"
)

const (
	// claimsAtOnce bounds the claims that the database is asked for at once.
	claimsAtOnce = 8
	// lanesAtOnce bounds the lanes that have something under way; those that fail may be half of them. Each may have as
	// much as it begins with; all that is more is of one share, so that no lane can take another's beginning.
	lanesAtOnce = 512
	sharedWidth = 2048
	// mostHeld bounds what is claimed and not written down.
	mostHeld = 4096
	// claimGap is how long a busy lane saves up before it claims the next few.
	claimGap = 5 * time.Millisecond
)

// round is one run of the dispatcher.
type round struct {
	*Dispatcher
	// claiming ends when it is to stop, sending a moment later: timers and pushes outlive the calls that begin them.
	claiming, sending context.Context
	results           *results
	tasks             sync.WaitGroup
	// blind: the last look failed, and that was said. Only looks touch it.
	blind bool

	mu       sync.Mutex
	stopping bool
	lanes    map[string]*lane
	// held are the pushes that are under way or not written down: none of them is sent a second time.
	held map[id.Push]bool
	// claims are under way, for asked pushes together.
	claims, asked int
	// active lanes have something under way; shared is what they have beyond what each may.
	active, shared int
	// starved: a lane was put off for want of room elsewhere.
	starved bool
}

// lane is one push service.
type lane struct {
	host string
	pace pace
	// waits: something is thought to be due. found: a look found something while the lane was claiming.
	waits, found bool
	// busy are the pushes under way or being claimed.
	busy     int
	claiming bool
	// saving: it has just claimed.
	saving bool
	// timer runs while it stands still, for still; asked: because the service says so.
	timer *time.Timer
	still time.Duration
	asked bool
}

// look finds the lanes on which something waits, and says when to look again.
func (r *round) look(ctx context.Context) time.Duration {
	asking, cancel := context.WithTimeout(ctx, lookLasts)
	defer cancel()
	now := r.Clock.Now()
	found, err := r.Store.Lanes(asking, now)
	if err != nil {
		if ctx.Err() == nil && !r.blind {
			r.blind = true
			r.Log.Warn("what waits to be sent cannot be read", "error", err.Error())
		}
		return r.Every
	}
	r.blind = false
	r.mu.Lock()
	defer r.mu.Unlock()
	next := r.Every
	waits := make(map[string]bool, len(found))
	for _, f := range found {
		waits[f.Host] = true
		if f.Due == 0 {
			if in := f.Next.Sub(now); !f.Next.IsZero() && in < next {
				next = max(in, 0)
			}
		}
		l := r.lanes[f.Host]
		if l == nil {
			l = &lane{host: f.Host, pace: pace{width: narrow}}
			r.lanes[f.Host] = l
		}
		l.waits = f.Due > 0
		l.found = l.claiming && l.waits
	}
	for host, l := range r.lanes {
		if !waits[host] {
			l.waits = false
			if l.busy == 0 && l.timer == nil {
				delete(r.lanes, host)
			}
		}
	}
	r.fillAll()
	return next
}

// fillAll claims for every lane that has room, those that answer first. The lock is held.
func (r *round) fillAll() {
	r.starved = false
	lanes := make([]*lane, 0, len(r.lanes))
	for _, l := range r.lanes {
		if l.waits {
			lanes = append(lanes, l)
		}
	}
	rand.Shuffle(len(lanes), func(i, j int) { lanes[i], lanes[j] = lanes[j], lanes[i] })
	slices.SortStableFunc(lanes, func(a, b *lane) int { return cmp.Compare(a.pace.failures, b.pace.failures) })
	for _, l := range lanes {
		r.fill(l)
	}
}

// fill claims for one lane as much as it can start at once. The lock is held.
func (r *round) fill(l *lane) {
	n := r.room(l)
	if n <= 0 {
		return
	}
	l.claiming = true
	r.claims, r.asked = r.claims+1, r.asked+n
	r.use(l, n)
	r.tasks.Go(func() { r.claim(l, n) })
}

// room is how many pushes a lane may claim now. The lock is held.
func (r *round) room(l *lane) int {
	if r.stopping || l.claiming || l.timer != nil || !l.waits {
		return 0
	}
	free := l.pace.width - l.busy
	if free <= 0 || l.saving && free < l.pace.width/4 {
		return 0
	}
	own := max(0, narrow-l.busy)
	free = min(free, own+sharedWidth-r.shared, mostHeld-len(r.held)-r.asked)
	lanes := lanesAtOnce
	if l.pace.failures > 0 {
		lanes /= 2
	}
	if free <= 0 || r.claims >= claimsAtOnce || l.busy == 0 && r.active >= lanes {
		r.starved = true
		return 0
	}
	return free
}

// use counts pushes that a lane begins, or has ended (fewer than none). The lock is held.
func (r *round) use(l *lane, n int) {
	was := l.busy
	l.busy += n
	r.shared += max(0, l.busy-narrow) - max(0, was-narrow)
	switch {
	case was == 0 && l.busy > 0:
		r.active++
	case was > 0 && l.busy == 0:
		r.active--
	}
}

// claim claims n pushes and begins to send them.
func (r *round) claim(l *lane, n int) {
	asking, cancel := context.WithTimeout(r.claiming, claimLasts)
	defer cancel()
	now := r.Clock.Now()
	pushes, err := r.Store.Claim(asking, l.host, now, now.Add(lease), n)

	r.mu.Lock()
	defer r.mu.Unlock()
	l.claiming = false
	r.claims, r.asked = r.claims-1, r.asked-n
	l.waits, l.found = len(pushes) == n || l.found, false // as many as were asked for: there may be more
	if err != nil {
		l.waits = false // the next look says
		if r.claiming.Err() == nil {
			r.Log.Warn("pushes could not be claimed", "lane", l.host, "error", err.Error())
		}
	}
	begun := 0
	for _, p := range pushes {
		if r.stopping || r.held[p.ID] {
			continue
		}
		r.held[p.ID] = true
		begun++
		of := l.pace.round
		r.tasks.Go(func() { r.send(l, p, of) })
	}
	r.use(l, begun-n)
	r.save(l)
	r.more(l)
}

// save has a lane wait a moment before it claims a few again, if it claims many at a time. The lock is held.
func (r *round) save(l *lane) {
	if l.saving || l.busy == 0 || l.pace.width <= narrow || r.stopping {
		return
	}
	l.saving = true
	time.AfterFunc(claimGap, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		l.saving = false
		r.fill(l)
	})
}

// more lets a lane go on, and those that were put off. The lock is held.
func (r *round) more(l *lane) {
	if r.starved {
		r.fillAll()
		return
	}
	r.fill(l)
}

// stand has a lane stand still for a while. What the service asks for counts before what we think ourselves, and else
// the longer. The lock is held.
func (r *round) stand(l *lane, still time.Duration, asked bool) {
	if still <= 0 || r.stopping {
		return
	}
	if l.timer != nil {
		if l.asked && !asked || l.asked == asked && still <= l.still {
			return
		}
		l.timer.Stop()
	}
	var timer *time.Timer
	timer = time.AfterFunc(still, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if l.timer == timer { // it was not put in another's place meanwhile
			l.timer = nil
			r.fill(l)
		}
	})
	l.timer, l.still, l.asked = timer, still, asked
}

// release lets go of pushes that are written down.
func (r *round) release(sent []Sent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range sent {
		delete(r.held, s.Push)
	}
	if r.starved {
		r.fillAll()
	}
}

// stop ends claiming, and the timers of lanes.
func (r *round) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopping = true
	for _, l := range r.lanes {
		if l.timer != nil {
			l.timer.Stop()
		}
	}
}
