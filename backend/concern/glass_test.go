package concern_test

import (
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/people"
)

// An hour is over, and whose it is has still not read it: the glass can be broken again, by the same deputy and by another,
// and the lead hears of it each time. What the lead has read waits for nobody.
//
// Policy: roles.dsl.deputies (BG 4.2/2)
func TestTheGlassIsBrokenAgain(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.clock.Set(time.Date(2026, 11, 27, 20, 0, 0, 0, time.UTC)) // a Friday evening
	a.tell(aChild)
	o := a.list("lead")[0]
	for i, who := range []string{"deputy1", "deputy1", "deputy2"} {
		if i != 2 { // the last within the other's hour
			a.clock.Move(concern.GlassLasts)
		}
		if err := a.BreakGlass(t.Context(), a.who(who), a.act(who, "concern.glass"), "The police ring."); err != nil {
			t.Fatal(err)
		}
		a.read(who)
		if w, err := a.Waiting(t.Context(), a.who("lead")); err != nil || !w.Glass || !w.Unread {
			t.Errorf("the lead is not told: %+v, %v", w, err)
		}
		if !a.list("lead")[0].Broken || a.list(who)[0].Broken {
			t.Error("the lead's list does not say of which, or the deputy's own says it too")
		}
	}
	a.clock.Move(concern.GlassLasts)
	if got := a.seen(); got != "lead" {
		t.Errorf("%q", got)
	}
	if got, err := a.Read(t.Context(), a.who("lead"), o.ID, false); err != nil || len(got.Entries) != 4 || got.Broken {
		t.Errorf("%+v, %v", got, err)
	}
	if err := a.BreakGlass(t.Context(), a.who("deputy1"), a.act("deputy1", "concern.glass"), "Again."); err != nil || a.seen() != "lead" {
		t.Errorf("what the lead has read is opened to %q, %v", a.seen(), err)
	}
}

// Whoever was a reader by a role that they have no more breaks the glass like others of the leadership: the row from before
// neither opens it nor stands in the way, and the lead is told.
func TestAFormerLeadBreaksTheGlass(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(aChild)
	a.becomes("lead", people.DeputyHead)
	a.comes("new", people.SafeguardingLead)
	a.round()
	if err := a.BreakGlass(t.Context(), a.who("lead"), a.act("lead", "concern.glass"), "At night."); err != nil {
		t.Fatal(err)
	}
	if w, _ := a.Waiting(t.Context(), a.who("new")); a.seen() != "lead new" || !w.Glass {
		t.Errorf("%q may read it, the lead is told: %v", a.seen(), w.Glass)
	}
	a.clock.Move(concern.GlassLasts)
	if got := a.seen(); got != "new" {
		t.Errorf("after an hour %q", got)
	}
}
