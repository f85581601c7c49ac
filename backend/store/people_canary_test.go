package store_test

import (
	"context"

	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/intake"
	"lollipop/backend/people"
	"lollipop/backend/school"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

var schoolCanaries = map[string]canary{
	"SchoolStore.School": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		found, err := s.Schools().School(ctx, p.School.ID)
		return []any{found.ID, found.Name, found.Slug}, err
	},
	"SchoolStore.Change": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		now, err := s.Schools().Change(ctx, act, func(x *school.School) ([]event.Event, error) {
			x.Name += " renamed"
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		return now.Name, err
	},
	"SchoolStore.Find": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		found, _, err := s.Schools().Find(ctx, p.School.Slug)
		return found, err
	},
	"SchoolStore.Reasons": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Schools().Reasons(ctx, p.School.ID)
	},
	"SchoolStore.ChangeReason": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var was school.Reason
		err := s.Schools().ChangeReason(ctx, act, "practice", func(r *school.Reason) ([]event.Event, error) {
			was, r.Why = *r, "changed"
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		return was, err
	},
}

var peopleCanaries = map[string]canary{
	"PeopleStore.State": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().State(ctx, p.School.ID)
	},
	"PeopleStore.Families": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		own, err := s.People().Families(ctx, p.School.ID, people.Query{Today: "2026-11-23", Page: 1, Size: 100})
		if err != nil {
			return nil, err
		}
		none, err := s.People().Families(ctx, p.School.ID, people.Query{Text: twin, Today: "2026-11-23", Page: 1, Size: 100})
		if err == nil && none.Total > 0 {
			return twin, nil
		}
		return own, err
	},
	"PeopleStore.Family": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().Family(ctx, p.School.ID, p.Pupils[0].ID)
	},
	"PeopleStore.FamiliesOf": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().FamiliesOf(ctx, p.School.ID, p.Adults[2].ID)
	},
	"PeopleStore.ClassList": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().ClassList(ctx, p.School.ID, "Robin", "2026-11-23")
	},
	"PeopleStore.Classes": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		classes, err := s.People().Classes(ctx, p.School.ID, "2026-11-23")
		if len(classes) != 2 || classes[0].Pupils != 2 || classes[1].Pupils != 1 {
			return twin, err
		}
		return classes, err
	},
	"PeopleStore.StaffList": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.People().StaffList(ctx, p.School.ID)
	},
	"PeopleStore.StaffRecords": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		a, d, err := s.People().StaffRecords(ctx, p.School.ID, p.Staff[1].ID)
		return []any{a, d}, err
	},
	"PeopleStore.ChangeRoll": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var seen people.State
		err := s.People().ChangeRoll(ctx, act, func(state people.State) (people.Changes, []event.Event, error) {
			seen = state
			return people.Changes{Contacts: state.Contacts[:1], Together: state.Apart,
					Gone: people.Keys{Contacts: []people.ContactKey{
						{Pupil: p.Contacts[3].Pupil, Adult: p.Contacts[3].Adult}}, Adults: []id.Adult{p.Adults[3].ID}}},
				[]event.Event{act.Did("canary", "x", nil)}, nil
		})
		return seen, err
	},
}

var intakeCanaries = map[string]canary{
	"IntakeStore.Import": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Intake().Import(ctx, p.School.ID, "import")
	},
	"IntakeStore.ImportList": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Intake().ImportList(ctx, p.School.ID)
	},
	"IntakeStore.ChangeImport": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var hanging []intake.Hanging
		step := func(to intake.ImportState) func(i *intake.Import, state people.State, h []intake.Hanging) (intake.Changes,
			[]event.Event, error) {
			return func(i *intake.Import, state people.State, h []intake.Hanging) (intake.Changes, []event.Event, error) {
				i.State, hanging = to, h
				i.Done.Made = people.Keys{Pupils: []id.Pupil{p.Pupils[2].ID}}
				return intake.Changes{}, []event.Event{act.Did("canary", "x", nil)}, nil
			}
		}
		if _, err := s.Intake().ChangeImport(ctx, act, "import", step(intake.Applied)); err != nil {
			return nil, err
		}
		act = p.Act("canary")
		now, err := s.Intake().ChangeImport(ctx, act, "import", step(intake.Undone))
		if len(hanging) != 1 { // the exception of this school's Maisie, and not the other's
			return twin, err
		}
		return now, err
	},
	"IntakeStore.Remembered": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		m, _, err := s.Intake().Remembered(ctx, p.School.ID, intake.PupilFile, "a|b")
		return m, err
	},
}
