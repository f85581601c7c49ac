package web

import (
	"net/http"
	"strings"
	"testing"

	"lollipop/backend/id"
)

// A session with more under way than may be is told at once to come again; its operation is kept when it does, and the
// others' requests go on as ever.
func TestACrowdIsToldToComeAgain(t *testing.T) {
	h := newHouse(t)
	flood, quiet := h.here.session["ofc"], h.there.session["hd"]
	var leave []func()
	for {
		out, ok := h.server.crowd.enter(string(flood))
		if !ok {
			break
		}
		leave = append(leave, out)
	}
	if len(leave) != underWay/2 {
		t.Errorf("one session has %d of %d", len(leave), underWay)
	}
	tap := ask{method: http.MethodPost, path: "/api/desk/hand-in", session: flood, op: string(id.New[id.Op]()),
		body: `{"pupil":"` + string(h.here.pupils[0].ID) + `"}`}
	before := len(h.log.String())
	got := h.do(tap)
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") != "2" ||
		got.problem(t).Kind != "unavailable" {
		t.Errorf("one too many: %s", got.print())
	}
	if log := h.log.String()[before:]; strings.Contains(log, "msg=failed") {
		t.Errorf("nothing is wrong, and the log says %s", log)
	}
	if got := h.do(ask{path: "/api/me", session: quiet}); got.status != http.StatusOK {
		t.Errorf("another session: %s", got.print())
	}
	for _, out := range leave {
		out()
	}
	for range 2 {
		if got := h.do(tap); got.status != http.StatusOK {
			t.Errorf("the same operation again: %s", got.print())
		}
	}
	if n := len(h.server.crowd.of); n != 0 {
		t.Errorf("%d sessions have something under way", n)
	}
}

// The more sessions come, the less may be of each, and never less than a few.
func TestSessionsShareWhatMayBeUnderWay(t *testing.T) {
	for _, row := range []struct{ others, want int }{{0, 512}, {1, 512}, {15, 64}, {999, leastUnderWay}} {
		var c crowd
		for range row.others {
			if _, ok := c.enter(string(id.New[id.Op]())); !ok {
				t.Fatal("one that is alone in its session is not let in")
			}
		}
		n := 0
		for ; ; n++ {
			if _, ok := c.enter("flood"); !ok {
				break
			}
		}
		if n != row.want {
			t.Errorf("beside %d others one session has %d, not %d", row.others, n, row.want)
		}
	}
}
