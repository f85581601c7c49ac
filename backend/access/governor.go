package access

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Colleague is somebody on a school's staff list, and whether they can come in.
type Colleague struct {
	Staff people.Staff
	// Passphrase says that they have chosen one, Factor that they have a second factor.
	Passphrase, Factor bool
}

// GovernorState is what the chair of governors sees of a governor, and all of it.
type GovernorState string

// The states.
const (
	// NeverIn has not chosen a passphrase yet, OneStep has no second factor, TwoSteps has both.
	NeverIn  GovernorState = "never"
	OneStep  GovernorState = "one_step"
	TwoSteps GovernorState = "two_steps"
	// WorksHere is on the staff as well: the chair does not help them in, and sees no more of them than their name.
	WorksHere GovernorState = "works_here"
)

// Governor is a line of the chair's list.
type Governor struct {
	ID    id.Person
	Name  string
	State GovernorState
}

// Governors are the school's governors who have not left, by name, for their chair alone. Whoever chairs is not among
// them: nobody at the school opens that account. Fault NotFound for anybody else.
func (s *Service) Governors(ctx context.Context, by people.Who) ([]Governor, error) {
	if !by.Is(people.ChairOfGovernors) {
		return nil, unknownGovernor()
	}
	all, err := s.Store.Colleagues(ctx, by.School)
	if err != nil {
		return nil, err
	}
	list := []Governor{}
	for _, c := range all {
		if governs(c.Staff) && !c.Staff.Left(s.today()) {
			list = append(list, Governor{ID: id.Person(c.Staff.ID), Name: c.Staff.Called(), State: c.state()})
		}
	}
	return list, nil
}

func (c Colleague) state() GovernorState {
	switch {
	case !onlyGoverns(c.Staff):
		return WorksHere
	case !c.Passphrase:
		return NeverIn
	case !c.Factor:
		return OneStep
	}
	return TwoSteps
}

// governs says whether somebody is a governor and does not chair.
func governs(s people.Staff) bool { return slices.Contains(s.Roles, people.Governor) && !chairs(s) }

func chairs(s people.Staff) bool { return slices.Contains(s.Roles, people.ChairOfGovernors) }

// onlyGoverns says whether somebody is a governor and nothing else at the school. A parent who is one has a governor's
// account beside the family's, which nobody reaches from here.
func onlyGoverns(s people.Staff) bool { return within(s.Roles, []people.Role{people.Governor}) }

// mayHelp rules whether the chair helps that governor in. To the chair, whoever is no governor is not there.
func (s *Service) mayHelp(by people.Who, m Member) error {
	if !by.Is(people.ChairOfGovernors) || by.School != m.Staff.School || !governs(m.Staff) || m.Staff.Left(s.today()) {
		return unknownGovernor()
	}
	return fault.Of(MayIssue(by, m, s.today()))
}

func unknownGovernor() error { return fault.New(fault.NotFound, "access.person_unknown", nil) }

// Given is what somebody was given to come in by, and what they have proved themselves by since: for the rule that keeps a
// link and a reset apart. The store fills it for those who ask to give one of the two.
type Given struct {
	// Link is the newest link ForPassphrase that is kept, used or not; zero for none.
	Link Link
	// Proved is when they last set up or used a second factor or a recovery code that is still kept; zero for none.
	Proved time.Time
	// News are the newest change of their factors.
	News FactorNews
}

// linkAfterReset rules on a link: not after their second factor was reset, until they have set up another.
//
// A governor reads what is told about the head and the chair together, and a whistle about the chair. A chair who gave one
// governor both a link and a reset could come in as them, and read it. So the chair gives one of the two: the passphrase or
// the second factor stays something that only the governor has. Who has lost both is helped at the machine.
func (g Given) linkAfterReset(m Member) clause.Ruling {
	if g.News.What == "reset" {
		return clause.Deny(ownLogin, phrase.Say("access.issue.after_reset", phrase.Args{"Name": m.Staff.Called()}))
	}
	return clause.Allow(ownLogin)
}

// resetAfterLink rules on a reset: not while a link of theirs still works, nor after one was used until they have proved
// their second factor.
func (g Given) resetAfterLink(m Member, now time.Time) clause.Ruling {
	works := g.Link.Used.IsZero() && now.Before(g.Link.Ends)
	used := !g.Link.Used.IsZero() && !g.Proved.After(g.Link.Used)
	if works || used {
		return clause.Deny(ownLogin, phrase.Say("access.factor.after_link", phrase.Args{"Name": m.Staff.Called()}))
	}
	return clause.Allow(ownLogin)
}

// IssueGovernor is Issue for the chair of governors: a link for a governor. Faults as Issue's; NotFound for whoever is no
// governor; Denied where their second factor was reset and is not set up again.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func (s *Service) IssueGovernor(ctx context.Context, act event.Act, by people.Who, to id.Person) (Token, time.Time, error) {
	return s.issue(ctx, act, to, ForPassphrase, func(m Member, g Given) error {
		if err := s.mayHelp(by, m); err != nil {
			return err
		}
		return fault.Of(g.linkAfterReset(m))
	})
}

// ResetGovernor is ResetFactors for the chair of governors. Faults as there; NotFound for whoever is no governor; Denied
// where they were given a link and have not proved their second factor since.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func (s *Service) ResetGovernor(ctx context.Context, act event.Act, by people.Who, to id.Person) error {
	return s.reset(ctx, act, to, func(h Held) error {
		if err := s.mayHelp(by, h.Member); err != nil {
			return err
		}
		return fault.Of(h.Given.resetAfterLink(h.Member, s.Wall.Now()))
	})
}

// SignGovernorOut ends a governor's sessions and bells, at the chair's word: for a device that was lost. Faults NotFound for
// whoever is no governor, Denied with the clause.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func (s *Service) SignGovernorOut(ctx context.Context, act event.Act, by people.Who, to id.Person) error {
	all, err := s.Store.Colleagues(ctx, by.School)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(c Colleague) bool { return string(c.Staff.ID) == string(to) })
	if at < 0 {
		return unknownGovernor()
	}
	if err := s.mayHelp(by, Member{Staff: all[at].Staff}); err != nil {
		return err
	}
	return s.EndSessionsOf(ctx, act, by.School, to)
}
