package school

import (
	"strings"
	"testing"

	"lollipop/backend/clause"
)

// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func TestMayReason(t *testing.T) {
	head, others := []Role{"teacher", RoleHead}, []Role{RoleDSL, RoleDeputyDSL, RoleOSL, "head_of_school", "administrator"}
	for name, say := range map[string]map[string]string{
		"anthony-roper": {
			"practice.phone_free_day":    "school.reason.no_finding", // its children hand in
			"practice.phones_in_lessons": "", "practice.four_cs": "", "document.kcsie": "", "fault.section_missing": "",
			"practice.never_view": "school.reason.decide", "review_overdue": "school.reason.decide",
			"fault.no_route_about_head": "school.reason.decide", "": "school.reason.no_finding",
		},
		"beaver-green": {
			"practice.phone_free_day": "", "practice.phones_in_lessons": "",
			"practice.four_cs":        "school.reason.no_finding", // it names commerce
			"fault.list_forgets_lead": "school.reason.decide", "practice": "school.reason.no_finding",
		},
	} {
		found, err := Check(preset(t, name), "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		for code, want := range say {
			got := MayReason(head, found, code)
			if got.OK() != (want == "") || got.Why.Key != want || got.Clause != nationalPractice {
				t.Errorf("%s: %q: %+v, want %q", name, code, got, want)
			}
			if got := MayReason(others, found, code); got.OK() || got.Why.Key != "school.reason.approver" {
				t.Errorf("%s: %q by somebody else: %+v", name, code, got)
			}
		}
	}
	both := []Finding{{Code: "x", Severity: Amber}, {Code: "x", Severity: Red}, {Code: "x", Severity: Amber}}
	if got := MayReason(head, both, "x"); got.Why.Key != "school.reason.decide" {
		t.Errorf("a code that is red somewhere: %+v", got)
	}
	if MayWithdraw(others).OK() || !MayWithdraw(head).OK() || MayWithdraw(nil).Verdict != clause.Denied {
		t.Error("a reason is the head's to take back, and nobody else's")
	}
}

// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func TestAReasonIsForOneText(t *testing.T) {
	p := preset(t, "beaver-green")
	f := check(t, p, "2026-11-23")["practice.phone_free_day"]
	given := Reason{Code: f.Code, Why: "We trust our classes.", PolicyVersion: p.Version, VerifiedOn: f.VerifiedOn}
	if !given.Holds(p, f) {
		t.Fatalf("%+v does not answer %+v", given, f)
	}
	later, checked, other, taken := p, f, f, given
	later.Version++
	checked.VerifiedOn = f.VerifiedOn.AddDays(1)
	other.Code = "practice.phones_in_lessons"
	taken.WithdrawnAt = f.VerifiedOn.At(9, 0, London)
	for name, holds := range map[string]bool{
		"a new version of the policy": given.Holds(later, f), "guidance checked anew": given.Holds(p, checked),
		"another finding": given.Holds(p, other), "taken back": taken.Holds(p, f), "none": Reason{}.Holds(p, Finding{}),
	} {
		if holds {
			t.Errorf("it still holds: %s", name)
		}
	}
}

func TestWordsOfAReason(t *testing.T) {
	for text, want := range map[string]string{
		"": "school.reason.missing", " \n\t": "school.reason.missing", "  We trust them. ": "",
		strings.Repeat("é", ReasonLength): "", strings.Repeat("é", ReasonLength+1): "school.reason.too_long",
	} {
		kept, err := words(text)
		if want == "" && (err != nil || kept != strings.TrimSpace(text)) ||
			want != "" && (err == nil || !strings.Contains(err.Error(), want+" (reason)")) {
			t.Errorf("%.20q: %q, %v", text, kept, err)
		}
	}
}
