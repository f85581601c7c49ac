package intake_test

import (
	"testing"

	"lollipop/backend/intake"
	"lollipop/backend/people"
)

func TestWhoBringsInWhichFile(t *testing.T) {
	for role, want := range map[people.Role][2]bool{ // pupils, staff
		people.Office: {true, false}, people.Head: {true, true}, people.Administrator: {true, true},
		people.HeadOfSchool: {}, people.SafeguardingLead: {}, people.DeputyHead: {}, people.Teacher: {}, "": {},
	} {
		who := people.Who{School: hookLane, Person: "x", Roles: []people.Role{role}}
		for i, kind := range []intake.ImportKind{intake.PupilFile, intake.StaffFile} {
			if got := intake.MayImportFile(who, kind).OK(); got != want[i] {
				t.Errorf("%s brings in %s: %v", role, kind, got)
			}
		}
		if intake.MayImportFile(who, "governors").OK() {
			t.Errorf("%s brings in a kind of file that there is not", role)
		}
	}
}
