package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// The machine dies, and what SQLite had written beside the database is on the disk in part, or wrong: the database
// opens, is what it was after one of the transactions, whole, and has at least all that was acknowledged before
// the last checkpoint. ./scripts/drill torn does it at many more places.
func TestATornLogIsTheBeginningOfTheWhole(t *testing.T) { torn(t, 16) }

// torn cuts the log of a busy school at that many places, and flips a byte at half as many. It returns how many
// transactions' worth of events the fullest and the emptiest kept.
func torn(t *testing.T, cuts int) (least, most int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "lollipop.db")
	config := store.Config{DSN: "sqlite:" + path, ChainKey: storetest.Key}
	s := storetest.Reopen(t, config)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	many(t, s, &p, 17)
	morning := func(each int) { // of all children at once, so that transactions are shared
		var desk sync.WaitGroup
		for pupil := range p.Pupils {
			desk.Go(func() {
				for range each {
					if err := handOver(s, p, pupil); err != nil {
						t.Error(err)
					}
				}
			})
		}
		desk.Wait()
	}
	morning(3)
	// However the morning falls into transactions, all of it stays in the log.
	mustExec(t, s.App(), "PRAGMA wal_autocheckpoint = 0")
	mustExec(t, s.App(), "PRAGMA wal_checkpoint(TRUNCATE)")
	sure := len(positions(t, s, p.School.ID))
	morning(6)
	whole := links(t, s, p)

	// As it stands on the disk of a server that was killed: nothing was closed.
	database, log := bytesOf(t, path), bytesOf(t, path+"-wal")
	if len(log) < 100_000 || len(whole) <= sure {
		t.Fatalf("%d bytes of log, %d events", len(log), len(whole))
	}
	random := rand.New(rand.NewPCG(20261128, 5))
	least, most = len(whole), 0
	for n := range cuts + cuts/2 {
		cut, what := bytes.Clone(log), ""
		if n < cuts {
			at := random.IntN(len(log) + 1)
			switch n { // the ends, a header in part, and one whole page less
			case 0:
				at = 0
			case 1:
				at = len(log)
			case 2:
				at = 17
			case 3:
				at = len(log) - 4096
			}
			cut, what = cut[:at], fmt.Sprintf("cut at %d of %d", at, len(log))
		} else {
			at := random.IntN(len(log))
			cut[at] ^= byte(1 + random.IntN(255))
			what = fmt.Sprintf("another byte at %d of %d", at, len(log))
		}
		kept := opened(t, what, database, cut, p, whole)
		if kept < sure {
			t.Errorf("%s: %d events are left, and %d were there at the last checkpoint", what, kept, sure)
		}
		if n == 1 && kept != len(whole) {
			t.Errorf("of a log that was not cut %d events are left of %d", kept, len(whole))
		}
		least, most = min(least, kept), max(most, kept)
	}
	if least != sure || most != len(whole) {
		t.Errorf("the cuts left %d to %d events, not %d to %d: they cut nothing", least, most, sure, len(whole))
	}
	return least, most
}

// opened opens a database with such a log, and says how many events it has: the first of the whole.
func opened(t *testing.T, what string, database, log []byte, p storetest.Place, whole [][]byte) int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "torn.db")
	for name, content := range map[string][]byte{path: database, path + "-wal": log} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := store.Open(t.Context(), store.Config{DSN: "sqlite:" + path, ChainKey: storetest.Key})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		os.Remove(path)
	}()
	var sound string
	if err := s.App().QueryRow("PRAGMA quick_check").Scan(&sound); err != nil || sound != "ok" {
		t.Errorf("%s: the file is not sound: %s, %v", what, sound, err)
	}
	kept := links(t, s, p)
	if len(kept) > len(whole) || !slices.EqualFunc(kept, whole[:len(kept)], bytes.Equal) {
		t.Errorf("%s: its %d events are not the first of the whole", what, len(kept))
	}
	// Rows are compared with their last event: nothing is half.
	report, err := audit.NewService(s.Audit(), storetest.Key, clock.System{}).Verify(t.Context(), p.School.ID)
	if err != nil || report.Broken != nil || report.Rows == 0 {
		t.Errorf("%s: %+v, %v", what, report, err)
	}
	var alone int
	err = s.App().QueryRow(`SELECT (SELECT count(*) FROM (SELECT op FROM operations EXCEPT SELECT op FROM events)) +
		(SELECT count(*) FROM (SELECT op FROM events EXCEPT SELECT op FROM operations))`).Scan(&alone)
	if err != nil || alone > 0 {
		t.Errorf("%s: %d operations and events stand alone, %v", what, alone, err)
	}
	if err := handOver(s, p, 0); err != nil {
		t.Errorf("%s: nothing can be kept any more: %v", what, err)
	}
	return len(kept)
}

// links are the seals of the school's daily chain, in its order.
func links(t *testing.T, s *store.Store, p storetest.Place) (all [][]byte) {
	t.Helper()
	for {
		records, err := s.Audit().Records(t.Context(), p.School.ID, audit.Daily, int64(len(all)), 500)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			all = append(all, r.Link)
		}
		if len(records) < 500 {
			return all
		}
	}
}

func bytesOf(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
