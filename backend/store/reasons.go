package store

import (
	"context"
	"errors"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// reasonRow is why a school differs from guidance in one point.
type reasonRow struct {
	SchoolID      SchoolID `gorm:"primaryKey"`
	Code          string   `gorm:"primaryKey"`
	Why           string
	ByPerson      string
	At            time.Time
	PolicyVersion int64
	VerifiedOn    string
	WithdrawnAt   *time.Time
}

// TableName implements model.
func (reasonRow) TableName() string { return "policy_reasons" }

func init() {
	vouched["policy_reasons"] = vouch("code", func(r reasonRow) string { return r.Code })
}

func toReason(r reasonRow) school.Reason {
	return school.Reason{School: id.School(r.SchoolID), Code: r.Code, Why: r.Why, By: id.Person(r.ByPerson), At: r.At.UTC(),
		PolicyVersion: int(r.PolicyVersion), VerifiedOn: clock.Date(r.VerifiedOn), WithdrawnAt: moment(r.WithdrawnAt)}
}

var _ school.ReasonStore = SchoolStore{}

// Reasons implements school.ReasonStore.
func (x SchoolStore) Reasons(ctx context.Context, at id.School) ([]school.Reason, error) {
	return list(ctx, x.s, at, "code", toReason, func(t *tx, reasons []school.Reason) error {
		return calledIn(t, reasons, func(r *school.Reason) map[*string]id.Person {
			return map[*string]id.Person{&r.ByName: r.By}
		})
	}, "withdrawn_at IS NULL")
}

// ChangeReason implements school.ReasonStore.
func (x SchoolStore) ChangeReason(ctx context.Context, act event.Act, code string,
	change func(*school.Reason) ([]event.Event, error),
) error {
	return x.s.change(ctx, work{act: act, do: func(t *tx) (outcome, error) {
		now := school.Reason{School: t.school, Code: code}
		switch was, err := first[reasonRow](t, "code = ?", code); {
		case err == nil:
			now = toReason(was)
		case !errors.Is(err, errMissing):
			return outcome{}, err
		}
		events, err := change(&now)
		if err != nil {
			return outcome{}, err
		}
		row := reasonRow{SchoolID: SchoolID(t.school), Code: code, Why: now.Why, ByPerson: string(now.By), At: now.At.UTC(),
			PolicyVersion: int64(now.PolicyVersion), VerifiedOn: string(now.VerifiedOn), WithdrawnAt: stamp(now.WithdrawnAt)}
		return outcome{made: []string{code}, wrote: []written{{events: events, rows: []evidence{evident(row, code)}}}},
			put(t, []reasonRow{row})
	}})
}
