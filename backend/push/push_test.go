package push_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime"
	"strings"
	"sync"
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

func TestAnswersMeanWhatTheyMean(t *testing.T) {
	p := open(t)
	later := p.house.Clock.Now().Add(90 * time.Second).Format(http.TimeFormat)
	for name, c := range map[string]struct {
		says    house.Says
		result  courier.Result
		waitMin time.Duration
		waitMax time.Duration
	}{
		"201":               {house.Says{}, courier.Took, 0, 0},
		"202":               {house.Says{Status: 202}, courier.Took, 0, 0},
		"204":               {house.Says{Status: 204}, courier.Took, 0, 0},
		"301":               {house.Says{Status: 301, Location: "https://" + fcm + "/x"}, courier.Broken, 0, 0},
		"400":               {house.Says{Status: 400}, courier.Refused, 0, 0},
		"401":               {house.Says{Status: 401}, courier.NotUs, 0, 0},
		"403":               {house.Says{Status: 403}, courier.NotUs, 0, 0},
		"404":               {house.Says{Status: 404}, courier.Gone, 0, 0},
		"410":               {house.Says{Status: 410}, courier.Gone, 0, 0},
		"413":               {house.Says{Status: 413}, courier.TooLarge, 0, 0},
		"418":               {house.Says{Status: 418}, courier.Refused, 0, 0},
		"429":               {house.Says{Status: 429}, courier.Slow, 0, 0},
		"429 seconds":       {house.Says{Status: 429, After: "120"}, courier.Slow, 2 * time.Minute, 2 * time.Minute},
		"429 date":          {house.Says{Status: 429, After: later}, courier.Slow, 60 * time.Second, 91 * time.Second},
		"429 a date gone":   {house.Says{Status: 429, After: "Mon, 02 Jan 2006 15:04:05 GMT"}, courier.Slow, 0, 0},
		"429 nonsense":      {house.Says{Status: 429, After: "soon"}, courier.Slow, 0, 0},
		"429 negative":      {house.Says{Status: 429, After: "-5"}, courier.Slow, 0, 0},
		"429 for ever":      {house.Says{Status: 429, After: "4294967295"}, courier.Slow, 28 * 24 * time.Hour, 28 * 24 * time.Hour},
		"429 past counting": {house.Says{Status: 429, After: "99999999999999999999"}, courier.Slow, 0, 0},
		"500":               {house.Says{Status: 500}, courier.Broken, 0, 0},
		"503 seconds":       {house.Says{Status: 503, After: "7"}, courier.Broken, 7 * time.Second, 7 * time.Second},
		"599":               {house.Says{Status: 599}, courier.Broken, 0, 0},
	} {
		parcel := p.device(t, fcm)
		p.house.Script(parcel.Endpoint, c.says)
		a := p.Send(t.Context(), parcel)
		quiet(t, parcel, a)
		if a.Result != c.result || a.Wait < c.waitMin || a.Wait > c.waitMax {
			t.Errorf("%s means %s, waiting %s (%v)", name, a.Result, a.Wait, a.Cause)
		}
		if a.Skew < -2*time.Second || a.Skew > 2*time.Second {
			t.Errorf("%s: a skew of %s", name, a.Skew)
		}
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	trap := listen(t)
	p := open(t)
	for _, to := range []string{"https://" + trap.Addr().String() + "/", "http://" + trap.Addr().String() + "/",
		"https://" + house.PushHosts[1] + "/elsewhere"} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			parcel := p.device(t, fcm)
			p.house.Script(parcel.Endpoint, house.Says{Status: status, Location: to})
			if a := p.Send(t.Context(), parcel); a.Result != courier.Broken || a.Status != status {
				t.Errorf("%d to %s: %+v", status, to, a)
			}
		}
	}
	if n := trap.calls(); n != 0 {
		t.Errorf("%d redirects were followed to this machine", n)
	}
	for _, a := range p.house.Arrivals("") {
		if a.Host != fcm {
			t.Errorf("a redirect was followed to %s", a.Host)
		}
	}
}

func TestAHugeReplyIsNotRead(t *testing.T) {
	p := open(t)
	parcel := p.device(t, fcm)
	p.house.Script(parcel.Endpoint, house.Says{Huge: true})
	if a := p.Send(t.Context(), parcel); a.Result != courier.Broken || a.Status != 201 {
		t.Errorf("a reply without end: %+v", a)
	}
	p.house.Script(parcel.Endpoint, house.Says{Status: 410, Huge: true})
	if a := p.Send(t.Context(), parcel); a.Result != courier.Gone {
		t.Errorf("gone, without end: %+v", a)
	}
	p.house.Script(parcel.Endpoint, house.Says{Status: 429, After: strings.Repeat("9", 200<<10)})
	if a := p.Send(t.Context(), parcel); !a.Result.Again() || a.Wait != 0 {
		t.Errorf("headers without end: %+v", a)
	}
	p.house.Script(parcel.Endpoint)
	if a := p.Send(t.Context(), parcel); a.Result != courier.Took {
		t.Errorf("afterwards: %+v", a)
	}
}

func TestSilenceAndABrokenLineAreNoAnswer(t *testing.T) {
	p := open(t, func(c *push.Config) { c.Within = 50 * time.Millisecond })
	parcel := p.device(t, fcm)
	p.house.Script(parcel.Endpoint, house.Says{Silent: true})
	a := p.Send(t.Context(), parcel)
	quiet(t, parcel, a)
	if a.Result != courier.Silent || a.Status != 0 || !a.Result.Again() {
		t.Errorf("silence: %+v", a)
	}
	p = open(t)
	parcel = p.device(t, fcm)
	p.house.Script(parcel.Endpoint, house.Says{Reset: true})
	a = p.Send(t.Context(), parcel)
	quiet(t, parcel, a)
	if a.Result != courier.Silent || a.Status != 0 {
		t.Errorf("a broken line: %+v", a)
	}
	// The line is made anew.
	p.house.Script(parcel.Endpoint)
	if a := p.Send(t.Context(), parcel); a.Result != courier.Took {
		t.Errorf("after a broken line: %+v", a)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if a := p.Send(ctx, parcel); a.Result != courier.Silent || !errors.Is(a.Cause, context.Canceled) {
		t.Errorf("nobody waits for it: %+v", a)
	}
	p.Close()
	if a := p.Send(t.Context(), parcel); a.Result != courier.Silent {
		t.Errorf("closed: %+v", a)
	}
}

func TestASilentServiceDelaysNoOther(t *testing.T) {
	var hosts []string
	for i := range 100 {
		hosts = append(hosts, fmt.Sprintf("s%d.push.apple.com", i))
	}
	services, err := house.NewPushService(append(hosts, fcm)...)
	if err != nil {
		t.Fatal(err)
	}
	defer services.Close()
	p := open(t, func(c *push.Config) {
		c.Roots, c.Resolve, c.Excused = services.Roots(), services.Resolve, []netip.AddrPort{services.Address()}
	})
	p.house = services
	ctx, cancel := context.WithCancel(t.Context())
	answers := make(chan courier.Answer)
	for _, host := range hosts {
		services.Script(host, house.Says{Silent: true})
		parcel := p.device(t, host)
		go func() { answers <- p.Send(ctx, parcel) }()
	}
	for len(services.Arrivals("")) < len(hosts) { // until every one of them waits
		select {
		case a := <-answers:
			t.Fatalf("not silent: %+v", a)
		default:
			runtime.Gosched()
		}
	}
	// Behind them it would be silent too: they answer nothing before they are given up.
	if a := p.Send(t.Context(), p.device(t, fcm)); a.Result != courier.Took {
		t.Errorf("the healthy one: %+v", a)
	}
	cancel()
	for range hosts {
		if a := <-answers; a.Result != courier.Silent {
			t.Errorf("a silent one: %+v", a)
		}
	}
}

func TestLanesAreBounded(t *testing.T) {
	p := open(t, func(c *push.Config) {
		c.Resolve = func(context.Context, string) ([]netip.AddrPort, error) { return nil, errors.New("no such host") }
	})
	parcel := p.device(t, fcm)
	for i := range 300 {
		parcel.Endpoint = fmt.Sprintf("https://a%d.push.apple.com/1", i)
		if a := p.Send(t.Context(), parcel); a.Result != courier.Silent {
			t.Fatalf("%+v", a)
		}
	}
	if p.Lanes() > 256 {
		t.Errorf("%d lanes are open", p.Lanes())
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

// A burst to a service that nobody has spoken to yet opens one connection.
func TestABurstOpensOneConnection(t *testing.T) {
	p := open(t)
	parcel := p.device(t, fcm)
	var all sync.WaitGroup
	for range 300 { // more than a service takes at once
		all.Go(func() {
			if a := p.Send(t.Context(), parcel); a.Result != courier.Took {
				t.Errorf("%+v", a)
			}
		})
	}
	all.Wait()
	lines := map[string]bool{}
	for _, a := range p.house.Arrivals("") {
		lines[a.From] = true
	}
	if len(lines) != 1 || len(p.house.Arrivals("")) != 300 || p.Signed() != 1 {
		t.Errorf("%d came on %d connections, signed %d times", len(p.house.Arrivals("")), len(lines), p.Signed())
	}
}
