package store_test

import (
	"database/sql"
	"strings"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// A database says of itself what would lose acknowledged work or let one school see another's.
func TestADatabaseIsExamined(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			config := kind.Config(t)
			s, err := store.Open(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			is := func(says string) {
				t.Helper()
				h, err := s.Examine(t.Context(), true)
				if err != nil || h.Engine == "" {
					t.Fatalf("%+v, %v", h, err)
				}
				var wrong []string
				for _, w := range h.Wrong {
					if !strings.Contains(w, "power cut") { // the tests' own server does not wait for its disk
						wrong = append(wrong, w)
					}
				}
				if all := strings.Join(wrong, "\n"); all == "" && says != "" || !strings.Contains(all, says) ||
					says == "" && all != "" {
					t.Errorf("it says %q, not %q", all, says)
				}
			}
			is("")
			if config.OwnerDSN == "" {
				return
			}
			owner, err := sql.Open("pgx", config.OwnerDSN)
			if err != nil {
				t.Fatal(err)
			}
			defer owner.Close()
			do := func(db *sql.DB, query string) {
				t.Helper()
				if _, err := db.ExecContext(t.Context(), query); err != nil {
					t.Fatal(err)
				}
			}
			if h, err := s.Examine(t.Context(), false); err != nil || h.Now.IsZero() {
				t.Errorf("it has no clock: %+v, %v", h, err)
			}
			do(owner, `ALTER TABLE pupils NO FORCE ROW LEVEL SECURITY`)
			is("not forced on pupils")
			do(owner, `ALTER TABLE pupils FORCE ROW LEVEL SECURITY`)
			do(owner, `ALTER TABLE pupils DISABLE ROW LEVEL SECURITY`)
			is("not forced on pupils")
			do(owner, `ALTER TABLE pupils ENABLE ROW LEVEL SECURITY`)
			is("")
			do(owner, `GRANT CREATE ON SCHEMA public TO PUBLIC`)
			product, err := sql.Open("pgx", config.DSN)
			if err != nil {
				t.Fatal(err)
			}
			defer product.Close()
			do(product, `CREATE TABLE mine (n INT)`)
			is("owns 1 tables")
		})
	}
}
