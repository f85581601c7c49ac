package concern

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Waiting is whether something waits for a reader, without a number and without a word of what it is.
type Waiting struct {
	// Unread says that there is something to read, Since when.
	Unread bool
	Since  time.Time
	// Overdue says that the first reader has not read it in time.
	Overdue bool
	// Glass says that somebody else broke the glass of what is yours, since you last read it.
	Glass bool
	// Short says that the school has too few who could read, so that its button cannot stay open; to those who can mend it.
	Short bool
}

// Waiting says it. It is asked by every screen of the staff, and shows nothing that would have to be recorded.
func (s *Service) Waiting(ctx context.Context, who people.Who) (w Waiting, err error) {
	now := s.Clock.Now()
	kept, err := s.Store.List(ctx, who.School, s.viewer(who, now), true, false)
	if err != nil {
		return w, err
	}
	p, err := s.at(ctx, who.School, now)
	if err != nil {
		return w, err
	}
	for _, k := range kept {
		line, _, ok := s.summary(k, who, p, now)
		if !ok || line.Shut {
			continue
		}
		if line.Unread {
			if !w.Unread || k.ToldAt.Before(w.Since) {
				w.Since = k.ToldAt
			}
			w.Unread, w.Overdue = true, w.Overdue || line.First && slices.ContainsFunc(k.Readers, late)
		}
		w.Glass = w.Glass || line.Broken
	}
	if who.Is(people.Head, people.SafeguardingLead, people.Administrator) {
		d, err := s.Store.Door(ctx, who.School)
		if err != nil {
			return w, err
		}
		w.Short = d.Open && !MayOpenDoor(p.Policy, p.staff, p.today).OK()
	}
	return w, nil
}

// late reports whether somebody became a reader because it was unread for too long.
func late(r Reader) bool { return r.How == ByTime }

// brokenSince reports whether somebody broke the glass since that reader last read it.
func brokenSince(k Kept, reader id.Person) bool {
	var read time.Time
	for _, r := range k.Readers {
		if r.Person == reader {
			read = r.ReadAt
		}
	}
	return slices.ContainsFunc(k.Readers, func(r Reader) bool {
		return r.How == ByGlass && r.Person != reader && r.Since.After(read)
	})
}
