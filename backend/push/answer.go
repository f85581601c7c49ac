package push

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"lollipop/backend/courier"
)

// answer is what is said of a parcel that got no reply.
func answer(result courier.Result, host string, err error) courier.Answer {
	return courier.Answer{Result: result, Cause: fmt.Errorf("push: %s: %w", host, err)}
}

// read says what a reply means.
func read(reply *http.Response, host string, now time.Time) courier.Answer {
	a := courier.Answer{Result: meaning(reply.StatusCode), Status: reply.StatusCode}
	theirs, err := http.ParseTime(reply.Header.Get("Date"))
	if err == nil {
		a.Skew = theirs.Sub(now)
	} else {
		theirs = now
	}
	if a.Result != courier.Took {
		a.Wait = wait(reply.Header.Get("Retry-After"), theirs)
		a.Cause = fmt.Errorf("push: %s: answered %d", host, reply.StatusCode)
	}
	return a
}

// meaning is the result that a status stands for.
func meaning(status int) courier.Result {
	switch {
	case status >= 200 && status < 300:
		return courier.Took
	case status == http.StatusNotFound, status == http.StatusGone:
		return courier.Gone
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return courier.NotUs
	case status == http.StatusRequestEntityTooLarge:
		return courier.TooLarge
	case status == http.StatusTooManyRequests:
		return courier.Slow
	case status >= 400 && status < 500:
		return courier.Refused
	}
	return courier.Broken
}

// wait is how long Retry-After asks for, in seconds or until a date, which is told by the service's own clock. What
// cannot be read, or is past, is 0; nobody waits longer than a push is kept.
func wait(after string, theirs time.Time) time.Duration {
	after = strings.TrimSpace(after)
	if seconds, err := strconv.ParseUint(after, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longest)
	}
	at, err := http.ParseTime(after)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(theirs), 0), longest)
}

// cause is an error of the network without the address: what the standard library says of a failed request may hold it.
func cause(err error, to *url.URL) error {
	var refused *refusedAddress
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &refused):
		return refused
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("no answer in time")
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.As(err, &dns):
		return errors.New("its name cannot be resolved")
	case errors.As(err, &op):
		return fmt.Errorf("%s: %w", op.Op, op.Err)
	}
	said := err.Error()
	for _, secret := range []string{to.String(), to.RequestURI(), to.Path} {
		if len(secret) > 1 {
			said = strings.ReplaceAll(said, secret, "…")
		}
	}
	return errors.New(said)
}
