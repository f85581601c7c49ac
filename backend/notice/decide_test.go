package notice_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// household is a school with one family: Amina and Daniel may be told of Yusuf and Maryam, Karim is barred from both.
type household struct {
	*world
	yusuf, maryam        id.Pupil
	amina, daniel, karim id.Adult
}

func newHousehold(name string) *household {
	h := &household{world: newWorld(name)}
	h.yusuf, h.maryam = h.child("Yusuf", people.Year4), h.child("Maryam", people.Year6)
	h.amina, h.daniel, h.karim = h.adult("Amina"), h.adult("Daniel"), h.adult("Karim")
	for _, pupil := range []id.Pupil{h.yusuf, h.maryam} {
		h.beside(pupil, h.amina, people.Mother, "")
		h.beside(pupil, h.daniel, people.StepFather, "")
		h.beside(pupil, h.karim, people.Father, "No contact")
	}
	return h
}

// hides is the ground that sets the hold.
func (h *household) hides() school.Ground { return h.school.Policy.Phones.HoldGrounds[0] }

// each runs a test at both schools.
func each(t *testing.T, do func(t *testing.T, h *household)) {
	for _, name := range both {
		t.Run(name, func(t *testing.T) { do(t, newHousehold(name)) })
	}
}

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

// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestUnderAHoldNobodyIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		held := h.take("held", h.yusuf, h.hides(), "", at(11, 10))
		only(t, "from the start", h.confiscated(t, held, at(11, 10)), notice.Confiscated)
		h.alter(held, func(c *custody.Confiscation) { c.Held, c.Tell = false, custody.NotYet })
		only(t, "lifted, not yet", h.did(t, custody.DidLiftHold, string(held), at(12, 0), nil), notice.Confiscated)
		h.alter(held, func(c *custody.Confiscation) { c.Held, c.Tell = true, "" })
		h.did(t, custody.DidSetHold, string(held), at(12, 30), nil)
		h.alter(held, func(c *custody.Confiscation) { c.Held, c.Tell = false, custody.TellNow })
		told := h.did(t, custody.DidLiftHold, string(held), at(13, 0), nil)
		only(t, "lifted with a yes", told, notice.Confiscated, h.amina, h.daniel)
		for _, n := range told {
			if !n.Bare {
				t.Error("what comes after a hold says why")
			}
		}
	})
}

// A hold that comes later takes back what nobody has read; what has been read stays as it was, and rings no more.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestALaterHoldTakesBackWhatIsUnread(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10))
		h.confiscated(t, taken, at(11, 10))
		h.read(h.amina, at(11, 30))
		before := slices.Clone(h.notices)
		hold := func(c *custody.Confiscation) { c.Held, c.Secret = true, true }
		h.alter(taken, hold)
		only(t, "held", h.did(t, custody.DidSetHold, string(taken), at(12, 0), nil), notice.Confiscated)
		for i, n := range h.notices {
			switch n.Adult {
			case h.amina:
				if n.TakenBack || n.ReadAt != before[i].ReadAt || !n.OverAt.IsZero() || !n.RingAt.IsZero() || n.Bare {
					t.Errorf("what she read: %+v", n)
				}
			case h.daniel:
				if !n.TakenBack || !n.RingAt.IsZero() {
					t.Errorf("what he did not: %+v", n)
				}
			}
		}
		h.alter(taken, func(c *custody.Confiscation) { c.Held, c.Tell = false, custody.TellNow })
		told := h.did(t, custody.DidLiftHold, string(taken), at(13, 0), nil)
		only(t, "lifted", told, notice.Confiscated, h.daniel) // she knows
		if !told[0].Bare {
			t.Error("what comes after a hold says why")
		}
		// Between the taking and its notices: the server was down, and catches up.
		second := h.take("second", h.maryam, school.Breach, custody.TellNow, at(14, 0))
		h.alter(second, hold)
		only(t, "held before anybody was told", h.confiscated(t, second, at(14, 0)), notice.Confiscated)
		only(t, "and the hold itself", h.did(t, custody.DidSetHold, string(second), at(14, 1), nil), notice.Confiscated)
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

func TestAnotherDeviceThatIsSignedIn(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		in := func(person, how string, devices int) []notice.Notice {
			h.seats[id.Adult(person)] = devices
			return h.did(t, access.SignedIn, person, at(10, 0), map[string]string{"how": how})
		}
		only(t, "the first", in(string(h.amina), "letter", 1), notice.NewSignIn)
		told := in(string(h.amina), "letter", 2)
		only(t, "the second", told, notice.NewSignIn, h.amina)
		if told[0].Subject != string(h.amina) || len(told[0].Pupils) != 0 || told[0].RingAt.IsZero() {
			t.Errorf("%+v", told[0])
		}
		only(t, "once more, and she has not looked", in(string(h.amina), "letter", 3), notice.NewSignIn)
		h.notices[0].At = h.notices[0].At.Add(-time.Hour)
		only(t, "an hour later", in(string(h.amina), "letter", 3), notice.NewSignIn, h.amina)
		h.read(h.amina, at(10, 1))
		only(t, "she has looked", in(string(h.amina), "letter", 3), notice.NewSignIn, h.amina)
		only(t, "handed over", in(string(h.daniel), "hand_over", 3), notice.NewSignIn, h.daniel)
		only(t, "by a passphrase", in(string(h.daniel), "passphrase", 3), notice.NewSignIn)
		only(t, "of a class's tablet", in(string(h.yusuf), "class_code", 3), notice.NewSignIn)
		only(t, "of nobody's", in("nobody", "letter", 3), notice.NewSignIn)
		h.notices = h.notices[2:3]
		h.people.Contacts[0].CourtOrder = "No contact"
		h.did(t, people.MarksCorrected, string(h.amina), at(10, 5), nil)
		if h.notices[0].TakenBack {
			t.Error("she has a daughter still")
		}
		h.people.Contacts[3].CourtOrder = "No contact"
		h.did(t, people.NoContactCame, string(h.amina), at(10, 6), nil)
		if !h.notices[0].TakenBack {
			t.Error("she sees nobody here")
		}
	})
}

// Whatever takes a mark away takes back what is unread, whichever way it came.
//
// Policy: phones.parents_told (AR 9.3/10)
func TestAMarkThatGoesTakesBackWhatIsUnread(t *testing.T) {
	bar := func(h *household) { h.people.Contacts[0].CourtOrder = "No contact" }
	for what, row := range map[string]struct {
		kind   string
		change func(*household)
		who    id.Adult
	}{
		"the office": {string(people.MarksCorrected), bar, id.Named[id.Adult]("Amina")},
		"an order":   {string(people.NoContactCame), bar, id.Named[id.Adult]("Amina")},
		"a file":     {string(intake.ImportApplied), bar, id.Named[id.Adult]("Amina")},
		"a file undone": {string(intake.ImportUndone), func(h *household) {
			h.people.Contacts = h.people.Contacts[1:]
		}, id.Named[id.Adult]("Amina")},
		"a leaver": {string(people.Left), func(h *household) { h.people.Pupils[0].LeftOn = monday }, ""},
		"a merge": {string(people.Merged), func(h *household) {
			h.people.Adults[1].MergedInto = h.karim // Daniel, it turns out, is Karim
		}, id.Named[id.Adult]("Daniel")},
	} {
		t.Run(what, func(t *testing.T) {
			each(t, func(t *testing.T, h *household) {
				taken := h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10))
				h.confiscated(t, taken, at(11, 10))
				read := h.take("read", h.yusuf, school.Breach, custody.TellNow, at(11, 11))
				h.confiscated(t, read, at(11, 11))
				for i := range h.notices {
					if h.notices[i].Subject == string(read) {
						h.notices[i].ReadAt = at(11, 12)
					}
				}
				row.change(h)
				h.did(t, event.Kind(row.kind), "whoever", at(11, 30), nil)
				for _, n := range h.notices {
					gone := (row.who == "" || n.Adult == row.who) && n.Subject == string(taken)
					if n.TakenBack != gone || gone && !n.RingAt.IsZero() {
						t.Errorf("of %s about %s: taken back %v", n.Adult, n.Subject, n.TakenBack)
					}
				}
			})
		})
	}
}

// A mark that was a mistake is taken away again: what it took back is given back, and rings.
//
// Policy: phones.parents_told (AR 9.3/10)
func TestAMistakeLosesNoMessage(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10))
		h.confiscated(t, taken, at(11, 10))
		h.people.Contacts[0].CourtOrder = "No contact"
		h.did(t, people.NoContactCame, "import", at(11, 30), nil)
		h.people.Contacts[0].CourtOrder = ""
		h.did(t, intake.ImportUndone, "import", at(11, 40), nil)
		for _, n := range h.notices {
			if n.TakenBack || n.Adult == h.amina && !n.RingAt.Equal(at(11, 40).Add(time.Second+notice.Gather)) {
				t.Errorf("%+v", n)
			}
		}
		// Under a hold there is nothing to give back.
		h.alter(taken, func(c *custody.Confiscation) { c.Held, c.Secret = true, true })
		h.did(t, custody.DidSetHold, string(taken), at(11, 50), nil)
		h.did(t, people.MarksCorrected, "somebody", at(11, 55), nil)
		for _, n := range h.notices {
			if !n.TakenBack {
				t.Errorf("under a hold %+v", n)
			}
		}
	})
}

// A child's last day passes and nothing happens that says so. The next morning nobody is told of them any more.
//
// Policy: phones.parents_told (AR 9.3/10)
func TestAfterTheLastDayNobodyIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		h.confiscated(t, h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10)), at(11, 10))
		h.read(h.amina, at(11, 20))
		h.people.Pupils[0].LeftOn = monday.AddDays(1)
		h.did(t, notice.DidBegin, string(monday.AddDays(1)), monday.AddDays(1).At(7, 0, school.London), nil)
		for _, n := range h.notices {
			if n.TakenBack != (n.Adult == h.daniel) || !n.RingAt.IsZero() {
				t.Errorf("%+v", n)
			}
		}
	})
}

func TestNothingElseIsTold(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		for _, kind := range []string{"custody.handed_in", "custody.searched", "custody.content_deleted",
			"custody.class_checked", "aup.edition_renewed", "aup.asked", "people.kept_apart", "calls.asked",
			"notice.answered", "notice.told", "access.signed_out", "made.up"} {
			only(t, kind, h.did(t, event.Kind(kind), string(h.amina), at(11, 0), nil), "")
		}
		// What is not there any more has nobody to be told of it.
		for _, kind := range []string{"custody.confiscated", "custody.tell_decided", "custody.hold_lifted",
			"custody.hold_set", "custody.released", "custody.given_to_police", "custody.uncollected", "custody.collected"} {
			only(t, kind, h.did(t, event.Kind(kind), "gone", at(11, 0), map[string]any{}), "")
		}
	})
}
