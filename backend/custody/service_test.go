package custody_test

import (
	"context"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// A Year 6 phone rings in maths: the day of both schools, side by side (domain.md, scenario 1).
//
// Policy: phones.confiscate (AR 9.3/7, BG 9.3/8), phones.release (AR 9.3/9, BG 9.3/12)
func TestAPhoneRingsInMaths(t *testing.T) {
	type step struct {
		clock, what string
		do          func(h *house, now time.Time) error
		ar, bg      string
	}
	var taken id.Confiscation // of the house under test
	release := func(who, adult string) func(*house, time.Time) error {
		return func(h *house, now time.Time) error {
			_, err := h.Release(t.Context(), h.who(who), h.act(h.who(who), now, "custody.release"), taken, h.adult(adult))
			return err
		}
	}
	ring := func(outcome custody.Outcome, adult string) func(*house, time.Time) error {
		return func(h *house, now time.Time) error {
			who := h.who("office")
			_, err := h.LogContact(t.Context(), who, h.act(who, now, "custody.contact"), taken, h.adult(adult),
				custody.ByPhone, outcome)
			return err
		}
	}
	childAsks := func(h *house, now time.Time) error { return h.ReleaseToChild(t.Context(), h.who("office"), taken, now) }
	const (
		tooEarly  = "not_yet custody.release.end_of_day phones.release"
		callFirst = "not_yet custody.release.contact_first phones.release"
		notChild  = "denied custody.release.not_to_child phones.release"
		gone      = "conflict custody.release.already"
	)
	for _, name := range both {
		t.Run(name, func(t *testing.T) {
			h := open(t, name)
			for _, s := range []step{
				{"08:40", "her tablet goes to the office", func(h *house, now time.Time) error {
					who := h.who("office")
					_, err := h.HandIn(t.Context(), who, h.act(who, now, "custody.hand_in"),
						custody.Arriving{Pupil: h.pupil("Maryam"), Kind: school.Tablet})
					return err
				}, "", "denied custody.hand_in.class_check phones.hand_in"},
				{"08:50", "her class is checked", func(h *house, now time.Time) error {
					who := h.who("teacher")
					_, err := h.CheckClass(t.Context(), who, h.act(who, now, "custody.check_class"), "Everest", nil)
					return err
				}, "denied custody.class_check.office phones.hand_in", ""},
				{"11:10", "it rings, and nobody is asked about the parents", func(h *house, now time.Time) error {
					who := h.who("teacher")
					c, err := h.Confiscate(t.Context(), who, h.act(who, now, "custody.confiscate"),
						custody.Taking{Pupil: h.pupil("Maryam"), Ground: school.Breach, Stored: "office safe"})
					taken = c.ID
					return err
				}, "invalid custody.tell.answer", ""},
				{"11:10", "it is in the safe", func(h *house, now time.Time) error {
					if h.name == "AR" {
						taken = h.take(t, "Maryam", school.Breach, now).ID
					}
					return nil
				}, "", ""},
				{"11:15", "the child asks", childAsks, notChild, notChild},
				{"12:30", "the mother is at the door", release("office", "Amina"), tooEarly, callFirst},
				{"12:31", "nobody answers the telephone", ring(custody.NoAnswer, "Amina"), "", ""},
				{"12:32", "that was no contact", release("office", "Amina"), tooEarly, callFirst},
				{"12:33", "the barred father rings", ring(custody.Spoke, "Karim"), "denied custody.adult_no_contact",
					"denied custody.adult_no_contact"},
				{"12:38", "the mother answers", ring(custody.Spoke, "Amina"), "", ""},
				{"12:39", "the child asks again", childAsks, notChild, notChild},
				{"12:39", "the stepfather may not collect", release("office", "Daniel"), tooEarly,
					"denied custody.adult_may_not_collect phones.release"},
				{"12:39", "nor may the barred father", release("office", "Karim"), tooEarly,
					"denied custody.adult_no_contact phones.release"},
				{"12:40", "the mother comes", release("office", "Amina"), tooEarly, ""},
				{"15:14", "a minute too early", release("office", "Amina"), tooEarly, gone},
				{"15:15", "the end of the day, the stepfather", release("office", "Daniel"),
					"denied custody.adult_may_not_collect phones.release", gone},
				{"15:15", "the end of the day", release("office", "Amina"), "", gone},
				{"15:16", "the head had not seen it", release("head", "Amina"), gone, gone},
				{"15:17", "the child asks for what is at home", childAsks, notChild, notChild},
			} {
				expected := map[string]string{"AR": s.ar, "BG": s.bg}[name]
				want(t, s.clock+" "+s.what, s.do(h, clockFace(t, s.clock)), expected)
			}
			record := must(h.Read(t.Context(), h.who("teacher"), taken, at(16, 0)))(t)
			released := map[string]time.Time{"AR": at(15, 15), "BG": at(12, 40)}[name]
			if !record.ReleasedAt.Equal(released) || record.ReleasedTo != h.adult("Amina") || len(record.Contacts) != 2 ||
				record.Names[record.ReleasedBy] != "Mrs Pell" || record.Names[id.Person(record.ReleasedTo)] != "Amina Hussain" {
				t.Errorf("the record says %+v", record)
			}
			h.verify(t)
		})
	}
}

// phone is the child's device as it lies now.
func (h *house) phone(t failing, of id.Device) custody.Device {
	t.Helper()
	for _, child := range must(h.Desk(context.Background(), h.who("head"), at(16, 0)))(t) {
		for _, d := range child.Devices {
			if d.ID == of {
				return d
			}
		}
	}
	t.Fatalf("the desk has no device %s", of)
	return custody.Device{}
}

// Policy: phones.hand_in (BG 9.3/2)
func TestAClassIsChecked(t *testing.T) {
	h := open(t, "BG")
	who := h.who("teacher")
	check := func(class string, exceptions map[id.Pupil]custody.Found, when time.Time) error {
		_, err := h.CheckClass(t.Context(), who, h.act(who, when, "custody.check_class"), class, exceptions)
		return err
	}
	today := func() custody.Check {
		t.Helper()
		checks := must(h.ChecksToday(t.Context(), who, at(16, 0)))(t)
		if len(checks) != 1 {
			t.Fatalf("%d checks", len(checks))
		}
		return checks[0]
	}
	want(t, "the first", check("Everest", map[id.Pupil]custody.Found{h.pupil("Maryam"): custody.NotOff}, at(8, 50)), "")
	if c := today(); c.Exceptions[h.pupil("Maryam")] != custody.NotOff || !c.At.Equal(at(8, 50)) || c.By != who.Person ||
		c.ByName != "Mr Vale" {
		t.Errorf("checked: %+v", c)
	}
	want(t, "a child of another class", check("Everest", map[id.Pupil]custody.Found{h.pupil("Yusuf"): custody.InUse},
		at(8, 55)),
		"invalid custody.class_check.not_in_class")
	want(t, "an odd finding", check("Everest", map[id.Pupil]custody.Found{h.pupil("Kuba"): "dusty"}, at(8, 55)),
		"invalid custody.class_check.found")
	want(t, "no such class", check("Badger", nil, at(8, 55)), notThere)
	want(t, "no class at all", check("", nil, at(8, 55)), notThere)
	if c := today(); len(c.Exceptions) != 1 || !c.At.Equal(at(8, 50)) {
		t.Errorf("a refused check changed it: %+v", c)
	}
	want(t, "by ten it is off", check("Everest", map[id.Pupil]custody.Found{h.pupil("Kuba"): custody.InUse}, at(10, 0)),
		"")
	if c := today(); len(c.Exceptions) != 1 || c.Exceptions[h.pupil("Kuba")] != custody.InUse || !c.At.Equal(at(10, 0)) {
		t.Errorf("checked again: %+v", c)
	}
	day := must(h.Today(t.Context(), h.who("head"), at(10, 5)))(t)
	if len(day.Checks) != 1 || len(day.Classes) != 2 || day.Held != 0 {
		t.Errorf("the head's day: %+v", day)
	}
	h.verify(t)
}

// The head's page: what is here, what should not be any more, and what is kept.
func TestTheHeadsDay(t *testing.T) {
	h := open(t, "AR")
	h.arrive(t, "Yusuf", "", at(8, 40))
	h.take(t, "Maryam", school.Breach, at(11, 10))
	for _, row := range []struct {
		now  time.Time
		late int
	}{{at(15, 14), 0}, {at(15, 15), 1}, {monday.AddDays(1).At(8, 30, school.London), 1}} {
		day := must(h.Today(t.Context(), h.who("head"), row.now))(t)
		if day.Held != 1 || len(day.Uncollected) != row.late || len(day.Kept) != 1 ||
			day.Kept[0].PupilName != "Maryam Hussain" ||
			len(day.Classes) != 0 {
			t.Errorf("at %s: %+v", row.now, day)
		}
		if row.late == 1 && day.Uncollected[0].Child.Name != "Yusuf Hussain" {
			t.Errorf("late is %s", day.Uncollected[0].Child.Name)
		}
	}
}
