package concern

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// ListMost is how many concerns a list shows; the rest is found by search.
const ListMost = 500

// Summary is a concern in a reader's list: nothing of the words.
type Summary struct {
	ID      id.Concern
	Box     Box
	Urgency Urgency
	Kinds   []Kind
	Form    Form
	// Language is that of the form; empty for a device's.
	Language   string
	Status     Status
	At, ToldAt time.Time
	// Unread: this reader has not read what was last told. First: nobody has.
	Unread, First bool
	// Readers are the names of those who may read it.
	Readers []string
	// Until is when this reader's hour ends, where they broke the glass; zero otherwise.
	Until time.Time
	// Shut says that it does not open under the keys that the server has: nothing else is known of it.
	Shut bool
}

// Colleague is somebody on the staff.
type Colleague struct {
	Person id.Person
	Name   string
	Roles  []people.Role
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

// List is what a reader may read, by urgency, unread ones first; finished ones apart. That they looked is kept before it
// is shown. Whoever reads nothing has an empty list.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func (s *Service) List(ctx context.Context, who people.Who, finished bool) ([]Summary, error) {
	return s.list(ctx, who, finished, nil, DidList)
}

// Search is the reader's concerns, finished ones too, in whose words the text stands. The words are opened for it here
// and nowhere kept; what was searched for is not recorded, that somebody searched is.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func (s *Service) Search(ctx context.Context, who people.Who, text string) ([]Summary, error) {
	text, err := clean("text", text, ShortLength)
	if err != nil {
		return nil, err
	}
	wanted := people.Fold(text)
	if wanted == "" {
		return nil, fault.New(fault.Invalid, "concern.nothing_said", nil).In("text")
	}
	says := func(entries []Entry) bool {
		return slices.ContainsFunc(entries, func(e Entry) bool {
			return strings.Contains(people.Fold(strings.Join([]string{e.Words, e.When, e.Class, e.Reach}, " ")), wanted)
		})
	}
	open, err := s.list(ctx, who, false, says, DidSearch)
	if err != nil {
		return nil, err
	}
	closed, err := s.list(ctx, who, true, says, DidSearch)
	return append(open, closed...), err
}

// list reads, records, and only then answers.
func (s *Service) list(ctx context.Context, who people.Who, finished bool, says func([]Entry) bool,
	kind event.Kind,
) ([]Summary, error) {
	now := s.Clock.Now()
	p, err := s.at(ctx, who.School, now)
	if err != nil {
		return nil, err
	}
	kept, err := s.Store.List(ctx, who.School, s.viewer(who, now), !finished, says != nil)
	if err != nil {
		return nil, err
	}
	act := own(string(kind), who.School, who.Person, now)
	if err := s.Store.Record(ctx, act, act.Did(kind, string(who.Person), map[string]bool{"finished": finished})); err != nil {
		return nil, err
	}
	if err := s.Rings.Saw(ctx, who.School, who.Person, now); err != nil {
		return nil, err
	}
	var all []Summary
	for _, k := range kept {
		line, h, ok := s.summary(k, who, p, now)
		if !ok {
			continue
		}
		if says != nil {
			entries, err := s.entries(k)
			if line.Shut || err != nil || !says(readable(entries, s.lead(who, p.route(h)))) {
				continue
			}
		}
		all = append(all, line)
	}
	slices.SortStableFunc(all, func(a, b Summary) int {
		return cmp.Or(cmp.Compare(a.Urgency, b.Urgency), -cmp.Compare(number(a.Unread), number(b.Unread)),
			b.ToldAt.Compare(a.ToldAt))
	})
	return all[:min(len(all), ListMost)], nil
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// summary is a concern's line for a reader; false where they are no reader any more.
func (s *Service) summary(k Kept, who people.Who, p place, now time.Time) (Summary, Head, bool) {
	line := Summary{ID: k.ID, At: k.At, ToldAt: k.ToldAt, First: k.ReadAt.IsZero(), Unread: true}
	h, err := s.head(k)
	if err != nil {
		line.Shut = true
		return line, h, true
	}
	path, mine := p.route(h), false
	names := p.names()
	for _, r := range k.Readers {
		if !stands(r, h, path, p, now) {
			continue
		}
		line.Readers = append(line.Readers, names[r.Person])
		if r.Person == who.Person {
			mine, line.Unread, line.Until = true, r.ReadAt.Before(k.ToldAt), r.Until
		}
	}
	line.Box, line.Urgency, line.Kinds, line.Form, line.Language, line.Status = h.Box, urgencyOf(h), h.Kinds, h.Form,
		h.Language, h.Status
	return line, h, mine
}

func (p place) names() map[id.Person]string {
	names := make(map[id.Person]string, len(p.staff))
	for _, m := range p.staff {
		names[id.Person(m.ID)] = m.Called()
	}
	return names
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
	opened, err := s.change(ctx, who, act, concern, func(k *Kept, h *Head, p place) (event.Event, error) {
		if first = k.ReadAt.IsZero(); first {
			k.ReadAt = now
		}
		for i, r := range k.Readers {
			if r.Person == who.Person {
				k.Readers[i].ReadAt = now
				if r.How != ByGlass { // whoever reads for an hour takes it off nobody's hands
					k.Due = time.Time{}
				}
			}
		}
		if h.Status == Told {
			h.Status = Read
		}
		return act.Did(kind, string(k.ID), map[string]bool{"first": first}), nil
	})
	if err != nil {
		return Opened{}, err
	}
	opened.First = first
	return opened, s.Rings.Saw(ctx, who.School, who.Person, now)
}

// change is what a reader does to one concern: they have to be one at that moment. It answers with the concern as it then
// stands.
func (s *Service) change(ctx context.Context, who people.Who, act event.Act, concern id.Concern,
	do func(*Kept, *Head, place) (event.Event, error),
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
		return []event.Event{happened}, err
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
		Outside: path.Outside, Names: map[id.Person]string{}}
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
			o.Colleagues = append(o.Colleagues, Colleague{person, m.Called(), m.Roles})
		}
	}
	return o, nil
}

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
			w.Unread, w.Overdue = true, w.Overdue || line.First && k.Step > 1
		}
		w.Glass = w.Glass || brokenSince(k, who.Person)
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
