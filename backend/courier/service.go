package courier

import (
	"context"

	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Service is what a device asks of this room.
type Service struct {
	Store  Store
	Sender Sender
	Clock  clock.Clock
	// Message is the bland sentence in a language, ready to be sent: the same for everything.
	Message func(language string) []byte
	// Subject reports whether whoever runs the server has said whom push services can write to.
	Subject bool
}

// Wanted is what a browser gives of a subscription, as it gives it.
type Wanted struct {
	Endpoint     string
	P256dh, Auth string // unpadded base64url
	Key          string
	Language     string
	// Replaces is the endpoint that the device had before, or empty.
	Replaces string
}

// Keep keeps a device's subscription for the session that is signed in on it. Faults: Invalid at "endpoint", "p256dh",
// "auth", "key" or "language".
func (s *Service) Keep(ctx context.Context, session string, w Wanted) error {
	return fault.New(fault.Unavailable, "web.unavailable", nil)
}

// Forget ends ringing on the device.
func (s *Service) Forget(ctx context.Context, session, endpoint string) error {
	return fault.New(fault.Unavailable, "web.unavailable", nil)
}

// Trial is what came of ringing one's own device, now.
type Trial struct {
	Result Result
	// Advice is what to do, as a code: "ok", "not_subscribed", "expired", "permission", "subject", "clock", "filter",
	// "service", "refused". Each is said by the locale key "notice.trial." and the code.
	Advice string
	// Status is the service's; Minutes by how much the clocks differ, for Advice "clock".
	Status, Minutes int
}

// Try rings the session's own device, once and at once, and says in plain words what came of it.
func (s *Service) Try(ctx context.Context, session, endpoint string) (Trial, error) {
	return Trial{}, fault.New(fault.Unavailable, "web.unavailable", nil)
}

// DeviceOf is the id of the device with that endpoint.
func DeviceOf(endpoint string) id.Subscription { return id.Named[id.Subscription]("push " + endpoint) }
