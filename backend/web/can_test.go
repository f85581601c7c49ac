package web

import (
	"slices"
	"strings"
	"testing"

	"lollipop/backend/people"
	"lollipop/backend/school"
)

// TestWhoseScreensConcernsAre: nobody's screen says whether anything was told; whose they are follows from what somebody is.
func TestWhoseScreensConcernsAre(t *testing.T) {
	for preset, screens := range map[string]map[string]string{
		"anthony-roper": {"reading": "hd hos dep dsl dds osl gov chr", "glass": "hd hos dep dsl dds osl", "tell_door": "hd dsl"},
		"beaver-green":  {"reading": "hd hos dep dsl dds osl gov chr", "glass": "hd hos dep dsl dds", "tell_door": "hd dsl"},
	} {
		policy, err := school.Preset(preset)
		if err != nil {
			t.Fatal(err)
		}
		for screen, want := range screens {
			if got := whose(screen, policy); got != want {
				t.Errorf("%s at %s: %s, and not %s", screen, preset, got, want)
			}
		}
	}
}

// TestWhoHelpsGovernorsIn: their chair alone.
func TestWhoHelpsGovernorsIn(t *testing.T) {
	if got := whose("governors", school.Policy{}); got != "chr" {
		t.Error(got)
	}
}

// whose are the kinds of staff who have a screen.
func whose(screen string, p school.Policy) string {
	var got []string
	for _, kind := range kindsOfPerson {
		who := people.Who{Person: "p", Kind: people.StaffKind, Roles: kind.roles}
		if kind.short != "lft" && slices.Contains(can(who, p), screen) {
			got = append(got, kind.short)
		}
	}
	return strings.Join(got, " ")
}

// TestWhoseScreensMessagesAre: names and numbers are for whoever reaches families; how messages arrive, by nobody's name,
// is for whoever looks after them arriving. Each is the word of the route behind the screen.
func TestWhoseScreensMessagesAre(t *testing.T) {
	for screen, want := range map[string]string{
		"deliveries": "ofc hd hos dep dsl dds",
		"figures":    "ofc hd hos dep adm",
	} {
		if got := whose(screen, school.Policy{}); got != want {
			t.Errorf("%s: %v, and not %s", screen, got, want)
		}
	}
}
