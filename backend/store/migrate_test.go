package store_test

import (
	"slices"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// schema is what the engine says of every table, index and rule.
func schema(t *testing.T, s *store.Store) (lines []string) {
	t.Helper()
	hand, done := s.Hand()
	defer done()
	query := `SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master
		UNION ALL SELECT 'version ' || id || ' ' || version_id || ' ' || is_applied FROM goose_db_version`
	if s.Postgres() {
		query = `SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable ||
				' ' || coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
			UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
			UNION ALL SELECT tablename || ' ' || policyname || ' ' || coalesce(qual, '') || coalesce(with_check, '')
				FROM pg_policies
			UNION ALL SELECT relname || ' ' || relrowsecurity || relforcerowsecurity || coalesce(relacl::text, '')
				FROM pg_class WHERE relnamespace = 'public'::regnamespace
			UNION ALL SELECT 'version ' || version_id || ' ' || is_applied FROM goose_db_version`
	}
	rows, err := hand.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// A new database, made in one transaction, is the one that an old database became version by version.
func TestANewSchemaIsThatOfAnOldDatabase(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			begun, grown := storetest.Reopen(t, kind.Config(t)), storetest.Reopen(t, kind.Config(t))
			for version := int64(1); version < store.Newest; version++ {
				if err := grown.MigrateTo(t.Context(), version); err != nil {
					t.Fatal(err)
				}
			}
			for _, s := range []*store.Store{begun, grown} {
				if err := s.Migrate(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			one, other := schema(t, begun), schema(t, grown)
			for _, line := range one {
				if !slices.Contains(other, line) {
					t.Errorf("only a new one has %s", line)
				}
			}
			if len(one) < 100 || len(one) != len(other) {
				t.Errorf("a new one has %d lines, an old one %d", len(one), len(other))
			}
		})
	}
}

// What cannot be made whole is not begun, and can be made once what was in the way is gone.
func TestAFirstMigrationIsWholeOrNothing(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			s := storetest.Reopen(t, kind.Config(t))
			hand, done := s.Hand()
			defer done()
			run := func(statement string) {
				t.Helper()
				if _, err := hand.ExecContext(t.Context(), statement); err != nil {
					t.Fatal(err)
				}
			}
			run("CREATE TABLE notices (strange INTEGER)") // which one of the last makes
			if err := s.Migrate(t.Context()); err == nil {
				t.Fatal("it went through a table that was there")
			}
			if left := tables(t, s); len(left) != 1 {
				t.Errorf("it left %v", sorted(left))
			}
			run("DROP TABLE notices")
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := s.Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
