package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/house"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// furnished makes the demo's database in the folder, by the demo itself.
func furnished(t *testing.T, folder string) {
	t.Helper()
	config, err := readConfig(in(folder))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (demoCommand{}).furnished(t.Context(), config); err != nil {
		t.Fatal(err)
	}
}

// elsewhere makes a database in the folder with one school that is nobody's demo.
func elsewhere(t *testing.T, folder string) {
	t.Helper()
	well(t, in(folder), "migrate")
	open(t, folder, func(s *store.Store) {
		place := storetest.School(t, "st-elsewhere", "anthony-roper", "08:45", "15:15")
		place.Name = "St Elsewhere"
		act := event.Act{School: place.ID, Actor: id.New[id.Person](), At: clock.System{}.Now(), Op: id.New[id.Op](),
			Command: "access.found"}
		happened := act.Did("access.school_founded", string(place.ID), nil)
		if err := s.Schools().Found(t.Context(), act, place, happened); err != nil {
			t.Fatal(err)
		}
	})
}

// open opens the database of the folder for fn.
func open(t *testing.T, folder string, fn func(*store.Store)) {
	t.Helper()
	config, err := readConfig(in(folder))
	if err != nil {
		t.Fatal(err)
	}
	key, err := readChainKey(config)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Config{DSN: dsn(config), ChainKey: key})
	if err != nil {
		t.Fatal(err)
	}
	fn(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

const greeted = "Ctrl-C"

// A later start goes on in the same house, on the next school day.
func TestTheDemoGoesOn(t *testing.T) {
	folder := t.TempDir()
	days := []time.Time{}
	for range 2 {
		s := start(t, in(folder), greeted, "demo")
		_, rest, _ := strings.Cut(s.lines.String(), "There it is ")
		text, _, _ := strings.Cut(rest, ".\n")
		day, err := time.Parse("Monday 2 January 2006, 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, day)
		s.stop()
	}
	if !days[1].After(days[0]) || days[1].Hour() != 8 || days[1].Minute() != 35 {
		t.Errorf("it opened on %v", days)
	}
	well(t, in(folder), "audit", "verify")
}

func TestTheDemoRefuses(t *testing.T) {
	for name, row := range map[string]struct {
		more []string
		args []string
		says string
	}{
		"every address":   {[]string{"LOLLIPOP_LISTEN=0.0.0.0:8080"}, nil, "this machine only"},
		"no address":      {[]string{"LOLLIPOP_LISTEN=:8080"}, nil, "this machine only"},
		"the network":     {[]string{"LOLLIPOP_LISTEN=192.0.2.7:8080"}, nil, "this machine only"},
		"another machine": {[]string{"LOLLIPOP_DATABASE=postgres://app@db/lollipop"}, nil, "SQLite"},
		"no such port":    {nil, []string{"--port", "70000"}, "70000"},
	} {
		folder := t.TempDir()
		got := ask(t, in(folder, row.more...), append([]string{"demo"}, row.args...)...)
		if made, _ := os.ReadDir(folder); got.code != 1 || !strings.Contains(got.errs, row.says) || len(made) > 0 {
			t.Errorf("%s: %+v, made %v", name, got, made)
		}
	}
}

// What the demo did not furnish it neither serves nor throws away, and changes nothing in it.
func TestTheDemoLeavesOthersAlone(t *testing.T) {
	for name, make := range map[string]func(*testing.T, string){
		"a school's database": elsewhere,
		"no database": func(t *testing.T, folder string) {
			path := filepath.Join(folder, "lollipop.db")
			if err := os.WriteFile(path, []byte("my shopping list\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		for _, args := range [][]string{{"demo"}, {"demo", "--reset"}} {
			folder := t.TempDir()
			make(t, folder)
			before, err := os.ReadFile(filepath.Join(folder, "lollipop.db"))
			if err != nil {
				t.Fatal(err)
			}
			got := ask(t, in(folder), args...)
			after, err := os.ReadFile(filepath.Join(folder, "lollipop.db"))
			if err != nil || string(before) != string(after) {
				t.Errorf("%s, %v: it was changed (%v)", name, args, err)
			}
			if got.code != 1 || !strings.Contains(got.errs, house.ErrForeign.Error()) || got.out != "" {
				t.Errorf("%s, %v: %+v", name, args, got)
			}
		}
	}
}

func TestResetFurnishesAnew(t *testing.T) {
	folder := t.TempDir()
	furnished(t, folder)
	leave := func() (gone int) {
		open(t, folder, func(s *store.Store) {
			players, err := house.Cast(t.Context(), s, house.HookLane)
			if err != nil {
				t.Fatal(err)
			}
			act := event.Act{School: house.HookLane, Actor: id.Person(players.Head.ID), At: clock.System{}.Now(),
				Op: id.New[id.Op](), Command: "test"}
			type happened = []event.Event
			err = s.People().ChangeRoll(t.Context(), act, func(state people.State) (people.Changes, happened, error) {
				one := state.Pupils[0]
				for _, p := range state.Pupils {
					if p.LeftOn != "" {
						gone++
					}
				}
				one.LeftOn = house.FirstDay
				left := act.Did("people.left", string(one.ID), nil)
				return people.Changes{Pupils: []people.Pupil{one}}, happened{left}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		return gone
	}
	leave()
	if leave() == 0 {
		t.Fatal("the test changed nothing")
	}
	s := start(t, in(folder), greeted, "demo", "--reset")
	s.stop()
	if gone := leave(); gone != 0 {
		t.Errorf("%d pupils of the house before", gone)
	}
}

func TestTwoDemosAtOnce(t *testing.T) {
	folder := t.TempDir()
	config, err := readConfig(in(folder))
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := demoCommand{}.furnished(t.Context(), config)
			errs <- err
		}()
	}
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Fatal(err)
	}
	well(t, in(folder), "audit", "verify")
}
