package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// keptIn is how many statements a pool of one connection keeps.
func keptIn(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Raw(func(is any) error { n = len(is.(*keeper).kept); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

// kept opens a file with one table of three rows and one connection.
func keptFile(t *testing.T) (*sql.DB, func(text string, args ...any) error) {
	t.Helper()
	db, err := openKept("file:" + filepath.Join(t.TempDir(), "kept.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	db.SetMaxOpenConns(1)
	do := func(text string, args ...any) error {
		_, err := db.ExecContext(context.Background(), text, args...)
		return err
	}
	for _, text := range []string{"CREATE TABLE bags (n INTEGER PRIMARY KEY, word TEXT NOT NULL)",
		"INSERT INTO bags VALUES (1, 'a'), (2, 'b'), (3, 'c')"} {
		if err := do(text); err != nil {
			t.Fatal(err)
		}
	}
	return db, do
}

// words are those of the rows from n on.
func words(q interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}, n int) (all string, err error) {
	rows, err := q.QueryContext(context.Background(), "SELECT word FROM bags WHERE n >= ? ORDER BY n", n)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	for rows.Next() {
		var word string
		if err := rows.Scan(&word); err != nil {
			return "", err
		}
		all += word
	}
	return all, rows.Err()
}

func TestAStatementIsKeptAndAnswersAnew(t *testing.T) {
	db, do := keptFile(t)
	before := keptIn(t, db)
	for n, want := range map[int]string{1: "abc", 2: "bc", 3: "c", 4: ""} {
		if got, err := words(db, n); err != nil || got != want {
			t.Errorf("from %d: %q, %v", n, got, err)
		}
	}
	if got := keptIn(t, db); got != before+1 {
		t.Errorf("it keeps %d statements, of one more than %d", got, before)
	}
	if err := do("UPDATE bags SET word = ? WHERE n = ?", "z", 3); err != nil {
		t.Fatal(err)
	}
	if got, err := words(db, 2); err != nil || got != "bz" {
		t.Errorf("after a change: %q, %v", got, err)
	}
}

// Whoever has read the first row of an answer may ask the same again for each.
func TestAStatementRunsInsideItself(t *testing.T) {
	db, _ := keptFile(t)
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for range 2 {
		rows, err := tx.QueryContext(t.Context(), "SELECT word FROM bags WHERE n >= ? ORDER BY n", 1)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for rows.Next() {
			var word string
			inner, failed := words(tx, 2)
			if err := rows.Scan(&word); err != nil || failed != nil {
				t.Fatal(err, failed)
			}
			got += word + inner + " "
		}
		if err := rows.Close(); err != nil || got != "abc bbc cbc " {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestAStatementThatFailedIsPreparedAnew(t *testing.T) {
	_, do := keptFile(t)
	const add = "INSERT INTO bags VALUES (?, ?)"
	for n, works := range []bool{true, false, true, false} { // 4 and 5 are new, 1 is there
		err := do(add, map[bool]int{true: 4 + n/2, false: 1}[works], "d")
		if (err == nil) != works {
			t.Errorf("try %d: %v", n, err)
		}
	}
}

func TestWhatIsKeptOutlivesAChangeOfTheSchema(t *testing.T) {
	db, do := keptFile(t)
	steps := []struct {
		text, want string
		fails      bool
	}{
		{"ALTER TABLE bags ADD COLUMN more TEXT", "abc", false},
		{"CREATE INDEX bags_word ON bags (word, n)", "abc", false},
		{"DROP TABLE bags", "", true},
		{"CREATE TABLE bags (word TEXT, n INTEGER); INSERT INTO bags VALUES ('again', 7)", "again", false},
	}
	if _, err := words(db, 1); err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		if err := do(step.text); err != nil {
			t.Fatalf("%s: %v", step.text, err)
		}
		if got, err := words(db, 1); got != step.want || (err != nil) != step.fails {
			t.Errorf("after %s: %q, %v", step.text, got, err)
		}
	}
}

func TestNotEveryStatementIsKept(t *testing.T) {
	db, do := keptFile(t)
	before := keptIn(t, db)
	for _, text := range []string{"PRAGMA user_version = 7", "CREATE TABLE c (n)", "DROP TABLE c",
		"DELETE FROM bags WHERE n = 9; DELETE FROM bags WHERE n = 10",
		"DELETE FROM bags WHERE n IN (9" + strings.Repeat(", 10", longest) + ")"} {
		if err := do(text); err != nil {
			t.Fatal(err)
		}
	}
	if got := keptIn(t, db); got != before {
		t.Errorf("it keeps %d statements, not %d", got, before)
	}
	for n := range keptLimit + 7 {
		if err := do(fmt.Sprintf("DELETE FROM bags WHERE n = %d", 100+n)); err != nil {
			t.Fatal(err)
		}
	}
	if got := keptIn(t, db); got == 0 || got > keptLimit {
		t.Errorf("it keeps %d statements", got)
	}
	if got, err := words(db, 1); err != nil || got != "abc" {
		t.Errorf("%q, %v", got, err)
	}
}

// What is sent past GORM is read here as guard reads the rest.
func TestEveryConstantNamesItsSchool(t *testing.T) {
	if len(statements) < 30 {
		t.Fatalf("only %d statements", len(statements))
	}
	for _, st := range statements {
		if err := inspect(st.sqlite); err != nil {
			t.Errorf("%v: %s", err, st.sqlite)
		}
		if st.many == nil {
			continue
		}
		if err := inspect(st.many.text); err != nil {
			t.Errorf("%v: %s", err, st.many.text)
		}
	}
}
