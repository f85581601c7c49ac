package web

import (
	"slices"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/custody"
	"lollipop/backend/notice"
	"lollipop/backend/push"
	"lollipop/backend/school"
)

// The keys of the tests, of nobody and nothing else: ours as push services know us, and a telephone's.
const (
	pushPublic = "BBaqyrQs8eut4H8n_5KnjcmsEp-BRuR1ft0bCMFOCxJlsMB-bX-nV8l0M27u2ri50Va0pL7ouXIXb20yEE_myhU"
	pushKeys   = `{"keys":[{"public":"` + pushPublic + `","private":"YsXuZJOQ5PersrMJ9dZA0g0ONsKXGpvkcvwTC3mVxrk"}]}`

	telephone     = "https://fcm.googleapis.com/fcm/send/somebody"
	telephoneKey  = "BO61f7vWoAcBbhKUcOp1C3PGPSLpFxMVJ3F1QxuckbZZNzpnOZhDuhhlF9NLr4APDWsB-6_CotCCwswazctHUIc"
	telephoneAuth = "2fq6AY0NjvFPava_mEJDLA"
)

// tells joins who is told, as the product does; nothing is ever sent from here.
func (h *house) tells() {
	keys, err := push.ReadKeys([]byte(pushKeys))
	if err != nil {
		h.t.Fatal(err)
	}
	s := h.store
	h.server.Notices = &notice.Service{Store: s.Notices(), Schools: s.Schools(), People: s.People(), Kept: s.Custody()}
	h.server.Courier = &courier.Service{Store: s.Courier(), Clock: h.clock, Subject: true,
		Sender:  push.New(push.Config{Keys: keys, Clock: clock.System{}, Subject: "https://school.example"}),
		Message: func(string, bool) []byte { return []byte("{}") }}
}

// round makes notices of what has happened at a school.
func (h *house) round(p *place) {
	h.t.Helper()
	for more := true; more; {
		var err error
		if more, err = h.server.Notices.Follow(h.t.Context(), p.school.ID, h.clock.Now()); err != nil {
			h.t.Fatal(err)
		}
	}
}

// aNotice is one that the mother of the family has: another device of her child's is kept.
func aNotice(h *house, p *place) things {
	c, err := h.server.Custody.Confiscate(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.confiscate"),
		custody.Taking{Pupil: p.family.child.ID, Another: true, Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	if err != nil {
		h.t.Fatal(err)
	}
	h.round(p)
	return things{"id": string(h.about(p, "par", string(c.ID)).ID)}
}

// about is the notice of that subject that somebody of the family has.
func (h *house) about(p *place, short, subject string) notice.Notice {
	h.t.Helper()
	waits, err := h.store.Notices().Unread(h.t.Context(), p.school.ID, p.family.adults[short].ID)
	i := slices.IndexFunc(waits, func(n notice.Notice) bool { return n.Subject == subject })
	if err != nil || i < 0 {
		h.t.Fatalf("%s has no notice about %s: %v", short, subject, err)
	}
	return waits[i]
}
