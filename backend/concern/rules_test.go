package concern

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clause"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

const today = "2026-11-23"

// hookLane is a staff as AR has it, whose head is the lead; beaverRoad as BG, whose lead is the Head of School.
var (
	hookLane = []people.Staff{
		{ID: "head", Title: "Ms", Surname: "Hall", Roles: []people.Role{people.Head, people.SafeguardingLead}},
		{ID: "osl", Roles: []people.Role{people.DeputyHead, people.OnlineSafetyLead}},
		{ID: "deputy", Roles: []people.Role{people.DeputyLead}},
		{ID: "chair", Roles: []people.Role{people.ChairOfGovernors}},
		{ID: "governor", Roles: []people.Role{people.Governor}},
		{ID: "teacher", Roles: []people.Role{people.Teacher}},
		{ID: "technician", Roles: []people.Role{people.Technician}},
		{ID: "gone", Roles: []people.Role{people.DeputyLead, people.Head, people.ChairOfGovernors}, LeftOn: "2026-09-01"},
	}
	beaverRoad = []people.Staff{
		{ID: "head", Roles: []people.Role{people.Head}},
		{ID: "lead", Roles: []people.Role{people.HeadOfSchool, people.SafeguardingLead}},
		{ID: "deputy1", Roles: []people.Role{people.DeputyLead, people.SENCO}},
		{ID: "deputy2", Roles: []people.Role{people.DeputyLead}},
		{ID: "chair", Roles: []people.Role{people.ChairOfGovernors}},
		{ID: "governor", Roles: []people.Role{people.Governor}},
	}
)

func policy(t testing.TB, preset string) school.Policy {
	t.Helper()
	p, err := school.Preset(preset)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func routed(t testing.TB, preset string, staff []people.Staff, box Box, about ...About) (Path, string) {
	t.Helper()
	h := Head{About: about}
	h.Box = boxOf(box, h)
	h.KeptFrom = keptFrom(about, staff, today)
	path := Route(policy(t, preset), h, staff, today)
	var names []string
	for _, person := range path.Readers {
		names = append(names, string(person))
		if slices.Contains(h.KeptFrom, person) {
			t.Errorf("%s reads what is about them", person)
		}
	}
	return path, strings.Join(names, " ")
}

// Policy: concerns.welfare.routed (AR 10.1/1, BG 10.1/1), staff_misuse.to_head (AR 10.2/1, BG 10.2/1)
// Policy: procedure.nudes.to_dsl (AR 11.1/1, BG 11.2/1), procedure.exploitation.to_dsl (AR 11.2/2, BG 11.3/2)
// Policy: procedure.indecent_images.to_dsl (AR 11.3/7), procedure.harassment.to_dsl (BG 11.1/10)
// Policy: procedure.radicalisation.child_or_parent (AR 11.6/2, BG 11.7/2), phones.staff.breach (AR 9.2/13, BG 9.2/13)
// Policy: procedure.radicalisation.staff (AR 11.6/3, BG 11.7/3), phones.visitors.challenge (AR 9.4/2, BG 9.4/4)
// Policy: social.concerns_to_dsl (AR 8.1/9, BG 8.1/8), social.staff.contact_received (AR 8.2/22, BG 8.2/20)
// Policy: monitoring.concern (AR 4.4/5, BG 7.3.4/4), roles.staff.identify_and_act (AR 4.3/7, BG 4.3/7)
func TestRoute(t *testing.T) {
	for _, row := range []struct {
		name   string
		box    Box
		about  []About
		ar, bg string
		key    clause.Key
		lado   bool
	}{
		{"a child", "", []About{AChild}, "head osl deputy", "lead deputy1 deputy2", toTeam, false},
		{"oneself, and somebody unknown", "", []About{Myself, Outsider}, "head osl deputy", "lead deputy1 deputy2", toTeam, false},
		{"nobody said who", "", nil, "head osl deputy", "lead deputy1 deputy2", toTeam, false},
		{"somebody at home", "", []About{AtHome}, "head osl deputy", "lead deputy1 deputy2", toTeam, false},
		{"a visitor", "", []About{AVisitor}, "head deputy osl", "lead deputy1 deputy2 head", toVisitor, false},
		{"a teacher", "", []About{AtSchool}, "head chair", "head chair", toHead, true},
		{"a teacher and a child", "", []About{AChild, AtSchool}, "head chair", "head chair", toHead, true},
		{"the head", "", []About{TheHead}, "chair governor", "chair governor", toHead, true},
		{"the lead", "", []About{TheLead}, "chair governor", "head chair", toHead, true},
		{"the Head of School", "", []About{HeadOfSite}, "head chair", "head chair", toHead, true},
		{"a deputy lead", "", []About{DeputyLead}, "head chair", "head chair", toHead, true},
		{"the online safety lead", "", []About{OnlineLead}, "head chair", "head chair", toHead, true},
		{"the chair", "", []About{TheChair}, "head", "head", toHead, true},
		{"the head and the chair", "", []About{TheHead, TheChair}, "governor", "governor", toHead, true},
		{"how the school does it", "", []About{TheSchool}, "head chair", "head chair", toHead, false},
		{"a complaint about the head", Complaint, []About{TheHead}, "chair governor", "chair governor", toHead, true},
		{"a whistle", Whistle, []About{TheSchool}, "chair governor", "chair governor", toHead, true},
		{"a whistle about the chair", Whistle, []About{TheChair}, "governor", "governor", toHead, true},
		{"conduct, of whom was not said", Conduct, nil, "head chair", "head chair", toHead, true},
		{"the head and every governor", "", []About{TheHead, TheChair, AGovernor}, "deputy osl", "lead deputy1 deputy2",
			toHead, true},
	} {
		for preset, staff := range map[string][]people.Staff{"anthony-roper": hookLane, "beaver-green": beaverRoad} {
			path, got := routed(t, preset, staff, row.box, row.about...)
			want := row.ar
			if preset == "beaver-green" {
				want = row.bg
			}
			if got != want || path.Clause != row.key || path.Outside != row.lado {
				t.Errorf("%s, %s: %q by %s, LADO %v; want %q by %s, %v", preset, row.name, got, path.Clause, path.Outside,
					want, row.key, row.lado)
			}
		}
	}
}

// Whoever it is about, somebody reads it: every set of subjects, at both schools, but where everybody who could is one.
func TestExclusionEndsInSomebody(t *testing.T) {
	for preset, staff := range map[string][]people.Staff{"anthony-roper": hookLane, "beaver-green": beaverRoad} {
		some := abouts[4:] // the first four are no one's at school
		for bits := range 1 << len(some) {
			var about []About
			for i, who := range some {
				if bits>>i&1 == 1 {
					about = append(about, who)
				}
			}
			kept := keptFrom(about, staff, today)
			someone := slices.ContainsFunc(holders(lastResort, staff, nil, today), func(p id.Person) bool { return !slices.Contains(kept, p) })
			if path, _ := routed(t, preset, staff, "", about...); (len(path.Readers) > 0) != someone {
				t.Fatalf("%s, about %v: %v", preset, about, path.Readers)
			}
		}
	}
	if path, _ := routed(t, "anthony-roper", hookLane[5:], "", AChild); len(path.Readers) != 0 {
		t.Errorf("at a school with nobody, %v reads", path.Readers)
	}
}

// Whoever may stand on any path can be named on the form by a role of theirs: nobody else could keep it from them.
func TestWhoeverMightReadCanBeNamed(t *testing.T) {
	for preset, staff := range map[string][]people.Staff{"anthony-roper": hookLane, "beaver-green": beaverRoad} {
		offered := choices(staff, today)
		for _, box := range append([]Box{""}, Boxes...) {
			for _, about := range abouts {
				path, _ := routed(t, preset, staff, box, about)
				for _, person := range path.Readers {
					named := slices.ContainsFunc(offered, func(c Choice) bool {
						return slices.Contains(keptFrom([]About{c.About}, staff, today), person)
					})
					if !named {
						t.Errorf("%s: nobody can say that it is about %s, who reads what is about %s", preset, person, about)
					}
				}
			}
		}
	}
}

// Policy: roles.leaders.reporting_channels (AR 4.1/7, BG 4.1/6), roles.dsl.contact (AR 4.2/1, BG 4.2/1)
func TestTheDoorNeedsTwo(t *testing.T) {
	for preset, staff := range map[string][]people.Staff{"anthony-roper": hookLane, "beaver-green": beaverRoad} {
		p := policy(t, preset)
		if n := len(Possible(p, staff, today)); n < LeastReaders || !MayOpenDoor(p, staff, today).OK() {
			t.Errorf("%s: %d could read", preset, n)
		}
		if got := MayOpenDoor(p, staff[:1], today); got.OK() || got.Why.Args["Has"] != 1 {
			t.Errorf("%s: with one reader: %+v", preset, got)
		}
	}
	// One human under two records would have nobody beside her: what is about her would end in nobody.
	twice := []people.Staff{{ID: "a", Forename: "Anne", Surname: "Hall", Roles: []people.Role{people.Head, people.SafeguardingLead}},
		{ID: "b", Forename: "ANNE", Surname: "Hall", Roles: []people.Role{people.ChairOfGovernors}}}
	p := policy(t, "anthony-roper")
	if got := MayOpenDoor(p, twice, today); got.OK() || got.Why.Args["Has"] != 1 {
		t.Errorf("one human with two records: %+v", got)
	}
	twice[1].Forename = "Bea"
	if got := MayOpenDoor(p, twice, today); !got.OK() {
		t.Errorf("two humans: %+v", got)
	}
	for role, want := range map[people.Role]bool{people.Head: true, people.SafeguardingLead: true, people.DeputyLead: false,
		people.Administrator: false, people.ChairOfGovernors: false, people.Office: false} {
		if got := MayMindDoor(people.Who{Roles: []people.Role{role}}).OK(); got != want {
			t.Errorf("%s minds the door: %v", role, got)
		}
	}
}

// Policy: roles.dsl.deputies (BG 4.2/2)
func TestWhoBreaksGlass(t *testing.T) {
	for preset, may := range map[string][]people.Role{
		"anthony-roper": {people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead, people.DeputyLead,
			people.OnlineSafetyLead},
		"beaver-green": {people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead, people.DeputyLead},
	} {
		for _, role := range []people.Role{people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead,
			people.DeputyLead, people.OnlineSafetyLead, people.Office, people.Teacher, people.Assistant, people.SENCO,
			people.Technician, people.SiteManager, people.ChairOfGovernors, people.Governor, people.Administrator} {
			who := people.Who{Roles: []people.Role{role}}
			if got := MayBreakGlass(policy(t, preset), who).OK(); got != slices.Contains(may, role) {
				t.Errorf("%s, %s: %v", preset, role, got)
			}
		}
	}
}

func TestUrgency(t *testing.T) {
	for _, row := range []struct {
		head Head
		want Urgency
	}{{Head{Danger: true}, Now}, {Head{Kinds: []Kind{Unkind}}, Ordinary}, {Head{Kinds: []Kind{Unkind, Secret}}, Soon},
		{Head{Feel: Scared}, Soon}, {Head{Feel: Sad}, Ordinary}, {Head{Kinds: []Kind{Device}}, Soon}, {Head{}, Ordinary}} {
		if got := urgencyOf(row.head); got != row.want {
			t.Errorf("%+v: %d", row.head, got)
		}
	}
}

func TestWhenSomebodyIsRung(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	for _, row := range []struct {
		name       string
		rung       Rung
		since, now int
		want       bool
	}{
		{"the first time", Rung{}, 0, 0, true},
		{"rung for it already", Rung{At: at(0), Times: 1}, 0, 60, false},
		{"a second one, too soon", Rung{At: at(0), Times: 1}, 1, 9, false},
		{"a second one", Rung{At: at(0), Times: 1}, 1, 10, true},
		{"a fourth ringing", Rung{At: at(0), Times: 3}, 1, 600, false},
		{"a fourth, when the third is over", Rung{At: at(0), Times: 3}, 1, 720, true},
		{"nothing since the third, which is over", Rung{At: at(0), Times: 3}, 0, 720, false},
		{"seen in the list", Rung{At: at(0), SeenAt: at(5)}, 3, 60, false},
		{"new since they looked", Rung{At: at(0), SeenAt: at(5)}, 6, 60, true},
		{"new since they looked, a moment ago", Rung{At: at(0), SeenAt: at(5)}, 6, 7, false},
		{"never rung, looked before", Rung{SeenAt: at(5)}, 6, 7, true},
		{"a clock that was set back", Rung{At: at(900), Times: 1}, 901, 0, true},
	} {
		if got := ringsNow(row.rung, at(row.since), at(row.now)); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}

// Policy: procedure.nudes.never_share (AR 11.1.1/18, BG 11.2/9)
func TestWordsOnly(t *testing.T) {
	for name, row := range map[string]struct{ in, out, key string }{
		"words":         {"  He sent it.\r\nI am scared  ", "He sent it.\nI am scared", ""},
		"Urdu":          {"کسی نے مجھے لکھا", "کسی نے مجھے لکھا", ""},
		"controls":      {"a\x00b\x1b[31mc\x7f", "ab[31mc", ""},
		"turned":        {"\u202egnp.exe\u2066", "gnp.exe", ""},
		"joined":        {"\u0646\u200c\u0627", "\u0646\u200c\u0627", ""},
		"a script":      {"<script>alert(1)</script>", "<script>alert(1)</script>", ""},
		"an address":    {"https://example.com/" + strings.Repeat("a", 400), "https://example.com/" + strings.Repeat("a", 400), ""},
		"a picture":     {"see data:image/png;base64,iVBORw0KGgo=", "", "concern.only_words"},
		"a file":        {strings.Repeat("QUJD", 200), "", "concern.only_words"},
		"no spaces":     {strings.Repeat("我", 700), strings.Repeat("我", 700), ""},
		"100 KB":        {strings.Repeat("word ", 20000), "", "concern.too_long"},
		"as much as is": {strings.Repeat("é", WordsLength), strings.Repeat("é", WordsLength), ""},
		"one too many":  {strings.Repeat("é", WordsLength+1), "", "concern.too_long"},
		"broken":        {"a\xffb", "ab", ""},
	} {
		out, err := clean("story", row.in, WordsLength)
		if row.key == "" && (err != nil || out != row.out) || row.key != "" && (err == nil || !strings.Contains(err.Error(), row.key)) {
			t.Errorf("%s: %.40q, %v", name, out, err)
		}
	}
}
