package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// told is a furnished school whose notices are tried.
type told struct {
	testing.TB
	s *store.Store
	storetest.Place
}

func tell(t testing.TB, s *store.Store, slug string) told {
	t.Helper()
	return told{t, s, storetest.Furnish(t, s, slug, map[string]string{"hook-lane": "anthony-roper",
		"beaver-road": "beaver-green"}[slug])}
}

func (x told) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

// happen writes an event with that subject.
func (x told) happen(subject string) event.Event {
	x.Helper()
	act := x.Act("test.happen")
	e := act.Did("test.happened", subject, map[string]string{"of": subject})
	x.must(x.s.Notices().Happened(x.Context(), act, e))
	return e
}

// follow follows everything.
func (x told) follow(decide notice.Decide) (did int) {
	x.Helper()
	for more := true; more; {
		var n int
		var err error
		n, more, err = x.s.Notices().Follow(x.Context(), x.School.ID, 100, decide)
		x.must(err)
		did += n
	}
	return did
}

// notice is one of that name for an adult, that rings at once.
func (x told) notice(e event.Event, adult int) notice.Notice {
	return notice.Notice{ID: id.Named[id.Notice](e.Subject + string(x.Adults[adult].ID)), School: x.School.ID, Event: e.ID,
		Kind: notice.Confiscated, Subject: e.Subject, Adult: x.Adults[adult].ID, At: e.At, RingAt: e.At,
		Pupils: []id.Pupil{x.Pupils[min(adult, 2)].ID}}
}

// tells has something happen of which those adults are told, and returns their notices.
func (x told) tells(subject string, adults ...int) (list []notice.Notice) {
	x.Helper()
	x.happen(subject)
	x.follow(func(e event.Event, _ notice.Facts) (c notice.Changes, err error) {
		if e.Subject == subject {
			for _, adult := range adults {
				c.New = append(c.New, x.notice(e, adult))
			}
		}
		list = c.New
		return c, nil
	})
	return list
}

// change has something happen that changes a notice.
func (x told) change(subject string, n id.Notice, how func(*notice.Notice)) {
	x.Helper()
	about := x.line(n).Subject
	x.happen(subject)
	x.follow(func(e event.Event, f notice.Facts) (c notice.Changes, err error) {
		if e.Subject != subject {
			return c, nil
		}
		list, err := f.About(about, notice.Kinds...)
		for _, seen := range list {
			if seen.ID == n {
				how(&seen)
				c.Changed = append(c.Changed, seen)
			}
		}
		return c, err
	})
}

// line is what the office sees of a notice.
func (x told) line(wanted id.Notice) notice.Line {
	x.Helper()
	page, err := x.s.Notices().Deliveries(x.Context(), x.School.ID, notice.Query{Size: 100})
	x.must(err)
	for _, line := range page.Items {
		if line.ID == wanted {
			return line
		}
	}
	return notice.Line{}
}

// push is how a notice's push stands.
func (x told) push(n notice.Notice) string {
	x.Helper()
	d := x.line(n.ID).Push
	if d.Result != "" {
		return string(d.State) + " " + d.Result
	}
	return string(d.State)
}

// device signs an adult in on a device that can be rung at that host.
func (x told) device(name, host string, adults ...int) {
	x.Helper()
	var seats []access.Seat
	for _, adult := range adults {
		seats = append(seats, access.Seat{School: x.School.ID, Person: id.Person(x.Adults[adult].ID), Since: storetest.At})
	}
	name += string(x.School.ID)
	x.must(x.s.Access().Begin(x.Context(), x.Act("test.begin"), access.Beginning{Session: access.Session{
		Hash: access.Hash(name), Kind: people.ParentKind, Since: storetest.At, Seen: storetest.At, Seats: seats}}))
	x.must(x.s.Courier().Keep(x.Context(), subscription(name, host, name), ""))
}

func subscription(name, host, session string) courier.Subscription {
	return courier.Subscription{ID: id.Named[id.Subscription](name), Endpoint: "https://" + host + "/" + name, Host: host,
		P256dh: []byte("public"), Auth: []byte("secret"), Key: "our key", Session: session, Language: "ur",
		Since: storetest.At, Seen: storetest.At}
}

// ring rings whoever is due at that time, each with a batch of the adult's name and the number.
func (x told) ring(at time.Time, number int) (rung []notice.Ringing, next time.Time) {
	x.Helper()
	_, next, err := x.s.Notices().Ring(x.Context(), x.School.ID, at, 100, func(r notice.Ringing) notice.Rang {
		rung = append(rung, r)
		if r.Devices == 0 {
			return notice.Rang{}
		}
		return notice.Rang{Batch: batch(r.Adult, number), Expires: at.Add(time.Hour)}
	})
	x.must(err)
	return rung, next
}

func batch(adult id.Adult, number int) id.Batch { return id.Batch(fmt.Sprint(adult, number)) }

// claim takes everything that waits at a host.
func (x told) claim(host string, at time.Time) []courier.Push {
	x.Helper()
	got, err := x.s.Courier().Claim(x.Context(), host, at, at.Add(time.Minute), 1000)
	x.must(err)
	return got
}

// answer writes what a service said of pushes.
func (x told) answer(at time.Time, result courier.Result, pushes ...courier.Push) {
	x.Helper()
	var sent []courier.Sent
	for _, p := range pushes {
		sent = append(sent, courier.Sent{Push: p.ID, School: p.School, Batch: p.Batch, Device: p.Device.ID, Result: result,
			Done: true, Forget: result == courier.Gone})
	}
	x.must(x.s.Courier().Done(x.Context(), at, sent))
}

// box is an adult's inbox.
func (x told) box(adult int) []notice.Notice {
	x.Helper()
	list, _, err := x.s.Notices().Of(x.Context(), x.School.ID, x.Adults[adult].ID, "", 100)
	x.must(err)
	return list
}

func in(d time.Duration) time.Time { return storetest.At.Add(d) }

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

func (x told) count(what string) (n int) {
	x.Helper()
	hand, done := x.s.Hand()
	defer done()
	x.must(hand.QueryRow("SELECT COUNT(*) FROM " + what).Scan(&n))
	return n
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

// Of two records of one adult the standing one answers for both; nobody sees another's notice, and none that is taken
// back.
func TestAnAdultsNotices(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		var all []notice.Notice
		for i := range 5 {
			all = append(all, x.tells(fmt.Sprint("thing ", i), i%2)[0])
		}
		x.merge(1, 0)
		seen := func(adult int) (subjects []string) {
			t.Helper()
			var before id.Notice
			for more := true; more; {
				var list []notice.Notice
				var err error
				list, more, err = s.Notices().Of(t.Context(), x.School.ID, x.Adults[adult].ID, before, 2)
				x.must(err)
				for _, n := range list {
					subjects, before = append(subjects, n.Subject), n.ID
				}
			}
			return subjects
		}
		got := seen(0)
		if !slices.Equal(got, seen(1)) || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 5 {
			t.Errorf("of both records: %v, %v", got, seen(1))
		}
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, all[1].ID, in(time.Minute)))
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, all[1].ID, in(time.Hour)))
		n, err := s.Notices().Notice(t.Context(), x.School.ID, x.Adults[1].ID, all[1].ID)
		if err != nil || !n.ReadAt.Equal(in(time.Minute)) || !n.RingAt.IsZero() {
			t.Errorf("%+v, %v", n, err)
		}
		x.change("over", all[0].ID, func(n *notice.Notice) { n.OverAt = in(time.Minute) })
		x.change("taken back", all[2].ID, func(n *notice.Notice) { n.TakenBack = true })
		unread, err := s.Notices().Unread(t.Context(), x.School.ID, x.Adults[0].ID)
		if err != nil || len(unread) != 2 {
			t.Errorf("unread: %v, %v", unread, err)
		}
		if got := seen(0); len(got) != 4 {
			t.Errorf("after one was taken back: %v", got)
		}
		for what, err := range map[string]error{
			"taken back":       s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, all[2].ID, in(time.Hour)),
			"another's":        s.Notices().Read(t.Context(), x.School.ID, x.Adults[2].ID, all[3].ID, in(time.Hour)),
			"nobody's":         s.Notices().Read(t.Context(), x.School.ID, x.Adults[0].ID, "x", in(time.Hour)),
			"another school's": s.Notices().Read(t.Context(), nobody, x.Adults[0].ID, all[3].ID, in(time.Hour)),
		} {
			storetest.Want(t, what, err, "not_found people.not_found")
		}
		_, _, err = s.Notices().Of(t.Context(), x.School.ID, x.Adults[2].ID, all[3].ID, 10)
		storetest.Want(t, "before another's", err, "not_found people.not_found")
	})
}

const nobody = id.School("no school")

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

// A change of a notice is one operation with its events, and done once.
func TestAnswersAndTellings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		n := x.tells("phone", 0)[0]
		act := x.Act("notice.answer")
		runs := 0
		answer := func(n *notice.Notice) ([]event.Event, error) {
			runs++
			n.Answer, n.AnsweredAt, n.ReadAt = notice.WillCome, act.At, act.At
			return []event.Event{act.Did(notice.DidAnswer, string(n.ID), notice.Answered{Answer: n.Answer})}, nil
		}
		for range 2 {
			now, err := s.Notices().Change(t.Context(), act, x.Adults[0].ID, n.ID, answer)
			if err != nil || now.Answer != notice.WillCome || runs != 1 || !now.AnsweredAt.Equal(act.At) {
				t.Fatalf("%+v, %v, %d runs", now, err, runs)
			}
		}
		if got := x.push(n); got != "not_needed" {
			t.Errorf("an answer is a reading: %s", got)
		}
		act = x.Act("notice.tell")
		tellIt := func(n *notice.Notice) ([]event.Event, error) {
			n.ToldAt, n.ToldBy, n.ToldHow = act.At, act.Actor, notice.OnPaper
			return []event.Event{act.Did(notice.DidTell, string(n.ID), nil)}, nil
		}
		_, err := s.Notices().Change(t.Context(), act, "", n.ID, tellIt)
		x.must(err)
		line := x.line(n.ID)
		if line.ToldName != "Mrs Pell" || line.ToldHow != notice.OnPaper ||
			x.count("deliveries WHERE channel = 'office'") != 1 {
			t.Errorf("told: %+v", line)
		}
		_, err = s.Notices().Change(t.Context(), x.Act("notice.answer"), x.Adults[1].ID, n.ID, answer)
		storetest.Want(t, "another's", err, "not_found people.not_found")
		x.change("taken back", n.ID, func(n *notice.Notice) { n.TakenBack = true })
		_, err = s.Notices().Change(t.Context(), x.Act("notice.tell"), "", n.ID, tellIt)
		storetest.Want(t, "taken back", err, "not_found people.not_found")
		refused := fault.New(fault.Conflict, "notice.wrong.gone", nil)
		m := x.tells("another", 0)[0]
		_, err = s.Notices().Change(t.Context(), x.Act("notice.answer"), "", m.ID,
			func(*notice.Notice) ([]event.Event, error) { return nil, refused })
		storetest.Want(t, "refused", err, "conflict notice.wrong.gone")
		records, err := s.Audit().Records(t.Context(), x.School.ID, "daily", 0, 100)
		x.must(err)
		said := 0
		for _, r := range records {
			if r.Event.Kind == notice.DidAnswer || r.Event.Kind == notice.DidTell {
				said++
			}
		}
		if said != 2 {
			t.Errorf("%d events of an answer and a telling", said)
		}
	})
}

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

// The office's page: who was not reached, who is looked for, what is counted.
func TestTheDeliveryPage(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("one", "a.example", 0)
		first := x.tells("first", 0, 1, 2, 3)
		x.ring(in(time.Minute), 1)
		x.answer(in(2*time.Minute), courier.Took, x.claim("a.example", in(time.Minute))...)
		x.happen("second")
		x.follow(func(e event.Event, _ notice.Facts) (c notice.Changes, err error) {
			if e.Subject == "second" {
				n := x.notice(e, 2)
				n.Kind, n.At = notice.ToSign, in(time.Hour)
				c.New = append(c.New, n)
			}
			return c, nil
		})
		x.must(s.Notices().Read(t.Context(), x.School.ID, x.Adults[1].ID, first[1].ID, in(time.Minute)))
		x.change("taken", first[3].ID, func(n *notice.Notice) { n.TakenBack = true })
		ask := func(q notice.Query) (who []string, page notice.Page) {
			t.Helper()
			if q.Size == 0 {
				q.Size = 10
			}
			page, err := s.Notices().Deliveries(t.Context(), x.School.ID, q)
			x.must(err)
			for _, line := range page.Items {
				who = append(who, line.AdultName+"/"+string(line.Kind))
			}
			return who, page
		}
		const amina, tomasz, rachel, sign = "Amina Ahmed/confiscated", "Tomasz Nowak/confiscated",
			"Rachel O'Brien/confiscated", "Rachel O'Brien/aup_to_sign"
		for name, c := range map[string]struct {
			q     notice.Query
			want  []string
			total int
		}{
			"all":         {notice.Query{}, []string{amina, tomasz, rachel, sign}, 4},
			"of a kind":   {notice.Query{Kinds: []notice.Kind{notice.ToSign}}, []string{sign}, 1},
			"not reached": {notice.Query{NotReached: true}, []string{rachel, sign}, 2},
			"took too long ago": {notice.Query{NotReached: true,
				Since: map[notice.Kind]time.Time{notice.Confiscated: in(3 * time.Minute)}}, []string{amina, rachel, sign}, 3},
			"took lately": {notice.Query{NotReached: true,
				Since: map[notice.Kind]time.Time{notice.Confiscated: in(2 * time.Minute)}}, []string{rachel, sign}, 2},
			"by the adult":        {notice.Query{Text: "tom no"}, []string{tomasz}, 1},
			"by the child":        {notice.Query{Text: "yus"}, []string{amina}, 1},
			"of one name each":    {notice.Query{Text: "yusuf amina"}, nil, 0},
			"of both, not of one": {notice.Query{Text: "o'brien"}, []string{rachel, sign}, 2},
			"nobody":              {notice.Query{Text: "zzz"}, nil, 0},
			"taken back":          {notice.Query{Text: "marsh"}, nil, 0},
		} {
			who, page := ask(c.q)
			slices.Sort(who)
			slices.Sort(c.want)
			if !slices.Equal(who, c.want) || page.Total != c.total {
				t.Errorf("%s: %v, %d in all", name, who, page.Total)
			}
		}
		who, page := ask(notice.Query{Kinds: []notice.Kind{notice.Confiscated}, Page: 2, Size: 2})
		if len(who) != 1 || page.Total != 3 || page.ByKind[notice.ToSign] != 1 || page.ByKind[notice.Confiscated] != 3 {
			t.Errorf("the second page: %v, %+v", who, page)
		}
		who, page = ask(notice.Query{})
		if who[0] != sign {
			t.Errorf("the newest is %v", who[0])
		}
		line := x.line(first[0].ID)
		if line.Mobile != "+447700900123" || line.Language != "en" || !line.SignedIn || line.Push.State != notice.Accepted ||
			!line.Push.At.Equal(in(2*time.Minute)) || !slices.Equal(line.PupilNames, []string{"Yusuf Ahmed"}) {
			t.Errorf("%+v", line)
		}
		if line := x.line(first[2].ID); line.SignedIn || line.Push.State != notice.NoDevice {
			t.Errorf("%+v", line)
		}
		x.merge(1, 0)
		if line := x.line(first[1].ID); line.AdultName != "Amina Ahmed" || line.Adult != x.Adults[0].ID || line.SignedIn {
			t.Errorf("a merged record is %q", line.AdultName)
		}
		if who, _ := ask(notice.Query{Text: "tom no"}); len(who) != 1 {
			t.Errorf("by a merged record's name: %v", who)
		}
		figures, err := s.Notices().Figures(t.Context(), x.School.ID, storetest.At)
		x.must(err)
		want := "[{aup_to_sign 1 0 0 0 0 map[waiting:1] map[]} {confiscated 3 1 0 0 0 map[accepted:1 no_device:2] map[]}]"
		if got := fmt.Sprint(figures); got != want {
			t.Errorf("figures %s", got)
		}
		if later, err := s.Notices().Figures(t.Context(), x.School.ID, in(time.Hour)); err != nil || len(later) != 1 {
			t.Errorf("figures of later: %v, %v", later, err)
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
