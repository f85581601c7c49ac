package aup

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Service is what people do with the policies they are asked to read.
type Service struct {
	Store Store
	Texts *Texts
	Ways  Ways
}

// absent is the answer for what is not there, and for what is not this person's: one and the same.
func absent() *fault.Fault { return people.Absent() }

// signer is the person as one who signs; somebody of the staff is none.
func signer(who people.Who) (Signer, error) {
	if who.School == "" || who.Person == "" || who.Kind != people.ParentKind && who.Kind != people.PupilKind {
		return Signer{}, absent()
	}
	return Signer{Kind: who.Kind, Person: who.Person}, nil
}

// Home is the sitting of whoever asks: what is due (Due), and what they signed.
func (s *Service) Home(ctx context.Context, who people.Who) (Sitting, error) {
	me, err := signer(who)
	if err != nil {
		return Sitting{}, err
	}
	sitting, err := s.Store.Sitting(ctx, who.School, me)
	sitting.Signatures = slices.DeleteFunc(sitting.Signatures, func(g Signature) bool { return !sitting.maySee(g) })
	return sitting, err
}

// Back is why somebody takes a signature back, in words and a language; both may be empty.
type Back struct{ Words, Language string }

// Withdraw takes back a signature of one's own. To take it back again changes nothing. What an adult writes goes to the
// call list.
func (s *Service) Withdraw(ctx context.Context, who people.Who, act event.Act, wanted id.Signature, why Back) (Sitting,
	error) {
	me, err := signer(who)
	if err != nil {
		return Sitting{}, err
	}
	if why.Words, err = words(why.Words); err != nil {
		return Sitting{}, err
	}
	return s.Store.ChangeSitting(ctx, act, me, func(at *Sitting) ([]event.Event, error) {
		for i := range at.Signatures {
			g := &at.Signatures[i]
			if g.ID != wanted || !at.maySee(*g) {
				continue
			}
			at.make(g.ID)
			if !g.WithdrawnAt.IsZero() {
				return nil, nil
			}
			g.WithdrawnAt = act.At
			if why.Words != "" && me.Kind == people.ParentKind {
				asking := Asking{About: AboutDeclined, Document: g.Document, Language: why.Language, Words: why.Words}
				if g.Pupil != "" {
					asking.Pupils = []id.Pupil{g.Pupil}
				}
				at.Asking = append(at.Asking, asking)
			}
			return []event.Event{act.Did(DidWithdraw, string(g.ID), map[string]any{"document": g.Document,
				"version": g.Version, "pupil": g.Pupil})}, nil
		}
		return nil, absent()
	})
}

// words are what somebody wrote to the office, without the spaces around.
func words(text string) (string, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > WordsLength {
		return "", fault.New(fault.Invalid, "aup.words_too_long", phrase.Args{"Most": WordsLength}).In("words")
	}
	return text, nil
}

// language refuses what is no language tag.
func language(tag string) error {
	odd := func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	if tag == "" || len(tag) > 35 || strings.ContainsFunc(tag, odd) {
		return fault.New(fault.Invalid, "aup.language", nil).In("language")
	}
	return nil
}

// Receipt is what somebody signed, as they read it, with where it stands in the chain.
type Receipt struct {
	Signature
	Standing Standing
	// Signer and Child are what they are called; Child is empty for one's own.
	SignerName, ChildName string
	Version               Version
	Edition               Edition
	Proof                 Proof
}

// Receipt renders one signature of one's own from the edition that is kept.
func (s *Service) Receipt(ctx context.Context, who people.Who, wanted id.Signature) (Receipt, error) {
	at, err := s.Home(ctx, who)
	if err != nil {
		return Receipt{}, err
	}
	for _, g := range at.Signatures {
		if g.ID != wanted {
			continue
		}
		r := Receipt{Signature: g, Standing: at.Standing(g), SignerName: who.Name}
		if g.Pupil != "" {
			r.ChildName = at.child(g.Pupil).Called()
		}
		r.Version, _ = at.Version(g.Document, g.Version)
		r.Edition, _ = at.Edition(g.Edition)
		r.Proof, err = s.Store.Proof(ctx, who.School, g.ID)
		return r, err
	}
	return Receipt{}, absent()
}

// Standing is what has become of one of the signer's signatures.
func (s Sitting) Standing(g Signature) Standing { return StandingOf(s.Library, g, s.Subject(g)) }
