package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// renewedKeys are those of the tests, and a newer one.
var renewedKeys = audit.Keys{[]byte("thirty-two bytes, newer than the others"), storetest.Key[0]}

// again opens a store's database once more, with these keys.
func again(t *testing.T, s *store.Store, keys audit.Keys) *store.Store {
	t.Helper()
	config := s.AsIs()
	config.ChainKey = keys
	return storetest.Reopen(t, config)
}

// The key is renewed while nobody works; the record goes on and holds as a whole, and is renewed once however often
// that is asked for. Whoever goes on with the old key is named.
func TestTheKeyIsRenewed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, old *store.Store) {
		ctx := t.Context()
		p := storetest.Furnish(t, old, "hook-lane", "anthony-roper")
		handIn(t, old, p, 0)
		concernHappens(t, old, p)
		s := again(t, old, renewedKeys)
		service := audit.NewService(s.Audit(), renewedKeys, clock.System{})
		verify := func(service *audit.Service, want audit.Wrong, behind int) int64 {
			t.Helper()
			report, err := service.Verify(ctx, p.School.ID)
			switch {
			case err != nil:
				t.Fatal(err)
			case want == "" && report.Broken != nil, want != "" && (report.Broken == nil || report.Broken.Wrong != want):
				t.Fatalf("%+v, want %q", report.Broken, want)
			case report.Behind != behind:
				t.Fatalf("%d chains are behind, want %d", report.Behind, behind)
			}
			return report.Records
		}
		verify(service, audit.Behind, 0)
		before := verify(service.Behind(), "", 2)
		heads, err := service.Rotate(ctx, p.School.ID, "operator")
		if err != nil || len(heads) != 2 || heads[0].Chain != audit.Daily || heads[1].Chain != audit.Concerns {
			t.Fatalf("%+v, %v", heads, err)
		}
		if now := verify(service, "", 0); now != before+2 {
			t.Errorf("%d records, and then %d", before, now)
		}
		for range 2 {
			if heads, err := service.Rotate(ctx, p.School.ID, "operator"); err != nil || len(heads) != 0 {
				t.Fatalf("renewed twice: %+v, %v", heads, err)
			}
		}
		handIn(t, s, p, 1)
		concernHappens(t, s, p)
		if now := verify(service, "", 0); now != before+4 {
			t.Errorf("%d records, and then %d", before, now)
		}
		verify(audit.NewService(s.Audit(), storetest.Key, clock.System{}), audit.NoKey, 0)
		lacks := again(t, s, renewedKeys[1:])
		other := audit.NewService(lacks.Audit(), renewedKeys[1:], clock.System{})
		if under, err := other.Under(ctx, p.School.ID); err != nil || under[audit.Daily] != -1 {
			t.Errorf("without the newest: %v, %v", under, err)
		}
		if _, err := other.Rotate(ctx, p.School.ID, "operator"); !errors.Is(err, audit.ErrKey) {
			t.Errorf("without the newest: %v", err)
		}
		handIn(t, old, p, 2) // as whoever has the old key, and the database
		verify(service, audit.OldKey, 0)
		under, err := service.Under(ctx, p.School.ID)
		if err != nil || under[audit.Daily] != 1 || under[audit.Concerns] != 0 {
			t.Errorf("%v, %v", under, err)
		}
		if _, err := service.Rotate(ctx, p.School.ID, "operator"); err != nil {
			t.Fatal(err)
		}
		verify(service, audit.OldKey, 0) // a renewal heals nothing
	})
}

// concernHappens writes into the chain that stands by itself.
func concernHappens(t *testing.T, s *store.Store, p storetest.Place) {
	t.Helper()
	act := p.Act("concern.test")
	err := s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
		return nil, []event.Event{act.Did("concern.told", "subject", nil)}, nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// A retry of what was done before the key was renewed is still known for one, and something else under its operation is
// still refused.
func TestARetryIsKnownAfterTheKeyWasRenewed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, old *store.Store) {
		p := storetest.Furnish(t, old, "hook-lane", "anthony-roper")
		act, times := p.Act("test.asked"), 0
		act.Hash = event.HashOf([]byte("what"))
		ask := func(s *store.Store, act event.Act) error {
			return s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				times++
				return nil, []event.Event{act.Did("test.done", "subject", nil)}, nil
			}, nil)
		}
		if err := ask(old, act); err != nil {
			t.Fatal(err)
		}
		s := again(t, old, renewedKeys)
		if err := ask(s, act); err != nil || times != 1 {
			t.Errorf("the retry: %v, done %d times", err, times)
		}
		act.Hash = event.HashOf([]byte("something else"))
		if err := ask(s, act); !fault.Is(err, fault.Conflict) {
			t.Errorf("something else: %v", err)
		}
	})
}

// Who only looks has no key, and changes nothing.
func TestWithoutAKeyNothingIsWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		looks := again(t, s, nil)
		act := p.Act("test.done")
		err := looks.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
			return nil, []event.Event{act.Did("test.done", "subject", nil)}, nil
		}, nil)
		head, err2 := looks.Audit().Head(t.Context(), p.School.ID, audit.Daily)
		if err == nil || err2 != nil || head.Position != 2 {
			t.Errorf("%v; %+v, %v", err, head, err2)
		}
	})
}

// A database says which key seals it, and whether its renewal is finished.
func TestADatabaseSaysWhichKeySealsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, newest, since := t.Context(), renewedKeys[0], time.Date(2026, 11, 28, 15, 0, 0, 0, time.UTC)
		for _, c := range []struct {
			set      *store.Sealed
			new, old error
		}{
			{nil, nil, nil},
			{&store.Sealed{Key: audit.Fingerprint(newest)}, store.ErrKeyBegun, store.ErrOtherKey},
			{&store.Sealed{Key: audit.Fingerprint(newest), Since: since}, nil, store.ErrOtherKey},
		} {
			if c.set != nil {
				if err := s.SetSealed(ctx, *c.set); err != nil {
					t.Fatal(err)
				}
			}
			sealed, err := s.Sealed(ctx)
			if err != nil || c.set != nil && sealed != *c.set {
				t.Fatalf("%+v, %v; want %+v", sealed, err, c.set)
			}
			if by := sealed.By(newest); !errors.Is(by, c.new) {
				t.Errorf("%+v, by the newest: %v", sealed, by)
			}
			if by := sealed.By(storetest.Key[0]); !errors.Is(by, c.old) {
				t.Errorf("%+v, by the old one: %v", sealed, by)
			}
			if !s.Postgres() {
				continue
			}
			// There each connection asks: also one that a server makes after PostgreSQL was restarted.
			for _, keys := range []audit.Keys{renewedKeys, storetest.Key} {
				config := s.AsIs()
				config.ChainKey = keys
				other, err := store.Open(ctx, config)
				if !errors.Is(err, sealed.By(keys.Newest())) {
					t.Errorf("%+v: opens with %v", sealed, err)
				}
				if err == nil {
					other.Close()
				}
			}
		}
	})
}

// A server that loses its connections while the key is renewed is refused new ones, as long as it has the old key: what
// it is asked for meanwhile is unavailable, and nothing is written.
func TestAServerThatSleptThroughTheRenewalWritesNothing(t *testing.T) {
	for _, kind := range storetest.Kinds {
		if kind.Name != "postgres" {
			continue
		}
		s := kind.Open(t)
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		config := s.AsIs()
		config.Alone = true
		if _, err := store.Open(t.Context(), config); !errors.Is(err, store.ErrOccupied) {
			t.Fatalf("alone beside a server: %v", err)
		}
		hand, done := s.Hand()
		defer done()
		mustExec(t, hand, `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
			WHERE datname = current_database() AND usename = 'lollipop_app'`)
		config.ChainKey = renewedKeys
		alone, err := store.Open(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		refused := func(when string) {
			t.Helper()
			act := p.Act("test.done")
			act.Op = id.New[id.Op]()
			err := s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				return nil, []event.Event{act.Did("test.done", "subject", nil)}, nil
			}, nil)
			if !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s: %v", when, err)
			}
		}
		refused("while somebody has it alone")
		if _, err := audit.NewService(alone.Audit(), renewedKeys, clock.System{}).Rotate(t.Context(), p.School.ID,
			"operator"); err != nil {
			t.Fatal(err)
		}
		err = alone.SetSealed(t.Context(), store.Sealed{Key: audit.Fingerprint(renewedKeys[0]), Since: storetest.At})
		if err := errors.Join(err, alone.Close()); err != nil {
			t.Fatal(err)
		}
		refused("with the old key")
		config.ChainKey = renewedKeys
		// What was refused holds nothing, once PostgreSQL has seen it go.
		soon, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		for alone, err = store.Open(soon, config); errors.Is(err, store.ErrOccupied); alone, err = store.Open(soon, config) {
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := alone.Close(); err != nil {
			t.Fatal(err)
		}
		now := again(t, s, renewedKeys)
		handIn(t, now, p, 0)
		report, err := audit.NewService(now.Audit(), renewedKeys, clock.System{}).Verify(t.Context(), p.School.ID)
		if err != nil || report.Broken != nil || report.Records != 4 {
			t.Errorf("%+v, %+v, %v", report, report.Broken, err)
		}
	}
}
