package store_test

import (
	"errors"
	"slices"
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// What a database says of the keys of its concerns is kept as a whole, and nobody writes over what they have not read.
func TestTheDatabaseSaysWhichKeysSealItsConcerns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		none, err := s.Seals(ctx)
		if err != nil || none.Key != "" || none.Locked != nil {
			t.Fatalf("a fresh database: %+v, %v", none, err)
		}
		one := store.Seals{Key: "ab12", Since: storetest.At.UTC()}
		two := store.Seals{Key: "cd34", Since: storetest.At.UTC(), Card: "age1x", Printed: storetest.At.UTC(), Renewing: true,
			Locked: slices.Repeat([]byte{0, 255, 7}, 900)}
		for _, step := range []struct {
			was, now store.Seals
			err      error
		}{{two, one, store.ErrSealsMoved}, {none, one, nil}, {none, two, store.ErrSealsMoved}, {one, two, nil}, {one, none, store.ErrSealsMoved}} {
			before, err := s.Seals(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.SetSeals(ctx, step.was, step.now); !errors.Is(err, step.err) {
				t.Fatalf("%+v: %v", step, err)
			}
			want := before
			if step.err == nil {
				want = step.now
			}
			got, err := s.Seals(ctx)
			if err != nil || got.Key != want.Key || got.Card != want.Card || got.Renewing != want.Renewing ||
				!got.Since.Equal(want.Since) || !got.Printed.Equal(want.Printed) || !slices.Equal(got.Locked, want.Locked) {
				t.Errorf("%+v, %v; want %+v", got, err, want)
			}
		}
		// Of several that make keys at once, one wins.
		wins := make(chan error, 8)
		for i := range cap(wins) {
			go func() { wins <- s.SetSeals(ctx, two, store.Seals{Key: string(rune('a' + i))}) }()
		}
		won := 0
		for range cap(wins) {
			if err := <-wins; err == nil {
				won++
			} else if !errors.Is(err, store.ErrSealsMoved) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d of %d won", won, cap(wins))
		}
		if err := s.SetFact(ctx, "concern_keys", "no JSON"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Seals(ctx); err == nil {
			t.Error("what cannot be read is read")
		}
	})
}
