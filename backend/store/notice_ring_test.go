package store_test

import (
	"fmt"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// A telephone that came since the last ringing shows nothing yet: what happens next rings it, and joins nothing.
func TestANewTelephoneIsRungToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("one", "a.example", 0)
		x.tells("first", 0)
		x.ring(storetest.At, 1)
		x.device("two", "a.example", 0)
		x.tells("second", 0)
		rung, _ := x.ring(in(time.Minute), 2)
		if len(rung) != 1 || rung[0].Devices != 2 || rung[0].Last != batch(x.Adults[0].ID, 1) || rung[0].Fresh {
			t.Errorf("%+v", rung)
		}
		if n := x.count("pushes"); n != 3 {
			t.Errorf("%d pushes", n)
		}
	})
}

// Ring: who is due, on which devices, after what.
func TestRinging(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("one", "a.example", 0)
		x.device("two", "b.example", 0, 1)
		first := x.tells("first", 0, 2)
		rung, next := x.ring(in(-time.Minute), 0)
		if len(rung) != 0 || !next.Equal(storetest.At) {
			t.Fatalf("too early: %v, next %v", rung, next)
		}
		rung, next = x.ring(storetest.At, 1)
		if len(rung) != 2 || !next.IsZero() {
			t.Fatalf("%v, next %v", rung, next)
		}
		for _, r := range rung {
			want := map[id.Adult]int{x.Adults[0].ID: 2, x.Adults[2].ID: 0}[r.Adult]
			if r.Devices != want || r.Last != "" || r.Fresh || len(r.Notices) != 1 {
				t.Errorf("%+v", r)
			}
		}
		if x.push(first[0]) != "handed" || x.push(first[1]) != "no_device" {
			t.Errorf("%s, %s", x.push(first[0]), x.push(first[1]))
		}
		a, b := x.claim("a.example", storetest.At), x.claim("b.example", storetest.At)
		if len(a) != 1 || len(b) != 1 || a[0].Topic == b[0].Topic || len(a[0].Topic) != 32 || b[0].Seats != 2 {
			t.Fatalf("%+v %+v", a, b)
		}
		x.answer(in(time.Second), courier.Took, a...)

		// What comes shortly after joins what has not been looked at; its push stands as that ringing does.
		second := x.tells("second", 0)[0]
		_, _, err := s.Notices().Ring(t.Context(), x.School.ID, in(time.Minute), 10, func(r notice.Ringing) notice.Rang {
			if r.Last != batch(r.Adult, 1) || !r.Fresh || !r.LastAt.Equal(storetest.At) || r.LastUrgent {
				t.Errorf("after: %+v", r)
			}
			return notice.Rang{Batch: r.Last}
		})
		x.must(err)
		if n := x.count("pushes"); n != 2 || x.push(second) != "accepted" || x.line(second.ID).Rung != 1 {
			t.Errorf("%d pushes, %s", n, x.push(second))
		}
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, second.ID, in(2*time.Minute)))
		x.tells("third", 0)
		_, next, err = s.Notices().Ring(t.Context(), x.School.ID, in(3*time.Minute), 10, func(r notice.Ringing) notice.Rang {
			if r.Last != batch(r.Adult, 1) || r.Fresh {
				t.Errorf("it was looked at: %+v", r)
			}
			return notice.Rang{Later: in(10 * time.Hour)}
		})
		if !next.Equal(in(10*time.Hour)) || err != nil {
			t.Errorf("put off until %v, %v", next, err)
		}
		if rung, _ := x.ring(in(9*time.Hour), 4); len(rung) != 0 {
			t.Errorf("in quiet hours: %v", rung)
		}
		// The clock is set back by thirteen hours and a half day: what is a day ahead rings now.
		if rung, _ := x.ring(in(-13*time.Hour), 4); len(rung) != 0 {
			t.Errorf("a morning that is 23 hours ahead can be right: %v", rung)
		}
		if rung, next := x.ring(in(-15*time.Hour), 4); len(rung) != 1 || !next.IsZero() {
			t.Errorf("after the clock was set back: %v, next %v", rung, next)
		}
	})
}

// Ring takes so many adults at most, those who wait longest first.
func TestRingingIsLimited(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.tells("phone", 0, 1, 2, 3)
		for _, want := range []int{3, 1, 0} {
			rang, next, err := s.Notices().Ring(t.Context(), x.School.ID, in(time.Minute), 3,
				func(notice.Ringing) notice.Rang { return notice.Rang{} })
			if err != nil || rang != want || next.IsZero() != (want < 3) || next.After(in(time.Minute)) {
				t.Errorf("%d rung, next %v, %v; want %d", rang, next, err, want)
			}
		}
		x.tells("another", 0)
		if _, _, err := s.Notices().Ring(t.Context(), x.School.ID, in(time.Minute), 3,
			func(notice.Ringing) notice.Rang { panic("a mistake") }); err == nil {
			t.Error("a panic was none")
		}
	})
}

// Only a device whose session lasts and seats the adult, and whose app was opened not too long ago, can be rung.
func TestWhichDevicesRing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		y := tell(t, s, "beaver-road")
		y.device("theirs", "a.example", 0) // the same adult's id, at another school
		x.device("other", "a.example", 1)
		staff := session(x.Place, "staff")
		staff.Seats[0].Person = id.Person(x.Adults[0].ID)
		x.must(s.Access().Begin(t.Context(), x.Act("test.begin"), access.Beginning{Session: staff}))
		x.must(s.Courier().Keep(t.Context(), subscription("staff", "a.example", string(staff.Hash)), ""))
		x.device("one", "a.example", 0)
		devices := func(at time.Time) int {
			x.tells(fmt.Sprint("something ", at), 0)
			rung, _ := x.ring(at, int(at.Unix()))
			if len(rung) != 1 {
				t.Fatalf("%v", rung)
			}
			return rung[0].Devices
		}
		if n := devices(in(time.Hour)); n != 1 {
			t.Errorf("%d devices", n)
		}
		if n := devices(in(courier.Lasts - time.Hour)); n != 1 {
			t.Errorf("%d devices before it was too long ago", n)
		}
		if n := devices(in(courier.Lasts)); n != 0 {
			t.Errorf("%d devices that nobody has opened for long", n)
		}
		again := subscription("one", "a.example", "one"+string(x.School.ID))
		again.ID = id.Named[id.Subscription]("one" + string(x.School.ID))
		again.Seen = in(access.FamilyIdle - time.Hour)
		x.must(s.Courier().Keep(t.Context(), again, ""))
		if n := devices(in(access.FamilyIdle - time.Minute)); n != 1 {
			t.Errorf("%d devices that were opened again", n)
		}
		if n := devices(in(access.FamilyIdle)); n != 0 {
			t.Errorf("%d devices of a session that is over", n)
		}
		x.must(s.Access().End(t.Context(), x.Act("test.end"), "", x.School.ID, id.Person(x.Adults[0].ID), nil))
		if n := devices(in(2 * time.Hour)); n != 0 {
			t.Errorf("%d devices after signing out", n)
		}
	})
}

// merge makes one record of two.
func (x told) merge(from, into int) {
	x.Helper()
	act := x.Act("test.merge")
	x.must(x.s.People().ChangeRoll(x.Context(), act, func(state people.State) (c people.Changes, events []event.Event,
		err error,
	) {
		for _, a := range state.Adults {
			if a.ID == x.Adults[from].ID {
				a.MergedInto = x.Adults[into].ID
				c.Adults = append(c.Adults, a)
			}
		}
		return c, []event.Event{act.Did("test.merged", "x", nil)}, nil
	}))
}

// After a merge the standing record is rung, once, for what came to both.
func TestMergedRecordsRingOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.tells("first", 0, 1)
		x.merge(1, 0)
		x.device("one", "a.example", 0)
		rung, _ := x.ring(in(time.Minute), 1)
		if len(rung) != 1 || rung[0].Adult != x.Adults[0].ID || len(rung[0].Notices) != 2 || rung[0].Devices != 1 {
			t.Fatalf("%+v", rung)
		}
		got := x.claim("a.example", in(time.Minute))
		if len(got) != 1 || got[0].Person != id.Person(x.Adults[0].ID) {
			t.Errorf("%+v", got)
		}
		x.tells("second", 1)
		rung, _ = x.ring(in(2*time.Minute), 2)
		if len(rung) != 1 || rung[0].Last != batch(x.Adults[0].ID, 1) || !rung[0].Fresh {
			t.Errorf("%+v", rung)
		}
	})
}
