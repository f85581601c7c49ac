package custody

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Service is what people do with devices. Every verb asks in this order: may this person, does the policy say so, is the
// thing in the state for it; then it changes the thing and says what happened.
type Service struct {
	Schools Schools
	Store   Store
	Checks  CheckStore
}

// deskRoles log phones in and out; keeperRoles let confiscated ones go; takerRoles may confiscate.
var (
	deskRoles   = append([]people.Role{people.Office}, people.Leadership...)
	keeperRoles = append([]people.Role{people.Office, people.SafeguardingLead, people.DeputyLead}, people.Leadership...)
	takerRoles  = append([]people.Role{people.Teacher, people.Assistant, people.SENCO, people.OnlineSafetyLead},
		keeperRoles...)
)

// Team reports whether the person belongs to the school's safeguarding team, who alone read a secret ground.
func Team(p school.Policy, who people.Who) bool {
	for _, role := range p.SafeguardingTeam {
		if who.Is(people.Role(role)) {
			return true
		}
	}
	return false
}

// notYours is the answer to somebody whose work it is not: the same as for a thing that is not there.
func notYours() error { return fault.New(fault.NotFound, "web.not_found", nil) }

// Arriving is a device that is handed in. Without Device it is the child's only one, or their first.
type Arriving struct {
	Pupil                    id.Pupil
	Device                   id.Device
	Kind                     school.DeviceKind
	Label, Colour, Condition string
	// Another says that it is none of the child's devices that the school knows.
	Another bool
}

// HandIn takes a device in at the office and gives it the lowest free slot.
//
// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func (s *Service) HandIn(ctx context.Context, who people.Who, act event.Act, in Arriving) (Shelf, error) {
	place, err := s.deskAt(ctx, who)
	if err != nil {
		return Shelf{}, err
	}
	if err := errOr(tooLong("label", in.Label, MarkLength), tooLong("colour", in.Colour, MarkLength),
		tooLong("condition", in.Condition, MarkLength)); err != nil {
		return Shelf{}, err
	}
	if in.Kind == "" {
		in.Kind = school.Phone
	}
	if err := fault.Of(InScope(place.Policy.Phones, in.Kind)); err != nil {
		return Shelf{}, err
	}
	return s.Store.Change(ctx, act, Ask{Pupil: in.Pupil, Slot: true}, func(shelf *Shelf) ([]event.Event, error) {
		d, err := shelf.take(act, in)
		if err != nil {
			return nil, err
		}
		switch d.State {
		case HandedIn:
			return nil, fault.New(fault.Conflict, "custody.hand_in.already",
				phrase.Args{"Time": clockTime(d.Since), "Slot": d.Slot})
		case Confiscated:
			return nil, fault.New(fault.Conflict, "custody.hand_in.confiscated", nil)
		case WithPolice:
			return nil, fault.New(fault.Conflict, "custody.hand_in.with_police", nil)
		case WithChild:
		}
		d.desk(HandedIn, shelf.Free, act)
		d.Condition = strings.TrimSpace(in.Condition)
		return one(act.Did(DidHandIn, string(d.ID), map[string]any{"pupil": shelf.Pupil, "slot": d.Slot})), nil
	})
}

// Collect gives a handed-in device back to its child, at any time of the day.
//
// Policy: phones.hand_in (AR 9.3/2)
func (s *Service) Collect(ctx context.Context, who people.Who, act event.Act, pupil id.Pupil,
	device id.Device) (Shelf, error) {
	if _, err := s.deskAt(ctx, who); err != nil {
		return Shelf{}, err
	}
	return s.Store.Change(ctx, act, Ask{Pupil: pupil}, func(shelf *Shelf) ([]event.Event, error) {
		d := shelf.Device(device)
		if d == nil {
			return nil, notYours()
		}
		switch d.State {
		case WithChild:
			return nil, fault.New(fault.Conflict, "custody.collect.already", phrase.Args{"Time": clockTime(d.Since)})
		case Confiscated, WithPolice:
			return nil, fault.New(fault.Denied, "custody.collect.kept", nil)
		case HandedIn:
		}
		slot := d.Slot
		d.desk(WithChild, 0, act)
		return one(act.Did(DidCollect, string(d.ID), map[string]any{"pupil": shelf.Pupil, "slot": slot})), nil
	})
}

// Undo takes back the last desk move of a device, within a minute of it.
func (s *Service) Undo(ctx context.Context, who people.Who, act event.Act, pupil id.Pupil,
	device id.Device,
) (Shelf, error) {
	if _, err := s.deskAt(ctx, who); err != nil {
		return Shelf{}, err
	}
	return s.Store.Change(ctx, act, Ask{Pupil: pupil, Slot: true, Back: device}, func(shelf *Shelf) ([]event.Event,
		error) {
		d := shelf.Device(device)
		if d == nil {
			return nil, notYours()
		}
		if err := fault.Of(Undo(*d, act.At)); err != nil {
			return nil, err
		}
		from, back, slot := d.State, d.Before, d.BeforeSlot
		if back == HandedIn && slot > 0 {
			slot = shelf.Free // where it lies still, unless that was given away in the meantime
		}
		d.desk(back, slot, act)
		d.Before, d.BeforeSlot = "", 0
		return one(act.Did(DidUndo, string(d.ID), map[string]any{"pupil": shelf.Pupil, "from": from, "to": back})), nil
	})
}

// Desk returns every child with their devices, for the office.
func (s *Service) Desk(ctx context.Context, who people.Who, now time.Time) ([]Child, error) {
	if !who.Is(deskRoles...) {
		return nil, notYours()
	}
	return s.Store.Roster(ctx, who.School, "", today(now))
}

// Class returns one class's children with their devices. Whoever may confiscate may see any class: a phone rings in the
// playground too. The names and what the children bring are all that it shows.
func (s *Service) Class(ctx context.Context, who people.Who, class string, now time.Time) ([]Child, error) {
	if !who.Is(takerRoles...) {
		return nil, notYours()
	}
	return s.Store.Roster(ctx, who.School, class, today(now))
}

// deskAt is the school of a person who may work at a desk that takes phones in.
func (s *Service) deskAt(ctx context.Context, who people.Who) (school.School, error) {
	if !who.Is(deskRoles...) {
		return school.School{}, notYours()
	}
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return school.School{}, err
	}
	return place, fault.Of(Arrival(place.Policy.Phones))
}

// take finds the device that arrives, or adds it to the shelf when the child brings a new one.
func (s *Shelf) take(act event.Act, in Arriving) (*Device, error) {
	if in.Device != "" {
		if d := s.Device(in.Device); d != nil {
			return d, nil
		}
		return nil, notYours()
	}
	label := strings.TrimSpace(in.Label)
	for i := range s.Devices {
		if in.Another {
			break
		}
		// One that is with the police does not come back: this is another.
		if d := &s.Devices[i]; d.Kind == in.Kind && d.State != WithPolice && (label == "" || d.Label == label) {
			return d, nil
		}
	}
	s.Devices = append(s.Devices, Device{ID: event.Made[id.Device](act, "device"), School: s.School, Pupil: s.Pupil,
		Kind:  in.Kind,
		Label: label, Colour: strings.TrimSpace(in.Colour), State: WithChild})
	return &s.Devices[len(s.Devices)-1], nil
}

// desk moves the device and remembers where it came from, so that the move can be undone.
func (d *Device) desk(to State, slot int, act event.Act) {
	d.Before, d.BeforeSlot = d.State, d.Slot
	d.State, d.Slot, d.Since, d.By = to, slot, act.At, act.Actor
}

func one(e event.Event) []event.Event { return []event.Event{e} }

// today is the day that it is at school.
func today(now time.Time) clock.Date { return clock.DateOf(now, school.London) }

// clockTime is a time of the school's day as everybody writes it: 15:15.
func clockTime(t time.Time) string { return t.In(school.London).Format("15:04") }

func tooLong(field, text string, most int) error {
	if utf8.RuneCountInString(text) <= most {
		return nil
	}
	return fault.New(fault.Invalid, "custody.too_long", phrase.Args{"Most": most}).In(field)
}

func missing(field, text string) error {
	if strings.TrimSpace(text) != "" {
		return nil
	}
	return fault.New(fault.Invalid, "custody.missing", nil).In(field)
}

// errOr is the first of the errors that is one.
func errOr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
