package store_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/fault"
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

// One waits once: who asks again is joined to what waits, across rooms and in any number of processes at once.
func TestTheCallList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				act := p.Act("calls.ask")
				e := callOf(p, 0, string(id.New[id.Call]()))
				if err := s.Calls().Add(t.Context(), act, e, act.Did(calls.DidAsk, "x", nil)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		first := p.Act("calls.ask")
		for range 2 { // the second is a replay
			e := callOf(p, 1, "second")
			e.At, e.Again = e.At.Add(time.Hour), e.At.Add(time.Hour)
			if err := s.Calls().Add(t.Context(), first, e, first.Did(calls.DidAsk, "x", nil)); err != nil {
				t.Fatal(err)
			}
		}
		list := func() []calls.Line {
			t.Helper()
			lines, err := s.Calls().List(t.Context(), p.School.ID, storetest.At)
			if err != nil {
				t.Fatal(err)
			}
			return lines
		}
		lines := list()
		if len(lines) != 2 || lines[0].Adult != p.Adults[0].ID || lines[0].Words != "Ring me." || lines[1].ID != "second" ||
			lines[0].AdultName != "Amina Ahmed" || lines[0].Mobile != "+447700900123" ||
			!slices.Equal(lines[0].PupilNames, []string{"Yusuf Ahmed"}) || !slices.Equal(lines[0].Statements, []string{"kind"}) {
			t.Fatalf("the list is %+v", lines)
		}
		settle := func(entry id.Call, at time.Time) error {
			act := p.Act("calls.done")
			return s.Calls().Change(t.Context(), act, entry, func(e *calls.Entry) ([]event.Event, error) {
				e.DoneAt, e.DoneBy, e.Outcome = at, act.Actor, calls.Reached
				return []event.Event{act.Did(calls.DidSettle, string(entry), nil)}, nil
			})
		}
		if err := settle(lines[0].ID, storetest.At); err != nil {
			t.Fatal(err)
		}
		if now := list(); now[0].ID != "second" || now[1].ByName != p.Staff[0].Called() || now[1].Open() {
			t.Errorf("after a call: %+v", now)
		}
		if err := settle("second", storetest.At.Add(-time.Microsecond)); err != nil {
			t.Fatal(err)
		}
		if now := list(); len(now) != 1 {
			t.Errorf("what was done long ago stands still: %+v", now)
		}
		if err := settle("nothing", storetest.At); !fault.Is(err, fault.NotFound) {
			t.Errorf("a call that is not there: %v", err)
		}
		act := p.Act("calls.ask")
		if err := s.Calls().Add(t.Context(), act, callOf(p, 0, "anew"), act.Did(calls.DidAsk, "x", nil)); err != nil {
			t.Fatal(err)
		}
		if now := list(); len(now) != 2 || now[0].ID != "anew" {
			t.Errorf("asked anew after a call: %+v", now)
		}
		stranger, act := callOf(p, 0, "stranger"), p.Act("calls.ask")
		stranger.Adult = "nobody"
		if err := s.Calls().Add(t.Context(), act, stranger, act.Did(calls.DidAsk, "x", nil)); !fault.Is(err, fault.NotFound) {
			t.Errorf("an adult whom the school has not: %v", err)
		}
	})
}
