// Package house furnishes two schools, for the demo and for tests: Hook Lane, which takes phones in at its office, and
// Beaver Road, which checks in class that they are away. Every person of them is invented.
//
// They are furnished by the product's own verbs from the same kind of files that a school sends, and then lived in for
// a week, so that no screen is empty at first sight: phones that are known, one that nobody collected, one that is kept
// with a decision still owed. Every operation has an id made from its name, so furnishing that was interrupted goes on
// where it stopped, and two that begin at once make one house.
package house

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
)

// The furnished schools. Their ids are made from their names, and no other school has them.
var (
	HookLane   = id.Named[id.School]("demo/hook-lane")
	BeaverRoad = id.Named[id.School]("demo/beaver-road")
)

// Schools are both, in the order in which they are founded.
var Schools = []id.School{HookLane, BeaverRoad}

// founded is what a school is before it is founded.
type founded struct {
	id                        id.School
	slug, name, phone, preset string
	starts, ends              school.TimeOfDay
	// brings is how many children of a year bring a phone, where the office takes them in.
	brings map[people.Year]int
	// live is the week before the house opens.
	live func(*builder, context.Context) error
}

// The telephone numbers are Ofcom's for drama: nobody has them.
var plans = []founded{
	{id: HookLane, slug: "hook-lane", name: "Hook Lane Primary School", phone: "01632 960147", preset: "anthony-roper",
		starts: "08:45", ends: "15:15", live: (*builder).handInWeek,
		brings: map[people.Year]int{people.Year6: 34, people.Year5: 32, people.Year4: 21, people.Year3: 7}},
	{id: BeaverRoad, slug: "beaver-road", name: "Beaver Road Primary School", phone: "01632 960238",
		preset: "beaver-green",
		starts: "08:40", ends: "15:10", live: (*builder).classCheckWeek},
}

// ErrForeign says that a database was not furnished here: the demo lets everybody in, so it must not serve it.
var ErrForeign = errors.New("the demo did not furnish this database")

// Ours reports whether one of the schools is furnished: such a database lets everybody in and is no school's record.
func Ours(schools []id.School) bool {
	return slices.ContainsFunc(schools, func(s id.School) bool { return slices.Contains(Schools, s) })
}

// Recognise looks whose a database is: nobody's yet (empty), or this house's; anybody else's is ErrForeign. A database
// that cannot answer, such as one without our tables, is an error as well.
func Recognise(ctx context.Context, s *store.Store) (empty bool, err error) {
	ids, err := s.Schools().IDs(ctx)
	if err != nil {
		return false, err
	}
	for _, there := range ids {
		if !slices.Contains(Schools, there) {
			return false, ErrForeign
		}
	}
	_, known, err := s.Fact(ctx, store.Demo)
	return !known && len(ids) == 0, err
}

// The fact of the database, with the day on which the demo first opens: being furnished, then furnished.
const underWay, done = "furnishing ", "furnished "

// Furnish makes the house, at most once: everything that happened before the morning of the day on which it opens. A
// house that is half furnished is finished as it was begun, whatever day is asked for. The database is at the newest
// schema. ErrForeign where it is somebody else's.
func Furnish(ctx context.Context, s *store.Store, opens clock.Date) error {
	if _, err := Recognise(ctx, s); err != nil {
		return err
	}
	fact, _, err := s.Fact(ctx, store.Demo)
	if err != nil {
		return err
	}
	if strings.HasPrefix(fact, done) {
		return nil
	}
	if begun, ok := strings.CutPrefix(fact, underWay); ok {
		opens = clock.Date(begun)
	} else if err := s.SetFact(ctx, store.Demo, underWay+string(opens)); err != nil {
		return err
	}
	for _, plan := range plans {
		if err := furnish(ctx, s, plan, opens); err != nil {
			return fmt.Errorf("house: %s: %w", plan.slug, err)
		}
	}
	return s.SetFact(ctx, store.Demo, done+string(opens))
}
