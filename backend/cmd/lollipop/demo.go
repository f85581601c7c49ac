package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/house"
	"lollipop/backend/notice"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/web"
)

type demoCommand struct {
	Port  *int   `help:"Listen on this port of 127.0.0.1 (default: that of LOLLIPOP_LISTEN, 8080)." placeholder:"PORT"`
	Data  string `help:"Keep the demo in this folder (default: LOLLIPOP_DATA, ./data)." placeholder:"FOLDER"`
	Reset bool   `help:"Throw the demo's database away first and furnish it anew."`
	// Untold is for tests that open the schools' buttons and tell them things themselves.
	Untold bool `hidden:""`
}

// Run serves the furnished schools. Everybody who can reach it can be anybody in it, so it listens on this machine
// alone, and serves no database but the one that it furnished itself.
func (d demoCommand) Run(g *globals) error {
	config, address, err := d.settle(g.config)
	if err != nil {
		return err
	}
	l, err := listen(address, "--port")
	if err != nil {
		return err
	}
	defer l.Close()
	config.Origin = "http://" + l.Addr().String()
	key, err := d.furnished(g.ctx, config)
	if err != nil {
		return err
	}
	release, err := using(config)
	if err != nil {
		return err
	}
	defer release()
	log := newLog(config, slog.LevelWarn) // the terminal is for the links
	watch, meter := &notice.Watch{}, newMeter(config)
	s, err := store.Open(g.ctx, store.Config{DSN: dsn(config), ChainKey: key, Log: log, Changed: watch.Wake,
		Measured: batches(meter)})
	if err != nil {
		return err
	}
	defer s.Close()
	now, err := house.Clock(g.ctx, s)
	if err != nil {
		return fmt.Errorf("%w: lollipop demo --reset furnishes it anew", err)
	}
	seals, err := settledSeals(g.ctx, config, s)
	if errors.Is(err, errNoSeals) || errors.Is(err, errOtherSeals) {
		return fmt.Errorf("%w; or let lollipop demo --reset furnish it anew", err)
	} else if err != nil {
		return err
	}
	if !d.Untold {
		if err := house.Tell(g.ctx, s, seals); err != nil {
			return err
		}
	}
	p, err := wire(config, s, key, seals, now, watch, log)
	if err != nil {
		return err
	}
	if err := p.measure(meter); err != nil {
		return err
	}
	p.access.Demo = true
	doors := &doors{product: p}
	asked := *g
	asked.config = config
	demo := &web.Demo{Clock: now, People: doors.people, Families: doors.families}
	return p.serve(&asked, l, demo, func() error { return doors.greet(&asked) })
}

// settle is where the demo lives and listens.
func (d demoCommand) settle(c Config) (Config, string, error) {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return c, "", err
	}
	if !loopback(host) {
		return c, "", fmt.Errorf("the demo lets everybody in, so it listens on this machine only: "+
			"LOLLIPOP_LISTEN is %s, and 127.0.0.1:8080 would do", c.Listen)
	}
	if c.postgres() {
		return c, "", errors.New("the demo keeps its schools in SQLite: run it without LOLLIPOP_DATABASE")
	}
	if d.Port != nil {
		if *d.Port < 0 || *d.Port > 65535 {
			return c, "", fmt.Errorf("--port %d: a port is a number up to 65535", *d.Port)
		}
		port = strconv.Itoa(*d.Port)
	}
	if d.Data != "" {
		c.Data = d.Data
	}
	// localhost may be ::1 first; the printed address must be the one that is listened on.
	if host == "localhost" {
		host = "127.0.0.1"
	}
	return c, net.JoinHostPort(host, port), nil
}

// furnished makes sure that the database is the demo's, furnished and at this program's schema.
func (d demoCommand) furnished(ctx context.Context, c Config) (key audit.Keys, err error) {
	err = alone(c, func() error {
		key, err = d.furnish(ctx, c)
		return err
	})
	return key, err
}

func (d demoCommand) furnish(ctx context.Context, c Config) (audit.Keys, error) {
	fresh, err := d.look(ctx, c)
	if err != nil {
		return nil, err
	}
	if d.Reset && !fresh {
		release, err := claim(c) // another demo may be served from it, at another port
		if err != nil {
			return nil, err
		}
		err = remove(c)
		release()
		if err != nil {
			return nil, err
		}
	}
	keys, err := prepare(ctx, c)
	if errors.Is(err, errNoKey) {
		return nil, fmt.Errorf("%w; or let lollipop demo --reset furnish it anew", err)
	}
	key := keys.Keys
	if err == nil && keys.begun {
		err = store.ErrKeyBegun
	}
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, store.Config{DSN: dsn(c), ChainKey: key})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	opens, err := house.FirstMorning(clock.DateOf(clock.System{}.Now(), school.London))
	if err != nil {
		return nil, err
	}
	if err := house.Furnish(ctx, s, opens); errors.Is(err, house.ErrForeign) {
		return nil, notOurs(c, err)
	} else if err != nil {
		return nil, err
	}
	return key, nil
}

// look reports whether there is no database yet, and refuses one that the demo did not furnish before anything in it is
// touched, its schema included.
func (d demoCommand) look(ctx context.Context, c Config) (fresh bool, err error) {
	path := file(c)
	if found, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || err == nil && found.Size() == 0 {
		return true, nil
	} else if err != nil {
		return false, err
	}
	s, err := store.Open(ctx, store.Config{DSN: dsn(c)})
	if err != nil {
		return false, notOurs(c, err)
	}
	defer s.Close()
	if _, err := house.Recognise(ctx, s); err != nil {
		return false, notOurs(c, err)
	}
	return false, nil
}

func notOurs(c Config, err error) error {
	if errors.Is(err, house.ErrForeign) {
		return fmt.Errorf("%s: %w, so it is left as it is (--data names another folder)", file(c), err)
	}
	return fmt.Errorf("%s: %w, so it is left as it is (--data names another folder): %w",
		file(c), house.ErrForeign, err)
}

// file is the path of SQLite's file.
func file(c Config) string { return strings.TrimPrefix(dsn(c), "sqlite:") }

// remove deletes a database that look has recognised, and what SQLite keeps beside it.
func remove(c Config) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(file(c) + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
