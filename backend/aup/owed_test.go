package aup_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/clock"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// owed holds what everybody owes at once against what each of them is asked.
func (m *machine) owed(t failing) {
	t.Helper()
	h := m.h
	ledger, err := h.Store.Ledger(context.Background(), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	today := clock.DateOf(h.now, school.London)
	all := ledger.Owed(today)
	for _, adult := range ledger.People.Adults {
		signer := aup.Signer{Kind: people.ParentKind, Person: id.Person(adult.ID)}
		sitting, err := h.Store.Sitting(context.Background(), h.ID, signer)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, item := range aup.Due(sitting, today) {
			var pupils []id.Pupil
			for _, child := range item.Children {
				pupils = append(pupils, child.ID)
			}
			want = append(want, fmt.Sprint(item.Version.Document, item.Version.ID, item.State, item.SignBy, pupils))
		}
		for _, o := range all[adult.ID] {
			got = append(got, fmt.Sprint(o.Document, o.Version.ID, o.State, o.SignBy, o.Pupils))
		}
		if alone := ledger.OwedBy(adult.ID, today); !reflect.DeepEqual(alone, all[adult.ID]) {
			t.Fatalf("%s owes %v, and with everybody else %v", adult.Called(), alone, all[adult.ID])
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s owes %v, and is asked %v", adult.Called(), got, want)
		}
	}
}

// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func TestWhatEverybodyOwes(t *testing.T) {
	for _, name := range []string{"AR", "BG"} {
		h := open(t, name)
		m := &machine{h: h}
		m.owed(t)
		h.publishes(t, aup.ForParents, wording("I am kind."))
		h.publishes(t, aup.ForUpperKS2, wording("I am kind."))
		m.owed(t)
		amina := h.parent("Amina")
		if _, err := h.Sign(t.Context(), amina, h.act(amina, "aup.sign"), true,
			[]aup.Answer{h.reads(t, aup.ForParents, "en", "")}); err != nil {
			t.Fatal(err)
		}
		m.owed(t)
		h.now = h.now.Add(time.Hour)
		h.publishes(t, aup.ForParents, wording("I am kind, always."))
		m.owed(t)
		ledger, err := h.Store.Ledger(t.Context(), h.ID)
		if err != nil {
			t.Fatal(err)
		}
		today := clock.DateOf(h.now, school.London)
		owed := ledger.Owed(today)
		if o := owed[h.adult("Amina")]; len(o) == 0 || o[0].Document != aup.ForParents || o[0].State != aup.AskAgain ||
			o[0].SignBy != today.AddDays(14) || len(o[0].Pupils) != 0 {
			t.Errorf("%s: Amina owes %+v", name, o)
		}
		if o := owed[h.adult("Karim")]; len(o) != 0 {
			t.Errorf("%s: the barred father owes %+v", name, o)
		}
	}
}
