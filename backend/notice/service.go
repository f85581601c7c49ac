package notice

import (
	"context"
	"slices"
	"strings"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
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
	// Gone is when one that was kept went home; zero while the school has it.
	Gone time.Time
}

// Inbox is an adult's own notices at a school, newest first, those before the given one. What they may no longer be told
// of is not there.
func (s *Service) Inbox(ctx context.Context, who people.Who, before id.Notice, limit int, now time.Time) (Inbox, error) {
	r, err := s.reader(ctx, who, now)
	if err != nil {
		return Inbox{}, err
	}
	box := Inbox{More: true}
	for len(box.Items) < limit && box.More {
		var list []Notice
		list, box.More, err = s.Store.Of(ctx, who.School, r.adult, before, limit-len(box.Items))
		if err != nil {
			return Inbox{}, err
		}
		for _, n := range list {
			before = n.ID
			item, may, err := r.item(ctx, n)
			if err != nil {
				return Inbox{}, err
			}
			if may {
				box.Items = append(box.Items, item)
			}
		}
		box.More = box.More && len(list) > 0
	}
	unread, err := s.Store.Unread(ctx, who.School, r.adult)
	for _, n := range unread {
		_, may, wrong := r.item(ctx, n)
		if wrong != nil {
			return Inbox{}, wrong
		}
		if may {
			box.Unread++
		}
	}
	return box, err
}

// Open is one notice.
func (s *Service) Open(ctx context.Context, who people.Who, notice id.Notice, now time.Time) (Opened, error) {
	r, err := s.reader(ctx, who, now)
	if err != nil {
		return Opened{}, err
	}
	return r.open(ctx, notice)
}

// Read marks one as read, and returns it.
func (s *Service) Read(ctx context.Context, who people.Who, act event.Act, notice id.Notice) (Opened, error) {
	r, err := s.actor(ctx, who, act)
	if err != nil {
		return Opened{}, err
	}
	opened, err := r.open(ctx, notice)
	if err != nil || !opened.ReadAt.IsZero() {
		return opened, err
	}
	if err := s.Store.Read(ctx, who.School, r.adult, notice, act.At); err != nil {
		return Opened{}, err
	}
	return r.open(ctx, notice)
}

// Answer gives an answer. It is kept, and said to be, whatever the school may do with it: under a hold the same.
func (s *Service) Answer(ctx context.Context, who people.Who, act event.Act, notice id.Notice, answer Answer,
	language string) (Opened, error) {
	r, err := s.actor(ctx, who, act)
	if err != nil {
		return Opened{}, err
	}
	if !tagged(language) {
		return Opened{}, fault.New(fault.Invalid, "notice.wrong.language", nil).In("language")
	}
	opened, err := r.open(ctx, notice)
	switch {
	case err != nil:
		return Opened{}, err
	case opened.Notice.Answer == answer && answer != NoAnswer: // said already; a retry comes here too
		return opened, nil
	case !slices.Contains(answersOf(opened.Kind), answer):
		return Opened{}, fault.New(fault.Invalid, "notice.wrong.answer", nil).In("answer")
	case !slices.Contains(opened.Answers, answer):
		return Opened{}, fault.New(fault.Conflict, "notice.wrong.gone", nil)
	}
	said := Answered{Answer: answer, Kind: opened.Kind, Subject: opened.Subject, Adult: r.adult, Language: language}
	for _, child := range opened.Children {
		said.Pupils = append(said.Pupils, child.ID)
	}
	_, err = s.Store.Change(ctx, act, r.adult, notice, func(n *Notice) ([]event.Event, error) {
		if n.Answer == answer {
			return nil, nil
		}
		n.Answer, n.AnsweredAt = answer, act.At
		if n.ReadAt.IsZero() {
			n.ReadAt = act.At
		}
		if n.Kind.AboutPhone() {
			n.RingAt = time.Time{}
		}
		return []event.Event{act.Did(DidAnswer, string(n.ID), said)}, nil
	})
	if err != nil {
		return Opened{}, err
	}
	return r.open(ctx, notice)
}

// tagged reports whether that can be a language's tag.
func tagged(language string) bool {
	odd := func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	return language != "" && len(language) <= 35 && !strings.ContainsFunc(language, odd)
}
