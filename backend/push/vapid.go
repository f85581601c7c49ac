package push

import (
	"errors"
	"net/http"
	"strings"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"
)

const (
	// signedFor is how long a signature is used. webpush-go signs for twelve hours.
	signedFor = 11 * time.Hour
	// backwards is how far the clock may be set back without a signature becoming one of the future.
	backwards = 5 * time.Minute
)

// signature is an Authorization header, and when it was made.
type signature struct {
	value string
	at    time.Time
}

// authorization is our signature for a service: made once, and used for half a day. Services ask for that (Apple for at
// most one an hour), and it is the dearest thing in a message. Where the clock was moved the old one is no use: it is
// over, or it would be from the future.
func (s *Sender) authorization(l *lane, pair Pair, now time.Time) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if made, ok := l.signatures[pair.Public]; ok {
		if age := now.Sub(made.at); age > -backwards && age < signedFor {
			return made.value, nil
		}
	}
	value, err := sign("https://"+l.host, s.config.Subject, pair)
	if err != nil {
		return "", err
	}
	s.signed.Add(1)
	l.signatures[pair.Public] = signature{value, now}
	return value, nil
}

// forget drops a signature that the service refused; one that was made since stays.
func (l *lane) forget(pair Pair, refused string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.signatures[pair.Public].value == refused {
		delete(l.signatures, pair.Public)
	}
}

// sign has webpush-go make the header: it does so only while sending, so it sends nothing to nobody.
func sign(origin, subject string, pair Pair) (string, error) {
	to := &webpush.Subscription{Endpoint: origin + "/",
		Keys: webpush.Keys{P256dh: pair.Public, Auth: "AAAAAAAAAAAAAAAAAAAAAA"}}
	var taken taker
	_, err := webpush.SendNotification(nil, to, &webpush.Options{
		HTTPClient: &taken, Subscriber: strings.TrimPrefix(subject, "mailto:"), // which it adds itself
		VAPIDPublicKey: pair.Public, VAPIDPrivateKey: pair.private()})
	if err != nil || taken == "" {
		return "", errors.New("our key cannot sign") // what the library says might hold the key
	}
	return string(taken), nil
}

// taker is a webpush.HTTPClient that keeps the Authorization header and sends nothing.
type taker string

// Do implements webpush.HTTPClient.
func (t *taker) Do(r *http.Request) (*http.Response, error) {
	*t = taker(r.Header.Get("Authorization"))
	return &http.Response{StatusCode: http.StatusCreated, Body: http.NoBody}, nil
}
