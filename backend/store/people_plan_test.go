package store_test

import (
	"regexp"
	"testing"

	"lollipop/backend/store/storetest"
)

// aWholeSchool is how SQLite says that it reads all rows of a table, or all of a school.
var aWholeSchool = regexp.MustCompile(`^SCAN|^SEARCH .*\(school_id=\?\)$`)

// A parent's children are looked up at every request that they make: by indexes, not by reading the school's children
// and adults.
func TestAParentsChildrenAreFoundWithoutReadingTheSchool(t *testing.T) {
	s := storetest.Memory(t)
	place := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	lines := s.Plans(t, func() {
		families, err := s.People().FamiliesOf(t.Context(), place.School.ID, place.Adults[0].ID)
		if err != nil || len(families) == 0 {
			t.Fatalf("%d families: %v", len(families), err)
		}
	})
	if len(lines) < 4 { // merges, children, the adults around them and who those are
		t.Errorf("only %q were asked", lines)
	}
	for _, line := range lines {
		if aWholeSchool.MatchString(line) {
			t.Errorf("a whole school is read: %s", line)
		}
	}
}
