package custody

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// EndDayAfter is how long after the end of the school day a device counts as left behind: the queue at the office's
// hatch is over by then, and nobody is told of a telephone that their child is just being given.
const EndDayAfter = 15 * time.Minute

// EndDay says once for every school day, a while after its end, which devices were not collected. Before that, on a day
// without school, and where the school takes nothing in, it does nothing. The product does it, not a person: its
// operation has a name that no request can send (id.Parse), so that nobody can be there first. done: it has been said, now
// or before, and need not be asked again that day.
//
// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func (s *Service) EndDay(ctx context.Context, at id.School, now time.Time) (done bool, err error) {
	place, err := s.Schools.School(ctx, at)
	if err != nil {
		return false, err
	}
	on := today(now)
	day := place.Calendar.Expected(on)
	if !day.Open || now.Before(day.Ends.Add(EndDayAfter)) || !Arrival(place.Policy.Phones).OK() {
		return false, nil
	}
	act := event.Act{School: at, At: now, Op: id.Op("custody.end_day/" + on), Command: "custody.end_day",
		Hash: event.HashOf([]byte("custody.end_day"), []byte(on))}
	err = s.Store.Lying(ctx, act, func(devices []Device) (happened []event.Event, err error) {
		for _, d := range devices {
			if Uncollected(d, place.Calendar, now) {
				happened = append(happened, act.Did(DidRemain, string(d.ID), map[string]any{"pupil": d.Pupil, "on": on}))
			}
		}
		return happened, nil
	})
	return err == nil, err
}

// AnswerByApp is an adult's own answer that they come for the device. It is contact, as a conversation is: our reading
// of a policy that waits for one. It is given by the app, which says that it was received in any case, so whatever
// stands against it (a hold, a mark, the device that has gone) makes it no contact and no error.
//
// Policy: phones.release (BG 9.3/12)
func (s *Service) AnswerByApp(ctx context.Context, at id.School, act event.Act, wanted id.Confiscation,
	adult id.Adult) error {
	pupil, err := s.Store.Whose(ctx, at, wanted)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, act, Ask{Pupil: pupil, Carers: true}, func(shelf *Shelf) ([]event.Event, error) {
		c := shelf.Confiscation(wanted)
		if c == nil || !MayContact(*c, shelf.Carer(adult), false).OK() {
			return nil, nil
		}
		shelf.Contacts = append(shelf.Contacts, Contact{Confiscation: c.ID, Adult: adult, How: ByApp, Outcome: WillCome,
			At: act.At, By: act.Actor})
		if c.ContactAt.IsZero() {
			c.ContactAt = act.At
		}
		return one(act.Did(DidContact, string(c.ID), map[string]any{"adult": adult, "how": ByApp, "outcome": WillCome})), nil
	})
	if fault.Is(err, fault.NotFound) { // the child has left, and the school has nothing of theirs
		return nil
	}
	return err
}
