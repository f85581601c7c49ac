package school

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/fault"
	"lollipop/backend/phrase"
)

// catalogue is the English of this room: a key with one sentence, or with one for each plural form.
func catalogue(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	raw, err := os.ReadFile("../../locales/en/school.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatal(err)
	}
	return entries
}

// said fails where a phrase, or one inside it, has no sentence, or a sentence wants an argument that is not there.
func said(t *testing.T, entries map[string]json.RawMessage, used map[string]bool, p phrase.Phrase) {
	t.Helper()
	used[p.Key] = true
	sentence, ok := entries[p.Key]
	if !ok {
		t.Errorf("nothing is said for %s", p.Key)
	}
	for rest := string(sentence); ; {
		_, after, more := strings.Cut(rest, "{{.")
		if !more {
			break
		}
		name, tail, _ := strings.Cut(after, "}}")
		if _, ok := p.Args[name]; !ok && !(name == "PluralCount" && p.Count != nil) {
			t.Errorf("%s wants {{.%s}}", p.Key, name)
		}
		rest = tail
	}
	for _, arg := range p.Args {
		if inner, ok := arg.(phrase.Phrase); ok {
			said(t, entries, used, inner)
		}
	}
}

func TestSwitchesCoverThePolicy(t *testing.T) {
	entries, used := catalogue(t), map[string]bool{}
	var fields []string
	leaves(reflect.TypeFor[Policy](), "", func(path string, _ reflect.Type) {
		if path != "preset" && path != "version" { // which text, and which version of its switches: no switches
			fields = append(fields, path)
		}
	})
	for _, name := range Presets() {
		p := preset(t, name)
		var got []string
		for _, s := range p.Switches() {
			got = append(got, s.Key)
			said(t, entries, used, s.Label)
			if len(s.Values) == 0 {
				t.Errorf("%s: %s has no value", name, s.Key)
			}
			for _, value := range s.Values {
				said(t, entries, used, value)
			}
			for _, key := range s.Clauses {
				if len(p.Clauses(key)) == 0 {
					t.Errorf("%s: %s rests on %s, which the text lacks", name, s.Key, key)
				}
			}
			if _, ok := rooms[s.Room]; !ok {
				t.Errorf("%s belongs to an unknown room %s", s.Key, s.Room)
			}
			if s.State == Done && !rooms[s.Room] {
				t.Errorf("%s is called done, and %s is not built", s.Key, s.Room)
			}
		}
		for _, field := range fields {
			if !slices.Contains(got, field) {
				t.Errorf("%s: the field %s has no row in switchTable (switches.go)", name, field)
			}
		}
		for i, key := range got {
			if !slices.Contains(fields, key) || slices.Contains(got[:i], key) {
				t.Errorf("%s: the row %s of switchTable is no field, or stands twice", name, key)
			}
		}
	}
	// Every value of every closed type has words, not only those that a preset has.
	leaves(reflect.TypeFor[Policy](), "", func(_ string, leaf reflect.Type) {
		for _, value := range enums[leaf].values {
			said(t, entries, used, phrase.Say("school.value."+enums[leaf].said+"."+value, nil))
		}
	})
}

func TestSwitchRestsOnClausesOfAtLeastOneText(t *testing.T) {
	ar, bg := preset(t, "anthony-roper"), preset(t, "beaver-green")
	for _, row := range switchTable {
		for _, key := range row.clauses {
			if len(ar.Clauses(key))+len(bg.Clauses(key)) == 0 {
				t.Errorf("%s rests on %s, which no text has", row.key, key)
			}
		}
	}
}

func TestStateIsHonest(t *testing.T) {
	for name, want := range map[string]map[string]State{
		"anthony-roper": {"AR 9.3/9": Done, "AR 3/1": Done, "AR 3/5": NotYet, "AR 10/2": Done,
			"AR 7.6/1": Never, "AR 1/1": Done, "AR 4.6/1": Done, "AR 4.5/3": NotYet, "AR 5.1/9": Done, "AR 5.3/6": Done,
			"AR 5.1/7": NotYet, "AR 5.1/11": NotYet, "AR 5.1.1/2": NotYet, "AR 7.3.4/3": NotYet, // not for everybody
			"AR 7.2/1": NotYet, "AR 9.1/2": NotYet, "AR 3/2": NotYet,
			"AR 8.2/21": NotYet, "AR 7.4/1": NotYet, "AR 4/1": Done, "AR 10/6": NotYet}, // a rule that nobody can use yet
		"beaver-green": {"BG 9.3/12": Done, "BG 7.10/3": NotYet, "BG 7.9.1/1": NotYet},
	} {
		p := preset(t, name)
		for id, state := range want {
			if got := StateOf(p.text.byID[id]); got != state {
				t.Errorf("%s is %s, not %s", id, got, state)
			}
		}
	}
	for key, room := range unused {
		if rooms[room] || later[key] != "" {
			t.Errorf("%s waits for %s, which is built, or waits twice", key, room)
		}
		if !slices.ContainsFunc(preset(t, "anthony-roper").Clauses(key), executed) &&
			!slices.ContainsFunc(preset(t, "beaver-green").Clauses(key), executed) {
			t.Errorf("%s is executed in no text", key)
		}
	}
	for key, room := range Later() {
		if rooms[room] {
			t.Errorf("%s waits for %s, which is built", key, room)
		}
		if WaitsFor(key) != room {
			t.Errorf("%s waits for %q and for %q", key, room, WaitsFor(key))
		}
	}
}

// Every phrase that this room can say has its English, and the catalogue holds no other.
func TestCatalogueIsWhole(t *testing.T) {
	entries, used := catalogue(t), map[string]bool{}
	use := func(p phrase.Phrase) { said(t, entries, used, p) }
	for _, name := range Presets() {
		p := preset(t, name)
		for today := range map[clock.Date]bool{"2020-03-01": true, "2026-11-23": true} {
			found, err := Check(p, today)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				use(f.Say)
			}
		}
		for _, arg := range TermArgs(p) {
			use(arg.(phrase.Phrase))
		}
		for _, s := range p.Switches() {
			use(s.Label)
			for _, value := range s.Values {
				use(value)
			}
		}
	}
	for month := range 12 {
		use(Month("2026-" + []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}[month]).phrase())
	}
	leaves(reflect.TypeFor[Policy](), "", func(_ string, leaf reflect.Type) {
		for _, value := range enums[leaf].values {
			use(phrase.Say("school.value."+enums[leaf].said+"."+value, nil))
		}
	})
	for _, why := range []string{WhyWeekend, WhyBankHoliday, WhyHoliday, WhyInset, WhyClosed, WhyHalfDay, WhyUnknown} {
		use(phrase.Say("school.day."+why, nil))
	}
	for prefix, codes := range map[string][]string{
		"severity": {string(Amber), string(Red)}, "state": {string(Done), string(NotYet), string(Never)},
		"status":          enums[reflect.TypeFor[clause.Status]()].values,
		"calendar.source": enums[reflect.TypeFor[CalendarSource]()].values,
		"value":           {"yes", "no", "none"}, "document": {"ukcis_nudes", "dfe_phones"},
	} {
		for _, code := range codes {
			use(phrase.Say("school."+prefix+"."+code, nil))
		}
	}
	with := phrase.Args{"Place": "", "Value": ""}
	for _, key := range []string{"not_json", "twice", "missing", "missing_file", "unknown_field", "unknown_value",
		"wrong_type",
		"duplicate", "contradicts", "ends_first", "overlaps", "no_school_day", "no_term"} {
		use(phrase.Say("school.decode."+key, with))
	}
	use(phrase.Say("school.slug_taken", nil)) // by the store, of an address that another school has
	_, err := Preset("none")
	use(err.(*fault.Fault).Say)
	for _, why := range []string{"", strings.Repeat("a", ReasonLength+1)} {
		_, err := words(why)
		use(err.(*fault.Fault).Say)
	}
	approver := TermArgs(preset(t, "beaver-green"))["Approver"]
	use(phrase.Say(MayWithdraw(nil).Why.Key, phrase.Args{"Approver": approver})) // the front door fills terms in
	use(MayReason([]Role{RoleHead}, nil, "x").Why)
	use(MayReason([]Role{RoleHead}, []Finding{{Code: "x", Severity: Red}}, "x").Why)
	use(phrase.Say("school.reason.none", nil)) // by Withdraw
	for key := range entries {
		if !used[key] {
			t.Errorf("nobody says %s", key)
		}
	}
}

func TestTermsAreSaidInTheReadersLanguage(t *testing.T) {
	for name, want := range map[string]string{
		"anthony-roper": "school.term.pupil school.term.school school.term.headteacher",
		"beaver-green":  "school.term.learner school.term.setting school.term.executive_headteacher",
	} {
		args := TermArgs(preset(t, name))
		child, children := args["Child"].(phrase.Phrase), args["Children"].(phrase.Phrase)
		got := child.Key + " " + args["Organisation"].(phrase.Phrase).Key + " " + args["Approver"].(phrase.Phrase).Key
		if got != want || children.Key != child.Key || *child.Count != 1 || *children.Count == 1 {
			t.Errorf("%s says %s (%d, %d)", name, got, *child.Count, *children.Count)
		}
	}
}

func executed(c clause.Clause) bool { return c.Status == clause.Executed }
