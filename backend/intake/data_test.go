package intake_test

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/sheet"
)

// The schools, the day and the person of these tests.
var (
	hookLane = id.Named[id.School]("hook-lane")
	today    = clock.Date("2026-11-23")
	at       = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
	office   = id.Named[id.Person]("Mia Taylor")
)

// export reads one of the two schools' exports.
func export(t testing.TB, name string) intake.Table {
	t.Helper()
	data, err := os.ReadFile("../house/data/" + name + ".csv") // not by importing house, which imports everything
	if err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// tableOf reads a table that a test writes: the headers and the rows, separated by commas.
func tableOf(t testing.TB, lines ...string) intake.Table {
	t.Helper()
	table, err := sheet.Read([]byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// set returns the table with one cell changed, the others untouched. row is the number that the spreadsheet shows.
func set(t testing.TB, table intake.Table, row int, header, value string) intake.Table {
	t.Helper()
	made := intake.Table{Headers: table.Headers, Rows: slices.Clone(table.Rows)}
	column := slices.Index(table.Headers, header)
	place := slices.IndexFunc(made.Rows, func(r intake.Row) bool { return r.Number == row })
	if column < 0 || place < 0 {
		t.Fatalf("no cell %s in row %d", header, row)
	}
	made.Rows[place].Cells = slices.Clone(made.Rows[place].Cells)
	made.Rows[place].Cells[column] = value
	return made
}

// without returns the table without the rows of which drop says so.
func without(table intake.Table, drop func(intake.Row) bool) intake.Table {
	return intake.Table{Headers: table.Headers, Rows: slices.DeleteFunc(slices.Clone(table.Rows), drop)}
}

// plan plans a file, by the usual names of its columns.
func plan(kind intake.ImportKind, state people.State, table intake.Table, imp string) intake.Plan {
	return intake.MakePlan(kind, state, table, intake.GuessMapping(kind, table.Headers),
		intake.Draft{School: hookLane, Import: id.Named[id.Import](imp), Today: today})
}

// agree applies a plan to a state, as the store would, and returns the new state and what was done.
func agree(t testing.TB, state people.State, p intake.Plan, leavers ...id.Person) (people.State, intake.Outcome) {
	t.Helper()
	o, err := p.Agree(intake.Import{Seen: p.Seen}, state, act("apply"),
		intake.Agreement{GoodRowsOnly: true, Leavers: leavers}, today)
	if err != nil {
		t.Fatal(err)
	}
	return written(state, o.Changes), o
}

func act(name string) event.Act {
	return event.Act{School: hookLane, Actor: office, At: at, Op: id.Named[id.Op](name), Command: "intake." + name}
}

// written lays changes on a state: the contract of Roll.ChangeRoll in its plainest form.
func written(s people.State, c people.Changes) people.State {
	s.Pupils = laid(s.Pupils, c.Pupils, c.Gone.Pupils, func(p people.Pupil) id.Pupil { return p.ID })
	s.Adults = laid(s.Adults, c.Adults, c.Gone.Adults, func(a people.Adult) id.Adult { return a.ID })
	s.Staff = laid(s.Staff, c.Staff, c.Gone.Staff, func(t people.Staff) id.Staff { return t.ID })
	s.Contacts = laid(s.Contacts, c.Contacts, c.Gone.Contacts, people.Contact.Key)
	slices.SortFunc(s.Pupils, func(a, b people.Pupil) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Adults, func(a, b people.Adult) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Staff, func(a, b people.Staff) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Contacts, func(a, b people.Contact) int {
		return cmp.Or(cmp.Compare(a.Pupil, b.Pupil), cmp.Compare(a.Adult, b.Adult))
	})
	s.Apart = slices.DeleteFunc(append(slices.Clone(s.Apart), c.Apart...),
		func(p people.Pair) bool { return slices.Contains(c.Together, p) })
	return s
}

func laid[T any, K comparable](have, put []T, gone []K, key func(T) K) []T {
	have = slices.DeleteFunc(slices.Clone(have), func(old T) bool {
		return slices.Contains(gone, key(old)) ||
			slices.ContainsFunc(put, func(made T) bool { return key(made) == key(old) })
	})
	return append(have, put...)
}
