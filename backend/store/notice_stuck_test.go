package store_test

import (
	"bytes"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// An event that cannot be followed by a mistake of ours is tried a few times and passed over, with a line that names it;
// what comes before and after it is followed once. One that waits for the database is waited for.
func TestOneBadEventSilencesNobody(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			var log bytes.Buffer
			config := kind.Config(t)
			config.Log = slog.New(slog.NewTextHandler(&log, nil))
			s := storetest.Reopen(t, config)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			oneBadEvent(t, s)
			if n := strings.Count(log.String(), "passed over"); n != 2 || !strings.Contains(log.String(), "test.happened") {
				t.Errorf("the log says %s", log.String())
			}
		})
	}
}

func oneBadEvent(t *testing.T, s *store.Store) {
	x := tell(t, s, "hook-lane")
	x.follow(func(event.Event, notice.Facts) (c notice.Changes, err error) { return c, err })
	for _, subject := range []string{"before", "bad", "after"} {
		x.happen(subject)
	}
	wrong := func(e event.Event) error {
		if e.Subject == "bad" {
			panic("a mistake")
		}
		return nil
	}
	var err error
	tries := 0
	for more := true; more && tries < 20; tries++ {
		_, more, err = s.Notices().Follow(t.Context(), x.School.ID, 100,
			func(e event.Event, _ notice.Facts) (notice.Changes, error) {
				if e.Subject == "before" && tries == 0 {
					return notice.Changes{}, fault.New(fault.Unavailable, "web.unavailable", nil)
				}
				return notice.Changes{New: []notice.Notice{x.notice(e, 0)}}, wrong(e)
			})
		more = more || err != nil
	}
	var told []string
	for _, n := range x.box(0) {
		told = append(told, n.Subject)
	}
	slices.Sort(told)
	if !slices.Equal(told, []string{"after", "before"}) || err != nil || tries < 5 {
		t.Errorf("after %d tries (%v) somebody was told of %v", tries, err, told)
	}
	var heard []string
	for range 10 {
		_, err = s.Notices().Listen(t.Context(), x.School.ID, "a", 100, func(e event.Event) error {
			if e.Subject == "before" && len(heard) == 0 {
				heard = append(heard, "")
				return fault.New(fault.Unavailable, "web.unavailable", nil).Because(errors.New("away"))
			}
			if e.Kind == "test.happened" && e.Subject != "bad" {
				heard = append(heard, e.Subject)
			}
			return wrong(e)
		})
	}
	if !slices.Equal(heard, []string{"", "before", "after"}) || err != nil {
		t.Errorf("heard %q, %v", heard, err)
	}
}
