package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// beside makes a folder for a database that will be put in place: on the same disk as that. What a power cut left of an
// earlier one is removed; nobody else is at it, since whoever asks has claimed the database.
func beside(c Config) (folder string, err error) {
	in, name := c.Data, "lollipop.db"
	if !c.postgres() {
		in, name = filepath.Split(file(c))
	}
	pattern := "." + name + ".restore-"
	left, err := filepath.Glob(filepath.Join(in, pattern+"*"))
	for _, old := range left {
		err = errors.Join(err, os.RemoveAll(old))
	}
	if err != nil {
		return "", err
	}
	return os.MkdirTemp(filepath.Clean(in), pattern)
}

// vacant refuses a place that has a database with anything in it.
func vacant(ctx context.Context, c Config) error {
	if !c.postgres() {
		if found, err := os.Stat(file(c)); errors.Is(err, fs.ErrNotExist) || err == nil && found.Size() == 0 {
			return nil
		}
	}
	s, err := store.Open(ctx, store.Config{DSN: dsn(c), OwnerDSN: c.DatabaseOwner})
	if err != nil {
		return err
	}
	defer s.Close()
	err = s.Empty(ctx)
	if err != nil && !errors.Is(err, store.ErrNotEmpty) && c.DatabaseOwner != "" {
		// The tables may be there without our rights to them, where a migration was killed before its last step: asking for
		// the version as the owner gives them.
		if _, err = s.Version(ctx); err == nil {
			err = s.Empty(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w: nothing is ever restored over something", whereKept(c), err)
	}
	return nil
}

// instead puts a finished SQLite file in the place of an empty one, or of none.
func instead(c Config, made string) error {
	if found, err := filepath.Glob(made + "-*"); err != nil || len(found) > 0 {
		return fmt.Errorf("SQLite has left something beside %s", made)
	}
	if err := remove(c); err != nil {
		return err
	}
	if err := os.Rename(made, file(c)); err != nil {
		return err
	}
	return vault.SyncFolder(filepath.Dir(file(c)))
}

// whereKept says in a word where a database is, without its password.
func whereKept(c Config) string { return strings.TrimPrefix(kept(c), "SQLite, ") }
