// Package store keeps what the rooms decide: GORM and SQL over SQLite, or over PostgreSQL past one machine.
//
// A change is one transaction: the rows, the operation under which it happened and its events with their place in the
// school's chain land together or not at all. Every method is for one school and nothing here can answer for two: rows
// carry the school in a field type that adds it to every statement, raw SQL is read before it is sent, and on
// PostgreSQL the database itself refuses. A file's name begins with its room (custody.go, people_rows.go,
// access_links.go …); engine.go and those beside it alone know which database it is.
package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"lollipop/backend/audit"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// Config is what Open needs.
type Config struct {
	// DSN names the database: "memory:NAME" (SQLite, gone with the Store), "sqlite:PATH" or a bare path, or
	// "postgres://…" as the role that the product runs under, which owns nothing.
	DSN string
	// OwnerDSN is PostgreSQL's role that owns the tables; Migrate alone uses it. Empty on SQLite.
	OwnerDSN string
	// ChainKey keys the chain of events: its keys, newest first, 32 bytes or more each. They stand outside the database:
	// whoever can write there without them cannot make a chain that verifies. Nil for whoever only looks.
	ChainKey audit.Keys
	// Alone keeps every other program away from the database while it is open; ErrOccupied where one is there. On SQLite the
	// caller has seen to that.
	Alone bool
	// Log hears of retries and refused statements: keys and ids, never values. Nil for none.
	Log *slog.Logger
	// Changed hears of every school at which this process wrote down that something happened, once that is committed and
	// before whoever did it has the answer: under no lock, and it must not wait for anything. Nil for nobody.
	Changed func(id.School)
	// Measured hears of every transaction of the group commit once it is over. It must not wait for anything. Nil for
	// nobody.
	Measured func(Batch)
}

// Timeout is how long a change or a read may take where the caller's context has no earlier deadline.
const Timeout = 20 * time.Second

// Store is an open database. It is safe for use by many goroutines.
type Store struct {
	engine *engine
	gorm   *gorm.DB
	config Config
	log    *slog.Logger
	queue  committer
	sole   func() // lets go of what keeps others away

	profiles  profiles
	policies  decoded[school.Policy]
	calendars decoded[school.Calendar]

	stuck stuck
}

// Open opens the database without changing it: Migrate makes its tables. A wrong DSN, a file that cannot be opened and
// a server that does not answer are errors here.
func Open(ctx context.Context, config Config) (*Store, error) {
	for _, key := range config.ChainKey {
		if len(key) < audit.LeastKey {
			return nil, errors.New("store: the chain key is shorter than 32 bytes")
		}
	}
	log := config.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	e, err := open(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	db, err := gorm.Open(e.dialector(), &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true, // every transaction is change's or read's
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard, // GORM's would write values
	})
	if err == nil {
		err = addCallbacks(db)
	}
	if err != nil {
		e.close()
		return nil, fmt.Errorf("store: %w", err)
	}
	sole, err := config.sole(ctx, e)
	if err != nil {
		e.close()
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{engine: e, gorm: db, config: config, log: log, sole: sole}
	s.queue.init(s)
	return s, nil
}

// Close waits for the changes under way and closes the database.
func (s *Store) Close() error {
	s.queue.close()
	defer s.sole()
	return s.engine.close()
}

// Ping reports whether the database answers and is at this program's schema: what /readyz asks.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if err := s.engine.read.PingContext(ctx); err != nil {
		return s.fault(err)
	}
	return s.current(ctx)
}

// read runs fn on one consistent view of one school's rows. The school may be empty for the tables without one.
func (s *Store) read(ctx context.Context, school id.School, fn func(*tx) error) error {
	ctx, cancel := context.WithTimeout(inSchool(ctx, school), Timeout)
	defer cancel()
	begun, err := s.engine.begin(ctx, school, true)
	if err != nil {
		return s.fault(err)
	}
	defer begun.Rollback() // a read has nothing to keep
	return s.fault(fn(&tx{ctx: ctx, school: school, sql: begun, store: s}))
}

// direct runs fn in a transaction that writes no event: for the tables without a school (sessions, links, counters) and
// for what is bookkeeping rather than something that happened.
func (s *Store) direct(ctx context.Context, school id.School, fn func(*tx) error) error {
	return s.directFor(ctx, Timeout, school, fn)
}

// directFor is direct for work that may take longer.
func (s *Store) directFor(ctx context.Context, long time.Duration, school id.School, fn func(*tx) error) error {
	ctx, cancel := context.WithTimeout(inSchool(ctx, school), long)
	defer cancel()
	return s.fault(s.again(ctx, func() error {
		begun, err := s.engine.begin(ctx, school, false)
		if err != nil {
			return err
		}
		defer begun.Rollback() // after Commit it does nothing
		if err := fn(&tx{ctx: ctx, school: school, sql: begun, store: s, write: true}); err != nil {
			return err
		}
		return begun.Commit()
	}))
}

// beside is directFor for work that goes on beside what people do, and for which nobody waits: however much of it there
// is, whoever taps at a desk waits for one such transaction at the most.
func (s *Store) beside(ctx context.Context, long time.Duration, school id.School, fn func(*tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	over, err := s.engine.turn(ctx)
	if err != nil {
		return s.fault(err)
	}
	defer over()
	return s.directFor(ctx, long, school, fn)
}

// attempts is how often a transaction that the engine could not serialise is run again.
const attempts = 8

// again runs fn until the engine does not ask for it once more.
func (s *Store) again(ctx context.Context, fn func() error) (err error) {
	for try := range attempts {
		if err = fn(); err == nil || !s.engine.retryable(err) {
			return err
		}
		s.log.InfoContext(ctx, "transaction is run again", "try", try+1, "cause", err)
		if !pause(ctx, try) {
			return err
		}
	}
	return err
}

// pause waits a little longer at each try, and says false when the context ends first.
func pause(ctx context.Context, try int) bool {
	wait := time.NewTimer(time.Duration(1+rand.IntN(4<<try)) * time.Millisecond)
	defer wait.Stop()
	select {
	case <-wait.C:
		return true
	case <-ctx.Done():
		return false
	}
}
