package notice_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// The two schools of every table here: Anthony Roper's preset and Beaver Green's.
var schools = map[string]school.School{
	"AR": storetest.School(storetest.Aloud{}, "anthony-roper", "anthony-roper", "08:45", "15:15"),
	"BG": storetest.School(storetest.Aloud{}, "beaver-green", "beaver-green", "08:40", "15:10"),
}

// both are the columns, in order.
var both = []string{"AR", "BG"}

// Monday 23 November 2026 is an ordinary school day.
const monday clock.Date = "2026-11-23"

func at(hour, minute int) time.Time { return monday.At(hour, minute, school.London).UTC() }

// failing is what a table's test and a random one have.
type failing interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}

// world is a model of facts and nothing else: what a decision is told, kept in memory. The database is proven with the
// service (service_test.go).
type world struct {
	school        school.School
	people        people.State
	confiscations map[id.Confiscation]custody.Confiscation
	devices       map[id.Device]custody.Device
	library       aup.Library
	signatures    []aup.Signature
	declines      []aup.Decline
	seats         map[id.Adult]int
	notices       []notice.Notice
	events        int
}

var _ notice.Facts = (*world)(nil)

func newWorld(name string) *world {
	at := schools[name]
	return &world{school: at, confiscations: map[id.Confiscation]custody.Confiscation{},
		devices: map[id.Device]custody.Device{}, seats: map[id.Adult]int{},
		library: aup.Library{School: at.ID, Policy: at.Policy.AUP}}
}

func (w *world) School() (school.School, error) { return w.school, nil }

func (w *world) Confiscation(c id.Confiscation) (custody.Confiscation, error) {
	if found, ok := w.confiscations[c]; ok {
		return found, nil
	}
	return custody.Confiscation{}, people.Absent()
}

func (w *world) Device(d id.Device) (custody.Device, error) {
	if found, ok := w.devices[d]; ok {
		return found, nil
	}
	return custody.Device{}, people.Absent()
}

func (w *world) Family(pupil id.Pupil) (people.Family, error) {
	for _, p := range w.people.Pupils {
		if p.ID == pupil {
			return w.people.FamilyOf(p), nil
		}
	}
	return people.Family{}, people.Absent()
}

func (w *world) Standing(adult id.Adult) (id.Adult, error) {
	if !slices.ContainsFunc(w.people.Adults, func(a people.Adult) bool { return a.ID == adult }) {
		return "", people.Absent()
	}
	return people.HeadsOf(w.people.Adults).Of(adult), nil
}

func (w *world) Ledger() (aup.Ledger, error) {
	return aup.Ledger{Library: w.library, People: w.people, Signatures: w.signatures, Declines: w.declines}, nil
}

func (w *world) About(subject string, kinds ...notice.Kind) (list []notice.Notice, err error) {
	for _, n := range w.notices {
		if n.Subject == subject && slices.Contains(kinds, n.Kind) {
			list = append(list, n)
		}
	}
	slices.SortStableFunc(list, func(a, b notice.Notice) int { return a.At.Compare(b.At) })
	return list, nil
}

func (w *world) Open(adult id.Adult) (list []notice.Notice, err error) {
	heads := people.HeadsOf(w.people.Adults)
	for _, n := range w.notices {
		if n.OverAt.IsZero() && !n.TakenBack && (adult == "" || heads.Of(n.Adult) == heads.Of(adult)) {
			list = append(list, n)
		}
	}
	return list, nil
}

func (w *world) TakenBack() (list []notice.Notice, err error) {
	for _, n := range w.notices {
		c, kept := w.confiscations[id.Confiscation(n.Subject)]
		if n.TakenBack && n.OverAt.IsZero() && kept && !c.Closed() {
			list = append(list, n)
		}
	}
	return list, nil
}

func (w *world) Devices(adult id.Adult) (int, error) { return w.seats[adult], nil }

// child adds a pupil, adult an adult record, beside a contact.
func (w *world) child(name string, year people.Year) id.Pupil {
	p := people.Pupil{ID: id.Named[id.Pupil](name), School: w.school.ID, Surname: "Ahmed", Forename: name, Preferred: name,
		Year: year, Class: "Robin"}
	w.people.Pupils = append(w.people.Pupils, p)
	return p.ID
}

func (w *world) adult(name string) id.Adult {
	a := people.Adult{ID: id.Named[id.Adult](name), School: w.school.ID, Forename: name, Surname: "Ahmed"}
	w.people.Adults = append(w.people.Adults, a)
	return a.ID
}

func (w *world) beside(pupil id.Pupil, adult id.Adult, relationship, order string) {
	w.people.Contacts = append(w.people.Contacts, people.Contact{School: w.school.ID, Pupil: pupil, Adult: adult,
		Relationship: relationship, ParentalResponsibility: true, CourtOrder: order, Priority: len(w.people.Contacts) + 1})
}

// take keeps a child's device for a ground, as custody.Confiscate does.
func (w *world) take(name string, pupil id.Pupil, ground school.Ground, tell custody.Decision, when time.Time,
) id.Confiscation {
	c := custody.Confiscation{ID: id.Named[id.Confiscation](name), School: w.school.ID, Pupil: pupil,
		Device: id.Named[id.Device](name), Kind: school.Phone, Ground: ground, At: when, By: "teacher"}
	if c.Held = custody.SetsHold(w.school.Policy.Phones, ground); c.Held {
		c.Secret = true
	} else if w.school.Policy.Phones.ParentsTold == school.ToldByDecision {
		c.Tell, c.TellAt = tell, when
	}
	w.confiscations[c.ID] = c
	w.devices[c.Device] = custody.Device{ID: c.Device, Pupil: pupil, Kind: c.Kind, State: custody.Confiscated, Since: when,
		Open: c.ID}
	return c.ID
}

// alter changes a confiscation in place.
func (w *world) alter(c id.Confiscation, change func(*custody.Confiscation)) {
	now := w.confiscations[c]
	change(&now)
	w.confiscations[c] = now
}

// follow lets what follows from an event follow, as the store does: what is new for an event and an adult once.
func (w *world) follow(t failing, kind event.Kind, subject string, when, now time.Time, actor id.Person, body any,
) []notice.Notice {
	t.Helper()
	w.events++
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	e := event.Event{ID: id.New[id.Event](), School: w.school.ID, Kind: kind, At: when, Actor: actor, Subject: subject,
		Body: raw, Position: int64(w.events)}
	changes, err := notice.DecideAt(now)(e, w)
	if err != nil {
		t.Fatal(kind, err)
	}
	for _, n := range changes.New {
		if n.School != w.school.ID || n.Event != e.ID || n.ID == "" || n.Adult == "" || !n.At.Equal(when) {
			t.Errorf("%s: a notice of nothing: %+v", kind, n)
		}
		if slices.ContainsFunc(w.notices, func(m notice.Notice) bool { return m.Event == n.Event && m.Adult == n.Adult }) {
			t.Errorf("%s: two for one adult and event: %+v", kind, n)
		}
		w.notices = append(w.notices, n)
	}
	changed := map[id.Notice]bool{}
	for _, n := range changes.Changed {
		i := slices.IndexFunc(w.notices, func(m notice.Notice) bool { return m.ID == n.ID })
		if i < 0 || changed[n.ID] {
			t.Errorf("%s changes what is not there, or twice: %+v", kind, n)
			continue
		}
		changed[n.ID] = true
		w.notices[i] = n
	}
	return changes.New
}

// did is follow at the moment that it happened, by nobody in particular.
func (w *world) did(t failing, kind event.Kind, subject string, when time.Time, body any) []notice.Notice {
	t.Helper()
	return w.follow(t, kind, subject, when, when.Add(time.Second), "somebody", body)
}

func (w *world) confiscated(t failing, c id.Confiscation, when time.Time) []notice.Notice {
	t.Helper()
	return w.did(t, custody.DidConfiscate, string(c), when, map[string]any{"device": w.confiscations[c].Device})
}

// read marks everything of an adult as read.
func (w *world) read(adult id.Adult, when time.Time) {
	for i := range w.notices {
		if w.notices[i].Adult == adult && w.notices[i].ReadAt.IsZero() {
			w.notices[i].ReadAt, w.notices[i].RingAt = when, time.Time{}
		}
	}
}

// whom are the adults of notices, sorted.
func whom(list []notice.Notice) []id.Adult {
	var adults []id.Adult
	for _, n := range list {
		adults = append(adults, n.Adult)
	}
	slices.Sort(adults)
	return adults
}

// only fails where the notices are not for exactly these adults, of that kind.
func only(t *testing.T, what string, list []notice.Notice, kind notice.Kind, adults ...id.Adult) {
	t.Helper()
	slices.Sort(adults)
	if got := whom(list); !slices.Equal(got, adults) {
		t.Errorf("%s: for %v, not %v", what, got, adults)
	}
	for _, n := range list {
		if n.Kind != kind {
			t.Errorf("%s: a notice of the kind %s", what, n.Kind)
		}
	}
}
