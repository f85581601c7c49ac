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
	"sync"
	"text/tabwriter"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/translate"
	"lollipop/backend/web"
)

type demoCommand struct {
	Port  *int   `help:"Listen on this port of 127.0.0.1 (default: that of LOLLIPOP_LISTEN, 8080)." placeholder:"PORT"`
	Data  string `help:"Keep the demo in this folder (default: LOLLIPOP_DATA, ./data)." placeholder:"FOLDER"`
	Reset bool   `help:"Throw the demo's database away first and furnish it anew."`
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
	p, err := wire(config, s, key, now, watch, log)
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
func (d demoCommand) furnished(ctx context.Context, c Config) (key []byte, err error) {
	err = alone(c, func() error {
		key, err = d.furnish(ctx, c)
		return err
	})
	return key, err
}

func (d demoCommand) furnish(ctx context.Context, c Config) ([]byte, error) {
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
	key, err := prepare(ctx, c)
	if errors.Is(err, errNoKey) {
		return nil, fmt.Errorf("%w; or let lollipop demo --reset furnish it anew", err)
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
	s, err := store.Open(ctx, store.Config{DSN: dsn(c), ChainKey: make([]byte, 32)})
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

// doors are the one-time links into the demo.
type doors struct {
	product *product

	mu sync.Mutex
	// open are links that were given out, by person; one that was used since is replaced.
	open map[id.Person]access.Token
	// relatives are the families to be, found once; letters and codes are those that were made for them.
	relatives []house.Relative
	letters   map[id.Adult]access.Printed
	codes     map[id.School]classCode
}

// part is somebody of the house, by what they do.
type part struct {
	who  people.Staff
	role phrase.Phrase
}

// parts are the people worth being at a school; who does two things stands once.
func parts(p house.Players) []part {
	var all []part
	for _, one := range []part{
		{p.Office, phrase.Say("web.demo.role.office", nil)},
		{p.Teacher, phrase.Say("web.demo.role.teacher", phrase.Args{"Class": strings.Join(p.Teacher.Classes, ", ")})},
		{p.DSL, phrase.Say("web.demo.role.dsl", nil)},
		{p.Deputy, phrase.Say("web.demo.role.deputy_dsl", nil)},
		{p.Head, phrase.Say("web.demo.role.head", nil)},
	} {
		known := false
		for i := range all {
			if all[i].who.ID == one.who.ID {
				both := phrase.Args{"One": all[i].role, "Other": one.role}
				all[i].role, known = phrase.Say("web.demo.role.both", both), true
			}
		}
		if !known {
			all = append(all, one)
		}
	}
	return all
}

// people are those who can be, each with a link that works now: the one on the terminal until it is used, then a new
// one.
func (d *doors) people(ctx context.Context) ([]web.DemoPerson, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []web.DemoPerson
	for _, at := range house.Schools {
		place, err := d.product.store.Schools().School(ctx, at)
		if err != nil {
			return nil, err
		}
		players, err := house.Cast(ctx, d.product.store, at)
		if err != nil {
			return nil, err
		}
		for _, one := range parts(players) {
			token, err := d.link(ctx, at, id.Person(one.who.ID))
			if err != nil {
				return nil, err
			}
			all = append(all, web.DemoPerson{School: place.Name, Name: one.who.Called(), Role: one.role,
				Path: "/link/" + string(token)})
		}
	}
	return all, nil
}

func (d *doors) link(ctx context.Context, at id.School, to id.Person) (access.Token, error) {
	if token, ok := d.open[to]; ok {
		if _, err := d.product.access.Look(ctx, token); err == nil {
			return token, nil
		}
	}
	const command = "access.issue_at_machine"
	act := event.Act{School: at, At: d.product.clock.Now(), Op: id.New[id.Op](), Command: command,
		Hash: event.HashOf([]byte(command), []byte(to))}
	token, _, err := d.product.access.IssueAtMachine(ctx, act, to, access.ForDemo)
	if err != nil {
		return "", err
	}
	if d.open == nil {
		d.open = map[id.Person]access.Token{}
	}
	d.open[to] = token
	return token, nil
}

// greet prints the address and the links.
func (d *doors) greet(g *globals) error {
	all, err := d.people(g.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "The demo is at %s. There it is %s.\n", g.config.Origin,
		d.product.clock.Now().In(school.London).Format("Monday 2 January 2006, 15:04"))
	fmt.Fprintf(g.out, "Everybody in it is invented. Each link signs you in once; %s/demo has new ones.\n"+
		"A bar in the app moves the clock.\n", g.config.Origin)
	table := tabwriter.NewWriter(g.out, 0, 0, 2, ' ', 0)
	last := ""
	for _, one := range all {
		if one.School != last {
			table.Flush()
			fmt.Fprintf(g.out, "\n%s\n", one.School)
			last = one.School
		}
		role := d.product.words.Say(translate.English, one.Role)
		fmt.Fprintf(table, "  %s\t%s\t%s%s\n", one.Name, role, g.config.Origin, one.Path)
	}
	table.Flush()
	if err := d.greetFamilies(g.ctx, g.out, g.config.Origin); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "\nIt is kept in %s; Ctrl-C stops it.\n", file(g.config))
	return nil
}
