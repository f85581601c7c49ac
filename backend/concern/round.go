package concern

import (
	"context"
	"errors"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Round does at one school what the product does by itself: what is unread for too long goes to the next reader and in
// the end to all, what lost its readers to who stands in their place, and readers are rung. It says when there is
// something to do next; zero for no particular time. Several processes may do it at once, and it happens once.
func (s *Service) Round(ctx context.Context, at id.School, now time.Time) (next time.Time, err error) {
	all, err := s.Store.All(ctx, at, true)
	if err != nil {
		return next, err
	}
	if err := s.adopt(ctx, at, now); err != nil {
		return next, err
	}
	if len(all) == 0 && !s.idle(at, now) { // as at most schools, most of the time
		return next, nil
	}
	p, err := s.at(ctx, at, now)
	if err != nil {
		return next, err
	}
	waits := map[id.Person]time.Time{} // since when, at the latest, something waits for each reader
	for _, k := range all {
		h, broken := s.head(k)
		if broken != nil {
			s.shut(at, p.today)
			continue
		}
		if k, broken = s.pass(ctx, k, h, p, now); broken != nil {
			err = errors.Join(err, broken)
			continue
		}
		next = sooner(next, k.Due)
		path, remind := p.route(h), time.Time{}
		if k.ReadAt.IsZero() && len(path.left(k)) == 0 {
			remind = p.morning(now)
		}
		for _, r := range k.Readers {
			since := latest(latest(k.ToldAt, r.Since), remind)
			if brokenSince(k, r.Person) {
				since = latest(since, lastGlass(k))
			} else if !r.ReadAt.Before(k.ToldAt) {
				continue
			}
			if stands(r, h, path, p, now) && r.How != ByGlass {
				waits[r.Person] = latest(waits[r.Person], since)
			}
		}
	}
	again, broken := s.ring(ctx, p, waits, now)
	return sooner(next, again), errors.Join(err, broken)
}

// morning is when school began today, once it has; zero on other days. What nobody has read and nobody else is to be given
// waits again from then on: a push of a Friday evening is over by Monday, and it may be the chair's alone.
func (p place) morning(now time.Time) time.Time {
	if day := p.Calendar.Day(p.today); day.Open && !now.Before(day.Starts) {
		return day.Starts
	}
	return time.Time{}
}

// idle reports, once a minute, that a school where nobody waits is to be looked after all the same: whether its button
// has enough who could read. A class that hands its phones in wakes its school ten times a second.
func (s *Service) idle(at id.School, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.idled[at]).Abs() < time.Minute {
		return false
	}
	if s.idled == nil {
		s.idled = map[id.School]time.Time{}
	}
	s.idled[at] = now
	return true
}

// shut tells whoever runs the server, once a day, that a school has something that does not open under the keys that are
// there. Where they are lost that is so for ever: it keeps nothing else from being done, and fills no log.
func (s *Service) shut(at id.School, today clock.Date) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Log == nil || s.shutSaid[at] == today {
		return
	}
	if s.shutSaid == nil {
		s.shutSaid = map[id.School]clock.Date{}
	}
	s.shutSaid[at] = today
	s.Log.Error("a school has something that was told and does not open under these keys", "school", at)
}

// adopt gives finished concerns whose readers have all gone to who stands in their place, once a day: they are kept for
// longer than anybody works here.
func (s *Service) adopt(ctx context.Context, at id.School, now time.Time) error {
	today := clock.DateOf(now, school.London)
	s.mu.Lock()
	done := s.adopted[at] == today
	s.mu.Unlock()
	if done {
		return nil
	}
	all, err := s.Store.All(ctx, at, false)
	if err != nil {
		return err
	}
	p, err := s.at(ctx, at, now)
	if err != nil {
		return err
	}
	for _, k := range all {
		h, broken := s.head(k)
		if broken != nil {
			s.shut(at, p.today)
			continue
		}
		_, broken = s.pass(ctx, k, h, p, now)
		err = errors.Join(err, broken)
	}
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.adopted == nil {
			s.adopted = map[id.School]clock.Date{}
		}
		s.adopted[at] = today
	}
	return err
}

// ring rings whoever has something to read, and says when the next is to be rung.
func (s *Service) ring(ctx context.Context, p place, waits map[id.Person]time.Time, now time.Time) (next time.Time, err error) {
	if err := s.short(ctx, p, waits, now); err != nil {
		return next, err
	}
	if len(waits) == 0 {
		return next, nil
	}
	rungs, err := s.Rings.Rungs(ctx, p.ID)
	if err != nil {
		return next, err
	}
	for person, since := range waits {
		r := rungs[person]
		r.Person = person
		switch {
		case ringsNow(r, since, now):
			err = errors.Join(err, s.Rings.Ring(ctx, p.ID, person, r, now, now.Add(ringLasts)))
		case ringsNow(r, since, r.At.Add(ringAgain)):
			next = sooner(next, r.At.Add(ringAgain))
		case ringsNow(r, since, r.At.Add(ringLasts)):
			next = sooner(next, r.At.Add(ringLasts))
		}
	}
	return next, err
}

// short tells those who can mend it, once a school day, that the school has too few who could read for its button.
func (s *Service) short(ctx context.Context, p place, waits map[id.Person]time.Time, now time.Time) error {
	if MayOpenDoor(p.Policy, p.staff, p.today).OK() {
		return nil
	}
	d, err := s.Store.Door(ctx, p.ID)
	day := p.Calendar.Day(p.today)
	if err != nil || !d.Open || !day.Open || now.Before(day.Starts) || now.After(day.Ends) {
		return err
	}
	menders := []people.Role{people.Head, people.SafeguardingLead, people.Administrator}
	for _, person := range holders(menders, p.staff, nil, p.today) {
		waits[person] = latest(waits[person], day.Starts)
	}
	return nil
}

func lastGlass(k Kept) (at time.Time) {
	for _, r := range k.Readers {
		if r.How == ByGlass {
			at = latest(at, r.Since)
		}
	}
	return at
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// sooner is the earlier of two times, of which a zero one is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
