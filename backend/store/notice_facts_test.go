package store_test

import (
	"testing"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Facts are those of the school, as the following transaction sees them; what is not there is NotFound.
func TestWhatADecisionMayAsk(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		x := tell(t, s, "hook-lane")
		y := tell(t, s, "beaver-road")
		seize(t, s, x.Place, 0)
		x.merge(1, 0)
		x.device("one", "a.example", 0, 2)
		x.device("two", "a.example", 0)
		y.device("three", "a.example", 0)
		old := x.tells("earlier", 0)[0]
		x.happen("now")
		asked := false
		x.follow(func(e event.Event, f notice.Facts) (notice.Changes, error) {
			if e.Subject != "now" {
				return notice.Changes{}, nil
			}
			asked = true
			place, err := f.School()
			if err != nil || place.ID != x.School.ID || place.Name != x.School.Name {
				t.Errorf("school %v, %v", place.Name, err)
			}
			c, err := f.Confiscation("seized")
			if err != nil || c.Pupil != x.Pupils[0].ID {
				t.Errorf("confiscation %v, %v", c, err)
			}
			d, err := f.Device("phone")
			if err != nil || d.Open != "seized" {
				t.Errorf("device %v, %v", d, err)
			}
			family, err := f.Family(x.Pupils[2].ID)
			if err != nil || len(family.Contacts) != 2 || family.Contacts[1].Adult.Surname != "Marsh" {
				t.Errorf("family %v, %v", family, err)
			}
			merged, err := f.Family(x.Pupils[1].ID)
			if err != nil || merged.Contacts[0].Adult.ID != x.Adults[0].ID {
				t.Errorf("family of a merged adult %v, %v", merged, err)
			}
			for from, to := range map[int]int{0: 0, 1: 0, 2: 2} {
				if head, err := f.Standing(x.Adults[from].ID); err != nil || head != x.Adults[to].ID {
					t.Errorf("%d stands as %v, %v", from, head, err)
				}
			}
			ledger, err := f.Ledger()
			if err != nil || len(ledger.People.Adults) != 4 {
				t.Errorf("ledger of %d adults, %v", len(ledger.People.Adults), err)
			}
			for adult, want := range map[int]int{0: 2, 1: 2, 2: 1, 3: 0} {
				if n, err := f.Devices(x.Adults[adult].ID); err != nil || n != want {
					t.Errorf("adult %d on %d devices, %v", adult, n, err)
				}
			}
			about, err := f.About("earlier", notice.Confiscated)
			if err != nil || len(about) != 1 || about[0].ID != old.ID {
				t.Errorf("about %v, %v", about, err)
			}
			if none, err := f.About("earlier", notice.Released); err != nil || len(none) != 0 {
				t.Errorf("about another kind %v, %v", none, err)
			}
			for adult, want := range map[id.Adult]int{"": 1, x.Adults[0].ID: 1, x.Adults[1].ID: 1, x.Adults[2].ID: 0} {
				if open, err := f.Open(adult); err != nil || len(open) != want {
					t.Errorf("open of %v: %v, %v", adult, open, err)
				}
			}
			_, err = f.Confiscation("x")
			storetest.Want(t, "no confiscation", err, "not_found people.not_found")
			_, err = f.Device("x")
			storetest.Want(t, "no device", err, "not_found people.not_found")
			_, err = f.Family("x")
			storetest.Want(t, "no family", err, "not_found people.not_found")
			_, err = f.Standing("x")
			storetest.Want(t, "no adult", err, "not_found people.not_found")
			return notice.Changes{}, nil
		})
		if !asked {
			t.Fatal("nothing was asked")
		}
	})
}
