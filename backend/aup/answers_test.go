package aup_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// To decline is an answer: it stands, it goes to the call list with its reason in words, and it can be changed by
// signing. A signature is taken back, once.
func TestNoIsAnAnswer(t *testing.T) {
	h := open(t, "AR")
	v := h.publishes(t, aup.ForParents, wording("I am kind."))
	h.publishes(t, aup.ForUpperKS2, wording("I am kind."))
	amina := h.parent("Amina")
	decline := func(who people.Who, no aup.No) error {
		_, err := h.Decline(t.Context(), who, h.act(who, "aup.decline"), no)
		return err
	}
	no := aup.No{Document: aup.ForParents, Version: v.ID, Language: "ur", Reason: aup.TalkFirst,
		Words: " میں بات چاہتی ہوں "}
	for what, row := range map[string]struct {
		who    people.Who
		change func(*aup.No)
		want   string
	}{
		"no reason":   {amina, func(n *aup.No) { n.Reason = "" }, "invalid aup.decline.reason"},
		"no language": {amina, func(n *aup.No) { n.Language = "u r" }, "invalid aup.language"},
		"too many words": {amina, func(n *aup.No) { n.Words = strings.Repeat("x", 501) },
			"invalid aup.words_too_long"},
		"another version":      {amina, func(n *aup.No) { n.Version = "x" }, "conflict aup.version_replaced"},
		"no such document":     {amina, func(n *aup.No) { n.Document = "x"; n.Pupils = []id.Pupil{""} }, nothingThere},
		"a child's for nobody": {amina, func(n *aup.No) { n.Document = aup.ForUpperKS2 }, nothingThere},
		"somebody else's child": {amina, func(n *aup.No) {
			n.Document, n.Pupils = aup.ForUpperKS2,
				[]id.Pupil{h.pupil("Zara")}
		}, nothingThere},
		"the father, no contact": {h.parent("Karim"), func(*aup.No) {}, nothingThere},
		"a child":                {h.child("Maryam"), func(*aup.No) {}, nothingThere},
		"the head":               {h.staff["head"], func(*aup.No) {}, nothingThere},
		"a child of another band": {amina, func(n *aup.No) {
			n.Document, n.Pupils = aup.ForUpperKS2,
				[]id.Pupil{h.pupil("Yusuf")}
		}, "denied aup.sign.other_age aup.age_suited"},
	} {
		n := no
		row.change(&n)
		want(t, what, decline(row.who, n), row.want)
	}
	stranger := no
	stranger.Pupils = []id.Pupil{h.pupil("Zara")} // of her own document: not hers to bring onto the call list
	want(t, "declining", decline(amina, stranger), "")
	want(t, "declining again", decline(amina, no), "")
	if due := h.due(t, amina); due != "parents declined; ks2_upper new Maryam" {
		t.Errorf("due: %q", due)
	}
	list, err := h.db.Calls().List(t.Context(), h.ID, monday)
	if err != nil || len(list) != 1 || list[0].About != calls.Declined ||
		list[0].Words != "میں بات چاہتی ہوں" ||
		list[0].Language != "ur" || list[0].Document != "parents" || len(list[0].PupilNames) != 0 {
		t.Errorf("the call list is %+v: %v", list, err)
	}
	at, err := h.signs(t, amina, "en", h.reads(t, aup.ForParents, "en", ""))
	want(t, "signing after all", err, "")
	want(t, "declining what is signed", decline(amina, no), "conflict aup.decline.signed")
	back := func() error {
		_, err := h.Withdraw(t.Context(), amina, h.act(amina, "aup.withdraw"), at.Made[0],
			aup.Back{Words: "Not now.", Language: "ur"})
		return err
	}
	want(t, "taking it back", back(), "")
	was := h.now
	want(t, "taking it back again", back(), "")
	r, err := h.Receipt(t.Context(), amina, at.Made[0])
	if err != nil || r.Standing != aup.Withdrawn || !r.WithdrawnAt.Equal(was) {
		t.Errorf("the receipt is %+v: %v", r, err)
	}
	if due := h.due(t, amina); !strings.HasPrefix(due, "parents new") {
		t.Errorf("due: %q", due)
	}
	list, err = h.db.Calls().List(t.Context(), h.ID, monday)
	if err != nil || len(list) != 1 || !strings.HasSuffix(list[0].Words, "\nNot now.") {
		t.Errorf("the call list is %+v: %v", list, err)
	}
	want(t, "declining now", decline(amina, no), "")
	if due := h.due(t, amina); !strings.HasPrefix(due, "parents declined") {
		t.Errorf("due: %q", due)
	}
	_, err = h.Withdraw(t.Context(), h.parent("Daniel"), h.act(h.parent("Daniel"), "aup.withdraw"), at.Made[0],
		aup.Back{})
	want(t, "taking back somebody else's", err, nothingThere)
}

// A question puts the family on the call list with its language, once while it waits.
func TestAQuestion(t *testing.T) {
	h := open(t, "AR")
	h.publishes(t, aup.ForParents, wording("I am kind."))
	amina := h.parent("Amina")
	ask := func(who people.Who, q aup.Question) error {
		_, err := h.Ask(t.Context(), who, h.act(who, "aup.ask"), q)
		return err
	}
	for what, row := range map[string]struct {
		who  people.Who
		q    aup.Question
		want string
	}{
		"of a text that is not asked": {amina, aup.Question{Document: aup.ForKS1, Language: "ur"},
			"invalid aup.question.what"},
		"of a statement that is not": {amina, aup.Question{Document: aup.ForParents, Statement: "x", Language: "ur"},
			"invalid aup.question.what"},
		"of a statement of nothing":    {amina, aup.Question{Statement: "kind", Language: "ur"}, "invalid aup.question.what"},
		"in no language":               {amina, aup.Question{}, "invalid aup.language"},
		"by somebody who is not asked": {h.parent("Duty"), aup.Question{Language: "en"}, nothingThere},
		"by a child":                   {h.child("Maryam"), aup.Question{Language: "en"}, nothingThere},
	} {
		want(t, what, ask(row.who, row.q), row.want)
	}
	want(t, "asking", ask(amina, aup.Question{Document: aup.ForParents, Statement: "kind", Language: "ur"}), "")
	first := h.now
	want(t, "asking again", ask(amina, aup.Question{Document: aup.ForParents, Statement: "ask", Language: "ur",
		Words: "?"}), "")
	s, err := h.Home(t.Context(), amina)
	if err != nil || !s.QuestionAt.Equal(first) {
		t.Errorf("a question waits since %s, not %s: %v", s.QuestionAt, first, err)
	}
	list, err := h.db.Calls().List(t.Context(), h.ID, monday)
	if err != nil || len(list) != 1 || list[0].About != calls.Question || list[0].Words != "?" ||
		!slices.Equal(list[0].Statements, []string{"kind", "ask"}) || len(list[0].PupilNames) != 2 ||
		list[0].AdultName != "Amina Grown" {
		t.Errorf("the call list is %+v: %v", list, err)
	}
}

// The office records what was signed on paper, for whoever may sign, of the version that is asked, on a day since then.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func TestOnPaper(t *testing.T) {
	h := open(t, "BG")
	h.publishes(t, aup.ForParents, wording("I am kind."))
	h.publishes(t, aup.ForUpperKS2, wording("I am kind."))
	h.now = h.now.AddDate(0, 0, 2)
	office := h.staff["office"]
	paper := aup.Paper{Adult: h.adult("Grace"), Document: aup.ForUpperKS2, Pupils: []id.Pupil{h.pupil("Zara")},
		Language: "pl", SignedOn: "2026-11-24"}
	record := func(who people.Who, change func(*aup.Paper)) (aup.Sitting, error) {
		p := paper
		change(&p)
		return h.RecordPaper(t.Context(), who, h.act(who, "aup.record_paper"), p)
	}
	for what, row := range map[string]struct {
		who    people.Who
		change func(*aup.Paper)
		want   string
	}{
		"by a teacher":          {h.staff["teacher"], func(*aup.Paper) {}, "denied people.not_yours"},
		"by the parent":         {h.parent("Grace"), func(*aup.Paper) {}, "denied people.not_yours"},
		"before it was there":   {office, func(p *aup.Paper) { p.SignedOn = "2026-11-22" }, "invalid aup.paper.date"},
		"tomorrow":              {office, func(p *aup.Paper) { p.SignedOn = "2026-11-26" }, "invalid aup.paper.date"},
		"on no day":             {office, func(p *aup.Paper) { p.SignedOn = "x" }, "invalid aup.paper.date"},
		"of no document":        {office, func(p *aup.Paper) { p.Document = aup.ForKS1 }, nothingThere},
		"of the social worker":  {office, func(p *aup.Paper) { p.Adult = h.adult("Duty") }, nothingThere},
		"of nobody":             {office, func(p *aup.Paper) { p.Adult = "x" }, nothingThere},
		"for another child":     {office, func(p *aup.Paper) { p.Pupils = []id.Pupil{h.pupil("Maryam")} }, nothingThere},
		"for no child":          {office, func(p *aup.Paper) { p.Pupils = nil }, "invalid aup.sign.none"},
		"in a language too odd": {office, func(p *aup.Paper) { p.Language = "" }, "invalid aup.language"},
	} {
		_, err := record(row.who, row.change)
		want(t, what, err, row.want)
	}
	at, err := record(office, func(*aup.Paper) {})
	want(t, "recording", err, "")
	if g := at.Signatures[0]; g.How != aup.OnPaper || g.Signer != id.Person(h.adult("Grace")) ||
		g.SignedOn != "2026-11-24" ||
		g.RecordedBy != office.Person || !g.Talked || g.Language != "pl" || g.Pupil != h.pupil("Zara") {
		t.Errorf("recorded is %+v", g)
	}
	at, err = record(office, func(p *aup.Paper) { p.Document, p.Language = aup.ForParents, "so" })
	want(t, "recording the parent's own", err, "")
	if g := at.Signatures[1]; g.Language != "en" || g.Capacity != aup.Self || g.Pupil != "" { // there is no Somali edition
		t.Errorf("recorded is %+v", g)
	}
	if due := h.due(t, h.parent("Grace")); due != "" {
		t.Errorf("due: %q", due)
	}
}

// What happened stands in the record by ids and codes alone.
func TestEventsHoldNoWords(t *testing.T) {
	h := open(t, "AR")
	h.publishes(t, aup.ForParents, wording("I am kind."))
	amina := h.parent("Amina")
	v := h.reads(t, aup.ForParents, "en", "")
	_, err := h.Ask(t.Context(), amina, h.act(amina, "aup.ask"), aup.Question{Language: "en",
		Words: "Canary of a question"})
	want(t, "asking", err, "")
	_, err = h.Decline(t.Context(), amina, h.act(amina, "aup.decline"), aup.No{Document: aup.ForParents,
		Version:  v.Version,
		Language: "en", Reason: aup.OtherReason, Words: "Canary of a no"})
	want(t, "declining", err, "")
	_, err = h.signs(t, amina, "en", v)
	want(t, "signing", err, "")
	records, err := h.db.Audit().Records(context.Background(), h.ID, "daily", 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[event.Kind]int{}
	for _, r := range records {
		seen[r.Event.Kind]++
		for _, word := range []string{"Canary", "kind.", "Amina", "Grown", "Kidling"} {
			if strings.Contains(string(r.Event.Body)+r.Event.Subject, word) {
				t.Errorf("%s says %q: %s", r.Event.Kind, word, r.Event.Body)
			}
		}
	}
	for _, kind := range []event.Kind{aup.DidPublish, aup.DidAsk, aup.DidDecline, aup.DidSign} {
		if seen[kind] != 1 {
			t.Errorf("%s stands %d times in the record", kind, seen[kind])
		}
	}
}
