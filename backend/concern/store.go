package concern

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// How somebody came to be a reader.
type How string

// The ways.
const (
	ByRoute How = "route"  // the policy's first reader
	ByTime  How = "time"   // it was unread for too long
	ByHand  How = "handed" // a reader handed it to them
	ByGlass How = "glass"  // they broke the glass, for an hour
)

// Reader is one who may open a concern.
type Reader struct {
	Person id.Person
	How    How
	Since  time.Time
	// Until is when it ends; zero where it does not.
	Until time.Time
	// ReadAt is when they last read it; zero while they have not.
	ReadAt time.Time
}

// Sealed is an entry as it is kept.
type Sealed struct {
	N     int
	At    time.Time
	Words []byte
}

// Kept is a concern as it is kept: what stands in the clear, and the sealed.
type Kept struct {
	ID     id.Concern
	School id.School
	// Open is false once it is finished.
	Open bool
	// At is when it was told, ToldAt when whoever told it last wrote.
	At, ToldAt time.Time
	// ReadAt is when a reader first read what was last told; zero while it is unread.
	ReadAt time.Time
	// Step is how many of the route's readers it has been given to; Due is when the next is, zero where none is.
	Step int
	Due  time.Time
	// Alarm says that nobody is left who may read it.
	Alarm bool
	// Receipt is the mark of the five words under the newest key at the time; nil where nobody has them (a device's).
	Receipt []byte
	// Key is the concern's data key, wrapped; Head its sealed head.
	Key, Head []byte
	// Marks are of those who never see it. A store's query compares them, so that no list can forget it.
	Marks [][]byte
	// Readers are all that were ever added, by their since.
	Readers []Reader
	// Entries are sealed, in their order. Change appends to them and never alters one.
	Entries []Sealed
}

// Viewer is somebody who wants to read, with their marks under every key: what has one of these is not there for them.
type Viewer struct {
	Person id.Person
	Marks  [][]byte
	At     time.Time
}

// Door is whether a school's button is open, and the key pair for what waits on a device without a network.
type Door struct {
	School   id.School
	Open     bool
	OpenedAt time.Time
	By       id.Person
	// Public is 65 bytes, DraftKey its wrapped secret half; both made when the door is first opened, and kept after.
	Public, DraftKey []byte
}

// Store keeps concerns. Every method is of one school and sees no other. A concern that a viewer may not see is fault
// NotFound ("web.not_found"), the same as one that is not there: not a reader, no longer one, or kept from them by a
// mark, even where a row says that they are a reader.
type Store interface {
	// Add keeps a new concern with its readers, marks and entries, once for one operation.
	Add(ctx context.Context, act event.Act, c Kept, happened ...event.Event) error
	// ByReceipt is the concern with one of those marks, with its entries.
	ByReceipt(ctx context.Context, school id.School, receipts [][]byte) (Kept, error)
	// List are those that the viewer may read, open or finished ones, newest told first, with their entries where asked.
	List(ctx context.Context, school id.School, v Viewer, open, entries bool) ([]Kept, error)
	// Change runs change on one concern with its entries and keeps what it made of it, once for one operation: new entries,
	// head, times, readers (by person) and marks (added, never removed). As nobody (a zero Person) it is whoever tells,
	// or the product itself.
	Change(ctx context.Context, act event.Act, concern id.Concern, as Viewer,
		change func(*Kept) ([]event.Event, error)) error
	// One is a concern with its entries, as that viewer reads it.
	One(ctx context.Context, school id.School, concern id.Concern, as Viewer) (Kept, error)
	// All are the open or the finished ones without their entries, for the product's own rounds, oldest told first.
	All(ctx context.Context, school id.School, open bool) ([]Kept, error)
	// Record keeps that something happened that changes no concern: a list, a search, that was about to be shown.
	Record(ctx context.Context, act event.Act, happened ...event.Event) error
	// Door is the school's; its zero where it was never opened. ChangeDoor changes it.
	Door(ctx context.Context, school id.School) (Door, error)
	ChangeDoor(ctx context.Context, act event.Act, change func(*Door) ([]event.Event, error)) error
}

// Rung is when a reader's telephones were last rung for concerns, and when they last looked.
type Rung struct {
	Person id.Person
	// At is the last ringing, Times how often since they last looked; zero for never.
	At    time.Time
	Times int
	// SeenAt is when they last read or listed.
	SeenAt time.Time
}

// RingStore keeps who was rung.
type RingStore interface {
	// Rungs are the school's readers who were ever rung or looked.
	Rungs(ctx context.Context, school id.School) (map[id.Person]Rung, error)
	// Ring gives every telephone on which that member of staff sits a push, all or nothing, unless somebody has rung them
	// since before (so of two processes one does); no devices is no fault. The pushes expire at that time.
	Ring(ctx context.Context, school id.School, person id.Person, before Rung, now, expires time.Time) error
	// Saw notes that they looked.
	Saw(ctx context.Context, school id.School, person id.Person, at time.Time) error
}

// Staffed gives a school's staff, leavers included.
type Staffed interface {
	StaffList(ctx context.Context, school id.School) ([]people.Staff, error)
}

// Vault seals and opens. The keys are outside the database (hall vault, Seals, where each method is described).
type Vault interface {
	NewKey(school, concern string) (wrapped []byte, err error)
	Seal(school, concern, what string, wrapped, plain []byte) ([]byte, error)
	Open(school, concern, what string, wrapped, sealed []byte) ([]byte, error)
	Marks(parts ...string) [][]byte
	NewDraftKey(school string) (public, wrapped []byte, err error)
	DraftPublic(school string, wrapped []byte) (public []byte, err error)
	OpenDraft(school string, wrapped, sealed []byte) ([]byte, error)
}
