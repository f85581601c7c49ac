package aup_test

import (
	"slices"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/clause"
	"lollipop/backend/clock"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// rests fails the test where a ruling rests on a sentence that one of the schools' policies does not have.
func rests(t *testing.T, what string, r clause.Ruling) {
	t.Helper()
	for name, preset := range presets {
		p, err := school.Preset(preset)
		if err != nil {
			t.Fatal(err)
		}
		if r.Clause != "" && len(p.Clauses(r.Clause)) == 0 {
			t.Errorf("%s: %s has no sentence %q", what, name, r.Clause)
		}
	}
}

// ruled is a ruling in words: "yes", "no KEY", "wait KEY".
func ruled(t *testing.T, what string, r clause.Ruling) string {
	t.Helper()
	rests(t, what, r)
	switch r.Verdict {
	case clause.Allowed:
		return "yes"
	case clause.NotYet:
		return "wait " + r.Why.Key
	case clause.Denied:
	}
	return "no " + r.Why.Key
}

// Each band has its own document, and a child signs alone from Key Stage 2 on.
//
// Policy: aup.age_suited (AR 5.1/7, BG 5.1/7)
func TestTheBandDecidesTheDocument(t *testing.T) {
	for year, want := range map[people.Year]struct {
		document aup.Document
		alone    string
	}{
		people.Nursery: {aup.ForEYFS, "no aup.sign.with_adult"}, people.Reception: {aup.ForEYFS, "no aup.sign.with_adult"},
		people.Year1: {aup.ForKS1, "no aup.sign.with_adult"}, people.Year2: {aup.ForKS1, "no aup.sign.with_adult"},
		people.Year3: {aup.ForLowerKS2, "yes"}, people.Year4: {aup.ForLowerKS2, "yes"},
		people.Year5: {aup.ForUpperKS2, "yes"}, people.Year6: {aup.ForUpperKS2, "yes"},
		"7": {"", "no aup.sign.with_adult"},
	} {
		if got := aup.DocumentOf(year.Band()); got != want.document {
			t.Errorf("Year %s is asked for %q", year, got)
		}
		if got := ruled(t, string(year), aup.MaySignAlone(year.Band())); got != want.alone {
			t.Errorf("Year %s alone: %s", year, got)
		}
	}
}

// Policy: aup.age_suited (AR 5.1/7, BG 5.1/7), parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func TestWhatCanBeSignedForWhom(t *testing.T) {
	year := func(y people.Year) people.Pupil { return people.Pupil{ID: "child", Year: y} }
	other, talk := "no aup.sign.other_age", "wait aup.sign.talk_first"
	for _, row := range []struct {
		kind     people.Kind
		document aup.Document
		child    people.Pupil
		talked   bool
		want     string
	}{
		{people.ParentKind, aup.ForParents, people.Pupil{}, false, "yes"}, // about oneself there is nothing to talk over
		{people.ParentKind, aup.ForParents, year("6"), true, other},
		{people.PupilKind, aup.ForParents, year("6"), true, other},
		{people.PupilKind, aup.ForParents, people.Pupil{}, true, other},
		{people.ParentKind, aup.ForUpperKS2, year("6"), true, "yes"},
		{people.ParentKind, aup.ForUpperKS2, year("6"), false, talk},
		{people.ParentKind, aup.ForUpperKS2, year("4"), true, other},
		{people.ParentKind, aup.ForUpperKS2, people.Pupil{}, true, other},
		{people.ParentKind, aup.ForKS1, year("1"), true, "yes"},
		{people.PupilKind, aup.ForUpperKS2, year("5"), false, "yes"},
		{people.PupilKind, aup.ForLowerKS2, year("5"), false, other},
		{people.PupilKind, aup.ForKS1, year("1"), true, "no aup.sign.with_adult"},
	} {
		what := string(row.kind) + " " + string(row.document) + " Year " + string(row.child.Year)
		if got := ruled(t, what, aup.MaySign(row.kind, row.document, row.child, row.talked)); got != row.want {
			t.Errorf("%s: %s, not %s", what, got, row.want)
		}
	}
}

// The statement that use is monitored can be reworded, moved, and not removed; of a child's document that rests on the
// sentence about children's, of every other on the one about everybody.
//
// Policy: aup.monitored_statement (AR 5.1/9, BG 5.1/9), monitoring.users_informed (AR 7.3.4/3, BG 7.3.4/5)
func TestTheMonitoringStatementStays(t *testing.T) {
	said := func(keys ...string) (text aup.Text) {
		for _, key := range keys {
			text.Statements = append(text.Statements, aup.Statement{Key: key, Text: "In other words."})
		}
		return text
	}
	empty := said("monitored")
	empty.Statements[0].Text = ""
	for _, d := range aup.Documents {
		key := clause.Key("aup.monitored_statement")
		if d == aup.ForParents {
			key = "monitoring.users_informed"
		}
		for _, row := range []struct {
			what  string
			fixed []string
			text  aup.Text
			want  string
		}{
			{"reworded", []string{"monitored"}, said("kind", "monitored"), "yes"},
			{"alone", []string{"monitored"}, said("monitored"), "yes"},
			{"removed", []string{"monitored"}, said("kind"), "no aup.publish.monitored"},
			{"emptied", []string{"monitored"}, empty, "no aup.publish.monitored"},
			{"one of two", []string{"monitored", "logs"}, said("monitored"), "no aup.publish.monitored"},
			{"never there", nil, said("kind"), "no aup.publish.monitored"},
		} {
			r := aup.CanPublish(d, row.fixed, row.text)
			if got := ruled(t, row.what, r); got != row.want || r.Clause != key {
				t.Errorf("%s, %s: %s by %s", d, row.what, got, r.Clause)
			}
		}
	}
}

// shelf is a library in which version a of the upper Key Stage 2 document was replaced by b on 2 November.
func shelf() aup.Library {
	l := aup.Library{Policy: school.AUP{SignDrafts: true, GraceDays: 14}}
	for i, v := range []string{"a", "b"} {
		l.Versions = append(l.Versions, aup.Version{Document: aup.ForUpperKS2, ID: v, Number: i + 1,
			At: time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, 32*i)})
	}
	l.Versions = append(l.Versions, aup.Version{Document: aup.ForLowerKS2, ID: "c", Number: 1})
	return l
}

// A signature counts while it stands and for fourteen days after its version was replaced; it lapses when the child's
// band changes, and when it is taken back.
//
// Policy: education.transition (AR 5.1/11, BG 5.1/11)
func TestWhatBecomesOfASignature(t *testing.T) {
	g := func(version string, withdrawn bool) aup.Signature {
		g := aup.Signature{Document: aup.ForUpperKS2, Version: version}
		if withdrawn {
			g.WithdrawnAt = monday
		}
		return g
	}
	for _, row := range []struct {
		what      string
		signature aup.Signature
		year      people.Year
		today     clock.Date
		standing  aup.Standing
		counts    string
	}{
		{"current", g("b", false), "6", "2026-11-23", aup.Stands, "yes"},
		{"current, taken back", g("b", true), "6", "2026-11-23", aup.Withdrawn, "no aup.counts.withdrawn"},
		{"replaced, the same day", g("a", false), "6", "2026-11-02", aup.Replaced, "yes"},
		{"replaced, the last day of grace", g("a", false), "6", "2026-11-16", aup.Replaced, "yes"},
		{"replaced, the day after", g("a", false), "6", "2026-11-17", aup.Replaced, "no aup.counts.replaced"},
		{"replaced and taken back", g("a", true), "6", "2026-11-02", aup.Withdrawn, "no aup.counts.withdrawn"},
		{"of an older band", g("b", false), "4", "2026-11-02", aup.Lapsed, "no aup.counts.lapsed"},
		{"of no year", g("b", false), "7", "2026-11-02", aup.Lapsed, "no aup.counts.lapsed"},
	} {
		child := people.Pupil{ID: "child", Year: row.year}
		if got := aup.StandingOf(shelf(), row.signature, child); got != row.standing {
			t.Errorf("%s: %s", row.what, got)
		}
		if got := ruled(t, row.what, aup.Counts(shelf(), row.signature, child, row.today)); got != row.counts {
			t.Errorf("%s: counts %s", row.what, got)
		}
	}
	own := aup.Signature{Document: aup.ForParents, Version: "p"}
	l := shelf()
	l.Versions = append(l.Versions, aup.Version{Document: aup.ForParents, ID: "p", Number: 1})
	if got := aup.StandingOf(l, own, people.Pupil{}); got != aup.Stands {
		t.Errorf("an adult's own: %s", got)
	}
	if by := aup.SignBy(shelf(), aup.ForUpperKS2, "a"); by != "2026-11-16" {
		t.Errorf("sign by %s", by)
	}
	if by := aup.SignBy(shelf(), aup.ForUpperKS2, "b"); by != "" {
		t.Errorf("what is asked now is to be signed again by %s", by)
	}
}

// Each school says how long what was signed before still counts, and whether a translation that nobody has checked may
// be signed; what it does not say otherwise is fourteen days, and yes.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), aup.age_suited (AR 5.1/7, BG 5.1/7)
func TestTheSchoolDecidesHowItAsks(t *testing.T) {
	for name, preset := range presets {
		p, err := school.Preset(preset)
		if err != nil {
			t.Fatal(err)
		}
		for status, strict := range map[aup.Status]string{aup.Original: "yes", aup.Verified: "yes",
			aup.Draft: "no aup.sign.draft"} {
			what := name + ", " + string(status)
			if got := ruled(t, what, aup.MayBeSigned(p.AUP, status)); got != "yes" {
				t.Errorf("%s: %s", what, got)
			}
			checked := p.AUP
			checked.SignDrafts = false
			if got := ruled(t, what+", checked alone", aup.MayBeSigned(checked, status)); got != strict {
				t.Errorf("%s where drafts are not signed: %s", what, got)
			}
		}
		l := shelf()
		l.Policy = p.AUP
		child, g := people.Pupil{ID: "child", Year: "6"}, aup.Signature{Document: aup.ForUpperKS2, Version: "a"}
		for grace, last := range map[int]clock.Date{p.AUP.GraceDays: "2026-11-16", 0: "2026-11-02", 30: "2026-12-02"} {
			l.Policy.GraceDays = grace
			by := aup.SignBy(l, aup.ForUpperKS2, "a")
			if by != last || !aup.Counts(l, g, child, last).OK() || aup.Counts(l, g, child, last.AddDays(1)).OK() {
				t.Errorf("%s, %d days: sign by %s", name, grace, by)
			}
			current, _ := l.Current(aup.ForUpperKS2)
			if l.GraceOf(current, last) != last || l.GraceOf(current, last.AddDays(1)) != "" ||
				l.GraceOf(l.Versions[0], "2026-10-01") != "" {
				t.Errorf("%s, %d days: the office reads %s", name, grace, l.GraceOf(current, last))
			}
		}
	}
}

// Who goes back to an earlier text asks nobody again who signed that.
func TestAnEarlierTextAgain(t *testing.T) {
	l := shelf()
	l.Versions = append(l.Versions, aup.Version{Document: aup.ForUpperKS2, ID: "a", Number: 3, At: monday})
	child := people.Pupil{ID: "child", Year: "6"}
	for version, want := range map[string]aup.Standing{"a": aup.Stands, "b": aup.Replaced} {
		g := aup.Signature{Document: aup.ForUpperKS2, Version: version}
		if got := aup.StandingOf(l, g, child); got != want {
			t.Errorf("%s: %s", version, got)
		}
	}
	if by := aup.SignBy(l, aup.ForUpperKS2, "b"); by != "2026-12-07" {
		t.Errorf("who signed what stood between signs by %q", by)
	}
}

// Who publishes, records and follows: nobody of a family, and nobody of another school's staff by being staff there.
func TestWhoMay(t *testing.T) {
	who := func(roles ...people.Role) people.Who {
		return people.Who{School: "s", Person: "p", Kind: people.StaffKind, Roles: roles}
	}
	all := []people.Role{people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead, people.DeputyLead,
		people.OnlineSafetyLead, people.Office, people.Teacher, people.Assistant, people.SENCO, people.Technician,
		people.SiteManager, people.ChairOfGovernors, people.Governor, people.Administrator}
	for verb, row := range map[string]struct {
		may  func(people.Who) clause.Ruling
		want []people.Role
	}{
		"publish": {aup.MayPublish, []people.Role{people.Head}},
		"record":  {aup.MayRecord, []people.Role{people.Office, people.Head, people.Administrator}},
		"follow": {aup.MayFollow, []people.Role{people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead,
			people.DeputyLead, people.Office}},
	} {
		for _, role := range all {
			if got := row.may(who(role)).OK(); got != slices.Contains(row.want, role) {
				t.Errorf("%s as %s: %v", verb, role, got)
			}
		}
		for _, somebody := range []people.Who{{}, {School: "s", Person: "p", Kind: people.ParentKind}, who()} {
			if row.may(somebody).OK() {
				t.Errorf("%s as %+v", verb, somebody)
			}
		}
	}
}
