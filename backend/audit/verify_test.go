package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

var (
	key  = []byte("thirty-two bytes for tests alone")
	hook = id.Named[id.School]("hook-lane")
	at   = time.Date(2026, 11, 23, 8, 35, 0, 0, time.UTC)
)

// written is a chain of n records as the store writes it, each leaving one of three devices behind.
func written(n int) (records []audit.Record, head audit.Head) {
	link := audit.Start(key, hook, audit.Daily)
	for i := range n {
		device := fmt.Sprint("device", i%3)
		r := audit.Record{Chain: audit.Daily, Salt: []byte(fmt.Sprintf("salt of %08d", i)), Event: event.Event{
			ID: id.Named[id.Event](fmt.Sprint(i)), School: hook, Kind: "custody.handed_in",
			At:    at.Add(time.Duration(i) * time.Minute),
			Actor: "secretary", Op: id.Op(fmt.Sprint("op",
				i)), Subject: device, Body: json.RawMessage(`{"slot":1}`), Position: int64(i + 1)}}
		r.Rows = []audit.Row{audit.RowOf(r.Salt, "devices", device, state(i))}
		r.Seal(key, link)
		link = r.Link
		records = append(records, r)
	}
	return records, audit.Head{School: hook, Chain: audit.Daily, Position: int64(n), Link: link}
}

func state(i int) []byte { return []byte(fmt.Sprintf(`{"slot":%d}`, i)) }

// Whatever is done to a chain is found, at its first place, and called by its name.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func TestVerifyNamesTheFirstBreak(t *testing.T) {
	reseal := func(records []audit.Record, with []byte) {
		link := audit.Start(with, hook, audit.Daily)
		for i := range records {
			records[i].Seal(with, link)
			link = records[i].Link
		}
	}
	for name, c := range map[string]struct {
		tamper  func(records []audit.Record, head *audit.Head) []audit.Record
		printed []int64
		wrong   audit.Wrong
		at      int64
	}{
		"nothing": {func(r []audit.Record, _ *audit.Head) []audit.Record { return r }, []int64{1, 7, 9}, "", 0},
		"a body": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[4].Event.Body = json.RawMessage(`{"slot":2}`)
			return r
		}, nil, audit.Changed, 5},
		"the actor": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[4].Event.Actor = "somebody else"
			return r
		}, nil, audit.Changed, 5},
		"the time, by a microsecond": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[4].Event.At = r[4].Event.At.Add(time.Microsecond)
			return r
		}, nil, audit.Changed, 5},
		"the row's digest": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[4].Rows = []audit.Row{audit.RowOf(r[4].Salt, "devices", "device1", []byte("{}"))}
			return r
		}, nil, audit.Changed, 5},
		"a body and its digest": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			was := r[4].Link
			r[4].Event.Body = json.RawMessage(`{"slot":2}`)
			r[4].Seal([]byte("another key"), nil)
			r[4].Link = was
			return r
		}, nil, audit.Unsealed, 5},
		"two at once: the first is named": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[2].Event.Subject, r[6].Event.Subject = "x", "x"
			return r
		}, nil, audit.Changed, 3},
		"a record taken out": {func(r []audit.Record, _ *audit.Head) []audit.Record { return slices.Delete(r, 4, 5) }, nil,
			audit.Missing, 5},
		"the first taken out": {func(r []audit.Record, _ *audit.Head) []audit.Record { return slices.Delete(r, 0, 1) }, nil,
			audit.Missing, 1},
		"one taken out and the rest moved up": {func(r []audit.Record, head *audit.Head) []audit.Record {
			r = slices.Delete(r, 4, 5)
			for i := range r {
				r[i].Event.Position = int64(i + 1)
			}
			head.Position--
			return r
		}, nil, audit.Moved, 5},
		"two that changed places": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[3], r[6] = r[6], r[3]
			r[3].Event.Position, r[6].Event.Position = 4, 7
			return r
		}, nil, audit.Moved, 4},
		"two in the wrong order": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[3], r[4] = r[4],
				r[3]
			return r
		}, nil,
			audit.Missing, 4},
		"one twice": {func(r []audit.Record, _ *audit.Head) []audit.Record { return slices.Insert(r, 4, r[3]) }, nil,
			audit.Moved, 5},
		"another school's record": {func(r []audit.Record,
			_ *audit.Head) []audit.Record {
			r[4].Event.School = "x"
			return r
		}, nil,
			audit.Moved, 5},
		"a tail, the head left": {func(r []audit.Record, _ *audit.Head) []audit.Record { return r[:6] }, nil, audit.Cut, 7},
		"a tail, the head moved back": {func(r []audit.Record, head *audit.Head) []audit.Record {
			head.Position, head.Link = 6, r[5].Link
			return r[:6]
		}, []int64{7}, audit.Cut, 7},
		"everything": {func(_ []audit.Record, head *audit.Head) []audit.Record { *head = audit.Head{}; return nil },
			[]int64{9},
			audit.Cut, 1},
		"a record put at the end": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			more, _ := written(10)
			return append(r, more[9])
		}, nil, audit.Unsealed, 10},
		"all of it, under another key": {func(r []audit.Record, head *audit.Head) []audit.Record {
			reseal(r, []byte("not the key"))
			head.Link = r[8].Link
			return r
		}, nil, audit.Unsealed, 1},
		"all of it, under our key: only the printed head knows": {func(r []audit.Record, head *audit.Head) []audit.Record {
			r[2].Event.Body = json.RawMessage(`{"slot":2}`)
			reseal(r, key)
			head.Link = r[8].Link
			return r
		}, []int64{2, 5}, audit.Rewritten, 5},
		"words, as if retention had": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[4].Salt, r[4].Event.Body, r[4].ErasedBy = nil, nil, "desk_detail_one_term"
			return r
		}, nil, audit.EmptiedUnruled, 5},
		"a mark of retention on words that stand": {func(r []audit.Record, _ *audit.Head) []audit.Record {
			r[4].ErasedBy = "desk_detail_one_term"
			return r
		}, nil, audit.Changed, 5},
	} {
		t.Run(name, func(t *testing.T) {
			records, head := written(9)
			var printed []audit.Head
			for _, position := range c.printed {
				h, ok := audit.ParseCode(audit.Head{Position: position, Link: records[position-1].Link}.Code())
				if !ok {
					t.Fatal("a printed head cannot be read")
				}
				printed = append(printed, h)
			}
			records = c.tamper(records, &head)
			b := audit.Verify(audit.Keys{key}, hook, audit.Daily, records, head, printed...)
			switch {
			case b == nil:
				if c.wrong != "" {
					t.Fatalf("it holds; want %s at %d", c.wrong, c.at)
				}
			case b.Wrong != c.wrong || b.Position != c.at:
				t.Fatalf("%s at %d, want %s at %d", b.Wrong, b.Position, c.wrong, c.at)
			case !strings.HasPrefix(b.Phrase().Key, "audit.break."):
				t.Errorf("it is said as %q", b.Phrase().Key)
			}
		})
	}
}

// What retention emptied by its rule holds, and later records of the same rows are still compared.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func TestErasedByRuleHolds(t *testing.T) {
	records, _ := written(9)
	for _, i := range []int{0, 1, 4} {
		records[i].Salt, records[i].Event.Body, records[i].ErasedBy = nil, nil, "one term"
	}
	body, err := json.Marshal(audit.Erased{Rule: "one term", Chain: audit.Daily, Spans: [][2]int64{{1, 2}, {5, 5}}})
	if err != nil {
		t.Fatal(err)
	}
	done := audit.Record{Chain: audit.Daily, Salt: []byte("salt"), Event: event.Event{ID: "e", School: hook,
		Kind: audit.DidErase, At: at,
		Body: body, Position: 10}}
	done.Seal(key, records[8].Link)
	records = append(records, done)
	head := audit.Head{School: hook, Chain: audit.Daily, Position: 10, Link: done.Link}
	if b := audit.Verify(audit.Keys{key}, hook, audit.Daily, records, head); b != nil {
		t.Errorf("%s at %d", b.Wrong, b.Position)
	}
	// And one more, that the rule did not take.
	records[6].Salt, records[6].Event.Body, records[6].ErasedBy = nil, nil, "one term"
	if b := audit.Verify(audit.Keys{key}, hook, audit.Daily, records,
		head); b == nil || b.Wrong != audit.EmptiedUnruled || b.Position != 7 {
		t.Errorf("one too many: %+v", b)
	}
}

// A row that was changed behind the record's back is named with the record that last spoke of it.
func TestAStateThatNobodyRecorded(t *testing.T) {
	records, head := written(9)
	v := audit.NewVerifier(audit.Keys{key}, hook, audit.Daily)
	for _, r := range records {
		if b := v.Next(r); b != nil {
			t.Fatal(b.Wrong)
		}
	}
	if b := v.End(head); b != nil {
		t.Fatal(b.Wrong)
	}
	if got := v.Tables(); !slices.Equal(got, []string{"devices"}) {
		t.Errorf("tables %v", got)
	}
	if got := v.Rows("devices"); !slices.Equal(got, []string{"device0", "device1", "device2"}) {
		t.Errorf("rows %v", got)
	}
	if b := v.State("devices", "device1", state(7)); b != nil {
		t.Errorf("as it was left: %s", b.Wrong)
	}
	b := v.State("devices", "device1", state(4)) // as an earlier record left it
	if b == nil || b.Wrong != audit.StateChanged || b.Position != 8 || b.Table != "devices" || b.Row != "device1" {
		t.Errorf("an older state: %+v", b)
	}
	if b := v.State("devices", "device1", nil); b == nil || b.Wrong != audit.StateMissing {
		t.Errorf("a row that is gone: %+v", b)
	}
	if b := v.State("devices", "never heard of", nil); b != nil {
		t.Errorf("a row without a record: %+v", b)
	}
}

func TestCodes(t *testing.T) {
	records, head := written(3)
	code := head.Code()
	for _, typed := range []string{code, strings.ToUpper(code), " " + code + " ", strings.ReplaceAll(code, "-", " "),
		strings.ReplaceAll(code, "-", "")} {
		got, ok := audit.ParseCode(typed)
		if !ok || got.Position != 3 || !bytes.HasPrefix(records[2].Link, got.Link) || len(got.Link) != 10 {
			t.Errorf("%q is read as %+v, %v", typed, got, ok)
		}
	}
	for _, bad := range []string{"", "3", ":", "0:" + code[2:], "-1:" + code[2:], code + "a", code[:len(code)-1],
		"3:zzzz-" + code[7:]} {
		if got, ok := audit.ParseCode(bad); ok {
			t.Errorf("%q is read as %+v", bad, got)
		}
	}
	if code := (audit.Head{}).Code(); code != "" {
		t.Errorf("an empty chain prints %q", code)
	}
}
