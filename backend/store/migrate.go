package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"lollipop/backend/fault"
)

//go:embed migrations/*/*.sql
var migrations embed.FS

// Newest is the version of the schema that this program was built for.
const Newest = 14

// ErrAhead says that a newer program has been at the database: there is no way back for a schema, since what it has
// more would be lost.
var ErrAhead = errors.New("a newer Lollipop has been at this database: use that one, or restore the backup from before")

// ErrBehind says that the schema is an older one.
var ErrBehind = errors.New("lollipop migrate brings the database up to date")

// Migrate brings the schema to this program's version. It is safe to run again. A database with nothing in it gets all
// of it in one transaction, else each version is one: what fails or dies half way has left nothing of itself. ErrAhead
// where a newer program has been at it.
func (s *Store) Migrate(ctx context.Context) error {
	return s.migrate(ctx, func(m migrating) error {
		if done, err := m.first(ctx); done || err != nil {
			return err
		}
		p, err := m.provider()
		if err != nil {
			return err
		}
		now, err := p.GetDBVersion(ctx)
		if err == nil && now > Newest {
			err = ahead(now)
		}
		if err == nil {
			_, err = p.Up(ctx)
		}
		return err
	})
}

func ahead(version int64) error {
	return fmt.Errorf("%w (its schema is at version %d, this program needs %d)", ErrAhead, version, Newest)
}

// MigrateTo brings the schema up or down to a version; 0 is an empty database. Down takes data with it.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	return s.migrate(ctx, func(m migrating) error {
		p, err := m.provider()
		if err != nil {
			return err
		}
		now, err := p.GetDBVersion(ctx)
		switch {
		case err != nil:
		case version < now:
			_, err = p.DownTo(ctx, version)
		default:
			_, err = p.UpTo(ctx, version)
		}
		return err
	})
}

// Version is the schema's version: 0 before the first Migrate.
func (s *Store) Version(ctx context.Context) (version int64, err error) {
	err = s.migrate(ctx, func(m migrating) error {
		p, err := m.provider()
		if err == nil {
			version, err = p.GetDBVersion(ctx)
		}
		return err
	})
	return version, err
}

func (s *Store) migrate(ctx context.Context, do func(migrating) error) (err error) {
	db, done, err := s.engine.migrating()
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer func() { err = errors.Join(err, done()) }()
	_, folder := s.engine.dialect()
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := do(migrating{s.engine, db, files}); err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	if err := s.engine.grant(ctx, db); err != nil {
		return fmt.Errorf("store: grants: %w", err)
	}
	return nil
}

// migrating is a database as the owner of its tables, and the engine's migrations.
type migrating struct {
	engine *engine
	db     *sql.DB
	files  fs.FS
}

func (m migrating) provider() (*goose.Provider, error) {
	dialect, _ := m.engine.dialect()
	return goose.NewProvider(dialect, m.db, m.files)
}

// first makes the whole schema where goose has never been, and writes down for goose what it made. Goose has a
// transaction for each version, and a new database waits for the disk after each.
func (m migrating) first(ctx context.Context) (done bool, err error) {
	var been int
	if err := m.db.QueryRowContext(ctx, m.engine.migrated()).Scan(&been); err != nil || been > 0 {
		return false, err
	}
	dialect, _ := m.engine.dialect()
	list, err := database.NewStore(dialect, goose.DefaultTablename)
	if err != nil {
		return false, err
	}
	names, err := fs.Glob(m.files, "*.sql")
	if err != nil {
		return false, err
	}
	begun, err := m.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer begun.Rollback() // after Commit it does nothing
	if err := list.CreateVersionTable(ctx, begun); err != nil {
		return false, err
	}
	if err := list.Insert(ctx, begun, database.InsertRequest{}); err != nil { // goose begins its list with a zero
		return false, err
	}
	for _, name := range names {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return false, err
		}
		raw, err := fs.ReadFile(m.files, name)
		if err != nil {
			return false, err
		}
		up, _, _ := strings.Cut(string(raw), "-- +goose Down")
		if _, err := begun.ExecContext(ctx, up); err != nil { //lollipop:sql our own file, embedded
			return false, fmt.Errorf("%s: %w", name, err)
		}
		if err := list.Insert(ctx, begun, database.InsertRequest{Version: version}); err != nil {
			return false, err
		}
	}
	return true, begun.Commit()
}

// current reports as a fault when the schema is not this program's.
func (s *Store) current(ctx context.Context) error {
	var version int64
	err := s.engine.read.QueryRowContext(ctx,
		"SELECT MAX(version_id) FROM goose_db_version WHERE is_applied").Scan(&version)
	if err != nil {
		return s.fault(err)
	}
	switch {
	case version == Newest:
		return nil
	case version > Newest:
		err = ahead(version)
	default:
		err = fmt.Errorf("%w (the schema is at version %d, this program needs %d)", ErrBehind, version, Newest)
	}
	return fault.New(fault.Unavailable, "web.unavailable", nil).Because(fmt.Errorf("store: %w", err))
}
