package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/store"
)

// signedOut ends what whoever has the old key and the database could have worked out: sessions that families began with
// a code, and codes that are open. It returns how many adults that were. Children's end within the hour, by themselves.
func signedOut(ctx context.Context, s *store.Store) (n int, err error) {
	ids, err := s.Schools().IDs(ctx)
	if err != nil {
		return 0, err
	}
	now := clock.System{}
	families := access.Service{Codes: s.Access(), Clock: now, Wall: now}
	for _, at := range ids {
		who := operator(at)
		ways, err := families.WaysIn(ctx, who)
		if err != nil {
			return n, err
		}
		for _, adult := range slices.Sorted(maps.Keys(ways)) {
			if way := ways[adult]; way == access.NoLetter || way == access.LetterIsOver {
				continue
			}
			const command = "access.revoke"
			act := event.Act{School: at, Actor: who.Person, At: now.Now(), Op: id.New[id.Op](), Command: command,
				Hash: event.HashOf([]byte(command), []byte(adult))}
			if err := families.Revoke(ctx, act, who, adult); err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// chainEnd is where a school's chain ends, and the key under which it goes on.
type chainEnd struct {
	school id.School
	name   string // of the school
	chain  audit.Chain
	under  int // among the keys; -1 where it is none of them
	head   audit.Head
}

// chainEnds are those of all chains that hold anything.
func chainEnds(ctx context.Context, s *store.Store, keys audit.Keys) (all []chainEnd, err error) {
	ids, err := s.Schools().IDs(ctx)
	if err != nil {
		return nil, err
	}
	service := audit.NewService(s.Audit(), keys, clock.System{})
	for _, at := range ids {
		place, err := s.Schools().School(ctx, at)
		if err != nil {
			return nil, err
		}
		under, err := service.Under(ctx, at)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", place.Name, err)
		}
		for _, chain := range audit.Chains {
			if key, holds := under[chain]; holds {
				all = append(all, chainEnd{school: at, name: place.Name, chain: chain, under: key})
			}
		}
	}
	return all, nil
}

// renew lets every chain go over to the newest key, school by school, and returns those that did. The database says
// beforehand that it was begun, and afterwards which key it is. A chain whose end no key here has sealed is an error,
// or where it is lost left as it is.
func renew(ctx context.Context, s *store.Store, keys audit.Keys, ends []chainEnd, lost bool) (over []chainEnd,
	err error,
) {
	left := map[id.School]bool{}
	for _, end := range ends {
		if end.under >= 0 {
			continue
		}
		if !lost {
			return nil, fmt.Errorf("%s: %w (%s chain): the key that did is missing here", end.name, audit.ErrKey, end.chain)
		}
		left[end.school] = true
	}
	was, err := s.Sealed(ctx)
	if err != nil {
		return nil, err
	}
	sealed := store.Sealed{Key: audit.Fingerprint(keys.Newest())}
	if err := s.SetSealed(ctx, sealed); err != nil {
		return nil, err
	}
	rotating("begun")
	service := audit.NewService(s.Audit(), keys, clock.System{})
	for i, end := range ends {
		if i > 0 && ends[i-1].school == end.school || left[end.school] {
			continue
		}
		heads, err := service.Rotate(ctx, end.school, operator(end.school).Person)
		if err != nil {
			return over, fmt.Errorf("%s: %w", end.name, err)
		}
		for _, head := range heads {
			over = append(over, chainEnd{school: end.school, name: end.name, chain: head.Chain, head: head})
		}
		rotating(end.name)
	}
	sealed.Since = clock.System{}.Now()
	if len(over) == 0 && was.Key == sealed.Key && !was.Since.IsZero() {
		sealed = was // it was done before
	}
	if err := s.SetSealed(ctx, sealed); err != nil {
		return over, err
	}
	rotating("sealed")
	return over, nil
}
