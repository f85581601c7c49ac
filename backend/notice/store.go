package notice

import (
	"context"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Facts is what a decision may ask for, as the one transaction sees it that will also write what is decided. Nothing is
// read that is not asked for. Absent things are fault NotFound ("people.not_found").
type Facts interface {
	School() (school.School, error)
	Confiscation(id.Confiscation) (custody.Confiscation, error)
	Device(id.Device) (custody.Device, error)
	// Family is one pupil, on the roll or not, with every contact; each adult the one that stands for the record.
	Family(id.Pupil) (people.Family, error)
	// Standing is the record that stands for an adult: themselves, or whom they are merged into.
	Standing(id.Adult) (id.Adult, error)
	// Ledger is everybody's answers about acceptable use policies.
	Ledger() (aup.Ledger, error)
	// About are the notices of those kinds about one subject, to whomever, oldest first; taken back ones too.
	About(subject string, kinds ...Kind) ([]Notice, error)
	// Open are the school's notices that are neither over nor taken back; of the given adult where one is named.
	Open(id.Adult) ([]Notice, error)
	// TakenBack are those that were taken back about what the school keeps still, oldest first.
	TakenBack() ([]Notice, error)
	// Devices is in how many sessions the adult has a seat.
	Devices(id.Adult) (int, error)
}

// Changes are what a decision writes: New notices, and those Changed, whole, by their id. A new one for an event and an
// adult that has one already is left out.
type Changes struct {
	New     []Notice
	Changed []Notice
}

// Decide says what follows from one event. It is pure but for what it asks of the facts, and may run again.
type Decide func(event.Event, Facts) (Changes, error)

// Ringing is what a person's telephones are rung for: the notices whose RingAt has come, of one adult.
type Ringing struct {
	Adult   id.Adult
	Notices []Notice
	// Devices is how many of the adult's telephones can be rung, with a session that still seats them.
	Devices int
	// Last is the last ringing of this adult that their telephones' services were given: its batch, when, whether it was
	// urgent; Fresh says that nothing it was about has been read or told since, and that it was for each of the Devices.
	Last       id.Batch
	LastAt     time.Time
	LastUrgent bool
	Fresh      bool
}

// Rang is what becomes of a ringing.
type Rang struct {
	// Later puts it off until then: quiet hours. Nothing else is said then.
	Later time.Time
	// Batch is the ringing that carries the notices: a new one, or Ringing.Last where that is still unseen. Empty: nobody
	// to ring, NoDevice.
	Batch   id.Batch
	Urgent  bool
	Expires time.Time
}

// Store keeps notices. Every method is of one school and sees no other.
type Store interface {
	// Follow runs decide on the events of the school's daily chain that it has not run on yet, in their order, at most
	// limit of them, and writes what follows together with how far it came: all or nothing. Of several processes one does
	// it at a time. A new notice has its inbox; one whose RingAt is set has a delivery by push that waits; one that is over
	// or taken back rings no more, and what was handed to no push service yet is not sent. An event on which this fails by a
	// mistake of ours, and not because the database is away, is passed over after five tries, with a line in the log that
	// names it. more: there are further events.
	Follow(ctx context.Context, school id.School, limit int, decide Decide) (did int, more bool, err error)

	// Ring runs decide on every adult, at most limit, one of whose notices has a RingAt that has come (or that a clock
	// which was set back has put a day or more ahead), and writes what it says: a new batch becomes a push for each of the
	// adult's telephones. Of several processes one does it at a time. next is when the next one is due; zero for none.
	Ring(ctx context.Context, school id.School, now time.Time, limit int, decide func(Ringing) Rang) (rang int,
		next time.Time, err error)

	// Hasten lets what is to ring after that moment ring now.
	Hasten(ctx context.Context, school id.School, after, now time.Time) error

	// Listen calls do, in their order, on the events of the school's daily chain that the listener of that name has not had
	// yet, at most limit, and moves its place past each that do returned nil for. It stops at the first error, which it
	// returns, and passes over as Follow does. Do runs outside any transaction and at least once: two processes may both
	// come to an event, so it has to know an event again by its id. more: there are further events.
	Listen(ctx context.Context, school id.School, name string, limit int, do func(event.Event) error) (more bool, err error)

	// Of returns one adult's notices, newest first, at most limit before the given notice (or from the newest), without
	// those that are taken back; more: there are older ones.
	Of(ctx context.Context, school id.School, adult id.Adult, before id.Notice, limit int) (list []Notice, more bool,
		err error)
	// Unread counts those of them that are neither read nor over.
	Unread(ctx context.Context, school id.School, adult id.Adult) ([]Notice, error)
	// Notice returns one; fault NotFound ("people.not_found") where the adult has none with that id, or it is taken back.
	Notice(ctx context.Context, school id.School, adult id.Adult, notice id.Notice) (Notice, error)
	// Read writes down that a notice was read, once. No event: it is nobody's business but the adult's and the office's.
	Read(ctx context.Context, school id.School, adult id.Adult, notice id.Notice, at time.Time) error
	// Change runs change on one notice and writes it with its events and the operation, all or nothing; NotFound as
	// Notice. Adult is empty where the office acts.
	Change(ctx context.Context, act event.Act, adult id.Adult, notice id.Notice,
		change func(*Notice) ([]event.Event, error)) (Notice, error)
	// Happened writes an event that the product itself causes (a day that began), once for the act's operation.
	Happened(ctx context.Context, act event.Act, happened event.Event) error

	// Deliveries returns one page of what was sent, newest first.
	Deliveries(ctx context.Context, school id.School, q Query) (Page, error)
	// Figures counts notices by kind and push deliveries by kind and result since that time. No person is in it.
	Figures(ctx context.Context, school id.School, since time.Time) ([]Figure, error)
}

// Query asks for deliveries.
type Query struct {
	// Kinds limits them; none for all that the office sees.
	Kinds []Kind
	// NotReached: those that wait (Notice.Waits) and that no push service took, or took before the moment of their kind
	// in Since.
	NotReached bool
	Since      map[Kind]time.Time
	// Text begins a part of a name of the adult's or of a child's (people.SearchParts).
	Text       string
	Page, Size int
}

// Page is a page of deliveries.
type Page struct {
	Items []Line
	// Total is how many there are on all pages, ByKind the same for each kind, whatever Kinds asked for.
	Total  int
	ByKind map[Kind]int
}

// Line is one notice as the office sees it.
type Line struct {
	Notice
	AdultName, Mobile string
	// Language is what the school's system says that the adult speaks; may be empty.
	Language string
	// PupilNames are of its children; of a notice that waits, once the room has looked, those of whom the adult may be told.
	PupilNames []string
	Push       Delivery
	// SignedIn: the adult has a device with a session.
	SignedIn bool
	ToldName string
}

// Figure is one count.
type Figure struct {
	Kind Kind
	// Sent, Read, Answered, Told and Over count notices.
	Sent, Read, Answered, Told, Over int
	// Push counts by state, and failures by result.
	Push    map[State]int
	Results map[string]int
}
