package web

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// taking is a sender that takes everything, and keeps what it was given.
type taking struct {
	courier.Sender
	sent []courier.Parcel
}

func (s *taking) Send(_ context.Context, p courier.Parcel) courier.Answer {
	s.sent = append(s.sent, p)
	return courier.Answer{Result: courier.Took, Status: 201}
}

// takes puts a sender that takes everything in place of the real one; what is said to staff and to families is told apart.
func (h *house) takes() *taking {
	s := &taking{Sender: h.server.Courier.Sender}
	h.server.Courier.Sender = s
	h.server.Courier.Message = func(_ string, staff bool) []byte {
		if staff {
			return []byte("staff's")
		}
		return []byte("families'")
	}
	return s
}

const anotherDevice = telephone + "-else"

// subscribes turns ringing on as a browser does, with the device's own keys.
func (h *house) subscribes(session access.Token, endpoint, auth string) answer {
	body, err := json.Marshal(PushSubscription{Endpoint: endpoint, P256dh: telephoneKey, Auth: auth, Key: pushPublic,
		Language: "en"})
	return h.do(ask{method: "POST", path: "/api/push/subscriptions", session: session, body: string(made(h, body, err))})
}

func (h *house) named(session access.Token, path, endpoint string) answer {
	body, err := json.Marshal(PushDevice{endpoint})
	return h.do(ask{method: "POST", path: path, session: session, body: string(made(h, body, err))})
}

// rung rings a member of staff as the room does, and says which devices the dispatcher would then send to.
func (h *house) rung(p *place, short string) (devices []string) {
	h.t.Helper()
	person, now := p.who(short).Person, h.clock.Now()
	rungs, err := h.store.Concerns().Rungs(h.t.Context(), p.school.ID)
	before := made(h, rungs, err)[person]
	if err := h.store.Concerns().Ring(h.t.Context(), p.school.ID, person, before, now, now.Add(time.Hour)); err != nil {
		h.t.Fatal(err)
	}
	all, err := h.store.Courier().Claim(h.t.Context(), "fcm.googleapis.com", now, now.Add(time.Minute), 100)
	for _, push := range made(h, all, err) {
		if push.Person != person || !push.Staff || push.Seats < courier.Asked {
			h.t.Errorf("a push for %s, staff's %v, of %d seats", push.Person, push.Staff, push.Seats)
		}
		sits, err := h.server.Access.Sits(h.t.Context(), access.Hash(push.Device.Session), p.who(short))
		if made(h, sits, err) {
			devices = append(devices, push.Device.Endpoint)
		}
	}
	err = h.store.Courier().Done(h.t.Context(), now, forEach(all, func(push courier.Push) courier.Sent {
		return courier.Sent{Push: push.ID, School: push.School, Batch: push.Batch, Device: push.Device.ID, Result: courier.Took,
			Done: true}
	}))
	if err != nil {
		h.t.Fatal(err)
	}
	slices.Sort(devices)
	return devices
}

func forEach[A, B any](all []A, do func(A) B) (list []B) {
	for _, one := range all {
		list = append(list, do(one))
	}
	return list
}

func (h *house) of(hash access.Hash) int {
	h.t.Helper()
	kept, err := h.store.Courier().Of(h.t.Context(), string(hash))
	return len(made(h, kept, err))
}

func onBothEngines(t *testing.T, do func(t *testing.T, h *house)) {
	for _, kind := range storetest.Kinds {
		if kind.Name != "file" {
			t.Run(kind.Name, func(t *testing.T) { do(t, houseOn(t, kind.Open(t))) })
		}
	}
}

// A device of staff rings under a bell of its own: nobody is signed in on it any more, and it rings; signed in anew, the
// same person finds it as it was, tries it and turns it off.
func TestAReadersTelephoneRingsUnderABell(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		sender, p := h.takes(), h.here
		lead := &visitor{h: h, session: p.session["dsl"]}
		bell := access.BellOf(p.who("dsl"), string(courier.DeviceOf(telephone)))
		if got := h.subscribes(lead.session, telephone, telephoneAuth); got.status != 200 {
			t.Fatal(got.print())
		}
		if h.of(bell) != 1 || h.of(lead.session.Hash()) != 0 {
			t.Errorf("%d under the bell, %d under the session", h.of(bell), h.of(lead.session.Hash()))
		}
		rings := func(when string, want ...string) {
			t.Helper()
			if got := h.rung(p, "dsl"); !slices.Equal(got, want) {
				t.Errorf("%s %v ring, want %v", when, got, want)
			}
		}
		rings("signed in", telephone)
		h.wall.Move(access.SessionLasts)
		if got := lead.do("GET", "/api/policy", nil); got.status != 401 {
			t.Errorf("she is signed in still: %d", got.status)
		}
		rings("at night", telephone)
		again := h.session(p, "dsl") // on the same browser, the next morning
		rings("signed in again", telephone)
		if got := h.subscribes(again, telephone, telephoneAuth); got.status != 200 || h.of(bell) != 1 {
			t.Errorf("told again: %s", got.print())
		}
		rings("told again", telephone)
		h.subscribes(again, anotherDevice, telephoneAuth)
		rings("with two devices", telephone, anotherDevice)
		if got := h.named(again, "/api/push/trial", telephone); got.status != 200 || len(sender.sent) != 1 ||
			string(sender.sent[0].Payload) != "staff's" || sender.sent[0].Endpoint != telephone {
			t.Errorf("a trial: %s %+v", got.print(), sender.sent)
		}
		if got := h.named(h.session(p, "dds"), "/api/push/forget", telephone); got.status != 200 {
			t.Error(got.print())
		}
		rings("after a colleague named it", telephone, anotherDevice)
		if got := h.named(again, "/api/push/forget", telephone); got.status != 200 {
			t.Error(got.print())
		}
		rings("turned off on the one", anotherDevice)
		if got := h.named(again, "/api/push/trial", telephone); got.status != 200 || len(sender.sent) != 1 {
			t.Errorf("a trial of what is off: %s", got.print())
		}
	})
}

// Whoever else turns it on in that browser has it from then on, and the first is rung there no more; who knows the
// address alone takes nobody's.
func TestABellGoesToWhoeverSignsInNext(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		p := h.here
		h.subscribes(p.session["dsl"], telephone, telephoneAuth)
		other := base64.RawURLEncoding.EncodeToString(make([]byte, 16))
		if got := h.subscribes(p.session["dds"], telephone, other); got.status != 422 || len(h.rung(p, "dsl")) != 1 {
			t.Errorf("by the address alone: %s", got.print())
		}
		if got := h.subscribes(p.session["dds"], telephone, telephoneAuth); got.status != 200 {
			t.Error(got.print())
		}
		if first, second := h.rung(p, "dsl"), h.rung(p, "dds"); len(first) != 0 || len(second) != 1 {
			t.Errorf("the first has %v, the second %v", first, second)
		}
		h.named(p.session["dsl"], "/api/push/forget", telephone)
		if got := h.rung(p, "dds"); len(got) != 1 {
			t.Errorf("the first has turned off what is the second's: %v", got)
		}
		h.subscribes(p.session["dsl"], telephone, telephoneAuth)
		if first, second := h.rung(p, "dsl"), h.rung(p, "dds"); len(first) != 1 || len(second) != 0 {
			t.Errorf("back with the first, who has %v, the second %v", first, second)
		}
	})
}

// What ends a bell: signing out everywhere, leaving, and another role. Signing out of one device leaves the others'.
func TestWhatEndsABell(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		p := h.here
		changed := func(change func(*people.Staff)) func(access.Token) {
			return func(access.Token) {
				one := p.staff["dsl"]
				change(&one)
				h.roll(p, people.Changes{Staff: []people.Staff{one}})
			}
		}
		out := func(path string) func(access.Token) {
			return func(session access.Token) {
				if got := h.do(ask{method: "POST", path: path, session: session, body: "{}"}); got.status != 200 {
					t.Error(got.print())
				}
			}
		}
		for _, row := range []struct {
			what  string
			do    func(access.Token)
			rings int
		}{
			{"signed out elsewhere", out("/api/sign-out"), 1},
			{"signed out everywhere", out("/api/sign-out-everywhere"), 0},
			{"a teacher now", changed(func(s *people.Staff) { s.Roles = []people.Role{people.Teacher} }), 0},
			{"gone", changed(func(s *people.Staff) { s.LeftOn = "2026-11-20" }), 0},
		} {
			h.roll(p, people.Changes{Staff: []people.Staff{p.staff["dsl"]}})
			session := h.session(p, "dsl")
			if got := h.subscribes(session, telephone, telephoneAuth); got.status != 200 || len(h.rung(p, "dsl")) != 1 {
				t.Fatal(got.print())
			}
			row.do(session)
			if got := h.rung(p, "dsl"); len(got) != row.rings {
				t.Errorf("%s: %v ring", row.what, got)
			}
		}
	})
}

// A family's telephone rings under the session that is signed in on it, and says what it always said.
func TestAFamilysTelephoneRingsAsBefore(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		sender, p := h.takes(), h.here
		mother := p.session["par"]
		if got := h.subscribes(mother, telephone, telephoneAuth); got.status != 200 || h.of(mother.Hash()) != 1 {
			t.Errorf("%d devices of hers: %s", h.of(mother.Hash()), got.print())
		}
		bell := access.BellOf(people.Who{School: p.school.ID, Person: id.Person(p.family.adults["par"].ID)},
			string(courier.DeviceOf(telephone)))
		if h.of(bell) != 0 {
			t.Error("she has a bell")
		}
		if got := h.named(mother, "/api/push/trial", telephone); got.status != 200 || len(sender.sent) != 1 ||
			string(sender.sent[0].Payload) != "families'" {
			t.Errorf("%s %+v", got.print(), sender.sent)
		}
		if got := h.named(mother, "/api/push/forget", telephone); got.status != 200 || h.of(mother.Hash()) != 0 {
			t.Error(got.print())
		}
	})
}
