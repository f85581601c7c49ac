package store

import (
	"context"
	"testing"

	"gorm.io/gorm"
)

// Plans is how SQLite looks up what GORM asks it while that runs, a line for each table.
func (s *Store) Plans(t *testing.T, run func()) (lines []string) {
	t.Helper()
	const name = "test:plans"
	explain := func(db *gorm.DB) {
		rows, err := s.engine.read.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+db.Statement.SQL.String(),
			db.Statement.Vars...)
		if err != nil {
			t.Errorf("%s: %v", db.Statement.SQL.String(), err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			var id, parent, unused int
			var line string
			if err := rows.Scan(&id, &parent, &unused, &line); err != nil {
				t.Error(err)
			}
			lines = append(lines, line)
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
	}
	if err := s.gorm.Callback().Query().After("gorm:query").Register(name, explain); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.gorm.Callback().Query().Remove(name); err != nil {
			t.Error(err)
		}
	}()
	run()
	return lines
}
