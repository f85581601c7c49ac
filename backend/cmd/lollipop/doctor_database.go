package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/store"
)

// database looks at the database and at what has to agree with it: the clock and the record's key. It says how many
// schools there are.
func (d doctorCommand) database(g *globals) (all []finding, schools int) {
	ctx, c := g.ctx, g.config
	f := finding{what: "database", is: kept(c)}
	s, err := opened(ctx, c)
	if err != nil {
		f.todo = err.Error()
		return []finding{f, clockSane(time.Time{}, time.Time{})}, 0
	}
	defer s.Close()
	if err := s.Ping(ctx); err != nil {
		f.todo = said(err)
		if !errors.Is(err, store.ErrAhead) && !errors.Is(err, store.ErrBehind) {
			f.todo = "it does not answer as it should; where it is new, lollipop migrate makes its tables (" + said(err) + ")"
		}
		return []finding{f, clockSane(time.Time{}, time.Time{})}, 0
	}
	health, err := s.Examine(ctx, d.Deep)
	if err != nil {
		f.todo = "it cannot be asked how it is (" + said(err) + ")"
		return []finding{f, clockSane(time.Time{}, time.Time{})}, 0
	}
	ids, err := s.Schools().IDs(ctx)
	f.is += " (" + health.Engine + fmt.Sprintf(", schema %d)", store.Newest)
	switch {
	case err != nil:
		f.todo = err.Error()
	case house.Ours(ids):
		f.is += ", the demo's"
	default:
		f.is += fmt.Sprintf(", schools: %d", len(ids))
	}
	if d.Deep && len(health.Wrong) == 0 {
		f.is += ", read as a whole"
	}
	f.todo = strings.Join(append(health.Wrong, strings.TrimSpace(f.todo)), "; ")
	f.todo = strings.Trim(f.todo, "; ")
	all = append(all, f)
	if health.Folder != "" {
		if disk := diskSpace("its disk", health.Folder); disk.is != "cannot be asked" {
			all = append(all, disk)
		}
	}
	last := time.Time{}
	for _, at := range ids {
		head, err := s.Audit().Head(ctx, at, audit.Daily)
		if err == nil && head.At.After(last) && !house.Ours(ids) { // the demo has a clock of its own
			last = head.At
		}
	}
	all = append(all, clockSane(last, health.Now), d.keyAgrees(g, s.Store, ids))
	return append(all, d.sealsAgree(g, s.Store, len(ids))...), len(ids)
}

// keyAgrees holds the record's keys against the first record of each school, which was made under one of them; where the
// key was renewed, against the last one too, and looked at deeply, against all of them.
func (d doctorCommand) keyAgrees(g *globals, s *store.Store, schools []id.School) finding {
	f := finding{what: "record", is: "agrees with the key"}
	keys, err := readChainKeys(g.config)
	if err != nil {
		f.is, f.todo = "cannot be held against its key", "see chain key"
		return f
	}
	if len(schools) == 0 {
		f.is = "empty"
	}
	sealed, err := s.Sealed(g.ctx)
	if err == nil {
		if !sealed.Since.IsZero() {
			f.is += ", renewed " + sealed.Since.Format(time.RFC3339)
		}
		err = sealed.By(keys.Newest())
	}
	if err != nil {
		f.is, f.todo = "cannot go on", said(err)
		return f
	}
	service := audit.NewService(s.Audit(), keys.Keys, clock.System{})
	for _, at := range schools {
		if d.Deep {
			report, err := service.Verify(g.ctx, at)
			if err != nil || report.Broken != nil {
				f.is, f.todo = "is broken", "lollipop audit verify says where"
			}
			continue
		}
		records, err := s.Audit().Records(g.ctx, at, audit.Daily, 0, 1)
		if err != nil {
			f.is, f.todo = "cannot be read", said(err)
			return f
		}
		for _, r := range records {
			if audit.NewVerifier(keys.Keys, at, audit.Daily).Next(r) != nil {
				f.is = "was not made under this key"
				f.todo = "restore the key that belongs to this database; never make a new one (lollipop audit verify says more)"
			}
		}
		if len(keys.Keys) == 1 {
			continue
		}
		under, err := service.Under(g.ctx, at)
		if err != nil {
			f.is, f.todo = "cannot be read", said(err)
			return f
		}
		for _, key := range under {
			if key != 0 {
				f.is, f.todo = "does not end under the newest key", "lollipop audit verify says what that means"
			}
		}
	}
	return f
}

// clockSane holds the machine's clock against the record, in which nothing happened later than now, and the database's.
func clockSane(last, database time.Time) finding {
	now := clock.System{}.Now()
	f := finding{what: "clock", is: now.Format(time.RFC3339)}
	switch {
	case now.Year() < 2026:
		f.todo = "it is wrong: set the machine's time, and keep it by NTP"
	case last.After(now.Add(time.Minute)):
		f.todo = "it is behind the record, whose last entry is of " + last.Format(time.RFC3339) +
			": set the machine's time, and keep it by NTP"
	case !database.IsZero() && database.Sub(now).Abs() > mostSkew:
		f.todo = "the database's says " + database.UTC().Format(time.RFC3339) + ": keep both by NTP"
	}
	return f
}
