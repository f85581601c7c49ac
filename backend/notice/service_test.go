package notice_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/custody"
	"lollipop/backend/id"
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

// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func TestAPhoneThatIsLeftAtTheOffice(t *testing.T) {
	houses(t, func(t *testing.T, name string, h *house) {
		h.clock(8, 40)
		office, amina := h.who("office"), h.who("Amina")
		shelf, err := h.custody.HandIn(t.Context(), office, h.act(office), custody.Arriving{Pupil: h.pupil("Yusuf")})
		if name == "BG" {
			h.clock(16, 0)
			if heard(err) != "denied custody.hand_in.class_check phones.hand_in" || h.custody.EndDay(t.Context(), h.ID,
				h.now) != nil || h.kinds(t)[custody.DidRemain] != 0 {
				t.Errorf("nothing is handed in here: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, when := range []time.Time{at(15, 15), at(15, 29), at(15, 30), at(16, 0), at(23, 0)} {
			h.now = when
			if err := h.custody.EndDay(t.Context(), h.ID, when); err != nil {
				t.Fatal(err)
			}
			h.round(t)
			want := "1 new: uncollected Yusuf"
			if when.Before(at(15, 30)) {
				want = "0 new: "
			}
			if got := h.box(t, "Amina"); got != want {
				t.Errorf("at %s she has %s", when.Format("15:04"), got)
			}
		}
		h.clock(15, 40)
		opened := must(h.Open(t.Context(), amina, h.newest(t, "Amina"), h.now))(t)
		if opened.Phone == nil || !opened.Phone.HandedIn.Equal(at(8, 40)) || !opened.Phone.Gone.IsZero() ||
			!opened.Phone.TakenAt.IsZero() || len(opened.Answers) != 2 || !opened.Urgent {
			t.Errorf("she reads %+v %+v", opened, opened.Phone)
		}
		if _, err := h.Answer(t.Context(), amina, h.act(amina), opened.ID, notice.WillCome, "ur"); err != nil {
			t.Fatal(err)
		}
		h.round(t)
		device := shelf.Devices[0].ID
		if _, err := h.custody.Collect(t.Context(), office, h.act(office), h.pupil("Yusuf"), device); err != nil {
			t.Fatal(err)
		}
		h.round(t)
		opened = must(h.Open(t.Context(), amina, opened.ID, h.now))(t)
		if !opened.Phone.Gone.Equal(at(15, 40)) || len(opened.Answers) != 0 || opened.OverAt.IsZero() {
			t.Errorf("collected, she reads %+v %+v", opened, opened.Phone)
		}
		// The next morning it comes again: the message of the day before says what it said.
		h.now = at(8, 40).AddDate(0, 0, 1)
		if _, err := h.custody.HandIn(t.Context(), office, h.act(office), custody.Arriving{Pupil: h.pupil("Yusuf"),
			Device: device}); err != nil {
			t.Fatal(err)
		}
		if now := must(h.Open(t.Context(), amina, opened.ID, h.now))(t); !reflect.DeepEqual(now, opened) {
			t.Errorf("the day after she reads %+v %+v", now, now.Phone)
		}
		if n := h.kinds(t)[custody.DidRemain]; n != 1 {
			t.Errorf("it was left %d times", n)
		}
	})
}

// Policy: parents.on_joining (AR 5.3/5, BG 5.4/6)
func TestADayBeginsOnce(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(6, 0)
		h.publish(t, aup.ForParents, "Be kind.")
		h.round(t)
		if got := h.box(t, "Amina"); got != "1 new: aup_to_sign" {
			t.Errorf("she has %s", got)
		}
		saturday := monday.AddDays(5).At(10, 0, school.London)
		for _, when := range []time.Time{at(6, 59), at(7, 0), at(7, 1), at(12, 0), saturday} {
			if err := h.Begin(t.Context(), h.ID, when); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.kinds(t)[notice.DidBegin]; n != 1 {
			t.Errorf("the day began %d times", n)
		}
		if next := must(h.RingDue(t.Context(), h.ID, at(6, 59)))(t); !next.Equal(at(7, 0)) {
			t.Errorf("published at six it rings at %s", next)
		}
		if next := must(h.RingDue(t.Context(), h.ID, at(7, 0)))(t); !next.IsZero() {
			t.Errorf("and then at %s", next)
		}
		// A week later it rings again, at the end of the quiet hours; in the evening nothing rings.
		h.now = monday.AddDays(7).At(7, 0, school.London)
		if err := h.Begin(t.Context(), h.ID, h.now); err != nil {
			t.Fatal(err)
		}
		h.round(t)
		next := must(h.RingDue(t.Context(), h.ID, h.now))(t)
		if want := h.now.Add(notice.Gather); !next.Equal(want) {
			t.Errorf("it rings at %s, not %s", next, want)
		}
		if next = must(h.RingDue(t.Context(), h.ID, next))(t); !next.IsZero() {
			t.Errorf("and then at %s", next)
		}
		h.clock(20, 0)
		h.take(t, "Maryam", school.Breach)
		h.round(t)
		if next := must(h.RingDue(t.Context(), h.ID, h.now))(t); !next.Equal(monday.AddDays(1).At(7, 0, school.London)) {
			t.Errorf("in the evening it rings at %s", next)
		}
	})
}

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

// Policy: phones.release (BG 9.3/12)
func TestAnAnswerByAppThatCannotBeContactIsNoError(t *testing.T) {
	houses(t, func(t *testing.T, _ string, h *house) {
		h.clock(11, 10)
		taken := h.take(t, "Yusuf", school.Breach)
		for what, row := range map[string]struct {
			c     id.Confiscation
			adult string
		}{"of nothing": {"nothing", "Amina"}, "by the barred father": {taken, "Karim"}, "by another mother": {taken, "Ewa"}} {
			amina := h.who("Amina")
			if err := h.custody.AnswerByApp(t.Context(), h.ID, h.act(amina), row.c, h.adult(row.adult)); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		record := must(h.db.Custody().Confiscation(t.Context(), h.ID, taken))(t)
		if !record.ContactAt.IsZero() || len(record.Contacts) != 0 {
			t.Errorf("that is contact: %+v", record)
		}
		office := h.who("office")
		_, err := h.custody.LogContact(t.Context(), office, h.act(office), taken, h.adult("Amina"), custody.ByApp, custody.Spoke)
		if heard(err) != "invalid custody.contact.how" {
			t.Errorf("the office logs an answer in the app: %v", err)
		}
		_, err = h.custody.LogContact(t.Context(), office, h.act(office), taken, h.adult("Amina"), custody.ByPhone,
			custody.WillCome)
		if heard(err) != "invalid custody.contact.outcome" {
			t.Errorf("the office logs that she comes: %v", err)
		}
	})
}
