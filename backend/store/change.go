package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
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
	// reads are what do starts from, sent together with the look at the operation. Nil for none.
	reads func() []call
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
	made   []string
	wrote  []written
	writes []call
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
	case w.act.School == "":
		return fmt.Errorf("%w: %s", errNoSchool, w.act.Command)
	case w.act.Op == "" || w.act.Command == "" || w.act.At.IsZero():
		return fault.New(fault.Invalid, "web.operation_missing", nil)
	}
	return s.fault(s.queue.submit(ctx, w))
}

var (
	selectOperation = prepared(`SELECT actor, command, hash, made FROM operations WHERE school_id = ? AND op = ?`)
	insertOperation = prepared(`INSERT INTO operations (school_id, op, actor, command, hash, made, at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`)
)

// errReplayed says that another process did this operation between our look and our write.
var errReplayed = errors.New("store: the operation was done meanwhile")

// asked is what is kept of what was asked. A request can be so short (a word or two of a list) that its plain digest
// would tell it to whoever tries them all; without the key, which is outside the database, nobody can try.
func (t *tx) asked(act event.Act) []byte {
	mac := hmac.New(sha256.New, t.store.config.ChainKey)
	mac.Write([]byte("lollipop operation\x00"))
	mac.Write([]byte(act.Op))
	mac.Write(act.Hash[:])
	return mac.Sum(nil)
}

// perform does one work in a transaction that others may share: do's changes and the operation's row, but not yet the
// events. Replayed work answers afresh and has no events. A panic of a room's change is that change's error.
//
// Where s says so, its writes stand behind a savepoint, which travels with them and costs no round trip. Work that says
// beforehand what it reads writes only afterwards, so until then there is nothing to undo.
func (t *tx) perform(w work, s *saved) (wrote []written, err error) {
	defer func() {
		if r := recover(); r != nil {
			wrote, err = nil, fmt.Errorf("store: %s: panic: %v", w.act.Command, r)
		}
	}()
	var actor, command, madeText string
	var hash []byte
	found := false
	var calls []call
	if w.reads == nil || s.careful {
		calls = s.begin()
	}
	calls = append(calls, call{st: selectOperation, args: []any{string(t.school), string(w.act.Op)},
		row: func(scan func(...any) error) error {
			found = true
			return scan(&actor, &command, &hash, &madeText)
		}})
	if w.reads != nil {
		calls = append(calls, w.reads()...)
	}
	if err := t.send(calls...); err != nil {
		return nil, errors.Join(err, s.broken())
	}
	asked := t.asked(w.act)
	if found {
		if actor != string(w.act.Actor) || command != w.act.Command || !hmac.Equal(hash, asked) {
			return nil, fault.New(fault.Conflict, "web.operation_reused", nil)
		}
		var made []string
		if err := json.Unmarshal([]byte(madeText), &made); err != nil {
			return nil, fmt.Errorf("store: operation %s: %w", w.act.Op, err)
		}
		if w.again != nil {
			if err := w.again(t, made); err != nil {
				return nil, err
			}
		}
		return nil, t.send(s.end()...)
	}
	done, err := w.do(t)
	if err != nil {
		return nil, err
	}
	if done.made == nil {
		done.made = []string{}
	}
	made, err := json.Marshal(done.made)
	if err != nil {
		return nil, fmt.Errorf("store: operation %s: %w", w.act.Op, err)
	}
	calls = append(s.begin(), done.writes...)
	calls = append(calls, call{st: insertOperation, args: []any{string(t.school), string(w.act.Op), string(w.act.Actor),
		w.act.Command, asked, string(made), w.act.At.UTC()}})
	err = t.send(append(calls, s.end()...)...)
	if errors.Is(err, gorm.ErrDuplicatedKey) && t.store.engine.names(err, "operations_pkey") {
		return nil, errReplayed
	}
	return done.wrote, err
}
