package custody_test

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/id"
	"lollipop/backend/school"
)

// Policy: phones.hand_in (AR 9.3/2, BG 9.3/2)
func TestTheDesksDay(t *testing.T) {
	h := open(t, "AR")
	ctx, who := t.Context(), h.who("office")
	collect := func(pupil string, d id.Device, when time.Time) (custody.Shelf, error) {
		return h.Collect(ctx, who, h.act(who, when, "custody.collect"), h.pupil(pupil), d)
	}
	undo := func(pupil string, d id.Device, when time.Time) (custody.Shelf, error) {
		return h.Undo(ctx, who, h.act(who, when, "custody.undo"), h.pupil(pupil), d)
	}
	handIn := func(in custody.Arriving, when time.Time) (custody.Shelf, error) {
		return h.HandIn(ctx, who, h.act(who, when, "custody.hand_in"), in)
	}

	blue, red := h.arrive(t, "Maryam", "blue", at(8, 40)), h.arrive(t, "Maryam", "red", at(8, 41))
	his := h.arrive(t, "Yusuf", "", at(8, 42))
	if blue.Slot != 1 || red.Slot != 2 || his.Slot != 3 || blue.ID == red.ID {
		t.Fatalf("slots %d, %d, %d", blue.Slot, red.Slot, his.Slot)
	}
	_, err := handIn(custody.Arriving{Pupil: h.pupil("Maryam"), Device: red.ID}, at(8, 50))
	want(t, "twice", err, "conflict custody.hand_in.already")
	if args := said(err); args["Time"] != "08:41" || args["Slot"] != 2 {
		t.Errorf("it says %v", args)
	}
	_, err = handIn(custody.Arriving{Pupil: h.pupil("Maryam"), Label: " red "}, at(8, 50))
	want(t, "twice, the label typed with a blank", err, "conflict custody.hand_in.already")

	// The dentist at eleven.
	_, err = collect("Maryam", blue.ID, at(11, 0))
	want(t, "the dentist", err, "")
	if d := h.phone(t, blue.ID); d.State != custody.WithChild || d.Slot != 0 || h.phone(t,
		red.ID).State != custody.HandedIn {
		t.Errorf("after the dentist: %+v", d)
	}
	_, err = collect("Maryam", blue.ID, at(11, 5))
	want(t, "collected twice", err, "conflict custody.collect.already")
	if args := said(err); args["Time"] != "11:00" {
		t.Errorf("it says %v", args)
	}
	_, err = collect("Yusuf", red.ID, at(11, 5))
	want(t, "the brother asks for his sister's", err, notThere)

	// The lowest free slot is hers again; a slip of the finger is taken back within a minute.
	if d := h.arrive(t, "Maryam", "blue", at(12, 0)); d.Slot != 1 || d.ID != blue.ID {
		t.Errorf("back from the dentist: %+v", d)
	}
	_, err = undo("Maryam", blue.ID, at(12, 1))
	want(t, "within a minute", err, "")
	if d := h.phone(t, blue.ID); d.State != custody.WithChild || d.Slot != 0 {
		t.Errorf("undone: %+v", d)
	}
	_, err = undo("Maryam", blue.ID, at(12, 1))
	want(t, "an undo is not undone", err, "denied custody.undo.too_late")
	_, err = undo("Maryam", red.ID, at(12, 1))
	want(t, "hours later", err, "denied custody.undo.too_late")
	_, err = undo("Yusuf", red.ID, at(12, 1))
	want(t, "somebody else's", err, notThere)

	// Given back by mistake: it lies where it lay, though a lower slot is free; unless somebody has taken the slot.
	must(collect("Yusuf", his.ID, at(12, 2)))(t)
	must(undo("Yusuf", his.ID, at(12, 2)))(t)
	if d := h.phone(t, his.ID); d.State != custody.HandedIn || d.Slot != 3 {
		t.Errorf("taken back, it lies in slot %d", d.Slot)
	}
	must(collect("Maryam", red.ID, at(12, 3)))(t)
	h.arrive(t, "Maryam", "blue", at(12, 3))
	third := h.arrive(t, "Maryam", "third", at(12, 3))
	if third.Slot != 2 {
		t.Fatalf("the third phone is in slot %d", third.Slot)
	}
	must(undo("Maryam", red.ID, at(12, 4)))(t)
	if d := h.phone(t, red.ID); d.State != custody.HandedIn || d.Slot != 4 {
		t.Errorf("its slot was taken: it is in slot %d", d.Slot)
	}

	// What lies in the safe is not the desk's.
	c := must(h.Confiscate(ctx, h.who("dsl"), h.act(h.who("dsl"), at(13, 0), "custody.confiscate"), custody.Taking{
		Pupil: h.pupil("Maryam"), Device: red.ID, Ground: school.Behaviour, Stored: "safe", Tell: custody.NotYet,
		Reason: "asking"}))(t)
	if d := h.phone(t, red.ID); d.State != custody.Confiscated || d.Slot != 0 || d.Open != c.ID {
		t.Errorf("confiscated: %+v", d)
	}
	_, err = collect("Maryam", red.ID, at(13, 1))
	want(t, "collected out of the safe", err, "denied custody.collect.kept")
	_, err = undo("Maryam", red.ID, at(13, 0))
	want(t, "undone out of the safe", err, "denied custody.undo.too_late")
	_, err = handIn(custody.Arriving{Pupil: h.pupil("Maryam"), Device: red.ID}, at(13, 1))
	want(t, "handed in out of the safe", err, "conflict custody.hand_in.confiscated")
	if d := h.phone(t, blue.ID); d.State != custody.HandedIn {
		t.Errorf("her other phone is %s", d.State)
	}
	h.verify(t)
}

// Policy: phones.scope (AR 9.1/1, BG 9.1/1)
func TestWhatTheDeskRefuses(t *testing.T) {
	long := strings.Repeat("ä", custody.MarkLength+1)
	for _, row := range []struct {
		what   string
		in     custody.Arriving
		ar, bg string
	}{
		{"an e-reader", custody.Arriving{Kind: school.EReader}, "", "denied custody.hand_in.class_check phones.hand_in"},
		{"a toaster", custody.Arriving{Kind: "toaster"}, "denied custody.kind_not_in_policy phones.scope",
			"denied custody.hand_in.class_check phones.hand_in"},
		{"a label too long", custody.Arriving{Label: long}, "invalid custody.too_long",
			"denied custody.hand_in.class_check phones.hand_in"},
		{"a device that nobody knows", custody.Arriving{Device: "nowhere"}, notThere,
			"denied custody.hand_in.class_check phones.hand_in"},
	} {
		for _, name := range both {
			h := open(t, name)
			who := h.who("office")
			row.in.Pupil = h.pupil("Yusuf")
			_, err := h.HandIn(t.Context(), who, h.act(who, at(8, 40), "custody.hand_in"), row.in)
			want(t, name+" "+row.what, err, map[string]string{"AR": row.ar, "BG": row.bg}[name])
			if name == "AR" {
				continue
			}
			before := h.everything(t)
			_, err = h.Collect(t.Context(), who, h.act(who, at(15, 15), "custody.collect"), row.in.Pupil, "any")
			want(t, "BG collects", err, "denied custody.hand_in.class_check phones.hand_in")
			_, err = h.Undo(t.Context(), who, h.act(who, at(15, 15), "custody.undo"), row.in.Pupil, "any")
			want(t, "BG undoes", err, "denied custody.hand_in.class_check phones.hand_in")
			if h.everything(t) != before {
				t.Error("BG: a refusal changed something")
			}
		}
	}
	// The same e-reader, confiscated: BG's policy does not speak of it.
	for name, expected := range map[string]string{"AR": "", "BG": "denied custody.kind_not_in_policy phones.scope"} {
		h := open(t, name)
		who := h.who("teacher")
		_, err := h.Confiscate(t.Context(), who, h.act(who, at(11, 0), "custody.confiscate"),
			custody.Taking{Pupil: h.pupil("Maryam"),
				Kind: school.EReader, Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
		want(t, name+" takes an e-reader", err, expected)
	}
}
