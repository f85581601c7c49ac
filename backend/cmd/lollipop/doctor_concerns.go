package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"lollipop/backend/store"
	"lollipop/backend/vault"
)

// sealsAgree looks after the keys of concerns: whether they are here, are the database's, are read by nobody else, and
// could be brought back. Looked at deeply, they have to open everything.
func (d doctorCommand) sealsAgree(g *globals, s *store.Store, schools int) []finding {
	f := finding{what: "concern keys", is: filepath.Join(g.config.Data, sealsFile)}
	if g.config.ConcernKeys != "" {
		f.is = "in LOLLIPOP_CONCERN_KEYS"
	}
	said, err := s.Seals(g.ctx)
	if err != nil {
		f.is, f.todo = "cannot be held against the database", err.Error()
		return []finding{f}
	}
	keys, err := readSeals(g.config)
	switch {
	case errors.Is(err, errNoSeals) && said.Key == "":
		f.is = "none yet: the next start makes them"
		return []finding{f}
	case errors.Is(err, errNoSeals):
		f.todo = lostSeals(g.config, said).Error()
	case err != nil:
		f.todo = err.Error()
	default:
		f.is += fmt.Sprintf(", keys: %d", keys.Len())
		f.todo = d.sealsOf(g, s, keys, said)
	}
	return []finding{f, cardMade(said, schools)}
}

// sealsOf says what is to be done about keys that are here; nothing where they are as they should be.
func (d doctorCommand) sealsOf(g *globals, s *store.Store, keys *vault.Seals, said store.Seals) string {
	_, err := under(keys, said)
	if err == nil {
		_, err = lockedTo(said, keys)
	}
	if err != nil {
		return err.Error()
	}
	if said.Renewing || said.Key != "" && said.Key != keys.Fingerprint() {
		return errRenewing.Error()
	}
	info, err := os.Stat(filepath.Join(g.config.Data, sealsFile))
	if g.config.ConcernKeys == "" && (err != nil || info.Mode().Perm()&0o077 != 0) {
		return "others on this machine can read it: chmod 600"
	}
	if d.Deep {
		if _, err := opening(g.ctx, s, keys); err != nil {
			return "something in the database is not opened by them (" + err.Error() + "): restore a good backup beside it, and " +
				"compare"
		}
	}
	return ""
}

// cardMade says whether there is a recovery card.
func cardMade(said store.Seals, schools int) finding {
	f := finding{what: "concern card"}
	switch {
	case said.Card != "" && len(said.Locked) > 0:
		f.is = fmt.Sprintf("both parts begin with %s, printed %s", vault.CardPair(said.Card), said.Printed.Format(time.RFC3339))
	case schools == 0:
		f.is = "none yet, and no school"
	default:
		f.is, f.todo = "none was ever printed", "lollipop concerns card; without one, whoever loses the keys loses what "+
			"children have told"
	}
	return f
}
