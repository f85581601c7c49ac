package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm"

	"lollipop/backend/audit"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// transaction is one of database/sql's and, on PostgreSQL, the connection that it has: several statements then go over
// it at once. Rollback is called at the end in any case and gives the connection back. Where a batch is sent together
// (commit_together.go) there is the connection alone, and whoever asks for more is errBroken.
type transaction struct {
	*sql.Tx
	conn *sql.Conn
}

func (x transaction) Rollback() {
	if x.Tx == nil {
		rollback(x.conn)
	} else {
		_ = x.Tx.Rollback() // after Commit there is nothing to undo
	}
	if x.conn != nil {
		_ = x.conn.Close()
	}
}

// tx is one transaction of one school (of none, for the tables without), as the rooms' files use it.
type tx struct {
	ctx    context.Context
	school id.School
	sql    transaction
	store  *Store
	write  bool                      // it may change rows
	taken  *[]bool                   // the batch's slots, once read
	ends   map[audit.Chain]*chainEnd // of the chains that were locked beforehand
	moves  []slotMove                // those of the work under way
}

// gorm is the transaction as GORM sees it: guarded, and bound to the school.
func (t *tx) gorm() *gorm.DB {
	db := t.store.gorm.Session(&gorm.Session{NewDB: true, Context: t.ctx})
	if t.sql.Tx == nil {
		_ = db.AddError(errBroken)
		return db
	}
	db.Statement.ConnPool = &guard{t.sql.Tx}
	return db
}

// in is the same transaction on another school's rows: for a session that has seats at several.
func (t *tx) in(school id.School) (*tx, error) {
	other := *t
	other.school, other.ctx = school, inSchool(t.ctx, school)
	return &other, t.store.engine.enter(&other)
}

// statement is a constant of SQL, as each engine reads it. Connections keep it prepared (engine_kept.go; pgx by itself).
type statement struct {
	sqlite, postgres string
	many             *manyAtOnce // for many calls at once; nil where it is sent for each
}

// statements are all of them: a test reads them as guard reads what GORM sends.
var statements []*statement

// prepared is a statement with ? for its arguments, and {lock} where a row is locked: SQLite has one writer anyway.
func prepared(text string) *statement {
	st := &statement{
		sqlite:   strings.ReplaceAll(text, "{lock}", ""),
		postgres: numbered(strings.ReplaceAll(text, "{lock}", "FOR UPDATE")),
	}
	statements = append(statements, st)
	return st
}

// call is one statement of several that go together.
type call struct {
	st   *statement
	args []any
	// row takes each row of the answer; nil where there is none.
	row func(scan func(...any) error) error
	// hit says that it has to change one row, or it is errMissing.
	hit bool
}

// send runs statements in their order, in one round trip where there is one to save.
func (t *tx) send(calls ...call) error {
	if len(calls) == 0 {
		return nil
	}
	return t.store.engine.send(t, calls)
}

// sendMany runs one statement for each of many, some hundreds in a round trip. What is looked up one by one is found by
// its index whatever the database believes of the table; a list of them is not, as long as statistics lag behind.
func sendMany[T any](t *tx, all []T, one func(T) call) error {
	for some := range slices.Chunk(all, 256) {
		calls := make([]call, len(some))
		for i, x := range some {
			calls[i] = one(x)
		}
		if err := t.send(calls...); err != nil {
			return err
		}
	}
	return nil
}

func (c call) run(t *tx) error {
	if c.row != nil {
		return t.rows(c.st, c.row, c.args...)
	}
	changed, err := t.exec(c.st, c.args...)
	if err == nil && c.hit && changed != 1 {
		return errMissing
	}
	return err
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(st *statement, args ...any) (int64, error) {
	if t.sql.Tx == nil {
		return 0, errBroken
	}
	result, err := t.sql.ExecContext(t.ctx, t.store.engine.of(st), args...)
	if err != nil {
		return 0, t.store.engine.translate(err)
	}
	return result.RowsAffected()
}

// rows runs a statement and calls each for every row of the answer.
func (t *tx) rows(st *statement, each func(scan func(...any) error) error, args ...any) error {
	if t.sql.Tx == nil {
		return errBroken
	}
	rows, err := t.sql.QueryContext(t.ctx, t.store.engine.of(st), args...)
	return t.walk(rows, err, each)
}

// walk calls each for every row of an answer, and closes it.
func (t *tx) walk(rows *sql.Rows, err error, each func(scan func(...any) error) error) error {
	if err != nil {
		return t.store.engine.translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return t.store.engine.translate(rows.Err())
}

// one runs a statement that answers with one row at most; found is false where there is none.
func (t *tx) one(st *statement, into []any, args ...any) (found bool, err error) {
	err = t.rows(st, func(scan func(...any) error) error {
		found = true
		return scan(into...)
	}, args...)
	return found, err
}

// fault gives an error of the database the face that a person may see. A fault stays as it is; what the database could
// not do just now is Unavailable, and then nothing was kept; everything else is a mistake of ours and stays as it is.
func (s *Store) fault(err error) error {
	var known *fault.Fault
	if err == nil || errors.As(err, &known) {
		return err
	}
	if s.engine.away(err) {
		return fault.New(fault.Unavailable, "web.unavailable", nil).Because(err)
	}
	return err
}
