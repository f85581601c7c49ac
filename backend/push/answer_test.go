package push_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/house"
	"lollipop/backend/push"
)

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
