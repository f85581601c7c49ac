package main

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/concern"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// bellOf gives a member of staff a telephone that rings while nobody is signed in on it.
func bellOf(t *testing.T, p *product, service *house.PushService, who people.Staff) (endpoint string) {
	t.Helper()
	device, err := service.Subscribe(house.PushHosts[0], p.sender.Key())
	must(t, err)
	now := p.access.Wall.Now()
	session := access.BellOf(who.Who(), device.Endpoint)
	must(t, p.store.Access().Begin(t.Context(), event.Act{School: who.School, Actor: who.Who().Person, At: now,
		Op: id.New[id.Op](), Command: "access.bell"}, access.Beginning{Session: access.Session{Hash: session,
		Kind: access.BellKind, Since: now, Seen: now, Seats: []access.Seat{{School: who.School, Person: who.Who().Person,
			Standing: access.Member{Staff: who}.Standing()}}}}))
	keeps(t, p, string(session), device, "en", "")
	return device.Endpoint
}

// A device that is kept for a ground that sets the hold begins one concern, by the outbox, for the safeguarding lead
// alone: her telephone says that there is something to read, the head's says nothing, and nobody else has anything.
//
// Policy: procedure.nudes.store_device (AR 11.1.1/4, BG 11.2/13)
func TestADeviceUnderTheHoldIsRead(t *testing.T) {
	for _, kind := range storetest.Kinds {
		for _, preset := range []string{"anthony-roper", "beaver-green"} {
			t.Run(kind.Name+" "+preset, func(t *testing.T) { deviceIsRead(t, kind, preset) })
		}
	}
}

func deviceIsRead(t *testing.T, kind storetest.Kind, preset string) {
	service, err := house.NewPushService()
	must(t, err)
	t.Cleanup(func() { service.Close() })
	standing(t, service)
	config, err := readConfig(in(t.TempDir(), "LOLLIPOP_ORIGIN=https://lollipop.test"))
	must(t, err)
	p := morning(t, config, kind.Config(t))
	t.Cleanup(p.close)
	place := storetest.Furnish(t, p.store, "hook-lane", preset)
	teacher, lead, head := place.Staff[1], place.Staff[2], place.Staff[3]
	hers, heads := bellOf(t, p, service, lead), bellOf(t, p, service, head)
	ringing(t, p)
	for range 2 {
		act := place.Act("custody.confiscate")
		act.Actor = teacher.Who().Person
		_, err := p.custody.Confiscate(t.Context(), teacher.Who(), act, custody.Taking{Pupil: place.Pupils[2].ID, Another: true,
			Ground: place.School.Policy.Phones.HoldGrounds[0], Stored: "safe"})
		must(t, err)
	}
	soon(t, "the lead is rung", func() bool { return len(service.Arrivals(hers)) > 0 })
	soon(t, "both are there", func() bool {
		all, err := p.concerns.List(t.Context(), lead.Who(), false)
		return err == nil && len(all) == 2
	})
	for _, s := range place.Staff {
		all, err := p.concerns.List(t.Context(), s.Who(), false)
		if must(t, err); (len(all) > 0) != (s.ID == lead.ID) {
			t.Errorf("%s reads %d", s.Surname, len(all))
		}
	}
	all, err := p.concerns.List(t.Context(), lead.Who(), false)
	must(t, err)
	o, err := p.concerns.Read(t.Context(), lead.Who(), all[0].ID, false)
	must(t, err)
	kept, err := p.store.Custody().Confiscation(t.Context(), place.School.ID, o.Head.Confiscation)
	if must(t, err); !kept.Held || !kept.Secret || kept.Pupil != o.Head.Pupil || o.Urgency != concern.Soon {
		t.Errorf("it leads to %+v, held %v", o.Head, kept.Held)
	}
	for _, a := range service.Arrivals(hers) {
		if !strings.Contains(a.Plain, "There is something to read") || strings.Contains(a.Plain, "Maisie") {
			t.Errorf("her lock screen shows %s", a.Plain)
		}
	}
	if n := len(service.Arrivals(hers)); n > 3 {
		t.Errorf("she was rung %d times", n)
	}
	if n := len(service.Arrivals(heads)); n != 0 {
		t.Errorf("the head was rung %d times", n)
	}
	must(t, func() error {
		_, err := p.concerns.Round(t.Context(), place.School.ID, p.clock.Now().Add(time.Minute))
		return err
	}())
}
