package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/store"
)

// every is one row or more of every table for two schools, made from the schema that is there: what a column holds
// follows from its type, so that a new table or column is in it by itself. Where a constraint wants something of its
// own, a line of special says it.
type every struct {
	s      *store.Store
	tables map[string][]column
	// rows are those that were written: a value for each of the table's columns.
	rows map[string][][]any
}

const rowsOfEach = 4

var everySchool = []string{"school-0", "school-1"}

// texts are what a text may be: whatever it looks like, it comes back as it was.
var texts = []string{
	"", "NULL", `\N`, "Zoë vs Zoe\u0308", "أمينة \u202eabc\u202c \u2066x\u2069\u200f", "\x01\x1f\x7f\ufeff\ufffd",
	"a\tb\r\nc\"d'e\\f</script>&\u2028\u2029", `{"a": [1, 2.50, null],  "b":"\u00e9", "a":0}`, `\x00ff`, "👩‍👧 42", "?", "$1",
	"true", "2026-11-23 08:35:00",
}

var moments = []time.Time{
	time.Date(2026, 11, 23, 8, 35, 0, 123456000, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC),
	time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 1000, time.UTC),
	time.Date(2026, 3, 29, 1, 30, 0, 500000000, time.UTC),
}

// refers are the columns with a foreign key: the table whose key they name.
var refers = map[string]string{"pupil": "pupils", "adult": "adults", "staff": "staff", "device": "devices",
	"confiscation": "confiscations", "edition": "aup_editions", "session": "sessions", "code": "codes",
	"concern": "concerns"}

// special are the columns of which a constraint wants something, by row.
var special = map[string]func(i int) any{
	"imports.state":              func(i int) any { return []any{"read", "applied", "undone", "read"}[i] },
	"school_profiles.policy":     func(int) any { return `{"name": "x"}` }, // migrations change it
	"devices.state":              func(int) any { return "handed_in" },
	"devices.open":               func(int) any { return "" },
	"confiscations.police_at":    func(i int) any { return []any{nil, moments[0], nil, nil}[i] },
	"confiscations.released_at":  func(i int) any { return []any{moments[0], nil, moments[1], nil}[i] },
	"adults_apart.a":             func(i int) any { return fmt.Sprint("a", i) },
	"adults_apart.b":             func(i int) any { return fmt.Sprint("b", i) },
	"aup_editions.status":        func(i int) any { return []any{"original", "draft", "verified", "draft"}[i] },
	"aup_signatures.capacity":    func(i int) any { return []any{"self", "for_child", "for_child", "self"}[i] },
	"aup_signatures.pupil":       func(i int) any { return []any{"", "p", "p", ""}[i] },
	"aup_signatures.how":         func(i int) any { return []any{"own_device", "paper", "class_device", "paper"}[i] },
	"aup_signatures.recorded_by": func(i int) any { return []any{"", "s", "", "s"}[i] },
	"calls.done_at":              func(i int) any { return []any{nil, moments[0], moments[1], nil}[i] },
	"calls.outcome":              func(i int) any { return []any{"", "rung", "rung", ""}[i] },
	"deliveries.channel":         func(i int) any { return []any{"inbox", "push", "office", "inbox"}[i] },
}

// furnishAll writes them by hand: as PostgreSQL's superuser, or into SQLite's file.
func furnishAll(t *testing.T, s *store.Store) *every {
	t.Helper()
	e := &every{s: s, tables: tables(t, s), rows: map[string][][]any{}}
	delete(e.tables, "goose_db_version")
	hand, done := s.Hand()
	defer done()
	left := sorted(e.tables)
	for len(left) > 0 { // whatever refers to another table comes after it
		var failed []string
		var why []error
		for _, table := range left {
			if err := e.write(hand, table); err != nil {
				failed, why = append(failed, table), append(why, fmt.Errorf("%s: %w", table, err))
			}
		}
		if len(failed) == len(left) {
			t.Fatalf("these cannot be filled; does a constraint want a line in special or refers?\n%v", errors.Join(why...))
		}
		left = failed
	}
	return e
}

func (e *every) write(hand *sql.DB, table string) error {
	columns := e.tables[table]
	var rows [][]any
	schools := everySchool
	if !slices.ContainsFunc(columns, func(c column) bool { return c.name == "school_id" }) && table != "schools" {
		schools = []string{""}
	}
	alone := !slices.ContainsFunc(columns, func(c column) bool { return c.key > 0 && c.name != "school_id" })
	for k, school := range schools {
		for i := range rowsOfEach {
			if (alone || table == "schools") && i > 0 {
				break
			}
			row := make([]any, len(columns))
			for n, c := range columns {
				row[n] = value(table, c, school, n, i+k)
			}
			rows = append(rows, row)
		}
	}
	names, marks := "", ""
	for n, c := range columns {
		names += ", " + `"` + c.name + `"`
		if marks += ", ?"; e.s.Postgres() {
			marks = strings.TrimSuffix(marks, "?") + fmt.Sprint("$", n+1)
		}
	}
	tx, err := hand.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, row := range rows {
		if _, err := tx.Exec("INSERT INTO "+table+" ("+names[2:]+") VALUES ("+marks[2:]+")", row...); err != nil {
			return err
		}
	}
	e.rows[table] = rows
	return tx.Commit()
}

// value is what the i-th row of a table has in its n-th column.
func value(table string, c column, school string, n, i int) any {
	key := func(of string) string { return fmt.Sprint(of, " ", i%rowsOfEach) }
	switch own := special[table+"."+c.name]; {
	case own != nil:
		return own(i % rowsOfEach)
	case c.name == "school_id" || table == "schools" && c.name == "id":
		return school
	case refers[c.name] != "":
		return key(refers[c.name])
	case c.name == "id" || c.name == "hash" && c.key > 0:
		return key(table)
	case c.nullable && i%2 == 0:
		return nil
	}
	switch c.kind {
	case "BIGINT":
		return []int64{1, 2, math.MaxInt64, 1 << 53, 3}[i]
	case "BOOLEAN":
		return i%2 == 1
	case "DATETIME", "TIMESTAMP WITH TIME ZONE":
		return moments[(n+i)%len(moments)]
	case "BLOB", "BYTEA":
		return [][]byte{{}, {0}, []byte("\xff\x00\n\"text"), {0xc3, 0x28}, {}}[i]
	}
	if i == 1 && (c.name == "content" || c.name == "statements") { // no index holds one as long
		return strings.Repeat("very long ✓ ", 20_000)
	}
	return texts[(n+i)%len(texts)]
}

// found are a table's rows as they are, each printed, in an order of their own.
func found(t *testing.T, s *store.Store, table string, columns []column) (rows []string) {
	t.Helper()
	hand, done := s.Hand()
	defer done()
	var names []string
	for _, c := range columns {
		names = append(names, `"`+c.name+`"`)
	}
	answer, err := hand.Query("SELECT " + strings.Join(names, ", ") + " FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	for answer.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := answer.Scan(into...); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, printed(columns, row))
	}
	if err := answer.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	return rows
}

// printed says a row so that NULL, nothing, and what looks alike differ.
func printed(columns []column, row []any) string {
	said := map[string]string{}
	for i, c := range columns {
		switch v := row[i].(type) {
		case nil:
			said[c.name] = "no value"
		case time.Time:
			said[c.name] = v.UTC().Format(time.RFC3339Nano)
		case []byte:
			said[c.name] = fmt.Sprintf("%d bytes %x", len(v), v)
		case int64:
			if said[c.name] = fmt.Sprint("number ", v); c.kind == "BOOLEAN" { // as SQLite has one
				said[c.name] = fmt.Sprint("bool ", v == 1)
			}
		default:
			said[c.name] = fmt.Sprintf("%T %v", v, v)
		}
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(said)) {
		all = append(all, name+"="+said[name])
	}
	return strings.Join(all, "|")
}

// want holds a database against what was written, table by table.
func (e *every) want(t *testing.T, s *store.Store) {
	t.Helper()
	if now := tables(t, s); len(now) != len(e.tables)+1 {
		t.Errorf("%d tables became %d", len(e.tables), len(now)-1)
	}
	for table, columns := range e.tables {
		var want []string
		for _, row := range e.rows[table] {
			want = append(want, printed(columns, row))
		}
		slices.Sort(want)
		got := found(t, s, table, columns)
		if len(want) == 0 || len(got) != len(want) {
			t.Errorf("%s: %d rows, want %d", table, len(got), len(want))
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s:\n got %.300s\nwant %.300s", table, got[i], want[i])
				break
			}
		}
	}
}
