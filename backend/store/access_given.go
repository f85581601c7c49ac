package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"lollipop/backend/access"
	"lollipop/backend/id"
)

// holdStaff locks a member of staff until the transaction ends: whoever comes second waits here, and then sees what the
// first one did. Fault NotFound where the school has nobody with that id.
func (t *tx) holdStaff(person id.Person) error {
	var locked []staffRow
	lock := clause.Locking{Strength: clause.LockingStrengthUpdate}
	err := t.gorm().Clauses(lock).Where("id = ?", string(person)).Find(&locked).Error
	if err == nil && len(locked) == 0 {
		err = unknownPerson()
	}
	return err
}

// given is what a member of staff was given to come in by, and what they proved since.
func (t *tx) given(staff string) (g access.Given, err error) {
	var links []linkRow
	err = t.gorm().Where("school = ? AND person = ? AND purpose = ?", string(t.school), staff, string(access.ForPassphrase)).
		Order("made DESC, hash").Limit(1).Find(&links).Error
	if err != nil {
		return g, err
	}
	if len(links) > 0 {
		g.Link = toLink(links[0])
	}
	var factors []factorRow
	var codes []recoveryRow
	if err = t.gorm().Where("staff = ?", staff).Find(&factors).Error; err != nil {
		return g, err
	}
	if err = t.gorm().Where("staff = ? AND used IS NOT NULL", staff).Find(&codes).Error; err != nil {
		return g, err
	}
	later := func(at time.Time) {
		if at.After(g.Proved) {
			g.Proved = at
		}
	}
	for _, f := range factors {
		later(f.Made.UTC())
		later(moment(f.Last))
	}
	for _, c := range codes {
		later(moment(c.Used))
	}
	g.News, err = t.factorNews(staff)
	return g, err
}

// Colleagues implements access.Store.
func (a AccessStore) Colleagues(ctx context.Context, school id.School) (all []access.Colleague, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		var rows []staffRow
		var chose, proves []string
		err := t.gorm().Order("sort_name, id").Find(&rows).Error
		if err == nil {
			err = t.gorm().Model(&passphraseRow{}).Where("kept <> ''").Pluck("staff", &chose).Error
		}
		if err == nil {
			err = t.gorm().Model(&factorRow{}).Distinct().Pluck("staff", &proves).Error
		}
		if err != nil {
			return err
		}
		come, prove := setOf(chose), setOf(proves)
		all = make([]access.Colleague, 0, len(rows))
		for _, r := range rows {
			one, err := toStaff(r)
			if err != nil {
				return err
			}
			all = append(all, access.Colleague{Staff: one, Passphrase: come[r.ID], Factor: prove[r.ID]})
		}
		return nil
	})
	return all, err
}

func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}
