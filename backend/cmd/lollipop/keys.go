package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"lollipop/backend/audit"
	"lollipop/backend/store"
)

// chainKeyFile is the file in the data folder that holds the keys of the record's chain. It stands outside the database
// on purpose: who has the database alone can forge nothing.
const chainKeyFile = "chain.key"

// errNoKey says that there is no key, which is right for a new database and a loss for any other.
var errNoKey = errors.New("the chain's key is not there")

// readChainKey is for whoever writes: it refuses keys whose renewal is not finished.
func readChainKey(c Config) (audit.Keys, error) {
	keys, err := readChainKeys(c)
	if err == nil && keys.begun {
		return nil, store.ErrKeyBegun
	}
	return keys.Keys, err
}

// readChainKeys are the keys of the record's chain: LOLLIPOP_CHAIN_KEY, else the file in the data folder. It never makes
// one: a new key for an old record would make every record look forged.
func readChainKeys(c Config) (chainKeys, error) {
	var none chainKeys
	if c.ChainKey != "" {
		return parseChainKeys(c.ChainKey) // Validate has looked at it
	}
	path := filepath.Join(c.Data, chainKeyFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return none, fmt.Errorf("%w: %s (restore it from a backup; for a new database, lollipop migrate makes it)",
			errNoKey, path)
	}
	if errors.Is(err, fs.ErrPermission) {
		return none, fmt.Errorf("the chain's key: %w (run this as the user who runs lollipop)", err)
	}
	if err != nil {
		return none, fmt.Errorf("the chain's key: %w", err)
	}
	keys, err := parseChainKeys(string(raw))
	if err != nil {
		return none, fmt.Errorf("the chain's key: %s: %w; restore it from a backup", path, err)
	}
	return keys, nil
}

// alone makes the data folder and runs fn while no other process does so on it: of two that start at once, the second
// finds what the first has made.
func alone(c Config, fn func() error) error {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made (make it for the user who runs lollipop, or name another with "+
			"LOLLIPOP_DATA): %w", err)
	}
	folder, err := os.Open(c.Data)
	if err != nil {
		return fmt.Errorf("the data folder: %w", err)
	}
	defer folder.Close() // which lets go of the lock
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("the data folder: %w", err)
	}
	return fn()
}

// prepare migrates the database and returns the chain's keys, the one made now where neither key nor school exist; keys
// of concerns are made where none were ever in use. It runs alone.
func prepare(ctx context.Context, c Config) (keys chainKeys, err error) {
	keys, err = readChainKeys(c)
	lost := errors.Is(err, errNoKey)
	if err != nil && !lost {
		return keys, err
	}
	if err := private(c); err != nil {
		return keys, err
	}
	// Without the key: nothing is written under it, only the schema is.
	s, err := store.Open(ctx, store.Config{DSN: dsn(c), OwnerDSN: c.DatabaseOwner, Log: newLog(c, slog.LevelWarn)})
	if err != nil {
		return keys, err
	}
	defer s.Close()
	if err := s.Migrate(ctx); err != nil {
		return keys, err
	}
	if err := firstSeals(ctx, c, s); err != nil || !lost {
		return keys, err
	}
	ids, err := s.Schools().IDs(ctx)
	if err != nil {
		return keys, err
	}
	if len(ids) > 0 {
		return readChainKeys(c) // which says that it is lost
	}
	if err := writeChainKeys(c, chainKeys{Keys: audit.Keys{newChainKey()}}, true); err != nil {
		return keys, err
	}
	return readChainKeys(c)
}

// private makes SQLite's file, where there is none, for the user who runs lollipop alone: the folder that it lies in
// may be open to others. SQLite gives the files beside it the same permissions.
func private(c Config) error {
	if c.postgres() {
		return nil
	}
	made, err := os.OpenFile(file(c), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	return made.Close()
}

// newChainKey is a key that nobody has yet.
func newChainKey() []byte {
	key := make([]byte, audit.LeastKey)
	rand.Read(key) // never fails
	return key
}
