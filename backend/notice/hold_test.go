package notice_test

import (
	"reflect"
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
