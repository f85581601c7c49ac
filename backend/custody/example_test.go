package custody_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/fault"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// A phone rings in Year 6 maths, at a school that gives it back at the end of the day and at one that speaks to the
// family first. Nothing in the room asks which school it is.
//
// Policy: phones.confiscate (AR 9.3/7, BG 9.3/8), phones.release (AR 9.3/9, BG 9.3/12)
func Example() {
	ctx := context.Background()
	db := storetest.ForExample("custody-example")
	defer db.Close()
	for _, name := range both {
		h := furnish(storetest.Aloud{}, db, name, "example-"+name)
		office := h.who("office")
		tell := func(now time.Time, what string, err error) {
			answer := "yes"
			var no *fault.Fault
			if errors.As(err, &no) {
				answer = string(no.Kind) + ", " + no.Say.Key
				for _, sentence := range h.Policy.Clauses(no.Clause) {
					answer += ", see §" + sentence.Section
				}
			}
			fmt.Printf("%s %s %s: %s\n", name, now.In(school.London).Format("15:04"), what, answer)
		}
		c := h.take(storetest.Aloud{}, "Maryam", school.Breach, at(11, 10))
		tell(at(11, 10), "it rings and is taken", nil)
		tell(at(11, 15), "the child asks for it", h.ReleaseToChild(ctx, office, c.ID, at(11, 15)))
		release := func(now time.Time) {
			_, err := h.Release(ctx, office, h.act(office, now, "custody.release"), c.ID, h.adult("Amina"))
			tell(now, "her mother asks for it", err)
		}
		release(at(12, 30))
		_, err := h.LogContact(ctx, office, h.act(office, at(12, 39), "custody.contact"), c.ID, h.adult("Amina"),
			custody.ByPhone, custody.Spoke)
		tell(at(12, 39), "the office rings her", err)
		release(at(12, 40))
		release(at(15, 15))
	}
	// Output:
	// AR 11:10 it rings and is taken: yes
	// AR 11:15 the child asks for it: denied, custody.release.not_to_child, see §9.3
	// AR 12:30 her mother asks for it: not_yet, custody.release.end_of_day, see §9.3
	// AR 12:39 the office rings her: yes
	// AR 12:40 her mother asks for it: not_yet, custody.release.end_of_day, see §9.3
	// AR 15:15 her mother asks for it: yes
	// BG 11:10 it rings and is taken: yes
	// BG 11:15 the child asks for it: denied, custody.release.not_to_child, see §9.3
	// BG 12:30 her mother asks for it: not_yet, custody.release.contact_first, see §9.3
	// BG 12:39 the office rings her: yes
	// BG 12:40 her mother asks for it: yes
	// BG 15:15 her mother asks for it: conflict, custody.release.already
}
