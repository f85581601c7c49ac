package custody

import (
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// The clauses about leave to have or to use a device.
const (
	contactException clause.Key = "phones.contact_exception"
	curriculumUse    clause.Key = "phones.curriculum_use"
	notBlanket       clause.Key = "phones.not_blanket"
	staffPermission  clause.Key = "phones.staff.permission"
)

// What happened to permissions.
const (
	DidApproveException event.Kind = "custody.exception_approved"
	DidEndException     event.Kind = "custody.exception_ended"
	DidAskUse           event.Kind = "custody.use_asked"
	DidApproveUse       event.Kind = "custody.use_approved"
	DidPermitStaff      event.Kind = "custody.staff_permitted"
)

// Reason is why a child may keep a device. The desk never sees it.
type Reason string

// The reasons.
const (
	Medical     Reason = "medical"
	YoungCarer  Reason = "young_carer"
	WalkingHome Reason = "walking_home"
	OtherReason Reason = "other"
)

// Exception is leave for one child to keep a device, case by case and dated.
type Exception struct {
	ID         id.Op // the operation that made it
	School     id.School
	Pupil      id.Pupil
	Reason     Reason
	From, Till clock.Date // both days included
	By         id.Person
	At         time.Time
	EndedAt    time.Time // withdrawn before its time; zero otherwise
	// PupilName and Class are filled when exceptions are read.
	PupilName, Class string
}

// Stands reports whether the exception holds on that day.
func (e Exception) Stands(on clock.Date) bool {
	return e.EndedAt.IsZero() && e.From <= on && on <= e.Till
}

// Use is leave for one class to use its devices in one activity on one day.
type Use struct {
	ID       id.Op
	School   id.School
	Class    string
	Activity string
	On       clock.Date
	// AskedBy is the member of staff who consents to it and leads it.
	AskedBy id.Person
	AskedAt time.Time
	// RiskAssessed: a risk assessment was made, where the policy wants one.
	RiskAssessed bool
	ApprovedBy   id.Person
	ApprovedAt   time.Time
	// AskedByName and ApprovedByName are filled when uses are read.
	AskedByName, ApprovedByName string
}

// StaffLeave is leave for a member of staff to use their own device, dated, and in writing where the policy says so.
type StaffLeave struct {
	ID         id.Op
	School     id.School
	Staff      id.Staff
	Reason     string
	InWriting  bool
	From, Till clock.Date
	By         id.Person
	At         time.Time
	// StaffName is filled when leave is read.
	StaffName string
}

// LongestLeave is the most days that one approval may cover: to the end of a school year, and then it is asked again.
const LongestLeave = 366

// dated reports whether leave from one day till another is of two days that exist, in order and near enough.
func dated(from, till clock.Date) bool {
	_, first := clock.ParseDate(string(from))
	_, last := clock.ParseDate(string(till))
	return first && last && from <= till && till <= from.AddDays(LongestLeave)
}

// MayExcept says whether that person may approve that exception.
//
// Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4)
func MayExcept(p school.Phones, e Exception, who people.Who) clause.Ruling {
	switch {
	case !who.Is(people.Role(p.ContactExceptionBy)):
		return clause.Deny(contactException, phrase.Say("custody.exception.approver", nil))
	case !dated(e.From, e.Till):
		return clause.Deny(contactException, phrase.Say("custody.dates", nil))
	}
	switch e.Reason {
	case Medical, YoungCarer, WalkingHome, OtherReason:
		return clause.Allow(contactException)
	}
	return clause.Deny(contactException, phrase.Say("custody.exception.reason", nil))
}

// MayUse says whether a class may use its devices in that activity on that day: only as it was asked for by a member of
// staff, assessed where the policy wants it, and approved by leadership; for that class, activity and day alone.
//
// Policy: phones.curriculum_use (AR 9.3/5, BG 9.3/5), phones.not_blanket (BG 9.3/6)
func MayUse(p school.CurriculumUse, u Use, on clock.Date) clause.Ruling {
	switch {
	case u.Class == "" || u.Activity == "" || u.On != on:
		return clause.Deny(blanket(p), phrase.Say("custody.use.one_class_one_day", nil))
	case p.StaffConsent && u.AskedBy == "":
		return clause.Wait(curriculumUse, phrase.Say("custody.use.staff", nil), time.Time{})
	case p.RiskAssessment && !u.RiskAssessed:
		return clause.Wait(curriculumUse, phrase.Say("custody.use.risk", nil), time.Time{})
	case p.LeadershipApproval && u.ApprovedBy == "":
		return clause.Wait(curriculumUse, phrase.Say("custody.use.leadership", nil), time.Time{})
	}
	return clause.Allow(curriculumUse)
}

// blanket is the clause that forbids general leave: a sentence of its own where the school has one.
func blanket(p school.CurriculumUse) clause.Key {
	if p.NeverBlanket {
		return notBlanket
	}
	return curriculumUse
}

// MayPermitStaff says whether that person may give a member of staff leave to use their own device.
//
// Policy: phones.staff.permission (AR 9.2/6, BG 9.2/6)
func MayPermitStaff(p school.Phones, leave StaffLeave, who people.Who) clause.Ruling {
	switch {
	case !who.Is(people.Head):
		return clause.Deny(staffPermission, phrase.Say("custody.staff_leave.approver", nil))
	case !dated(leave.From, leave.Till):
		return clause.Deny(staffPermission, phrase.Say("custody.dates", nil))
	}
	switch p.StaffPermission {
	case school.PermissionByHead:
		return clause.Allow(staffPermission)
	case school.PermissionByHeadInWriting:
		if !leave.InWriting {
			return clause.Wait(staffPermission, phrase.Say("custody.staff_leave.in_writing", nil), time.Time{})
		}
		return clause.Allow(staffPermission)
	}
	return clause.Deny(staffPermission, phrase.Say("custody.policy_unknown", nil))
}
