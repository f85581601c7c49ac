package custody_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// What people do in the machine, here and at the desk (machine_desk_test.go): each deed is done to the house, judged by
// the model, and then done to the model.

// policed are the grounds of each school, and whether they set the hold.
var policed = map[string]map[school.Ground]bool{
	"AR": {school.Breach: false, school.Behaviour: false, school.AntiBullying: false, school.ChildProtection: true},
	"BG": {school.Breach: false, school.Behaviour: false, school.AntiBullying: false, school.Imagery: true},
}

func (m *machine) confiscate(rt *rapid.T) {
	who, child := draw(rt, "who", m.people), draw(rt, "child", m.children)
	ground := draw(rt, "ground", []school.Ground{school.Breach, school.Behaviour, school.AntiBullying,
		school.ChildProtection, school.Imagery})
	taking := custody.Taking{Pupil: m.h.pupil(child), Kind: draw(rt, "kind", []school.DeviceKind{school.Phone,
		school.Tablet}),
		Ground: ground, Stored: "safe", Tell: custody.TellNow}
	x := m.first(child, taking.Kind, func(x *thing) bool { return x.where == custody.WithChild })
	if x == nil {
		x = m.first(child, taking.Kind, func(*thing) bool { return true })
	}
	hold, policed := policed[m.h.name][ground]
	may := m.takes(who) && policed && (x == nil || x.where == custody.WithChild || x.where == custody.HandedIn)
	if named := m.some(rt); named != nil && chance(rt, "by name", 2) {
		x, taking.Device = named, named.id
		may = m.takes(who) && policed && x.child == child && (x.where == custody.WithChild || x.where == custody.HandedIn)
	}
	act := m.act(who, "confiscate")
	send := func() (custody.Confiscation, error) { return m.h.Confiscate(ctx, m.h.who(who), act, taking) }
	c, err := send()
	m.judge(rt, fmt.Sprintf("the %s takes %s's %s for %s", who, child, taking.Kind, ground), may, err,
		custody.DidConfiscate,
		func() error { return second(send()) })
	if err != nil {
		return
	}
	if x == nil {
		x = m.arrived(rt, child, taking.Kind, "", []custody.Device{{ID: c.Device}})
	}
	m.kept = append(m.kept, &keeping{id: c.ID, thing: x, ground: ground, at: m.now, held: hold, secret: hold})
	x.where, x.slot, x.since, x.was, x.wasSlot = custody.Confiscated, 0, m.now, "", 0
}

// one is something that is, or was, in the safe: rather one that is still there. Nil while there is none.
func (m *machine) one(rt *rapid.T) *keeping {
	open := slices.DeleteFunc(slices.Clone(m.kept), func(k *keeping) bool { return k.closed })
	switch {
	case len(m.kept) == 0:
		return nil
	case len(open) == 0 || chance(rt, "of the past", 6):
		return draw(rt, "kept", m.kept)
	}
	return draw(rt, "kept", open)
}

// adult is somebody of the family, rather the mother.
func (m *machine) adult(rt *rapid.T, child string) string {
	mother := "Amina"
	if child == "Kuba" {
		mother = "Ewa"
	}
	return draw(rt, "adult", []string{mother, mother, mother, "Karim", "Daniel", "Amina", "Ewa"})
}

// verb does one thing to something that is, or was, in the safe.
func (m *machine) verb(rt *rapid.T, k *keeping, what string, kind event.Kind, may func(who string, k *keeping) bool,
	do func(who people.Who, act event.Act, k *keeping) error, then func(k *keeping)) {
	who := draw(rt, "who", m.people)
	act := m.act(who, what)
	send := func() error { return do(m.h.who(who), act, k) }
	err := send()
	m.judge(rt, fmt.Sprintf("the %s: %s, %s's %s", who, what, k.thing.child, k.thing.kind), m.keeps(who) && may(who, k),
		err, kind, send)
	if err == nil {
		then(k)
	}
}

func (m *machine) contact(rt *rapid.T) {
	k := m.one(rt)
	if k == nil {
		return
	}
	adult := m.adult(rt, k.thing.child)
	outcome := draw(rt, "outcome", []custody.Outcome{custody.Spoke, custody.NoAnswer})
	m.verb(rt, k, "contact "+adult+" "+string(outcome), custody.DidContact, func(who string, k *keeping) bool {
		return !k.closed && (!k.held || m.team(who)) && m.mayBeTold(adult, k.thing.child)
	}, func(who people.Who, act event.Act, k *keeping) error {
		return second(m.h.LogContact(ctx, who, act, k.id, m.h.adult(adult), custody.ByPhone, outcome))
	}, func(k *keeping) { k.spoken = k.spoken || outcome == custody.Spoke })
}

func (m *machine) tell(rt *rapid.T) {
	k := m.one(rt)
	if k == nil {
		return
	}
	m.verb(rt, k, "decide to tell", custody.DidDecideTell, func(who string, k *keeping) bool {
		return m.h.name == "AR" && !k.closed && (!k.held || m.team(who))
	}, func(who people.Who, act event.Act, k *keeping) error {
		return second(m.h.DecideTell(ctx, who, act, k.id, custody.TellNow, ""))
	}, func(*keeping) {})
}

func (m *machine) hold(rt *rapid.T) {
	k := m.one(rt)
	if k == nil {
		return
	}
	m.verb(rt, k, "hold", custody.DidSetHold, func(who string, k *keeping) bool {
		return m.team(who) && !k.closed &&
			!k.held
	},
		func(who people.Who, act event.Act, k *keeping) error {
			return second(m.h.SetHold(ctx, who, act, k.id, "why"))
		},
		func(k *keeping) { k.held, k.secret = true, true })
}

func (m *machine) lift(rt *rapid.T) {
	k := m.one(rt)
	if k == nil {
		return
	}
	m.verb(rt, k, "lift", custody.DidLiftHold, func(who string, k *keeping) bool {
		return m.team(who) && !k.closed &&
			k.held
	},
		func(who people.Who, act event.Act, k *keeping) error {
			return second(m.h.LiftHold(ctx, who, act, k.id, "why", custody.NotYet))
		}, func(k *keeping) { k.held = false })
}

func (m *machine) release(rt *rapid.T) {
	k := m.one(rt)
	if k == nil {
		return
	}
	adult := m.adult(rt, k.thing.child)
	m.verb(rt, k, "release to "+adult, custody.DidRelease, func(who string, k *keeping) bool {
		return !k.closed && !k.held && m.mayGo(k) && m.mayCollect(adult, k.thing.child)
	}, func(who people.Who, act event.Act, k *keeping) error {
		return second(m.h.Release(ctx, who, act, k.id, m.h.adult(adult)))
	}, func(k *keeping) {
		k.closed = true
		k.thing.where, k.thing.since = custody.WithChild, m.now
	})
}

func (m *machine) releaseToChild(rt *rapid.T) {
	k := m.one(rt)
	if k == nil {
		return
	}
	m.verb(rt, k, "release to the child", "never", func(string, *keeping) bool { return false },
		func(who people.Who, _ event.Act, k *keeping) error { return m.h.ReleaseToChild(ctx, who, k.id, m.now) }, nil)
}

func (m *machine) police(rt *rapid.T) {
	k := m.one(rt)
	if k == nil || !chance(rt, "rarely", 4) { // nothing comes back from there
		return
	}
	m.verb(rt, k, "give to the police", custody.DidGiveToPolice, func(who string, k *keeping) bool {
		return !k.closed && (!k.held || m.team(who) || m.leads(who))
	}, func(who people.Who, act event.Act, k *keeping) error {
		return second(m.h.GiveToPolice(ctx, who, act, k.id, "PC Lane", "46/1"))
	}, func(k *keeping) {
		k.closed = true
		k.thing.where, k.thing.since = custody.WithPolice, m.now
	})
}

func (m *machine) wait(rt *rapid.T) {
	m.now = m.now.Add(draw(rt, "wait", []time.Duration{time.Second, 59 * time.Second, time.Minute, time.Hour,
		4 * time.Hour}))
}

func (m *machine) sleep(rt *rapid.T) {
	if day := clock.DateOf(m.now, school.London); day <= lastOfTerm {
		m.now = day.AddDays(1).At(8, 30, school.London)
	}
}

func (m *machine) sendAgain(rt *rapid.T) {
	if m.retry == nil {
		return
	}
	if err := m.retry(); err != nil {
		rt.Fatalf("sent again: %v", err)
	}
}
