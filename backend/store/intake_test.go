package store_test

import (
	"errors"
	"slices"
	"testing"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// An import is read, applied and undone; what hangs on whom it made is told; a replay answers with the first one.
func TestImports(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		ctx, x := t.Context(), s.Intake()
		var hanging []intake.Hanging
		step := func(act event.Act, imp id.Import, change func(*intake.Import)) (intake.Import, error) {
			return x.ChangeImport(ctx, act, imp, func(i *intake.Import, _ people.State, h []intake.Hanging) (intake.Changes,
				[]event.Event, error) {
				hanging = h
				change(i)
				return intake.Changes{Remember: &intake.Remember{Kind: intake.PupilFile, Headers: "a|b", Mapping: i.Mapping}},
					[]event.Event{act.Did(intake.ImportRead, string(i.ID), nil)}, nil
			})
		}
		act := p.Act("intake.read")
		read, err := step(act, "one", func(i *intake.Import) {
			if i.ID != "one" || i.School != p.School.ID || i.State != "" {
				t.Errorf("a new import: %+v", i)
			}
			i.Kind, i.State, i.Name, i.By, i.At = intake.PupilFile, intake.Read, "pupils.csv", act.Actor, act.At
			i.Mapping, i.Seen = intake.Mapping{"upn": "UPN"}, "seen"
			i.Table = intake.Table{Headers: []string{"UPN"}, Rows: []intake.Row{{Number: 2, Cells: []string{"A"}}}}
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.Import(ctx, p.School.ID, "one")
		if err != nil || got.Table.Rows[0].Cells[0] != "A" || got.Seen != "seen" || !got.At.Equal(read.At) ||
			got.Mapping["upn"] != "UPN" {
			t.Errorf("%+v, %v", got, err)
		}
		replay, err := step(act, "another id", func(*intake.Import) { t.Error("a replay ran") })
		if err != nil || replay.ID != "one" || replay.State != intake.Read {
			t.Errorf("a replay answers %+v, %v", replay, err)
		}
		m, known, err := x.Remembered(ctx, p.School.ID, intake.PupilFile, "a|b")
		if err != nil || !known || m["upn"] != "UPN" {
			t.Errorf("%v, %v, %v", m, known, err)
		}
		if _, known, err := x.Remembered(ctx, p.School.ID, intake.StaffFile, "a|b"); err != nil || known {
			t.Errorf("another kind's: %v, %v", known, err)
		}
		made := people.Keys{Pupils: []id.Pupil{p.Pupils[0].ID, p.Pupils[1].ID, p.Pupils[2].ID},
			Adults: []id.Adult{p.Adults[0].ID, p.Adults[1].ID},
			Staff:  []id.Staff{p.Staff[1].ID, p.Staff[2].ID}}
		if _, err := step(p.Act("intake.apply"), "one", func(i *intake.Import) {
			i.State, i.Table, i.Done, i.Counts = intake.Applied, intake.Table{}, intake.Done{Made: made,
				Before: intake.Records{Pupils: p.Pupils}}, intake.ImportCounts{New: 3}
		}); err != nil {
			t.Fatal(err)
		}
		if len(hanging) != 0 {
			t.Errorf("before it was applied %v hung on it", hanging)
		}
		if got, err := x.Import(ctx, p.School.ID,
			"one"); err != nil || len(got.Table.Rows) != 0 || !slices.Equal(got.Done.Made.Pupils, made.Pupils) ||
			!slices.Equal(got.Done.Before.Pupils, p.Pupils) || got.Counts.New != 3 {
			t.Errorf("applied: %+v, %v", got, err)
		}
		if list, err := x.ImportList(ctx,
			p.School.ID); err != nil || len(list) != 1 || len(list[0].Done.Made.Pupils) != 0 || list[0].Counts.New != 3 {
			t.Errorf("%+v, %v", list, err)
		}
		nothing := func(*intake.Import) {}
		if _, err := step(p.Act("intake.undo"), "one", nothing); err != nil || len(hanging) != 0 {
			t.Errorf("with nothing hanging: %v, %v", hanging, err)
		}
		seize(t, s, p, 0)
		check := p.Act("custody.check")
		if _, err := s.Custody().ChangeCheck(ctx, check, "Wren", "2026-11-23", func(c *custody.Check) ([]event.Event, error) {
			c.At, c.Exceptions = check.At, map[id.Pupil]custody.Found{p.Pupils[2].ID: custody.InUse}
			return []event.Event{check.Did(custody.DidCheckClass, "Wren", nil)}, nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := addLink(t, s, p, "link", p.Staff[2].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := step(p.Act("intake.undo"), "one", nothing); err != nil {
			t.Fatal(err)
		}
		seen := map[intake.Hanging]bool{}
		for _, h := range hanging {
			seen[h] = true
		}
		want := []intake.Hanging{{Person: id.Person(p.Pupils[0].ID), What: intake.HangDevice},
			{Person: id.Person(p.Pupils[2].ID), What: intake.HangDevice},
			{Person: id.Person(p.Adults[0].ID), What: intake.HangRecord}, {Person: id.Person(p.Staff[1].ID),
				What: intake.HangRecord},
			{Person: id.Person(p.Staff[2].ID), What: intake.HangAccount}}
		for _, h := range want {
			if !seen[h] {
				t.Errorf("%+v is not told", h)
			}
			delete(seen, h)
		}
		if len(seen) != 0 {
			t.Errorf("told without reason: %v", seen)
		}
		if _, err := x.Import(ctx, p.School.ID, "none"); !fault.Is(err, fault.NotFound) {
			t.Errorf("none: %v", err)
		}
		_, err = x.ChangeImport(ctx, p.Act("intake.apply"), "none", func(*intake.Import, people.State,
			[]intake.Hanging) (intake.Changes, []event.Event, error) {
			return intake.Changes{}, nil, errBad
		})
		if !errors.Is(err, errBad) {
			t.Errorf("a refused one: %v", err)
		}
	})
}
