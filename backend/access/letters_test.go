package access_test

import (
	"fmt"
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

// The mother, the stepfather without parental responsibility and the foster carer get a letter; the barred father and
// the office of social care get none, and no yes changes that. Where a no-contact mark stands in the family, the office
// says yes to each letter. The letter asks the birthday of the youngest.
//
// Policy: roles.parents.read_aups (AR 4.6/1, BG 4.6/1)
func TestWhoGetsALetter(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		who, act := h.clerk(hookLane)
		var order access.Order
		for _, name := range []string{"Anna", "Marek", "Piotr", "Jean", "Duty", "Rachel", "Rachel"} {
			order.Adults = append(order.Adults, named[id.Adult](hookLane, name))
		}
		print := func(act event.Act, order access.Order) (letters, refused string) {
			t.Helper()
			made, not, err := h.Print(t.Context(), act, who, order)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range made {
				letters += fmt.Sprintf("%s:%s of %d %s\n", p.Addressee.Adult.Forename, p.Asked.Preferred, len(p.Children),
					string(p.Code))
			}
			for _, r := range not {
				refused += r.Adult.Forename + " " + strings.TrimPrefix(r.Why.Say.Key, "access.letter.") + "; "
			}
			return letters, refused
		}
		letters, refused := print(act, order)
		if refused != "Anna needs_yes; Marek needs_yes; Piotr no_contact; Duty role_name; " ||
			!strings.HasPrefix(letters, "Jean:Amal of 1 ") || !strings.Contains(letters, "\nRachel:Maisie of 1 ") ||
			strings.Count(letters, "\n") != 2 {
			t.Errorf("%s%s", letters, refused)
		}
		if again, not := print(act, order); again != letters || not != refused {
			t.Errorf("the same operation gives other letters:\n%s%s", again, not)
		}
		order.Yes = order.Adults
		_, act = h.clerk(hookLane)
		all, refused := print(act, order)
		if refused != "Piotr no_contact; Duty role_name; " || !strings.Contains(all, "Anna:Zosia of 2 ") ||
			!strings.Contains(all, "Marek:Zosia of 2 ") || strings.Contains(all, letters[:len(letters)/2]) {
			t.Errorf("with the office's yes: %s%s", all, refused)
		}
		for _, e := range h.store.events {
			if e.Kind == access.LetterPrinted && strings.Contains(string(e.Body), "Nowak") {
				t.Errorf("a name in an event: %s", e.Body)
			}
		}
		for name, ask := range map[string]struct {
			who    people.Who
			adults []id.Adult
		}{
			"a teacher": {people.Who{School: hookLane, Person: act.Actor, Roles: []people.Role{people.Teacher}},
				order.Adults},
			"a parent":              {people.Who{School: hookLane, Person: act.Actor, Kind: people.ParentKind}, order.Adults},
			"nobody's":              {who, []id.Adult{"x"}},
			"the other school's":    {who, []id.Adult{named[id.Adult](beaverRoad, "Anna")}},
			"one of another school": {people.Who{School: beaverRoad, Person: act.Actor, Roles: who.Roles}, order.Adults},
		} {
			act.Op = id.New[id.Op]()
			if _, _, err := h.Print(t.Context(), act, ask.who, access.Order{Adults: ask.adults}); err == nil {
				t.Errorf("%s: printed", name)
			}
		}
	})
}

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

// The office's list: who is asked, who is in, how the newest letter stands; found by class, year and any name.
func TestTheLetterList(t *testing.T) {
	onBothEngines(t, func(t *testing.T, h *house) {
		who, _ := h.clerk(hookLane)
		list := func(q access.LetterQuery) (names string) {
			t.Helper()
			page, err := h.Letters(t.Context(), who, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range page.Lines {
				names += fmt.Sprintf("%s %s in=%v yes=%v %s; ", line.Addressee.Adult.Forename, line.Relationship, line.SignedIn,
					line.NeedsYes, line.State)
			}
			return fmt.Sprint(names, page.Total)
		}
		h.at(hookLane, "Anna", "")
		h.letter(hookLane, "Jean")
		const jean, marek = "Jean foster_carer in=false yes=false waiting; ", "Marek stepfather in=false yes=true ; "
		const anna, rachel = "Anna mother in=true yes=true used; ", "Rachel mother in=false yes=false ; "
		for want, q := range map[string]access.LetterQuery{
			jean + marek + anna + rachel + "4": {}, marek + anna + "2": {Class: "Wren"}, rachel + "1": {Text: "mais"},
			jean + marek + rachel + "3": {Missing: true}, "0": {Year: people.Year1}, anna + "4": {Page: 3, Size: 1},
			"4": {Page: 9},
		} {
			if got := list(q); got != want {
				t.Errorf("%+v:\n%s, want\n%s", q, got, want)
			}
		}
		h.wall.Move(access.FamilyIdle)
		if got := list(access.LetterQuery{Text: "anna"}); got != "Anna mother in=false yes=true used; 1" {
			t.Errorf("after ninety days: %s", got)
		}
		ways, err := h.WaysIn(t.Context(), who)
		if err != nil || ways[named[id.Adult](hookLane, "Anna")] != access.LetterIsOver ||
			ways[named[id.Adult](hookLane, "Rachel")] != access.NoLetter {
			t.Errorf("%v, %v", ways, err)
		}
		parent := people.Who{School: hookLane, Kind: people.ParentKind}
		if _, err := h.Letters(t.Context(), parent, access.LetterQuery{}); err == nil {
			t.Error("a parent reads the list")
		}
	})
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
		fmt.Sprint(made[0].Code, h.Key.LogValue())} {
		if strings.Contains(strings.ToUpper(text), code) {
			t.Errorf("the code stands in %.200s", text)
		}
	}
	other := access.NewCodeKey([]byte("another key"))
	h.Key = other
	_, err = h.LookAtLetter(t.Context(), access.Try{Code: code, From: kitchen})
	is(t, err, fault.NotFound, "access.letter.unknown") // without the key nothing leads to it
}
