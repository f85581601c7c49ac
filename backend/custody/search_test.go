package custody_test

import (
	"reflect"
	"slices"
	"testing"

	"lollipop/backend/clause"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

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
		{"a parent agreed, whoever", head, func(s *custody.Search) { s.Consent = custody.ConsentOfParent },
			"invalid custody.search.whose"},
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
	want(t, "nobody looks again", search(head, as(custody.NothingFound)),
		"denied custody.search.do_not_look phones.search.advice")
	want(t, "nothing is deleted", remove(head), "denied custody.delete.evidence phones.search.consent")
	dsl := h.who("dsl")
	must(h.LiftHold(t.Context(), dsl, h.act(dsl, at(13, 0), "custody.lift_hold"), c.ID, "police informed",
		custody.TellNow))(t)
	want(t, "the hold is lifted, and nobody looks", search(head, as(custody.NothingFound)),
		"denied custody.search.do_not_look phones.search.advice")
	want(t, "nor deletes", remove(head), "denied custody.delete.evidence phones.search.consent")
	searched := slices.DeleteFunc(h.events(t), func(k event.Kind) bool { return k != custody.DidSearch })
	if len(searched) != 3 {
		t.Errorf("%d searches in the record", len(searched))
	}
	h.verify(t)
}

// Once both holds are lifted, nobody outside the team can tell the phone whose search stopped at what could be an
// indecent image from one that was taken for another reason and never searched.
//
// Policy: phones.search.advice (BG 9.3/10), phones.search.consent (BG 9.3/11)
func TestWhatASearchStoppedAtStaysWithTheTeam(t *testing.T) {
	h := open(t, "BG")
	second, dsl := h.who("second"), h.who("dsl")
	stopped, other := h.take(t, "Maryam", school.Breach, at(10, 0)), h.take(t, "Kuba", school.Breach, at(10, 0))
	must(h.Search(t.Context(), second, h.act(second, at(11, 0), "custody.search"), stopped.ID,
		found(h, custody.CouldBeIndecent)))(t)
	must(h.SetHold(t.Context(), dsl, h.act(dsl, at(11, 0), "custody.set_hold"), other.ID, "asked by the police"))(t)
	for _, state := range []string{"held", "lifted"} {
		for _, name := range []string{"head", "second", "office", "teacher"} {
			one := must(h.Read(t.Context(), h.who(name), stopped.ID, at(12, 0)))(t)
			two := must(h.Read(t.Context(), h.who(name), other.ID, at(12, 0)))(t)
			if !reflect.DeepEqual(one.Rulings, two.Rulings) {
				t.Errorf("%s, the %s is told %+v of the one and %+v of the other", state, name, one.Rulings, two.Rulings)
			}
		}
		if state == "lifted" {
			break
		}
		for _, c := range []custody.Confiscation{stopped, other} {
			must(h.LiftHold(t.Context(), dsl, h.act(dsl, at(11, 30), "custody.lift_hold"), c.ID, "clear", custody.NotYet))(t)
		}
	}
	head := h.who("head")
	_, err := h.Search(t.Context(), head, h.act(head, at(12, 0), "custody.search"), other.ID, found(h, custody.NothingFound))
	want(t, "the head searches the other", err, "denied custody.search.do_not_look phones.search.advice")
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

// Policy: phones.search.advice (BG 9.3/10), phones.search.consent (BG 9.3/11)
func TestSearchAndDeletion(t *testing.T) {
	head := people.Who{Roles: []people.Role{people.Head}}
	teacher := people.Who{Roles: []people.Role{people.Teacher}}
	ar, bg := schools["AR"].Policy.Phones, schools["BG"].Policy.Phones
	kept := custody.Confiscation{At: at(11, 0)}
	held, searched, indecent := kept, kept, kept
	held.Held, searched.Searched = true, at(12, 0)
	indecent.Searched, indecent.Indecent = at(12, 0), true

	check(t, "AR head", custody.MaySearch(ar, kept, head, false), clause.Denied, "")
	check(t, "BG head", custody.MaySearch(bg, kept, head, false), clause.Allowed, "phones.search.consent")
	check(t, "BG teacher", custody.MaySearch(bg, kept, teacher, false), clause.Denied, "phones.search.consent")
	check(t, "BG held", custody.MaySearch(bg, held, head, false), clause.Denied, "phones.search.advice")
	check(t, "BG could be indecent", custody.MaySearch(bg, indecent, head, false), clause.Denied,
		"phones.search.advice")

	lifted := custody.Confiscation{At: at(11, 0), Secret: true}
	check(t, "BG lifted, outside the team", custody.MaySearch(bg, lifted, head, false), clause.Denied,
		"phones.search.advice")
	check(t, "BG lifted, of the team", custody.MaySearch(bg, lifted, head, true), clause.Allowed,
		"phones.search.consent")

	check(t, "AR delete", custody.MayDelete(ar, searched, head, false), clause.Denied, "")
	check(t, "BG delete unsearched", custody.MayDelete(bg, kept, head, false), clause.NotYet,
		"phones.search.consent")
	check(t, "BG delete", custody.MayDelete(bg, searched, head, false), clause.Allowed, "phones.search.consent")
	check(t, "BG delete evidence", custody.MayDelete(bg, indecent, head, false), clause.Denied,
		"phones.search.consent")
	check(t, "BG delete, teacher", custody.MayDelete(bg, searched, teacher, false), clause.Denied, "phones.search.consent")
}
