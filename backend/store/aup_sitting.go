package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// sitting is all that is known of one signer, as the transaction sees it.
func (t *tx) sitting(signer aup.Signer) (s aup.Sitting, err error) {
	s.Signer = signer
	if s.Library, err = t.library(); err != nil {
		return s, err
	}
	records := []string{string(signer.Person)}
	switch signer.Kind {
	case people.ParentKind:
		if records, err = t.recordsOf(string(signer.Person)); err == nil {
			s.Families, err = t.familiesOf(string(signer.Person))
		}
	case people.PupilKind:
		var row pupilRow
		if row, err = t.pupil(string(signer.Person)); err == nil {
			s.Families, err = t.families([]pupilRow{row})
		} else if errors.Is(err, errMissing) {
			err = nil
		}
	}
	if err != nil {
		return s, err
	}
	var signatures []signatureRow
	if err := t.gorm().Where("signer IN ?", records).Order("at, id").Find(&signatures).Error; err != nil {
		return s, err
	}
	s.Signatures = each(signatures, toSignature)
	var declines []declineRow
	if err := t.gorm().Where("signer IN ?", records).Order("at, id").Find(&declines).Error; err != nil {
		return s, err
	}
	s.Declines = each(declines, toDecline)
	questions, err := t.questions(records)
	for _, at := range questions {
		if s.QuestionAt.IsZero() || at.Before(s.QuestionAt) {
			s.QuestionAt = at
		}
	}
	return s, err
}

// questions are since when questions of those adults wait; of everybody where none is named.
func (t *tx) questions(adults []string) (map[id.Adult]time.Time, error) {
	query := t.gorm().Where("about = ? AND done_at IS NULL", string(calls.Question))
	if adults != nil {
		query = query.Where("adult IN ?", adults)
	}
	var rows []callRow
	err := query.Order("at").Find(&rows).Error
	waiting := map[id.Adult]time.Time{}
	for _, row := range rows {
		if _, there := waiting[id.Adult(row.Adult)]; !there {
			waiting[id.Adult(row.Adult)] = row.At.UTC()
		}
	}
	return waiting, err
}

// Sitting implements aup.Store.
func (a AUPStore) Sitting(ctx context.Context, school id.School, signer aup.Signer) (s aup.Sitting, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		s, err = t.sitting(signer)
		return err
	})
	return s, err
}

// ChangeSitting implements aup.Store.
func (a AUPStore) ChangeSitting(ctx context.Context, act event.Act, signer aup.Signer,
	change func(*aup.Sitting) ([]event.Event, error),
) (now aup.Sitting, err error) {
	err = a.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			// Always in this order: people first, since whoever changes them takes no other lock.
			for _, kind := range []string{"people", "aup"} {
				if err := t.store.engine.alone(t, kind); err != nil {
					return outcome{}, err
				}
			}
			if now, err = t.sitting(signer); err != nil {
				return outcome{}, err
			}
			signatures, declines := slices.Clone(now.Signatures), len(now.Declines)
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			done := outcome{}
			for _, made := range now.Made {
				done.made = append(done.made, string(made))
			}
			rows, err := t.keepSitting(act, &now, signatures, declines)
			done.wrote = []written{{events: events, rows: rows}}
			return done, err
		},
		again: func(t *tx, made []string) error {
			if now, err = t.sitting(signer); err != nil {
				return err
			}
			for _, m := range made {
				now.Made = append(now.Made, id.Signature(m))
			}
			return nil
		},
	})
	return now, err
}

// keepSitting writes the signatures that are new or taken back, the declines from that place on, and what goes onto the
// call list.
func (t *tx) keepSitting(act event.Act, s *aup.Sitting, was []aup.Signature, from int) (rows []evidence, err error) {
	var signatures []signatureRow
	for i, g := range s.Signatures {
		if i < len(was) && g == was[i] {
			continue
		}
		row := fromSignature(g)
		signatures, rows = append(signatures, row), append(rows, evident(row, row.ID))
	}
	declines := each(s.Declines[from:], fromDecline)
	for _, row := range declines {
		rows = append(rows, evident(row, row.ID))
	}
	if err := put(t, signatures); err != nil {
		return nil, err
	}
	if err := put(t, declines); err != nil {
		return nil, err
	}
	for _, asking := range s.Asking {
		e := calls.Entry{ID: event.Made[id.Call](act, "call/"+asking.About), School: t.school,
			Adult: id.Adult(s.Signer.Person), About: calls.About(asking.About), Document: string(asking.Document),
			Language: asking.Language, Words: asking.Words, Pupils: asking.Pupils, At: act.At, Again: act.At}
		if asking.Statement != "" {
			e.Statements = []string{asking.Statement}
		}
		row, err := t.addCall(e)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
		if asking.About == aup.AboutQuestion && s.QuestionAt.IsZero() {
			s.QuestionAt = act.At
		}
	}
	return rows, nil
}
