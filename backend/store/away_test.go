package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// bulky is a change that needs room on the disk.
func bulky(s *store.Store, act event.Act) error {
	return s.Do(context.Background(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
		return []string{"made"}, []event.Event{act.Did("test.bulky", "x", strings.Repeat("x", 20_000))}, nil
	}, nil)
}

// A full disk refuses what it cannot keep, keeps what it said it did, lets reads go on, and recovers by itself.
func TestAFullDiskIsNeverCalledSaved(t *testing.T) {
	for _, kind := range storetest.Kinds[:2] { // the page limit is SQLite's
		t.Run(kind.Name, func(t *testing.T) {
			s := kind.Open(t)
			p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
			var pages int
			if err := s.App().QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
				t.Fatal(err)
			}
			limit := func(n int) {
				if _, err := s.App().Exec(fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
					t.Fatal(err)
				}
			}
			limit(pages + 40)
			kept, refused := 0, 0
			var last event.Act
			for range 30 { // one at a time, then many that share transactions
				act := p.Act("test.bulky")
				switch err := bulky(s, act); {
				case err == nil:
					kept++
				case fault.Is(err, fault.Unavailable):
					refused++
					last = act
				default:
					t.Fatal(err)
				}
			}
			var wg sync.WaitGroup
			var mu sync.Mutex
			for range 30 {
				act := p.Act("test.bulky")
				wg.Go(func() {
					err := bulky(s, act)
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						kept++
					} else if refused++; !fault.Is(err, fault.Unavailable) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if kept == 0 || refused < 30 {
				t.Fatalf("%d kept, %d refused: the disk was not full", kept, refused)
			}
			gapFree(t, s, p.School.ID, 2+kept)
			limit(1_000_000)
			if err := bulky(s, last); err != nil {
				t.Fatalf("with room again: %v", err)
			}
			gapFree(t, s, p.School.ID, 2+kept+1)
		})
	}
}

// PostgreSQL ends our connections in mid-transaction: what was not kept says so, and the store heals without a restart.
func TestACutConnectionHeals(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	hand, done := s.Hand()
	defer done()
	act := p.Act("test.cut")
	ran := 0
	err := s.Do(t.Context(), act, false, func(db *gorm.DB) ([]string, []event.Event, error) {
		if ran++; ran == 1 {
			mustExec(t, hand, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE usename = 'lollipop_app' AND datname = current_database()`)
		}
		return nil, []event.Event{act.Did("test.done", "x", nil)}, nil
	}, nil)
	if !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a cut connection: %v", err)
	}
	gapFree(t, s, p.School.ID, 2)
	for range 3 { // the pool may hold more dead connections than one
		err = s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
			return nil, []event.Event{act.Did("test.done", "x", nil)}, nil
		}, nil)
		if err == nil {
			break
		}
		if !fault.Is(err, fault.Unavailable) {
			t.Fatal(err)
		}
	}
	if err != nil {
		t.Fatalf("it did not heal: %v", err)
	}
	gapFree(t, s, p.School.ID, 3)
}

// Two transactions that wait for each other: PostgreSQL undoes one, and it is run again without anybody noticing.
func TestADeadlockIsRunAgain(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	places := []storetest.Place{storetest.Furnish(t, s, "hook-lane", "anthony-roper"),
		storetest.Furnish(t, s, "beaver-road", "beaver-green")}
	both := [2]chan struct{}{make(chan struct{}), make(chan struct{})}
	var once [2]sync.Once
	var wg sync.WaitGroup
	runs := [2]int{}
	lock := func(db *gorm.DB, key string) error {
		return db.Exec("SELECT pg_advisory_xact_lock(hashtext(?))", key).Error
	}
	for i, p := range places {
		act := p.Act("test.deadlock")
		wg.Go(func() {
			err := s.Do(t.Context(), act, true, func(db *gorm.DB) ([]string, []event.Event, error) {
				runs[i]++
				mine, theirs := fmt.Sprint("row", i), fmt.Sprint("row", 1-i)
				if err := lock(db, mine); err != nil {
					return nil, nil, err
				}
				once[i].Do(func() { close(both[i]) })
				<-both[1-i]
				return nil, []event.Event{act.Did("test.done", "x", nil)}, lock(db, theirs)
			}, nil)
			if err != nil {
				t.Errorf("%d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if runs[0]+runs[1] < 3 {
		t.Errorf("ran %v times: nothing was deadlocked", runs)
	}
	for _, p := range places {
		gapFree(t, s, p.School.ID, 3)
	}
}

// A closed store says that it is unavailable; a database that is not there is an error of Open.
func TestClosedAndAbsent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := bulky(s, p.Act("test.closed")); !fault.Is(err, fault.Unavailable) {
			t.Errorf("a change: %v", err)
		}
	})
	for _, dsn := range []string{"", "sqlite:", "sqlite:/nowhere/at/all/lollipop.db",
		"postgres://lollipop@/x?host=/nowhere"} {
		if s, err := store.Open(t.Context(), store.Config{DSN: dsn, ChainKey: storetest.Key}); err == nil {
			s.Close()
			t.Errorf("%q opens", dsn)
		}
	}
	if _, err := store.Open(t.Context(), store.Config{DSN: "memory:short", ChainKey: audit.Keys{storetest.Key[0], []byte("short")}}); err == nil {
		t.Error("a short chain key opens")
	}
}

// A reader in the middle of a read sees one moment, while a writer commits beside it.
func TestAReaderReadsBesideAWriter(t *testing.T) {
	for _, kind := range storetest.Kinds[1:] { // the database in memory has no WAL
		t.Run(kind.Name, func(t *testing.T) {
			s := kind.Open(t)
			p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
			count := func(db *gorm.DB) (n int64) {
				if err := db.Model(&store.DeviceRow{}).Count(&n).Error; err != nil {
					t.Error(err)
				}
				return n
			}
			err := s.In(t.Context(), p.School.ID, false, func(db *gorm.DB) error {
				before := count(db)
				handIn(t, s, p, 0) // commits here and now, or the test hangs
				if after := count(db); before != 0 || after != 0 {
					t.Errorf("%d devices, then %d in one read", before, after)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			err = s.In(t.Context(), p.School.ID, false, func(db *gorm.DB) error {
				if n := count(db); n != 1 {
					t.Errorf("%d devices in the next read", n)
				}
				return db.Exec("UPDATE devices SET label = 'x' WHERE school_id = ?", string(p.School.ID)).Error
			})
			if err == nil {
				t.Error("a read can write")
			}
		})
	}
}

// What a constraint refuses has one name on both engines, by GORM and by raw SQL.
func TestConstraintsHaveOneName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		handIn(t, s, p, 0)
		row := func(alter func(*store.DeviceRow)) *store.DeviceRow {
			r := store.DeviceRow{SchoolID: store.SchoolID(p.School.ID), ID: string(id.New[id.Device]()),
				Pupil: string(p.Pupils[1].ID),
				State: "with_child", Since: storetest.At}
			alter(&r)
			return &r
		}
		one := int64(1)
		for name, c := range map[string]struct {
			row  *store.DeviceRow
			want error
		}{
			"a slot that is taken": {row(func(r *store.DeviceRow) { r.State, r.Slot = "handed_in", &one }),
				gorm.ErrDuplicatedKey},
			"a child unknown": {row(func(r *store.DeviceRow) { r.Pupil = "nobody" }), gorm.ErrForeignKeyViolated},
			"a state unknown": {row(func(r *store.DeviceRow) { r.State = "lost" }), gorm.ErrCheckConstraintViolated},
			"a slot without being there": {row(func(r *store.DeviceRow) { r.Slot = new(int64); *r.Slot = 9 }),
				gorm.ErrCheckConstraintViolated},
		} {
			err := s.In(t.Context(), p.School.ID, true, func(db *gorm.DB) error { return db.Create(c.row).Error })
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		hand, done := s.Hand()
		defer done()
		_, err := hand.Exec("INSERT INTO schools (id, slug, created_at) SELECT id, slug, created_at FROM schools")
		if err := s.Translate(err); !errors.Is(err, gorm.ErrDuplicatedKey) {
			t.Errorf("a primary key twice by raw SQL: %v", err)
		}
	})
}
