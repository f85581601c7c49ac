package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
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

// Two processes follow and ring one school at once: each notice once, each device one push for a ringing.
func TestTwoProcessesTellOnce(t *testing.T) {
	config := storetest.Kinds[2].Config(t)
	s := storetest.Reopen(t, config)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	x := tell(t, s, "hook-lane")
	x.device("one", "a.example", 0)
	x.device("two", "b.example", 0)
	x.device("three", "a.example", 1)
	const events = 60
	stores := []*store.Store{s, storetest.Reopen(t, config)}
	var all sync.WaitGroup
	stop := make(chan struct{})
	for _, s := range stores {
		all.Go(func() {
			for over := false; !over; {
				select {
				case <-stop:
					over = true // one look more, after the last event
				default:
				}
				for more := true; more; {
					var err error
					_, more, err = s.Notices().Follow(t.Context(), x.School.ID, 7, func(e event.Event, _ notice.Facts) (notice.Changes,
						error,
					) {
						if !strings.HasPrefix(e.Subject, "phone") {
							return notice.Changes{}, nil
						}
						a, b := x.notice(e, 0), x.notice(e, 1)
						a.ID, b.ID = id.New[id.Notice](), id.New[id.Notice]()
						return notice.Changes{New: []notice.Notice{a, b}}, nil
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
				_, _, err := s.Notices().Ring(t.Context(), x.School.ID, in(time.Minute), 10, func(r notice.Ringing) notice.Rang {
					return notice.Rang{Batch: id.New[id.Batch](), Expires: in(time.Hour)}
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	// Meanwhile things happen, one adult reads, and services answer.
	all.Go(func() {
		defer close(stop)
		for i := range events {
			x.happen(fmt.Sprint("phone ", i))
			if i%5 == 0 {
				for _, n := range x.box(0) {
					if n.ReadAt.IsZero() {
						x.must(s.Notices().Read(t.Context(), x.School.ID, n.Adult, n.ID, in(2*time.Minute)))
					}
				}
				x.answer(in(time.Minute), courier.Took, x.claim("a.example", in(time.Minute))...)
			}
		}
	})
	all.Wait()
	if a, b := len(x.box(0)), len(x.box(1)); a != events || b != events {
		t.Errorf("%d and %d notices of %d events", a, b, events)
	}
	if n := x.count("(SELECT 1 AS one FROM pushes GROUP BY batch, device HAVING COUNT(*) > 1) AS double"); n != 0 {
		t.Errorf("%d ringings rang a device twice", n)
	}
	if n := x.count("deliveries d WHERE channel = 'push' AND state = 'waiting'"); n != 0 {
		t.Errorf("%d notices were never rung", n)
	}
	if n := x.count(`deliveries d WHERE channel = 'push' AND state = 'handed' AND NOT EXISTS
		(SELECT 1 FROM pushes p WHERE p.batch = d.batch AND p.done_at IS NULL)`); n != 0 {
		t.Errorf("%d deliveries hang on nothing", n)
	}
	if n := x.count(`notices n WHERE read_at IS NULL AND ring_at IS NOT NULL`); n != 0 {
		t.Errorf("%d notices still ring", n)
	}
}

// Whoever follows hears of what happened, once it is committed, and of nothing that did not happen.
func TestTheFollowerHears(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			config := kind.Config(t)
			var mu sync.Mutex
			heard := 0
			config.Changed = func(id.School) { mu.Lock(); heard++; mu.Unlock() }
			s := storetest.Reopen(t, config)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			x := tell(t, s, "hook-lane")
			want := func(what string, n int) {
				t.Helper()
				mu.Lock()
				defer mu.Unlock()
				if heard != n {
					t.Errorf("%s: heard %d times, want %d", what, heard, n)
				}
				heard = 0
			}
			want("founded and furnished", 2)
			act := x.Act("test.happen")
			x.must(s.Notices().Happened(t.Context(), act, act.Did("test.happened", "x", nil)))
			want("something happened", 1)
			x.must(s.Notices().Happened(t.Context(), act, act.Did("test.happened", "x", nil)))
			want("a replay", 0)
			n := x.tells("phone", 0)[0]
			want("following is nothing that happens; what was followed is", 1)
			_, err := s.Notices().Change(t.Context(), x.Act("test.change"), "", n.ID,
				func(*notice.Notice) ([]event.Event, error) { return nil, errors.New("refused") })
			if err == nil {
				t.Error("it was not refused")
			}
			want("refused", 0)
		})
	}
}
