package concern

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// ListMost is how many concerns a list shows at a time.
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
	// Broken says that somebody else broke the glass of it since this reader last read it.
	Broken bool
	// Shut says that it does not open under the keys that the server has: nothing else is known of it.
	Shut bool
}

// List is what a reader may read, by urgency, unread ones first; finished ones apart. That they looked is kept before it
// is shown. Whoever reads nothing has an empty list.
//
// Policy: concerns.confidentiality (AR 10/2, BG 10/2)
func (s *Service) List(ctx context.Context, who people.Who, finished bool) ([]Summary, error) {
	some, _, err := s.Page(ctx, who, finished, 0)
	return some, err
}

// Page is what stands in that list after the first skip, and whether there is more: a flood of what is urgent pushes no
// child's concern out of it for good.
func (s *Service) Page(ctx context.Context, who people.Who, finished bool, skip int) (some []Summary, more bool, err error) {
	all, err := s.list(ctx, who, finished, nil, DidList)
	all = all[max(0, min(skip, len(all))):]
	return all[:min(len(all), ListMost)], len(all) > ListMost, err
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
	return append(open[:min(len(open), ListMost)], closed[:min(len(closed), ListMost)]...), err
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
	return all, nil
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
	line.Broken = brokenSince(k, who.Person)
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
