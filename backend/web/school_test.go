package web

import (
	"strings"
	"testing"
	"time"
)

// Times are said in UTC all the year round; what is London's in summer is the reader's own device to say.
func TestTheEndOfTheDayInSummer(t *testing.T) {
	h := newHouse(t)
	h.clock.Set(time.Date(2027, 4, 13, 9, 0, 0, 0, time.UTC))
	got := h.do(ask{path: "/api/today", session: h.here.session["hd"]})
	if !strings.Contains(got.body, `"ends":"2027-04-13T14:15:00Z"`) {
		t.Errorf("%.300s", got.body)
	}
}
