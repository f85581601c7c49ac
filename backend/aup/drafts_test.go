package aup_test

import (
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// decides gives the school another way to ask.
func (h *house) decides(t *testing.T, change func(*school.AUP)) {
	t.Helper()
	act := h.act(h.staff["head"], "school.change")
	_, err := h.db.Schools().Change(t.Context(), act, func(s *school.School) ([]event.Event, error) {
		change(&s.Policy.AUP)
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A school that has only checked translations signed: the draft is offered and read, and neither a family's own yes nor
// the office's record of a paper is to it; the English is signed, with all else of that sitting or not at all.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func TestASchoolThatHasNoDraftsSigned(t *testing.T) {
	for name := range presets {
		t.Run(name, func(t *testing.T) {
			h := open(t, name)
			h.publishes(t, aup.ForParents, wording("I am kind."))
			h.publishes(t, aup.ForUpperKS2, wording("I am kind."))
			h.decides(t, func(p *school.AUP) { p.SignDrafts = false })
			amina, maryam := h.parent("Amina"), h.pupil("Maryam")
			draft, english := h.reads(t, aup.ForParents, "ur", ""), h.reads(t, aup.ForUpperKS2, "en", maryam)

			_, err := h.signs(t, amina, "ur", english, draft)
			want(t, "a draft among the others", err, "denied aup.sign.draft")
			paper := aup.Paper{Adult: h.adult("Amina"), Document: aup.ForUpperKS2, Pupils: []id.Pupil{maryam}, Language: "pl",
				SignedOn: h.today()}
			office := h.staff["office"]
			_, err = h.RecordPaper(t.Context(), office, h.act(office, "aup.paper"), paper)
			want(t, "a draft on paper", err, "denied aup.sign.draft")
			if due := h.due(t, amina); due != "parents new; ks2_upper new Maryam" {
				t.Errorf("a refused sitting left %q", due)
			}
			at, err := h.signs(t, amina, "ur", english, h.reads(t, aup.ForParents, "en", ""))
			want(t, "the English", err, "")
			for _, g := range at.Signatures {
				if g.Status != aup.Original || g.Language != aup.English {
					t.Errorf("signed %+v", g)
				}
			}
			_, err = h.signs(t, h.child("Maryam"), "en", h.reads(t, aup.ForUpperKS2, "en-x-easy", ""))
			want(t, "the child, a draft", err, "denied aup.sign.draft")

			h.decides(t, func(p *school.AUP) { p.SignDrafts = true })
			_, err = h.signs(t, h.child("Maryam"), "en", h.reads(t, aup.ForUpperKS2, "en-x-easy", ""))
			want(t, "once the school has it signed", err, "")
		})
	}
}
