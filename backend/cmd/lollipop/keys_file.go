package main

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"lollipop/backend/audit"
	"lollipop/backend/vault"
)

// chainKeys are the keys of the record's chain as chain.key has them: one a line, 64 hexadecimal characters or more,
// the newest first. While it is being brought into use the first line says so: "… begun".
type chainKeys struct {
	audit.Keys
	begun bool
}

const begunMark = "begun"

// parseChainKeys reads them. Its errors repeat nothing of what it read.
func parseChainKeys(text string) (k chainKeys, err error) {
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		said, mark, marked := strings.Cut(strings.TrimSpace(line), " ")
		key, err := hex.DecodeString(said)
		switch {
		case err != nil || len(key) < audit.LeastKey || marked && (n > 0 || strings.TrimSpace(mark) != begunMark):
			return chainKeys{}, fmt.Errorf("line %d is not 64 hexadecimal characters or more", n+1)
		case k.has(key):
			return chainKeys{}, fmt.Errorf("line %d is a key that stands there before", n+1)
		}
		k.Keys, k.begun = append(k.Keys, key), k.begun || marked
	}
	return k, nil
}

func (k chainKeys) has(key []byte) bool {
	for _, other := range k.Keys {
		if bytes.Equal(key, other) {
			return true
		}
	}
	return false
}

// text is what parseChainKeys reads.
func (k chainKeys) text() string {
	var out strings.Builder
	for i, key := range k.Keys {
		out.WriteString(hex.EncodeToString(key))
		if i == 0 && k.begun {
			out.WriteString(" " + begunMark)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// extends reports whether those are the same keys, or the older ones of these.
func (k chainKeys) extends(older audit.Keys) bool {
	newer := len(k.Keys) - len(older)
	if newer < 0 {
		return false
	}
	for i, key := range older {
		if !bytes.Equal(k.Keys[newer+i], key) {
			return false
		}
	}
	return true
}

// writeChainKeys lays the file into place. fresh refuses where there is one.
func writeChainKeys(c Config, keys chainKeys, fresh bool) error {
	if err := lay(c, chainKeyFile, ".chain-", []byte(keys.text()), fresh); err != nil {
		return fmt.Errorf("the chain's keys: %w", err)
	}
	return nil
}

// lay puts a file into the data folder, whole, on the disk and for its owner alone: a crash leaves the old one, and may
// leave a file that begins with that. fresh refuses where there is one.
func lay(c Config, name, begins string, text []byte, fresh bool) error {
	made, err := os.CreateTemp(c.Data, begins) // 0600
	if err != nil {
		return err
	}
	defer os.Remove(made.Name()) // after the rename there is nothing to remove
	_, err = made.Write(text)
	place := os.Rename
	if fresh {
		place = os.Link
	}
	if err = errors.Join(err, made.Sync(), made.Close()); err == nil {
		err = place(made.Name(), filepath.Join(c.Data, name))
	}
	if err == nil {
		err = vault.SyncFolder(c.Data)
	}
	return err
}

// swept removes what a crash has left of files that begin with that.
func swept(c Config, begins string) error {
	left, err := filepath.Glob(filepath.Join(c.Data, begins+"*"))
	for _, path := range left {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}
