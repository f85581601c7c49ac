package push_test

import (
	"sync"
	"testing"
	"time"

	"lollipop/backend/courier"
	"lollipop/backend/house"
	"lollipop/backend/push"
)

// The dearest thing in a message is done once for a service and half a day, however many ask at once.
func TestASignatureServesHalfADay(t *testing.T) {
	p := open(t)
	pair := p.keys[0]
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			for i := range 10_000 {
				if _, err := p.Authorize(house.PushHosts[i%4], pair); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if p.Signed() != 4 {
		t.Errorf("100,000 messages to 4 services took %d signatures", p.Signed())
	}
}

func TestASignatureIsNeverOverAndNeverOfTheFuture(t *testing.T) {
	p := open(t)
	signed := 0
	look := func(name string, fresh bool) {
		t.Helper()
		if _, err := p.Authorize(fcm, p.keys[0]); err != nil {
			t.Fatal(err)
		}
		if fresh {
			signed++
		}
		if p.Signed() != signed {
			t.Errorf("%s: signed %d times, not %d", name, p.Signed(), signed)
		}
	}
	look("the first", true)
	p.clock.Move(10*time.Hour + 59*time.Minute)
	look("before it is over", false)
	p.clock.Move(2 * time.Minute)
	look("soon over", true)
	p.clock.Move(13 * time.Hour)
	look("thirteen hours on", true)
	p.clock.Move(-13 * time.Hour)
	look("thirteen hours back", true)
	p.clock.Move(-time.Minute)
	look("a minute back", false)
	p.clock.Move(-time.Hour)
	look("an hour back", true)
}

// A key is replaced and nobody is lost: who subscribed under the old one is rung by the old one.
func TestANewKeyLosesNobody(t *testing.T) {
	before := open(t)
	old := before.device(t, fcm)
	keys := before.keys.Rotate()
	after := open(t, func(c *push.Config) { c.Keys = keys })
	after.house = before.house
	sender := push.New(push.Config{Keys: keys, Subject: office, Clock: after.clock, Roots: before.house.Roots(),
		Resolve: before.house.Resolve, Excused: excused(before)})
	defer sender.Close()
	d, err := before.house.Subscribe(fcm, sender.Key())
	if err != nil {
		t.Fatal(err)
	}
	young := courier.Parcel{Endpoint: d.Endpoint, P256dh: d.P256dh, Auth: d.Auth, Key: sender.Key(), Expires: old.Expires}
	for _, parcel := range []courier.Parcel{old, young, old, young} {
		if a := sender.Send(t.Context(), parcel); a.Result != courier.Took {
			t.Errorf("%+v", a)
		}
		if got := before.house.Arrivals(parcel.Endpoint); got[0].Key != parcel.Key || !sender.Known(parcel.Key) {
			t.Errorf("signed by %s, not %s", got[0].Key, parcel.Key)
		}
	}
	if old.Key == young.Key || sender.Signed() != 2 {
		t.Errorf("signed %d times", sender.Signed())
	}
	// A device of the old key that is signed for by the new one is refused: the house looks at it.
	wrong := old
	wrong.Key = sender.Key()
	if a := sender.Send(t.Context(), wrong); a.Result != courier.NotUs || a.Status != 403 {
		t.Errorf("by the wrong key: %+v", a)
	}
}

// Once the clock is right again the next try is signed anew.
func TestARefusedSignatureIsMadeAnew(t *testing.T) {
	p := open(t)
	parcel := p.device(t, fcm)
	for _, status := range []int{401, 403} {
		p.house.Script(fcm, house.Says{Status: status, Times: 1})
		if a := p.Send(t.Context(), parcel); a.Result != courier.NotUs {
			t.Errorf("%d: %+v", status, a)
		}
	}
	if a := p.Send(t.Context(), parcel); a.Result != courier.Took || p.Signed() != 3 {
		t.Errorf("%+v after %d signatures", a, p.Signed())
	}
	if p.Send(t.Context(), parcel); p.Signed() != 3 {
		t.Errorf("%d signatures", p.Signed())
	}
}
