package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// get asks as somebody and reads the answer into what it should be.
func (h *house) get(t *testing.T, path string, as access.Token, into any) {
	t.Helper()
	got := h.do(ask{path: path, session: as})
	if got.status != http.StatusOK || json.Unmarshal([]byte(got.body), into) != nil {
		t.Fatalf("%s: %s", path, got.print())
	}
}

// send posts as somebody, once more where op is that of before.
func (h *house) send(path string, body any, as access.Token, op string) answer {
	raw, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.do(ask{method: http.MethodPost, path: path, body: string(raw), session: as, op: op})
}

// The walk of a mother: what is due, one sitting, the receipt, a retry, a version that is replaced while she reads, a
// question; and what the office and the head see of it.
func TestAMotherSigns(t *testing.T) {
	h := newHouse(t)
	p := h.here
	mother, office, head := p.session["par"], p.session["ofc"], p.session["hd"]
	var home AUPHome
	h.get(t, "/api/aup/home", mother, &home)
	if len(home.Seats) != 1 || home.Seats[0].School.Slug != "hook-lane" || home.Seats[0].School.Phone == "" ||
		len(home.Seats[0].Due) != 2 || home.Seats[0].Asked != nil || home.Seats[0].Signed != 0 {
		t.Fatalf("home is %+v", home)
	}
	sitting := NewSignatures{Language: "ur", Talked: true}
	for _, due := range home.Seats[0].Due {
		at := slices.IndexFunc(due.Editions, func(e DueEdition) bool { return e.Language == "ur" })
		if at < 0 || due.State != "new" || due.Editions[at].Status != "draft" ||
			!due.Editions[at].MayBeSigned {
			t.Fatalf("due is %+v", due)
		}
		answer := SignAnswer{Document: due.Document, Version: due.Version, Edition: due.Editions[at].Edition}
		if due.Document == "ks2_upper" {
			if len(due.Pupils) != 1 || due.Pupils[0].ID != string(p.family.child.ID) {
				t.Fatalf("the child's is for %+v", due.Pupils)
			}
			answer.Pupil = due.Pupils[0].ID
		} else if len(due.Pupils) != 0 {
			t.Fatalf("her own is for %+v", due.Pupils)
		}
		sitting.Answers = append(sitting.Answers, answer)
	}
	untold := sitting
	untold.Talked = false
	if got := h.send("/api/aup/signatures", untold, mother, ""); got.status != http.StatusConflict ||
		got.problem(t).Kind != "not_yet" || got.problem(t).Why == nil {
		t.Errorf("without having talked: %s", got.print())
	}
	mixed := NewSignatures{Language: "ur", Talked: true, Answers: slices.Clone(sitting.Answers)}
	mixed.Answers[1].Edition = mixed.Answers[0].Edition
	if got := h.send("/api/aup/signatures", mixed, mother, ""); got.status != 422 ||
		got.problem(t).Field != "answers.1.edition" {
		t.Errorf("an edition of the other document: %s", got.print())
	}
	op := string(id.New[id.Op]())
	first := h.send("/api/aup/signatures", sitting, mother, op)
	again := h.send("/api/aup/signatures", sitting, mother, op)
	var saved Saved
	if first.status != http.StatusOK || first.print() != again.print() || json.Unmarshal([]byte(first.body),
		&saved) != nil ||
		len(saved.Items) != 2 {
		t.Fatalf("the sitting: %s\nand again: %s", first.print(), again.print())
	}
	other := sitting
	other.Language = "en"
	if got := h.send("/api/aup/signatures", other, mother, op); got.status != http.StatusConflict {
		t.Errorf("the operation for something else: %s", got.print())
	}
	h.get(t, "/api/aup/home", mother, &home)
	if len(home.Seats[0].Due) != 0 || home.Seats[0].Signed != 2 {
		t.Errorf("after the sitting home is %+v", home)
	}
	var list SignatureList
	h.get(t, "/api/aup/signatures", mother, &list)
	if len(list.Items) != 2 || list.Items[0].Standing != "stands" || list.Items[0].How != "own_device" {
		t.Errorf("the list is %+v", list)
	}
	child := slices.IndexFunc(list.Items, func(i SignatureItem) bool { return i.Pupil != nil })
	var receipt SignatureReceipt
	h.get(t, "/api/aup/signatures/"+list.Items[child].ID, mother, &receipt)
	if receipt.Signer != p.family.adults["par"].Called() || receipt.Pupil.Name != p.family.child.Called() ||
		!receipt.Talked ||
		receipt.Language != "ur" || receipt.Status != "draft" || receipt.Capacity != "for_child" ||
		len(receipt.Chain.Link) != 64 ||
		receipt.Chain.Position == 0 || receipt.Statements[0].Dir != "rtl" || receipt.Statements[0].English == "" ||
		receipt.School != p.school.Name {
		t.Errorf("the receipt is %+v", receipt)
	}

	// The office sees it, and what is still owed by whom; the child has not signed.
	var progress AUPProgress
	h.get(t, "/api/aup/progress?q="+p.family.child.Preferred, office, &progress)
	if progress.Total != 1 || !progress.Items[0].Signed || progress.Items[0].Own != "waiting" ||
		progress.Items[0].Adults[0].State != "signed" || progress.Items[0].Adults[1].State != "signed_in" ||
		progress.Items[0].Adults[2].State != "not_asked" || len(progress.Documents) != 2 {
		t.Errorf("progress is %+v", progress)
	}

	// The head words it anew while somebody reads.
	stepfather := p.session["stf"]
	words := NewVersion{Title: "Our promises", Intro: "Please read this.", Statements: []WordedSection{
		{"kind", "I am kind."}, {"monitored", "School looks."}}}
	if got := h.send("/api/aup/documents/ks2_upper/publish", words, head, ""); got.status != http.StatusOK {
		t.Fatalf("publishing: %s", got.print())
	}
	late := NewSignatures{Language: "ur", Talked: true, Answers: sitting.Answers[1:]}
	got := h.send("/api/aup/signatures", late, stepfather, "")
	if got.status != http.StatusConflict || !slices.ContainsFunc(got.problem(t).Parts, func(part Part) bool {
		return part.Field == "reworded.kind" && strings.Contains(part.Title, "I am kind.")
	}) {
		t.Errorf("signing what was replaced: %s", got.print())
	}
	h.get(t, "/api/aup/home", mother, &home)
	due := home.Seats[0].Due
	if len(due) != 1 || due[0].State != "changed" || due[0].SignBy != "2026-12-07" || due[0].Changed == nil ||
		!slices.Contains(due[0].Changed.Reworded, "School looks.") || len(due[0].Changed.Removed) == 0 {
		t.Errorf("due is %+v", due)
	}
	var docs AUPDocuments
	h.get(t, "/api/aup/documents", head, &docs)
	if docs.Items[1].Current.Number != 2 || docs.Items[1].State != "published" || docs.Items[1].Asked != 1 ||
		docs.Items[1].Signed != 1 || docs.Items[1].Current.By == "" {
		t.Errorf("the head sees %+v", docs.Items[1])
	}

	// A question: on the list with the language, and rung.
	if got := h.send("/api/aup/questions", NewQuestion{Document: "ks2_upper", Statement: "kind", Language: "ur",
		Words: "Canary <b>words</b>"}, mother, ""); got.status != http.StatusOK {
		t.Fatalf("asking: %s", got.print())
	}
	h.get(t, "/api/aup/home", mother, &home)
	if home.Seats[0].Asked == nil {
		t.Error("home does not say that a question waits")
	}
	var list2 Calls
	h.get(t, "/api/calls", office, &list2)
	if len(list2.Items) != 1 || list2.Items[0].About != "aup_question" || list2.Items[0].Statement != "kind" ||
		list2.Items[0].Language != "ur" || list2.Items[0].Adult.Mobile == "" ||
		list2.Items[0].Words != "Canary <b>words</b>" {
		t.Fatalf("the list is %+v", list2)
	}
	for _, outcome := range []string{"no_answer", "reached"} {
		if got := h.send("/api/calls/"+list2.Items[0].ID+"/done", CallOutcome{outcome}, office,
			""); got.status != http.StatusOK ||
			!strings.Contains(got.body, `"outcome":"`+outcome+`"`) {
			t.Errorf("%s: %s", outcome, got.print())
		}
	}
	if strings.Contains(h.log.String(), "Canary") {
		t.Error("what she wrote is in the log")
	}

	// Taken back, with a reason.
	if got := h.send("/api/aup/signatures/"+list.Items[child].ID+"/withdraw", WithdrawReason{"Not yet."}, mother,
		""); got.status != http.StatusOK || !strings.Contains(got.body, `"standing":"withdrawn"`) {
		t.Errorf("taking it back: %s", got.print())
	}
}

// A school that has no drafts signed says so of each edition, and refuses a yes to one; the English is signed.
func TestHomeSaysWhatMayBeSigned(t *testing.T) {
	h := newHouse(t)
	p := h.here
	act := h.act(p, "hd", "school.change")
	_, err := h.store.Schools().Change(t.Context(), act, func(s *school.School) ([]event.Event, error) {
		s.Policy.AUP.SignDrafts = false
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mother := p.session["par"]
	var home AUPHome
	h.get(t, "/api/aup/home", mother, &home)
	sitting := map[string]NewSignatures{}
	for _, due := range home.Seats[0].Due {
		for _, e := range due.Editions {
			if e.MayBeSigned != (e.Status != "draft") {
				t.Errorf("%s in %s (%s): may be signed %v", due.Document, e.Language, e.Status, e.MayBeSigned)
			}
			s := sitting[e.Language]
			s.Language, s.Talked = e.Language, true
			answer := SignAnswer{Document: due.Document, Version: due.Version, Edition: e.Edition}
			if len(due.Pupils) > 0 {
				answer.Pupil = due.Pupils[0].ID
			}
			s.Answers = append(s.Answers, answer)
			sitting[e.Language] = s
		}
	}
	if len(sitting["ur"].Answers) != 2 {
		t.Fatalf("home is %+v", home)
	}
	got := h.send("/api/aup/signatures", sitting["ur"], mother, "")
	if got.status != http.StatusForbidden || got.problem(t).Title != h.server.say("ur", "aup.sign.draft") {
		t.Errorf("a draft: %s", got.print())
	}
	if got := h.send("/api/aup/signatures", sitting["en"], mother, ""); got.status != http.StatusOK {
		t.Errorf("the English: %s", got.print())
	}
}

// A device with two people on it: whoever acts is named, and a change without a name is refused.
func TestTwoPeopleOnOnePhone(t *testing.T) {
	h := newHouse(t)
	p := h.here
	both := h.useLetter(h.print(p, p.family.adults["stf"].ID), "29/2", h.comeIn(p, nil, "par"))
	var home AUPHome
	h.get(t, "/api/aup/home", both, &home)
	if len(home.Seats) != 2 {
		t.Fatalf("home is %+v", home)
	}
	a := h.childsPromise(p, "en")
	body := NewSignatures{Language: "en", Talked: true, Answers: []SignAnswer{{Document: string(a.Document),
		Version: a.Version, Edition: a.Edition, Pupil: string(a.Pupil)}}}
	if got := h.send("/api/aup/signatures", body, both, ""); got.status != 422 {
		t.Errorf("nobody is named: %s", got.print())
	}
	raw, _ := json.Marshal(body)
	stepfather := string(p.family.adults["stf"].ID)
	got := h.do(ask{method: http.MethodPost, path: "/api/aup/signatures", body: string(raw), session: both,
		header: http.Header{"As": {stepfather}}})
	if got.status != http.StatusOK {
		t.Fatalf("the stepfather: %s", got.print())
	}
	h.get(t, "/api/aup/home", both, &home)
	for _, seat := range home.Seats {
		if want := map[bool]int{true: 1, false: 0}[seat.ID == stepfather]; seat.Signed != want {
			t.Errorf("seat %s has signed %d", seat.ID, seat.Signed)
		}
	}
}
