package school

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/phrase"
)

const nationalPractice clause.Key = "roles.leaders.national_practice"

// What happened to reasons. The subject is the finding's code; the head's words stand in no event.
const (
	DidRecordReason   event.Kind = "school.reason_recorded"
	DidWithdrawReason event.Kind = "school.reason_withdrawn"
)

// ReasonLength is the most characters of a reason.
const ReasonLength = 400

// Reason is why the school does it its own way where its policy differs from what guidance now says: the head's words
// about one finding. There is one for a finding; a new one takes the place of the old.
type Reason struct {
	School id.School
	// Code is the finding's.
	Code string
	Why  string
	By   id.Person
	At   time.Time
	// PolicyVersion and VerifiedOn are the policy's version and the finding's guidance for which it was given.
	PolicyVersion int
	VerifiedOn    clock.Date
	// WithdrawnAt is when the head took it back; zero while it is given. The words are kept, and shown to nobody.
	WithdrawnAt time.Time
	// ByName is filled when reasons are read.
	ByName string
}

// Given reports whether there is a reason, and it was not taken back.
func (r Reason) Given() bool { return r.Why != "" && r.WithdrawnAt.IsZero() }

// Holds reports whether the reason answers this finding of this policy. Once the policy has a new version, or somebody
// has checked the guidance anew, it was given for an earlier text, and the head looks at it again.
//
// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func (r Reason) Holds(p Policy, f Finding) bool {
	return r.Given() && r.Code == f.Code && r.PolicyVersion == p.Version && r.VerifiedOn == f.VerifiedOn
}

// MayReason says whether somebody with those roles may record a reason for a finding among those that stand. The head
// answers for the policy, so it is the head's alone. Amber says "differs": a school may, with a reason. Red says that
// the text lets something happen that must not, or that nobody decides: no reason makes that right, only a decision.
//
// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func MayReason(roles []Role, found []Finding, code string) clause.Ruling {
	if !slices.Contains(roles, RoleHead) {
		return clause.Deny(nationalPractice, phrase.Say("school.reason.approver", nil))
	}
	ruling := clause.Deny(nationalPractice, phrase.Say("school.reason.no_finding", nil))
	for _, f := range found {
		switch {
		case f.Code != code:
		case f.Severity == Amber:
			ruling = clause.Allow(nationalPractice)
		default:
			return clause.Deny(nationalPractice, phrase.Say("school.reason.decide", nil))
		}
	}
	return ruling
}

// MayWithdraw says whether somebody with those roles may take a reason back: the head, who gives it.
//
// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func MayWithdraw(roles []Role) clause.Ruling {
	if !slices.Contains(roles, RoleHead) {
		return clause.Deny(nationalPractice, phrase.Say("school.reason.approver", nil))
	}
	return clause.Allow(nationalPractice)
}

// words are a reason as it is kept, without the space around it.
func words(why string) (string, error) {
	why = strings.TrimSpace(why)
	switch {
	case why == "":
		return "", fault.New(fault.Invalid, "school.reason.missing", nil).In("reason")
	case utf8.RuneCountInString(why) > ReasonLength:
		return "", fault.New(fault.Invalid, "school.reason.too_long", phrase.Args{"Most": ReasonLength}).In("reason")
	}
	return why, nil
}
