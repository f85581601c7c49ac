package web

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Exceptions is leave for children to keep a device.
type Exceptions struct {
	Items []Exception `json:"items"`
}

// Exception is leave for one child, case by case and dated. The desk sees only that there is one.
type Exception struct {
	ID     string     `json:"id"`
	Pupil  PupilName  `json:"pupil"`
	Reason string     `json:"reason" enum:"medical,young_carer,walking_home,other"`
	From   string     `json:"from" format:"date"`
	Till   string     `json:"till" format:"date"`
	Stands bool       `json:"stands" doc:"It holds today"`
	At     time.Time  `json:"at"`
	Ended  *time.Time `json:"ended,omitempty"`
}

func (s *Server) exceptions(ctx context.Context, _ *nothing) (Exceptions, error) {
	k := of(ctx)
	all, err := s.Permissions.Exceptions(ctx, k.who)
	if err != nil {
		return Exceptions{}, err
	}
	answer := Exceptions{Items: make([]Exception, 0, len(all))}
	for _, e := range all {
		line := Exception{ID: string(e.ID), Pupil: PupilName{ID: string(e.Pupil), Name: e.PupilName, Class: e.Class}, Reason: string(e.Reason),
			From: string(e.From), Till: string(e.Till), Stands: e.Stands(dayOf(k.now)), At: e.At}
		if !e.EndedAt.IsZero() {
			line.Ended = &e.EndedAt
		}
		answer.Items = append(answer.Items, line)
	}
	return answer, nil
}

// NewException is what the head approves.
type NewException struct {
	Pupil  string `json:"pupil"`
	Reason string `json:"reason" enum:"medical,young_carer,walking_home,other"`
	From   string `json:"from" format:"date"`
	Till   string `json:"till" format:"date"`
}

func (s *Server) approveException(ctx context.Context, in *body[NewException]) (Exceptions, error) {
	k, b := of(ctx), in.Body
	pupil, err := thing[id.Pupil](b.Pupil)
	if err != nil {
		return Exceptions{}, err
	}
	from, err := date("from", b.From)
	if err != nil {
		return Exceptions{}, err
	}
	till, err := date("till", b.Till)
	if err != nil {
		return Exceptions{}, err
	}
	if _, err := s.Permissions.ApproveException(ctx, k.who, k.act, custody.Exception{Pupil: pupil, Reason: custody.Reason(b.Reason),
		From: from, Till: till}); err != nil {
		return Exceptions{}, err
	}
	return s.exceptions(ctx, &nothing{})
}

func (s *Server) endException(ctx context.Context, in *bodyOn[nothingMore]) (Exceptions, error) {
	k := of(ctx)
	if _, err := s.Permissions.EndException(ctx, k.who, k.act, id.Op(in.ID)); err != nil {
		return Exceptions{}, err
	}
	return s.exceptions(ctx, &nothing{})
}

// Uses is leave for classes to use their devices in a lesson, today and later.
type Uses struct {
	Items []Use `json:"items"`
}

// Use is leave for one class, one activity and one day.
type Use struct {
	ID           string `json:"id"`
	Class        string `json:"class"`
	Activity     string `json:"activity"`
	On           string `json:"on" format:"date"`
	RiskAssessed bool   `json:"risk_assessed"`
	AskedBy      string `json:"asked_by"`
	ApprovedBy   string `json:"approved_by,omitempty"`
	Ruling       Ruling `json:"ruling" doc:"What the policy says of it on its day"`
}

func (s *Server) uses(ctx context.Context, _ *nothing) (Uses, error) {
	k := of(ctx)
	all, err := s.Permissions.Uses(ctx, k.who, k.now)
	if err != nil {
		return Uses{}, err
	}
	place, err := s.Schools.School(ctx, k.who.School)
	if err != nil {
		return Uses{}, err
	}
	answer := Uses{Items: make([]Use, 0, len(all))}
	for _, u := range all {
		answer.Items = append(answer.Items, Use{ID: string(u.ID), Class: u.Class, Activity: u.Activity, On: string(u.On), RiskAssessed: u.RiskAssessed,
			AskedBy: u.AskedByName, ApprovedBy: u.ApprovedByName, Ruling: s.ruling(ctx, custody.MayUse(place.Policy.Phones.Curriculum, u, u.On))})
	}
	return answer, nil
}

// NewUse is what a member of staff asks for.
type NewUse struct {
	Class        string `json:"class"`
	Activity     string `json:"activity"`
	On           string `json:"on" format:"date"`
	RiskAssessed bool   `json:"risk_assessed"`
}

func (s *Server) askUse(ctx context.Context, in *body[NewUse]) (Uses, error) {
	k, b := of(ctx), in.Body
	on, err := date("on", b.On)
	if err != nil {
		return Uses{}, err
	}
	if _, err := s.Permissions.AskUse(ctx, k.who, k.act, custody.Use{Class: b.Class, Activity: b.Activity, On: on,
		RiskAssessed: b.RiskAssessed}); err != nil {
		return Uses{}, err
	}
	return s.uses(ctx, &nothing{})
}

func (s *Server) approveUse(ctx context.Context, in *bodyOn[nothingMore]) (Uses, error) {
	k := of(ctx)
	if _, err := s.Permissions.ApproveUse(ctx, k.who, k.act, id.Op(in.ID)); err != nil {
		return Uses{}, err
	}
	return s.uses(ctx, &nothing{})
}

// StaffLeaves is leave for staff to use their own devices.
type StaffLeaves struct {
	Items []StaffLeave `json:"items"`
}

// StaffLeave is leave for one member of staff, dated.
type StaffLeave struct {
	ID        string    `json:"id"`
	Staff     string    `json:"staff"`
	Reason    string    `json:"reason"`
	InWriting bool      `json:"in_writing"`
	From      string    `json:"from" format:"date"`
	Till      string    `json:"till" format:"date"`
	At        time.Time `json:"at"`
}

func (s *Server) staffLeaves(ctx context.Context, _ *nothing) (StaffLeaves, error) {
	all, err := s.Permissions.StaffLeaves(ctx, of(ctx).who)
	if err != nil {
		return StaffLeaves{}, err
	}
	answer := StaffLeaves{Items: make([]StaffLeave, 0, len(all))}
	for _, l := range all {
		answer.Items = append(answer.Items, StaffLeave{ID: string(l.ID), Staff: l.StaffName, Reason: l.Reason, InWriting: l.InWriting,
			From: string(l.From), Till: string(l.Till), At: l.At})
	}
	return answer, nil
}

// NewStaffLeave is what the head permits.
type NewStaffLeave struct {
	Staff     string `json:"staff"`
	Reason    string `json:"reason"`
	InWriting bool   `json:"in_writing"`
	From      string `json:"from" format:"date"`
	Till      string `json:"till" format:"date"`
}

func (s *Server) permitStaff(ctx context.Context, in *body[NewStaffLeave]) (StaffLeaves, error) {
	k, b := of(ctx), in.Body
	staff, err := thing[id.Staff](b.Staff)
	if err != nil {
		return StaffLeaves{}, err
	}
	from, err := date("from", b.From)
	if err != nil {
		return StaffLeaves{}, err
	}
	till, err := date("till", b.Till)
	if err != nil {
		return StaffLeaves{}, err
	}
	if _, err := s.Permissions.PermitStaff(ctx, k.who, k.act, custody.StaffLeave{Staff: staff, Reason: b.Reason, InWriting: b.InWriting,
		From: from, Till: till}); err != nil {
		return StaffLeaves{}, err
	}
	return s.staffLeaves(ctx, &nothing{})
}

func date(field, text string) (clock.Date, error) {
	d, ok := clock.ParseDate(text)
	if !ok {
		return "", fault.New(fault.Invalid, "web.date", nil).In(field)
	}
	return d, nil
}
