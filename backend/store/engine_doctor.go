package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// Health is how the database itself is: what nobody sees from outside until it is too late.
type Health struct {
	// Engine is its name and version: "SQLite 3.53.4".
	Engine string
	// Now is what its clock says, where it has one of its own; else zero.
	Now time.Time
	// Folder is where a database on another disk keeps its files, where it says so; else empty.
	Folder string
	// Wrong are what has to be mended, a sentence each, for an administrator.
	Wrong []string
}

// Examine asks the database how it is and changes nothing. Deep reads all of it.
func (s *Store) Examine(ctx context.Context, deep bool) (h Health, err error) {
	if s.engine.postgres {
		err = s.engine.examinePostgres(ctx, &h)
	} else {
		err = s.engine.examineSQLite(ctx, &h, strings.HasPrefix(s.config.DSN, "memory:"), deep)
	}
	return h, s.fault(err)
}

func (h *Health) wrong(format string, args ...any) {
	h.Wrong = append(h.Wrong, fmt.Sprintf(format, args...))
}

func (e *engine) examineSQLite(ctx context.Context, h *Health, memory, deep bool) error {
	var version, journal string
	var flushes int
	if err := e.write.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return err
	}
	if err := e.write.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&journal); err != nil {
		return err
	}
	if err := e.write.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&flushes); err != nil {
		return err
	}
	h.Engine = "SQLite " + version
	if journal != "wal" && !memory {
		h.wrong("its journal is %q and not a write-ahead log: the folder is perhaps on a network drive; put it on a disk of "+
			"this machine", journal)
	}
	if flushes < 2 && !memory {
		h.wrong("it does not wait for the disk: what was acknowledged can be lost in a power cut")
	}
	if !deep {
		return nil
	}
	found, err := texts(ctx, e.read, "PRAGMA quick_check(5)")
	if err != nil {
		return err
	}
	if len(found) != 1 || found[0] != "ok" {
		h.wrong("the file is damaged (%s): stop the server, keep the file, and restore a backup", strings.Join(found, "; "))
	}
	var loose int
	err = e.read.QueryRowContext(ctx, "SELECT COUNT(*) FROM pragma_foreign_key_check").Scan(&loose)
	if loose > 0 {
		h.wrong("%d rows point at something that is not there: keep the file, and restore a backup", loose)
	}
	return err
}

func (e *engine) examinePostgres(ctx context.Context, h *Health) error {
	var version string
	if err := e.read.QueryRowContext(ctx, "SHOW server_version").Scan(&version); err != nil {
		return err
	}
	h.Engine = "PostgreSQL " + version
	if err := e.read.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&h.Now); err != nil {
		return err
	}
	off, err := texts(ctx, e.read, `SELECT name FROM pg_settings
		WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'off' ORDER BY name`)
	if err != nil {
		return err
	}
	if len(off) > 0 {
		h.wrong("%s: off; what was acknowledged can be lost in a power cut: switch it on", strings.Join(off, ", "))
	}
	var owned int
	if err := e.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM pg_tables
		WHERE schemaname = 'public' AND tableowner = current_user`).Scan(&owned); err != nil {
		return err
	}
	if owned > 0 {
		h.wrong("the product's role owns %d tables, and could take the wall between the schools away: give them to the role "+
			"of LOLLIPOP_DATABASE_OWNER", owned)
	}
	open, err := texts(ctx, e.read, `SELECT c.relname FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id' AND NOT a.attisdropped
		WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
		AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) ORDER BY 1`)
	if err != nil {
		return err
	}
	if len(open) > 0 {
		h.wrong("row-level security is not forced on %s: as their owner, ALTER TABLE … FORCE ROW LEVEL SECURITY",
			strings.Join(open, ", "))
	}
	if e.read.QueryRowContext(ctx, "SHOW data_directory").Scan(&h.Folder) != nil {
		h.Folder = "" // it tells few, and we need not be one of them
	}
	return nil
}

// texts reads one column.
func texts(ctx context.Context, db *sql.DB, query string) (all []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
