package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	msqlite "modernc.org/sqlite" // the driver "sqlite", in Go

	"lollipop/backend/id"
)

// engine is all that SQLite and PostgreSQL do differently. Nothing outside the files called engine asks which one it
// is.
type engine struct {
	postgres bool
	// write is SQLite's one writer, or PostgreSQL's pool. Nobody may hold one of its connections: the next would wait
	// for ever.
	write *sql.DB
	// read is SQLite's pool of readers, or PostgreSQL's pool again.
	read *sql.DB
	// aside is held by the one that writes beside what people do, where there is one writer. Who waits for that writer gets
	// it in no order: of ten that wait all the time, a tap would be the tenth.
	aside chan struct{}
	owner string // PostgreSQL: the DSN for Migrate
	user  string // PostgreSQL: the role that the product runs under
}

func open(ctx context.Context, config Config) (*engine, error) {
	if strings.HasPrefix(config.DSN, "postgres://") || strings.HasPrefix(config.DSN, "postgresql://") {
		return openPostgres(ctx, config)
	}
	return openSQLite(ctx, config.DSN)
}

func (e *engine) close() error {
	if e.postgres {
		return e.write.Close()
	}
	return errors.Join(e.read.Close(), e.write.Close())
}

// size is that of the database and of the log beside it.
func (e *engine) size(ctx context.Context, dsn string) (all, log int64, err error) {
	if e.postgres {
		err = e.read.QueryRowContext(ctx, "SELECT pg_database_size(current_database())").Scan(&all)
		return all, 0, err
	}
	err = e.read.QueryRowContext(ctx,
		"SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").Scan(&all)
	if !strings.HasPrefix(dsn, "memory:") {
		if info, missing := os.Stat(strings.TrimPrefix(dsn, "sqlite:") + "-wal"); missing == nil {
			log = info.Size()
		}
	}
	return all, log, err
}

func (e *engine) dialector() gorm.Dialector {
	if e.postgres {
		return postgres.New(postgres.Config{Conn: e.write})
	}
	return sqliteDialector{sqlite.New(sqlite.Config{DriverName: "sqlite", Conn: e.write}).(*sqlite.Dialector)}
}

// translate gives raw SQL's errors the names that GORM gives its own.
func (e *engine) translate(err error) error {
	if err == nil {
		return nil
	}
	return e.dialector().(gorm.ErrorTranslator).Translate(err)
}

// turn waits until it may write beside what people do. It is over when that is called.
func (e *engine) turn(ctx context.Context) (over func(), err error) {
	if e.aside == nil {
		return func() {}, nil
	}
	select {
	case e.aside <- struct{}{}: // in the order in which they came
		return func() { <-e.aside }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// of is a statement as the engine reads it.
func (e *engine) of(st *statement) string {
	if e.postgres {
		return st.postgres
	}
	return st.sqlite
}

// sql writes a statement with ? as the engine reads it.
func (e *engine) sql(text string) string {
	if e.postgres {
		return numbered(text)
	}
	return text
}

// workers is how many batches may run at a time, of as many schools.
func (e *engine) workers() int {
	if e.postgres {
		return 6
	}
	return 1
}

func (e *engine) dialect() (goose.Dialect, string) {
	if e.postgres {
		return goose.DialectPostgres, "migrations/postgres"
	}
	return goose.DialectSQLite3, "migrations/sqlite"
}

// migrating returns the database as the owner of its tables, and how to let go of it.
func (e *engine) migrating() (*sql.DB, func() error, error) {
	if !e.postgres || e.owner == "" {
		return e.write, func() error { return nil }, nil
	}
	at, err := addressOf(e.owner)
	if err != nil {
		return nil, nil, err
	}
	db := stdlib.OpenDB(*at)
	return db, db.Close, nil
}

// begin starts a transaction of one school. PostgreSQL is told which: its row-level security shows no other.
func (e *engine) begin(ctx context.Context, school id.School, readOnly bool) (transaction, error) {
	if e.postgres {
		return e.beginPostgres(ctx, school, readOnly)
	}
	pool := e.write
	if readOnly {
		pool = e.read
	}
	begun, err := pool.BeginTx(ctx, nil)
	return transaction{Tx: begun}, err
}

// send runs statements in their order: on PostgreSQL all of them in one round trip.
func (e *engine) send(t *tx, calls []call) error {
	if !e.postgres || len(calls) == 1 {
		for _, c := range calls {
			if err := c.run(t); err != nil {
				return err
			}
		}
		return nil
	}
	return e.sendInOne(t, calls)
}

// away reports whether the database could not do its work: full, gone, locked or too slow. Nothing was kept.
func (e *engine) away(err error) bool {
	var lite *msqlite.Error
	if errors.As(err, &lite) {
		return awayOnSQLite(lite)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return awayOnPostgres(pg)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	for _, gone := range []error{ErrAlone, ErrOtherKey, ErrKeyBegun, // a connection that was refused
		context.DeadlineExceeded, context.Canceled, driver.ErrBadConn, sql.ErrConnDone,
		sql.ErrTxDone,
		io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err)
}
