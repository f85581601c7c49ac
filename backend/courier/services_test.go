package courier_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"lollipop/backend/courier"
)

// services are push services that answer by a script, after a time of their own.
type services struct {
	mu sync.Mutex
	// answer is asked for each sending, how often the push was sent before to this Sender included.
	answer func(host string, before int) (courier.Answer, time.Duration)
	// times are when each push was sent, heard what its sender then heard, by its topic.
	times   map[string][]time.Duration
	heard   map[string][]courier.Result
	parcels []courier.Parcel
	// now is how many are under way, most how many were at most, by lane.
	now, most map[string]int
}

func newServices(answer func(host string, before int) (courier.Answer, time.Duration)) *services {
	return &services{answer: answer, times: map[string][]time.Duration{}, heard: map[string][]courier.Result{},
		now: map[string]int{}, most: map[string]int{}}
}

// slowest is how long a sender waits for an answer.
const slowest = 10 * time.Second

func (s *services) Send(ctx context.Context, p courier.Parcel) courier.Answer {
	host := hostOf(p.Endpoint)
	s.mu.Lock()
	before := len(s.times[p.Topic])
	if s.parcels = append(s.parcels, p); len(s.parcels) > 100 {
		s.parcels = s.parcels[1:]
	}
	s.times[p.Topic] = append(s.times[p.Topic], time.Since(begin))
	s.now[host]++
	s.most[host] = max(s.most[host], s.now[host])
	answer, takes := s.answer(host, before)
	s.mu.Unlock()
	timer := time.NewTimer(min(takes, slowest))
	defer timer.Stop()
	hungUp := false
	select {
	case <-timer.C:
	case <-ctx.Done():
		hungUp, answer = true, courier.Answer{Result: courier.Silent, Cause: ctx.Err()}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now[host]--
	if !hungUp {
		s.heard[p.Topic] = append(s.heard[p.Topic], answer.Result)
	}
	return answer
}

func hostOf(endpoint string) string {
	host, _, _ := strings.Cut(strings.TrimPrefix(endpoint, "https://"), "/")
	return host
}

func (s *services) Allowed(endpoint string) (string, error) { return hostOf(endpoint), nil }
func (s *services) Key() string                             { return "key" }
func (s *services) Known(key string) bool                   { return key == "key" }

// sent is when a push was sent.
func (s *services) sent(topic string) []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.times[topic])
}

// always answers everything alike.
func always(r courier.Result, takes time.Duration) func(string, int) (courier.Answer, time.Duration) {
	return func(string, int) (courier.Answer, time.Duration) { return courier.Answer{Result: r}, takes }
}
