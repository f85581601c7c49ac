package main

import (
	"context"
	"errors"
	"fmt"

	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// sealsHere are the keys of concerns with which a restored database will be served: those that are here, else those that
// came with it; nil where there are none.
func sealsHere(c Config, kept *keptKeys) (*vault.Seals, error) {
	keys, err := readSeals(c)
	if errors.Is(err, errNoSeals) {
		return kept.seals()
	}
	return keys, err
}

// concerns says whether what was told to the school can be read, and whether that is to be seen to.
func (b *rehearsed) concerns(g *globals, kept *keptKeys) (line string, ill bool, err error) {
	keys, err := sealsHere(g.config, kept)
	if err != nil {
		return "", false, err
	}
	return sealsBack(g.ctx, b.store, g.config, keys)
}

// sealsBack says of a restored database whether what was told to the school can be read with those keys, and whether
// somebody has to see to it.
func sealsBack(ctx context.Context, s *store.Store, c Config, keys *vault.Seals) (line string, ill bool, err error) {
	said, err := s.Seals(ctx)
	switch {
	case err != nil:
		return "", false, err
	case said.Key == "":
		return "", false, nil // it is from before there were any
	case keys == nil:
		return "what was told to the school cannot be read yet: " + lostSeals(c, said).Error(), true, nil
	}
	if _, err := under(keys, said); err != nil {
		return "what was told to the school cannot be read: " + err.Error(), true, nil
	}
	n, err := opening(ctx, s, keys)
	if err != nil {
		return "what was told to the school cannot all be read: " + err.Error(), true, nil
	}
	return fmt.Sprintf("what was told to the school can be read; wrapped keys that open: %d", n), false, nil
}
