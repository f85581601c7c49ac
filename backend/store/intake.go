package store

import (
	"context"
	"errors"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
)

// Intake is the store of the intake room.
func (s *Store) Intake() IntakeStore { return IntakeStore{s} }

// IntakeStore implements intake.Imports.
type IntakeStore struct{ s *Store }

var _ intake.Imports = IntakeStore{}

func init() {
	vouched["imports"] = vouch("id", func(r importRow) string { return r.ID })
}

// importRow is a file on its way in. Content, Done, Mapping and Counts are JSON.
type importRow struct {
	SchoolID  SchoolID `gorm:"primaryKey"`
	ID        string   `gorm:"primaryKey"`
	Kind      string
	State     string
	Name      string
	ByPerson  string
	At        time.Time
	AppliedBy string
	AppliedAt *time.Time
	UndoneBy  string
	UndoneAt  *time.Time
	Mapping   string
	Seen      string
	Content   string
	Done      string
	Counts    string
}

// TableName implements model.
func (importRow) TableName() string { return "imports" }

// mappingRow is the mapping that the school keeps for files with the same headers.
type mappingRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Kind     string   `gorm:"primaryKey"`
	Headers  string   `gorm:"primaryKey"`
	Mapping  string
}

// TableName implements model.
func (mappingRow) TableName() string { return "import_mappings" }

func fromImport(i intake.Import) (row importRow, err error) {
	row = importRow{
		SchoolID: SchoolID(i.School), ID: string(i.ID), Kind: string(i.Kind), State: string(i.State), Name: i.Name,
		ByPerson: string(i.By), At: i.At.UTC(), AppliedBy: string(i.AppliedBy), AppliedAt: stamp(i.AppliedAt),
		UndoneBy: string(i.UndoneBy), UndoneAt: stamp(i.UndoneAt), Seen: i.Seen,
	}
	if row.Mapping, err = text(i.Mapping); err != nil {
		return row, err
	}
	if row.Counts, err = text(i.Counts); err != nil {
		return row, err
	}
	if len(i.Table.Headers) > 0 || len(i.Table.Rows) > 0 {
		if row.Content, err = text(i.Table); err != nil {
			return row, err
		}
	}
	if i.State == intake.Applied {
		row.Done, err = text(i.Done)
	}
	return row, err
}

func toImport(r importRow) (intake.Import, error) {
	i := intake.Import{
		ID: id.Import(r.ID), School: id.School(r.SchoolID), Kind: intake.ImportKind(r.Kind),
		State: intake.ImportState(r.State),
		Name:  r.Name, By: id.Person(r.ByPerson), At: r.At.UTC(), AppliedBy: id.Person(r.AppliedBy),
		AppliedAt: moment(r.AppliedAt), UndoneBy: id.Person(r.UndoneBy), UndoneAt: moment(r.UndoneAt), Seen: r.Seen,
	}
	return i, errors.Join(untext(r.Mapping, &i.Mapping), untext(r.Content, &i.Table), untext(r.Done, &i.Done),
		untext(r.Counts, &i.Counts))
}

// Import implements intake.Imports.
func (i IntakeStore) Import(ctx context.Context, school id.School, imp id.Import) (found intake.Import, err error) {
	err = i.s.read(ctx, school, func(t *tx) error {
		found, err = t.theImport(imp)
		return orNoPerson(err)
	})
	return found, err
}

func (t *tx) theImport(imp id.Import) (intake.Import, error) {
	row, err := first[importRow](t, "id = ?", string(imp))
	if err != nil {
		return intake.Import{}, err
	}
	return toImport(row)
}

// ImportList implements intake.Imports.
func (i IntakeStore) ImportList(ctx context.Context, school id.School) (list []intake.Import, err error) {
	err = i.s.read(ctx, school, func(t *tx) error {
		var rows []importRow
		list = nil
		if err := t.gorm().Omit("content", "done").Order("at DESC, id").Limit(50).Find(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			imp, err := toImport(row)
			if err != nil {
				return err
			}
			list = append(list, imp)
		}
		return nil
	})
	return list, err
}

// ChangeImport implements intake.Imports.
func (i IntakeStore) ChangeImport(ctx context.Context, act event.Act, imp id.Import,
	change func(*intake.Import, people.State, []intake.Hanging) (intake.Changes, []event.Event, error),
) (now intake.Import, err error) {
	err = i.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			if err := t.store.engine.alone(t, "people"); err != nil {
				return outcome{}, err
			}
			if now, err = t.theImport(imp); errors.Is(err, errMissing) {
				now, err = intake.Import{ID: imp, School: act.School}, nil
			}
			if err != nil {
				return outcome{}, err
			}
			state, err := t.state()
			if err != nil {
				return outcome{}, err
			}
			var hanging []intake.Hanging
			if now.State == intake.Applied {
				if hanging, err = t.hanging(now.Done.Made); err != nil {
					return outcome{}, err
				}
			}
			changes, events, err := change(&now, state, hanging)
			if err != nil {
				return outcome{}, err
			}
			rows, err := t.apply(changes.Changes)
			if err == nil {
				err = t.remember(changes.Remember)
			}
			if err != nil {
				return outcome{}, err
			}
			done := outcome{made: []string{string(now.ID)}}
			if now.State != "" {
				row, err := fromImport(now)
				if err == nil {
					err = put(t, []importRow{row})
				}
				if err != nil {
					return outcome{}, err
				}
				rows = append(rows, evident(row, row.ID))
			}
			done.wrote = []written{{events: events, rows: rows}}
			return done, nil
		},
		again: func(t *tx, made []string) error {
			now = intake.Import{ID: imp, School: act.School}
			if len(made) == 0 {
				return nil
			}
			found, err := t.theImport(id.Import(made[0]))
			if errors.Is(err, errMissing) { // the first time wrote none
				return nil
			}
			now = found
			return err
		},
	})
	return now, err
}

// Remembered implements intake.Imports.
func (i IntakeStore) Remembered(ctx context.Context, school id.School, kind intake.ImportKind, headers string,
) (mapping intake.Mapping, known bool, err error) {
	err = i.s.read(ctx, school, func(t *tx) error {
		row, err := first[mappingRow](t, "kind = ? AND headers = ?", string(kind), headers)
		if errors.Is(err, errMissing) {
			return nil
		}
		if err == nil {
			err = untext(row.Mapping, &mapping)
		}
		known = err == nil
		return err
	})
	return mapping, known, err
}

func (t *tx) remember(r *intake.Remember) error {
	if r == nil {
		return nil
	}
	mapping, err := text(r.Mapping)
	if err != nil {
		return err
	}
	return put(t, []mappingRow{{SchoolID: SchoolID(t.school), Kind: string(r.Kind), Headers: r.Headers, Mapping: mapping}})
}

// hangs are the places where something can hang on a person, each a query for those of some people.
var hangs = []struct {
	what intake.Hang
	sql  string
}{
	{intake.HangDevice, `SELECT DISTINCT pupil FROM devices WHERE school_id = ? AND pupil IN ?`},
	{intake.HangDevice, `SELECT DISTINCT pupil FROM exceptions WHERE school_id = ? AND pupil IN ?`},
	{intake.HangRecord, `SELECT DISTINCT adult FROM contact_log WHERE school_id = ? AND adult IN ?`},
	{intake.HangRecord, `SELECT DISTINCT released_to FROM confiscations WHERE school_id = ? AND released_to IN ?`},
	{intake.HangRecord, `SELECT DISTINCT parent FROM searches WHERE school_id = ? AND parent IN ?`},
	{intake.HangRecord, `SELECT DISTINCT witness FROM searches WHERE school_id = ? AND witness IN ?`},
	{intake.HangAccount, `SELECT DISTINCT staff FROM passphrases WHERE school_id = ? AND staff IN ?`},
	{intake.HangAccount, `SELECT DISTINCT person FROM links WHERE school = ? AND person IN ?`},
	{intake.HangRecord, `SELECT DISTINCT staff FROM staff_leaves WHERE school_id = ? AND staff IN ?`},
	{intake.HangRecord, `SELECT DISTINCT staff FROM approvals WHERE school_id = ? AND staff IN ?`},
	{intake.HangRecord, `SELECT DISTINCT pupil FROM approvals WHERE school_id = ? AND pupil IN ?`},
	{intake.HangRecord, `SELECT DISTINCT staff FROM declarations WHERE school_id = ? AND staff IN ?`},
	{intake.HangRecord, `SELECT DISTINCT discussed_with FROM declarations WHERE school_id = ? AND discussed_with IN ?`},
	{intake.HangRecord, `SELECT DISTINCT pupil FROM declarations WHERE school_id = ? AND pupil IN ?`},
	{intake.HangRecord, `SELECT DISTINCT signer FROM aup_signatures WHERE school_id = ? AND signer IN ?`},
	{intake.HangRecord, `SELECT DISTINCT pupil FROM aup_signatures WHERE school_id = ? AND pupil IN ?`},
	{intake.HangRecord, `SELECT DISTINCT signer FROM aup_declines WHERE school_id = ? AND signer IN ?`},
	{intake.HangRecord, `SELECT DISTINCT pupil FROM aup_declines WHERE school_id = ? AND pupil IN ?`},
	{intake.HangRecord, `SELECT DISTINCT adult FROM calls WHERE school_id = ? AND adult IN ?`},
	{intake.HangRecord, `SELECT DISTINCT actor FROM events WHERE school_id = ? AND actor IN ?`},
}

// hanging finds what hangs on people whom an import made. A class check names pupils inside its JSON and is searched
// there.
func (t *tx) hanging(made people.Keys) (found []intake.Hanging, err error) {
	var ids []string
	for _, p := range made.Pupils {
		ids = append(ids, string(p))
	}
	pupils := len(ids)
	for _, a := range made.Adults {
		ids = append(ids, string(a))
	}
	for _, s := range made.Staff {
		ids = append(ids, string(s))
	}
	for start := 0; start < len(ids); start += 200 {
		some := ids[start:min(start+200, len(ids))]
		for _, h := range hangs {
			var named []string
			if err := t.gorm().Raw(h.sql, string(t.school), some).Scan(&named).Error; err != nil {
				return nil, err
			}
			for _, person := range named {
				found = append(found, intake.Hanging{Person: id.Person(person), What: h.what})
			}
		}
	}
	checked, err := t.checkedPupils()
	for _, pupil := range ids[:pupils] {
		if checked[id.Pupil(pupil)] {
			found = append(found, intake.Hanging{Person: id.Person(pupil), What: intake.HangDevice})
		}
	}
	return found, err
}
