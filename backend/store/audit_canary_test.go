package store_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

var auditCanaries = map[string]canary{
	"AuditStore.Records": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		records, err := s.Audit().Records(ctx, p.School.ID, "daily", 0, 1000)
		for _, r := range records {
			if strings.Contains(string(r.Event.Body), twin) {
				return twin, err
			}
		}
		return records, err
	},
	"AuditStore.Head": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Audit().Head(ctx, p.School.ID, "daily")
	},
	"AuditStore.HeadBefore": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		return s.Audit().HeadBefore(ctx, p.School.ID, "daily", storetest.At.Add(time.Hour))
	},
	"AuditStore.States": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		all := map[string]string{}
		for _, table := range store.Vouched() {
			ids := []string{"phone", "seized", "exception", "use", "leave", "import", "practice", "2026-11-23/Robin",
				"parents/1", "edition", "signature", "decline", "call", "concern",
				string(p.School.ID),
				string(p.Pupils[0].ID),
				string(p.Adults[0].ID), string(p.Staff[0].ID), string(p.Pupils[0].ID) + "/" + string(p.Adults[0].ID)}
			states, err := s.Audit().States(ctx, p.School.ID, table, ids)
			if err != nil || len(states) == 0 {
				return nil, fmt.Errorf("%s: %d states, %w", table, len(states), err)
			}
			for key, state := range states {
				all[table+key] = string(state)
			}
		}
		return all, nil
	},
	"AuditStore.Erase": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		act := p.Act("canary")
		return s.Audit().Erase(ctx, act, audit.DeskDetail, storetest.At.Add(time.Hour), 100,
			func(positions []int64) event.Event {
				return act.Did(audit.DidErase, "x", positions)
			})
	},
	"AuditStore.Rotate": func(ctx context.Context, s *store.Store, p storetest.Place) (any, error) {
		config := s.AsIs()
		config.ChainKey = renewedKeys
		other, err := store.Open(ctx, config)
		if err != nil {
			return nil, err
		}
		defer other.Close()
		act := p.Act("canary")
		return other.Audit().Rotate(ctx, act, func(chain audit.Chain) event.Event {
			return act.Did(audit.RotationOf(chain), "x", nil)
		})
	},
}
