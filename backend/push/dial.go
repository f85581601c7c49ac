package push

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"syscall"
)

// refused are the addresses that no push service has: of this machine, of the networks around it, and of nobody.
// Everything of IPv6 that is not global unicast (2000::/3) is refused besides.
var refused = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
)

var (
	global = netip.MustParsePrefix("2000::/3")
	// nat64 are IPv4 addresses in IPv6, as a network without IPv4 writes them.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// public reports whether an address can be a push service's.
func public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if nat64.Contains(a) {
		inside := a.As16()
		a = netip.AddrFrom4([4]byte(inside[12:]))
	}
	if !a.Is4() && !global.Contains(a) {
		return false
	}
	return !slices.ContainsFunc(refused, func(p netip.Prefix) bool { return p.Contains(a) })
}

// refusedAddress is the error of a name that resolves to where no push service is: somebody's resolver lies, be it to
// reach a machine of the school or to keep push services away.
type refusedAddress struct{}

func (*refusedAddress) Error() string {
	return "its name leads to an address that is none of a push service"
}

// check is called for every address that a name resolves to, before the connection is made.
func (s *Sender) check(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return &refusedAddress{}
	}
	if slices.Contains(s.config.Excused, at) || at.Port() == 443 && public(at.Addr()) {
		return nil
	}
	return &refusedAddress{}
}

// dial connects to a push service.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := s.connect(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return gather(conn), nil
}

func (s *Sender) connect(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: connectWithin, Control: s.check}
	if s.config.Resolve == nil {
		return dialer.DialContext(ctx, network, address)
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	places, err := s.config.Resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	err = errors.New("its name leads nowhere")
	for _, at := range places {
		var conn net.Conn
		if conn, err = dialer.DialContext(ctx, network, at.String()); err == nil {
			return conn, nil
		}
	}
	return nil, err
}
