package intake

import (
	"cmp"
	"slices"

	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// pupilRow is one row of a pupils file as read.
type pupilRow struct {
	Row
	pupil   people.Pupil
	keep    map[Field]bool // fields whose cell is not taken: what stood before stays
	contact *contactRow
}

// child is one pupil of the file with all the rows about them.
type child struct {
	row      Row
	pupil    people.Pupil
	old      *people.Pupil
	keep     map[Field]bool
	contacts []*contactRow
	// partly: some row about this child was not read, so that the file does not say which contacts there are.
	partly  bool
	stopped bool
	touched bool
}

var pupilFields = []attribute[people.Pupil]{
	{FUPN, func(p people.Pupil) string { return p.UPN }},
	{FSurname, func(p people.Pupil) string { return p.Surname }},
	{FForename, func(p people.Pupil) string { return p.Forename }},
	{FPreferred, func(p people.Pupil) string { return p.Preferred }},
	{FDOB, func(p people.Pupil) string { return string(p.DOB) }},
	{FYear, func(p people.Pupil) string { return string(p.Year) }},
	{FClass, func(p people.Pupil) string { return p.Class }},
	{FLanguage, func(p people.Pupil) string { return p.LanguageCode }},
	{FEAL, func(p people.Pupil) string { return yesNo(p.EAL) }},
	{FSEN, func(p people.Pupil) string { return string(p.SEN) }},
	{FLeaving, func(p people.Pupil) string { return string(p.LeftOn) }},
}

// pupils plans a pupils file.
//
// A row says something about a pupil and about one contact. Where the pupil's part cannot be used the row is stopped,
// and the pupil is taken from another row about them if there is one; where only the contact's part cannot, the pupil
// is taken and the contact left out. Where two rows contradict each other about the pupil, nobody can say which is
// right, so none of that pupil's rows is taken.
func (p *planner) pupils(rows []Row) {
	f := newFileOf(p.state)
	children := map[string]*child{}
	var order []*child
	for _, row := range rows {
		read, ok := p.readPupil(row)
		c := children[read.pupil.UPN]
		if !ok {
			f.stopped = append(f.stopped, read.pupil)
			continue
		}
		if c == nil {
			c = &child{row: row, pupil: read.pupil, keep: read.keep}
			children[read.pupil.UPN] = c
			order = append(order, c)
		} else if diff := differ(pupilFields, c.pupil, read.pupil); len(diff) > 0 {
			c.stopped = true
			p.problem(row, diff[0].Field, Stops, "intake.contradicts", phrase.Args{"Row": c.row.Number,
				"Value": diff[0].Old})
			continue
		}
		switch {
		case read.contact != nil:
			read.contact.child = c
			c.contacts = append(c.contacts, read.contact)
		case c.row.Number != row.Number:
			p.problem(row, FUPN, Notes, "intake.duplicate", phrase.Args{"Row": c.row.Number})
		}
	}
	for _, s := range f.stopped {
		if c := children[s.UPN]; c != nil {
			c.partly = true
		}
	}
	order = slices.DeleteFunc(order, func(c *child) bool { return !p.meet(f, c) })
	p.contacts(order)
	for _, c := range order {
		p.settle(c)
	}
	p.leavers(f)
}

// fileOf is the existing pupils as a file is laid beside them.
type fileOf struct {
	byUPN   map[string]*people.Pupil
	byChild map[string]*people.Pupil // name and birthday
	met     map[id.Pupil]bool
	stopped []people.Pupil // what could be read of rows that were stopped
}

func newFileOf(s people.State) *fileOf {
	f := &fileOf{byUPN: map[string]*people.Pupil{}, byChild: map[string]*people.Pupil{}, met: map[id.Pupil]bool{}}
	for i := range s.Pupils {
		old := &s.Pupils[i]
		f.byUPN[old.UPN] = old
		key := childKey(*old)
		if _, twice := f.byChild[key]; twice {
			old = nil // two children of one name and birthday are never told apart by them
		}
		f.byChild[key] = old
	}
	return f
}

func childKey(p people.Pupil) string {
	return people.Fold(p.Surname) + "|" + people.Fold(p.Forename) + "|" + string(p.DOB)
}

// meet finds the existing record of a child of the file: by UPN, or, where the record has only a temporary UPN that
// the file no longer has, by the same names and birthday. It reports whether the child is taken.
func (p *planner) meet(f *fileOf, c *child) bool {
	if c.old = f.byUPN[c.pupil.UPN]; c.old == nil {
		if was := f.byChild[childKey(c.pupil)]; was != nil && TemporaryUPN(was.UPN) && !f.met[was.ID] {
			c.old = was
			p.problem(c.row, FUPN, Notes, "intake.upn_replaced", phrase.Args{"Value": was.UPN})
		}
	}
	if c.old != nil {
		f.met[c.old.ID] = true
		if c.old.DOB != c.pupil.DOB && people.Fold(c.old.Surname) != people.Fold(c.pupil.Surname) &&
			people.Fold(c.old.Forename) != people.Fold(c.pupil.Forename) {
			p.problem(c.row, FUPN, Stops, "intake.upn_of_another", phrase.Args{"Name": c.old.Called()})
			return false
		}
	}
	if c.stopped {
		return false
	}
	if c.old == nil && c.pupil.Left(p.draft.Today) {
		p.problem(c.row, FLeaving, Notes, "intake.already_left", nil)
		return false
	}
	if years := yearsFor(c.pupil.DOB, p.draft.Today); !slices.Contains(years, c.pupil.Year) {
		p.problem(c.row, FDOB, Notes, "intake.dob_year", phrase.Args{"Year": string(c.pupil.Year)})
	}
	p.askLanguage(c.row, FLanguage, c.pupil.LanguageCode)
	made := c.pupil
	made.School = p.draft.School
	if c.old == nil {
		made.ID = id.Named[id.Pupil](string(p.draft.Import) + "/pupil/" + made.UPN)
	} else {
		made.ID = c.old.ID
		keepFields(&made, *c.old, c.keep)
	}
	if made.Preferred == "" {
		made.Preferred = made.Forename
	}
	c.pupil = made
	p.People++
	return true
}

// keepFields puts what stood before where the file's cell is not taken.
func keepFields(made *people.Pupil, old people.Pupil, keep map[Field]bool) {
	if keep[FPreferred] {
		made.Preferred = old.Preferred
	}
	if keep[FLanguage] {
		made.FirstLanguage, made.LanguageCode = old.FirstLanguage, old.LanguageCode
	}
	if keep[FEAL] {
		made.EAL = old.EAL
	}
	if keep[FSEN] {
		made.SEN = old.SEN
	}
	if keep[FLeaving] {
		made.LeftOn = old.LeftOn
	}
}

// settle puts a child into the plan.
func (p *planner) settle(c *child) {
	somebody := Somebody{Person: id.Person(c.pupil.ID), Name: c.pupil.Called(), Class: c.pupil.Class,
		Year: c.pupil.Year,
		Row:  c.row.Number}
	if c.old == nil {
		p.New = append(p.New, somebody)
		p.changes.Pupils = append(p.changes.Pupils, c.pupil)
		return
	}
	if fields := differ(pupilFields, *c.old, c.pupil); len(fields) > 0 {
		p.Changed = append(p.Changed, Changed{What: PupilChanged, Person: somebody.Person, Pupil: c.pupil.ID,
			Name: somebody.Name, Row: c.row.Number, Fields: fields})
		c.touched = true
	}
	if *c.old != c.pupil { // a language that the code now means changes no field that people read
		p.changes.Pupils = append(p.changes.Pupils, c.pupil)
	}
	if !c.touched {
		p.Unchanged++
	}
}

// leavers proposes the pupils on the roll whom no row of the file is about, however badly the row is written.
func (p *planner) leavers(f *fileOf) {
	for _, s := range f.stopped {
		if old := f.byUPN[s.UPN]; old != nil {
			f.met[old.ID] = true
		}
		if old := f.byChild[childKey(s)]; old != nil {
			f.met[old.ID] = true
		}
	}
	for _, old := range p.state.Pupils {
		if !f.met[old.ID] && old.LeftOn == "" {
			p.Leaving = append(p.Leaving, Somebody{Person: id.Person(old.ID), Name: old.Called(), Class: old.Class,
				Year: old.Year})
		}
	}
	slices.SortFunc(p.Leaving, func(a, b Somebody) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(people.Fold(a.Name), people.Fold(b.Name)),
			cmp.Compare(a.Person, b.Person))
	})
}
