package notice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lollipop/backend/aup"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
)

// The office sees how far each message came, and says how it told somebody another way.
func TestTheOfficeSeesWhoWasNotReached(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		taken := h.take(t, "Yusuf", school.Breach)
		h.publish(t, aup.ForParents, "Be kind.")
		act := h.act(h.who("office"))
		sign := act.Did("access.signed_in", string(h.adult("Amina")), map[string]string{"how": "letter"})
		if err := h.Store.Happened(t.Context(), act, sign); err != nil {
			t.Fatal(err)
		}
		h.round(t)
		office := h.who("office")
		page := func(q notice.Query) string {
			t.Helper()
			got := must(h.Deliveries(t.Context(), office, q, h.now))(t)
			if len(got.Items) != got.Total {
				t.Errorf("%d of %d are there", len(got.Items), got.Total)
			}
			return fmt.Sprint(got.Total, got.ByKind)
		}
		all := "map[aup_to_sign:3 confiscated:2]"
		for _, row := range []struct {
			q    notice.Query
			want string
		}{
			{notice.Query{}, "5 " + all},
			{notice.Query{NotReached: true}, "5 " + all},
			{notice.Query{Kinds: []notice.Kind{notice.Confiscated}}, "2 " + all},
			{notice.Query{Kinds: []notice.Kind{notice.Released}, NotReached: true}, "0 " + all},
			{notice.Query{Text: "ewa"}, "1 map[aup_to_sign:1]"},
		} {
			if got := page(row.q); got != row.want {
				t.Errorf("%+v: %s, not %s", row.q, got, row.want)
			}
		}
		for what, row := range map[string]struct {
			who  people.Who
			kind notice.Kind
			want string
		}{"a teacher": {h.who("teacher"), "", "denied people.not_yours"},
			"a mother":                    {h.who("Amina"), "", "denied people.not_yours"},
			"who signed in":               {office, notice.NewSignIn, "invalid notice.wrong.kind"},
			"a kind that nobody knows of": {office, "x", "invalid notice.wrong.kind"}} {
			q := notice.Query{}
			if row.kind != "" {
				q.Kinds = []notice.Kind{row.kind}
			}
			if _, err := h.Deliveries(t.Context(), row.who, q, h.now); heard(err) != row.want {
				t.Errorf("%s: %v", what, err)
			}
		}
		one := h.newest(t, "Daniel")
		for _, row := range []struct {
			who, how, want string
		}{{"teacher", "rang", "denied people.not_yours"}, {"office", "shouted", "invalid notice.wrong.told_how"},
			{"office", "rang", ""}, {"head", "paper", "conflict notice.told_already"}} {
			who := h.who(row.who)
			if err := h.Tell(t.Context(), who, h.act(who), one, notice.How(row.how)); heard(err) != row.want {
				t.Errorf("%s %s: %v", row.who, row.how, err)
			}
		}
		if err := h.Tell(t.Context(), office, h.act(office), "nothing", notice.Rung); heard(err) !=
			"not_found people.not_found" {
			t.Errorf("of nothing: %v", err)
		}
		if got := page(notice.Query{NotReached: true}); !strings.HasPrefix(got, "4 ") {
			t.Errorf("one is told, and not reached are %s", got)
		}
		// What is taken back is nowhere.
		dsl := h.who("dsl")
		if _, err := h.custody.SetHold(t.Context(), dsl, h.act(dsl), taken, "a disclosure"); err != nil {
			t.Fatal(err)
		}
		h.round(t)
		for _, q := range []notice.Query{{Kinds: []notice.Kind{notice.Confiscated}}, {NotReached: true,
			Kinds: []notice.Kind{notice.Confiscated}}} {
			if got := page(q); strings.Contains(got, "confiscated") {
				t.Errorf("held: %s", got)
			}
		}
		figures := must(h.Figures(t.Context(), h.who("head"), 7, h.now))(t)
		sent := map[notice.Kind]int{}
		for _, f := range figures {
			sent[f.Kind] = f.Sent
		}
		if sent[notice.Confiscated] != 0 || sent[notice.ToSign] != 3 {
			t.Errorf("the figures are %v", figures)
		}
		if _, err := h.Figures(t.Context(), h.who("dsl"), 7, h.now); heard(err) != "denied people.not_yours" {
			t.Errorf("somebody else counts: %v", err)
		}
	})
}

// Of what is printed and said at the office the same holds as of what is read: a message about two children is about the
// one of them of whom its adult may still be told.
//
// Policy: phones.parents_told (AR 9.3/10)
func TestTheOfficePrintsNothingThatMayNotBeTold(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		_, _, err := h.Store.Follow(t.Context(), h.ID, 100, func(e event.Event, _ notice.Facts) (c notice.Changes, _ error) {
			if e.Kind == "test.enrolled" {
				c.New = []notice.Notice{{ID: id.New[id.Notice](), School: h.ID, Event: e.ID, Kind: notice.ToSign,
					Subject: "lower_ks2", Adult: h.adult("Amina"), Pupils: []id.Pupil{h.pupil("Yusuf"), h.pupil("Maryam")},
					At: e.At}}
			}
			return c, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		names := func() []string {
			return must(h.Deliveries(t.Context(), h.who("office"), notice.Query{NotReached: true}, h.now))(t).Items[0].PupilNames
		}
		if got := names(); len(got) != 2 {
			t.Errorf("at first %v", got)
		}
		h.roll(t, people.MarksCorrected, func(s people.State) (c people.Changes) {
			for _, contact := range s.Contacts {
				if contact.Adult == h.adult("Amina") && contact.Pupil == h.pupil("Maryam") {
					contact.CourtOrder = "No contact"
					c.Contacts = append(c.Contacts, contact)
				}
			}
			return c
		})
		for range 2 {
			if got := names(); !slices.Equal(got, []string{"Yusuf Hussain"}) {
				t.Errorf("the sheet names %v", got)
			}
			h.round(t)
		}
	})
}
