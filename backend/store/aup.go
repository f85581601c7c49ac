package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"lollipop/backend/aup"
	"lollipop/backend/calls"
	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
)

// AUP is the store of the aup room.
func (s *Store) AUP() AUPStore { return AUPStore{s} }

// AUPStore implements aup.Store.
type AUPStore struct{ s *Store }

var _ aup.Store = AUPStore{}

// library is every version and edition, and the policy that they are asked by, as the transaction sees them.
func (t *tx) library() (aup.Library, error) {
	l := aup.Library{School: t.school}
	place, err := t.theSchool()
	if err != nil {
		return l, err
	}
	l.Policy = place.Policy.AUP
	var versions []versionRow
	if err := t.gorm().Order("document, number").Find(&versions).Error; err != nil {
		return l, err
	}
	for _, row := range versions {
		v, err := toVersion(row)
		if err != nil {
			return l, err
		}
		l.Versions = append(l.Versions, v)
	}
	var editions []editionRow
	if err := t.gorm().Order("document, version, language, number").Find(&editions).Error; err != nil {
		return l, err
	}
	for _, row := range editions {
		e, err := toEdition(row)
		if err != nil {
			return l, err
		}
		l.Editions = append(l.Editions, e)
	}
	return l, calledIn(t, l.Versions, func(v *aup.Version) map[*string]id.Person {
		return map[*string]id.Person{&v.ByName: v.By}
	})
}

// Library implements aup.Store.
func (a AUPStore) Library(ctx context.Context, school id.School) (l aup.Library, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		l, err = t.library()
		return err
	})
	return l, err
}

// ChangeLibrary implements aup.Store.
func (a AUPStore) ChangeLibrary(ctx context.Context, act event.Act,
	change func(*aup.Library) ([]event.Event, error),
) (now aup.Library, err error) {
	err = a.s.change(ctx, work{act: act, slow: true,
		do: func(t *tx) (outcome, error) {
			if err := t.store.engine.alone(t, "aup"); err != nil {
				return outcome{}, err
			}
			if now, err = t.library(); err != nil {
				return outcome{}, err
			}
			versions, editions := len(now.Versions), slices.Clone(now.Editions)
			events, err := change(&now)
			if err != nil {
				return outcome{}, err
			}
			rows, err := t.keepLibrary(now, versions, editions)
			return outcome{wrote: []written{{events: events, rows: rows}}}, err
		},
		again: func(t *tx, _ []string) error {
			now, err = t.library()
			return err
		},
	})
	return now, err
}

// keepLibrary writes the versions from that place on, and the editions that are new or newest again.
func (t *tx) keepLibrary(l aup.Library, from int, was []aup.Edition) (rows []evidence, err error) {
	var versions []versionRow
	for _, v := range l.Versions[from:] {
		row, err := fromVersion(v)
		if err != nil {
			return nil, err
		}
		versions, rows = append(versions, row), append(rows, evident(row, versionKey(row)))
	}
	var editions []editionRow
	for i, e := range l.Editions {
		if i < len(was) && e.Since.Equal(was[i].Since) {
			continue
		}
		row, err := fromEdition(e)
		if err != nil {
			return nil, err
		}
		editions, rows = append(editions, row), append(rows, evident(row, row.ID))
	}
	if err := put(t, versions); err != nil {
		return nil, err
	}
	return rows, put(t, editions)
}

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
		if row, err = first[pupilRow](t, "id = ?", string(signer.Person)); err == nil {
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

// Proof implements aup.Store.
func (a AUPStore) Proof(ctx context.Context, school id.School, signature id.Signature) (p aup.Proof, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		row, err := first[eventRow](t, "subject = ? AND kind = ?", string(signature), string(aup.DidSign))
		if errors.Is(err, errMissing) {
			return fault.New(fault.NotFound, "people.not_found", nil)
		}
		p = aup.Proof{Position: row.Position, Link: row.Link}
		return err
	})
	return p, err
}

// Ledger implements aup.Store.
func (a AUPStore) Ledger(ctx context.Context, school id.School) (l aup.Ledger, err error) {
	err = a.s.read(ctx, school, func(t *tx) error {
		if l.Library, err = t.library(); err != nil {
			return err
		}
		if l.People, err = t.state(); err != nil {
			return err
		}
		if l.Signatures, err = all(t, "at, id", toSignature); err != nil {
			return err
		}
		if l.Declines, err = all(t, "at, id", toDecline); err != nil {
			return err
		}
		waiting, err := t.questions(nil)
		if err != nil {
			return err
		}
		heads := people.HeadsOf(l.People.Adults)
		l.Questions = map[id.Adult]time.Time{}
		for adult, at := range waiting {
			head := heads.Of(adult)
			if first, there := l.Questions[head]; !there || at.Before(first) {
				l.Questions[head] = at
			}
		}
		return nil
	})
	return l, err
}
