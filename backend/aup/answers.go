package aup

import (
	"context"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// No is an answer that declines a document for oneself, or for some children, with the reason.
type No struct {
	Document Document
	Version  string
	Language string
	Pupils   []id.Pupil
	Reason   Reason
	Words    string
}

// Decline is an answer like any other: it is kept, the school is told why, and asked again is nobody for it. Who has
// signed takes the signature back instead.
func (s *Service) Decline(ctx context.Context, who people.Who, act event.Act, no No) (Sitting, error) {
	me, err := signer(who)
	if err != nil || me.Kind != people.ParentKind {
		return Sitting{}, absent()
	}
	switch no.Reason {
	case Disagree, Understand, TalkFirst, OtherReason:
	default:
		return Sitting{}, fault.New(fault.Invalid, "aup.decline.reason", nil).In("reason")
	}
	if no.Words, err = words(no.Words); err != nil {
		return Sitting{}, err
	}
	if err := language(no.Language); err != nil {
		return Sitting{}, err
	}
	return s.Store.ChangeSitting(ctx, act, me, func(at *Sitting) ([]event.Event, error) { return at.decline(act, no) })
}

func (s *Sitting) decline(act event.Act, no No) ([]event.Event, error) {
	pupils := no.Pupils
	if !no.Document.Children() {
		pupils = []id.Pupil{""}
	}
	if len(s.Children(day(act.At))) == 0 || len(pupils) == 0 || len(pupils) > mostAnswers {
		return nil, absent()
	}
	current, published := s.Current(no.Document)
	if !published {
		return nil, absent()
	}
	asking := Asking{About: AboutDeclined, Document: no.Document, Language: no.Language, Words: no.Words}
	var events []event.Event
	for _, pupil := range pupils {
		child, err := s.whose(pupil, day(act.At))
		if err != nil {
			return nil, err
		}
		if err := fault.Of(MaySign(s.Signer.Kind, no.Document, child, true)); err != nil {
			return nil, err
		}
		if no.Version != current.ID {
			return nil, s.replaced(Answer{Document: no.Document, Version: no.Version}, current)
		}
		if s.declined(no.Document, no.Version, pupil) {
			continue
		}
		if _, ok := s.standing(no.Document, no.Version, pupil); ok {
			return nil, fault.New(fault.Conflict, "aup.decline.signed", nil)
		}
		n := Decline{ID: event.Made[id.Signature](act, "no/"+string(no.Document)+"/"+string(pupil)), School: act.School,
			Signer: s.Signer.Person, Pupil: pupil, Document: no.Document, Version: no.Version, Reason: no.Reason, At: act.At}
		s.Declines = append(s.Declines, n)
		events = append(events, act.Did(DidDecline, string(s.Signer.Person), map[string]any{"pupil": pupil,
			"document": no.Document, "version": no.Version, "reason": no.Reason}))
		if pupil != "" {
			asking.Pupils = append(asking.Pupils, pupil)
		}
	}
	if len(events) > 0 {
		s.Asking = append(s.Asking, asking)
	}
	return events, nil
}

// Question is what an adult wants to ask the school, in their language.
type Question struct {
	Document  Document
	Statement string
	Language  string
	Words     string
}

// Ask puts the family on the office's call list with their language.
func (s *Service) Ask(ctx context.Context, who people.Who, act event.Act, q Question) (Sitting, error) {
	me, err := signer(who)
	if err != nil || me.Kind != people.ParentKind {
		return Sitting{}, absent()
	}
	if q.Words, err = words(q.Words); err != nil {
		return Sitting{}, err
	}
	if err := language(q.Language); err != nil {
		return Sitting{}, err
	}
	return s.Store.ChangeSitting(ctx, act, me, func(at *Sitting) ([]event.Event, error) {
		children := at.Children(day(act.At))
		if len(children) == 0 {
			return nil, absent()
		}
		current, published := at.Current(q.Document)
		switch {
		case q.Document != "" && !published:
			return nil, fault.New(fault.Invalid, "aup.question.what", nil).In("document")
		case q.Statement != "" && indexOf(current.Text, q.Statement) < 0:
			return nil, fault.New(fault.Invalid, "aup.question.what", nil).In("statement")
		}
		asking := Asking{About: AboutQuestion, Document: q.Document, Statement: q.Statement, Language: q.Language,
			Words: q.Words}
		for _, child := range children {
			asking.Pupils = append(asking.Pupils, child.ID)
		}
		at.Asking = append(at.Asking, asking)
		return []event.Event{act.Did(DidAsk, string(me.Person), map[string]any{"document": q.Document,
			"statement": q.Statement, "language": q.Language})}, nil
	})
}

// Paper is a signature that an adult gave on paper: for themselves, or for some children.
type Paper struct {
	Adult    id.Adult
	Document Document
	Pupils   []id.Pupil
	Language string
	SignedOn clock.Date
}

// RecordPaper is the office's record of it: of the version that is asked now, on a day since it has been. The paper has
// the sentence "we talked about it", so that the signature says so too.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func (s *Service) RecordPaper(ctx context.Context, who people.Who, act event.Act, p Paper) (Sitting, error) {
	if err := people.Refused(MayRecord(who), who, act); err != nil {
		return Sitting{}, err
	}
	if _, ok := clock.ParseDate(string(p.SignedOn)); !ok {
		return Sitting{}, fault.New(fault.Invalid, "aup.paper.date", nil).In("signed_on")
	}
	if err := language(p.Language); err != nil {
		return Sitting{}, err
	}
	me := Signer{Kind: people.ParentKind, Person: id.Person(p.Adult)}
	return s.Store.ChangeSitting(ctx, act, me, func(at *Sitting) ([]event.Event, error) {
		current, published := at.Current(p.Document)
		if !published {
			return nil, absent()
		}
		if p.SignedOn > day(act.At) || p.SignedOn < day(current.At) {
			return nil, fault.New(fault.Invalid, "aup.paper.date", nil).In("signed_on")
		}
		edition, ok := at.Newest(current.ID, p.Language)
		if !ok {
			if edition, ok = at.Newest(current.ID, English); !ok {
				return nil, absent()
			}
		}
		pattern := Signature{How: OnPaper, Talked: true, SignedOn: p.SignedOn, RecordedBy: act.Actor}
		var answers []Answer
		for _, pupil := range p.Pupils {
			answers = append(answers, Answer{p.Document, current.ID, edition.ID, pupil})
		}
		if !p.Document.Children() {
			answers = []Answer{{p.Document, current.ID, edition.ID, ""}}
		}
		return at.sign(act, pattern, answers)
	})
}
