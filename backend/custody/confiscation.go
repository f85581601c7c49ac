package custody

import (
	"context"
	"strings"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
)

// Taking is a device that somebody confiscates. Without Device it is the child's one of that kind, known or not.
type Taking struct {
	Pupil  id.Pupil
	Device id.Device
	Kind   school.DeviceKind
	// Another says that it is none of the devices that the school knows: the one that was handed in may be a decoy.
	Another bool
	Ground  school.Ground
	// Stored is where it will lie: "office safe".
	Stored string
	// Tell answers "tell the parents now?" where the policy leaves that to a decision; Reason goes with "not yet".
	Tell   Decision
	Reason string
}

// Confiscate takes a device from a child. A ground that sets the safeguarding hold sets it in the same transaction, and
// then nobody is asked about the parents: that is the safeguarding team's to decide.
//
// Policy: phones.confiscate (AR 9.3/7, BG 9.3/8)
func (s *Service) Confiscate(ctx context.Context, who people.Who, act event.Act, t Taking) (Confiscation, error) {
	if !who.Is(takerRoles...) {
		return Confiscation{}, notYours()
	}
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return Confiscation{}, err
	}
	phones := place.Policy.Phones
	if t.Kind == "" {
		t.Kind = school.Phone
	}
	held := SetsHold(phones, t.Ground)
	if err := errOr(fault.Of(MayConfiscate(phones, t.Ground)), fault.Of(InScope(phones, t.Kind)),
		missing("stored", t.Stored), tooLong("stored", t.Stored, MarkLength), t.tellFault(phones, held)); err != nil {
		return Confiscation{}, err
	}
	made := event.Made[id.Confiscation](act, "confiscation")
	shelf, err := s.Store.Change(ctx, act, Ask{Pupil: t.Pupil}, func(shelf *Shelf) ([]event.Event, error) {
		d, err := shelf.take(act, Arriving{Device: shelf.caught(t), Kind: t.Kind, Another: t.Another})
		if err != nil {
			return nil, err
		}
		switch d.State {
		case Confiscated, WithPolice:
			return nil, fault.New(fault.Conflict, "custody.confiscate.already", phrase.Args{"Time": clockTime(d.Since)})
		case WithChild, HandedIn:
		}
		c := Confiscation{ID: made, School: shelf.School, Device: d.ID, Pupil: shelf.Pupil,
			Kind: d.Kind, Ground: t.Ground, Secret: held, Held: held, Stored: strings.TrimSpace(t.Stored), At: act.At,
			By: act.Actor}
		if !held && phones.ParentsTold == school.ToldByDecision {
			c.Tell, c.TellReason, c.TellBy, c.TellAt = t.Tell, strings.TrimSpace(t.Reason), act.Actor, act.At
		}
		shelf.Confiscations = append([]Confiscation{c}, shelf.Confiscations...)
		d.State, d.Slot, d.Since, d.By, d.Open = Confiscated, 0, act.At, act.Actor, c.ID
		d.Before, d.BeforeSlot = "", 0
		return one(act.Did(DidConfiscate, string(c.ID),
			map[string]any{"pupil": shelf.Pupil, "device": d.ID, "held": held, "tell": c.Tell})), nil
	})
	if err != nil {
		return Confiscation{}, err
	}
	c := shelf.Confiscation(made)
	if c == nil {
		return Confiscation{}, notYours()
	}
	return c.seenBy(Team(place.Policy, who)), nil
}

// caught is the device that is taken: the one that is named; else one of the kind that the child has on them, rather than
// one that lies at the office; else empty, and the first of the kind is meant or one that nobody knew.
func (s *Shelf) caught(t Taking) id.Device {
	for _, d := range s.Devices {
		if t.Device == "" && !t.Another && d.Kind == t.Kind && d.State == WithChild {
			return d.ID
		}
	}
	return t.Device
}

// tellFault checks the answer to "tell the parents now?": where the policy asks it, it must be answered, and "not yet"
// needs its because.
func (t Taking) tellFault(p school.Phones, held bool) error {
	if held {
		return nil
	}
	switch p.ParentsTold {
	case school.ToldBeforeRelease:
		return nil
	case school.ToldByDecision:
	}
	switch t.Tell {
	case TellNow:
		return nil
	case NotYet:
		return errOr(missing("reason", t.Reason), tooLong("reason", t.Reason, ReasonLength))
	case Undecided:
	}
	return fault.New(fault.Invalid, "custody.tell.answer", nil).In("tell_parents")
}

// LogContact records that somebody tried to reach an adult. Only a conversation is contact.
//
// Policy: phones.release (BG 9.3/12)
func (s *Service) LogContact(ctx context.Context, who people.Who, act event.Act, c id.Confiscation, adult id.Adult,
	how How, outcome Outcome) (Confiscation, error) {
	if how != ByPhone && how != InPerson {
		return Confiscation{}, fault.New(fault.Invalid, "custody.contact.how", nil).In("how")
	}
	if outcome != Spoke && outcome != NoAnswer {
		return Confiscation{}, fault.New(fault.Invalid, "custody.contact.outcome", nil).In("outcome")
	}
	return s.change(ctx, who, act, c, func(
		place school.School, team bool, shelf *Shelf, c *Confiscation,
	) (event.Event, error) {
		carer := shelf.Carer(adult)
		if err := fault.Of(MayContact(*c, carer, team)); err != nil {
			return event.Event{}, err
		}
		shelf.Contacts = append(shelf.Contacts, Contact{Confiscation: c.ID, Adult: adult, How: how, Outcome: outcome,
			At: act.At, By: act.Actor})
		if outcome == Spoke && c.ContactAt.IsZero() {
			c.ContactAt = act.At
		}
		return act.Did(DidContact, string(c.ID), map[string]any{"adult": adult, "how": how, "outcome": outcome}), nil
	})
}

// DecideTell records the decision on telling the parents.
//
// Policy: phones.parents_told (AR 9.3/10)
func (s *Service) DecideTell(ctx context.Context, who people.Who, act event.Act, c id.Confiscation, tell Decision,
	reason string) (Confiscation, error) {
	if tell != TellNow && tell != NotYet {
		return Confiscation{}, fault.New(fault.Invalid, "custody.tell.answer", nil).In("decision")
	}
	if tell == NotYet {
		if err := errOr(missing("reason", reason), tooLong("reason", reason, ReasonLength)); err != nil {
			return Confiscation{}, err
		}
	}
	return s.change(ctx, who, act, c, func(
		place school.School, team bool, _ *Shelf, c *Confiscation,
	) (event.Event, error) {
		if err := fault.Of(Tell(place.Policy.Phones, *c, team)); err != nil {
			return event.Event{}, err
		}
		c.Tell, c.TellReason, c.TellBy, c.TellAt = tell, strings.TrimSpace(reason), act.Actor, act.At
		return act.Did(DidDecideTell, string(c.ID), map[string]any{"tell": tell}), nil
	})
}

// LiftHold ends the safeguarding hold with the team's reason and decision on telling the parents; SetHold puts one on a
// device that was taken for another ground. Only the safeguarding team does either; to anybody else neither is there.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func (s *Service) LiftHold(ctx context.Context, who people.Who, act event.Act, c id.Confiscation, reason string,
	tell Decision) (Confiscation, error) {
	if err := errOr(missing("reason", reason), tooLong("reason", reason, ReasonLength)); err != nil {
		return Confiscation{}, err
	}
	if tell != TellNow && tell != NotYet {
		return Confiscation{}, fault.New(fault.Invalid, "custody.tell.answer", nil).In("tell_parents")
	}
	return s.change(ctx, who, act, c, func(_ school.School, team bool, _ *Shelf, c *Confiscation) (event.Event, error) {
		if !team {
			return event.Event{}, notYours()
		}
		if !c.Held || c.Closed() {
			return event.Event{}, fault.New(fault.Conflict, "custody.hold.none", nil)
		}
		c.Held, c.HoldReason = false, strings.TrimSpace(reason)
		c.Tell, c.TellReason, c.TellBy, c.TellAt = tell, c.HoldReason, act.Actor, act.At
		return act.Did(DidLiftHold, string(c.ID), nil), nil
	})
}

// SetHold: see LiftHold.
func (s *Service) SetHold(ctx context.Context, who people.Who, act event.Act, c id.Confiscation,
	reason string,
) (Confiscation, error) {
	if err := errOr(missing("reason", reason), tooLong("reason", reason, ReasonLength)); err != nil {
		return Confiscation{}, err
	}
	return s.change(ctx, who, act, c, func(_ school.School, team bool, _ *Shelf, c *Confiscation) (event.Event, error) {
		if !team {
			return event.Event{}, notYours()
		}
		if c.Held || c.Closed() {
			return event.Event{}, fault.New(fault.Conflict, "custody.hold.already", nil)
		}
		c.Held, c.Secret, c.HoldReason = true, true, strings.TrimSpace(reason)
		return act.Did(DidSetHold, string(c.ID), nil), nil
	})
}

// change runs one verb on one confiscation: for those who keep devices, on the locked shelf of its child, seen afterwards
// with their eyes.
func (s *Service) change(ctx context.Context, who people.Who, act event.Act, wanted id.Confiscation,
	verb func(school.School, bool, *Shelf, *Confiscation) (event.Event, error)) (Confiscation, error) {
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return Confiscation{}, err
	}
	team := Team(place.Policy, who)
	if !team && !who.Is(keeperRoles...) {
		return Confiscation{}, notYours()
	}
	pupil, err := s.Store.Whose(ctx, who.School, wanted)
	if err != nil {
		return Confiscation{}, err
	}
	shelf, err := s.Store.Change(ctx, act, Ask{Pupil: pupil, Carers: true}, func(shelf *Shelf) ([]event.Event, error) {
		c := shelf.Confiscation(wanted)
		if c == nil {
			return nil, notYours()
		}
		happened, err := verb(place, team, shelf, c)
		if err != nil {
			return nil, err
		}
		return one(happened), nil
	})
	if err != nil {
		return Confiscation{}, s.named(ctx, who.School, err)
	}
	c := shelf.Confiscation(wanted)
	if c == nil {
		return Confiscation{}, notYours()
	}
	return c.seenBy(team), nil
}
