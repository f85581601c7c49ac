package push_test

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/push"
)

// hostile are addresses that somebody might give in place of a push service's.
var hostile = []string{
	"", "https://", "https:///x", "//fcm.googleapis.com/x", "fcm.googleapis.com/x", "http://fcm.googleapis.com/x",
	"HTTPS://fcm.googleapis.com/x", "ftp://fcm.googleapis.com/x", "file:///etc/passwd", "https:fcm.googleapis.com/x",
	"https:/fcm.googleapis.com/x", "https://fcm.googleapis.com", "https://fcm.googleapis.com/", " https://fcm.googleapis.com/x",
	"https://127.0.0.1/x", "https://127.1/x", "https://2130706433/x", "https://0x7f000001/x", "https://017700000001/x",
	"https://0x7f.0.0.1/x", "https://0177.0.0.1/x", "https://0/x", "https://[::1]/x", "https://[::ffff:127.0.0.1]/x",
	"https://[::ffff:7f00:1]/x", "https://[64:ff9b::7f00:1]/x", "https://[2002:7f00:1::]/x", "https://[fe80::1%25eth0]/x",
	"https://10.0.0.1/x", "https://192.168.1.1/x", "https://169.254.169.254/latest/meta-data", "https://8.8.8.8/x",
	"https://localhost/x", "https://localhost.localdomain/x", "https://metadata.google.internal/x",
	"https://user@fcm.googleapis.com/x", "https://user:pass@fcm.googleapis.com/x", "https://@fcm.googleapis.com/x",
	"https://fcm.googleapis.com@127.0.0.1/x", "https://fcm.googleapis.com:443@127.0.0.1/x",
	"https://fcm.googleapis.com.evil.example/x", "https://evilfcm.googleapis.com/x", "https://fcm-googleapis.com/x",
	"https://evilpush.apple.com/x", "https://push.apple.com/x", "https://.push.apple.com/x", "https://a..push.apple.com/x",
	"https://web.push.apple.com.evil.example/x", "https://notify.windows.com/x", "https://evilnotify.windows.com/x",
	"https://-.push.apple.com/x", "https://a-.push.apple.com/x", "https://*.push.apple.com/x", "https://a_b.push.apple.com/x",
	"https://fcm.googleapis.com./x", "https://web.push.apple.com./x", "https://fcm.googleapis.com:80/x",
	"https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com:/x", "https://fcm.googleapis.com:0443/x",
	"https://fcm.googleapis.com:443:443/x", "https://fcm.googleapis.com:4431/x", "https://FCM.googleapis.com/x",
	"https://fcm.GoogleApis.com/x", "https://fcm\u3002googleapis.com/x", "https://fcm.googleapis\uff0ecom/x",
	"https://f\u0441m.googleapis.com/x", "https://xn--fm-nlc.googleapis.com/x", "https://xn--a.push.apple.com/x",
	"https://fcm.googleapis.com\\@127.0.0.1/x", "https://127.0.0.1\\.push.apple.com/x", "https:\\\\fcm.googleapis.com\\x",
	"https://fcm.googleapis.com/\tx", "https://fcm\t.googleapis.com/x", "https://fcm.googleapis.com/x\r\nHost: evil",
	"https://fcm.googleapis.com/x y", "https://fcm.googleapis.com/\x00", "https://fcm.googleapis.com/x#y",
	"https://127.0.0.1#.push.apple.com/x", "https://127.0.0.1?.push.apple.com/x", "https://fcm.googleapis.com?x",
	"https://fcm.googleapis.com/%zz", "https://fcm.googleapis.com%2f@127.0.0.1/x", "https://%66cm.googleapis.com/x",
	"https://fcm.googleapis.com%00.evil.example/x", "https://127.0.0.1%2f.push.apple.com/x",
	"https://fcm.googleapis.com/\u0631", "https://" + strings.Repeat("a", 64) + ".push.apple.com/x",
	"https://" + strings.Repeat("a.", 130) + "push.apple.com/x", "https://fcm.googleapis.com/" + strings.Repeat("x", 2000),
	"https://googleapis.com/x", "https://storage.googleapis.com/x", "https://mozilla.com/x",
	"https://updates.push.services.mozilla.com.cn/x", "https://a.updates.push.services.mozilla.com/x",
	"https://web.push.apple.com.localhost/x", "https://lollipop.school.example/api", "javascript:alert(1)",
}

// Every address is tried at a sender whose resolver leads to a listener here, which counts who calls.
func TestHostileAddressesAreNeverCalled(t *testing.T) {
	trap := listen(t)
	at := trap.Addr().(*net.TCPAddr).AddrPort()
	resolved := 0
	p := open(t, func(c *push.Config) {
		c.Excused = []netip.AddrPort{at} // even where the look at the address would let it pass
		c.Resolve = func(context.Context, string) ([]netip.AddrPort, error) {
			resolved++
			return []netip.AddrPort{at}, nil
		}
	})
	parcel := p.device(t, fcm)
	if len(hostile) < 80 {
		t.Fatalf("only %d", len(hostile))
	}
	for _, endpoint := range hostile {
		if host, err := p.Allowed(endpoint); err == nil {
			t.Errorf("%q is allowed, as %s", endpoint, host)
		}
		parcel.Endpoint = endpoint
		if a := p.Send(t.Context(), parcel); a.Result != courier.NotAllowed || a.Status != 0 || a.Cause == nil {
			t.Errorf("%q: %+v", endpoint, a)
		} else {
			quiet(t, parcel, a)
		}
	}
	if resolved != 0 || trap.calls() != 0 {
		t.Errorf("%d were looked up and %d called", resolved, trap.calls())
	}
	parcel.Endpoint = "https://" + fcm + "/x" // the trap would have noticed
	if p.Send(t.Context(), parcel); resolved != 1 || <-trap.called != struct{}{} {
		t.Error("the trap does not catch what is sent")
	}
}

func TestAddressesOfPushServicesAreAllowed(t *testing.T) {
	s := push.New(push.Config{Clock: clock.System{}})
	for endpoint, want := range map[string]string{
		"https://fcm.googleapis.com/fcm/send/eX4mple:APA91b-_x":                             "fcm.googleapis.com",
		"https://fcm.googleapis.com/wp/eX4mple:APA91b-_x":                                   "fcm.googleapis.com",
		"https://fcm.googleapis.com:443/fcm/send/x":                                         "fcm.googleapis.com",
		"https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl":                       "updates.push.services.mozilla.com",
		"https://web.push.apple.com/QGuQyavXutnMH":                                          "web.push.apple.com",
		"https://wns2-par02p.notify.windows.com/w/?token=BQYAAAC%2f%2bx%3d":                 "wns2-par02p.notify.windows.com",
		"https://db5.wns2.notify.windows.com/w/?token=BQY":                                  "db5.wns2.notify.windows.com",
		"https://updates.push.services.mozilla.com/wpush/v1/" + strings.Repeat("aB3_", 400): "updates.push.services.mozilla.com",
	} {
		if host, err := s.Allowed(endpoint); err != nil || host != want {
			t.Errorf("%s: %q, %v", endpoint, host, err)
		}
	}
}

// A resolver that lies, or changes its mind, gets nowhere: the address is looked at when the connection is made.
func TestAResolverThatLiesGetsNowhere(t *testing.T) {
	trap := listen(t)
	here := trap.Addr().(*net.TCPAddr).AddrPort()
	asked := 0
	p := open(t, func(c *push.Config) {
		inner := c.Resolve
		c.Resolve = func(ctx context.Context, host string) ([]netip.AddrPort, error) {
			if asked++; asked == 1 {
				return inner(ctx, host)
			}
			return []netip.AddrPort{here, netip.AddrPortFrom(netip.MustParseAddr("::ffff:127.0.0.1"), here.Port())}, nil
		}
	})
	parcel := p.device(t, fcm)
	if a := p.Send(t.Context(), parcel); a.Result != courier.Took {
		t.Fatalf("%+v", a)
	}
	other := p.device(t, "web.push.apple.com") // another service, so another connection
	a := p.Send(t.Context(), other)
	quiet(t, other, a)
	if a.Result != courier.Silent || !strings.Contains(a.Cause.Error(), "none of a push service") || trap.calls() != 0 {
		t.Errorf("%+v after %d calls", a, trap.calls())
	}
}

// Without any hook: even a name that is allowed is not connected to where it leads into the school's own network. Names
// of this machine are told by no DNS, so this asks the check alone.
func TestAddressesThatNoPushServiceHas(t *testing.T) {
	for _, text := range []string{"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
		"127.255.0.9", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
		"192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
		"255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
		"64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
		"2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1",
		"fe80::1%lo", "2a00:1450::1%lo", "fec0::1", "ff02::1"} {
		if push.Public(netip.MustParseAddr(text)) {
			t.Errorf("%s counts as public", text)
		}
	}
	for _, text := range []string{"142.250.187.202", "17.188.143.34", "34.107.243.93", "::ffff:142.250.187.202", "100.63.0.1",
		"172.32.0.1", "2a00:1450:4009:81f::200a", "2620:149:208:4307::12", "64:ff9b::8efa:bbca", "1.1.1.1"} {
		if !push.Public(netip.MustParseAddr(text)) {
			t.Errorf("%s does not count as public", text)
		}
	}
}

func FuzzAllowed(f *testing.F) {
	for _, endpoint := range hostile {
		f.Add(endpoint)
	}
	f.Add("https://wns2-par02p.notify.windows.com/w/?token=BQY%2f")
	s := push.New(push.Config{Clock: clock.System{}})
	f.Fuzz(func(t *testing.T, endpoint string) {
		host, err := s.Allowed(endpoint)
		if err != nil {
			if host != "" {
				t.Errorf("%q is refused and has the host %q", endpoint, host)
			}
			return
		}
		u, err := url.Parse(endpoint)
		if err != nil || u.Scheme != "https" || u.Hostname() != host || u.User != nil || u.Port() != "" && u.Port() != "443" {
			t.Fatalf("%q is read as %v, %v", endpoint, u, err)
		}
		if host != fcm && host != "updates.push.services.mozilla.com" && !strings.HasSuffix(host, ".push.apple.com") &&
			!strings.HasSuffix(host, ".notify.windows.com") {
			t.Errorf("%q is allowed, as %s", endpoint, host)
		}
		if strings.ToLower(host) != host || strings.HasSuffix(host, ".") || len(endpoint) > 2000 {
			t.Errorf("%q is allowed", endpoint)
		}
	})
}

func TestTheServicesClockIsHeldAgainstOurs(t *testing.T) {
	p := open(t)
	parcel := p.device(t, fcm)
	for _, by := range []time.Duration{13 * time.Hour, -13 * time.Hour} {
		p.house.Ahead(by)
		a := p.Send(t.Context(), parcel)
		if a.Result != courier.NotUs || a.Status != 403 || (a.Skew-by).Abs() > 3*time.Second {
			t.Errorf("a service that is %s ahead: %+v", by, a)
		}
	}
	p.house.Ahead(0)
	if a := p.Send(t.Context(), parcel); a.Result != courier.Took {
		t.Errorf("with one time: %+v", a)
	}
	if p.Signed() != 3 { // each refusal made it sign anew
		t.Errorf("signed %d times", p.Signed())
	}
}
