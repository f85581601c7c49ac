package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/store"
)

// keysCommand looks after the keys of the record.
type keysCommand struct {
	List   listChainKeys  `cmd:"" default:"1" help:"Say how many keys the record has, and since when the newest seals it."`
	Rotate rotateChainKey `cmd:"" help:"Renew the record's key while no server runs. What the old key seals after that is named as tampering."`
}

type listChainKeys struct{}

// Run prints the keys' fingerprints, which tell nothing of them: so that several machines can be compared.
func (listChainKeys) Run(g *globals) error {
	keys, err := readChainKeys(g.config)
	if err != nil {
		return err
	}
	s, err := opened(g.ctx, g.config)
	if err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	defer s.Close()
	sealed, err := s.Sealed(g.ctx)
	if err != nil {
		return err
	}
	for i, key := range keys.Keys {
		use := "older: what was written before its renewal is verified with it"
		if i == 0 {
			use = "seals the record" + since(sealed)
		}
		fmt.Fprintf(g.out, "%s  %s\n", audit.Fingerprint(key), use)
	}
	err = sealed.By(keys.Newest())
	if err == nil && keys.begun {
		err = store.ErrKeyBegun
	}
	return err
}

func since(sealed store.Sealed) string {
	if sealed.Since.IsZero() {
		return ""
	}
	return " since " + sealed.Since.Format(time.RFC3339)
}

type rotateChainKey struct {
	Given  bool `help:"Go over to the first key as it stands, and make none: where LOLLIPOP_CHAIN_KEY holds them, and for a database from before the last renewal."`
	Lost   bool `help:"As --given, where the key of the record as it stands is lost for good: it goes on, and can never be verified again."`
	Leaked bool `help:"Somebody may have the old key and the database: also sign out every family, and end every letter that is open."`
}

// rotating hears of each step that is done. Tests end the program there.
var rotating = func(string) {}

// Run renews the key. It may be run again, whatever it was interrupted in: it ends what was begun, and renews nothing
// twice. The new key is on the disk before anything is sealed for it.
func (r rotateChainKey) Run(g *globals) error {
	if err := there(g.config); err != nil {
		return fmt.Errorf("%s: %w", file(g.config), err)
	}
	return alone(g.config, func() error {
		release, err := claim(g.config)
		if err != nil {
			return err
		}
		defer release()
		keys, err := readChainKeys(g.config)
		if err != nil {
			return err
		}
		fresh := !keys.begun && !r.Given && !r.Lost
		if fresh {
			keys = chainKeys{Keys: slices.Insert(slices.Clone(keys.Keys), 0, newChainKey()), begun: true}
		}
		s, err := openedAlone(g, keys.Keys)
		if err != nil {
			return err
		}
		defer s.Close()
		return r.rotate(g, s, keys, fresh)
	})
}

// openedAlone opens the database, which nobody else may have open.
func openedAlone(g *globals, keys audit.Keys) (*store.Store, error) {
	late := time.NewTimer(lingers)
	defer late.Stop()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		s, err := store.Open(g.ctx, store.Config{DSN: signed(dsn(g.config)), ChainKey: keys, Alone: true})
		if err == nil {
			if err = errors.Join(ready(g.ctx, s), unused(g, s, g.config)); err != nil { // and no older program of ours
				s.Close()
				return nil, err
			}
			return s, nil
		}
		if !errors.Is(err, store.ErrOccupied) {
			return nil, err
		}
		select {
		case <-again.C:
		case <-g.ctx.Done():
			return nil, g.ctx.Err()
		case <-late.C:
			return nil, err
		}
	}
}

func (r rotateChainKey) rotate(g *globals, s *store.Store, keys chainKeys, fresh bool) error {
	c := g.config
	ends, err := chainEnds(g.ctx, s, keys.Keys)
	if err != nil {
		return err
	}
	if fresh {
		for _, end := range ends {
			if end.under != 1 { // the one that is the newest until now
				return fmt.Errorf("%s: its %s chain does not end under the newest key here. Look why, with lollipop audit "+
					"verify. Where it is a database from before the last renewal, --given lets it go over to the newest key",
					end.name, end.chain)
			}
		}
		if c.ChainKey != "" {
			return errors.New("the record's keys stand in LOLLIPOP_CHAIN_KEY. Put a line with a new one before the others " +
				"there, on every machine (openssl rand -hex 32 makes one), and run lollipop keys rotate --given")
		}
		if err := writeChainKeys(c, keys, false); err != nil {
			return err
		}
		rotating("file")
	}
	over, err := renew(g.ctx, s, keys.Keys, ends, r.Lost)
	if err != nil {
		return err
	}
	if r.Leaked {
		n, err := signedOut(g.ctx, s)
		if err != nil {
			return err
		}
		rotating("signed out")
		fmt.Fprintf(g.out, "Adults whose telephones are signed out, or whose letters are ended: %d. They need new letters.\n",
			n)
	}
	if keys.begun && c.ChainKey == "" {
		keys.begun = false
		err := errors.Join(writeChainKeys(c, keys, false), swept(c, ".chain-"))
		if err != nil {
			return err
		}
		rotating("done")
	}
	tell(g.out, over, len(keys.Keys))
	if c.ChainKey != "" && keys.begun {
		fmt.Fprintln(g.out, "Take the word begun out of LOLLIPOP_CHAIN_KEY now.")
	}
	return nil
}

// tell says what was renewed, and what is to be done now.
func tell(out io.Writer, over []chainEnd, keys int) {
	for _, end := range over {
		fmt.Fprintf(out, "%s: the %s chain goes on under the new key; head %s\n", end.name, end.chain, end.head.Code())
	}
	fmt.Fprintf(out, "The newest of %d keys seals the record. Keep them now (lollipop backup keys FILE) and start the\n"+
		"server. The old ones stay: what was written before is verified with them (deploy/backup.md).\n", keys)
}
