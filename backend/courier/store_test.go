package courier_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// post is a sender that counts, and tells the test of each sending.
type post struct {
	mu   sync.Mutex
	sent map[string]int
	told chan string
}

func (p *post) Send(_ context.Context, parcel courier.Parcel) courier.Answer {
	p.mu.Lock()
	p.sent[parcel.Endpoint]++
	first := p.sent[parcel.Endpoint] == 1
	p.mu.Unlock()
	defer func() { p.told <- parcel.Endpoint }()
	switch host := hostOf(parcel.Endpoint); {
	case host == "gone.example":
		return courier.Answer{Result: courier.Gone, Status: 410}
	case host == "ill.example" && first:
		return courier.Answer{Result: courier.Broken, Status: 503}
	}
	return courier.Answer{Result: courier.Took, Status: 201}
}

func (p *post) Allowed(endpoint string) (string, error) { return hostOf(endpoint), nil }
func (p *post) Key() string                             { return "key" }
func (p *post) Known(key string) bool                   { return key == "key" }

// On real databases two processes ring one family's telephones: each once, the one that is gone is forgotten, the
// service that is broken is asked again, and the office reads that a service took it.
func TestTwoProcessesOnARealDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := place{storetest.Furnish(t, s, "hook-lane", "anthony-roper")}
		const healthyOnes, goneOnes, illOnes = 40, 4, 4
		p.devices(t, s, healthy, healthyOnes)
		p.devices(t, s, "gone.example", goneOnes)
		p.devices(t, s, "ill.example", illOnes)
		p.ring(t, s)

		sender := &post{sent: map[string]int{}, told: make(chan string, 1000)}
		now := clock.NewMovable(storetest.At)
		ctx, stop := context.WithCancel(t.Context())
		var both sync.WaitGroup
		for range 2 {
			d := &courier.Dispatcher{Store: s.Courier(), Sender: sender, Clock: now,
				Message: func(string, bool) []byte { return nil },
				Chance:  func() float64 { return 0 }, Every: 5 * time.Millisecond}
			both.Go(func() { d.Run(ctx) })
		}
		for range healthyOnes + goneOnes + 2*illOnes {
			select {
			case <-sender.told:
			case <-time.After(time.Minute):
				t.Fatalf("only %d were sent", len(sender.sent))
			}
		}
		stop()
		both.Wait()

		for endpoint, n := range sender.sent {
			if want := map[string]int{healthy: 1, "gone.example": 1, "ill.example": 2}[hostOf(endpoint)]; n != want {
				t.Errorf("%s was rung %d times", endpoint, n)
			}
		}
		if lanes, err := s.Courier().Lanes(t.Context(), now.Now()); err != nil || len(lanes) != 0 {
			t.Errorf("there waits still: %v, %v", lanes, err)
		}
		for host, want := range map[string]int{healthy: 1, "gone.example": 0, "ill.example": 1} {
			if left, err := s.Courier().Of(t.Context(), host+" 0"); err != nil || len(left) != want {
				t.Errorf("%s has %v, %v", host, left, err)
			}
		}
		page, err := s.Notices().Deliveries(t.Context(), p.School.ID, notice.Query{Size: 10})
		if err != nil || len(page.Items) != 1 || page.Items[0].Push.State != notice.Accepted {
			t.Errorf("the office reads %+v, %v", page.Items, err)
		}
	})
}

// A device asks for what it can have, on real databases: it is kept with its session alone, and forgotten with it.
func TestKeepingOnARealDatabase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := place{storetest.Furnish(t, s, "hook-lane", "anthony-roper")}
		p.devices(t, s, healthy, 1)
		sender := newServices(always(courier.Gone, 0))
		room := &courier.Service{Store: s.Courier(), Sender: picky{sender}, Clock: clock.NewFrozen(storetest.At),
			Message: func(string, bool) []byte { return nil }}
		session, w := healthy+" 0", wanted(t)
		w.Replaces = "https://healthy.example/0"
		if err := room.Keep(t.Context(), session, w); err != nil {
			t.Fatal(err)
		}
		all, err := s.Courier().Of(t.Context(), session)
		if err != nil || len(all) != 1 || all[0].Endpoint != w.Endpoint || len(all[0].P256dh) != 65 ||
			all[0].Language != "ur" {
			t.Errorf("kept %+v, %v", all, err)
		}
		if err := room.Keep(t.Context(), "nobody", w); !fault.Is(err, fault.SignedOut) {
			t.Errorf("without a session: %v", err)
		}
		if trial, err := room.Try(t.Context(), session, w.Endpoint, false); err != nil || trial.Advice != "expired" {
			t.Errorf("tried: %+v, %v", trial, err)
		}
		if all, err := s.Courier().Of(t.Context(), session); err != nil || len(all) != 0 {
			t.Errorf("what is gone is kept: %v, %v", all, err)
		}
	})
}

// place is a furnished school with telephones.
type place struct{ storetest.Place }

// devices signs the first adult in on so many devices of a push service.
func (p place) devices(t *testing.T, s *store.Store, host string, n int) {
	t.Helper()
	for i := range n {
		session := fmt.Sprint(host, " ", i)
		seat := access.Seat{School: p.School.ID, Person: id.Person(p.Adults[0].ID), Since: storetest.At}
		err := s.Access().Begin(t.Context(), p.Act("test.begin"), access.Beginning{Session: access.Session{
			Hash: access.Hash(session), Kind: people.ParentKind, Since: storetest.At, Seen: storetest.At,
			Seats: []access.Seat{seat}}})
		if err != nil {
			t.Fatal(err)
		}
		endpoint := fmt.Sprintf("https://%s/%d", host, i)
		err = s.Courier().Keep(t.Context(), courier.Subscription{ID: courier.DeviceOf(endpoint), Endpoint: endpoint,
			Host:   host,
			P256dh: []byte("public"), Auth: []byte("secret"), Key: "key", Session: session, Language: "ur",
			Since: storetest.At,
			Seen:  storetest.At}, "")
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ring has something happen of which the first adult is told, and rings all their devices for it.
func (p place) ring(t *testing.T, s *store.Store) {
	t.Helper()
	act := p.Act("test.happen")
	e := act.Did("test.happened", "phone", nil)
	if err := s.Notices().Happened(t.Context(), act, e); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.Notices().Follow(t.Context(), p.School.ID, 1000, func(e event.Event,
		_ notice.Facts) (c notice.Changes, err error) {
		if e.Subject == "phone" {
			c.New = []notice.Notice{{ID: id.New[id.Notice](), School: p.School.ID, Event: e.ID, Kind: notice.Confiscated,
				Subject: e.Subject, Adult: p.Adults[0].ID, At: e.At, RingAt: e.At, Pupils: []id.Pupil{p.Pupils[0].ID}}}
		}
		return c, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Notices().Ring(t.Context(), p.School.ID, storetest.At, 10, func(notice.Ringing) notice.Rang {
		return notice.Rang{Batch: id.New[id.Batch](), Expires: storetest.At.Add(time.Hour)}
	})
	if err != nil {
		t.Fatal(err)
	}
}
