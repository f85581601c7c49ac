package aup

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lollipop/backend/event"
	"lollipop/backend/fault"
	"lollipop/backend/id"
	"lollipop/backend/people"
	"lollipop/backend/phrase"
)

// Wording is a document as the head words it: statements by their keys, in order. Symbols are the product's. What the
// school says besides has keys of its own, own_1 and so on.
type Wording struct {
	Title, Intro string
	Statements   []Worded
}

// Worded is one statement of a wording.
type Worded struct{ Key, Text string }

// How much a document can say: short enough to be read.
const (
	mostStatements  = 20
	titleLength     = 120
	introLength     = 600
	statementLength = 300
)

// Publish makes a wording the school's version of a document, and freezes it. Everybody who signed the version before
// is asked again.
//
// Policy: aup.monitored_statement (AR 5.1/9, BG 5.1/9), monitoring.users_informed (AR 7.3.4/3, BG 7.3.4/5)
func (s *Service) Publish(ctx context.Context, who people.Who, act event.Act, d Document, w Wording) (Library, error) {
	if err := people.Refused(MayPublish(who), who, act); err != nil {
		return Library{}, err
	}
	proposed, ok := s.Texts.Proposed(d)
	if !ok {
		return Library{}, absent()
	}
	text, err := worded(proposed, w)
	if err != nil {
		return Library{}, err
	}
	var fixed []string
	for _, statement := range proposed.Statements {
		if statement.Fixed {
			fixed = append(fixed, statement.Key)
		}
	}
	if err := fault.Of(CanPublish(d, fixed, text)); err != nil {
		return Library{}, err
	}
	return s.Store.ChangeLibrary(ctx, act, func(l *Library) ([]event.Event, error) {
		v := Version{School: act.School, Document: d, ID: VersionID(d, text), Number: 1, Text: text,
			Proposed: VersionID(d, proposed), At: act.At, By: act.Actor}
		if current, published := l.Current(d); published {
			if current.ID == v.ID {
				return nil, fault.New(fault.Conflict, "aup.publish.same", nil)
			}
			v.Number = current.Number + 1
		}
		l.Versions = append(l.Versions, v)
		s.renew(l, v, act.At)
		return []event.Event{act.Did(DidPublish, string(d), map[string]any{"document": d, "version": v.ID,
			"number": v.Number})}, nil
	})
}

// ownKey is what the key of a school's own statement looks like; none of the product's does.
var ownKey = regexp.MustCompile(`^own_[1-9][0-9]?[0-9]?$`)

// ownSymbol stands beside a school's own statements.
const ownSymbol = "star"

// statementOf is the statement of that key before the head words it: the product's, or one of the school's own.
func statementOf(proposed Text, key string) (Statement, bool) {
	if at := indexOf(proposed, key); at >= 0 {
		return proposed.Statements[at], true
	}
	return Statement{Key: key, Symbol: ownSymbol}, ownKey.MatchString(key)
}

// worded is a wording as a text: each statement with its symbol.
func worded(proposed Text, w Wording) (Text, error) {
	text := Text{Title: strings.TrimSpace(w.Title), Intro: strings.TrimSpace(w.Intro)}
	if err := short("title", text.Title, titleLength); err != nil {
		return Text{}, err
	}
	if err := short("intro", text.Intro, introLength); err != nil {
		return Text{}, err
	}
	if len(w.Statements) > mostStatements {
		return Text{}, fault.New(fault.Invalid, "aup.publish.many", phrase.Args{"Most": mostStatements}).In("statements")
	}
	for _, statement := range w.Statements {
		one, ok := statementOf(proposed, statement.Key)
		if !ok || indexOf(text, statement.Key) >= 0 {
			return Text{}, fault.New(fault.Invalid, "aup.publish.unknown", nil).In("statements")
		}
		one.Text = strings.TrimSpace(statement.Text)
		if err := short("statements", one.Text, statementLength); err != nil {
			return Text{}, err
		}
		text.Statements = append(text.Statements, one)
	}
	return text, nil
}

func short(field, text string, most int) error {
	if !plain(text) || utf8.RuneCountInString(text) > most {
		return fault.New(fault.Invalid, "aup.publish.text", phrase.Args{"Most": most}).In(field)
	}
	return nil
}

// renew adds the editions of a version that say something else than the newest of their language, and returns them. One
// that said so before is the newest again.
func (s *Service) renew(l *Library, v Version, at time.Time) (renewed []Edition) {
	for _, e := range s.Texts.Editions(v, at) {
		newest, there := l.Newest(v.ID, e.Language)
		if there && newest.ID == e.ID {
			continue
		}
		if there && !at.After(newest.Since) { // a clock that was set back
			e.Since = newest.Since.Add(time.Microsecond)
		}
		e.School, e.Number = l.School, 1
		for _, other := range l.Editions {
			if other.Version == v.ID && other.Language == e.Language {
				e.Number = max(e.Number, other.Number+1)
			}
		}
		known := slices.IndexFunc(l.Editions, func(other Edition) bool { return other.ID == e.ID })
		if known >= 0 {
			l.Editions[known].Since = e.Since
			e = l.Editions[known]
		} else {
			l.Editions = append(l.Editions, e)
		}
		renewed = append(renewed, e)
	}
	return renewed
}

// Renew brings corrected translations to a school: a new edition of each version that is asked, wherever the product
// now says something else. The product does it when it starts; nobody signs again.
func (s *Service) Renew(ctx context.Context, school id.School, now time.Time) error {
	l, err := s.Store.Library(ctx, school)
	if err != nil {
		return err
	}
	if len(s.renewAll(&l, now)) == 0 {
		return nil
	}
	// Two processes that start at once both come here: the second finds that nothing is left to do.
	act := event.Act{School: school, At: now, Op: id.New[id.Op](), Command: "aup.renew",
		Hash: event.HashOf([]byte("aup.renew"))}
	_, err = s.Store.ChangeLibrary(ctx, act, func(l *Library) ([]event.Event, error) {
		var events []event.Event
		for _, e := range s.renewAll(l, now) {
			events = append(events, act.Did(DidRenew, string(e.Document), map[string]any{"document": e.Document,
				"version": e.Version, "edition": e.ID, "language": e.Language, "number": e.Number}))
		}
		return events, nil
	})
	return err
}

func (s *Service) renewAll(l *Library, now time.Time) (renewed []Edition) {
	for _, d := range Documents {
		if current, ok := l.Current(d); ok {
			renewed = append(renewed, s.renew(l, current, now)...)
		}
	}
	return renewed
}

// OnShelf is a document of the product's, and what the school published of it.
type OnShelf struct {
	Document Document
	Proposed Text
	// Current is the version that is asked; its Number is 0 where there is none. Newer: the product's text is another one
	// than when it was published, and has not been published since.
	Current  Version
	Newer    bool
	Editions []Edition
	// Signed and Asked count answers: for a document of adults the adults, for a child's the children for whom an adult
	// has signed.
	Signed, Asked int
}

// Shelf is every document that the product has a text of, for those who follow.
func (s *Service) Shelf(ctx context.Context, who people.Who, now time.Time) ([]OnShelf, error) {
	if err := fault.Of(MayFollow(who)); err != nil {
		return nil, err
	}
	ledger, err := s.Store.Ledger(ctx, who.School)
	if err != nil {
		return nil, err
	}
	var shelf []OnShelf
	for _, d := range s.Texts.Shipped() {
		on := OnShelf{Document: d}
		on.Proposed, _ = s.Texts.Proposed(d)
		if current, ok := ledger.Current(d); ok {
			on.Current, on.Editions = current, ledger.Offered(current.ID)
			proposed := VersionID(d, on.Proposed)
			on.Newer = current.Proposed != proposed && current.ID != proposed
			on.Signed, on.Asked = ledger.count(d, day(now))
		}
		shelf = append(shelf, on)
	}
	return shelf, nil
}

// Public is a school's library as anybody reads it: what a school asks is no secret.
func (s *Service) Public(ctx context.Context, school id.School) (Library, error) {
	return s.Store.Library(ctx, school)
}
