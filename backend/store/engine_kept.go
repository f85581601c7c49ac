package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	msqlite "modernc.org/sqlite" // the driver "sqlite", in Go
)

// keptLimit is how many statements a connection keeps prepared, at some 12 kB each, and longest the length of one in
// bytes: what writes hundreds of rows at once is seldom run, and large.
const (
	keptLimit = 100
	longest   = 2000
)

// openKept opens a pool of SQLite's connections, each of which keeps the statements that it has prepared. To parse one and
// to plan it takes SQLite several times as long as to answer from an index.
func openKept(dsn string) (*sql.DB, error) {
	base, err := msqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeping{base}), nil
}

// keeping is a driver.Connector.
type keeping struct{ driver.Connector }

// Connect implements driver.Connector.
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	base, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := base.(liteConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver's connection is another than expected"), base.Close())
	}
	return &keeper{liteConn: conn, kept: map[string]liteStatement{}}, nil
}

// liteConn, liteStatement and liteRows are what database/sql asks the driver's for.
type (
	liteConn interface {
		driver.Conn
		driver.ConnBeginTx
		driver.ConnPrepareContext
		driver.ExecerContext
		driver.Pinger
		driver.QueryerContext
		driver.SessionResetter
		driver.Validator
	}
	liteStatement interface {
		driver.Stmt
		driver.StmtExecContext
		driver.StmtQueryContext
	}
	liteRows interface {
		driver.RowsColumnTypeDatabaseTypeName
		driver.RowsColumnTypeLength
		driver.RowsColumnTypeNullable
		driver.RowsColumnTypePrecisionScale
		driver.RowsColumnTypeScanType
	}
)

// keeper is a connection. Like every driver.Conn it is used by one goroutine at a time.
type keeper struct {
	liteConn
	kept map[string]liteStatement // by their text; none of them is running
}

// keeps reports whether a statement means the same each time that it is run. Some PRAGMAs do their work as they are
// prepared, and of a script only the first statement is.
func keeps(text string) bool {
	switch verb, _, _ := strings.Cut(text, " "); verb {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK":
		return len(text) <= longest && !strings.Contains(text, ";")
	}
	return false
}

// take returns a statement that nobody else runs; give is its other half.
func (k *keeper) take(ctx context.Context, text string) (liteStatement, error) {
	if st := k.kept[text]; st != nil {
		delete(k.kept, text)
		return st, nil
	}
	st, err := k.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return st.(liteStatement), nil
}

// give keeps a statement for the next. One that failed is not kept.
func (k *keeper) give(text string, st liteStatement, failed error) error {
	if failed != nil || k.kept[text] != nil { // it ran inside itself
		return st.Close()
	}
	if len(k.kept) >= keptLimit {
		if err := k.drop(); err != nil {
			return errors.Join(err, st.Close())
		}
	}
	k.kept[text] = st
	return nil
}

// drop closes all that are kept. Which of them are asked for most shows at once when it begins anew.
func (k *keeper) drop() error {
	var all error
	for text, st := range k.kept {
		delete(k.kept, text)
		all = errors.Join(all, st.Close())
	}
	return all
}

// Close implements driver.Conn.
func (k *keeper) Close() error { return errors.Join(k.drop(), k.liteConn.Close()) }

// ExecContext implements driver.ExecerContext.
func (k *keeper) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if !keeps(text) {
		return k.liteConn.ExecContext(ctx, text, args)
	}
	st, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := st.ExecContext(ctx, args)
	return result, errors.Join(err, k.give(text, st, err))
}

// QueryContext implements driver.QueryerContext.
func (k *keeper) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if !keeps(text) {
		return k.liteConn.QueryContext(ctx, text, args)
	}
	st, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, k.give(text, st, err))
	}
	return &keptRows{liteRows: rows.(liteRows), over: func(failed error) error { return k.give(text, st, failed) }}, nil
}

// keptRows gives its statement back when it is closed.
type keptRows struct {
	liteRows
	over func(failed error) error
}

// Close implements driver.Rows.
func (r *keptRows) Close() error {
	if r.over == nil {
		return nil
	}
	err := r.liteRows.Close()
	err = errors.Join(err, r.over(err))
	r.over = nil
	return err
}
