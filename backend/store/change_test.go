package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// positions are those of the school's daily chain, in order.
func positions(t testing.TB, s *store.Store, school id.School) []int64 {
	t.Helper()
	var all []int64
	for {
		records, err := s.Audit().Records(context.Background(), school, "daily", int64(len(all)), 500)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			all = append(all, r.Event.Position)
		}
		if len(records) < 500 {
			return all
		}
	}
}

func gapFree(t testing.TB, s *store.Store, school id.School, want int) {
	t.Helper()
	all := positions(t, s, school)
	if len(all) != want {
		t.Fatalf("%d events, want %d", len(all), want)
	}
	for i, p := range all {
		if p != int64(i+1) {
			t.Fatalf("position %d stands at place %d", p, i+1)
		}
	}
}

var errBad = errors.New("this one is refused")

// Thirty-two goroutines do one operation: it is done once, and all get the ids that the first time made.
func TestAReplayIsDoneOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, slow := range []bool{false, true} {
			p := storetest.Furnish(t, s, fmt.Sprintf("hook-lane-%v", slow), "anthony-roper")
			before := len(positions(t, s, p.School.ID))
			act := p.Act("test.once")
			var times atomic.Int64
			made := make([]string, 32)
			var wg sync.WaitGroup
			for i := range made {
				wg.Go(func() {
					var kept string
					err := s.Do(t.Context(), act, slow, func(*gorm.DB) ([]string, []event.Event, error) {
						n := times.Add(1)
						kept = fmt.Sprint("made-", n)
						return []string{kept}, []event.Event{act.Did("test.done", "subject", nil)}, nil
					}, func(ids []string) { kept = ids[0] })
					if err != nil {
						t.Error(err)
					}
					made[i] = kept
				})
			}
			wg.Wait()
			for _, got := range made {
				if got != made[0] {
					t.Errorf("one answer is %q, another %q", made[0], got)
				}
			}
			gapFree(t, s, p.School.ID, before+1)
		}
	})
}

// One operation id cannot mean two things: another person, another command and other words are refused, and another
// school's own use of the id is its own.
func TestAnOperationIdIsOneThing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		twin := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		act := p.Act("test.once")
		do := func(act event.Act) error {
			return s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				return nil, []event.Event{act.Did("test.done", "subject", nil)}, nil
			}, nil)
		}
		if err := errors.Join(do(act), do(act)); err != nil {
			t.Fatal(err)
		}
		for name, alter := range map[string]func(*event.Act){
			"actor":   func(a *event.Act) { a.Actor = id.Person(p.Staff[1].ID) },
			"command": func(a *event.Act) { a.Command = "test.other" },
			"hash":    func(a *event.Act) { a.Hash = event.HashOf([]byte("other")) },
		} {
			other := act
			alter(&other)
			var f *fault.Fault
			if err := do(other); !errors.As(err, &f) || f.Kind != fault.Conflict || f.Say.Key != "web.operation_reused" {
				t.Errorf("another %s: %v", name, err)
			}
		}
		act.School = twin.School.ID
		if err := do(act); err != nil {
			t.Errorf("the other school's operation: %v", err)
		}
		none := act
		none.Op = ""
		if err := do(none); !fault.Is(err, fault.Invalid) {
			t.Errorf("without an operation id: %v", err)
		}
	})
}

// Of ten changes that share a transaction one is bad: it fails alone, leaves nothing, and the positions have no gap.
func TestOneBadChangeOfABatchFailsAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		before := len(positions(t, s, p.School.ID))
		gate := make(chan struct{})
		held := make(chan struct{})
		var wg sync.WaitGroup
		// The first holds the writer while ten come and wait, so that those share the next transaction.
		wg.Go(func() {
			act := p.Act("test.first")
			err := s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				close(held)
				<-gate
				return nil, nil, nil
			}, nil)
			if err != nil {
				t.Error(err)
			}
		})
		<-held
		const bad, unlawful, panics = 3, 6, 8
		got := make([]error, 10)
		for i := range got {
			wg.Go(func() {
				act := p.Act("test.batch")
				got[i] = s.Do(t.Context(), act, false, func(db *gorm.DB) ([]string, []event.Event, error) {
					row := store.DeviceRow{SchoolID: store.SchoolID(p.School.ID), ID: fmt.Sprint("d", i),
						Pupil: string(p.Pupils[0].ID),
						Kind:  "phone", State: "with_child", Since: act.At}
					if i == unlawful {
						row.Pupil = "nobody" // the database itself refuses, which on PostgreSQL breaks off a transaction
					}
					if err := db.Create(&row).Error; err != nil {
						return nil, nil, err
					}
					switch i {
					case bad:
						return nil, nil, errBad
					case panics:
						panic("a mistake in a room")
					}
					return nil, []event.Event{act.Did("test.done", row.ID, nil)}, nil
				}, nil)
			})
		}
		waitFor(t, func() bool { return s.Waiting(p.School.ID) == len(got) })
		close(gate)
		wg.Wait()
		for i, err := range got {
			switch i {
			case bad:
				if !errors.Is(err, errBad) {
					t.Errorf("the bad one: %v", err)
				}
			case unlawful:
				if !errors.Is(err, gorm.ErrForeignKeyViolated) {
					t.Errorf("the unlawful one: %v", err)
				}
			case panics:
				if err == nil || !strings.Contains(err.Error(), "a mistake in a room") {
					t.Errorf("the one that panics: %v", err)
				}
			default:
				if err != nil {
					t.Errorf("%d: %v", i, err)
				}
			}
		}
		if n := s.Batches(); n != 2+2 { // two of furnishing, one that waited, one of ten
			t.Errorf("%d transactions for ten changes that waited; want one", n-3)
		}
		gapFree(t, s, p.School.ID, before+7)
		var ids []string
		err := s.In(t.Context(), p.School.ID, false, func(db *gorm.DB) error {
			return db.Model(&store.DeviceRow{}).Order("id").Pluck("id", &ids).Error
		})
		if want := []string{"d0", "d1", "d2", "d4", "d5", "d7", "d9"}; err != nil || !slices.Equal(ids, want) {
			t.Errorf("kept %v, %v; want %v", ids, err, want)
		}
	})
}

// Two schools' changes never share a transaction, however many wait.
func TestABatchIsOfOneSchool(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		places := []storetest.Place{storetest.Furnish(t, s, "hook-lane", "anthony-roper"),
			storetest.Furnish(t, s, "beaver-road", "beaver-green")}
		var wg sync.WaitGroup
		for i := range 60 {
			p := places[i%2]
			act := p.Act("test.mixed")
			wg.Go(func() {
				err := s.Do(t.Context(), act, false, func(db *gorm.DB) ([]string, []event.Event, error) {
					var pupils []store.PupilRow
					err := db.Find(&pupils).Error
					for _, row := range pupils {
						if row.SchoolID != store.SchoolID(act.School) {
							return nil, nil, fmt.Errorf("a pupil of %s", row.SchoolID)
						}
					}
					return nil, []event.Event{act.Did("test.done", "x", nil)}, err
				}, nil)
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, p := range places {
			gapFree(t, s, p.School.ID, 2+30)
		}
	})
}

// A row that changes without an event is refused, and so is an event of another school.
func TestNothingChangesUnsaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		if err := s.DoUnsaid(t.Context(), p.Act("test.unsaid")); !errors.Is(err, store.ErrUnsaid) {
			t.Errorf("a change without an event: %v", err)
		}
		act := p.Act("test.foreign")
		err := s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
			foreign := act
			foreign.School = "another"
			return nil, []event.Event{foreign.Did("test.done", "x", nil)}, nil
		}, nil)
		if !errors.Is(err, store.ErrOther) {
			t.Errorf("another school's event: %v", err)
		}
	})
}

// Times come back as they were, to the microsecond, in UTC, and sort as times.
func TestTimesComeBackAsTheyWere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		base := time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
		times := []time.Time{base, base.Add(time.Microsecond), base.Add(500 * time.Millisecond),
			base.Add(510 * time.Millisecond),
			base.Add(time.Second), time.Date(2026, 6, 1, 9, 0, 0, 123456000, time.FixedZone("BST", 3600))}
		for i, at := range times {
			act := p.Act("test.time")
			act.At = at
			_, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: p.Pupils[0].ID, Slot: true},
				func(shelf *custody.Shelf) ([]event.Event, error) {
					shelf.Devices = append(shelf.Devices, custody.Device{ID: id.Device(fmt.Sprint(i)), School: shelf.School,
						Pupil: shelf.Pupil, State: custody.HandedIn, Slot: shelf.Free, Since: at})
					return []event.Event{act.Did("test.timed", fmt.Sprint(i), nil)}, nil
				})
			if err != nil {
				t.Fatal(err)
			}
		}
		children, err := s.Custody().Roster(t.Context(), p.School.ID, "", "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range children[0].Devices {
			if !d.Since.Equal(times[i]) || d.Since.Location() != time.UTC {
				t.Errorf("%v came back as %v", times[i], d.Since)
			}
		}
		var order []string
		err = s.In(t.Context(), p.School.ID, false, func(db *gorm.DB) error {
			return db.Model(&store.DeviceRow{}).Where("since >= ?", base).Order("since").Pluck("id", &order).Error
		})
		if err != nil || strings.Join(order, "") != "01234" {
			t.Errorf("in order of time: %v, %v", order, err)
		}
	})
}

// A change whose caller gives up while it waits is withdrawn; the store goes on.
func TestAChangeThatWaitsCanBeWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		gate, held := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			act := p.Act("test.first")
			if err := s.Do(t.Context(), act, true, func(*gorm.DB) ([]string, []event.Event, error) {
				close(held)
				<-gate
				return nil, []event.Event{act.Did("test.done", "first", nil)}, nil
			}, nil); err != nil {
				t.Error(err)
			}
		})
		<-held
		ctx, cancel := context.WithCancel(t.Context())
		wg.Go(func() {
			act := p.Act("test.second")
			err := s.Do(ctx, act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				t.Error("a withdrawn change ran")
				return nil, []event.Event{act.Did("test.done", "second", nil)}, nil
			}, nil)
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("the withdrawn one: %v", err)
			}
		})
		waitFor(t, func() bool { return s.Waiting(p.School.ID) == 1 })
		cancel()
		waitFor(t, func() bool { return s.Waiting(p.School.ID) == 0 })
		close(gate)
		wg.Wait()
		gapFree(t, s, p.School.ID, 3)
	})
}

// waitFor polls for what another goroutine is about to do.
func waitFor(t testing.TB, done func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !done(); {
		if time.Now().After(end) {
			t.Fatal("it did not come")
		}
		runtime.Gosched()
	}
}

// A change that spoils the transaction before it has written anything (a text that PostgreSQL cannot read) fails alone
// all the same.
func TestAChangeThatSpoilsTheReadFailsAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		many(t, s, &p, 12)
		gate, held := make(chan struct{}), make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			act := p.Act("test.first")
			if err := s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				close(held)
				<-gate
				return nil, nil, nil
			}, nil); err != nil {
				t.Error(err)
			}
		})
		<-held
		for i := range 12 {
			wg.Go(func() {
				if i != 5 {
					handIn(t, s, p, 3+i)
					return
				}
				act := p.Act("custody.hand_in")
				_, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: "\x00", Slot: true},
					func(*custody.Shelf) ([]event.Event, error) { return nil, nil })
				if err == nil {
					t.Error("a child called NUL is found")
				}
			})
		}
		waitFor(t, func() bool { return s.Waiting(p.School.ID) == 12 })
		close(gate)
		wg.Wait()
		gapFree(t, s, p.School.ID, 3+11)
	})
}
