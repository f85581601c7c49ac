package custody_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// Policy: phones.confiscate (AR 9.3/7, BG 9.3/8)
func TestABreachIsConfiscatedAndHeldInASecurePlace(t *testing.T) {
	long := strings.Repeat("x", custody.ReasonLength+1)
	for _, row := range []struct {
		what   string
		taking custody.Taking
		ar, bg string
	}{
		{"told at once", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.TellNow}, "", ""},
		{"not yet, because", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.NotYet, Reason: "at work"}, "", ""},
		{"not yet, without a because", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.NotYet},
			"invalid custody.missing", ""},
		{"not yet, at length", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.NotYet, Reason: long},
			"invalid custody.too_long", ""},
		{"an answer that is none", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: "perhaps"},
			"invalid custody.tell.answer", ""},
		{"no answer", custody.Taking{Ground: school.Behaviour, Stored: "safe"}, "invalid custody.tell.answer", ""},
		{"nowhere", custody.Taking{Ground: school.Breach, Stored: "  ", Tell: custody.TellNow}, "invalid custody.missing",
			"invalid custody.missing"},
		{"on a ground of the other school's", custody.Taking{Ground: school.Imagery, Stored: "safe", Tell: custody.TellNow},
			"denied custody.confiscate.no_ground phones.confiscation_grounds", ""},
		{"on no ground", custody.Taking{Stored: "safe", Tell: custody.TellNow},
			"denied custody.confiscate.no_ground phones.confiscation_grounds",
			"denied custody.confiscate.no_ground phones.confiscation_grounds"},
	} {
		for _, name := range both {
			h := open(t, name)
			who := h.who("teacher")
			row.taking.Pupil = h.pupil("Maryam")
			c, err := h.Confiscate(t.Context(), who, h.act(who, at(11, 10), "custody.confiscate"), row.taking)
			want(t, name+" "+row.what, err, map[string]string{"AR": row.ar, "BG": row.bg}[name])
			kept := must(h.List(t.Context(), h.who("office"), true, time.Time{}))(t)
			if err != nil {
				if len(kept) != 0 || len(h.events(t)) != 0 {
					t.Errorf("%s %s: refused, and kept all the same", name, row.what)
				}
				continue
			}
			if len(kept) != 1 || kept[0].ID != c.ID || kept[0].Stored != "safe" || kept[0].By != who.Person {
				t.Errorf("%s %s: kept as %+v", name, row.what, kept)
			}
			// Where parents are always told there is no such decision to keep, whatever was sent.
			if name == "BG" && c.Tell != custody.Undecided {
				t.Errorf("BG %s: it was decided %q", row.what, c.Tell)
			}
		}
	}
}

func TestWhichDeviceIsMeant(t *testing.T) {
	h := open(t, "AR")
	office := h.arrive(t, "Maryam", "blue", at(8, 40))
	pocket := h.arrive(t, "Maryam", "red", at(8, 40))
	who := h.who("office")
	must(h.Collect(t.Context(), who, h.act(who, at(11, 0), "custody.collect"), h.pupil("Maryam"), pocket.ID))(t)
	first := h.take(t, "Maryam", school.Breach, at(11, 10))
	if first.Device != pocket.ID {
		t.Error("the phone at the office rang, not the one in her pocket")
	}
	second := h.take(t, "Maryam", school.Breach, at(11, 20))
	if second.Device != office.ID || h.phone(t, office.ID).Slot != 0 {
		t.Error("the phone at the office was not taken out of its slot")
	}
	_, err := h.Confiscate(t.Context(), who, h.act(who, at(11, 30), "custody.confiscate"),
		custody.Taking{Pupil: h.pupil("Maryam"), Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	want(t, "both are in the safe", err, "conflict custody.confiscate.already")
	if said(err)["Time"] != "11:20" { // the first that the school knew, which was taken last
		t.Errorf("it says %v", said(err))
	}
	_, err = h.Confiscate(t.Context(), who, h.act(who, at(11, 30), "custody.confiscate"), custody.Taking{Pupil: h.pupil("Yusuf"),
		Device: pocket.ID, Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	want(t, "her brother's it is not", err, notThere)
	// What the police have does not come back: the next phone is another.
	for _, c := range []custody.Confiscation{first, second} {
		must(h.GiveToPolice(t.Context(), who, h.act(who, at(12, 0), "custody.police"), c.ID, "PC Lane", "46/1"))(t)
	}
	if next := h.take(t, "Maryam", school.Breach, at(13, 0)); next.Device == pocket.ID || next.Device == office.ID {
		t.Error("a new phone passes for the one that the police have")
	}
	if again := h.arrive(t, "Maryam", "red", at(14, 0)); again.ID == pocket.ID || again.State != custody.HandedIn {
		t.Errorf("a new red phone passes for the one that the police have: %+v", again)
	}
	h.verify(t)
}

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
				_, err = h.LogContact(t.Context(), who, act("custody.contact"), c.ID, h.adult("Amina"), custody.ByPhone, custody.Spoke)
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
			must(h.LogContact(t.Context(), dsl, h.act(dsl, at(15, 32), "custody.contact"), c.ID, h.adult("Amina"), custody.InPerson,
				custody.Spoke))(t)
			lifted := must(h.LiftHold(t.Context(), dsl, h.act(dsl, at(15, 33), "custody.lift_hold"), c.ID, "agencies are clear",
				custody.NotYet))(t)
			if lifted.Held || lifted.HoldReason != "agencies are clear" || lifted.Tell != custody.NotYet || lifted.TellBy != dsl.Person {
				t.Errorf("lifted: %+v", lifted)
			}
			outside("agencies are clear") // the ground stays the team's
			_, err = h.LiftHold(t.Context(), dsl, h.act(dsl, at(15, 34), "custody.lift_hold"), c.ID, "again", custody.TellNow)
			want(t, "lifted twice", err, "conflict custody.hold.none")
			deputy := h.who("deputy")
			held := must(h.SetHold(t.Context(), deputy, h.act(deputy, at(15, 35), "custody.set_hold"), c.ID, "a second child"))(t)
			if !held.Held || held.HoldReason != "a second child" {
				t.Errorf("held again: %+v", held)
			}
			_, err = h.SetHold(t.Context(), deputy, h.act(deputy, at(15, 36), "custody.set_hold"), c.ID, "more")
			want(t, "held twice", err, "conflict custody.hold.already")
			_, err = h.Release(t.Context(), who, h.act(who, at(15, 37), "custody.release"), c.ID, h.adult("Amina"))
			want(t, "released through the second hold", err, kept)
			must(h.LiftHold(t.Context(), deputy, h.act(deputy, at(15, 38), "custody.lift_hold"), c.ID, "clear", custody.TellNow))(t)
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
	if seen := must(h.Read(t.Context(), h.who("office"), c.ID, at(10, 31)))(t); seen.Ground != "" || seen.HoldReason != "" || !seen.Held {
		t.Errorf("the office reads %+v", seen.Confiscation)
	}
	if seen := must(h.Read(t.Context(), h.who("deputy"), c.ID, at(10, 31)))(t); seen.Ground != school.AntiBullying || seen.HoldReason == "" {
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
	_, err = h.LogContact(t.Context(), dsl, h.act(dsl, at(16, 0), "custody.contact"), c.ID, h.adult("Amina"), custody.ByPhone, custody.Spoke)
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

// Policy: phones.parents_told (AR 9.3/10)
func TestTheDecisionToTellTheParents(t *testing.T) {
	for name, expected := range map[string]string{"AR": "", "BG": "denied custody.tell.always phones.release"} {
		h := open(t, name)
		c := h.take(t, "Yusuf", school.Breach, at(10, 0))
		who := h.who("office")
		decided, err := h.DecideTell(t.Context(), who, h.act(who, at(10, 10), "custody.tell"), c.ID, custody.NotYet, "she is at work")
		want(t, name+" not yet", err, expected)
		if name == "AR" && (decided.Tell != custody.NotYet || decided.TellReason != "she is at work" || !decided.TellAt.Equal(at(10, 10))) {
			t.Errorf("decided: %+v", decided)
		}
		_, err = h.DecideTell(t.Context(), who, h.act(who, at(10, 10), "custody.tell"), c.ID, custody.NotYet, "")
		want(t, name+" without a because", err, "invalid custody.missing")
		_, err = h.DecideTell(t.Context(), who, h.act(who, at(10, 10), "custody.tell"), c.ID, "", "")
		want(t, name+" undecided", err, "invalid custody.tell.answer")
	}
}

func TestContactIsAConversationWithTheChildsOwnAdult(t *testing.T) {
	h := open(t, "BG")
	c := h.take(t, "Maryam", school.Breach, at(11, 10))
	who := h.who("office")
	for _, row := range []struct {
		what, adult string
		how         custody.How
		outcome     custody.Outcome
		expected    string
	}{
		{"a message that was delivered", "Amina", "push", custody.Spoke, "invalid custody.contact.how"},
		{"an ending that is none", "Amina", custody.ByPhone, "delivered", "invalid custody.contact.outcome"},
		{"somebody else's mother", "Ewa", custody.ByPhone, custody.Spoke, "denied custody.adult_unknown"},
		{"the barred father", "Karim", custody.ByPhone, custody.Spoke, "denied custody.adult_no_contact"},
		{"nobody answers", "Amina", custody.ByPhone, custody.NoAnswer, ""},
		{"the stepfather may be told", "Daniel", custody.ByPhone, custody.Spoke, ""},
	} {
		got, err := h.LogContact(t.Context(), who, h.act(who, at(12, 0), "custody.contact"), c.ID, h.adult(row.adult), row.how, row.outcome)
		want(t, row.what, err, row.expected)
		if err == nil && got.ContactAt.IsZero() != (row.outcome == custody.NoAnswer) {
			t.Errorf("%s: contact at %s", row.what, got.ContactAt)
		}
	}
	// Told is not handed to: he may be spoken to, and she collects.
	_, err := h.Release(t.Context(), who, h.act(who, at(12, 40), "custody.release"), c.ID, h.adult("Daniel"))
	want(t, "to the stepfather", err, "denied custody.adult_may_not_collect phones.release")
	_, err = h.Release(t.Context(), who, h.act(who, at(12, 40), "custody.release"), c.ID, h.adult("Ewa"))
	want(t, "to somebody else's mother", err, "denied custody.adult_unknown phones.release")
	must(h.Release(t.Context(), who, h.act(who, at(12, 40), "custody.release"), c.ID, h.adult("Amina")))(t)
	if log := must(h.Read(t.Context(), who, c.ID, at(16, 0)))(t).Contacts; len(log) != 2 {
		t.Errorf("the log: %+v", log)
	}
}

// found is a search by the rules with that outcome.
func found(h *house, outcome custody.SearchOutcome) custody.Search {
	return custody.Search{Consent: custody.ConsentOfChild, How: custody.InPerson, Outcome: outcome,
		Witness: id.Staff(h.who("neighbour").Person)}
}

// Policy: phones.search.advice (BG 9.3/10), phones.search.consent (BG 9.3/11)
func TestASearchIsRecordedAndStopsAtWhatCouldBeIndecent(t *testing.T) {
	h := open(t, "BG")
	c := h.take(t, "Maryam", school.AntiBullying, at(10, 0))
	head, office := h.who("head"), h.who("office")
	search := func(who people.Who, change func(*custody.Search)) error {
		s := found(h, custody.BreachFound)
		change(&s)
		_, err := h.Search(t.Context(), who, h.act(who, at(11, 0), "custody.search"), c.ID, s)
		return err
	}
	as := func(outcome custody.SearchOutcome) func(*custody.Search) {
		return func(s *custody.Search) { s.Outcome = outcome }
	}
	remove := func(who people.Who) error {
		_, err := h.DeleteContent(t.Context(), who, h.act(who, at(11, 30), "custody.delete"), c.ID)
		return err
	}
	const badWitness = "invalid custody.search.witness"
	want(t, "deleted before anybody looked", remove(head), "not_yet custody.delete.search_first phones.search.consent")
	for _, row := range []struct {
		what     string
		who      people.Who
		change   func(*custody.Search)
		expected string
	}{
		{"the office", office, as(custody.NothingFound), "denied custody.search.leadership phones.search.consent"},
		{"the DSL, who is not of the leadership", h.who("dsl"), as(custody.NothingFound),
			"denied custody.search.leadership phones.search.consent"},
		{"the teacher", h.who("teacher"), as(custody.NothingFound), notThere},
		{"nobody agreed", head, func(s *custody.Search) { s.Consent = "" }, "invalid custody.search.consent"},
		{"a parent agreed, whoever", head, func(s *custody.Search) { s.Consent = custody.ConsentOfParent }, "invalid custody.search.whose"},
		{"the barred father agreed", head, func(s *custody.Search) {
			s.Consent, s.Parent = custody.ConsentOfParent, h.adult("Karim")
		}, "invalid custody.search.whose"},
		{"somebody else's mother agreed", head, func(s *custody.Search) {
			s.Consent, s.Parent = custody.ConsentOfParent, h.adult("Ewa")
		}, "invalid custody.search.whose"},
		{"agreed, somehow", head, func(s *custody.Search) { s.How = "" }, "invalid custody.contact.how"},
		{"alone", head, func(s *custody.Search) { s.Witness = "" }, badWitness},
		{"one's own witness", head, func(s *custody.Search) { s.Witness = id.Staff(head.Person) }, badWitness},
		{"a witness nobody knows", head, func(s *custody.Search) { s.Witness = "nobody" }, badWitness},
		{"no outcome", head, as(""), "invalid custody.search.outcome"},
	} {
		before := h.everything(t)
		want(t, row.what, search(row.who, row.change), row.expected)
		if h.everything(t) != before {
			t.Errorf("%s: refused, and something changed", row.what)
		}
	}
	want(t, "nothing found", search(head, as(custody.NothingFound)), "")
	want(t, "nothing to delete", remove(head), "not_yet custody.delete.search_first phones.search.consent")
	want(t, "the Head of School, with the mother's agreement", search(h.who("second"), func(s *custody.Search) {
		s.Consent, s.Parent = custody.ConsentOfParent, h.adult("Amina")
	}), "")
	want(t, "the office deletes", remove(office), "denied custody.search.leadership phones.search.consent")
	want(t, "leadership deletes", remove(head), "")

	want(t, "it could be indecent", search(head, as(custody.CouldBeIndecent)), "")
	if seen := must(h.Read(t.Context(), h.who("dsl"), c.ID, at(12, 0)))(t); !seen.Held || !seen.Indecent || !seen.Secret {
		t.Errorf("the DSL reads %+v", seen.Confiscation)
	}
	if seen := must(h.Read(t.Context(), office, c.ID, at(12, 0)))(t); !seen.Held || seen.Indecent || seen.Ground != "" {
		t.Errorf("the office reads %+v", seen.Confiscation)
	}
	want(t, "nobody looks again", search(head, as(custody.NothingFound)), "denied custody.search.do_not_look phones.search.advice")
	want(t, "nothing is deleted", remove(head), "denied custody.delete.evidence phones.search.consent")
	dsl := h.who("dsl")
	must(h.LiftHold(t.Context(), dsl, h.act(dsl, at(13, 0), "custody.lift_hold"), c.ID, "police informed", custody.TellNow))(t)
	want(t, "the hold is lifted, and nobody looks", search(head, as(custody.NothingFound)), "denied custody.search.do_not_look phones.search.advice")
	want(t, "nor deletes", remove(head), "denied custody.delete.evidence phones.search.consent")
	searched := slices.DeleteFunc(h.events(t), func(k event.Kind) bool { return k != custody.DidSearch })
	if len(searched) != 3 {
		t.Errorf("%d searches in the record", len(searched))
	}
	h.verify(t)
}

// Policy: phones.search.advice (BG 9.3/10)
func TestWhereThePolicyProvidesForNoSearchNobodySearches(t *testing.T) {
	h := open(t, "AR")
	c := h.take(t, "Maryam", school.Breach, at(10, 0))
	for _, name := range []string{"head", "second", "office", "dsl"} {
		who := h.who(name)
		_, err := h.Search(t.Context(), who, h.act(who, at(11, 0), "custody.search"), c.ID, found(h, custody.NothingFound))
		want(t, name+" searches", err, "denied custody.search.off")
		_, err = h.DeleteContent(t.Context(), who, h.act(who, at(11, 0), "custody.delete"), c.ID)
		want(t, name+" deletes", err, "denied custody.delete.silent")
	}
}
