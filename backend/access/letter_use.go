package access

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Try is a code that somebody typed or followed, and the device that they did it on.
type Try struct {
	Code string
	// From is the address that the request came from; Before the token in the device's cookie, if it has one.
	From   netip.Addr
	Before Token
}

func unknown(p Purpose) error {
	switch p {
	case ForHandOver:
		return fault.New(fault.NotFound, "access.hand_over.unknown", nil)
	case ForClass:
		return fault.New(fault.NotFound, "access.class_code.unknown", nil)
	}
	return fault.New(fault.NotFound, "access.letter.unknown", nil)
}

// find reads the code that was typed, counting the try against its network until it turns out to be one.
func (s *Service) find(ctx context.Context, p Purpose, length int, t Try) (Opened, error) {
	code, ok := ReadCode(t.Code, length)
	if !ok {
		return Opened{}, unknown(p) // nothing that could be right was tried
	}
	counted, err := s.Guard.count(ctx, networkMeter("network "+string(p), t.From, CodePace))
	if err != nil {
		return Opened{}, err
	}
	for _, key := range s.Keys {
		o, found, err := s.Codes.Code(ctx, key.hash(p, code))
		if err != nil || found && o.Purpose == p {
			s.Guard.undone(counted)
			return o, err
		}
	}
	return Opened{}, unknown(p)
}

// working says why a code does not work any more, or nil.
func (s *Service) working(o Opened) error {
	now, used, ended := s.Clock.Now(), "access.letter.used", "access.letter.ended"
	switch o.Purpose {
	case ForHandOver:
		now, used, ended = s.Wall.Now(), "access.hand_over.used", "access.hand_over.ended"
	case ForClass:
		ended = "access.class_code.ended" // with the day at school
	}
	switch {
	case !o.Used.IsZero():
		return fault.New(fault.Conflict, used, nil)
	case o.Letter.Why == PrintedAnew:
		return fault.New(fault.Denied, "access.letter.printed_anew", nil)
	case !o.Letter.Ended.IsZero(), !now.Before(o.Ends):
		return fault.New(fault.Denied, ended, nil)
	}
	if o.Purpose == ForLetter && !o.Letter.good(o.Members[0], o.Child, s.today()) {
		return fault.New(fault.Denied, ended, nil) // no words about why: whoever holds it asks the office
	}
	return nil
}

// LookAtLetter says what a letter is, without using it: to whoever holds it.
func (s *Service) LookAtLetter(ctx context.Context, t Try) (Opened, error) {
	o, err := s.find(ctx, ForLetter, LetterLength, t)
	if err != nil {
		return Opened{}, err
	}
	return o, s.working(o)
}

// UseLetter signs the letter's adult in on this device, where the birthday is the child's. On a family's device their
// seat comes beside those who are there; another session on it ends. The same operation gives the same session again.
// Faults: those of LookAtLetter, Invalid at "birthday", TooMany.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func (s *Service) UseLetter(ctx context.Context, act event.Act, t Try, day, month int) (Entry, error) {
	o, err := s.find(ctx, ForLetter, LetterLength, t)
	if err != nil {
		return Entry{}, err
	}
	counted, err := s.Guard.count(ctx, meter{digest("guess", "letter", string(o.Hash)), LetterPace},
		networkMeter("network birthdays", t.From, CodePace))
	if err != nil {
		return Entry{}, err
	}
	missed := false
	entry, err := s.enter(ctx, act, o, id.Person(o.Letter.Adult), "letter", t.Before,
		func(o Opened) ([]Seat, error) {
			missed = false
			if err := s.working(o); err != nil {
				return nil, err
			}
			if missed = !born(o.Child, day, month); missed {
				return nil, fault.New(fault.Invalid, "access.letter.birthday", nil).In("birthday")
			}
			return []Seat{s.seat(o.Members[0])}, nil
		})
	switch {
	case missed:
		own := s.own("access.miss_letter", o.School, "", o.Hash)
		events := []event.Event{own.Did(LetterMissed, string(o.Letter.Adult), map[string]any{"letter": o.Letter.ID})}
		if kept := s.Codes.Missed(ctx, own, o.Letter.ID, events); kept != nil {
			return Entry{}, kept
		}
	case err == nil:
		s.Guard.succeeded(counted)
	default:
		s.Guard.undone(counted)
	}
	return entry, err
}

// born reports whether that is the child's birthday, of whatever year.
func born(child people.Pupil, day, month int) bool {
	date, err := time.Parse(time.DateOnly, string(child.DOB))
	return err == nil && date.Day() == day && int(date.Month()) == month
}

// seat is a new seat for somebody, from now on.
func (s *Service) seat(m Member) Seat {
	school, person := m.Adult.School, id.Person(m.Adult.ID)
	if m.Pupil.ID != "" {
		school, person = m.Pupil.School, id.Person(m.Pupil.ID)
	}
	return Seat{School: school, Person: person, Standing: m.Standing(), Since: s.Wall.Now()}
}

// enter begins the session that a code gives, under the token that follows from the operation. seats says who sits in
// it beside those who are there already, or why not; it is pure.
func (s *Service) enter(ctx context.Context, act event.Act, o Opened, person id.Person, how string, device Token,
	seats func(Opened) ([]Seat, error)) (Entry, error) {
	there, err := s.there(ctx, device)
	if err != nil {
		return Entry{}, err
	}
	kind := people.ParentKind
	if o.Purpose == ForClass {
		kind, there = people.PupilKind, Presence{}
	}
	act.School, act.Actor, act.At = o.School, person, s.Clock.Now()
	token, now := s.Keys.newest().token(act.Op, o.Hash), s.Wall.Now()
	err = s.Codes.UseCode(ctx, act, o.Hash, now, func(o Opened) (Use, error) {
		come, err := seats(o)
		if err != nil {
			return Use{}, err
		}
		sitting := there
		if slices.ContainsFunc(o.Members, func(m Member) bool {
			return m.keptFrom(func(p id.Person) bool { _, sits := there.At(p); return sits }, s.today())
		}) {
			sitting = Presence{} // who comes does not sit down beside them
		}
		return Use{Session: Session{Hash: token.Hash(), Kind: kind, Since: now, Seen: now, Seats: joined(sitting, come)},
			Replaces: hashOf(device), Joins: sitting.Kind == people.ParentKind, Once: o.Purpose != ForClass, Over: over(now),
			Events: []event.Event{act.Did(SignedIn, string(person), map[string]string{"how": how})}}, nil
	})
	if err != nil {
		return Entry{}, err
	}
	return s.come(ctx, act.Op, o.Hash)
}

// come is the session that an operation has begun with a code: a retry may be later than the renewal of the key under
// which the first time began it.
func (s *Service) come(ctx context.Context, op id.Op, code Hash) (entry Entry, err error) {
	for _, key := range s.Keys {
		entry.Token = key.token(op, code)
		if entry.Presence, err = s.Check(ctx, entry.Token); !fault.Is(err, fault.SignedOut) {
			break
		}
	}
	return entry, err
}

// there is who is at a device already; nobody where its session is over.
func (s *Service) there(ctx context.Context, before Token) (Presence, error) {
	if before == "" {
		return Presence{}, nil
	}
	in, err := s.Check(ctx, before)
	if fault.Is(err, fault.SignedOut) {
		return Presence{}, nil
	}
	return in, err
}

// NotMine ends a letter because whoever opened it says that the child is not theirs. It returns the letter, and the act
// as it is the letter's: of its school, and nobody's, since nobody is signed in by holding one. The office has to hear
// of it. The same operation may come again.
func (s *Service) NotMine(ctx context.Context, act event.Act, t Try) (Opened, event.Act, error) {
	o, err := s.find(ctx, ForLetter, LetterLength, t)
	if err != nil {
		return o, act, err
	}
	act.School, act.Actor, act.At = o.School, "", s.Clock.Now()
	err = s.Codes.EndLetter(ctx, act, o.Hash, NotMine, s.Wall.Now(), func(o Opened) ([]event.Event, error) {
		if err := s.working(o); err != nil {
			return nil, err
		}
		return []event.Event{act.Did(LetterNotMine, string(o.Letter.Adult),
			map[string]any{"letter": o.Letter.ID, "child": o.Letter.Child})}, nil
	})
	return o, act, err
}
