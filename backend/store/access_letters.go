package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"lollipop/backend/access"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// PrintLetters implements access.CodeStore.
func (a AccessStore) PrintLetters(ctx context.Context, act event.Act, at time.Time,
	change func(people.State) ([]access.Letter, []event.Event, error),
) (made []access.Letter, state people.State, err error) {
	err = a.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			if err := t.store.engine.alone(t, "letters"); err != nil {
				return outcome{}, err
			}
			var events []event.Event
			if state, err = t.state(); err != nil {
				return outcome{}, err
			}
			if made, events, err = change(state); err != nil {
				return outcome{}, err
			}
			err = t.keepLetters(made, at)
			return outcome{wrote: []written{{events: events}}}, err
		},
		again: func(t *tx, _ []string) error {
			var rows []letterRow
			if err := t.gorm().Where("op = ?", string(act.Op)).Order("id").Find(&rows).Error; err != nil {
				return err
			}
			made = each(rows, toLetter)
			state, err = t.state()
			return err
		},
	})
	return made, state, err
}

func (t *tx) keepLetters(letters []access.Letter, at time.Time) error {
	rows, codes, adults := make([]letterRow, len(letters)), make([]codeRow, len(letters)), make([]string, len(letters))
	for i, l := range letters {
		rows[i], adults[i] = fromLetter(l), string(l.Adult)
		codes[i] = fromCode(access.KeptCode{Hash: l.Hash, Purpose: access.ForLetter, School: l.School,
			Person: id.Person(l.Adult), Made: l.At, Ends: l.Ends})
	}
	for len(adults) > 0 {
		some := adults[:min(200, len(adults))]
		adults = adults[len(some):]
		if err := t.endLetters(t.gorm().Where("adult IN ?", some), access.PrintedAnew, at); err != nil {
			return err
		}
	}
	if err := put(t, codes); err != nil {
		return err
	}
	return put(t, rows)
}

// endLetters ends those letters of which that holds, where they are neither used nor ended.
func (t *tx) endLetters(which *gorm.DB, why access.Why, at time.Time) error {
	return which.Model(&letterRow{}).Where("used IS NULL AND ended IS NULL").
		Updates(map[string]any{"ended": at.UTC(), "why": string(why)}).Error
}

// Missed implements access.CodeStore.
func (a AccessStore) Missed(ctx context.Context, act event.Act, letter id.Letter, events []event.Event) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		err := t.gorm().Model(&letterRow{}).Where("id = ?", string(letter)).
			Update("misses", gorm.Expr("misses + 1")).Error
		return outcome{wrote: []written{{events: events}}}, err
	}})
}

// EndLetter implements access.CodeStore.
func (a AccessStore) EndLetter(ctx context.Context, act event.Act, hash access.Hash, why access.Why, at time.Time,
	check func(access.Opened) ([]event.Event, error),
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		o, err := t.ours(hash)
		if err != nil {
			return outcome{}, err
		}
		events, err := check(o)
		if err != nil {
			return outcome{}, err
		}
		err = t.endLetters(t.gorm().Where("hash = ?", string(hash)), why, at)
		return outcome{wrote: []written{{events: events}}}, err
	}})
}

// Revoke implements access.CodeStore.
func (a AccessStore) Revoke(ctx context.Context, act event.Act, adult id.Adult, at time.Time, events []event.Event,
) error {
	return a.s.change(ctx, work{act: act, slow: true, do: func(t *tx) (outcome, error) {
		if _, err := t.adult(string(adult)); err != nil {
			return outcome{}, orNoPerson(err)
		}
		err := t.expel(t.school, id.Person(adult))
		if err == nil {
			err = t.endLetters(t.gorm().Where("adult = ?", string(adult)), access.WasRevoked, at)
		}
		return outcome{wrote: []written{{events: events}}}, err
	}})
}

// expel ends every session in which somebody has a seat, and their hand-over codes.
func (t *tx) expel(school id.School, person id.Person) error {
	err := t.gorm().Where("purpose = ? AND hash IN (SELECT code FROM code_seats WHERE school = ? AND person = ?)",
		string(access.ForHandOver), string(school), string(person)).Delete(&codeRow{}).Error
	return errors.Join(err, t.endAll(school, person))
}

// LetterBook implements access.CodeStore.
func (a AccessStore) LetterBook(ctx context.Context, school id.School, over access.Over) (b access.Book, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		b = access.Book{Last: map[id.Adult]access.Letter{}}
		if b.State, err = t.state(); err != nil {
			return err
		}
		letters, err := all(t, "at, id", toLetter)
		if err != nil {
			return err
		}
		for _, l := range letters {
			b.Last[l.Adult] = l
		}
		var seated []seatRow
		err = t.gorm().Model(&seatRow{}).Joins("JOIN sessions ON sessions.hash = seats.session").
			Where("seats.school = ? AND sessions.kind = ? AND sessions.seen > ?", string(school), string(over.Kind),
				over.Seen.UTC()).
			Where("COALESCE(seats.since, sessions.since) > ?", over.Since.UTC()).
			Order("seats.session, seats.n").Select("seats.*").Find(&seated).Error
		for i, seat := range seated {
			if i == 0 || seated[i-1].Session != seat.Session {
				b.Devices = append(b.Devices, nil)
			}
			last := len(b.Devices) - 1
			b.Devices[last] = append(b.Devices[last], id.Adult(seat.Person))
		}
		return err
	})
	return b, err
}
