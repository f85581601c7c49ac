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

func (x told) count(what string) (n int) {
	x.Helper()
	hand, done := x.s.Hand()
	defer done()
	x.must(hand.QueryRow("SELECT COUNT(*) FROM " + what).Scan(&n))
	return n
}
