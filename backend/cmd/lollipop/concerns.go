package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// concernsCommand looks after the keys under which concerns are sealed.
type concernsCommand struct {
	Keys    listSeals   `cmd:"" default:"1" help:"Say which keys seal what is told to the school, and whether there is a recovery card."`
	Rotate  rotateSeals `cmd:"" help:"Renew the keys while no server runs: everything is wrapped anew, and the old keys are kept."`
	Card    makeCard    `cmd:"" help:"Make a recovery card and print its two parts, once. An earlier card stops working."`
	Recover recoverKeys `cmd:"" help:"Bring the keys back from the database, with the two parts of the card."`
	NewKeys newSealKeys `cmd:"" help:"Print new keys, for LOLLIPOP_CONCERN_KEYS where the keys stand in the environment." name:"new-keys"`
}

type listSeals struct{}

// Run prints the keys' fingerprints, which tell nothing of them: so that several machines can be compared.
func (listSeals) Run(g *globals) error {
	keys, err := readSeals(g.config)
	if err != nil && !errors.Is(err, errNoSeals) {
		return err
	}
	s, failed := opened(g.ctx, g.config)
	if failed != nil {
		return fmt.Errorf("the database: %w", failed)
	}
	defer s.Close()
	said, failed := s.Seals(g.ctx)
	switch {
	case failed != nil:
		return failed
	case err != nil && said.Key != "":
		return lostSeals(g.config, said)
	case err != nil:
		return fmt.Errorf("%w: the next start makes them", err)
	}
	for i, print := range keys.Fingerprints() {
		use := "older: what was sealed before its renewal is opened with it"
		if i == 0 {
			use = "seals what is told to the school"
		}
		if print == said.Key && !said.Since.IsZero() {
			use += ", since " + said.Since.Format(time.RFC3339)
		}
		fmt.Fprintf(g.out, "%s  %s\n", print, use)
	}
	fmt.Fprintln(g.out, cardOf(said))
	if _, err := under(keys, said); err != nil {
		return err
	}
	if said.Renewing {
		return errRenewing
	}
	return nil
}

// cardOf says whether there is a card, and which.
func cardOf(said store.Seals) string {
	if said.Card == "" {
		return "No recovery card was ever printed: lollipop concerns card."
	}
	return fmt.Sprintf("Recovery card of %s: both parts begin with %s.", said.Printed.Format(time.RFC3339),
		vault.CardPair(said.Card))
}

type newSealKeys struct{}

// Run prints keys that nobody has yet.
func (newSealKeys) Run(g *globals) error {
	keys, err := vault.NewSeals()
	if err != nil {
		return err
	}
	return printed(g, keys)
}

// printed writes the keys out as a setting takes them.
func printed(g *globals, keys *vault.Seals) error {
	text, err := keys.Text()
	if err == nil {
		_, err = g.out.Write(text)
	}
	return err
}

type rotateSeals struct {
	Print bool `help:"Print renewed keys and change nothing: for LOLLIPOP_CONCERN_KEYS on every machine, before --given."`
	Given bool `help:"Go over to the keys as they stand in LOLLIPOP_CONCERN_KEYS, and make none."`
}

// resealing hears of each step that is done. Tests end the program there.
var resealing = func(string) {}

// errRenewing says that a renewal is to be ended.
var errRenewing = errors.New("the keys of concerns were renewed, and not everything is wrapped under the new ones yet: " +
	"lollipop concerns rotate ends that")

// Run renews the keys. It may be run again, whatever it was interrupted in: it ends what was begun, and renews nothing
// twice. The new keys are on the disk before anything is wrapped under them, and the copy that the card opens is in the
// database before that.
func (r rotateSeals) Run(g *globals) error {
	if r.Print {
		return r.print(g)
	}
	return byItself(g, func(s *store.Store) error { return r.rotate(g, s) })
}

// byItself opens the database for fn while nobody else has it open.
func byItself(g *globals, fn func(*store.Store) error) error {
	if err := there(g.config); err != nil {
		return fmt.Errorf("%s: %w", file(g.config), err)
	}
	return alone(g.config, func() error {
		release, err := claim(g.config)
		if err != nil {
			return err
		}
		defer release()
		chain, err := readChainKey(g.config)
		if err != nil {
			return err
		}
		s, err := openedAlone(g, chain)
		if err != nil {
			return err
		}
		defer s.Close()
		return fn(s)
	})
}

// print is for those whose keys stand in the environment, where nothing here can write them.
func (rotateSeals) print(g *globals) error {
	keys, err := readSeals(g.config)
	if err == nil {
		keys, err = keys.Renewed()
	}
	if err != nil {
		return err
	}
	return printed(g, keys)
}

func (r rotateSeals) rotate(g *globals, s *store.Store) error {
	c := g.config
	said, err := s.Seals(g.ctx)
	if err != nil {
		return err
	}
	keys, _, err := seals(c, said)
	if err != nil {
		return err
	}
	now, err := under(keys, said)
	if err == nil {
		_, err = lockedTo(said, keys) // before anything is renewed
	}
	if err != nil {
		return err
	}
	if !r.Given && !now.Renewing {
		if c.ConcernKeys != "" {
			return errors.New("the keys of concerns stand in LOLLIPOP_CONCERN_KEYS: put there what lollipop concerns rotate " +
				"--print prints, on every machine, and run lollipop concerns rotate --given")
		}
		if keys, err = keys.Renewed(); err == nil {
			err = writeSeals(c, keys, false)
		}
		if err != nil {
			return err
		}
		resealing("file")
		if now, err = under(keys, now); err != nil {
			return err
		}
	}
	if !now.Renewing {
		fmt.Fprintln(g.out, "These keys are in use already, and everything is wrapped under the newest.")
		return nil
	}
	if now.Key != said.Key {
		if err := s.SetSeals(g.ctx, said, now); err != nil {
			return err
		}
	}
	resealing("begun")
	n, err := wrappedAnew(g.ctx, s, keys)
	if err != nil {
		return err
	}
	resealing("wrapped")
	done := now
	done.Renewing, done.Since = false, clock.System{}.Now().UTC()
	if err := errors.Join(s.SetSeals(g.ctx, now, done), swept(c, ".concern-")); err != nil {
		return err
	}
	resealing("done")
	fmt.Fprintf(g.out, "The newest of %d keys seals what is told to the school; wrapped anew: %d. Keep the keys now (lollipop\n"+
		"backup keys FILE) and start the server. The old ones stay: older backups are opened with them.\n%s\n", keys.Len(), n,
		cardOf(done))
	return nil
}

// sealedIn are the ways in which the database holds something under the keys: each opens what it is given, and seals it
// anew under the newest keys where it is under older ones.
type sealedIn struct{ keys *vault.Seals }

// concern is for a concern's data key, and without a concern for the key of what waits on a school's devices.
func (in sealedIn) concern(school, concern string, wrapped []byte) ([]byte, bool, error) {
	if concern == "" {
		return in.keys.Rekeep(wrapped, "draft", school)
	}
	return in.keys.Rewrap(school, concern, wrapped)
}

// factor is for what somebody proves themselves by.
func (in sealedIn) factor(school, staff, factor string, kept []byte) ([]byte, bool, error) {
	return in.keys.Rekeep(kept, access.FactorBound(school, staff, factor)...)
}

// wrappedAnew wraps everything under the newest keys that is under older ones, and says how much that was.
func wrappedAnew(ctx context.Context, s *store.Store, keys *vault.Seals) (int, error) {
	in := sealedIn{keys}
	n, err := s.Rewrap(ctx, in.concern)
	if err != nil {
		return n, err
	}
	more, err := s.Reseal(ctx, in.factor)
	return n + more, err
}

// opening reports how much is wrapped that these keys open, and changes nothing; the first that they do not is an error.
func opening(ctx context.Context, s *store.Store, keys *vault.Seals) (n int, err error) {
	in := sealedIn{keys}
	_, err = s.Rewrap(ctx, func(school, concern string, wrapped []byte) ([]byte, bool, error) {
		n++
		_, _, err := in.concern(school, concern, wrapped)
		return nil, false, err
	})
	if err == nil {
		_, err = s.Reseal(ctx, func(school, staff, factor string, kept []byte) ([]byte, bool, error) {
			n++
			_, _, err := in.factor(school, staff, factor, kept)
			return nil, false, err
		})
	}
	return n, err
}
