package calls_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/calls"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

func TestWhoRings(t *testing.T) {
	may := []people.Role{people.Office, people.Head, people.Administrator, people.SafeguardingLead, people.DeputyLead}
	for _, role := range []people.Role{people.Head, people.HeadOfSchool, people.DeputyHead, people.SafeguardingLead,
		people.DeputyLead, people.OnlineSafetyLead, people.Office, people.Teacher, people.Assistant, people.SENCO,
		people.Technician, people.SiteManager, people.ChairOfGovernors, people.Governor, people.Administrator} {
		who := people.Who{School: "s", Person: "p", Kind: people.StaffKind, Roles: []people.Role{role}}
		if got := calls.MayCall(who).OK(); got != slices.Contains(may, role) {
			t.Errorf("%s rings: %v", role, got)
		}
	}
	if calls.MayCall(people.Who{School: "s", Person: "p", Kind: people.ParentKind}).OK() {
		t.Error("a parent rings")
	}
}

// Who asks again waits since the first time, and nothing that they wrote is lost but what is too much to keep.
func TestAskingAgainIsOneCall(t *testing.T) {
	first := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	waiting := calls.Entry{ID: "one", At: first, Again: first, Language: "en", Statements: []string{"kind"},
		Pupils: []id.Pupil{"a"}, Words: "Why?"}
	again := calls.Entry{ID: "two", At: first.Add(time.Hour), Again: first.Add(time.Hour), Language: "ur",
		Statements: []string{"ask", "kind"}, Pupils: []id.Pupil{"a", "b"}, Words: "کیوں؟"}
	now := calls.Join(waiting, again)
	if now.ID != "one" || !now.At.Equal(first) || !now.Again.Equal(again.At) || now.Language != "ur" ||
		!slices.Equal(now.Statements, []string{"kind", "ask"}) || !slices.Equal(now.Pupils, []id.Pupil{"a", "b"}) ||
		now.Words != "Why?\nکیوں؟" {
		t.Errorf("%+v", now)
	}
	if len(waiting.Statements) != 1 || len(waiting.Pupils) != 1 {
		t.Error("what waited is another one now")
	}
	for words, want := range map[string]string{"": "Why?", "Why?": "Why?"} {
		if got := calls.Join(waiting, calls.Entry{Words: words}).Words; got != want {
			t.Errorf("%q makes it %q", words, got)
		}
	}
	silent := waiting
	silent.Words = ""
	if got := calls.Join(silent, again).Words; got != again.Words {
		t.Errorf("nothing, and then %q", got)
	}
	for range 9 {
		waiting = calls.Join(waiting, calls.Entry{Words: strings.Repeat("é",
			calls.WordsLength) + string(rune('0'+len(waiting.Words)%9))})
	}
	if n := len([]rune(waiting.Words)); n != calls.Kept || !strings.Contains(waiting.Words, "é") {
		t.Errorf("%d characters are kept", n)
	}
}

func TestWhatComesOfACall(t *testing.T) {
	for outcome, want := range map[calls.Outcome][2]bool{calls.Reached: {true, true}, calls.Settled: {true, true},
		calls.NoAnswer: {false, true}, "": {false, false}, "gone": {false, false}} {
		done, err := calls.Settle(calls.Entry{}, outcome)
		if done != want[0] || (err == nil) != want[1] {
			t.Errorf("%q: %v, %v", outcome, done, err)
		}
	}
}
