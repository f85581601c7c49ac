package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Every committed event is followed once, in order; a decision that fails leaves everything as it was.
func TestEveryEventIsFollowedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		for i := range 5 {
			x.happen(fmt.Sprint(i))
		}
		var seen []string
		record := func(e event.Event, _ notice.Facts) (notice.Changes, error) {
			seen = append(seen, e.Subject)
			return notice.Changes{}, nil
		}
		did, more, err := s.Notices().Follow(t.Context(), x.School.ID, 4, record)
		if did != 4 || !more || err != nil {
			t.Fatalf("%d, %v, %v", did, more, err)
		}
		broken := errors.New("cannot decide")
		breaks := func(e event.Event, _ notice.Facts) (notice.Changes, error) {
			if e.Subject == "4" {
				return notice.Changes{}, broken
			}
			return notice.Changes{New: []notice.Notice{x.notice(e, 0)}}, nil
		}
		_, _, err = s.Notices().Follow(t.Context(), x.School.ID, 4, breaks)
		if !errors.Is(err, broken) || len(x.box(0)) != 0 {
			t.Fatalf("%v; %d notices are left of it", err, len(x.box(0)))
		}
		_, _, err = s.Notices().Follow(t.Context(), x.School.ID, 4, func(event.Event, notice.Facts) (notice.Changes, error) {
			panic("a mistake")
		})
		if err == nil {
			t.Fatal("a panic was none")
		}
		if did := x.follow(record); did != 3 {
			t.Errorf("%d were left", did)
		}
		if want := []string{string(x.School.ID), string(x.School.ID), "0", "1", "2", "3", "4"}; !slices.Equal(seen, want) {
			t.Errorf("followed %v", seen)
		}
		if did := x.follow(record); did != 0 {
			t.Errorf("%d are followed twice", did)
		}
	})
}

// A notice is one for an event and an adult; it has its inbox at once, and a push that waits where it is to ring.
func TestANewNotice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.happen("phone")
		x.follow(func(e event.Event, _ notice.Facts) (notice.Changes, error) {
			if e.Subject != "phone" {
				return notice.Changes{}, nil
			}
			silent, again := x.notice(e, 1), x.notice(e, 0)
			silent.RingAt, again.ID = time.Time{}, "again"
			return notice.Changes{New: []notice.Notice{x.notice(e, 0), silent, again}}, nil
		})
		box := x.box(0)
		if len(box) != 1 || box[0].Subject != "phone" || !slices.Equal(box[0].Pupils, []id.Pupil{x.Pupils[0].ID}) ||
			!box[0].RingAt.Equal(storetest.At) {
			t.Fatalf("the inbox is %+v", box)
		}
		if got := x.push(box[0]); got != "waiting" {
			t.Errorf("the push is %q", got)
		}
		if box := x.box(1); len(box) != 1 || x.push(box[0]) != "" {
			t.Errorf("one that rings nobody: %+v", box)
		}
		if n := x.count("deliveries WHERE channel = 'inbox' AND state = 'accepted'"); n != 2 {
			t.Errorf("%d inboxes", n)
		}
	})
}

// What is over, taken back or read rings no more, and what no service was given is not sent. A reminder waits again.
func TestANoticeThatIsOverRingsNoMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		ends := map[string]func(*notice.Notice){
			"over":  func(n *notice.Notice) { n.OverAt = in(time.Minute) },
			"taken": func(n *notice.Notice) { n.TakenBack = true },
		}
		for name, end := range ends {
			n := x.tells(name, 0)[0]
			x.change(name+" ends", n.ID, end)
			if got := x.push(n); name == "over" && got != "not_needed" {
				t.Errorf("%s: the push is %q", name, got)
			}
			if rung, next := x.ring(in(time.Hour), 0); len(rung) != 0 || !next.IsZero() {
				t.Errorf("%s: rings for %v, next %v", name, rung, next)
			}
		}
		x.device("one", "push.example", 0)
		x.device("two", "push.example", 0)
		first, second := x.tells("first", 0)[0], x.tells("second", 0)[0]
		x.ring(in(time.Minute), 1)
		if n := x.count("pushes WHERE done_at IS NULL"); n != 2 {
			t.Fatalf("%d pushes for two devices", n)
		}
		x.change("first is over", first.ID, ends["over"])
		if n := x.count("pushes WHERE done_at IS NULL"); n != 2 || x.push(first) != "not_needed" ||
			x.push(second) != "handed" {
			t.Errorf("%d pushes, %s, %s", n, x.push(first), x.push(second))
		}
		held, err := s.Courier().Claim(t.Context(), "push.example", in(time.Minute), in(2*time.Minute), 1)
		x.must(err)
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, second.ID, in(time.Minute)))
		if n := x.count("pushes WHERE done_at IS NULL"); n != 1 || x.push(second) != "not_needed" {
			t.Errorf("%d pushes after the last was read, %s", n, x.push(second))
		}
		// What was in somebody's hand was taken all the same; a second try would be too late.
		if got := x.claim("push.example", in(3*time.Minute)); len(got) != 0 {
			t.Errorf("sent again: %v", got)
		}
		third := x.tells("third", 0)[0]
		x.ring(in(4*time.Minute), 2)
		held = x.claim("push.example", in(4*time.Minute))
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, third.ID, in(4*time.Minute)))
		x.answer(in(5*time.Minute), courier.Took, held...)
		if got := x.push(third); got != "accepted" {
			t.Errorf("a service took it: %s", got)
		}
		x.change("ask again", third.ID, func(n *notice.Notice) { n.RingAt = in(24 * time.Hour) })
		if got := x.push(third); got != "waiting" {
			t.Errorf("a reminder: %s", got)
		}
		rung, _ := x.ring(in(24*time.Hour), 3)
		if len(rung) != 1 || rung[0].Last != batch(x.Adults[0].ID, 2) || rung[0].Fresh || rung[0].Notices[0].Rung != 1 ||
			x.push(third) != "handed" || x.line(third.ID).Rung != 2 {
			t.Errorf("it rings again: %+v, %s", rung, x.push(third))
		}
	})
}

// A decision that takes long undoes nothing that its adult does meanwhile.
func TestWhatIsReadMeanwhileStaysRead(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	x := tell(t, s, "hook-lane")
	n := x.tells("phone", 0)[0]
	x.change("reminder", n.ID, func(n *notice.Notice) {
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, n.ID, in(time.Minute)))
		n.RingAt, n.Urgent = in(time.Hour), true
	})
	line := x.line(n.ID)
	if !line.ReadAt.Equal(in(time.Minute)) || !line.RingAt.IsZero() || !line.Urgent || x.push(n) != "not_needed" {
		t.Errorf("%+v %s", line, x.push(n))
	}
}

// What was to ring at once rings at once, whatever the clock does meanwhile: set back by thirteen hours, it is not silent
// for thirteen hours. What waits for the morning goes on waiting.
func TestAClockThatIsSetBackSilencesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("one", "a.example", 0)
		x.tells("first", 0)
		back := in(-13 * time.Hour)
		rung, next := x.ring(back, 1)
		if len(rung) != 1 || rung[0].Devices != 1 || !next.IsZero() || x.count("pushes") != 1 {
			t.Errorf("%v, next %v", rung, next)
		}
		x.tells("second", 2)
		later := 0
		for range 3 {
			_, _, err := s.Notices().Ring(t.Context(), x.School.ID, back, 10, func(notice.Ringing) notice.Rang {
				later++
				return notice.Rang{Later: in(-3 * time.Hour)}
			})
			x.must(err)
		}
		if later != 1 {
			t.Errorf("what was put off until the morning was asked about %d times", later)
		}
	})
}

const nobody = id.School("no school")

// A day begins once for an operation.
func TestADayBeginsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		act := x.Act("notice.begin")
		for range 2 {
			x.must(s.Notices().Happened(t.Context(), act, act.Did(notice.DidBegin, "2026-11-23", nil)))
		}
		began := 0
		x.follow(func(e event.Event, _ notice.Facts) (notice.Changes, error) {
			if e.Kind == notice.DidBegin {
				began++
			}
			return notice.Changes{}, nil
		})
		if began != 1 {
			t.Errorf("it began %d times", began)
		}
	})
}

// A listener has each event until it did it, and each listener its own place.
func TestListening(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		for i := range 3 {
			x.happen(fmt.Sprint(i))
		}
		listen := func(name string, limit int, do func(event.Event) error) (bool, error) {
			return s.Notices().Listen(t.Context(), x.School.ID, name, limit, do)
		}
		var heard []string
		broken := errors.New("not now")
		take := func(e event.Event) error {
			if e.Subject == "1" && len(heard) < 4 {
				heard = append(heard, "no")
				return broken
			}
			heard = append(heard, e.Subject)
			// A transaction of its own is possible, in which the listener acts.
			return s.Access().Touch(t.Context(), "nobody", storetest.At)
		}
		if more, err := listen("a", 2, take); !more || err != nil {
			t.Fatal(more, err)
		}
		if more, err := listen("a", 10, take); more || !errors.Is(err, broken) {
			t.Fatal(more, err)
		}
		if more, err := listen("a", 10, take); more || err != nil {
			t.Fatal(more, err)
		}
		if more, err := listen("a", 10, take); more || err != nil {
			t.Fatal(more, err)
		}
		founded := string(x.School.ID)
		if want := []string{founded, founded, "0", "no", "1", "2"}; !slices.Equal(heard, want) {
			t.Errorf("heard %v", heard)
		}
		n := 0
		if _, err := listen("b", 10, func(event.Event) error { n++; return nil }); err != nil || n != 5 {
			t.Errorf("another hears %d, %v", n, err)
		}
		for _, name := range []string{"", "notice"} {
			if _, err := listen(name, 1, take); err == nil {
				t.Errorf("somebody listens as %q", name)
			}
		}
	})
}

// Facts are those of the school, as the following transaction sees them; what is not there is NotFound.
func TestWhatADecisionMayAsk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		y := tell(t, s, "beaver-road")
		seize(t, s, x.Place, 0)
		x.merge(1, 0)
		x.device("one", "a.example", 0, 2)
		x.device("two", "a.example", 0)
		y.device("three", "a.example", 0)
		old := x.tells("earlier", 0)[0]
		x.happen("now")
		asked := false
		x.follow(func(e event.Event, f notice.Facts) (notice.Changes, error) {
			if e.Subject != "now" {
				return notice.Changes{}, nil
			}
			asked = true
			place, err := f.School()
			if err != nil || place.ID != x.School.ID || place.Name != x.School.Name {
				t.Errorf("school %v, %v", place.Name, err)
			}
			c, err := f.Confiscation("seized")
			if err != nil || c.Pupil != x.Pupils[0].ID {
				t.Errorf("confiscation %v, %v", c, err)
			}
			d, err := f.Device("phone")
			if err != nil || d.Open != "seized" {
				t.Errorf("device %v, %v", d, err)
			}
			family, err := f.Family(x.Pupils[2].ID)
			if err != nil || len(family.Contacts) != 2 || family.Contacts[1].Adult.Surname != "Marsh" {
				t.Errorf("family %v, %v", family, err)
			}
			merged, err := f.Family(x.Pupils[1].ID)
			if err != nil || merged.Contacts[0].Adult.ID != x.Adults[0].ID {
				t.Errorf("family of a merged adult %v, %v", merged, err)
			}
			for from, to := range map[int]int{0: 0, 1: 0, 2: 2} {
				if head, err := f.Standing(x.Adults[from].ID); err != nil || head != x.Adults[to].ID {
					t.Errorf("%d stands as %v, %v", from, head, err)
				}
			}
			ledger, err := f.Ledger()
			if err != nil || len(ledger.People.Adults) != 4 {
				t.Errorf("ledger of %d adults, %v", len(ledger.People.Adults), err)
			}
			for adult, want := range map[int]int{0: 2, 1: 2, 2: 1, 3: 0} {
				if n, err := f.Devices(x.Adults[adult].ID); err != nil || n != want {
					t.Errorf("adult %d on %d devices, %v", adult, n, err)
				}
			}
			about, err := f.About("earlier", notice.Confiscated)
			if err != nil || len(about) != 1 || about[0].ID != old.ID {
				t.Errorf("about %v, %v", about, err)
			}
			if none, err := f.About("earlier", notice.Released); err != nil || len(none) != 0 {
				t.Errorf("about another kind %v, %v", none, err)
			}
			for adult, want := range map[id.Adult]int{"": 1, x.Adults[0].ID: 1, x.Adults[1].ID: 1, x.Adults[2].ID: 0} {
				if open, err := f.Open(adult); err != nil || len(open) != want {
					t.Errorf("open of %v: %v, %v", adult, open, err)
				}
			}
			_, err = f.Confiscation("x")
			storetest.Want(t, "no confiscation", err, "not_found people.not_found")
			_, err = f.Device("x")
			storetest.Want(t, "no device", err, "not_found people.not_found")
			_, err = f.Family("x")
			storetest.Want(t, "no family", err, "not_found people.not_found")
			_, err = f.Standing("x")
			storetest.Want(t, "no adult", err, "not_found people.not_found")
			return notice.Changes{}, nil
		})
		if !asked {
			t.Fatal("nothing was asked")
		}
	})
}

// A school that is older than following is not told its past; one that is founded later is told everything.
func TestAnOlderSchoolIsNotToldItsPast(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		old := tell(t, s, "hook-lane")
		old.must(s.MigrateTo(t.Context(), 9))
		old.must(s.Migrate(t.Context()))
		young := tell(t, s, "beaver-road")
		for _, x := range []struct {
			told
			want int
		}{{old, 1}, {young, 3}} {
			x.happen("new")
			n := x.follow(func(event.Event, notice.Facts) (c notice.Changes, err error) { return c, err })
			if n != x.want {
				t.Errorf("%s: %d followed, want %d", x.School.Slug, n, x.want)
			}
			n = 0
			_, err := s.Notices().Listen(t.Context(), x.School.ID, "answers", 10, func(event.Event) error { n++; return nil })
			if err != nil || n != x.want {
				t.Errorf("%s: %d heard, want %d, %v", x.School.Slug, n, x.want, err)
			}
		}
	})
}

// What retention has erased is passed over.
func TestAnErasedEventIsPassedOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		handIn(t, s, x.Place, 0)
		act := x.Act("test.erase")
		_, err := s.Audit().Erase(t.Context(), act, audit.DeskDetail, in(time.Hour), 10, func(positions []int64) event.Event {
			return act.Did("test.erased", "x", positions)
		})
		x.must(err)
		var kinds []event.Kind
		did := x.follow(func(e event.Event, _ notice.Facts) (notice.Changes, error) {
			kinds = append(kinds, e.Kind)
			return notice.Changes{}, nil
		})
		if did != 4 || !slices.Equal(kinds, []event.Kind{"test.founded", "test.furnished", "test.erased"}) {
			t.Errorf("%d followed: %v", did, kinds)
		}
		heard := 0
		_, err = s.Notices().Listen(t.Context(), x.School.ID, "a", 10, func(event.Event) error { heard++; return nil })
		if err != nil || heard != 3 {
			t.Errorf("%d heard, %v", heard, err)
		}
	})
}
