package school

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/fault"
)

func preset(t testing.TB, name string) Policy {
	t.Helper()
	p, err := Preset(name)
	if err != nil {
		t.Fatalf("%s: %v %v", name, err, err.(*fault.Fault).Parts)
	}
	return p
}

// The design's table of switches, row by row: what each preset says, as the codes of the document.
var table = []struct{ row, key, ar, bg string }{
	{"term for child", "terms.child", "pupil", "learner"},
	{"term for organisation", "terms.organisation", "school", "setting"},
	{"approver title", "terms.approver", "headteacher", "executive_headteacher"},
	{"plus a Head of School", "terms.head_of_school", "no", "yes"},
	{"safeguarding roles", "safeguarding_team", "dsl deputy_dsl osl", "dsl deputy_dsl"},
	{"risk categories", "risks", "content contact conduct", "content contact conduct commerce"},
	{"written", "review.written", "2020-01", "2022-03"},
	{"ratified", "review.ratified", "2020-02", "2022-03"},
	{"next review", "review.next", "2021-01", "2023-03"},
	{"governor report covers", "governors.report", "incidents outcomes", "practice incidents outcomes"},
	{"lead meets governor", "governors.lead_meets", "annually", "regularly"},
	{"access record", "access.record", "signed_aup", "written_record"},
	{"own login from", "access.own_login_from", "reception", "reception"},
	{"own login: who", "access.own_login", "everybody", "all_but_youngest"},
	{"a draft may be signed", "aup.sign_drafts", "yes", "yes"},
	{"AUP grace (defaults)", "aup.grace_days", "14", "14"},
	{"phones: mode", "phones.mode", "hand_in", "class_check"},
	{"phones: in scope", "phones.kinds", "phone tablet e_reader console wearable", "phone tablet console watch"},
	{"phones: no-use zones", "phones.no_use_zones", "where_children_change toilets",
		"wherever_pupils_are changing_rooms toilets pools"},
	{"phones: contact exception", "phones.contact_exception_by", "head", "head"},
	{"curriculum: staff consent", "phones.curriculum.staff_consent", "yes", "yes"},
	{"curriculum: risk assessment", "phones.curriculum.risk_assessment", "yes", "no"},
	{"curriculum: leadership", "phones.curriculum.leadership_approval", "yes", "yes"},
	{"curriculum: never blanket", "phones.curriculum.never_blanket", "no", "yes"},
	{"confiscation grounds", "phones.grounds", "breach child_protection behaviour anti_bullying",
		"breach behaviour anti_bullying imagery"},
	{"grounds that hold", "phones.hold_grounds", "child_protection", "imagery"},
	{"released", "phones.release", "end_of_day", "contact_made"},
	{"parents told", "phones.parents_told", "decision", "before_release"},
	{"search", "phones.search", "off", "leadership_with_consent"},
	{"deletion of content", "phones.deletion", "silent", "may_be_asked"},
	{"staff permission", "phones.staff_permission", "head", "head_in_writing"},
	{"staff with illegal content", "phones.staff_illegal_content", "police lado", "police"},
	{"visitors sign", "phones.visitors.sign_aup", "yes", "yes"},
	{"visitors' areas", "phones.visitors.named_areas_only", "no", "yes"},
	{"visitor's breach goes to", "phones.visitors.breach_to", "dsl deputy_dsl osl", "dsl deputy_dsl head"},
	{"quiet hours (defaults)", "notices.quiet_from", "19:00", "19:00"},
	{"quiet hours end (defaults)", "notices.quiet_until", "07:00", "07:00"},
	{"filter provider (7.3.2)", "filtering.provider", "EIS", "British Telecom"},
	{"filter products (7.3.2)", "filtering.products", "Lightspeed Web Filter", "Smoothwall Lightspeed"},
	{"filter blocks", "filtering.blocks", "pornography racial_hatred extremism violence illegal",
		"pornography racial_hatred extremism gaming illegal"},
	{"IWF list", "filtering.iwf_list", "yes", "yes"},
	{"filtering breach goes to", "filtering.breach_to", "dsl osl", "dsl deputy_dsl technician"},
	{"parents told of a filtering breach", "filtering.parents_told", "decision", "always"},
	{"technician reports to", "filtering.technician_reports_to", "osl leadership provider", ""},
	{"monitoring by", "monitoring.by", "provider_logs", "supervision log_review"},
	{"encryption off site", "data.encrypted_off_site", "no", "yes"},
	{"videoconferencing", "video.on", "no", "yes"},
	{"learning platform", "platform.products", "", "Google Drive"},
	{"official social media", "social.official", "", "Facebook"},
	{"staff contact approved by", "social.staff_contact_by", "head", "head"},
	{"staff social media at work", "social.staff_at_work", "not_before_children", "not_in_teaching_hours"},
	{"search tools", "search_tools.named", "BBC Safe search DK Find Out! Swiggle nICE Kids Rex Primary School ICT VADS " +
		"NEN image gallery Dorling Kindersley Pics4Learning", ""},
	{"search tools assessed", "search_tools.risk_assessed", "yes", "yes"},
	{"progress apps", "progress_apps.products", "Tapestry Pupil Asset", "EExAT OTrack"},
	{"parents told expectations first", "progress_apps.parents_told_first", "no", "yes"},
	{"positive use", "education.positive", "reward_positive_use", "peer_education"},
	{"parents reached through", "parents.channels", "newsletters letters prospectus website",
		"newsletters letters website training_at_events"},
	{"links directory", "links.directory", "one_list", "professionals_and_parents"},
	{"welfare concern belongs to", "incidents.welfare_to", "osl dsl", "dsl deputy_dsl"},
	{"unsure: who asks", "incidents.unsure_by", "osl", "dsl deputy_dsl"},
	{"unsure: whom", "incidents.unsure_ask", "education_safeguarding_team", "education_safeguarding_service"},
	{"offensive communication", "incidents.offensive_to", "osl", "office"},
	{"sexual abuse: first call", "incidents.exploitation_first_call", "police_at_once", "referral_or_police_at_once"},
	{"criminal exploitation", "incidents.criminal_exploitation", "no", "yes"},
	{"indecent images: tell", "incidents.indecent_images_tell", "iwf police lado", "iwf police"},
	{"sexual harassment procedure", "incidents.harassment", "no", "yes"},
	{"deletion confirmed by", "incidents.deletion_confirmed_by", "school", "dsl"},
	{"other schools: who speaks first", "incidents.other_schools_by", "school", "dsl head"},
	{"concern unread (defaults)", "concerns.read_within", "60", "60"},
	{"concern unread by the next (defaults)", "concerns.next_after", "30", "30"},
}

func TestPresetsSayWhatTheDesignSays(t *testing.T) {
	ar, bg := preset(t, "anthony-roper"), preset(t, "beaver-green")
	seen := map[string]bool{}
	for _, row := range table {
		seen[row.key] = true
		if got := strings.Join(ar.codes(row.key), " "); got != row.ar {
			t.Errorf("%s (%s): AR says %q, not %q", row.row, row.key, got, row.ar)
		}
		if got := strings.Join(bg.codes(row.key), " "); got != row.bg {
			t.Errorf("%s (%s): BG says %q, not %q", row.row, row.key, got, row.bg)
		}
	}
	for _, s := range ar.Switches() {
		if !seen[s.Key] {
			t.Errorf("%s has no row in this test's table: what each preset says", s.Key)
		}
	}
}

func TestPresetsCarryEverySentence(t *testing.T) {
	if got := Presets(); !slices.Equal(got, []string{"anthony-roper", "beaver-green"}) {
		t.Fatalf("Presets() = %v", got)
	}
	for name, want := range map[string]int{"anthony-roper": 385, "beaver-green": 491} {
		p := preset(t, name)
		if got := len(p.Index()); got != want {
			t.Errorf("%s has %d sentences, not %d", name, got, want)
		}
		for _, c := range p.Index() {
			if _, ok := rooms[c.Room]; !ok {
				t.Errorf("%s belongs to an unknown room %q", c.ID, c.Room)
			}
			if text := strings.ToLower(c.Sentence); strings.Contains(text, "anthony") || strings.Contains(text, "beaver") {
				t.Errorf("%s names its school: %s", c.ID, c.Sentence)
			}
			if rest := strings.ReplaceAll(c.Sentence, "{{.School}}", ""); strings.Contains(rest, "{{") {
				t.Errorf("%s has another placeholder: %s", c.ID, c.Sentence)
			}
			if strings.Contains(c.Sentence, "[the ") && c.Reading == "" {
				t.Errorf("%s replaces a person and does not say so", c.ID)
			}
		}
		for _, s := range p.Sections() {
			if s.Title == "" {
				t.Errorf("%s §%s has no title", name, s.Section)
			}
		}
	}
}

// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func TestClausesAreTheSchoolsOwn(t *testing.T) {
	for name, want := range map[string]string{"anthony-roper": "AR 9.3/9", "beaver-green": "BG 9.3/12"} {
		found := preset(t, name).Clauses("phones.release")
		if len(found) != 1 || found[0].ID != want || found[0].Section != "9.3" {
			t.Errorf("%s: phones.release is %v", name, found)
		}
	}
	s := School{Name: "Hook Lane Primary School", Policy: preset(t, "anthony-roper")}
	got := s.Quote(s.Policy.Clauses("phones.hand_in")[0])
	if !strings.HasPrefix(got, "Hook Lane Primary School expects learners' personal devices") {
		t.Errorf("quoted as %q", got)
	}
	if found := preset(t, "anthony-roper").Clauses("video.parent_consent"); found != nil {
		t.Errorf("AR has no videoconferencing, yet %v", found)
	}
	if found := (Policy{}).Clauses("phones.release"); found != nil {
		t.Errorf("no policy has a sentence: %v", found)
	}
}

func TestReadingsThatAreOursSaySo(t *testing.T) {
	for name, ids := range map[string][]string{
		"anthony-roper": {"AR 9.3/8", "AR 10.2/1"},
		"beaver-green":  {"BG 9.3/2", "BG 9.3/9", "BG 7.8/6", "BG 10.2/1"},
	} {
		p := preset(t, name)
		for _, id := range ids {
			if c := p.text.byID[id]; c.Reading == "" {
				t.Errorf("%s has no note of our reading", id)
			}
		}
	}
}

func TestPresetIsTheCallersOwn(t *testing.T) {
	p := preset(t, "beaver-green")
	p.Phones.Grounds[0], p.SafeguardingTeam[0] = Imagery, RoleOSL
	again := preset(t, "beaver-green")
	if again.Phones.Grounds[0] != Breach || again.SafeguardingTeam[0] != RoleDSL {
		t.Error("a caller changed the preset of everybody")
	}
	if _, err := Preset("no-such"); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown preset gives %v", err)
	}
}

func TestEveryClosedTypeOfThePolicyIsKnown(t *testing.T) {
	open := []reflect.Type{reflect.TypeFor[Name](), reflect.TypeFor[Month](), reflect.TypeFor[TimeOfDay](),
		reflect.TypeFor[PresetName]()}
	leaves(reflect.TypeFor[Policy](), "", func(path string, leaf reflect.Type) {
		if leaf.Kind() != reflect.String || slices.Contains(open, leaf) {
			return
		}
		if e, ok := enums[leaf]; !ok || len(e.values) == 0 {
			t.Errorf("%s is of the type %s, which has no list of values", path, leaf)
		}
	})
}

// leaves calls do for every field of a document that is not a struct itself; a list counts as what it holds.
func leaves(of reflect.Type, path string, do func(path string, leaf reflect.Type)) {
	for i := range of.NumField() {
		name, _ := fieldName(of.Field(i))
		if name == "" {
			continue
		}
		at, field := join(path, name), of.Field(i).Type
		if field.Kind() == reflect.Slice {
			field = field.Elem()
		}
		if field.Kind() == reflect.Struct {
			leaves(field, at, do)
			continue
		}
		do(at, field)
	}
}
