package custody_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"lollipop/backend/custody"
	"lollipop/backend/school"
)

func (m *machine) handIn(rt *rapid.T) {
	who, child := draw(rt, "who", m.people), draw(rt, "child", m.children)
	in := custody.Arriving{Pupil: m.h.pupil(child), Kind: draw(rt, "kind", []school.DeviceKind{school.Phone,
		school.Tablet}),
		Label: draw(rt, "label", []string{"", "blue"})}
	x := m.first(child, in.Kind, func(x *thing) bool { return in.Label == "" || x.label == in.Label })
	may := m.handsIn() && m.desk(who) && (x == nil || x.where == custody.WithChild)
	if named := m.some(rt); named != nil && chance(rt, "by name", 2) {
		x, in.Device = named, named.id
		may = m.handsIn() && m.desk(who) && x.child == child && x.where == custody.WithChild
	}
	act := m.act(who, "hand_in")
	send := func() (custody.Shelf, error) { return m.h.HandIn(ctx, m.h.who(who), act, in) }
	shelf, err := send()
	m.judge(rt, fmt.Sprintf("the %s takes in %s's %s %q", who, child, in.Kind, in.Label), may, err, custody.DidHandIn,
		func() error {
			return second(send())
		})
	if err != nil {
		return
	}
	if x == nil {
		x = m.arrived(rt, child, in.Kind, in.Label, shelf.Devices)
	}
	m.move(x, custody.HandedIn, m.lowest())
}

// arrived is the thing that nobody knew before.
func (m *machine) arrived(rt *rapid.T, child string, kind school.DeviceKind, label string,
	devices []custody.Device) *thing {
	x := &thing{child: child, kind: kind, label: label, where: custody.WithChild}
	for _, d := range devices {
		if !slices.ContainsFunc(m.things, func(x *thing) bool { return x.id == d.ID }) {
			x.id = d.ID
		}
	}
	if x.id == "" {
		rt.Fatalf("a new %s of %s's is on no shelf", kind, child)
	}
	m.things = append(m.things, x)
	return x
}

// some is any thing; nil while there is none.
func (m *machine) some(rt *rapid.T) *thing {
	if len(m.things) == 0 {
		return nil
	}
	return draw(rt, "thing", m.things)
}

// asked is whose thing somebody says that it is: nearly always the truth.
func (m *machine) asked(rt *rapid.T, x *thing) string {
	if chance(rt, "mistaken", 10) {
		return draw(rt, "child", m.children)
	}
	return x.child
}

func (m *machine) collect(rt *rapid.T) {
	x := m.some(rt)
	if x == nil {
		return
	}
	who, child := draw(rt, "who", m.people), m.asked(rt, x)
	act := m.act(who, "collect")
	send := func() error { return second(m.h.Collect(ctx, m.h.who(who), act, m.h.pupil(child), x.id)) }
	may := m.handsIn() && m.desk(who) && x.child == child && x.where == custody.HandedIn
	err := send()
	m.judge(rt, fmt.Sprintf("the %s gives %s's %s to %s", who, x.child, x.kind, child), may, err, custody.DidCollect, send)
	if err == nil {
		m.move(x, custody.WithChild, 0)
	}
}

func (m *machine) undo(rt *rapid.T) {
	x := m.some(rt)
	if x == nil {
		return
	}
	if chance(rt, "the last one", 2) {
		x = slices.MaxFunc(m.things, func(x, y *thing) int { return x.since.Compare(y.since) })
	}
	who, child := draw(rt, "who", m.people), m.asked(rt, x)
	act := m.act(who, "undo")
	send := func() error { return second(m.h.Undo(ctx, m.h.who(who), act, m.h.pupil(child), x.id)) }
	may := m.handsIn() && m.desk(who) && x.child == child && x.was != "" && m.now.Sub(x.since) <= time.Minute
	err := send()
	m.judge(rt, fmt.Sprintf("the %s undoes %s's %s", who, x.child, x.kind), may, err, custody.DidUndo, send)
	if err != nil {
		return
	}
	slot := x.wasSlot
	x.slot = 0
	if x.was == custody.HandedIn && m.taken(slot) {
		slot = m.lowest()
	}
	x.where, x.slot, x.since, x.was, x.wasSlot = x.was, slot, m.now, "", 0
}
