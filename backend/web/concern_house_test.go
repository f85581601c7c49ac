package web

import (
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/base64"
	"encoding/json"
	"strings"

	"lollipop/backend/concern"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// opensDoors opens both schools' buttons.
func (h *house) opensDoors() {
	h.t.Helper()
	for _, p := range []*place{h.here, h.there} {
		if err := h.server.Concerns.SetDoor(h.t.Context(), p.who("hd"), h.act(p, "hd", "concern.set_door"), true); err != nil {
			h.t.Fatal(err)
		}
	}
}

// told has somebody tell a school something, and says where it is.
func (h *house) told(p *place, t concern.Telling) (concern.Receipt, id.Concern) {
	h.t.Helper()
	act := h.act(p, "", "concern.tell")
	receipt, err := h.server.Concerns.Tell(h.t.Context(), act, t)
	return made(h, receipt, err), event.Made[id.Concern](act, "concern")
}

// aChilds is what a child tells: the safeguarding lead reads it.
var aChilds = concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.AChild}, Kinds: []concern.Kind{concern.Unkind},
	Story: "They write things in the group.", Language: "en"}

func aSchool(_ *house, p *place) things { return things{"school": p.school.Slug} }

func aDraft(h *house, p *place) things {
	plain, err := json.Marshal(aChilds)
	return things{"school": p.school.Slug, "sealed": h.draft(p, made(h, plain, err))}
}

// draft seals a text to a school's key, as a device does that has no network.
func (h *house) draft(p *place, plain []byte) string {
	h.t.Helper()
	door, err := h.server.Concerns.Door(h.t.Context(), p.school.ID, h.clock.Now())
	key, err2 := hpke.DHKEM(ecdh.P256()).NewPublicKey(made(h, door, err).Public)
	made(h, key, err2)
	sealed, err := hpke.Seal(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte("lollipop draft v1 "+string(p.school.ID)), plain)
	return base64.StdEncoding.EncodeToString(made(h, sealed, err))
}

func aReceipt(h *house, p *place) things {
	receipt, _ := h.told(p, aChilds)
	of := aSchool(h, p)
	of["receipt"] = strings.Join(h.server.Concerns.Words.Say("en", receipt), " ")
	return of
}

func aConcern(h *house, p *place) things {
	_, told := h.told(p, aChilds)
	return things{"id": string(told), "staff": string(p.staff["tea"].ID)}
}

// aConcernAndADevice are one of each: what the matrix asks changes the one and sets the hold on the other.
func aConcernAndADevice(h *house, p *place) things {
	of, pupil := aConcern(h, p), aPupil(h, p)
	c, err := h.server.Custody.Confiscate(h.t.Context(), p.who("hd"), h.act(p, "hd", "custody.confiscate"),
		custody.Taking{Pupil: id.Pupil(pupil["pupil"]), Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	of["device"] = string(made(h, c, err).ID)
	return of
}
