package store_test

import (
	"testing"

	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

func TestPing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if err := s.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}
