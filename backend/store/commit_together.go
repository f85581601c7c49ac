package store

import (
	"context"
	"errors"

	"lollipop/backend/audit"
	"lollipop/backend/id"
)

// canJoin reports whether all of them say beforehand what they read.
func canJoin(batch []*pending) bool {
	for _, p := range batch {
		if p.reads == nil || p.slow {
			return false
		}
	}
	return true
}

// apart takes works that have neither an operation nor a child in common. The rest has to see what those did.
func apart(batch []*pending) (wave, rest []*pending) {
	seen := make(map[string]bool, 2*len(batch))
	for _, p := range batch {
		op, about := "op "+string(p.act.Op), p.about
		if seen[op] || seen[about] {
			rest = append(rest, p)
		} else {
			wave = append(wave, p)
		}
		seen[op], seen[about] = true, true // those after it about the same stay behind it
	}
	return wave, rest
}

// together is attempt for works that say beforehand what they read, where asking takes longer than answering: what they
// all read is asked at once, what they all write is written at once, and the commit goes with it. So it is two round trips
// for any number of them. There are no savepoints: where a write fails it says errBroken, and attempt finds out whose.
func (c *committer) together(ctx context.Context, school id.School, batch []*pending) error {
	s := c.store
	c.batches.Add(1)
	begun, opens, err := s.engine.open(ctx, school, "desk")
	if err != nil {
		return err
	}
	defer begun.Rollback() // after the commit it does nothing
	t := &tx{ctx: ctx, school: school, sql: begun, store: s, write: true}
	stages := [][]call{opens}
	var wrote []written
	for rest := batch; len(rest) > 0; {
		var wave []*pending
		wave, rest = apart(rest)
		asked := make([]looked, len(wave))
		var reads []call
		for i, p := range wave {
			reads = append(append(reads, t.look(p.work, &asked[i])), p.reads(t)...)
		}
		if len(rest) == 0 { // after the children, as everybody locks
			reads = append(reads, t.readEnd(audit.Daily))
		}
		if err := c.send(t, append(stages, reads)...); err != nil {
			return err
		}
		var frees, writes []call
		for i, p := range wave {
			t.moves = nil
			done, err := t.decide(p.work, &asked[i])
			if errors.Is(err, errBroken) {
				return err
			}
			p.err, p.said = err, false
			if err != nil || done.replayed {
				continue
			}
			t.moved()
			for _, w := range done.wrote {
				p.said = p.said || len(w.events) > 0
			}
			frees, writes, wrote = append(frees, done.frees...), append(writes, done.writes...), append(wrote, done.wrote...)
		}
		stages = [][]call{frees, writes}
	}
	seals, err := t.seal(wrote)
	if err != nil {
		return err
	}
	if len(stages[0])+len(stages[1])+len(seals) == 0 && len(wrote) == 0 {
		return nil // all refused, each with its own reason, or done before
	}
	return c.send(t, append(stages, seals, []call{{st: closing}})...)
}

// send sends them at once and says what an error is to the batch.
func (c *committer) send(t *tx, stages ...[]call) error {
	err := t.replaced(c.store.engine.sendTogether(t, stages...))
	if err == nil || errors.Is(err, errReplayed) || c.store.engine.away(err) {
		return err
	}
	return errors.Join(errBroken, err)
}
