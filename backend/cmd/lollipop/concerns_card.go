package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"lollipop/backend/clock"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/vault"
)

type makeCard struct{}

// Run makes a card and prints it. The copy of the keys that it opens is in the database before anything is printed, and
// was opened with these very lines before that.
func (makeCard) Run(g *globals) error {
	s, err := opened(g.ctx, g.config)
	if err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	defer s.Close()
	if err := s.Ping(g.ctx); err != nil {
		return fmt.Errorf("lollipop migrate first: %w", err)
	}
	keys, err := settledSeals(g.ctx, g.config, s.Store)
	if err != nil {
		return err
	}
	said, err := s.Seals(g.ctx)
	if err != nil {
		return err
	}
	parts, public, err := vault.NewCard()
	if err != nil {
		return err
	}
	now := said
	now.Card, now.Printed = public, clock.System{}.Now().UTC()
	if now, err = madeCard(now, keys); err != nil {
		return err
	}
	if _, err := recovered(now, parts[0].Lines, parts[1].Lines); err != nil {
		return fmt.Errorf("no card was made: %w", err)
	}
	if err := s.SetSeals(g.ctx, said, now); err != nil {
		return err
	}
	day := now.Printed.In(school.London).Format("2 January 2006")
	for i, part := range parts {
		fmt.Fprintf(g.out, "Lollipop: recovery card, part %d of 2, pair %s, %s\n\n", i+1, part.Pair, day)
		for n, line := range part.Lines {
			fmt.Fprintf(g.out, "    %d.  %s\n", n+1, line)
		}
		fmt.Fprintf(g.out, "\nWith the other part, a backup, and what opens the backup, this reads what children have told the\n"+
			"school; alone it says nothing. Keep the two with two people. lollipop concerns recover asks for both.\n%s\n",
			strings.Repeat("- ", 40))
	}
	fmt.Fprintln(g.out, "Print these, or copy them by hand; they are nowhere else and are never shown again. Make a backup now.")
	if said.Card != "" {
		fmt.Fprintf(g.out, "The card whose parts begin with %s stops working for this database and for backups from now on. It\n"+
			"still opens older backups: destroy it with the last of those.\n", vault.CardPair(said.Card))
	}
	return nil
}

// recovered are the keys that the database has a locked copy of.
func recovered(said store.Seals, one, two []string) (*vault.Seals, error) {
	with, public, err := vault.JoinCard(one, two)
	if err != nil {
		return nil, err
	}
	if public != said.Card {
		return nil, fmt.Errorf("this is the card whose parts begin with %s. Here the one is needed whose parts begin with %s, "+
			"of %s", vault.CardPair(public), vault.CardPair(said.Card), said.Printed.In(school.London).Format("2 January 2006"))
	}
	return vault.UnlockSeals(said.Locked, with)
}

// typed is where the parts of a card come from. Tests put their own in its place.
var typed io.Reader = os.Stdin

type recoverKeys struct {
	Print bool `help:"Print the keys, for LOLLIPOP_CONCERN_KEYS, and write no file."`
	Lost  bool `help:"The keys and the card are lost for good: make new keys. What was told until now can never be read again."`
}

// Run brings the keys back. It writes over nothing.
func (r recoverKeys) Run(g *globals) error {
	c := g.config
	if r.Lost {
		return beginAnew(g, r.Print)
	}
	s, err := opened(g.ctx, c)
	if err != nil {
		return fmt.Errorf("the database: %w", err)
	}
	defer s.Close()
	said, err := s.Seals(g.ctx)
	if err != nil {
		return err
	}
	if err := missing(c, said); err != nil {
		return err
	}
	switch {
	case said.Key == "":
		return errors.New("no keys of concerns were ever in use in this database: lollipop migrate makes them")
	case len(said.Locked) == 0:
		return lostSeals(c, said)
	}
	parts, err := askedParts(g.out, typed)
	if err != nil {
		return err
	}
	keys, err := recovered(said, parts[0], parts[1])
	if err != nil {
		return err
	}
	if keys.Fingerprint() != said.Key {
		return errors.New("the card opens its copy of the keys, and those are not the keys of this database: look for a " +
			"backup of a later day")
	}
	n, err := opening(g.ctx, s.Store, keys)
	if err != nil {
		return fmt.Errorf("the keys are back, and do not open everything: %w", err)
	}
	if r.Print {
		return printed(g, keys)
	}
	if err := writeSeals(c, keys, true); err != nil {
		return err
	}
	fmt.Fprintf(g.out, "%s is there again and opens everything: %d. Start the server. Print a new card soon (lollipop concerns\n"+
		"card), since the two parts were in one place now, and keep the keys (lollipop backup keys FILE).\n",
		filepath.Join(c.Data, sealsFile), n)
	return nil
}

// missing refuses where keys are here: nothing is ever written over them.
func missing(c Config, said store.Seals) error {
	keys, err := readSeals(c)
	switch {
	case errors.Is(err, errNoSeals):
		return nil
	case err != nil:
		return err // which says to put it away
	case c.ConcernKeys != "":
		return errors.New("there are keys in LOLLIPOP_CONCERN_KEYS: take that setting out first, where they are not the right ones")
	}
	if _, err := under(keys, said); err != nil {
		return fmt.Errorf("%s holds other keys: put that file away first, and keep it", filepath.Join(c.Data, sealsFile))
	}
	return fmt.Errorf("%s is there, and these are the keys of this database: there is nothing to recover",
		filepath.Join(c.Data, sealsFile))
}

// askedParts asks for the two parts of a card, line by line, and asks again for a line that does not add up.
func askedParts(out io.Writer, in io.Reader) (parts [2][]string, err error) {
	lines := bufio.NewScanner(in)
	for i, name := range []string{"first", "second"} {
		fmt.Fprintf(out, "The %s part, line by line (either of the two may be the first):\n", name)
		wrong := errors.New("it is missing")
		for n := 1; n <= vault.CardLines; {
			fmt.Fprintf(out, "  line %d: ", n)
			if !lines.Scan() {
				fmt.Fprintln(out)
				return parts, errors.Join(lines.Err(), fmt.Errorf("line %d of the %s part: %w", n, name, wrong))
			}
			if strings.TrimSpace(lines.Text()) == "" {
				continue
			}
			line, err := vault.ReadCardLine(n, lines.Text())
			if wrong = err; err != nil {
				fmt.Fprintf(out, "\n  line %d of the %s part: %v\n", n, name, err)
				continue
			}
			parts[i], wrong, n = append(parts[i], line), errors.New("it is missing"), n+1
		}
	}
	return parts, nil
}
