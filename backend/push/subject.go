package push

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// ValidSubject is whom a push service can write to when something is wrong with what we send: an address "mailto:…" or
// an "https:" address, on which some services insist (Apple's refuses one that cannot be real). An empty subject is the
// server's own origin, where that will do. The error is for whoever runs the server.
func ValidSubject(subject, origin string) (string, error) {
	if subject == "" {
		if webAddress(origin) {
			return origin, nil
		}
		return "", fmt.Errorf("there is no subject, and the origin %q cannot stand for one: "+
			`give an address that somebody reads, as in "mailto:office@your-school.co.uk"`, origin)
	}
	if strings.TrimSpace(subject) != subject || len(subject) > 200 {
		return "", fmt.Errorf("the subject %.40q has spaces around it, or is longer than 200 characters", subject)
	}
	if mail, ok := strings.CutPrefix(subject, "mailto:"); ok {
		if mailbox(mail) {
			return subject, nil
		}
		return "", fmt.Errorf("the subject %q is no address that a push service could write to: "+
			`it should be like "mailto:office@your-school.co.uk", of a domain that exists`, subject)
	}
	if strings.HasPrefix(subject, "https:") {
		if webAddress(subject) {
			return subject, nil
		}
		return "", fmt.Errorf("the subject %q is no address on the internet: "+
			`it should be like "https://www.your-school.co.uk", not this machine, an IP address or a reserved name`, subject)
	}
	if strings.Contains(subject, "@") {
		return "", fmt.Errorf("the subject %q lacks its beginning: write \"mailto:%s\"", subject, subject)
	}
	return "", fmt.Errorf(`the subject %q should begin with "mailto:" or "https://"`, subject)
}

// mailbox reports whether it could be somebody's address: one, without a name beside it.
func mailbox(address string) bool {
	who, host, ok := strings.Cut(address, "@")
	if !ok || who == "" || len(who) > 64 || strings.HasPrefix(who, ".") || strings.HasSuffix(who, ".") ||
		strings.Contains(who, "..") {
		return false
	}
	for _, c := range []byte(who) {
		if !urlSafe(c) && strings.IndexByte(".+'!#$&*/=^`{|}~", c) < 0 {
			return false
		}
	}
	return publicName(host)
}

// webAddress reports whether it is an https address of a host on the internet.
func webAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && strings.HasPrefix(text, "https://") && u.User == nil && u.Opaque == "" && u.Fragment == "" &&
		(u.Port() == "" || u.Port() == "443") && plain(strings.TrimPrefix(text, "https://")) && publicName(u.Hostname())
}

// reserved are names that lead nowhere on the internet (RFC 2606, RFC 6761, RFC 6762, RFC 8375).
var reserved = []string{"localhost", "local", "localdomain", "test", "example", "invalid", "internal", "intranet", "lan",
	"home", "corp", "onion", "arpa", "example.com", "example.net", "example.org"}

// publicName reports whether a host's name could be one on the internet.
func publicName(host string) bool {
	host = strings.ToLower(host)
	if _, err := netip.ParseAddr(host); err == nil || len(host) > longestHost || !strings.Contains(host, ".") {
		return false
	}
	for _, name := range reserved {
		if host == name || strings.HasSuffix(host, "."+name) {
			return false
		}
	}
	return validName(host)
}
