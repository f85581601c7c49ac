package store_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Whoever knows the address of somebody's device, and not its keys, neither takes it nor has it forgotten.
func TestAnAddressAloneTakesNobodysDevice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("hers", "a.example", 0)
		x.device("his", "a.example", 1)
		hers, his := "hers"+string(x.School.ID), "his"+string(x.School.ID)
		theirs := subscription(hers, "a.example", hers)
		for what, change := range map[string]func(*courier.Subscription){
			"another key":    func(d *courier.Subscription) { d.P256dh = []byte("his own") },
			"another secret": func(d *courier.Subscription) { d.Auth = []byte("his own") },
		} {
			stolen := theirs
			stolen.Session = his
			change(&stolen)
			storetest.Want(t, what, s.Courier().Keep(t.Context(), stolen, ""), "invalid courier.wrong.endpoint")
		}
		x.must(s.Courier().Keep(t.Context(), subscription("new", "a.example", his), theirs.ID))
		list, err := s.Courier().Of(t.Context(), hers)
		if err != nil || len(list) != 1 || string(list[0].P256dh) != "public" {
			t.Errorf("she has %+v, %v", list, err)
		}
		own := theirs
		own.P256dh = []byte("made anew")
		x.must(s.Courier().Keep(t.Context(), own, "")) // her own browser may say what it likes
		x.must(s.Access().End(t.Context(), x.Act("test.end"), "", x.School.ID, id.Person(x.Adults[0].ID), nil))
		own.Session, own.P256dh = his, []byte("and again")
		x.must(s.Courier().Keep(t.Context(), own, "")) // nobody has it any more
	})
}

// A child's last day passes: nobody is rung about the school who has no child there any more, and no event said so.
func TestAfterTheLastDayNobodyIsRung(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("hers", "a.example", 0)
		today := clock.DateOf(storetest.At, school.London)
		act := x.Act("test.leave")
		x.must(s.People().ChangeRoll(t.Context(), act, func(st people.State) (c people.Changes, e []event.Event, err error) {
			at := slices.IndexFunc(st.Pupils, func(p people.Pupil) bool { return p.ID == x.Pupils[0].ID })
			leaver := st.Pupils[at]
			leaver.LeftOn = today.AddDays(1)
			c.Pupils = append(c.Pupils, leaver)
			return c, []event.Event{act.Did("test.leaves", string(leaver.ID), nil)}, nil
		}))
		for i, want := range []int{1, 0} {
			x.tells([]string{"the last day", "the day after"}[i], 0)
			rung, _ := x.ring(in(time.Duration(i)*24*time.Hour+time.Minute), i)
			if len(rung) != 1 || rung[0].Devices != want {
				t.Errorf("day %d: %+v", i, rung)
			}
		}
	})
}

// Whoever stands for another's record has its children too, through every merge.
func TestWhoStandsForOthersIsRungForTheirChildren(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		act := x.Act("test.merge")
		x.must(s.People().ChangeRoll(t.Context(), act, func(st people.State) (c people.Changes, e []event.Event, err error) {
			x.Adults[0].MergedInto, x.Adults[1].MergedInto = x.Adults[1].ID, x.Adults[2].ID // Amina → Tomasz → Rachel
			for _, p := range st.Pupils {
				if p.ID != x.Pupils[0].ID { // Amina's alone is left
					p.LeftOn = "2026-11-01"
					c.Pupils = append(c.Pupils, p)
				}
			}
			c.Adults = x.Adults[:2]
			return c, []event.Event{act.Did("test.merged", string(x.Adults[0].ID), nil)}, nil
		}))
		x.device("hers", "a.example", 2) // merging has ended the sessions before
		x.tells("phone", 2)
		if rung, _ := x.ring(in(time.Minute), 1); len(rung) != 1 || rung[0].Devices != 1 {
			t.Errorf("%+v", rung)
		}
	})
}

// A sign-in that was somebody else's is read on that very device at night. Her own telephone rings in the morning.
func TestAStrangerDoesNotReadASignInAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("hers", "a.example", 0)
		for i, reads := range []func(notice.Notice) error{
			func(n notice.Notice) error {
				return s.Notices().Read(t.Context(), x.School.ID, n.Adult, n.ID, in(time.Minute))
			},
			func(n notice.Notice) error {
				_, err := s.Notices().Change(t.Context(), x.Act("test.answer"), n.Adult, n.ID,
					func(n *notice.Notice) ([]event.Event, error) {
						n.Answer, n.AnsweredAt, n.ReadAt = notice.CallMe, in(time.Minute), in(time.Minute)
						return nil, nil
					})
				return err
			},
		} {
			x.happen("sign-in")
			var n notice.Notice
			x.follow(func(e event.Event, _ notice.Facts) (c notice.Changes, err error) {
				if e.Subject == "sign-in" {
					n = x.notice(e, 0)
					n.ID, n.Kind, n.Pupils, n.RingAt = id.New[id.Notice](), notice.NewSignIn, nil, in(time.Hour)
					c.New = append(c.New, n)
				}
				return c, nil
			})
			x.must(reads(n))
			rung, _ := x.ring(in(time.Hour), i)
			if len(rung) != 1 || len(x.claim("a.example", in(time.Hour))) != 1 {
				t.Fatalf("it rang %v", rung)
			}
			x.must(s.Notices().Read(t.Context(), x.School.ID, n.Adult, n.ID, in(2*time.Hour)))
			if rung, next := x.ring(in(3*time.Hour), i); len(rung) != 0 || !next.IsZero() {
				t.Errorf("it rings again: %v, %v", rung, next)
			}
		}
	})
}
