package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// committer is the group commit. Changes that wait while one transaction runs share the next: of one school always, a
// savepoint each, so that one that fails does so alone, and the chain is moved once for all of them. What a desk of
// many taps costs is then one flush to the disk for a handful of taps, not one each.
//
// There is no goroutine while nothing waits.
type committer struct {
	store *Store

	mu      sync.Mutex
	waiting map[id.School][]*pending
	turn    []id.School // schools with something waiting and no batch under way, oldest first
	busy    map[id.School]bool
	running int
	closed  bool
	full    bool         // the last that came was not let in
	shed    atomic.Int64 // those who were not, for tests and measurements
	idle    sync.WaitGroup
	batches atomic.Int64 // transactions begun, for tests and measurements
}

// pending is one change that waits.
type pending struct {
	work
	taken bool // a batch has it: it can no longer be withdrawn
	said  bool // it wrote an event
	broke bool // the database could not: no rule refused it
	since time.Time
	err   error
	done  chan struct{}
}

// happened reports whether something did, once its batch is over: a replay is nothing new.
func (p *pending) happened() bool { return p.err == nil && p.said }

// batchSize is the most changes that share a transaction: the first of them waits for the last.
const batchSize = 128

func (c *committer) init(s *Store) {
	c.store = s
	c.waiting = map[id.School][]*pending{}
	c.busy = map[id.School]bool{}
}

// close refuses what comes and waits for what runs.
func (c *committer) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.idle.Wait()
}

// submit waits until the work is kept or refused. When ctx ends while it still waits it is withdrawn; once a batch has
// taken it, submit waits for the batch, which ends within Timeout, so that the answer is true.
func (c *committer) submit(ctx context.Context, w work) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now := time.Now() //lollipop:clock how long it waits is no time of any school's day
	p := &pending{work: w, since: now, done: make(chan struct{})}
	school := w.act.School
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return fault.New(fault.Unavailable, "web.unavailable", nil).Because(errors.New("store: closed"))
	}
	if !c.admit(school, now) {
		c.mu.Unlock()
		return busy()
	}
	c.waiting[school] = append(c.waiting[school], p)
	if len(c.waiting[school]) == 1 && !c.busy[school] {
		c.turn = append(c.turn, school)
	}
	if c.running < c.store.engine.workers() && len(c.turn) > 0 {
		c.running++
		c.idle.Add(1)
		go c.run()
	}
	c.mu.Unlock()

	select {
	case <-p.done:
		return p.err
	case <-ctx.Done():
	}
	if c.withdraw(school, p) {
		return ctx.Err()
	}
	<-p.done
	return p.err
}

// withdraw takes a change back that no batch has taken yet.
func (c *committer) withdraw(school id.School, p *pending) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.taken {
		return false
	}
	queue := c.waiting[school]
	for i := range queue {
		if queue[i] == p {
			c.waiting[school] = append(queue[:i:i], queue[i+1:]...)
			break
		}
	}
	return true
}

// run does batches until nothing waits.
func (c *committer) run() {
	defer c.idle.Done()
	for {
		school, batch, more := c.next()
		if !more {
			return
		}
		if len(batch) > 0 {
			began := c.stopwatch()
			c.batch(school, batch)
			c.measured(batch, began)
			if heard := c.store.config.Changed; heard != nil && slices.ContainsFunc(batch, (*pending).happened) {
				heard(school)
			}
			for _, p := range batch {
				close(p.done)
			}
			runtime.Gosched() // whoever has more to do comes with the next batch, not with the one after it
		}
		c.finish(school)
	}
}

// next takes the oldest school's waiting changes: all of them up to batchSize, or one that is slow.
func (c *committer) next() (id.School, []*pending, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.turn) == 0 {
		c.running--
		return "", nil, false
	}
	school := c.turn[0]
	c.turn = c.turn[1:]
	c.busy[school] = true
	queue := c.waiting[school]
	n := 0
	for n < len(queue) && n < batchSize && (!queue[n].slow || n == 0) {
		n++
		if queue[n-1].slow {
			break
		}
	}
	batch := queue[:n:n]
	for _, p := range batch {
		p.taken = true
	}
	c.waiting[school] = queue[n:]
	return school, batch, true
}

// finish lets the school's next batch come, behind the other schools'.
func (c *committer) finish(school id.School) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, school)
	if len(c.waiting[school]) > 0 {
		c.turn = append(c.turn, school)
	} else {
		delete(c.waiting, school)
	}
}

// batch runs the changes and gives each its error. It has a deadline of its own: no caller's end takes the others down.
func (c *committer) batch(school id.School, batch []*pending) {
	s := c.store
	ctx, cancel := context.WithTimeout(inSchool(context.Background(), school), Timeout)
	defer cancel()
	var err error
	careful := false
	for try := 0; err == nil; try++ {
		err = c.attempt(ctx, school, batch, careful)
		again := err != nil && (s.engine.retryable(err) || errors.Is(err, errReplayed))
		if !again && !careful && errors.Is(err, errBroken) && !s.engine.away(err) {
			again, careful = true, true // one of them spoils it for all: find out which, a savepoint before each
		}
		if !again || try == attempts || !pause(ctx, try) {
			break
		}
		s.log.Info("a batch is run again", "school", school, "try", try+1, "cause", err)
		err = nil
	}
	if err != nil { // nothing of the batch was kept
		for _, p := range batch {
			p.err, p.broke = err, true
		}
	}
}

// attempt is one transaction for all of them. An error means that nothing was kept; otherwise each has its own.
func (c *committer) attempt(ctx context.Context, school id.School, batch []*pending, careful bool) error {
	s := c.store
	if !careful && s.engine.together() && canJoin(batch) {
		return c.together(ctx, school, batch)
	}
	c.batches.Add(1)
	begun, err := s.engine.begin(ctx, school, false)
	if err != nil {
		return err
	}
	defer begun.Rollback() // after Commit it does nothing
	t := &tx{ctx: ctx, school: school, sql: begun, store: s, write: true}
	shared := len(batch) > 1 || !batch[0].slow
	if shared {
		if err := s.engine.alone(t, "desk"); err != nil {
			return err
		}
	}
	var wrote []written
	kept := 0
	for _, p := range batch {
		did, err := t.alone(p.work, len(batch) > 1, careful)
		if err != nil && (errors.Is(err, errBroken) || errors.Is(err, errReplayed) || s.engine.away(err)) {
			return err
		}
		p.err = err
		p.said = slices.ContainsFunc(did, func(w written) bool { return len(w.events) > 0 })
		if err == nil {
			kept++
			wrote = append(wrote, did...)
		}
	}
	if kept == 0 {
		return nil // all refused, each with its own reason
	}
	writes, err := t.seal(wrote)
	if err == nil {
		err = t.send(writes...)
	}
	if err != nil {
		return err
	}
	return begun.Commit()
}

var (
	savepoint = prepared(`SAVEPOINT one`)
	release   = prepared(`RELEASE SAVEPOINT one`)
	undo      = prepared(`ROLLBACK TO SAVEPOINT one`)
)

// saved is the savepoint of one work.
type saved struct {
	wanted  bool // it is one of several that share the transaction
	careful bool // set it before anything is read
	set     bool
}

// begin sets the savepoint, once.
func (s *saved) begin() []call {
	if !s.wanted || s.set {
		return nil
	}
	s.set = true
	return []call{{st: savepoint}}
}

// end lets go of it.
func (s *saved) end() []call {
	if !s.set {
		return nil
	}
	return []call{{st: release}}
}

// broken is an error where a statement failed that no savepoint stands before: the transaction cannot go on.
func (s *saved) broken() error {
	if !s.wanted || s.set {
		return nil
	}
	return errBroken
}

// alone performs one work, with a savepoint before its writes where it is one of several, so that its failure undoes it
// alone.
func (t *tx) alone(w work, several, careful bool) ([]written, error) {
	t.moves = nil
	s := &saved{wanted: several, careful: careful}
	wrote, err := t.perform(w, s)
	if err == nil {
		t.moved()
		return wrote, nil
	}
	if s.set {
		// Each for itself: PostgreSQL takes nothing but the undoing after a failure.
		for _, step := range []*statement{undo, release} {
			if failed := t.send(call{st: step}); failed != nil {
				// The engine gave up the whole transaction: nothing after this may run, or it would be kept on its own.
				return nil, errors.Join(errBroken, failed, err)
			}
		}
	} else if several && t.store.engine.spoils(err) {
		return nil, errors.Join(errBroken, err)
	}
	return nil, err
}

// errBroken says that a transaction is no longer one.
var errBroken = errors.New("store: the transaction ended by itself")
