package concern_test

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

func staffed(name string) id.Person { return id.Person(id.Named[id.Staff](name)) }

// Whoever broke the glass reads for an hour: they hand it neither to themselves nor to a colleague, who could hand it
// back for good; they do not keep it from those whose it is, or put it away before those saw it; and it is passed on as
// if they had not read it.
//
// Policy: roles.dsl.deputies (BG 4.2/2)
func TestAnHourIsAnHour(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	ctx := t.Context()
	a.tell(concern.Telling{Form: concern.ForKS2, About: []concern.About{concern.AChild}, Story: "Ms Deputy2 shouts."})
	deputy := a.who("deputy2")
	if err := a.BreakGlass(ctx, deputy, a.act("deputy2", "concern.glass"), "At night."); err != nil {
		t.Fatal(err)
	}
	o := a.read("deputy2")
	if o.Decides {
		t.Error("an hour makes them one of those whose it is")
	}
	_, own := a.Hand(ctx, deputy, a.act("deputy2", "concern.hand"), o.ID, deputy.Person, "")
	_, hand := a.Hand(ctx, deputy, a.act("deputy2", "concern.hand"), o.ID, staffed("deputy1"), "")
	_, keep := a.KeepFrom(ctx, deputy, a.act("deputy2", "concern.keep"), o.ID, staffed("lead"), "")
	if _, err := a.DecideParents(ctx, deputy, a.act("deputy2", "concern.parents"), o.ID, concern.No, "Not now."); err != nil {
		t.Fatal(err)
	}
	_, finish := a.SetStatus(ctx, deputy, a.act("deputy2", "concern.status"), o.ID, concern.Finished)
	for what, err := range map[string]error{"hand it to themselves": own, "hand it on": hand, "keep it": keep,
		"finish it": finish} {
		if got := heard(err); got != "denied concern.keep_from.role" {
			t.Errorf("%s: %q", what, got)
		}
	}
	a.clock.Move(61 * time.Minute)
	a.round()
	if got := a.seen(); got != "lead deputy1" {
		t.Errorf("nobody whose it is read it for an hour of school, and %q may", got)
	}
}

// Nobody keeps what their role gave them by handing it to themselves.
func TestNobodyHandsItToThemselves(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	o := a.read("lead")
	if _, err := a.Hand(t.Context(), a.who("lead"), a.act("lead", "concern.hand"), o.ID, staffed("lead"), ""); heard(err) != "invalid concern.keep_from.who" {
		t.Errorf("%v", err)
	}
	a.becomes("lead", people.Teacher)
	a.round()
	if got := a.seen(); got != "deputy1" {
		t.Errorf("%q", got)
	}
}

// Whoever it is about is one human under all their records: a second one on the list, and the one under which they come
// back after they left.
func TestOneHumanWithTwoRecords(t *testing.T) {
	named := func(s people.Staff, forename, surname string) people.Staff {
		s.Forename, s.Surname = forename, surname
		return s
	}
	staff := append(beaverRoad(), named(person("twice", people.ChairOfGovernors), "ANNE", "Hall"), person("governor", people.Governor))
	staff[0] = named(staff[0], "Anne", "Hall")
	a := open(t, "beaver-green", staff)
	a.tell(concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.TheHead}, Story: "She shouts."})
	if got := a.seen(); got != "chair" {
		t.Fatalf("%q reads what is about Ms Hall", got)
	}
	o := a.read("chair")
	a.staff.all[0].LeftOn = "2026-11-23"
	again := named(person("again", people.ChairOfGovernors, people.SafeguardingLead), "Anne", "Hall")
	again.School = a.place.School.ID
	a.staff.all = append(a.staff.all, again)
	if _, err := a.Hand(t.Context(), a.who("chair"), a.act("chair", "concern.hand"), o.ID, staffed("again"), ""); heard(err) !=
		"denied concern.hand.kept_from concerns.confidentiality" {
		t.Errorf("handed to whom it is about: %v", err)
	}
	a.becomes("chair", people.Teacher)
	a.round()
	if got := a.seen(); got != "governor" {
		t.Errorf("%q reads what is about Ms Hall", got)
	}
}

// Whom it is kept from has no row any more by which they could find it, even where the keys of the marks are lost.
func TestKeptFromLeavesNoRow(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad})
	o := a.read("lead")
	if _, err := a.Hand(t.Context(), a.who("lead"), a.act("lead", "concern.hand"), o.ID, staffed("deputy1"), ""); err != nil {
		t.Fatal(err)
	}
	if _, err := a.KeepFrom(t.Context(), a.who("lead"), a.act("lead", "concern.keep"), o.ID, staffed("deputy1"), ""); err != nil {
		t.Fatal(err)
	}
	lost := concern.Viewer{Person: staffed("deputy1"), Marks: [][]byte{make([]byte, 32)}, At: a.clock.Now()}
	kept, err := a.Store.List(t.Context(), a.place.School.ID, lost, true, false)
	if err != nil || len(kept) != 0 {
		t.Errorf("%d, %v", len(kept), err)
	}
}

// One concern takes no more words than are quickly read: each that is added is added to all of them, and the desk waits.
func TestOneConcernIsNoLibrary(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	words := a.say(a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Sad}), "en")
	page := strings.Repeat("\U00020000", concern.WordsLength) // four bytes each
	for n := range 20 {
		act := a.act("", "concern.add")
		if _, err := a.AddMore(t.Context(), act, words, page, "en"); err != nil {
			if heard(err) != "conflict concern.full" || n < 8 {
				t.Errorf("after %d pages: %v", n, err)
			}
			return
		}
		if _, err := a.AddMore(t.Context(), act, words, page, "en"); err != nil { // a retry, of the last one too
			t.Fatalf("what was kept is refused when it is sent again: %v", err)
		}
	}
	t.Error("twenty pages of four bytes a letter are taken")
}

// A colleague to whom it was handed cannot take it from the lead, in any way.
//
// Policy: concerns.welfare.parents (AR 10.1/4, BG 10.1/4)
func TestWhoeverWasHandedItKeepsItFromNobody(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	a.tell(concern.Telling{Form: concern.ForKS2, Story: "Ms Teacher shouts."})
	o := a.read("head")
	if _, err := a.Hand(t.Context(), a.who("head"), a.act("head", "concern.hand"), o.ID, staffed("teacher"), "Your class."); err != nil {
		t.Fatal(err)
	}
	// Nor do they decide about the parents, or put it away: both are the team's.
	if !o.Decides || a.read("teacher").Decides {
		t.Error("whoever reads it by their role decides, and nobody else")
	}
	teacher := a.who("teacher")
	if _, err := a.Note(t.Context(), teacher, a.act("teacher", "concern.note"), o.ID, "I keep an eye on her."); err != nil {
		t.Error(err)
	}
	for range 2 { // before and after the team has decided
		_, parents := a.DecideParents(t.Context(), teacher, a.act("teacher", "concern.parents"), o.ID, concern.Yes, "They asked.")
		_, finish := a.SetStatus(t.Context(), teacher, a.act("teacher", "concern.status"), o.ID, concern.Finished)
		if heard(parents) != "denied concern.keep_from.role" || heard(finish) != "denied concern.keep_from.role" {
			t.Errorf("%v, %v", parents, finish)
		}
		if _, err := a.DecideParents(t.Context(), a.who("head"), a.act("head", "concern.parents"), o.ID, concern.No, "Not yet."); err != nil {
			t.Error(err)
		}
	}
	if o, err := a.Read(t.Context(), a.who("head"), o.ID, false); err != nil || o.Head.Parents != concern.No || o.Status != concern.Read {
		t.Errorf("%+v, %v", o.Head, err)
	}
	_, err := a.KeepFrom(t.Context(), a.who("teacher"), a.act("teacher", "concern.keep"), o.ID, staffed("head"), "")
	if got := a.seen(); heard(err) != "denied concern.keep_from.role" || got != "head teacher" {
		t.Errorf("%v, %q may read it", err, got)
	}
}
