package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	msqlite "modernc.org/sqlite" // the driver "sqlite", in Go
)

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

// awayOnSQLite is away for SQLite's errors.
func awayOnSQLite(err *msqlite.Error) bool {
	switch err.Code() & 0xff {
	// Busy, locked, nomem, readonly, interrupt, ioerr, corrupt, full, cantopen, notadb.
	case 5, 6, 7, 8, 9, 10, 11, 13, 14, 26:
		return true
	}
	return false
}
