package custody

import (
	"context"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// ConsentOf is who agreed to a search.
type ConsentOf string

// Who may agree: the learner, or a parent or carer (BG 9.3/11).
const (
	ConsentOfChild  ConsentOf = "child"
	ConsentOfParent ConsentOf = "parent"
)

// SearchOutcome is how a search of a device ended.
type SearchOutcome string

// The outcomes of a search. CouldBeIndecent stops it at once: nobody looks further, and only the police do the rest.
const (
	NothingFound    SearchOutcome = "nothing_found"
	BreachFound     SearchOutcome = "breach_found"
	CouldBeIndecent SearchOutcome = "could_be_indecent"
)

// Search is one search of a confiscated device: who, with whose agreement, before whom, and how it ended. What was seen
// is not described.
type Search struct {
	Confiscation id.Confiscation
	At           time.Time
	By           id.Person
	Consent      ConsentOf
	// Parent is the adult who agreed, when it was one.
	Parent id.Adult
	// How the agreement was given.
	How     How
	Witness id.Staff
	Outcome SearchOutcome
}

// Search records a search of a confiscated device by the leadership team. What could be an indecent image ends it: the
// hold is set in the same transaction, nothing is deleted, and nobody looks again.
//
// Policy: phones.search.advice (BG 9.3/10), phones.search.consent (BG 9.3/11)
func (s *Service) Search(ctx context.Context, who people.Who, act event.Act, c id.Confiscation,
	done Search) (Confiscation, error) {
	works, err := s.Store.Colleague(ctx, who.School, done.Witness, today(act.At))
	if err != nil {
		return Confiscation{}, err
	}
	if !works {
		done.Witness = "" // a witness whom nobody knows is none
	}
	return s.change(ctx, who, act, c, func(
		place school.School, team bool, shelf *Shelf, c *Confiscation,
	) (event.Event, error) {
		if err := errOr(fault.Of(MaySearch(place.Policy.Phones, *c, who, team)), done.wrong(shelf, act)); err != nil {
			return event.Event{}, err
		}
		done.Confiscation, done.At, done.By = c.ID, act.At, act.Actor
		shelf.Searches = append(shelf.Searches, done)
		switch done.Outcome {
		case CouldBeIndecent:
			c.Held, c.Secret, c.Indecent = true, true, true
		case NothingFound:
		case BreachFound:
			c.Searched = act.At
		}
		return act.Did(DidSearch, string(c.ID), map[string]any{"witness": done.Witness, "consent": done.Consent}), nil
	})
}

// wrong says what is missing from the record of a search: agreement, whose, before whom, and how it ended.
func (d Search) wrong(shelf *Shelf, act event.Act) error {
	switch d.Consent {
	case ConsentOfChild:
	case ConsentOfParent:
		adult := shelf.Carer(d.Parent)
		if adult == nil || adult.NoContact {
			return fault.New(fault.Invalid, "custody.search.whose", nil).In("parent")
		}
	default:
		return fault.New(fault.Invalid, "custody.search.consent", nil).In("consent")
	}
	if d.How != ByPhone && d.How != InPerson {
		return fault.New(fault.Invalid, "custody.contact.how", nil).In("how")
	}
	if d.Witness == "" || id.Person(d.Witness) == act.Actor {
		return fault.New(fault.Invalid, "custody.search.witness", nil).In("witness")
	}
	if d.Outcome != NothingFound && d.Outcome != BreachFound && d.Outcome != CouldBeIndecent {
		return fault.New(fault.Invalid, "custody.search.outcome", nil).In("outcome")
	}
	return nil
}

// DeleteContent records that content which breaks the policy was deleted, or that its deletion was asked for.
//
// Policy: phones.search.consent (BG 9.3/11)
func (s *Service) DeleteContent(ctx context.Context, who people.Who, act event.Act,
	c id.Confiscation,
) (Confiscation, error) {
	return s.change(ctx, who, act, c, func(
		place school.School, team bool, _ *Shelf, c *Confiscation,
	) (event.Event, error) {
		if err := fault.Of(MayDelete(place.Policy.Phones, *c, who, team)); err != nil {
			return event.Event{}, err
		}
		c.Deleted = act.At
		return act.Did(DidDelete, string(c.ID), nil), nil
	})
}
