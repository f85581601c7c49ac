package store_test

import (
	"bytes"
	"errors"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// What is sealed in second factors is sealed anew once, in every school, and only that.
func TestFactorsAreSealedAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		hook, road := storetest.Furnish(t, s, "hook-lane", "anthony-roper"), storetest.Furnish(t, s, "beaver-road", "beaver-green")
		of := func(p storetest.Place, n int) access.Held {
			t.Helper()
			h, err := s.Access().Held(t.Context(), p.School.ID, id.Person(p.Staff[n].ID))
			if err != nil {
				t.Fatal(err)
			}
			return h
		}
		for _, p := range []storetest.Place{hook, road} {
			for n := range 2 {
				err := s.Access().ChangeFactors(t.Context(), p.Act("test.factor"), "", id.Person(p.Staff[n].ID),
					func(access.Held) (access.FactorChange, error) {
						return access.FactorChange{Keep: []access.Factor{{ID: id.Factor("of " + p.Staff[n].ID), Kind: access.ByApp,
							Name: "telephone", Kept: []byte("sealed"), Step: 7, Made: storetest.At}}, At: storetest.At}, nil
					})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		before := of(hook, 1).Factors[0]
		again := func(school, staff, factor string, kept []byte) ([]byte, bool, error) {
			if factor != "of "+staff || school != string(hook.School.ID) && school != string(road.School.ID) {
				t.Errorf("asked for %s of %s at %s", factor, staff, school)
			}
			if bytes.HasPrefix(kept, []byte("anew ")) || school == string(road.School.ID) && staff == string(road.Staff[0].ID) {
				return nil, false, nil
			}
			return append([]byte("anew "), kept...), true, nil
		}
		for _, want := range []int{3, 0} {
			if n, err := s.Reseal(t.Context(), again); err != nil || n != want {
				t.Fatalf("%d sealed anew, %v; want %d", n, err, want)
			}
		}
		after := of(hook, 1).Factors[0]
		if string(after.Kept) != "anew sealed" || string(of(road, 0).Factors[0].Kept) != "sealed" {
			t.Errorf("%q", after.Kept)
		}
		if after.Kept = before.Kept; after.Name != before.Name || after.Step != 7 || !after.Made.Equal(before.Made) {
			t.Errorf("%+v was %+v", after, before)
		}
		failed := errors.New("no such key")
		n, err := s.Reseal(t.Context(), func(string, string, string, []byte) ([]byte, bool, error) { return nil, false, failed })
		if !errors.Is(err, failed) || n != 0 {
			t.Errorf("%d, %v", n, err)
		}
	})
}
