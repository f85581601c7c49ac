package concern

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Colleague is somebody on the staff. Two teachers may have one name: their classes tell whom a concern is handed to.
type Colleague struct {
	Person  id.Person
	Name    string
	Roles   []people.Role
	Classes []string
}

// ReaderLine is a reader as the others see them.
type ReaderLine struct {
	Reader
	Name string
}

// Opened is one concern as a reader reads it.
type Opened struct {
	Summary
	Head    Head
	Entries []Entry
	Readers []ReaderLine
	// Names are of everybody whom an entry names.
	Names map[id.Person]string
	// Colleagues are those to whom it may be handed, or from whom it may be kept.
	Colleagues []Colleague
	// Decides: they read it by their role, and so decide from whom it is kept, when it is finished, and about the parents.
	Decides bool
	// Clause is the school's sentence by which it came here; Outside says that the LADO is to be spoken to.
	Clause  clause.Key
	Outside bool
	// NameKept says that whoever told it gave a name for the safeguarding lead alone, and this reader is not the one.
	NameKept bool
}

func (s *Service) viewer(who people.Who, now time.Time) Viewer {
	return Viewer{Person: who.Person, Marks: s.marksOf(who.School, who.Person), At: now}
}

// notThere is the answer about what is not there, and about what is not this person's to know of.
func notThere() error { return fault.New(fault.NotFound, "web.not_found", nil) }

// stands reports whether somebody who once became a reader is one now: they still have the role by which they did, nobody
// keeps it from them, and their hour is not over. A row of the database is not believed alone.
func stands(r Reader, h Head, path Path, p place, now time.Time) bool {
	here := slices.ContainsFunc(p.staff, func(m people.Staff) bool { return id.Person(m.ID) == r.Person && !m.Left(p.today) })
	if !here || slices.Contains(recordsOf(h.KeptFrom, p.staff), r.Person) {
		return false
	}
	switch r.How {
	case ByRoute, ByTime:
		return slices.Contains(path.Readers, r.Person)
	case ByHand:
		return h.given(r.Person, time.Time{})
	case ByGlass:
		return h.given(r.Person, r.Until) && now.Before(r.Until)
	}
	return false
}

// lead reports whether that reader is the one for whom a name was given: the safeguarding lead, or who stands first where
// the lead is kept from it.
func (s *Service) lead(who people.Who, path Path) bool {
	return who.Is(people.SafeguardingLead) || len(path.Readers) > 0 && path.Readers[0] == who.Person
}

// readable are the entries that a reader reads.
func readable(entries []Entry, lead bool) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e Entry) bool { return e.LeadOnly && !lead })
}

// Read opens one concern, for the screen or for print. That it was read is kept before it is shown; the first reading
// ends the time after which it would be given to the next reader.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func (s *Service) Read(ctx context.Context, who people.Who, concern id.Concern, forPrint bool) (Opened, error) {
	now := s.Clock.Now()
	kind := DidRead
	if forPrint {
		kind = DidPrint
	}
	act := own(string(kind), who.School, who.Person, now)
	first := false
	opened, err := s.change(ctx, who, act, concern, func(k *Kept, h *Head, p place) ([]event.Event, error) {
		first = k.readBy(h, p, who.Person, now)
		return []event.Event{act.Did(kind, string(k.ID), map[string]bool{"first": first})}, nil
	})
	if err != nil {
		return Opened{}, err
	}
	opened.First = first
	return opened, s.Rings.Saw(ctx, who.School, who.Person, now)
}

// readBy keeps that somebody has read it, and reports whether nobody had.
func (k *Kept) readBy(h *Head, p place, person id.Person, now time.Time) (first bool) {
	if first = k.ReadAt.IsZero(); first {
		k.ReadAt = now
	}
	for i, r := range k.Readers {
		if r.Person == person {
			k.Readers[i].ReadAt = now
			// Whoever reads for an hour, or was handed it, takes it off nobody's hands.
			if r.How != ByGlass && p.route(*h).has(person) {
				k.Due = time.Time{}
			}
		}
	}
	if h.Status == Told {
		h.Status = Read
	}
	return first
}

// unreadBy reports whether a reader has not read what was last told.
func (k *Kept) unreadBy(person id.Person) bool {
	return slices.ContainsFunc(k.Readers, func(r Reader) bool { return r.Person == person && r.ReadAt.Before(k.ToldAt) })
}

// change is what a reader does to one concern: they have to be one at that moment. It answers with the concern as it then
// stands.
func (s *Service) change(ctx context.Context, who people.Who, act event.Act, concern id.Concern,
	do func(*Kept, *Head, place) ([]event.Event, error),
) (Opened, error) {
	p, err := s.at(ctx, who.School, act.At)
	if err != nil {
		return Opened{}, err
	}
	var now Kept
	as := s.viewer(who, act.At)
	err = s.Store.Change(ctx, act, concern, as, func(k *Kept) ([]event.Event, error) {
		h, err := s.head(*k)
		if err != nil {
			return nil, err
		}
		if !mine(*k, h, who, p, act.At) {
			return nil, notThere()
		}
		was := k.Head
		happened, err := do(k, &h, p)
		if err != nil {
			return nil, err
		}
		if err = s.setHead(k, h); err != nil {
			k.Head = was
		}
		now = *k
		return happened, err
	})
	if err != nil {
		return Opened{}, err
	}
	if now.ID == "" { // it was done before: the answer is as it stands now
		if now, err = s.Store.One(ctx, who.School, concern, as); err != nil {
			return Opened{}, err
		}
	}
	return s.opened(now, who, p, act.At)
}

// mine reports whether somebody is a reader of it now.
func mine(k Kept, h Head, who people.Who, p place, now time.Time) bool {
	path := p.route(h)
	return slices.ContainsFunc(k.Readers, func(r Reader) bool {
		return r.Person == who.Person && stands(r, h, path, p, now)
	})
}

func (s *Service) opened(k Kept, who people.Who, p place, now time.Time) (Opened, error) {
	line, h, ok := s.summary(k, who, p, now)
	if !ok {
		return Opened{}, notThere()
	}
	entries, err := s.entries(k)
	if err != nil {
		return Opened{}, err
	}
	path, names, never := p.route(h), p.names(), recordsOf(h.KeptFrom, p.staff)
	o := Opened{Summary: line, Head: h, Entries: readable(entries, s.lead(who, path)), Clause: path.Clause,
		Outside: path.Outside, Decides: path.has(who.Person) && !k.byGlass(who.Person), Names: map[id.Person]string{}}
	for _, e := range o.Entries {
		for _, person := range []id.Person{e.By, e.Person} {
			if name, known := names[person]; known {
				o.Names[person] = name
			}
		}
	}
	o.NameKept = len(o.Entries) < len(entries)
	for _, r := range k.Readers {
		if stands(r, h, path, p, now) {
			o.Readers = append(o.Readers, ReaderLine{r, names[r.Person]})
		}
	}
	for _, m := range p.staff {
		person := id.Person(m.ID)
		if !m.Left(p.today) && person != who.Person && !slices.Contains(never, person) {
			o.Colleagues = append(o.Colleagues, Colleague{person, m.Called(), m.Roles, m.Classes})
		}
	}
	return o, nil
}
