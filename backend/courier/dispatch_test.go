package courier_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"lollipop/backend/courier"
)

// A hundred silent services delay a healthy one by under a second.
func TestSilentServicesDelayNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(func(host string, _ int) (courier.Answer, time.Duration) {
			if host == "healthy.example" {
				return courier.Answer{Result: courier.Took}, 20 * time.Millisecond
			}
			return courier.Answer{Result: courier.Silent}, time.Hour
		})
		for i := range 100 {
			w.wait(fmt.Sprintf("silent%d.example", i), 50, time.Hour)
		}
		w.start(t)
		time.Sleep(40 * time.Second) // they are silent by now, all
		w.wait("healthy.example", 1000, time.Hour)
		w.Wake()
		time.Sleep(time.Second)
		if got := w.results("healthy.example"); got[courier.Took] != 1000 {
			t.Fatalf("after a second: %v", got)
		}
		t.Logf("the last was taken after %v", w.last("healthy.example")-40*time.Second)
		time.Sleep(2 * time.Hour)
		for i := range 100 {
			if got := w.results(fmt.Sprintf("silent%d.example", i)); got[courier.Late] != 50 {
				t.Fatalf("silent service %d: %v", i, got)
			}
		}
		if len(w.devices) != 5000+1000 {
			t.Errorf("%d devices are left", len(w.devices))
		}
	})
}

// A service that answers in 20 ms gets 1,200 messages in a few hundred.
func TestAHealthyServiceIsGivenAllItTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(always(courier.Took, 20*time.Millisecond))
		w.wait("healthy.example", 1200, time.Hour)
		w.start(t)
		time.Sleep(10 * time.Second)
		if got := w.results("healthy.example"); got[courier.Took] != 1200 {
			t.Fatalf("%v", got)
		}
		if last := w.last("healthy.example"); last > 450*time.Millisecond {
			t.Errorf("it took %v", last)
		} else {
			t.Logf("it took %v, %d claims, %d groups", last, w.asked["claim"], len(w.groups))
		}
		if w.at_once["healthy.example"] != 100 {
			t.Errorf("at most %d at once", w.at_once["healthy.example"])
		}
	})
}
