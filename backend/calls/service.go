package calls

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Service is what families ask and the office does.
type Service struct {
	Store Store
}

// Asking is what a family writes to the office.
type Asking struct {
	About    About
	Language string
	Words    string
}

// Ask puts the adult on the list.
func (s *Service) Ask(ctx context.Context, who people.Who, act event.Act, a Asking) error {
	if who.Kind != people.ParentKind || who.School == "" || act.School != who.School || act.Actor != who.Person {
		return people.Absent()
	}
	e, err := checked(Entry{ID: event.Made[id.Call](act, "call"), School: who.School, Adult: id.Adult(who.Person),
		About: a.About, Language: a.Language, Words: a.Words, At: act.At, Again: act.At})
	if err != nil {
		return err
	}
	return s.Store.Add(ctx, act, e, act.Did(DidAsk, string(who.Person), map[string]any{"about": e.About,
		"language": e.Language}))
}

// recent is how long what was done stays on the list.
const recent = 14 * 24 * time.Hour

// List is what the office owes, and what it did in the last two weeks.
func (s *Service) List(ctx context.Context, who people.Who, now time.Time) ([]Line, error) {
	if err := fault.Of(MayCall(who)); err != nil {
		return nil, err
	}
	return s.Store.List(ctx, who.School, now.Add(-recent))
}

// Done records what came of a call.
func (s *Service) Done(ctx context.Context, who people.Who, act event.Act, entry id.Call, outcome Outcome) error {
	if err := people.Refused(MayCall(who), who, act); err != nil {
		return err
	}
	return s.Store.Change(ctx, act, entry, func(e *Entry) ([]event.Event, error) {
		done, err := Settle(*e, outcome)
		switch {
		case err != nil:
			return nil, err
		case !e.Open():
			return nil, fault.New(fault.Conflict, "calls.done_already", nil)
		case !done:
			e.TriedAt, e.TriedBy = act.At, act.Actor
			return []event.Event{act.Did(DidTry, string(e.ID), nil)}, nil
		}
		e.DoneAt, e.DoneBy, e.Outcome = act.At, act.Actor, outcome
		return []event.Event{act.Did(DidSettle, string(e.ID), map[string]any{"outcome": outcome})}, nil
	})
}

// NotMine puts the adult on the list whose letter somebody opened who says that the child is not theirs. Nobody is
// signed in: the act is the letter's, at the letter's school.
func (s *Service) NotMine(ctx context.Context, act event.Act, adult id.Adult, child id.Pupil, language string) error {
	act.Op, act.Command = event.Made[id.Op](act, "call"), "calls.not_mine" // the letter's own operation is access's
	e := Entry{ID: event.Made[id.Call](act, "call"), School: act.School, Adult: adult, About: NotMyChild,
		Language: language, Pupils: []id.Pupil{child}, At: act.At, Again: act.At}
	return s.Store.Add(ctx, act, e, act.Did(DidAsk, string(adult), map[string]any{"about": e.About}))
}

// CallMe puts an adult on the list who answered a message from school with "please call me". The act is the answer's, at
// the answer's school, whoever carries it here; carried twice it is one call.
func (s *Service) CallMe(ctx context.Context, act event.Act, adult id.Adult, language string, pupils []id.Pupil) error {
	act.Op, act.Command = event.Made[id.Op](act, "call"), "calls.call_me" // the answer's own operation is notice's
	e := Entry{ID: event.Made[id.Call](act, "call"), School: act.School, Adult: adult, About: Message,
		Language: language, Pupils: pupils, At: act.At, Again: act.At}
	return s.Store.Add(ctx, act, e, act.Did(DidAsk, string(adult), map[string]any{"about": e.About}))
}
