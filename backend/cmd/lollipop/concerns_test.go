package main

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/concern"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
	"lollipop/backend/vault"
)

// sealsSetting are keys of concerns for those whose keys stand in the environment, the same for all of this process.
var sealsSetting = sync.OnceValue(func() string {
	keys, err := vault.NewSeals()
	if err != nil {
		panic(err)
	}
	text, err := keys.Text()
	if err != nil {
		panic(err)
	}
	return "LOLLIPOP_CONCERN_KEYS=" + strings.TrimSpace(string(text))
})

// someSeals are keys of concerns for a database that a test has put together itself.
func someSeals(t testing.TB) *vault.Seals {
	t.Helper()
	keys, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// sealsIn are the keys of an environment.
func sealsIn(t *testing.T, environ []string) *vault.Seals {
	t.Helper()
	c, err := readConfig(environ)
	must(t, err)
	keys, err := readSeals(c)
	must(t, err)
	return keys
}

// toldSchool is a school with a button, a member of staff with a second factor, and what was told there: all sealed under
// the keys of an environment.
type toldSchool struct {
	t      *testing.T
	place  storetest.Place
	public []byte // of the button
}

// within opens an environment's database.
func within(t *testing.T, environ []string, fn func(*store.Store)) {
	t.Helper()
	c, err := readConfig(environ)
	must(t, err)
	key, err := readChainKey(c)
	must(t, err)
	s, err := store.Open(t.Context(), store.Config{DSN: dsn(c), ChainKey: key})
	must(t, err)
	fn(s)
	must(t, s.Close())
}

// aToldSchool founds it, as the first start of a server would leave it.
func aToldSchool(t *testing.T, environ []string) *toldSchool {
	t.Helper()
	told := &toldSchool{t: t}
	c, err := readConfig(environ)
	must(t, err)
	within(t, environ, func(s *store.Store) {
		keys, err := settledSeals(t.Context(), c, s)
		must(t, err)
		told.place = storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		at := string(told.place.School.ID)
		public, wrapped, err := keys.NewDraftKey(at)
		must(t, err)
		told.public = public
		act := told.place.Act("concern.door")
		must(t, s.Concerns().ChangeDoor(t.Context(), act, func(d *concern.Door) ([]event.Event, error) {
			d.Open, d.OpenedAt, d.By, d.Public, d.DraftKey = true, act.At, act.Actor, public, wrapped
			return []event.Event{act.Did(concern.DidOpenDoor, at, nil)}, nil
		}))
		staff := told.place.Staff[0].ID
		secret, err := keys.Keep([]byte("a factor"), access.FactorBound(at, string(staff), "f")...)
		must(t, err)
		must(t, s.Access().ChangeFactors(t.Context(), told.place.Act("access.factor"), "", id.Person(staff),
			func(access.Held) (access.FactorChange, error) {
				return access.FactorChange{Keep: []access.Factor{{ID: "f", Kind: access.ByApp, Kept: secret, Made: act.At}},
					At: act.At}, nil
			}))
	})
	return told
}

// tells the school something.
func (s *toldSchool) tells(environ []string, name, words string) {
	s.t.Helper()
	keys := sealsIn(s.t, environ)
	at := string(s.place.School.ID)
	wrapped, err := keys.NewKey(at, name)
	must(s.t, err)
	head, err := keys.Seal(at, name, "head", wrapped, []byte("head of "+words))
	must(s.t, err)
	entry, err := keys.Seal(at, name, "1", wrapped, []byte(words))
	must(s.t, err)
	within(s.t, environ, func(db *store.Store) {
		act := s.place.Act("concern.tell")
		act.Actor = ""
		must(s.t, db.Concerns().Add(s.t.Context(), act, concern.Kept{ID: id.Concern(name), School: s.place.School.ID, Open: true,
			At: act.At, ToldAt: act.At, Key: wrapped, Head: head, Entries: []concern.Sealed{{N: 1, At: act.At, Words: entry}}},
			act.Did(concern.DidTell, name, nil)))
	})
}

// reads all that was told, what waits on a device, and the factor, under the keys of an environment.
func (s *toldSchool) reads(environ []string, want map[string]string) (err error) {
	s.t.Helper()
	c, err := readConfig(environ)
	must(s.t, err)
	keys, err := readSeals(c)
	if err != nil {
		return err
	}
	at := string(s.place.School.ID)
	within(s.t, environ, func(db *store.Store) {
		ctx := context.WithoutCancel(s.t.Context())
		for name, words := range want {
			k, failed := db.Concerns().One(ctx, s.place.School.ID, id.Concern(name), concern.Viewer{})
			must(s.t, failed)
			got, failed := keys.Open(at, name, "1", k.Key, k.Entries[0].Words)
			if err = errors.Join(err, failed); failed == nil && string(got) != words {
				s.t.Errorf("%s says %q", name, got)
			}
		}
		door, failed := db.Concerns().Door(ctx, s.place.School.ID)
		must(s.t, failed)
		_, failed = keys.Kept(door.DraftKey, "draft", at)
		err = errors.Join(err, failed)
		staff := s.place.Staff[0].ID
		held, failed := db.Access().Held(ctx, s.place.School.ID, id.Person(staff))
		must(s.t, failed)
		got, failed := keys.Kept(held.Factors[0].Kept, access.FactorBound(at, string(staff), "f")...)
		if err = errors.Join(err, failed); failed == nil && string(got) != "a factor" {
			s.t.Errorf("the factor is %q", got)
		}
	})
	return err
}

// cardIn are the lines of the two parts that concerns card has printed.
func cardIn(t *testing.T, printed string) (parts [2][]string) {
	t.Helper()
	lines := regexp.MustCompile(`(?m)^    ([1-6])\.  ([0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4})$`).FindAllStringSubmatch(printed, -1)
	if len(lines) != 2*vault.CardLines {
		t.Fatalf("%d lines: %s", len(lines), printed)
	}
	for i, line := range lines {
		parts[i/vault.CardLines] = append(parts[i/vault.CardLines], line[2])
	}
	return parts
}

// types gives the next command these lines.
func types(t *testing.T, parts ...[]string) {
	t.Helper()
	var text strings.Builder
	for _, part := range parts {
		for _, line := range part {
			text.WriteString(line + "\n")
		}
	}
	typed = strings.NewReader(text.String())
	t.Cleanup(func() { typed = strings.NewReader("") })
}

// folderIn is an environment's data folder.
func folderIn(environ []string) string { return strings.TrimPrefix(environ[0], "LOLLIPOP_DATA=") }

// sealsPath is its file of keys.
func sealsPath(environ []string) string { return filepath.Join(folderIn(environ), sealsFile) }
