package notice

import (
	"context"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Service is what adults do with their notices, and what the office sees of them.
type Service struct {
	Store   Store
	Schools custody.Schools
	People  Families
	Kept    Kept
}

// Families knows an adult's families as they are now.
type Families interface {
	// FamiliesOf is people.Roll's.
	FamiliesOf(ctx context.Context, school id.School, adult id.Adult) ([]people.Family, error)
}

// Kept knows what the school keeps or has: a part of custody's store.
type Kept interface {
	Confiscation(ctx context.Context, school id.School, confiscation id.Confiscation) (custody.Record, error)
	Device(ctx context.Context, school id.School, device id.Device) (custody.Device, error)
}

// Item is a notice as its adult sees it in the list.
type Item struct {
	Notice
	// Children are the pupils of the notice, with their names.
	Children []people.Pupil
	// Device is what sort of thing it is about; empty for none.
	Device school.DeviceKind
}

// Inbox is one page of an adult's notices at one school.
type Inbox struct {
	Items  []Item
	Unread int
	More   bool
}

// Opened is a notice with all that its screen says.
type Opened struct {
	Item
	Phone *Phone
	// Answers are those that may be given now.
	Answers []Answer
}

// Phone is what a family may know of a device that the school keeps or kept. Nothing in it is of a safeguarding hold:
// under one, and ever after, it is as if there were none.
type Phone struct {
	Kind school.DeviceKind
	// TakenAt and TakenBy are of a confiscation: when, and what the school calls whoever took it. HandedIn is when it was
	// handed in, of one that was not collected.
	TakenAt  time.Time
	TakenBy  string
	HandedIn time.Time
	// Ground is why, by the policy's word; empty where the school says that itself.
	Ground school.Ground
	// Release is when the school gives it back, From the moment of that where it is a time.
	Release school.ReleaseWhen
	From    time.Time
	// Gone is when it went home or was collected; zero while the school has it.
	Gone time.Time
}

// Inbox is an adult's own notices at a school, newest first, those before the given one. What they may no longer be told
// of is not there.
func (s *Service) Inbox(ctx context.Context, who people.Who, before id.Notice, limit int, now time.Time) (Inbox, error) {
	return Inbox{}, people.Absent()
}

// Open is one notice.
func (s *Service) Open(ctx context.Context, who people.Who, notice id.Notice, now time.Time) (Opened, error) {
	return Opened{}, people.Absent()
}

// Read marks one as read, and returns it.
func (s *Service) Read(ctx context.Context, who people.Who, act event.Act, notice id.Notice) (Opened, error) {
	return Opened{}, people.Absent()
}

// Answer gives an answer. It is kept, and said to be, whatever the school may do with it: under a hold the same.
func (s *Service) Answer(ctx context.Context, who people.Who, act event.Act, notice id.Notice, answer Answer,
	language string) (Opened, error) {
	return Opened{}, people.Absent()
}

// Deliveries is what was sent to whom and how far it came, for those who follow. Only NotReached, Kinds, Text, Page and
// Size of the query are the caller's.
func (s *Service) Deliveries(ctx context.Context, who people.Who, q Query, now time.Time) (Page, error) {
	return Page{}, people.Absent()
}

// Tell records that the office told the adult another way.
func (s *Service) Tell(ctx context.Context, who people.Who, act event.Act, notice id.Notice, how How) error {
	return people.Absent()
}

// Figures counts what was sent in the last days, by kind and result and by nobody's name.
func (s *Service) Figures(ctx context.Context, who people.Who, days int, now time.Time) ([]Figure, error) {
	return nil, people.Absent()
}
