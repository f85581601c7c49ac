package notice_test

import (
	"reflect"
	"testing"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/school"
)

// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func TestAPhoneThatIsLeftAtTheOffice(t *testing.T) {
	houses(t, func(t *testing.T, name string, h *house) {
		h.clock(8, 40)
		office, amina := h.who("office"), h.who("Amina")
		shelf, err := h.custody.HandIn(t.Context(), office, h.act(office), custody.Arriving{Pupil: h.pupil("Yusuf")})
		if name == "BG" {
			h.clock(16, 0)
			done, wrong := h.custody.EndDay(t.Context(), h.ID, h.now)
			if heard(err) != "denied custody.hand_in.class_check phones.hand_in" || done || wrong != nil ||
				h.kinds(t)[custody.DidRemain] != 0 {
				t.Errorf("nothing is handed in here: %v %v %v", err, done, wrong)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, when := range []time.Time{at(15, 15), at(15, 29), at(15, 30), at(16, 0), at(23, 0)} {
			h.now = when
			if _, err := h.custody.EndDay(t.Context(), h.ID, when); err != nil {
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
		if !opened.Phone.HandedIn.IsZero() || len(opened.Answers) != 0 || !opened.OverAt.Equal(at(15, 40)) {
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
		// Nor does it tell that the device is kept since, under a hold of which they are told nothing.
		teacher := h.who("teacher")
		if _, err := h.custody.Confiscate(t.Context(), teacher, h.act(teacher), custody.Taking{Pupil: h.pupil("Yusuf"),
			Device: device, Ground: h.Policy.Phones.HoldGrounds[0], Stored: "office safe"}); err != nil {
			t.Fatal(err)
		}
		h.round(t)
		if now := must(h.Open(t.Context(), amina, opened.ID, h.now))(t); !reflect.DeepEqual(now, opened) {
			t.Errorf("under a hold she reads %+v %+v", now, now.Phone)
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
			if _, err := h.Begin(t.Context(), h.ID, when); err != nil {
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
		if _, err := h.Begin(t.Context(), h.ID, h.now); err != nil {
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
