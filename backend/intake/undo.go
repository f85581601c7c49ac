package intake

import (
	"slices"

	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// TakeBack is the undo of an applied import: every record that it changed becomes what it was, every one that it made
// is removed. It is refused while something hangs on somebody whom it made, or a record that it wrote has changed
// since: then the fault's Parts say of whom, so that a person can look.
func TakeBack(imp Import, state people.State, hanging []Hanging) (people.Changes, error) {
	if imp.State != Applied {
		return people.Changes{}, fault.New(fault.Conflict, "intake.not_applied", nil)
	}
	var parts []*fault.Fault
	names := namesOf(state)
	refuse := func(key string, who id.Person) {
		parts = append(parts, fault.New(fault.Conflict, key, phrase.Args{"Name": names[who]}))
	}
	for _, h := range hanging {
		refuse(hangKeys[h.What], h.Person)
	}
	for _, who := range changedSince(imp.Done, state) {
		refuse("intake.undo.changed_since", who)
	}
	for _, who := range boundSince(imp.Done, state) {
		refuse("intake.undo.bound_since", who)
	}
	if len(parts) > 0 {
		f := fault.New(fault.Conflict, "intake.undo.refused", nil)
		f.Parts = parts
		return people.Changes{}, f
	}
	before := imp.Done.Before
	return people.Changes{Pupils: before.Pupils, Adults: before.Adults, Contacts: before.Contacts, Staff: before.Staff,
		Gone: imp.Done.Made}, nil
}

// hangKeys say what hangs on somebody.
var hangKeys = map[Hang]string{HangDevice: "intake.undo.hangs_device", HangAccount: "intake.undo.hangs_account",
	HangRecord: "intake.undo.hangs_record"}

// changedSince names those whose records are no longer as the import left them.
func changedSince(d Done, s people.State) []id.Person {
	var who []id.Person
	who = append(who, unlike(s.Pupils, d.After.Pupils, func(p people.Pupil) id.Person { return id.Person(p.ID) },
		func(a, b people.Pupil) bool { return a == b })...)
	who = append(who, unlike(s.Adults, d.After.Adults, func(a people.Adult) id.Person { return id.Person(a.ID) },
		func(a, b people.Adult) bool { return a == b })...)
	who = append(who, unlike(s.Staff, d.After.Staff, func(t people.Staff) id.Person { return id.Person(t.ID) },
		people.Staff.Equal)...)
	now := map[people.ContactKey]people.Contact{}
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
func boundSince(d Done, s people.State) []id.Person {
	made, own := map[id.Person]bool{}, map[people.ContactKey]bool{}
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

// namesOf are what everybody is called.
func namesOf(s people.State) map[id.Person]string {
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
