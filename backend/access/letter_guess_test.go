package access_test

import (
	"fmt"
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// Wrong birthdays under one letter are slowed, to a day at most, and never locked; the office sees that somebody
// guesses, and a new letter helps at once. The figures are those of TestTheOddsOfGuessing.
func TestBirthdaysAreGuessedSlowly(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		code, end, tried := h.letter(hookLane, "Jean"), h.wall.Now().Add(access.LetterLasts), 0
		for h.wall.Now().Before(end) {
			_, err := h.use(code, 1+tried%28, 1+tried/28, "")
			if fault.Is(err, fault.TooMany) {
				h.wall.Set(slow(t, err))
				continue
			}
			is(t, err, fault.Invalid, "access.letter.birthday")
			if tried++; tried == access.LetterPace.Free {
				who, _ := h.clerk(hookLane)
				page, err := h.Letters(t.Context(), who, access.LetterQuery{Text: "jean"})
				if err != nil || page.Total != 1 || page.Lines[0].State != access.LetterGuessed {
					t.Errorf("the office sees %+v, %v", page, err)
				}
				if ways, err := h.WaysIn(t.Context(), who); err != nil || ways[named[id.Adult](hookLane,
					"Jean")] != access.LetterWasGuess {
					t.Errorf("%v, %v", ways, err)
				}
			}
		}
		if tried != 26 {
			t.Errorf("%d birthdays were listened to in fourteen days, not 26", tried)
		}
		code = h.letter(hookLane, "Jean")
		for i := range access.LetterPace.Free + 2 {
			_, err := h.use(code, 1, 1+i, "")
			if fault.Is(err, fault.TooMany) {
				h.wall.Set(slow(t, err))
			}
		}
		_, err := h.use(code, 3, 5, "")
		if fault.Is(err, fault.TooMany) { // whoever waits gets in, with the same letter
			h.wall.Set(slow(t, err))
			_, err = h.use(code, 3, 5, "")
		}
		if err != nil {
			t.Error(err)
		}
	})
}

// Codes that are none are slowed by network: parents elsewhere notice nothing, and a right one costs nothing.
func TestCodesAreGuessedSlowly(t *testing.T) {
	h := withFamilies(t, freshMemory(t))
	code := h.letter(hookLane, "Jean")
	refused := 0
	for i := range access.CodePace.Free + 10 {
		if _, err := h.LookAtLetter(t.Context(), access.Try{Code: fmt.Sprintf("%010d", i), From: kitchen}); fault.Is(err,
			fault.TooMany) {
			refused++
		} else {
			is(t, err, fault.NotFound, "access.letter.unknown")
		}
		if _, err := h.LookAtLetter(t.Context(), access.Try{Code: code, From: office}); err != nil {
			t.Fatal("another network: ", err)
		}
	}
	if refused != 10 {
		t.Errorf("%d of ten too many were refused", refused)
	}
	_, err := h.use(code, 3, 5, "")
	h.wall.Set(slow(t, err))
	if _, err := h.use(code, 3, 5, ""); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// Nothing that is given to be kept or to be logged holds a code.
func TestCodesAreKeptNowhere(t *testing.T) {
	h := withFamilies(t, freshMemory(t))
	who, act := h.clerk(hookLane)
	made, _, err := h.Print(t.Context(), act, who, access.Order{Adults: []id.Adult{named[id.Adult](hookLane, "Jean")}})
	if err != nil {
		t.Fatal(err)
	}
	code := string(made[0].Code)
	if _, err := h.use(code, 3, 5, ""); err != nil {
		t.Fatal(err)
	}
	book, err := h.db.Access().LetterBook(t.Context(), hookLane, access.Over{Kind: people.ParentKind})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{h.store.given.String(), fmt.Sprintf("%+v", book),
		fmt.Sprint(made[0].Code, h.Keys[0].LogValue())} {
		if strings.Contains(strings.ToUpper(text), code) {
			t.Errorf("the code stands in %.200s", text)
		}
	}
	h.Keys = access.NewCodeKeys([]byte("another key"))
	_, err = h.LookAtLetter(t.Context(), access.Try{Code: code, From: kitchen})
	is(t, err, fault.NotFound, "access.letter.unknown") // without the key nothing leads to it
}
