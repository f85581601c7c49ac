package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// documents is the room of what families sign, with the product's own texts.
func (h *house) documents() *aup.Service {
	h.t.Helper()
	texts, err := aup.Shipped()
	if err != nil {
		h.t.Fatal(err)
	}
	return &aup.Service{Store: h.store.AUP(), Texts: texts,
		Ways: func(ctx context.Context, who people.Who) (map[id.Adult]aup.Where, error) {
			ways, err := h.server.Access.WaysIn(ctx, who)
			found := map[id.Adult]aup.Where{}
			for adult, way := range ways {
				found[adult] = aup.Where(way)
			}
			return found, err
		}}
}

// publish makes both of the product's texts the school's.
func (h *house) publish(p *place) {
	h.t.Helper()
	for _, d := range h.server.AUP.Texts.Shipped() {
		text, _ := h.server.AUP.Texts.Proposed(d)
		w := aup.Wording{Title: text.Title, Intro: text.Intro}
		for _, statement := range text.Statements {
			w.Statements = append(w.Statements, aup.Worded{Key: statement.Key, Text: statement.Text})
		}
		l, err := h.server.AUP.Publish(h.t.Context(), p.who("hd"), h.act(p, "hd", "aup.publish"), d, w)
		made(h, l, err)
	}
}

// as is something that an adult or the child of the matrix's family does now.
func (h *house) as(p *place, short string) (people.Who, event.Act) {
	who := p.family.child.Who()
	if adult, ok := p.family.adults[short]; ok {
		who = adult.Who()
	}
	act := h.act(p, "", "test.family")
	act.Actor = who.Person
	return who, act
}

// childsPromise is the child's document as it is asked now, in that language.
func (h *house) childsPromise(p *place, language string) aup.Answer {
	h.t.Helper()
	l, err := h.server.AUP.Public(h.t.Context(), p.school.ID)
	v, _ := made(h, l, err).Current(aup.ForUpperKS2)
	e, _ := l.Newest(v.ID, language)
	return aup.Answer{Document: aup.ForUpperKS2, Version: v.ID, Edition: e.ID, Pupil: p.family.child.ID}
}

// unsigned takes back what the child's adults signed, and is what they can sign or decline then.
func unsigned(h *house, p *place) things {
	for _, short := range []string{"par", "stf"} {
		who, _ := h.as(p, short)
		at, err := h.server.AUP.Home(h.t.Context(), who)
		for _, g := range made(h, at, err).Signatures {
			_, act := h.as(p, short)
			_, err := h.server.AUP.Withdraw(h.t.Context(), who, act, g.ID, aup.Back{})
			made(h, g, err)
		}
	}
	a := h.childsPromise(p, "ur")
	return things{"version": a.Version, "edition": a.Edition, "pupil": string(a.Pupil),
		"adult": string(p.family.adults["par"].ID)}
}

// aSignature is the mother's, for her child.
func aSignature(h *house, p *place) things {
	who, act := h.as(p, "par")
	at, err := h.server.AUP.Sign(h.t.Context(), who, act, true, []aup.Answer{h.childsPromise(p, "ur")})
	return things{"id": string(made(h, at, err).Made[0])}
}

// aCall is one that the mother waits for.
func aCall(h *house, p *place) things {
	who, act := h.as(p, "par")
	err := h.server.Calls.Ask(h.t.Context(), who, act, calls.Asking{About: calls.Number, Language: "ur"})
	made(h, act, err)
	list, err := h.server.Calls.List(h.t.Context(), p.who("ofc"), h.clock.Now())
	for _, line := range made(h, list, err) {
		if line.About == calls.Number && line.Open() {
			return things{"id": string(line.ID)}
		}
	}
	h.t.Fatal("the call is not on the list")
	return nil
}

// What a school asks can be read by anybody: the list anew each time, an edition for ever, and nothing under any other
// address.
func TestPublicDocuments(t *testing.T) {
	h := newHouse(t)
	list := h.do(ask{path: "/s/hook-lane/documents.json"})
	var docs PublicDocuments
	if err := json.Unmarshal([]byte(list.body), &docs); err != nil || len(docs.Documents) != 2 ||
		list.header.Get("Cache-Control") != "no-cache" {
		t.Fatalf("the list is %s (%v)", list.print(), err)
	}
	seen := map[string]bool{}
	for _, d := range docs.Documents {
		for _, e := range d.Editions {
			got := h.do(ask{path: "/s/hook-lane/documents/" + e.Edition + ".json"})
			var edition PublicEdition
			if err := json.Unmarshal([]byte(got.body), &edition); err != nil || got.status != http.StatusOK ||
				!strings.Contains(got.header.Get("Cache-Control"), "immutable") {
				t.Fatalf("the edition is %s (%v)", got.print(), err)
			}
			seen[e.Language] = true
			if edition.Edition != e.Edition || edition.Version != d.Version || edition.Language != e.Language ||
				edition.EnglishTitle != d.Title || !slices.ContainsFunc(edition.Statements, func(s EditionStatement) bool {
				return s.Fixed
			}) {
				t.Errorf("the edition is %+v", edition)
			}
			for _, s := range edition.Statements {
				if want := map[bool]string{true: "rtl", false: "ltr"}[s.Lang == "ur"]; s.Dir != want || s.Text == "" ||
					s.English == "" || s.Symbol == "" {
					t.Errorf("a statement is %+v", s)
				}
			}
			if got := h.do(ask{path: "/s/no-school/documents/" + e.Edition + ".json"}); got.status != http.StatusNotFound {
				t.Errorf("at no school: %s", got.print())
			}
		}
	}
	for _, tag := range []string{"en", "pl", "ur", "en-x-easy"} {
		if !seen[tag] {
			t.Errorf("there is no edition in %s", tag)
		}
	}
	for _, path := range []string{"/s/no-school/documents.json", "/s/hook-lane/documents/x.json",
		"/s/hook-lane/documents/" + strings.Repeat("0", 64) + ".json",
		"/s/hook-lane/documents/" + strings.Repeat("0", 64)} {
		if got := h.do(ask{path: path}); got.status != http.StatusNotFound {
			t.Errorf("%s: %s", path, got.print())
		}
	}
}
