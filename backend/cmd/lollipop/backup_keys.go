package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"lollipop/backend/push"
	"lollipop/backend/vault"
)

type backupKeys struct {
	File string `arg:"" help:"The file to make; it must not be there. Keep it elsewhere than the backups."`
	readers
}

// keptKeys are the keys that stand outside the database: without the chain's, a restored database cannot be served, and
// without the concerns' nobody reads what was told to the school.
type keptKeys struct {
	Lollipop string `json:"lollipop"` // always "keys"
	Format   int    `json:"format"`
	Chain    string `json:"chain"` // as chain.key has it, all of them
	Push     string `json:"push,omitempty"`
	Concerns string `json:"concerns,omitempty"` // as concern.keys has it
}

// Run keeps the keys. They change hardly ever, and with them and a backup a record can be forged: so they are a file of
// their own, made once, and again after each rotation: lollipop keys, push or concerns rotate.
func (b backupKeys) Run(g *globals) error {
	to, err := b.keys()
	if err != nil {
		return err
	}
	chain, err := readChainKeys(g.config)
	if err != nil {
		return err
	}
	kept := keptKeys{Lollipop: "keys", Format: 1, Chain: strings.TrimSpace(chain.text())}
	pushes, err := readPushKeys(g.config)
	switch {
	case err == nil:
		kept.Push = string(pushes.Write())
	case !errors.Is(err, errNoPushKeys): // which the next start makes
		return err
	}
	if err := kept.concerns(g.config); err != nil {
		return err
	}
	err = vault.Keep(b.File, func(w io.Writer) error {
		locked, err := vault.Lock(w, to)
		if err != nil {
			return err
		}
		return errors.Join(json.NewEncoder(locked).Encode(kept), locked.Close())
	})
	if err != nil {
		return fmt.Errorf("the keys are not kept: %w", err)
	}
	fmt.Fprintf(g.out, "Kept in %s, for keys: %d. Keep it elsewhere than the backups: with both, and the key that opens\n"+
		"them, a record can be written anew that verifies, and what was told to the school can be read.\n", b.File, len(to))
	return nil
}

// concerns puts in those of concerns, where they were made already.
func (s *keptKeys) concerns(c Config) error {
	keys, err := readSeals(c)
	if errors.Is(err, errNoSeals) { // which the next start makes, or refuses to
		return nil
	}
	if err != nil {
		return err
	}
	text, err := keys.Text()
	s.Concerns = strings.TrimSpace(string(text))
	return err
}

// seals are those of concerns, nil where they were not made when this was kept.
func (s *keptKeys) seals() (*vault.Seals, error) {
	if s == nil || s.Concerns == "" {
		return nil, nil
	}
	return vault.ReadSeals([]byte(s.Concerns))
}

// openKeys reads what backup keys has kept.
func openKeys(path string, with vault.With) (*keptKeys, error) {
	var kept keptKeys
	err := unlocked(path, with, func(r io.Reader) error {
		text, err := io.ReadAll(io.LimitReader(r, 1<<20))
		if err == nil && (json.Unmarshal(text, &kept) != nil || kept.Lollipop != "keys") {
			err = errors.New("it holds no keys: it is not a file that lollipop backup keys made")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	_, broken := kept.seals()
	if _, err := parseChainKeys(kept.Chain); kept.Format != 1 || err != nil || broken != nil {
		return nil, fmt.Errorf("%s: its keys are not of a kind that this program knows", path)
	}
	return &kept, nil
}

// unlocked reads a locked file.
func unlocked(path string, with vault.With, read func(io.Reader) error) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	r, err := vault.Unlock(from, with)
	if err == nil {
		defer r.Close()
		err = read(r)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// settle puts the keys into the data folder, where there are none; others are left alone.
func (s *keptKeys) settle(c Config) error {
	if s == nil {
		return nil
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	if _, err := readChainKeys(c); errors.Is(err, errNoKey) {
		chain, err := parseChainKeys(s.Chain)
		if err == nil {
			err = writeChainKeys(c, chain, true)
		}
		if err != nil {
			return err
		}
	}
	if keys, err := s.seals(); err != nil {
		return err
	} else if _, none := readSeals(c); keys != nil && errors.Is(none, errNoSeals) {
		if err := writeSeals(c, keys, true); err != nil {
			return err
		}
	}
	if _, err := readPushKeys(c); !errors.Is(err, errNoPushKeys) || s.Push == "" {
		return nil
	}
	keys, err := push.ReadKeys([]byte(s.Push))
	if err != nil {
		return fmt.Errorf("the push keys: %w", err)
	}
	return writePushKeys(c, keys, true)
}
