package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// exceptionRow is leave for a child to keep a device.
type exceptionRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	ID       string   `gorm:"primaryKey"`
	Pupil    string
	Reason   string
	FromDay  string
	TillDay  string
	ByPerson string
	At       time.Time
	EndedAt  *time.Time
}

// TableName implements model.
func (exceptionRow) TableName() string { return "exceptions" }

// useRow is leave for a class to use its devices in a lesson.
type useRow struct {
	SchoolID     SchoolID `gorm:"primaryKey"`
	ID           string   `gorm:"primaryKey"`
	Class        string
	Activity     string
	OnDay        string
	AskedBy      string
	AskedAt      time.Time
	RiskAssessed bool
	ApprovedBy   string
	ApprovedAt   *time.Time
}

// TableName implements model.
func (useRow) TableName() string { return "curriculum_uses" }

// staffLeaveRow is leave for a member of staff to use their own device.
type staffLeaveRow struct {
	SchoolID  SchoolID `gorm:"primaryKey"`
	ID        string   `gorm:"primaryKey"`
	Staff     string
	Reason    string
	InWriting bool
	FromDay   string
	TillDay   string
	ByPerson  string
	At        time.Time
}

// TableName implements model.
func (staffLeaveRow) TableName() string { return "staff_leaves" }

func init() {
	vouched["exceptions"] = vouch("id", func(r exceptionRow) string { return r.ID })
	vouched["curriculum_uses"] = vouch("id", func(r useRow) string { return r.ID })
	vouched["staff_leaves"] = vouch("id", func(r staffLeaveRow) string { return r.ID })
}

// save writes one record whole, with its event.
func save[R model](ctx context.Context, s *Store, act event.Act, row R, id string, happened event.Event) error {
	return s.change(ctx, work{act: act, do: func(t *tx) (outcome, error) {
		err := put(t, []R{row})
		if errors.Is(err, gorm.ErrForeignKeyViolated) { // names a child or a member of staff whom the school has not
			err = noChild()
		}
		return outcome{made: []string{id}, wrote: []written{{
			events: []event.Event{happened}, rows: []evidence{evident(row, id)},
		}}}, err
	}})
}

// list reads all of a school's rows of one kind; named adds what people are called.
func list[R model, T any](ctx context.Context, s *Store, school id.School, order string, to func(R) T,
	named func(*tx, []T) error, where string, args ...any,
) (things []T, err error) {
	err = s.read(ctx, school, func(t *tx) error {
		var rows []R
		things = nil
		err := t.gorm().Where(where, args...).Order(order).Find(&rows).Error
		for _, row := range rows {
			things = append(things, to(row))
		}
		if err != nil {
			return err
		}
		return named(t, things)
	})
	return things, err
}

// SaveException implements custody.PermissionStore.
func (c CustodyStore) SaveException(ctx context.Context, act event.Act, e custody.Exception,
	happened event.Event) error {
	row := exceptionRow{SchoolID: SchoolID(e.School), ID: string(e.ID), Pupil: string(e.Pupil), Reason: string(e.Reason),
		FromDay: string(e.From), TillDay: string(e.Till), ByPerson: string(e.By), At: e.At.UTC(), EndedAt: stamp(e.EndedAt)}
	return save(ctx, c.s, act, row, row.ID, happened)
}

// Exceptions implements custody.PermissionStore.
func (c CustodyStore) Exceptions(ctx context.Context, school id.School) ([]custody.Exception, error) {
	return list(ctx, c.s, school, "at DESC, id", func(r exceptionRow) custody.Exception {
		return custody.Exception{ID: id.Op(r.ID), School: id.School(r.SchoolID), Pupil: id.Pupil(r.Pupil),
			Reason: custody.Reason(r.Reason), From: clock.Date(r.FromDay), Till: clock.Date(r.TillDay),
			By: id.Person(r.ByPerson),
			At: r.At.UTC(), EndedAt: moment(r.EndedAt)}
	}, func(t *tx, exceptions []custody.Exception) error {
		var ids []string
		for _, e := range exceptions {
			ids = append(ids, string(e.Pupil))
		}
		pupils := map[id.Pupil]people.Pupil{}
		err := byID(t, ids, func(r pupilRow) { pupils[id.Pupil(r.ID)] = toPupil(r) })
		for i := range exceptions {
			child := pupils[exceptions[i].Pupil]
			exceptions[i].PupilName, exceptions[i].Class = child.Called(), child.Class
		}
		return err
	}, "1 = 1")
}

// SaveUse implements custody.PermissionStore.
func (c CustodyStore) SaveUse(ctx context.Context, act event.Act, u custody.Use, happened event.Event) error {
	row := useRow{SchoolID: SchoolID(u.School), ID: string(u.ID), Class: u.Class, Activity: u.Activity,
		OnDay:   string(u.On),
		AskedBy: string(u.AskedBy), AskedAt: u.AskedAt.UTC(), RiskAssessed: u.RiskAssessed, ApprovedBy: string(u.ApprovedBy),
		ApprovedAt: stamp(u.ApprovedAt)}
	return save(ctx, c.s, act, row, row.ID, happened)
}

// Uses implements custody.PermissionStore.
func (c CustodyStore) Uses(ctx context.Context, school id.School, from clock.Date) ([]custody.Use, error) {
	return list(ctx, c.s, school, "on_day, asked_at, id", func(r useRow) custody.Use {
		return custody.Use{ID: id.Op(r.ID), School: id.School(r.SchoolID), Class: r.Class, Activity: r.Activity,
			On: clock.Date(r.OnDay), AskedBy: id.Person(r.AskedBy), AskedAt: r.AskedAt.UTC(), RiskAssessed: r.RiskAssessed,
			ApprovedBy: id.Person(r.ApprovedBy), ApprovedAt: moment(r.ApprovedAt)}
	}, func(t *tx, uses []custody.Use) error {
		return calledIn(t, uses, func(u *custody.Use) map[*string]id.Person {
			return map[*string]id.Person{&u.AskedByName: u.AskedBy, &u.ApprovedByName: u.ApprovedBy}
		})
	}, "on_day >= ?", string(from))
}

// SaveStaffLeave implements custody.PermissionStore.
func (c CustodyStore) SaveStaffLeave(ctx context.Context, act event.Act, l custody.StaffLeave,
	happened event.Event) error {
	row := staffLeaveRow{SchoolID: SchoolID(l.School), ID: string(l.ID), Staff: string(l.Staff), Reason: l.Reason,
		InWriting: l.InWriting, FromDay: string(l.From), TillDay: string(l.Till), ByPerson: string(l.By), At: l.At.UTC()}
	return save(ctx, c.s, act, row, row.ID, happened)
}

// StaffLeaves implements custody.PermissionStore.
func (c CustodyStore) StaffLeaves(ctx context.Context, school id.School) ([]custody.StaffLeave, error) {
	return list(ctx, c.s, school, "at DESC, id", func(r staffLeaveRow) custody.StaffLeave {
		return custody.StaffLeave{ID: id.Op(r.ID), School: id.School(r.SchoolID), Staff: id.Staff(r.Staff), Reason: r.Reason,
			InWriting: r.InWriting, From: clock.Date(r.FromDay), Till: clock.Date(r.TillDay), By: id.Person(r.ByPerson),
			At: r.At.UTC()}
	}, func(t *tx, leaves []custody.StaffLeave) error {
		return calledIn(t, leaves, func(l *custody.StaffLeave) map[*string]id.Person {
			return map[*string]id.Person{&l.StaffName: id.Person(l.Staff)}
		})
	}, "1 = 1")
}
