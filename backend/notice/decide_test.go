package notice_test

import (
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
