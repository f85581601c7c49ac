package people

import (
	"slices"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/phrase"
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
	Changes Changes
	Done    Done
	Counts  ImportCounts
	Events  []event.Event
}

// Agree turns a plan into what it writes to the state that it was made on, or into the fault that keeps it from that:
// columns are missing, something is wrong and the person did not agree to the good rows alone, a leaver is none of
// those proposed, or the state has become another since the person looked.
func (p Plan) Agree(imp Import, state State, act event.Act, a Agreement, today clock.Date) (Outcome, error) {
	seen := a.Seen
	if seen == "" {
		seen = imp.Seen
	}
	switch {
	case len(p.Missing) > 0:
		return Outcome{}, fault.New(fault.Invalid, "people.import.columns_missing", nil)
	case seen != p.Seen || state.Digest() != p.Seen:
		return Outcome{}, fault.New(fault.Conflict, "people.import.state_changed", nil)
	case p.NeedsGoodRowsOnly && !a.GoodRowsOnly:
		return Outcome{}, fault.New(fault.Invalid, "people.import.has_problems", nil).In("good_rows_only")
	}
	o := Outcome{Changes: p.changes, Counts: p.problems}
	o.Changes.Pupils, o.Changes.Staff = slices.Clone(p.changes.Pupils), slices.Clone(p.changes.Staff)
	leavers := slices.Compact(slices.Sorted(slices.Values(a.Leavers)))
	for _, leaver := range leavers {
		if leaver == act.Actor {
			return Outcome{}, fault.New(fault.Invalid, "people.import.leaver_oneself", nil).In("leavers")
		}
		if !slices.ContainsFunc(p.Leaving, func(s Somebody) bool { return s.Person == leaver }) {
			return Outcome{}, fault.New(fault.Invalid, "people.import.not_leaving", nil).In("leavers")
		}
		o.Changes.leave(p.Kind, state, leaver, today)
		o.Events = append(o.Events, act.Did(Left, string(leaver), nil))
		o.Counts.Left++
	}
	o.Done = doneBy(state, o.Changes)
	o.Events = append(o.Events, o.Done.events(act)...)
	o.Events = append(o.Events, act.Did(ImportApplied, string(imp.ID), o.Counts))
	return o, nil
}

// leave writes that somebody is no longer at the school from today on.
func (c *Changes) leave(kind ImportKind, state State, leaver id.Person, today clock.Date) {
	switch kind {
	case PupilFile:
		at := slices.IndexFunc(state.Pupils, func(p Pupil) bool { return id.Person(p.ID) == leaver })
		pupil := state.Pupils[at]
		pupil.LeftOn = today
		c.Pupils = append(c.Pupils, pupil)
	case StaffFile:
		at := slices.IndexFunc(state.Staff, func(s Staff) bool { return id.Person(s.ID) == leaver })
		staff := state.Staff[at]
		staff.LeftOn = today
		c.Staff = append(c.Staff, staff)
	}
}

// doneBy splits changes into what they make and what they change.
func doneBy(state State, c Changes) Done {
	var d Done
	split(state.Pupils, c.Pupils, func(p Pupil) id.Pupil { return p.ID }, &d.Made.Pupils, &d.Before.Pupils,
		&d.After.Pupils)
	split(state.Adults, c.Adults, func(a Adult) id.Adult { return a.ID }, &d.Made.Adults, &d.Before.Adults,
		&d.After.Adults)
	split(state.Contacts, c.Contacts, Contact.Key, &d.Made.Contacts, &d.Before.Contacts, &d.After.Contacts)
	split(state.Staff, c.Staff, func(s Staff) id.Staff { return s.ID }, &d.Made.Staff, &d.Before.Staff, &d.After.Staff)
	return d
}

// Key is the contact's name among the school's.
func (c Contact) Key() ContactKey { return ContactKey{Pupil: c.Pupil, Adult: c.Adult} }

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
		was := slices.IndexFunc(d.Before.Staff, func(b Staff) bool { return b.ID == s.ID })
		if was < 0 || !slices.Equal(d.Before.Staff[was].Roles, s.Roles) ||
			!slices.Equal(d.Before.Staff[was].Classes, s.Classes) || d.Before.Staff[was].LeftOn != s.LeftOn {
			events = append(events, act.Did(RolesChanged, string(s.ID), map[string]any{"roles": s.Roles}))
		}
	}
	before := map[ContactKey]Marks{}
	for _, c := range d.Before.Contacts {
		before[c.Key()] = c.Marks()
	}
	for _, c := range d.After.Contacts {
		if was, known := before[c.Key()]; known && !was.NoContact && c.Marks().NoContact {
			events = append(events, act.Did(NoContactCame, string(c.Adult), map[string]any{"pupil": c.Pupil}))
		}
	}
	return events
}

// TakeBack is the undo of an applied import: every record that it changed becomes what it was, every one that it made
// is removed. It is refused while something hangs on somebody whom it made, or a record that it wrote has changed
// since: then the fault's Parts say of whom, so that a person can look.
func TakeBack(imp Import, state State, hanging []Hanging) (Changes, error) {
	if imp.State != Applied {
		return Changes{}, fault.New(fault.Conflict, "people.import.not_applied", nil)
	}
	var parts []*fault.Fault
	names := state.names()
	refuse := func(key string, who id.Person) {
		parts = append(parts, fault.New(fault.Conflict, key, phrase.Args{"Name": names[who]}))
	}
	for _, h := range hanging {
		refuse(hangKeys[h.What], h.Person)
	}
	for _, who := range changedSince(imp.Done, state) {
		refuse("people.undo.changed_since", who)
	}
	for _, who := range boundSince(imp.Done, state) {
		refuse("people.undo.bound_since", who)
	}
	if len(parts) > 0 {
		f := fault.New(fault.Conflict, "people.undo.refused", nil)
		f.Parts = parts
		return Changes{}, f
	}
	before := imp.Done.Before
	return Changes{Pupils: before.Pupils, Adults: before.Adults, Contacts: before.Contacts, Staff: before.Staff,
		Gone: imp.Done.Made}, nil
}

// hangKeys say what hangs on somebody.
var hangKeys = map[Hang]string{HangDevice: "people.undo.hangs_device", HangAccount: "people.undo.hangs_account",
	HangRecord: "people.undo.hangs_record"}

// changedSince names those whose records are no longer as the import left them.
func changedSince(d Done, s State) []id.Person {
	var who []id.Person
	who = append(who, unlike(s.Pupils, d.After.Pupils, func(p Pupil) id.Person { return id.Person(p.ID) },
		func(a, b Pupil) bool { return a == b })...)
	who = append(who, unlike(s.Adults, d.After.Adults, func(a Adult) id.Person { return id.Person(a.ID) },
		func(a, b Adult) bool { return a == b })...)
	who = append(who, unlike(s.Staff, d.After.Staff, func(t Staff) id.Person { return id.Person(t.ID) },
		Staff.Equal)...)
	now := map[ContactKey]Contact{}
	for _, c := range s.Contacts {
		now[c.Key()] = c
	}
	for _, c := range d.After.Contacts {
		if is, known := now[c.Key()]; !known || !is.Equal(c) {
			who = append(who, id.Person(c.Adult))
		}
	}
	return who
}

func unlike[T any](have, written []T, key func(T) id.Person, same func(a, b T) bool) []id.Person {
	now := make(map[id.Person]T, len(have))
	for _, record := range have {
		now[key(record)] = record
	}
	var who []id.Person
	for _, record := range written {
		if is, known := now[key(record)]; !known || !same(is, record) {
			who = append(who, key(record))
		}
	}
	return who
}

// boundSince names the adults whom the import made and whom a later import put beside another child, or a merge or the
// office's word beside another adult, and the pupils whom it made who got another contact.
func boundSince(d Done, s State) []id.Person {
	made, own := map[id.Person]bool{}, map[ContactKey]bool{}
	for _, a := range d.Made.Adults {
		made[id.Person(a)] = true
	}
	for _, p := range d.Made.Pupils {
		made[id.Person(p)] = true
	}
	for _, c := range d.After.Contacts {
		own[c.Key()] = true
	}
	var who []id.Person
	for _, c := range s.Contacts {
		switch {
		case own[c.Key()]:
		case made[id.Person(c.Adult)]:
			who = append(who, id.Person(c.Adult))
		case made[id.Person(c.Pupil)]:
			who = append(who, id.Person(c.Pupil))
		}
	}
	for _, a := range s.Adults {
		if a.MergedInto != "" && made[id.Person(a.MergedInto)] {
			who = append(who, id.Person(a.MergedInto))
		}
	}
	for _, pair := range s.Apart {
		for _, a := range []id.Adult{pair.A, pair.B} {
			if made[id.Person(a)] {
				who = append(who, id.Person(a))
			}
		}
	}
	slices.Sort(who)
	return slices.Compact(who)
}

// names are what everybody is called.
func (s State) names() map[id.Person]string {
	names := map[id.Person]string{}
	for _, p := range s.Pupils {
		names[id.Person(p.ID)] = p.Called()
	}
	for _, a := range s.Adults {
		names[id.Person(a.ID)] = a.Called()
	}
	for _, t := range s.Staff {
		names[id.Person(t.ID)] = t.Called()
	}
	return names
}
