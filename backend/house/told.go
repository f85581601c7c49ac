package house

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/locales"
)

// The fact of the database that something was told at the furnished schools, so that it is told once and nobody's later
// reading of it is undone.
const toldFact = "demo_told"

// errUnfurnished says that there is no house in which something could be told.
var errUnfurnished = errors.New("house: nothing is furnished yet")

// Tell opens the button of both furnished schools and has a handful of people tell them something, in the week before the
// house opens: in English, Polish and Urdu, one about a head, one handed to a colleague, one finished. Vault are the keys
// under which it is sealed. It happens at most once; what was interrupted goes on where it stopped.
func Tell(ctx context.Context, s *store.Store, vault concern.Vault) error {
	if _, known, err := s.Fact(ctx, toldFact); err != nil || known {
		return err
	}
	fact, _, err := s.Fact(ctx, store.Demo)
	if err != nil {
		return err
	}
	opens, ok := strings.CutPrefix(fact, done)
	if !ok {
		return errUnfurnished
	}
	words, err := concern.ReadWords(locales.Receipt)
	if err != nil {
		return err
	}
	for _, plan := range plans {
		t := &teller{builder: builder{founded: plan, store: s, opens: clock.Date(opens)}, clock: clock.NewFrozen(time.Time{})}
		t.rooms = &concern.Service{Store: s.Concerns(), Rings: s.Concerns(), Schools: s.Schools(), Staff: s.People(), Vault: vault,
			Words: words, Guesses: concern.NewGuesses(t.clock), Clock: t.clock}
		if err := t.all(ctx); err != nil {
			return fmt.Errorf("house: %s: %w", plan.slug, err)
		}
	}
	return s.SetFact(ctx, toldFact, opens)
}

// teller has people tell one school something.
type teller struct {
	builder
	rooms *concern.Service
	clock *clock.Movable
}

func (t *teller) all(ctx context.Context) (err error) {
	if t.school, err = t.store.Schools().School(ctx, t.id); err != nil {
		return err
	}
	if t.cast, err = Cast(ctx, t.store, t.id); err != nil {
		return err
	}
	if t.week = daysBefore(t.school.Calendar, t.opens, 5); len(t.week) == 0 {
		return ErrNoMorning
	}
	head := t.cast.Head.Who()
	if err := t.rooms.SetDoor(ctx, head, t.act(head, t.at(0, 8, 30), "concern.set_door", "door"), true); err != nil {
		return err
	}
	if t.id == HookLane {
		return t.atHookLane(ctx)
	}
	return t.atBeaverRoad(ctx)
}

// told is what somebody tells then; name tells it from the rest.
func (t *teller) told(ctx context.Context, name string, at time.Time, what concern.Telling) (id.Concern, error) {
	act := t.act(people.Who{}, at, "concern.tell", "tell "+name)
	if _, err := t.rooms.Tell(ctx, act, what); err != nil {
		return "", fmt.Errorf("telling %s: %w", name, err)
	}
	return event.Made[id.Concern](act, "concern"), nil
}

// answered is what the school's lead does with one: reads it and chooses a reply. It returns the lead, and the next act.
func (t *teller) answered(ctx context.Context, told id.Concern, name string, at time.Time) (people.Who, error) {
	lead := t.cast.DSL.Who()
	t.clock.Set(at)
	if _, err := t.rooms.Read(ctx, lead, told, false); err != nil {
		return lead, err
	}
	_, err := t.rooms.Reply(ctx, lead, t.act(lead, at.Add(5*time.Minute), "concern.reply", "reply "+name), told,
		concern.Answer{Reply: "thank_you"})
	return lead, err
}

// atHookLane: one that is finished, one that was handed to the deputy, one about the Headteacher, who is the lead as
// well, and one that waits to be read.
func (t *teller) atHookLane(ctx context.Context) error {
	password, err := t.told(ctx, "password", t.at(1, 12, 40), concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.Myself},
		Kinds: []concern.Kind{concern.Account}, Feel: concern.Worried, When: "On Tuesday, at home", Language: "en",
		Story: "Somebody knows my password for the maths game and has spent all my stars. I told one friend what it is."})
	if err != nil {
		return err
	}
	if err := t.finishes(ctx, password, t.at(1, 13, 10)); err != nil {
		return err
	}
	stranger, err := t.told(ctx, "stranger", t.at(-1, 9, 5), concern.Telling{Form: concern.ForKS1,
		About: []concern.About{concern.Outsider}, Kinds: []concern.Kind{concern.Stranger}, Feel: concern.Scared, Language: "pl",
		Story: "W grze ktoś pyta, do której szkoły chodzę. Nic nie napisałam."})
	if err != nil {
		return err
	}
	lead, err := t.answered(ctx, stranger, "stranger", t.at(-1, 9, 30))
	if err != nil {
		return err
	}
	hand := t.act(lead, t.at(-1, 9, 40), "concern.hand", "hand stranger")
	if _, err := t.rooms.Hand(ctx, lead, hand, stranger, t.cast.Deputy.Who().Person, "You know the family."); err != nil {
		return err
	}
	if _, err := t.told(ctx, "head", t.at(-1, 15, 50), concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.TheHead},
		Box: concern.Conduct, Language: "en",
		Story: "The Headteacher answers parents from a private account and not from the school's. I do not think that is right."}); err != nil {
		return err
	}
	_, err = t.told(ctx, "group", t.at(-1, 18, 20), concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.AChild},
		Kinds: []concern.Kind{concern.Unkind}, Feel: concern.Sad, Friend: true, Language: "en",
		Story: "They took my friend out of the class group and write about her there. She does not know that I am telling you."})
	return err
}

// finishes has the lead answer one, decide about the parents, and end it.
func (t *teller) finishes(ctx context.Context, told id.Concern, at time.Time) error {
	lead, err := t.answered(ctx, told, "finished", at)
	if err != nil {
		return err
	}
	tell := t.act(lead, at.Add(time.Hour), "concern.decide_parents", "parents")
	if _, err := t.rooms.DecideParents(ctx, lead, tell, told, concern.Yes, "They help to choose a new password."); err != nil {
		return err
	}
	end := t.act(lead, at.Add(2*time.Hour), "concern.set_status", "finish")
	_, err = t.rooms.SetStatus(ctx, lead, end, told, concern.Finished)
	return err
}

// atBeaverRoad: a parent writes in Urdu and says who they are, a child saw something, and somebody complains about how the
// school does something.
func (t *teller) atBeaverRoad(ctx context.Context) error {
	for _, one := range []struct {
		name string
		at   time.Time
		what concern.Telling
	}{
		{"names", t.at(-2, 17, 0), concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.TheSchool},
			Box: concern.Complaint, Language: "en", Story: "The class page shows first names under the pictures. We did not agree to that."}},
		{"saw", t.at(-1, 14, 15), concern.Telling{Form: concern.ForKS1, About: []concern.About{concern.Myself},
			Kinds: []concern.Kind{concern.Saw}, Feel: concern.Confused, Language: "en",
			Story: "A scary clown came up when I looked for a cartoon."}},
		{"money", t.at(-1, 19, 10), concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.AChild},
			Kinds: []concern.Kind{concern.Money}, Language: "ur", Naming: concern.Named, Name: "Example parent", Reach: "01632 960299",
			Story: "میرے بیٹے کو ایک گیم میں پیغام آیا کہ میرا کارڈ نمبر بھیجو۔ اس نے نہیں بھیجا۔"}},
	} {
		if _, err := t.told(ctx, one.name, one.at, one.what); err != nil {
			return err
		}
	}
	return nil
}
