package access

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// keep makes a code for somebody, keeps it and says when it ends; a replay says what it said the first time, under
// whichever key that was.
func (s *Service) keep(ctx context.Context, act event.Act, whose string, kept KeptCode, events []event.Event) (Code,
	time.Time, error,
) {
	made := func(key CodeKey) (Code, Hash) {
		code := key.code(kept.Purpose, act.Op, whose, ShortLength)
		return code, key.hash(kept.Purpose, code)
	}
	_, kept.Hash = made(s.Keys.newest())
	if err := s.Codes.KeepCode(ctx, act, kept, s.Wall.Now().Add(-codesKept), events); err != nil {
		return "", time.Time{}, err
	}
	for _, key := range s.Keys {
		code, hash := made(key)
		if o, found, err := s.Codes.Code(ctx, hash); err != nil || found {
			return code, o.Ends, err
		}
	}
	return "", time.Time{}, unknown(kept.Purpose)
}

// HandOver makes a code with which another device lets this person in too, with all their seats of this one: at every
// school at which they are certainly the same adult. The same operation gives the same code again.
func (s *Service) HandOver(ctx context.Context, act event.Act, in Presence, who people.Who) (Code, time.Time, error) {
	same := in.Same(who.Person)
	if in.Kind != people.ParentKind || len(same) == 0 || act.School != who.School || act.Actor != who.Person {
		return "", time.Time{}, people.Absent()
	}
	now := s.Wall.Now()
	kept := KeptCode{Purpose: ForHandOver, School: who.School, Person: who.Person, Made: now,
		Ends: now.Add(HandOverLasts)}
	for _, seat := range same {
		kept.Seats = append(kept.Seats, seat.kept())
	}
	return s.keep(ctx, act, string(who.Person), kept, []event.Event{act.Did(HandOverMade, string(who.Person),
		map[string]any{"ends": kept.Ends})})
}

// UseHandOver lets the person of a hand-over code in on this device; their seats last as long as on the other.
func (s *Service) UseHandOver(ctx context.Context, act event.Act, t Try) (Entry, error) {
	o, err := s.find(ctx, ForHandOver, ShortLength, t)
	if err != nil {
		return Entry{}, err
	}
	entry, err := s.enter(ctx, act, o, o.Person, "hand_over", t.Before, func(o Opened) ([]Seat, error) {
		if err := s.working(o); err != nil {
			return nil, err
		}
		var seats []Seat
		for i, m := range o.Members {
			if _, here := m.seated(people.ParentKind, s.today()); here {
				seats = append(seats, Seat{School: o.Seats[i].School, Person: o.Seats[i].Person, Standing: m.Standing(),
					Since: o.Seats[i].Since})
			}
		}
		if len(seats) == 0 {
			return nil, fault.New(fault.Denied, "access.hand_over.ended", nil)
		}
		return seats, nil
	})
	if err != nil {
		return Entry{}, err
	}
	for _, seat := range o.Seats { // the other schools' records hear of it too
		if seat.School == o.School {
			continue
		}
		own := act
		own.School, own.Actor, own.At = seat.School, seat.Person, s.Clock.Now()
		came := []event.Event{own.Did(SignedIn, string(seat.Person), map[string]string{"how": "hand_over"})}
		if err := s.Store.Begin(ctx, own, Beginning{Events: came}); err != nil {
			return Entry{}, err
		}
	}
	return entry, nil
}

// ClassCode makes a code with which the pupils of one class sign in, until the end of that school day, which the caller
// knows; after it, for an hour: a club, or a lesson that was moved.
func (s *Service) ClassCode(ctx context.Context, act event.Act, who people.Who, class string, bell time.Time) (Code,
	time.Time, error) {
	if err := people.Refused(people.MaySeeClass(who, class), who, act); err != nil {
		return "", time.Time{}, err
	}
	now := s.Clock.Now()
	if !now.Before(bell) {
		bell = now.Add(ClassLasts)
	}
	return s.keep(ctx, act, class, KeptCode{Purpose: ForClass, School: who.School, Person: who.Person, Made: now, Ends: bell,
		Class: class},
		[]event.Event{act.Did(ClassCodeMade, string(who.Person), map[string]any{"class": class, "ends": bell})})
}

// LookAtClass says whose names a class code asks to choose from.
func (s *Service) LookAtClass(ctx context.Context, t Try) (Opened, error) {
	o, err := s.find(ctx, ForClass, ShortLength, t)
	if err != nil {
		return Opened{}, err
	}
	o.Pupils = slices.DeleteFunc(o.Pupils, func(p people.Pupil) bool { return p.Left(s.today()) })
	return o, s.working(o)
}

// UseClass lets a pupil in by their own name. A family's device stays the family's.
func (s *Service) UseClass(ctx context.Context, act event.Act, t Try, pupil id.Pupil) (Entry, error) {
	there, err := s.there(ctx, t.Before)
	if err != nil {
		return Entry{}, err
	}
	if there.Kind == people.ParentKind {
		return Entry{}, fault.New(fault.Conflict, "access.class_code.family_here", nil)
	}
	o, err := s.find(ctx, ForClass, ShortLength, t)
	if err != nil {
		return Entry{}, err
	}
	return s.enter(ctx, act, o, id.Person(pupil), "class_code", t.Before, func(o Opened) ([]Seat, error) {
		if err := s.working(o); err != nil {
			return nil, err
		}
		at := slices.IndexFunc(o.Pupils, func(p people.Pupil) bool { return p.ID == pupil && !p.Left(s.today()) })
		if at < 0 {
			return nil, fault.New(fault.NotFound, "access.class_code.nobody", nil).In("pupil")
		}
		return []Seat{s.seat(Member{Pupil: o.Pupils[at]})}, nil
	})
}

// ClassName is a child as the class knows them.
type ClassName struct {
	ID   id.Pupil
	Name string
}

// ClassNames are the names that children choose their own from: what they are called; the surname's first letter where
// two share that, and the whole of it where they share that too. In the names' order.
func ClassNames(pupils []people.Pupil) []ClassName {
	initial := func(p people.Pupil) string {
		for _, r := range p.Surname {
			return p.Preferred + " " + string(r)
		}
		return p.Preferred
	}
	count := map[string]int{}
	for _, p := range pupils {
		count[people.Fold(p.Preferred)]++
		count[people.Fold(initial(p))+"|"]++
	}
	names := make([]ClassName, len(pupils))
	for i, p := range pupils {
		names[i] = ClassName{ID: p.ID, Name: p.Preferred}
		switch {
		case count[people.Fold(initial(p))+"|"] > 1:
			names[i].Name = p.Called()
		case count[people.Fold(p.Preferred)] > 1:
			names[i].Name = initial(p)
		}
	}
	slices.SortFunc(names, func(a, b ClassName) int {
		return cmp.Or(cmp.Compare(people.Fold(a.Name), people.Fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return names
}
