// Package clock is the only place that asks what time it is. Rules get now as an argument; services get a Clock.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface {
	// Now is the time in UTC, cut to whole microseconds: what both databases give back as it was.
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Movable is a clock that runs on from wherever it was last set: for tests and for the demo.
type Movable struct {
	mu     sync.Mutex
	base   Clock
	offset time.Duration
	frozen *time.Time
}

// NewMovable returns a running clock that now reads at.
func NewMovable(at time.Time) *Movable {
	m := &Movable{base: System{}}
	m.Set(at)
	return m
}

// NewFrozen returns a clock that reads at until it is moved.
func NewFrozen(at time.Time) *Movable {
	m := NewMovable(at)
	at = at.UTC().Truncate(time.Microsecond)
	m.frozen = &at
	return m
}

// Now implements Clock.
func (m *Movable) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.frozen != nil {
		return *m.frozen
	}
	return m.base.Now().Add(m.offset).Truncate(time.Microsecond)
}

// Set makes the clock read at; a frozen clock stays frozen there.
func (m *Movable) Set(at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at = at.UTC().Truncate(time.Microsecond)
	if m.frozen != nil {
		m.frozen = &at
		return
	}
	m.offset = at.Sub(m.base.Now())
}

// Move sets the clock forward by d, or back.
func (m *Movable) Move(d time.Duration) { m.Set(m.Now().Add(d)) }
