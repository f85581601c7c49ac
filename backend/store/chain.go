package store

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// chainRow is where a chain of a school's events ends.
type chainRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Chain    string   `gorm:"primaryKey"`
	Position int64
	Link     []byte
}

// TableName implements model.
func (chainRow) TableName() string { return "chains" }

// eventRow is something that happened. Body and Salt are NULL once retention has erased them.
type eventRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Chain    string   `gorm:"primaryKey"`
	Position int64    `gorm:"primaryKey;autoIncrement:false"`
	ID       string
	Kind     string
	At       time.Time
	Actor    string
	Op       string
	Subject  string
	Body     *[]byte
	Salt     *[]byte
	Vouches  string // JSON of []audit.Row
	Digest   []byte
	Link     []byte
	ErasedBy string
}

// TableName implements model.
func (eventRow) TableName() string { return "events" }

func toRecord(row eventRow) audit.Record {
	r := audit.Record{
		Event: event.Event{
			ID: id.Event(row.ID), School: id.School(row.SchoolID), Kind: event.Kind(row.Kind), At: row.At.UTC(),
			Actor: id.Person(row.Actor), Op: id.Op(row.Op), Subject: row.Subject, Position: row.Position,
		},
		Chain: audit.Chain(row.Chain), Digest: row.Digest, Link: row.Link, ErasedBy: row.ErasedBy,
	}
	if row.Body != nil {
		r.Event.Body = *row.Body
	}
	if row.Salt != nil {
		r.Salt = *row.Salt
	}
	// What somebody made unreadable is not an error here: the record then differs from its digest.
	if row.Vouches != "" && json.Unmarshal([]byte(row.Vouches), &r.Rows) != nil {
		r.Rows = nil
	}
	return r
}

var (
	selectChain = prepared(`SELECT position, link FROM chains WHERE school_id = ? AND chain = ? {lock}`)
	insertChain = prepared(`INSERT INTO chains (school_id, chain, position, link) VALUES (?, ?, 0, ?)
		ON CONFLICT (school_id, chain) DO NOTHING`)
	updateChain = prepared(`UPDATE chains SET position = ?, link = ? WHERE school_id = ? AND chain = ?`)
	insertEvent = prepared(`INSERT INTO events (school_id, chain, position, id, kind, at, actor, op, subject, body, salt,
		vouches, digest, link, erased_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`).
		atOnce(`INSERT INTO events (school_id, chain, position, id, kind, at, actor, op, subject, body, salt, vouches,
			digest, link, erased_by) SELECT $1::text, $2::text, *, '' FROM unnest($3::bigint[], $4::text[], $5::text[],
			$6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::bytea[], $11::bytea[], $12::text[], $13::bytea[],
			$14::bytea[])`)
)

// errUnsaid says that a room changed a row and said nothing of it.
var errUnsaid = errors.New("store: a row was changed without an event")

// seal returns what writes the events of a transaction, as its last act: it takes the school's chain, so positions are
// without a gap and in the order of the commits, and moves it once for all of them.
func (t *tx) seal(wrote []written) (writes []call, err error) {
	byChain := map[audit.Chain][]audit.Record{}
	for _, w := range wrote {
		if len(w.events) == 0 && len(w.rows) > 0 {
			return nil, fmt.Errorf("%w: %s", errUnsaid, w.rows[0].table)
		}
		for i, e := range w.events {
			if e.School != t.school {
				return nil, fmt.Errorf("%w: event %s", errOtherSchool, e.Kind)
			}
			r := audit.Record{Event: e, Chain: audit.ChainOf(e.Kind), Salt: make([]byte, 16)}
			rand.Read(r.Salt) // never fails
			if i == len(w.events)-1 {
				for _, row := range w.rows {
					r.Rows = append(r.Rows, audit.RowOf(r.Salt, row.table, row.id, row.canonical))
				}
			}
			byChain[r.Chain] = append(byChain[r.Chain], r)
		}
	}
	for _, chain := range audit.Chains { // always in the same order, so that two transactions cannot wait for each other
		if records := byChain[chain]; len(records) > 0 {
			some, err := t.extend(chain, records)
			if err != nil {
				return nil, err
			}
			writes = append(writes, some...)
		}
	}
	return writes, nil
}

// chainEnd is where a chain ends.
type chainEnd struct {
	position int64
	link     []byte
}

// readEnd locks a chain and reads its end beforehand: for who sends it with other reads.
func (t *tx) readEnd(chain audit.Chain) call {
	return call{st: selectChain, args: []any{string(t.school), string(chain)}, row: func(scan func(...any) error) error {
		end := &chainEnd{}
		t.ends = map[audit.Chain]*chainEnd{chain: end}
		return scan(&end.position, &end.link)
	}}
}

// endOf locks a chain and returns its end. The first record begins it.
func (t *tx) endOf(chain audit.Chain) (*chainEnd, error) {
	if end := t.ends[chain]; end != nil {
		return end, nil
	}
	end := &chainEnd{}
	into := []any{&end.position, &end.link}
	found, err := t.one(selectChain, into, string(t.school), string(chain))
	if err == nil && !found {
		start := audit.Start(t.store.config.ChainKey.Newest(), t.school, chain)
		if _, err = t.exec(insertChain, string(t.school), string(chain), start); err == nil {
			found, err = t.one(selectChain, into, string(t.school), string(chain))
		}
	}
	if err == nil && !found {
		err = fmt.Errorf("%w: no chain", errNoSchool)
	}
	return end, err
}

// extend returns what puts the records at the end of a chain.
func (t *tx) extend(chain audit.Chain, records []audit.Record) ([]call, error) {
	end, err := t.endOf(chain)
	if err != nil {
		return nil, err
	}
	position, link := end.position, end.link
	calls := make([]call, 0, len(records)+1)
	for i := range records {
		r := &records[i]
		position++
		r.Event.Position = position
		r.Event.At = r.Event.At.UTC().Truncate(time.Microsecond) // as both databases give it back
		if err := t.sealAfter(r, link); err != nil {
			return nil, err
		}
		link = r.Link
		insert, err := t.insert(r)
		if err != nil {
			return nil, err
		}
		calls = append(calls, insert)
	}
	return append(calls, call{st: updateChain, args: []any{position, link, string(t.school), string(chain)},
		hit: true}), nil
}

func (t *tx) insert(r *audit.Record) (call, error) {
	var vouches []byte
	if len(r.Rows) > 0 {
		var err error
		if vouches, err = json.Marshal(r.Rows); err != nil {
			return call{}, err
		}
	}
	e := r.Event
	var body any
	if e.Body != nil {
		body = []byte(e.Body)
	}
	return call{st: insertEvent, args: []any{string(t.school), string(r.Chain), e.Position, string(e.ID), string(e.Kind),
		e.At,
		string(e.Actor), string(e.Op), e.Subject, body, r.Salt, string(vouches), r.Digest, r.Link}}, nil
}
