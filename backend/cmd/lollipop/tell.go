package main

import (
	"context"

	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/locales"
)

// telling joins the room in which somebody is told.
func (p *product) telling() error {
	words, err := concern.ReadWords(locales.Receipt)
	if err != nil {
		return err
	}
	p.concerns = &concern.Service{Store: p.store.Concerns(), Rings: p.store.Concerns(), Schools: p.store.Schools(),
		Staff: p.store.People(), Vault: p.seals, Words: words, Guesses: concern.NewGuesses(clock.System{}), Clock: p.clock,
		Log: p.log}
	return nil
}

// raised lets a device that was kept under the safeguarding hold begin a concern. Custody knows nothing of concerns: its
// event is followed once it is committed, as often as it takes, and each device begins one however often that is.
//
// Policy: procedure.nudes.store_device (AR 11.1.1/4, BG 11.2/13)
func (r *rings) raised(ctx context.Context) func(event.Event) error {
	return func(e event.Event) error {
		if e.Kind != custody.DidConfiscate && e.Kind != custody.DidSearch {
			return nil
		}
		kept, err := r.product.store.Custody().Confiscation(ctx, e.School, id.Confiscation(e.Subject))
		if err != nil || !kept.Secret { // the event itself does not say: anybody may read that
			return err
		}
		of := "raised by " + string(kept.ID)
		act := event.Act{School: e.School, At: e.At, Op: event.Made[id.Op](event.Act{School: e.School}, of),
			Command: "concern.raise", Hash: event.HashOf([]byte(of))}
		return r.product.concerns.Raise(ctx, act, concern.Raised{Pupil: kept.Pupil, Confiscation: kept.ID})
	}
}
