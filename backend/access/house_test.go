package access_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/signin"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

const passphrase = "trombone gravel kettle"

var (
	monday   = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
	office   = netip.MustParseAddr("192.0.2.7")
	hookLane = id.Named[id.School]("hook-lane")
)

// house is a service on a real store, with Hook Lane in it: Ms Hall (head and DSL), Ms Taylor (office), Ms Brown
// (teacher), Ms Fox (left).
type house struct {
	*access.Service
	t           *testing.T
	db          *store.Store
	store       *spy
	hasher      *counting
	clock, wall *clock.Movable
}

// empty is a house without a school.
func empty(t *testing.T) *house {
	db := storetest.Memory(t)
	cheap := signin.New(signin.Params{Memory: 64, Time: 1, Threads: 1})
	h := &house{t: t, db: db, store: &spy{AccessStore: db.Access()}, hasher: &counting{Hasher: cheap},
		clock: clock.NewFrozen(monday), wall: clock.NewFrozen(monday)}
	h.Service = &access.Service{Store: h.store, Founding: h.store, Guard: access.NewGuard(h.store, h.wall),
		Hasher: h.hasher, Clock: h.clock, Wall: h.wall}
	return h
}

func furnish(t *testing.T) *house {
	h := empty(t)
	founded := storetest.School(t, "hook-lane", "anthony-roper", "08:45", "15:15")
	founded.Name = "Hook Lane Primary School"
	if err := h.db.Schools().Found(t.Context(), h.act(""), founded); err != nil {
		t.Fatal(err)
	}
	for _, s := range []people.Staff{
		{Surname: "Hall", Roles: []people.Role{people.Head, people.SafeguardingLead}},
		{Surname: "Taylor", Roles: []people.Role{people.Office}},
		{Surname: "Brown", Roles: []people.Role{people.Teacher}, Classes: []string{"Robin"}},
		{Surname: "Fox", Roles: []people.Role{people.Teacher}, LeftOn: "2026-11-20"},
	} {
		s.ID, s.School, s.Title, s.Forename = id.Named[id.Staff](s.Surname), hookLane, "Ms", "A"
		s.Email = strings.ToLower(s.Surname) + "@hook-lane.sch.example"
		h.keep(s)
	}
	return h
}

// keep writes a member of staff, as an import would.
func (h *house) keep(s people.Staff) {
	h.t.Helper()
	act := h.act("")
	err := h.db.People().ChangeRoll(h.t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
		return people.Changes{Staff: []people.Staff{s}}, []event.Event{act.Did("people.test", string(s.ID), nil)}, nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) staff(surname string) people.Staff {
	h.t.Helper()
	all, err := h.db.People().StaffList(h.t.Context(), hookLane)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range all {
		if s.Surname == surname {
			return s
		}
	}
	h.t.Fatalf("no %s", surname)
	return people.Staff{}
}

// kept is the string that is kept of somebody's passphrase.
func (h *house) kept(surname string) string {
	h.t.Helper()
	m, _, err := h.db.Access().Login(h.t.Context(), "hook-lane", h.staff(surname).Email, "2026-11-23")
	if err != nil {
		h.t.Fatal(err)
	}
	return m.Passphrase
}

func person(surname string) id.Person { return id.Named[id.Person](surname) }

func (h *house) who(surname string) people.Who { return h.staff(surname).Who() }

func (h *house) act(by string) event.Act {
	act := event.Act{School: hookLane, At: h.clock.Now(), Op: id.New[id.Op](), Command: "access.test"}
	if by != "" {
		act.Actor = person(by)
	}
	return act
}

// enter lets somebody choose the passphrase, by a link made at the machine.
func (h *house) enter(surname string) access.Entry {
	h.t.Helper()
	token, _, err := h.IssueAtMachine(h.t.Context(), h.act(""), person(surname), access.ForPassphrase)
	if err != nil {
		h.t.Fatal(err)
	}
	entry, err := h.UseLink(h.t.Context(), token, passphrase, "")
	if err != nil {
		h.t.Fatal(err)
	}
	return entry
}

func (h *house) signIn(surname, with string) (access.Entry, error) {
	return h.SignIn(h.t.Context(), access.Attempt{School: "hook-lane", Email: surname + "@hook-lane.sch.example",
		Passphrase: with, From: office})
}

// in reports whether a session still lets somebody in.
func (h *house) in(token access.Token) bool {
	h.t.Helper()
	_, err := h.Check(h.t.Context(), token)
	if err != nil && !fault.Is(err, fault.SignedOut) {
		h.t.Fatal(err)
	}
	return err == nil
}

func is(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind != kind || f.Say.Key != key {
		t.Errorf("got %v, want %s %s", err, kind, key)
	}
}

// counting counts what is asked of a hasher, and can be too busy.
type counting struct {
	*signin.Hasher
	verified atomic.Int64
	busy     error
}

func (c *counting) Verify(ctx context.Context, passphrase, kept string) (bool, bool, error) {
	c.verified.Add(1)
	if c.busy != nil {
		return false, false, c.busy
	}
	return c.Hasher.Verify(ctx, passphrase, kept)
}

func (c *counting) Hash(ctx context.Context, passphrase string) (string, error) {
	if c.busy != nil {
		return "", c.busy
	}
	return c.Hasher.Hash(ctx, passphrase)
}

// spy is the real store, and notes what it is given to keep; it can be too full to write.
type spy struct {
	store.AccessStore
	mu             sync.Mutex
	events         []event.Event
	given          strings.Builder
	touches, saves int
	full           error
}

func (s *spy) note(events []event.Event, given ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, events...)
	fmt.Fprintf(&s.given, "%#v %#v\n", events, given)
}

func (s *spy) AddLink(ctx context.Context, act event.Act, link access.Link,
	change func(access.Member, access.Given) ([]event.Event, error)) (bool, error) {
	return s.AccessStore.AddLink(ctx, act, link, func(m access.Member, g access.Given) ([]event.Event, error) {
		events, err := change(m, g)
		s.note(events, act, link)
		return events, err
	})
}

func (s *spy) UseLink(ctx context.Context, act event.Act, hash access.Hash,
	change func(access.Link, access.Member) (access.Use, error)) error {
	return s.AccessStore.UseLink(ctx, act, hash, func(l access.Link, m access.Member) (access.Use, error) {
		use, err := change(l, m)
		s.note(use.Events, act, hash, use)
		return use, err
	})
}

func (s *spy) Begin(ctx context.Context, act event.Act, begin access.Beginning) error {
	s.note(begin.Events, act, begin)
	return s.AccessStore.Begin(ctx, act, begin)
}

func (s *spy) End(ctx context.Context, act event.Act, hash access.Hash, at id.School, who id.Person,
	events []event.Event) error {
	s.note(events, act, hash)
	return s.AccessStore.End(ctx, act, hash, at, who, events)
}

func (s *spy) Found(ctx context.Context, act event.Act, hash access.Hash, f access.Founding, session access.Session,
	events []event.Event) error {
	s.note(events, act, hash, f.Passphrase, session)
	return s.AccessStore.Found(ctx, act, hash, f, session, events)
}

func (s *spy) Touch(ctx context.Context, hash access.Hash, at time.Time) error {
	s.touches++
	if s.full != nil {
		return s.full
	}
	return s.AccessStore.Touch(ctx, hash, at)
}

func (s *spy) SaveGuesses(ctx context.Context, changes []access.GuessChange, forget time.Time) ([]access.Guess, error) {
	if s.full != nil {
		return nil, s.full
	}
	s.saves++
	return s.AccessStore.SaveGuesses(ctx, changes, forget)
}

func (s *spy) PrintLetters(ctx context.Context, act event.Act, at time.Time,
	change func(people.State) ([]access.Letter, []event.Event, error)) ([]access.Letter, people.State, error) {
	return s.AccessStore.PrintLetters(ctx, act, at, func(state people.State) ([]access.Letter, []event.Event, error) {
		letters, events, err := change(state)
		s.note(events, act, letters)
		return letters, events, err
	})
}

func (s *spy) UseCode(ctx context.Context, act event.Act, hash access.Hash, at time.Time,
	change func(access.Opened) (access.Use, error)) error {
	return s.AccessStore.UseCode(ctx, act, hash, at, func(o access.Opened) (access.Use, error) {
		use, err := change(o)
		s.note(use.Events, act, hash, use)
		return use, err
	})
}

func (s *spy) KeepCode(ctx context.Context, act event.Act, code access.KeptCode, stale time.Time,
	events []event.Event) error {
	s.note(events, act, code)
	return s.AccessStore.KeepCode(ctx, act, code, stale, events)
}

func (s *spy) EndLetter(ctx context.Context, act event.Act, hash access.Hash, why access.Why, at time.Time,
	check func(access.Opened) ([]event.Event, error)) error {
	return s.AccessStore.EndLetter(ctx, act, hash, why, at, func(o access.Opened) ([]event.Event, error) {
		events, err := check(o)
		s.note(events, act, hash)
		return events, err
	})
}

func (s *spy) ChangeFactors(ctx context.Context, act event.Act, session access.Hash, who id.Person,
	change func(access.Held) (access.FactorChange, error)) error {
	var done access.FactorChange
	err := s.AccessStore.ChangeFactors(ctx, act, session, who, func(held access.Held) (access.FactorChange, error) {
		var err error
		done, err = change(held)
		return done, err
	})
	if err == nil {
		s.note(done.Events, act, session, done)
	}
	return err
}
