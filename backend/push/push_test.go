package push_test

import (
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/house"
	"lollipop/backend/push"
)

const (
	fcm    = "fcm.googleapis.com"
	office = "mailto:office@hooklane.school.uk"
)

// post is a sender beside the push services of the house.
type post struct {
	*push.Sender
	house *house.PushService
	keys  push.Keys
	clock *clock.Movable
}

func open(t testing.TB, change ...func(*push.Config)) post {
	t.Helper()
	services, err := house.NewPushService()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = services.Close() })
	p := post{house: services, keys: push.NewKeys(), clock: clock.NewMovable(clock.System{}.Now())}
	config := push.Config{Keys: p.keys, Subject: office, Clock: p.clock, Roots: services.Roots(),
		Resolve: services.Resolve, Excused: []netip.AddrPort{services.Address()}}
	for _, c := range change {
		c(&config)
	}
	p.Sender, p.keys = push.New(config), config.Keys
	t.Cleanup(p.Close)
	return p
}

// device subscribes one at a service.
func (p post) device(t testing.TB, host string) courier.Parcel {
	t.Helper()
	d, err := p.house.Subscribe(host, p.Key())
	if err != nil {
		t.Fatal(err)
	}
	return courier.Parcel{Endpoint: d.Endpoint, P256dh: d.P256dh, Auth: d.Auth, Key: p.Key(), Topic: "a-topic_1",
		Expires: p.clock.Now().Add(time.Hour), Payload: []byte(`{"web_push":8030}`)}
}

// quiet fails where an error tells a device's address.
func quiet(t testing.TB, p courier.Parcel, a courier.Answer) {
	t.Helper()
	_, secret, _ := strings.Cut(strings.TrimPrefix(p.Endpoint, "https://"), "/")
	if a.Cause != nil && len(secret) > 2 && strings.Contains(a.Cause.Error(), secret) {
		t.Errorf("the address is told: %v", a.Cause)
	}
	if (a.Cause == nil) != (a.Result == courier.Took) {
		t.Errorf("%s for the reason %v", a.Result, a.Cause)
	}
}

// Policy: email.encrypted (AR 7.8/3, BG 7.8/4)
func TestAParcelArrivesAsItWasSent(t *testing.T) {
	p := open(t)
	for _, host := range house.PushHosts {
		parcel := p.device(t, host)
		parcel.Urgent = host == fcm
		a := p.Send(t.Context(), parcel)
		quiet(t, parcel, a)
		if a.Result != courier.Took || a.Status != 201 {
			t.Fatalf("%s: %+v", host, a)
		}
		got := p.house.Arrivals(parcel.Endpoint)
		if len(got) != 1 {
			t.Fatalf("%s got %d pushes", host, len(got))
		}
		g := got[0]
		urgency := map[bool]string{true: "high", false: "normal"}[parcel.Urgent]
		if g.Plain != string(parcel.Payload) || g.Topic != parcel.Topic || g.Urgency != urgency || g.Why != "" ||
			g.Subject != office || g.Key != p.Key() || g.Length != push.SealedBytes || g.Proto != "HTTP/2.0" ||
			g.TTL != "3599" && g.TTL != "3600" || g.Header.Get("Content-Encoding") != "aes128gcm" {
			t.Errorf("%s got %+v", host, g)
		}
	}
	if p.Signed() != len(house.PushHosts) {
		t.Errorf("signed %d times for %d services", p.Signed(), len(house.PushHosts))
	}
}

func TestWhatIsNotSent(t *testing.T) {
	p := open(t)
	good := p.device(t, fcm)
	for name, c := range map[string]struct {
		change func(*courier.Parcel)
		result courier.Result
	}{
		"over":                  {func(p *courier.Parcel) { p.Expires = time.Now().Add(-time.Second) }, courier.Late},
		"a key that is not":     {func(p *courier.Parcel) { p.Key = "BA" }, courier.NotUs},
		"a topic too long":      {func(p *courier.Parcel) { p.Topic = strings.Repeat("a", 33) }, courier.Refused},
		"a topic with a header": {func(p *courier.Parcel) { p.Topic = "a\r\nX: y" }, courier.Refused},
		"too much":              {func(p *courier.Parcel) { p.Payload = make([]byte, push.MaxPayload+1) }, courier.TooLarge},
		"no device":             {func(p *courier.Parcel) { p.P256dh = nil }, courier.Refused},
		"nowhere":               {func(p *courier.Parcel) { p.Endpoint = "https://hooklane.example/x" }, courier.NotAllowed},
	} {
		parcel := good
		c.change(&parcel)
		a := p.Send(t.Context(), parcel)
		quiet(t, parcel, a)
		if a.Result != c.result || a.Result.Again() {
			t.Errorf("%s: %+v", name, a)
		}
	}
	nobody := open(t, func(c *push.Config) { c.Subject = "" })
	if a := nobody.Send(t.Context(), nobody.device(t, fcm)); a.Result != courier.NotUs {
		t.Errorf("without a subject: %+v", a)
	}
	if n := len(p.house.Arrivals("")) + len(nobody.house.Arrivals("")); n != 0 {
		t.Errorf("%d were sent", n)
	}
	// Kept for as long as services keep a push, and no longer.
	good.Expires = p.clock.Now().Add(1000 * 24 * time.Hour)
	if a := p.Send(t.Context(), good); a.Result != courier.Took || p.house.Arrivals("")[0].TTL != "2419200" {
		t.Errorf("%+v", p.house.Arrivals("")[0])
	}
}

// trap is a listener of this machine that nobody should call.
type trap struct {
	net.Listener
	called chan struct{}
}

func listen(t testing.TB) *trap {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	made := &trap{l, make(chan struct{}, 1000)}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			made.called <- struct{}{}
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() { _ = l.Close() })
	return made
}

func (l *trap) calls() int { return len(l.called) }

func excused(p post) []netip.AddrPort { return []netip.AddrPort{p.house.Address()} }

// What a phone shows that was away: the same push once, however often it was sent.
func TestTheSamePushIsShownOnce(t *testing.T) {
	p := open(t)
	parcel := p.device(t, fcm)
	for _, topic := range []string{"one", "two", "one", "one", "", ""} {
		parcel.Topic, parcel.Payload = topic, []byte(topic)
		if a := p.Send(t.Context(), parcel); a.Result != courier.Took {
			t.Fatalf("%+v", a)
		}
	}
	p.house.Script(fcm, house.Says{Status: 500})
	parcel.Topic = "three"
	p.Send(t.Context(), parcel)
	var shown []string
	for _, a := range p.house.Shown(parcel.Endpoint) {
		shown = append(shown, a.Topic)
	}
	if got := strings.Join(shown, ","); got != "two,one,," {
		t.Errorf("shown: %q", got)
	}
	p.house.Script(fcm)
	p.house.Empty()
	for _, tag := range []string{"a", "b", "a"} {
		parcel.Topic, parcel.Payload = "", []byte(`{"web_push":8030,"notification":{"tag":"`+tag+`"}}`)
		p.Send(t.Context(), parcel)
	}
	if n := len(p.house.Shown(parcel.Endpoint)); n != 2 {
		t.Errorf("%d of two tags are shown", n)
	}
}
