package house_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

func furnish(t *testing.T, s *store.Store) {
	t.Helper()
	if err := house.Furnish(t.Context(), s, house.FirstDay); err != nil {
		t.Fatal(err)
	}
}

func desk(t *testing.T, s *store.Store, at id.School, now time.Time) []custody.Child {
	t.Helper()
	rooms := custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()}
	players, err := house.Cast(t.Context(), s, at)
	if err != nil {
		t.Fatal(err)
	}
	roll, err := rooms.Desk(t.Context(), players.Office.Who(), now)
	if err != nil {
		t.Fatal(err)
	}
	return roll
}

func TestTheHouseIsFurnished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		furnish(t, s)
		movable, err := house.Clock(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		now := movable.Now()
		if got := now.In(school.London).Format("2006-01-02 15:04"); got != "2026-11-23 08:35" {
			t.Errorf("it opens at %s", got)
		}
		for _, want := range []struct {
			at                              id.School
			pupils, known, late, kept, keep int
			mode                            school.PhonesMode
		}{
			{house.HookLane, 318, 94, 1, 1, 3, school.HandIn},
			{house.BeaverRoad, 431, 2, 0, 1, 3, school.ClassCheck},
		} {
			place, err := s.Schools().School(t.Context(), want.at)
			if err != nil {
				t.Fatal(err)
			}
			pupils, known, late, kept, keep := 0, 0, 0, 0, 0
			for _, child := range desk(t, s, want.at, now) {
				pupils++
				if child.Keeps {
					keep++
				}
				for _, d := range child.Devices {
					known++
					if custody.Uncollected(d, place.Calendar, now) {
						late++
					}
					if d.State == custody.Confiscated {
						kept++
					}
				}
			}
			got := []int{pupils, known, late, kept, keep}
			if w := []int{want.pupils, want.known, want.late, want.kept, want.keep}; !equal(got, w) ||
				place.Policy.Phones.Mode != want.mode {
				t.Errorf("%s: pupils, devices, uncollected, kept, exceptions are %v, not %v", place.Name, got, w)
			}
		}
	})
}

func equal(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// A decision is owed at both schools, each by its own rule.
// Policy: phones.parents_told (AR 9.3/10)
func TestADecisionIsOwed(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	rooms := custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()}
	for _, at := range house.Schools {
		players, err := house.Cast(t.Context(), s, at)
		if err != nil {
			t.Fatal(err)
		}
		place, err := s.Schools().School(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		open, err := rooms.List(t.Context(), players.Head.Who(), true, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if len(open) != 1 || !custody.Owed(place.Policy.Phones, open[0].Confiscation) || open[0].Held {
			t.Errorf("%s: open are %+v", place.Name, open)
		}
		ended, err := rooms.List(t.Context(), players.Head.Who(), false, time.Time{})
		if err != nil || len(ended) != 1 || ended[0].ReleasedTo == "" || ended[0].ContactAt.IsZero() {
			t.Errorf("%s: ended are %+v, %v", place.Name, ended, err)
		}
	}
}

func TestTheCast(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	hook, err := house.Cast(t.Context(), s, house.HookLane)
	if err != nil {
		t.Fatal(err)
	}
	beaver, err := house.Cast(t.Context(), s, house.BeaverRoad)
	if err != nil {
		t.Fatal(err)
	}
	if hook.Head.ID != hook.DSL.ID || hook.Head.Called() != "Ms Hall" {
		t.Errorf("Hook Lane's head is %s, its lead %s", hook.Head.Called(), hook.DSL.Called())
	}
	if who := beaver.DSL.Who(); beaver.Head.ID == beaver.DSL.ID || !who.Is(people.HeadOfSchool) {
		t.Errorf("Beaver Road's lead is %v", who.Roles)
	}
	for _, p := range []house.Players{hook, beaver} {
		if len(p.Teacher.Classes) != 1 || p.Office.Email == "" || p.Deputy.ID == p.DSL.ID {
			t.Errorf("%+v", p)
		}
	}
}

// The record of the furnished week holds, and runs forward only.
func TestTheRecordHolds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		furnish(t, s)
		service := audit.NewService(s.Audit(), storetest.Key, clock.System{})
		for _, at := range house.Schools {
			report, err := service.Verify(t.Context(), at)
			if err != nil || report.Broken != nil || report.Rows == 0 {
				t.Fatalf("%+v, %v", report, err)
			}
			records, err := s.Audit().Records(t.Context(), at, audit.Daily, 0, 10000)
			if err != nil {
				t.Fatal(err)
			}
			opens := house.FirstDay.At(0, 0, school.London)
			for _, r := range records {
				if !r.Event.At.Before(opens) {
					t.Fatalf("%s happened on the day the house opens", r.Event.Kind)
				}
			}
		}
	})
}

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
		found(t, s, id.New[id.School](), "st-elsewhere")
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
		found(t, s, id.New[id.School](), "st-elsewhere")
		if _, err := house.Recognise(t.Context(), s); !errors.Is(err, house.ErrForeign) {
			t.Errorf("%v", err)
		}
	})
}

func found(t *testing.T, s *store.Store, at id.School, slug string) {
	t.Helper()
	policy, err := school.Preset("beaver-green")
	if err != nil {
		t.Fatal(err)
	}
	calendar, err := school.KentCalendar("08:45", "15:15")
	if err != nil {
		t.Fatal(err)
	}
	act := event.Act{School: at, Actor: id.New[id.Person](), At: clock.System{}.Now(), Op: id.New[id.Op](),
		Command: "access.found"}
	err = s.Schools().Found(t.Context(), act, school.School{ID: at, Slug: slug, Name: slug, Phone: "01632 960001",
		Policy: policy, Calendar: calendar})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstMorning(t *testing.T) {
	for today, want := range map[clock.Date]clock.Date{
		"2026-08-01": "2026-11-23", // never before the week that was prepared
		"2026-11-21": "2026-11-23",
		"2026-11-24": "2026-11-24",
		"2026-11-27": "2026-11-27",
		"2026-11-28": "2026-11-30",
		"2026-12-19": "2027-01-05", // Christmas, and the INSET day after it
		"2031-05-05": "2026-11-23", // no dates that far
	} {
		if got, err := house.FirstMorning(today); got != want || err != nil {
			t.Errorf("on %s it opens on %s (%v), not %s", today, got, err, want)
		}
	}
}

// Each start opens on the school day after all that happened, over a weekend as well.
func TestTheNextStartIsTheNextMorning(t *testing.T) {
	s := storetest.Memory(t)
	furnish(t, s)
	players, err := house.Cast(t.Context(), s, house.BeaverRoad)
	if err != nil {
		t.Fatal(err)
	}
	rooms := custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()}
	for _, step := range []struct{ acts, opens clock.Date }{
		{"2026-11-23", "2026-11-24"}, {"2026-11-27", "2026-11-30"},
	} {
		who := players.Teacher.Who()
		act := event.Act{School: who.School, Actor: who.Person, At: step.acts.At(9, 0, school.London),
			Op: id.New[id.Op](), Command: "custody.check_class"}
		if _, err := rooms.CheckClass(t.Context(), who, act, who.Classes[0], nil); err != nil {
			t.Fatal(err)
		}
		movable, err := house.Clock(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if got := movable.Now().In(school.London).Format("2006-01-02 15:04"); got != string(step.opens)+" 08:35" {
			t.Errorf("after %s it opens at %s", step.acts, got)
		}
	}
}
