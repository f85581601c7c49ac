package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"lollipop/backend/id"
)

// connecting is how long a host of PostgreSQL may take to let us in, where the address says nothing else
// (connect_timeout): of several hosts one whose machine is dead refuses nothing, and the next one's turn has to
// come within a request's time.
const connecting = 5 * time.Second

// addressOf reads an address of PostgreSQL's.
func addressOf(dsn string) (*pgx.ConnConfig, error) {
	at, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("PostgreSQL: the address cannot be read") // err would repeat its password
	}
	if at.ConnectTimeout == 0 {
		at.ConnectTimeout = connecting
	}
	return at, nil
}

func openPostgres(ctx context.Context, config Config) (*engine, error) {
	at, err := addressOf(config.DSN)
	if err != nil {
		return nil, err
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

// beginPostgres starts a transaction of one school, and tells PostgreSQL which.
func (e *engine) beginPostgres(ctx context.Context, school id.School, readOnly bool) (transaction, error) {
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

// byIndex keeps a transaction to the indices. PostgreSQL's statistics lag behind a fan-out by a minute: it would read the
// whole of a table that was empty when it looked last.
func (e *engine) byIndex(t *tx) error {
	if !e.postgres {
		return nil
	}
	_, err := t.sql.ExecContext(t.ctx, "SET LOCAL enable_seqscan = off")
	return err
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

// sendInOne runs statements in one round trip.
func (e *engine) sendInOne(t *tx, calls []call) error {
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
	return errors.As(err, &pg) && undone(pg)
}

// awayOnPostgres is away for PostgreSQL's errors.
func awayOnPostgres(err *pgconn.PgError) bool {
	switch err.Code[:2] {
	case "08", "53", "57", "58": // connection, resources (disk full), operator (shutdown, cancel), system
		return true
	}
	return err.Code == "55P03" || err.Code == "25006" || undone(err) // lock not available, read-only standby
}

// undone is a transaction that was undone only because of another one: serialization failure, deadlock.
func undone(err *pgconn.PgError) bool { return err.Code == "40001" || err.Code == "40P01" }
