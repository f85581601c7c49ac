package aup_test

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/event"
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
		hex.EncodeToString(later.Proof.Link) != hex.EncodeToString(receipt.Proof.Link) ||
		later.Edition.ID != receipt.Edition.ID {
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
