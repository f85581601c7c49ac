package concern_test

import (
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/people"
)

// Where one person is the whole team, what they leave unread goes to who answers for the school; never further than to one
// beside them, and never to whom it is kept from.
//
// Policy: concerns.welfare.routed (AR 10.1/1, BG 10.1/1)
func TestATeamOfOneIsNotTheEnd(t *testing.T) {
	for _, row := range []struct {
		name, first, then string
		staff             []people.Staff
	}{
		{"a lead beside the head", "lead", "head lead", []people.Staff{person("head", people.Head), person("lead", people.SafeguardingLead),
			person("chair", people.ChairOfGovernors)}},
		{"the head is the lead", "head", "head chair", []people.Staff{person("head", people.Head, people.SafeguardingLead),
			person("chair", people.ChairOfGovernors)}},
	} {
		a := open(t, "beaver-green", row.staff)
		a.tell(aChild)
		if got := a.seen(); got != row.first {
			t.Errorf("%s: first %q", row.name, got)
		}
		a.clock.Move(61 * time.Minute)
		a.round()
		if got := a.seen(); got != row.then {
			t.Errorf("%s: unread for an hour, and %q may read it", row.name, got)
		}
		a.clock.Move(6 * time.Hour)
		if next := a.round(); a.seen() != row.then || !next.IsZero() && !next.After(a.clock.Now()) {
			t.Errorf("%s: in the end %q, next at %v", row.name, a.seen(), next)
		}
	}
	a := open(t, "beaver-green", []people.Staff{person("head", people.Head), person("lead", people.SafeguardingLead), person("chair", people.ChairOfGovernors)})
	a.tell(aChild)
	o := a.read("lead")
	if _, err := a.KeepFrom(t.Context(), a.who("lead"), a.act("lead", "concern.keep"), o.ID, staffed("head"), "It is about her."); err != nil {
		t.Fatal(err)
	}
	a.becomes("lead", people.Teacher)
	a.round()
	if got := a.seen(); got != "chair" {
		t.Errorf("%q reads what is kept from the head", got)
	}
}

// A colleague to whom it was handed reads what the child adds; the lead does not, and it goes on to the next of the team.
func TestAColleagueTakesItOffNobodysHands(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	words := a.say(a.tell(aChild), "en")
	o := a.read("head")
	if _, err := a.Hand(t.Context(), a.who("head"), a.act("head", "concern.hand"), o.ID, staffed("teacher"), "Your class."); err != nil {
		t.Fatal(err)
	}
	a.clock.Move(time.Minute)
	if _, err := a.AddMore(t.Context(), a.act("", "concern.add"), words, "He waits outside.", "en"); err != nil {
		t.Fatal(err)
	}
	a.clock.Move(time.Minute)
	a.read("teacher")
	if err := a.BreakGlass(t.Context(), a.who("deputy"), a.act("deputy", "concern.glass"), "Nobody answers."); err != nil || a.seen() != "head deputy teacher" {
		t.Errorf("%q may read it, %v", a.seen(), err)
	}
	a.clock.Move(concern.GlassLasts)
	a.round()
	if got := a.seen(); got != "head osl teacher" {
		t.Errorf("the team has not read it for an hour, and %q may", got)
	}
}
