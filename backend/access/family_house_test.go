package access_test

import (
	"net/netip"
	"testing"

	"lollipop/backend/access"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/signin"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

var (
	beaverRoad = id.Named[id.School]("beaver-road")
	kitchen    = netip.MustParseAddr("198.51.100.9")
)

// onBothEngines runs a test on the memory of SQLite and on PostgreSQL, in a house with families in it.
func onBothEngines(t *testing.T, test func(t *testing.T, h *house)) {
	for _, kind := range storetest.Kinds {
		if kind.Name != "file" {
			t.Run(kind.Name, func(t *testing.T) { test(t, withFamilies(t, kind.Open(t))) })
		}
	}
}

// withFamilies is Hook Lane and Beaver Road. At Hook Lane: Kuba (Robin, born on 29 February 2016) and Zosia (Wren, 14
// July 2019) with Anna, their mother, Marek, their stepfather without parental responsibility, and Piotr, Kuba's
// father, from whom a court barred contact; Amal (Robin, 3 May 2016), in care, with Jean, a foster carer, and Duty Worker of
// social care; Maisie (Robin, 9 September 2015) with Rachel. At Beaver Road: Ola (Owl, 1 January 2018) with Anna.
func withFamilies(t *testing.T, db *store.Store) *house {
	h := &house{t: t, db: db, store: &spy{AccessStore: db.Access()}, clock: clock.NewFrozen(monday),
		wall: clock.NewFrozen(monday)}
	h.Service = &access.Service{Store: h.store, Founding: h.store, Guard: access.NewGuard(h.store, h.wall), Codes: h.store,
		Keys:   access.NewCodeKeys([]byte("a key of this test")),
		Hasher: signin.New(signin.Params{Memory: 64, Time: 1, Threads: 1}), Clock: h.clock, Wall: h.wall}
	for slug, preset := range map[string]string{"hook-lane": "anthony-roper", "beaver-road": "beaver-green"} {
		founded := storetest.School(t, slug, preset, "08:45", "15:15")
		at, act := founded.ID, h.act("")
		act.School = at
		if err := db.Schools().Found(t.Context(), act, founded); err != nil {
			t.Fatal(err)
		}
		h.change(at, people.Changes{Staff: []people.Staff{{ID: id.Named[id.Staff](slug + "Taylor"), School: at, Title: "Ms",
			Surname: "Taylor", Email: "taylor@" + slug + ".sch.example", Roles: []people.Role{people.Office}}}})
	}
	c := people.Changes{Pupils: []people.Pupil{
		child(hookLane, "Kuba", "Nowak", "2016-02-29", "Robin"), child(hookLane, "Zosia", "Nowak", "2019-07-14", "Wren"),
		child(hookLane, "Amal", "Yusuf", "2016-05-03", "Robin"), child(hookLane, "Maisie", "O'Brien", "2015-09-09", "Robin"),
	}, Adults: []people.Adult{
		adult(hookLane, "Anna", "Nowak"), adult(hookLane, "Marek", "Lis"), adult(hookLane, "Piotr", "Nowak"),
		adult(hookLane, "Jean", "Cole"), adult(hookLane, "Duty", "Social Worker"), adult(hookLane, "Rachel", "O'Brien"),
	}, Contacts: []people.Contact{
		stands("Kuba", "Anna", people.Mother, true, true, ""), stands("Zosia", "Anna", people.Mother, true, true, ""),
		stands("Kuba", "Marek", people.StepFather, false, true, ""),
		stands("Zosia", "Marek", people.StepFather, false, true, ""),
		stands("Kuba", "Piotr", people.Father, true, false, "No contact"),
		stands("Amal", "Jean", people.FosterCarer, false, true, ""),
		stands("Amal", "Duty", people.SocialWorker, true, false, ""),
		stands("Maisie", "Rachel", people.Mother, true, true, ""),
	}}
	h.change(hookLane, c)
	ola, anna := child(beaverRoad, "Ola", "Nowak", "2018-01-01", "Owl"), adult(beaverRoad, "Anna", "Nowak")
	with := stands("Ola", "Anna", people.Mother, true, true, "")
	with.School, with.Pupil, with.Adult = beaverRoad, ola.ID, anna.ID
	h.change(beaverRoad, people.Changes{Pupils: []people.Pupil{ola}, Adults: []people.Adult{anna},
		Contacts: []people.Contact{with}})
	return h
}

func named[T ~string](at id.School, name string) T {
	if at == beaverRoad {
		name = "beaver " + name
	}
	return id.Named[T](name)
}

func child(at id.School, name, surname string, born clock.Date, class string) people.Pupil {
	return people.Pupil{ID: named[id.Pupil](at, name), School: at, UPN: name, Forename: name, Preferred: name,
		Surname: surname, DOB: born, Year: people.Year5, Class: class}
}

func adult(at id.School, forename, surname string) people.Adult {
	return people.Adult{ID: named[id.Adult](at, forename), School: at, Forename: forename, Surname: surname,
		Mobile:   "+44770090" + map[string]string{"Anna": "0101", "Marek": "0102", "Piotr": "0103"}[forename],
		Language: "pl"}
}

func stands(child, adult, what string, pr, home bool, order string) people.Contact {
	return people.Contact{School: hookLane, Pupil: named[id.Pupil](hookLane, child),
		Adult: named[id.Adult](hookLane, adult), Relationship: what, ParentalResponsibility: pr, SameAddress: home,
		CourtOrder: order}
}

// change writes people of a school, as an import would.
func (h *house) change(at id.School, c people.Changes) {
	h.t.Helper()
	act := h.act("")
	act.School = at
	err := h.db.People().ChangeRoll(h.t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
		return c, []event.Event{act.Did("people.test", string(at), nil)}, nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// clerk is a school's office, and something that it does.
func (h *house) clerk(at id.School) (people.Who, event.Act) {
	slug := map[id.School]string{hookLane: "hook-lane", beaverRoad: "beaver-road"}[at]
	who := people.Who{School: at, Person: id.Named[id.Person](slug + "Taylor"), Kind: people.StaffKind,
		Roles: []people.Role{people.Office}}
	return who, event.Act{School: at, Actor: who.Person, At: h.clock.Now(), Op: id.New[id.Op](), Command: "access.print"}
}

// letter prints one, with the office's yes, and returns its code.
func (h *house) letter(at id.School, forename string) string {
	h.t.Helper()
	who, act := h.clerk(at)
	whose := []id.Adult{named[id.Adult](at, forename)}
	made, refused, err := h.Print(h.t.Context(), act, who, access.Order{Adults: whose, Yes: whose})
	if err != nil || len(made) != 1 {
		h.t.Fatalf("no letter for %s: %v %v", forename, refused, err)
	}
	return made[0].Code.Shown()
}

// a request of a device.
func request(command string) event.Act { return event.Act{Op: id.New[id.Op](), Command: command} }

func (h *house) use(code string, day, month int, before access.Token) (access.Entry, error) {
	return h.UseLetter(h.t.Context(), request("access.use_letter"), access.Try{Code: code, From: kitchen, Before: before},
		day, month)
}

// at lets an adult of a school in on a device.
func (h *house) at(school id.School, forename string, before access.Token) access.Entry {
	h.t.Helper()
	birthday := map[string][2]int{"Anna": {14, 7}, "Marek": {14, 7}, "Jean": {3, 5}, "Rachel": {9, 9}}[forename]
	if school == beaverRoad {
		birthday = [2]int{1, 1}
	}
	in, err := h.use(h.letter(school, forename), birthday[0], birthday[1], before)
	if err != nil {
		h.t.Fatal(err)
	}
	return in
}

// seats are who is at a device: "Anna Nowak (Kuba Zosia)".
func (h *house) seats(token access.Token) string {
	h.t.Helper()
	in, err := h.Check(h.t.Context(), token)
	if fault.Is(err, fault.SignedOut) {
		return ""
	}
	if err != nil {
		h.t.Fatal(err)
	}
	text := ""
	for i, s := range in.Seats {
		if i > 0 {
			text += ", "
		}
		text += s.Name
		for j, c := range s.Children {
			text += map[bool]string{true: " (", false: " "}[j == 0] + c.Preferred
		}
		if len(s.Children) > 0 {
			text += ")"
		}
	}
	return text
}

func freshMemory(t *testing.T) *store.Store { return storetest.Memory(t) }
