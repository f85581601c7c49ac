package store_test

import (
	"context"
	"time"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

var custodyCanaries = map[string]canary{
	"CustodyStore.Change": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return s.Custody().Change(ctx, act, custody.Ask{Pupil: p.Pupils[0].ID, Slot: true, Carers: true},
			func(shelf *custody.Shelf) ([]event.Event, error) {
				shelf.Confiscations[0].Stored, shelf.Devices[0].Condition = "moved", "moved"
				shelf.Contacts = []custody.Contact{{Confiscation: "seized", Adult: "x", At: act.At}}
				return []event.Event{act.Did("canary", "x", nil)}, nil
			})
	},
	"CustodyStore.Roster": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		whole, err := s.Custody().Roster(ctx, p.School.ID, "", "2026-11-23")
		if err != nil || len(whole) != 3 {
			return twin, err
		}
		class, err := s.Custody().Roster(ctx, p.School.ID, "Robin", "2026-11-23")
		return []any{whole, class}, err
	},
	"CustodyStore.Confiscations": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		open, err := s.Custody().Confiscations(ctx, p.School.ID, true, time.Time{})
		if err != nil || len(open) != 1 {
			return twin, err
		}
		return open, err
	},
	"CustodyStore.Confiscation": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Confiscation(ctx, p.School.ID, "seized")
	},
	"CustodyStore.Device": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Device(ctx, p.School.ID, "phone")
	},
	"CustodyStore.Lying": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var lying []custody.Device
		err := s.Custody().Lying(ctx, act, func(devices []custody.Device) ([]event.Event, error) {
			lying = devices
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		if len(lying) != 1 {
			return twin, err
		}
		return lying, err
	},
	"CustodyStore.Carers": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Carers(ctx, p.School.ID, p.Pupils[2].ID)
	},
	"CustodyStore.Colleague": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Colleague(ctx, p.School.ID, p.Staff[0].ID, "2026-11-23")
	},
	"CustodyStore.Whose": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Whose(ctx, p.School.ID, "seized")
	},
	"CustodyStore.Called": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Called(ctx, p.School.ID, p.Staff[0].ID)
	},
	"CustodyStore.ChangeCheck": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		var was custody.Check
		_, err := s.Custody().ChangeCheck(ctx, act, "Robin", "2026-11-23", func(c *custody.Check) ([]event.Event, error) {
			was, c.Exceptions = *c, nil
			return []event.Event{act.Did("canary", "x", nil)}, nil
		})
		return was, err
	},
	"CustodyStore.Checks": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Checks(ctx, p.School.ID, "2026-11-23")
	},
	"CustodyStore.SaveException": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "saved", s.Custody().SaveException(ctx, act, custody.Exception{ID: "exception", School: p.School.ID,
			Pupil:   p.Pupils[2].ID,
			EndedAt: act.At, At: act.At}, act.Did("canary", "x", nil))
	},
	"CustodyStore.Exceptions": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Exceptions(ctx, p.School.ID)
	},
	"CustodyStore.SaveUse": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "saved", s.Custody().SaveUse(ctx, act, custody.Use{ID: "use", School: p.School.ID, On: "2026-11-25",
			AskedAt: act.At},
			act.Did("canary", "x", nil))
	},
	"CustodyStore.HasClass": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().HasClass(ctx, p.School.ID, "Everest", "2026-11-23")
	},
	"CustodyStore.Uses": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().Uses(ctx, p.School.ID, "2026-11-23")
	},
	"CustodyStore.SaveStaffLeave": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return "saved", s.Custody().SaveStaffLeave(ctx, act, custody.StaffLeave{ID: "leave", School: p.School.ID,
			Staff: p.Staff[1].ID,
			At:    act.At}, act.Did("canary", "x", nil))
	},
	"CustodyStore.StaffLeaves": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Custody().StaffLeaves(ctx, p.School.ID)
	},
}
