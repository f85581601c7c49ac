// Package courier rings telephones: it knows which devices can be rung, for whom, and gives each push service what waits
// for it, at its own pace.
//
// A device's subscription belongs to the session that is signed in on it, so that whoever signs out, is revoked, or
// hands the telephone on is rung there no more; there is nothing to remember. What is sent is one bland sentence in the
// device's language, the same for everything that ever happens: a lock screen is public. Sending is at least once: the
// same push carries the same topic and the device shows it once.
//
// Each push service has a lane of its own, as wide as it answers well. A service that is silent, or says "later", or
// breaks, waits longer and longer with chance in it, and delays no other. One that says a device is gone makes it
// forgotten; a network that fails forgets nobody.
//
// Policy: email.encrypted (AR 7.8/3, BG 7.8/4)
package courier

import (
	"context"
	"time"

	"lollipop/backend/id"
)

// How long a subscription lasts without its app being opened.
const Lasts = 60 * 24 * time.Hour

// Subscription is a device that can be rung.
type Subscription struct {
	// ID is a digest of the endpoint: a browser that subscribes again under the same address is the same.
	ID id.Subscription
	// Endpoint is the push service's address for this device: whoever knows it and our key can ring it.
	Endpoint string
	// Host is the push service, by its name.
	Host string
	// P256dh is the device's public key, 65 bytes uncompressed; Auth its secret, 16 bytes (RFC 8291).
	P256dh, Auth []byte
	// Key is our public key that it was made under (unpadded base64url), so that a new one loses nobody.
	Key string
	// Session is the digest of the session that is signed in there.
	Session string
	// Language is the one spoken there: a tag.
	Language string
	Since    time.Time
	// Seen is when its app was last opened.
	Seen time.Time
}

// Push is one ringing of one device, as the queue hands it out.
type Push struct {
	ID     id.Push
	School id.School
	Person id.Person
	Batch  id.Batch
	// Topic is random; a service keeps only the newest push of one topic for a device that is away.
	Topic   string
	Urgent  bool
	Made    time.Time
	Expires time.Time
	// Attempts is how often it was sent before.
	Attempts int
	Device   Subscription
	// Seats is how many people the device's session seats. With Asked or more somebody has to look whether this one still
	// sits there. Staff's are never fewer: theirs end after half an hour, by another clock than the queue's.
	Seats int
	// Staff says that it rings a member of staff: they are told that there is something to read.
	Staff bool
}

// Asked is with how many seats somebody has to look.
const Asked = 2

// Result is what came of one sending.
type Result string

// The results.
const (
	// Took: the service has it (201, or another 2xx).
	Took Result = "took"
	// Gone: there is no such device any more (404, 410): the subscription is forgotten.
	Gone Result = "gone"
	// NotUs: the service refuses our signature (401, 403): the clock, the subject or the key is wrong.
	NotUs Result = "not_us"
	// TooLarge: 413. It is our mistake; sending again is no use.
	TooLarge Result = "too_large"
	// Refused: another 4xx. Sending again is no use.
	Refused Result = "refused"
	// Slow: 429; the service says when.
	Slow Result = "slow"
	// Broken: 5xx, or an answer that is none (a redirect, a huge one).
	Broken Result = "broken"
	// Silent: no answer in time, or no connection: the network, a filter, the service.
	Silent Result = "silent"
	// NotAllowed: the address is none of a push service; nothing was sent.
	NotAllowed Result = "not_allowed"
	// Late: it could not be sent before it expired.
	Late Result = "late"
	// SignedOut: nobody is signed in on the device any more, or not this person.
	SignedOut Result = "signed_out"
)

// Again reports whether the same push may be sent once more.
func (r Result) Again() bool { return r == Slow || r == Broken || r == Silent }

// Parcel is what a Sender sends.
type Parcel struct {
	Endpoint     string
	P256dh, Auth []byte
	// Key names our key pair, by its public half.
	Key     string
	Topic   string
	Urgent  bool
	Expires time.Time
	// Payload is plain: the sender seals it for the device.
	Payload []byte
}

// Answer is what a service said.
type Answer struct {
	Result Result
	// Status is HTTP's; 0 where there was no answer.
	Status int
	// Wait is how long the service asks us to wait (Retry-After); 0 where it does not say.
	Wait time.Duration
	// Skew is by how much the service's clock is ahead of ours, as its Date says; 0 where it does not.
	Skew time.Duration
	// Cause is for the log: without the address, which is a secret.
	Cause error
}

// Sender gives one parcel to its push service. The push hall implements it.
type Sender interface {
	Send(ctx context.Context, p Parcel) Answer
	// Allowed refuses an endpoint that is none of a push service's, before it is kept. Host is the lane.
	Allowed(endpoint string) (host string, err error)
	// Key is the public key that new subscriptions are made under; Known reports whether one of ours is.
	Key() string
	Known(key string) bool
}
