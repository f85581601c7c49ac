package store_test

import (
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// A call about a no says why: the last reason of that adult for that document, given before the call was last asked for.
func TestACallSaysWhyAFamilyDeclined(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		says := func(adult int, document aup.Document, reason aup.Reason, at time.Time) {
			t.Helper()
			// A signature that is taken back asks for the same call, and gives no reason.
			no := decline(p, adult, string(id.New[id.Signature]()))
			no.Document, no.Reason, no.At = document, reason, at
			act := p.Act("aup.decline")
			act.At = at
			if _, err := s.AUP().ChangeSitting(t.Context(), act, parent(p, adult), func(x *aup.Sitting) ([]event.Event,
				error,
			) {
				if reason != "" {
					x.Declines = append(x.Declines, no)
				}
				x.Asking = append(x.Asking, aup.Asking{About: aup.AboutDeclined, Document: document, Language: "ur"})
				return []event.Event{act.Did(aup.DidDecline, "x", nil)}, nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		list := func() map[id.Adult]map[string]string {
			t.Helper()
			lines, err := s.Calls().List(t.Context(), p.School.ID, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			why := map[id.Adult]map[string]string{}
			for _, line := range lines {
				if why[line.Adult] == nil {
					why[line.Adult] = map[string]string{}
				}
				state := string(line.About) + "/" + line.Document
				if !line.Open() {
					state += "/done"
				}
				why[line.Adult][state] = line.Reason
			}
			return why
		}
		first, second := p.Adults[0].ID, p.Adults[1].ID
		says(0, aup.ForParents, aup.TalkFirst, storetest.At)
		says(0, aup.ForUpperKS2, aup.Understand, storetest.At)
		says(1, aup.ForParents, aup.OtherReason, storetest.At)
		if err := s.Calls().Add(t.Context(), p.Act("calls.ask"), callOf(p, 0, "number"),
			p.Act("calls.ask").Did(calls.DidAsk, "x", nil)); err != nil {
			t.Fatal(err)
		}
		why := list()
		if why[first]["declined/parents"] != "talk_first" || why[first]["declined/ks2_upper"] != "understand" ||
			why[first]["number/parents"] != "" || why[second]["declined/parents"] != "other" {
			t.Errorf("the reasons are %v", why)
		}
		// The first is settled; a later no is another call, and does not change why they were rung before.
		lines, err := s.Calls().List(t.Context(), p.School.ID, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if line.Adult != first || line.About != calls.Declined {
				continue
			}
			act := p.Act("calls.done")
			if err := s.Calls().Change(t.Context(), act, line.ID, func(e *calls.Entry) ([]event.Event, error) {
				e.DoneAt, e.DoneBy, e.Outcome = storetest.At.Add(time.Hour), act.Actor, calls.Reached
				return []event.Event{act.Did(calls.DidSettle, string(line.ID), nil)}, nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		says(0, aup.ForParents, aup.Disagree, storetest.At.Add(2*time.Hour))
		says(0, aup.ForUpperKS2, "", storetest.At.Add(2*time.Hour))
		says(1, aup.ForParents, aup.Disagree, storetest.At.Add(2*time.Hour)) // while they still wait for the first
		why = list()
		if why[first]["declined/parents"] != "disagree" || why[first]["declined/parents/done"] != "talk_first" ||
			why[first]["declined/ks2_upper"] != "" || why[second]["declined/parents"] != "disagree" {
			t.Errorf("later the reasons are %v", why)
		}
	})
}
