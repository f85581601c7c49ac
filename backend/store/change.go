package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/event"
	"lollipop/backend/fault"
)

// operationRow is what was done under an operation id: never the answer, so that a replay is answered afresh.
type operationRow struct {
	SchoolID SchoolID `gorm:"primaryKey"`
	Op       string   `gorm:"primaryKey"`
	Actor    string
	Command  string
	Hash     []byte // see asked
	Made     string // the ids it made, as a JSON array
	At       time.Time
}

// TableName implements model.
func (operationRow) TableName() string { return "operations" }

// work is a change as a room's file describes it.
type work struct {
	act event.Act
	// about is the one thing that the work reads and changes, a child: work with reads says it. Two works about one thing
	// are done one after the other.
	about string
	// reads are what do starts from, sent together with the look at the operation; do and again then ask for nothing else,
	// or they cost a second run. Nil for none.
	reads func(*tx) []call
	// do changes rows and says what happened. It may run more than once, each time on a database as if for the first,
	// so it must assign its results and never add to them.
	do func(*tx) (outcome, error)
	// again answers a replay from the ids that the first time made. Nil where there is nothing to answer.
	again func(t *tx, made []string) error
	// slow work (GORM, many rows) has a transaction to itself; the rest of the school's shares one.
	slow bool
}

// outcome is what a change made: ids, what happened, and what is still to be written for it.
type outcome struct {
	made  []string
	wrote []written
	// frees are writes that give up what another work may take: they are sent before the writes of all.
	frees, writes []call
}

// written is what happened and the rows as they now stand. Their digests go into the chain with the last of the events;
// rows without an event are refused, since nothing would vouch for them.
type written struct {
	events []event.Event
	rows   []evidence
}

// evidence is a row whose state the chain vouches for: its table, its id, and all that it says, canonically; nil where
// the row is gone.
type evidence struct {
	table, id string
	canonical []byte
}

// change does the work in a transaction with its operation and its events, all or nothing, exactly once for one
// operation id.
func (s *Store) change(ctx context.Context, w work) error {
	switch {
	case s.config.ChainKey == nil:
		return errKeyless
	case w.act.School == "":
		return fmt.Errorf("%w: %s", errNoSchool, w.act.Command)
	case w.act.Op == "" || w.act.Command == "" || w.act.At.IsZero():
		return fault.New(fault.Invalid, "web.operation_missing", nil)
	}
	return s.fault(s.queue.submit(ctx, w))
}

var (
	selectOperation = prepared(`SELECT actor, command, hash, made FROM operations WHERE school_id = ? AND op = ?`).
			atOnce(`SELECT n, o.* FROM unnest($2::text[]) WITH ORDINALITY AS one (asked, n), LATERAL
			(SELECT actor, command, hash, made FROM operations WHERE school_id = $1 AND op = asked OFFSET 0) o`)
	insertOperation = prepared(`INSERT INTO operations (school_id, op, actor, command, hash, made, at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`).
		atOnce(`INSERT INTO operations (school_id, op, actor, command, hash, made, at)
			SELECT $1::text, * FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::timestamptz[])`)
)

// errReplayed says that another process did this operation between our look and our write.
var errReplayed = errors.New("store: the operation was done meanwhile")

// looked is what is known of an operation before its work begins.
type looked struct {
	found                bool
	actor, command, made string
	hash                 []byte
}

// look asks whether the operation was done before.
func (t *tx) look(w work, l *looked) call {
	return call{st: selectOperation, args: []any{string(t.school), string(w.act.Op)},
		row: func(scan func(...any) error) error {
			l.found = true
			return scan(&l.actor, &l.command, &l.hash, &l.made)
		}}
}

// todo is what a work comes to: what it writes, its operation among it, and what is to be sealed for it.
type todo struct {
	outcome
	replayed bool
}

// decide does what the work does once its reads are there. A replay is answered afresh and writes nothing. A panic of a
// room's change is that change's error.
func (t *tx) decide(w work, l *looked) (done todo, err error) {
	defer func() {
		if r := recover(); r != nil {
			done, err = todo{}, fmt.Errorf("store: %s: panic: %v", w.act.Command, r)
		}
	}()
	asked := t.asked(w.act)
	if l.found {
		if l.actor != string(w.act.Actor) || l.command != w.act.Command || !t.wasAsked(w.act, l.hash) {
			return todo{}, fault.New(fault.Conflict, "web.operation_reused", nil)
		}
		var made []string
		if err := json.Unmarshal([]byte(l.made), &made); err != nil {
			return todo{}, fmt.Errorf("store: operation %s: %w", w.act.Op, err)
		}
		if w.again != nil {
			err = w.again(t, made)
		}
		return todo{replayed: true}, err
	}
	if done.outcome, err = w.do(t); err != nil {
		return todo{}, err
	}
	if done.made == nil {
		done.made = []string{}
	}
	made, err := json.Marshal(done.made)
	if err != nil {
		return todo{}, fmt.Errorf("store: operation %s: %w", w.act.Op, err)
	}
	done.writes = append(done.writes, call{st: insertOperation, args: []any{string(t.school), string(w.act.Op),
		string(w.act.Actor), w.act.Command, asked, string(made), w.act.At.UTC()}})
	return done, nil
}

// perform does one work in a transaction that others may share: do's changes and the operation's row, but not yet the
// events. Replayed work has none.
//
// Where s says so, its writes stand behind a savepoint, which travels with them and costs no round trip. Work that says
// beforehand what it reads writes only afterwards, so until then there is nothing to undo.
func (t *tx) perform(w work, s *saved) ([]written, error) {
	var calls []call
	if w.reads == nil || s.careful {
		calls = s.begin()
	}
	var l looked
	calls = append(calls, t.look(w, &l))
	if w.reads != nil {
		calls = append(calls, w.reads(t)...)
	}
	if err := t.send(calls...); err != nil {
		t.taken = nil // if the slots were among it, they were not read
		return nil, errors.Join(err, s.broken())
	}
	done, err := t.decide(w, &l)
	if err != nil {
		return nil, err
	}
	if done.replayed {
		return nil, t.send(s.end()...)
	}
	calls = append(append(s.begin(), done.frees...), done.writes...)
	err = t.send(append(calls, s.end()...)...)
	return done.wrote, t.replaced(err)
}

// replaced tells by the error of a write that another process did the operation meanwhile.
func (t *tx) replaced(err error) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) && t.store.engine.names(err, "operations_pkey") {
		return errReplayed
	}
	return err
}
