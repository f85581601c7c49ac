package audit

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"lollipop/backend/id"
	"lollipop/backend/phrase"
)

// Wrong is what does not hold.
type Wrong string

// What can be wrong with a chain.
const (
	// Changed: the record, or its seal, is not what was written.
	Changed Wrong = "changed"
	// Missing: no record stands at the position.
	Missing Wrong = "missing"
	// Moved: the record was written at another position.
	Moved Wrong = "moved"
	// Unsealed: the record is whole, and was not put there by this product (or under another key).
	Unsealed Wrong = "unsealed"
	// OldKey: the record was sealed by a key that had been renewed before: whoever wrote it has that one.
	OldKey Wrong = "old_key"
	// NoKey: the key was renewed there, by one that is not among the newer ones here; or what stands before was rewritten.
	NoKey Wrong = "no_key"
	// Behind: the chain ends under a key that was renewed since: it is an older one, or the renewal was not finished.
	Behind Wrong = "behind"
	// Cut: the chain ends before a head that was kept or printed.
	Cut Wrong = "cut"
	// Rewritten: a printed head says something else than the record at its position.
	Rewritten Wrong = "rewritten"
	// EmptiedUnruled: the record's words are gone, and no record says by which rule.
	EmptiedUnruled Wrong = "emptied"
	// StateChanged: a row of state is not as its last record left it.
	StateChanged Wrong = "state_changed"
	// StateMissing: a row of state is gone.
	StateMissing Wrong = "state_missing"
)

// Break is the first place at which a chain does not hold.
type Break struct {
	School   id.School
	Chain    Chain
	Position int64
	Event    id.Event // empty where no record stands there
	Wrong    Wrong
	// Table and Row name the row of state, where it is one that is wrong.
	Table, Row string
}

// Phrase says it to a person.
func (b Break) Phrase() phrase.Phrase {
	position := strconv.FormatInt(b.Position, 10)
	say := func(key string) phrase.Phrase { return phrase.Say(key, phrase.Args{"Position": position}) }
	state := func(key string) phrase.Phrase {
		return phrase.Say(key, phrase.Args{"Position": position, "Table": b.Table, "Row": b.Row})
	}
	switch b.Wrong {
	case Changed:
		return say("audit.break.changed")
	case Missing:
		return say("audit.break.missing")
	case Moved:
		return say("audit.break.moved")
	case Unsealed:
		return say("audit.break.unsealed")
	case OldKey:
		return say("audit.break.old_key")
	case NoKey:
		return say("audit.break.no_key")
	case Behind:
		return say("audit.break.behind")
	case Cut:
		return say("audit.break.cut")
	case Rewritten:
		return say("audit.break.rewritten")
	case EmptiedUnruled:
		return say("audit.break.emptied")
	case StateChanged:
		return state("audit.break.state_changed")
	case StateMissing:
		return state("audit.break.state_missing")
	}
	return say("audit.break.changed") // a Break that nothing here makes
}

// ParseCode reads a printed head, whatever hyphens, blanks and capitals it was typed with. What it gives has Position
// and the first bytes of Link.
func ParseCode(text string) (Head, bool) {
	number, rest, ok := strings.Cut(strings.ToLower(strings.TrimSpace(text)), ":")
	if !ok {
		return Head{}, false
	}
	position, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || position < 1 {
		return Head{}, false
	}
	rest = strings.NewReplacer("-", "", " ", "").Replace(rest)
	raw, err := hex.DecodeString(rest)
	if err != nil || len(rest) != CodeLength {
		return Head{}, false
	}
	return Head{Position: position, Link: raw}, true
}

// Verifier walks one chain from its first record. It keeps the last record of each row of state, not the records.
type Verifier struct {
	keys    Keys
	under   int // which of them seals what comes next
	school  id.School
	chain   Chain
	at      int64
	link    []byte // nil before the first record
	printed []Head
	states  map[[2]string]state
	emptied map[int64]id.Event // erased records that no rule has named yet
}

// state is what the last record of a row said of it.
type state struct {
	position int64
	event    id.Event
	salt     []byte // nil once erased: nothing can be said any more
	digest   []byte
}

// NewVerifier begins at the start of a chain. A chain may begin under any of the keys, goes over to a newer one at a
// rotation and nowhere else, and ends under the newest. Printed are heads from outside the database: printed ones
// (ParseCode), in any order.
func NewVerifier(keys Keys, school id.School, chain Chain, printed ...Head) *Verifier {
	printed = slices.Clone(printed)
	slices.SortFunc(printed, func(a, b Head) int { return cmp.Compare(a.Position, b.Position) })
	return &Verifier{keys: keys, school: school, chain: chain, printed: printed, states: map[[2]string]state{}, emptied: map[int64]id.Event{}}
}

func (v *Verifier) broken(position int64, e id.Event, wrong Wrong) *Break {
	return &Break{School: v.school, Chain: v.chain, Position: position, Event: e, Wrong: wrong}
}

// Next takes the next record, in the order of positions, and returns what is wrong with it, or nil.
func (v *Verifier) Next(r Record) *Break {
	v.at++
	e := r.Event
	switch {
	case e.Position > v.at:
		return v.broken(v.at, "", Missing)
	case e.Position < v.at || e.School != v.school || r.Chain != v.chain:
		return v.broken(v.at, e.ID, Moved)
	}
	erased := r.ErasedBy != ""
	if erased {
		if r.Salt != nil || e.Body != nil {
			return v.broken(v.at, e.ID, Changed)
		}
		v.emptied[v.at] = e.ID
	} else if !bytes.Equal(r.digest(), r.Digest) {
		return v.broken(v.at, e.ID, v.whyNot(r))
	}
	if wrong := v.sealed(r); wrong != "" {
		return v.broken(v.at, e.ID, wrong)
	}
	for len(v.printed) > 0 && v.printed[0].Position <= v.at {
		head := v.printed[0]
		v.printed = v.printed[1:]
		if head.Position == v.at && !bytes.HasPrefix(v.link, head.Link) {
			return v.broken(v.at, e.ID, Rewritten)
		}
	}
	for _, row := range r.Rows {
		v.states[[2]string{row.Table, row.ID}] = state{v.at, e.ID, r.Salt, row.Digest}
	}
	if e.Kind == DidErase {
		var body Erased
		if json.Unmarshal(e.Body, &body) == nil && body.Chain == v.chain {
			for position := range v.emptied {
				if body.covers(position) {
					delete(v.emptied, position)
				}
			}
		}
	}
	return nil
}

// sealed goes on to the record's link, under the key that seals there, and after a rotation to the newer one.
func (v *Verifier) sealed(r Record) Wrong {
	before := v.link
	if v.at == 1 {
		under, found := v.keys.seals(r, nil)
		if !found {
			return Unsealed
		}
		v.under, before = under, Start(v.keys[under], v.school, v.chain)
	} else if !hmac.Equal(link(v.keys[v.under], before, r.Digest), r.Link) {
		if by, found := v.keys.seals(r, before); found && by > v.under {
			return OldKey
		}
		return Unsealed
	}
	v.link = r.Link
	if !r.rotates() {
		return ""
	}
	if r.ErasedBy != "" { // no rule may: without its body nobody knows which key comes
		return EmptiedUnruled
	}
	newer, found := v.keys.over(r, v.under, before)
	if !found {
		return NoKey
	}
	v.under = newer
	return ""
}

// whyNot tells a record that was put elsewhere from one that was changed.
func (v *Verifier) whyNot(r Record) Wrong {
	const look = 100_000 // positions each way: a digest costs a microsecond
	here := r.Event.Position
	for p := max(1, here-look); p <= here+look; p++ {
		r.Event.Position = p
		if p != here && bytes.Equal(r.digest(), r.Digest) {
			return Moved
		}
	}
	return Changed
}

// End says what is wrong with the end of the chain: kept is the head that the database keeps beside it.
func (v *Verifier) End(kept Head) *Break {
	if len(v.emptied) > 0 {
		first := slices.Min(slices.Collect(maps.Keys(v.emptied)))
		return v.broken(first, v.emptied[first], EmptiedUnruled)
	}
	if kept.Position > v.at || len(v.printed) > 0 {
		return v.broken(v.at+1, "", Cut)
	}
	if kept.Position != v.at || v.at > 0 && !hmac.Equal(kept.Link, v.link) {
		return v.broken(v.at, "", Unsealed)
	}
	if v.at > 0 && v.under > 0 {
		return v.broken(v.at, "", Behind)
	}
	return nil
}

// Positions is how many records were walked.
func (v *Verifier) Positions() int64 { return v.at }

// Tables are the tables that hold rows of state, sorted.
func (v *Verifier) Tables() []string {
	tables := map[string]bool{}
	for key := range v.states {
		tables[key[0]] = true
	}
	return slices.Sorted(maps.Keys(tables))
}

// Rows are the ids of a table's rows, sorted.
func (v *Verifier) Rows(table string) []string {
	var ids []string
	for key := range v.states {
		if key[0] == table {
			ids = append(ids, key[1])
		}
	}
	slices.Sort(ids)
	return ids
}

// State compares a row as it is now with what its last record said; canonical is nil where it is gone.
func (v *Verifier) State(table, row string, canonical []byte) *Break {
	was, known := v.states[[2]string{table, row}]
	if !known || was.salt == nil {
		return nil
	}
	if bytes.Equal(RowOf(was.salt, table, row, canonical).Digest, was.digest) {
		return nil
	}
	wrong := StateChanged
	if canonical == nil {
		wrong = StateMissing
	}
	b := v.broken(was.position, was.event, wrong)
	b.Table, b.Row = table, row
	return b
}

// Verify walks records that are all at hand; kept is the database's own head.
func Verify(keys Keys, school id.School, chain Chain, records []Record, kept Head, printed ...Head) *Break {
	v := NewVerifier(keys, school, chain, printed...)
	for _, r := range records {
		if b := v.Next(r); b != nil {
			return b
		}
	}
	return v.End(kept)
}
