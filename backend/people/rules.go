package people

import (
	"slices"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/phrase"
)

// Purpose is what an adult would be asked or told for.
type Purpose string

// The purposes (domain: "Which adult").
const (
	// ForAUP: the acceptable use policy is asked of everybody who cares for the child.
	ForAUP Purpose = "aup"
	// ForConsent: a consent is asked of those with parental responsibility.
	ForConsent Purpose = "consent"
	// ForNotice: a notice goes to those who may be told.
	ForNotice Purpose = "notice"
	// ForCollection: a device is given to those who may collect.
	ForCollection Purpose = "collection"
	// ForSignIn: a family's device shows the child to everybody whom the school's system names and no order bars.
	ForSignIn Purpose = "sign_in"
)

// Asked rules whether one contact is asked, told or given something for that purpose. No contact beats every purpose.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), video.parent_consent (BG 7.9.1/1)
// Policy: phones.parents_told (AR 9.3/10), phones.release (AR 9.3/9, BG 9.3/12)
func Asked(purpose Purpose, c Contact, m Marks) clause.Ruling {
	var key clause.Key
	var yes bool
	var why phrase.Phrase
	switch purpose {
	case ForAUP:
		key, yes, why = "roles.parents.read_aups", caresFor(c), phrase.Say("people.asked.not_aup", nil)
	case ForConsent:
		key, yes = "video.parent_consent", c.ParentalResponsibility
		why = phrase.Say("people.asked.not_consent", nil)
	case ForNotice:
		key, yes, why = "phones.parents_told", m.MayBeTold, phrase.Say("people.asked.not_notice", nil)
	case ForCollection:
		key, yes, why = "phones.release", m.MayCollect, phrase.Say("people.asked.not_collection", nil)
	case ForSignIn:
		key, yes = "security.logins_enforced", true
	}
	if m.NoContact {
		return clause.Deny(key, phrase.Say("people.asked.no_contact", nil))
	}
	if c.Gone() {
		return clause.Deny(key, phrase.Say("people.asked.gone", nil))
	}
	if !yes {
		return clause.Deny(key, why)
	}
	return clause.Allow(key)
}

// caresFor reports whether the contact looks after the child: with parental responsibility or without (a foster carer,
// a step-parent), never a social worker.
func caresFor(c Contact) bool {
	switch c.Relationship {
	case SocialWorker:
		return false
	case FosterCarer, StepFather, StepMother, StepParent, Guardian, Carer:
		return true
	}
	return c.ParentalResponsibility || c.SameAddress
}

// Answer is one adult of a family, and whether they are asked.
type Answer struct {
	Adult  Adult
	Marks  Marks
	Ruling clause.Ruling
}

// WhoIsAsked goes through a family for one purpose, each adult once, in the family's order. Where two merged records of
// one adult stand beside the child, the stricter marks hold, and a yes of either makes the adult one who cares.
func WhoIsAsked(purpose Purpose, f Family) []Answer {
	var answers []Answer
	for i, around := range f.Contacts {
		if slices.ContainsFunc(f.Contacts[:i], func(b Around) bool { return b.Adult.ID == around.Adult.ID }) {
			continue
		}
		marks, best := f.Marks(around.Adult.ID), clause.Ruling{}
		for _, same := range f.Contacts[i:] {
			if same.Adult.ID == around.Adult.ID && !best.OK() {
				best = Asked(purpose, same.Contact, marks)
			}
		}
		answers = append(answers, Answer{Adult: around.Adult, Marks: marks, Ruling: best})
	}
	return answers
}

// ChildrenOf are the children on the roll about whom that adult would be asked or told, in the order of the families.
func ChildrenOf(purpose Purpose, adult id.Adult, families []Family, today clock.Date) []Pupil {
	var children []Pupil
	for _, f := range families {
		if f.Pupil.Left(today) {
			continue
		}
		for _, answer := range WhoIsAsked(purpose, f) {
			if answer.Adult.ID == adult && answer.Ruling.OK() {
				children = append(children, f.Pupil)
			}
		}
	}
	return children
}

// Marks are what the school may do with that adult about this family's child; nothing for an adult who is not in it.
func (f Family) Marks(adult id.Adult) Marks {
	var marks Marks
	seen := false
	for _, around := range f.Contacts {
		switch {
		case around.Adult.ID != adult:
		case !seen:
			marks, seen = around.Contact.Marks(), true
		default:
			marks = marks.Stricter(around.Contact.Marks())
		}
	}
	return marks
}

// MaySeeFamilies rules who reads contacts: the office, the head, an administrator, and the safeguarding leads, who
// have to reach a child's parents.
func MaySeeFamilies(who Who) clause.Ruling {
	return Permit(who, Office, Head, HeadOfSchool, DeputyHead, Administrator, SafeguardingLead, DeputyLead)
}

// MayKeepRecords rules who changes the records: the office, the head, an administrator.
func MayKeepRecords(who Who) clause.Ruling { return Permit(who, Office, Head, Administrator) }

// MaySeeClass rules who reads the names of a class: who sees families, and who teaches or assists it.
func MaySeeClass(who Who, class string) clause.Ruling {
	if who.Is(Teacher, Assistant) && class != "" && slices.Contains(who.Classes, class) {
		return clause.Ruling{Verdict: clause.Allowed}
	}
	return MaySeeFamilies(who)
}

// Permit rules by role alone, for somebody of a school.
func Permit(who Who, roles ...Role) clause.Ruling {
	if who.School == "" || who.Person == "" || !who.Is(roles...) {
		return clause.Deny("", phrase.Say("people.not_yours", nil))
	}
	return clause.Ruling{Verdict: clause.Allowed}
}

// Kind is what sort of person somebody is to the policy.
type Kind string

// The kinds that the policy applies to.
const (
	PupilKind      Kind = "pupil"
	ParentKind     Kind = "parent"
	StaffKind      Kind = "staff"
	LeadershipKind Kind = "leadership"
	GovernorKind   Kind = "governor"
	ContractorKind Kind = "contractor"
	VisitorKind    Kind = "visitor"
	VolunteerKind  Kind = "volunteer"
)

// InScope rules whether the policy applies to a kind of person, and under which word it counts them: governors,
// contractors, visitors and volunteers are "staff" to it.
//
// Policy: scope.people (AR 2/4, BG 2/4)
func InScope(kind Kind) (as Kind, ruling clause.Ruling) {
	switch kind {
	case PupilKind, ParentKind:
		return kind, clause.Allow("scope.people")
	case StaffKind, LeadershipKind, GovernorKind, ContractorKind, VisitorKind, VolunteerKind:
		return StaffKind, clause.Allow("scope.people")
	}
	return "", clause.Deny("scope.people", phrase.Say("people.out_of_scope", nil))
}

// KindOf is what a member of staff is to the policy, by their roles.
func KindOf(s Staff) Kind {
	switch {
	case slices.ContainsFunc(s.Roles, func(r Role) bool { return slices.Contains(Leadership, r) }):
		return LeadershipKind
	case slices.Contains(s.Roles, Governor), slices.Contains(s.Roles, ChairOfGovernors):
		return GovernorKind
	}
	return StaffKind
}

// Team is the safeguarding team as its roles are held on a day. Roles nobody holds stand in Vacant: AR names a deputy
// whom nobody appoints, and the school should hear of it.
type Team struct {
	// Lead holds the first say: the designated safeguarding lead. Empty id where nobody does.
	Lead Staff
	// Contact is the named point of contact for online safety: the online safety lead where the policy has one, else
	// the lead.
	Contact Staff
	// Members are all of them, each once, in the order of the policy's roles.
	Members []Staff
	Vacant  []Role
}

// Appointed finds the team among the staff. roles are the policy's safeguarding roles (school.Policy.SafeguardingTeam).
// Deputies are full members: they see what the lead sees.
//
// Policy: roles.lead (AR 4/1, BG 4/1), roles.dsl.contact (AR 4.2/1, BG 4.2/1), roles.dsl.deputies (BG 4.2/2)
func Appointed(roles []Role, staff []Staff, today clock.Date) Team {
	var t Team
	for _, role := range roles {
		found := false
		for _, s := range staff {
			if s.Left(today) || !slices.Contains(s.Roles, role) {
				continue
			}
			if !found && role == SafeguardingLead {
				t.Lead = s
			}
			if !found && role == OnlineSafetyLead {
				t.Contact = s
			}
			found = true
			if !slices.ContainsFunc(t.Members, func(m Staff) bool { return m.ID == s.ID }) {
				t.Members = append(t.Members, s)
			}
		}
		if !found {
			t.Vacant = append(t.Vacant, role)
		}
	}
	if t.Contact.ID == "" {
		t.Contact = t.Lead
	}
	return t
}

// InTeam rules whether somebody receives what belongs to the safeguarding team.
//
// Policy: roles.lead (AR 4/1, BG 4/1), roles.dsl.deputies (BG 4.2/2)
func InTeam(who Who, roles []Role) clause.Ruling {
	for _, role := range roles {
		if who.Is(role) {
			if role == DeputyLead {
				return clause.Allow("roles.dsl.deputies")
			}
			return clause.Allow("roles.lead")
		}
	}
	return clause.Deny("roles.lead", phrase.Say("people.not_yours", nil))
}

// PrivateContact rules whether a member of staff may be in contact with a child or their family by a personal account:
// only with the head's approval for that family, recorded before, and not run out.
//
// Policy: social.staff.contact_approval (AR 8.2/21, BG 8.2/19)
func PrivateContact(approvals []Approval, staff id.Staff, pupil id.Pupil, on clock.Date) clause.Ruling {
	for _, a := range approvals {
		if a.Staff == staff && a.Pupil == pupil && a.From <= on && (a.Until == "" || on <= a.Until) {
			return clause.Allow("social.staff.contact_approval")
		}
	}
	return clause.Deny("social.staff.contact_approval", phrase.Say("people.contact.not_approved", nil))
}

// MayApproveContact rules who gives that approval: the policy's approver, and never for themselves.
//
// Policy: social.staff.contact_approval (AR 8.2/21, BG 8.2/19)
func MayApproveContact(who Who, staff id.Staff) clause.Ruling {
	if !Permit(who, Head).OK() {
		return clause.Deny("social.staff.contact_approval", phrase.Say("people.not_yours", nil))
	}
	if who.Person == id.Person(staff) {
		return clause.Deny("social.staff.contact_approval", phrase.Say("people.contact.not_oneself", nil))
	}
	return clause.Allow("social.staff.contact_approval")
}
