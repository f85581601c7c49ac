package main

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// sealsFile is the file in the data folder that holds the keys under which concerns are sealed. It stands outside the
// database on purpose: who has the database alone reads nothing of what anybody told the school.
const sealsFile = "concern.keys"

var (
	// errNoSeals says that there is no such file.
	errNoSeals = errors.New("the keys of concerns are not there")
	// errOtherSeals says that the keys here are not those of the database.
	errOtherSeals = errors.New("the keys of concerns that are here are not those under which this database's concerns are " +
		"sealed: put the right ones in their place (from another machine, or from what lollipop backup keys made), or put the " +
		"wrong ones away and run lollipop concerns recover, with the two parts of the card. None are ever made anew for it")
)

// readSeals are the keys of concerns: LOLLIPOP_CONCERN_KEYS, else those of the file in the data folder. It makes none.
func readSeals(c Config) (*vault.Seals, error) {
	if c.ConcernKeys != "" {
		return vault.ReadSeals([]byte(c.ConcernKeys)) // Validate has looked at it
	}
	path := filepath.Join(c.Data, sealsFile)
	raw, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %s", errNoSeals, path)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("the keys of concerns: %w (run this as the user who runs lollipop)", err)
	case err != nil:
		return nil, fmt.Errorf("the keys of concerns: %w", err)
	}
	keys, err := vault.ReadSeals(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; put it away, and restore it from what lollipop backup keys made, or by lollipop "+
			"concerns recover", path, err)
	}
	return keys, nil
}

// writeSeals lays the file into place. fresh refuses where there is one.
func writeSeals(c Config, keys *vault.Seals, fresh bool) error {
	text, err := keys.Text()
	if err == nil {
		err = lay(c, sealsFile, ".concern-", text, fresh)
	}
	if err != nil {
		return fmt.Errorf("the keys of concerns: %w", err)
	}
	return nil
}

// settledSeals are the keys of the database's concerns, and from then on the database says that they are. They are made
// where the database says that none were ever in use, and never where it names others.
func settledSeals(ctx context.Context, c Config, s *store.Store) (*vault.Seals, error) {
	for range 3 { // others may start at the same moment
		said, err := s.Seals(ctx)
		if err != nil {
			return nil, err
		}
		keys, made, err := seals(c, said)
		if err != nil {
			return nil, err
		}
		now, err := under(keys, said)
		if err != nil {
			return nil, err
		}
		if now.Key == said.Key {
			return keys, nil
		}
		err = s.SetSeals(ctx, said, now)
		if err == nil || !errors.Is(err, store.ErrSealsMoved) {
			return keys, err
		}
		if made { // nothing was ever sealed under them
			if err := os.Remove(filepath.Join(c.Data, sealsFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		}
	}
	return nil, store.ErrSealsMoved
}

// firstSeals makes the file for a database in which none were ever in use, so that it can be kept before anybody tells
// anything. The database says so from the first start on: one without a school stays as empty as it is.
func firstSeals(ctx context.Context, c Config, s *store.Store) error {
	said, err := s.Seals(ctx)
	if err != nil || said.Key != "" || c.ChainKey != "" { // or they belong where that is
		return err
	}
	_, _, err = seals(c, said)
	return err
}

// seals are those that are here, or made where none may have been in use.
func seals(c Config, said store.Seals) (keys *vault.Seals, made bool, err error) {
	keys, err = readSeals(c)
	switch {
	case !errors.Is(err, errNoSeals):
		return keys, false, err
	case said.Key != "":
		return nil, false, lostSeals(c, said)
	case c.ChainKey != "": // a folder of this machine is not where its keys are
		return nil, false, errors.New("the record's keys stand in LOLLIPOP_CHAIN_KEY, so those of concerns belong into " +
			"LOLLIPOP_CONCERN_KEYS, on every machine: lollipop concerns new-keys makes some")
	}
	if keys, err = vault.NewSeals(); err == nil {
		err = writeSeals(c, keys, true)
	}
	if errors.Is(err, fs.ErrExist) { // of two that start at once both go on with the same
		keys, err = readSeals(c)
		return keys, false, err
	}
	return keys, true, err
}

// lostSeals says what to do where the keys are gone.
func lostSeals(c Config, said store.Seals) error {
	way := "No card was ever printed, so where they are lost for good what was told until now cannot be read again: lollipop " +
		"concerns recover --lost then makes new ones"
	if said.Card != "" {
		way = fmt.Sprintf("Or run lollipop concerns recover, with both parts of the card that begin with %s",
			vault.CardPair(said.Card))
	}
	return fmt.Errorf("%w: %s, and this database's concerns are sealed under them. Copy the file from where it was, or from "+
		"what lollipop backup keys made. %s", errNoSeals, filepath.Join(c.Data, sealsFile), way)
}

// under is what the database is to say once these keys are in use; errOtherSeals where they are not its own. Keys that
// were renewed since are its own: what is older is still to be wrapped anew.
func under(keys *vault.Seals, said store.Seals) (store.Seals, error) {
	newest := keys.Fingerprint()
	if said.Key == newest {
		return said, nil
	}
	if said.Key != "" && !slices.Contains(keys.Fingerprints(), said.Key) {
		return said, errOtherSeals
	}
	now := said
	now.Key, now.Since, now.Renewing = newest, clock.System{}.Now().UTC(), said.Key != ""
	locked, err := lockedTo(now, keys)
	if errors.Is(err, errForeignCard) { // a card that somebody wrote there gets no keys, and stops nobody from working
		now.Card, now.CardMark, now.Printed, now.Locked = "", nil, time.Time{}, nil
		return now, nil
	}
	return locked, err
}

// errForeignCard says that somebody has written a card into the database that no server with these keys has made.
var errForeignCard = errors.New("the recovery card that the database names was not made with these keys, so somebody has " +
	"written it there: find out who could, and run lollipop concerns card")

// lockedTo puts a copy of the keys into what the database says, locked to the card where there is one. The keys say
// themselves that it is one of theirs.
func lockedTo(said store.Seals, keys *vault.Seals) (store.Seals, error) {
	if said.Card == "" {
		return said, nil
	}
	marks := cardMarks(said, keys)
	if !slices.ContainsFunc(marks, func(mark []byte) bool { return hmac.Equal(mark, said.CardMark) }) {
		return said, errForeignCard
	}
	return madeCard(said, keys)
}

// madeCard does so for a card that was made just now.
func madeCard(said store.Seals, keys *vault.Seals) (_ store.Seals, err error) {
	said.CardMark = cardMarks(said, keys)[0]
	said.Locked, err = keys.Locked(said.Card)
	return said, err
}

func cardMarks(said store.Seals, keys *vault.Seals) [][]byte { return keys.Marks("card", said.Card) }
