package store

import (
	"context"
	"database/sql"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/id"
)

// Batch is one transaction of the group commit, for whoever counts them.
type Batch struct {
	// Kept, Refused and Failed are changes: refused each for a reason of its own, failed since the database could not.
	Kept, Refused, Failed int
	// Waited is how long the first of them waited for it to begin, Took how long it took.
	Waited, Took time.Duration
}

// measured tells whoever counts what became of a batch.
func (c *committer) measured(batch []*pending, began time.Time) {
	tell := c.store.config.Measured
	if tell == nil {
		return
	}
	b := Batch{Waited: began.Sub(batch[0].since), Took: time.Since(began)}
	for _, p := range batch {
		switch {
		case p.err == nil:
			b.Kept++
		case p.broke:
			b.Failed++
		default:
			b.Refused++
		}
	}
	tell(b)
}

// stopwatch is the machine's time, where somebody measures.
func (c *committer) stopwatch() (now time.Time) {
	if c.store.config.Measured != nil {
		now = time.Now() //lollipop:clock how long the work takes is no time of any school's day
	}
	return now
}

// Figures are how full the database is, and how busy.
type Figures struct {
	// Database and Log are bytes; Log is SQLite's write-ahead log, and 0 on PostgreSQL.
	Database, Log int64
	// Schema is the level of the migrations that it has.
	Schema int64
	// Write and Read are the pools; on PostgreSQL they are one, and Read is nil.
	Write sql.DBStats
	Read  *sql.DBStats
}

// Pools are the figures of the pools alone, for which the database is not asked.
func (s *Store) Pools() (write sql.DBStats, read *sql.DBStats) {
	write = s.engine.write.Stats()
	if s.engine.read != s.engine.write {
		stats := s.engine.read.Stats()
		read = &stats
	}
	return write, read
}

// Figures asks the database.
func (s *Store) Figures(ctx context.Context) (f Figures, err error) {
	f.Write, f.Read = s.Pools()
	err = s.engine.read.QueryRowContext(ctx,
		"SELECT MAX(version_id) FROM goose_db_version WHERE is_applied").Scan(&f.Schema)
	if err == nil {
		f.Database, f.Log, err = s.engine.size(ctx, s.config.DSN)
	}
	return f, s.fault(err)
}

// Behind is how many of a school's events are committed and were not followed yet.
func (x NoticeStore) Behind(ctx context.Context, school id.School) (n int64, err error) {
	err = x.s.read(ctx, school, func(t *tx) error {
		came, err := t.cursor(follower)
		var heads []chainRow
		if err == nil {
			err = t.gorm().Where("chain = ?", string(audit.Daily)).Find(&heads).Error
		}
		for _, head := range heads {
			n = max(0, head.Position-came)
		}
		return err
	})
	return n, err
}

// Oldest is since when the oldest push that waits has been due; zero where none waits.
func (c CourierStore) Oldest(ctx context.Context, hosts []string) (oldest time.Time, err error) {
	err = c.s.read(ctx, "", func(t *tx) error {
		for _, host := range hosts {
			due, err := nextDue(t, host)
			if err != nil {
				return err
			}
			if !due.IsZero() && (oldest.IsZero() || due.Before(oldest)) {
				oldest = due
			}
		}
		return nil
	})
	return oldest, err
}
