package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lollipop/backend/custody"
	"lollipop/backend/event"
	"lollipop/backend/id"
)

// slotMove is a place in the office that a device left, or took.
type slotMove struct{ from, to int }

// readSlots reads which slots are taken, once for a transaction: who shares it sees what those before them took.
func (t *tx) readSlots() []call {
	if t.taken != nil {
		return nil
	}
	t.taken = &[]bool{true} // there is no slot 0
	return []call{{st: takenSlots, args: []any{string(t.school)}, row: func(scan func(...any) error) error {
		var slots string
		if err := scan(&slots); err != nil || slots == "" {
			return err
		}
		taken := *t.taken
		for text := range strings.SplitSeq(slots, ",") {
			slot, err := strconv.Atoi(text)
			if err != nil {
				return err
			}
			for len(taken) <= slot {
				taken = append(taken, false)
			}
			taken[slot] = true
		}
		*t.taken = taken
		return nil
	}}}
}

// freeSlot is the lowest slot that no device has.
func (t *tx) freeSlot() int {
	if free := slices.Index(*t.taken, false); free > 0 {
		return free
	}
	return len(*t.taken)
}

// vacant reports whether nobody has that slot.
func (t *tx) vacant(slot int) bool { return slot >= len(*t.taken) || !(*t.taken)[slot] }

// moved notes the moves of a work that stands.
func (t *tx) moved() {
	if t.taken == nil {
		return
	}
	taken := *t.taken
	for _, m := range t.moves {
		for len(taken) <= max(m.from, m.to) {
			taken = append(taken, false)
		}
		taken[m.from] = false
	}
	for _, m := range t.moves { // one of the child's may have taken what another gave up
		taken[m.to] = true
	}
	taken[0] = true
	*t.taken = taken
}

// keepShelf returns what writes down that which the change altered, and the rows as they then stand.
func (t *tx) keepShelf(act event.Act, was, now custody.Shelf) (done outcome, rows []evidence, err error) {
	had := map[id.Device]custody.Device{}
	for _, d := range was.Devices {
		had[d.ID] = d
	}
	for i, d := range now.Devices {
		before, known := had[d.ID]
		if known && before == d {
			continue
		}
		if d.School != t.school {
			return outcome{}, nil, fmt.Errorf("%w: device %s", errOtherSchool, d.ID)
		}
		row := fromDevice(d, i)
		if d.Slot == 0 { // another, of this child's or another's, may take the slot that it gives up
			done.frees = append(done.frees, row.write(known))
		} else {
			done.writes = append(done.writes, row.write(known))
		}
		rows = append(rows, evident(row, row.ID))
		t.moves = append(t.moves, slotMove{before.Slot, d.Slot})
	}
	seized := map[id.Confiscation]custody.Confiscation{}
	for _, c := range was.Confiscations {
		seized[c.ID] = c
	}
	for _, c := range now.Confiscations {
		before, known := seized[c.ID]
		if known && before == c {
			continue
		}
		if c.School != t.school {
			return outcome{}, nil, fmt.Errorf("%w: confiscation %s", errOtherSchool, c.ID)
		}
		row := fromConfiscation(c)
		done.writes = append(done.writes, row.write(known))
		rows = append(rows, evident(row, row.ID))
	}
	for n, k := range now.Contacts {
		done.writes = append(done.writes, call{st: insertContact, args: []any{string(t.school), string(k.Confiscation),
			string(act.Op), n,
			string(k.Adult), string(k.How), string(k.Outcome), k.At.UTC(), string(k.By)}})
	}
	for n, f := range now.Searches {
		done.writes = append(done.writes, call{st: insertSearch, args: []any{string(t.school), string(f.Confiscation), string(act.Op),
			n,
			f.At.UTC(), string(f.By), string(f.Consent), string(f.Parent), string(f.How), string(f.Witness), string(f.Outcome)}})
	}
	return done, rows, nil
}

// write is the statement that keeps a device: a new one, or one that is known and locked.
func (r deviceRow) write(known bool) call {
	if !known {
		return call{st: insertDevice, args: []any{string(r.SchoolID), r.ID, r.Pupil, r.Kind, r.Label, r.Colour, r.State,
			r.Slot,
			r.Condition, r.Since, r.ByPerson, r.Before, r.BeforeSlot, r.Open, r.Made}}
	}
	return call{hit: true, st: updateDevice, args: []any{r.Kind, r.Label, r.Colour, r.State, r.Slot, r.Condition, r.Since,
		r.ByPerson, r.Before, r.BeforeSlot, r.Open, string(r.SchoolID), r.ID}}
}

// write is the statement that keeps a confiscation.
func (r confiscationRow) write(known bool) call {
	if !known {
		return call{st: insertConfiscation, args: []any{string(r.SchoolID), r.ID, r.Device, r.Pupil, r.Kind, r.Ground,
			r.Secret,
			r.Stored, r.At, r.ByPerson, r.Held, r.HoldReason, r.Tell, r.TellReason, r.TellBy, r.TellAt, r.ContactAt,
			r.ReleasedTo,
			r.ReleasedBy, r.ReleasedAt, r.PoliceOfficer, r.PoliceReference, r.PoliceBy, r.PoliceAt, r.Indecent, r.Searched,
			r.Deleted}}
	}
	return call{hit: true, st: updateConfiscation, args: []any{r.Ground, r.Secret, r.Stored, r.Held, r.HoldReason, r.Tell,
		r.TellReason, r.TellBy, r.TellAt, r.ContactAt, r.ReleasedTo, r.ReleasedBy, r.ReleasedAt, r.PoliceOfficer,
		r.PoliceReference, r.PoliceBy, r.PoliceAt, r.Indecent, r.Searched, r.Deleted, string(r.SchoolID), r.ID}}
}
