package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Children, and the adults around them, are asked for at every request of a parent and for most screens of the office:
// in plain SQL, each by its index, and on PostgreSQL for all children in one round trip.
const (
	pupilColumns = `p.id, p.upn, p.surname, p.forename, p.preferred, p.dob, p.year, p.class, p.first_language,
	p.language_code, p.eal, p.sen, p.left_on, p.sort_name`
	adultColumns = `a.id, a.title, a.forename, a.surname, a.mobile, a.email, a.language, a.language_code, a.merged_into`
)

var (
	onePupil   = prepared(`SELECT ` + pupilColumns + ` FROM pupils p WHERE p.school_id = ? AND p.id = ?`)
	oneAdult   = prepared(`SELECT ` + adultColumns + ` FROM adults a WHERE a.school_id = ? AND a.id = ?`)
	childrenOf = prepared(`SELECT ` + pupilColumns + ` FROM contacts c
		JOIN pupils p ON p.school_id = c.school_id AND p.id = c.pupil WHERE c.school_id = ? AND c.adult = ?`)
	// An index holds those that are merged alone, and is used where the question says so.
	mergedInto = prepared(`SELECT id FROM adults WHERE school_id = ? AND merged_into <> '' AND merged_into = ?`)
	// Priority 0 is "none given" and comes last.
	adultsAround = prepared(`SELECT c.pupil, c.relationship, c.priority, c.parental_responsibility, c.same_address,
		c.court_order, c.gone_since, c.corrected_at, c.corrected_by, c.corrected_told, c.corrected_collect,
		c.corrected_no_contact, c.corrected_order, c.corrected_gone, ` + adultColumns + `
		FROM contacts c JOIN adults a ON a.school_id = c.school_id AND a.id = c.adult
		WHERE c.school_id = ? AND c.pupil = ?
		ORDER BY CASE c.priority WHEN 0 THEN 1 ELSE 0 END, c.priority, c.adult`)
)

// into is where pupilColumns go.
func (r *pupilRow) into() []any {
	return []any{&r.ID, &r.UPN, &r.Surname, &r.Forename, &r.Preferred, &r.DOB, &r.Year, &r.Class, &r.FirstLanguage,
		&r.LanguageCode, &r.EAL, &r.SEN, &r.LeftOn, &r.SortName}
}

// into is where adultColumns go.
func (r *adultRow) into() []any {
	return []any{&r.ID, &r.Title, &r.Forename, &r.Surname, &r.Mobile, &r.Email, &r.Language, &r.LanguageCode,
		&r.MergedInto}
}

// pupil is the school's pupil with that id, and adult the adult; errMissing where there is none.
func (t *tx) pupil(wanted string) (r pupilRow, err error) {
	found, err := t.one(onePupil, r.into(), string(t.school), wanted)
	if err == nil && !found {
		err = errMissing
	}
	r.SchoolID = SchoolID(t.school)
	return r, err
}

func (t *tx) adult(wanted string) (r adultRow, err error) {
	found, err := t.one(oneAdult, r.into(), string(t.school), wanted)
	if err == nil && !found {
		err = errMissing
	}
	r.SchoolID = SchoolID(t.school)
	return r, err
}

// Family implements people.Roll.
func (p PeopleStore) Family(ctx context.Context, school id.School, pupil id.Pupil) (family people.Family, err error) {
	err = p.s.read(ctx, school, func(t *tx) error {
		row, err := t.pupil(string(pupil))
		if err != nil {
			return orNoPerson(err)
		}
		families, err := t.families([]pupilRow{row})
		if err == nil {
			family = families[0]
		}
		return err
	})
	return family, err
}

// FamiliesOf implements people.Roll.
func (p PeopleStore) FamiliesOf(ctx context.Context, school id.School, adult id.Adult) (families []people.Family,
	err error) {
	err = p.s.read(ctx, school, func(t *tx) error {
		families, err = t.familiesOf(string(adult))
		return err
	})
	return families, err
}

// recordsOf are the adult's own record and those that are merged into it, through every merge.
func (t *tx) recordsOf(adult string) ([]string, error) {
	records, merged := []string{adult}, []string{adult}
	for len(merged) > 0 {
		var more []string
		err := sendMany(t, merged, func(into string) call {
			return call{st: mergedInto, args: []any{string(t.school), into}, row: func(scan func(...any) error) error {
				var one string
				err := scan(&one)
				if !slices.Contains(records, one) { // a ring of merges, which no verb makes, ends
					more, records = append(more, one), append(records, one)
				}
				return err
			}}
		})
		if err != nil {
			return nil, err
		}
		merged = more
	}
	return records, nil
}

// familiesOf follows merges back to the records that the adult stands for, and those to their pupils.
func (t *tx) familiesOf(adult string) ([]people.Family, error) {
	records, err := t.recordsOf(adult)
	if err != nil {
		return nil, err
	}
	var rows []pupilRow
	err = sendMany(t, records, func(record string) call {
		return call{st: childrenOf, args: []any{string(t.school), record}, row: func(scan func(...any) error) error {
			r := pupilRow{SchoolID: SchoolID(t.school)}
			err := scan(r.into()...)
			rows = append(rows, r)
			return err
		}}
	})
	if err != nil {
		return nil, err
	}
	// Asked for in their order, SQLite would read the whole school in it, at every request of every parent.
	slices.SortFunc(rows, func(a, b pupilRow) int {
		return cmp.Or(strings.Compare(a.SortName, b.SortName), strings.Compare(a.ID, b.ID))
	})
	rows = slices.CompactFunc(rows, func(a, b pupilRow) bool { return a.ID == b.ID }) // by two records of one adult
	families, err := t.families(rows)
	return slices.DeleteFunc(families, func(f people.Family) bool {
		return !slices.ContainsFunc(f.Contacts, func(a people.Around) bool { return string(a.Adult.ID) == adult })
	}), err
}

// families adds the adults around each pupil.
func (t *tx) families(pupils []pupilRow) ([]people.Family, error) {
	families := make([]people.Family, len(pupils))
	adults := map[id.Adult]people.Adult{}
	each := make([]*people.Family, len(pupils))
	for i, p := range pupils {
		families[i].Pupil, each[i] = toPupil(p), &families[i]
	}
	err := sendMany(t, each, func(f *people.Family) call {
		return call{st: adultsAround, args: []any{string(t.school), string(f.Pupil.ID)},
			row: func(scan func(...any) error) error {
				c, a := contactRow{SchoolID: SchoolID(t.school)}, adultRow{SchoolID: SchoolID(t.school)}
				err := scan(append([]any{&c.Pupil, &c.Relationship, &c.Priority, &c.ParentalResponsibility, &c.SameAddress,
					&c.CourtOrder, &c.GoneSince, &c.CorrectedAt, &c.CorrectedBy, &c.CorrectedTold, &c.CorrectedCollect,
					&c.CorrectedNoContact, &c.CorrectedOrder, &c.CorrectedGone}, a.into()...)...)
				c.Adult = a.ID
				adults[id.Adult(a.ID)] = toAdult(a)
				f.Contacts = append(f.Contacts, people.Around{Contact: toContact(c)})
				return err
			}}
	})
	if err == nil {
		err = t.withMerged(adults)
	}
	if err != nil || len(pupils) == 0 {
		return nil, err
	}
	for _, f := range families {
		for i, around := range f.Contacts {
			f.Contacts[i].Adult = standing(adults, around.Contact.Adult)
		}
	}
	return families, nil
}

// withMerged adds the wanted adults, and of all those whom they are merged into, through every merge.
func (t *tx) withMerged(adults map[id.Adult]people.Adult, wanted ...id.Adult) error {
	for {
		for _, a := range adults {
			if _, known := adults[a.MergedInto]; a.MergedInto != "" && !known {
				wanted = append(wanted, a.MergedInto)
			}
		}
		before := len(adults)
		err := sendMany(t, wanted, func(one id.Adult) call {
			return call{st: oneAdult, args: []any{string(t.school), string(one)}, row: func(scan func(...any) error) error {
				a := adultRow{SchoolID: SchoolID(t.school)}
				err := scan(a.into()...)
				adults[id.Adult(a.ID)] = toAdult(a)
				return err
			}}
		})
		if err != nil || len(adults) == before {
			return err
		}
		wanted = nil
	}
}

// standing follows merges to the record that stands for an adult. A ring of merges, which no verb makes, ends where it
// began.
func standing(adults map[id.Adult]people.Adult, from id.Adult) people.Adult {
	adult := adults[from]
	for range len(adults) {
		next, known := adults[adult.MergedInto]
		if !known {
			break
		}
		adult = next
	}
	return adult
}
