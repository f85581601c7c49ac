package aup_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/fault"
	"lollipop/backend/people"
)

// A version that is replaced while somebody reads it cannot be signed: they are told what is new, and read again. Who
// signed before is asked again and has fourteen days; a corrected translation asks nobody.
func TestANewVersion(t *testing.T) {
	h := open(t, "BG")
	h.publishes(t, aup.ForParents, wording("I am kind."))
	amina, daniel := h.parent("Amina"), h.parent("Daniel")
	reading := h.reads(t, aup.ForParents, "pl", "")
	_, err := h.signs(t, daniel, "pl", reading)
	want(t, "signing before", err, "")
	now := wording("I am kind, always.")
	now.Statements = now.Statements[:2] // "ask" is gone
	v := h.publishes(t, aup.ForParents, now)
	if v.Number != 2 {
		t.Errorf("the new version is number %d", v.Number)
	}
	_, err = h.signs(t, amina, "pl", reading)
	want(t, "signing what was replaced", err, "conflict aup.version_replaced")
	var f *fault.Fault
	if !errors.As(err, &f) || len(f.Parts) != 2 || f.Parts[0].Field != "reworded.kind" ||
		f.Parts[0].Say.Args["Text"] != "I am kind, always." || f.Parts[1].Field != "removed.ask" {
		t.Errorf("what changed is said as %+v", f)
	}
	if due := h.due(t, amina); due != "parents new" {
		t.Errorf("due to who was reading: %q", due)
	}
	s, err := h.Home(t.Context(), daniel)
	if err != nil {
		t.Fatal(err)
	}
	items := aup.Due(s, h.today())
	if len(items) != 1 || items[0].State != aup.AskAgain || items[0].Was.Number != 1 || items[0].SignBy != "2026-12-07" {
		t.Errorf("due to who signed: %+v", items)
	}

	h.publishes(t, aup.ForParents, wording("I am kind."))
	if due := h.due(t, daniel); due != "" {
		t.Errorf("the text that he signed is asked again, and of him: %q", due)
	}
	_, err = h.Publish(t.Context(), h.staff["head"], h.act(h.staff["head"], "aup.publish"), aup.ForParents,
		wording("I am kind."))
	want(t, "publishing what is published", err, "conflict aup.publish.same")

	old, _ := h.Public(t.Context(), h.ID)
	corrected := files()
	corrected["pl/parents.json"] = translation("parents", "pl", "verified", "Jestem życzliwy.")
	h.Texts = texts(t, corrected)
	h.now = h.now.Add(time.Minute)
	for range 2 { // the second time nothing is left to do
		if err := h.Renew(t.Context(), h.ID, h.now); err != nil {
			t.Fatal(err)
		}
	}
	l, err := h.Public(t.Context(), h.ID)
	if err != nil || len(l.Editions) != len(old.Editions)+1 {
		t.Fatalf("%d editions, and %d before: %v", len(l.Editions), len(old.Editions), err)
	}
	newest, _ := l.Newest(reading.Version, "pl")
	if newest.Number != 2 || newest.Status != aup.Verified || newest.ID == reading.Edition {
		t.Errorf("the newest edition is %+v", newest)
	}
	if kept, ok := l.Edition(reading.Edition); !ok || kept.Statements[0].Text != "Jestem miły." {
		t.Errorf("the old edition is %+v", kept)
	}
	if due := h.due(t, daniel); due != "" {
		t.Errorf("a corrected translation asks him again: %q", due)
	}
	// Who still reads the old edition signs it: it is the version that counts.
	at, err := h.signs(t, amina, "pl", reading)
	want(t, "signing an edition that was corrected meanwhile", err, "")
	if at.Signatures[0].Edition != reading.Edition || at.Signatures[0].Status != aup.Draft {
		t.Errorf("she signed %+v", at.Signatures[0])
	}
	h.Texts = texts(t, files()) // the correction is taken back, by a clock that was set back too
	if err := h.Renew(t.Context(), h.ID, monday); err != nil {
		t.Fatal(err)
	}
	l, _ = h.Public(t.Context(), h.ID)
	if again, _ := l.Newest(reading.Version, "pl"); again.ID != reading.Edition || again.Number != 1 ||
		len(l.Editions) != len(old.Editions)+1 {
		t.Errorf("the newest is %+v", again)
	}
}

// Policy: aup.monitored_statement (AR 5.1/9, BG 5.1/9), monitoring.users_informed (AR 7.3.4/3, BG 7.3.4/5)
func TestPublishing(t *testing.T) {
	h := open(t, "AR")
	head := h.staff["head"]
	publish := func(who people.Who, d aup.Document, change func(*aup.Wording)) error {
		w := wording("I am kind.")
		change(&w)
		_, err := h.Publish(t.Context(), who, h.act(who, "aup.publish"), d, w)
		return err
	}
	same := func(*aup.Wording) {}
	for _, somebody := range []people.Who{h.staff["office"], h.staff["second"], h.staff["dsl"], h.staff["admin"],
		h.staff["teacher"], h.parent("Amina"), h.child("Maryam"), {}} {
		if err := publish(somebody, aup.ForParents, same); err == nil {
			t.Errorf("%s publishes", somebody.Name)
		}
	}
	long := strings.Repeat("x", 301)
	for _, row := range []struct {
		what   string
		d      aup.Document
		change func(*aup.Wording)
		want   string
	}{
		{"without the monitoring statement", aup.ForParents, func(w *aup.Wording) { w.Statements = w.Statements[:1] },
			"denied aup.publish.monitored monitoring.users_informed"},
		{"a child's without it", aup.ForUpperKS2, func(w *aup.Wording) { w.Statements = w.Statements[:1] },
			"denied aup.publish.monitored aup.monitored_statement"},
		{"with it emptied", aup.ForParents, func(w *aup.Wording) { w.Statements[1].Text = " " }, "invalid aup.publish.text"},
		{"no title", aup.ForParents, func(w *aup.Wording) { w.Title = "" }, "invalid aup.publish.text"},
		{"an intro of two lines", aup.ForParents, func(w *aup.Wording) { w.Intro = "a\nb" }, "invalid aup.publish.text"},
		{"a statement that reads the other way round", aup.ForParents,
			func(w *aup.Wording) { w.Statements[0].Text = "I am \u202ednik" }, "invalid aup.publish.text"},
		{"a long statement", aup.ForParents, func(w *aup.Wording) { w.Statements[0].Text = long },
			"invalid aup.publish.text"},
		{"a statement twice", aup.ForParents, func(w *aup.Wording) { w.Statements[0].Key = "ask" },
			"invalid aup.publish.unknown"},
		{"a statement of its own", aup.ForParents, func(w *aup.Wording) { w.Statements[0].Key = "mine" },
			"invalid aup.publish.unknown"},
		{"too much", aup.ForParents, func(w *aup.Wording) { w.Statements = make([]aup.Worded, 21) },
			"invalid aup.publish.many"},
		{"what has no text", aup.ForEYFS, same, nothingThere},
		{"what is nothing", "staff_room", same, nothingThere},
		{"the monitoring statement reworded", aup.ForParents, func(w *aup.Wording) { w.Statements[1].Text = "We look." }, ""},
	} {
		want(t, row.what, publish(head, row.d, row.change), row.want)
	}
	l, err := h.Public(t.Context(), h.ID)
	if err != nil || len(l.Versions) != 1 || l.Versions[0].ByName != "Ruth Staff" ||
		l.Versions[0].Statements[1].Symbol != "eye" ||
		!l.Versions[0].Statements[1].Fixed {
		t.Errorf("the library is %+v: %v", l.Versions, err)
	}
}

// A school adds a statement of its own: it has a symbol, stands where the head put it, and stands in English in every
// translation. A key that is neither the product's nor looks like a school's is still refused.
func TestAStatementOfTheSchoolsOwn(t *testing.T) {
	h := open(t, "AR")
	head := h.staff["head"]
	publish := func(own ...aup.Worded) error {
		w := wording("I am kind.")
		w.Statements = slices.Concat(w.Statements[:1], own, w.Statements[1:])
		_, err := h.Publish(t.Context(), head, h.act(head, "aup.publish"), aup.ForParents, w)
		return err
	}
	for _, key := range []string{"own_", "own_0", "own_01", "own_1000", "own_1 ", "Own_1", "my_own_1"} {
		want(t, key, publish(aup.Worded{Key: key, Text: "I wave."}), "invalid aup.publish.unknown")
	}
	own := aup.Worded{Key: "own_1", Text: " I wave at the crossing. "}
	want(t, "twice", publish(own, own), "invalid aup.publish.unknown")
	want(t, "once", publish(own), "")
	l, err := h.Public(t.Context(), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	current, _ := l.Current(aup.ForParents)
	if got := current.Statements[1]; got != (aup.Statement{Key: "own_1", Symbol: "star",
		Text: "I wave at the crossing."}) ||
		!slices.Contains(aup.Symbols, got.Symbol) {
		t.Errorf("it stands as %+v", got)
	}
	polish, ok := l.Newest(current.ID, "pl")
	if line := polish.Statements[1]; !ok || line.Language != aup.English || line.Text != "I wave at the crossing." {
		t.Errorf("in Polish it is %+v", line)
	}
}

// A signature lapses when the child moves to another band; a leaver is asked for nothing; who is barred meanwhile reads
// nothing of the child any more.
//
// Policy: education.transition (AR 5.1/11, BG 5.1/11)
func TestAChildMovesUp(t *testing.T) {
	h := open(t, "AR")
	for _, d := range []aup.Document{aup.ForKS1, aup.ForLowerKS2, aup.ForUpperKS2} {
		h.publishes(t, d, wording("I am kind."))
	}
	ewa, ola := h.parent("Ewa"), h.child("Ola")
	at, err := h.signs(t, ewa, "pl", h.reads(t, aup.ForKS1, "pl", h.pupil("Ola")))
	want(t, "in Year 1", err, "")
	if due := h.due(t, ewa); due != "" {
		t.Errorf("due: %q", due)
	}
	h.moves(t, "Ola", func(p *people.Pupil) { p.Year = people.Year2 })
	if due := h.due(t, ewa); due != "" {
		t.Errorf("Year 2 is the same band: %q", due)
	}
	h.moves(t, "Ola", func(p *people.Pupil) { p.Year = people.Year3 })
	if due := h.due(t, ewa); due != "ks2_lower new Ola" {
		t.Errorf("in Year 3: %q", due)
	}
	if due := h.due(t, ola); due != "ks2_lower new Ola" {
		t.Errorf("due to Ola: %q", due)
	}
	r, err := h.Receipt(t.Context(), ewa, at.Made[0])
	if err != nil || r.Standing != aup.Lapsed || r.ChildName != "Ola Kidling" {
		t.Errorf("what was signed in Year 1 is %q: %v", r.Standing, err)
	}
	h.bars(t, "Ola", "Ewa", true)
	if due := h.due(t, ewa); due != "" {
		t.Errorf("due to who is barred: %q", due)
	}
	_, err = h.Receipt(t.Context(), ewa, at.Made[0])
	want(t, "a receipt about a child from whom she is barred", err, nothingThere)
	_, err = h.Withdraw(t.Context(), ewa, h.act(ewa, "aup.withdraw"), at.Made[0], aup.Back{})
	want(t, "taking it back", err, nothingThere)
	h.bars(t, "Ola", "Ewa", false)
	h.moves(t, "Ola", func(p *people.Pupil) { p.LeftOn = h.today() })
	if due := h.due(t, ewa) + h.due(t, ola); due != "" {
		t.Errorf("due for a leaver: %q", due)
	}
	_, err = h.signs(t, ola, "en", h.reads(t, aup.ForLowerKS2, "en", ""))
	want(t, "a leaver", err, nothingThere)
}
