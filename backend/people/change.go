package people

import (
	"slices"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// The changes of this file are pure: (state, what is asked) → what to write, with the events of it.

// Correct puts the office's decision on a contact.
func Correct(s State, key ContactKey, d Correction, act event.Act) (Changes, []event.Event, error) {
	at := slices.IndexFunc(s.Contacts, func(c Contact) bool { return c.Key() == key })
	if at < 0 {
		return Changes{}, nil, Absent()
	}
	if d.NoContact && (d.MayBeTold || d.MayCollect) {
		return Changes{}, nil, fault.New(fault.Invalid, "people.marks.contradict", nil).In("no_contact")
	}
	c := s.Contacts[at]
	d.CourtOrder, d.GoneSince = c.CourtOrder, c.GoneSince
	c.Corrected = &d
	return Changes{Contacts: []Contact{c}}, []event.Event{act.Did(MarksCorrected, string(key.Adult),
		map[string]any{"pupil": key.Pupil, "marks": d.Marks})}, nil
}

// adult finds a record.
func (s State) adult(want id.Adult) (Adult, error) {
	if at := slices.IndexFunc(s.Adults, func(a Adult) bool { return a.ID == want }); at >= 0 {
		return s.Adults[at], nil
	}
	return Adult{}, Absent()
}

// MergeAdults makes keep stand for merged. Both must stand for themselves, and neither be the name of an office: many
// people answer to that.
func MergeAdults(s State, keep, merged id.Adult, act event.Act) (Changes, []event.Event, error) {
	kept, err := s.adult(keep)
	if err != nil {
		return Changes{}, nil, err
	}
	gone, err := s.adult(merged)
	switch {
	case err != nil:
		return Changes{}, nil, err
	case keep == merged:
		return Changes{}, nil, fault.New(fault.Invalid, "people.merge.oneself", nil).In("merge")
	case kept.MergedInto != "" || gone.MergedInto != "":
		return Changes{}, nil, fault.New(fault.Conflict, "people.merge.already", nil)
	case IsRoleName(kept.Forename, kept.Surname) || IsRoleName(gone.Forename, gone.Surname):
		return Changes{}, nil, fault.New(fault.Invalid, "people.merge.role_name", nil)
	}
	gone.MergedInto = keep
	return Changes{Adults: []Adult{gone}, Together: []Pair{PairOf(keep, merged)}},
		[]event.Event{act.Did(Merged, string(keep), map[string]any{"merged": merged})}, nil
}

// UnmergeAdult takes a merge back.
func UnmergeAdult(s State, merged id.Adult, act event.Act) (Changes, []event.Event, error) {
	a, err := s.adult(merged)
	if err != nil {
		return Changes{}, nil, err
	}
	if a.MergedInto == "" {
		return Changes{}, nil, fault.New(fault.Conflict, "people.merge.not_merged", nil)
	}
	kept := a.MergedInto
	a.MergedInto = ""
	return Changes{Adults: []Adult{a}, Apart: []Pair{PairOf(kept, merged)}},
		[]event.Event{act.Did(Unmerged, string(kept), map[string]any{"merged": merged})}, nil
}

// KeepAdultsApart remembers that two adults are two people.
func KeepAdultsApart(s State, a, b id.Adult, act event.Act) (Changes, []event.Event, error) {
	for _, one := range []id.Adult{a, b} {
		found, err := s.adult(one)
		if err != nil {
			return Changes{}, nil, err
		}
		if found.MergedInto != "" {
			return Changes{}, nil, fault.New(fault.Conflict, "people.merge.already", nil)
		}
	}
	if a == b {
		return Changes{}, nil, fault.New(fault.Invalid, "people.merge.oneself", nil)
	}
	if slices.Contains(s.Apart, PairOf(a, b)) {
		return Changes{}, nil, nil
	}
	return Changes{Apart: []Pair{PairOf(a, b)}},
		[]event.Event{act.Did(KeptApart, string(a), map[string]any{"other": b})}, nil
}

// SamePerson is a group of adults who share a name, with what helps to tell them apart.
type SamePerson struct {
	Name   string
	Adults []Namesake
}

// Namesake is one of them, with the children they stand beside.
type Namesake struct {
	Adult    Adult
	Children []Pupil
}

func samePeople(s State) []SamePerson {
	adults, pupils, children := map[id.Adult]Adult{}, map[id.Pupil]Pupil{}, map[id.Adult][]Pupil{}
	for _, a := range s.Adults {
		adults[a.ID] = a
	}
	for _, p := range s.Pupils {
		pupils[p.ID] = p
	}
	h := HeadsOf(s.Adults)
	for _, c := range s.Contacts {
		head := h.Of(c.Adult)
		children[head] = append(children[head], pupils[c.Pupil])
	}
	groups := []SamePerson{}
	for _, same := range SameNames(s.Adults, s.Apart) {
		group := SamePerson{Name: same.Name}
		for _, a := range same.Adults {
			group.Adults = append(group.Adults, Namesake{Adult: adults[a], Children: children[a]})
		}
		groups = append(groups, group)
	}
	return groups
}

// works reports whether somebody is on the staff on that day.
func (s State) works(staff id.Staff, on clock.Date) bool {
	return slices.ContainsFunc(s.Staff, func(t Staff) bool { return t.ID == staff && !t.Left(on) })
}

// learns reports whether the school has that pupil.
func (s State) learns(pupil id.Pupil) bool {
	return slices.ContainsFunc(s.Pupils, func(p Pupil) bool { return p.ID == pupil })
}

// checkDeclaration refuses a declaration that records nothing: it must have been discussed, with somebody who can, by
// today.
func (s State) checkDeclaration(d Declaration, today clock.Date) error {
	with := slices.IndexFunc(s.Staff, func(t Staff) bool { return t.ID == d.DiscussedWith })
	_, dated := clock.ParseDate(string(d.On))
	switch {
	case !s.works(d.Staff, today), d.Pupil != "" && !s.learns(d.Pupil):
		return Absent()
	case with < 0 || d.DiscussedWith == d.Staff || !s.Staff[with].Who().Is(SafeguardingLead, DeputyLead, Head):
		return fault.New(fault.Invalid, "people.declaration.with_whom", nil).In("discussed_with")
	case !dated || d.On > today:
		return fault.New(fault.Invalid, "people.declaration.when", nil).In("on")
	case d.Outcome == "":
		return fault.New(fault.Invalid, "people.reason_needed", nil).In("outcome")
	}
	switch d.Kind {
	case OwnChild, Relative, FriendTie, FormerTie, AnotherTie:
		return nil
	}
	return fault.New(fault.Invalid, "people.declaration.kind", nil).In("kind")
}
