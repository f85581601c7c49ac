package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/house"
	"lollipop/backend/store"
)

type doctorCommand struct{}

// finding is one line of the doctor's: what was looked at, how it is, and what to do where it is not well.
type finding struct{ what, is, todo string }

// Run looks at everything and changes nothing. It ends with 1 where something is to be done.
func (doctorCommand) Run(g *globals) error {
	ill := false
	for _, look := range []func(*globals) finding{
		dataFolder, chainKeyKept, database, clockSane, address, pushService, appBuilt, diskSpace,
	} {
		f := look(g)
		if f.todo == "" {
			fmt.Fprintf(g.out, "ok    %-12s %s\n", f.what, f.is)
			continue
		}
		ill = true
		fmt.Fprintf(g.out, "FIX   %-12s %s: %s\n", f.what, f.is, f.todo)
	}
	if ill {
		return errSaid
	}
	return nil
}

func dataFolder(g *globals) finding {
	c := g.config
	f := finding{what: "data folder", is: c.Data}
	info, err := os.Stat(c.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.todo = "it is not there: lollipop migrate makes it"
		return f
	case err != nil || !info.IsDir():
		f.todo = "it is no folder that can be read"
		return f
	case info.Mode().Perm()&0o077 != 0:
		f.todo = "others on this machine can look into it: chmod 700"
		return f
	}
	probe, err := os.CreateTemp(c.Data, ".doctor-")
	if err != nil {
		f.todo = "it cannot be written: give it to the user who runs lollipop"
		return f
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		f.todo = err.Error()
	}
	return f
}

func chainKeyKept(g *globals) finding {
	c := g.config
	f := finding{what: "chain key", is: "in LOLLIPOP_CHAIN_KEY"}
	if c.ChainKey != "" {
		return f
	}
	path := filepath.Join(c.Data, chainKeyFile)
	f.is = path
	if _, err := readChainKey(c); err != nil {
		f.todo = err.Error()
		return f
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		f.todo = "others on this machine can read it: chmod 600"
	}
	return f
}

// opened opens the database that is there; it makes none.
func opened(ctx context.Context, c Config) (*store.Store, error) {
	if err := there(c); err != nil {
		return nil, err
	}
	return store.Open(ctx, store.Config{DSN: dsn(c), ChainKey: make([]byte, 32)})
}

// there says that SQLite's file is missing. It is asked before the file is opened, which would make it.
func there(c Config) error {
	if path := file(c); !c.postgres() && !strings.HasPrefix(path, "memory:") {
		if _, err := os.Stat(path); err != nil {
			return errors.New("it is not there: lollipop migrate makes it")
		}
	}
	return nil
}

func database(g *globals) finding {
	ctx, c := g.ctx, g.config
	f := finding{what: "database", is: kept(c)}
	s, err := opened(ctx, c)
	if err != nil {
		f.todo = err.Error()
		return f
	}
	defer s.Close()
	if err := s.Ping(ctx); err != nil {
		f.todo = "lollipop migrate brings it up to date (" + err.Error() + ")"
		return f
	}
	ids, err := s.Schools().IDs(ctx)
	switch {
	case err != nil:
		f.todo = err.Error()
	case house.Ours(ids):
		f.is += ", the demo's"
	default:
		f.is += fmt.Sprintf(", schools: %d", len(ids))
	}
	return f
}

// clockSane holds the machine's clock against the record: nothing in it happened later than now.
func clockSane(g *globals) finding {
	ctx, c := g.ctx, g.config
	now := clock.System{}.Now()
	f := finding{what: "clock", is: now.Format(time.RFC3339)}
	if now.Year() < 2026 {
		f.todo = "it is wrong: set the machine's time, and keep it by NTP"
		return f
	}
	s, err := opened(ctx, c)
	if err != nil {
		return f // said by database
	}
	defer s.Close()
	ids, err := s.Schools().IDs(ctx)
	if err != nil || house.Ours(ids) { // the demo has a clock of its own
		return f
	}
	for _, at := range ids {
		head, err := s.Audit().Head(ctx, at, audit.Daily)
		if err == nil && head.At.After(now.Add(time.Minute)) {
			f.todo = "it is behind the record, whose last entry is of " + head.At.Format(time.RFC3339) +
				": set the machine's time, and keep it by NTP"
		}
	}
	return f
}

// address: Validate has refused what cannot work; this says what is needed beside it.
func address(g *globals) finding {
	c := g.config
	f := finding{what: "address", is: c.Origin + ", listening on " + c.Listen}
	host, _, _ := strings.Cut(c.Listen, ":")
	if strings.HasPrefix(c.Origin, "http://") && !loopback(strings.Trim(host, "[]")) {
		f.todo = "other machines can reach it and nothing brings TLS: set LOLLIPOP_ORIGIN to the https address of " +
			"a proxy, or listen on 127.0.0.1"
	}
	if strings.HasPrefix(c.Origin, "https://") {
		f.is += " (a proxy in front brings TLS)"
	}
	return f
}

// pushService: whether push services will take what we send them. Nothing is sent.
func pushService(g *globals) finding {
	c := g.config
	f := finding{what: "push"}
	keys, err := readPushKeys(c)
	if err != nil {
		if f.is = err.Error(); !errors.Is(err, errNoPushKeys) {
			f.is, f.todo = "keys", err.Error()
		}
		return f
	}
	whom, said := subject(c)
	f.is = "we are " + whom
	if origin, err := url.Parse(c.Origin); err == nil && loopback(origin.Hostname()) && c.PushSubject == "" {
		f.is += ", on this machine alone"
	} else if !said {
		f.todo = "some push services refuse that: set LOLLIPOP_PUSH_SUBJECT to an address that they can write to, such as " +
			"mailto:office@ and the school's own domain"
		return f
	}
	_, counts, err := subscribed(g.ctx, c)
	for _, pair := range keys[1:] {
		if n := counts[pair.Public]; err != nil {
			break // said by database
		} else if n > 0 {
			f.is += fmt.Sprintf(", telephones still under an older key: %d", n)
		} else {
			f.todo = "nobody is subscribed under an older key any more: lollipop push drop " + pair.Public
		}
	}
	if info, err := os.Stat(filepath.Join(c.Data, pushKeysFile)); err == nil && info.Mode().Perm()&0o077 != 0 {
		f.todo = "others on this machine can read " + pushKeysFile + ": chmod 600"
	}
	return f
}

func appBuilt(g *globals) finding {
	f := finding{what: "app", is: "built into this program"}
	if _, err := fs.Stat(g.app, "dist/.vite/manifest.json"); err != nil {
		f.is, f.todo = "not in this program", "scripts/build builds it, and then the program"
	}
	return f
}

// leastSpace is room for years of one school, and for SQLite to work in.
const leastSpace = 1 << 30

func diskSpace(g *globals) finding {
	c := g.config
	f := finding{what: "disk"}
	at := c.Data
	if _, err := os.Stat(at); err != nil {
		at = "."
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(at, &disk); err != nil {
		f.is, f.todo = "cannot be asked", err.Error()
		return f
	}
	free := disk.Bavail * uint64(disk.Bsize)
	f.is = fmt.Sprintf("%.1f GiB free", float64(free)/(1<<30))
	if free < leastSpace {
		f.todo = "make room: below 1 GiB a full day may not be kept"
	}
	return f
}
