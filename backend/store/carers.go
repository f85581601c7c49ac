package store

import (
	"context"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// carersOfChild reads the adults around a child and the records that they are merged into, in one look.
var carersOfChild = prepared(`SELECT c.adult, c.relationship, c.parental_responsibility, c.same_address, c.court_order,
	c.gone_since, c.corrected_at, c.corrected_by, c.corrected_told, c.corrected_collect, c.corrected_no_contact,
	c.corrected_order, c.corrected_gone, a.forename, a.surname, COALESCE(k.id, ''), COALESCE(k.forename, ''),
	COALESCE(k.surname, ''), COALESCE(k.merged_into, '')
	FROM contacts c JOIN adults a ON a.school_id = c.school_id AND a.id = c.adult
	LEFT JOIN adults k ON k.school_id = a.school_id AND k.id = a.merged_into
	WHERE c.school_id = ? AND c.pupil = ?
	ORDER BY CASE c.priority WHEN 0 THEN 1 ELSE 0 END, c.priority, c.adult`)

// carersRead is what carersOfChild answers.
type carersRead struct {
	around []people.Around
	deeper bool // a record is merged into one that is itself merged
}

func (r *carersRead) row(scan func(...any) error) error {
	var c contactRow
	var a, kept adultRow
	err := scan(&c.Adult, &c.Relationship, &c.ParentalResponsibility, &c.SameAddress, &c.CourtOrder, &c.GoneSince,
		&c.CorrectedAt, &c.CorrectedBy, &c.CorrectedTold, &c.CorrectedCollect, &c.CorrectedNoContact, &c.CorrectedOrder,
		&c.CorrectedGone, &a.Forename, &a.Surname, &kept.ID, &kept.Forename, &kept.Surname, &kept.MergedInto)
	a.ID = c.Adult
	if kept.ID != "" {
		a = kept
	}
	r.deeper = r.deeper || a.MergedInto != ""
	r.around = append(r.around, people.Around{Contact: toContact(c), Adult: toAdult(a)})
	return err
}

// carers are the adults by priority, each once.
func (r *carersRead) carers(t *tx, pupil id.Pupil) ([]custody.Carer, error) {
	if !r.deeper {
		return carersOf(r.around), nil
	}
	families, err := t.families([]pupilRow{{ID: string(pupil)}}) // which follows every merge
	if err != nil {
		return nil, err
	}
	return carersOf(families[0].Contacts), nil
}

// carersOf makes one carer of all records of an adult, under the stricter marks.
func carersOf(contacts []people.Around) []custody.Carer {
	var carers []custody.Carer
	var marks []people.Marks
	at := map[id.Adult]int{}
	for _, around := range contacts {
		i, known := at[around.Adult.ID]
		if !known {
			i = len(carers)
			at[around.Adult.ID] = i
			carers = append(carers, custody.Carer{ID: around.Adult.ID, Name: around.Adult.Called(),
				Relationship: around.Contact.Relationship})
			marks = append(marks, around.Contact.Marks())
		} else {
			marks[i] = marks[i].Stricter(around.Contact.Marks())
		}
	}
	for i, m := range marks {
		carers[i].MayBeTold, carers[i].MayCollect, carers[i].NoContact = m.MayBeTold, m.MayCollect, m.NoContact
	}
	return carers
}

// Carers implements custody.Store.
func (c CustodyStore) Carers(ctx context.Context, school id.School, pupil id.Pupil,
) (carers []custody.Carer, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		var read carersRead
		if err := t.rows(carersOfChild, read.row, string(school), string(pupil)); err != nil {
			return err
		}
		carers, err = read.carers(t, pupil)
		return err
	})
	return carers, err
}
