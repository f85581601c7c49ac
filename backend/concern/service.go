package concern

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Service is what those who tell and those who read do, and what the product does by itself.
type Service struct {
	Store   Store
	Rings   RingStore
	Schools school.Schools
	Staff   Staffed
	Vault   Vault
	Words   *Words
	Guesses *Guesses
	// Clock is the product's: it says what day it is at school.
	Clock clock.Clock
	// Log is told of what only whoever runs the server can mend, by ids; nil for nobody.
	Log *slog.Logger

	mu sync.Mutex
	// adopted is the last day on which a school's finished concerns were looked through.
	adopted map[id.School]clock.Date
	// idled is when a school where nobody waits was last looked after all the same.
	idled map[id.School]time.Time
	// shutSaid is the last day on which it was said that something of a school's does not open.
	shutSaid map[id.School]clock.Date
}

// place is a school with its staff, as they are.
type place struct {
	school.School
	staff []people.Staff
	today clock.Date
}

func (s *Service) at(ctx context.Context, at id.School, now time.Time) (p place, err error) {
	if p.School, err = s.Schools.School(ctx, at); err != nil {
		return p, err
	}
	p.staff, err = s.Staff.StaffList(ctx, at)
	p.today = clock.DateOf(now, school.London)
	return p, err
}

func (p place) route(h Head) Path { return Route(p.Policy, h, p.staff, p.today) }

// own is an act of this room's making: what is read twice was read twice.
func own(command string, at id.School, actor id.Person, now time.Time) event.Act {
	return event.Act{School: at, Actor: actor, At: now, Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command))}
}

// Tell keeps what somebody told, for exactly those who should read it, and returns the five words with which they come
// back. It asks nothing of who they are; act has no actor. Where nobody is left who may read it, it is kept all the same
// and whoever runs the server is told that a school has nobody.
//
// Policy: roles.children.seek_help (AR 4.5/6, BG 4.5/6), roles.parents.seek_help (AR 4.6/5, BG 4.6/6)
// Policy: roles.staff.identify_and_act (AR 4.3/7, BG 4.3/7)
func (s *Service) Tell(ctx context.Context, act event.Act, t Telling) (Receipt, error) {
	p, err := s.at(ctx, act.School, act.At)
	if err != nil {
		return Receipt{}, err
	}
	door, err := s.Store.Door(ctx, act.School)
	if err != nil {
		return Receipt{}, err
	}
	if !door.Open {
		return Receipt{}, fault.New(fault.Denied, "concern.door.closed", phrase.Args{"Phone": p.Phone})
	}
	if t, err = t.checked(); err != nil {
		return Receipt{}, err
	}
	receipts := []Receipt{}
	if t.Receipt != "" {
		drawn, ok := ParseReceipt(t.Receipt)
		if !ok {
			return Receipt{}, fault.New(fault.Invalid, "concern.form.invalid", nil).In("receipt")
		}
		receipts = append(receipts, drawn)
	} else { // the same at every retry, and nobody's to guess: under every key that there is
		for _, mark := range s.Vault.Marks("draw", string(act.School), string(act.Op)) {
			receipts = append(receipts, Receipt(mark[:len(Receipt{})]))
		}
	}
	h := t.head()
	k := Kept{ID: event.Made[id.Concern](act, "concern"), School: act.School, Open: true, At: act.At, ToldAt: act.At,
		Receipt: s.receiptMarks(act.School, receipts[0])[0]}
	if err := s.begin(ctx, act, p, k, h, t.entries()); err != nil {
		return Receipt{}, err
	}
	for _, old := range receipts[1:] { // it was told under a key that has been renewed between two tries
		_, err := s.Store.ByReceipt(ctx, act.School, s.receiptMarks(act.School, old))
		if err == nil {
			return old, nil
		}
		if !fault.Is(err, fault.NotFound) {
			return Receipt{}, err
		}
	}
	return receipts[0], nil
}

// begin keeps a new concern: sealed, routed, and marked for those who never see it.
func (s *Service) begin(ctx context.Context, act event.Act, p place, k Kept, h Head, entries []Entry) (err error) {
	if k.Key, err = s.Vault.NewKey(string(k.School), string(k.ID)); err != nil {
		return err
	}
	s.keep(&k, &h, keptFrom(h.About, p.staff, p.today)...)
	path := p.route(h)
	given := path.give(&k, p, h, act.At)
	for _, e := range entries {
		e.At = act.At
		err = errors.Join(err, s.add(&k, e))
	}
	if err = errors.Join(err, s.setHead(&k, h)); err != nil {
		return err
	}
	happened := []event.Event{act.Did(DidTell, string(k.ID), map[string]any{"readers": given})}
	if k.Alarm {
		happened = append(happened, act.Did(DidAlarm, string(k.ID), nil))
	}
	if err := s.Store.Add(ctx, act, k, happened...); err != nil {
		return err
	}
	if k.Alarm {
		s.alarm(k.School)
	}
	return nil
}

// alarm tells whoever runs the server, by the school's id, that it has nobody who could read something.
func (s *Service) alarm(at id.School) {
	if s.Log != nil {
		s.Log.Error("a school has nobody who may read what was told: its roles have to be mended", "school", at)
	}
}

// give makes the first of the path readers of what was just told, and says when the next is due. Where somebody is in
// danger the first two are given it at once.
func (path Path) give(k *Kept, p place, h Head, now time.Time) []id.Person {
	first := 1
	if h.Danger {
		first = 2
	}
	k.Step = min(first, len(path.Readers))
	for _, person := range path.Readers[:k.Step] {
		k.Readers = append(k.Readers, Reader{Person: person, How: ByRoute, Since: now})
	}
	k.Alarm = len(path.Readers) == 0
	k.Due = path.due(*k, p, now)
	return path.Readers[:k.Step]
}

// due is when the next reader is to be added to what stays unread; zero where there is none.
func (path Path) due(k Kept, p place, from time.Time) time.Time {
	if len(path.left(k)) == 0 {
		return time.Time{}
	}
	return dueAfter(p.Policy, p.Calendar, from, max(k.Step, 1)-1)
}

// TellSealed is Tell with what waited on a device, sealed to the school's key.
func (s *Service) TellSealed(ctx context.Context, act event.Act, sealed []byte) (Receipt, error) {
	door, err := s.Store.Door(ctx, act.School)
	if err != nil {
		return Receipt{}, err
	}
	unusable := fault.New(fault.Invalid, "concern.form.invalid", nil).In("sealed")
	if len(door.DraftKey) == 0 {
		return Receipt{}, unusable
	}
	plain, err := s.Vault.OpenDraft(string(act.School), door.DraftKey, sealed)
	if err != nil {
		return Receipt{}, unusable // whatever is wrong with it, the device keeps what it can read of its own
	}
	t, err := ReadTelling(plain)
	if err != nil {
		return Receipt{}, err
	}
	return s.Tell(ctx, act, t)
}

// Raised is a concern that no person told: a device was kept for a ground that sets the safeguarding hold.
type Raised struct {
	Pupil        id.Pupil
	Confiscation id.Confiscation
}

// Raise begins it. Nobody comes back to it, so it has no words; the door need not be open.
//
// Policy: procedure.nudes.store_device (AR 11.1.1/4, BG 11.2/13)
func (s *Service) Raise(ctx context.Context, act event.Act, r Raised) error {
	p, err := s.at(ctx, act.School, act.At)
	if err != nil {
		return err
	}
	h := Head{Box: Welfare, About: []About{AChild}, Kinds: []Kind{Device}, Pupil: r.Pupil, Confiscation: r.Confiscation,
		Status: Told}
	k := Kept{ID: event.Made[id.Concern](act, "concern"), School: act.School, Open: true, At: act.At, ToldAt: act.At}
	return s.begin(ctx, act, p, k, h, nil)
}
