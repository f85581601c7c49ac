package access_test

import (
	"fmt"
	"strings"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/event"
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
