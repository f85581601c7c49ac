package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/id"
)

// concernRow is what somebody told: how far it has come, and when. What it says is sealed.
type concernRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	ID       string   `gorm:"primaryKey"`
	Open     bool
	At       time.Time
	ToldAt   time.Time
	ReadAt   *time.Time
	Step     int64
	Due      *time.Time
	Alarm    bool
	Receipt  *[]byte // NULL: nobody has the words
	DataKey  []byte
	Head     []byte
}

// TableName implements model.
func (concernRow) TableName() string { return "concerns" }

// concernEntryRow is one sealed thing that was said or done.
type concernEntryRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Concern  string   `gorm:"primaryKey"`
	N        int64    `gorm:"primaryKey;autoIncrement:false"`
	At       time.Time
	Words    []byte
}

// TableName implements model.
func (concernEntryRow) TableName() string { return "concern_entries" }

// concernReaderRow is somebody who was given it to read.
type concernReaderRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Concern  string   `gorm:"primaryKey"`
	Person   string   `gorm:"primaryKey"`
	How      string
	Since    time.Time
	Until    *time.Time
	ReadAt   *time.Time
}

// TableName implements model.
func (concernReaderRow) TableName() string { return "concern_readers" }

// concernMarkRow is a digest of somebody who never reads it.
type concernMarkRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Concern  string   `gorm:"primaryKey"`
	Mark     []byte   `gorm:"primaryKey"`
}

// TableName implements model.
func (concernMarkRow) TableName() string { return "concern_marks" }

// concernDoorRow is whether a school's button is open.
type concernDoorRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Open     bool
	OpenedAt *time.Time
	ByPerson string
	Public   []byte
	DraftKey []byte
}

// TableName implements model.
func (concernDoorRow) TableName() string { return "concern_doors" }

// concernRingRow is when a reader was last rung, and when they last looked.
type concernRingRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Person   string   `gorm:"primaryKey"`
	At       *time.Time
	Times    int64
	SeenAt   *time.Time
}

// TableName implements model.
func (concernRingRow) TableName() string { return "concern_rings" }

// bytesOf is what a column holds that is never NULL.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func fromConcern(k concern.Kept) concernRow {
	row := concernRow{SchoolID: SchoolID(k.School), ID: string(k.ID), Open: k.Open, At: exact(k.At), ToldAt: exact(k.ToldAt),
		ReadAt: stamp(k.ReadAt), Step: int64(k.Step), Due: stamp(k.Due), Alarm: k.Alarm, DataKey: bytesOf(k.Key),
		Head: bytesOf(k.Head)}
	if k.Receipt != nil {
		row.Receipt = &k.Receipt
	}
	return row
}

func toConcern(r concernRow) concern.Kept {
	k := concern.Kept{ID: id.Concern(r.ID), School: id.School(r.SchoolID), Open: r.Open, At: r.At.UTC(),
		ToldAt: r.ToldAt.UTC(), ReadAt: moment(r.ReadAt), Step: int(r.Step), Due: moment(r.Due), Alarm: r.Alarm,
		Key: r.DataKey, Head: r.Head}
	if r.Receipt != nil {
		k.Receipt = *r.Receipt
	}
	return k
}

func fromReader(school id.School, of id.Concern, r concern.Reader) concernReaderRow {
	return concernReaderRow{SchoolID: SchoolID(school), Concern: string(of), Person: string(r.Person), How: string(r.How),
		Since: exact(r.Since), Until: stamp(r.Until), ReadAt: stamp(r.ReadAt)}
}

func toReader(r concernReaderRow) concern.Reader {
	return concern.Reader{Person: id.Person(r.Person), How: concern.How(r.How), Since: r.Since.UTC(),
		Until: moment(r.Until), ReadAt: moment(r.ReadAt)}
}

func fromDoor(d concern.Door) concernDoorRow {
	return concernDoorRow{SchoolID: SchoolID(d.School), Open: d.Open, OpenedAt: stamp(d.OpenedAt), ByPerson: string(d.By),
		Public: bytesOf(d.Public), DraftKey: bytesOf(d.DraftKey)}
}

func toDoor(r concernDoorRow) concern.Door {
	return concern.Door{School: id.School(r.SchoolID), Open: r.Open, OpenedAt: moment(r.OpenedAt), By: id.Person(r.ByPerson),
		Public: r.Public, DraftKey: r.DraftKey}
}

func toRung(r concernRingRow) concern.Rung {
	return concern.Rung{Person: id.Person(r.Person), At: moment(r.At), Times: int(r.Times), SeenAt: moment(r.SeenAt)}
}

// concernState is a concern as the chain vouches for it: with its entries, readers and marks, so that whoever writes
// themselves in as a reader past the product, or takes a mark out, is seen. Of what is sealed there are digests. The
// wrapped key is left out: it is wrapped anew when the keys are renewed, and a wrong one opens nothing.
type concernState struct {
	Open           bool
	At, ToldAt     time.Time
	ReadAt, Due    time.Time
	Step           int
	Alarm          bool
	Receipt, Marks [][]byte
	Head           []byte
	Readers        []concern.Reader
	Entries        []concern.Sealed
}

// concernEvidence is a concern for the chain, as it was read from the database.
func concernEvidence(k concern.Kept) evidence {
	state := concernState{Open: k.Open, At: k.At, ToldAt: k.ToldAt, ReadAt: k.ReadAt, Due: k.Due, Step: k.Step,
		Alarm: k.Alarm, Receipt: [][]byte{k.Receipt}, Marks: slices.SortedFunc(slices.Values(k.Marks), bytes.Compare),
		Head: digestOf(k.Head), Readers: k.Readers}
	for _, e := range k.Entries {
		state.Entries = append(state.Entries, concern.Sealed{N: e.N, At: e.At, Words: digestOf(e.Words)})
	}
	return evidence{table: "concerns", id: string(k.ID), canonical: canonical(state)}
}

// doorEvidence is a school's button for the chain; without the wrapped key, as with concerns.
func doorEvidence(d concern.Door) evidence {
	d.DraftKey = nil
	return evidence{table: "concern_doors", id: string(d.School), canonical: canonical(d)}
}

func canonical(state any) []byte {
	raw, err := json.Marshal(state)
	if err != nil { // text, numbers, times and bytes
		panic("store: " + err.Error())
	}
	return raw
}

func digestOf(sealed []byte) []byte {
	sum := sha256.Sum256(sealed)
	return sum[:]
}

func init() {
	vouched["concerns"] = func(t *tx, ids []string) (map[string][]byte, error) {
		states := map[string][]byte{}
		for some := range slices.Chunk(ids, 200) {
			found, err := t.concerns(t.gorm().Where("id IN ?", some), true)
			if err != nil {
				return nil, err
			}
			for _, k := range found {
				states[string(k.ID)] = concernEvidence(k).canonical
			}
		}
		return states, nil
	}
	vouched["concern_doors"] = func(t *tx, ids []string) (map[string][]byte, error) {
		d, err := t.door()
		if err != nil || d.School == "" {
			return nil, err
		}
		return map[string][]byte{string(d.School): doorEvidence(d).canonical}, nil
	}
}
