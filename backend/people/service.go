package people

import (
	"context"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Service is what a person can do with the people of their school. Every verb asks for permission first; what somebody
// may not see, and what is not there, are the same answer to them.
type Service struct {
	roll Roll
	now  func() time.Time
	zone *time.Location
}

// NewService returns the verbs over their store. zone is where the school's days begin (Europe/London).
func NewService(roll Roll, clk clock.Clock, zone *time.Location) *Service {
	return &Service{roll: roll, now: clk.Now, zone: zone}
}

// Today is the school's day now.
func (s *Service) Today() clock.Date { return clock.DateOf(s.now(), s.zone) }

// Absent is the answer for what is not there and for what is somebody else's.
func Absent() *fault.Fault { return fault.New(fault.NotFound, "people.not_found", nil) }

// mine refuses an act that is not the person's own.
func mine(who Who, act event.Act) error {
	if act.School != who.School || act.Actor != who.Person {
		return Absent()
	}
	return nil
}

// Refused is why somebody may not do what the act says: the permission is not given, or the act is not their own. It is
// nil where they may.
func Refused(ruling clause.Ruling, who Who, act event.Act) error {
	if err := fault.Of(ruling); err != nil {
		return err
	}
	return mine(who, act)
}

// Families returns a page of families. Without a size it is 25, and never more than 100.
func (s *Service) Families(ctx context.Context, who Who, q Query) (FamilyPage, error) {
	if err := fault.Of(MaySeeFamilies(who)); err != nil {
		return FamilyPage{}, err
	}
	q.Today, q.Page = s.Today(), max(q.Page, 1)
	if q.Size < 1 {
		q.Size = 25
	}
	q.Size = min(q.Size, 100)
	return s.roll.Families(ctx, who.School, q)
}

// Pupil returns one pupil with the adults around them. Those who teach the class see the pupil alone, on the roll
// only; to anybody else there is no such pupil.
func (s *Service) Pupil(ctx context.Context, who Who, pupil id.Pupil) (Family, error) {
	f, err := s.roll.Family(ctx, who.School, pupil)
	if err != nil {
		return Family{}, err
	}
	if MaySeeFamilies(who).OK() {
		return f, nil
	}
	if !MaySeeClass(who, f.Pupil.Class).OK() || f.Pupil.Left(s.Today()) {
		return Family{}, Absent()
	}
	return Family{Pupil: Pupil{ID: f.Pupil.ID, School: f.Pupil.School, Surname: f.Pupil.Surname,
		Forename:  f.Pupil.Forename,
		Preferred: f.Pupil.Preferred, Year: f.Pupil.Year, Class: f.Pupil.Class}}, nil
}

// ClassList returns the pupils of a class who are on the roll, for those who teach it and the office.
func (s *Service) ClassList(ctx context.Context, who Who, class string) ([]Pupil, error) {
	if !MaySeeClass(who, class).OK() {
		return nil, Absent()
	}
	return s.roll.ClassList(ctx, who.School, class, s.Today())
}

// Classes returns the school's classes: names that everybody on the staff knows.
func (s *Service) Classes(ctx context.Context, who Who) ([]Class, error) {
	if who.School == "" || who.Person == "" || len(who.Roles) == 0 {
		return nil, Absent()
	}
	return s.roll.Classes(ctx, who.School, s.Today())
}

// StaffList returns the staff who have not left.
func (s *Service) StaffList(ctx context.Context, who Who) ([]Staff, error) {
	if err := fault.Of(MaySeeFamilies(who)); err != nil {
		return nil, err
	}
	all, err := s.roll.StaffList(ctx, who.School)
	if err != nil {
		return nil, err
	}
	today, here := s.Today(), make([]Staff, 0, len(all))
	for _, one := range all {
		if !one.Left(today) {
			here = append(here, one)
		}
	}
	return here, nil
}

// CorrectMarks records the office's decision about one contact. It stands over every later file, until a court order
// comes that the office has not seen.
func (s *Service) CorrectMarks(ctx context.Context, who Who, act event.Act, key ContactKey, m Marks) error {
	if err := Refused(MayKeepRecords(who), who, act); err != nil {
		return err
	}
	return s.roll.ChangeRoll(ctx, act, func(state State) (Changes, []event.Event, error) {
		return Correct(state, key, Correction{Marks: m, By: act.Actor, At: act.At}, act)
	})
}

// SamePersonList returns the adults who may be one person, with their records, for the office to merge or keep apart.
func (s *Service) SamePersonList(ctx context.Context, who Who) ([]SamePerson, error) {
	if err := fault.Of(MaySeeFamilies(who)); err != nil {
		return nil, err
	}
	state, err := s.roll.State(ctx, who.School)
	if err != nil {
		return nil, err
	}
	return samePeople(state), nil
}

// Merge makes one record stand for another: keep for merged. Both are kept, and the sessions of both end.
func (s *Service) Merge(ctx context.Context, who Who, act event.Act, keep, merged id.Adult) error {
	return s.join(ctx, who, act, func(state State) (Changes, []event.Event, error) {
		return MergeAdults(state, keep, merged, act)
	})
}

// Unmerge gives a merged record its own life back. The two are remembered as two people.
func (s *Service) Unmerge(ctx context.Context, who Who, act event.Act, merged id.Adult) error {
	return s.join(ctx, who, act, func(state State) (Changes, []event.Event, error) {
		return UnmergeAdult(state, merged, act)
	})
}

// KeepApart records that two adults of one name are two people, so that nobody is asked again.
func (s *Service) KeepApart(ctx context.Context, who Who, act event.Act, a, b id.Adult) error {
	return s.join(ctx, who, act, func(state State) (Changes, []event.Event, error) {
		return KeepAdultsApart(state, a, b, act)
	})
}

func (s *Service) join(ctx context.Context, who Who, act event.Act,
	change func(State) (Changes, []event.Event, error)) error {
	if err := Refused(MayKeepRecords(who), who, act); err != nil {
		return err
	}
	return s.roll.ChangeRoll(ctx, act, change)
}

// ApproveContact records the head's yes to a member of staff's private contact with a family, from today on.
//
// Policy: social.staff.contact_approval (AR 8.2/21, BG 8.2/19)
func (s *Service) ApproveContact(ctx context.Context, who Who, act event.Act, staff id.Staff, pupil id.Pupil,
	reason string, until clock.Date) error {
	if err := Refused(MayApproveContact(who, staff), who, act); err != nil {
		return err
	}
	from := clock.DateOf(act.At, s.zone)
	if reason == "" {
		return fault.New(fault.Invalid, "people.reason_needed", nil).In("reason")
	}
	if until != "" && until < from {
		return fault.New(fault.Invalid, "people.contact.until_past", nil).In("until")
	}
	return s.roll.ChangeRoll(ctx, act, func(state State) (Changes, []event.Event, error) {
		if !state.works(staff, from) || !state.learns(pupil) {
			return Changes{}, nil, Absent()
		}
		a := Approval{Op: act.Op, School: act.School, Staff: staff, Pupil: pupil, Reason: reason, By: act.Actor,
			At:   act.At,
			From: from, Until: until}
		return Changes{Approvals: []Approval{a}}, []event.Event{act.Did(ContactApproved, string(staff),
			map[string]any{"pupil": pupil, "from": from, "until": until})}, nil
	})
}

// DeclareRelationship records that a tie with a family was discussed with the lead, and what came of it. The member of
// staff declares their own; the head and the safeguarding leads record anybody's.
//
// Policy: social.staff.prior_relationships (AR 8.2/19, BG 8.2/17)
// Policy: phones.staff.prior_relationships (AR 9.2/9, BG 9.2/9)
func (s *Service) DeclareRelationship(ctx context.Context, who Who, act event.Act, d Declaration) error {
	ruling := Permit(who, Head, SafeguardingLead, DeputyLead)
	if who.Person == id.Person(d.Staff) && len(who.Roles) > 0 {
		ruling = clause.Allow("social.staff.prior_relationships")
	}
	if err := Refused(ruling, who, act); err != nil {
		return err
	}
	d.Op, d.School, d.By, d.At = act.Op, act.School, act.Actor, act.At
	return s.roll.ChangeRoll(ctx, act, func(state State) (Changes, []event.Event, error) {
		if err := state.checkDeclaration(d, clock.DateOf(act.At, s.zone)); err != nil {
			return Changes{}, nil, err
		}
		return Changes{Declarations: []Declaration{d}}, []event.Event{act.Did(RelationshipDeclared, string(d.Staff),
			map[string]any{"kind": d.Kind})}, nil
	})
}

// StaffRecords returns what is recorded about a member of staff: for themselves, the head and the safeguarding leads.
func (s *Service) StaffRecords(ctx context.Context, who Who, staff id.Staff) ([]Approval, []Declaration, error) {
	if who.Person != id.Person(staff) && !Permit(who, Head, SafeguardingLead, DeputyLead).OK() {
		return nil, nil, Absent()
	}
	return s.roll.StaffRecords(ctx, who.School, staff)
}
