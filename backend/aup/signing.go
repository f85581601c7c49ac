package aup

import (
	"context"
	"slices"
	"strconv"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Answer is a yes to one document: to that version, as read in that edition; for that child, or for oneself.
type Answer struct {
	Document         Document
	Version, Edition string
	Pupil            id.Pupil
}

// Sign is one sitting: every yes of it, or none. Who signed a document already finds that signature again.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), roles.children.read_aups (AR 4.5/3, BG 4.5/3)
// Policy: parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func (s *Service) Sign(ctx context.Context, who people.Who, act event.Act, talked bool, answers []Answer) (Sitting,
	error) {
	me, err := signer(who)
	if err != nil {
		return Sitting{}, err
	}
	if act.School != who.School || act.Actor != who.Person {
		return Sitting{}, absent()
	}
	how := OwnDevice
	if me.Kind == people.PupilKind {
		how = ClassDevice
	}
	return s.Store.ChangeSitting(ctx, act, me, func(at *Sitting) ([]event.Event, error) {
		return at.sign(act, Signature{How: how, Talked: talked}, answers)
	})
}

// mostAnswers is more than any family has to give at once.
const mostAnswers = 50

// sign adds a signature for each answer, made after the pattern.
func (s *Sitting) sign(act event.Act, pattern Signature, answers []Answer) ([]event.Event, error) {
	if len(answers) == 0 || len(answers) > mostAnswers {
		return nil, fault.New(fault.Invalid, "aup.sign.none", nil).In("answers")
	}
	if len(s.Children(day(act.At))) == 0 { // nobody for whom they are asked: for them there is nothing here
		return nil, absent()
	}
	var events []event.Event
	for i, a := range answers {
		g, err := s.signature(act, pattern, a)
		if err != nil {
			return nil, at(err, i)
		}
		if before, ok := s.standing(a.Document, a.Version, a.Pupil); ok && !s.declined(a.Document, a.Version, a.Pupil) {
			s.make(before.ID)
			continue
		}
		s.Signatures = append(s.Signatures, g)
		s.make(g.ID)
		events = append(events, act.Did(DidSign, string(g.ID), map[string]any{"signer": g.Signer, "capacity": g.Capacity,
			"pupil": g.Pupil, "document": g.Document, "version": g.Version, "edition": g.Edition, "language": g.Language,
			"status": g.Status, "how": g.How, "talked": g.Talked, "signed_on": g.SignedOn}))
	}
	return events, nil
}

// make notes a signature as one of the operation's, once.
func (s *Sitting) make(g id.Signature) {
	if !slices.Contains(s.Made, g) {
		s.Made = append(s.Made, g)
	}
}

// at lays a fault at one of the answers.
func at(err error, i int) error {
	if f, ok := err.(*fault.Fault); ok && f.Kind == fault.Invalid { //nolint:errorlint // just made, not wrapped
		return f.In("answers." + strconv.Itoa(i) + "." + f.Field)
	}
	return err
}

// signature is the answer as a signature, if it may be one.
func (s *Sitting) signature(act event.Act, pattern Signature, a Answer) (Signature, error) {
	child, err := s.whose(a.Pupil, day(act.At))
	if err != nil {
		return Signature{}, err
	}
	if s.Signer.Kind == people.ParentKind && a.Document.Children() && a.Pupil == "" {
		return Signature{}, fault.Of(clause.Deny(ageSuited, phrase.Say("aup.sign.other_age", nil)))
	}
	if err := fault.Of(MaySign(s.Signer.Kind, a.Document, child, pattern.Talked)); err != nil {
		return Signature{}, err
	}
	edition, err := s.read(a)
	if err != nil {
		return Signature{}, err
	}
	if err := fault.Of(MayBeSigned(s.Policy, edition.Status)); err != nil {
		return Signature{}, err
	}
	g := pattern
	g.School, g.Signer, g.Capacity, g.Pupil, g.At = act.School, s.Signer.Person, Self, a.Pupil, act.At
	if a.Pupil != "" {
		g.Capacity = ForChild
	} else if s.Signer.Kind == people.ParentKind {
		g.Talked = false // about oneself there is nothing to talk over
	}
	g.Document, g.Version, g.Edition = a.Document, a.Version, edition.ID
	g.Language, g.Status = edition.Language, edition.Status
	g.ID = event.Made[id.Signature](act, string(a.Document)+"/"+string(a.Pupil))
	return g, nil
}

// whose is the child whom an answer is about: one for whom the signer is asked, the pupil who signs, or none.
func (s *Sitting) whose(wanted id.Pupil, today clock.Date) (people.Pupil, error) {
	mine := s.Children(today)
	if s.Signer.Kind == people.PupilKind {
		if wanted != "" || len(mine) == 0 {
			return people.Pupil{}, absent()
		}
		return mine[0], nil
	}
	if wanted == "" {
		return people.Pupil{}, nil
	}
	for _, child := range mine {
		if child.ID == wanted {
			return child, nil
		}
	}
	return people.Pupil{}, absent()
}

// read finds the edition that an answer names: of the version that is asked now.
func (s *Sitting) read(a Answer) (Edition, error) {
	current, published := s.Current(a.Document)
	switch edition, ok := s.Edition(a.Edition); {
	case !published:
		return Edition{}, absent()
	case a.Version != current.ID:
		return Edition{}, s.replaced(a, current)
	case !ok || edition.Version != current.ID || edition.Document != a.Document:
		return Edition{}, fault.New(fault.Invalid, "aup.edition", nil).In("edition")
	default:
		return edition, nil
	}
}

// replaced says that a version is no longer the one that is asked, and in its parts what is new since.
func (s *Sitting) replaced(a Answer, current Version) *fault.Fault {
	f := fault.New(fault.Conflict, "aup.version_replaced", nil).In(string(a.Document))
	was, known := s.Version(a.Document, a.Version)
	if !known {
		return f
	}
	changed := Diff(was.Text, current.Text)
	said := func(key string) phrase.Args {
		return phrase.Args{"Text": current.Statements[indexOf(current.Text, key)].Text}
	}
	for _, key := range changed.Added {
		f.Parts = append(f.Parts, fault.New(fault.Conflict, "aup.changed.added", said(key)).In("added."+key))
	}
	for _, key := range changed.Reworded {
		f.Parts = append(f.Parts, fault.New(fault.Conflict, "aup.changed.reworded", said(key)).In("reworded."+key))
	}
	for _, gone := range changed.Removed {
		f.Parts = append(f.Parts, fault.New(fault.Conflict, "aup.changed.removed",
			phrase.Args{"Text": gone.Text}).In("removed."+gone.Key))
	}
	return f
}
