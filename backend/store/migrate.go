package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"lollipop/backend/fault"
)

//go:embed migrations/*/*.sql
var migrations embed.FS

// Newest is the version of the schema that this program was built for.
const Newest = 12

// ErrAhead says that a newer program has been at the database: there is no way back for a schema, since what it has
// more would be lost.
var ErrAhead = errors.New("a newer Lollipop has been at this database: use that one, or restore the backup from before")

// ErrBehind says that the schema is an older one.
var ErrBehind = errors.New("lollipop migrate brings the database up to date")

// Migrate brings the schema to this program's version. It is safe to run again. ErrAhead where a newer one has been at
// it.
func (s *Store) Migrate(ctx context.Context) error {
	return s.migrate(ctx, func(p *goose.Provider) error {
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
	return s.migrate(ctx, func(p *goose.Provider) error {
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
	err = s.migrate(ctx, func(p *goose.Provider) error {
		version, err = p.GetDBVersion(ctx)
		return err
	})
	return version, err
}

func (s *Store) migrate(ctx context.Context, do func(*goose.Provider) error) (err error) {
	db, done, err := s.engine.migrating()
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer func() { err = errors.Join(err, done()) }()
	dialect, folder := s.engine.dialect()
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	provider, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := do(provider); err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	if err := s.engine.grant(ctx, db); err != nil {
		return fmt.Errorf("store: grants: %w", err)
	}
	return nil
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
