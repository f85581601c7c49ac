package concern

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Here is to whom a concern goes by itself: on from those who left it unread, to who stands in the place of those who have
// gone, and to the lead.

// passing is why a concern is given to somebody now.
type passing struct {
	// late: its readers have left it unread for too long. orphan: nobody is left on its path who reads it; a colleague to
	// whom it was handed is none of those whose it is.
	late, orphan bool
	// lead is the safeguarding lead whose it is and who does not have it; empty where there is none.
	lead id.Person
}

func (g passing) any() bool { return g.late || g.orphan || g.lead != "" }

// passes says whether a concern is to be given to somebody now.
func (p place) passes(k Kept, h Head, now time.Time) (g passing) {
	path := p.route(h)
	g.late = !k.Due.IsZero() && !now.Before(k.Due)
	if k.Due.IsZero() && k.ReadAt.IsZero() && len(path.left(k)) > 0 { // all had it unread, and then somebody came
		g.late = true
	}
	g.orphan = !p.held(k, h, path, now) && !(k.Alarm && len(path.Readers) == 0)
	g.lead = p.leadless(k, h, path, now)
	return g
}

// held reports whether somebody whose it is reads a concern: who stands on its path, or where nobody does anybody who was
// given it for good.
func (p place) held(k Kept, h Head, path Path, now time.Time) bool {
	return slices.ContainsFunc(k.Readers, func(r Reader) bool {
		return r.How != ByGlass && stands(r, h, path, p, now) && path.has(r.Person)
	})
}

// leadless is the safeguarding lead on the path of a child's concern that no lead has: whoever comes after the lead answers
// for what a deputy has read meanwhile, and for what the last one left.
//
// Policy: roles.lead (AR 4/1, BG 4/1), roles.dsl.contact (AR 4.2/1, BG 4.2/1)
func (p place) leadless(k Kept, h Head, path Path, now time.Time) id.Person {
	if path.Clause == toHead { // about somebody who works here: need to know
		return ""
	}
	leads := holders([]people.Role{people.SafeguardingLead}, p.staff, recordsOf(h.KeptFrom, p.staff), p.today)
	leads = slices.DeleteFunc(leads, func(lead id.Person) bool { return !slices.Contains(path.Readers, lead) })
	for _, r := range k.Readers {
		if r.How != ByGlass && slices.Contains(leads, r.Person) && stands(r, h, path, p, now) {
			return ""
		}
	}
	if len(leads) == 0 {
		return ""
	}
	return leads[0]
}

// pass gives a concern to whom it is to be given now, and returns it as it then stands. Whether it is to be given is asked
// again where nobody else can change it: of several processes one gives it, and as often a day as it takes.
func (s *Service) pass(ctx context.Context, k Kept, h Head, p place, now time.Time) (Kept, error) {
	if !p.passes(k, h, now).any() {
		return k, nil
	}
	act := own("concern.pass", k.School, "", now)
	stands, given := k, false
	err := s.Store.Change(ctx, act, k.ID, Viewer{At: now}, func(k *Kept) ([]event.Event, error) {
		stands, given = *k, false
		h, err := s.head(*k)
		if err != nil {
			return nil, err
		}
		to, did := p.give(k, h, now)
		if !did {
			return nil, nil
		}
		stands, given = *k, true
		if k.Alarm {
			return []event.Event{act.Did(DidAlarm, string(k.ID), nil)}, nil
		}
		return []event.Event{act.Did(DidPass, string(k.ID), map[string]any{"readers": to})}, nil
	})
	if err != nil {
		return k, err
	}
	if given && stands.Alarm {
		s.alarm(k.School)
	}
	return stands, nil
}

// give gives a concern to whom it is to be given now; did is false where that is nobody.
func (p place) give(k *Kept, h Head, now time.Time) (to []id.Person, did bool) {
	switch g := p.passes(*k, h, now); {
	case g.orphan:
		return p.fill(k, h, now), true
	case g.late:
		return p.route(h).next(k, p, now), true
	case g.lead != "":
		k.admit(Reader{Person: g.lead, How: ByRoute, Since: now})
		if len(p.route(h).left(*k)) == 0 {
			k.Due = time.Time{}
		}
		return []id.Person{g.lead}, true
	}
	return nil, false
}

// has reports whether it is somebody's by their role; where it is nobody's, it is of whoever has it.
func (path Path) has(person id.Person) bool {
	return len(path.Readers) == 0 || slices.Contains(path.Readers, person)
}

// left are those on the path to whom a concern was not given yet. Whoever has a role since it was told is one of them.
func (path Path) left(k Kept) []id.Person {
	return slices.DeleteFunc(slices.Clone(path.Readers), func(person id.Person) bool {
		return slices.ContainsFunc(k.Readers, func(r Reader) bool { return r.Person == person && r.How != ByGlass })
	})
}

// next adds the next reader to what stays unread; after the second, everybody who is left at once.
//
// Policy: concerns.welfare.routed (AR 10.1/1, BG 10.1/1)
func (path Path) next(k *Kept, p place, now time.Time) []id.Person {
	to := path.left(*k)
	if k.Step < 2 {
		to = to[:min(1, len(to))]
	}
	for _, person := range to {
		k.admit(Reader{Person: person, How: ByTime, Since: now})
	}
	k.Step++
	k.Due = path.due(*k, p, now)
	return to
}
