package people

import (
	"fmt"
	"slices"

	"lollipop/backend/id"
	"lollipop/backend/phrase"
)

// book is the adults and contacts whom the school has, as a file's contacts are laid beside them.
type book struct {
	adults  map[id.Adult]Adult
	heads   heads
	ofChild map[id.Pupil][]*Contact
	certain map[string][]id.Adult
	taken   map[ContactKey]bool
}

func newBook(s State) *book {
	b := &book{adults: map[id.Adult]Adult{}, heads: headsOf(s.Adults), ofChild: map[id.Pupil][]*Contact{},
		certain: map[string][]id.Adult{}, taken: map[ContactKey]bool{}}
	for _, a := range s.Adults {
		b.adults[a.ID] = a
		for _, key := range certainKeys(a) {
			b.certain[key] = append(b.certain[key], a.ID)
		}
	}
	for i := range s.Contacts {
		c := &s.Contacts[i]
		b.ofChild[c.Pupil] = append(b.ofChild[c.Pupil], c)
	}
	return b
}

// link finds which of the child's own contacts the rows of the file are: the one of that name who is reached the same
// way, or who is of that name and the same to the child. It is how a new number is a change and not a stranger.
func (b *book) link(c *child) {
	if c.old == nil {
		return
	}
	for _, alike := range []func(k *contactRow, old Adult, was *Contact) bool{
		func(k *contactRow, old Adult, _ *Contact) bool { return reachedAlike(k.adult, old) },
		func(k *contactRow, _ Adult, was *Contact) bool {
			return k.keep[FCRelation] || was.Relationship == k.facts.Relationship
		},
	} {
		for _, k := range c.contacts {
			for _, was := range b.ofChild[c.old.ID] {
				key, old := ContactKey{was.Pupil, was.Adult}, b.adults[was.Adult]
				if !k.out && k.old == nil && !b.taken[key] && fullName(old) == k.name && alike(k, old, was) {
					k.old, k.record = was, was.Adult
					b.taken[key] = true
				}
			}
		}
	}
}

// find is the existing record that a contact certainly is, if all that it certainly is stand for one adult. Of merged
// ones it is the record that matches, so that a file which has the old name does not rename the record that was kept.
func (b *book) find(k *contactRow) id.Adult {
	var found id.Adult
	for _, key := range k.keys {
		for _, adult := range b.certain[key] {
			if found == "" || adult == b.heads.of(found) {
				found = adult
			}
			if b.heads.of(adult) != b.heads.of(found) {
				return "" // two people could be meant: a third record is a nuisance, the wrong one a breach
			}
		}
	}
	return found
}

// join gives every contact of the file its record: its own, the one that it certainly is, the one that another row of
// the file is of which it certainly is the same adult, or a new one.
func (b *book) join(rows []*contactRow, seed id.Import) {
	parent := make([]int, len(rows))
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	first := map[string]int{}
	for i, k := range rows {
		parent[i] = i
		if k.record == "" {
			k.record = b.find(k)
		}
		for _, key := range k.keys {
			if j, seen := first[key]; seen {
				parent[root(i)] = root(j)
			} else {
				first[key] = i
			}
		}
	}
	records := map[int][]id.Adult{}
	for i, k := range rows {
		if r := root(i); k.record != "" && !slices.ContainsFunc(records[r], func(a id.Adult) bool {
			return b.heads.of(a) == b.heads.of(k.record)
		}) {
			records[r] = append(records[r], k.record)
		}
	}
	made := map[int]id.Adult{}
	for i, k := range rows {
		r := root(i)
		switch {
		case k.record != "":
		case len(records[r]) == 1:
			k.record = records[r][0]
		default:
			if made[r] == "" {
				made[r] = id.Named[id.Adult](fmt.Sprintf("%s/adult/%d", seed, k.row.Number))
			}
			k.record = made[r]
		}
	}
}

// sameContact reports whether two rows of one child speak of the same contact: certainly the same adult, or of the
// same name, the same to the child, and nothing that tells them apart.
func sameContact(a, b *contactRow) bool {
	if a.name != b.name {
		return false
	}
	apart := func(x, y string) bool { return x != "" && y != "" && x != y }
	return reachedAlike(a.adult, b.adult) || a.facts.Relationship == b.facts.Relationship &&
		!apart(a.adult.Mobile, b.adult.Mobile) && !apart(a.adult.Email, b.adult.Email)
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
				p.problem(b.row, FCSurname, Notes, "people.import.duplicate", phrase.Args{"Row": a.row.Number})
				b.out = true
				continue
			}
			at := append(facts, adult...)[0]
			p.problem(b.row, at.Field, LeftOut, "people.import.contact_contradicts",
				phrase.Args{"Row": a.row.Number, "Value": at.Old})
			a.out, b.out = true, true
		}
	}
}

var adultFields = []attribute[Adult]{
	{FCTitle, func(a Adult) string { return a.Title }},
	{FCForename, func(a Adult) string { return a.Forename }},
	{FCSurname, func(a Adult) string { return a.Surname }},
	{FCMobile, func(a Adult) string { return a.Mobile }},
	{FCEmail, func(a Adult) string { return a.Email }},
	{FCLanguage, func(a Adult) string { return a.LanguageCode }},
}

// adult plans one adult from all the rows about them. Where the rows give several values, what stood before stands, or
// the first row's value, and it is noted.
func (p *planner) adult(b *book, record id.Adult, rows []*contactRow) {
	old, known := b.adults[record]
	made := Adult{ID: record, School: p.draft.School, MergedInto: old.MergedInto}
	for _, f := range []struct {
		field Field
		set   *string
		was   string
		note  bool
	}{
		{FCTitle, &made.Title, old.Title, false}, {FCForename, &made.Forename, old.Forename, false},
		{FCSurname, &made.Surname, old.Surname, false}, {FCMobile, &made.Mobile, old.Mobile, true},
		{FCEmail, &made.Email, old.Email, true}, {FCLanguage, &made.LanguageCode, old.LanguageCode, true},
	} {
		*f.set = p.valueOf(rows, f.field, f.was, known, f.note)
	}
	made.Language = languageOf(made.LanguageCode)
	if known && made.LanguageCode == old.LanguageCode && old.Language != "" {
		made.Language = old.Language
	}
	p.askLanguage(rows[0].row, FCLanguage, made.LanguageCode)
	if made != old {
		p.changes.Adults = append(p.changes.Adults, made)
	}
	if fields := differ(adultFields, old, made); known && len(fields) > 0 {
		p.Changed = append(p.Changed, Changed{What: AdultChanged, Person: id.Person(record), Name: made.Called(),
			Row: rows[0].row.Number, Fields: fields})
		for _, k := range rows {
			k.child.touched = true
		}
	}
}

// valueOf chooses the value of a field among the rows.
func (p *planner) valueOf(rows []*contactRow, f Field, was string, known, note bool) string {
	at := slices.IndexFunc(adultFields, func(a attribute[Adult]) bool { return a.field == f })
	get := adultFields[at].get
	var first string
	spoken, standing := false, false
	var other *contactRow
	for _, k := range rows {
		if k.keep[f] {
			continue
		}
		spoken = true
		value := get(k.adult)
		standing = standing || known && value == was && value != ""
		switch {
		case value == "" || value == first:
		case first == "":
			first = value
		case other == nil:
			other = k
		}
	}
	if other != nil && note {
		p.problem(other.row, f, Notes, "people.import.two_values", phrase.Args{"Value": first})
	}
	if known && (!spoken || standing || other != nil) {
		return was
	}
	return first
}
