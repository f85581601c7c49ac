package custody_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// crowded is a house with a class of that many children, each with a mother, and that many colleagues in the office.
func crowded(t *testing.T, db *store.Store, name string, children, colleagues int,
) (*house, []id.Pupil, []id.Adult, []people.Who) {
	t.Helper()
	h := furnish(t, db, name, "crowded-"+strings.ToLower(name))
	var all people.Changes
	var pupils []id.Pupil
	var mothers []id.Adult
	var office []people.Who
	for i := range children {
		child, mother := fmt.Sprintf("Child%d", i), fmt.Sprintf("Mother%d", i)
		pupils, mothers = append(pupils, h.pupil(child)), append(mothers, h.adult(mother))
		all.Pupils = append(all.Pupils, people.Pupil{ID: h.pupil(child), School: h.ID, UPN: fmt.Sprintf("D8202001%05d", i),
			Surname: "Racer", Forename: child, Preferred: child, Year: people.Year5, Class: "Snowdon"})
		all.Adults = append(all.Adults, people.Adult{ID: h.adult(mother), School: h.ID, Forename: mother, Surname: "Racer"})
		all.Contacts = append(all.Contacts, people.Contact{School: h.ID, Pupil: h.pupil(child), Adult: h.adult(mother),
			Relationship: "mother", Priority: 1, ParentalResponsibility: true})
	}
	for i := range colleagues {
		s := people.Staff{ID: id.Named[id.Staff](fmt.Sprintf("%s/colleague %d", h.Slug, i)), School: h.ID, Title: "Ms",
			Forename: "Colleague", Surname: fmt.Sprintf("Number%d", i), Roles: []people.Role{people.Office}}
		all.Staff, office = append(all.Staff, s), append(office, s.Who())
	}
	h.enrol(t, all)
	return h, pupils, mothers, office
}

// Fifty people release one phone at once, a thousand times over: exactly one does it, and every other hears who and when.
//
// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func TestOfFiftyWhoReleaseOnePhoneExactlyOneDoes(t *testing.T) {
	const racers = 50
	for _, kind := range storetest.Kinds {
		// SQLite in a file differs from memory by the disk alone, and that is the store's to prove.
		rounds := map[string]int{"memory": 1000, "postgres": 1000}[kind.Name]
		if rounds == 0 {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			// A child's shelf is read with all its past, so a hundred children share the rounds.
			h, pupils, mothers, office := crowded(t, kind.Open(t), "AR", 100, racers)
			teacher := h.who("teacher")
			for round := range rounds {
				n := round % len(pupils)
				c := must(h.Confiscate(context.Background(), teacher, h.act(teacher, at(11, 10), "custody.confiscate"),
					custody.Taking{Pupil: pupils[n], Ground: school.Breach, Stored: "safe", Tell: custody.TellNow}))(t)
				var mu sync.Mutex
				var winners []string
				told := map[string]int{}
				together(racers, func(i int) {
					who := office[i]
					got, err := h.Release(context.Background(), who, h.act(who, at(15, 20), "custody.release"), c.ID, mothers[n])
					mu.Lock()
					defer mu.Unlock()
					switch said := said(err); {
					case err == nil:
						winners = append(winners, who.Name)
						if got.ReleasedBy != who.Person || got.ReleasedTo != mothers[n] {
							t.Errorf("round %d: %s released it as %+v", round, who.Name, got)
						}
					case heard(err) != "conflict custody.release.already":
						t.Errorf("round %d: %s hears %q", round, who.Name, heard(err))
					default:
						told[fmt.Sprint(said["Who"], " at ", said["Time"])]++
					}
				})
				if len(winners) != 1 || told[winners[0]+" at 15:20"] != racers-1 {
					t.Fatalf("round %d: released by %v; the others hear %v", round, winners, told)
				}
			}
			kinds := h.events(t)
			if released := len(slices.DeleteFunc(kinds,
				func(k event.Kind) bool { return k != custody.DidRelease })); released != rounds {
				t.Errorf("%d releases in the record of %d rounds", released, rounds)
			}
			h.verify(t)
		})
	}
}

// Fifty children at the desk at once: fifty phones in slots 1 to 50.
//
// Policy: phones.hand_in (AR 9.3/2)
func TestFiftyHandedInAtOnceLieInFiftySlots(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		h, pupils, _, office := crowded(t, db, "AR", 50, 2)
		for day := range 3 {
			slots := make([]int, len(pupils))
			devices := make([]id.Device, len(pupils))
			together(len(pupils), func(i int) {
				who := office[i%2] // two tablets
				shelf, err := h.HandIn(context.Background(), who, h.act(who, at(8, 40+day), "custody.hand_in"),
					custody.Arriving{Pupil: pupils[i]})
				if err != nil {
					t.Errorf("child %d: %v", i, err)
					return
				}
				slots[i], devices[i] = shelf.Devices[0].Slot, shelf.Devices[0].ID
			})
			slices.Sort(slots)
			for i, slot := range slots {
				if slot != i+1 {
					t.Fatalf("day %d: slots %v", day, slots)
				}
			}
			// All go home at once, and half of the taps are sent twice.
			together(len(pupils), func(i int) {
				who := office[i%2]
				act := h.act(who, at(15, 15), "custody.collect")
				for range 1 + i%2 {
					if _, err := h.Collect(context.Background(), who, act, pupils[i], devices[i]); err != nil {
						t.Errorf("child %d goes home: %v", i, err)
					}
				}
			})
		}
		if n := len(h.events(t)); n != 3*2*len(pupils) {
			t.Errorf("%d events", n)
		}
		h.verify(t)
	})
}
