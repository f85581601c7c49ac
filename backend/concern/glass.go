package concern

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// BreakGlass lets the rest of the team read what waits, for an hour: at night, when the first reader cannot. It opens the
// children's concerns that none of those whose they are has read and that are not kept from them, again where an earlier
// hour is over; what it opened is no answer, the list shows it. The first readers are rung and see who did it and why.
//
// Policy: roles.dsl.deputies (BG 4.2/2)
func (s *Service) BreakGlass(ctx context.Context, who people.Who, act event.Act, reason string) error {
	p, err := s.at(ctx, who.School, act.At)
	if err != nil {
		return err
	}
	if err := fault.Of(MayBreakGlass(p.Policy, who)); err != nil {
		return notThere()
	}
	if reason, err = said("reason", reason, ReasonLength); err != nil {
		return err
	}
	if err := s.Store.Record(ctx, act, act.Did(DidBreakGlass, string(who.Person), nil)); err != nil {
		return err
	}
	all, err := s.Store.All(ctx, who.School, true)
	if err != nil {
		return err
	}
	for _, k := range all {
		h, err := s.head(k)
		if err != nil || !p.opensTo(who, k, h, act.At) {
			continue
		}
		if err := s.glass(ctx, who, act, p, k.ID, reason); err != nil {
			return err
		}
	}
	return nil
}

// opensTo reports whether a concern is one that waits, and not theirs already.
func (p place) opensTo(who people.Who, k Kept, h Head, now time.Time) bool {
	path := p.route(h)
	if h.Box != Welfare || path.Clause != toTeam || slices.Contains(recordsOf(h.KeptFrom, p.staff), who.Person) ||
		mine(k, h, who, p, now) {
		return false
	}
	return !slices.ContainsFunc(k.Readers, func(r Reader) bool { // who reads for an hour takes it off nobody's hands
		return r.How != ByGlass && path.has(r.Person) && !r.ReadAt.Before(k.ToldAt) && stands(r, h, path, p, now)
	})
}

// glass opens one, under an operation of its own that is the same at every retry.
func (s *Service) glass(ctx context.Context, who people.Who, act event.Act, p place, concern id.Concern, reason string) error {
	one := act
	one.Op = event.Made[id.Op](act, string(concern))
	return s.Store.Change(ctx, one, concern, Viewer{At: act.At}, func(k *Kept) ([]event.Event, error) {
		until := act.At.Add(GlassLasts)
		h, err := s.head(*k)
		if err != nil || !p.opensTo(who, *k, h, act.At) { // it was handed to them, or read, since it was looked for
			return nil, err
		}
		h.Given = append(h.Given, Given{who.Person, until})
		if err := s.setHead(k, h); err != nil {
			return nil, err
		}
		k.admit(Reader{Person: who.Person, How: ByGlass, Since: act.At, Until: until})
		err = s.add(k, Entry{Kind: Glass, At: act.At, By: who.Person, Words: reason})
		return []event.Event{one.Did(DidBreakGlass, string(k.ID), nil)}, err
	})
}
