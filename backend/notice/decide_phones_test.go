package notice_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/school"
)

// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12)
func TestAConfiscationIsToldToThoseWhoMayBeTold(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.maryam, school.Breach, custody.TellNow, at(11, 10))
		told := h.confiscated(t, taken, at(11, 10))
		only(t, "at once", told, notice.Confiscated, h.amina, h.daniel)
		for _, n := range told {
			if !slices.Equal(n.Pupils, []id.Pupil{h.maryam}) || n.Urgent || n.Bare ||
				!n.RingAt.Equal(at(11, 10).Add(time.Second+notice.Gather)) {
				t.Errorf("%+v", n)
			}
		}
		only(t, "decided again", h.did(t, custody.DidDecideTell, string(taken), at(11, 20), nil), notice.Confiscated)
		late := h.take("late", h.maryam, school.Breach, custody.TellNow, at(19, 30))
		for _, n := range h.confiscated(t, late, at(19, 30)) {
			if !n.RingAt.Equal(monday.AddDays(1).At(7, 0, school.London)) {
				t.Errorf("in the evening it rings at %s", n.RingAt)
			}
		}
	})
}

// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12)
func TestNotYetIsToldOnceSomebodyDecides(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.yusuf, school.Behaviour, custody.NotYet, at(11, 10))
		first := h.confiscated(t, taken, at(11, 10))
		if h.school.Policy.Phones.ParentsTold == school.ToldBeforeRelease {
			only(t, "nothing is to be decided", first, notice.Confiscated, h.amina, h.daniel)
			return
		}
		only(t, "not yet", first, notice.Confiscated)
		h.alter(taken, func(c *custody.Confiscation) { c.Tell = custody.TellNow })
		only(t, "decided", h.did(t, custody.DidDecideTell, string(taken), at(12, 0), nil), notice.Confiscated, h.amina,
			h.daniel)
		only(t, "twice", h.did(t, custody.DidDecideTell, string(taken), at(12, 5), nil), notice.Confiscated)
	})
}

func TestReleasedIsToldToThoseWhoKnew(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10))
		h.confiscated(t, taken, at(11, 10))
		h.read(h.amina, at(11, 30))
		h.alter(taken, func(c *custody.Confiscation) { c.ReleasedTo, c.ReleasedAt = h.amina, at(15, 20) })
		told := h.did(t, custody.DidRelease, string(taken), at(15, 20), map[string]any{"adult": h.amina})
		only(t, "home", told, notice.Released, h.amina, h.daniel)
		for _, n := range told {
			if n.RingAt.IsZero() != (n.Adult == h.amina) {
				t.Errorf("%s is rung for what she took home herself: %s", n.Adult, n.RingAt)
			}
		}
		for _, n := range h.notices {
			if n.Kind == notice.Confiscated && (!n.OverAt.Equal(at(15, 20)) || !n.RingAt.IsZero()) {
				t.Errorf("it goes on: %+v", n)
			}
		}
		only(t, "a closed one", h.did(t, custody.DidDecideTell, string(taken), at(15, 30), nil), notice.Confiscated)
		// Somebody who may be told no longer hears nothing of its going either; of what nobody was told, nobody hears.
		second := h.take("second", h.yusuf, school.Breach, custody.TellNow, at(12, 0))
		h.confiscated(t, second, at(12, 0))
		h.people.Contacts[1].CourtOrder = "No contact"
		h.alter(second, func(c *custody.Confiscation) { c.ReleasedTo, c.ReleasedAt = h.amina, at(15, 21) })
		only(t, "barred meanwhile", h.did(t, custody.DidRelease, string(second), at(15, 21), nil), notice.Released, h.amina)
		quiet := h.take("quiet", h.yusuf, school.Breach, custody.NotYet, at(12, 0))
		h.alter(quiet, func(c *custody.Confiscation) { c.ReleasedTo, c.ReleasedAt = h.amina, at(15, 22) })
		only(t, "nobody knew", h.did(t, custody.DidRelease, string(quiet), at(15, 22), nil), notice.Released)
	})
}

func TestWithThePoliceItIsOver(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10))
		h.confiscated(t, taken, at(11, 10))
		h.alter(taken, func(c *custody.Confiscation) { c.PoliceAt = at(12, 0) })
		only(t, "police", h.did(t, custody.DidGiveToPolice, string(taken), at(12, 0), nil), notice.Released)
		for _, n := range h.notices {
			if !n.OverAt.Equal(at(12, 0)) || !n.RingAt.IsZero() {
				t.Errorf("%+v", n)
			}
		}
	})
}

// Policy: phones.release (BG 9.3/12)
func TestWhoWasSpokenToKnows(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10))
		h.confiscated(t, taken, at(11, 10))
		log := func(adult id.Adult, how custody.How, outcome custody.Outcome, when time.Time) {
			h.follow(t, custody.DidContact, string(taken), when, when, "office",
				map[string]any{"adult": adult, "how": how, "outcome": outcome})
		}
		log(h.amina, custody.ByPhone, custody.NoAnswer, at(11, 20))
		log(h.daniel, custody.ByApp, custody.WillCome, at(11, 21))
		for _, n := range h.notices {
			if !n.Waits() {
				t.Errorf("nobody was spoken to: %+v", n)
			}
		}
		log(h.amina, custody.ByPhone, custody.Spoke, at(11, 30))
		log(h.amina, custody.InPerson, custody.Spoke, at(11, 40))
		for _, n := range h.notices {
			if told := n.Adult == h.amina; told == n.Waits() || told &&
				(!n.ToldAt.Equal(at(11, 30)) || n.ToldBy != "office" || n.ToldHow != notice.Spoke || !n.RingAt.IsZero()) {
				t.Errorf("%+v", n)
			}
		}
	})
}

func TestLeftAtTheEndOfTheDay(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		device := id.Device("tablet")
		h.devices[device] = custody.Device{ID: device, Pupil: h.yusuf, State: custody.HandedIn, Since: at(8, 40)}
		body := map[string]any{"pupil": h.yusuf, "on": monday}
		told := h.did(t, custody.DidRemain, string(device), at(15, 30), body)
		only(t, "left", told, notice.Uncollected, h.amina, h.daniel)
		for _, n := range told {
			if !n.Urgent || n.RingAt.After(at(15, 31)) {
				t.Errorf("%+v", n)
			}
		}
		ends := func(what string, over bool) {
			t.Helper()
			for _, n := range h.notices {
				if n.OverAt.IsZero() == over || over && !n.RingAt.IsZero() {
					t.Errorf("%s: %+v", what, n)
				}
			}
		}
		h.did(t, custody.DidCollect, string(device), at(15, 40), body)
		ends("collected", true)
		h.did(t, custody.DidUndo, string(device), at(15, 40).Add(30*time.Second),
			map[string]any{"from": custody.WithChild, "to": custody.HandedIn})
		ends("it was a slip of the finger", false)
		for _, n := range h.notices {
			if n.RingAt.IsZero() {
				t.Errorf("it had not rung yet, and does not: %+v", n)
			}
		}
		h.did(t, custody.DidCollect, string(device), at(15, 50), body)
		h.did(t, custody.DidUndo, string(device), at(15, 55),
			map[string]any{"from": custody.WithChild, "to": custody.HandedIn})
		ends("an undoing of something else", true)
		// The next day it is there again: what was said is over, and said anew. Then it is confiscated.
		next := at(15, 30).AddDate(0, 0, 1)
		only(t, "again", h.did(t, custody.DidRemain, string(device), next, body), notice.Uncollected, h.amina, h.daniel)
		only(t, "and again", h.did(t, custody.DidRemain, string(device), next.AddDate(0, 0, 1), body), notice.Uncollected,
			h.amina, h.daniel)
		open, _ := h.Open("")
		only(t, "one at a time", open, notice.Uncollected, h.amina, h.daniel)
		taken := h.take("tablet-taken", h.yusuf, h.hides(), "", next.AddDate(0, 0, 1))
		h.alter(taken, func(c *custody.Confiscation) { c.Device = device })
		only(t, "held", h.confiscated(t, taken, next.AddDate(0, 0, 1)), notice.Confiscated)
		ends("kept, it is left no longer", true)
		// It was fetched before anybody could be told.
		h.devices[device] = custody.Device{ID: device, Pupil: h.yusuf, State: custody.WithChild}
		only(t, "fetched meanwhile", h.did(t, custody.DidRemain, string(device), at(15, 30), body), notice.Uncollected)
		// A server that was down learns of it days later: it was fetched, and handed in again this morning.
		h.devices[device] = custody.Device{ID: device, Pupil: h.yusuf, State: custody.HandedIn,
			Since: monday.AddDays(2).At(8, 40, school.London)}
		only(t, "days later", h.follow(t, custody.DidRemain, string(device), at(15, 30),
			monday.AddDays(2).At(9, 0, school.London), "", body), notice.Uncollected)
	})
}
