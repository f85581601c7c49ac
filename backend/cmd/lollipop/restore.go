package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/store"
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

// rehearsed is a backup, restored and looked at in a SQLite database of its own, at this program's schema.
type rehearsed struct {
	store   *store.Store
	path    string
	dumped  store.Dumped
	records int64 // in the chains, which hold
	renewed int   // chains that ended under an older key, and go on under the newest
}

func (b *rehearsed) say(out io.Writer, begin string) {
	head := b.dumped.Head
	fmt.Fprintf(out, "%s: schools: %d, rows: %d, as of %s, from %s at schema %d; records that hold: %d.\n", begin,
		len(head.Schools), b.dumped.Rows(), head.Made.Format(time.RFC3339), head.Engine, head.Schema, b.records)
	if b.renewed > 0 {
		fmt.Fprintf(out, "It is from before the record's key was renewed, so whoever had the old key could have made it. It\n"+
			"goes over to the newest with this; chains: %d.\n", b.renewed)
	}
}

// rehearse restores and looks at everything: counts and sums while it is loaded, the schema, what refers to what, and
// every school's record where there is a key.
func (r restoreCommand) rehearse(g *globals, folder string, with vault.With, key audit.Keys) (_ *rehearsed, err error) {
	c := g.config
	c.Database = "sqlite:" + filepath.Join(folder, "lollipop.db")
	if err := private(c); err != nil {
		return nil, err
	}
	s, err := store.Open(g.ctx, store.Config{DSN: c.Database, ChainKey: key, Log: newLog(c, slog.LevelWarn)})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	back := &rehearsed{store: s, path: file(c)}
	err = unlocked(r.File, with, func(from io.Reader) error {
		if filepath.Dir(folder) == filepath.Clean(c.Data) && r.Verify { // beside a server, perhaps
			from = &roomy{Reader: from, at: folder}
		}
		back.dumped, err = s.Load(g.ctx, from, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := s.Migrate(g.ctx); err != nil {
		return nil, err
	}
	if err := errors.Join(s.Ping(g.ctx), s.Sound(g.ctx)); err != nil {
		return nil, err
	}
	if key != nil {
		back.records, err = holds(g.ctx, s, audit.NewService(s.Audit(), key, clock.System{}).Behind())
	}
	if err == nil && key != nil {
		back.renewed, err = caughtUp(g.ctx, s, key)
	}
	return back, err
}

// caughtUp lets the records of a backup from before the last renewal go over to the newest key, and returns how many did.
func caughtUp(ctx context.Context, s *store.Store, key audit.Keys) (int, error) {
	ends, err := chainEnds(ctx, s, key)
	if err != nil {
		return 0, err
	}
	sealed, err := s.Sealed(ctx)
	if err != nil || sealed.By(key.Newest()) == nil &&
		!slices.ContainsFunc(ends, func(end chainEnd) bool { return end.under != 0 }) {
		return 0, err
	}
	over, err := renew(ctx, s, key, ends, false)
	return len(over), err
}

// holds walks every school's record.
func holds(ctx context.Context, s *store.Store, service *audit.Service) (records int64, err error) {
	ids, err := s.Schools().IDs(ctx)
	if err != nil {
		return 0, err
	}
	for _, at := range ids {
		place, err := s.Schools().School(ctx, at)
		if err != nil {
			return 0, err
		}
		report, err := service.Verify(ctx, at)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", place.Name, err)
		}
		if b := report.Broken; b != nil {
			return 0, fmt.Errorf("%s: the record does not hold (%s chain, record %d: %s): either chain.key is another than the "+
				"one it was written under, or it was broken before", place.Name, b.Chain, b.Position, b.Wrong)
		}
		records += report.Records
	}
	return records, nil
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
