package courier

import (
	"crypto/ecdh"
	"encoding/base64"
	"strings"
	"time"

	"lollipop/backend/fault"
)

// How long one push waits before it is sent again.
const (
	// firstWait is the most after the first failure; it doubles with each, up to mostWait.
	firstWait = 2 * time.Second
	mostWait  = 15 * time.Minute
	// mostAsked bounds how long a service can ask us to wait.
	mostAsked = 6 * time.Hour
	// signAgain is how long a push waits that a service refused for our signature.
	signAgain = time.Minute
)

// MostAhead is the longest that a push is put off: one that is to be sent later than that from now was put off under a
// clock that has been set back since.
const MostAhead = mostAsked + mostWait

// Next is what becomes of a push after a result: when it is sent again, or zero where it is over, and with which result.
// Attempts is how often it had been sent before, wait what the service asks for (0 for nothing), chance a random number
// in [0, 1).
//
// It waits by chance between nothing and a bound that doubles (full jitter), on top of what the service asks. What
// cannot be sent again before it expires is Late. A refused signature is made anew, once: only on the first sending, so
// that there is nothing to remember.
func Next(r Result, attempts int, wait time.Duration, now, expires time.Time, chance float64) (Result, time.Time) {
	var after time.Duration
	switch {
	case r.Again():
		after = min(max(wait, 0), mostAsked) + jitter(firstWait, mostWait, attempts, chance)
	case r == NotUs && attempts == 0:
		after = signAgain
	default:
		return r, time.Time{}
	}
	if again := now.Add(after); again.Before(expires) {
		return r, again
	}
	return Late, time.Time{}
}

// jitter is a random part of first, doubled that many times, but of no more than most.
func jitter(first, most time.Duration, doubled int, chance float64) time.Duration {
	bound := most
	if doubled < 20 {
		bound = min(most, first<<max(doubled, 0))
	}
	return time.Duration(chance * float64(bound))
}

// endpointLength is the longest address that a push service gives out, and more.
const endpointLength = 2000

// subscription checks what a browser gives of one, and reads it. Faults: Invalid at the field.
func (s *Service) subscription(session string, w Wanted) (Subscription, error) {
	endpoint := strings.TrimSpace(w.Endpoint)
	if endpoint == "" || len(endpoint) > endpointLength {
		return Subscription{}, wrong("endpoint", "courier.wrong.endpoint")
	}
	host, err := s.Sender.Allowed(endpoint)
	if err != nil {
		return Subscription{}, wrong("endpoint", "courier.wrong.endpoint").Because(err)
	}
	public, ok := bytesOf(w.P256dh)
	if _, err := ecdh.P256().NewPublicKey(public); !ok || err != nil { // 65 bytes, and a point on the curve
		return Subscription{}, wrong("p256dh", "courier.wrong.p256dh")
	}
	auth, ok := bytesOf(w.Auth)
	if !ok || len(auth) != 16 {
		return Subscription{}, wrong("auth", "courier.wrong.auth")
	}
	key := strings.TrimRight(strings.TrimSpace(w.Key), "=")
	if key == "" || !s.Sender.Known(key) {
		return Subscription{}, wrong("key", "courier.wrong.key")
	}
	language := strings.TrimSpace(w.Language)
	if !plausible(language) {
		return Subscription{}, wrong("language", "courier.wrong.language")
	}
	now := s.Clock.Now()
	return Subscription{ID: DeviceOf(endpoint), Endpoint: endpoint, Host: host, P256dh: public, Auth: auth, Key: key,
		Session: session, Language: language, Since: now, Seen: now}, nil
}

func wrong(field, key string) *fault.Fault { return fault.New(fault.Invalid, key, nil).In(field) }

// bytesOf reads base64url, padded or not.
func bytesOf(text string) ([]byte, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(strings.TrimRight(strings.TrimSpace(text), "="))
	return raw, err == nil
}

// plausible reports whether it can be the tag of a language: "ur", "en-x-easy".
func plausible(tag string) bool {
	if tag == "" || len(tag) > 35 {
		return false
	}
	for part := range strings.SplitSeq(tag, "-") {
		odd := func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }
		if part == "" || len(part) > 8 || strings.ContainsFunc(part, odd) {
			return false
		}
	}
	return tag[0] > '9' // it begins with a letter
}
