package custody_test

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// A ground that sets the hold: the team reads it, everybody else "kept, ask the DSL"; nothing passes it.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestTheSafeguardingHold(t *testing.T) {
	for _, name := range both {
		t.Run(name, func(t *testing.T) {
			h := open(t, name)
			c := h.take(t, "Maryam", h.hidden(), at(10, 0))
			if !c.Held || c.Ground != "" || c.Tell != custody.Undecided {
				t.Errorf("the teacher who took it reads %+v", c)
			}
			reads := func(who string) []custody.Confiscation {
				t.Helper()
				seen := []custody.Confiscation{must(h.Read(t.Context(), h.who(who), c.ID, at(16, 0)))(t).Confiscation}
				for _, r := range must(h.List(t.Context(), h.who(who), true, time.Time{}))(t) {
					seen = append(seen, r.Confiscation)
				}
				if h.who(who).Is(people.Head, people.DeputyHead, people.HeadOfSchool, people.SafeguardingLead, people.DeputyLead) {
					for _, r := range must(h.Today(t.Context(), h.who(who), at(16, 0)))(t).Kept {
						seen = append(seen, r.Confiscation)
					}
				}
				return seen
			}
			team := map[string]bool{"dsl": true, "deputy": true}
			outside := func(secret string) {
				t.Helper()
				for _, who := range []string{"dsl", "deputy", "office", "teacher", "head", "second"} {
					for i, c := range reads(who) {
						opens := c.Ground == h.hidden() && (c.HoldReason == secret || c.TellReason == secret)
						words := c.Ground != "" || c.HoldReason != "" || c.TellReason != ""
						if team[who] && !opens || !team[who] && words {
							t.Errorf("the %s reads (%d) %+v", who, i, c)
						}
					}
				}
			}
			outside("")
			_, err := h.Read(t.Context(), h.who("neighbour"), c.ID, at(16, 0))
			want(t, "the teacher of another class", err, notThere)
			if kept := must(h.List(t.Context(), h.who("neighbour"), true, time.Time{}))(t); len(kept) != 0 {
				t.Errorf("the teacher of another class lists %+v", kept)
			}

			// Nobody outside the team gets anywhere, not even when the school day is over and the mother stands there.
			const kept = "not_yet custody.held phones.confiscation_grounds"
			before := h.everything(t)
			for _, by := range []string{"office", "head", "second"} {
				who := h.who(by)
				act := func(command string) event.Act { return h.act(who, at(15, 30), command) }
				_, err = h.LogContact(t.Context(), who, act("custody.contact"), c.ID, h.adult("Amina"), custody.ByPhone,
					custody.Spoke)
				want(t, by+" logs a call", err, kept)
				_, err = h.DecideTell(t.Context(), who, act("custody.tell"), c.ID, custody.TellNow, "")
				want(t, by+" decides to tell", err, kept)
				_, err = h.Release(t.Context(), who, act("custody.release"), c.ID, h.adult("Amina"))
				want(t, by+" releases", err, kept)
				_, err = h.SetHold(t.Context(), who, act("custody.set_hold"), c.ID, "why")
				want(t, by+" holds", err, notThere)
				_, err = h.LiftHold(t.Context(), who, act("custody.lift_hold"), c.ID, "why", custody.TellNow)
				want(t, by+" lifts", err, notThere)
				_, err = h.Search(t.Context(), who, act("custody.search"), c.ID, found(h, custody.NothingFound))
				want(t, by+" searches", err, map[bool]string{
					name == "AR":                   "denied custody.search.off",
					name == "BG" && by == "office": "denied custody.search.leadership phones.search.consent",
					name == "BG" && by != "office": "denied custody.search.do_not_look phones.search.advice",
				}[true])
				_, err = h.DeleteContent(t.Context(), who, act("custody.delete"), c.ID)
				want(t, by+" deletes", err, map[bool]string{
					name == "AR":                   "denied custody.delete.silent",
					name == "BG" && by == "office": "denied custody.search.leadership phones.search.consent",
					name == "BG" && by != "office": "denied custody.delete.evidence phones.search.consent",
				}[true])
				want(t, by+" is asked by the child", h.ReleaseToChild(t.Context(), who, c.ID, at(15, 30)),
					"denied custody.release.not_to_child phones.release")
			}
			who := h.who("office")
			_, err = h.GiveToPolice(t.Context(), who, h.act(who, at(15, 30), "custody.police"), c.ID, "PC Lane", "46/1")
			want(t, "the office hands it to the police", err, kept)
			if seen := must(h.Read(t.Context(), who, c.ID, at(15, 30)))(t); seen.Rulings.Police.OK() {
				t.Error("the office is offered what it may not do: to hand it to the police")
			}
			dsl := h.who("dsl")
			_, err = h.Release(t.Context(), dsl, h.act(dsl, at(15, 30), "custody.release"), c.ID, h.adult("Amina"))
			want(t, "even the DSL does not release through it", err, kept)
			_, err = h.LiftHold(t.Context(), dsl, h.act(dsl, at(15, 31), "custody.lift_hold"), c.ID, " ", custody.TellNow)
			want(t, "lifted without a reason", err, "invalid custody.missing")
			_, err = h.LiftHold(t.Context(), dsl, h.act(dsl, at(15, 31), "custody.lift_hold"), c.ID, "clear", "")
			want(t, "lifted without a word on the parents", err, "invalid custody.tell.answer")
			if h.everything(t) != before {
				t.Error("a refusal changed something")
			}

			// The team speaks to the mother, and then lifts it.
			must(h.LogContact(t.Context(), dsl, h.act(dsl, at(15, 32), "custody.contact"), c.ID, h.adult("Amina"),
				custody.InPerson,
				custody.Spoke))(t)
			lifted := must(h.LiftHold(t.Context(), dsl, h.act(dsl, at(15, 33), "custody.lift_hold"), c.ID, "agencies are clear",
				custody.NotYet))(t)
			if lifted.Held || lifted.HoldReason != "agencies are clear" || lifted.Tell != custody.NotYet ||
				lifted.TellBy != dsl.Person {
				t.Errorf("lifted: %+v", lifted)
			}
			outside("agencies are clear") // the ground stays the team's
			_, err = h.LiftHold(t.Context(), dsl, h.act(dsl, at(15, 34), "custody.lift_hold"), c.ID, "again", custody.TellNow)
			want(t, "lifted twice", err, "conflict custody.hold.none")
			deputy := h.who("deputy")
			held := must(h.SetHold(t.Context(), deputy, h.act(deputy, at(15, 35), "custody.set_hold"), c.ID,
				"a second child"))(t)
			if !held.Held || held.HoldReason != "a second child" {
				t.Errorf("held again: %+v", held)
			}
			_, err = h.SetHold(t.Context(), deputy, h.act(deputy, at(15, 36), "custody.set_hold"), c.ID, "more")
			want(t, "held twice", err, "conflict custody.hold.already")
			_, err = h.Release(t.Context(), who, h.act(who, at(15, 37), "custody.release"), c.ID, h.adult("Amina"))
			want(t, "released through the second hold", err, kept)
			must(h.LiftHold(t.Context(), deputy, h.act(deputy, at(15, 38), "custody.lift_hold"), c.ID, "clear",
				custody.TellNow))(t)
			must(h.Release(t.Context(), who, h.act(who, at(15, 39), "custody.release"), c.ID, h.adult("Amina")))(t)
			_, err = h.SetHold(t.Context(), deputy, h.act(deputy, at(15, 40), "custody.set_hold"), c.ID, "late")
			want(t, "held when it is gone", err, "conflict custody.hold.already")
			for _, body := range h.bodies(t) {
				for _, secret := range []string{string(h.hidden()), "agencies", "second child"} {
					if strings.Contains(body, secret) {
						t.Errorf("an event says %q: %s", secret, body)
					}
				}
			}
			h.verify(t)
		})
	}
}

// A hold on a phone that was taken for a plain breach: its ground is no longer everybody's to read.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestAHoldThatIsSetLater(t *testing.T) {
	h := open(t, "AR")
	c := h.take(t, "Maryam", school.AntiBullying, at(10, 0))
	if c.Ground != school.AntiBullying || c.Held {
		t.Fatalf("taken: %+v", c)
	}
	dsl := h.who("dsl")
	_, err := h.SetHold(t.Context(), dsl, h.act(dsl, at(10, 30), "custody.set_hold"), c.ID, "")
	want(t, "without a reason", err, "invalid custody.missing")
	must(h.SetHold(t.Context(), dsl, h.act(dsl, at(10, 30), "custody.set_hold"), c.ID, "he says there is more"))(t)
	if seen := must(h.Read(t.Context(), h.who("office"), c.ID, at(10, 31)))(t); seen.Ground != "" ||
		seen.HoldReason != "" || !seen.Held {
		t.Errorf("the office reads %+v", seen.Confiscation)
	}
	if seen := must(h.Read(t.Context(), h.who("deputy"), c.ID, at(10, 31)))(t); seen.Ground != school.AntiBullying ||
		seen.HoldReason == "" {
		t.Errorf("the deputy reads %+v", seen.Confiscation)
	}
	// A hold is what the police wait for, not what they wait behind; after them comes nobody.
	head, office := h.who("head"), h.who("office")
	_, err = h.GiveToPolice(t.Context(), head, h.act(head, at(11, 0), "custody.police"), c.ID, "PC Lane", "")
	want(t, "without a reference", err, "invalid custody.missing")
	given := must(h.GiveToPolice(t.Context(), head, h.act(head, at(11, 0), "custody.police"), c.ID, "PC Lane", "46/1"))(t)
	if given.PoliceOfficer != "PC Lane" || given.PoliceReference != "46/1" || given.PoliceBy != head.Person {
		t.Errorf("given: %+v", given)
	}
	if d := h.phone(t, c.Device); d.State != custody.WithPolice || d.Open != "" {
		t.Errorf("the device: %+v", d)
	}
	before := h.everything(t)
	_, err = h.Release(t.Context(), office, h.act(office, at(16, 0), "custody.release"), c.ID, h.adult("Amina"))
	want(t, "released", err, "denied custody.release.with_police phones.to_police")
	_, err = h.GiveToPolice(t.Context(), dsl, h.act(dsl, at(16, 0), "custody.police"), c.ID, "PC Lane", "46/2")
	want(t, "given twice", err, "denied custody.closed phones.to_police")
	_, err = h.LogContact(t.Context(), dsl, h.act(dsl, at(16, 0), "custody.contact"), c.ID, h.adult("Amina"),
		custody.ByPhone, custody.Spoke)
	want(t, "spoken of", err, "denied custody.closed")
	_, err = h.DecideTell(t.Context(), dsl, h.act(dsl, at(16, 0), "custody.tell"), c.ID, custody.TellNow, "")
	want(t, "told of", err, "denied custody.closed")
	_, err = h.LiftHold(t.Context(), dsl, h.act(dsl, at(16, 0), "custody.lift_hold"), c.ID, "over", custody.TellNow)
	want(t, "lifted", err, "conflict custody.hold.none")
	_, err = h.HandIn(t.Context(), office, h.act(office, at(16, 0), "custody.hand_in"),
		custody.Arriving{Pupil: h.pupil("Maryam"), Device: c.Device})
	want(t, "handed in", err, "conflict custody.hand_in.with_police")
	_, err = h.Collect(t.Context(), office, h.act(office, at(16, 0), "custody.collect"), h.pupil("Maryam"), c.Device)
	want(t, "collected", err, "denied custody.collect.kept")
	if h.everything(t) != before {
		t.Error("what is with the police changed")
	}
	h.verify(t)
}
