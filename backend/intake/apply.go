package intake

import (
	"slices"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Agreement is what a person agreed to when they apply an import.
type Agreement struct {
	// GoodRowsOnly: take what can be taken although something in the file cannot.
	GoodRowsOnly bool
	// Leavers are those of Plan.Leaving who have indeed left: pupils' ids, or staff's.
	Leavers []id.Person
	// Seen is Plan.Seen of the preview that the person looked at; empty for that of the last preview that was kept.
	Seen string
}

// Outcome is what an agreed plan writes.
type Outcome struct {
	Changes people.Changes
	Done    Done
	Counts  ImportCounts
	Events  []event.Event
}

// Agree turns a plan into what it writes to the state that it was made on, or into the fault that keeps it from that:
// columns are missing, something is wrong and the person did not agree to the good rows alone, a leaver is none of
// those proposed, or the state has become another since the person looked.
func (p Plan) Agree(imp Import, state people.State, act event.Act, a Agreement, today clock.Date) (Outcome, error) {
	seen := a.Seen
	if seen == "" {
		seen = imp.Seen
	}
	switch {
	case len(p.Missing) > 0:
		return Outcome{}, fault.New(fault.Invalid, "intake.columns_missing", nil)
	case seen != p.Seen || state.Digest() != p.Seen:
		return Outcome{}, fault.New(fault.Conflict, "intake.state_changed", nil)
	case p.NeedsGoodRowsOnly && !a.GoodRowsOnly:
		return Outcome{}, fault.New(fault.Invalid, "intake.has_problems", nil).In("good_rows_only")
	}
	o := Outcome{Changes: p.changes, Counts: p.problems}
	o.Changes.Pupils, o.Changes.Staff = slices.Clone(p.changes.Pupils), slices.Clone(p.changes.Staff)
	leavers := slices.Compact(slices.Sorted(slices.Values(a.Leavers)))
	for _, leaver := range leavers {
		if leaver == act.Actor {
			return Outcome{}, fault.New(fault.Invalid, "intake.leaver_oneself", nil).In("leavers")
		}
		if !slices.ContainsFunc(p.Leaving, func(s Somebody) bool { return s.Person == leaver }) {
			return Outcome{}, fault.New(fault.Invalid, "intake.not_leaving", nil).In("leavers")
		}
		leave(&o.Changes, p.Kind, state, leaver, today)
		o.Events = append(o.Events, act.Did(people.Left, string(leaver), nil))
		o.Counts.Left++
	}
	o.Done = doneBy(state, o.Changes)
	o.Events = append(o.Events, o.Done.events(act)...)
	o.Events = append(o.Events, act.Did(ImportApplied, string(imp.ID), o.Counts))
	return o, nil
}

// leave writes that somebody is no longer at the school from today on.
func leave(c *people.Changes, kind ImportKind, state people.State, leaver id.Person, today clock.Date) {
	switch kind {
	case PupilFile:
		at := slices.IndexFunc(state.Pupils, func(p people.Pupil) bool { return id.Person(p.ID) == leaver })
		pupil := state.Pupils[at]
		pupil.LeftOn = today
		c.Pupils = append(c.Pupils, pupil)
	case StaffFile:
		at := slices.IndexFunc(state.Staff, func(s people.Staff) bool { return id.Person(s.ID) == leaver })
		staff := state.Staff[at]
		staff.LeftOn = today
		c.Staff = append(c.Staff, staff)
	}
}

// doneBy splits changes into what they make and what they change.
func doneBy(state people.State, c people.Changes) Done {
	var d Done
	split(state.Pupils, c.Pupils, func(p people.Pupil) id.Pupil { return p.ID }, &d.Made.Pupils, &d.Before.Pupils,
		&d.After.Pupils)
	split(state.Adults, c.Adults, func(a people.Adult) id.Adult { return a.ID }, &d.Made.Adults, &d.Before.Adults,
		&d.After.Adults)
	split(state.Contacts, c.Contacts, people.Contact.Key, &d.Made.Contacts, &d.Before.Contacts, &d.After.Contacts)
	split(state.Staff, c.Staff, func(s people.Staff) id.Staff { return s.ID }, &d.Made.Staff, &d.Before.Staff,
		&d.After.Staff)
	return d
}

// split sorts the written records: the keys of new ones into made, changed ones as they were into before; all of them
// as they are now into after.
func split[T any, K comparable](have, written []T, key func(T) K, made *[]K, before, after *[]T) {
	old := make(map[K]T, len(have))
	for _, record := range have {
		old[key(record)] = record
	}
	for _, record := range written {
		if was, known := old[key(record)]; known {
			*before = append(*before, was)
		} else {
			*made = append(*made, key(record))
		}
		*after = append(*after, record)
	}
}

// events are what an import did that others must hear of: roles that changed, and court orders that came.
func (d Done) events(act event.Act) []event.Event {
	var events []event.Event
	for _, s := range d.After.Staff {
		was := slices.IndexFunc(d.Before.Staff, func(b people.Staff) bool { return b.ID == s.ID })
		if was < 0 || !slices.Equal(d.Before.Staff[was].Roles, s.Roles) ||
			!slices.Equal(d.Before.Staff[was].Classes, s.Classes) || d.Before.Staff[was].LeftOn != s.LeftOn {
			events = append(events, act.Did(people.RolesChanged, string(s.ID), map[string]any{"roles": s.Roles}))
		}
	}
	before := map[people.ContactKey]people.Marks{}
	for _, c := range d.Before.Contacts {
		before[c.Key()] = c.Marks()
	}
	for _, c := range d.After.Contacts {
		if was, known := before[c.Key()]; known && !was.NoContact && c.Marks().NoContact {
			events = append(events, act.Did(people.NoContactCame, string(c.Adult), map[string]any{"pupil": c.Pupil}))
		}
	}
	return events
}
