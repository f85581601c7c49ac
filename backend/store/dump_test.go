package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// kindNamed is one kind of database.
func kindNamed(t *testing.T, name string) storetest.Kind {
	t.Helper()
	for _, kind := range storetest.Kinds {
		if kind.Name == name {
			return kind
		}
	}
	t.Fatalf("no kind %s", name)
	return storetest.Kind{}
}

// between are the ways that a dump may go: from what, into what.
var between = [][2]string{{"file", "postgres"}, {"postgres", "file"}, {"memory", "memory"}, {"postgres", "postgres"}}

func dumpOf(t *testing.T, s *store.Store) (*bytes.Buffer, store.Dumped) {
	t.Helper()
	var text bytes.Buffer
	dumped, err := s.Dump(t.Context(), &text, storetest.At, "test")
	if err != nil {
		t.Fatal(err)
	}
	return &text, dumped
}

// Every column of every table comes back as it was, whichever database it came from and goes to.
func TestADumpHasEverything(t *testing.T) {
	for _, way := range between {
		t.Run(way[0]+" to "+way[1], func(t *testing.T) {
			from := kindNamed(t, way[0]).Open(t)
			rows := furnishAll(t, from)
			for table, columns := range rows.tables { // the test itself leaves nothing out
				for n, c := range columns {
					null, some := !c.nullable, false
					for _, row := range rows.rows[table] {
						null, some = null || row[n] == nil, some || row[n] != nil
					}
					if !null || !some {
						t.Errorf("%s.%s: a row without a value %v, one with %v", table, c.name, null, some)
					}
				}
			}
			text, dumped := dumpOf(t, from)
			if dumped.Head.Schema != store.Newest || !dumped.Head.Made.Equal(storetest.At) || len(dumped.Head.Schools) != 2 {
				t.Errorf("the head says %+v", dumped.Head)
			}
			into := kindNamed(t, way[1]).Open(t)
			loaded, err := into.Load(t.Context(), bytes.NewReader(text.Bytes()), nil)
			if err != nil {
				t.Fatal(err)
			}
			rows.want(t, into)
			_, again := dumpOf(t, into)
			for name, other := range map[string]store.Dumped{"as loaded": loaded, "dumped again": again} {
				if err := dumped.Same(other); err != nil || other.Rows() != dumped.Rows() {
					t.Errorf("%s: %v; %d rows of %d", name, err, other.Rows(), dumped.Rows())
				}
			}
		})
	}
}

// A dump can be read without us: a line of JSON for each row.
func TestADumpIsLinesOfJSON(t *testing.T) {
	s := storetest.Memory(t)
	storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	text, dumped := dumpOf(t, s)
	var rows int64
	for line := range strings.Lines(text.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %.100s", line)
		}
		if line[0] == '[' {
			rows++
		}
	}
	if rows != dumped.Rows() || rows < 10 {
		t.Errorf("%d rows, and the dump says %d", rows, dumped.Rows())
	}
}

// PostgreSQL hides rows without a word. Whatever would hide some from the role that dumps is an error, and what is
// dumped is what its superuser counts.
func TestNoRowIsHiddenFromADump(t *testing.T) {
	s := kindNamed(t, "postgres").Open(t)
	furnishAll(t, s)
	_, dumped := dumpOf(t, s)
	hand, done := s.Hand()
	defer done()
	for part, tally := range dumped.Parts {
		var rows int64
		question, args := "SELECT count(*) FROM "+part.Table, []any(nil)
		if part.School != "" {
			question, args = question+" WHERE school_id = $1", []any{string(part.School)}
		}
		if err := hand.QueryRow(question, args...).Scan(&rows); err != nil || rows != tally.Rows || rows == 0 {
			t.Errorf("%v: %d rows of %d, %v", part, tally.Rows, rows, err)
		}
	}
	for name, c := range map[string]struct{ change, back string }{
		"another policy": {"CREATE POLICY more ON devices AS RESTRICTIVE USING (slot < 2)", "DROP POLICY more ON devices"},
		"no policy": {"DROP POLICY school ON pupils",
			"CREATE POLICY school ON pupils USING (school_id = current_setting('lollipop.school', true))"},
		"another condition": {"ALTER POLICY school ON staff USING (school_id = current_setting('lollipop.schools', true))",
			"ALTER POLICY school ON staff USING (school_id = current_setting('lollipop.school', true))"},
		"for another role": {"ALTER POLICY school ON staff TO lollipop_owner", "ALTER POLICY school ON staff TO PUBLIC"},
		"a table without schools that is shut": {"ALTER TABLE sessions ENABLE ROW LEVEL SECURITY",
			"ALTER TABLE sessions DISABLE ROW LEVEL SECURITY"},
		"no right":              {"REVOKE SELECT ON events FROM lollipop_app", "GRANT SELECT ON events TO lollipop_app"},
		"a table of somebody's": {"CREATE TABLE notes (id text)", "DROP TABLE notes"},
		"a column of somebody's": {"ALTER TABLE pupils ADD COLUMN shoe_size numeric",
			"ALTER TABLE pupils DROP COLUMN shoe_size"},
	} {
		exec(t, hand, c.change)
		if _, err := s.Tally(t.Context()); err == nil {
			t.Errorf("%s: it is dumped all the same", name)
		}
		exec(t, hand, c.back)
		if now, err := s.Tally(t.Context()); err != nil || dumped.Same(now) != nil {
			t.Errorf("after %s: %v", name, err)
		}
	}
	// The owner, whom FORCE holds to the policy, sees the same.
	owner := storetest.Reopen(t, s.AsOwner())
	if now, err := owner.Tally(t.Context()); err != nil || dumped.Same(now) != nil {
		t.Errorf("the owner's: %v", err)
	}
}

func exec(t *testing.T, hand *sql.DB, statement string) {
	t.Helper()
	if _, err := hand.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// What no product wrote is an error where it cannot be kept, and kept where it can.
func TestADumpOfWhatSomebodyWrote(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		loses  bool
	}{
		"words for a time":           {"UPDATE pupils SET eal = 7", true},
		"a time that is none":        {"UPDATE operations SET at = 'soon'", true},
		"rows of no school":          {"PRAGMA foreign_keys = off; UPDATE staff SET school_id = 'nowhere'", true},
		"bytes that are not UTF-8":   {"UPDATE pupils SET surname = CAST(x'ff41' AS TEXT)", false},
		"a text with a zero byte":    {"UPDATE pupils SET surname = 'a' || char(0) || 'b'", false},
		"bytes in a column of texts": {"UPDATE pupils SET surname = CAST('Nowak' AS BLOB)", false},
	} {
		s := storetest.Memory(t)
		storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		hand, done := s.Hand()
		exec(t, hand, c.change)
		done()
		var text bytes.Buffer
		dumped, err := s.Dump(t.Context(), &text, storetest.At, "test")
		if (err != nil) != c.loses {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		loaded, err := storetest.Memory(t).Load(t.Context(), &text, nil)
		if err != nil || dumped.Same(loaded) != nil {
			t.Errorf("%s: not the same again: %v", name, err)
		}
	}
}

// PostgreSQL cuts what is finer than a microsecond, without a word. Whoever reads back what was loaded knows.
func TestWhatADatabaseKeepsOtherwiseIsNotLoaded(t *testing.T) {
	s := storetest.Memory(t)
	storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	hand, done := s.Hand()
	exec(t, hand, "UPDATE operations SET at = '2026-11-23 08:35:00.123456789+00:00'")
	done()
	text, dumped := dumpOf(t, s)
	into := kindNamed(t, "postgres").Open(t)
	_, err := into.Load(t.Context(), bytes.NewReader(text.Bytes()), nil)
	if err == nil || !strings.Contains(err.Error(), "operations") || !strings.Contains(err.Error(), "content") {
		t.Errorf("it was loaded, and is another: %v", err)
	}
	if now, err := into.Tally(t.Context()); err != nil || now.Rows() != 0 {
		t.Errorf("%d rows are left, %v", now.Rows(), err)
	}
	lite := storetest.Memory(t)
	if loaded, err := lite.Load(t.Context(), bytes.NewReader(text.Bytes()), nil); err != nil || dumped.Same(loaded) != nil {
		t.Errorf("SQLite keeps it: %v", err)
	}
}

// Whoever gives up has no dump, and leaves nothing behind in the database.
func TestADumpThatIsGivenUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := s.Dump(ctx, &bytes.Buffer{}, storetest.At, ""); !errors.Is(err, context.Canceled) {
			t.Errorf("given up: %v", err)
		}
		full := errors.New("no space left on device")
		if _, err := s.Dump(t.Context(), refusing{full}, storetest.At, ""); !errors.Is(err, full) {
			t.Errorf("a full disk: %v", err)
		}
		handIn(t, s, p, 0)
	})
}

type refusing struct{ why error }

func (r refusing) Write([]byte) (int, error) { return 0, r.why }
