package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/vault"
)

type restoreCommand struct {
	File     string   `arg:"" help:"What lollipop backup made."`
	Identity []string `required:"" help:"A file with a secret key that opens it; may be given again." placeholder:"KEYFILE" sep:"none"`
	Keys     string   `help:"What lollipop backup keys made: for a machine that has no chain.key yet." placeholder:"FILE"`
	Verify   bool     `help:"The drill: restore into a database that is thrown away, and look at everything."`
}

// Run restores into an empty database, or into none at all.
func (r restoreCommand) Run(g *globals) error {
	var with vault.With
	for _, path := range r.Identity {
		text, err := os.ReadFile(path)
		if err != nil {
			return fmt.Errorf("--identity: %w", err)
		}
		some, err := vault.ReadWith(string(text))
		if err != nil {
			return fmt.Errorf("--identity %s: %w", path, err)
		}
		with = append(with, some...)
	}
	kept, key, err := r.key(g.config, with)
	if err != nil && !(r.Verify && errors.Is(err, errNoKey)) {
		return err
	}
	if r.Verify {
		return r.drill(g, with, kept, key)
	}
	return alone(g.config, func() error {
		release, err := claim(g.config)
		if err != nil {
			return err
		}
		defer release()
		return r.restore(g, with, kept, key)
	})
}

// key are the chain's: those that are here, else those of --keys. The two may not differ; those here may have been
// renewed since.
func (r restoreCommand) key(c Config, with vault.With) (kept *keptKeys, key audit.Keys, err error) {
	if r.Keys != "" {
		if kept, err = openKeys(r.Keys, with); err != nil {
			return nil, nil, fmt.Errorf("--keys: %w", err)
		}
		from, _ := parseChainKeys(kept.Chain) // openKeys has looked at it
		key = from.Keys
	}
	here, err := readChainKeys(c)
	switch {
	case errors.Is(err, errNoKey) && kept != nil:
		return kept, key, nil
	case errors.Is(err, errNoKey):
		return nil, nil, fmt.Errorf("%w; or give what lollipop backup keys made, with --keys", err)
	case err != nil:
		return nil, nil, err
	case kept != nil && !here.extends(key):
		return nil, nil, errors.New("the chain's key that is here is another than the one in --keys: put the wrong one away")
	}
	return kept, here.Keys, nil
}

// drill restores into a folder that is removed.
func (r restoreCommand) drill(g *globals, with vault.With, kept *keptKeys, key audit.Keys) error {
	within := g.config.Data // which is as well guarded as the database
	if _, err := os.Stat(within); err != nil {
		within = os.TempDir()
	}
	folder, done, err := aside(within)
	if err != nil {
		return err
	}
	defer done()
	begun := time.Now()
	back, err := r.rehearse(g, folder, with, key)
	if err != nil {
		return err
	}
	concerns, ill, err := back.concerns(g, kept)
	if err := errors.Join(err, back.store.Close()); err != nil {
		return err
	}
	back.say(g.out, "ok    "+r.File+" can be restored")
	switch {
	case ill:
		fmt.Fprintf(g.out, "FIX   %s\n", concerns)
	case concerns != "":
		fmt.Fprintf(g.out, "ok    %s\n", concerns)
	}
	fmt.Fprintf(g.out, "It took %.1f seconds. Nothing was changed.\n", time.Since(begun).Seconds())
	if key == nil {
		fmt.Fprintln(g.out, "FIX   the record was not looked at, without the chain's key: give it with --keys")
	}
	if ill || key == nil {
		return errSaid
	}
	return nil
}

// restore puts the rehearsed database in its place, or its content into PostgreSQL.
func (r restoreCommand) restore(g *globals, with vault.With, kept *keptKeys, key audit.Keys) error {
	if err := vacant(g.ctx, g.config); err != nil {
		return err
	}
	folder, err := beside(g.config)
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	back, err := r.rehearse(g, folder, with, key)
	if err != nil {
		return fmt.Errorf("nothing was restored: %w", err)
	}
	concerns, ill, err := back.concerns(g, kept)
	if err == nil {
		err = kept.settle(g.config)
	}
	if err != nil {
		return errors.Join(err, back.store.Close())
	}
	if g.config.postgres() {
		err = errors.Join(into(g, back.store, g.config, key), back.store.Close())
	} else {
		err = errors.Join(back.store.Close(), instead(g.config, back.path))
	}
	if err != nil {
		return nothing("restored", err)
	}
	back.say(g.out, "Restored into "+whereKept(g.config))
	if ill {
		fmt.Fprintf(g.out, "FIX   %s\n", concerns)
	}
	fmt.Fprintln(g.out, "What was done since then is not in it, so whatever was ended since works again: telephones that\n"+
		"were signed out or barred, links and letters that were used. Look at the last days' court orders and\n"+
		"leavers first. Start the server now: lollipop serve.")
	return nil
}
