package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/store"
)

type moveCommand struct {
	To        string `help:"postgres://… as the role that owns nothing, or sqlite:PATH." placeholder:"DATABASE" xor:"to"`
	ToFile    string `help:"A file that says so: others on this machine can read a command's words." placeholder:"FILE" xor:"to"`
	Owner     string `help:"PostgreSQL's role that owns the tables: postgres://…" placeholder:"DATABASE" xor:"owner"`
	OwnerFile string `help:"A file that says so." placeholder:"FILE" xor:"owner"`
}

// Run copies everything into another database, an empty one, and leaves this one as it is. No server may be running:
// what it did meanwhile would be lost.
func (m moveCommand) Run(g *globals) error {
	target, err := m.target(g.config)
	if err != nil {
		return err
	}
	key, err := readChainKey(g.config)
	if err != nil {
		return err
	}
	return alone(g.config, func() error {
		for _, c := range []Config{g.config, target} {
			release, err := claim(c)
			if err != nil {
				return err
			}
			defer release()
		}
		return m.move(g, target, key)
	})
}

// target is the same product with its database elsewhere.
func (m moveCommand) target(c Config) (Config, error) {
	for _, from := range []struct {
		path string
		into *string
	}{{m.ToFile, &m.To}, {m.OwnerFile, &m.Owner}} {
		if from.path == "" {
			continue
		}
		text, err := os.ReadFile(from.path)
		if err != nil {
			return c, err
		}
		*from.into = strings.TrimSpace(string(text))
	}
	if m.To == "" {
		return c, errors.New("say where to, with --to or --to-file")
	}
	was := dsn(c)
	c.Database, c.DatabaseOwner = m.To, m.Owner
	if wrong := c.Validate(); len(wrong) > 0 {
		return c, fmt.Errorf("where to: %w", errors.Join(wrong...))
	}
	if dsn(c) == was {
		return c, errors.New("it is there already")
	}
	return c, nil
}

func (m moveCommand) move(g *globals, target Config, key audit.Keys) error {
	if err := there(g.config); err != nil {
		return fmt.Errorf("%s: %w", file(g.config), err)
	}
	source, err := store.Open(g.ctx, store.Config{DSN: signed(dsn(g.config)), ChainKey: key,
		Log: newLog(g.config, slog.LevelWarn)})
	if err != nil {
		return err
	}
	defer source.Close()
	if err := source.Ping(g.ctx); err != nil {
		return fmt.Errorf("lollipop migrate first: %w", err)
	}
	if err := unused(g, source, g.config); err != nil {
		return err
	}
	if _, err := holds(g.ctx, source, audit.NewService(source.Audit(), key, clock.System{})); err != nil {
		return fmt.Errorf("nothing was moved (lollipop audit verify says more): %w", err)
	}
	if err := vacant(g.ctx, target); err != nil {
		return err
	}
	if err := m.bring(g, source, target, key); err != nil {
		return nothing("moved", err)
	}
	now, err := source.Tally(g.ctx)
	if err != nil {
		return fmt.Errorf("everything is in %s, but it could not be counted here again: %w", whereKept(target), err)
	}
	fmt.Fprintf(g.out, "Moved to %s: schools: %d, rows: %d. Every table of every school is the same in both, and the\n"+
		"record holds. Set LOLLIPOP_DATABASE to it now, wherever a server or a command of Lollipop's runs", whereKept(target),
		len(now.Head.Schools), now.Rows())
	if target.postgres() {
		fmt.Fprint(g.out, ", and LOLLIPOP_DATABASE_OWNER for lollipop migrate")
	}
	fmt.Fprintf(g.out, ".\nchain.key, concern.keys and push.keys stay as they are. %s is left as it was: put it away, so that nobody\n"+
		"serves it again.\n", whereKept(g.config))
	return nil
}

// bring makes the target, whole or not at all.
func (m moveCommand) bring(g *globals, source *store.Store, target Config, key audit.Keys) error {
	if target.postgres() {
		return into(g, source, target, key)
	}
	folder, err := beside(target)
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	made := target
	made.Database = "sqlite:" + folder + "/lollipop.db"
	if err := private(made); err != nil {
		return err
	}
	if err := into(g, source, made, key); err != nil {
		return err
	}
	return instead(target, file(made))
}

// into copies a database at this program's schema into an empty one. It is kept once both hold the same, and the source
// has not changed meanwhile.
func into(g *globals, source *store.Store, target Config, key audit.Keys) error {
	s, err := store.Open(g.ctx, store.Config{DSN: signed(dsn(target)), OwnerDSN: target.DatabaseOwner, ChainKey: key,
		Log: newLog(target, slog.LevelWarn)})
	if err != nil {
		return err
	}
	defer s.Close()
	if err := unused(g, s, target); err != nil {
		return err
	}
	if s.Ping(g.ctx) != nil {
		if err := s.Migrate(g.ctx); err != nil && target.postgres() && target.DatabaseOwner == "" {
			return fmt.Errorf("its tables are not there yet, and are the owner's to make (LOLLIPOP_DATABASE_OWNER, or --owner "+
				"of move): %w", err)
		} else if err != nil {
			return err
		}
	}
	r, w := io.Pipe()
	dumped := make(chan error, 1)
	go func() {
		_, err := source.Dump(g.ctx, w, clock.System{}.Now(), build())
		w.CloseWithError(err) // nil is the end
		dumped <- err
	}()
	_, err = s.Load(g.ctx, r, func(loaded store.Dumped) error {
		now, err := source.Tally(g.ctx)
		if err == nil {
			err = loaded.Same(now)
		}
		if err != nil {
			return fmt.Errorf("the database changed while it was copied; is a server running on it? (%w)", err)
		}
		return nil
	})
	r.CloseWithError(err) // lets go of Dump, where it has not ended
	if failed := <-dumped; err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	err = s.Sound(g.ctx)
	if err == nil {
		_, err = holds(g.ctx, s, audit.NewService(s.Audit(), key, clock.System{}))
	}
	if err != nil && target.postgres() {
		err = &unseen{target, err}
	}
	return err
}

// unseen says that everything is in PostgreSQL, and that it could not be looked at again.
type unseen struct {
	in  Config
	err error
}

func (u *unseen) Error() string {
	return fmt.Sprintf("everything is in %s, but it could not be looked at again; before anything uses it, lollipop "+
		"audit verify has to go well there: %v", whereKept(u.in), u.err)
}

func (u *unseen) Unwrap() error { return u.err }

// nothing says that nothing was moved, or restored; unless it was.
func nothing(was string, err error) error {
	var there *unseen
	if errors.As(err, &there) {
		return err
	}
	return fmt.Errorf("nothing was %s: %w", was, err)
}

// signed is PostgreSQL's address under a name by which our own connections are told from others.
func signed(dsn string) string {
	at, err := url.Parse(dsn)
	if err != nil || !strings.HasPrefix(at.Scheme, "postgres") {
		return dsn
	}
	query := at.Query()
	query.Set("application_name", fmt.Sprint("lollipop move ", os.Getpid()))
	at.RawQuery = query.Encode()
	return at.String()
}

// lingers is how long PostgreSQL may show a connection whose program has ended.
var lingers = 5 * time.Second

// unused refuses a PostgreSQL database that somebody else has open.
func unused(g *globals, s *store.Store, c Config) error {
	late := time.NewTimer(lingers)
	defer late.Stop()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		n, err := s.Others(g.ctx)
		if err != nil || n == 0 {
			return err
		}
		select {
		case <-again.C:
		case <-g.ctx.Done():
			return g.ctx.Err()
		case <-late.C:
			return fmt.Errorf("%s: others are connected to it under the same role: %d. Stop every server of it first",
				whereKept(c), n)
		}
	}
}
