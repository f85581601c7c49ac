package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
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

func openSQLite(ctx context.Context, dsn string) (*engine, error) {
	const common = "&_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_time_format=sqlite&_timezone=UTC"
	var write, read string
	if name, ok := strings.CutPrefix(dsn, "memory:"); ok {
		base := "file:/" + url.PathEscape(name) + "?vfs=memdb" + common
		write, read = base+"&_txlock=immediate", base+"&_pragma=query_only(1)"
	} else {
		path := strings.TrimPrefix(dsn, "sqlite:")
		if path == "" {
			return nil, errors.New("the database has no name")
		}
		base := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.TrimPrefix(common, "&")
		// While somebody reads, the log beside the file cannot be begun anew and grows, by gigabytes under a long read. Once
		// it can be, the limit gives back what is beyond 8 MB of it.
		write = base + "&_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
			"&_pragma=journal_size_limit(8388608)"
		read = base + "&mode=ro&_pragma=query_only(1)"
	}
	e := &engine{aside: make(chan struct{}, 1)}
	var err error
	if e.write, err = openKept(write); err != nil {
		return nil, err
	}
	e.write.SetMaxOpenConns(1)
	e.write.SetMaxIdleConns(1)
	if err := e.write.PingContext(ctx); err != nil { // also makes the file, which a reader cannot
		e.write.Close()
		return nil, fmt.Errorf("SQLite: %w", err)
	}
	if e.read, err = openKept(read); err != nil {
		e.write.Close()
		return nil, err
	}
	e.read.SetMaxOpenConns(8)
	e.read.SetMaxIdleConns(8)
	return e, nil
}

// connecting is how long a host of PostgreSQL may take to let us in, where the address says nothing else
// (connect_timeout): of several hosts one whose machine is dead refuses nothing, and the next one's turn has to
// come within a request's time.
const connecting = 5 * time.Second

func openPostgres(ctx context.Context, config Config) (*engine, error) {
	at, err := pgx.ParseConfig(config.DSN)
	if err != nil {
		return nil, errors.New("PostgreSQL: the address cannot be read") // err would repeat its password
	}
	if at.ConnectTimeout == 0 {
		at.ConnectTimeout = connecting
	}
	e := &engine{postgres: true, owner: config.OwnerDSN, user: at.User}
	e.write = stdlib.OpenDB(*at, stdlib.OptionAfterConnect(config.admitted))
	e.write.SetMaxOpenConns(16)
	e.write.SetMaxIdleConns(16)
	e.read = e.write
	var free bool
	err = e.write.QueryRowContext(ctx, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").
		Scan(&free)
	if err == nil && free { // the wall between the schools would not hold, and nobody would see
		err = errors.New("the role is a superuser or may bypass row-level security; give the product one that may not")
	}
	if err != nil {
		e.write.Close()
		return nil, fmt.Errorf("PostgreSQL: %w", err)
	}
	return e, nil
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

// sqliteDialector is GORM's, with the errors of modernc's driver made GORM's (the stock one knows only mattn's).
type sqliteDialector struct{ *sqlite.Dialector }

// Translate implements gorm.ErrorTranslator.
func (sqliteDialector) Translate(err error) error {
	var e *msqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case 2067, 1555: // SQLITE_CONSTRAINT_UNIQUE, _PRIMARYKEY
		return fmt.Errorf("%w: %w", gorm.ErrDuplicatedKey, err)
	case 787: // SQLITE_CONSTRAINT_FOREIGNKEY
		return fmt.Errorf("%w: %w", gorm.ErrForeignKeyViolated, err)
	case 275: // SQLITE_CONSTRAINT_CHECK
		return fmt.Errorf("%w: %w", gorm.ErrCheckConstraintViolated, err)
	}
	return err
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

// begin starts a transaction of one school. PostgreSQL is told which: its row-level security shows no other.
func (e *engine) begin(ctx context.Context, school id.School, readOnly bool) (transaction, error) {
	if !e.postgres {
		pool := e.write
		if readOnly {
			pool = e.read
		}
		begun, err := pool.BeginTx(ctx, nil)
		return transaction{Tx: begun}, err
	}
	options := &sql.TxOptions{ReadOnly: readOnly}
	if readOnly { // one view for all statements of a read, as SQLite has it
		options.Isolation = sql.LevelRepeatableRead
	}
	conn, err := e.write.Conn(ctx)
	if err != nil {
		return transaction{}, err
	}
	begun, err := conn.BeginTx(ctx, options)
	if err != nil {
		conn.Close()
		return transaction{}, err
	}
	x := transaction{begun, conn}
	if school == "" {
		return x, nil
	}
	if err := e.enter(&tx{ctx: ctx, sql: x, school: school}); err != nil {
		x.Rollback()
		return transaction{}, err
	}
	return x, nil
}

// enter names the transaction's school until its end, or until it names another.
func (e *engine) enter(t *tx) error {
	if !e.postgres {
		return nil
	}
	_, err := t.sql.ExecContext(t.ctx, "SELECT set_config('lollipop.school', $1, true)", string(t.school))
	return err
}

// alone lets one transaction of a school that does this kind of work through, among all processes, until it ends.
// SQLite has one writer anyway.
func (e *engine) alone(t *tx, kind string) error {
	if !e.postgres {
		return nil
	}
	_, err := t.sql.ExecContext(t.ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))",
		turnOf(kind, t.school))
	return err
}

// turnOf is the name of alone's lock.
func turnOf(kind string, school id.School) string { return "lollipop " + kind + " " + string(school) }

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

// byIndex keeps a transaction to the indices. PostgreSQL's statistics lag behind a fan-out by a minute: it would read the
// whole of a table that was empty when it looked last.
func (e *engine) byIndex(t *tx) error {
	if !e.postgres {
		return nil
	}
	_, err := t.sql.ExecContext(t.ctx, "SET LOCAL enable_seqscan = off")
	return err
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

// numbered has PostgreSQL's arguments for ?.
func numbered(text string) string {
	var out strings.Builder
	n := 0
	for part := range strings.SplitSeq(text, "?") {
		if n > 0 {
			out.WriteString("$" + strconv.Itoa(n))
		}
		out.WriteString(part)
		n++
	}
	return out.String()
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
	return t.sql.conn.Raw(func(driver any) error {
		var batch pgx.Batch
		for _, c := range calls {
			queued := batch.Queue(c.st.postgres, c.args...)
			queued.Query(func(rows pgx.Rows) error {
				for rows.Next() {
					if c.row == nil {
						continue
					}
					if err := c.row(rows.Scan); err != nil {
						return err
					}
				}
				if err := rows.Err(); err != nil {
					return err
				}
				if c.hit && rows.CommandTag().RowsAffected() != 1 {
					return errMissing
				}
				return nil
			})
		}
		return e.translate(driver.(*stdlib.Conn).Conn().SendBatch(t.ctx, &batch).Close())
	})
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
	db, err := sql.Open("pgx", e.owner)
	if err != nil {
		return nil, nil, err
	}
	return db, db.Close, nil
}

// grant lets the product's role use the owner's tables, and no more.
func (e *engine) grant(ctx context.Context, owner *sql.DB) error {
	if !e.postgres || e.owner == "" {
		return nil
	}
	role := `"` + strings.ReplaceAll(e.user, `"`, `""`) + `"`
	if _, err := owner.ExecContext(ctx, "GRANT USAGE ON SCHEMA public TO "+role); err != nil {
		return err
	}
	_, err := owner.ExecContext(ctx, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "+role)
	return err
}

// spoils reports whether a failed statement spoils the transaction that it was part of: PostgreSQL runs no other after
// it. SQLite undoes the statement alone.
func (e *engine) spoils(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg)
}

// names reports whether it is that primary key which an error is about. On SQLite nobody comes between our look and our
// write.
func (e *engine) names(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.ConstraintName == constraint
}

// retryable reports whether the engine undid the transaction only because of another one.
func (e *engine) retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") // serialization failure, deadlock
}

// away reports whether the database could not do its work: full, gone, locked or too slow. Nothing was kept.
func (e *engine) away(err error) bool {
	var lite *msqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		// Busy, locked, nomem, readonly, interrupt, ioerr, corrupt, full, cantopen, notadb.
		case 5, 6, 7, 8, 9, 10, 11, 13, 14, 26:
			return true
		}
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code[:2] {
		case "08", "53", "57", "58": // connection, resources (disk full), operator (shutdown, cancel), system
			return true
		}
		return pg.Code == "55P03" || pg.Code == "25006" || e.retryable(err) // lock not available, read-only standby
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
