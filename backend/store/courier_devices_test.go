package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/courier"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// names are the endpoints' last parts of a session's subscriptions.
func (x told) kept(session string) (names []string) {
	x.Helper()
	list, err := x.s.Courier().Of(x.Context(), session)
	x.must(err)
	for _, s := range list {
		names = append(names, s.Endpoint[strings.LastIndex(s.Endpoint, "/")+1:])
	}
	return names
}

// A session keeps its newest three devices; whose device it was before does not matter.
func TestKeepingDevices(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("mine", "a.example", 0)
		x.device("yours", "a.example", 1)
		mine, yours := "mine"+string(x.School.ID), "yours"+string(x.School.ID)
		keep := func(name, session string, seen time.Duration, replaces id.Subscription) {
			t.Helper()
			sub := subscription(name, "a.example", session)
			sub.Since, sub.Seen = in(seen), in(seen)
			x.must(s.Courier().Keep(t.Context(), sub, replaces))
		}
		for i := range 4 {
			keep(fmt.Sprint(i), mine, time.Duration(i)*time.Hour, "")
		}
		if got := x.kept(mine); !slices.Equal(got, []string{"3", "2", "1"}) {
			t.Errorf("kept %v", got)
		}
		keep("old clock", mine, -time.Hour, "") // the newest, by a clock that was set back
		if got := x.kept(mine); !slices.Equal(got, []string{"3", "2", "old clock"}) {
			t.Errorf("kept %v", got)
		}
		keep("3", mine, 9*time.Hour, "")
		list, err := s.Courier().Of(t.Context(), mine)
		if err != nil || len(list) != 3 || !list[0].Since.Equal(in(3*time.Hour)) || !list[0].Seen.Equal(in(9*time.Hour)) {
			t.Errorf("%+v, %v", list, err)
		}
		want := subscription("3", "a.example", mine)
		want.Since, want.Seen = list[0].Since, list[0].Seen
		if got := fmt.Sprint(list[0]); got != fmt.Sprint(want) {
			t.Errorf("kept as %s, want %v", got, want)
		}
		keep("3", yours, 10*time.Hour, id.Named[id.Subscription](yours))
		if got := x.kept(mine); !slices.Equal(got, []string{"2", "old clock"}) {
			t.Errorf("after it was handed on: %v", got)
		}
		if got := x.kept(yours); !slices.Equal(got, []string{"3"}) {
			t.Errorf("whoever has it now: %v", got)
		}
		x.must(s.Courier().Forget(t.Context(), mine, id.Named[id.Subscription]("3"))) // another's
		x.must(s.Courier().Forget(t.Context(), mine, id.Named[id.Subscription]("2")))
		x.must(s.Courier().Forget(t.Context(), mine, "nothing"))
		if a, b := x.kept(mine), x.kept(yours); len(a) != 1 || len(b) != 1 {
			t.Errorf("after forgetting: %v, %v", a, b)
		}
		storetest.Want(t, "without a session",
			s.Courier().Keep(t.Context(), subscription("x", "a.example", "nobody"), ""), "signed_out access.session.over")
		keys, err := s.Courier().Keys(t.Context())
		if err != nil || len(keys) != 1 || keys["our key"] != 2 {
			t.Errorf("keys %v, %v", keys, err)
		}
	})
}

// Old devices, those whose session is gone, and old pushes are swept; the rest stays.
func TestSweeping(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		x.device("mine", "a.example", 0)
		x.device("yours", "a.example", 1)
		x.device("theirs", "a.example", 2)
		x.tells("phone", 0, 2)
		x.ring(storetest.At, 1)
		got := x.claim("a.example", storetest.At)
		x.answer(in(time.Hour), courier.Took, got[0])
		x.must(s.Access().End(t.Context(), x.Act("test.end"), access.Hash("yours"+string(x.School.ID)), "", "", nil))
		again := subscription("mine"+string(x.School.ID), "a.example", "mine"+string(x.School.ID))
		again.Seen = in(time.Hour)
		x.must(s.Courier().Keep(t.Context(), again, ""))
		x.must(s.Courier().Sweep(t.Context(), in(time.Minute), in(time.Hour)))
		if n := x.count("pushes"); n != 2 {
			t.Errorf("%d pushes: one is too young, one is not over", n)
		}
		if n := x.count("subscriptions"); n != 1 || len(x.kept("mine"+string(x.School.ID))) != 1 {
			t.Errorf("%d devices", n)
		}
		x.must(s.Courier().Sweep(t.Context(), in(time.Minute), in(2*time.Hour)))
		if n := x.count("pushes WHERE done_at IS NULL"); n != 1 || x.count("pushes") != 1 {
			t.Errorf("%d pushes wait", n)
		}
	})
}

// A second person who signs in on a telephone silences nobody; where one comes instead, the first is rung no more.
func TestADeviceFollowsItsSession(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		for _, c := range []struct {
			name  string
			joins bool
			kept  int
		}{{"joins", true, 1}, {"comes instead", false, 0}} {
			x.device(c.name, "a.example", 0)
			was, is := c.name+string(x.School.ID), c.name+" later"
			act := x.Act("test.print")
			l := letter(x.Place, c.name+" letter", act)
			l.Adult = x.Adults[1].ID
			_, _, err := s.Access().PrintLetters(t.Context(), act, act.At, func(people.State) ([]access.Letter, []event.Event,
				error,
			) {
				return []access.Letter{l}, nil, nil
			})
			x.must(err)
			seats := []access.Seat{{School: x.School.ID, Person: id.Person(x.Adults[1].ID), Since: storetest.At}}
			if c.joins {
				seats = append(seats, access.Seat{School: x.School.ID, Person: id.Person(x.Adults[0].ID), Since: storetest.At})
			}
			act = x.Act("test.use")
			x.must(s.Access().UseCode(t.Context(), act, l.Hash, act.At, func(access.Opened) (access.Use, error) {
				return access.Use{Once: true, Joins: c.joins, Replaces: access.Hash(was), Session: access.Session{
					Hash: access.Hash(is), Kind: people.ParentKind, Since: act.At, Seen: act.At, Seats: seats}}, nil
			}))
			if got := x.kept(is); len(got) != c.kept {
				t.Errorf("%s: %d devices follow", c.name, len(got))
			}
			x.tells(c.name, 0)
			if rung, _ := x.ring(in(time.Hour), 1); len(rung) != 1 || (rung[0].Devices > 0) != c.joins {
				t.Errorf("%s: %+v", c.name, rung)
			}
			x.must(s.Access().End(t.Context(), x.Act("test.end"), access.Hash(is), "", "", nil))
		}
	})
}
