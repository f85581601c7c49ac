package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/store"
	"lollipop/backend/vault"
)

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
