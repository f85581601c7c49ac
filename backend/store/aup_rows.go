package store

import (
	"strconv"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/id"
)

// versionRow is a published text.
type versionRow struct {
	SchoolID   SchoolID `gorm:"primaryKey"`
	Document   string   `gorm:"primaryKey"`
	Number     int64    `gorm:"primaryKey;autoIncrement:false"`
	ID         string
	Title      string
	Intro      string
	Statements string
	Proposed   string
	At         time.Time
	ByPerson   string
}

// TableName implements model.
func (versionRow) TableName() string { return "aup_versions" }

// editionRow is a version in one language.
type editionRow struct {
	SchoolID   SchoolID `gorm:"primaryKey"`
	ID         string   `gorm:"primaryKey"`
	Document   string
	Version    string
	Number     int64
	Language   string
	Status     string
	VerifiedBy string
	VerifiedOn string
	Title      string
	Intro      string
	Statements string
	Since      time.Time
}

// TableName implements model.
func (editionRow) TableName() string { return "aup_editions" }

// signatureRow is one person's yes.
type signatureRow struct {
	SchoolID    SchoolID `gorm:"primaryKey"`
	ID          string   `gorm:"primaryKey"`
	Signer      string
	Capacity    string
	Pupil       string
	Document    string
	Version     string
	Edition     string
	Language    string
	Status      string
	How         string
	Talked      bool
	At          time.Time
	SignedOn    string
	RecordedBy  string
	WithdrawnAt *time.Time
}

// TableName implements model.
func (signatureRow) TableName() string { return "aup_signatures" }

// declineRow is one person's no.
type declineRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	ID       string   `gorm:"primaryKey"`
	Signer   string
	Pupil    string
	Document string
	Version  string
	Reason   string
	At       time.Time
}

// TableName implements model.
func (declineRow) TableName() string { return "aup_declines" }

// versionKey names a version by its number: the same text may be published twice.
func versionKey(r versionRow) string { return r.Document + "/" + strconv.FormatInt(r.Number, 10) }

func init() {
	vouched["aup_versions"] = vouch("document || '/' || number", versionKey)
	vouched["aup_editions"] = vouch("id", func(r editionRow) string { return r.ID })
	vouched["aup_signatures"] = vouch("id", func(r signatureRow) string { return r.ID })
	vouched["aup_declines"] = vouch("id", func(r declineRow) string { return r.ID })
}

func fromVersion(v aup.Version) (versionRow, error) {
	statements, err := text(v.Statements)
	return versionRow{SchoolID: SchoolID(v.School), Document: string(v.Document), Number: int64(v.Number), ID: v.ID,
		Title: v.Title, Intro: v.Intro, Statements: statements, Proposed: v.Proposed, At: v.At.UTC(),
		ByPerson: string(v.By)}, err
}

func toVersion(r versionRow) (aup.Version, error) {
	v := aup.Version{School: id.School(r.SchoolID), Document: aup.Document(r.Document), ID: r.ID, Number: int(r.Number),
		Text: aup.Text{Title: r.Title, Intro: r.Intro}, Proposed: r.Proposed, At: r.At.UTC(), By: id.Person(r.ByPerson)}
	return v, untext(r.Statements, &v.Statements)
}

func fromEdition(e aup.Edition) (row editionRow, err error) {
	row = editionRow{SchoolID: SchoolID(e.School), ID: e.ID, Document: string(e.Document), Version: e.Version,
		Number: int64(e.Number), Language: e.Language, Status: string(e.Status), VerifiedBy: e.VerifiedBy,
		VerifiedOn: string(e.VerifiedOn), Since: e.Since.UTC()}
	if row.Title, err = text(e.Title); err != nil {
		return row, err
	}
	if row.Intro, err = text(e.Intro); err != nil {
		return row, err
	}
	row.Statements, err = text(e.Statements)
	return row, err
}

func toEdition(r editionRow) (e aup.Edition, err error) {
	e = aup.Edition{School: id.School(r.SchoolID), ID: r.ID, Document: aup.Document(r.Document), Version: r.Version,
		Number: int(r.Number), Language: r.Language, Status: aup.Status(r.Status), VerifiedBy: r.VerifiedBy,
		VerifiedOn: clock.Date(r.VerifiedOn), Since: r.Since.UTC()}
	if err = untext(r.Title, &e.Title); err != nil {
		return e, err
	}
	if err = untext(r.Intro, &e.Intro); err != nil {
		return e, err
	}
	return e, untext(r.Statements, &e.Statements)
}

func fromSignature(g aup.Signature) signatureRow {
	return signatureRow{SchoolID: SchoolID(g.School), ID: string(g.ID), Signer: string(g.Signer),
		Capacity: string(g.Capacity), Pupil: string(g.Pupil), Document: string(g.Document), Version: g.Version,
		Edition: g.Edition, Language: g.Language, Status: string(g.Status), How: string(g.How), Talked: g.Talked,
		At: g.At.UTC(), SignedOn: string(g.SignedOn), RecordedBy: string(g.RecordedBy), WithdrawnAt: stamp(g.WithdrawnAt)}
}

func toSignature(r signatureRow) aup.Signature {
	return aup.Signature{School: id.School(r.SchoolID), ID: id.Signature(r.ID), Signer: id.Person(r.Signer),
		Capacity: aup.Capacity(r.Capacity), Pupil: id.Pupil(r.Pupil), Document: aup.Document(r.Document),
		Version: r.Version, Edition: r.Edition, Language: r.Language, Status: aup.Status(r.Status), How: aup.How(r.How),
		Talked: r.Talked, At: r.At.UTC(), SignedOn: clock.Date(r.SignedOn), RecordedBy: id.Person(r.RecordedBy),
		WithdrawnAt: moment(r.WithdrawnAt)}
}

func fromDecline(n aup.Decline) declineRow {
	return declineRow{SchoolID: SchoolID(n.School), ID: string(n.ID), Signer: string(n.Signer), Pupil: string(n.Pupil),
		Document: string(n.Document), Version: n.Version, Reason: string(n.Reason), At: n.At.UTC()}
}

func toDecline(r declineRow) aup.Decline {
	return aup.Decline{School: id.School(r.SchoolID), ID: id.Signature(r.ID), Signer: id.Person(r.Signer),
		Pupil: id.Pupil(r.Pupil), Document: aup.Document(r.Document), Version: r.Version, Reason: aup.Reason(r.Reason),
		At: r.At.UTC()}
}
