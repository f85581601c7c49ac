package school

import (
	"reflect"
	"strconv"
	"strings"

	"lollipop/backend/clause"
	"lollipop/backend/phrase"
)

// Switch is one point in which policies differ, for the policy page: what it is, how this school has it, which
// sentences it rests on, and whether the product acts on it.
type Switch struct {
	// Key is its place in the policy's document, "phones.mode".
	Key string
	// Label says what it is ("school.switch.<key>"), Values how it stands; a list that names nothing says so.
	Label  phrase.Phrase
	Values []phrase.Phrase
	// Codes are the values as they stand in the document, true and false being "yes" and "no".
	Codes []string
	// Clauses are the keys whose sentences it rests on, those of this school's text alone.
	Clauses []clause.Key
	// Room executes it, or will.
	Room string
	// State is Done where a room that is built acts on it, else NotYet.
	State State
}

// switchRow says of one field of Policy which sentences it rests on and which room acts on it.
type switchRow struct {
	key     string
	room    string
	acted   bool
	clauses []clause.Key
}

// Policies differ in these; a test holds the table against the fields of Policy.
var switchTable = []switchRow{
	{"terms.child", "school", true, keys("scope.people")},
	{"terms.organisation", "school", true, keys("aims.authorship")},
	{"terms.approver", "school", true, keys("phones.contact_exception", "staff_misuse.to_head")},
	{"terms.head_of_school", "people", true, keys("review.head_informed")},
	{"safeguarding_team", "people", true, keys("roles.lead", "roles.dsl.contact", "roles.dsl.deputies")},
	{"risks", "procedure", false,
		keys("risk.categories.intro", "risk.content", "risk.contact", "risk.conduct", "risk.commerce")},
	{"review.written", "school", true, keys("aims.authorship")},
	{"review.ratified", "school", true, keys("aims.authorship")},
	{"review.next", "school", true, keys("review.annual")},
	{"governors.report", "procedure", false, keys("review.governor_report")},
	{"governors.lead_meets", "guidance", false, keys("roles.dsl.governor_meeting")},
	{"access.record", "aup", false, keys("access.record", "aup.sign_before_access")},
	{"access.own_login_from", "aup", false, keys("passwords.children")},
	{"access.own_login", "aup", false, keys("security.logins_enforced")},
	{"aup.sign_drafts", "aup", true, keys("aup.age_suited", "education.vulnerable.differentiated")},
	{"aup.grace_days", "aup", true, keys("roles.parents.read_aups", "roles.children.read_aups")},
	{"phones.mode", "custody", true, keys("phones.hand_in")},
	{"phones.kinds", "custody", true, keys("phones.scope")},
	{"phones.no_use_zones", "aup", false, keys("phones.no_use_zones")},
	{"phones.contact_exception_by", "custody", true, keys("phones.contact_exception")},
	{"phones.curriculum.staff_consent", "custody", true, keys("phones.curriculum_use")},
	{"phones.curriculum.risk_assessment", "custody", true, keys("phones.curriculum_use")},
	{"phones.curriculum.leadership_approval", "custody", true, keys("phones.curriculum_use")},
	{"phones.curriculum.never_blanket", "custody", true, keys("phones.not_blanket", "phones.curriculum_use")},
	{"phones.grounds", "custody", true, keys("phones.confiscation_grounds", "phones.confiscate")},
	{"phones.hold_grounds", "custody", true, keys("phones.confiscation_grounds")},
	{"phones.release", "custody", true, keys("phones.release")},
	{"phones.parents_told", "custody", true, keys("phones.parents_told", "phones.release")},
	{"phones.search", "custody", true, keys("phones.search.consent", "phones.search.advice")},
	{"phones.deletion", "custody", true, keys("phones.search.consent")},
	{"phones.staff_permission", "custody", true, keys("phones.staff.permission")},
	{"phones.staff_illegal_content", "procedure", false, keys("phones.staff.illegal_content")},
	{"phones.visitors.sign_aup", "aup", false, keys("phones.visitors.aup")},
	{"phones.visitors.named_areas_only", "guidance", false, keys("phones.visitors.areas", "phones.visitors.signage")},
	{"phones.visitors.breach_to", "concern", true, keys("phones.visitors.challenge")},
	{"notices.quiet_from", "notice", true, keys("email.staff.work_life_balance")},
	{"notices.quiet_until", "notice", true, keys("email.staff.work_life_balance")},
	{"filtering.provider", "school", true, keys("filtering.provider")},
	{"filtering.products", "school", true, keys("filtering.blocks", "filtering.supplier_review")},
	{"filtering.blocks", "guidance", false, keys("filtering.blocks")},
	{"filtering.iwf_list", "guidance", false, keys("filtering.iwf_list")},
	{"filtering.breach_to", "procedure", false, keys("procedure.filtering_breach.report")},
	{"filtering.parents_told", "procedure", false, keys("procedure.filtering_breach.parents")},
	{"filtering.technician_reports_to", "procedure", false, keys("roles.technical.report_breaches")},
	{"monitoring.by", "guidance", false, keys("monitoring.log_files", "monitoring.supervision")},
	{"data.encrypted_off_site", "aup", false, keys("security.encryption")},
	{"video.on", "consent", false, keys("video.recognise", "video.parent_consent")},
	{"platform.products", "aup", false, keys("platform.official", "platform.current_members")},
	{"social.official", "consent", false, keys("official_social.channels")},
	{"social.staff_contact_by", "people", true, keys("social.staff.contact_approval")},
	{"social.staff_at_work", "aup", false, keys("social.school_hours")},
	{"search_tools.named", "guidance", false, keys("classroom.search_tools")},
	{"search_tools.risk_assessed", "guidance", false, keys("classroom.search_tools", "risk.assess_before_use")},
	{"progress_apps.products", "school", true, keys("progress_apps.named")},
	{"progress_apps.parents_told_first", "aup", false, keys("progress_apps.parents_expectations")},
	{"education.positive", "guidance", false, keys("education.reward_positive_use", "education.peer_education")},
	{"parents.channels", "notice", false, keys("parents.draw_attention", "parents.awareness_events")},
	{"links.directory", "guidance", false, keys("links.education_settings.intro", "links.parents.ceop.intro")},
	{"incidents.welfare_to", "concern", true, keys("concerns.welfare.routed")},
	{"incidents.unsure_by", "procedure", false, keys("concerns.unsure")},
	{"incidents.unsure_ask", "procedure", false, keys("concerns.unsure")},
	{"incidents.offensive_to", "procedure", false, keys("email.offensive")},
	{"incidents.exploitation_first_call", "procedure", false, keys("procedure.exploitation.first_call")},
	{"incidents.criminal_exploitation", "procedure", false, keys("procedure.exploitation.to_dsl")},
	{"incidents.indecent_images_tell", "procedure", false, keys("procedure.indecent_images.tell")},
	{"incidents.harassment", "procedure", false, keys("procedure.harassment.to_dsl", "aims.procedures")},
	{"incidents.deletion_confirmed_by", "procedure", false, keys("procedure.nudes.deletion_lock")},
	{"incidents.other_schools_by", "procedure", false, keys("concerns.beyond_school")},
	{"concerns.read_within", "concern", true, keys("concerns.welfare.routed")},
	{"concerns.next_after", "concern", true, keys("concerns.welfare.routed")},
}

func keys(list ...clause.Key) []clause.Key { return list }

// Switches are all points in which this policy may differ from another, in the order of the text.
func (p Policy) Switches() []Switch {
	all := make([]Switch, 0, len(switchTable))
	for _, row := range switchTable {
		s := Switch{Key: row.key, Label: phrase.Say("school.switch."+row.key, nil), Room: row.room, State: NotYet}
		s.Codes, s.Values = p.codes(row.key), p.values(row.key)
		for _, key := range row.clauses {
			if len(p.Clauses(key)) > 0 {
				s.Clauses = append(s.Clauses, key)
			}
		}
		if row.acted && rooms[row.room] {
			s.State = Done
		}
		all = append(all, s)
	}
	return all
}

// field is the field at that path of the document; the zero Value when there is none.
func (p Policy) field(path string) reflect.Value {
	v := reflect.ValueOf(p)
	for name := range strings.SplitSeq(path, ".") {
		if v.Kind() != reflect.Struct {
			return reflect.Value{}
		}
		at := -1
		for i := range v.NumField() {
			if tag, _ := fieldName(v.Type().Field(i)); tag == name {
				at = i
			}
		}
		if at < 0 {
			return reflect.Value{}
		}
		v = v.Field(at)
	}
	return v
}

// items are the single values of a field: a list's, or the one.
func (p Policy) items(path string) []reflect.Value {
	v := p.field(path)
	if v.Kind() != reflect.Slice {
		return []reflect.Value{v}
	}
	all := make([]reflect.Value, v.Len())
	for i := range all {
		all[i] = v.Index(i)
	}
	return all
}

func (p Policy) codes(path string) []string {
	var codes []string
	for _, v := range p.items(path) {
		if !v.IsValid() {
			return nil
		}
		switch v.Kind() {
		case reflect.Bool:
			codes = append(codes, yesOrNo(v.Bool()))
		case reflect.Int:
			codes = append(codes, strconv.FormatInt(v.Int(), 10))
		default:
			codes = append(codes, v.String())
		}
	}
	return codes
}

func (p Policy) values(path string) []phrase.Phrase {
	var said []phrase.Phrase
	for _, v := range p.items(path) {
		switch {
		case !v.IsValid():
			return nil
		case v.Kind() == reflect.Bool:
			said = append(said, phrase.Say("school.value."+yesOrNo(v.Bool()), nil))
		case v.Kind() == reflect.Int: // days, but for what is counted in the minutes of a school day
			n, unit := int(v.Int()), "days"
			if strings.HasPrefix(path, "concerns.") {
				unit = "minutes"
			}
			said = append(said, phrase.Phrase{Key: "school.value." + unit, Count: &n})
		case v.Type() == reflect.TypeFor[Month]():
			said = append(said, Month(v.String()).phrase())
		case v.Type() == reflect.TypeFor[Name](), v.Type() == reflect.TypeFor[TimeOfDay](): // said as they are
			said = append(said, phrase.Say("school.value.name", phrase.Args{"Name": v.String()}))
		default:
			said = append(said, phrase.Say("school.value."+enums[v.Type()].said+"."+v.String(), nil))
		}
	}
	if len(said) == 0 {
		said = append(said, phrase.Say("school.value.none", nil))
	}
	return said
}

func yesOrNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
