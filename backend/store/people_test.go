package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Everybody comes back as they were written, in order of their ids, merged records and leavers included.
func TestTheRollIsKeptWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		two := pair(p)
		change(t, s, p, func(people.State) people.Changes {
			p.Pupils[0].LeftOn, p.Pupils[2].SEN = "2026-12-01", people.SENPlan
			p.Pupils[1].EAL, p.Pupils[1].FirstLanguage = true, "pl"
			p.Adults[0].MergedInto, p.Adults[1].Email, p.Adults[1].Title = p.Adults[1].ID, "t@x.example", "Mr"
			p.Contacts[0].GoneSince = "2026-11-20"
			p.Contacts[1].Corrected = &people.Correction{Marks: people.Marks{MayBeTold: true}, CourtOrder: "c",
				GoneSince: "2026-11-01",
				By:        id.Person(p.Staff[0].ID), At: storetest.At}
			p.Staff[1].Roles, p.Staff[1].Classes, p.Staff[1].IssuedPhone = []people.Role{people.Teacher,
				people.SENCO}, []string{"Robin", "Wren"}, "+447700900001"
			return people.Changes{Pupils: p.Pupils, Adults: p.Adults, Contacts: p.Contacts, Staff: p.Staff,
				Apart: []people.Pair{two}}
		})
		state, err := s.People().State(t.Context(), p.School.ID)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(p.Pupils, func(a, b people.Pupil) int { return strings.Compare(string(a.ID), string(b.ID)) })
		slices.SortFunc(p.Adults, func(a, b people.Adult) int { return strings.Compare(string(a.ID), string(b.ID)) })
		slices.SortFunc(p.Staff, func(a, b people.Staff) int { return strings.Compare(string(a.ID), string(b.ID)) })
		slices.SortFunc(p.Contacts, func(a, b people.Contact) int {
			return strings.Compare(string(a.Pupil)+string(a.Adult), string(b.Pupil)+string(b.Adult))
		})
		if !slices.Equal(state.Pupils, p.Pupils) {
			t.Errorf("pupils %+v\nwant %+v", state.Pupils, p.Pupils)
		}
		if !slices.Equal(state.Adults, p.Adults) {
			t.Errorf("adults %+v\nwant %+v", state.Adults, p.Adults)
		}
		if !slices.EqualFunc(state.Contacts, p.Contacts, people.Contact.Equal) {
			t.Errorf("contacts %+v\nwant %+v", state.Contacts, p.Contacts)
		}
		if !slices.EqualFunc(state.Staff, p.Staff, people.Staff.Equal) {
			t.Errorf("staff %+v\nwant %+v", state.Staff, p.Staff)
		}
		if !slices.Equal(state.Apart, []people.Pair{two}) {
			t.Errorf("apart %v", state.Apart)
		}
		change(t, s, p, func(state people.State) people.Changes {
			return people.Changes{Together: state.Apart,
				Gone: people.Keys{Contacts: []people.ContactKey{{Pupil: p.Contacts[0].Pupil,
					Adult: p.Contacts[0].Adult}}, Adults: []id.Adult{p.Contacts[0].Adult}}}
		})
		if after, err := s.People().State(t.Context(),
			p.School.ID); err != nil || len(after.Apart) != 0 || len(after.Contacts) != 3 || len(after.Adults) != 3 {
			t.Errorf("after: %d pairs, %d contacts, %d adults, %v", len(after.Apart), len(after.Contacts), len(after.Adults),
				err)
		}
	})
}

// A change of the roll is all or nothing, also where the database refuses its last row.
func TestAChangeOfTheRollIsWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		try := func(c people.Changes, refused error) error {
			act := p.Act("test.change")
			return s.People().ChangeRoll(t.Context(), act, func(people.State) (people.Changes, []event.Event, error) {
				return c, []event.Event{act.Did("test.changed", "x", nil)}, refused
			})
		}
		moved := p.Pupils[0]
		moved.Class = "Owl"
		foreign := p.Contacts[0]
		foreign.Adult = "nobody"
		twice := p.Pupils[1]
		twice.ID = "another"
		for name, err := range map[string]error{
			"refused by the room": try(people.Changes{Pupils: []people.Pupil{moved}}, errBad),
			"a contact without adult": try(people.Changes{Pupils: []people.Pupil{moved}, Contacts: []people.Contact{foreign}},
				nil),
			"a pupil number twice": try(people.Changes{Pupils: []people.Pupil{moved, twice}}, nil),
			"a pupil who has contacts": try(people.Changes{Adults: p.Adults, Gone: people.Keys{Pupils: []id.Pupil{moved.ID}}},
				nil),
		} {
			if err == nil {
				t.Errorf("%s is kept", name)
			}
		}
		list, err := s.People().ClassList(t.Context(), p.School.ID, "Owl", "2026-11-23")
		if err != nil || len(list) != 0 {
			t.Errorf("half of a change is kept: %v, %v", list, err)
		}
		gapFree(t, s, p.School.ID, 2)
		// An address goes from somebody who leaves to somebody who comes, in one change and in either order.
		leaver, comer := p.Staff[0], p.Staff[0]
		leaver.LeftOn, comer.ID = "2026-11-23", "comer"
		if err := try(people.Changes{Staff: []people.Staff{comer, leaver}}, nil); err != nil {
			t.Errorf("an address handed on: %v", err)
		}
	})
}

// Families are found by the parts of one person's name, the child's or one of the adults', in any order and spelling.
func TestFamiliesAreFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		change(t, s, p, func(people.State) people.Changes {
			p.Pupils[0].Surname = "Łukasiewicz"
			p.Adults[3].MergedInto = p.Adults[1].ID // Lee Marsh is Tomasz Nowak's record
			left := p.Pupils[0]
			left.ID, left.UPN, left.Preferred, left.LeftOn = "left", "X", "Zara", "2026-11-23"
			return people.Changes{Pupils: append(p.Pupils, left), Adults: p.Adults}
		})
		find := func(q people.Query) (names []string, total int) {
			t.Helper()
			if q.Today == "" {
				q.Today = "2026-11-23"
			}
			if q.Page == 0 {
				q.Page, q.Size = 1, 10
			}
			page, err := s.People().Families(t.Context(), p.School.ID, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range page.Families {
				names = append(names, f.Pupil.Preferred)
			}
			return names, page.Total
		}
		for text, want := range map[string]string{
			"": "Yusuf Kuba Maisie", "luk": "Yusuf", "ŁUKA yu": "Yusuf", "obrien": "Maisie", "o'b mai": "Maisie",
			"brien": "Maisie",
			"amina": "Yusuf", "amina luk": "", "rachel maisie": "", "lee": "Maisie", "tomasz": "Kuba Maisie", "zara": "",
			"%":  "Yusuf Kuba Maisie",
			"uk": "", "_": "Yusuf Kuba Maisie",
		} {
			names, total := find(people.Query{Text: text})
			want := strings.Fields(want)
			slices.Sort(want)
			slices.Sort(names)
			if !slices.Equal(names, want) || total != len(want) {
				t.Errorf("%q finds %v of %d, want %v", text, names, total, want)
			}
		}
		if names, total := find(people.Query{Page: 2, Size: 2}); total != 3 || len(names) != 1 {
			t.Errorf("the second page: %v of %d", names, total)
		}
		if names, total := find(people.Query{Page: 9, Size: 2}); total != 3 || len(names) != 0 {
			t.Errorf("a page past the last: %v of %d", names, total)
		}
		if names, _ := find(people.Query{Class: "Wren"}); !slices.Equal(names, []string{"Maisie"}) {
			t.Errorf("a class: %v", names)
		}
		if names, _ := find(people.Query{Today: "2026-11-22"}); len(names) != 4 {
			t.Errorf("the day before Zara leaves: %v", names)
		}
		f, err := s.People().Family(t.Context(), p.School.ID, p.Pupils[2].ID)
		if err != nil || len(f.Contacts) != 2 || f.Contacts[0].Adult.Forename != "Rachel" ||
			f.Contacts[1].Adult.Forename != "Tomasz" ||
			f.Contacts[1].Contact.Adult != p.Adults[3].ID {
			t.Errorf("Maisie's: %+v, %v", f, err)
		}
		if _, err := s.People().Family(t.Context(), p.School.ID, "nobody"); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody's: %v", err)
		}
	})
}

// An adult's families are those of every pupil beside whom one of their records stands, through every merge; a record
// that is merged away has none of its own, and somebody else's families are never among them.
func TestTheFamiliesOfAnAdult(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		other := storetest.Furnish(t, s, "beaver-road", "beaver-green")
		names := func(at storetest.Place, adult int) string {
			t.Helper()
			families, err := s.People().FamiliesOf(t.Context(), at.School.ID, p.Adults[adult].ID)
			if err != nil {
				t.Fatal(err)
			}
			names := make([]string, len(families))
			for i, f := range families {
				names[i] = f.Pupil.Preferred
			}
			return strings.Join(names, " ")
		}
		change(t, s, p, func(people.State) people.Changes {
			p.Pupils[1].LeftOn = "2026-11-01"
			p.Adults[0].MergedInto, p.Adults[1].MergedInto = p.Adults[1].ID, p.Adults[3].ID // Amina → Tomasz → Lee
			return people.Changes{Pupils: p.Pupils[1:2], Adults: p.Adults[:2]}
		})
		for adult, want := range []string{"", "", "Maisie", "Yusuf Kuba Maisie"} {
			if got := names(p, adult); got != want {
				t.Errorf("%s's: %q, not %q", p.Adults[adult].Forename, got, want)
			}
		}
		for adult, want := range []string{"Yusuf", "Kuba", "Maisie", "Maisie"} {
			if got := names(other, adult); got != want {
				t.Errorf("the other school's %s: %q, not %q", p.Adults[adult].Forename, got, want)
			}
		}
		if none, err := s.People().FamiliesOf(t.Context(), p.School.ID, "nobody"); err != nil || len(none) > 0 {
			t.Errorf("nobody's: %v, %v", none, err)
		}
	})
}

// Classes stand youngest first, one of mixed years at its youngest; what is recorded about staff comes oldest first.
func TestClassesAndStaff(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx := t.Context()
		change(t, s, p, func(people.State) people.Changes {
			p.Pupils[1].Year = people.Reception
			approval := func(op id.Op, minutes int) people.Approval {
				return people.Approval{Op: op, School: p.School.ID, Staff: p.Staff[1].ID, Pupil: p.Pupils[0].ID, Reason: "club",
					By: id.Person(p.Staff[3].ID),
					At: storetest.At.Add(-time.Duration(minutes) * time.Minute), From: "2026-11-23", Until: "2026-12-01"}
			}
			return people.Changes{Pupils: p.Pupils, Approvals: []people.Approval{approval("later", 1), approval("earlier", 9)}}
		})
		classes, err := s.People().Classes(ctx, p.School.ID, "2026-11-23")
		want := []people.Class{{Name: "Robin", Year: people.Reception, Pupils: 2}, {Name: "Wren", Year: people.Year6,
			Pupils: 1}}
		if err != nil || !slices.Equal(classes, want) {
			t.Errorf("%v, %v", classes, err)
		}
		staff, err := s.People().StaffList(ctx, p.School.ID)
		var names []string
		for _, x := range staff {
			names = append(names, x.Surname)
		}
		if err != nil || !slices.Equal(names, []string{"Finch", "Okoro", "Pell", "Vale"}) {
			t.Errorf("%v, %v", names, err)
		}
		approvals, declarations, err := s.People().StaffRecords(ctx, p.School.ID, p.Staff[1].ID)
		if err != nil || len(approvals) != 2 || approvals[0].Op != "earlier" || len(declarations) != 0 ||
			approvals[1].Until != "2026-12-01" {
			t.Errorf("%+v, %v, %v", approvals, declarations, err)
		}
		if _, _, err := s.People().StaffRecords(ctx, p.School.ID, "nobody"); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody's: %v", err)
		}
	})
}
