package concern_test

import (
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/people"
)

var aChild = concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.AChild}, Feel: concern.Sad, Story: "They laugh."}

// Whoever comes after the lead has what a deputy has read meanwhile and holds, unread and finished things too; it stands in
// their list as unread, and the deputy keeps it.
//
// Policy: roles.lead (AR 4/1, BG 4/1), roles.dsl.contact (AR 4.2/1, BG 4.2/1)
func TestANewLeadHasWhatADeputyHolds(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(aChild)
	a.becomes("lead", people.Teacher)
	a.round()
	o := a.read("deputy1")
	if _, err := a.DecideParents(t.Context(), a.who("deputy1"), a.act("deputy1", "concern.parents"), o.ID, concern.No, "Later."); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SetStatus(t.Context(), a.who("deputy1"), a.act("deputy1", "concern.status"), o.ID, concern.Finished); err != nil {
		t.Fatal(err)
	}
	a.tell(aChild)
	a.read("deputy1")
	a.clock.Move(time.Minute)
	a.tell(aChild)
	a.comes("new", people.SafeguardingLead)
	next := a.round()
	all := a.list("new")
	if len(all) != 2 || !all[0].Unread || !all[1].Unread || len(a.list("deputy1")) != 2 || len(a.list("deputy2")) != 0 {
		t.Fatalf("the new lead reads %d, deputy2 %d", len(all), len(a.list("deputy2")))
	}
	if w, err := a.Waiting(t.Context(), a.who("new")); err != nil || !w.Unread || w.Overdue {
		t.Errorf("%+v, %v", w, err)
	}
	if again := a.round(); !next.After(a.clock.Now()) || !again.After(a.clock.Now()) {
		t.Errorf("a round that is always due: %v, then %v", next, again)
	}
	a.clock.Move(24 * time.Hour)
	a.round()
	if done, err := a.List(t.Context(), a.who("new"), true); err != nil || len(done) != 1 {
		t.Errorf("of what is finished the new lead has %d, %v", len(done), err)
	}
	// A second lead beside one who reads it is given nothing that the first has: need to know.
	a.comes("second", people.SafeguardingLead)
	a.read("new")
	a.clock.Move(24 * time.Hour)
	a.round()
	done, err := a.List(t.Context(), a.who("second"), true)
	if err != nil || len(done) != 0 {
		t.Errorf("the second lead has %d finished ones, %v", len(done), err)
	}
}

// Exclusion by whom it is about comes before: from whom it was kept when they were a deputy, from them it is kept when they
// are the lead; and what is about somebody who works here is the head's, whoever is lead.
func TestANewLeadIsNotGivenWhatIsAboutThem(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(aChild)
	o := a.read("lead")
	if _, err := a.KeepFrom(t.Context(), a.who("lead"), a.act("lead", "concern.keep"), o.ID, staffed("deputy1"), "It is about her."); err != nil {
		t.Fatal(err)
	}
	a.tell(concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.DeputyLead}, Story: "She shouts."})
	a.tell(concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.AtSchool}, Story: "He shouts."})
	a.read("head")
	a.becomes("lead", people.Teacher)
	a.becomes("deputy1", people.SafeguardingLead)
	for range 8 {
		a.round()
		a.clock.Move(6 * time.Hour)
	}
	if all := a.list("deputy1"); len(all) != 0 {
		t.Errorf("the new lead reads %+v", all)
	}
	if all := a.list("deputy2"); len(all) != 1 || all[0].ID != o.ID {
		t.Errorf("nobody reads what is kept from the new lead: %+v", all)
	}
	a.comes("another", people.SafeguardingLead)
	a.round()
	if all := a.list("another"); len(all) != 1 || all[0].ID != o.ID {
		t.Errorf("another lead, from whom it is not kept, reads %+v", all)
	}
}

// A colleague to whom it was handed is not the team: when the lead goes, a child's concern goes to who stands in the lead's
// place, though the colleague reads it.
func TestAColleagueIsNotTheTeam(t *testing.T) {
	a := open(t, "anthony-roper", append(hookLane(), person("second", people.Teacher)))
	a.tell(aChild)
	o := a.read("head")
	if _, err := a.Hand(t.Context(), a.who("head"), a.act("head", "concern.hand"), o.ID, staffed("teacher"), "Your class."); err != nil {
		t.Fatal(err)
	}
	a.becomes("head", people.Head)
	a.round()
	if got := a.seen(); got != "osl teacher" {
		t.Errorf("the lead is lead no more, and %q reads it", got)
	}
	a.comes("new", people.SafeguardingLead)
	a.round()
	if got := a.seen(); got != "osl teacher new" {
		t.Errorf("%q", got)
	}
}
