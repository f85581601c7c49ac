package web

import (
	"sync"

	"lollipop/backend/fault"
)

// crowd bounds what is under way. Each request takes memory until it is answered, and where more comes than can be done,
// each that is let in makes all wait longer: beyond the bound whoever comes is told at once to come again, before the
// database is asked who they are.
type crowd struct {
	mu sync.Mutex
	of map[string]int // by session, or by network where there is none
}

const (
	// underWay may be at once, of all sessions together. An ordinary morning has a dozen.
	underWay = 1024
	// leastUnderWay may be of one session, however many there are.
	leastUnderWay = 8
)

// enter lets somebody in who then calls leave; ok is false for whom there is no room. While there is little to do, one
// session may have half of it all; as it fills, each has the same, so that nobody's flood takes another's place.
func (c *crowd) enter(who string) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	mine := c.of[who]
	sessions := len(c.of)
	if mine == 0 {
		sessions++
	}
	if mine >= max(leastUnderWay, min(underWay/2, underWay/sessions)) {
		return nil, false
	}
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[who] = mine + 1
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.of[who]--; c.of[who] == 0 {
			delete(c.of, who) // what was there for a moment takes no room
		}
	}, true
}

// comeAgain is the answer where there is no room. It has no cause: nothing is wrong but the hour.
func comeAgain() error { return fault.New(fault.Unavailable, "web.unavailable", nil) }
