package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lollipop/backend/store"
)

type doctorCommand struct {
	JSON bool `help:"Print the findings as JSON." name:"json"`
	Deep bool `help:"Read the whole database too, which takes a while."`
}

// finding is one line of the doctor's: what was looked at, how it is, and what to do where it is not well.
type finding struct{ what, is, todo string }

// MarshalJSON implements json.Marshaler.
func (f finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		What string `json:"what"`
		OK   bool   `json:"ok"`
		Is   string `json:"is"`
		ToDo string `json:"todo,omitempty"`
	}{f.what, f.todo == "", f.is, f.todo})
}

// Run looks at everything and changes nothing. It ends with 1 where something is to be done.
func (d doctorCommand) Run(g *globals) error {
	all := d.look(g)
	ill := slices.ContainsFunc(all, func(f finding) bool { return f.todo != "" })
	if d.JSON {
		encoder := json.NewEncoder(g.out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(all); err != nil {
			return err
		}
	}
	for _, f := range all {
		switch {
		case d.JSON:
		case f.todo == "":
			fmt.Fprintf(g.out, "ok    %-12s %s\n", f.what, f.is)
		default:
			fmt.Fprintf(g.out, "FIX   %-12s %s: %s\n", f.what, f.is, f.todo)
		}
	}
	if ill {
		return errSaid
	}
	return nil
}

func (d doctorCommand) look(g *globals) []finding {
	c := g.config
	all := []finding{dataFolder(g), chainKeyKept(g)}
	inside, schools := d.database(g)
	all = append(all, inside...)
	all = append(all, address(g))
	all = append(all, reached(g)...)
	all = append(all, settings(g)...)
	return append(all, pushService(g), figuresPort(g), appBuilt(g), diskSpace("disk", c.Data), backupMade(g, schools))
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
	path := filepath.Join(c.Data, chainKeyFile)
	f := finding{what: "chain key", is: path}
	if c.ChainKey != "" {
		f.is = "in LOLLIPOP_CHAIN_KEY"
	}
	keys, err := readChainKeys(c)
	if err != nil {
		f.todo = err.Error()
		return f
	}
	f.is += fmt.Sprintf(", keys: %d", len(keys.Keys))
	if keys.begun {
		f.todo = store.ErrKeyBegun.Error()
		return f
	}
	if c.ChainKey != "" {
		return f
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		f.todo = "others on this machine can read it: chmod 600"
	}
	return f
}

// held is a database with the lock beside it.
type held struct {
	*store.Store
	release func()
}

// Close closes the database, and lets go of the lock after that.
func (h *held) Close() error {
	defer h.release()
	return h.Store.Close()
}

// opened opens the database that is there, to look at it; it makes none.
func opened(ctx context.Context, c Config) (*held, error) {
	if err := there(c); err != nil {
		return nil, err
	}
	release, err := using(c)
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, store.Config{DSN: dsn(c)})
	if err != nil {
		release()
		return nil, err
	}
	return &held{s, release}, nil
}

// there says that SQLite's file is missing. It is asked before the file is opened, which would make it.
func there(c Config) error {
	if path := file(c); !c.postgres() && !strings.HasPrefix(path, "memory:") {
		switch _, err := os.Stat(path); {
		case errors.Is(err, fs.ErrNotExist):
			return errors.New("it is not there: lollipop migrate makes it")
		case err != nil:
			return fmt.Errorf("it cannot be looked at (%w): run this as the user who runs lollipop", err)
		}
	}
	return nil
}

// address: Validate has refused what cannot work; this says what is needed beside it.
func address(g *globals) finding {
	c := g.config
	f := finding{what: "address", is: c.Origin + ", listening on " + c.Listen}
	host, _, _ := net.SplitHostPort(c.Listen)
	if strings.HasPrefix(c.Origin, "http://") && !loopback(host) {
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
