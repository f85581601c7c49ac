package calls_test

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store/storetest"
)

// heard is what a person is told.
var heard = storetest.Heard

// A family asks to be rung; the office tries, reaches them, and what they wrote stands on the list alone.
func TestAFamilyIsRung(t *testing.T) {
	s := storetest.Memory(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	other := storetest.Furnish(t, s, "beaver-road", "beaver-green")
	room := &calls.Service{Store: s.Calls()}
	amina, office, now := p.Adults[0].Who(), p.Staff[0].Who(), storetest.At
	act := func(who people.Who) event.Act {
		a := p.Act("test.call")
		now = now.Add(time.Minute)
		a.School, a.Actor, a.At = who.School, who.Person, now
		return a
	}
	asking := calls.Asking{About: calls.Number, Language: "ur", Words: " Canary, 07700 900456 "}
	for what, row := range map[string]struct {
		who    people.Who
		change func(*calls.Asking)
		want   string
	}{
		"about nothing":        {amina, func(a *calls.Asking) { a.About = "" }, "invalid calls.about"},
		"about another room's": {amina, func(a *calls.Asking) { a.About = calls.Declined }, "invalid calls.about"},
		"in no language":       {amina, func(a *calls.Asking) { a.Language = "" }, "invalid calls.language"},
		"in an odd one":        {amina, func(a *calls.Asking) { a.Language = "u<r" }, "invalid calls.language"},
		"at length": {amina, func(a *calls.Asking) { a.Words = strings.Repeat("ж", 501) },
			"invalid calls.too_long"},
		"by the office": {office, func(*calls.Asking) {}, "not_found people.not_found"},
		"by a child":    {p.Pupils[0].Who(), func(*calls.Asking) {}, "not_found people.not_found"},
		"by nobody":     {people.Who{}, func(*calls.Asking) {}, "not_found people.not_found"},
	} {
		a := asking
		row.change(&a)
		if got := heard(room.Ask(t.Context(), row.who, act(row.who), a)); got != row.want {
			t.Errorf("%s: %q", what, got)
		}
	}
	if got := heard(room.Ask(t.Context(), amina, act(p.Adults[1].Who()), asking)); got != "not_found people.not_found" {
		t.Errorf("in another's name: %q", got)
	}
	first := act(amina)
	for range 2 { // a retry
		if err := room.Ask(t.Context(), amina, first, asking); err != nil {
			t.Fatal(err)
		}
	}
	list := func() []calls.Line {
		t.Helper()
		lines, err := room.List(t.Context(), office, now)
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	lines := list()
	if len(lines) != 1 || lines[0].Words != "Canary, 07700 900456" || lines[0].AdultName != "Amina Ahmed" ||
		!lines[0].Open() {
		t.Fatalf("the list is %+v", lines)
	}
	entry := lines[0].ID
	done := func(who people.Who, entry id.Call, outcome calls.Outcome) string {
		return heard(room.Done(t.Context(), who, act(who), entry, outcome))
	}
	for what, got := range map[string][2]string{
		"by a teacher":          {done(p.Staff[1].Who(), entry, calls.Reached), "denied people.not_yours"},
		"by the mother":         {done(amina, entry, calls.Reached), "denied people.not_yours"},
		"by the other school":   {done(other.Staff[0].Who(), entry, calls.Reached), "not_found people.not_found"},
		"of nothing":            {done(office, "x", calls.Reached), "not_found people.not_found"},
		"with no such outcome":  {done(office, entry, "x"), "invalid calls.outcome"},
		"nobody answered":       {done(office, entry, calls.NoAnswer), ""},
		"nobody answered again": {done(office, entry, calls.NoAnswer), ""},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q", what, got[0])
		}
	}
	if l := list()[0]; !l.Open() || l.TriedAt.IsZero() || l.ByName != p.Staff[0].Called() {
		t.Errorf("after two calls: %+v", l)
	}
	if got := done(office, entry, calls.Reached); got != "" {
		t.Errorf("reached: %q", got)
	}
	if got := done(p.Staff[3].Who(), entry, calls.Settled); got != "conflict calls.done_already" {
		t.Errorf("by somebody else after: %q", got)
	}
	if l := list()[0]; l.Open() || l.Outcome != calls.Reached {
		t.Errorf("after all: %+v", l)
	}
	now = now.Add(15 * 24 * time.Hour)
	if l := list(); len(l) != 0 {
		t.Errorf("two weeks later: %+v", l)
	}
	letter := p.Act("access.letter_not_mine")
	letter.Actor, letter.At = "", now
	for range 2 {
		if err := room.NotMine(t.Context(), letter, p.Adults[2].ID, p.Pupils[2].ID, "pl"); err != nil {
			t.Fatal(err)
		}
	}
	if l := list(); len(l) != 1 || l[0].About != calls.NotMyChild || len(l[0].PupilNames) != 1 {
		t.Errorf("a letter that reached somebody else: %+v", l)
	}
	answer := act(amina)
	for range 2 { // it is carried here twice, and she presses it again
		if err := room.CallMe(t.Context(), answer, p.Adults[0].ID, "ur", []id.Pupil{p.Pupils[0].ID}); err != nil {
			t.Fatal(err)
		}
	}
	if err := room.CallMe(t.Context(), act(amina), p.Adults[0].ID, "ur", []id.Pupil{p.Pupils[1].ID}); err != nil {
		t.Fatal(err)
	}
	if l := list(); len(l) != 2 || l[1].About != calls.Message || len(l[1].PupilNames) != 2 || l[1].Language != "ur" ||
		!l[1].At.Equal(answer.At) || !l[1].Again.After(answer.At) {
		t.Errorf("please call me: %+v", l)
	}
	if _, err := room.List(t.Context(), amina, now); heard(err) != "denied people.not_yours" {
		t.Errorf("a mother reads the list: %v", err)
	}
	records, err := s.Audit().Records(t.Context(), p.School.ID, "daily", 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[event.Kind]int{}
	for _, r := range records {
		seen[r.Event.Kind]++
		if strings.Contains(string(r.Event.Body)+r.Event.Subject, "Canary") {
			t.Errorf("%s says what was written: %s", r.Event.Kind, r.Event.Body)
		}
	}
	if seen[calls.DidAsk] != 4 || seen[calls.DidTry] != 2 || seen[calls.DidSettle] != 1 {
		t.Errorf("the record has %v", seen)
	}
}
