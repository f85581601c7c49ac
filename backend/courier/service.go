package courier

import (
	"context"
	"strings"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Service is what a device asks of this room.
type Service struct {
	Store  Store
	Sender Sender
	// Clock is what subscriptions are dated by. Wall is the sender's, the machine's: Clock unless set.
	Clock, Wall clock.Clock
	// Message is the bland sentence in a language, ready to be sent: the same for everything.
	Message func(language string, staff bool) []byte
	// Subject reports whether whoever runs the server has said whom push services can write to.
	Subject bool

	trials trials
}

// Wanted is what a browser gives of a subscription, as it gives it.
type Wanted struct {
	Endpoint     string
	P256dh, Auth string // base64url, padded or not
	Key          string
	Language     string
	// Replaces is the endpoint that the device had before, or empty.
	Replaces string
}

// Keep keeps a device's subscription for the session that is signed in on it. Faults: Invalid at "endpoint", "p256dh",
// "auth", "key" or "language".
func (s *Service) Keep(ctx context.Context, session string, w Wanted) error {
	device, err := s.subscription(session, w)
	if err != nil {
		return err
	}
	var replaces id.Subscription
	if before := strings.TrimSpace(w.Replaces); before != "" && before != device.Endpoint {
		replaces = DeviceOf(before)
	}
	return s.Store.Keep(ctx, device, replaces)
}

// Forget ends ringing on the device.
func (s *Service) Forget(ctx context.Context, session, endpoint string) error {
	return s.Store.Forget(ctx, session, DeviceOf(strings.TrimSpace(endpoint)))
}

// Trial is what came of ringing one's own device, now.
type Trial struct {
	Result Result
	// Advice is what to do, as a code: "ok", "not_subscribed", "expired", "permission", "subject", "clock", "filter",
	// "service", "refused". Each is said by the locale key "courier.trial." and the code.
	Advice string
	// Status is the service's; Minutes by how much the clocks differ, for Advice "clock", and for "ok" where they differ
	// too much to go on working.
	Status, Minutes int
}

const (
	// trialLasts is how long a service keeps a trial for a device that is away.
	trialLasts = 2 * time.Minute
	// skewed is by how much a clock may differ before it can be why a signature is refused.
	skewed = 5 * time.Minute
)

// Try rings the session's own device, once and at once, with the sentence that it will ring with (of staff: that there is
// something to read), and says in plain words what came of it. Fault: TooMany ("courier.trial.slow") within ten seconds
// of the session's last trial.
func (s *Service) Try(ctx context.Context, session, endpoint string, staff bool) (Trial, error) {
	device, err := s.own(ctx, session, DeviceOf(strings.TrimSpace(endpoint)))
	if err != nil {
		return Trial{}, err
	}
	if device.ID == "" {
		return Trial{Advice: "not_subscribed"}, nil
	}
	now := s.Clock.Now()
	if !s.trials.begin(session, now) {
		return Trial{}, fault.New(fault.TooMany, "courier.trial.slow", nil)
	}
	wall := s.Wall
	if wall == nil {
		wall = s.Clock
	}
	answer := s.Sender.Send(ctx, Parcel{Endpoint: device.Endpoint, P256dh: device.P256dh, Auth: device.Auth,
		Key: device.Key, Topic: string(id.New[id.Push]()), Urgent: true, Expires: wall.Now().Add(trialLasts),
		Payload: s.Message(device.Language, staff)})
	if answer.Result == Gone {
		if err := s.Store.Forget(ctx, session, device.ID); err != nil {
			return Trial{}, err
		}
	}
	return advise(answer, s.Subject), nil
}

// own is the session's subscription with that id, or the zero one.
func (s *Service) own(ctx context.Context, session string, device id.Subscription) (Subscription, error) {
	all, err := s.Store.Of(ctx, session)
	for _, one := range all {
		if one.ID == device {
			return one, err
		}
	}
	return Subscription{}, err
}

// advise says what to do about an answer. Subject: whoever runs the server has said whom push services can write to.
func advise(a Answer, subject bool) Trial {
	t := Trial{Result: a.Result, Status: a.Status, Advice: "refused"}
	skew := a.Skew.Abs()
	switch a.Result {
	case Took:
		t.Advice = "ok"
		if skew > skewed {
			t.Minutes = minutes(skew)
		}
	case Gone:
		t.Advice = "expired"
	case NotUs:
		switch { // a clock that is wrong is known to be; what a service thinks of us is a guess
		case skew > skewed:
			t.Advice, t.Minutes = "clock", minutes(skew)
		case !subject:
			t.Advice = "subject"
		}
	case Silent:
		t.Advice = "filter"
	case Slow, Broken:
		t.Advice = "service"
	case TooLarge, Refused, NotAllowed, Late, SignedOut:
	}
	return t
}

func minutes(d time.Duration) int { return int(d.Round(time.Minute) / time.Minute) }

const (
	trialEvery = 10 * time.Second
	// mostTrials bounds how many sessions are remembered.
	mostTrials = 10_000
)

// trials remembers who has just tried.
type trials struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// begin reports whether the session may try now, and remembers that it did.
func (t *trials) begin(session string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	lately := func(at time.Time) bool { return now.Sub(at).Abs() < trialEvery } // the clock may have been set back
	if lately(t.last[session]) {
		return false
	}
	if len(t.last) >= mostTrials {
		for who, at := range t.last {
			if !lately(at) {
				delete(t.last, who)
			}
		}
		if len(t.last) >= mostTrials {
			return false
		}
	}
	if t.last == nil {
		t.last = map[string]time.Time{}
	}
	t.last[session] = now
	return true
}

// DeviceOf is the id of the device with that endpoint.
func DeviceOf(endpoint string) id.Subscription { return id.Named[id.Subscription]("push " + endpoint) }
