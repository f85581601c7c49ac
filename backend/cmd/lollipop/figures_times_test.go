//go:build bench

package main

import (
	"context"
	"sync"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
)

// spans are the calls of one kind.
type spans struct {
	mu      sync.Mutex
	calls   int
	busy    time.Duration
	longest time.Duration
	last    time.Time
}

// over notes a call that began then, and did something.
func (s *spans) over(begun time.Time) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	s.busy += now.Sub(begun)
	s.longest = max(s.longest, now.Sub(begun))
	s.last = now
}

// noticeTimes is the notice room's store with a watch on it.
type noticeTimes struct {
	notice.Store
	follow, ring spans
}

// Follow is noted where somebody is told: the desk's events are followed too.
func (n *noticeTimes) Follow(ctx context.Context, at id.School, limit int, decide notice.Decide) (int, bool, error) {
	begun, told := time.Now(), false
	did, more, err := n.Store.Follow(ctx, at, limit, func(e event.Event, f notice.Facts) (notice.Changes, error) {
		c, err := decide(e, f)
		told = told || len(c.New) > 0
		return c, err
	})
	if told {
		n.follow.over(begun)
	}
	return did, more, err
}

func (n *noticeTimes) Ring(ctx context.Context, at id.School, now time.Time, limit int,
	decide func(notice.Ringing) notice.Rang) (int, time.Time, error) {
	begun := time.Now()
	rang, next, err := n.Store.Ring(ctx, at, now, limit, decide)
	if rang > 0 {
		n.ring.over(begun)
	}
	return rang, next, err
}

// courierTimes is the courier room's, which says when so many were taken.
type courierTimes struct {
	courier.Store
	look, claim, done spans
	taken, wanted     int // under done's lock
	all               chan time.Time
}

func (c *courierTimes) Lanes(ctx context.Context, now time.Time) ([]courier.Lane, error) {
	begun := time.Now()
	lanes, err := c.Store.Lanes(ctx, now)
	c.look.over(begun)
	return lanes, err
}

func (c *courierTimes) Claim(ctx context.Context, host string, now, until time.Time, n int) ([]courier.Push, error) {
	begun := time.Now()
	claimed, err := c.Store.Claim(ctx, host, now, until, n)
	c.claim.over(begun)
	return claimed, err
}

func (c *courierTimes) Done(ctx context.Context, now time.Time, sent []courier.Sent) error {
	begun := time.Now()
	err := c.Store.Done(ctx, now, sent)
	if err != nil {
		return err
	}
	c.done.over(begun)
	c.done.mu.Lock()
	defer c.done.mu.Unlock()
	for _, s := range sent {
		if s.Done && s.Result == courier.Took {
			c.taken++
		}
	}
	if c.wanted > 0 && c.taken >= c.wanted {
		c.wanted = 0
		c.all <- time.Now()
	}
	return nil
}

// until is told when so many more are taken.
func (c *courierTimes) until(many int) <-chan time.Time {
	c.done.mu.Lock()
	defer c.done.mu.Unlock()
	c.all, c.wanted = make(chan time.Time, 1), c.taken+many
	return c.all
}
