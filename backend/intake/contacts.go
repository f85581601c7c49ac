package intake

import (
	"slices"
	"strconv"

	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

var contactFields = []attribute[people.Contact]{
	{FCRelation, func(c people.Contact) string { return c.Relationship }},
	{FCPriority, func(c people.Contact) string { return strconv.Itoa(c.Priority) }},
	{FCPR, func(c people.Contact) string { return yesNo(c.ParentalResponsibility) }},
	{FCOrder, func(c people.Contact) string { return c.CourtOrder }},
	{FCSameHouse, func(c people.Contact) string { return yesNo(c.SameAddress) }},
}

// contacts plans the contacts of the children who are taken. A file without a single contact says nothing about
// contacts.
func (p *planner) contacts(children []*child) {
	if !slices.ContainsFunc(children, func(c *child) bool { return len(c.contacts) > 0 }) {
		return
	}
	b := newBook(p.state)
	var rows []*contactRow
	for _, c := range children {
		p.once(c, sameContact)
		b.link(c)
		for _, k := range c.contacts {
			if !k.out {
				rows = append(rows, k)
			}
		}
	}
	b.join(rows, p.draft.Import)
	for _, c := range children {
		p.once(c, func(a, b *contactRow) bool { return a.record == b.record })
	}
	byRecord, order := map[id.Adult][]*contactRow{}, []id.Adult{}
	for _, k := range rows {
		if k.out {
			continue
		}
		if byRecord[k.record] == nil {
			order = append(order, k.record)
		}
		byRecord[k.record] = append(byRecord[k.record], k)
	}
	for _, record := range order {
		p.adult(b, record, byRecord[record])
	}
	for _, c := range children {
		for _, k := range c.contacts {
			if !k.out {
				p.contact(b, c, k)
			}
		}
		p.gone(b, c)
	}
	p.namesakes(byRecord)
}

// once sees to it that each contact of a child stands once. A row that says the same again is noted; of two that
// contradict each other neither is taken, because one of them may be the one that forbids.
func (p *planner) once(c *child, same func(a, b *contactRow) bool) {
	for i, a := range c.contacts {
		for _, b := range c.contacts[i+1:] {
			if a.out || b.out || !same(a, b) {
				continue
			}
			adult, facts := differ(adultFields, a.adult, b.adult), differ(contactFields, a.facts, b.facts)
			if len(facts) == 0 && (len(adult) == 0 || a.record != "") {
				p.problem(b.row, FCSurname, Notes, "intake.duplicate", phrase.Args{"Row": a.row.Number})
				b.out = true
				continue
			}
			at := append(facts, adult...)[0]
			p.problem(b.row, at.Field, LeftOut, "intake.contact_contradicts",
				phrase.Args{"Row": a.row.Number, "Value": at.Old})
			a.out, b.out = true, true
		}
	}
}

// contact plans what one adult is to one child.
func (p *planner) contact(b *book, c *child, k *contactRow) {
	p.Contacts++
	made := k.facts
	made.Pupil, made.Adult = c.pupil.ID, k.record
	if k.old == nil {
		for _, was := range b.ofChild[c.pupil.ID] {
			if was.Adult == k.record {
				k.old = was
			}
		}
	}
	if k.old != nil {
		b.taken[people.ContactKey{Pupil: made.Pupil, Adult: made.Adult}] = true
		made.Corrected = k.old.Corrected
		keepFacts(&made, *k.old, k.keep)
	}
	changed := Changed{What: ContactAdded, Person: id.Person(made.Adult), Pupil: made.Pupil, Name: k.adult.Called(),
		Of: c.pupil.Called(), Row: k.row.Number}
	switch {
	case k.old != nil && k.old.Equal(made):
	case k.old != nil:
		changed.What, changed.Fields = ContactChanged, differ(contactFields, *k.old, made)
		fallthrough
	default:
		p.changes.Contacts = append(p.changes.Contacts, made)
		if c.old != nil {
			p.Changed = append(p.Changed, changed)
			c.touched = true
		}
	}
	decided := made.Corrected != nil && made.Corrected.CourtOrder == made.CourtOrder
	if people.ReadCourtOrder(made.CourtOrder) == people.OrderUnknown && !decided {
		p.problem(k.row, FCOrder, Asks, "intake.court_order", nil)
	}
	if made.Corrected != nil && made.FileMarks() != made.Corrected.Strict() {
		p.Disagree = append(p.Disagree, Disagreement{Pupil: made.Pupil, Adult: made.Adult, Name: changed.Name,
			Of: changed.Of, Row: changed.Row, File: made.FileMarks(), Corrected: made.Corrected.Strict(),
			Holds: made.Marks()})
	}
}

func keepFacts(made *people.Contact, old people.Contact, keep map[Field]bool) {
	if keep[FCRelation] {
		made.Relationship = old.Relationship
	}
	if keep[FCPriority] {
		made.Priority = old.Priority
	}
	if keep[FCPR] {
		made.ParentalResponsibility = old.ParentalResponsibility
	}
	if keep[FCSameHouse] {
		made.SameAddress = old.SameAddress
	}
	if keep[FCOrder] {
		made.CourtOrder = old.CourtOrder
	}
}

// gone marks the contacts whom the file no longer has beside a child whose rows were all read. They are kept, may not
// be told and may not collect until the office says otherwise: who was taken out of the MIS was perhaps taken out for
// a reason. A contact whose row was only left out is not gone.
func (p *planner) gone(b *book, c *child) {
	if c.old == nil || c.partly || slices.ContainsFunc(c.contacts, func(k *contactRow) bool { return k.unread }) {
		return
	}
	for _, was := range b.ofChild[c.old.ID] {
		adult := b.adults[was.Adult]
		if b.taken[people.ContactKey{Pupil: was.Pupil, Adult: was.Adult}] || was.GoneSince != "" ||
			slices.ContainsFunc(c.contacts, func(k *contactRow) bool { return k.out && k.name == people.FullName(adult) }) {
			continue
		}
		made := *was
		made.GoneSince = p.draft.Today
		p.changes.Contacts = append(p.changes.Contacts, made)
		p.Changed = append(p.Changed, Changed{What: ContactGone, Person: id.Person(was.Adult), Pupil: was.Pupil,
			Name: adult.Called(), Of: c.pupil.Called(), Row: c.row.Number})
		c.touched = true
		for _, k := range c.contacts { // another name and the same telephone: perhaps a new surname
			if !k.out && k.record != was.Adult && people.ReachedAlike(k.adult, adult) {
				p.SamePerson = append(p.SamePerson, people.Namesakes{Name: k.adult.Called(),
					Adults: []id.Adult{was.Adult, k.record}})
			}
		}
	}
}

// namesakes lists the doubtful pairs in which an adult of the file stands.
func (p *planner) namesakes(inFile map[id.Adult][]*contactRow) {
	adults := slices.Clone(p.state.Adults)
	at := map[id.Adult]int{}
	for i, a := range adults {
		at[a.ID] = i
	}
	for _, a := range p.changes.Adults {
		if i, known := at[a.ID]; known {
			adults[i] = a
		} else {
			adults = append(adults, a)
		}
	}
	for _, group := range people.SameNames(adults, p.state.Apart) {
		if slices.ContainsFunc(group.Adults, func(a id.Adult) bool { return inFile[a] != nil }) {
			p.SamePerson = append(p.SamePerson, group)
		}
	}
}
