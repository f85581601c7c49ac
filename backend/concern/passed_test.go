package concern_test

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
	"lollipop/backend/vault"
)

// somebody begins to work here, with those roles.
func (a *at) comes(name string, roles ...people.Role) {
	s := person(name, roles...)
	s.School = a.place.School.ID
	a.staff.all = append(a.staff.all, s)
}

// becomes gives somebody other roles.
func (a *at) becomes(name string, roles ...people.Role) {
	a.Helper()
	for i, s := range a.staff.all {
		if s.ID == person(name).ID {
			a.staff.all[i].Roles = roles
			return
		}
	}
	a.Fatalf("nobody is called %s", name)
}

// Two readers who stop being readers on one day leave nothing behind that nobody reads until tomorrow; nor does a school
// that had nobody, and mends it the same day.
func TestPassedOnAsOftenADayAsItTakes(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	a.read("lead")
	for _, row := range []struct{ goes, reads string }{{"lead", "deputy1"}, {"deputy1", "deputy2"}, {"deputy2", "chair"},
		{"chair", "head"}, {"head", ""}} {
		a.clock.Move(time.Minute)
		a.becomes(row.goes, people.Teacher)
		a.round()
		if got := a.seen(); got != row.reads {
			t.Fatalf("%s is a reader no more, and %q reads it", row.goes, got)
		}
	}
	a.clock.Move(time.Minute)
	a.comes("new", people.SafeguardingLead)
	a.round()
	if got := a.seen(); got != "new" {
		t.Errorf("the school has a lead again, the same day, and %q reads it", got)
	}
}

// A lead who comes while something is unread is its next reader, and not passed over because others had it before.
func TestWhoeverComesStandsOnThePath(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.becomes("lead", people.Teacher)
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	if got := a.seen(); got != "deputy1" {
		t.Fatalf("%q", got)
	}
	a.comes("new", people.SafeguardingLead)
	a.clock.Move(61 * time.Minute)
	a.round()
	if got := a.seen(); got != "deputy1 new" {
		t.Errorf("unread for an hour, and %q reads it", got)
	}
	a.clock.Move(31 * time.Minute)
	if next := a.round(); a.seen() != "deputy1 deputy2 new" || !next.IsZero() && !next.After(a.clock.Now()) {
		t.Errorf("%q reads it, next at %v", a.seen(), next)
	}
}

// What is given anew while it is unread goes on again from there, though it was passed on before.
func TestGivenAnewGoesOnAgain(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	a.clock.Move(61 * time.Minute)
	a.round()
	a.becomes("lead", people.Teacher)
	a.becomes("deputy1", people.Teacher)
	a.comes("late", people.DeputyLead)
	a.round()
	if got := a.seen(); got != "deputy2" {
		t.Fatalf("%q", got)
	}
	a.clock.Move(61 * time.Minute)
	if next := a.round(); a.seen() != "deputy2 late" || !next.IsZero() && !next.After(a.clock.Now()) {
		t.Errorf("%q reads it, next at %v: a round that is always due", a.seen(), next)
	}
}

// Two processes pass on what is unread at once: each next reader is added once, and it is recorded once.
func TestTwoProcessesPassOnOnce(t *testing.T) {
	for _, kind := range storetest.Kinds[1:] {
		t.Run(kind.Name, func(t *testing.T) {
			config := kind.Config(t)
			one := storetest.Reopen(t, config)
			if err := one.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			a := openOn(t, one, "beaver-green", beaverRoad())
			a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
			other := &concern.Service{Store: storetest.Reopen(t, config).Concerns(), Rings: a.Rings, Schools: a.Schools,
				Staff: a.Staff, Vault: a.Vault, Words: a.Words, Guesses: a.Guesses, Clock: a.clock}
			a.clock.Move(61 * time.Minute)
			var all sync.WaitGroup
			for i := range 8 {
				all.Go(func() {
					if _, err := []*concern.Service{a.Service, other}[i%2].Round(t.Context(), a.place.School.ID, a.clock.Now()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			records, err := a.store.Audit().Records(t.Context(), a.place.School.ID, "concern", 0, 100)
			passed := 0
			for _, r := range records {
				if r.Event.Kind == concern.DidPass {
					passed++
				}
			}
			if got := a.seen(); err != nil || passed != 1 || got != "lead deputy1" {
				t.Errorf("passed on %d times, %q may read it, %v", passed, got, err)
			}
		})
	}
}

// What does not open any more (its keys are lost, or somebody wrote into the database) keeps nothing from being passed on,
// and is said once a day and not every two seconds.
func TestWhatDoesNotOpenHindersNothing(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	o := a.read("lead")
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	if _, err := a.DecideParents(t.Context(), a.who("lead"), a.act("lead", "concern.parents"), o.ID, concern.No, "No."); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SetStatus(t.Context(), a.who("lead"), a.act("lead", "concern.status"), o.ID, concern.Finished); err != nil {
		t.Fatal(err)
	}
	seals, err := vault.NewSeals()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	a.Vault, a.Log = seals, slog.New(slog.NewTextHandler(&log, nil))
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	a.clock.Move(61 * time.Minute)
	for range 3 {
		a.round()
	}
	if got, said := a.seen(), strings.Count(log.String(), "does not open"); got != "lead deputy1" || said != 1 {
		t.Errorf("%q may read the new one, said %d times: %s", got, said, log.String())
	}
}

// What everybody had and nobody read is given to whoever comes after that, without another hour.
func TestWhoeverComesLastIsGivenWhatNobodyRead(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	for range 4 {
		a.clock.Move(31 * time.Minute)
		a.round()
	}
	if got := a.seen(); got != "lead deputy1 deputy2" {
		t.Fatalf("%q", got)
	}
	a.comes("new", people.SafeguardingLead)
	a.round()
	if got := a.seen(); got != "lead deputy1 deputy2 new" {
		t.Errorf("%q", got)
	}
	if next := a.round(); !next.IsZero() && !next.After(a.clock.Now()) {
		t.Errorf("a round that is always due: %v", next)
	}
}
