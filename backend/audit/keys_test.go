package audit_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lollipop/backend/audit"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// three are keys, newest first.
var three = audit.Keys{[]byte("the newest of three keys, in use"), []byte("the middle one of the three keys"), key}

// renewed is a chain of which so many records were sealed by each key, the oldest first, each but the last followed by
// the rotation to the next.
func renewed(keys audit.Keys, segments ...int) (records []audit.Record, head audit.Head) {
	head = audit.Head{School: hook, Chain: audit.Daily}
	under := len(segments) - 1
	head.Link = audit.Start(keys[under], hook, audit.Daily)
	add := func(kind event.Kind, seal func(r *audit.Record)) {
		head.Position++
		r := audit.Record{Chain: audit.Daily, Salt: []byte(fmt.Sprintf("salt of %08d", head.Position)), Event: event.Event{
			ID: id.Named[id.Event](fmt.Sprint(head.Position)), School: hook, Kind: kind, At: at, Actor: "somebody",
			Body: json.RawMessage(`{"slot":1}`), Position: head.Position}}
		seal(&r)
		head.Link = r.Link
		records = append(records, r)
	}
	for i, n := range segments {
		for range n {
			add("custody.handed_in", func(r *audit.Record) { r.Seal(keys[under], head.Link) })
		}
		if i < len(segments)-1 {
			add(audit.DidRotate, func(r *audit.Record) {
				if err := r.Rotate(keys[under], keys[under-1], head.Link); err != nil {
					panic(err)
				}
			})
			under--
		}
	}
	return records, head
}

// resealed writes everything from there on anew, under one key; rotations go over to that newer one.
func resealed(records []audit.Record, from int, with, newer []byte) audit.Head {
	link := audit.Start(with, hook, audit.Daily)
	if from > 0 {
		link = records[from-1].Link
	}
	for i := from; i < len(records); i++ {
		r := &records[i]
		r.Event.Position = int64(i + 1)
		if r.Event.Kind == audit.DidRotate {
			_ = r.Rotate(with, newer, link)
		} else {
			r.Seal(with, link)
		}
		link = r.Link
	}
	return audit.Head{School: hook, Chain: audit.Daily, Position: int64(len(records)), Link: link}
}

// A key that leaked and was renewed is worth nothing: whatever is done with it, and however the keys here are muddled,
// is found and called by its name.
//
// Policy: data.lawful (AR 7.4/1, BG 7.4/1)
func TestWhatAnOldKeyIsWorth(t *testing.T) {
	two := three[1:] // the newest of these is the middle one
	type chain = []audit.Record
	for name, c := range map[string]struct {
		keys   audit.Keys
		tamper func(r chain, head *audit.Head) chain // records 1 to 4, the rotation at 5, and 6 to 9
		wrong  audit.Wrong
		at     int64
	}{
		"nothing": {two, func(r chain, _ *audit.Head) chain { return r }, "", 0},
		"an event of the old key after the rotation": {two, func(r chain, head *audit.Head) chain {
			*head = resealed(r, 8, key, nil)
			return r
		}, audit.OldKey, 9},
		"the first after the rotation": {two, func(r chain, head *audit.Head) chain {
			*head = resealed(r, 5, key, nil)
			return r
		}, audit.OldKey, 6},
		"the rotation taken out": {two,
			func(r chain, _ *audit.Head) chain { return slices.Delete(r, 4, 5) }, audit.Missing, 5},
		"the rotation taken out, the rest moved up": {two, func(r chain, head *audit.Head) chain {
			r = slices.Delete(r, 4, 5)
			for i := range r {
				r[i].Event.Position = int64(i + 1)
			}
			head.Position--
			return r
		}, audit.Moved, 5},
		"the rotation taken out, and the rest written anew with the old key": {two, func(r chain, head *audit.Head) chain {
			r = slices.Delete(r, 4, 5)
			*head = resealed(r, 4, key, nil)
			return r
		}, audit.Behind, 8},
		"the rotation cut off with all after it": {two, func(r chain, head *audit.Head) chain {
			head.Position, head.Link = 4, r[3].Link
			return r[:4]
		}, audit.Behind, 4},
		"another event in its place": {two, func(r chain, _ *audit.Head) chain {
			r[4].Event.Kind = "custody.collected"
			r[4].Seal(key, r[3].Link)
			return r
		}, audit.Unsealed, 6},
		"the past written anew with the old key, its rotation kept": {two, func(r chain, _ *audit.Head) chain {
			r[1].Event.Body = json.RawMessage(`{"slot":2}`)
			body := r[4].Event.Body
			resealed(r[:5], 1, key, nil)
			r[4].Event.Body = body
			r[4].Seal(key, r[3].Link)
			return r
		}, audit.NoKey, 5},
		"the same, at once after the rotation": {two, func(r chain, head *audit.Head) chain {
			r = r[:5]
			r[4].Event.At = at.Add(1000)
			r[4].Seal(key, r[3].Link)
			head.Position, head.Link = 5, r[4].Link
			return r
		}, audit.NoKey, 5},
		"a rotation to a key of one's own": {two, func(r chain, head *audit.Head) chain {
			*head = resealed(r, 4, key, []byte("a key of somebody who has no other"))
			return r
		}, audit.NoKey, 5},
		"a rotation without the old key": {two, func(r chain, head *audit.Head) chain {
			_ = r[4].Rotate([]byte("a key of somebody who has no other"), two[0], r[3].Link)
			return r
		}, audit.Unsealed, 5},
		"a rotation back to the old key": {two, func(r chain, head *audit.Head) chain {
			r[8].Event.Kind = audit.DidRotate
			_ = r[8].Rotate(two[0], key, r[7].Link)
			head.Link = r[8].Link
			return r
		}, audit.NoKey, 9},
		"the rotation emptied, as if by a rule": {two, func(r chain, _ *audit.Head) chain {
			r[4].Salt, r[4].Event.Body, r[4].ErasedBy = nil, nil, "a rule"
			return r
		}, audit.EmptiedUnruled, 5},
		"the keys in the other order": {audit.Keys{two[1], two[0]},
			func(r chain, _ *audit.Head) chain { return r }, audit.NoKey, 5},
		"without the newest":       {two[1:], func(r chain, _ *audit.Head) chain { return r }, audit.NoKey, 5},
		"without the old one":      {two[:1], func(r chain, _ *audit.Head) chain { return r }, audit.Unsealed, 1},
		"with a newer, not in use": {three, func(r chain, _ *audit.Head) chain { return r }, audit.Behind, 9},
	} {
		t.Run(name, func(t *testing.T) {
			records, head := renewed(two, 4, 4)
			records = c.tamper(records, &head)
			b := audit.Verify(c.keys, hook, audit.Daily, records, head)
			switch {
			case b == nil && c.wrong == "":
			case b == nil:
				t.Fatalf("it holds; want %s at %d", c.wrong, c.at)
			case b.Wrong != c.wrong || b.Position != c.at:
				t.Fatalf("%s at %d, want %s at %d", b.Wrong, b.Position, c.wrong, c.at)
			case !strings.HasPrefix(b.Phrase().Key, "audit.break.") || b.Phrase().Key == "audit.break.changed":
				t.Errorf("it is said as %q", b.Phrase().Key)
			}
		})
	}
}

// However often the key was renewed: what was written holds, and somebody who has every key but the newest, and the
// whole database, finds no way to write any of it anew.
func TestEveryKeyButTheNewestForgesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 3).Draw(rt, "keys")
		keys := three[3-n:]
		segments := rapid.SliceOfN(rapid.IntRange(0, 4), n, n).Draw(rt, "segments")
		records, head := renewed(keys, segments...)
		if b := audit.Verify(keys, hook, audit.Daily, records, head); b != nil {
			rt.Fatalf("untouched: %s at %d", b.Wrong, b.Position)
		}
		last := records[max(0, len(records)-2):]
		if under := keys.After(head, last); under != 0 {
			rt.Fatalf("it goes on under key %d", under)
		}
		from := rapid.IntRange(0, len(records)-1).Draw(rt, "from")
		length := rapid.IntRange(from+1, len(records)).Draw(rt, "length")
		records = records[:length]
		records[from].Event.Subject = "forged"
		if rapid.Bool().Draw(rt, "as a rotation") {
			records[from].Event.Kind = audit.DidRotate
		}
		old := rapid.IntRange(1, n-1).Draw(rt, "with")
		over := rapid.IntRange(1, n-1).Draw(rt, "over to")
		body := slices.Clone(records[from].Event.Body)
		forged := resealed(records, from, keys[old], keys[over])
		if rapid.Bool().Draw(rt, "with the body that stood there") {
			records[from].Event.Body = body
			before := audit.Start(keys[old], hook, audit.Daily)
			if from > 0 {
				before = records[from-1].Link
			}
			records[from].Seal(keys[old], before)
			if from < len(records)-1 {
				forged = resealed(records, from+1, keys[old], keys[over])
			} else {
				forged.Link = records[from].Link
			}
		}
		if b := audit.Verify(keys, hook, audit.Daily, records, forged); b == nil {
			rt.Fatalf("a forged chain holds, from %d on", from+1)
		}
	})
}

// No rule of retention takes what says that the key was renewed, and a key shows in nothing that is printed.
func TestKeysAreKept(t *testing.T) {
	for _, kind := range []event.Kind{audit.DidRotate, audit.RotationOf(audit.Concerns)} {
		rule := audit.Rule{Name: "r", Chain: audit.ChainOf(kind), Kinds: []event.Kind{kind}, Keep: audit.Least}
		if _, ruling := audit.Due(rule, at); ruling.Why.Key != "audit.erase.never" {
			t.Errorf("%s: %q", kind, ruling.Why.Key)
		}
	}
	shown := fmt.Sprintf("%v %+v %#v %s %x %v", three, three, three, three, three, three.LogValue())
	if strings.Contains(shown, "newest") || strings.Contains(shown, fmt.Sprintf("%x", three[0])[:8]) ||
		strings.Contains(shown, "[") {
		t.Errorf("a key shows in %s", shown)
	}
	a, b := audit.Fingerprint(three[0]), audit.Fingerprint(three[1])
	if a == b || len(a) != 16 || audit.Fingerprint(nil) != "" {
		t.Errorf("fingerprints %s and %s", a, b)
	}
}
