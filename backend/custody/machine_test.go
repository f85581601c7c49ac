package custody_test

import (
	"context"
	"flag"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// The model below is §9.3 as domain.md tells it, written without a look at the rules: where each thing is, and who may
// do what to it when. Random people do random things, and the house must agree with the model at every step.

// thing is one device.
type thing struct {
	id      id.Device
	child   string
	kind    school.DeviceKind
	label   string
	where   custody.State
	slot    int
	since   time.Time
	was     custody.State // what an undo goes back to; empty for nothing
	wasSlot int
}

// keeping is one time that a thing was taken.
type keeping struct {
	id             id.Confiscation
	thing          *thing
	ground         school.Ground
	at             time.Time
	held, secret   bool
	spoken, closed bool
}

// machine is a house beside its model.
type machine struct {
	h        *house
	now      time.Time
	children []string
	people   []string
	things   []*thing
	kept     []*keeping
	did      []event.Kind
	agreed   int          // how much of it the house was held against
	before   int64        // the chain's length when the model began
	retry    func() error // the last thing that was done, sent once more
}

func newMachine(t failing, db *store.Store, name string) *machine {
	m := &machine{h: furnish(t, db, name, "machine-"+string(id.New[id.School]())), now: at(8, 35),
		children: []string{"Yusuf", "Maryam"}}
	if name == "BG" {
		m.children = append(m.children, "Kuba")
	}
	for _, role := range []people.Role{people.Technician, people.OnlineSafetyLead} {
		m.h.staff[string(role)] = people.Who{School: m.h.ID, Person: id.Named[id.Person](string(role)),
			Roles: []people.Role{role}}
	}
	m.people = []string{"office", "dsl", "head", "office", "dsl", "office", "deputy", "second", "teacher", "neighbour",
		"osl", "technician"}
	m.before = must(db.Audit().Head(context.Background(), m.h.ID, audit.Daily))(t).Position
	return m
}

func (m *machine) handsIn() bool { return m.h.name == "AR" }
func (m *machine) desk(who string) bool {
	return slices.Contains([]string{"office", "head", "second"}, who)
}
func (m *machine) takes(who string) bool { return who != "technician" }
func (m *machine) leads(who string) bool { return who == "head" || who == "second" }
func (m *machine) keeps(who string) bool { return m.desk(who) || m.team(who) }
func (m *machine) team(who string) bool {
	return who == "dsl" || who == "deputy" || who == "osl" && m.h.name == "AR"
}

func (m *machine) mayBeTold(adult, child string) bool {
	return m.mayCollect(adult, child) || adult == "Daniel" && child != "Kuba"
}

func (m *machine) mayCollect(adult, child string) bool {
	return adult == map[bool]string{true: "Ewa", false: "Amina"}[child == "Kuba"]
}

// mayGo reports whether the profile's condition holds.
func (m *machine) mayGo(k *keeping) bool {
	if m.h.name == "BG" {
		return k.spoken
	}
	day := clock.DateOf(k.at, school.London)
	ends := day.At(15, 15, school.London)
	if day == lastOfTerm {
		ends = day.At(13, 30, school.London)
	}
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || day > lastOfTerm || !m.now.Before(ends)
}

// lastOfTerm is when autumn's term ends, at half past one. The machine's days reach it and some of the holidays after it.
const lastOfTerm clock.Date = "2026-12-18"

// lowest is the lowest slot that no thing has.
func (m *machine) lowest() int {
	for slot := 1; ; slot++ {
		if !m.taken(slot) {
			return slot
		}
	}
}

func (m *machine) taken(slot int) bool {
	return slices.ContainsFunc(m.things, func(x *thing) bool { return x.slot == slot })
}

// first is the child's first thing of a kind that is not with the police.
func (m *machine) first(child string, kind school.DeviceKind, fits func(*thing) bool) *thing {
	for _, x := range m.things {
		if x.child == child && x.kind == kind && x.where != custody.WithPolice && fits(x) {
			return x
		}
	}
	return nil
}

// move is a desk move.
func (m *machine) move(x *thing, to custody.State, slot int) {
	x.was, x.wasSlot = x.where, x.slot
	x.where, x.slot, x.since = to, slot, m.now
}

// judge holds what happened against what the model says.
func (m *machine) judge(rt *rapid.T, what string, may bool, err error, kind event.Kind, again func() error) {
	rt.Logf("%s %s: %s", m.now.In(school.London).Format("Mon 15:04:05"), what, heard(err))
	if may != (err == nil) {
		rt.Fatalf("%s at %s: the model says %v, the house %q", what, m.now, may, heard(err))
	}
	if err == nil {
		m.did, m.retry = append(m.did, kind), again
	}
}

// draw is any of them, each as likely as the next: rapid.SampledFrom would nearly always take the first ones, and a
// day in which everything is done by the office proves little.
func draw[T any](rt *rapid.T, what string, of []T) T {
	return of[evenly(len(of)).Draw(rt, what)]
}

// chance is one in n.
func chance(rt *rapid.T, what string, n int) bool { return evenly(n).Draw(rt, what) == n-1 }

// evenly is a number below n, which is at most 64.
func evenly(n int) *rapid.Generator[int] {
	return rapid.Custom(func(rt *rapid.T) int {
		i := 0
		for range 12 {
			i *= 2
			if rapid.Bool().Draw(rt, "bit") {
				i++
			}
		}
		return i * n >> 12
	})
}

func (m *machine) act(who string, command string) event.Act {
	return m.h.act(m.h.who(who), m.now, "custody."+command)
}

var ctx = context.Background()

// agree holds the house against the model: how much happened at every step, where everything is whenever something did,
// and now and then when nothing should have.
func (m *machine) agree(rt *rapid.T) {
	if head := must(m.h.db.Audit().Head(ctx, m.h.ID, audit.Daily))(rt); head.Position != m.before+int64(len(m.did)) {
		rt.Fatalf("%d changes, %d events", len(m.did), head.Position-m.before)
	}
	if m.agreed == len(m.did) && !chance(rt, "look", 8) {
		return
	}
	m.agreed = len(m.did)
	here, slots, n := map[id.Device]*thing{}, map[int]bool{}, 0
	for _, x := range m.things {
		here[x.id] = x
	}
	for _, child := range must(m.h.Desk(ctx, m.h.who("office"), m.now))(rt) {
		for _, d := range child.Devices {
			n++
			x := here[d.ID]
			if x == nil || x.where != d.State || x.slot != d.Slot || m.h.pupil(x.child) != d.Pupil || !x.since.Equal(d.Since) {
				rt.Fatalf("the house has %+v, the model %+v", d, x)
			}
			if d.Slot != 0 && slots[d.Slot] || (d.Slot != 0) != (d.State == custody.HandedIn) ||
				(d.Open != "") != (d.State == custody.Confiscated) {
				rt.Fatalf("in no place, or in two: %+v", d)
			}
			slots[d.Slot] = true
		}
	}
	if n != len(m.things) {
		rt.Fatalf("the house has %d things, the model %d", n, len(m.things))
	}
	m.records(rt, true)
}

// records holds what the office reads of the safe, or of what left it, against the model.
func (m *machine) records(rt *rapid.T, isOpen bool) {
	kept := map[id.Confiscation]*keeping{}
	for _, k := range m.kept {
		if k.closed != isOpen {
			kept[k.id] = k
		}
	}
	read := must(m.h.List(ctx, m.h.who("office"), isOpen, time.Time{}))(rt)
	for _, r := range read {
		k := kept[r.ID]
		if k == nil || k.thing.id != r.Device || r.ContactAt.IsZero() == k.spoken {
			rt.Fatalf("the safe has %+v, the model %+v", r.Confiscation, k)
		}
		if isOpen && r.Held != k.held || k.secret && r.Ground != "" || !k.secret && r.Ground != k.ground {
			rt.Fatalf("the office reads %+v of %+v", r.Confiscation, k)
		}
		if !r.ReleasedAt.IsZero() && (k.held || !m.mayCollect(map[id.Adult]string{m.h.adult("Amina"): "Amina",
			m.h.adult("Ewa"): "Ewa"}[r.ReleasedTo], k.thing.child)) {
			rt.Fatalf("released to %s: %+v", r.ReleasedTo, k)
		}
	}
	if len(read) != len(kept) {
		rt.Fatalf("the safe has %d, the model %d (open %v)", len(read), len(kept), isOpen)
	}
}

// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2), phones.confiscate (AR 9.3/7, BG 9.3/8), phones.release (AR 9.3/9, BG
// 9.3/12), phones.to_police (AR 9.3/11, BG 9.3/13)
func TestWhateverPeopleDoTheHouseAgreesWithThePolicy(t *testing.T) {
	for _, kind := range storetest.Kinds {
		size := map[string][2]string{"memory": {"30", "250"}, "file": {"8", "100"}, "postgres": {"6", "100"}}[kind.Name]
		for i, name := range []string{"rapid.checks", "rapid.steps"} {
			was := flag.Lookup(name).Value.String()
			if err := flag.Set(name, size[i]); err != nil {
				t.Fatal(err)
			}
			defer flag.Set(name, was)
		}
		t.Run(kind.Name, func(t *testing.T) {
			db := kind.Open(t) // one for all checks: each has a school to itself
			for _, name := range both {
				t.Run(name, func(t *testing.T) {
					seen := map[event.Kind]int{}
					rapid.Check(t, func(rt *rapid.T) {
						m := newMachine(rt, db, name)
						m.now = draw(rt, "begins", []time.Time{m.now, lastOfTerm.AddDays(-1).At(8, 35, school.London)})
						deeds := []func(*rapid.T){m.handIn, m.handIn, m.handIn, m.collect, m.undo, m.undo, m.confiscate, m.confiscate,
							m.confiscate, m.contact, m.contact, m.tell, m.hold, m.lift, m.release, m.release, m.release, m.releaseToChild,
							m.police,
							m.wait, m.wait, m.sleep, m.sendAgain}
						rt.Repeat(map[string]func(*rapid.T){"": m.agree, "do": func(rt *rapid.T) { draw(rt, "deed", deeds)(rt) }})
						m.records(rt, false)
						if kinds := m.h.events(rt); !slices.Equal(kinds, m.did) {
							rt.Fatalf("the record says %v, and %v was done", kinds, m.did)
						}
						m.h.verify(rt)
						for _, kind := range m.did {
							seen[kind]++
						}
					})
					t.Log(seen)
					for _, did := range []event.Kind{custody.DidConfiscate, custody.DidContact, custody.DidRelease, custody.DidSetHold,
						custody.DidLiftHold, custody.DidGiveToPolice} {
						if few := 10; kind.Name == "memory" && seen[did] < few {
							t.Errorf("in all those days %d were %s: the machine proves too little", seen[did], did)
						}
					}
				})
			}
		})
	}
}
