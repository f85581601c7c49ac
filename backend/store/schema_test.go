package store_test

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// column is a column as the database has it.
type column struct {
	name, kind string
	nullable   bool
	key        int // its place in the primary key, from 1; 0 for none
}

func tables(t *testing.T, s *store.Store) map[string][]column {
	t.Helper()
	hand, done := s.Hand()
	defer done()
	query := `SELECT m.name, c.name, upper(c.type), c."notnull" = 0, c.pk FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`
	if s.Postgres() {
		query = `SELECT c.table_name, c.column_name, upper(c.data_type), c.is_nullable = 'YES',
			coalesce((SELECT k.ordinal_position FROM information_schema.key_column_usage k
				JOIN information_schema.table_constraints tc USING (constraint_schema, constraint_name)
				WHERE tc.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name AND k.column_name = c.column_name), 0)
			FROM information_schema.columns c WHERE c.table_schema = 'public' ORDER BY c.table_name, c.ordinal_position`
	}
	rows, err := hand.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := map[string][]column{}
	for rows.Next() {
		var table string
		var c column
		if err := rows.Scan(&table, &c.name, &c.kind, &c.nullable, &c.key); err != nil {
			t.Fatal(err)
		}
		found[table] = append(found[table], c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// kinds are the words of a column's type that a Go type may have.
var kinds = map[reflect.Type][]string{
	reflect.TypeFor[string]():         {"TEXT"},
	reflect.TypeFor[store.SchoolID](): {"TEXT"},
	reflect.TypeFor[int64]():          {"BIGINT"},
	reflect.TypeFor[bool]():           {"BOOLEAN"},
	reflect.TypeFor[[]byte]():         {"BLOB", "BYTEA"},
	reflect.TypeFor[time.Time]():      {"DATETIME", "TIMESTAMP WITH TIME ZONE"},
}

func TestModelsAndSchemaAgree(t *testing.T) {
	models, err := store.Models()
	if err != nil {
		t.Fatal(err)
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		found := tables(t, s)
		delete(found, "goose_db_version")
		if got, want := sorted(found), sorted(models); !slices.Equal(got, want) {
			t.Fatalf("tables %v, models %v", got, want)
		}
		for table, columns := range models {
			have := map[string]column{}
			for _, c := range found[table] {
				have[c.name] = c
			}
			for _, want := range columns {
				got, ok := have[want.Name]
				delete(have, want.Name)
				switch {
				case !ok:
					t.Errorf("%s.%s: the schema has no such column", table, want.Name)
				case got.nullable != want.Nullable:
					t.Errorf("%s.%s: nullable is %v in the schema, %v in the model", table, want.Name, got.nullable, want.Nullable)
				case (got.key > 0) != want.Key:
					t.Errorf("%s.%s: in the primary key: schema %v, model %v", table, want.Name, got.key > 0, want.Key)
				case !slices.Contains(kinds[want.Type], got.kind):
					t.Errorf("%s.%s: %s in the schema does not hold %s", table, want.Name, got.kind, want.Type)
				}
			}
			for name := range have {
				t.Errorf("%s.%s: the model has no such field", table, name)
			}
		}
	})
}

// A school's table leads its key with the school; a table without a school stands in the one list.
func TestTheSchoolLeadsEveryKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		found := tables(t, s)
		for table, columns := range found {
			leads := slices.ContainsFunc(columns, func(c column) bool { return c.name == "school_id" && c.key == 1 })
			if _, listed := store.WithoutSchool[table]; listed == leads {
				t.Errorf("%s: listed as without a school: %v; its key begins with school_id: %v", table, listed, leads)
			}
		}
		for table, why := range store.WithoutSchool {
			if _, there := found[table]; !there || why == "" {
				t.Errorf("%s is listed as without a school: in the schema %v, reason %q", table, there, why)
			}
		}
	})
}

// On PostgreSQL the database holds the wall itself: forced on every school's table, and the product's role owns
// nothing.
func TestPostgresHoldsTheWall(t *testing.T) {
	s := storetest.Kinds[2].Open(t)
	hand, done := s.Hand()
	defer done()
	rows, err := hand.Query(`SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, pg_get_userbyid(c.relowner),
		(SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	seen := 0
	for rows.Next() {
		var table, owner string
		var forced bool
		var policies int
		if err := rows.Scan(&table, &forced, &owner, &policies); err != nil {
			t.Fatal(err)
		}
		seen++
		if owner != "lollipop_owner" {
			t.Errorf("%s belongs to %s", table, owner)
		}
		if _, free := store.WithoutSchool[table]; free == forced || !free && policies != 1 {
			t.Errorf("%s: row-level security forced %v with %d policies; without a school: %v", table, forced, policies, free)
		}
	}
	if seen < 20 {
		t.Errorf("only %d tables", seen)
	}
	var super, bypass bool
	err = hand.QueryRow("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'lollipop_app'").Scan(&super, &bypass)
	if err != nil || super || bypass {
		t.Errorf("the product's role: superuser %v, past row-level security %v, %v", super, bypass, err)
	}
}

// Every version goes up and down again over data, and what an older version knows survives the way up.
func TestMigrationsUpDownUpOnData(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			ctx := t.Context()
			s := storetest.Reopen(t, kind.Config(t))
			for range 2 {
				if err := s.Migrate(ctx); err != nil {
					t.Fatal(err)
				}
				if err := s.Migrate(ctx); err != nil {
					t.Fatal("again:", err)
				}
				p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
				handIn(t, s, p, 0)
				for version := int64(store.Newest) - 1; version >= 1; version-- {
					if err := s.MigrateTo(ctx, version); err != nil {
						t.Fatalf("down to %d: %v", version, err)
					}
					if got, err := s.Version(ctx); err != nil || got != version {
						t.Fatalf("version %d, %v; want %d", got, err, version)
					}
					if err := s.Ping(ctx); !fault.Is(err, fault.Unavailable) {
						t.Fatalf("ready at version %d: %v", version, err)
					}
					if err := s.Migrate(ctx); err != nil {
						t.Fatalf("up from %d: %v", version, err)
					}
				}
				records, err := s.Audit().Records(ctx, p.School.ID, "daily", 0, 100)
				if err != nil || len(records) != 3 {
					t.Fatalf("%d events survive, %v; want 3", len(records), err)
				}
				if err := s.MigrateTo(ctx, 0); err != nil {
					t.Fatal(err)
				}
				left := tables(t, s)
				delete(left, "goose_db_version")
				if len(left) != 0 {
					t.Errorf("left behind: %v", sorted(left))
				}
			}
		})
	}
}

// After a newer program an older one says so and does nothing, rather than that all is well.
func TestAnOlderProgramLeavesANewerSchemaAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		_, err := s.App().ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)")
		if err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{"migrate": s.Migrate(t.Context()), "ready": s.Ping(t.Context())} {
			if !errors.Is(err, store.ErrAhead) {
				t.Errorf("%s: %v", name, err)
			}
		}
		mustExec(t, s.App(), "DELETE FROM goose_db_version WHERE version_id = 9999") // another test may have this database next
	})
}

// A policy that was kept before it said how the school asks for signatures gets the defaults, and is read again.
func TestAnOlderPolicyGetsTheDefaults(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		policy := func(change func(*school.AUP)) school.AUP {
			now, err := s.Schools().Change(t.Context(), p.Act("school.change"),
				func(x *school.School) ([]event.Event, error) {
					change(&x.Policy.AUP)
					return nil, nil
				})
			if err != nil {
				t.Fatal(err)
			}
			return now.Policy.AUP
		}
		policy(func(a *school.AUP) { *a = school.AUP{GraceDays: 30} })
		for _, migrate := range []func() error{
			func() error { return s.MigrateTo(t.Context(), 8) },
			func() error { return s.Migrate(t.Context()) },
		} {
			if err := migrate(); err != nil {
				t.Fatal(err)
			}
		}
		if got := policy(func(*school.AUP) {}); got != (school.AUP{SignDrafts: true, GraceDays: 14}) {
			t.Errorf("the policy says %+v", got)
		}
	})
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// handIn hands a child's phone in and returns the shelf.
func handIn(t testing.TB, s *store.Store, p storetest.Place, pupil int) custody.Shelf {
	t.Helper()
	act := p.Act("custody.hand_in")
	shelf, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: p.Pupils[pupil].ID, Slot: true},
		func(shelf *custody.Shelf) ([]event.Event, error) {
			d := arrive(shelf, act)
			return []event.Event{act.Did(custody.DidHandIn, string(d.ID), map[string]int{"slot": d.Slot})}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return shelf
}

// arrive puts the child's first device, a new one if need be, into the lowest free slot.
func arrive(shelf *custody.Shelf, act event.Act) *custody.Device {
	if len(shelf.Devices) == 0 {
		shelf.Devices = append(shelf.Devices, custody.Device{ID: event.Made[id.Device](act, "device"), School: shelf.School,
			Pupil: shelf.Pupil, Kind: "phone", Label: "cracked case", Colour: "blue"})
	}
	d := &shelf.Devices[0]
	d.Before, d.BeforeSlot = d.State, d.Slot
	d.State, d.Slot, d.Since, d.By = custody.HandedIn, shelf.Free, act.At, act.Actor
	return d
}

func mustExec(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	result, err := db.ExecContext(context.Background(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if n, _ := result.RowsAffected(); n == 0 && !strings.HasPrefix(query, "PRAGMA") {
		t.Fatalf("%s: met no row", query)
	}
}
