package concern_test

import (
	"context"
	"testing"
	"time"

	"lollipop/backend/concern"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Unread, it goes on in the school's minutes: not at night, not at the weekend.
//
// Policy: concerns.welfare.routed (AR 10.1/1, BG 10.1/1)
func TestUnreadGoesOn(t *testing.T) {
	a := open(t, "beaver-green", beaverRoad())
	a.clock.Set(time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC)) // a Friday, a quarter of an hour before the end
	a.tell(concern.Telling{Form: concern.ForEYFS, Feel: concern.Sad})
	for _, row := range []struct {
		day, hour, minute int
		want              string
	}{
		{27, 15, 1, "lead"}, {27, 23, 0, "lead"}, {29, 12, 0, "lead"}, {30, 9, 29, "lead"}, {30, 9, 30, "lead deputy1"},
		{30, 9, 59, "lead deputy1"}, {30, 10, 0, "lead deputy1 deputy2"}, {30, 14, 0, "lead deputy1 deputy2"},
	} {
		a.clock.Set(time.Date(2026, 11, row.day, row.hour, row.minute, 0, 0, time.UTC))
		a.round()
		if got := a.seen(); got != row.want {
			t.Errorf("on the %d at %d:%02d %q", row.day, row.hour, row.minute, got)
		}
	}
	if w, err := a.Waiting(t.Context(), a.who("deputy2")); err != nil || !w.Unread || !w.Overdue {
		t.Errorf("the rest of the team has no banner: %+v, %v", w, err)
	}
	a.read("deputy2")
	if w, err := a.Waiting(t.Context(), a.who("deputy2")); err != nil || w.Unread {
		t.Errorf("it was read: %+v, %v", w, err)
	}
}

// What is told about everybody who could read it is kept, and told to whoever runs the server.
func TestNobodyLeft(t *testing.T) {
	a := open(t, "anthony-roper", []people.Staff{person("head", people.Head, people.SafeguardingLead), person("chair", people.ChairOfGovernors)})
	r := a.tell(concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.TheHead, concern.TheChair}, Story: "Both."})
	a.round()
	if got := a.seen(); got != "" {
		t.Fatalf("%q read what is about them", got)
	}
	kept, err := a.Store.All(t.Context(), a.place.School.ID, true)
	if err != nil || len(kept) != 1 || !kept[0].Alarm {
		t.Fatalf("%+v, %v", kept, err)
	}
	if back, err := a.Return(t.Context(), a.place.School.ID, a.say(r, "en"), a.clock.Now()); err != nil || back.Status != concern.Told {
		t.Errorf("%+v, %v", back, err)
	}
	lead := person("lead", people.SafeguardingLead)
	lead.School = a.place.School.ID
	a.staff.all = append(a.staff.all, lead)
	a.round()
	if got := a.seen(); got != "lead" {
		t.Errorf("somebody came who may, and %q reads it", got)
	}
}

// What is finished outlives its readers: who comes after them reads it.
func TestFinishedIsAdopted(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	a.tell(concern.Telling{Form: concern.ForAdults, About: []concern.About{concern.AtSchool}, Story: "Long ago."})
	o := a.read("head")
	if _, err := a.SetStatus(t.Context(), a.who("head"), a.act("head", "concern.status"), o.ID, concern.Finished); err != nil {
		t.Fatal(err)
	}
	a.staff.all[0].LeftOn = "2026-11-24"
	a.clock.Move(24 * time.Hour)
	a.round()
	all, err := a.List(t.Context(), a.who("chair"), true)
	if err != nil || len(all) != 1 {
		t.Errorf("the head left, and the chair has %d, %v", len(all), err)
	}
}

// Two hundred in a minute from one tablet: all are kept, and the lead is rung three times at most.
func TestTwoHundredInAMinute(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	rings := &counted{RingStore: a.Rings}
	a.Rings = rings
	for range 200 {
		a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Fine})
		a.clock.Move(300 * time.Millisecond)
		a.round()
	}
	for range 45 {
		a.clock.Move(time.Minute)
		a.round()
	}
	kept, err := a.Store.All(t.Context(), a.place.School.ID, true)
	if err != nil || len(kept) != 200 {
		t.Errorf("%d are kept, %v", len(kept), err)
	}
	for who, n := range rings.times {
		if n > 3 {
			t.Errorf("%s was rung %d times", who, n)
		}
	}
	if rings.times[id.Person(id.Named[id.Staff]("head"))] == 0 {
		t.Error("nobody was rung")
	}
}

// Three pranks of an evening do not silence a telephone: what is told when the last ringing is over rings, though nobody has
// looked.
func TestThreePranksSilenceNobody(t *testing.T) {
	a := open(t, "anthony-roper", hookLane())
	rings := &counted{RingStore: a.Rings}
	a.Rings = rings
	head := id.Person(id.Named[id.Staff]("head"))
	for n := range 5 {
		a.tell(concern.Telling{Form: concern.ForKS2, Feel: concern.Fine})
		a.round()
		if want := min(n+1, 3); rings.times[head] != want {
			t.Fatalf("told %d times, and rung %d times", n+1, rings.times[head])
		}
		a.clock.Move(10 * time.Minute)
	}
	third := monday.Add(20 * time.Minute)
	a.clock.Set(third.Add(12*time.Hour - time.Second))
	if next := a.round(); rings.times[head] != 3 || !next.Equal(third.Add(12*time.Hour)) {
		t.Errorf("rung %d times, next at %v", rings.times[head], next)
	}
	for range 30 {
		a.clock.Move(time.Minute)
		a.round()
	}
	if rings.times[head] != 4 {
		t.Errorf("rung %d times", rings.times[head])
	}
}

// counted counts who is rung.
type counted struct {
	concern.RingStore
	times map[id.Person]int
}

func (c *counted) Ring(ctx context.Context, at id.School, who id.Person, before concern.Rung, now, expires time.Time) error {
	if c.times == nil {
		c.times = map[id.Person]int{}
	}
	c.times[who]++
	return c.RingStore.Ring(ctx, at, who, before, now, expires)
}
