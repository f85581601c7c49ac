package notice

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// followed are the kinds that the office sees: that somebody signed in is nobody's business but theirs.
var followed = []Kind{Confiscated, Released, Uncollected, ToSign, Replaced}

// Deliveries is what was sent to whom and how far it came, for those who follow. Only NotReached, Kinds, Text, Page and
// Size of the query are the caller's.
func (s *Service) Deliveries(ctx context.Context, who people.Who, q Query, now time.Time) (Page, error) {
	if err := fault.Of(MayFollow(who)); err != nil {
		return Page{}, err
	}
	seen := followed
	q.Since = map[Kind]time.Time{}
	if q.NotReached {
		seen = nil
		for _, kind := range followed {
			if wait, ok := Patience(kind); ok {
				seen, q.Since[kind] = append(seen, kind), now.Add(-wait)
			}
		}
	}
	wanted := q.Kinds
	for _, kind := range wanted {
		if !slices.Contains(followed, kind) {
			return Page{}, fault.New(fault.Invalid, "notice.wrong.kind", nil).In("kind")
		}
	}
	q.Kinds = slices.DeleteFunc(slices.Clone(seen), func(k Kind) bool { return !slices.Contains(wanted, k) })
	nothing := len(wanted) > 0 && len(q.Kinds) == 0 // nobody has to be reached about it
	if len(q.Kinds) == 0 {
		q.Kinds = seen
	}
	q.Page = max(q.Page, 1)
	if q.Size < 1 {
		q.Size = 25
	}
	q.Size = min(q.Size, 100)
	page, err := s.Store.Deliveries(ctx, who.School, q)
	if err != nil {
		return Page{}, err
	}
	if nothing {
		page.Items, page.Total = nil, 0
	}
	for kind := range page.ByKind {
		if !slices.Contains(seen, kind) {
			delete(page.ByKind, kind)
		}
	}
	return page, s.sayable(ctx, who.School, &page, clock.DateOf(now, school.London))
}

// sayable leaves of what waits, and may be said or printed for its adult now, only what they may be told of: a notice
// about two children may be about one of them by now.
//
// Policy: phones.parents_told (AR 9.3/10)
func (s *Service) sayable(ctx context.Context, at id.School, page *Page, today clock.Date) error {
	families := map[id.Adult][]people.Family{}
	for i := range page.Items {
		line := &page.Items[i]
		if !line.Waits() || len(line.Pupils) == 0 {
			continue
		}
		if _, known := families[line.Adult]; !known {
			found, err := s.People.FamiliesOf(ctx, at, line.Adult)
			if err != nil {
				return err
			}
			families[line.Adult] = found
		}
		children, _ := MayKnow(line.Notice, line.Adult, families[line.Adult], today)
		line.PupilNames = nil // and of none its sheet says nothing but to ring the school
		for _, child := range children {
			line.PupilNames = append(line.PupilNames, child.Called())
		}
	}
	return nil
}

// Tell records that the office told the adult another way.
func (s *Service) Tell(ctx context.Context, who people.Who, act event.Act, notice id.Notice, how How) error {
	if err := people.Refused(MayTell(who), who, act); err != nil {
		return err
	}
	if how != Rung && how != OnPaper && how != Spoke {
		return fault.New(fault.Invalid, "notice.wrong.told_how", nil).In("how")
	}
	_, err := s.Store.Change(ctx, act, "", notice, func(n *Notice) ([]event.Event, error) {
		switch {
		case !slices.Contains(followed, n.Kind):
			return nil, people.Absent()
		case !n.ToldAt.IsZero():
			return nil, fault.New(fault.Conflict, "notice.told_already", nil)
		}
		n.ToldAt, n.ToldBy, n.ToldHow = act.At, act.Actor, how
		if n.Kind.AboutPhone() {
			n.RingAt = time.Time{}
		}
		return []event.Event{act.Did(DidTell, string(n.ID), map[string]any{"how": how})}, nil
	})
	return err
}

// mostDays is how far back figures go.
const mostDays = 90

// Figures counts what was sent in the last days, by kind and result and by nobody's name.
func (s *Service) Figures(ctx context.Context, who people.Who, days int, now time.Time) ([]Figure, error) {
	if err := fault.Of(MayCount(who)); err != nil {
		return nil, err
	}
	days = min(max(days, 1), mostDays)
	return s.Store.Figures(ctx, who.School, now.AddDate(0, 0, -days))
}
