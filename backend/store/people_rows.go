package store

import (
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

type pupilRow struct {
	SchoolID      SchoolID `gorm:"primaryKey"`
	ID            string   `gorm:"primaryKey"`
	UPN           string
	Surname       string
	Forename      string
	Preferred     string
	DOB           string
	Year          string
	Class         string
	FirstLanguage string
	LanguageCode  string
	EAL           bool
	SEN           string
	LeftOn        string
	SortName      string
	SearchText    string
}

// TableName implements model.
func (pupilRow) TableName() string { return "pupils" }

func fromPupil(p people.Pupil) pupilRow {
	return pupilRow{
		SchoolID: SchoolID(p.School), ID: string(p.ID), UPN: p.UPN, Surname: p.Surname, Forename: p.Forename,
		Preferred: p.Preferred, DOB: string(p.DOB), Year: string(p.Year), Class: p.Class, FirstLanguage: p.FirstLanguage,
		LanguageCode: p.LanguageCode, EAL: p.EAL, SEN: string(p.SEN), LeftOn: string(p.LeftOn),
		SortName:   people.Fold(p.Surname) + " " + people.Fold(p.Preferred),
		SearchText: people.SearchText(p.Surname, p.Forename, p.Preferred),
	}
}

func toPupil(r pupilRow) people.Pupil {
	return people.Pupil{
		ID: id.Pupil(r.ID), School: id.School(r.SchoolID), UPN: r.UPN, Surname: r.Surname, Forename: r.Forename,
		Preferred: r.Preferred, DOB: clock.Date(r.DOB), Year: people.Year(r.Year), Class: r.Class,
		FirstLanguage: r.FirstLanguage, LanguageCode: r.LanguageCode, EAL: r.EAL, SEN: people.SEN(r.SEN),
		LeftOn: clock.Date(r.LeftOn),
	}
}

type adultRow struct {
	SchoolID     SchoolID `gorm:"primaryKey"`
	ID           string   `gorm:"primaryKey"`
	Title        string
	Forename     string
	Surname      string
	Mobile       string
	Email        string
	Language     string
	LanguageCode string
	MergedInto   string
	SearchText   string
}

// TableName implements model.
func (adultRow) TableName() string { return "adults" }

func fromAdult(a people.Adult) adultRow {
	return adultRow{
		SchoolID: SchoolID(a.School), ID: string(a.ID), Title: a.Title, Forename: a.Forename, Surname: a.Surname,
		Mobile: a.Mobile, Email: a.Email, Language: a.Language, LanguageCode: a.LanguageCode,
		MergedInto: string(a.MergedInto), SearchText: people.SearchText(a.Forename, a.Surname),
	}
}

func toAdult(r adultRow) people.Adult {
	return people.Adult{
		ID: id.Adult(r.ID), School: id.School(r.SchoolID), Title: r.Title, Forename: r.Forename, Surname: r.Surname,
		Mobile: r.Mobile, Email: r.Email, Language: r.Language, LanguageCode: r.LanguageCode,
		MergedInto: id.Adult(r.MergedInto),
	}
}

// contactRow is what an adult is to a pupil. CorrectedAt is NULL while the office has decided nothing.
type contactRow struct {
	SchoolID               SchoolID `gorm:"primaryKey"`
	Pupil                  string   `gorm:"primaryKey"`
	Adult                  string   `gorm:"primaryKey"`
	Relationship           string
	Priority               int64
	ParentalResponsibility bool
	SameAddress            bool
	CourtOrder             string
	GoneSince              string
	CorrectedAt            *time.Time
	CorrectedBy            string
	CorrectedTold          bool
	CorrectedCollect       bool
	CorrectedNoContact     bool
	CorrectedOrder         string
	CorrectedGone          string
}

// TableName implements model.
func (contactRow) TableName() string { return "contacts" }

func fromContact(c people.Contact) contactRow {
	r := contactRow{
		SchoolID: SchoolID(c.School), Pupil: string(c.Pupil), Adult: string(c.Adult), Relationship: c.Relationship,
		Priority: int64(c.Priority), ParentalResponsibility: c.ParentalResponsibility, SameAddress: c.SameAddress,
		CourtOrder: c.CourtOrder, GoneSince: string(c.GoneSince),
	}
	if o := c.Corrected; o != nil {
		at := o.At.UTC()
		r.CorrectedAt, r.CorrectedBy = &at, string(o.By)
		r.CorrectedTold, r.CorrectedCollect, r.CorrectedNoContact = o.MayBeTold, o.MayCollect, o.NoContact
		r.CorrectedOrder, r.CorrectedGone = o.CourtOrder, string(o.GoneSince)
	}
	return r
}

func toContact(r contactRow) people.Contact {
	c := people.Contact{
		School: id.School(r.SchoolID), Pupil: id.Pupil(r.Pupil), Adult: id.Adult(r.Adult), Relationship: r.Relationship,
		Priority: int(r.Priority), ParentalResponsibility: r.ParentalResponsibility, SameAddress: r.SameAddress,
		CourtOrder: r.CourtOrder, GoneSince: clock.Date(r.GoneSince),
	}
	if r.CorrectedAt != nil {
		c.Corrected = &people.Correction{
			Marks: people.Marks{MayBeTold: r.CorrectedTold, MayCollect: r.CorrectedCollect,
				NoContact: r.CorrectedNoContact},
			CourtOrder: r.CorrectedOrder, GoneSince: clock.Date(r.CorrectedGone), By: id.Person(r.CorrectedBy),
			At: r.CorrectedAt.UTC(),
		}
	}
	return c
}

// contactID is a contact's id in the chain.
func contactID(r contactRow) string { return r.Pupil + "/" + r.Adult }

// apartRow is a pair of adults that the office said are two people.
type apartRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	A        string   `gorm:"primaryKey"`
	B        string   `gorm:"primaryKey"`
}

// TableName implements model.
func (apartRow) TableName() string { return "adults_apart" }

// staffRow is a member of staff; Roles and Classes are JSON lists.
type staffRow struct {
	SchoolID    SchoolID `gorm:"primaryKey"`
	ID          string   `gorm:"primaryKey"`
	Code        string
	Title       string
	Forename    string
	Surname     string
	Email       string
	IssuedPhone string
	Roles       string
	Classes     string
	LeftOn      string
	SortName    string
}

// TableName implements model.
func (staffRow) TableName() string { return "staff" }

func fromStaff(s people.Staff) (staffRow, error) {
	roles, err := text(s.Roles)
	if err != nil {
		return staffRow{}, err
	}
	classes, err := text(s.Classes)
	return staffRow{
		SchoolID: SchoolID(s.School), ID: string(s.ID), Code: s.Code, Title: s.Title, Forename: s.Forename,
		Surname: s.Surname, Email: s.Email, IssuedPhone: s.IssuedPhone, Roles: roles, Classes: classes,
		LeftOn: string(s.LeftOn), SortName: people.Fold(s.Surname) + " " + people.Fold(s.Forename),
	}, err
}

func toStaff(r staffRow) (people.Staff, error) {
	s := people.Staff{
		ID: id.Staff(r.ID), School: id.School(r.SchoolID), Code: r.Code, Title: r.Title, Forename: r.Forename,
		Surname: r.Surname, Email: r.Email, IssuedPhone: r.IssuedPhone, LeftOn: clock.Date(r.LeftOn),
	}
	if err := untext(r.Roles, &s.Roles); err != nil {
		return s, err
	}
	return s, untext(r.Classes, &s.Classes)
}

type approvalRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Op       string   `gorm:"primaryKey"`
	Staff    string
	Pupil    string
	Reason   string
	ByPerson string
	At       time.Time
	FromDay  string
	UntilDay string
}

// TableName implements model.
func (approvalRow) TableName() string { return "approvals" }

func fromApproval(a people.Approval) approvalRow {
	return approvalRow{SchoolID: SchoolID(a.School), Op: string(a.Op), Staff: string(a.Staff), Pupil: string(a.Pupil),
		Reason: a.Reason, ByPerson: string(a.By), At: a.At.UTC(), FromDay: string(a.From), UntilDay: string(a.Until)}
}

func toApproval(r approvalRow) people.Approval {
	return people.Approval{Op: id.Op(r.Op), School: id.School(r.SchoolID), Staff: id.Staff(r.Staff),
		Pupil:  id.Pupil(r.Pupil),
		Reason: r.Reason, By: id.Person(r.ByPerson), At: r.At.UTC(), From: clock.Date(r.FromDay),
		Until: clock.Date(r.UntilDay)}
}

type declarationRow struct {
	SchoolID      SchoolID `gorm:"primaryKey"`
	Op            string   `gorm:"primaryKey"`
	Staff         string
	Pupil         string
	Kind          string
	DiscussedWith string
	Outcome       string
	OnDay         string
	ByPerson      string
	At            time.Time
}

// TableName implements model.
func (declarationRow) TableName() string { return "declarations" }

func fromDeclaration(d people.Declaration) declarationRow {
	return declarationRow{SchoolID: SchoolID(d.School), Op: string(d.Op), Staff: string(d.Staff), Pupil: string(d.Pupil),
		Kind: string(d.Kind), DiscussedWith: string(d.DiscussedWith), Outcome: d.Outcome, OnDay: string(d.On),
		ByPerson: string(d.By), At: d.At.UTC()}
}

func toDeclaration(r declarationRow) people.Declaration {
	return people.Declaration{Op: id.Op(r.Op), School: id.School(r.SchoolID), Staff: id.Staff(r.Staff),
		Pupil: id.Pupil(r.Pupil), Kind: people.RelationshipKind(r.Kind), DiscussedWith: id.Staff(r.DiscussedWith),
		Outcome: r.Outcome, On: clock.Date(r.OnDay), By: id.Person(r.ByPerson), At: r.At.UTC()}
}
