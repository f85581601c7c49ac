package custody

import (
	"context"
	"strings"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Permissions is what people do about leave to have or to use a device.
type Permissions struct {
	Schools Schools
	Store   PermissionStore
}

// ApproveException lets a child keep a device, from one day to another.
//
// Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4)
func (p *Permissions) ApproveException(ctx context.Context, who people.Who, act event.Act,
	e Exception,
) (Exception, error) {
	place, err := p.Schools.School(ctx, who.School)
	if err != nil {
		return Exception{}, err
	}
	if err := fault.Of(MayExcept(place.Policy.Phones, e, who)); err != nil {
		return Exception{}, err
	}
	e.ID, e.School, e.By, e.At, e.EndedAt = act.Op, who.School, act.Actor, act.At, time.Time{}
	return e, p.Store.SaveException(ctx, act, e, act.Did(DidApproveException, string(e.Pupil),
		map[string]any{"from": e.From, "till": e.Till}))
}

// EndException withdraws one before its time: the approver's, like the approval.
//
// Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4)
func (p *Permissions) EndException(ctx context.Context, who people.Who, act event.Act,
	wanted id.Op,
) (Exception, error) {
	place, err := p.Schools.School(ctx, who.School)
	if err != nil {
		return Exception{}, err
	}
	if !who.Is(people.Role(place.Policy.Phones.ContactExceptionBy)) {
		return Exception{}, fault.Of(clause.Deny(contactException, phrase.Say("custody.exception.approver", nil)))
	}
	all, err := p.Exceptions(ctx, who)
	if err != nil {
		return Exception{}, err
	}
	for _, e := range all {
		if e.ID != wanted {
			continue
		}
		if e.EndedAt.IsZero() {
			e.EndedAt = act.At
		}
		return e, p.Store.SaveException(ctx, act, e, act.Did(DidEndException, string(e.Pupil), nil))
	}
	return Exception{}, notYours()
}

// Exceptions returns all of the school's, newest first, with their reasons: for the head and the safeguarding leads.
func (p *Permissions) Exceptions(ctx context.Context, who people.Who) ([]Exception, error) {
	if !who.Is(people.Leadership...) && !who.Is(people.SafeguardingLead, people.DeputyLead) {
		return nil, notYours()
	}
	return p.Store.Exceptions(ctx, who.School)
}

// AskUse is a member of staff who wants a class to use its devices in an activity on one day.
//
// Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/5)
func (p *Permissions) AskUse(ctx context.Context, who people.Who, act event.Act, u Use) (Use, error) {
	if !who.Is(checkRoles...) {
		return Use{}, notYours()
	}
	if err := errOr(missing("class", u.Class), missing("activity", u.Activity),
		tooLong("activity", u.Activity, ReasonLength)); err != nil {
		return Use{}, err
	}
	if _, ok := clock.ParseDate(string(u.On)); !ok || u.On < today(act.At) {
		return Use{}, fault.New(fault.Invalid, "custody.use.past", nil).In("on")
	}
	switch known, err := p.Store.HasClass(ctx, who.School, u.Class, today(act.At)); {
	case err != nil:
		return Use{}, err
	case !known:
		return Use{}, fault.New(fault.Invalid, "custody.use.class", nil).In("class")
	}
	place, err := p.Schools.School(ctx, who.School)
	if err != nil {
		return Use{}, err
	}
	if place.Policy.Phones.Curriculum.RiskAssessment && !u.RiskAssessed {
		return Use{}, fault.Of(clause.Wait(curriculumUse, phrase.Say("custody.use.risk", nil), time.Time{}))
	}
	u = Use{ID: act.Op, School: who.School, Class: u.Class, Activity: strings.TrimSpace(u.Activity), On: u.On,
		AskedBy: act.Actor, AskedByName: who.Name, AskedAt: act.At, RiskAssessed: u.RiskAssessed}
	return u, p.Store.SaveUse(ctx, act, u, act.Did(DidAskUse, string(u.ID), map[string]any{"class": u.Class, "on": u.On}))
}

// ApproveUse is the leadership team's yes to one activity.
//
// Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/7)
func (p *Permissions) ApproveUse(ctx context.Context, who people.Who, act event.Act, wanted id.Op) (Use, error) {
	if !who.Is(people.Leadership...) {
		return Use{}, notYours()
	}
	uses, err := p.Store.Uses(ctx, who.School, today(act.At))
	if err != nil {
		return Use{}, err
	}
	for _, u := range uses {
		if u.ID != wanted {
			continue
		}
		if u.ApprovedBy == "" { // whoever said yes first stays named
			u.ApprovedBy, u.ApprovedByName, u.ApprovedAt = act.Actor, who.Name, act.At
		}
		return u, p.Store.SaveUse(ctx, act, u, act.Did(DidApproveUse, string(u.ID), nil))
	}
	return Use{}, notYours()
}

// Uses returns those of today and later.
func (p *Permissions) Uses(ctx context.Context, who people.Who, now time.Time) ([]Use, error) {
	if !who.Is(takerRoles...) {
		return nil, notYours()
	}
	return p.Store.Uses(ctx, who.School, today(now))
}

// PermitStaff gives a member of staff leave to use their own device.
//
// Policy: phones.staff.permission (AR 9.2/6, BG 9.2/6)
func (p *Permissions) PermitStaff(ctx context.Context, who people.Who, act event.Act,
	leave StaffLeave,
) (StaffLeave, error) {
	place, err := p.Schools.School(ctx, who.School)
	if err != nil {
		return StaffLeave{}, err
	}
	if err := errOr(fault.Of(MayPermitStaff(place.Policy.Phones, leave, who)), missing("reason", leave.Reason),
		tooLong("reason", leave.Reason, ReasonLength)); err != nil {
		return StaffLeave{}, err
	}
	leave.ID, leave.School, leave.By, leave.At = act.Op, who.School, act.Actor, act.At
	leave.Reason = strings.TrimSpace(leave.Reason)
	return leave, p.Store.SaveStaffLeave(ctx, act, leave, act.Did(DidPermitStaff, string(leave.Staff),
		map[string]any{"from": leave.From, "till": leave.Till}))
}

// StaffLeaves returns all of the school's, newest first, for leadership.
func (p *Permissions) StaffLeaves(ctx context.Context, who people.Who) ([]StaffLeave, error) {
	if !who.Is(people.Leadership...) {
		return nil, notYours()
	}
	return p.Store.StaffLeaves(ctx, who.School)
}
