package store

import (
	"time"

	"lollipop/backend/access"
	"lollipop/backend/id"
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
	Since time.Time
	Seen  time.Time
}

// TableName implements model.
func (sessionRow) TableName() string { return "sessions" }

type seatRow struct {
	Session  string `gorm:"primaryKey"`
	N        int64  `gorm:"primaryKey;autoIncrement:false"`
	School   string
	Person   string
	Standing string
}

// TableName implements model.
func (seatRow) TableName() string { return "seats" }

func toSession(r sessionRow, seats []seatRow) access.Session {
	s := access.Session{Hash: access.Hash(r.Hash), Since: r.Since.UTC(), Seen: r.Seen.UTC()}
	for _, seat := range seats {
		s.Seats = append(s.Seats, access.Seat{School: id.School(seat.School), Person: id.Person(seat.Person),
			Standing: access.Hash(seat.Standing)})
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
