package store

import (
	"context"
	"strings"
	"testing"
)

// Plans is how SQLite looks up what is asked of it while that runs, a line for each table. Its one connection for reading
// keeps every question.
func (s *Store) Plans(t *testing.T, run func()) (lines []string) {
	t.Helper()
	s.engine.read.SetMaxOpenConns(1)
	asked := func(add func(text string)) {
		conn, err := s.engine.read.Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		err = conn.Raw(func(driver any) error {
			for text := range driver.(*keeper).kept {
				add(text)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	before := map[string]bool{}
	asked(func(text string) { before[text] = true })
	run()
	var texts []string
	asked(func(text string) {
		if !before[text] {
			texts = append(texts, text)
		}
	})
	for _, text := range texts {
		rows, err := s.engine.read.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+text,
			make([]any, strings.Count(text, "?"))...) // the plan is the same for all
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
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
		rows.Close()
	}
	return lines
}
