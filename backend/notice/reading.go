package notice

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// reader is an adult who reads their own notices at one school, and the families that are theirs at this moment.
type reader struct {
	*Service
	school   school.School
	adult    id.Adult
	families []people.Family
	today    clock.Date
}

func (s *Service) reader(ctx context.Context, who people.Who, now time.Time) (r reader, err error) {
	if who.Kind != people.ParentKind || who.School == "" || who.Person == "" {
		return r, people.Absent()
	}
	r = reader{Service: s, adult: id.Adult(who.Person), today: clock.DateOf(now, school.London)}
	if r.school, err = s.Schools.School(ctx, who.School); err != nil {
		return r, err
	}
	r.families, err = s.People.FamiliesOf(ctx, who.School, r.adult)
	return r, err
}

// actor is the reader whose own act it is.
func (s *Service) actor(ctx context.Context, who people.Who, act event.Act) (reader, error) {
	if act.School != who.School || act.Actor != who.Person {
		return reader{}, people.Absent()
	}
	return s.reader(ctx, who, act.At)
}

func (r reader) mayKnow(n Notice) ([]people.Pupil, bool) {
	return MayKnow(n, r.adult, r.families, r.today)
}

// item is a notice as its adult sees it, if they may.
func (r reader) item(ctx context.Context, n Notice) (item Item, may bool, err error) {
	item = Item{Notice: n}
	if item.Children, may = r.mayKnow(n); !may || !n.Kind.AboutPhone() {
		return item, may, nil
	}
	phone, _, err := r.phone(ctx, n)
	if phone != nil {
		item.Device = phone.Kind
	}
	if fault.Is(err, fault.NotFound) {
		return Item{}, false, nil
	}
	return item, true, err
}

// open is one notice whole.
func (r reader) open(ctx context.Context, wanted id.Notice) (o Opened, err error) {
	n, err := r.Store.Notice(ctx, r.school.ID, r.adult, wanted)
	if err != nil {
		return o, err
	}
	o.Notice = n
	var may, here bool
	if o.Children, may = r.mayKnow(n); !may {
		return Opened{}, people.Absent()
	}
	if n.Kind.AboutPhone() {
		if o.Phone, here, err = r.phone(ctx, n); err != nil {
			return Opened{}, err
		}
		if o.Phone != nil {
			o.Device = o.Phone.Kind
		}
	}
	if !n.Kind.AboutPhone() || here && n.OverAt.IsZero() {
		o.Answers = answersOf(n.Kind)
	}
	return o, nil
}

// answersOf are the answers that a kind has at all. Whether the adult comes is asked where there is something to fetch.
func answersOf(kind Kind) []Answer {
	switch kind {
	case Confiscated, Uncollected:
		return []Answer{WillCome, CallMe}
	case ToSign, Replaced, NewSignIn:
		return []Answer{CallMe}
	case Released:
	}
	return nil
}

// phone is what a family may know of the device that a notice is about, and whether it is still here; nil where the
// school's record of it has gone. A hold counts from the moment that it is set, and not only when what follows from it
// was written: what nobody has read by then is not there (fault NotFound), and what somebody has stays as it was.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func (r reader) phone(ctx context.Context, n Notice) (phone *Phone, here bool, err error) {
	if n.Kind == Uncollected {
		device, err := r.Kept.Device(ctx, r.school.ID, id.Device(n.Subject))
		if err != nil {
			return nil, false, unlessGone(err)
		}
		phone, here = left(n, device)
		return phone, here, nil
	}
	record, err := r.Kept.Confiscation(ctx, r.school.ID, id.Confiscation(n.Subject))
	if err != nil {
		return nil, false, unlessGone(err)
	}
	if n.Kind == Confiscated && record.Held && n.ReadAt.IsZero() {
		return nil, false, people.Absent()
	}
	return taken(n, record, r.school), !record.Closed() || record.Held, nil
}

func unlessGone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// taken is a confiscated device. Whether there is a hold, or was one, makes no difference to any of it.
func taken(n Notice, record custody.Record, at school.School) *Phone {
	c := record.Confiscation
	phones := at.Policy.Phones
	phone := &Phone{Kind: c.Kind, TakenAt: c.At, TakenBy: record.Names[c.By], Release: phones.Release, Gone: c.ReleasedAt}
	if !n.Bare && !custody.SetsHold(phones, c.Ground) {
		phone.Ground = c.Ground
	}
	// What the policy said when it was taken, of a device that nothing else keeps.
	fresh := custody.Confiscation{At: c.At}
	phone.From = custody.Release(phones, at.Calendar, fresh, c.At).From
	return phone
}

// left is a device that was not collected, and whether it still lies where it did. Where it is otherwise the message does
// not say: an old one must not tell that the device is kept since.
func left(n Notice, d custody.Device) (phone *Phone, here bool) {
	phone = &Phone{Kind: d.Kind}
	if n.OverAt.IsZero() && d.State == custody.HandedIn && !d.Since.After(n.At) {
		phone.HandedIn = d.Since
		return phone, true
	}
	return phone, false
}
