package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/clock"
	"lollipop/backend/concern"
	"lollipop/backend/courier"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/meter"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/push"
	"lollipop/backend/school"
	"lollipop/backend/sheet"
	"lollipop/backend/signin"
	"lollipop/backend/store"
	"lollipop/backend/translate"
	"lollipop/backend/vault"
	"lollipop/backend/web"
)

// product is everything, wired.
type product struct {
	config Config
	log    *slog.Logger
	store  *store.Store
	clock  clock.Clock

	access      *access.Service
	people      *people.Service
	intake      *intake.Service
	custody     *custody.Service
	permissions *custody.Permissions
	aup         *aup.Service
	notices     *notice.Service
	courier     *courier.Service
	sender      *push.Sender
	rings       *rings
	release     func() // the database's lock, where we hold it
	audit       *audit.Service
	seals       *vault.Seals // under which what is told to the school is sealed
	concerns    *concern.Service
	words       *translate.Translator
	meter       *meter.Meter // nil where nobody asks for figures
}

// compose opens the database, which has to be there and at this program's schema, and wires the product as schools have
// it, by the machine's clock.
func compose(ctx context.Context, c Config, key audit.Keys) (p *product, err error) {
	log := newLog(c, slog.LevelInfo)
	if err := there(c); err != nil {
		return nil, fmt.Errorf("%s: %w", file(c), err)
	}
	release, err := using(c)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			release()
		}
	}()
	watch, meter := &notice.Watch{}, newMeter(c)
	s, err := store.Open(ctx, store.Config{DSN: dsn(c), OwnerDSN: c.DatabaseOwner, ChainKey: key, Log: log,
		Changed: watch.Wake, Measured: batches(meter)})
	if err != nil {
		return nil, err
	}
	var sealed store.Sealed
	if err = ready(ctx, s); err == nil {
		sealed, err = s.Sealed(ctx)
	}
	if err == nil {
		err = sealed.By(key.Newest())
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	seals, err := settledSeals(ctx, c, s)
	if err != nil {
		s.Close()
		return nil, err
	}
	if p, err = wire(c, s, key, seals, clock.System{}, watch, log); err != nil {
		s.Close()
		return nil, err
	}
	p.release = release
	return p, p.measure(meter)
}

// ready says what to do where the database is not at this program's schema.
func ready(ctx context.Context, s *store.Store) error {
	err := s.Ping(ctx)
	if err == nil || errors.Is(err, store.ErrAhead) || errors.Is(err, store.ErrBehind) {
		return err
	}
	return fmt.Errorf("the database is not ready (where it is new, lollipop migrate makes its tables): %w", err)
}

// wire joins the rooms and the halls over an open database. now is the product's clock: it says what day it is at
// school. How long links and sessions last goes by the machine's. watch is what the store wakes.
func wire(c Config, s *store.Store, key audit.Keys, seals *vault.Seals, now clock.Clock, watch *notice.Watch,
	log *slog.Logger,
) (*product, error) {
	words, err := translate.New()
	if err != nil {
		return nil, err
	}
	texts, err := aup.Shipped()
	if err != nil {
		return nil, err
	}
	wall := clock.System{}
	p := &product{config: c, log: log, store: s, clock: now, words: words, seals: seals,
		access: &access.Service{Store: s.Access(), Founding: s.Access(), Guard: access.NewGuard(s.Access(), wall),
			Hasher: signin.New(signin.Default), Codes: s.Access(), Keys: access.NewCodeKeys(key...), Clock: now, Wall: wall},
		people:      people.NewService(s.People(), now, school.London),
		intake:      intake.NewService(s.People(), s.Intake(), now, school.London),
		custody:     &custody.Service{Schools: s.Schools(), Store: s.Custody(), Checks: s.Custody()},
		permissions: &custody.Permissions{Schools: s.Schools(), Store: s.Custody()},
		aup:         &aup.Service{Store: s.AUP(), Texts: texts},
		audit:       audit.NewService(s.Audit(), key, now),
	}
	p.aup.Ways = p.waysIn
	p.prove(c, s)
	return p, errors.Join(p.telling(), p.tell(c, wall, watch))
}

// tell joins who is told with what rings.
func (p *product) tell(c Config, wall clock.Clock, watch *notice.Watch) error {
	keys, err := pushKeys(c)
	if err != nil {
		return err
	}
	whom, said := subject(c)
	p.sender = push.New(pushing(push.Config{Keys: keys, Subject: whom, Clock: wall}))
	p.notices = &notice.Service{Store: p.store.Notices(), Schools: p.store.Schools(), People: p.store.People(),
		Kept: p.store.Custody()}
	p.courier = &courier.Service{Store: p.store.Courier(), Sender: p.sender, Clock: p.clock, Wall: wall, Subject: said,
		Message: courier.Bland(p.words, p.direction, c.Origin)}
	p.rings = p.ring(watch)
	return nil
}

// waysIn tells the aup room, by ids and codes, how far each adult has come towards signing in.
func (p *product) waysIn(ctx context.Context, who people.Who) (map[id.Adult]aup.Where, error) {
	ways, err := p.access.WaysIn(ctx, who)
	found := make(map[id.Adult]aup.Where, len(ways))
	for adult, way := range ways {
		found[adult] = aup.Where(way)
	}
	return found, err
}

// renew brings translations that were corrected in the product to every school: a new edition, and nobody signs again.
func (p *product) renew(ctx context.Context) error {
	schools, err := p.store.Schools().IDs(ctx)
	for _, at := range schools {
		if err == nil {
			err = p.aup.Renew(ctx, at, p.clock.Now())
		}
	}
	return err
}

func (p *product) close() {
	if err := p.store.Close(); err != nil {
		p.log.Error("closing the database", "error", err)
	}
	if p.release != nil {
		p.release()
	}
}

// server is the front door of the product.
func (p *product) server(app fs.FS, demo *web.Demo) *web.Server {
	var counts web.Meter
	if p.meter != nil {
		counts = p.meter
	}
	return &web.Server{Clock: p.clock, Access: p.access, People: p.people, Intake: p.intake, Custody: p.custody,
		Permissions: p.permissions, Reasons: &school.Reasons{Schools: p.store.Schools(), Store: p.store.Schools()},
		Notices: p.notices, Courier: p.courier, Concerns: p.concerns, AUP: p.aup, Calls: &calls.Service{Store: p.store.Calls()},
		ReadSheet: sheet.Read, Audit: p.audit, Meter: counts,
		Schools:   p.store.Schools(),
		Languages: words{p.words}, App: app, Origin: p.config.Origin, Ready: p.store.Ping, Demo: demo, Log: p.log,
		Proxies: p.config.Proxies}
}

// guard writes the guess counters down every second until ctx ends.
func (p *product) guard(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	p.access.Guard.Run(ctx, ticker.C, func(err error) { p.log.Error("guess counters", "error", err) })
}

// dsn is where the database is.
func dsn(c Config) string {
	if c.Database != "" {
		return c.Database
	}
	return "sqlite:" + filepath.Join(c.Data, "lollipop.db")
}

// kept says in a line where things are kept.
func kept(c Config) string {
	if c.postgres() {
		return "PostgreSQL"
	}
	return "SQLite, " + strings.TrimPrefix(dsn(c), "sqlite:")
}
