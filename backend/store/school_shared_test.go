package store_test

import (
	"errors"
	"testing"

	"lollipop/backend/event"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// A policy is decoded once and shared. A change works on one of its own: what it gave up leaves no trace.
func TestAChangeThatIsGivenUpLeavesTheSharedPolicyAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		place := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		was, err := s.Schools().School(t.Context(), place.School.ID)
		if err != nil {
			t.Fatal(err)
		}
		first, given := was.Policy.Phones.Kinds[0], errors.New("given up")
		_, err = s.Schools().Change(t.Context(), place.Act("test.change"), func(now *school.School) ([]event.Event, error) {
			now.Policy.Phones.Kinds[0] = "zeppelin"
			return nil, given
		})
		if !errors.Is(err, given) {
			t.Errorf("it was not given up: %v", err)
		}
		if is := was.Policy.Phones.Kinds[0]; is != first {
			t.Errorf("the first kind of device is %s, not %s", is, first)
		}
	})
}
