package custody_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// left are the devices that were left, in the order of the record.
func (h *house) left(t failing) (devices []string) {
	t.Helper()
	records, err := h.db.Audit().Records(context.Background(), h.ID, audit.Daily, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if r.Event.Kind == custody.DidRemain {
			devices = append(devices, r.Event.Subject)
		}
	}
	return devices
}

// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func TestWhatIsLeftAtTheEndOfTheDayIsSaidOnce(t *testing.T) {
	ar, bg := open(t, "AR"), open(t, "BG")
	office := ar.who("office")
	var devices []id.Device
	for _, pupil := range []string{"Yusuf", "Maryam"} {
		shelf := must(ar.HandIn(t.Context(), office, ar.act(office, at(8, 40), "custody.hand_in"),
			custody.Arriving{Pupil: ar.pupil(pupil)}))(t)
		devices = append(devices, shelf.Devices[0].ID)
	}
	must(ar.Collect(t.Context(), office, ar.act(office, at(15, 16), "custody.collect"), ar.pupil("Maryam"), devices[1]))(t)
	saturday := monday.AddDays(5).At(16, 0, school.London)
	for _, row := range []struct {
		when time.Time
		want int
	}{{at(8, 50), 0}, {at(15, 15), 0}, {at(15, 29), 0}, {at(15, 30), 1}, {at(15, 31), 1}, {at(23, 59), 1},
		{at(15, 30).AddDate(0, 0, 1), 2}, {saturday, 2}} {
		for _, h := range []*house{ar, bg} {
			if _, err := h.EndDay(t.Context(), h.ID, row.when); err != nil {
				t.Fatal(err)
			}
		}
		got := ar.left(t)
		if len(got) != row.want || row.want > 0 && got[0] != string(devices[0]) {
			t.Errorf("at %s there were left %v", row.when, got)
		}
	}
	if got := bg.left(t); len(got) != 0 {
		t.Errorf("a school that takes nothing in says that %v was left", got)
	}
	if _, err := ar.Store.Device(t.Context(), bg.ID, devices[0]); heard(err) != notThere {
		t.Errorf("the other school's device: %v", err)
	}
	if d, err := ar.Store.Device(t.Context(), ar.ID, devices[0]); err != nil || d.State != custody.HandedIn {
		t.Errorf("the device is %+v (%v)", d, err)
	}
	// Nobody can be there first: no request can send the operation that the product uses.
	if _, ok := id.Parse[id.Op]("custody.end_day/" + string(monday)); ok {
		t.Error("a request can send the product's operation")
	}
	if _, err := ar.EndDay(t.Context(), "nowhere", at(16, 0)); err == nil {
		t.Error("a day ends nowhere")
	}
}

// A child collects their phone in the very moment: nobody is told that it was left after it had gone.
func TestNothingIsLeftThatWasJustCollected(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.Store) {
		h := furnish(t, db, "AR", "house-ar")
		office := h.who("office")
		var all people.Changes
		for i := range 12 {
			all.Pupils = append(all.Pupils, people.Pupil{ID: h.pupil(fmt.Sprint(i)), School: h.ID,
				UPN: fmt.Sprintf("D8202001210%02d", i), Surname: "Bell", Forename: fmt.Sprint(i), Preferred: fmt.Sprint(i),
				DOB: "2016-05-04", Year: people.Year4, Class: "Willow", SEN: people.SENNone})
		}
		h.enrol(t, all)
		devices := map[int]id.Device{}
		for i := range 12 {
			shelf := must(h.HandIn(t.Context(), office, h.act(office, at(8, 40), "custody.hand_in", i),
				custody.Arriving{Pupil: h.pupil(fmt.Sprint(i))}))(t)
			devices[i] = shelf.Devices[0].ID
		}
		var at1530 sync.WaitGroup
		for i := range 12 {
			at1530.Go(func() {
				_, err := h.Collect(t.Context(), office, h.act(office, at(15, 30), "custody.collect", i),
					h.pupil(fmt.Sprint(i)), devices[i])
				if err != nil {
					t.Error(err)
				}
			})
		}
		for range 3 {
			at1530.Go(func() {
				if _, err := h.EndDay(t.Context(), h.ID, at(15, 30)); err != nil {
					t.Error(err)
				}
			})
		}
		at1530.Wait()
		records, err := h.db.Audit().Records(t.Context(), h.ID, audit.Daily, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		went, left := map[string]bool{}, map[string]int{}
		for _, r := range records {
			switch r.Event.Kind {
			case custody.DidCollect:
				went[r.Event.Subject] = true
			case custody.DidRemain:
				left[r.Event.Subject]++
				if went[r.Event.Subject] || left[r.Event.Subject] > 1 {
					t.Errorf("%s was left after it had gone, or twice", r.Event.Subject)
				}
			}
		}
		if len(went) != 12 {
			t.Errorf("%d went home", len(went))
		}
	})
}

// Policy: phones.release (AR 9.3/9, BG 9.3/12)
func TestAParentsOwnAnswerIsContact(t *testing.T) {
	for _, name := range both {
		h := open(t, name)
		teacher, office := h.who("teacher"), h.who("office")
		take := func(ground school.Ground, tell custody.Decision) id.Confiscation {
			return must(h.Confiscate(t.Context(), teacher, h.act(teacher, at(11, 10), "custody.confiscate", ground),
				custody.Taking{Pupil: h.pupil("Maryam"), Another: true, Ground: ground, Stored: "safe", Tell: tell}))(t).ID
		}
		comes := func(c id.Confiscation, adult string, op id.Op) (contacts int, made bool) {
			t.Helper()
			who := people.Adult{ID: h.adult(adult), School: h.ID}.Who()
			act := event.Act{School: h.ID, Actor: who.Person, At: at(11, 20), Op: op, Command: "custody.answer_by_app"}
			if err := h.AnswerByApp(t.Context(), h.ID, act, c, h.adult(adult)); err != nil {
				t.Errorf("%s, %s: %v", name, adult, err)
			}
			record := must(h.Store.Confiscation(t.Context(), h.ID, c))(t)
			return len(record.Contacts), !record.ContactAt.IsZero()
		}
		open := take(school.Breach, custody.TellNow)
		held := take(schools[name].Policy.Phones.HoldGrounds[0], "")
		for _, row := range []struct {
			what  string
			c     id.Confiscation
			adult string
			n     int
			made  bool
		}{{"the barred father", open, "Karim", 0, false}, {"under a hold", held, "Amina", 0, false},
			{"the mother", open, "Amina", 1, true}, {"the stepfather, after her", open, "Daniel", 2, true}} {
			op := id.New[id.Op]()
			for range 2 {
				if n, made := comes(row.c, row.adult, op); n != row.n || made != row.made {
					t.Errorf("%s, %s: %d contacts, made %v", name, row.what, n, made)
				}
			}
		}
		_, err := h.Release(t.Context(), office, h.act(office, at(15, 15), "custody.release"), open, h.adult("Amina"))
		if err != nil {
			t.Errorf("%s: it does not go home: %v", name, err)
		}
		if n, _ := comes(open, "Amina", id.New[id.Op]()); n != 2 {
			t.Errorf("%s: an answer about what has gone is contact", name)
		}
		if err := h.AnswerByApp(t.Context(), h.ID, h.act(office, at(16, 0), "custody.answer_by_app"), "nothing",
			h.adult("Amina")); err != nil {
			t.Errorf("%s: of nothing: %v", name, err)
		}
	}
}
