package push

import (
	"errors"
	"net/url"
	"slices"
	"strings"
)

// The push services of the browsers that there are, as whole names and as the names that everything of theirs ends in.
var (
	services = []string{"fcm.googleapis.com", "updates.push.services.mozilla.com"}
	families = []string{".push.apple.com", ".notify.windows.com"}
)

const longestEndpoint, longestHost, longestLabel = 2000, 253, 63

var (
	errNotAnAddress = errors.New("push: that is no address of a device")
	errNotAService  = errors.New("push: that is none of the push services that browsers use")
)

// Allowed implements courier.Sender. It is stricter than the standard on purpose: browsers hand out addresses of one
// form, and what has another is made by somebody.
func (s *Sender) Allowed(endpoint string) (host string, err error) {
	to, err := s.address(endpoint)
	if err != nil {
		return "", err
	}
	return to.Host, nil
}

// address is an endpoint that is allowed, without its port.
func (s *Sender) address(endpoint string) (*url.URL, error) {
	rest, ok := strings.CutPrefix(endpoint, "https://")
	if !ok || len(endpoint) > longestEndpoint || !plain(rest) {
		return nil, errNotAnAddress
	}
	host, path, ok := strings.Cut(rest, "/")
	if !ok || path == "" {
		return nil, errNotAnAddress
	}
	host = strings.TrimSuffix(host, ":443")
	if !validHost(host) {
		return nil, errNotAnAddress
	}
	// What the standard library makes of it must be the same.
	read, err := url.Parse(endpoint)
	if err != nil || read.Scheme != "https" || read.Hostname() != host || read.User != nil || read.Opaque != "" {
		return nil, errNotAnAddress
	}
	if !s.hosts[host] && !service(host) {
		return nil, errNotAService
	}
	read.Host = host
	return read, nil
}

// service reports whether a host is a push service's: by its name, or by whole labels at its end.
func service(host string) bool {
	return slices.Contains(services, host) || slices.ContainsFunc(families, func(end string) bool {
		return strings.HasSuffix(host, end) && len(host) > len(end)
	})
}

// plain reports whether text is of the characters of an address, as RFC 3986 has them, without a fragment, a user, or
// brackets.
func plain(text string) bool {
	for _, c := range []byte(text) {
		if !urlSafe(c) && strings.IndexByte("./~!$&'()*+,;=:?%", c) < 0 {
			return false
		}
	}
	return true
}

// validHost reports whether it could be a push service's: a name without punycode.
func validHost(host string) bool {
	return validName(host) && !strings.HasPrefix(host, "xn--") && !strings.Contains(host, ".xn--")
}

// validName reports whether it is a name in lower case of at least two labels, the last of which begins with a letter: an
// address in any of its forms is none.
func validName(host string) bool {
	if len(host) > longestHost {
		return false
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || len(label) > longestLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, c := range []byte(label) {
			if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
				return false
			}
		}
	}
	last := labels[len(labels)-1]
	return len(labels) > 1 && last[0] >= 'a'
}
