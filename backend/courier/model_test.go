package courier_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// begin is when synctest's clock begins.
var begin = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// memory is a Store that keeps everything in memory, by the words of the contract and without any wit: what the
// dispatcher does in time is tried on it, since a database has no place in a bubble of synthetic time. What a database
// does is tried in the store's own suite.
type memory struct {
	clock clock.Clock

	mu      sync.Mutex
	devices map[id.Subscription]courier.Subscription
	pushes  map[id.Push]*row
	lanes   map[string][]*row
	// away: every call is Unavailable. asked counts the calls by name.
	away  bool
	asked map[string]int
	// groups are the sizes of the groups of results; twice are pushes of which a second, other outcome came.
	groups []int
	twice  []id.Push
	// broken is what Done refuses one of the results with.
	broken map[id.Push]error
	swept  []time.Time
	// slow is how long a claim takes until its answer is here.
	slow time.Duration
}

type row struct {
	courier.Push
	due    time.Time
	over   bool
	result courier.Result
	overAt time.Time
}

func newMemory(c clock.Clock) *memory {
	return &memory{clock: c, devices: map[id.Subscription]courier.Subscription{}, pushes: map[id.Push]*row{},
		lanes: map[string][]*row{}, asked: map[string]int{}, broken: map[id.Push]error{}}
}

// wait puts pushes on a lane, each to a device of its own.
func (m *memory) wait(host string, n int, lasts time.Duration) (made []id.Push) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now()
	for range n {
		endpoint := fmt.Sprintf("https://%s/%d", host, len(m.pushes))
		d := courier.Subscription{ID: courier.DeviceOf(endpoint), Endpoint: endpoint, Host: host, Session: "session",
			Language: "en", Since: now, Seen: now}
		m.devices[d.ID] = d
		p := &row{Push: courier.Push{ID: id.Push(fmt.Sprint("push ", len(m.pushes))), Topic: endpoint, Made: now,
			Expires: now.Add(lasts), Device: d, Seats: 1}, due: now}
		m.pushes[p.ID], m.lanes[host] = p, append(m.lanes[host], p)
		made = append(made, p.ID)
	}
	return made
}

func (m *memory) call(name string) error {
	m.asked[name]++
	if m.away {
		return fault.New(fault.Unavailable, "web.unavailable", nil)
	}
	return nil
}

func (m *memory) Keep(_ context.Context, s courier.Subscription, replaces id.Subscription) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.devices, replaces)
	m.devices[s.ID] = s
	return m.call("keep")
}

func (m *memory) Forget(_ context.Context, session string, device id.Subscription) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.devices[device].Session == session {
		delete(m.devices, device)
	}
	return m.call("forget")
}

func (m *memory) Of(_ context.Context, session string) (list []courier.Subscription, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range m.devices {
		if d.Session == session {
			list = append(list, d)
		}
	}
	return list, m.call("of")
}

// waits reports whether a push can be sent at that time. One that is put off for longer than anything is put off was
// so under another clock.
func (r *row) waits(now time.Time) bool {
	return !r.over && (!r.due.After(now) || r.due.After(now.Add(courier.MostAhead)))
}

// counted is how far a lane is counted.
const counted = 30

func (m *memory) Lanes(_ context.Context, now time.Time) ([]courier.Lane, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("lanes"); err != nil {
		return nil, err
	}
	var lanes []courier.Lane
	for host, rows := range m.lanes {
		l := courier.Lane{Host: host}
		for _, r := range rows {
			switch {
			case r.over:
			case r.waits(now):
				l.Due = min(l.Due+1, counted)
			case l.Next.IsZero() || r.due.Before(l.Next):
				l.Next = r.due
			}
		}
		if l.Due > 0 {
			l.Next = time.Time{}
		}
		if l.Due > 0 || !l.Next.IsZero() {
			lanes = append(lanes, l)
		}
	}
	return lanes, nil
}

func (m *memory) Claim(_ context.Context, host string, now, until time.Time, n int) (got []courier.Push, err error) {
	defer func() { time.Sleep(m.slow) }() // not within the lock: deferred calls run last in, first out
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("claim"); err != nil {
		return nil, err
	}
	due := slices.Clone(m.lanes[host])
	slices.SortStableFunc(due, func(a, b *row) int { return a.due.Compare(b.due) })
	for _, r := range due {
		switch {
		case len(got) == n:
			return got, nil
		case !r.waits(now):
		case m.devices[r.Device.ID].Session == "":
			r.end(courier.SignedOut, now)
		case !now.Before(r.Expires):
			r.end(courier.Late, now)
		default:
			r.due = until
			got = append(got, r.Push)
		}
	}
	return got, nil
}

func (r *row) end(result courier.Result, now time.Time) {
	r.over, r.result, r.overAt = true, result, now
}

func (m *memory) Done(_ context.Context, now time.Time, sent []courier.Sent) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.call("done"); err != nil {
		return err
	}
	for _, s := range sent {
		if err := m.broken[s.Push]; err != nil {
			return err
		}
	}
	m.groups = append(m.groups, len(sent))
	for _, s := range sent {
		r := m.pushes[s.Push]
		if r.over {
			if r.result != s.Result {
				m.twice = append(m.twice, s.Push)
			}
			continue
		}
		if s.Done != s.Again.IsZero() {
			return errors.New("neither over nor to be sent again, or both")
		}
		r.Attempts++
		if r.due = s.Again; s.Done {
			r.end(s.Result, now)
		}
		if s.Forget {
			delete(m.devices, s.Device)
		}
	}
	return nil
}

func (m *memory) Sweep(_ context.Context, stale, old time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.swept = append(m.swept, m.clock.Now())
	if now := m.clock.Now(); !stale.Equal(now.Add(-60*24*time.Hour)) || !old.Equal(now.Add(-30*24*time.Hour)) {
		return errors.New("swept by other ages")
	}
	return m.call("sweep")
}

func (m *memory) Keys(context.Context) (map[string]int, error) {
	return nil, errors.New("not asked here")
}

// results counts the pushes of a lane by their outcome; "" where they are not over.
func (m *memory) results(host string) map[courier.Result]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	count := map[courier.Result]int{}
	for _, r := range m.lanes[host] {
		count[r.result]++
	}
	return count
}

// last is when the last push of a lane was over, as the time since the beginning.
func (m *memory) last(host string) (after time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.lanes[host] {
		after = max(after, r.overAt.Sub(begin))
	}
	return after
}

func (m *memory) set(away bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.away = away
}
