package concern

import (
	"context"

	"lollipop/backend/clause"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/people"
)

// DoorView is the school's button as those see it who open and close it.
type DoorView struct {
	Door
	ByName string
	// Ruling says whether it may be open, Readers who might have to read.
	Ruling  clause.Ruling
	Readers []Colleague
}

// DoorOf is the school's button, for the head and the safeguarding lead.
func (s *Service) DoorOf(ctx context.Context, who people.Who) (DoorView, error) {
	if !MayMindDoor(who).OK() {
		return DoorView{}, notThere()
	}
	p, err := s.at(ctx, who.School, s.Clock.Now())
	if err != nil {
		return DoorView{}, err
	}
	d, err := s.Store.Door(ctx, who.School)
	if err != nil {
		return DoorView{}, err
	}
	names := p.names()
	view := DoorView{Door: d, ByName: names[d.By], Ruling: MayOpenDoor(p.Policy, p.staff, p.today)}
	for _, person := range Possible(p.Policy, p.staff, p.today) {
		for _, m := range p.staff {
			if m.Who().Person == person {
				view.Readers = append(view.Readers, Colleague{person, m.Called(), m.Roles, m.Classes})
			}
		}
	}
	return view, nil
}

// SetDoor opens the school's button, or closes it. It opens only where two might read. Closing loses nothing: what was
// told is read on, and whoever told it comes back to it.
//
// Policy: roles.leaders.reporting_channels (AR 4.1/7, BG 4.1/6)
func (s *Service) SetDoor(ctx context.Context, who people.Who, act event.Act, open bool) error {
	if !MayMindDoor(who).OK() {
		return notThere()
	}
	p, err := s.at(ctx, who.School, act.At)
	if err != nil {
		return err
	}
	kind := DidCloseDoor
	if open {
		kind = DidOpenDoor
		if err := fault.Of(MayOpenDoor(p.Policy, p.staff, p.today)); err != nil {
			return err
		}
	}
	public, wrapped, err := s.Vault.NewDraftKey(string(who.School))
	if err != nil {
		return err
	}
	return s.Store.ChangeDoor(ctx, act, func(d *Door) ([]event.Event, error) {
		if len(d.Public) == 0 {
			d.Public, d.DraftKey = public, wrapped
		}
		d.Open, d.OpenedAt, d.By = open, act.At, who.Person
		return []event.Event{act.Did(kind, string(who.School), nil)}, nil
	})
}
