package store

import (
	"time"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// passphraseRow is what is kept of somebody's passphrase.
type passphraseRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Staff    string   `gorm:"primaryKey"`
	Kept     string
	SetAt    time.Time
}

// TableName implements model.
func (passphraseRow) TableName() string { return "passphrases" }

// linkRow, sessionRow, seatRow and guessRow are of no school: ids, times and digests.
type linkRow struct {
	Hash    string `gorm:"primaryKey"`
	Purpose string
	School  string
	Person  string
	Made    time.Time
	Ends    time.Time
	Used    *time.Time
}

// TableName implements model.
func (linkRow) TableName() string { return "links" }

func fromLink(l access.Link) linkRow {
	return linkRow{Hash: string(l.Hash), Purpose: string(l.Purpose), School: string(l.School), Person: string(l.Person),
		Made: l.Made.UTC(), Ends: l.Ends.UTC(), Used: stamp(l.Used)}
}

func toLink(r linkRow) access.Link {
	return access.Link{Hash: access.Hash(r.Hash), Purpose: access.Purpose(r.Purpose), School: id.School(r.School),
		Person: id.Person(r.Person), Made: r.Made.UTC(), Ends: r.Ends.UTC(), Used: moment(r.Used)}
}

type sessionRow struct {
	Hash  string `gorm:"primaryKey"`
	Kind  string
	Since time.Time
	Seen  time.Time
	// NULL where its person never proved a second factor, or read no news of theirs.
	Proved  *time.Time
	Renewed *time.Time
	Told    *time.Time
}

// TableName implements model.
func (sessionRow) TableName() string { return "sessions" }

type seatRow struct {
	Session  string `gorm:"primaryKey"`
	N        int64  `gorm:"primaryKey;autoIncrement:false"`
	School   string
	Person   string
	Standing string
	Since    *time.Time // NULL: the session's
}

// TableName implements model.
func (seatRow) TableName() string { return "seats" }

func toSession(r sessionRow, seats []seatRow) access.Session {
	s := access.Session{Hash: access.Hash(r.Hash), Kind: people.Kind(r.Kind), Since: r.Since.UTC(), Seen: r.Seen.UTC(),
		Proved: moment(r.Proved), Renewed: moment(r.Renewed), Told: moment(r.Told)}
	for _, seat := range seats {
		s.Seats = append(s.Seats, access.Seat{School: id.School(seat.School), Person: id.Person(seat.Person),
			Standing: access.Hash(seat.Standing), Since: moment(seat.Since)})
	}
	return s
}

type guessRow struct {
	Hash     string `gorm:"primaryKey"`
	Failures int64
	Last     time.Time
}

// TableName implements model.
func (guessRow) TableName() string { return "guesses" }

func toGuess(r guessRow) access.Guess {
	return access.Guess{Key: access.Hash(r.Hash), Failures: int(r.Failures), Last: r.Last.UTC()}
}

// codeRow and codeSeatRow are of no school, as links are; a letter's and a class code's own rows are their school's.
type codeRow struct {
	Hash    string `gorm:"primaryKey"`
	Purpose string
	School  string
	Person  string
	Made    time.Time
	Ends    time.Time
	Used    *time.Time
}

// TableName implements model.
func (codeRow) TableName() string { return "codes" }

func fromCode(c access.KeptCode) codeRow {
	return codeRow{Hash: string(c.Hash), Purpose: string(c.Purpose), School: string(c.School), Person: string(c.Person),
		Made: c.Made.UTC(), Ends: c.Ends.UTC(), Used: stamp(c.Used)}
}

func toCode(r codeRow) access.KeptCode {
	return access.KeptCode{Hash: access.Hash(r.Hash), Purpose: access.Purpose(r.Purpose), School: id.School(r.School),
		Person: id.Person(r.Person), Made: r.Made.UTC(), Ends: r.Ends.UTC(), Used: moment(r.Used)}
}

type codeSeatRow struct {
	Code   string `gorm:"primaryKey"`
	N      int64  `gorm:"primaryKey;autoIncrement:false"`
	School string
	Person string
	Since  time.Time
}

// TableName implements model.
func (codeSeatRow) TableName() string { return "code_seats" }

type letterRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	ID       string   `gorm:"primaryKey"`
	Op       string
	Hash     string
	Adult    string
	Child    string
	At       time.Time
	ByPerson string
	Ends     time.Time
	Used     *time.Time
	Ended    *time.Time
	Why      string
	Misses   int64
	Despite  bool
}

// TableName implements model.
func (letterRow) TableName() string { return "letters" }

func fromLetter(l access.Letter) letterRow {
	return letterRow{SchoolID: SchoolID(l.School), ID: string(l.ID), Op: string(l.Op), Hash: string(l.Hash),
		Adult: string(l.Adult), Child: string(l.Child), At: l.At.UTC(), ByPerson: string(l.By), Ends: l.Ends.UTC(),
		Used: stamp(l.Used), Ended: stamp(l.Ended), Why: string(l.Why), Misses: int64(l.Misses),
		Despite: l.Despite}
}

func toLetter(r letterRow) access.Letter {
	return access.Letter{ID: id.Letter(r.ID), School: id.School(r.SchoolID), Op: id.Op(r.Op), Hash: access.Hash(r.Hash),
		Adult: id.Adult(r.Adult), Child: id.Pupil(r.Child), At: r.At.UTC(), By: id.Person(r.ByPerson), Ends: r.Ends.UTC(),
		Used: moment(r.Used), Ended: moment(r.Ended), Why: access.Why(r.Why), Misses: int(r.Misses),
		Despite: r.Despite}
}

type classCodeRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Hash     string   `gorm:"primaryKey"`
	Class    string
}

// TableName implements model.
func (classCodeRow) TableName() string { return "class_codes" }
