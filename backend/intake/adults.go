package intake

import (
	"slices"

	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

var adultFields = []attribute[people.Adult]{
	{FCTitle, func(a people.Adult) string { return a.Title }},
	{FCForename, func(a people.Adult) string { return a.Forename }},
	{FCSurname, func(a people.Adult) string { return a.Surname }},
	{FCMobile, func(a people.Adult) string { return a.Mobile }},
	{FCEmail, func(a people.Adult) string { return a.Email }},
	{FCLanguage, func(a people.Adult) string { return a.LanguageCode }},
}

// adult plans one adult from all the rows about them. Where the rows give several values, what stood before stands, or
// the first row's value, and it is noted.
func (p *planner) adult(b *book, record id.Adult, rows []*contactRow) {
	old, known := b.adults[record]
	made := people.Adult{ID: record, School: p.draft.School, MergedInto: old.MergedInto}
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
	at := slices.IndexFunc(adultFields, func(a attribute[people.Adult]) bool { return a.field == f })
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
		p.problem(other.row, f, Notes, "intake.two_values", phrase.Args{"Value": first})
	}
	if known && (!spoken || standing || other != nil) {
		return was
	}
	return first
}
