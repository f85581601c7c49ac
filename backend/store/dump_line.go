package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"time"
	"unicode/utf8"

	"lollipop/backend/id"
)

// A dump is lines of JSON. The first is the head; then, for every table and school, a line that begins the part, one
// for each row (a list, in the order of the head's columns), and one that ends it with a count and a sum; the last line
// ends the whole. Times are RFC 3339 in UTC, blobs base64, text that is not UTF-8 {"base64": …}.

// DumpFormat is how this program writes a dump. It reads that and everything older.
const DumpFormat = 1

// longestLine bounds what a line may take in memory. No row comes near it: what is imported is 10 MB at the most.
const longestLine = 256 << 20

// Head says what a dump is.
type Head struct {
	Lollipop string      `json:"lollipop"` // always "dump"
	Format   int         `json:"format"`
	Schema   int64       `json:"schema"`
	Engine   string      `json:"engine"` // that it comes from
	Made     time.Time   `json:"made"`   // it has what was committed until then
	Build    string      `json:"build"`
	Schools  []id.School `json:"schools"`
	Tables   []table     `json:"tables"`
}

// Part is a table's rows of one school; of none, for the tables without.
type Part struct {
	Table  string    `json:"table"`
	School id.School `json:"school,omitempty"`
}

// Sum is of rows in any order, since two databases have different ones: their lines' SHA-256, added up. It finds
// mistakes; forgeries are the lock's to find, and the chain's.
type Sum [sha256.Size]byte

func (s *Sum) add(line []byte) {
	more, carry := sha256.Sum256(line), uint64(0)
	for i := 0; i < len(s); i += 8 {
		var word uint64
		word, carry = bits.Add64(binary.LittleEndian.Uint64(s[i:]), binary.LittleEndian.Uint64(more[i:]), carry)
		binary.LittleEndian.PutUint64(s[i:], word)
	}
}

// MarshalText implements encoding.TextMarshaler.
func (s Sum) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, s[:]), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Sum) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(s) {
		return errors.New("not a sum")
	}
	_, err := hex.Decode(s[:], text)
	return err
}

// Tally is what a part holds.
type Tally struct {
	Rows int64 `json:"rows"`
	Sum  Sum   `json:"sum"`
}

// Dumped says what a dump holds, or a database.
type Dumped struct {
	Head  Head
	Parts map[Part]Tally
}

// Rows is how many rows that is.
func (d Dumped) Rows() (rows int64) {
	for _, tally := range d.Parts {
		rows += tally.Rows
	}
	return rows
}

// Same returns an error that names a table and a school of which the two hold something else.
func (d Dumped) Same(other Dumped) error {
	for part, was := range d.Parts {
		now, there := other.Parts[part]
		where := part.Table
		if part.School != "" {
			where += " of school " + string(part.School)
		}
		switch {
		case !there:
			return fmt.Errorf("%s: it is missing", where)
		case now != was:
			return fmt.Errorf("%s: %d rows became %d, or their content is another", where, was.Rows, now.Rows)
		}
	}
	if len(d.Parts) != len(other.Parts) {
		return fmt.Errorf("%d parts became %d", len(d.Parts), len(other.Parts))
	}
	return nil
}

// dumpLine is every line of a dump that is no row.
type dumpLine struct {
	Part  *Part  `json:"part,omitempty"`
	End   *Tally `json:"end,omitempty"`
	Whole *whole `json:"whole,omitempty"`
}

type whole struct {
	Parts int   `json:"parts"`
	Rows  int64 `json:"rows"`
}

// toLine is a value as a line has it. SQLite keeps whatever it is given: what its column does not hold is an error.
func toLine(of kind, value any) (any, error) {
	if value == nil {
		return nil, nil
	}
	switch v := value.(type) {
	case string:
		if of == ofText {
			return textToLine(v), nil
		}
		if of == ofBlob {
			return []byte(v), nil
		}
	case []byte:
		if of == ofText {
			return textToLine(string(v)), nil
		}
		if of == ofBlob {
			return append([]byte{}, v...), nil // as base64; SQLite's empty one is nil here, and is not NULL
		}
	case int64:
		if of == ofInt {
			return v, nil
		}
		if of == ofBool && (v == 0 || v == 1) {
			return v == 1, nil
		}
	case bool:
		if of == ofBool {
			return v, nil
		}
	case time.Time:
		if of == ofTime {
			return v.UTC().Format(time.RFC3339Nano), nil
		}
	}
	return nil, fmt.Errorf("%T where %s belongs", value, of)
}

// textToLine keeps what JSON cannot say.
func textToLine(text string) any {
	if utf8.ValidString(text) {
		return text
	}
	return map[string]string{"base64": base64.StdEncoding.EncodeToString([]byte(text))}
}

// fromLine is a line's value as the database is given it.
func fromLine(of kind, value any) (any, bool) {
	switch v := value.(type) {
	case nil:
		return nil, true
	case bool:
		return v, of == ofBool
	case json.Number:
		n, err := v.Int64()
		return n, of == ofInt && err == nil
	case map[string]any:
		coded, _ := v["base64"].(string)
		raw, err := base64.StdEncoding.DecodeString(coded)
		return string(raw), of == ofText && err == nil
	case string:
		switch of {
		case ofText:
			return v, true
		case ofBlob:
			raw, err := base64.StdEncoding.DecodeString(v)
			return raw, err == nil
		case ofTime:
			at, err := time.Parse(time.RFC3339Nano, v)
			return at.UTC(), err == nil
		}
	}
	return nil, false
}
