package store

import (
	"context"
	"database/sql"
	"reflect"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// What the tests of this package see of its inside.
var (
	Inspect       = inspect
	WithoutSchool = withoutSchool
	ErrNoSchool   = errNoSchool
	ErrOther      = errOtherSchool
	ErrUnsaid     = errUnsaid
)

// The rows that tests name.
type (
	DeviceRow = deviceRow
	PupilRow  = pupilRow
)

// Column is a column as a model has it.
type Column struct {
	Name     string
	Nullable bool
	Key      bool
	Type     reflect.Type
}

// Models are the columns of each table, as the row structs say.
func Models() (map[string][]Column, error) {
	tables := map[string][]Column{}
	for _, m := range models {
		parsed, err := schema.Parse(m, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			return nil, err
		}
		for _, f := range parsed.Fields {
			tables[m.TableName()] = append(tables[m.TableName()], Column{Name: f.DBName, Key: f.PrimaryKey,
				Nullable: f.FieldType.Kind() == reflect.Pointer, Type: f.IndirectFieldType})
		}
	}
	return tables, nil
}

// Vouched are the tables of state that the chain vouches for.
func Vouched() []string {
	var tables []string
	for table := range vouched {
		tables = append(tables, table)
	}
	slices.Sort(tables)
	return tables
}

// Postgres says which engine it is.
func (s *Store) Postgres() bool { return s.engine.postgres }

// Hand is somebody who has the database itself in their hands, past the product: PostgreSQL's superuser, SQLite's file.
func (s *Store) Hand() (*sql.DB, func()) {
	if !s.engine.postgres {
		return s.engine.write, func() {}
	}
	db, err := sql.Open("pgx", strings.Replace(s.config.DSN, "lollipop_app@", "super@", 1))
	if err != nil {
		panic(err)
	}
	return db, func() { db.Close() }
}

// AsIs is the way to the same database.
func (s *Store) AsIs() Config { return s.config }

// AsOwner is the way to the same database as the role that owns its tables.
func (s *Store) AsOwner() Config {
	c := s.config
	c.DSN = c.OwnerDSN
	return c
}

// App is the product's own way to the database, without its guards: what row-level security stands behind.
func (s *Store) App() *sql.DB { return s.engine.write }

// Translate names an error of raw SQL.
func (s *Store) Translate(err error) error { return s.engine.translate(err) }

// Do runs a change as the rooms' files do.
func (s *Store) Do(ctx context.Context, act event.Act, slow bool,
	do func(db *gorm.DB) (made []string, events []event.Event, err error), again func(made []string),
) error {
	w := work{act: act, slow: slow, do: func(t *tx) (outcome, error) {
		made, events, err := do(t.gorm())
		return outcome{made: made, wrote: []written{{events: events}}}, err
	}}
	if again != nil {
		w.again = func(_ *tx, made []string) error { again(made); return nil }
	}
	return s.change(ctx, w)
}

// DoUnsaid changes a row and says nothing.
func (s *Store) DoUnsaid(ctx context.Context, act event.Act) error {
	return s.change(ctx, work{act: act, do: func(*tx) (outcome, error) {
		return outcome{wrote: []written{{rows: []evidence{{table: "devices", id: "x"}}}}}, nil
	}})
}

// In runs fn in a transaction of a school, or of none.
func (s *Store) In(ctx context.Context, school id.School, write bool, fn func(db *gorm.DB) error) error {
	run := s.read
	if write {
		run = s.direct
	}
	return run(ctx, school, func(t *tx) error { return fn(t.gorm()) })
}

// Waiting is how many of a school's changes wait for a transaction.
func (s *Store) Waiting(school id.School) int {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return len(s.queue.waiting[school])
}

// Shed is how many changes were not let in.
func (s *Store) Shed() int64 { return s.queue.shed.Load() }

// Share is how many may wait at one of so many schools.
var Share = share

// Batches is how many transactions of changes were begun.
func (s *Store) Batches() int64 { return s.queue.batches.Load() }

// Waits is how often somebody had to wait for a connection that writes.
func Waits(s *Store) int64 { return s.engine.write.Stats().WaitCount }
