package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"sync"
	"time"

	"lollipop/backend/house"
	"lollipop/backend/school"
	"lollipop/backend/web"
)

type serveCommand struct{}

// Run serves until it is told to stop. As long as there is no school it prints a one-time link for the first
// administrator, a new one at each start.
func (serveCommand) Run(g *globals) error {
	p, err := g.compose()
	if err != nil {
		return err
	}
	defer p.close()
	ids, err := p.store.Schools().IDs(g.ctx)
	if err != nil {
		return err
	}
	if house.Ours(ids) {
		return errors.New("this is the demo's database, which lets everybody in: name another with LOLLIPOP_DATA or " +
			"LOLLIPOP_DATABASE, or serve it with lollipop demo")
	}
	l, err := listen(g.config.Listen, "LOLLIPOP_LISTEN")
	if err != nil {
		return err
	}
	return p.serve(g, l, nil, func() error {
		fmt.Fprintf(g.out, "Lollipop is at %s (%s).\n", g.config.Origin, kept(g.config))
		if len(ids) > 0 {
			// It is served all the same: a school that has lost its key for good goes on with another (deploy/backup.md).
			if f := (doctorCommand{}).keyAgrees(g, p.store, ids); f.todo != "" {
				fmt.Fprintf(g.out, "WRONG: the record %s: %s.\n", f.is, f.todo)
			}
			return nil
		}
		token, ends, err := p.access.FirstRun(g.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(g.out, "There is no school yet. The first administrator opens this, once, before %s (each start\n"+
			"prints a new link, and only the newest works):\n  %s/first-run/%s\n", ends.In(school.London).Format("2 January 2006"), g.config.Origin, string(token))
		return nil
	})
}

// listen opens the address, so that nothing is printed that does not work.
func listen(address, setting string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be listened on (is something else there? %s names another): %w",
			address, setting, err)
	}
	return l, nil
}

// patience is how long a stop waits for requests under way.
const patience = 10 * time.Second

// serve runs the front door until the context ends, and then lets requests under way finish. greet is called once the
// door stands.
func (p *product) serve(g *globals, l net.Listener, demo *web.Demo, greet func() error) error {
	defer l.Close()
	if err := p.renew(g.ctx); err != nil {
		return err
	}
	built, err := fs.Sub(g.app, "dist")
	if err != nil {
		return err
	}
	app, err := web.New(p.server(built, demo))
	if err != nil {
		return err
	}
	figures, err := p.exposed()
	if err != nil {
		return err
	}
	defer figures()
	if err := greet(); err != nil {
		return err
	}
	notify(p.config, "READY=1")
	ctx, cancel := context.WithCancel(g.ctx)
	var beside sync.WaitGroup
	beside.Go(func() { watched(ctx, p.config, l.Addr().String()) })
	beside.Go(func() { p.guard(ctx) })
	beside.Go(func() { p.rings.run(ctx) })
	stopped, broken := make(chan error, 1), make(chan error, 1)
	go func() { stopped <- app.Serve(l) }()
	beside.Go(func() { // so that no reader waits for it, and nobody for the start
		if err := p.words.Check(); err != nil {
			broken <- err
		}
	})
	select {
	case err = <-stopped:
	case err = <-broken:
		l.Close()
		<-stopped
	case <-g.ctx.Done():
		notify(p.config, "STOPPING=1")
		if err = app.Shutdown(patience); err != nil {
			err = fmt.Errorf("requests were still under way after %s, and were cut off: %w", patience, err)
		}
		l.Close() // Shutdown closes it as well, but for one that had not begun
		<-stopped
	}
	cancel()
	beside.Wait()
	return err
}

type migrateCommand struct{}

// Run brings the schema up to date, and makes the chain's key for a database that has no school yet, and keys of concerns
// where none were ever in use.
func (migrateCommand) Run(g *globals) error {
	err := alone(g.config, func() error {
		_, err := prepare(g.ctx, g.config)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(g.out, "The database is at this program's schema (%s).\n", kept(g.config))
	return nil
}

type openapiCommand struct{}

// Run prints the API's description. It needs neither a database nor the built app.
func (openapiCommand) Run(g *globals) error {
	app, err := web.New(&web.Server{Demo: &web.Demo{}})
	if err != nil {
		return err
	}
	text, err := app.Describe()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", " "); err != nil {
		return err
	}
	out.WriteByte('\n')
	_, err = out.WriteTo(g.out)
	return err
}
