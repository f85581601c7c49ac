package access

import (
	"context"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// ResetFactors takes a colleague's factors and recovery codes away, and ends their sessions: for somebody who has lost
// every device and every code, at the word of whoever may give them a link (MayIssue). They set up new ones at their next
// visit. Faults: NotFound, Denied with the clause, Conflict where there is nothing to take away.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func (s *Service) ResetFactors(ctx context.Context, act event.Act, by people.Who, to id.Person) error {
	return s.reset(ctx, act, to, func(h Held) error { return fault.Of(MayIssue(by, h.Member, s.today())) })
}

// ResetFactorsAtMachine is ResetFactors for the command of whoever runs the machine: where nobody is left who may.
func (s *Service) ResetFactorsAtMachine(ctx context.Context, act event.Act, to id.Person) error {
	if act.Actor != "" {
		return fault.New(fault.Denied, "access.issue.machine_only", nil)
	}
	return s.reset(ctx, act, to, func(Held) error { return nil })
}

func (s *Service) reset(ctx context.Context, act event.Act, to id.Person, may func(Held) error) error {
	if s.Factors == nil {
		return fault.New(fault.Unavailable, "access.factor.keyless", nil)
	}
	now := s.Wall.Now()
	return s.Factors.ChangeFactors(ctx, act, "", to, func(held Held) (FactorChange, error) {
		if err := may(held); err != nil {
			return FactorChange{}, err
		}
		if len(held.Factors) == 0 && len(held.Codes) == 0 {
			return FactorChange{}, fault.New(fault.Conflict, "access.factor.nothing", nil)
		}
		change := FactorChange{Codes: []Hash{}, At: now, EndOthers: true, News: FactorNews{What: "reset", At: now},
			Events: []event.Event{act.Did(FactorsReset, string(to), nil)}}
		for _, f := range held.Factors {
			change.Remove = append(change.Remove, f.ID)
		}
		return change, nil
	})
}
