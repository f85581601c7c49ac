package house_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// tired is a context that ends after so many questions: an interruption at a place that is the same each time.
type tired struct {
	context.Context
	left atomic.Int64
}

func (c *tired) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return c.Context.Err()
}

// What was interrupted goes on where it stopped, and what is done is not done again.
func TestFurnishingGoesOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		reached := int64(0)
		for _, questions := range []int64{15, 40, 150} {
			ctx := &tired{Context: t.Context()}
			ctx.left.Store(questions)
			if err := house.Furnish(ctx, s, house.FirstDay); err == nil {
				t.Fatalf("%d questions were enough", questions)
			}
			if now := records(t, s); now < reached {
				t.Fatalf("%d records, and there were %d", now, reached)
			} else {
				reached = now
			}
		}
		if reached == 0 {
			t.Fatal("nothing was begun")
		}
		furnish(t, s)
		before := records(t, s)
		// Another day makes no other house.
		if err := house.Furnish(t.Context(), s, "2027-02-01"); err != nil {
			t.Fatal(err)
		}
		pupils := desk(t, s, house.HookLane, house.FirstDay.At(8, 35, school.London))
		if after := records(t, s); after != before || len(pupils) != 318 {
			t.Errorf("%d records became %d", before, after)
		}
	})
}

func records(t *testing.T, s *store.Store) (n int64) {
	t.Helper()
	for _, at := range house.Schools {
		head, err := s.Audit().Head(t.Context(), at, audit.Daily)
		if err != nil {
			t.Fatal(err)
		}
		n += head.Position
	}
	return n
}

func TestTwoThatBeginAtOnceMakeOneHouse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			both.Go(func() { errs[i] = house.Furnish(t.Context(), s, house.FirstDay) })
		}
		both.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		now := house.FirstDay.At(8, 35, school.London)
		if a, b := len(desk(t, s, house.HookLane, now)), len(desk(t, s, house.BeaverRoad, now)); a != 318 || b != 431 {
			t.Errorf("%d and %d pupils", a, b)
		}
		devices := 0
		for _, child := range desk(t, s, house.HookLane, now) {
			devices += len(child.Devices)
		}
		if devices != 94 {
			t.Errorf("%d devices", devices)
		}
	})
}

func TestAForeignDatabaseIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if empty, err := house.Recognise(t.Context(), s); err != nil || !empty {
			t.Fatalf("a new database: %v, %v", empty, err)
		}
		found(t, s)
		if err := house.Furnish(t.Context(), s, house.FirstDay); !errors.Is(err, house.ErrForeign) {
			t.Errorf("a school's own database: %v", err)
		}
		ids, err := s.Schools().IDs(t.Context())
		if err != nil || len(ids) != 1 || house.Ours(ids) {
			t.Errorf("%v, %v", ids, err)
		}
	})
	t.Run("a school beside ours", func(t *testing.T) {
		s := storetest.Memory(t)
		furnish(t, s)
		found(t, s)
		if _, err := house.Recognise(t.Context(), s); !errors.Is(err, house.ErrForeign) {
			t.Errorf("%v", err)
		}
	})
}

// found founds a school that is not of the house.
func found(t *testing.T, s *store.Store) {
	t.Helper()
	place := storetest.School(t, "st-elsewhere", "beaver-green", "08:45", "15:15")
	act := event.Act{School: place.ID, Actor: id.New[id.Person](), At: clock.System{}.Now(), Op: id.New[id.Op](),
		Command: "access.found"}
	if err := s.Schools().Found(t.Context(), act, place); err != nil {
		t.Fatal(err)
	}
}
