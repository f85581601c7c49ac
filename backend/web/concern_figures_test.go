package web

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// figures are what a meter hears.
type figures struct {
	mu    sync.Mutex
	heard []string
}

func (*figures) Began()  {}
func (*figures) Slowed() {}
func (f *figures) Answered(method, route string, _ int, _ time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard = append(f.heard, method+" "+route)
}

// In the figures of whoever runs the server, telling is looking at the door, and answering is looking at the list: at a
// server with one school, a counter of its own would say that something was told, and to whom.
func TestFiguresTellNothingOfConcerns(t *testing.T) {
	h, m := newHouse(t), &figures{}
	told := into[Receipt](t, h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`))
	list := into[Concerns](t, h.reads(h.here, "dsl", "GET", "/api/concerns", ""))
	h.server.Meter = m
	for _, a := range []ask{{path: "/api/tell/hook-lane"}, {path: "/s/hook-lane/help"}, {path: "/api/concerns/waiting",
		session: h.here.session["dsl"]}, {method: "POST", path: "/api/concerns/glass", body: `{"reason":"a"}`},
		{path: "/s/hook-lane/page"}, {path: "/reading"}, {path: "/reading/" + list.Items[0].ID},
		{method: "POST", path: "/api/factor/prove", body: `{"code":"000000"}`, session: h.here.session["dsl"]},
		{method: "POST", path: "/api/factor/prove/passkey", body: `{}`, session: h.here.session["dsl"]}} {
		h.do(a)
	}
	h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`)
	h.sends("hook-lane/look", `{"receipt":"`+told.Receipt+`"}`)
	h.sends("hook-lane/more", `{"receipt":"`+told.Receipt+`","words":"a"}`)
	h.reads(h.here, "dsl", "POST", "/api/concerns/"+list.Items[0].ID+"/reply", `{"phrase":"thank_you"}`)
	if len(m.heard) < 13 || slices.ContainsFunc(m.heard, func(route string) bool { return route != "GET concerns" }) {
		t.Errorf("the figures say %q", m.heard)
	}
}

// Whoever has five words comes back as often as anybody needs, and fills no record; telling goes on meanwhile.
func TestComingBackHasABound(t *testing.T) {
	h := newHouse(t)
	told := into[Receipt](t, h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`))
	look := `{"receipt":"` + told.Receipt + `"}`
	into[Thread](t, h.sends("hook-lane/look", look))
	for h.server.returns.count(h.here.school.ID, h.wall.Now()) == nil {
	}
	if got := h.sends("hook-lane/look", look); got.status != http.StatusTooManyRequests {
		t.Error(got.print())
	}
	into[Receipt](t, h.sends("hook-lane", `{"form":"ks2","feel":"sad"}`))
	h.wall.Set(h.wall.Now().Add(time.Minute))
	into[Thread](t, h.sends("hook-lane/look", look))
}
