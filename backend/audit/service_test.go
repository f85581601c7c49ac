package audit_test

import (
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/clock"
	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/store"
	"lollipop/backend/store/storetest"
)

// day does n hand-ins and as many collections, a minute apart.
func day(t *testing.T, s *store.Store, p storetest.Place, from time.Time, n int) error {
	for i := range 2 * n {
		act := p.Act("custody.hand_in")
		act.At = from.Add(time.Duration(i) * time.Minute)
		_, err := s.Custody().Change(t.Context(), act, custody.Ask{Pupil: p.Pupils[0].ID, Slot: true},
			func(shelf *custody.Shelf) ([]event.Event, error) {
				if len(shelf.Devices) == 0 {
					shelf.Devices = []custody.Device{{ID: event.Made[id.Device](act, "device"), School: shelf.School,
						Pupil: shelf.Pupil, Kind: "phone"}}
				}
				d := &shelf.Devices[0]
				d.Since, d.By = act.At, act.Actor
				if d.State == custody.HandedIn {
					d.State, d.Slot = custody.WithChild, 0
					return []event.Event{act.Did(custody.DidCollect, string(d.ID), nil)}, nil
				}
				d.State, d.Slot = custody.HandedIn, shelf.Free
				return []event.Event{act.Did(custody.DidHandIn, string(d.ID), map[string]int{"slot": d.Slot})}, nil
			})
		if err != nil {
			return err
		}
	}
	return nil
}

// A day verifies, its head is the evening's, and when a term has passed the words go and the chain still holds.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func TestADayIsKeptAndEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := t.Context(), clock.NewFrozen(storetest.At)
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		service := audit.NewService(s.Audit(), storetest.Key, now)
		if err := day(t, s, p, storetest.At, 20); err != nil {
			t.Fatal(err)
		}
		monday, err := service.DayHead(ctx, p.School.ID, storetest.At.Add(12*time.Hour))
		if err != nil || monday.Position != 42 || !monday.At.Equal(storetest.At.Add(39*time.Minute)) {
			t.Fatalf("Monday's head: %+v, %v", monday, err)
		}
		if err := day(t, s, p, storetest.At.Add(24*time.Hour), 5); err != nil {
			t.Fatal(err)
		}
		if again, err := service.DayHead(ctx, p.School.ID,
			storetest.At.Add(12*time.Hour)); err != nil || again.Code() != monday.Code() {
			t.Errorf("Monday's head on Tuesday: %s, %v; want %s", again.Code(), err, monday.Code())
		}
		if none, err := service.DayHead(ctx, p.School.ID,
			storetest.At.Add(-time.Hour)); err != nil || none.Position != 0 || none.Code() != "" {
			t.Errorf("a day before there was anything: %+v, %v", none, err)
		}
		printed, ok := audit.ParseCode(monday.Code())
		if !ok {
			t.Fatal(monday.Code())
		}
		verify := func(records int64) audit.Report {
			t.Helper()
			report, err := service.Verify(ctx, p.School.ID, printed)
			if err != nil || report.Broken != nil || report.Records != records || len(report.Heads) != 1 {
				t.Fatalf("%+v, broken %+v, %v; want %d records", report, report.Broken, err, records)
			}
			return report
		}
		if report := verify(52); report.Rows < 10 {
			t.Errorf("only %d rows were compared", report.Rows)
		}

		if n, err := service.Erase(ctx, p.School.ID, audit.DeskDetail); err != nil || n != 0 {
			t.Errorf("%d erased on the day itself, %v", n, err)
		}
		soon := audit.DeskDetail
		soon.Keep = audit.Day
		now.Move(3 * audit.Day)
		if n, err := service.Erase(ctx, p.School.ID, soon); !fault.Is(err, fault.Denied) || n != 0 {
			t.Errorf("%d erased after a day, %v", n, err)
		}
		now.Set(storetest.At.Add(audit.DeskDetail.Keep + 12*time.Hour)) // Monday's are due, Tuesday's are not
		if n, err := service.Erase(ctx, p.School.ID, audit.DeskDetail); err != nil || n != 40 {
			t.Fatalf("%d erased, %v; want Monday's 40", n, err)
		}
		if n, err := service.Erase(ctx, p.School.ID, audit.DeskDetail); err != nil || n != 0 {
			t.Errorf("%d erased again, %v", n, err)
		}
		verify(53) // the one erasure that found something is a record
		records, err := s.Audit().Records(ctx, p.School.ID, audit.Daily, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			mondays := r.Event.Position > 2 && r.Event.Position <= 42
			if (r.ErasedBy == "desk_detail_one_term") != mondays || (r.Salt == nil) != mondays || mondays &&
				r.Event.Body != nil {
				t.Errorf("position %d: erased by %q, salt %d bytes, body %s", r.Event.Position, r.ErasedBy, len(r.Salt),
					r.Event.Body)
			}
		}
	})
}

// More than one erasure's worth is done in steps, and each step is a record.
func TestErasureInSteps(t *testing.T) {
	s := storetest.Memory(t)
	p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
	if err := day(t, s, p, storetest.At, 300); err != nil {
		t.Fatal(err)
	}
	now := clock.NewFrozen(storetest.At.Add(audit.DeskDetail.Keep + 5*audit.Day))
	service := audit.NewService(s.Audit(), storetest.Key, now)
	if n, err := service.Erase(t.Context(), p.School.ID, audit.DeskDetail); err != nil || n != 600 {
		t.Fatalf("%d erased, %v", n, err)
	}
	report, err := service.Verify(t.Context(), p.School.ID)
	if err != nil || report.Broken != nil || report.Records != 2+600+2 {
		t.Errorf("%+v, broken %+v, %v", report, report.Broken, err)
	}
}

// The school goes on working while somebody verifies: nothing that was written meanwhile is called broken.
func TestVerifyWhileTheSchoolWorks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		p := storetest.Furnish(t, s, "hook-lane", "anthony-roper")
		service := audit.NewService(s.Audit(), storetest.Key, clock.System{})
		done := make(chan error, 1)
		go func() { done <- day(t, s, p, storetest.At, 40) }()
		for looks := 0; ; looks++ {
			report, err := service.Verify(t.Context(), p.School.ID)
			if err != nil || report.Broken != nil {
				t.Fatalf("look %d: %+v, %v", looks, report.Broken, err)
			}
			select {
			case err := <-done:
				if err != nil {
					t.Fatal(err)
				}
				if report, err := service.Verify(t.Context(), p.School.ID); err != nil || report.Records != 82 {
					t.Fatalf("%d records, %v", report.Records, err)
				}
				return
			default:
			}
		}
	})
}
