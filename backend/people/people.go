// Package people is who belongs to a school: its pupils, the adults around each of them with what the school may do
// with them, and its staff with their roles. Every rule that asks "which adult?" or "which role?" is answered here.
//
// What the school's management information system (MIS) says comes by the room intake. What the office corrects by hand
// is kept beside it and is never overwritten by a later file. A person belongs to one school.
//
// Clauses: scope.people (AR 2/4, BG 2/4), roles.lead (AR 4/1, BG 4/1), roles.dsl.contact (AR 4.2/1, BG 4.2/1),
// roles.dsl.deputies (BG 4.2/2), social.staff.contact_approval (AR 8.2/21, BG 8.2/19),
// social.staff.prior_relationships (AR 8.2/19, BG 8.2/17), phones.staff.prior_relationships (AR 9.2/9, BG 9.2/9),
// issued_phones.provided (BG 9.5/1).
package people

import (
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
)

// Year is a year group of an English primary school.
type Year string

// The year groups, youngest first.
const (
	Nursery   Year = "nursery"
	Reception Year = "reception"
	Year1     Year = "1"
	Year2     Year = "2"
	Year3     Year = "3"
	Year4     Year = "4"
	Year5     Year = "5"
	Year6     Year = "6"
)

// Years lists every year group, youngest first.
var Years = []Year{Nursery, Reception, Year1, Year2, Year3, Year4, Year5, Year6}

// Order is the place of the year group among Years, from 0; -1 for what is none.
func (y Year) Order() int { return slices.Index(Years, y) }

// Band is the stage that documents and guidance are written for.
type Band string

// The bands.
const (
	EYFS     Band = "eyfs"
	KS1      Band = "ks1"
	LowerKS2 Band = "ks2_lower"
	UpperKS2 Band = "ks2_upper"
)

// Band is the stage that the year group belongs to; empty for what is no year group.
func (y Year) Band() Band {
	switch y {
	case Nursery, Reception:
		return EYFS
	case Year1, Year2:
		return KS1
	case Year3, Year4:
		return LowerKS2
	case Year5, Year6:
		return UpperKS2
	}
	return ""
}

// SEN is a pupil's special educational needs status, by the census's codes.
type SEN string

// The statuses. An empty SEN is "not known".
const (
	SENNone    SEN = "N"
	SENSupport SEN = "K"
	SENPlan    SEN = "E"
)

// Pupil is a child on the school's roll. It is comparable: two equal pupils are the same in every field.
type Pupil struct {
	ID     id.Pupil
	School id.School
	// UPN is the unique pupil number, 13 characters, checked; it is unique within the school.
	UPN string
	// Surname and Forename are the legal ones; Preferred is what the child is called, never empty (the forename where
	// the file gives none).
	Surname, Forename, Preferred string
	DOB                          clock.Date
	Year                         Year
	// Class is the registration group as the school writes it: "Robin".
	Class string
	// FirstLanguage is a BCP 47 tag, or empty where it is not known; LanguageCode is what the file said, "POL".
	FirstLanguage, LanguageCode string
	// EAL: English is an additional language.
	EAL bool
	SEN SEN
	// LeftOn is the first day on which the child is no longer on the roll; empty while there is none.
	LeftOn clock.Date
}

// Called is the name that screens show: "Kuba Nowak".
func (p Pupil) Called() string { return p.Preferred + " " + p.Surname }

// Who returns the pupil as somebody who acts.
func (p Pupil) Who() Who {
	return Who{School: p.School, Person: id.Person(p.ID), Kind: PupilKind, Name: p.Called()}
}

// Left reports whether the pupil is off the roll on that day.
func (p Pupil) Left(today clock.Date) bool { return p.LeftOn != "" && p.LeftOn <= today }

// Adult is one person in one or several children's lives: a mother, a foster carer, a social worker. It is comparable.
//
// Merging keeps both records: the merged one points at the one that is kept, its contacts stay its own, and un-merging
// is the removal of the pointer. So nothing is lost by a mistake, and a re-import still finds the record that it made.
type Adult struct {
	ID                       id.Adult
	School                   id.School
	Title, Forename, Surname string
	Mobile                   string // E.164, "+447700900439", or empty
	Email                    string // lower case, or empty
	Language, LanguageCode   string // as Pupil.FirstLanguage and LanguageCode
	// MergedInto is the record that stands for this one, or empty.
	MergedInto id.Adult
}

// Called is the name that screens show: "Tasnim Ahmed".
func (a Adult) Called() string { return joinWords(a.Forename, a.Surname) }

// Who returns the adult as somebody who acts: without a role, so that nothing of the staff's is open to them.
func (a Adult) Who() Who {
	return Who{School: a.School, Person: id.Person(a.ID), Kind: ParentKind, Name: a.Called()}
}

// Contact is what one adult is to one pupil. There is at most one for a pupil and an adult record.
//
// Its marks are never stored as bare facts: Marks derives them from what the file says and from the office's
// correction.
type Contact struct {
	School id.School
	Pupil  id.Pupil
	// Adult is the record that the file made, even when that record is merged into another since.
	Adult id.Adult
	// Relationship is a known code ("mother") or, where we do not know it, the file's own words.
	Relationship string
	// Priority is the MIS's order, from 1; 0 where it gives none.
	Priority               int
	ParentalResponsibility bool
	SameAddress            bool
	// CourtOrder is the text of the file's column, empty for none.
	CourtOrder string
	// GoneSince is the day of the import whose file no longer had this contact; empty while the file has it.
	GoneSince clock.Date
	// Corrected is the office's own decision about the marks; nil while there is none.
	Corrected *Correction
}

// The relationships that we know. Any other stays in the file's own words.
const (
	Mother       = "mother"
	Father       = "father"
	StepMother   = "stepmother"
	StepFather   = "stepfather"
	StepParent   = "step_parent"
	FosterCarer  = "foster_carer"
	SocialWorker = "social_worker"
	Guardian     = "guardian"
	Carer        = "carer"
	Grandmother  = "grandmother"
	Grandfather  = "grandfather"
	Grandparent  = "grandparent"
	Aunt         = "aunt"
	Uncle        = "uncle"
	Sister       = "sister"
	Brother      = "brother"
	Childminder  = "childminder"
	FamilyFriend = "family_friend"
)

// Staff is a member of staff or a governor.
type Staff struct {
	ID     id.Staff
	School id.School
	// Code is the MIS's own, "S001"; may be empty.
	Code                     string
	Title, Forename, Surname string
	// Email is lower case and unique among those who have not left; the sign-in name. May be empty: then nobody can
	// sign in as this person.
	Email string
	// IssuedPhone is the work number that the school issued, E.164, or empty.
	// Policy: issued_phones.provided (BG 9.5/1)
	IssuedPhone string
	// Roles are without doubles, in the order of the file.
	Roles []Role
	// Classes are the registration groups that they teach or assist.
	Classes []string
	LeftOn  clock.Date
}

// Called is what colleagues say: "Ms Hall".
func (s Staff) Called() string {
	if s.Title == "" {
		return joinWords(s.Forename, s.Surname)
	}
	return joinWords(s.Title, s.Surname)
}

// Left reports whether the person no longer works here on that day. A person who left can do nothing.
func (s Staff) Left(today clock.Date) bool { return s.LeftOn != "" && s.LeftOn <= today }

// Who returns the person as somebody who acts.
func (s Staff) Who() Who {
	return Who{School: s.School, Person: id.Person(s.ID), Kind: StaffKind, Name: s.Called(),
		Roles: slices.Clone(s.Roles), Classes: slices.Clone(s.Classes)}
}

// Equal reports whether two records say the same.
func (s Staff) Equal(t Staff) bool {
	return slices.Equal(s.Roles, t.Roles) && slices.Equal(s.Classes, t.Classes) &&
		s.ID == t.ID && s.School == t.School && s.Code == t.Code && s.Title == t.Title && s.Forename == t.Forename &&
		s.Surname == t.Surname && s.Email == t.Email && s.IssuedPhone == t.IssuedPhone && s.LeftOn == t.LeftOn
}

// Key is the contact's name among the school's.
func (c Contact) Key() ContactKey { return ContactKey{Pupil: c.Pupil, Adult: c.Adult} }

// Equal reports whether two records say the same.
func (c Contact) Equal(d Contact) bool {
	if (c.Corrected == nil) != (d.Corrected == nil) {
		return false
	}
	if c.Corrected != nil {
		a, b := *c.Corrected, *d.Corrected
		if !a.At.Equal(b.At) { // not by ==, which compares where a clock hung as well
			return false
		}
		a.At, b.At = time.Time{}, time.Time{}
		if a != b {
			return false
		}
	}
	c.Corrected, d.Corrected = nil, nil
	return c == d
}

func joinWords(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
