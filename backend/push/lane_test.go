package push_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"testing"

	"lollipop/backend/courier"
	"lollipop/backend/house"
	"lollipop/backend/push"
)

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
