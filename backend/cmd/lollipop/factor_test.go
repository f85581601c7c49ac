package main

import (
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
)

// When nobody is left who may do it, it is done at the machine: the factor and the codes go, the sessions end, and the
// passphrase stays.
func TestTheMachineResetsASecondFactor(t *testing.T) {
	folder := t.TempDir()
	elsewhere(t, folder)
	who := id.Named[id.Staff]("chair")
	var at id.School
	do := func(command string) event.Act {
		return event.Act{School: at, At: clock.System{}.Now(), Op: id.New[id.Op](), Command: command}
	}
	open(t, folder, func(s *store.Store) {
		found, _, err := s.Schools().Find(t.Context(), "st-elsewhere")
		if err != nil {
			t.Fatal(err)
		}
		at = found
		act := do("test.staff")
		err = s.People().ChangeRoll(t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
			return people.Changes{Staff: []people.Staff{{ID: who, School: at, Code: "C", Forename: "Cy", Surname: "Chair",
					Email: "chair@st-elsewhere.example", Roles: []people.Role{people.ChairOfGovernors}}}},
				[]event.Event{act.Did("test.staff", string(who), nil)}, nil
		})
		if err == nil {
			err = s.Access().ChangeFactors(t.Context(), do("test.factor"), "", id.Person(who),
				func(access.Held) (access.FactorChange, error) {
					return access.FactorChange{Keep: []access.Factor{{ID: "f", Kind: access.ByApp, Kept: []byte("x"),
						Made: act.At}}, Codes: []access.Hash{"a"}, At: act.At}, nil
				})
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if got := ask(t, in(folder), "factor", "reset", "nobody@st-elsewhere.example", "--school", "st-elsewhere"); got.code != 1 ||
		!strings.Contains(got.errs, "nobody signs in") {
		t.Errorf("%+v", got)
	}
	said := well(t, in(folder), "factor", "reset", "Chair@st-elsewhere.example", "--school", "st-elsewhere")
	if !strings.Contains(said, "Chair has no second factor now") {
		t.Error(said)
	}
	if got := ask(t, in(folder), "factor", "reset", "chair@st-elsewhere.example", "--school", "st-elsewhere"); got.code != 1 ||
		!strings.Contains(got.errs, "no second step to reset") {
		t.Errorf("%+v", got)
	}
	open(t, folder, func(s *store.Store) {
		held, err := s.Access().Held(t.Context(), at, id.Person(who))
		if err != nil || len(held.Factors)+len(held.Codes) > 0 || held.News.What != "reset" {
			t.Errorf("%+v %v", held, err)
		}
	})
	if got := ask(t, in(folder), "link", "nobody@st-elsewhere.example", "--school", "st-elsewhere"); got.code != 1 ||
		!strings.Contains(got.errs, "nobody signs in") {
		t.Errorf("%+v", got)
	}
	said = well(t, in(folder), "link", "chair@st-elsewhere.example", "--school", "st-elsewhere")
	_, rest, found := strings.Cut(said, "/link/")
	token, _, _ := strings.Cut(rest, "\n")
	secret, ok := access.ParseToken(token)
	if !found || !ok || !strings.Contains(said, "Chair") {
		t.Fatal(said)
	}
	open(t, folder, func(s *store.Store) {
		link, m, found, err := s.Access().Link(t.Context(), secret.Hash())
		if err != nil || !found || link.Purpose != access.ForPassphrase || m.Staff.ID != who {
			t.Errorf("%+v of %s, %v %v", link, m.Staff.ID, found, err)
		}
	})
}
