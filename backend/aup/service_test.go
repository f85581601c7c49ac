package aup_test

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// signs is one sitting of somebody, in that language.
func (h *house) signs(t *testing.T, who people.Who, language string, what ...aup.Answer) (aup.Sitting, error) {
	t.Helper()
	return h.Sign(t.Context(), who, h.act(who, "aup.sign"), true, what)
}

// A mother reads Urdu; she signs her own document and that of each child who has one, in one sitting. Each child signs
// for themselves. Then nothing is due to any of them.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1), roles.children.read_aups (AR 4.5/3, BG 4.5/3)
// Policy: parents.read_and_discuss_aup (AR 5.3/6, BG 5.4/7)
func TestAFamilySigns(t *testing.T) {
	for name := range presets {
		t.Run(name, func(t *testing.T) {
			h := open(t, name)
			amina := h.parent("Amina")
			if due := h.due(t, amina); due != "" {
				t.Errorf("before anything is published: %q", due)
			}
			h.publishes(t, aup.ForParents, wording("I am kind."))
			h.publishes(t, aup.ForUpperKS2, wording("I am kind."))
			if due := h.due(t, amina); due != "parents new; ks2_upper new Maryam" { // Yusuf's has no document yet
				t.Errorf("due: %q", due)
			}
			h.publishes(t, aup.ForLowerKS2, wording("I am kind."))
			if due := h.due(t, amina); due != "parents new; ks2_lower new Yusuf; ks2_upper new Maryam" {
				t.Errorf("due: %q", due)
			}
			own, child := h.reads(t, aup.ForParents, "ur", ""), h.reads(t, aup.ForUpperKS2, "pl", h.pupil("Maryam"))
			second := h.reads(t, aup.ForLowerKS2, "en", h.pupil("Yusuf"))

			_, err := h.Sign(t.Context(), amina, h.act(amina, "aup.sign"), false, []aup.Answer{own, child})
			want(t, "without having talked", err, "not_yet aup.sign.talk_first parents.read_and_discuss_aup")
			if due := h.due(t, amina); !strings.HasPrefix(due, "parents new") {
				t.Errorf("half of a sitting was kept: %q", due)
			}
			at, err := h.signs(t, amina, "ur", own, child, second, child)
			want(t, "the sitting", err, "")
			if len(at.Made) != 3 || len(at.Signatures) != 3 {
				t.Fatalf("made %v", at.Made)
			}
			for i, expected := range []aup.Signature{
				{Document: aup.ForParents, Capacity: aup.Self, Language: "ur", Status: aup.Draft},
				{Document: aup.ForUpperKS2, Capacity: aup.ForChild, Pupil: h.pupil("Maryam"), Language: "pl", Status: aup.Draft,
					Talked: true},
				{Document: aup.ForLowerKS2, Capacity: aup.ForChild, Pupil: h.pupil("Yusuf"), Language: "en",
					Status: aup.Original, Talked: true},
			} {
				got := at.Signatures[slices.IndexFunc(at.Signatures, func(g aup.Signature) bool { return g.ID == at.Made[i] })]
				expected.ID, expected.School, expected.Signer, expected.How = got.ID, h.ID, amina.Person, aup.OwnDevice
				expected.At, expected.Version, expected.Edition = h.now, []aup.Answer{own, child, second}[i].Version,
					[]aup.Answer{own, child, second}[i].Edition
				if got != expected {
					t.Errorf("signature %d is\n%+v, not\n%+v", i, got, expected)
				}
			}
			if due := h.due(t, amina); due != "" {
				t.Errorf("after all is signed: %q", due)
			}

			maryam := h.child("Maryam")
			if due := h.due(t, maryam); due != "ks2_upper new Maryam" {
				t.Errorf("due to the child: %q", due)
			}
			at, err = h.signs(t, maryam, "en", h.reads(t, aup.ForUpperKS2, "en-x-easy", ""))
			want(t, "the child", err, "")
			if g := at.Signatures[0]; g.Capacity != aup.Self || g.How != aup.ClassDevice || g.Pupil != "" {
				t.Errorf("the child's is %+v", g)
			}
			if due := h.due(t, maryam); due != "" {
				t.Errorf("due to the child still: %q", due)
			}
			if due := h.due(t, h.child("Ola")); due != "" {
				t.Errorf("due to a child of Year 1: %q", due)
			}
			_, err = h.signs(t, h.child("Ola"), "en", h.reads(t, aup.ForUpperKS2, "en", ""))
			want(t, "a child of Year 1", err, "denied aup.sign.other_age aup.age_suited")
			h.publishes(t, aup.ForKS1, wording("I am kind."))
			_, err = h.signs(t, h.child("Ola"), "en", h.reads(t, aup.ForKS1, "en", ""))
			want(t, "a child of Year 1, her own", err, "denied aup.sign.with_adult aup.age_suited")
		})
	}
}

// Who is not asked for a child finds nothing there: no document, no child, and the same answer as for a child who does
// not exist.
func TestWhoMaySignForWhom(t *testing.T) {
	h := open(t, "AR")
	other := furnish(t, h.db, "BG", "house-bg")
	for _, at := range []*house{h, other} {
		at.publishes(t, aup.ForParents, wording("I am kind."))
		at.publishes(t, aup.ForUpperKS2, wording("I am kind."))
		at.publishes(t, aup.ForLowerKS2, wording("I am kind."))
	}
	upper := func(pupil id.Pupil) aup.Answer { return h.reads(t, aup.ForUpperKS2, "en", pupil) }
	for _, row := range []struct {
		what   string
		who    people.Who
		answer aup.Answer
		want   string
	}{
		{"the mother", h.parent("Amina"), upper(h.pupil("Maryam")), ""},
		{"the stepfather", h.parent("Daniel"), upper(h.pupil("Maryam")), ""},
		{"the foster carer", h.parent("Grace"), upper(h.pupil("Zara")), ""},
		{"the foster carer, her own", h.parent("Grace"), h.reads(t, aup.ForParents, "en", ""), ""},
		{"the father with no contact", h.parent("Karim"), upper(h.pupil("Maryam")), nothingThere},
		{"the father with no contact, his own", h.parent("Karim"), h.reads(t, aup.ForParents, "en", ""), nothingThere},
		{"the social worker", h.parent("Duty"), upper(h.pupil("Zara")), nothingThere},
		{"the social worker, her own", h.parent("Duty"), h.reads(t, aup.ForParents, "en", ""), nothingThere},
		{"another mother", h.parent("Ewa"), upper(h.pupil("Maryam")), nothingThere},
		{"a child that is not there", h.parent("Amina"), upper(id.New[id.Pupil]()), nothingThere},
		{"a child of the other school", h.parent("Amina"), upper(other.pupil("Maryam")), nothingThere},
		{"a parent of the other school, here", people.Who{School: h.ID, Kind: people.ParentKind,
			Person: other.parent("Amina").Person}, upper(h.pupil("Maryam")), nothingThere},
		{"the sister", h.child("Yusuf"), upper(h.pupil("Maryam")), nothingThere},
		{"a teacher", h.staff["teacher"], upper(h.pupil("Maryam")), nothingThere},
		{"nobody", people.Who{}, upper(h.pupil("Maryam")), nothingThere},
		{"the mother, a document of another band", h.parent("Amina"), upper(h.pupil("Yusuf")),
			"denied aup.sign.other_age aup.age_suited"},
		{"the mother, a child's document for herself", h.parent("Amina"), upper(""),
			"denied aup.sign.other_age aup.age_suited"},
		{"the mother, a document that is not there", h.parent("Amina"), aup.Answer{Document: aup.ForKS1,
			Version: upper("").Version, Edition: upper("").Edition, Pupil: h.pupil("Maryam")},
			"denied aup.sign.other_age aup.age_suited"},
		{"the mother, an edition of another document", h.parent("Amina"), aup.Answer{Document: aup.ForUpperKS2,
			Version: upper("").Version, Edition: h.reads(t, aup.ForParents, "en", "").Edition, Pupil: h.pupil("Maryam")},
			"invalid aup.edition"},
	} {
		_, err := h.signs(t, row.who, "en", row.answer)
		want(t, row.what, err, row.want)
	}
	for _, somebody := range []string{"Karim", "Duty"} {
		if due := h.due(t, h.parent(somebody)); due != "" {
			t.Errorf("%s is asked for %q", somebody, due)
		}
	}
	_, err := h.signs(t, h.parent("Amina"), "en")
	want(t, "an empty sitting", err, "invalid aup.sign.none")
	foreign := h.act(h.parent("Daniel"), "aup.sign")
	_, err = h.Sign(t.Context(), h.parent("Amina"), foreign, true, []aup.Answer{upper(h.pupil("Maryam"))})
	want(t, "in somebody else's name", err, nothingThere)
}

// A retry gets the receipt of the first time; the same operation for something else is refused, and who signs once more
// finds the signature that stands.
func TestASigningIsSentOnce(t *testing.T) {
	h := open(t, "AR")
	h.publishes(t, aup.ForParents, wording("I am kind."))
	amina := h.parent("Amina")
	answer := []aup.Answer{h.reads(t, aup.ForParents, "ur", "")}
	act := h.act(amina, "aup.sign")
	first, err := h.Sign(t.Context(), amina, act, true, answer)
	want(t, "signing", err, "")
	receipt, err := h.Receipt(t.Context(), amina, first.Made[0])
	want(t, "the receipt", err, "")
	h.publishes(t, aup.ForParents, wording("I am kind, always.")) // even when it was replaced between
	again, err := h.Sign(t.Context(), amina, act, true, answer)
	want(t, "a retry", err, "")
	if len(again.Signatures) != 1 || !slices.Equal(again.Made, first.Made) {
		t.Errorf("a retry made %v, the first time %v", again.Made, first.Made)
	}
	later, err := h.Receipt(t.Context(), amina, again.Made[0])
	want(t, "the receipt of the retry", err, "")
	if later.Signature != receipt.Signature || later.Proof.Position != receipt.Proof.Position ||
		hex.EncodeToString(later.Proof.Link) != hex.EncodeToString(receipt.Proof.Link) || later.Edition.ID != receipt.Edition.ID {
		t.Errorf("the receipt is\n%+v, was\n%+v", later, receipt)
	}
	if receipt.Standing != aup.Stands || later.Standing != aup.Replaced || len(receipt.Proof.Link) == 0 ||
		receipt.Proof.Position == 0 || receipt.Edition.Statements[0].Text != "میں مہربان ہوں۔" ||
		receipt.Version.Statements[0].Text != "I am kind." || receipt.Language != "ur" {
		t.Errorf("the receipt is %+v", receipt)
	}
	other := act
	other.Hash = event.HashOf([]byte("something else"))
	_, err = h.Sign(t.Context(), amina, other, true, answer)
	want(t, "the operation for something else", err, "conflict web.operation_reused")

	new := h.reads(t, aup.ForParents, "en", "")
	once, err := h.signs(t, amina, "en", new)
	want(t, "the new version", err, "")
	twice, err := h.signs(t, amina, "en", new)
	want(t, "the new version again", err, "")
	if !slices.Equal(once.Made, twice.Made) || len(twice.Signatures) != 2 {
		t.Errorf("made %v, then %v of %d", once.Made, twice.Made, len(twice.Signatures))
	}
	_, err = h.Receipt(t.Context(), h.parent("Daniel"), once.Made[0])
	want(t, "somebody else's receipt", err, nothingThere)
	_, err = h.Receipt(t.Context(), h.staff["head"], once.Made[0])
	want(t, "a family's receipt for the head", err, nothingThere)
}

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
		{"a long statement", aup.ForParents, func(w *aup.Wording) { w.Statements[0].Text = long }, "invalid aup.publish.text"},
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
	l, err := h.Library(t.Context(), h.staff["dsl"])
	if err != nil || len(l.Versions) != 1 || l.Versions[0].ByName != "Ruth Staff" || l.Versions[0].Statements[1].Symbol != "eye" ||
		!l.Versions[0].Statements[1].Fixed {
		t.Errorf("the library is %+v: %v", l.Versions, err)
	}
	if _, err := h.Library(t.Context(), h.parent("Amina")); heard(err) == "" {
		t.Error("a parent reads the office's library")
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
	no := aup.No{Document: aup.ForParents, Version: v.ID, Language: "ur", Reason: aup.TalkFirst, Words: " میں بات چاہتی ہوں "}
	for what, row := range map[string]struct {
		who    people.Who
		change func(*aup.No)
		want   string
	}{
		"no reason":               {amina, func(n *aup.No) { n.Reason = "" }, "invalid aup.decline.reason"},
		"no language":             {amina, func(n *aup.No) { n.Language = "u r" }, "invalid aup.language"},
		"too many words":          {amina, func(n *aup.No) { n.Words = strings.Repeat("x", 501) }, "invalid aup.words_too_long"},
		"another version":         {amina, func(n *aup.No) { n.Version = "x" }, "conflict aup.version_replaced"},
		"no such document":        {amina, func(n *aup.No) { n.Document = "x"; n.Pupils = []id.Pupil{""} }, nothingThere},
		"a child's for nobody":    {amina, func(n *aup.No) { n.Document = aup.ForUpperKS2 }, nothingThere},
		"somebody else's child":   {amina, func(n *aup.No) { n.Document, n.Pupils = aup.ForUpperKS2, []id.Pupil{h.pupil("Zara")} }, nothingThere},
		"the father, no contact":  {h.parent("Karim"), func(*aup.No) {}, nothingThere},
		"a child":                 {h.child("Maryam"), func(*aup.No) {}, nothingThere},
		"the head":                {h.staff["head"], func(*aup.No) {}, nothingThere},
		"a child of another band": {amina, func(n *aup.No) { n.Document, n.Pupils = aup.ForUpperKS2, []id.Pupil{h.pupil("Yusuf")} }, "denied aup.sign.other_age aup.age_suited"},
	} {
		n := no
		row.change(&n)
		want(t, what, decline(row.who, n), row.want)
	}
	want(t, "declining", decline(amina, no), "")
	want(t, "declining again", decline(amina, no), "")
	if due := h.due(t, amina); due != "parents declined; ks2_upper new Maryam" {
		t.Errorf("due: %q", due)
	}
	list, err := h.db.Calls().List(t.Context(), h.ID, monday)
	if err != nil || len(list) != 1 || list[0].About != calls.Declined || list[0].Words != "میں بات چاہتی ہوں" ||
		list[0].Language != "ur" || list[0].Document != "parents" {
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
		"of a text that is not asked":  {amina, aup.Question{Document: aup.ForKS1, Language: "ur"}, "invalid aup.question.what"},
		"of a statement that is not":   {amina, aup.Question{Document: aup.ForParents, Statement: "x", Language: "ur"}, "invalid aup.question.what"},
		"of a statement of nothing":    {amina, aup.Question{Statement: "kind", Language: "ur"}, "invalid aup.question.what"},
		"in no language":               {amina, aup.Question{}, "invalid aup.language"},
		"by somebody who is not asked": {h.parent("Duty"), aup.Question{Language: "en"}, nothingThere},
		"by a child":                   {h.child("Maryam"), aup.Question{Language: "en"}, nothingThere},
	} {
		want(t, what, ask(row.who, row.q), row.want)
	}
	want(t, "asking", ask(amina, aup.Question{Document: aup.ForParents, Statement: "kind", Language: "ur"}), "")
	first := h.now
	want(t, "asking again", ask(amina, aup.Question{Document: aup.ForParents, Statement: "ask", Language: "ur", Words: "?"}), "")
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
	if g := at.Signatures[0]; g.How != aup.OnPaper || g.Signer != id.Person(h.adult("Grace")) || g.SignedOn != "2026-11-24" ||
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
	_, err := h.Ask(t.Context(), amina, h.act(amina, "aup.ask"), aup.Question{Language: "en", Words: "Canary of a question"})
	want(t, "asking", err, "")
	_, err = h.Decline(t.Context(), amina, h.act(amina, "aup.decline"), aup.No{Document: aup.ForParents, Version: v.Version,
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
