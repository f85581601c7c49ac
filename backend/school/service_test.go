package school_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// A head says why, says it better, and takes it back; both schools, each in its own matter.
//
// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func TestTheHeadsReason(t *testing.T) {
	s, head := storetest.Memory(t), []school.Role{school.RoleHead}
	service := school.Reasons{Schools: s.Schools(), Store: s.Schools()}
	for name, code := range map[string]string{
		"anthony-roper": "practice.phones_in_lessons", "beaver-green": "practice.phone_free_day",
	} {
		p := storetest.Furnish(t, s, "of-"+name, name)
		given := func() (school.Reason, bool) {
			t.Helper()
			all, err := service.Given(t.Context(), p.School.ID)
			if err != nil || len(all) > 1 {
				t.Fatal(all, err)
			}
			r, there := all[code]
			return r, there
		}
		refused := func(err error, want string) {
			t.Helper()
			var f *fault.Fault
			if !errors.As(err, &f) || f.Say.Key != want {
				t.Errorf("%s: %v, want %s", name, err, want)
			}
		}
		record := func(roles []school.Role, code, why string) error {
			return service.Record(t.Context(), roles, p.Act("school.record_reason"), code, why)
		}
		refused(record([]school.Role{school.RoleDSL}, code, "We trust them."), "school.reason.approver")
		refused(record(head, "practice.never_view", "We trust them."), "school.reason.decide")
		refused(record(head, "practice.gone", "We trust them."), "school.reason.no_finding")
		refused(record(head, code, " "), "school.reason.missing")
		refused(service.Withdraw(t.Context(), head, p.Act("x"), code), "school.reason.none")
		if r, there := given(); there {
			t.Fatalf("%s: what was refused is kept: %+v", name, r)
		}

		for _, why := range []string{"We trust them.", "  Our classes lock them away.\n"} {
			if err := record(head, code, why); err != nil {
				t.Fatal(err)
			}
			found, err := school.Check(p.School.Policy, "2026-11-23")
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(found, func(f school.Finding) bool { return f.Code == code })
			r, _ := given()
			if r.Why != strings.TrimSpace(why) || r.ByName != p.Staff[0].Called() || !r.At.Equal(storetest.At) ||
				!r.Holds(p.School.Policy, found[i]) {
				t.Errorf("%s: kept %+v", name, r)
			}
		}

		// The school publishes a new version of its policy: the reason was given for an earlier text, and can be renewed.
		change := p.Act("school.change")
		now, err := s.Schools().Change(t.Context(), change, func(x *school.School) ([]event.Event, error) {
			x.Policy.Version++
			return []event.Event{change.Did("school.changed", string(x.ID), nil)}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		f := school.Finding{Code: code, VerifiedOn: "2026-11-21"}
		if r, _ := given(); r.Holds(now.Policy, f) || !r.Given() {
			t.Errorf("%s: after a new version: %+v", name, r)
		}
		if err := record(head, code, "Still so."); err != nil {
			t.Fatal(err)
		}
		if r, _ := given(); !r.Holds(now.Policy, f) {
			t.Errorf("%s: renewed: %+v", name, r)
		}

		refused(service.Withdraw(t.Context(), []school.Role{"deputy_head"}, p.Act("x"), code), "school.reason.approver")
		last := p.Act("school.withdraw_reason")
		last.At = last.At.Add(time.Hour)
		for range 2 { // a retry is the same withdrawal
			if err := service.Withdraw(t.Context(), head, last, code); err != nil {
				t.Fatal(err)
			}
		}
		if r, there := given(); there {
			t.Errorf("%s: taken back, and there: %+v", name, r)
		}
		records, err := s.Audit().Records(t.Context(), p.School.ID, audit.Daily, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []event.Kind
		for _, r := range records {
			if e := r.Event; strings.HasPrefix(string(e.Kind), "school.reason") {
				kinds = append(kinds, e.Kind)
				if e.Subject != code || strings.Contains(string(e.Body), "trust") || strings.Contains(string(e.Body), "lock") {
					t.Errorf("%s: %s says %s of %s", name, e.Kind, e.Body, e.Subject)
				}
			}
		}
		if !slices.Equal(kinds, []event.Kind{school.DidRecordReason, school.DidRecordReason, school.DidRecordReason,
			school.DidWithdrawReason}) {
			t.Errorf("%s: the record says %v", name, kinds)
		}
	}
}
