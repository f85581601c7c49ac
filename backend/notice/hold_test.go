package notice_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Somebody who knew that a device is kept cannot see that it is held, nor that it went on to the police.
//
// Policy: phones.to_police (AR 9.3/11, BG 9.3/13)
func TestUnderAHoldThePoliceChangeNothing(t *testing.T) {
	each(t, func(t *testing.T, h *household) {
		taken := h.take("phone", h.yusuf, school.Breach, custody.TellNow, at(11, 10))
		h.confiscated(t, taken, at(11, 10))
		h.read(h.amina, at(11, 20))
		before := h.notices[0]
		h.alter(taken, func(c *custody.Confiscation) { c.Held, c.Secret = true, true })
		h.did(t, custody.DidSetHold, string(taken), at(11, 30), nil)
		h.alter(taken, func(c *custody.Confiscation) { c.PoliceAt = at(12, 0) })
		h.did(t, custody.DidGiveToPolice, string(taken), at(12, 0), nil)
		if !reflect.DeepEqual(h.notices[0], before) {
			t.Errorf("%+v", h.notices[0])
		}
	})
}

// A hold counts from the moment that it is set, also where a server has not come round to what follows from it; and the
// police change nothing for who knew that the device is kept.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestAHoldCountsBeforeItIsFollowed(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		taken := h.take(t, "Maryam", school.Breach)
		h.round(t)
		amina, daniel := h.who("Amina"), h.who("Daniel")
		his := h.newest(t, "Daniel")
		read := must(h.Read(t.Context(), amina, h.act(amina), h.newest(t, "Amina")))(t)
		dsl := h.who("dsl")
		if _, err := h.custody.SetHold(t.Context(), dsl, h.act(dsl), taken, "something"); err != nil {
			t.Fatal(err)
		}
		if got := h.box(t, "Daniel"); got != "0 new: " {
			t.Errorf("he has %q", got)
		}
		_, err := h.Open(t.Context(), daniel, his, h.now)
		_, unread := h.Read(t.Context(), daniel, h.act(daniel), his)
		_, unsaid := h.Answer(t.Context(), daniel, h.act(daniel), his, notice.CallMe, "ur")
		for _, no := range []error{err, unread, unsaid} {
			if heard(no) != heard(people.Absent()) {
				t.Errorf("he hears %v", no)
			}
		}
		head := h.who("head")
		if _, err := h.custody.GiveToPolice(t.Context(), head, h.act(head), taken, "PC 1", "ref"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if now := must(h.Open(t.Context(), amina, read.ID, h.now))(t); !reflect.DeepEqual(now, read) {
				t.Errorf("she reads %+v %+v, not %+v %+v", now, now.Phone, read, read.Phone)
			}
			h.round(t)
		}
	})
}

// What an order took back by mistake is there again, and rings, on every database.
//
// Policy: phones.parents_told (AR 9.3/10), phones.release (BG 9.3/12)
func TestWhatWasTakenBackByMistakeIsThereAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := furnish(t, s, "BG")
		h.clock(11, 10)
		h.take(t, "Yusuf", school.Breach)
		for _, row := range []struct{ order, want, state string }{{"", "1 new: confiscated Yusuf", "waiting"},
			{"No contact", "0 new: ", ""}, {"", "1 new: confiscated Yusuf", "waiting"}} {
			h.now = h.now.Add(time.Minute)
			h.bar(t, "Amina", row.order)
			h.round(t)
			if got := h.box(t, "Amina"); got != row.want {
				t.Errorf("%q: she has %q", row.order, got)
			}
			state := ""
			for _, line := range must(h.Deliveries(t.Context(), h.who("office"), notice.Query{}, h.now))(t).Items {
				if line.Adult == h.adult("Amina") {
					state = string(line.Push.State)
				}
			}
			if state != row.state {
				t.Errorf("%q: her push is %q", row.order, state)
			}
		}
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

// Whether there is a hold makes no difference to anything that somebody reads who read it before.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestAHoldShowsNowhere(t *testing.T) {
	houses(t, func(t *testing.T, name string, h *house) {
		h.clock(11, 10)
		taken := h.take(t, "Yusuf", school.Breach)
		h.round(t)
		amina, dsl := h.who("Amina"), h.who("dsl")
		h.clock(11, 20)
		before, err := h.Read(t.Context(), amina, h.act(amina), h.newest(t, "Amina"))
		if err != nil {
			t.Fatal(err)
		}
		same := func(what string) {
			t.Helper()
			h.round(t)
			now, err := h.Open(t.Context(), amina, before.ID, h.now)
			if err != nil || !reflect.DeepEqual(now, before) {
				t.Errorf("%s she reads %+v %+v, not %+v %+v (%v)", what, now, now.Phone, before, before.Phone, err)
			}
			if got := h.box(t, "Amina"); got != "0 new: confiscated Yusuf read" {
				t.Errorf("%s she has %s", what, got)
			}
		}
		hold := func() {
			t.Helper()
			if _, err := h.custody.SetHold(t.Context(), dsl, h.act(dsl), taken, "a disclosure"); err != nil {
				t.Fatal(err)
			}
		}
		lift := func(tell custody.Decision) {
			t.Helper()
			if _, err := h.custody.LiftHold(t.Context(), dsl, h.act(dsl), taken, "agencies agree", tell); err != nil {
				t.Fatal(err)
			}
		}
		h.clock(11, 30)
		hold()
		same("under a hold")
		if got := h.box(t, "Daniel"); got != "0 new: " {
			t.Errorf("he had not read it, and has %s", got)
		}
		// She answers, as she would without one, and hears the same; it is no contact.
		h.clock(11, 40)
		if before, err = h.Answer(t.Context(), amina, h.act(amina), before.ID, notice.WillCome, "ur"); err != nil ||
			before.Notice.Answer != notice.WillCome {
			t.Errorf("her answer: %+v (%v)", before, err)
		}
		same("having answered")
		record, err := h.db.Custody().Confiscation(t.Context(), h.ID, taken)
		if err != nil || !record.ContactAt.IsZero() || len(record.Contacts) != 0 {
			t.Errorf("under a hold an answer is contact: %+v (%v)", record, err)
		}
		h.clock(12, 0)
		lift(custody.NotYet)
		same("lifted, not yet")
		h.clock(12, 10)
		hold()
		same("held once more")
		h.clock(12, 20)
		lift(custody.TellNow)
		same("lifted with a yes")
		// He learns of it now, and not why.
		daniel := h.who("Daniel")
		his, err := h.Read(t.Context(), daniel, h.act(daniel), h.newest(t, "Daniel"))
		if err != nil || his.Phone.Ground != "" || his.Phone.TakenBy != "Mr Vale" || !his.Phone.TakenAt.Equal(at(11, 10)) {
			t.Errorf("he reads %+v %+v (%v)", his, his.Phone, err)
		}
		hold()
		h.round(t)
		if again, err := h.Open(t.Context(), daniel, his.ID, h.now); err != nil || !reflect.DeepEqual(again, his) {
			t.Errorf("under the third he reads %+v %+v (%v)", again, again.Phone, err)
		}
		// From the start, and after: nobody hears a word, and then not why.
		secret := h.take(t, "Maryam", schools[name].Policy.Phones.HoldGrounds[0])
		h.round(t)
		same("with a daughter's held too")
		taken = secret
		lift(custody.TellNow)
		h.round(t)
		opened, err := h.Open(t.Context(), amina, h.newest(t, "Amina"), h.now)
		if err != nil || opened.Subject != string(secret) || opened.Phone.Ground != "" {
			t.Errorf("of the daughter's she reads %+v (%v)", opened.Phone, err)
		}
	})
}
