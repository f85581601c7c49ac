package main

import (
	"net/netip"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/notice"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store/storetest"
)

// The product's clock jumps in the middle of a morning, and is set right again: over hours, days, and the nights
// on which the clocks change. Whatever it said meanwhile, a day begins and ends once, nobody is told twice nor
// left untold, a phone goes home neither early nor late by the clock as it is, a letter lasts its fourteen days,
// and the record has no gap and no step back. What the machine's clock does to sessions stands in
// access/jump_test.go.
//
// Policy: phones.release (AR 9.3/9), phones.parents_told (AR 9.3/10)
func TestTheProductsClockJumps(t *testing.T) {
	const day = 24 * time.Hour
	monday := clock.Date("2026-11-23").At(8, 40, school.London)
	autumn := clock.Date("2026-10-16").At(8, 40, school.London) // the last school day before the clocks go back
	spring := clock.Date("2026-03-27").At(8, 40, school.London) // the last before they go forward
	for name, row := range map[string]struct {
		start  time.Time
		jump   time.Duration
		goes   bool // a phone that was kept in the morning goes home, as the clock then is
		letter bool // one that was printed in the morning still works
		begins int  // school days that began until the evening
	}{
		"an hour on":          {monday, time.Hour, false, true, 1},
		"an hour back":        {monday, -time.Hour, false, true, 1},
		"thirteen hours on":   {monday, 13 * time.Hour, true, true, 1},
		"thirteen back":       {monday, -13 * time.Hour, false, true, 1}, // a Sunday
		"three days on":       {monday, 3 * day, true, true, 2},
		"three days back":     {monday, -3 * day, false, true, 2}, // a Friday
		"fifteen days on":     {monday, 15 * day, true, false, 2},
		"over autumn":         {autumn, clock.Date("2026-11-02").At(8, 40, school.London).Sub(autumn), true, false, 2},
		"back over autumn":    {clock.Date("2026-11-02").At(8, 40, school.London), -17*day - time.Hour, false, true, 2},
		"over spring":         {spring, 3*day - time.Hour, true, true, 2},
		"to the missing hour": {spring, clock.Date("2026-03-29").At(1, 30, school.London).Sub(spring), true, true, 1},
	} {
		t.Run(name, func(t *testing.T) { jumps(t, row.start, row.jump, row.goes, row.letter, row.begins) })
	}
}

func jumps(t *testing.T, start time.Time, jump time.Duration, goes, letter bool, begins int) {
	config, err := readConfig(in(t.TempDir(), "LOLLIPOP_ORIGIN=https://lollipop.test"))
	must(t, err)
	p := morning(t, config, storetest.Kinds[0].Config(t))
	t.Cleanup(p.close)
	place := storetest.Furnish(t, p.store, "hook-lane", "anthony-roper")
	now, at := p.clock.(*clock.Movable), place.School.ID
	round := func() {
		t.Helper()
		if _, err := p.rings.round(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	act := func(who people.Who, command string) event.Act {
		a := place.Act(command)
		a.Actor, a.At = who.Person, now.Now()
		return a
	}
	office, teacher, head := place.Staff[0].Who(), place.Staff[1].Who(), place.Staff[3].Who()

	// The morning: a phone is handed in, one is kept, a letter is printed.
	now.Set(start)
	round()
	_, err = p.custody.HandIn(t.Context(), office, act(office, "custody.hand_in"), custody.Arriving{Pupil: place.Pupils[0].ID})
	must(t, err)
	kept, err := p.custody.Confiscate(t.Context(), teacher, act(teacher, "custody.confiscate"), custody.Taking{
		Pupil: place.Pupils[1].ID, Another: true, Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	must(t, err)
	letters, _, err := p.access.Print(t.Context(), act(head, "access.print_letters"), head,
		access.Order{Adults: []id.Adult{place.Adults[0].ID}})
	must(t, err)
	round()

	// The clock jumps, and everybody goes on.
	now.Set(start.Add(jump))
	round()
	record, err := p.store.Custody().Confiscation(t.Context(), at, kept.ID)
	must(t, err)
	ruling := custody.Release(place.School.Policy.Phones, place.School.Calendar, record.Confiscation, now.Now())
	if ruling.OK() != goes {
		t.Errorf("with the clock at %s what was kept at %s goes home: %+v", now.Now(), kept.At, ruling)
	}
	_, err = p.access.UseLetter(t.Context(), event.Act{Op: id.New[id.Op](), Command: "access.use_letter"},
		access.Try{Code: string(letters[0].Code), From: netip.MustParseAddr("192.0.2.9")}, 4, 5)
	if works := err == nil; works != letter || !works && !fault.Is(err, fault.Denied) && !fault.Is(err, fault.NotFound) {
		t.Errorf("the letter works: %v, %v", works, err)
	}
	shelf, err := p.custody.HandIn(t.Context(), office, act(office, "custody.hand_in"),
		custody.Arriving{Pupil: place.Pupils[2].ID})
	must(t, err)
	_, err = p.custody.Collect(t.Context(), office, act(office, "custody.collect"), place.Pupils[2].ID, shelf.Devices[0].ID)
	must(t, err)

	// It is set right again, and the day ends.
	now.Set(start.Add(time.Minute))
	round()
	evening := clock.DateOf(start, school.London).At(15, 31, school.London)
	for range 3 {
		now.Set(evening)
		round()
	}
	happened := map[event.Kind]int{}
	records, err := p.store.Audit().Records(t.Context(), at, audit.Daily, 0, 1000)
	must(t, err)
	for i, r := range records {
		if r.Event.Position != int64(i+1) {
			t.Fatalf("position %d stands at place %d", r.Event.Position, i+1)
		}
		happened[r.Event.Kind]++
	}
	if happened[custody.DidRemain] != 1 || happened[notice.DidBegin] != begins {
		t.Errorf("%d phones were left and %d days began: %v", happened[custody.DidRemain], happened[notice.DidBegin], happened)
	}
	for adult, want := range map[int]notice.Kind{0: notice.Uncollected, 1: notice.Confiscated} {
		list, _, err := p.store.Notices().Of(t.Context(), at, place.Adults[adult].ID, "", 50)
		must(t, err)
		told := 0
		for _, n := range list {
			if n.Kind == want {
				told++
			}
			if !n.RingAt.IsZero() && n.RingAt.Sub(now.Now()) > time.Minute {
				t.Errorf("%s rings at %s", n.Kind, n.RingAt)
			}
		}
		if told != 1 {
			t.Errorf("%s was told %d times of %s", place.Adults[adult].Forename, told, want)
		}
	}
	if _, err := p.custody.Release(t.Context(), head, act(head, "custody.release"), kept.ID, place.Adults[1].ID); err != nil {
		t.Errorf("in the evening: %v", err)
	}
	report, err := p.audit.Verify(t.Context(), at)
	if err != nil || report.Broken != nil || report.Rows == 0 {
		t.Errorf("the record: %+v, %v", report, err)
	}
}
