package access_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// A letter lets its adult in once, with the child's birthday; every other way has its own words.
//
// Policy: security.logins_enforced (AR 7.5/7, BG 7.5/8)
func TestALetterIsUsed(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		first := h.letter(hookLane, "Anna")
		code := h.letter(hookLane, "Anna")
		_, err := h.use(first, 14, 7, "")
		is(t, err, fault.Denied, "access.letter.printed_anew")
		for _, wrong := range []string{"", "ABC", "AAAAA-AAAAA", code[:9], code + "X", "UUUUU-UUUUU", "ABCDE\x00FGHJK"} {
			_, err := h.use(wrong, 14, 7, "")
			is(t, err, fault.NotFound, "access.letter.unknown")
		}
		for _, birthday := range [][2]int{{29, 2}, {7, 14}} { // the elder child's; month before day
			_, err := h.use(code, birthday[0], birthday[1], "")
			is(t, err, fault.Invalid, "access.letter.birthday")
		}
		typed := strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(strings.ToLower(code))
		o, err := h.LookAtLetter(t.Context(), access.Try{Code: typed, From: kitchen})
		if err != nil || o.Child.Preferred != "Zosia" || o.Members[0].Adult.Language != "pl" || o.Letter.Misses != 2 {
			t.Errorf("%+v, %v", o, err)
		}
		in, err := h.use(" "+typed+" ", 14, 7, "")
		if err != nil || h.seats(in.Token) != "Anna Nowak (Kuba Zosia)" || in.Kind != people.ParentKind {
			t.Fatalf("%q, %v", h.seats(in.Token), err)
		}
		_, err = h.use(code, 14, 7, "")
		is(t, err, fault.Conflict, "access.letter.used")
		_, err = h.LookAtLetter(t.Context(), access.Try{Code: code, From: kitchen})
		is(t, err, fault.Conflict, "access.letter.used")

		late := h.letter(hookLane, "Rachel")
		h.clock.Move(access.LetterLasts)
		_, err = h.use(late, 9, 9, "")
		is(t, err, fault.Denied, "access.letter.ended")
		if h.seats(in.Token) == "" {
			t.Error("a family is out after a fortnight")
		}
	})
}

// What came between printing and using ends a letter, without a word about why.
func TestWhatCameSinceEndsALetter(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		merged := adult(hookLane, "Jean", "Cole")
		merged.MergedInto = named[id.Adult](hookLane, "Rachel")
		left := child(hookLane, "Maisie", "O'Brien", "2015-09-09", "Robin")
		left.LeftOn = "2026-11-23"
		for _, row := range []struct {
			name, whose string
			change      people.Changes
		}{
			{"a court order", "Marek", people.Changes{Contacts: []people.Contact{
				stands("Kuba", "Marek", people.StepFather, false, true, "No contact"),
				stands("Zosia", "Marek", people.StepFather, false, true, "see file")}}},
			{"the last child leaves", "Rachel", people.Changes{Pupils: []people.Pupil{left}}},
			{"a merge", "Jean", people.Changes{Adults: []people.Adult{merged}}},
		} {
			code := h.letter(hookLane, row.whose)
			h.change(hookLane, row.change)
			for range 2 {
				_, err := h.use(code, 9, 9, "")
				is(t, err, fault.Denied, "access.letter.ended")
				if err == nil {
					t.Errorf("%s does not end the letter", row.name)
				}
			}
		}
	})
}

// Of two devices that use one letter at the same moment one gets in.
func TestOneLetterOnTwoDevices(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		code := h.letter(hookLane, "Jean")
		var in, used atomic.Int64
		var wg sync.WaitGroup
		for range 2 { // three at once are free
			wg.Go(func() {
				switch _, err := h.use(code, 3, 5, ""); {
				case err == nil:
					in.Add(1)
				case fault.Is(err, fault.Conflict):
					used.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 || used.Load() != 1 {
			t.Errorf("%d are in, %d were told that it is used", in.Load(), used.Load())
		}
	})
}

// A device whose answer was lost asks again under the same operation and gets the same session: the letter is used, and
// nobody stands outside. Anything else under that operation does not.
func TestALostAnswerIsAskedForAgain(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		code, act := h.letter(hookLane, "Jean"), request("access.use_letter")
		marek := h.at(hookLane, "Marek", "")
		try := access.Try{Code: code, From: kitchen, Before: marek.Token}
		first, err := h.UseLetter(t.Context(), act, try, 3, 5)
		again, err2 := h.UseLetter(t.Context(), act, try, 3, 5)
		if err != nil || err2 != nil || first.Token != again.Token ||
			h.seats(again.Token) != "Marek Lis (Kuba Zosia), Jean Cole (Amal)" {
			t.Errorf("%v, %v, %q", err, err2, h.seats(again.Token))
		}
		other := act
		other.Hash = event.HashOf([]byte("another birthday"))
		_, err = h.UseLetter(t.Context(), other, try, 4, 5)
		is(t, err, fault.Conflict, "web.operation_reused")
		_, err = h.UseLetter(t.Context(), request("access.use_letter"), try, 3, 5)
		is(t, err, fault.Conflict, "access.letter.used")
	})
}

// Whoever holds a letter for a child whom they do not know says so: it ends, and the same answer may come twice.
func TestNotMine(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		code, act := h.letter(hookLane, "Rachel"), request("access.letter_not_mine")
		for range 2 {
			o, own, err := h.NotMine(t.Context(), act, access.Try{Code: code, From: kitchen})
			if err != nil || o.Letter.Adult != named[id.Adult](hookLane, "Rachel") || own.School != hookLane || own.Actor != "" {
				t.Errorf("%+v, %+v, %v", o.Letter, own, err)
			}
		}
		_, err := h.use(code, 9, 9, "")
		is(t, err, fault.Denied, "access.letter.ended")
		_, _, err = h.NotMine(t.Context(), request("x"), access.Try{Code: code, From: kitchen})
		is(t, err, fault.Denied, "access.letter.ended")
		_, _, err = h.NotMine(t.Context(), request("x"), access.Try{Code: "22222-22222", From: kitchen})
		is(t, err, fault.NotFound, "access.letter.unknown")
		at := slices.IndexFunc(h.store.events, func(e event.Event) bool { return e.Kind == access.LetterNotMine })
		if at < 0 || strings.Contains(string(h.store.events[at].Body), "Maisie") {
			t.Errorf("%+v", h.store.events)
		}
	})
}
