package audit

import (
	"context"
	"time"

	"lollipop/backend/clock"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
)

// Service is what people do with the record: check it, print its head, let it end.
type Service struct {
	store Store
	keys  Keys
	clock clock.Clock
	// behind is true where chains may end under an older key.
	behind bool
}

// NewService returns the service; keys are the chain's, the same that the store writes with.
func NewService(store Store, keys Keys, clock clock.Clock) *Service {
	return &Service{store: store, keys: keys, clock: clock}
}

// Behind is the service for records that may end under an older key: while a renewal is not finished, and for a backup
// from before one.
func (s *Service) Behind() *Service {
	other := *s
	other.behind = true
	return &other
}

// page is how many records or rows are read at a time.
const page = 1000

// Report is what Verify found.
type Report struct {
	School id.School
	// Records is how many records were walked in both chains, Rows how many rows of state were compared.
	Records, Rows int64
	// Broken is the first place that does not hold; nil when everything does.
	Broken *Break
	// Behind is how many of the chains end under an older key, where they may.
	Behind int
	// Heads are the ends of the chains that hold anything.
	Heads []Head
}

// Verify walks a school's chains and compares the rows of state that they vouch for. Printed are heads that were
// printed
// on earlier days (ParseCode); they are of the daily chain. An error means that it could not look, not that something
// is wrong. While it looks the school may go on working: what is written meanwhile is not judged.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func (s *Service) Verify(ctx context.Context, school id.School, printed ...Head) (Report, error) {
	report := Report{School: school}
	for _, chain := range Chains {
		heads := printed
		if chain != Daily {
			heads = nil
		}
		kept, err := s.store.Head(ctx, school, chain)
		if err != nil {
			return report, err
		}
		v := NewVerifier(s.keys, school, chain, heads...)
		report.Broken, err = s.walk(ctx, v, kept)
		if b := report.Broken; b != nil && b.Wrong == Behind && s.behind {
			report.Behind, report.Broken = report.Behind+1, nil
		}
		if err == nil && report.Broken == nil {
			report.Rows, report.Broken, err = s.compare(ctx, v, report.Rows)
		}
		report.Records += v.Positions()
		if err != nil || report.Broken != nil {
			return report, err
		}
		if kept.Position > 0 {
			report.Heads = append(report.Heads, kept)
		}
	}
	return report, nil
}

// walk reads the chain up to the head that stood when it began, and past it only where the head says less than there
// is.
func (s *Service) walk(ctx context.Context, v *Verifier, kept Head) (*Break, error) {
	for {
		records, err := s.store.Records(ctx, kept.School, kept.Chain, v.Positions(), page)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			if b := v.Next(r); b != nil {
				return b, nil
			}
		}
		if len(records) < page {
			break
		}
	}
	if v.Positions() > kept.Position {
		// Somebody went on working; or the database's own head was moved back.
		now, err := s.store.Head(ctx, kept.School, kept.Chain)
		if err != nil {
			return nil, err
		}
		if now.Position > v.Positions() {
			return s.walk(ctx, v, now)
		}
		kept = now
	}
	return v.End(kept), nil
}

// compare looks at the rows of state. A row that a change made meanwhile is looked at once more with its new record.
func (s *Service) compare(ctx context.Context, v *Verifier, rows int64) (int64, *Break, error) {
	for _, table := range v.Tables() {
		ids := v.Rows(table)
		for len(ids) > 0 {
			some := ids[:min(page, len(ids))]
			ids = ids[len(some):]
			now, err := s.store.States(ctx, v.school, table, some)
			if err != nil {
				return rows, nil, err
			}
			for _, row := range some {
				rows++
				b := v.State(table, row, now[row])
				if b == nil {
					continue
				}
				fresh, err := s.freshened(ctx, v, table, row)
				if err != nil {
					return rows, nil, err
				}
				if fresh != nil {
					return rows, fresh, nil
				}
			}
		}
	}
	return rows, nil, nil
}

// freshened follows what was written since and looks at the row again.
func (s *Service) freshened(ctx context.Context, v *Verifier, table, row string) (*Break, error) {
	for {
		records, err := s.store.Records(ctx, v.school, v.chain, v.Positions(), page)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			if b := v.Next(r); b != nil {
				return b, nil
			}
		}
		if len(records) > 0 {
			continue
		}
		now, err := s.store.States(ctx, v.school, table, []string{row})
		if err != nil {
			return nil, err
		}
		b := v.State(table, row, now[row])
		if b == nil {
			return nil, nil
		}
		// Between the two reads a change may have come in: only when the chain stands still is the row wrong.
		if head, err := s.store.Head(ctx, v.school, v.chain); err != nil || head.Position == v.Positions() {
			return b, err
		}
	}
}

// DayHead is the head of the daily chain as of that moment: what is printed on the head's page at the end of a day.
func (s *Service) DayHead(ctx context.Context, school id.School, until time.Time) (Head, error) {
	return s.store.HeadBefore(ctx, school, Daily, until)
}

// Heads are the ends of the school's chains that hold anything.
func (s *Service) Heads(ctx context.Context, school id.School) ([]Head, error) {
	var heads []Head
	for _, chain := range Chains {
		head, err := s.store.Head(ctx, school, chain)
		if err != nil {
			return nil, err
		}
		if head.Position > 0 {
			heads = append(heads, head)
		}
	}
	return heads, nil
}

// eraseAtOnce is how many records one erasure empties: its event lists their positions.
const eraseAtOnce = 500

// Erase empties every record that the rule no longer keeps and returns how many. The links stay, and each erasure is
// itself a record. Each step is an operation of its own, so an interrupted run goes on where it stopped.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func (s *Service) Erase(ctx context.Context, school id.School, rule Rule) (int, error) {
	now := s.clock.Now()
	before, ruling := Due(rule, now)
	if !ruling.OK() {
		return 0, fault.Of(ruling)
	}
	total := 0
	for {
		act := event.Act{School: school, At: now, Op: id.New[id.Op](), Command: "audit.erase",
			Hash: event.HashOf([]byte(rule.Name), []byte(before.Format(time.RFC3339Nano)))}
		n, err := s.store.Erase(ctx, act, rule, before, eraseAtOnce, func(positions []int64) event.Event {
			return act.Did(DidErase, string(school), Erased{Rule: rule.Name, Chain: rule.Chain, Spans: spans(positions)})
		})
		total += n
		if err != nil || n < eraseAtOnce {
			return total, err
		}
	}
}

// Under is the key under which each chain of a school goes on that holds anything: its index among the keys, or -1 where
// none of them sealed the last record. It looks at the ends alone.
func (s *Service) Under(ctx context.Context, school id.School) (map[Chain]int, error) {
	all := map[Chain]int{}
	for _, chain := range Chains {
		head, err := s.store.Head(ctx, school, chain)
		if err != nil {
			return nil, err
		}
		if head.Position == 0 {
			continue
		}
		last, err := s.store.Records(ctx, school, chain, max(0, head.Position-2), 2)
		if err != nil {
			return nil, err
		}
		all[chain] = s.keys.After(head, last)
	}
	return all, nil
}

// Rotate lets every chain of a school go over to the newest key: those that hold anything and are not there yet. It
// returns where they end then; nothing where there was nothing to do. It may be done again. Nobody else may be writing,
// or know the older keys alone. ErrKey where no key here sealed the last record of a chain: then nothing is done.
func (s *Service) Rotate(ctx context.Context, school id.School, actor id.Person) ([]Head, error) {
	act := event.Act{School: school, Actor: actor, At: s.clock.Now(), Op: id.New[id.Op](), Command: "audit.rotate_key",
		Hash: event.HashOf([]byte(Fingerprint(s.keys.Newest())))}
	return s.store.Rotate(ctx, act, func(chain Chain) event.Event {
		return act.Did(RotationOf(chain), string(school), nil)
	})
}
