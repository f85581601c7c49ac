package store_test

import (
	"regexp"
	"strings"
	"testing"

	"lollipop/backend/store/storetest"
)

// aWholeSchool is how SQLite says that it reads all rows of a table, or all of a school.
var aWholeSchool = regexp.MustCompile(`^SCAN|^SEARCH .*\(school_id=\?\)$`)

// A parent's children are looked up at every request that they make, their messages each morning: by indexes, not by
// reading the school's.
func TestWhatIsAParentsIsFoundWithoutReadingTheSchool(t *testing.T) {
	s := storetest.Memory(t)
	place := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	lines := s.Plans(t, func() {
		families, err := s.People().FamiliesOf(t.Context(), place.School.ID, place.Adults[0].ID)
		if err != nil || len(families) == 0 {
			t.Fatalf("%d families: %v", len(families), err)
		}
		if _, _, err := s.Notices().Of(t.Context(), place.School.ID, place.Adults[0].ID, "", 20); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Notices().Unread(t.Context(), place.School.ID, place.Adults[0].ID); err != nil {
			t.Fatal(err)
		}
	})
	if len(lines) < 7 { // merges, children, the adults around them and who those are; merges again, messages
		t.Errorf("only %q were asked", lines)
	}
	for _, line := range lines {
		if aWholeSchool.MatchString(line) && !strings.Contains(line, "adults_merged") { // which has none but the merged
			t.Errorf("a whole school is read: %s", line)
		}
	}
}
