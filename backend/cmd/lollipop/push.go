package main

import (
	"context"
	"errors"
	"fmt"

	"lollipop/backend/push"
)

// pushCommand looks after the keys under which push services know this server.
type pushCommand struct {
	Keys   listKeysCommand  `cmd:"" help:"List the keys, and how many telephones are subscribed under each."`
	Rotate rotateKeyCommand `cmd:"" help:"Make a new key. Telephones go over to it when their app is opened; nobody is lost."`
	Drop   dropKeyCommand   `cmd:"" help:"Remove an old key under which nobody is subscribed any more."`
}

type listKeysCommand struct{}

// Run prints the keys' public halves, the one in use first.
func (listKeysCommand) Run(g *globals) error {
	keys, counts, err := subscribed(g.ctx, g.config)
	if err != nil {
		return err
	}
	for i, pair := range keys {
		use := "older"
		if i == 0 {
			use = "in use"
		}
		fmt.Fprintf(g.out, "%s  %-6s  telephones: %d\n", pair.Public, use, counts[pair.Public])
	}
	return nil
}

// subscribed are the keys, and how many subscriptions there are under each.
func subscribed(ctx context.Context, c Config) (push.Keys, map[string]int, error) {
	keys, err := readPushKeys(c)
	if err != nil {
		return nil, nil, err
	}
	s, err := opened(ctx, c)
	if err != nil {
		return nil, nil, fmt.Errorf("the database: %w", err)
	}
	defer s.Close()
	counts, err := s.Courier().Keys(ctx)
	return keys, counts, err
}

// ours refuses to change keys that stand in the environment.
func ours(c Config) error {
	if c.PushKeys != "" {
		return errors.New("the push keys stand in LOLLIPOP_PUSH_KEYS: change them there, on every machine")
	}
	return nil
}

type rotateKeyCommand struct{}

// Run puts a new key before the others.
func (rotateKeyCommand) Run(g *globals) error {
	if err := ours(g.config); err != nil {
		return err
	}
	return alone(g.config, func() error {
		keys, err := pushKeys(g.config)
		if err != nil {
			return err
		}
		if err := writePushKeys(g.config, keys.Rotate(), false); err != nil {
			return err
		}
		fmt.Fprintln(g.out, "There is a new key. Restart the server; lollipop push keys shows how many telephones still have the "+
			"old one, and lollipop push drop removes it when none has.")
		return nil
	})
}

type dropKeyCommand struct {
	Key string `arg:"" help:"The public key, as lollipop push keys prints it."`
}

// Run removes one, unless somebody would be lost by it.
func (d dropKeyCommand) Run(g *globals) error {
	if err := ours(g.config); err != nil {
		return err
	}
	return alone(g.config, func() error {
		keys, counts, err := subscribed(g.ctx, g.config)
		if err != nil {
			return err
		}
		if n := counts[d.Key]; n > 0 {
			return fmt.Errorf("telephones are still subscribed under that key: %d. They go over when their app is opened", n)
		}
		left, err := keys.Drop(d.Key)
		if err != nil {
			return err
		}
		if err := writePushKeys(g.config, left, false); err != nil {
			return err
		}
		fmt.Fprintln(g.out, "It is removed. Restart the server.")
		return nil
	})
}
