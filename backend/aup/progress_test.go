package aup_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// noWays knows nobody's way in.
func noWays(context.Context, people.Who) (map[id.Adult]aup.Where, error) { return nil, nil }

func read(t failing, raw json.RawMessage, into any) {
	t.Helper()
	if len(raw) == 0 {
		return
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

// The office sees by class who has signed, and of everybody else why not: the furthest that each adult has come.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func TestWhoIsStuckAndWhy(t *testing.T) {
	h := open(t, "AR")
	ways := map[id.Adult]aup.Where{h.adult("Daniel"): aup.WhereLetter, h.adult("Grace"): aup.WhereSignedIn}
	h.Ways = func(_ context.Context, who people.Who) (map[id.Adult]aup.Where, error) {
		if who.School != h.ID {
			t.Error("another school's ways are asked")
		}
		return ways, nil
	}
	office := h.staff["office"]
	see := func(q aup.Query) aup.ProgressPage {
		t.Helper()
		if q.Size == 0 {
			q.Size = 50
		}
		page, err := h.Progress(t.Context(), office, q, h.now)
		if err != nil {
			t.Fatal(err)
		}
		return page
	}
	line := func(child string) (aup.Progress, map[string]aup.Where) {
		t.Helper()
		for _, p := range see(aup.Query{}).Items {
			if p.Pupil.Preferred == child {
				where := map[string]aup.Where{}
				for _, a := range p.Adults {
					where[a.Adult.Forename] = a.Where
				}
				return p, where
			}
		}
		t.Fatal("nobody follows " + child)
		return aup.Progress{}, nil
	}
	if p, _ := line("Maryam"); p.Signed || p.Own != aup.OwnNone {
		t.Errorf("before anything is published: %+v", p)
	}
	h.publishes(t, aup.ForParents, wording("I am kind."))
	h.publishes(t, aup.ForUpperKS2, wording("I am kind."))

	p, where := line("Maryam")
	if p.Signed || p.Own != aup.OwnWaiting || where["Amina"] != aup.WhereNoLetter || where["Daniel"] != aup.WhereLetter ||
		where["Karim"] != aup.WhereNotAsked {
		t.Errorf("Maryam: %+v, %v", p, where)
	}
	if _, where := line("Zara"); where["Grace"] != aup.WhereSignedIn || where["Duty"] != aup.WhereNotAsked {
		t.Errorf("Zara: %v", where)
	}
	if p, _ := line("Ola"); p.Own != aup.OwnNone || p.Signed {
		t.Errorf("Ola, whose band has no document: %+v", p)
	}

	amina, daniel := h.parent("Amina"), h.parent("Daniel")
	_, err := h.Ask(t.Context(), amina, h.act(amina, "aup.ask"), aup.Question{Language: "ur"})
	want(t, "asking", err, "")
	if _, where := line("Maryam"); where["Amina"] != aup.WhereQuestion {
		t.Errorf("with a question: %v", where)
	}
	_, err = h.Decline(t.Context(), daniel, h.act(daniel, "aup.decline"), aup.No{Document: aup.ForParents,
		Version: h.reads(t, aup.ForParents, "en", "").Version, Language: "en", Reason: aup.Disagree})
	want(t, "declining", err, "")
	_, err = h.signs(t, amina, "ur", h.reads(t, aup.ForParents, "ur", ""))
	want(t, "half of it", err, "")
	if p, where := line("Maryam"); p.Signed || where["Amina"] != aup.WhereQuestion ||
		where["Daniel"] != aup.WhereDeclined {
		t.Errorf("with half of it signed: %+v %v", p, where)
	}
	_, err = h.signs(t, daniel, "en", h.reads(t, aup.ForUpperKS2, "en", h.pupil("Maryam")))
	want(t, "the other half, by the stepfather", err, "")
	if p, where := line("Maryam"); !p.Signed || where["Amina"] != aup.WhereQuestion {
		t.Errorf("signed by two together: %+v %v", p, where)
	}
	if p, where := line("Yusuf"); !p.Signed || where["Amina"] != aup.WhereSigned || p.Own != aup.OwnNone {
		t.Errorf("Yusuf, for whom the parents' own is all: %+v %v", p, where)
	}
	at, err := h.signs(t, amina, "pl", h.reads(t, aup.ForUpperKS2, "pl", h.pupil("Maryam")))
	want(t, "the mother too", err, "")
	p, where = line("Maryam")
	if where["Amina"] != aup.WhereSigned || !p.Adults[0].At.Equal(h.now) || p.Adults[0].How != aup.OwnDevice {
		t.Errorf("the mother signed: %+v", p.Adults[0])
	}
	_, err = h.signs(t, h.child("Maryam"), "en", h.reads(t, aup.ForUpperKS2, "en", ""))
	want(t, "the child", err, "")

	page := see(aup.Query{})
	if page.Total != 4 || page.Items[0].Pupil.Preferred != "Ola" || page.Items[3].Pupil.Preferred != "Maryam" {
		t.Errorf("the order is %+v", page.Items)
	}
	for _, c := range page.Classes {
		expected := map[string]aup.ClassProgress{"Robin": {Name: "Robin", Year: "1", Children: 1},
			"Willow":  {Name: "Willow", Year: "4", Children: 1, Signed: 1},
			"Everest": {Name: "Everest", Year: "5", Children: 2, Signed: 1, PupilsSigned: 1}}[c.Name]
		if c != expected {
			t.Errorf("%s: %+v", c.Name, c)
		}
	}
	for _, row := range []struct {
		q    aup.Query
		want []string
	}{
		{aup.Query{Class: "Everest"}, []string{"Zara", "Maryam"}},
		{aup.Query{State: "signed"}, []string{"Yusuf", "Maryam"}},
		{aup.Query{State: "waiting"}, []string{"Ola", "Zara"}},
		{aup.Query{State: "declined"}, []string{"Yusuf", "Maryam"}},
		{aup.Query{State: "not_asked"}, []string{"Yusuf", "Zara", "Maryam"}},
		{aup.Query{Text: "mar kid"}, []string{"Maryam"}},
		{aup.Query{Text: "grace"}, []string{"Zara"}},
		{aup.Query{Text: "maryam grace"}, nil},
		{aup.Query{Page: 2, Size: 3}, []string{"Maryam"}},
		{aup.Query{Page: 9, Size: 3}, nil},
	} {
		var got []string
		for _, p := range see(row.q).Items {
			got = append(got, p.Pupil.Preferred)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%+v: %v, not %v", row.q, got, row.want)
		}
	}
	shelf, err := h.Shelf(t.Context(), h.staff["head"], h.now)
	if err != nil || len(shelf) != 4 {
		t.Fatalf("the shelf has %d: %v", len(shelf), err)
	}
	for _, on := range shelf {
		expected := map[aup.Document][3]int{aup.ForParents: {1, 1, 4}, aup.ForUpperKS2: {1, 1, 2}}[on.Document]
		if got := [3]int{on.Current.Number, on.Signed, on.Asked}; got != expected {
			t.Errorf("%s: %v, not %v", on.Document, got, expected)
		}
	}

	grace := h.parent("Grace")
	_, err = h.signs(t, grace, "en", h.reads(t, aup.ForUpperKS2, "en", h.pupil("Zara")),
		h.reads(t, aup.ForParents, "en", ""))
	want(t, "the foster carer", err, "")

	// A new version: fourteen days in which what was signed counts, and then it does not.
	h.publishes(t, aup.ForUpperKS2, wording("I am kind, always."))
	if p, where := line("Maryam"); !p.Signed || where["Amina"] != aup.WhereQuestion || p.Own != aup.OwnReplaced {
		t.Errorf("in the grace: %+v %v", p, where)
	}
	if p, where := line("Zara"); !p.Signed || where["Grace"] != aup.WhereReplaced {
		t.Errorf("Zara in the grace: %+v %v", p, where)
	}
	h.now = h.now.AddDate(0, 0, h.School.Policy.AUP.GraceDays)
	if p, _ := line("Maryam"); !p.Signed {
		t.Errorf("on the last day: %+v", p)
	}
	h.now = h.now.AddDate(0, 0, 1)
	if p, where := line("Maryam"); p.Signed || where["Amina"] != aup.WhereQuestion {
		t.Errorf("after the grace: %+v %v", p, where)
	}
	if at.Made[0] == "" {
		t.Error("nothing was made")
	}

	// An adult who is barred since no longer answers for the child.
	_, err = h.signs(t, daniel, "en", h.reads(t, aup.ForUpperKS2, "en", h.pupil("Maryam")))
	want(t, "the stepfather again", err, "")
	if p, _ := line("Maryam"); !p.Signed {
		t.Errorf("signed again: %+v", p)
	}
	h.bars(t, "Maryam", "Daniel", true)
	if p, where := line("Maryam"); p.Signed || where["Daniel"] != aup.WhereNotAsked {
		t.Errorf("with the stepfather barred: %+v %v", p, where)
	}
	for _, who := range []people.Who{h.staff["teacher"], h.staff["admin"], amina, h.child("Maryam"), {}} {
		if _, err := h.Progress(t.Context(), who, aup.Query{}, h.now); err == nil {
			t.Errorf("%s follows the families", who.Name)
		}
		if _, err := h.Shelf(t.Context(), who, h.now); err == nil {
			t.Errorf("%s sees the shelf", who.Name)
		}
	}
}

// The head hears of a newer text of the product's only where it is newer than what was on the table when they
// published, their own wording included.
func TestANewerText(t *testing.T) {
	h := open(t, "BG")
	h.Ways = noWays
	newer := func() bool {
		t.Helper()
		shelf, err := h.Shelf(t.Context(), h.staff["head"], h.now)
		if err != nil {
			t.Fatal(err)
		}
		return shelf[0].Newer
	}
	h.publishes(t, aup.ForParents, wording("In our own words."))
	if newer() {
		t.Error("the school's own words make the product's newer")
	}
	changed := files()
	raw := string(changed["en/parents.json"].Data)
	changed["en/parents.json"].Data = []byte(raw[:len(raw)-2] + `,{"key":"new","symbol":"star","text":"Something new."}]}`)
	h.Texts = texts(t, changed)
	if !newer() {
		t.Error("a newer text is not seen")
	}
	text, _ := h.Texts.Proposed(aup.ForParents)
	w := aup.Wording{Title: text.Title, Intro: text.Intro}
	for _, s := range text.Statements {
		w.Statements = append(w.Statements, aup.Worded{Key: s.Key, Text: s.Text})
	}
	h.publishes(t, aup.ForParents, w)
	if newer() {
		t.Error("what is published is newer than itself")
	}
}
