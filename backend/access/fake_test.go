package access_test

import (
	"context"
	"sync"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// memory keeps the contract of access.Store, FoundingStore and GuessStore, with one lock for a transaction. It also
// counts, and fails when told to, which a database does not do on request.
type memory struct {
	mu       sync.Mutex
	schools  map[id.School][2]string // slug, name
	staff    map[id.Staff]people.Staff
	kept     map[id.Staff]string
	links    map[access.Hash]access.Link
	sessions map[access.Hash]access.Session
	guesses  map[access.Hash]access.Guess
	ops      map[id.Op]bool
	events   []event.Event

	touches, reads, saves int
	failing               error
}

func newMemory() *memory {
	return &memory{schools: map[id.School][2]string{}, staff: map[id.Staff]people.Staff{}, kept: map[id.Staff]string{},
		links: map[access.Hash]access.Link{}, sessions: map[access.Hash]access.Session{},
		guesses: map[access.Hash]access.Guess{}, ops: map[id.Op]bool{}}
}

func (m *memory) member(school id.School, person id.Person) (access.Member, bool) {
	staff, ok := m.staff[id.Staff(person)]
	if !ok || staff.School != school {
		return access.Member{}, false
	}
	return access.Member{Staff: staff, SchoolName: m.schools[school][1], Passphrase: m.kept[staff.ID]}, true
}

func (m *memory) Login(_ context.Context, slug, email string, today clock.Date) (access.Member, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failing != nil {
		return access.Member{}, false, m.failing
	}
	for _, staff := range m.staff {
		if m.schools[staff.School][0] == slug && staff.Email == email && email != "" && !staff.Left(today) {
			found, ok := m.member(staff.School, id.Person(staff.ID))
			return found, ok, nil
		}
	}
	return access.Member{}, false, nil
}

func (m *memory) Link(_ context.Context, hash access.Hash) (access.Link, access.Member, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	link, ok := m.links[hash]
	if !ok || link.Purpose == access.ForFirstAdministrator {
		return link, access.Member{}, ok, nil
	}
	member, ok := m.member(link.School, link.Person)
	return link, member, ok, nil
}

func (m *memory) Session(_ context.Context, hash access.Hash) (access.Session, []access.Member, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	session, ok := m.sessions[hash]
	var now []access.Member
	for _, seat := range session.Seats {
		member, _ := m.member(seat.School, seat.Person)
		now = append(now, member)
	}
	return session, now, ok, nil
}

func (m *memory) AddLink(_ context.Context, act event.Act, link access.Link,
	change func(access.Member) ([]event.Event, error)) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.ops[act.Op] {
		return false, nil
	}
	member, ok := m.member(act.School, link.Person)
	if !ok {
		return false, fault.New(fault.NotFound, "access.person_unknown", nil)
	}
	events, err := change(member)
	if err != nil {
		return false, err
	}
	for hash, other := range m.links {
		if other.Person == link.Person && other.Purpose == link.Purpose && other.Used.IsZero() {
			delete(m.links, hash)
		}
	}
	m.links[link.Hash], m.ops[act.Op] = link, true
	m.events = append(m.events, events...)
	return true, nil
}

func (m *memory) UseLink(_ context.Context, act event.Act, hash access.Hash,
	change func(access.Link, access.Member) (access.Use, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	link, ok := m.links[hash]
	member, here := m.member(link.School, link.Person)
	if !ok || !here {
		return fault.New(fault.NotFound, "access.link.unknown", nil)
	}
	use, err := change(link, member)
	if err != nil {
		return err
	}
	link.Used = act.At
	m.links[hash] = link
	if use.Passphrase != "" {
		m.kept[member.Staff.ID] = use.Passphrase
	}
	if use.EndOthers {
		m.end(link.School, link.Person)
	}
	delete(m.sessions, use.Replaces)
	m.sessions[use.Session.Hash] = use.Session
	m.events = append(m.events, use.Events...)
	return nil
}

func (m *memory) end(school id.School, person id.Person) {
	for hash, session := range m.sessions {
		for _, seat := range session.Seats {
			if seat.School == school && seat.Person == person {
				delete(m.sessions, hash)
			}
		}
	}
}

func (m *memory) Begin(_ context.Context, _ event.Act, b access.Beginning) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.sessions, b.Replaces)
	for hash, session := range m.sessions {
		if session.Since.Before(b.Stale) {
			delete(m.sessions, hash)
		}
	}
	if person := id.Staff(b.Session.Seats[0].Person); b.Rehashed != "" && m.kept[person] == b.Was {
		m.kept[person] = b.Rehashed
	}
	m.sessions[b.Session.Hash] = b.Session
	m.events = append(m.events, b.Events...)
	return nil
}

func (m *memory) Touch(_ context.Context, hash access.Hash, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.touches++
	if session, ok := m.sessions[hash]; ok && m.failing == nil {
		session.Seen = at
		m.sessions[hash] = session
	}
	return m.failing
}

func (m *memory) End(_ context.Context, _ event.Act, hash access.Hash, school id.School, person id.Person,
	events []event.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if hash == "" {
		m.end(school, person)
	}
	delete(m.sessions, hash)
	m.events = append(m.events, events...)
	return nil
}

func (m *memory) AddFirstLink(_ context.Context, link access.Link) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.schools) > 0 {
		return fault.New(fault.Conflict, "access.first_run.exists", nil)
	}
	clear(m.links)
	m.links[link.Hash] = link
	return nil
}

func (m *memory) Found(_ context.Context, act event.Act, hash access.Hash, f access.Founding, session access.Session,
	events []event.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.schools) > 0 {
		return fault.New(fault.Conflict, "access.first_run.exists", nil)
	}
	link, ok := m.links[hash]
	if !ok || link.Purpose != access.ForFirstAdministrator || !link.Used.IsZero() || !act.At.Before(link.Ends) {
		return fault.New(fault.NotFound, "access.link.unknown", nil)
	}
	link.Used = act.At
	m.links[hash] = link
	m.schools[f.School.ID] = [2]string{f.School.Slug, f.School.Name}
	m.staff[f.Administrator.ID], m.kept[f.Administrator.ID] = f.Administrator, f.Passphrase
	m.sessions[session.Hash] = session
	m.events = append(m.events, events...)
	return nil
}

func (m *memory) Guesses(_ context.Context, keys []access.Hash) (found []access.Guess, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	for _, key := range keys {
		if guess, ok := m.guesses[key]; ok {
			found = append(found, guess)
		}
	}
	return found, m.failing
}

func (m *memory) SaveGuesses(_ context.Context, changes []access.GuessChange, forget time.Time) (now []access.Guess,
	_ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failing != nil {
		return nil, m.failing
	}
	m.saves++
	for _, change := range changes {
		guess := m.guesses[change.Key]
		if change.Cleared {
			guess.Failures = 0
		}
		guess.Key, guess.Failures = change.Key, max(0, guess.Failures+change.Add)
		if change.Last.After(guess.Last) {
			guess.Last = change.Last
		}
		m.guesses[change.Key] = guess
		now = append(now, guess)
	}
	for key, guess := range m.guesses {
		if guess.Last.Before(forget) {
			delete(m.guesses, key)
		}
	}
	return now, nil
}
