package store_test

import (
	"bytes"
	"database/sql"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// Somebody with the database in their hands changes it past the product. On both engines Verify names the first record
// that does not hold.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func TestTamperingIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		tamper []string // SQL
		wrong  audit.Wrong
		at     int64
		table  string
	}{
		"a body":              {[]string{"UPDATE events SET body = 'x' WHERE position = 4"}, audit.Changed, 4, ""},
		"an actor":            {[]string{"UPDATE events SET actor = 'x' WHERE position = 4"}, audit.Changed, 4, ""},
		"what it vouches for": {[]string{"UPDATE events SET vouches = 'x' WHERE position = 4"}, audit.Changed, 4, ""},
		"a salt":              {[]string{"UPDATE events SET salt = NULL WHERE position = 4"}, audit.Changed, 4, ""},
		"a link":              {[]string{"UPDATE events SET link = digest WHERE position = 4"}, audit.Unsealed, 4, ""},
		"a record deleted":    {[]string{"DELETE FROM events WHERE position = 4"}, audit.Missing, 4, ""},
		"a record deleted, the rest moved up": {[]string{"DELETE FROM events WHERE position = 4",
			"UPDATE events SET position = position + 1000 WHERE position > 4",
			"UPDATE events SET position = position - 1001 WHERE position > 1000"}, audit.Moved, 4, ""},
		"two swapped": {[]string{"UPDATE events SET position = 99 WHERE position = 3",
			"UPDATE events SET position = 3 WHERE position = 5", "UPDATE events SET position = 5 WHERE position = 99"},
			audit.Moved, 3, ""},
		"the tail cut": {[]string{"DELETE FROM events WHERE position > 5"}, audit.Cut, 6, ""},
		"the tail cut, and the head moved back": {[]string{"DELETE FROM events WHERE position > 5",
			"UPDATE chains SET position = 5, link = (SELECT link FROM events e WHERE e.position = 5 AND e.chain = 'daily')"},
			audit.Cut, 6, ""},
		"everything deleted": {[]string{"DELETE FROM events", "DELETE FROM chains"}, audit.Cut, 1, ""},
		"emptied, as if by a rule": {[]string{
			"UPDATE events SET body = NULL, salt = NULL, erased_by = 'r' WHERE position = 4"},
			audit.EmptiedUnruled, 4, ""},
		"the head": {[]string{
			"UPDATE chains SET link = (SELECT link FROM events e WHERE e.position = 2 AND e.chain = 'daily')"},
			audit.Unsealed, 6, ""},
		"where a device is": {[]string{"UPDATE devices SET state = 'with_child', slot = NULL WHERE slot = 1"},
			audit.StateChanged, 3,
			"devices"},
		"who took it": {[]string{"UPDATE confiscations SET by_person = 'x'"}, audit.StateChanged, 5, "confiscations"},
		"a confiscation gone": {[]string{"DELETE FROM contact_log", "DELETE FROM searches", "DELETE FROM confiscations"},
			audit.StateMissing, 5, "confiscations"},
		"who may not come near a child": {[]string{"UPDATE contacts SET court_order = '' WHERE court_order <> ''"},
			audit.StateChanged, 2,
			"contacts"},
		"a head's roles": {[]string{`UPDATE staff SET roles = '["head"]' WHERE roles = '["office"]'`}, audit.StateChanged,
			2, "staff"},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
				for i := range p.Pupils { // positions 3, 4 and, taken away, 5; put back in the slot, 6
					if i < 2 {
						handIn(t, s, p, i)
					}
				}
				seize(t, s, p, 2)
				handIn(t, s, p, 1)
				service := audit.NewService(s.Audit(), storetest.Key, clock.System{})
				head, err := service.DayHead(t.Context(), p.School.ID, storetest.At.Add(time.Hour))
				if err != nil || head.Position != 6 {
					t.Fatalf("%+v, %v", head, err)
				}
				printed, _ := audit.ParseCode(head.Code())
				if report, err := service.Verify(t.Context(), p.School.ID, printed); err != nil || report.Broken != nil {
					t.Fatalf("before: %+v, %v", report.Broken, err)
				}
				hand, done := s.Hand()
				defer done()
				for _, query := range c.tamper {
					tamper(t, s, hand, query)
				}
				report, err := service.Verify(t.Context(), p.School.ID, printed)
				if err != nil {
					t.Fatal(err)
				}
				b := report.Broken
				if b == nil || b.Wrong != c.wrong || b.Position != c.at || b.Table != c.table {
					t.Fatalf("%+v; want %s at %d %s", b, c.wrong, c.at, c.table)
				}
			})
		})
	}
}

// tamper writes a text into PostgreSQL's bytea as SQLite would take it.
func tamper(t *testing.T, s *store.Store, hand *sql.DB, query string) {
	t.Helper()
	if s.Postgres() {
		query = strings.ReplaceAll(query, "body = 'x'", `body = '\x78'`)
	}
	mustExec(t, hand, query)
}

// Another key than the one that the chain was written with verifies nothing.
func TestAnotherKeyVerifiesNothing(t *testing.T) {
	s := storetest.Memory(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	service := audit.NewService(s.Audit(), audit.Keys{[]byte("another key, and just as long as it")}, clock.System{})
	report, err := service.Verify(t.Context(), p.School.ID)
	if err != nil || report.Broken == nil || report.Broken.Wrong != audit.Unsealed || report.Broken.Position != 1 {
		t.Errorf("%+v, %v", report.Broken, err)
	}
}

// A request may be one word of a short list. Whoever has the database, and not the key, cannot tell which it was by
// trying them all; and that two requests were the same does not show either.
func TestWhatWasAskedCannotBeTriedOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		request := event.HashOf([]byte(`{"ground":"child_protection"}`))
		for range 2 {
			act := p.Act("test.asked")
			act.Hash = request
			err := s.Do(t.Context(), act, false, func(*gorm.DB) ([]string, []event.Event, error) {
				return nil, []event.Event{act.Did("test.done", "subject", nil)}, nil
			}, nil)
			if err != nil {
				t.Fatal(err)
			}
		}
		hand, done := s.Hand()
		defer done()
		rows, err := hand.Query("SELECT hash FROM operations WHERE command = 'test.asked'")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var kept [][]byte
		for rows.Next() {
			var hash []byte
			if err := rows.Scan(&hash); err != nil {
				t.Fatal(err)
			}
			kept = append(kept, hash)
		}
		if err := rows.Err(); err != nil || len(kept) != 2 {
			t.Fatalf("%d operations, %v", len(kept), err)
		}
		if bytes.Equal(kept[0], request[:]) || bytes.Equal(kept[0], kept[1]) {
			t.Errorf("the request shows in %x and %x", kept[0], kept[1])
		}
	})
}
