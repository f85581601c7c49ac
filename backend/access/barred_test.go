package access_test

import (
	"context"
	"testing"
	"time"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// bars sets, or with an empty order takes away, the mark between a child of Hook Lane and its stepfather.
func (h *house) bars(child, order string) {
	h.change(hookLane, people.Changes{Contacts: []people.Contact{stands(child, "Marek", people.StepFather, false, true,
		order)}})
}

// Two parents shared a telephone, and then a court barred one of them. The other's seats are not left on it: they would
// tell him her number, and let him sign in her name. She comes in anew, and he is not there any more.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestNobodySitsBesideWhomTheirChildIsKeptFrom(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		in := func(name string) bool {
			who, _ := h.clerk(hookLane)
			ways, err := h.WaysIn(t.Context(), who)
			page, err2 := h.Letters(t.Context(), who, access.LetterQuery{Text: name})
			if err != nil || err2 != nil || len(page.Lines) != 1 ||
				page.Lines[0].SignedIn != (ways[page.Lines[0].Adult.ID] == access.IsSignedIn) {
				t.Fatalf("%s: %v %v %v %+v", name, err, err2, ways, page)
			}
			return page.Lines[0].SignedIn
		}
		alone := h.at(hookLane, "Anna", "")
		shared := h.at(hookLane, "Jean", h.at(beaverRoad, "Anna", h.at(hookLane, "Marek", h.at(hookLane, "Anna",
			"").Token).Token).Token)
		h.bars("Kuba", "No contact")
		if got := h.seats(shared.Token); got != "Marek Lis (Zosia), Jean Cole (Amal)" {
			t.Errorf("barred from one child: %q", got)
		}
		if got := h.seats(alone.Token); got != "Anna Nowak (Kuba Zosia)" {
			t.Errorf("on her own telephone: %q", got)
		}
		if !in("Anna") || !in("Marek") {
			t.Error("the office does not see who is signed in")
		}
		if again := h.at(hookLane, "Anna", shared.Token); h.seats(again.Token) != "Anna Nowak (Kuba Zosia)" {
			t.Errorf("she comes in anew: %q", h.seats(again.Token))
		}

		h.bars("Kuba", "")
		shared = h.at(hookLane, "Marek", h.at(hookLane, "Anna", "").Token)
		h.sits(t, shared.Token, map[string]bool{"Anna": true, "Marek": true, "Jean": false})
		h.bars("Kuba", "No contact")
		h.sits(t, shared.Token, map[string]bool{"Anna": false, "Marek": true})
		h.bars("Zosia", "No contact")
		if got := h.seats(shared.Token); got != "" {
			t.Errorf("barred from both: %q", got)
		}
		h.sits(t, shared.Token, map[string]bool{"Anna": false, "Marek": false})
		h.wall.Move(80 * 24 * time.Hour) // her other telephones lie still
		shared = h.at(hookLane, "Anna", "")
		h.bars("Zosia", "")
		shared = h.at(hookLane, "Marek", shared.Token)
		h.wall.Move(11 * 24 * time.Hour)
		if in("Anna") || !in("Marek") {
			t.Error("the office takes her for signed in")
		}
		h.bars("Zosia", "No contact")
		if again := h.at(hookLane, "Anna", shared.Token); h.seats(again.Token) != "Anna Nowak (Kuba Zosia)" {
			t.Errorf("she comes in anew: %q", h.seats(again.Token))
		}
	})
}

// sits holds who may be rung on a telephone that several people share.
func (h *house) sits(t *testing.T, token access.Token, want map[string]bool) {
	t.Helper()
	for name, sits := range want {
		got, err := h.Sits(t.Context(), token.Hash(), people.Who{School: hookLane, Person: id.Named[id.Person](name)})
		if err != nil || got != sits {
			t.Errorf("%s sits there: %v %v", name, got, err)
		}
		if there, err := h.Sits(t.Context(), token.Hash(), people.Who{School: "elsewhere",
			Person: id.Named[id.Person](name)}); there || err != nil {
			t.Errorf("%s sits there for another school: %v", name, err)
		}
	}
	if got, err := h.Sits(t.Context(), "no session", people.Who{School: hookLane}); got || err != nil {
		t.Errorf("somebody sits in no session: %v %v", got, err)
	}
}

// Whoever signs out everywhere is out: a code that somebody made on a telephone left lying does not bring them back.
func TestSigningOutEverywhereEndsHandOverCodes(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		in, err := h.Check(t.Context(), h.at(hookLane, "Rachel", "").Token)
		if err != nil {
			t.Fatal(err)
		}
		act := func(command string) event.Act {
			act := request(command)
			act.School, act.Actor, act.At = in.Who.School, in.Who.Person, h.clock.Now()
			return act
		}
		code, _, err := h.HandOver(t.Context(), act("access.hand_over"), in, in.Who)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.SignOutEverywhere(t.Context(), act("access.sign_out_everywhere"), in); err != nil {
			t.Fatal(err)
		}
		_, err = h.UseHandOver(t.Context(), request("access.use_hand_over"), access.Try{Code: string(code), From: kitchen})
		is(t, err, fault.NotFound, "access.hand_over.unknown")
	})
}

// A letter that was printed before a no-contact mark came into the family does not work until the office has said yes:
// whoever is barred since may be who has it, and knows the birthday. One that has that yes works on.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func TestALetterFromBeforeTheMark(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		h.change(hookLane, people.Changes{Contacts: []people.Contact{stands("Maisie", "Piotr", people.Father, true, false,
			"")}})
		mark := func(order string) {
			h.change(hookLane, people.Changes{Contacts: []people.Contact{stands("Maisie", "Piotr", people.Father, true, false,
				order)}})
		}
		state := func() access.LetterState {
			who, _ := h.clerk(hookLane)
			page, err := h.Letters(t.Context(), who, access.LetterQuery{Text: "rachel"})
			ways, err2 := h.WaysIn(t.Context(), who)
			if err != nil || err2 != nil || len(page.Lines) != 1 {
				t.Fatalf("%v %v %+v", err, err2, page)
			}
			line := page.Lines[0]
			if way := ways[line.Adult.ID]; (way == access.HasLetter) != (line.State == access.LetterWaiting) {
				t.Errorf("%s is %s", line.State, way)
			}
			return line.State
		}
		look := func(code string) error {
			_, err := h.LookAtLetter(t.Context(), access.Try{Code: code, From: kitchen})
			return err
		}
		before := h.letter(hookLane, "Rachel")
		if state() != access.LetterWaiting {
			t.Errorf("before: %s", state())
		}
		mark("No contact")
		is(t, look(before), fault.Denied, "access.letter.ended")
		_, err := h.use(before, 9, 9, "")
		is(t, err, fault.Denied, "access.letter.ended")
		if state() != access.LetterEnded {
			t.Errorf("the office reads %s", state())
		}
		h.clock.Move(time.Minute)
		since := h.letter(hookLane, "Rachel")
		if err := look(since); err != nil || state() != access.LetterWaiting {
			t.Errorf("with the office's yes: %v, %s", err, state())
		}
		if _, err := h.use(since, 9, 9, ""); err != nil {
			t.Error(err)
		}
	})
}

// A letter does not name a child from whom its adult is barred since, though there is another child.
func TestALetterAboutAChildWhoIsKeptFromItsAdult(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		code := h.letter(hookLane, "Marek") // it asks Zosia's birthday, and was printed with the office's yes
		h.bars("Zosia", "No contact")
		_, err := h.LookAtLetter(t.Context(), access.Try{Code: code, From: kitchen})
		is(t, err, fault.Denied, "access.letter.ended")
		anew := h.letter(hookLane, "Marek")
		if o, err := h.LookAtLetter(t.Context(), access.Try{Code: anew, From: kitchen}); err != nil ||
			o.Child.ID != named[id.Pupil](hookLane, "Kuba") {
			t.Errorf("%v, about %s", err, o.Child.Preferred)
		}
	})
}

// meanwhile does something between the look at a device and what follows from it.
type meanwhile struct {
	access.CodeStore
	do func()
}

func (m *meanwhile) UseCode(ctx context.Context, act event.Act, hash access.Hash, at time.Time,
	change func(access.Opened) (access.Use, error),
) error {
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
	return m.CodeStore.UseCode(ctx, act, hash, at, change)
}

// Somebody whom the office signs out while another comes in on the same telephone is out.
func TestRevokingWhileSomebodyComesIn(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		stolen, code := h.at(hookLane, "Rachel", ""), h.letter(hookLane, "Jean")
		h.Codes = &meanwhile{CodeStore: h.Codes, do: func() {
			who, act := h.clerk(hookLane)
			if err := h.Revoke(t.Context(), act, who, named[id.Adult](hookLane, "Rachel")); err != nil {
				t.Error(err)
			}
		}}
		act, try := request("access.use_letter"), access.Try{Code: code, From: kitchen, Before: stolen.Token}
		_, err := h.UseLetter(t.Context(), act, try, 3, 5)
		is(t, err, fault.Unavailable, "web.unavailable")
		again, err := h.UseLetter(t.Context(), act, try, 3, 5)
		if err != nil || h.seats(again.Token) != "Jean Cole (Amal)" {
			t.Errorf("%q, %v", h.seats(again.Token), err)
		}
	})
}

func (m *meanwhile) KeepCode(ctx context.Context, act event.Act, code access.KeptCode, stale time.Time,
	events []event.Event,
) error {
	if do := m.do; do != nil {
		m.do = nil
		do()
	}
	return m.CodeStore.KeepCode(ctx, act, code, stale, events)
}

// A hand-over that was asked for just before the office signed somebody out gives no code after it.
func TestRevokingWhileSomebodyHandsOver(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		in, err := h.Check(t.Context(), h.at(hookLane, "Rachel", "").Token)
		if err != nil {
			t.Fatal(err)
		}
		h.Codes = &meanwhile{CodeStore: h.Codes, do: func() {
			who, act := h.clerk(hookLane)
			if err := h.Revoke(t.Context(), act, who, named[id.Adult](hookLane, "Rachel")); err != nil {
				t.Error(err)
			}
		}}
		act := request("access.hand_over")
		act.School, act.Actor, act.At = in.Who.School, in.Who.Person, h.clock.Now()
		_, _, err = h.HandOver(t.Context(), act, in, in.Who)
		is(t, err, fault.SignedOut, "access.session.over")
	})
}
