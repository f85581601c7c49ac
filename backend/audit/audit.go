// Package audit is the room of the school's memory: what happened, in order, in a way that shows when somebody has
// changed it since.
//
// Every event has a place in its school's chain. Its link is an HMAC, under a key that is not in the database, over the
// link before it and a salted digest of the event and of the rows that it left behind. So nobody who can only write to
// the database can change a record, take one out, put one in, or alter a device's state behind the record's back,
// without Verify naming the place. A tail that was cut off whole shows against the heads that are printed each day.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1). The same law that asks for the record asks that it ends: retention erases a
// record's words and its salt by a rule that is named, and the link stays, so that the chain still holds.
package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
)

// Chain is one of a school's sequences of events.
type Chain string

// The chains of a school. Concerns have one of their own, so that no position, gap or count elsewhere betrays one.
const (
	Daily    Chain = "daily"
	Concerns Chain = "concern"
)

// Chains are all chains, in the order in which they are written.
var Chains = []Chain{Daily, Concerns}

// ChainOf is the chain that an event of that kind stands in.
func ChainOf(kind event.Kind) Chain {
	if strings.HasPrefix(string(kind), "concern.") {
		return Concerns
	}
	return Daily
}

// Record is an event as it stands in its chain.
type Record struct {
	Event event.Event // with its Position
	Chain Chain
	// Salt makes the digests useless to somebody who guesses at what was said; nil once erased.
	Salt []byte
	// Rows are the rows of state that the event left behind, as they were then.
	Rows []Row
	// Digest is of the salt, the event and the rows; Link of the key, the link before and Digest.
	Digest, Link []byte
	// ErasedBy is the rule by which body and salt were erased; empty while they stand.
	ErasedBy string
}

// Row is a row of state that a record vouches for.
type Row struct {
	Table  string `json:"table"`
	ID     string `json:"id"`
	Digest []byte `json:"digest"`
}

// RowOf is the row with its digest; canonical is everything that it says, always written the same way, and nil for a
// row
// that is gone.
func RowOf(salt []byte, table, id string, canonical []byte) Row {
	sum := event.HashOf([]byte("row"), salt, []byte(table), []byte(id), canonical)
	return Row{Table: table, ID: id, Digest: sum[:]}
}

// digest is the salted digest of the event and its rows, as they stand in r.
func (r Record) digest() []byte {
	e := r.Event
	var position [8]byte
	binary.BigEndian.PutUint64(position[:], uint64(e.Position))
	parts := [][]byte{
		[]byte("event"), r.Salt, []byte(e.School), []byte(r.Chain), position[:], []byte(e.ID), []byte(e.Kind),
		[]byte(e.At.UTC().Format(time.RFC3339Nano)), []byte(e.Actor), []byte(e.Op), []byte(e.Subject), e.Body,
	}
	for _, row := range r.Rows {
		parts = append(parts, []byte(row.Table), []byte(row.ID), row.Digest)
	}
	sum := event.HashOf(parts...)
	return sum[:]
}

// Seal sets the record's Digest and Link; before is the link of the record at the position before, or Start.
func (r *Record) Seal(key, before []byte) {
	r.Digest = r.digest()
	r.Link = link(key, before, r.Digest)
}

func link(key, before, digest []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(before)
	mac.Write(digest)
	return mac.Sum(nil)
}

// Start is what stands before the first link of a school's chain.
func Start(key []byte, school id.School, chain Chain) []byte {
	sum := event.HashOf([]byte("start"), []byte(school), []byte(chain))
	return link(key, nil, sum[:])
}

// Head is where a chain ends, or ended on some evening. It is printed on the head's page, so that it exists outside the
// database as well.
type Head struct {
	School id.School
	Chain  Chain
	// Position is that of the last record; 0 while there is none.
	Position int64
	// At is when the last record happened; zero while there is none.
	At   time.Time
	Link []byte
}

// CodeLength is the number of characters of a printed head, without its hyphens: 80 bits.
const CodeLength = 20

// Code is the head as it is printed and typed in: the position, and the first 20 hexadecimal characters of the link in
// fours ("118:9f3a-…"). Empty while the chain is.
func (h Head) Code() string {
	if h.Position == 0 || len(h.Link) == 0 {
		return ""
	}
	text := hex.EncodeToString(h.Link)
	if len(text) > CodeLength {
		text = text[:CodeLength]
	}
	var out strings.Builder
	out.WriteString(strconv.FormatInt(h.Position, 10))
	for i := 0; i < len(text); i += 4 {
		out.WriteString(map[bool]string{true: ":", false: "-"}[i == 0])
		out.WriteString(text[i:min(i+4, len(text))])
	}
	return out.String()
}
