package notice_test

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/notice"
	"lollipop/backend/school"
)

// houses runs a test in a fresh house of each policy.
func houses(t *testing.T, do func(t *testing.T, name string, h *house)) {
	for _, name := range both {
		t.Run(name, func(t *testing.T) { do(t, name, open(t, name)) })
	}
}

// The walk of a phone that was taken at ten past eleven: the mother reads it, what, when and why, and answers that she
// comes. Where the policy waits for contact that is contact; where it waits for the end of the day it is not one minute
// sooner.
//
// Policy: phones.parents_told (AR 9.3/10), phones.release (AR 9.3/9, BG 9.3/12)
func TestTheMotherReadsAndComes(t *testing.T) {
	houses(t, func(t *testing.T, name string, h *house) {
		h.clock(11, 10)
		taken := h.take(t, "Maryam", school.Breach)
		h.round(t)
		for who, want := range map[string]string{"Amina": "1 new: confiscated Maryam", "Daniel": "1 new: confiscated Maryam",
			"Karim": "0 new: ", "Ewa": "0 new: "} {
			if got := h.box(t, who); got != want {
				t.Errorf("%s has %q, not %q", who, got, want)
			}
		}
		h.clock(11, 20)
		amina := h.who("Amina")
		opened, err := h.Read(t.Context(), amina, h.act(amina), h.newest(t, "Amina"))
		if err != nil {
			t.Fatal(err)
		}
		p := opened.Phone
		if p == nil || p.Kind != school.Phone || !p.TakenAt.Equal(at(11, 10)) || p.TakenBy != "Mr Vale" ||
			p.Ground != school.Breach || !p.Gone.IsZero() || opened.Device != school.Phone || len(opened.Answers) != 2 ||
			!opened.ReadAt.Equal(at(11, 20)) {
			t.Errorf("she reads %+v of %+v", opened, p)
		}
		from := map[string]time.Time{"AR": at(15, 15)}[name]
		if p.Release != schools[name].Policy.Phones.Release || !p.From.Equal(from) {
			t.Errorf("it can be fetched %s from %s", p.Release, p.From)
		}
		office := h.who("office")
		release := func(hour, minute int) string {
			h.clock(hour, minute)
			_, err := h.custody.Release(t.Context(), office, h.act(office), taken, h.adult("Amina"))
			return heard(err)
		}
		want := map[string]string{"AR": "not_yet custody.release.end_of_day phones.release",
			"BG": "not_yet custody.release.contact_first phones.release"}[name]
		if got := release(11, 21); got != want {
			t.Errorf("before she answers: %q", got)
		}
		h.clock(11, 22)
		first := h.act(amina)
		for range 2 { // a retry
			if opened, err = h.Answer(t.Context(), amina, first, opened.ID, notice.WillCome, "ur"); err != nil {
				t.Fatal(err)
			}
		}
		if opened.Notice.Answer != notice.WillCome || !opened.AnsweredAt.Equal(at(11, 22)) {
			t.Errorf("she answered %+v", opened)
		}
		h.round(t)
		h.round(t) // it is carried again
		record, err := h.db.Custody().Confiscation(t.Context(), h.ID, taken)
		if err != nil || len(record.Contacts) != 1 || record.Contacts[0].How != custody.ByApp ||
			record.Contacts[0].Outcome != custody.WillCome || !record.ContactAt.Equal(at(11, 22)) {
			t.Errorf("the record has %+v (%v)", record.Contacts, err)
		}
		if name == "AR" {
			if got := release(15, 14); got != "not_yet custody.release.end_of_day phones.release" {
				t.Errorf("at 15:14: %q", got)
			}
			if got := release(15, 15); got != "" {
				t.Errorf("at 15:15: %q", got)
			}
		} else if got := release(12, 40); got != "" {
			t.Errorf("at 12:40, she comes: %q", got)
		}
		h.round(t)
		for who, want := range map[string]string{"Amina": "1 new: released Maryam, confiscated Maryam read over",
			"Daniel": "1 new: released Maryam, confiscated Maryam over", "Karim": "0 new: "} {
			if got := h.box(t, who); got != want {
				t.Errorf("%s has %q, not %q", who, got, want)
			}
		}
		gone, err := h.Open(t.Context(), amina, h.newest(t, "Amina"), h.now)
		if err != nil || !gone.Phone.Gone.Equal(h.now) || len(gone.Answers) != 0 {
			t.Errorf("home: %+v %+v (%v)", gone, gone.Phone, err)
		}
		if _, err := h.Answer(t.Context(), amina, h.act(amina), opened.ID, notice.CallMe,
			"ur"); heard(err) != "conflict notice.wrong.gone" {
			t.Errorf("an answer after it is over: %v", err)
		}
		if seen := h.kinds(t); seen[notice.DidAnswer] != 1 || seen[custody.DidContact] != 1 {
			t.Errorf("there happened %v", seen)
		}
	})
}

func TestAnAnswerCanChangeAndCallsTheOffice(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		h.take(t, "Yusuf", school.Breach)
		h.round(t)
		amina, one := h.who("Amina"), h.newest(t, "Amina")
		say := func(answer notice.Answer, language string) string {
			h.now = h.now.Add(time.Minute)
			_, err := h.Answer(t.Context(), amina, h.act(amina), one, answer, language)
			return heard(err)
		}
		for _, row := range [][3]string{{"come", "ur", ""}, {"call", "ur", ""}, {"call", "ur", ""}, {"come", "pl", ""},
			{"", "ur", "invalid notice.wrong.answer"}, {"no", "ur", "invalid notice.wrong.answer"},
			{"come", "", "invalid notice.wrong.language"}, {"come", "u r", "invalid notice.wrong.language"},
			{"come", strings.Repeat("u", 36), "invalid notice.wrong.language"}} {
			if got := say(notice.Answer(row[0]), row[1]); got != row[2] {
				t.Errorf("%q in %q: %q", row[0], row[1], got)
			}
		}
		h.round(t)
		if got := h.kinds(t)[notice.DidAnswer]; got != 3 {
			t.Errorf("she answered %d times", got)
		}
		list, err := h.calls.List(t.Context(), h.who("office"), h.now)
		if err != nil || len(list) != 1 || list[0].About != "message" || list[0].Language != "ur" ||
			list[0].AdultName != "Amina Hussain" || len(list[0].PupilNames) != 1 {
			t.Errorf("the office's list: %+v (%v)", list, err)
		}
		if got := h.box(t, "Amina"); got != "0 new: confiscated Yusuf read" {
			t.Errorf("what she answered she has read: %s", got)
		}
	})
}

// must is the value of something that has to succeed.
func must[T any](value T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
