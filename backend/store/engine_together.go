package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"lollipop/backend/id"
)

// together reports whether the works of a batch are better sent together, each statement once with lists of what all of
// them ask or write: PostgreSQL takes as long to hear of a statement as to do it. SQLite hears of it in this process.
func (e *engine) together() bool { return e.postgres }

// manyAtOnce is how PostgreSQL reads a statement for many calls of it.
type manyAtOnce struct {
	text  string
	lists []listed
}

// listed is an argument of which there is one for each call.
type listed struct {
	at   int
	kind string
}

var arrays = regexp.MustCompile(`\$(\d+)::([a-z]+)\[\]`)

// atOnce says how the statement reads for many calls at once, in PostgreSQL's words. Its arguments have the same numbers;
// those marked as arrays hold one of each call, the others are the same for all. Where it answers, the first column of
// each row is the number of the call that it answers, from 1.
//
// What it looks up is looked up one by one (LATERAL … OFFSET 0), as in sendMany and for the same reason.
func (st *statement) atOnce(text string) *statement {
	st.many = &manyAtOnce{text: text}
	for _, found := range arrays.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(found[1])
		if err != nil {
			panic(err)
		}
		st.many.lists = append(st.many.lists, listed{at: n - 1, kind: found[2]})
	}
	return st
}

// sure makes a statement fail that changes fewer rows than it has to: what goes with the commit behind it cannot be
// looked at first.
func sure(text, rows string) string {
	return "WITH hit AS (" + text + " RETURNING 1) SELECT 1 / CASE count(*) WHEN " + rows +
		" THEN 1 ELSE 0 END FROM hit"
}

// opening are the statements that begin a transaction of a school; its planner keeps to the indices, as byIndex says.
var (
	opening = &statement{postgres: "BEGIN"}
	closing = &statement{postgres: "COMMIT"}
	undoing = &statement{postgres: "ROLLBACK"}
	entry   = &statement{postgres: `SELECT set_config('lollipop.school', $1, true),
		set_config('enable_seqscan', 'off', true), pg_advisory_xact_lock(hashtextextended($2, 0))`}
)

// open is begin, enter and alone at once: they go with what is sent first.
func (e *engine) open(ctx context.Context, school id.School, kind string) (transaction, []call, error) {
	conn, err := e.write.Conn(ctx)
	if err != nil {
		return transaction{}, nil, err
	}
	return transaction{conn: conn}, []call{{st: opening}, {st: entry, args: []any{string(school), turnOf(kind, school)}}}, nil
}

// rollback undoes what open began, unless it is over.
func rollback(on *sql.Conn) {
	_ = on.Raw(func(raw any) error {
		conn := raw.(*stdlib.Conn).Conn()
		if conn.IsClosed() || conn.PgConn().TxStatus() == 'I' {
			return nil
		}
		ctx, cancel := context.WithTimeout(context.Background(), connecting)
		defer cancel()
		var batch pgx.Batch
		batch.Queue(undoing.postgres)
		if err := conn.SendBatch(ctx, &batch).Close(); err != nil {
			return driver.ErrBadConn // the pool lets go of it, and PostgreSQL undoes it
		}
		return nil
	})
}

// sendTogether sends calls in one round trip. Those of one stage that can be one statement are, where the first of them
// stands; the stages follow one another.
func (e *engine) sendTogether(t *tx, stages ...[]call) error {
	var batch pgx.Batch
	for _, stage := range stages {
		for i, c := range stage {
			if c.st.many == nil {
				c.queue(&batch)
				continue
			}
			if firstOf(stage, c.st) < i {
				continue
			}
			var same []call
			for _, other := range stage[i:] {
				if other.st == c.st {
					same = append(same, other)
				}
			}
			if err := c.st.queueMany(&batch, same); err != nil {
				return err
			}
		}
	}
	return t.sql.conn.Raw(func(raw any) error {
		return e.translate(raw.(*stdlib.Conn).Conn().SendBatch(t.ctx, &batch).Close())
	})
}

func (c call) queue(batch *pgx.Batch) {
	text := c.st.postgres
	if c.hit {
		text = sure(text, "1")
	}
	batch.Queue(text, c.args...).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			if c.row != nil {
				if err := c.row(rows.Scan); err != nil {
					return err
				}
			}
		}
		return rows.Err()
	})
}

// queueMany queues one statement for all of the calls of it.
func (st *statement) queueMany(batch *pgx.Batch, calls []call) error {
	args := append([]any(nil), calls[0].args...)
	for _, l := range st.many.lists {
		all, err := l.gather(calls)
		if err != nil {
			return err
		}
		args[l.at] = all
	}
	text := st.many.text
	if calls[0].hit {
		text = sure(text, "cardinality($"+strconv.Itoa(st.many.lists[0].at+1)+")")
	}
	var into []any
	batch.Queue(text, args...).Query(func(rows pgx.Rows) error {
		scan := func(columns ...any) error {
			into = append(append(into[:0], nil), columns...)
			return rows.Scan(into...)
		}
		for rows.Next() {
			if calls[0].row == nil {
				continue
			}
			n := binary.BigEndian.Uint64(rows.RawValues()[0]) // a bigint
			if err := calls[n-1].row(scan); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return nil
}

// gather is the array of an argument of many calls.
func (l listed) gather(calls []call) (any, error) {
	switch l.kind {
	case "text":
		return gathered[string](calls, l.at)
	case "timestamptz":
		return gathered[time.Time](calls, l.at)
	case "bytea":
		return gathered[[]byte](calls, l.at)
	case "bigint":
		all := make([]*int64, len(calls))
		for i, c := range calls {
			switch n := c.args[l.at].(type) {
			case int64:
				all[i] = &n
			case *int64:
				all[i] = n
			default:
				return nil, fmt.Errorf("store: %T for a bigint", n)
			}
		}
		return all, nil
	}
	return nil, fmt.Errorf("store: no arrays of %s", l.kind)
}

// gathered is nothing (NULL) where a call has none.
func gathered[T any](calls []call, at int) ([]T, error) {
	all := make([]T, len(calls))
	for i, c := range calls {
		one, ok := c.args[at].(T)
		if !ok && c.args[at] != nil {
			return nil, fmt.Errorf("store: %T for a %T", c.args[at], one)
		}
		all[i] = one
	}
	return all, nil
}

// firstOf is where a statement stands first.
func firstOf(calls []call, st *statement) int {
	for i, c := range calls {
		if c.st == st {
			return i
		}
	}
	return len(calls)
}
