package access

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Preview is what the page behind a link shows before it is used.
type Preview struct {
	Purpose Purpose
	// School is its name, Name the person's; both empty for ForFirstAdministrator.
	School, Name string
	Ends         time.Time
}

// Issue makes a link with which a colleague chooses a passphrase; earlier ones of theirs stop working. The token is
// given once. Faults: NotFound, Denied with the clause (MayIssue), Conflict for a repeated operation, whose link was
// already given out.
//
// Policy: passwords.staff (AR 7.5.1/1, BG 7.5.1/1)
func (s *Service) Issue(ctx context.Context, act event.Act, by people.Who, to id.Person) (Token, time.Time, error) {
	return s.issue(ctx, act, to, ForPassphrase, func(m Member, _ Given) error {
		return fault.Of(MayIssue(by, m, s.today()))
	})
}

// IssueAtMachine makes a link for anybody of a school: for the commands of whoever runs the machine, and for the demo's
// start, never for a route. Its act has no actor. ForDemo works in the demo only.
func (s *Service) IssueAtMachine(ctx context.Context, act event.Act, to id.Person, p Purpose) (Token, time.Time,
	error) {
	if act.Actor != "" || p == ForFirstAdministrator || p == ForDemo && !s.Demo {
		return "", time.Time{}, fault.New(fault.Denied, "access.issue.machine_only", nil)
	}
	return s.issue(ctx, act, to, p, func(m Member, _ Given) error {
		if m.Staff.Left(s.today()) {
			return fault.New(fault.Denied, "access.issue.left", phrase.Args{"Name": m.Staff.Called()})
		}
		if p == ForPassphrase && m.Staff.Email == "" {
			return fault.New(fault.Denied, "access.issue.no_email", phrase.Args{"Name": m.Staff.Called()})
		}
		return nil
	})
}

func (s *Service) issue(ctx context.Context, act event.Act, to id.Person, p Purpose,
	may func(Member, Given) error) (Token, time.Time, error) {
	token, now := NewToken(), s.Wall.Now()
	link := Link{Hash: token.Hash(), Purpose: p, School: act.School, Person: to, Made: now, Ends: now.Add(LinkLasts)}
	kept, err := s.Store.AddLink(ctx, act, link, func(m Member, g Given) ([]event.Event, error) {
		if err := may(m, g); err != nil {
			return nil, err
		}
		body := map[string]any{"purpose": p, "ends": link.Ends}
		return []event.Event{act.Did(LinkIssued, string(to), body)}, nil
	})
	switch {
	case err != nil:
		return "", time.Time{}, err
	case !kept:
		return "", time.Time{}, fault.New(fault.Conflict, "access.issue.repeated", nil)
	}
	return token, link.Ends, nil
}

// Look says what a link is for, without using it. Faults as UseLink.
func (s *Service) Look(ctx context.Context, token Token) (Preview, error) {
	link, m, err := s.link(ctx, token)
	if err != nil {
		return Preview{}, err
	}
	preview := Preview{Purpose: link.Purpose, School: m.SchoolName, Ends: link.Ends}
	if m.Staff.ID != "" {
		preview.Name = m.Staff.Called()
	}
	return preview, nil
}

func (s *Service) link(ctx context.Context, token Token) (Link, Member, error) {
	link, m, found, err := s.Store.Link(ctx, token.Hash())
	if err != nil {
		return Link{}, Member{}, err
	}
	if !found || link.Purpose == ForDemo && !s.Demo {
		return Link{}, Member{}, fault.New(fault.NotFound, "access.link.unknown", nil)
	}
	return link, m, open(link, m, s.Wall.Now(), s.today())
}

// UseLink uses a link ForPassphrase or ForDemo and lets its person in. A passphrase that is chosen ends every other
// session of theirs; for the demo none is given. Before is the token in the device's cookie, if it has one: that
// session ends. Faults: NotFound (no such link), Conflict (used already), Denied (past its end), Invalid at
// "passphrase".
func (s *Service) UseLink(ctx context.Context, token Token, passphrase string, before Token) (Entry, error) {
	link, m, err := s.link(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	kept := ""
	switch link.Purpose {
	case ForPassphrase:
		staff := m.Staff
		if kept, err = s.choose(ctx, passphrase, m.SchoolName, staff.Forename, staff.Surname, staff.Email); err != nil {
			return Entry{}, err
		}
	case ForDemo:
	case ForFirstAdministrator:
		return Entry{}, fault.New(fault.NotFound, "access.link.unknown", nil)
	}
	var in Entry
	session := NewToken()
	act := s.own("access.use_link", link.School, link.Person, link.Hash)
	err = s.Store.UseLink(ctx, act, link.Hash, func(link Link, m Member) (Use, error) {
		if err := open(link, m, s.Wall.Now(), s.today()); err != nil {
			return Use{}, err
		}
		in = s.entry(session, m.Staff)
		use := Use{Passphrase: kept, EndOthers: kept != "", Session: s.session(session, m), Replaces: hashOf(before)}
		if kept != "" {
			use.Events = append(use.Events, act.Did(PassphraseSet, string(link.Person), nil))
		}
		use.Events = append(use.Events, act.Did(SignedIn, string(link.Person), map[string]string{"how": "link"}))
		return use, nil
	})
	if err != nil {
		return Entry{}, err
	}
	return in, nil
}
