package school

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/clause"
	"lollipop/backend/clock"
)

func check(t *testing.T, p Policy, today clock.Date) map[string]Finding {
	t.Helper()
	found, err := Check(p, today)
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]Finding{}
	for _, f := range found {
		byCode[f.Code] = f
	}
	return byCode
}

// Policy: review.annual (AR 3/1, BG 3/1)
func TestReviewIsOverdueOnceItsMonthIsOver(t *testing.T) {
	for _, day := range []struct {
		preset string
		today  clock.Date
		want   bool
	}{
		{"anthony-roper", "2020-12-31", false},
		{"anthony-roper", "2021-01-31", false},
		{"anthony-roper", "2021-02-01", true},
		{"anthony-roper", "2026-11-23", true},
		{"beaver-green", "2023-03-31", false},
		{"beaver-green", "2023-04-01", true},
	} {
		f, overdue := check(t, preset(t, day.preset), day.today)["review_overdue"]
		if overdue != day.want {
			t.Errorf("%s on %s: overdue is %v", day.preset, day.today, overdue)
		}
		if overdue && (f.Severity != Red || !slices.Equal(f.Clauses, []clause.Key{"review.annual"})) {
			t.Errorf("%s: %+v", day.preset, f)
		}
	}
	p := preset(t, "anthony-roper")
	p.Review.Next = "2027-11" // a new version was published
	if _, overdue := check(t, p, "2026-11-23")["review_overdue"]; overdue {
		t.Error("a policy that was reviewed is still overdue")
	}
}

// Policy: aims.statutory_basis (AR 1/2, BG 1/2)
func TestGuidanceThatCameAfterTheText(t *testing.T) {
	for _, cited := range []struct {
		preset, code, key string
		from              clock.Date
		id                string
	}{
		{"anthony-roper", "document.kcsie", "school.finding.old_edition", "2025-09-01", "AR 1/2"},
		{"anthony-roper", "document.working_together", "school.finding.old_edition", "2023-12-15", "AR 1/2"},
		{"anthony-roper", "document.eyfs", "school.finding.old_edition", "2025-09-01", "AR 1/2"},
		{"anthony-roper", "document.kscb", "school.finding.superseded", "2019-09-17", "AR 10.1/3"},
		{"anthony-roper", "document.ukccis_sexting", "school.finding.superseded", "2020-12-23", "AR 11.1/2"},
		{"anthony-roper", "document.action_fraud", "school.finding.superseded", "2026-11-21", "AR 12/31"},
		{"anthony-roper", "document.net_aware", "school.finding.closed", "2026-11-21", "AR 12/28"},
		{"beaver-green", "document.kscb", "school.finding.superseded", "2019-09-17", "BG 1/2"},
		{"beaver-green", "document.svsh", "school.finding.superseded", "2022-09-01", "BG 11.1/1"},
		{"beaver-green", "document.kcsie", "school.finding.old_edition", "2025-09-01", "BG 11.1/1"},
		{"beaver-green", "document.ukccis_sexting", "school.finding.superseded", "2020-12-23", "BG 11.2/2"},
		{"beaver-green", "document.thinkuknow", "school.finding.superseded", "2026-11-21", "BG 12/29"},
	} {
		p := preset(t, cited.preset)
		f, found := check(t, p, cited.from)[cited.code]
		if !found || f.Say.Key != cited.key || !slices.Contains(f.IDs, cited.id) ||
			f.Severity != Amber || f.VerifiedOn == "" {
			t.Errorf("%s: %s is %+v", cited.preset, cited.code, f)
		}
		if _, early := check(t, p, cited.from.AddDays(-1))[cited.code]; early {
			t.Errorf("%s: %s was found a day before it was so", cited.preset, cited.code)
		}
	}
	// BG 1/2 gives no year, which means the current edition; AR 12/6 already says KSCMP.
	if f := check(t, preset(t, "beaver-green"), "2026-11-23")["document.working_together"]; f.Code != "" {
		t.Errorf("guidance cited without a year is called old: %+v", f)
	}
	if f := check(t, preset(t, "anthony-roper"), "2026-11-23")["document.kscb"]; slices.Contains(f.IDs, "AR 12/6") {
		t.Errorf("KSCMP is taken for KSCB: %+v", f)
	}
}

// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func TestPracticeThatDiffersFromGuidance(t *testing.T) {
	for _, expected := range []struct {
		code     string
		from     clock.Date
		severity Severity
		ar, bg   bool
	}{
		{"practice.phone_free_day", "2026-01-19", Amber, false, true}, // AR hands in: phone-free all day
		{"practice.phones_in_lessons", "2026-01-19", Amber, true, true},
		{"practice.four_cs", "2021-09-01", Amber, true, false},
		{"practice.misinformation", "2025-09-01", Amber, true, true},
		{"practice.never_view", "2024-03-11", Red, true, true},
		{"practice.ai_images", "2024-03-11", Amber, true, true},
	} {
		for name, want := range map[string]bool{"anthony-roper": expected.ar, "beaver-green": expected.bg} {
			f, found := check(t, preset(t, name), expected.from)[expected.code]
			if found != want || found && (f.Severity != expected.severity || len(f.Clauses) == 0) {
				t.Errorf("%s: %s is %+v", name, expected.code, f)
			}
			if _, early := check(t, preset(t, name), expected.from.AddDays(-1))[expected.code]; early {
				t.Errorf("%s: %s was found before the guidance", name, expected.code)
			}
		}
	}
	p := preset(t, "beaver-green")
	p.Phones.Mode = HandIn // the school changes its switch
	if _, found := check(t, p, "2026-11-23")["practice.phone_free_day"]; found {
		t.Error("a school that hands in still differs")
	}
	p = preset(t, "beaver-green")
	followed := *p.text
	followed.follows = []Name{"misinformation"}
	p.text = &followed
	if _, found := check(t, p, "2026-11-23")["practice.misinformation"]; found {
		t.Error("a text that says it follows the practice still differs")
	}
}

// The design's list of the faults in the two texts; those about guidance and review are in the tests above.
func TestFaultsInTheTextsAreSurfaced(t *testing.T) {
	want := map[string]map[string]string{
		"anthony-roper": {
			"unappointed_deputy": "AR 9.2/9, AR 9.4/2", "section_missing": "AR 7.3.4/1", "no_route_about_head": "AR 10.2/1",
		},
		"beaver-green": {
			"lead_reports_to_self": "BG 4.2/11", "logins_disagree": "BG 7.5/8, BG 7.5.1/2",
			"two_filter_suppliers": "BG 7.3.2/2, BG 7.3.2/4", "issued_to_learners": "BG 7.11/4", "two_heads": "BG 3/4",
			"section_missing": "BG 7.3.4/1", "sentence_breaks_off": "BG 8.4/14", "person_instead_of_role": "BG 7.8/6",
			"list_forgets_lead": "BG 11.4/5", "games_used_and_blocked": "BG 7.1/6, BG 7.3.2/2",
			"no_route_about_head": "BG 10.2/1",
		},
	}
	for name, faults := range want {
		found := check(t, preset(t, name), "2022-04-01")
		for code, ids := range faults {
			f := found["fault."+code]
			for _, id := range strings.Split(ids, ", ") {
				if !slices.Contains(f.IDs, id) {
					t.Errorf("%s: %s does not name %s: %+v", name, code, id, f)
				}
			}
		}
		for code := range found {
			if text, is := strings.CutPrefix(code, "fault."); is && faults[text] == "" {
				t.Errorf("%s has a fault that the design does not name: %s", name, text)
			}
		}
	}
}

func TestCheckSortsAndRefusesNoPolicy(t *testing.T) {
	found, err := Check(preset(t, "anthony-roper"), "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	redFirst := func(a, b Finding) int { return strings.Compare(string(b.Severity), string(a.Severity)) }
	if !slices.IsSortedFunc(found, redFirst) {
		t.Errorf("red does not come first: %v", found)
	}
	seen := map[string]bool{}
	for _, f := range found {
		id := fmt.Sprint(f.Code, f.IDs)
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
	}
	if _, err := Check(Policy{}, "2026-11-23"); err == nil {
		t.Error("no policy was checked")
	}
}
