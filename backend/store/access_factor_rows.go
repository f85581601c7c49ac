package store

import (
	"time"

	"lollipop/backend/access"
	"lollipop/backend/id"
)

// factorRow is a second factor of somebody's; Kept is sealed.
type factorRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	ID       string   `gorm:"primaryKey"`
	Staff    string
	Kind     string
	Name     string
	Kept     []byte
	Step     int64
	Made     time.Time
	Last     *time.Time
}

// TableName implements model.
func (factorRow) TableName() string { return "factors" }

func toFactor(r factorRow) access.Factor {
	return access.Factor{ID: id.Factor(r.ID), Kind: access.FactorKind(r.Kind), Name: r.Name, Kept: r.Kept, Step: r.Step,
		Made: r.Made.UTC(), Last: moment(r.Last)}
}

type recoveryRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Staff    string   `gorm:"primaryKey"`
	Hash     string   `gorm:"primaryKey"`
	Used     *time.Time
}

// TableName implements model.
func (recoveryRow) TableName() string { return "recovery_codes" }

type factorNewsRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Staff    string   `gorm:"primaryKey"`
	What     string
	At       time.Time
	ReadAt   *time.Time
}

// TableName implements model.
func (factorNewsRow) TableName() string { return "factor_news" }

func toFactorNews(r factorNewsRow) access.FactorNews {
	return access.FactorNews{What: r.What, At: moment(&r.At), Read: moment(r.ReadAt)}
}

// challengeRow is of no school, as its session is.
type challengeRow struct {
	Session string `gorm:"primaryKey"`
	What    string
	Kept    []byte
	Ends    time.Time
}

// TableName implements model.
func (challengeRow) TableName() string { return "challenges" }

func toChallenge(r challengeRow) access.Challenge {
	return access.Challenge{Session: access.Hash(r.Session), What: access.Asking(r.What), Kept: r.Kept, Ends: r.Ends.UTC()}
}
