package access_test

import (
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// What was made under a key goes on working when it is renewed, and says the same when it is asked for again: letters,
// hand-over codes, class codes, and the session of whoever did not hear that they are in. New ones are made under the
// new key.
func TestCodesOutliveTheirKey(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		ctx, bell := t.Context(), h.clock.Now().Add(access.ClassLasts)
		who, print := h.clerk(hookLane)
		jean := access.Order{Adults: []id.Adult{named[id.Adult](hookLane, "Jean")}}
		made, _, err := h.Print(ctx, print, who, jean)
		if err != nil {
			t.Fatal(err)
		}
		letter := string(made[0].Code)
		anna, used := h.letter(hookLane, "Anna"), request("access.use_letter")
		in, err := h.UseLetter(ctx, used, access.Try{Code: anna, From: kitchen}, 14, 7)
		if err != nil {
			t.Fatal(err)
		}
		mother := in.Seats[0].Who
		hands, classes := request("access.hand_over"), request("access.class_code")
		hands.School, hands.Actor, hands.At = mother.School, mother.Person, h.clock.Now()
		classes.School, classes.Actor, classes.At = who.School, who.Person, h.clock.Now()
		teacher := people.Who{School: hookLane, Person: who.Person, Kind: people.StaffKind, Roles: []people.Role{people.Head}}
		both := func() (hand, class access.Code) {
			t.Helper()
			hand, _, err := h.HandOver(ctx, hands, in.Presence, mother)
			if err != nil {
				t.Fatal(err)
			}
			class, _, err = h.ClassCode(ctx, classes, teacher, "Robin", bell)
			if err != nil {
				t.Fatal(err)
			}
			return hand, class
		}
		hand, class := both()

		old := []byte("a key of this test")
		h.Keys = access.NewCodeKeys([]byte("a newer key of this test"), old)
		again, _, err := h.Print(ctx, print, who, jean)
		if err != nil || string(again[0].Code) != letter {
			t.Errorf("printed again: another code, %v", err)
		}
		if _, err := h.LookAtLetter(ctx, access.Try{Code: letter, From: kitchen}); err != nil {
			t.Errorf("the letter: %v", err)
		}
		retried, err := h.UseLetter(ctx, used, access.Try{Code: anna, From: kitchen}, 14, 7)
		if err != nil || retried.Token != in.Token {
			t.Errorf("whoever asks again is not in as before: %v", err)
		}
		if handed, classed := both(); handed != hand || classed != class {
			t.Error("a code that is asked for again is another")
		}
		if _, err := h.LookAtClass(ctx, access.Try{Code: string(class), From: kitchen}); err != nil {
			t.Errorf("the class code: %v", err)
		}
		given := access.Try{Code: string(hand), From: kitchen}
		if _, err := h.UseHandOver(ctx, request("access.use_hand_over"), given); err != nil {
			t.Errorf("the hand-over: %v", err)
		}

		fresh := h.letter(hookLane, "Jean")
		h.Keys = access.NewCodeKeys(old)
		_, err = h.LookAtLetter(ctx, access.Try{Code: fresh, From: kitchen})
		is(t, err, fault.NotFound, "access.letter.unknown") // it was made under the newer
		h.Keys = access.NewCodeKeys([]byte("a newer key of this test"))
		if _, err = h.LookAtLetter(ctx, access.Try{Code: fresh, From: kitchen}); err != nil {
			t.Errorf("under the newer key alone: %v", err)
		}
	})
}
