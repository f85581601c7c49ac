package school

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Reasons is what the head does where the policy differs from guidance, and what everybody reads of it.
type Reasons struct {
	Schools Schools
	Store   ReasonStore
}

// Record keeps why the school does it its own way, in place of what was said before. Roles are those of the
// person who acts, at act's school.
//
// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func (s *Reasons) Record(ctx context.Context, roles []Role, act event.Act, code, why string) error {
	place, err := s.Schools.School(ctx, act.School)
	if err != nil {
		return err
	}
	found, err := Check(place.Policy, clock.DateOf(act.At, London))
	if err != nil {
		return err
	}
	if err := fault.Of(MayReason(roles, found, code)); err != nil {
		return err
	}
	if why, err = words(why); err != nil {
		return err
	}
	return s.Store.ChangeReason(ctx, act, code, func(r *Reason) ([]event.Event, error) {
		r.Why, r.By, r.At, r.WithdrawnAt = why, act.Actor, act.At, time.Time{}
		r.PolicyVersion, r.VerifiedOn = place.Policy.Version, of(found, code).VerifiedOn
		return []event.Event{act.Did(DidRecordReason, code,
			map[string]any{"policy_version": r.PolicyVersion, "verified_on": r.VerifiedOn})}, nil
	})
}

// Withdraw takes a reason back, whether its finding still stands or not. Where none is given it is NotFound
// "school.reason.none".
//
// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func (s *Reasons) Withdraw(ctx context.Context, roles []Role, act event.Act, code string) error {
	if err := fault.Of(MayWithdraw(roles)); err != nil {
		return err
	}
	return s.Store.ChangeReason(ctx, act, code, func(r *Reason) ([]event.Event, error) {
		if !r.Given() {
			return nil, fault.New(fault.NotFound, "school.reason.none", nil)
		}
		r.WithdrawnAt = act.At
		return []event.Event{act.Did(DidWithdrawReason, code, nil)}, nil
	})
}

// Given are those that are given at a school, by the codes of their findings. The policy is everybody's to read.
func (s *Reasons) Given(ctx context.Context, school id.School) (map[string]Reason, error) {
	all, err := s.Store.Reasons(ctx, school)
	if err != nil {
		return nil, err
	}
	reasons := make(map[string]Reason, len(all))
	for _, r := range all {
		reasons[r.Code] = r
	}
	return reasons, nil
}

// of is the first finding with that code.
func of(found []Finding, code string) Finding {
	for _, f := range found {
		if f.Code == code {
			return f
		}
	}
	return Finding{}
}
