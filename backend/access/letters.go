package access

import (
	"context"
	"slices"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// codesKept is how long after its end a code is still told from one that never was.
const codesKept = 60 * 24 * time.Hour

// Printed is a letter as it is printed.
type Printed struct {
	Letter
	Addressee
	Code Code
	// Asked is the child whose birthday it asks.
	Asked people.Pupil
}

// Print makes letters, each with a new code; earlier ones of the same adults stop working. The same operation gives the
// same letters again. What is not printed stands among the refused with its reason.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func (s *Service) Print(ctx context.Context, act event.Act, who people.Who, order Order) ([]Printed, []Refusal, error) {
	if err := people.Refused(people.MayKeepRecords(who), who, act); err != nil {
		return nil, nil, err
	}
	now := s.Clock.Now() // a letter names its last day, and is read by the school's calendar
	made, state, err := s.Codes.PrintLetters(ctx, act, now, func(state people.State) ([]Letter, []event.Event, error) {
		write, _, err := order.Plan(state, s.today())
		if err != nil {
			return nil, nil, err
		}
		key := s.Keys.newest()
		letters, events := make([]Letter, len(write)), make([]event.Event, len(write))
		for i, a := range write {
			whose := string(a.Adult.ID)
			letters[i] = Letter{ID: event.Made[id.Letter](act, whose), School: act.School, Op: act.Op, Adult: a.Adult.ID,
				Hash: key.hash(ForLetter, key.letter(act.Op, a.Adult.ID)), Child: a.Child().ID, At: now, By: act.Actor,
				Ends: now.Add(LetterLasts), Despite: a.NeedsYes}
			events[i] = act.Did(LetterPrinted, whose, map[string]any{"letter": letters[i].ID, "child": letters[i].Child,
				"ends": letters[i].Ends, "despite_no_contact": a.NeedsYes})
		}
		return letters, events, nil
	})
	if err != nil {
		return nil, nil, err
	}
	return s.printed(made, state, order)
}

func (k CodeKey) letter(op id.Op, adult id.Adult) Code {
	return k.code(ForLetter, op, string(adult), LetterLength)
}

// letterCode is a letter's code, under the key that it was made under.
func (s *Service) letterCode(l Letter) Code {
	for _, key := range s.Keys {
		if code := key.letter(l.Op, l.Adult); key.hash(ForLetter, code) == l.Hash {
			return code
		}
	}
	return s.Keys.newest().letter(l.Op, l.Adult) // its key is gone, and no code opens it any more
}

// printed puts the letters that an operation made beside the people as they are now, in the order's order.
func (s *Service) printed(made []Letter, state people.State, order Order) ([]Printed, []Refusal, error) {
	addressees, pupils, adults := map[id.Adult]Addressee{}, map[id.Pupil]people.Pupil{}, map[id.Adult]people.Adult{}
	for _, a := range Addressees(state, s.today()) {
		addressees[a.Adult.ID] = a
	}
	for _, p := range state.Pupils {
		pupils[p.ID] = p
	}
	for _, a := range state.Adults {
		adults[a.ID] = a
	}
	letters := map[id.Adult]Printed{}
	for _, l := range made {
		p := Printed{Letter: l, Addressee: addressees[l.Adult], Code: s.letterCode(l), Asked: pupils[l.Child]}
		if p.Addressee.Adult.ID == "" { // since the first time they have ceased to be one; the letter is what it was
			p.Addressee = Addressee{Adult: adults[l.Adult], Children: []people.Pupil{p.Asked}}
		}
		letters[l.Adult] = p
	}
	_, refusals, err := order.Plan(state, s.today())
	if err != nil {
		return nil, nil, err
	}
	refused := slices.DeleteFunc(refusals, func(r Refusal) bool { _, got := letters[r.Adult.ID]; return got })
	out := make([]Printed, 0, len(made))
	for _, adult := range order.Adults {
		if p, got := letters[adult]; got {
			out = append(out, p)
			delete(letters, adult)
		}
	}
	return out, refused, nil
}

// Revoke ends every session and every unused letter of an adult: their telephone is lost.
func (s *Service) Revoke(ctx context.Context, act event.Act, who people.Who, adult id.Adult) error {
	if err := people.Refused(people.MayKeepRecords(who), who, act); err != nil {
		return err
	}
	return s.Codes.Revoke(ctx, act, adult, s.Wall.Now(), []event.Event{act.Did(Revoked, string(adult), nil)})
}
