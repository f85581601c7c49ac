package store

import (
	"context"
	"errors"
	"sync"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// schoolRow is a school in the directory. What it is called, and its policy, are its own (profileRow).
type schoolRow struct {
	ID        string `gorm:"primaryKey"`
	Slug      string
	CreatedAt time.Time
}

// TableName implements model.
func (schoolRow) TableName() string { return "schools" }

// profileRow is what a school is.
type profileRow struct {
	SchoolID  SchoolID `gorm:"primaryKey"`
	Name      string
	Phone     string
	Policy    string
	Calendar  string
	ChangedAt time.Time
}

// TableName implements model.
func (profileRow) TableName() string { return "school_profiles" }

// Schools is the store of schools: the directory, and each one's policy and calendar.
func (s *Store) Schools() SchoolStore { return SchoolStore{s} }

// SchoolStore implements custody.Schools, and access to the directory.
type SchoolStore struct{ s *Store }

// cachedFor is how long this process goes on with a policy that another process may have changed. Its own changes it
// sees at once.
const cachedFor = time.Second

// profiles are schools as last read: decoding a policy at every tap of the desk would cost more than the tap.
type profiles struct {
	mu   sync.Mutex
	read map[id.School]profile
}

type profile struct {
	school school.School
	at     time.Time
}

func (p *profiles) get(wanted id.School, now time.Time) (school.School, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, ok := p.read[wanted]
	age := now.Sub(found.at)
	return found.school, ok && age >= 0 && age < cachedFor
}

func (p *profiles) keep(s school.School, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.read == nil {
		p.read = map[id.School]profile{}
	}
	p.read[s.ID] = profile{s, now}
}

func (p *profiles) forget(gone id.School) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.read, gone)
}

// School returns the school; NotFound ("web.not_found") when there is none with that id. What it returns is shared: it
// is for reading.
func (x SchoolStore) School(ctx context.Context, wanted id.School) (school.School, error) {
	now := clock.System{}.Now()
	if found, ok := x.s.profiles.get(wanted, now); ok {
		return found, nil
	}
	var found school.School
	err := x.s.read(ctx, wanted, func(t *tx) error {
		var err error
		found, err = t.theSchool()
		return err
	})
	if err == nil {
		x.s.profiles.keep(found, now)
	}
	return found, err
}

// decoded are policies or calendars as they were read from their text, which says all that they are. They are shared.
type decoded[T any] struct {
	mu   sync.Mutex
	read map[string]T
}

// decodedAtMost is how many are kept: more than schools have at a time. Beyond it they are read anew.
const decodedAtMost = 500

func (d *decoded[T]) get(text []byte, decode func([]byte) (T, error)) (T, error) {
	d.mu.Lock()
	found, ok := d.read[string(text)]
	d.mu.Unlock()
	if ok {
		return found, nil
	}
	found, err := decode(text)
	if err != nil {
		return found, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.read == nil || len(d.read) >= decodedAtMost {
		d.read = map[string]T{}
	}
	d.read[string(text)] = found
	return found, nil
}

var oneSchool = prepared(`SELECT s.slug, p.name, p.phone, p.policy, p.calendar
	FROM school_profiles p JOIN schools s ON s.id = p.school_id WHERE p.school_id = ?`)

// theSchool is the transaction's school. Its policy and calendar are shared: they are for reading.
func (t *tx) theSchool() (school.School, error) {
	return t.schoolBy(func(raw []byte) (school.Policy, error) { return t.store.policies.get(raw, school.Decode) },
		func(raw []byte) (school.Calendar, error) { return t.store.calendars.get(raw, school.DecodeCalendar) })
}

// schoolBy is the transaction's school, its policy and its calendar decoded by those.
func (t *tx) schoolBy(policy func([]byte) (school.Policy, error), calendar func([]byte) (school.Calendar, error),
) (school.School, error) {
	found := school.School{ID: t.school}
	var itsPolicy, itsCalendar []byte
	known, err := t.one(oneSchool, []any{&found.Slug, &found.Name, &found.Phone, &itsPolicy, &itsCalendar},
		string(t.school))
	if err == nil && !known {
		err = fault.New(fault.NotFound, "web.not_found", nil)
	}
	if err != nil {
		return school.School{}, err
	}
	if found.Policy, err = policy(itsPolicy); err == nil {
		found.Calendar, err = calendar(itsCalendar)
	}
	if err != nil { // not a person's mistake: somebody wrote it past the product
		return school.School{}, errors.New("store: the policy of school " + string(t.school) + ": " + err.Error())
	}
	return found, nil
}

// IDs are all schools, in the order in which they were founded.
func (x SchoolStore) IDs(ctx context.Context) ([]id.School, error) {
	var ids []id.School
	err := x.s.read(ctx, "", func(t *tx) error {
		return t.gorm().Model(&schoolRow{}).Order("created_at, id").Pluck("id", &ids).Error
	})
	return ids, err
}

// Find returns the id of the school with that slug; found is false where there is none.
func (x SchoolStore) Find(ctx context.Context, slug string) (found id.School, ok bool, err error) {
	err = x.s.read(ctx, "", func(t *tx) error {
		row, err := first[schoolRow](t, "slug = ?", slug)
		if errors.Is(err, errMissing) {
			return nil
		}
		found, ok = id.School(row.ID), err == nil
		return err
	})
	return found, ok, err
}

// Found keeps a new school with the events of its founding. A slug or an id that is taken is fault Conflict
// "school.slug_taken".
func (x SchoolStore) Found(ctx context.Context, act event.Act, founded school.School, events ...event.Event) error {
	return x.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		err := t.found(founded, act.At)
		return outcome{made: []string{string(founded.ID)}, wrote: []written{{events: events}}}, err
	}})
}

func (t *tx) found(founded school.School, at time.Time) error {
	row := schoolRow{ID: string(founded.ID), Slug: founded.Slug, CreatedAt: at.UTC()}
	if err := t.gorm().Create(&row).Error; err != nil {
		return taken(err)
	}
	return t.keepProfile(founded, at)
}

func (t *tx) keepProfile(s school.School, at time.Time) error {
	policy, err := text(s.Policy)
	if err != nil {
		return err
	}
	calendar, err := text(s.Calendar)
	if err != nil {
		return err
	}
	defer t.store.profiles.forget(s.ID)
	return put(t, []profileRow{{SchoolID: SchoolID(s.ID), Name: s.Name, Phone: s.Phone, Policy: policy, Calendar: calendar,
		ChangedAt: at.UTC()}})
}

// Change runs change on the school as it stands and keeps what it made of it: name, telephone, policy and calendar; id
// and slug stay. The answer is the school as kept; a replay answers with the school as it is now.
func (x SchoolStore) Change(ctx context.Context, act event.Act,
	change func(*school.School) ([]event.Event, error),
) (now school.School, err error) {
	err = x.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			was, err := t.schoolBy(school.Decode, school.DecodeCalendar) // of its own, since it is changed
			if err != nil {
				return outcome{}, err
			}
			now = was
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			now.ID, now.Slug = was.ID, was.Slug
			return outcome{wrote: []written{{events: events}}}, t.keepProfile(now, act.At)
		},
		again: func(t *tx, _ []string) error {
			now, err = t.theSchool()
			return err
		},
	})
	if err == nil {
		x.s.profiles.forget(act.School) // whoever read between the write and the commit kept the old one
	}
	return now, err
}
