package concern_test

import (
	"testing"

	"lollipop/backend/concern"
)

// However many of what is urgent somebody makes up, what a child told before stands in the list, behind them.
func TestAFloodPushesNothingOutOfTheList(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	a.tell(concern.Telling{Form: concern.ForKS2, Kinds: []concern.Kind{concern.Unkind}, Story: "They laugh."})
	real := a.list("head")[0].ID
	for range concern.ListMost {
		a.tell(concern.Telling{Form: concern.ForKS2, Danger: true})
	}
	found := map[int]bool{}
	for skip, again := 0, true; again; skip += concern.ListMost {
		some, more, err := a.Page(t.Context(), a.who("head"), false, skip)
		if err != nil || len(some) > concern.ListMost || len(some) == 0 {
			t.Fatalf("after %d there are %d, %v", skip, len(some), err)
		}
		for i, one := range some {
			found[skip+i] = one.ID == real
		}
		again = more
	}
	if len(found) != concern.ListMost+1 || !found[concern.ListMost] {
		t.Errorf("of %d none is what the child told", len(found))
	}
	for _, skip := range []int{concern.ListMost + 1, 1 << 40, -1} {
		if some, more, err := a.Page(t.Context(), a.who("head"), false, skip); err != nil || more != (skip < 0) || (len(some) > 0) != more {
			t.Errorf("after %d there are %d, more %v, %v", skip, len(some), more, err)
		}
	}
}
