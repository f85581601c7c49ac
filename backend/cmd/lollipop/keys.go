package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"lollipop/backend/store"
)

// chainKeyFile is the file in the data folder that holds the key of the record's chain. It stands outside the database
// on purpose: who has the database alone can forge nothing.
const chainKeyFile = "chain.key"

// errNoKey says that there is no key, which is right for a new database and a loss for any other.
var errNoKey = errors.New("the chain's key is not there")

// readChainKey is the key of the record's chain: LOLLIPOP_CHAIN_KEY, else the file in the data folder. It never makes
// one: a new key for an old record would make every record look forged.
func readChainKey(c Config) ([]byte, error) {
	if c.ChainKey != "" {
		return hex.DecodeString(c.ChainKey) // Validate has looked at it
	}
	path := filepath.Join(c.Data, chainKeyFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s (restore it from a backup; for a new database, lollipop migrate makes it)",
			errNoKey, path)
	}
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the chain's key: %w (run this as the user who runs lollipop)", err)
	}
	if err != nil {
		return nil, fmt.Errorf("the chain's key: %w", err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(key) < 32 {
		return nil, fmt.Errorf("the chain's key: %s is not 64 hexadecimal characters; restore it from a backup", path)
	}
	return key, nil
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

// prepare migrates the database and returns the chain's key, made now where neither key nor school exist. It runs
// alone.
func prepare(ctx context.Context, c Config) ([]byte, error) {
	key, err := readChainKey(c)
	lost := errors.Is(err, errNoKey)
	if err != nil && !lost {
		return nil, err
	}
	if err := private(c); err != nil {
		return nil, err
	}
	with := key
	if lost {
		with = make([]byte, 32) // nothing is written under it: only the schema is
	}
	s, err := store.Open(ctx, store.Config{DSN: dsn(c), OwnerDSN: c.DatabaseOwner, ChainKey: with,
		Log: newLog(c, slog.LevelWarn)})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if err := s.Migrate(ctx); err != nil {
		return nil, err
	}
	if !lost {
		return key, nil
	}
	ids, err := s.Schools().IDs(ctx)
	if err != nil {
		return nil, err
	}
	if len(ids) > 0 {
		return readChainKey(c) // which says that it is lost
	}
	return makeKey(c)
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

func makeKey(c Config) ([]byte, error) {
	key := make([]byte, 32)
	rand.Read(key)
	path := filepath.Join(c.Data, chainKeyFile)
	// Linked into place, whole: a crash leaves no half of a key.
	file, err := os.CreateTemp(c.Data, ".chain-")
	if err != nil {
		return nil, fmt.Errorf("the chain's key: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(hex.EncodeToString(key) + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return nil, fmt.Errorf("the chain's key: %w", err)
	}
	if err := os.Link(file.Name(), path); err != nil {
		return nil, fmt.Errorf("the chain's key: %w", err)
	}
	return readChainKey(c)
}
