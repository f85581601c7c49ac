package store_test

import (
	"errors"
	"testing"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Policy: roles.leaders.national_practice (AR 4.1/1, BG 4.1/1)
func TestReasonsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		change := func(act event.Act, code string, make func(*school.Reason)) school.Reason {
			t.Helper()
			var was school.Reason
			err := s.Schools().ChangeReason(t.Context(), act, code, func(r *school.Reason) ([]event.Event, error) {
				was = *r
				make(r)
				return []event.Event{act.Did(school.DidRecordReason, code, nil)}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return was
		}
		kept := func() []school.Reason {
			t.Helper()
			all, err := s.Schools().Reasons(t.Context(), p.School.ID)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		want := school.Reason{School: p.School.ID, Code: "practice.b", Why: "Wir — ਅਸੀਂ — نحن", By: id.Person(p.Staff[3].ID),
			At: storetest.At.Add(time.Microsecond), PolicyVersion: 3, VerifiedOn: "2026-11-21"}
		first := p.Act("school.record_reason")
		was := change(first, "practice.b", func(r *school.Reason) { *r = want })
		if was != (school.Reason{School: p.School.ID, Code: "practice.b"}) {
			t.Errorf("nothing was there, and change is given %+v", was)
		}
		if was := change(p.Act("school.record_reason"), "practice.a", func(r *school.Reason) {
			r.Why, r.By, r.At = "Other", id.Person("nobody"), storetest.At
		}); was.Why != "" {
			t.Errorf("another finding's reason is %+v", was)
		}
		read := want
		read.ByName = p.Staff[3].Called()
		if all := kept(); len(all) != 2 || all[0].Code != "practice.a" || all[0].ByName != "" || all[1] != read {
			t.Errorf("kept %+v\nwant %+v", all, read)
		}

		// A replay changes nothing; what fails keeps nothing.
		ran := false
		replayed := s.Schools().ChangeReason(t.Context(), first, "practice.b", func(*school.Reason) ([]event.Event, error) {
			ran = true
			return nil, nil
		})
		refused := s.Schools().ChangeReason(t.Context(), p.Act("school.record_reason"), "practice.b",
			func(r *school.Reason) ([]event.Event, error) {
				r.Why = "spoiled"
				return nil, fault.New(fault.NotFound, "school.reason.none", nil)
			})
		var no *fault.Fault
		if replayed != nil || ran || !errors.As(refused, &no) || no.Say.Key != "school.reason.none" || kept()[1] != read {
			t.Errorf("replayed %v (ran %v), refused %v, kept %+v", replayed, ran, refused, kept())
		}

		// What was taken back is not read, and is still what the next change is given.
		taken := p.Act("school.withdraw_reason")
		change(taken, "practice.b", func(r *school.Reason) { r.WithdrawnAt = taken.At })
		if all := kept(); len(all) != 1 || all[0].Code != "practice.a" {
			t.Errorf("what was taken back is read: %+v", all)
		}
		want.WithdrawnAt = taken.At
		if was := change(p.Act("school.record_reason"), "practice.b", func(r *school.Reason) {
			r.WithdrawnAt = time.Time{}
		}); was != want {
			t.Errorf("taken back: %+v\nwant %+v", was, want)
		}
		if all := kept(); len(all) != 2 {
			t.Errorf("given again, and not read: %+v", all)
		}
	})
}
