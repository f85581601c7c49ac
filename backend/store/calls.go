package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// callRow is a call that the office owes or made.
type callRow struct {
	SchoolID   SchoolID `gorm:"primaryKey"`
	ID         string   `gorm:"primaryKey"`
	Adult      string
	About      string
	Document   string
	Statements string
	Language   string
	Words      string
	Pupils     string
	At         time.Time
	Again      time.Time
	TriedAt    *time.Time
	TriedBy    string
	DoneAt     *time.Time
	DoneBy     string
	Outcome    string
}

// TableName implements model.
func (callRow) TableName() string { return "calls" }

func init() {
	vouched["calls"] = vouch("id", func(r callRow) string { return r.ID })
}

// Calls is the store of the calls room.
func (s *Store) Calls() CallsStore { return CallsStore{s} }

// CallsStore implements calls.Store.
type CallsStore struct{ s *Store }

var _ calls.Store = CallsStore{}

func fromCall(e calls.Entry) (row callRow, err error) {
	row = callRow{SchoolID: SchoolID(e.School), ID: string(e.ID), Adult: string(e.Adult), About: string(e.About),
		Document: e.Document, Language: e.Language, Words: e.Words, At: e.At.UTC(), Again: e.Again.UTC(),
		TriedAt: stamp(e.TriedAt), TriedBy: string(e.TriedBy), DoneAt: stamp(e.DoneAt), DoneBy: string(e.DoneBy),
		Outcome: string(e.Outcome)}
	if row.Statements, err = text(e.Statements); err != nil {
		return row, err
	}
	row.Pupils, err = text(e.Pupils)
	return row, err
}

func toCall(r callRow) (e calls.Entry, err error) {
	e = calls.Entry{ID: id.Call(r.ID), School: id.School(r.SchoolID), Adult: id.Adult(r.Adult),
		About: calls.About(r.About), Document: r.Document, Language: r.Language, Words: r.Words, At: r.At.UTC(),
		Again: r.Again.UTC(), TriedAt: moment(r.TriedAt), TriedBy: id.Person(r.TriedBy), DoneAt: moment(r.DoneAt),
		DoneBy: id.Person(r.DoneBy), Outcome: calls.Outcome(r.Outcome)}
	if err = untext(r.Statements, &e.Statements); err != nil {
		return e, err
	}
	return e, untext(r.Pupils, &e.Pupils)
}

// addCall puts an entry on the list, or joins it to the one that waits for the same, and returns the row as it stands.
// Rooms that put somebody on the list with what they do call it in their own transaction, and say what happened.
func (t *tx) addCall(e calls.Entry) (evidence, error) {
	if err := t.store.engine.alone(t, "calls"); err != nil {
		return evidence{}, err
	}
	waiting, err := first[callRow](t, "adult = ? AND about = ? AND document = ? AND done_at IS NULL", string(e.Adult),
		string(e.About), e.Document)
	switch {
	case err == nil:
		before, err := toCall(waiting)
		if err != nil {
			return evidence{}, err
		}
		e = calls.Join(before, e)
	case !errors.Is(err, errMissing):
		return evidence{}, err
	}
	row, err := fromCall(e)
	if err != nil {
		return evidence{}, err
	}
	if err = put(t, []callRow{row}); errors.Is(err, gorm.ErrForeignKeyViolated) {
		err = noPerson()
	}
	return evident(row, row.ID), err
}

// Add implements calls.Store.
func (c CallsStore) Add(ctx context.Context, act event.Act, e calls.Entry, happened event.Event) error {
	return c.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		row, err := t.addCall(e)
		return outcome{made: []string{row.id},
			wrote: []written{{events: []event.Event{happened}, rows: []evidence{row}}}}, err
	}})
}

// Change implements calls.Store.
func (c CallsStore) Change(ctx context.Context, act event.Act, entry id.Call,
	change func(*calls.Entry) ([]event.Event, error),
) error {
	return c.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		if err := t.store.engine.alone(t, "calls"); err != nil {
			return outcome{}, err
		}
		was, err := first[callRow](t, "id = ?", string(entry))
		if errors.Is(err, errMissing) {
			return outcome{}, fault.New(fault.NotFound, "people.not_found", nil)
		}
		if err != nil {
			return outcome{}, err
		}
		now, err := toCall(was)
		if err != nil {
			return outcome{}, err
		}
		events, err := change(&now)
		if err != nil {
			return outcome{}, err
		}
		row, err := fromCall(now)
		if err == nil {
			err = put(t, []callRow{row})
		}
		return outcome{made: []string{row.ID},
			wrote: []written{{events: events, rows: []evidence{evident(row, row.ID)}}}}, err
	}})
}

// List implements calls.Store.
func (c CallsStore) List(ctx context.Context, school id.School, done time.Time) (lines []calls.Line, err error) {
	err = c.s.read(ctx, school, func(t *tx) error {
		var rows []callRow
		err := t.gorm().Where("done_at IS NULL OR done_at >= ?", done.UTC()).
			Order("CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, done_at DESC, at, id").Find(&rows).Error
		lines = make([]calls.Line, len(rows))
		var pupils []string
		wanted := make([]id.Adult, len(rows))
		for i, row := range rows {
			if err == nil {
				lines[i].Entry, err = toCall(row)
			}
			wanted[i] = id.Adult(row.Adult)
			for _, pupil := range lines[i].Pupils {
				pupils = append(pupils, string(pupil))
			}
		}
		if err != nil {
			return err
		}
		adults := map[id.Adult]people.Adult{}
		if err := t.withMerged(adults, wanted...); err != nil {
			return err
		}
		names := map[id.Pupil]string{}
		if err := byID(t, pupils, func(r pupilRow) { names[id.Pupil(r.ID)] = toPupil(r).Called() }); err != nil {
			return err
		}
		if err := t.whyDeclined(lines); err != nil {
			return err
		}
		for i := range lines {
			line := &lines[i]
			adult := standing(adults, line.Adult)
			line.Adult, line.AdultName, line.Mobile = adult.ID, adult.Called(), adult.Mobile
			for _, pupil := range line.Pupils {
				line.PupilNames = append(line.PupilNames, names[pupil])
			}
		}
		return calledIn(t, lines, func(l *calls.Line) map[*string]id.Person {
			by := l.DoneBy
			if by == "" {
				by = l.TriedBy
			}
			return map[*string]id.Person{&l.ByName: by}
		})
	})
	return lines, err
}

// whyDeclined gives calls about a no its reason: of what that adult declined of the document, the last while this
// call was asked for: a signature that was taken back has none. The list itself keeps no copy of it.
func (t *tx) whyDeclined(lines []calls.Line) error {
	var signers []string
	for _, line := range lines {
		if line.About == calls.Declined {
			signers = append(signers, string(line.Adult))
		}
	}
	if len(signers) == 0 {
		return nil
	}
	var declines []declineRow
	if err := t.gorm().Where("signer IN ?", signers).Order("at, id").Find(&declines).Error; err != nil {
		return err
	}
	for i := range lines {
		line := &lines[i]
		for _, no := range declines {
			if line.About == calls.Declined && no.Signer == string(line.Adult) && no.Document == line.Document &&
				!no.At.Before(line.At) && !no.At.After(line.Again) {
				line.Reason = no.Reason
			}
		}
	}
	return nil
}
