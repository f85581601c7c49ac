package store_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// manyConcerns puts so many by hand into the database, all given to one person and each kept from another.
func manyConcerns(t testing.TB, s *store.Store, p storetest.Place, n int, to id.Person) {
	t.Helper()
	const numbers = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) `
	at := "'2026-11-23 08:35:00+00:00'"
	fill := func(db *gorm.DB, into string, args ...any) error {
		if s.Postgres() {
			into = strings.ReplaceAll(strings.ReplaceAll(into, "BLOB", "bytea"), at, at+"::timestamptz")
		}
		return db.Exec(into, args...).Error
	}
	err := s.In(t.Context(), p.School.ID, true, func(db *gorm.DB) error {
		id := "'c' || substr('00000' || i, -5)"
		if s.Postgres() {
			id = "'c' || lpad(i::text, 5, '0')"
		}
		return errors.Join(
			fill(db, `INSERT INTO concerns (school_id, id, open, at, told_at, step, alarm, data_key, head) `+numbers+
				`SELECT CAST(? AS text), `+id+`, TRUE, `+at+`, `+at+`, 1, FALSE, CAST('wrapped' AS BLOB),
				CAST('head' AS BLOB) FROM n`,
				n, string(p.School.ID)),
			fill(db, `INSERT INTO concern_readers (school_id, concern, person, how, since) `+numbers+
				`SELECT CAST(? AS text), `+id+`, CAST(? AS text), 'route', `+at+` FROM n`, n, string(p.School.ID), string(to)),
			fill(db, `INSERT INTO concern_entries (school_id, concern, n, at, words) `+numbers+
				`SELECT CAST(? AS text), `+id+`, 1, `+at+`, CAST('sealed' AS BLOB) FROM n`, n, string(p.School.ID)),
			fill(db, `INSERT INTO concern_marks (school_id, concern, mark) `+numbers+
				`SELECT CAST(? AS text), `+id+`, CAST('mark' AS BLOB) FROM n`, n, string(p.School.ID)))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every data key of every school is wrapped anew once, page by page, and those of the buttons with them; what the record
// vouches for is the same after it.
func TestKeysOfConcernsAreWrappedAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p, q := storetest.Furnish(t, s, "hook-lane", "anthony-roper"), storetest.Furnish(t, s, "beaver-road", "beaver-green")
		storetest.Furnish(t, s, "without", "anthony-roper")
		manyConcerns(t, s, p, 1001, "somebody")
		for _, place := range []storetest.Place{p, q} {
			tellConcern(t, s, place, keptConcern(place, "one"))
			openDoor(t, s, place)
		}
		seen := map[string]int{}
		again := func(school, concern string, wrapped []byte) ([]byte, bool, error) {
			seen[school+"/"+concern]++
			if bytes.HasPrefix(wrapped, []byte("new ")) {
				return nil, false, nil
			}
			return append([]byte("new "), wrapped...), true, nil
		}
		for _, want := range []int{1001 + 4, 0} {
			if n, err := s.Rewrap(t.Context(), again); err != nil || n != want {
				t.Fatalf("%d wrapped anew, %v; want %d", n, err, want)
			}
		}
		for which, times := range seen {
			if times != 2 {
				t.Errorf("%s was asked %d times", which, times)
			}
		}
		k, err := s.Concerns().One(t.Context(), q.School.ID, "one", concern.Viewer{})
		if err != nil || string(k.Key) != "new wrappedTWIN" || seen[string(q.School.ID)+"/"] != 2 {
			t.Errorf("%q, %v", k.Key, err)
		}
		if d, err := s.Concerns().Door(t.Context(), p.School.ID); err != nil || string(d.DraftKey) != "new draft" ||
			string(d.Public) != "public" {
			t.Errorf("%+v, %v", d, err)
		}
		for _, place := range []storetest.Place{p, q} {
			report, err := audit.NewService(s.Audit(), storetest.Key, clock.System{}).Verify(t.Context(), place.School.ID)
			if err != nil || report.Broken != nil {
				t.Errorf("the record: %+v, %v", report.Broken, err)
			}
		}
		failed := errors.New("no such key")
		n, err := s.Rewrap(t.Context(), func(_, concern string, _ []byte) ([]byte, bool, error) { return nil, false, failed })
		if !errors.Is(err, failed) || n != 0 {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// Whoever writes themselves in as a reader past the product, takes a mark out, or says that it was read, is found.
func TestTamperingWithConcernsIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ tamper, table string }{
		"another reader": {`INSERT INTO concern_readers (school_id, concern, person, how, since)
			SELECT school_id, concern, 'me', how, since FROM concern_readers`, "concerns"},
		"an hour without end": {"UPDATE concern_readers SET until = NULL WHERE until IS NOT NULL", "concerns"},
		"a mark gone":         {"DELETE FROM concern_marks", "concerns"},
		"said to be read":     {"UPDATE concerns SET read_at = at", "concerns"},
		"another head":        {"UPDATE concerns SET head = data_key", "concerns"},
		"other words": {`UPDATE concern_entries
			SET words = (SELECT head FROM concerns WHERE concerns.id = concern)`, "concerns"},
		"an entry gone":        {"DELETE FROM concern_entries", "concerns"},
		"a button that opened": {"UPDATE concern_doors SET opened_at = NULL", "concern_doors"},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
				k := keptConcern(p, "one")
				k.Readers[0].Until = in(time.Hour)
				tellConcern(t, s, p, k)
				openDoor(t, s, p)
				verify := func() *audit.Break {
					t.Helper()
					report, err := audit.NewService(s.Audit(), storetest.Key, clock.System{}).Verify(t.Context(), p.School.ID)
					if err != nil {
						t.Fatal(err)
					}
					return report.Broken
				}
				if b := verify(); b != nil {
					t.Fatalf("before: %+v", b)
				}
				hand, done := s.Hand()
				defer done()
				mustExec(t, hand, c.tamper)
				if b := verify(); b == nil || b.Wrong != audit.StateChanged || b.Table != c.table {
					t.Errorf("%+v; want %s", b, c.table)
				}
			})
		})
	}
}

// A school's readers look at what waits for them on every screen: by indexes, however much waits for others.
func TestAListOfConcernsReadsNoWholeSchool(t *testing.T) {
	s := storetest.Memory(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	manyConcerns(t, s, p, 2000, id.Person(p.Staff[2].ID))
	tellConcern(t, s, p, keptConcern(p, "mine"))
	mustExec(t, s.App(), "ANALYZE")
	lines := s.Plans(t, func() {
		for staff, want := range []int{1, 0, 2000, 0} {
			list, err := s.Concerns().List(t.Context(), p.School.ID, reader(p, staff), true, true)
			if err != nil || len(list) != want {
				t.Fatalf("%d listed for %d, %v; want %d", len(list), staff, err, want)
			}
		}
		if _, err := s.Concerns().ByReceipt(t.Context(), p.School.ID, [][]byte{[]byte("words of mine"), {1}}); err != nil {
			t.Fatal(err)
		}
	})
	if len(lines) < 6 {
		t.Errorf("only %q were asked", lines)
	}
	for _, line := range lines {
		if aWholeSchool.MatchString(line) {
			t.Errorf("a whole school is read: %s", line)
		}
	}
}
