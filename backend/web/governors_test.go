package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// The chair learns of a governor no more than their name and how far they come in, and reaches nobody else: whoever is no
// governor is answered as one who does not exist, and one who works at the school too with why.
func TestTheChairReachesGovernorsAlone(t *testing.T) {
	h := newHouse(t)
	for _, p := range []*place{h.here, h.there} {
		gov := p.staff["gov"]
		chair := p.session["chr"]
		h.proves(p, "chr", chair)
		got := h.do(ask{path: "/api/governors", session: chair})
		var list struct{ Items []map[string]string }
		if err := json.Unmarshal([]byte(got.body), &list); err != nil || len(list.Items) != 1 ||
			fmt.Sprint(list.Items[0]) != fmt.Sprint(map[string]string{"id": string(gov.ID), "name": gov.Called(), "state": "never"}) {
			t.Errorf("%s: %v", got.body, err)
		}
		to := func(who, what string) answer {
			return h.do(ask{method: http.MethodPost, path: "/api/governors/" + who + what, body: "{}", session: chair})
		}
		for _, what := range []string{"/link", "/factor/reset", "/sign-out"} {
			nobody := to("0123456789abcdefghjkmnpqrs", what)
			for _, short := range []string{"hd", "tea", "adm", "dsl", "chr", "lft"} {
				if one := to(string(p.staff[short].ID), what); nobody.status != http.StatusNotFound || one.print() != nobody.print() {
					t.Errorf("%s of %s: %s", what, short, one.print())
				}
			}
			if one := to(string(p.adults[0].ID), what); one.print() != nobody.print() {
				t.Errorf("%s of a parent: %s", what, one.print())
			}
		}
	}
}

// The head, the office and an administrator reach no governor by the ways in which they help the staff.
func TestNobodyElseHelpsAGovernor(t *testing.T) {
	h := newHouse(t)
	for _, short := range []string{"hd", "ofc", "adm"} {
		for _, what := range []string{"/link", "/factor/reset"} {
			of := aGovernor(h, h.here)
			got := h.do(ask{method: http.MethodPost, path: "/api/staff/" + of["id"] + what, body: "{}",
				session: h.here.session[short]})
			if got.status != http.StatusForbidden || !strings.Contains(got.body, "Only the chair of governors") {
				t.Errorf("%s%s: %s", short, what, got.print())
			}
		}
	}
}

// What the chair does is asked for with a proof of the second factor; looking at the list is not.
func TestHelpingAGovernorWantsAProof(t *testing.T) {
	var proved []string
	for _, r := range newHouse(t).server.routes() {
		if strings.HasPrefix(r.Path, "/api/governors") && r.Proved != (r.Method == http.MethodPost) {
			t.Errorf("%s %s: proved %t", r.Method, r.Path, r.Proved)
		}
		if r.Proved && strings.HasPrefix(r.Path, "/api/governors") {
			proved = append(proved, r.Name)
		}
	}
	want := []string{"access.issue_governor", "access.reset_governor", "access.sign_governor_out"}
	if !slices.Equal(proved, want) {
		t.Errorf("%v, and not %v", proved, want)
	}
}
