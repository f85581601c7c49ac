package web

import (
	"slices"
	"strings"
	"testing"

	"lollipop/backend/people"
	"lollipop/backend/school"
)

// TestWhoseScreensMessagesAre: names and numbers are for whoever reaches families; how messages arrive, by nobody's name,
// is for whoever looks after them arriving. Each is the word of the route behind the screen.
func TestWhoseScreensMessagesAre(t *testing.T) {
	for screen, want := range map[string]string{
		"deliveries": "ofc hd hos dep dsl dds",
		"figures":    "ofc hd hos dep adm",
	} {
		var got []string
		for _, kind := range kindsOfPerson {
			who := people.Who{Person: "p", Kind: people.StaffKind, Roles: kind.roles}
			if kind.short != "lft" && slices.Contains(can(who, school.Policy{}), screen) {
				got = append(got, kind.short)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, and not %s", screen, got, want)
		}
	}
}
