package custody_test

import (
	"strings"
	"testing"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/school"
)

// Policy: phones.confiscate (AR 9.3/7, BG 9.3/8)
func TestABreachIsConfiscatedAndHeldInASecurePlace(t *testing.T) {
	long := strings.Repeat("x", custody.ReasonLength+1)
	for _, row := range []struct {
		what   string
		taking custody.Taking
		ar, bg string
	}{
		{"told at once", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.TellNow}, "", ""},
		{"not yet, because", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.NotYet,
			Reason: "at work"}, "", ""},
		{"not yet, without a because", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.NotYet},
			"invalid custody.missing", ""},
		{"not yet, at length", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: custody.NotYet, Reason: long},
			"invalid custody.too_long", ""},
		{"an answer that is none", custody.Taking{Ground: school.Breach, Stored: "safe", Tell: "perhaps"},
			"invalid custody.tell.answer", ""},
		{"no answer", custody.Taking{Ground: school.Behaviour, Stored: "safe"}, "invalid custody.tell.answer", ""},
		{"nowhere", custody.Taking{Ground: school.Breach, Stored: "  ", Tell: custody.TellNow}, "invalid custody.missing",
			"invalid custody.missing"},
		{"on a ground of the other school's", custody.Taking{Ground: school.Imagery, Stored: "safe", Tell: custody.TellNow},
			"denied custody.confiscate.no_ground phones.confiscation_grounds", ""},
		{"on no ground", custody.Taking{Stored: "safe", Tell: custody.TellNow},
			"denied custody.confiscate.no_ground phones.confiscation_grounds",
			"denied custody.confiscate.no_ground phones.confiscation_grounds"},
	} {
		for _, name := range both {
			h := open(t, name)
			who := h.who("teacher")
			row.taking.Pupil = h.pupil("Maryam")
			c, err := h.Confiscate(t.Context(), who, h.act(who, at(11, 10), "custody.confiscate"), row.taking)
			want(t, name+" "+row.what, err, map[string]string{"AR": row.ar, "BG": row.bg}[name])
			kept := must(h.List(t.Context(), h.who("office"), true, time.Time{}))(t)
			if err != nil {
				if len(kept) != 0 || len(h.events(t)) != 0 {
					t.Errorf("%s %s: refused, and kept all the same", name, row.what)
				}
				continue
			}
			if len(kept) != 1 || kept[0].ID != c.ID || kept[0].Stored != "safe" || kept[0].By != who.Person {
				t.Errorf("%s %s: kept as %+v", name, row.what, kept)
			}
			// Where parents are always told there is no such decision to keep, whatever was sent.
			if name == "BG" && c.Tell != custody.Undecided {
				t.Errorf("BG %s: it was decided %q", row.what, c.Tell)
			}
		}
	}
}

func TestWhichDeviceIsMeant(t *testing.T) {
	h := open(t, "AR")
	office := h.arrive(t, "Maryam", "blue", at(8, 40))
	pocket := h.arrive(t, "Maryam", "red", at(8, 40))
	who := h.who("office")
	must(h.Collect(t.Context(), who, h.act(who, at(11, 0), "custody.collect"), h.pupil("Maryam"), pocket.ID))(t)
	first := h.take(t, "Maryam", school.Breach, at(11, 10))
	if first.Device != pocket.ID {
		t.Error("the phone at the office rang, not the one in her pocket")
	}
	second := h.take(t, "Maryam", school.Breach, at(11, 20))
	if second.Device != office.ID || h.phone(t, office.ID).Slot != 0 {
		t.Error("the phone at the office was not taken out of its slot")
	}
	_, err := h.Confiscate(t.Context(), who, h.act(who, at(11, 30), "custody.confiscate"),
		custody.Taking{Pupil: h.pupil("Maryam"), Ground: school.Breach, Stored: "safe", Tell: custody.TellNow})
	want(t, "both are in the safe", err, "conflict custody.confiscate.already")
	if said(err)["Time"] != "11:20" { // the first that the school knew, which was taken last
		t.Errorf("it says %v", said(err))
	}
	_, err = h.Confiscate(t.Context(), who, h.act(who, at(11, 30), "custody.confiscate"),
		custody.Taking{Pupil: h.pupil("Yusuf"), Device: pocket.ID, Ground: school.Breach, Stored: "safe",
			Tell: custody.TellNow})
	want(t, "her brother's it is not", err, notThere)
	// A third one rings while two are in the safe: whoever saw it says that it is another.
	third := must(h.Confiscate(t.Context(), who, h.act(who, at(11, 40), "custody.confiscate"), custody.Taking{
		Pupil: h.pupil("Maryam"), Another: true, Ground: school.Breach, Stored: "safe", Tell: custody.TellNow}))(t)
	if third.Device == office.ID || third.Device == pocket.ID {
		t.Error("the third phone passes for one that is in the safe")
	}
	// What the police have does not come back: the next phone is another.
	for _, c := range []custody.Confiscation{first, second, third} {
		must(h.GiveToPolice(t.Context(), who, h.act(who, at(12, 0), "custody.police"), c.ID, "PC Lane", "46/1"))(t)
	}
	if next := h.take(t, "Maryam", school.Breach, at(13, 0)); next.Device == pocket.ID || next.Device == office.ID {
		t.Error("a new phone passes for the one that the police have")
	}
	if again := h.arrive(t, "Maryam", "red", at(14, 0)); again.ID == pocket.ID || again.State != custody.HandedIn {
		t.Errorf("a new red phone passes for the one that the police have: %+v", again)
	}
	h.verify(t)
}

// Policy: phones.parents_told (AR 9.3/10)
func TestTheDecisionToTellTheParents(t *testing.T) {
	for name, expected := range map[string]string{"AR": "", "BG": "denied custody.tell.always phones.release"} {
		h := open(t, name)
		c := h.take(t, "Yusuf", school.Breach, at(10, 0))
		who := h.who("office")
		decided, err := h.DecideTell(t.Context(), who, h.act(who, at(10, 10), "custody.tell"), c.ID, custody.NotYet,
			"she is at work")
		want(t, name+" not yet", err, expected)
		if name == "AR" && (decided.Tell != custody.NotYet || decided.TellReason != "she is at work" ||
			!decided.TellAt.Equal(at(10, 10))) {
			t.Errorf("decided: %+v", decided)
		}
		_, err = h.DecideTell(t.Context(), who, h.act(who, at(10, 10), "custody.tell"), c.ID, custody.NotYet, "")
		want(t, name+" without a because", err, "invalid custody.missing")
		_, err = h.DecideTell(t.Context(), who, h.act(who, at(10, 10), "custody.tell"), c.ID, "", "")
		want(t, name+" undecided", err, "invalid custody.tell.answer")
	}
}

func TestContactIsAConversationWithTheChildsOwnAdult(t *testing.T) {
	h := open(t, "BG")
	c := h.take(t, "Maryam", school.Breach, at(11, 10))
	who := h.who("office")
	for _, row := range []struct {
		what, adult string
		how         custody.How
		outcome     custody.Outcome
		expected    string
	}{
		{"a message that was delivered", "Amina", "push", custody.Spoke, "invalid custody.contact.how"},
		{"an ending that is none", "Amina", custody.ByPhone, "delivered", "invalid custody.contact.outcome"},
		{"somebody else's mother", "Ewa", custody.ByPhone, custody.Spoke, "denied custody.adult_unknown"},
		{"the barred father", "Karim", custody.ByPhone, custody.Spoke, "denied custody.adult_no_contact"},
		{"nobody answers", "Amina", custody.ByPhone, custody.NoAnswer, ""},
		{"the stepfather may be told", "Daniel", custody.ByPhone, custody.Spoke, ""},
	} {
		got, err := h.LogContact(t.Context(), who, h.act(who, at(12, 0), "custody.contact"), c.ID, h.adult(row.adult),
			row.how, row.outcome)
		want(t, row.what, err, row.expected)
		if err == nil && got.ContactAt.IsZero() != (row.outcome == custody.NoAnswer) {
			t.Errorf("%s: contact at %s", row.what, got.ContactAt)
		}
	}
	// Told is not handed to: he may be spoken to, and she collects.
	_, err := h.Release(t.Context(), who, h.act(who, at(12, 40), "custody.release"), c.ID, h.adult("Daniel"))
	want(t, "to the stepfather", err, "denied custody.adult_may_not_collect phones.release")
	_, err = h.Release(t.Context(), who, h.act(who, at(12, 40), "custody.release"), c.ID, h.adult("Ewa"))
	want(t, "to somebody else's mother", err, "denied custody.adult_unknown phones.release")
	must(h.Release(t.Context(), who, h.act(who, at(12, 40), "custody.release"), c.ID, h.adult("Amina")))(t)
	if log := must(h.Read(t.Context(), who, c.ID, at(16, 0)))(t).Contacts; len(log) != 2 {
		t.Errorf("the log: %+v", log)
	}
}

// A decoy is handed in, and the real one rings in class: what lies in the slot stays there.
func TestADecoyStaysInItsSlot(t *testing.T) {
	h := open(t, "AR")
	decoy := h.arrive(t, "Maryam", "", at(8, 40))
	who := h.who("teacher")
	taken := must(h.Confiscate(t.Context(), who, h.act(who, at(11, 10), "custody.confiscate"), custody.Taking{
		Pupil: h.pupil("Maryam"), Another: true, Ground: school.Breach, Stored: "drawer", Tell: custody.TellNow}))(t)
	if taken.Device == decoy.ID {
		t.Error("the phone at the office was taken for the one that rang")
	}
	if d := h.phone(t, decoy.ID); d.State != custody.HandedIn || d.Slot != decoy.Slot {
		t.Errorf("the phone at the office is %+v", d)
	}
}

func TestALeaverIsFoundUntilTheirPhoneIsHome(t *testing.T) {
	h := open(t, "AR")
	phone := h.arrive(t, "Yusuf", "", at(8, 40))
	h.leaves(t, "Yusuf", monday)
	who := h.who("office")
	onDesk := func() bool {
		for _, child := range must(h.Desk(t.Context(), who, at(9, 0)))(t) {
			if child.ID == h.pupil("Yusuf") {
				return true
			}
		}
		return false
	}
	if !onDesk() {
		t.Error("a leaver's phone is at the office, and the desk does not show it")
	}
	must(h.Collect(t.Context(), who, h.act(who, at(9, 5), "custody.collect"), h.pupil("Yusuf"), phone.ID))(t)
	if onDesk() {
		t.Error("a leaver who has everything is still on the desk")
	}
}
