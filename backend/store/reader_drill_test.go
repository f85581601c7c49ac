//go:build drill

package store_test

import (
	"context"
	"database/sql"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/store/storetest"
)

// walMost is how large SQLite's log may stay once nobody reads what it holds any more.
const walMost = 16 << 20

// Two hundred people hand phones in and out while somebody reads for a minute, while a dump is taken by a slow
// hand, and while screens are read one over the other without a gap. Nobody is told that the database is busy; and
// when the readers have gone, the log beside SQLite's file is small again.
func TestDrillReader(t *testing.T) {
	for _, kind := range storetest.Kinds[1:] {
		t.Run(kind.Name, func(t *testing.T) { longReader(t, kind) })
	}
}

func longReader(t *testing.T, kind storetest.Kind) {
	const writers, reading = 200, time.Minute
	s := kind.Open(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	many(t, s, &p, writers)
	dsn := s.AsIs().DSN
	wal := func() (size int64) {
		if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
			if info, err := os.Stat(path + "-wal"); err == nil {
				size = info.Size()
			}
		}
		return size
	}
	var moves, errors, slowest, largest atomic.Int64
	most := func(of *atomic.Int64, n int64) {
		for was := of.Load(); n > was && !of.CompareAndSwap(was, n); was = of.Load() {
		}
	}
	work := func(ctx context.Context) *sync.WaitGroup {
		var all sync.WaitGroup
		for n := range writers {
			all.Go(func() {
				for ctx.Err() == nil {
					began := time.Now()
					if err := handOver(s, p, n); err != nil {
						if errors.Add(1) < 5 {
							t.Errorf("a tap: %v", err)
						}
					}
					moves.Add(1)
					most(&slowest, int64(time.Since(began)))
					most(&largest, wal())
				}
			})
		}
		return &all
	}
	phase := func(name string, fn func()) {
		moves.Store(0)
		slowest.Store(0)
		largest.Store(0)
		ctx, stop := context.WithCancel(t.Context())
		began := time.Now()
		all := work(ctx)
		fn()
		took := time.Since(began)
		stop()
		all.Wait()
		measured("reader/"+kind.Name+"/"+name+"/taps", int64(float64(moves.Load())/took.Seconds()), "per second")
		measured("reader/"+kind.Name+"/"+name+"/tap-worst", time.Duration(slowest.Load()), "")
		if kind.Name == "file" {
			measured("reader/"+kind.Name+"/"+name+"/log-most", largest.Load()>>20, "MB")
		}
	}
	after := func(name string) {
		phase(name, func() { time.Sleep(3 * time.Second) })
		if size := wal(); size > walMost {
			t.Errorf("%s the log is %d MB", name, size>>20)
		} else if kind.Name == "file" {
			measured("reader/file/"+name+"/log", size>>10, "kB")
		}
	}
	phase("one-reads", func() {
		begun, err := s.Readers().BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelDefault})
		if err != nil {
			t.Fatal(err)
		}
		defer begun.Rollback()
		var n int
		for end := time.Now().Add(reading); time.Now().Before(end); time.Sleep(time.Second) {
			if err := begun.QueryRow("SELECT count(*) FROM goose_db_version").Scan(&n); err != nil {
				t.Error(err)
			}
		}
	})
	after("after-one")
	phase("slow-dump", func() {
		if _, err := s.Dump(t.Context(), slowly{}, storetest.At, "drill"); err != nil {
			t.Errorf("the dump: %v", err)
		}
	})
	after("after-dump")
	phase("overlapping", func() { // no moment at which nobody reads
		var all sync.WaitGroup
		for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
			all.Go(func() {
				begun, err := s.Readers().BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
				if err != nil {
					t.Error(err)
					return
				}
				defer begun.Rollback()
				var n int
				if err := begun.QueryRow("SELECT count(*) FROM goose_db_version").Scan(&n); err != nil {
					t.Error(err)
				}
				time.Sleep(500 * time.Millisecond)
			})
		}
		all.Wait()
	})
	after("after-overlapping")
	if n := errors.Load(); n > 0 {
		t.Errorf("%d taps were refused", n)
	}
	consistent(t, s, []storetest.Place{p})
}

// slowly is whoever takes a dump over a bad line.
type slowly struct{}

func (slowly) Write(some []byte) (int, error) {
	time.Sleep(10 * time.Millisecond)
	return io.Discard.Write(some)
}
