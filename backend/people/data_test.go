package people_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/id"
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
func export(t testing.TB, name string) people.Table {
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
func tableOf(t testing.TB, lines ...string) people.Table {
	t.Helper()
	table, err := sheet.Read([]byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// bytesOf writes a table as a file again.
func bytesOf(t testing.TB, table people.Table) []byte {
	t.Helper()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(table.Headers)
	for _, row := range table.Rows {
		_ = w.Write(row.Cells)
	}
	if w.Flush(); w.Error() != nil {
		t.Fatal(w.Error())
	}
	return out.Bytes()
}

// set returns the table with one cell changed, the others untouched. row is the number that the spreadsheet shows.
func set(t testing.TB, table people.Table, row int, header, value string) people.Table {
	t.Helper()
	made := people.Table{Headers: table.Headers, Rows: slices.Clone(table.Rows)}
	column := slices.Index(table.Headers, header)
	place := slices.IndexFunc(made.Rows, func(r people.Row) bool { return r.Number == row })
	if column < 0 || place < 0 {
		t.Fatalf("no cell %s in row %d", header, row)
	}
	made.Rows[place].Cells = slices.Clone(made.Rows[place].Cells)
	made.Rows[place].Cells[column] = value
	return made
}

// cellAt is what stands in a cell.
func cellAt(t testing.TB, table people.Table, row int, header string) string {
	t.Helper()
	column := slices.Index(table.Headers, header)
	for _, r := range table.Rows {
		if r.Number == row {
			return r.Cells[column]
		}
	}
	t.Fatalf("no row %d", row)
	return ""
}

// without returns the table without the rows of which drop says so.
func without(table people.Table, drop func(people.Row) bool) people.Table {
	return people.Table{Headers: table.Headers, Rows: slices.DeleteFunc(slices.Clone(table.Rows), drop)}
}

// plan plans a file, by the usual names of its columns.
func plan(kind people.ImportKind, state people.State, table people.Table, imp string) people.Plan {
	return people.MakePlan(kind, state, table, people.GuessMapping(kind, table.Headers),
		people.Draft{School: hookLane, Import: id.Named[id.Import](imp), Today: today})
}

// agree applies a plan to a state, as the store would, and returns the new state and what was done.
func agree(t testing.TB, state people.State, p people.Plan, leavers ...id.Person) (people.State, people.Outcome) {
	t.Helper()
	o, err := p.Agree(people.Import{Seen: p.Seen}, state, act("apply"),
		people.Agreement{GoodRowsOnly: true, Leavers: leavers}, today)
	if err != nil {
		t.Fatal(err)
	}
	return written(state, o.Changes), o
}

func act(name string) event.Act {
	return event.Act{School: hookLane, Actor: office, At: at, Op: id.Named[id.Op](name), Command: "people." + name}
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

func dateOf(text string) clock.Date {
	date, ok := clock.ParseDate(text)
	if !ok {
		panic(text)
	}
	return date
}
