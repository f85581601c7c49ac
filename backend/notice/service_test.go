package notice_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/notice"
	"lollipop/backend/people"
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

// Whether there is a hold makes no difference to anything that somebody reads who read it before.
//
// Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9)
func TestAHoldShowsNowhere(t *testing.T) {
	houses(t, func(t *testing.T, name string, h *house) {
		h.clock(11, 10)
		taken := h.take(t, "Yusuf", school.Breach)
		h.round(t)
		amina, dsl := h.who("Amina"), h.who("dsl")
		h.clock(11, 20)
		before, err := h.Read(t.Context(), amina, h.act(amina), h.newest(t, "Amina"))
		if err != nil {
			t.Fatal(err)
		}
		same := func(what string) {
			t.Helper()
			h.round(t)
			now, err := h.Open(t.Context(), amina, before.ID, h.now)
			if err != nil || !reflect.DeepEqual(now, before) {
				t.Errorf("%s she reads %+v %+v, not %+v %+v (%v)", what, now, now.Phone, before, before.Phone, err)
			}
			if got := h.box(t, "Amina"); got != "0 new: confiscated Yusuf read" {
				t.Errorf("%s she has %s", what, got)
			}
		}
		hold := func() {
			t.Helper()
			if _, err := h.custody.SetHold(t.Context(), dsl, h.act(dsl), taken, "a disclosure"); err != nil {
				t.Fatal(err)
			}
		}
		lift := func(tell custody.Decision) {
			t.Helper()
			if _, err := h.custody.LiftHold(t.Context(), dsl, h.act(dsl), taken, "agencies agree", tell); err != nil {
				t.Fatal(err)
			}
		}
		h.clock(11, 30)
		hold()
		same("under a hold")
		if got := h.box(t, "Daniel"); got != "0 new: " {
			t.Errorf("he had not read it, and has %s", got)
		}
		// She answers, as she would without one, and hears the same; it is no contact.
		h.clock(11, 40)
		if before, err = h.Answer(t.Context(), amina, h.act(amina), before.ID, notice.WillCome, "ur"); err != nil ||
			before.Notice.Answer != notice.WillCome {
			t.Errorf("her answer: %+v (%v)", before, err)
		}
		same("having answered")
		record, err := h.db.Custody().Confiscation(t.Context(), h.ID, taken)
		if err != nil || !record.ContactAt.IsZero() || len(record.Contacts) != 0 {
			t.Errorf("under a hold an answer is contact: %+v (%v)", record, err)
		}
		h.clock(12, 0)
		lift(custody.NotYet)
		same("lifted, not yet")
		h.clock(12, 10)
		hold()
		same("held once more")
		h.clock(12, 20)
		lift(custody.TellNow)
		same("lifted with a yes")
		// He learns of it now, and not why.
		daniel := h.who("Daniel")
		his, err := h.Read(t.Context(), daniel, h.act(daniel), h.newest(t, "Daniel"))
		if err != nil || his.Phone.Ground != "" || his.Phone.TakenBy != "Mr Vale" || !his.Phone.TakenAt.Equal(at(11, 10)) {
			t.Errorf("he reads %+v %+v (%v)", his, his.Phone, err)
		}
		hold()
		h.round(t)
		if again, err := h.Open(t.Context(), daniel, his.ID, h.now); err != nil || !reflect.DeepEqual(again, his) {
			t.Errorf("under the third he reads %+v %+v (%v)", again, again.Phone, err)
		}
		// From the start, and after: nobody hears a word, and then not why.
		secret := h.take(t, "Maryam", schools[name].Policy.Phones.HoldGrounds[0])
		h.round(t)
		same("with a daughter's held too")
		taken = secret
		lift(custody.TellNow)
		h.round(t)
		opened, err := h.Open(t.Context(), amina, h.newest(t, "Amina"), h.now)
		if err != nil || opened.Subject != string(secret) || opened.Phone.Ground != "" {
			t.Errorf("of the daughter's she reads %+v (%v)", opened.Phone, err)
		}
	})
}

func TestOthersNoticesAreNotThere(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		h.take(t, "Yusuf", school.Breach)
		h.round(t)
		one := h.newest(t, "Amina")
		const absent = "not_found people.not_found"
		elsewhere := h.who("Amina")
		elsewhere.School = "another"
		for what, who := range map[string]people.Who{"the barred father": h.who("Karim"), "another mother": h.who("Ewa"),
			"their stepfather": h.who("Daniel"), "the office": h.who("office"), "nobody": {},
			"a child": people.Pupil{ID: h.pupil("Yusuf"), School: h.ID}.Who()} {
			_, read := h.Read(t.Context(), who, h.act(who), one)
			_, opened := h.Open(t.Context(), who, one, h.now)
			_, answered := h.Answer(t.Context(), who, h.act(who), one, notice.WillCome, "en")
			for verb, err := range map[string]error{"read": read, "open": opened, "answer": answered} {
				if heard(err) != absent {
					t.Errorf("%s can %s it: %v", what, verb, err)
				}
			}
		}
		amina := h.who("Amina")
		if _, err := h.Read(t.Context(), amina, h.act(h.who("Daniel")), one); heard(err) != absent {
			t.Errorf("in another's name: %v", err)
		}
		for _, who := range []people.Who{h.who("office"), {}, elsewhere} {
			if _, err := h.Inbox(t.Context(), who, "", 10, h.now); err == nil {
				t.Errorf("%v has an inbox", who)
			}
		}
		// What was read is gone with the mark, and comes back with it: the office has corrected a mistake.
		if _, err := h.Read(t.Context(), amina, h.act(amina), one); err != nil {
			t.Fatal(err)
		}
		h.bar(t, "Amina", "No contact")
		for range 2 {
			if got := h.box(t, "Amina"); got != "0 new: " {
				t.Errorf("barred, she has %s", got)
			}
			if _, err := h.Open(t.Context(), amina, one, h.now); heard(err) != absent {
				t.Errorf("barred, she reads it: %v", err)
			}
			h.round(t)
		}
		h.bar(t, "Amina", "")
		h.round(t)
		if got := h.box(t, "Amina"); got != "0 new: confiscated Yusuf read" {
			t.Errorf("no longer barred, she has %s", got)
		}
	})
}

// What one of two records was told, the adult reads who they both turn out to be.
func TestAMergedAdultReadsBoth(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		h.take(t, "Kuba", school.Breach)
		h.clock(11, 11)
		h.take(t, "Yusuf", school.Breach)
		h.round(t)
		h.roll(t, people.Merged, func(s people.State) (c people.Changes) {
			for _, a := range s.Adults {
				if a.ID == h.adult("Ewa") {
					a.MergedInto = h.adult("Amina")
					c.Adults = append(c.Adults, a)
				}
			}
			return c
		})
		h.round(t)
		if got := h.box(t, "Amina"); got != "2 new: confiscated Yusuf, confiscated Kuba" {
			t.Errorf("she has %s", got)
		}
		// A page at a time, whatever is left out of it.
		amina := h.who("Amina")
		first, err := h.Inbox(t.Context(), amina, "", 1, h.now)
		if err != nil || len(first.Items) != 1 || !first.More || first.Unread != 2 {
			t.Fatalf("the first page: %+v (%v)", first, err)
		}
		second, err := h.Inbox(t.Context(), amina, first.Items[0].ID, 1, h.now)
		if err != nil || len(second.Items) != 1 || second.More || second.Items[0].Children[0].Preferred != "Kuba" {
			t.Errorf("the second page: %+v (%v)", second, err)
		}
	})
}

func TestAPageIsFullWhateverMayNotBeRead(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(9, 0)
		h.take(t, "Maryam", school.Breach)
		for minute := range 5 {
			h.clock(10, minute)
			h.take(t, "Yusuf", school.Breach)
		}
		h.round(t)
		amina := h.who("Amina")
		for _, item := range must(h.Inbox(t.Context(), amina, "", 50, h.now))(t).Items {
			if _, err := h.Read(t.Context(), amina, h.act(amina), item.ID); err != nil {
				t.Fatal(err)
			}
		}
		h.roll(t, people.Left, func(s people.State) (c people.Changes) {
			for _, p := range s.Pupils {
				if p.ID == h.pupil("Yusuf") {
					p.LeftOn = monday
					c.Pupils = append(c.Pupils, p)
				}
			}
			return c
		})
		h.round(t)
		box := must(h.Inbox(t.Context(), amina, "", 2, h.now))(t)
		if len(box.Items) != 1 || box.More || box.Items[0].Children[0].Preferred != "Maryam" {
			t.Errorf("the page is %+v", box)
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
