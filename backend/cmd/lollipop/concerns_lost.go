package main

import (
	"context"
	"fmt"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// beginAnew makes new keys where the old ones are lost for good, and the card with them. What cannot be opened any more
// and stood in the way is begun anew with them: the key of what waits on devices, and second factors. The database names
// the new keys last: where it is interrupted nobody serves it yet.
func beginAnew(g *globals, print bool) error {
	return byItself(g, func(s *store.Store) error {
		said, err := s.Seals(g.ctx)
		if err != nil {
			return err
		}
		if err := missing(g.config, said); err != nil {
			return err
		}
		keys, err := vault.NewSeals()
		if err != nil {
			return err
		}
		if !print {
			if err := writeSeals(g.config, keys, true); err != nil {
				return err
			}
		}
		ids, err := s.Schools().IDs(g.ctx)
		if err != nil {
			return err
		}
		for _, at := range ids {
			if err := reopened(g.ctx, s, at, keys); err != nil {
				return err
			}
		}
		now, err := under(keys, store.Seals{}) // and no card: its copy is of the other keys
		if err == nil {
			err = s.SetSeals(g.ctx, said, now)
		}
		if err != nil {
			return err
		}
		if print {
			return printed(g, keys)
		}
		fmt.Fprintln(g.out, "There are new keys. What was told until now stays in the database and can never be read again. Staff set\n"+
			"up their second factors anew. Print a card (lollipop concerns card) and keep the keys (lollipop backup keys FILE)\n"+
			"today.")
		return nil
	})
}

// reopened gives a school's button a new key pair, and takes second factors away that nobody can open.
func reopened(ctx context.Context, s *store.Store, at id.School, keys *vault.Seals) error {
	act := func(command string, actor id.Person) event.Act {
		return event.Act{School: at, Actor: actor, At: clock.System{}.Now(), Op: id.New[id.Op](), Command: command,
			Hash: event.HashOf([]byte(command))}
	}
	door, err := s.Concerns().Door(ctx, at)
	if err != nil {
		return err
	}
	if len(door.Public) > 0 {
		public, wrapped, err := keys.NewDraftKey(string(at))
		if err != nil {
			return err
		}
		did := act("concern.set_door", operator(at).Person)
		err = s.Concerns().ChangeDoor(ctx, did, func(d *concern.Door) ([]event.Event, error) {
			kind := concern.DidCloseDoor
			if d.Open {
				kind = concern.DidOpenDoor
			}
			d.Public, d.DraftKey = public, wrapped
			return []event.Event{did.Did(kind, string(at), nil)}, nil
		})
		if err != nil {
			return err
		}
	}
	var sealed []id.Person
	_, err = s.Reseal(ctx, func(school, staff, _ string, _ []byte) ([]byte, bool, error) {
		if school == string(at) {
			sealed = append(sealed, id.Person(staff))
		}
		return nil, false, nil
	})
	if err != nil {
		return err
	}
	service := access.Service{Factors: s.Access(), Wall: clock.System{}}
	gone := map[id.Person]bool{}
	for _, staff := range sealed {
		if gone[staff] {
			continue
		}
		if err := service.ResetFactorsAtMachine(ctx, act("access.reset_factors", ""), staff); err != nil {
			return err
		}
		gone[staff] = true
	}
	return nil
}
