package custody

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

func heldRuling() clause.Ruling {
	return clause.Wait(grounds, phrase.Say("custody.held", nil), time.Time{})
}

// seenBy is the confiscation as somebody may read it: a secret ground, and the words about it, are the safeguarding
// team's alone, while the hold stands and ever after.
func (c Confiscation) seenBy(team bool) Confiscation {
	if c.Secret && !team {
		c.Ground, c.HoldReason, c.TellReason, c.Indecent = "", "", "", false
	}
	return c
}

// Rulings is what may be done with a confiscated device now, each with its clause and reason, for the screen that offers
// it.
type Rulings struct {
	Release, Tell, Police, Search, Delete clause.Ruling
}

// Opened is one confiscation with all that its screen needs.
type Opened struct {
	Record
	Carers  []Carer
	Rulings Rulings
	// Keeper says that the reader may act on it, Team that they belong to the safeguarding team.
	Keeper, Team bool
}

// List returns the confiscations that the school has now, or those that ended since the given time. The office,
// leadership and the safeguarding team see all of them; everybody else those that they made themselves and those of
// their own classes.
func (s *Service) List(ctx context.Context, who people.Who, open bool, since time.Time) ([]Record, error) {
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return nil, err
	}
	team := Team(place.Policy, who)
	if !team && !who.Is(takerRoles...) {
		return nil, notYours()
	}
	records, err := s.Store.Confiscations(ctx, who.School, open, since)
	if err != nil {
		return nil, err
	}
	seen := records[:0]
	for _, r := range records {
		if team || mayRead(who, r) {
			r.Confiscation = r.seenBy(team)
			seen = append(seen, r)
		}
	}
	return seen, nil
}

func mayRead(who people.Who, r Record) bool {
	return who.Is(keeperRoles...) || r.By == who.Person || slices.Contains(who.Classes, r.Class)
}

// Read returns one confiscation with what may be done about it at that time. NotFound when there is none that this
// person may see.
func (s *Service) Read(ctx context.Context, who people.Who, wanted id.Confiscation, now time.Time) (Opened, error) {
	place, err := s.Schools.School(ctx, who.School)
	if err != nil {
		return Opened{}, err
	}
	team := Team(place.Policy, who)
	if !team && !who.Is(takerRoles...) {
		return Opened{}, notYours()
	}
	record, err := s.Store.Confiscation(ctx, who.School, wanted)
	if err != nil {
		return Opened{}, err
	}
	if !team && !mayRead(who, record) {
		return Opened{}, notYours()
	}
	opened := Opened{Record: record, Team: team, Keeper: team || who.Is(keeperRoles...)}
	if opened.Keeper {
		if opened.Carers, err = s.Store.Carers(ctx, who.School, record.Pupil); err != nil {
			return Opened{}, err
		}
	}
	c, phones := record.Confiscation, place.Policy.Phones
	opened.Rulings = Rulings{Release: Release(phones, place.Calendar, c, now), Tell: Tell(phones, c, team),
		Police: GiveToPolice(c, who, team), Search: MaySearch(phones, c, who, team),
		Delete: MayDelete(phones, c, who, team)}
	opened.Confiscation = c.seenBy(team)
	return opened, nil
}
